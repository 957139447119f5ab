"""A document -> its lines and sentences with the dates in them."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.dates import DateMention, Precision, find_dates
from assistant.language import sentences
from assistant.types import Block, BlockKind, Document

Extent = tuple[int, int]
"""Start and end of a piece of the document's text."""

HEADINGS = (BlockKind.HEADING, BlockKind.QUESTION)
ROWS = (BlockKind.TABLE_ROW, BlockKind.TABLE_HEADER)
# Every date has one of these: a figure, or the name of a month, season or stretch of time.
_MAY_HOLD_DATE = re.compile(
    r"\d|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec|spring|summer|fall|autumn|winter|michaelmas|hilary"
    r"|within|day|week|month)",
    re.IGNORECASE,
)
_LONGEST_ITEM = 300
_FEWEST_OF_TABLE = 4
_MOST_BARE = 3
# More than any page has; a document made to be slow is read no further.
_MOST_DATES = 4_000
# What may stand in a line beside its date for the line to say nothing else.
_REST_OF_DATE_LINE = re.compile(
    r"(?:[\W_]|\b(?:on|by|from|to|and|through|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b){0,40}",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """What is quoted for the dates in it.

    ``start`` and ``end`` are the quote; ``dates`` the dates in reading order. ``listed`` is true of an item, a row or
    a line that stands for itself, not of prose. ``cells`` are a row's, each with its column's header where there is
    one. ``lead_in`` introduces it and is quoted with it.
    """

    start: int
    end: int
    block: int
    dates: tuple[DateMention, ...]
    listed: bool
    lead_in: Extent | None = None
    cells: tuple[tuple[Extent, Extent | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a block; ``bare`` is true where it is a date and nothing else."""

    start: int
    end: int
    block: int
    dates: tuple[DateMention, ...]
    bare: bool


def dated_lines(document: Document, today: date) -> Iterator[Line]:
    """The lines of the document in reading order, up to the most dates that are read."""
    count = 0
    for index, block in enumerate(document.blocks):
        if count >= _MOST_DATES:
            return
        found: list[DateMention] = []
        if _MAY_HOLD_DATE.search(document.text, block.start, block.end):
            found = [
                replace(mention, start=mention.start + block.start, end=mention.end + block.start)
                for mention in find_dates(document.text[block.start : block.end], today=today)
            ][: _MOST_DATES - count]
            count += len(found)
        start, place = block.start, 0
        while start < block.end:
            stop = document.text.find("\n", start, block.end)
            stop = block.end if stop < 0 else stop
            first = place
            while place < len(found) and found[place].start < stop:
                place += 1
            dates = tuple(found[first:place])
            yield Line(start, stop, index, dates, _is_bare(document, block, start, stop, dates))
            start = stop + 1


def _is_bare(document: Document, block: Block, start: int, end: int, dates: Sequence[DateMention]) -> bool:
    """Whether the line is a date, or two that belong together, and nothing else."""
    if not 1 <= len(dates) <= _MOST_BARE or not all(map(names_days, dates)):
        return False
    if block.kind in ROWS and "|" in document.text[start:end].strip("| "):
        return False
    starts, ends = [*(mention.start for mention in dates), end], [start, *(mention.end for mention in dates)]
    return all(
        _REST_OF_DATE_LINE.fullmatch(document.text, *rest) is not None for rest in zip(ends, starts, strict=True)
    )


def sentence_statements(document: Document, line: Line) -> Iterator[Statement]:
    """The sentences of the line that hold a date; a short item of a list is one."""
    kind = document.blocks[line.block].kind
    pieces = sentences(document.text, line.start, line.end)
    if kind is not BlockKind.PARAGRAPH and line.end - line.start <= _LONGEST_ITEM:
        pieces = [(line.start, line.end)]
    for start, end in pieces:
        dates = within(line.dates, start, end)
        if dates:
            listed = kind in (BlockKind.LIST_ITEM, *HEADINGS) or _stands_alone(document, start, end, dates)
            yield Statement(start, end, line.block, dates, listed, lead_of(document, line.block))


def _stands_alone(document: Document, start: int, end: int, dates: Sequence[DateMention]) -> bool:
    """Whether it is a label with its date, as in "Deadline: May 1", or a table run together, rather than a sentence."""
    days = [mention for mention in dates if names_days(mention)] or dates
    if len(days) >= _FEWEST_OF_TABLE:
        return True
    before = document.text[start : days[0].start].rstrip(" \n*_")
    after = document.text[days[-1].end : end].strip()
    first = not before or before[-1] in ":-–—"
    return (first and not after.endswith(".")) or (
        not after and not before.endswith((" on", " in", " by")) and len(before) < 60
    )


def lead_of(document: Document, index: int) -> Extent | None:
    """What introduces the block: a header row, a question, a term, or the last sentence of a paragraph."""
    lead = document.blocks[index].lead
    if lead is None:
        return None
    block = document.blocks[lead]
    if block.kind is BlockKind.PARAGRAPH:
        return sentences(document.text, block.start, block.end)[-1]
    return block.start, block.end


def within(dates: Sequence[DateMention], start: int, end: int) -> tuple[DateMention, ...]:
    """Those of the dates, which are in order, that begin between two offsets."""
    first = bisect_left(dates, start, key=lambda mention: mention.start)
    return tuple(dates[first : bisect_left(dates, end, key=lambda mention: mention.start)])


def names_days(mention: DateMention) -> bool:
    """Whether the date names a day or a month of the calendar."""
    return mention.month is not None or mention.ambiguous


def names_day(mention: DateMention) -> bool:
    """Whether the date names a day of the calendar."""
    return mention.precision in (Precision.DAY, Precision.MINUTE)
