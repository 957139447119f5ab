"""Approved answers against the documents as they are now: where each quote stands, and what needs a look."""

import datetime
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.curating.values import Curated, Quoted, Status
from assistant.curating.wording import wording_of
from assistant.errors import AssistantError
from assistant.index import Index
from assistant.reading.statements import with_lead
from assistant.types import Document, Span


class Reason(StrEnum):
    """Why an answer needs a look."""

    DOCUMENT_GONE = "document_gone"
    QUOTE_GONE = "quote_gone"
    OTHER_PROGRAM = "other_program"
    PROGRAM_GONE = "program_gone"
    IN_REVIEW = "in_review"
    SAME_QUESTION = "same_question"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is to be looked at in an answer; ``text`` says it in a line. ``quoted`` is the quote that it is about.

    An answer with a finding is not shown, unless its reason is ``same_question``.
    """

    id: str
    reason: Reason
    text: str
    quoted: Quoted | None = None


_STOPS = '.!?…:;|。！？)”"'
"""What a sentence, a cell or an item ends with, where its line goes on."""


def place_of(quoted: Quoted, document: Document) -> tuple[int, int] | None:
    """Where the quote stands now, as whole sentences: where it stood, else nearest to that; None where it does not."""
    text, quote = document.text, quoted.quote
    there = quoted.start is not None and text[quoted.start : quoted.end] == quote
    if there and quoted.start is not None and _is_whole(text, quoted.start, quoted.start + len(quote)):
        return quoted.start, quoted.start + len(quote)
    found: list[int] = []
    start = text.find(quote)
    while start >= 0:
        if _is_whole(text, start, start + len(quote)):
            found.append(start)
        start = text.find(quote, start + 1)
    nearest = min(found, key=lambda start: abs(start - (quoted.start or 0)), default=None)
    return None if nearest is None else (nearest, nearest + len(quote))


def anchored(curated: Curated, index: Index) -> Curated | None:
    """The answer with each quote's place as it is now; None where one stands nowhere in its document."""
    quotes = []
    for quoted in curated.quotes:
        document = index.documents.get(quoted.doc_id)
        place = place_of(quoted, document) if document is not None and _may_quote(curated, document) else None
        if place is None:
            return None
        quotes.append(replace(quoted, start=place[0], end=place[1]))
    return replace(curated, quotes=tuple(quotes))


def approved(curated: Curated, index: Index, *, by: str, on: datetime.date) -> Curated:
    """The answer as live from now on, its quotes where they stand now.

    :raises AssistantError: a quote does not stand in its document.
    """
    for finding in _findings(replace(curated, status=Status.LIVE), index):
        raise AssistantError(finding.text)
    placed = anchored(curated, index)
    assert placed is not None
    return replace(placed, approved_by=by, approved_on=on, status=Status.LIVE)


def check(answers: Iterable[Curated], index: Index) -> tuple[Finding, ...]:
    """What is to be looked at, in the order of the answers; what is retired is not."""
    used = [one for one in answers if one.status is not Status.RETIRED]
    found = [finding for one in used for finding in _findings(one, index)]
    return (*found, *_asked_twice([one for one in used if one.status is Status.LIVE]))


def after_check(curated: Curated, index: Index) -> Curated:
    """What belongs on disk: in review where a quote is gone, else with the quotes' places as they are now."""
    if curated.status is Status.RETIRED:
        return curated
    placed = anchored(curated, index)
    return placed if placed is not None else replace(curated, status=Status.REVIEW)


def span_of(quoted: Quoted, document: Document, score: float) -> Span:
    """The quote, at its place, as a span with what introduces it in a list or table."""
    start, end = quoted.start or 0, quoted.end or 0
    index = bisect_right(document.blocks, start, key=lambda block: block.start) - 1
    lead_in = None
    if index >= 0:
        start, lead_in = with_lead(document, index, start)
    return Span(document.doc_id, start, end, score, lead_in)


def _findings(curated: Curated, index: Index) -> Iterator[Finding]:
    if curated.program is not None and curated.program not in index.programs:
        yield _finding(curated, Reason.PROGRAM_GONE, f"its program {curated.program[:80]!r} has no documents")
    for quoted in curated.quotes:
        document = index.documents.get(quoted.doc_id)
        if document is None:
            reason, what = Reason.DOCUMENT_GONE, f"its document {quoted.doc_id[:200]!r} is not in the index"
        elif not _may_quote(curated, document):
            reason, what = Reason.OTHER_PROGRAM, f"{quoted.doc_id[:200]!r} is of another program"
        elif place_of(quoted, document) is None:
            reason, what = Reason.QUOTE_GONE, f"{quoted.doc_id[:200]!r} no longer has the words {quoted.quote[:80]!r}"
        else:
            continue
        yield _finding(curated, reason, what, quoted)
    if curated.status is Status.REVIEW:
        yield _finding(curated, Reason.IN_REVIEW, "it waits for the office")


def _finding(curated: Curated, reason: Reason, what: str, quoted: Quoted | None = None) -> Finding:
    text = f"Approved answer {curated.id!r}: {what}; it is not shown; mend and approve it, or retire it."
    return Finding(curated.id, reason, text, quoted)


def _asked_twice(answers: Iterable[Curated]) -> Iterator[Finding]:
    first: dict[tuple[str | None, object], str] = {}
    for curated in answers:
        for key in {(curated.program, wording_of(words)) for words in curated.wordings}:
            if first.setdefault(key, curated.id) != curated.id:
                text = (
                    f"Approved answer {curated.id!r}: {first[key]!r} answers the same question; one is shown, "
                    "whichever comes nearer; join them, or retire one."
                )
                yield Finding(curated.id, Reason.SAME_QUESTION, text)
                break


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether the sentence goes on at neither end, where other words could turn its meaning round."""
    before = text[text.rfind("\n", 0, start) + 1 : start].rstrip()
    line_end = text.find("\n", end)
    after = text[end : line_end if line_end >= 0 else len(text)].strip()
    return (not before or before[-1] in _STOPS) and (not after or text[end - 1] in _STOPS)


def _may_quote(curated: Curated, document: Document) -> bool:
    """An answer of one program rests on documents that speak for it."""
    return curated.program is None or document.program in (curated.program, None)
