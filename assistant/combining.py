"""The parts of a question as they were read -> one answer: what is quoted for each part, and what is not said."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.reading import MAX_SPANS, DocumentOf
from assistant.reading.asking import asks_for_figure, gives_figure
from assistant.reading.choosing import overlap
from assistant.types import Hit, Part, Reading, Span


@dataclass(frozen=True, slots=True)
class ReadPart:
    """One part of a question, in the applicant's words, with the hits found for it and what was read in them."""

    words: str
    hits: Sequence[Hit]
    reading: Reading


@dataclass(frozen=True, slots=True)
class Combined:
    """One reading of all parts over all their hits; ``parts`` is empty where one thing was asked."""

    hits: tuple[Hit, ...]
    reading: Reading
    parts: tuple[Part, ...]


def combine(read: Sequence[ReadPart], *, threshold: float, document_of: DocumentOf) -> Combined:
    """What to quote, at most `MAX_SPANS` spans: the best one of each part first, then the second best.

    A part is answered when its confidence reaches the threshold; where it is one of several and asks for a date or a
    number, only by spans that give one. The confidence is that of the answered part that is least sure; where none
    is answered, of the surest part.
    """
    answers = [_answers(part, threshold, document_of, alone=len(read) == 1) for part in read]
    spans, given = _taken_in_turn(answers)
    answered = [part for part, offered in zip(read, answers, strict=True) if offered]
    decisive = (
        min(answered, key=lambda part: part.reading.confidence)
        if answered
        else max(read, key=lambda part: part.reading.confidence)
    )
    parts = [Part(part.words, part.reading.confidence, places) for part, places in zip(read, given, strict=True)]
    return Combined(
        hits=_merged([part.hits for part in read]),
        reading=Reading(spans, decisive.reading.confidence, decisive.reading.features),
        parts=tuple(parts) if len(read) > 1 else (),
    )


def _answers(part: ReadPart, threshold: float, document_of: DocumentOf, *, alone: bool) -> tuple[Span, ...]:
    """The spans that answer the part; none where the documents do not say."""
    if part.reading.confidence < threshold:
        return ()
    if alone or not asks_for_figure(part.words):
        return part.reading.spans
    texts = ((span, document_of(span.doc_id).text) for span in part.reading.spans)
    return tuple(span for span, text in texts if gives_figure(part.words, text[span.start : span.end]))


def _taken_in_turn(offered: Sequence[Sequence[Span]]) -> tuple[tuple[Span, ...], list[tuple[int, ...]]]:
    """The spans, and for each offer the places of those that serve it; a span that overlaps a taken one is that one."""
    taken: list[Span] = []
    given: list[list[int]] = [[] for _ in offered]
    for turn in range(MAX_SPANS):
        for spans, places in zip(offered, given, strict=True):
            if turn >= len(spans):
                continue
            place = next((at for at, other in enumerate(taken) if overlap(spans[turn], other)), len(taken))
            if place == MAX_SPANS:
                continue
            if place == len(taken):
                taken.append(spans[turn])
            if place not in places:
                places.append(place)
    return tuple(taken), [tuple(places) for places in given]


def _merged(lists: Sequence[Sequence[Hit]]) -> tuple[Hit, ...]:
    """All hits, each passage once with the best of its scores, best first."""
    best: dict[tuple[str, int], Hit] = {}
    for hit in (hit for hits in lists for hit in hits):
        key = (hit.passage.doc_id, hit.passage.start)
        if key not in best or hit.score > best[key].score:
            best[key] = hit
    return tuple(sorted(best.values(), key=lambda hit: -hit.score))
