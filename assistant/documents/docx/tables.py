"""A table of a Word file -> rows of cells, what is merged over several rows repeated in each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from assistant.documents.docx.markup import attribute, child, local_name, number, switch
from assistant.documents.docx.runs import is_prompt

if TYPE_CHECKING:
    from assistant.documents.docx.blocks import Paragraph

_WRAPPERS = frozenset("sdt sdtContent customXml ins moveTo".split())
# A row with more text or more list items than this in one cell lays out a page, it is not read as a line.
_LONG_CELL_CHARACTERS = 1_500
_LONG_CELL_ITEMS = 3
_MAX_SPAN = 63


@dataclass(slots=True)
class _Cell:
    paragraphs: list["Paragraph"] = field(default_factory=list)
    tables: list[etree._Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(_line(paragraph) for paragraph in self.paragraphs)

    @property
    def is_blank(self) -> bool:
        return not any(paragraph.text.strip() for paragraph in self.paragraphs)

    @property
    def is_bold(self) -> bool:
        return all(paragraph.inline.bold for paragraph in self.paragraphs if paragraph.text.strip())


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the texts of its cells, the paragraphs that are its own, and the tables inside them."""

    cells: list[str]
    paragraphs: list["Paragraph"]
    tables: list[etree._Element]
    is_header: bool
    is_long: bool


class Table:
    """The rows of a table in order, each paragraph read once by `read`."""

    def __init__(self, element: etree._Element, read: Callable[[etree._Element], "Paragraph | None"]) -> None:
        self._read = read
        grid = [(row, list(self._cells(cells))) for row, cells in own_rows(element)]
        bold_first = len(grid) > 1 and _is_bold_row(grid[0][1]) and not all(_is_bold_row(row) for _, row in grid[1:])
        above: dict[int, str] = {}
        self.rows: list[Row] = []
        for place, (row, cells) in enumerate(grid):
            own = [cell for _, _, cell in cells]
            long = any(_is_long(cell) for cell in own)
            headed = bool(switch(child(row, "trPr"), "tblHeader")) and not (self.rows and not self.rows[-1].is_header)
            texts = []
            for column, merged, cell in cells:
                if merged == "restart":
                    above[column] = cell.text
                elif merged is None:
                    above.pop(column, None)
                texts.append(above.get(column, "") if merged == "continue" else cell.text)
            if all(cell.is_blank for cell in own):
                texts = []  # All that it shows belongs to the rows above.
            self.rows.append(
                Row(
                    cells=texts,
                    paragraphs=[paragraph for cell in own for paragraph in cell.paragraphs],
                    tables=[table for cell in own for table in cell.tables],
                    is_header=(headed or (place == 0 and bold_first)) and not long,
                    is_long=long,
                )
            )

    def _cells(self, elements: list[etree._Element]) -> Iterator[tuple[int, str | None, _Cell]]:
        """Each cell with its column and its part in a merge over rows: "restart", "continue" or None."""
        column = 0
        for element in elements:
            properties = child(element, "tcPr")
            merge = child(properties, "vMerge")
            cell = _Cell()
            if not in_prompt(element):
                self._fill(cell, element)
            yield column, None if merge is None else (attribute(merge) or "continue"), cell
            column += min(max(number(child(properties, "gridSpan")) or 1, 1), _MAX_SPAN)

    def _fill(self, cell: _Cell, element: etree._Element) -> None:
        waiting = [iter(element)]
        while waiting:
            part = next(waiting[-1], None)
            if part is None:
                waiting.pop()
                continue
            name = local_name(part)
            if name == "p":
                if (paragraph := self._read(part)) is not None:
                    cell.paragraphs.append(paragraph)
            elif name == "tbl":
                cell.tables.append(part)
            elif name in _WRAPPERS and not is_prompt(part):
                waiting.append(iter(part))


def own_rows(table: etree._Element) -> Iterator[tuple[etree._Element, list[etree._Element]]]:
    """Each row with its cells, those of tables inside it and those deleted left out."""
    for row in _own(table, "tr"):
        properties = child(row, "trPr")
        if child(properties, "del") is None:
            yield row, [cell for cell in _own(row, "tc") if child(child(cell, "tcPr"), "cellDel") is None]


def in_prompt(cell: etree._Element) -> bool:
    """Whether the cell, or its row, is the prompt of a form field that nobody has filled in."""
    for element in cell.iterancestors():
        name = local_name(element)
        if name == "tbl":
            break
        if name == "sdt" and is_prompt(element):
            return True
    return False


def _own(element: etree._Element, name: str) -> Iterator[etree._Element]:
    waiting = [iter(element)]
    while waiting:
        part = next(waiting[-1], None)
        if part is None:
            waiting.pop()
        elif local_name(part) == name:
            yield part
        elif local_name(part) in _WRAPPERS:
            waiting.append(iter(part))


def _is_bold_row(cells: list[tuple[int, str | None, _Cell]]) -> bool:
    filled = [cell for _, _, cell in cells if not cell.is_blank]
    return len(filled) > 1 and all(cell.is_bold for cell in filled)


def _is_long(cell: _Cell) -> bool:
    items = sum(paragraph.label is not None for paragraph in cell.paragraphs)
    return (
        items >= _LONG_CELL_ITEMS or sum(len(paragraph.text) for paragraph in cell.paragraphs) > _LONG_CELL_CHARACTERS
    )


def _line(paragraph: "Paragraph") -> str:
    if paragraph.label is None or not paragraph.text.strip():
        return paragraph.text
    return f"{paragraph.label.text or '•'} {paragraph.text}"
