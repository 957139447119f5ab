"""A document -> the statements that hold dates: what is quoted for a date, with what stands around it."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.dates import DateMention, Precision, find_dates
from assistant.language import sentences
from assistant.types import Block, BlockKind, Document

Extent = tuple[int, int]
"""Start and end of a piece of the document's text."""

HEADINGS = (BlockKind.HEADING, BlockKind.QUESTION)
_ROWS = (BlockKind.TABLE_ROW, BlockKind.TABLE_HEADER)
# Every date has one of these: a figure, or the name of a month, season or stretch of time.
_MAY_HOLD_DATE = re.compile(
    r"\d|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec|spring|summer|fall|autumn|winter|michaelmas|hilary"
    r"|within|day|week|month)",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d")
_INTRODUCES = re.compile(r":\Z|\b(?:following|below)\b[^.!?]{0,80}[.:]?\Z", re.IGNORECASE)
_CELL = re.compile(r"[^|\n]{1,4000}")
_BLANK_CELL = re.compile(r"\|\s*\|")
_UNDECIDED = re.compile(r"(?:TBD|TBA|N/A|Rolling|To be (?:determined|announced))\b", re.IGNORECASE)
_LONGEST_BEFORE_VALUE = 16
_RULE = re.compile(r"\s*:?-{2,100}:?\s*")
_FEWEST_PIPES = 2
_LONGEST_ITEM = 300
_LONGEST_LABEL = 80
_FEWEST_OF_TABLE = 4
_MOST_BARE = 3
_MOST_CELLS = 1000
_MOST_IN_ROW = 30
_LONGEST_DESCRIPTION = 400
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
class _Line:
    """One line of a block; ``bare`` is true where it is a date and nothing else."""

    start: int
    end: int
    block: int
    dates: tuple[DateMention, ...]
    bare: bool


def dated_statements(document: Document, today: date) -> Iterator[Statement]:
    """The statements of the document that hold a date, in reading order."""
    lines = list(_lines(document, today))
    labelled = _after_labels(document, lines)
    labels = _labels(document, lines)
    for place, line in enumerate(lines):
        if not line.dates:
            continue
        found: Iterable[Statement]
        if line.bare:
            found = (_with_description(document, lines, labelled, place),)
        elif document.blocks[line.block].kind in _ROWS:
            found = (_row(document, lines, place),)
        elif document.text.count("|", line.start, line.end) >= _FEWEST_PIPES:
            found = _flat_rows(document, line)
        elif _ends_label(document, lines, place):
            found = _after_label(document, lines, place)
        else:
            found = _sentences(document, line)
        # What a label introduced with its date it does not introduce once more.
        label = None if _ends_label(document, lines, place) else labels.get(place)
        for statement in found:
            is_new = label and statement.listed and statement.lead_in is None and label[0] < statement.start
            yield replace(statement, lead_in=label) if is_new else statement


def _labels(document: Document, lines: Sequence[_Line]) -> dict[int, Extent]:
    """What introduces a line without being its heading or its list's lead-in for the parser, by places in `lines`.

    A line that ends in a colon, or speaks of what follows, introduces the lines with dates that follow it; a short
    line above a list or a table introduces that.
    """
    found: dict[int, Extent] = {}
    colon: Extent | None = None
    short: Extent | None = None
    for place, line in enumerate(lines):
        kind = document.blocks[line.block].kind
        if kind in HEADINGS:
            colon = short = None
        elif kind is BlockKind.PARAGRAPH and not any(map(names_days, line.dates)):
            words = document.text[line.start : line.end]
            is_short = len(words) <= _LONGEST_LABEL and not words.endswith((".", "!", "|"))
            short = (line.start, line.end) if is_short else None
            colon = sentences(document.text, line.start, line.end)[-1] if _INTRODUCES.search(words[-120:]) else None
        elif kind is BlockKind.PARAGRAPH:
            short = None
            if colon:
                found[place] = colon
        elif colon or short:
            found[place] = colon or short or (0, 0)
    return found


def _ends_label(document: Document, lines: Sequence[_Line], place: int) -> bool:
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


def _after_label(document: Document, lines: Sequence[_Line], place: int) -> Iterator[Statement]:
    """The label and its date, then what stands in the line after it."""
    line, first = lines[place], lines[place].dates[0]
    start = sentences(document.text, lines[place - 1].start, lines[place - 1].end)[-1][0]
    yield Statement(start, first.end, line.block, (first,), listed=True)
    yield from _sentences(document, replace(line, start=first.end, dates=line.dates[1:]))


def within(dates: Sequence[DateMention], start: int, end: int) -> tuple[DateMention, ...]:
    """Those of the dates, which are in order, that begin between two offsets."""
    first = bisect_left(dates, start, key=lambda mention: mention.start)
    return tuple(dates[first : bisect_left(dates, end, key=lambda mention: mention.start)])


def lead_of(document: Document, index: int) -> Extent | None:
    """What introduces the block: a header row, a question, a term, or the last sentence of a paragraph."""
    lead = document.blocks[index].lead
    if lead is None:
        return None
    block = document.blocks[lead]
    if block.kind is BlockKind.PARAGRAPH:
        return sentences(document.text, block.start, block.end)[-1]
    return block.start, block.end


def _lines(document: Document, today: date) -> Iterator[_Line]:
    for index, block in enumerate(document.blocks):
        found: list[DateMention] = []
        if _MAY_HOLD_DATE.search(document.text, block.start, block.end):
            found = [
                replace(mention, start=mention.start + block.start, end=mention.end + block.start)
                for mention in find_dates(document.text[block.start : block.end], today=today)
            ]
        start, place = block.start, 0
        while start < block.end:
            stop = document.text.find("\n", start, block.end)
            stop = block.end if stop < 0 else stop
            first = place
            while place < len(found) and found[place].start < stop:
                place += 1
            dates = tuple(found[first:place])
            yield _Line(start, stop, index, dates, _is_bare(document, block, start, stop, dates))
            start = stop + 1


def _is_bare(document: Document, block: Block, start: int, end: int, dates: Sequence[DateMention]) -> bool:
    """Whether the line is a date, or two that belong together, and nothing else."""
    if not 1 <= len(dates) <= _MOST_BARE or block.kind in HEADINGS or not all(map(names_days, dates)):
        return False
    if block.kind in _ROWS and "|" in document.text[start:end].strip("| "):
        return False
    starts, ends = [*(mention.start for mention in dates), end], [start, *(mention.end for mention in dates)]
    return all(
        _REST_OF_DATE_LINE.fullmatch(document.text, *rest) is not None for rest in zip(ends, starts, strict=True)
    )


def _with_description(document: Document, lines: Sequence[_Line], labelled: frozenset[int], place: int) -> Statement:
    """A date on a line of its own with the line that says what it is: the one after it, or else the one before."""
    line = lines[place]
    before = _neighbour(document, lines, place, -1)
    after = _neighbour(document, lines, place, 1)
    lead_in = lead_of(document, line.block)
    if before and (after is None or document.text[before.end - 1] == ":" or place in labelled):
        start = sentences(document.text, before.start, before.end)[-1][0]
        return Statement(start, line.end, line.block, line.dates, True, lead_in)
    if after:
        return Statement(line.start, after.end, line.block, line.dates, True, lead_in)
    return Statement(line.start, line.end, line.block, line.dates, True, lead_in)


def _neighbour(document: Document, lines: Sequence[_Line], place: int, step: int) -> _Line | None:
    """The line next to it in the same section, if that says something and has no day of its own."""
    if not 0 <= place + step < len(lines):
        return None
    line, other = lines[place], lines[place + step]
    block, near = document.blocks[line.block], document.blocks[other.block]
    if (
        near.kind in HEADINGS
        or (near.kind in _ROWS) != (block.kind in _ROWS)
        or near.section != block.section
        or other.end - other.start > _LONGEST_DESCRIPTION
    ):
        return None
    if near.kind in _ROWS and (near.kind is BlockKind.TABLE_HEADER or "|" in document.text[other.start : other.end]):
        return None
    ends_in_colon = step < 0 and document.text[other.end - 1] == ":"
    return None if any(_names_day(mention) for mention in other.dates) and not ends_in_colon else other


def _names_day(mention: DateMention) -> bool:
    return mention.precision in (Precision.DAY, Precision.MINUTE)


def _after_labels(document: Document, lines: Sequence[_Line]) -> frozenset[int]:
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


def _row(document: Document, lines: Sequence[_Line], place: int) -> Statement:
    line = lines[place]
    start = line.start
    cells = _cells(document.text, line.start, line.end)
    cells = cells if len(cells) <= _MOST_IN_ROW else []
    lead = document.blocks[line.block].lead
    header = document.blocks[lead] if lead is not None else None
    heads: Sequence[Extent | None] = [None] * len(cells)
    lead_in = lead_of(document, line.block)
    if header is not None and header.kind in _ROWS:
        if second := _second_header(document, lead, line.block):
            header, lead_in = second, (second.start, second.end)
        columns = _cells(document.text, header.start, header.end)
        if len(columns) == len(cells) + 1 and (label := _row_label(document, lines, place)):
            cells.insert(0, label)
            start = label[0]
        if len(columns) == len(cells):
            heads = columns
    return Statement(start, line.end, line.block, line.dates, True, lead_in, tuple(zip(cells, heads, strict=False)))


def _second_header(document: Document, lead: int | None, row: int) -> Block | None:
    """The row that names the columns where the header above it holds but one cell, the table's name."""
    if lead is None or lead + 1 >= row or "|" in document.text[document.blocks[lead].start : document.blocks[lead].end]:
        return None
    second = document.blocks[lead + 1]
    words = document.text[second.start : second.end]
    return second if second.kind in _ROWS and "|" in words and not _FIGURE.search(words) else None


def _row_label(document: Document, lines: Sequence[_Line], place: int) -> Extent | None:
    """The first cell of a row where a line break has cut it off: a row of one cell right above."""
    above = lines[place - 1] if place else None
    if above is None or document.blocks[above.block].kind is not BlockKind.TABLE_ROW:
        return None
    cells = _cells(document.text, above.start, above.end)
    return cells[0] if len(cells) == 1 and not any(map(names_days, above.dates)) else None


def _cells(text: str, start: int, end: int) -> list[Extent]:
    """The cells between the bars that hold something, without the white space around it."""
    found = []
    for cell in _CELL.finditer(text, start, end):
        begin, stop = cell.span()
        while begin < stop and text[begin].isspace():
            begin += 1
        while stop > begin and text[stop - 1].isspace():
            stop -= 1
        if begin < stop:
            found.append((begin, stop))
    return found


def _flat_rows(document: Document, line: _Line) -> Iterator[Statement]:
    """The rows of a table that stands in one line, told apart by where dates and other words take turns."""
    cells = _cells(document.text, line.start, line.end)
    rules = [place for place, cell in enumerate(cells) if _RULE.fullmatch(document.text[slice(*cell)])]
    columns: list[Extent] = []
    if rules:
        columns = cells[max(0, rules[0] - len(rules)) : rules[0]]
        cells = cells[rules[-1] + 1 :]
        yield from _flat_head(document, line, columns)
    if not cells or len(cells) > _MOST_CELLS:
        yield from _sentences(document, line)
        return
    values = [is_value(document.text, cell, line.dates) for cell in cells]
    starts = [
        place
        for place in range(len(cells))
        if place == 0
        or (values[place] == values[0] and values[place - 1] != values[0])
        or (
            not columns
            and values[place - 1]
            and _BLANK_CELL.search(document.text, cells[place - 1][1], cells[place][0])
        )
    ]
    for first, stop in zip(starts, [*starts[1:], len(cells)], strict=True):
        row = cells[first:stop]
        start, end = row[0][0], row[-1][1]
        dates = within(line.dates, start, end)
        if not dates or len(row) > _MOST_IN_ROW or (len(row) == 1 and len(cells) > 1):
            continue
        heads: Sequence[Extent | None] = columns if len(columns) == len(row) else [None] * len(row)
        lead_in = (columns[0][0], columns[-1][1]) if columns else lead_of(document, line.block)
        yield Statement(start, end, line.block, dates, True, lead_in, tuple(zip(row, heads, strict=True)))


def _flat_head(document: Document, line: _Line, columns: Sequence[Extent]) -> Iterator[Statement]:
    """What stands in the line before its table."""
    stop = columns[0][0] if columns else line.start
    dates = within(line.dates, line.start, stop)
    if dates:
        yield from _sentences(document, replace(line, end=stop, dates=dates))


def is_value(text: str, cell: Extent, dates: Sequence[DateMention]) -> bool:
    """Whether the cell says when, or that this is open, rather than what."""
    if _UNDECIDED.match(text, *cell):
        return True
    found = [mention for mention in within(dates, *cell) if names_days(mention)]
    length = sum(mention.end - mention.start for mention in found)
    return 2 * length > cell[1] - cell[0] or (bool(found) and found[0].start - cell[0] <= _LONGEST_BEFORE_VALUE)


def names_days(mention: DateMention) -> bool:
    """Whether the date names a day or a month of the calendar."""
    return mention.month is not None or mention.ambiguous


def _sentences(document: Document, line: _Line) -> Iterator[Statement]:
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
