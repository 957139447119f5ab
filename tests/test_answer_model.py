"""The model that finds answers: it runs as it was trained, and the reader does what it says."""

import pytest

from assistant.reading import ExtractiveReader
from assistant.reading.answer_model import Excerpt, OnnxAnswerModel
from assistant.reading.ranking import read_passages
from assistant.settings import Settings

STATEMENTS = (
    "The fellowship lasts two years.",
    "Applications are due on 1 March.",
    "Interviews are held in May by video.",
    "Eight positions are funded.",
)


def excerpt(*statements, heading="", worth=None):
    return Excerpt(heading, statements, tuple(worth or [0.5] * len(statements)))


def odds(question, *excerpts):
    return OnnxAnswerModel().odds(question, excerpts)


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How long is the fellowship?", 0),
        ("When must I apply?", 1),
        ("when are interviews held", 2),
        ("How many fellows do you take?", 3),
        ("I finish my residency in June and my wife works in Boston. How many positions are there?", 3),
    ],
)
def test_the_statement_that_answers_has_the_best_odds(question, answer):
    (found,) = odds(question, excerpt(*STATEMENTS))
    assert found.index(max(found)) == answer


@pytest.mark.model
def test_a_text_without_the_answer_has_worse_odds_than_one_with_it():
    without = STATEMENTS[:1] + STATEMENTS[2:]
    told, untold = odds("When must I apply?", excerpt(*STATEMENTS), excerpt(*without))
    assert max(told) > max(untold) + 1


@pytest.mark.model
def test_excerpts_are_read_alike_alone_and_together():
    one, other = excerpt(*STATEMENTS, heading="Alpine Fellowship"), excerpt("Housing is not provided.")
    together = odds("Is housing provided?", one, other)
    assert odds("Is housing provided?", other) == [pytest.approx(together[1])]
    assert odds("Is housing provided?") == []


@pytest.mark.model
@pytest.mark.parametrize("question", ["", "?", "\x00", "a" * 5000, "wann " * 400, "🏔️ " * 50])
def test_any_question_is_read(question):
    (found,) = odds(question, excerpt(*STATEMENTS))
    assert len(found) == len(STATEMENTS)


@pytest.mark.model
def test_the_statements_of_highest_worth_are_read_as_many_as_there_is_time_for():
    long = " ".join(STATEMENTS * 4)
    worth = [0.1, 0.9, 0.2, 0.8]
    found = odds("When must I apply?", excerpt(*[long] * 4, worth=worth), excerpt(*[long] * 4, worth=[0.3] * 4))
    assert [[one is None for one in row] for row in found] == [[True, False, True, False], [False, True, True, True]]
    (all_of_it,) = odds("When must I apply?", excerpt(*STATEMENTS, worth=worth))
    assert None not in all_of_it


@pytest.mark.model
def test_a_short_statement_is_read_where_a_worthier_one_has_no_room():
    long = " ".join(STATEMENTS * 4)
    rows = [excerpt(*[long] * 3, worth=[0.9, 0.8, 0.7]), excerpt(*[long] * 3, worth=[0.6] * 3)]
    found = odds("When?", *rows, excerpt("Yes.", worth=[0.1]))
    assert [None in row for row in found] == [True, True, False]


@pytest.mark.model
def test_what_is_read_together_has_a_most_length():
    found = odds("wann " * 200, excerpt(*STATEMENTS * 40, heading="Fellowship " * 40))
    assert 0 < sum(one is not None for one in found[0]) < len(STATEMENTS) * 10
    (only,) = odds("wann " * 200, excerpt("Applications are due on 1 March. " * 200))
    assert only[0] is not None


class Says:
    """A model to which every statement with this word answers; it reads the likeliest statements of three excerpts."""

    def __init__(self, word):
        self.word = word
        self.seen = []

    def odds(self, question, excerpts):
        self.seen += excerpts
        return [
            [(4.0 if self.word in told else -4.0) if number < 3 else None for told in one.statements]
            for number, one in enumerate(excerpts)
        ]


@pytest.fixture
def found(tmp_path, write, build, open_assistant):
    """The hits of a question in a corpus of one page, and where the page is found."""
    pages = {f"{place}.txt": f"Page {place}\n\nFees are low. Fees {word}." for place, word in enumerate("abcdefgh")}
    build(write(tmp_path / "corpus", pages), tmp_path / "index")
    assistant = open_assistant(tmp_path / "index")

    def hits(question):
        from assistant.questions import make_question

        return assistant.ask(make_question(question)).hits, assistant.document

    return hits


def test_the_reader_quotes_what_the_model_finds(found):
    hits, document = found("What about fees?")
    word = hits[1].passage.text.split()[-1]
    reading = ExtractiveReader(Says(word)).read("What about fees?", hits, document)
    first = reading.spans[0]
    assert word in document(first.doc_id).text[first.start : first.end]
    leads = {"dense_lead", "match_lead", "keyword_lead", "chance_lead"}
    assert set(reading.features) == {"odds", "dense", "chance", "unmentioned", *leads}


def test_the_model_is_given_the_statements_of_each_hit_under_its_title(found):
    hits, document = found("What about fees?")
    model = Says("none")
    passages = read_passages("What about fees?", hits, document, model)
    assert len(model.seen) == len(passages) > 3
    for seen, passage, hit in zip(model.seen, passages, hits, strict=False):
        assert seen.heading == document(hit.passage.doc_id).title
        told = tuple(passage.document.text[one.start : one.end] for one in passage.statements)
        assert seen.statements == told
        assert len(seen.worth) == len(told)
        assert all(0 < one < 1 for one in seen.worth)
    unread = [{row["unread"] for row in passage.figures} for passage in passages]
    assert unread == [{0.0}] * 3 + [{1.0}] * (len(passages) - 3)


def test_a_word_or_two_are_judged_without_the_model(found):
    hits, document = found("fees")
    model = Says("none")
    reader = ExtractiveReader(model)
    assert reader.read("fees?", hits, document) == ExtractiveReader().read("fees?", hits, document)
    assert not model.seen
    assert all(passage.odds is None for passage in reader.rank("any fees", hits, document))
    assert any(passage.odds is not None for passage in reader.rank("are there fees", hits, document))


def test_where_nothing_was_read_the_words_still_choose(found):
    class Nothing:
        def odds(self, question, excerpts):
            return [[None] * len(one.statements) for one in excerpts]

    hits, document = found("What about fees?")
    reading = ExtractiveReader(Nothing()).read("What about fees?", hits, document)
    assert reading.spans
    assert "odds" not in reading.features


def test_the_model_judges_where_the_embedding_is_the_default(monkeypatch):
    from assistant import assistant

    class Embedder:
        name = "all-MiniLM-L6-v2"

    class Foreign:
        name = "multilingual"

    def judged(reader, embedder):
        return assistant._by_model(Settings(reader=reader), embedder)

    assert judged("auto", Embedder)
    assert not judged("auto", Foreign)
    assert judged("model", Foreign)
    assert not judged("words", Embedder)
