"""A document -> the statements that hold dates: what is quoted for a date, with what stands around it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from assistant.language import sentences
from assistant.timeline.lines import (
    HEADINGS,
    ROWS,
    Extent,
    Line,
    Statement,
    dated_lines,
    lead_of,
    names_day,
    names_days,
    sentence_statements,
)
from assistant.timeline.tables import flat_rows, row_statement
from assistant.types import BlockKind, Document

_INTRODUCES = re.compile(r":\Z|\b(?:following|below)\b[^.!?]{0,80}[.:]?\Z", re.IGNORECASE)
_FEWEST_PIPES = 2
_FEWEST_SHIFTED = 2
_DATE_LABEL = re.compile(r"\b(?:deadlines?|dates?|due|notifications?)\s*\Z", re.IGNORECASE)
_OWN_WORDS = re.compile(r"(?:[:–—-]|\b(?:is|are|on|by|until|from|to|in|at|before|due))\s*\Z", re.IGNORECASE)
_LONGEST_LABEL = 80
_LONGEST_DESCRIPTION = 400


def dated_statements(document: Document, today: date) -> Iterator[Statement]:
    """The statements of the document that hold a date, in reading order."""
    lines = list(dated_lines(document, today))
    labelled = _after_labels(document, lines)
    labels = _labels(document, lines)
    shifted = _shifted(document, lines)
    tails = _tails(document, lines)
    for place, line in enumerate(lines):
        if not line.dates:
            continue
        if place in shifted:
            yield from shifted[place]
            continue
        found: Iterable[Statement]
        if line.bare:
            found = (_with_description(document, lines, labelled, place),)
        elif document.blocks[line.block].kind in ROWS:
            found = (row_statement(document, lines, place),)
        elif document.text.count("|", line.start, line.end) >= _FEWEST_PIPES:
            found = flat_rows(document, line)
        elif _ends_label(document, lines, place):
            found = _after_label(document, lines, place)
        elif place in tails:
            found = _after_tail(document, line, tails[place])
        else:
            found = sentence_statements(document, line)
        # What a label introduced with its date it does not introduce once more.
        label = None if _ends_label(document, lines, place) else labels.get(place)
        for statement in found:
            is_new = label and statement.listed and statement.lead_in is None and label[0] < statement.start
            yield replace(statement, lead_in=label) if is_new else statement


def _labels(document: Document, lines: Sequence[Line]) -> dict[int, Extent]:
    """What introduces a line without being its heading or its list's lead-in for the parser, by places in `lines`.

    A line that ends in a colon, or speaks of what follows, introduces the lines with dates that follow it; a short
    line above a list or a table introduces that.
    """
    found: dict[int, Extent] = {}
    colon: Extent | None = None
    short: Extent | None = None
    used = False
    for place, line in enumerate(lines):
        kind = document.blocks[line.block].kind
        if line.dates:
            # A label that has its date goes on only with further dates.
            if used and line.dates[0].start > line.start:
                colon = None
            used = colon is not None and (used or _ends_label(document, lines, place))
        if kind in HEADINGS:
            colon = short = None
        elif kind is BlockKind.PARAGRAPH and not any(map(names_days, line.dates)):
            words = document.text[line.start : line.end]
            is_short = len(words) <= _LONGEST_LABEL and not words.endswith((".", "!", "|"))
            short = (line.start, line.end) if is_short else None
            used = False
            colon = sentences(document.text, line.start, line.end)[-1] if _INTRODUCES.search(words[-120:]) else None
        elif kind is BlockKind.PARAGRAPH:
            short = None
            if colon:
                found[place] = colon
        elif colon or short:
            found[place] = colon or short or (0, 0)
    return found


def _shifted(document: Document, lines: Sequence[Line]) -> dict[int, tuple[Statement, ...]]:
    """The dates that stand at the end of the line before their words, by places in `lines`.

    A calendar of dates and what they are can have its lines broken behind the dates: a date alone, then "its words, the
    next date". The last date of such a run has no words that are surely its own, unless a short line follows.
    """
    found: dict[int, tuple[Statement, ...]] = {}
    place = 0
    while place < len(lines):
        stop = place + 1
        if lines[place].bare and not _is_short(document, lines, place - 1):
            while stop < len(lines) and _ends_in_date(document, lines[stop]):
                stop += 1
        if stop - place > _FEWEST_SHIFTED:
            for at in range(place, stop):
                dates, end = lines[at].dates[-1:], None
                if at + 1 < stop:
                    end = lines[at + 1].dates[-1].start
                elif _is_short(document, lines, at + 1):
                    end = lines[at + 1].end
                start = dates[0].start
                end = start + len(document.text[start:end].rstrip()) if end else None
                found[at] = (Statement(start, end, lines[at].block, dates, listed=True),) if end else ()
        place = stop
    return found


def _tails(document: Document, lines: Sequence[Line]) -> dict[int, int]:
    """Where the label of a line's first date starts at the end of the line before, by places in `lines`.

    "Application May 1 Notification Date", and in the next line "June 1 Deposit Deadline": labels come first here.
    """
    found: dict[int, int] = {}
    for place in range(1, len(lines)):
        before, line = lines[place - 1], lines[place]
        if not before.dates or not line.dates or line.dates[0].start > line.start or not names_day(line.dates[0]):
            continue
        start = before.dates[-1].end
        tail = document.text[start : before.end]
        labels_first = before.dates[0].start > before.start or place - 1 in found
        if labels_first and len(tail) <= _LONGEST_LABEL and _DATE_LABEL.search(tail):
            found[place] = start + len(tail) - len(tail.lstrip(" .,;)"))
    return found


def _after_tail(document: Document, line: Line, start: int) -> Iterator[Statement]:
    """The label at the end of the line before and its date, then what stands in the line after it."""
    first = line.dates[0]
    yield Statement(start, first.end, line.block, (first,), listed=True)
    yield from sentence_statements(document, replace(line, start=first.end, dates=line.dates[1:]))


def _is_short(document: Document, lines: Sequence[Line], place: int) -> bool:
    """Whether the line at a place is a short one of words alone, which can say what a date is."""
    if not 0 <= place < len(lines) or lines[place].dates or document.blocks[lines[place].block].kind in HEADINGS:
        return False
    return lines[place].end - lines[place].start <= _LONGEST_LABEL


def _ends_in_date(document: Document, line: Line) -> bool:
    """Whether the line is some words and a day right after them."""
    days = [mention for mention in line.dates if names_days(mention)]
    if line.bare or len(days) != 1 or not names_day(days[0]) or document.blocks[line.block].kind in ROWS:
        return False
    date = days[0]
    words = document.text[line.start : date.start]
    return date.end == line.end and words.strip() != "" and _OWN_WORDS.search(words) is None


def _ends_label(document: Document, lines: Sequence[Line], place: int) -> bool:
    """Whether the line goes on with a date after a line that ends in a colon."""
    if place == 0:
        return False
    line, before = lines[place], lines[place - 1]
    near = document.blocks[before.block]
    return (
        line.dates[0].start == line.start
        and names_days(line.dates[0])
        and document.text[before.end - 1] == ":"
        and near.kind is BlockKind.PARAGRAPH
        and near.section == document.blocks[line.block].section
    )


def _after_label(document: Document, lines: Sequence[Line], place: int) -> Iterator[Statement]:
    """The label and its date, then what stands in the line after it."""
    line, first = lines[place], lines[place].dates[0]
    start = sentences(document.text, lines[place - 1].start, lines[place - 1].end)[-1][0]
    yield Statement(start, first.end, line.block, (first,), listed=True)
    yield from sentence_statements(document, replace(line, start=first.end, dates=line.dates[1:]))


def _with_description(document: Document, lines: Sequence[Line], labelled: frozenset[int], place: int) -> Statement:
    """A date on a line of its own with the line that says what it is: the one after it, or else the one before."""
    line = lines[place]
    if document.blocks[line.block].kind in HEADINGS:
        end = _first_below(document, lines, place) or line.end
        return Statement(line.start, end, line.block, line.dates, listed=False)
    before = _neighbour(document, lines, place, -1)
    after = _neighbour(document, lines, place, 1)
    lead_in = lead_of(document, line.block)
    if before and (after is None or document.text[before.end - 1] == ":" or place in labelled):
        start = sentences(document.text, before.start, before.end)[-1][0]
        return Statement(start, line.end, line.block, line.dates, True, lead_in)
    if after:
        return Statement(line.start, after.end, line.block, line.dates, True, lead_in)
    return Statement(line.start, line.end, line.block, line.dates, True, lead_in)


def _first_below(document: Document, lines: Sequence[Line], place: int) -> int | None:
    """The end of the first sentence below a heading, if that has no day of its own."""
    heading = document.text[lines[place].start : lines[place].end]
    below = lines[place + 1] if place + 1 < len(lines) else None
    if below is None or document.blocks[below.block].section[-1:] != (heading,) or any(map(names_day, below.dates)):
        return None
    return sentences(document.text, below.start, below.end)[0][1]


def _neighbour(document: Document, lines: Sequence[Line], place: int, step: int) -> Line | None:
    """The line next to it in the same section, if that says something and has no day of its own."""
    if not 0 <= place + step < len(lines):
        return None
    line, other = lines[place], lines[place + step]
    block, near = document.blocks[line.block], document.blocks[other.block]
    if (
        near.kind in HEADINGS
        or (near.kind in ROWS) != (block.kind in ROWS)
        or near.section != block.section
        or other.end - other.start > _LONGEST_DESCRIPTION
    ):
        return None
    if near.kind in ROWS and (near.kind is BlockKind.TABLE_HEADER or "|" in document.text[other.start : other.end]):
        return None
    ends_in_colon = step < 0 and document.text[other.end - 1] == ":"
    return None if any(names_day(mention) for mention in other.dates) and not ends_in_colon else other


def _after_labels(document: Document, lines: Sequence[Line]) -> frozenset[int]:
    """The lines of the sections that begin with a label and end in a date: there the label comes before its date."""
    found: set[int] = set()
    first = 0
    for place, line in enumerate(lines):
        block = document.blocks[line.block]
        following = document.blocks[lines[place + 1].block] if place + 1 < len(lines) else None
        if block.kind in HEADINGS:
            first = place + 1
        elif following is None or following.kind in HEADINGS or following.section != block.section:
            if line.bare and not lines[first].bare:
                found.update(range(first, place + 1))
            first = place + 1
    return frozenset(found)
