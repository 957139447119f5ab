import pytest

from assistant.combining import ReadPart, combine
from assistant.types import Document, Hit, Passage, Reading, Span

TEXT = "Send a diploma and two letters. Fees are due on 1 May. The office is open."
DIPLOMA, FEES, OFFICE = (0, 31), (32, 54), (55, 74)


def document_of(doc_id):
    return Document(doc_id, None, doc_id, TEXT, (), "")


def hit(place, score):
    return Hit(Passage("a.md", None, *place, TEXT[slice(*place)], (), ""), score)


def part(words, confidence, *places):
    spans = tuple(Span("a.md", *place, 0.5) for place in places)
    return ReadPart(words, [hit(place, confidence) for place in places], Reading(spans, confidence, {"of": confidence}))


def combined(*parts, threshold=0.3):
    return combine(parts, threshold=threshold, document_of=document_of)


def quoted(found):
    return [(span.start, span.end) for span in found.reading.spans]


def test_one_part_is_read_as_it_is():
    found = combined(part("What do I send?", 0.8, DIPLOMA, OFFICE))
    assert quoted(found) == [DIPLOMA, OFFICE]
    assert (found.parts, found.reading.confidence, found.reading.features) == ((), 0.8, {"of": 0.8})


def test_each_part_is_quoted_in_its_turn():
    found = combined(part("What do I send?", 0.8, DIPLOMA, OFFICE), part("by when?", 0.6, FEES))
    assert quoted(found) == [DIPLOMA, FEES, OFFICE]
    assert [one.citations for one in found.parts] == [(0, 2), (1,)]


def test_what_answers_two_parts_is_quoted_once():
    found = combined(part("What do I send?", 0.8, DIPLOMA), part("how many letters?", 0.6, DIPLOMA))
    assert quoted(found) == [DIPLOMA]
    assert [one.citations for one in found.parts] == [(0,), (0,)]


def test_a_part_below_the_threshold_is_missing():
    found = combined(part("What do I send?", 0.8, DIPLOMA), part("Who decides?", 0.1, OFFICE))
    assert quoted(found) == [DIPLOMA]
    assert [(one.question, one.citations) for one in found.parts] == [("What do I send?", (0,)), ("Who decides?", ())]


def test_a_part_that_asks_when_is_missing_where_no_quote_has_a_date():
    found = combined(part("What do I send?", 0.8, DIPLOMA), part("By when?", 0.7, OFFICE))
    assert [one.citations for one in found.parts] == [(0,), ()]


def test_the_confidence_is_that_of_the_least_sure_part_that_is_answered():
    parts = [part("What do I send?", 0.8, DIPLOMA), part("by when?", 0.6, FEES), part("Who decides?", 0.1, OFFICE)]
    assert combined(*parts).reading.confidence == 0.6
    assert combined(*parts, threshold=0.9).reading.confidence == 0.8
    assert quoted(combined(*parts, threshold=0.9)) == []


def test_every_passage_is_a_hit_once_best_first():
    found = combined(part("What?", 0.4, DIPLOMA, OFFICE), part("Who?", 0.9, OFFICE))
    assert [(one.passage.start, one.score) for one in found.hits] == [(55, 0.9), (0, 0.4)]


@pytest.mark.parametrize("count", [1, 2])
def test_without_spans_nothing_is_answered(count):
    found = combined(*[part("What?", 0.0)] * count, threshold=0.0)
    assert (quoted(found), len(found.parts)) == ([], 0 if count == 1 else 2)
