"""The rows of tables, with or without the lines of the table, -> statements with cells."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.dates import DateMention
from assistant.timeline.lines import ROWS, Extent, Line, Statement, lead_of, names_days, sentence_statements, within
from assistant.types import Block, BlockKind, Document

_FIGURE = re.compile(r"\d")
_CELL = re.compile(r"[^|\n]{1,4000}")
_BLANK_CELL = re.compile(r"\|\s*\|")
_UNDECIDED = re.compile(r"(?:TBD|TBA|N/A|Rolling|To be (?:determined|announced))\b", re.IGNORECASE)
_LONGEST_BEFORE_VALUE = 16
_RULE = re.compile(r"\s*:?-{2,100}:?\s*")
_MOST_CELLS = 1000
_MOST_IN_ROW = 30


def row_statement(document: Document, lines: Sequence[Line], place: int) -> Statement:
    """The row at a place in the lines, each cell with the header of its column where that can be told."""
    line = lines[place]
    start = line.start
    cells = _cells(document.text, line.start, line.end)
    cells = cells if len(cells) <= _MOST_IN_ROW else []
    lead = document.blocks[line.block].lead
    header = document.blocks[lead] if lead is not None else None
    heads: Sequence[Extent | None] = [None] * len(cells)
    lead_in = lead_of(document, line.block)
    if header is not None and header.kind in ROWS:
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
    return second if second.kind in ROWS and "|" in words and not _FIGURE.search(words) else None


def _row_label(document: Document, lines: Sequence[Line], place: int) -> Extent | None:
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


def flat_rows(document: Document, line: Line) -> Iterator[Statement]:
    """The rows of a table that stands in one line, told apart by where dates and other words take turns."""
    cells = _cells(document.text, line.start, line.end)
    rules = [place for place, cell in enumerate(cells) if _RULE.fullmatch(document.text[slice(*cell)])]
    columns: list[Extent] = []
    if rules:
        columns = cells[max(0, rules[0] - len(rules)) : rules[0]]
        cells = cells[rules[-1] + 1 :]
        yield from _flat_head(document, line, columns)
    if not cells or len(cells) > _MOST_CELLS:
        yield from sentence_statements(document, line)
        return
    if not columns and (pairs := _pairs(document, line, cells)):
        yield from pairs
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


def _pairs(document: Document, line: Line, cells: Sequence[Extent]) -> list[Statement]:
    """Labels with their dates where each date has run together with the next label: "A | May 1 B | May 2 C | May 3"."""
    found: list[Statement] = []
    start = cells[0][0]
    for cell in cells[1:]:
        dates = within(line.dates, *cell)
        if not dates:
            start = cell[0]
            continue
        if len(dates) > 1 or dates[0].start != cell[0] or not names_days(dates[0]):
            return []
        found.append(Statement(start, dates[0].end, line.block, dates, True, lead_of(document, line.block)))
        start = dates[0].end
        while start < cell[1] and not document.text[start].isalnum():
            start += 1
        if start == cell[1] and cell != cells[-1]:
            return []
    return found if len(found) > len(cells) // 2 and not within(line.dates, *cells[0]) else []


def _flat_head(document: Document, line: Line, columns: Sequence[Extent]) -> Iterator[Statement]:
    """What stands in the line before its table."""
    stop = columns[0][0] if columns else line.start
    dates = within(line.dates, line.start, stop)
    if dates:
        yield from sentence_statements(document, replace(line, end=stop, dates=dates))


def is_value(text: str, cell: Extent, dates: Sequence[DateMention]) -> bool:
    """Whether the cell says when, or that this is open, rather than what."""
    if _UNDECIDED.match(text, *cell):
        return True
    found = [mention for mention in within(dates, *cell) if names_days(mention)]
    length = sum(mention.end - mention.start for mention in found)
    return 2 * length > cell[1] - cell[0] or (bool(found) and found[0].start - cell[0] <= _LONGEST_BEFORE_VALUE)
