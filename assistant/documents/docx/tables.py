"""A table of a Word file -> its rows."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from lxml import etree

from assistant.documents.docx.markup import attribute, child, local_name, number, switch
from assistant.documents.docx.runs import is_prompt
from assistant.documents.office.grid import Cell, Gridline, Merge, Row, rows_of

if TYPE_CHECKING:
    from assistant.documents.docx.blocks import Paragraph

_WRAPPERS = frozenset("sdt sdtContent customXml ins moveTo".split())
_MAX_SPAN = 63
_MERGES: dict[str, Merge] = {"restart": "restart", "continue": "continue"}


def table_rows(
    element: etree._Element, read: Callable[[etree._Element], "Paragraph | None"]
) -> list[Row["Paragraph", etree._Element]]:
    """The rows of a table in order, each paragraph read once by `read`."""
    return rows_of(
        [
            Gridline(bool(switch(child(row, "trPr"), "tblHeader")), list(_cells(cells, read)))
            for row, cells in own_rows(element)
        ]
    )


def _cells(
    elements: list[etree._Element], read: Callable[[etree._Element], "Paragraph | None"]
) -> Iterator[tuple[int, Merge | None, Cell["Paragraph", etree._Element]]]:
    column = 0
    for element in elements:
        properties = child(element, "tcPr")
        merge = child(properties, "vMerge")
        cell: Cell[Paragraph, etree._Element] = Cell()
        if not in_prompt(element):
            _fill(cell, element, read)
        yield column, _MERGES.get(attribute(merge) or "continue") if merge is not None else None, cell
        column += min(max(number(child(properties, "gridSpan")) or 1, 1), _MAX_SPAN)


def _fill(
    cell: Cell["Paragraph", etree._Element],
    element: etree._Element,
    read: Callable[[etree._Element], "Paragraph | None"],
) -> None:
    waiting = [iter(element)]
    while waiting:
        part = next(waiting[-1], None)
        if part is None:
            waiting.pop()
            continue
        name = local_name(part)
        if name == "p":
            if (paragraph := read(part)) is not None:
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
