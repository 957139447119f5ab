"""Cells of a table -> its rows, what is merged over several rows repeated in each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, Literal, Protocol, TypeVar

from assistant.documents.office.labels import Label

# A row with more text or more list items than this in one cell lays out a page, it is not read as a line.
_LONG_CELL_CHARACTERS = 1_500
_LONG_CELL_ITEMS = 3

Merge = Literal["restart", "continue"]
"""A cell's part in a merge over rows: it begins one, or goes on with that of the cell above."""


class InCell(Protocol):
    """A paragraph as far as a table looks at it: its text, whether all of it is bold, and its label as a list item."""

    @property
    def text(self) -> str: ...  # noqa: D102

    @property
    def bold(self) -> bool: ...  # noqa: D102

    @property
    def label(self) -> Label | None: ...  # noqa: D102


P = TypeVar("P", bound=InCell)
T = TypeVar("T")


@dataclass(slots=True)
class Cell(Generic[P, T]):
    """What is in a cell: its own paragraphs, and the tables inside it."""

    paragraphs: list[P] = field(default_factory=list)
    tables: list[T] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its paragraphs, each on a line of its own."""
        return "\n".join(_line(paragraph) for paragraph in self.paragraphs)

    @property
    def is_blank(self) -> bool:
        """Whether its paragraphs hold no text."""
        return not any(paragraph.text.strip() for paragraph in self.paragraphs)

    @property
    def is_bold(self) -> bool:
        """Whether all of its text is bold."""
        return all(paragraph.bold for paragraph in self.paragraphs if paragraph.text.strip())

    @property
    def is_long(self) -> bool:
        """Whether it holds more than a line of a table can."""
        items = sum(paragraph.label is not None for paragraph in self.paragraphs)
        length = sum(len(paragraph.text) for paragraph in self.paragraphs)
        return items >= _LONG_CELL_ITEMS or length > _LONG_CELL_CHARACTERS


@dataclass(slots=True)
class Gridline(Generic[P, T]):
    """One row as the file has it: whether the file calls it a header, and each cell with its column and its merge."""

    headed: bool
    cells: list[tuple[int, Merge | None, Cell[P, T]]]


@dataclass(frozen=True, slots=True)
class Row(Generic[P, T]):
    """One row: the texts of its cells, the paragraphs that are its own, and the tables inside them."""

    cells: list[str]
    paragraphs: list[P]
    tables: list[T]
    is_header: bool
    is_long: bool


def rows_of(grid: Sequence[Gridline[P, T]]) -> list[Row[P, T]]:
    """The rows in order; the first is a header when the file says so, or when it alone is bold."""
    bold_first = len(grid) > 1 and _is_bold(grid[0]) and not all(map(_is_bold, grid[1:]))
    above: dict[int, str] = {}
    rows: list[Row[P, T]] = []
    for place, line in enumerate(grid):
        own = [cell for _, _, cell in line.cells]
        long = any(cell.is_long for cell in own)
        headed = line.headed and not (rows and not rows[-1].is_header)
        texts = []
        for column, merged, cell in line.cells:
            if merged == "restart":
                above[column] = cell.text
            elif merged is None:
                above.pop(column, None)
            texts.append(above.get(column, "") if merged == "continue" else cell.text)
        if all(cell.is_blank for cell in own):
            texts = []  # All that it shows belongs to the rows above.
        rows.append(
            Row(
                cells=texts,
                paragraphs=[paragraph for cell in own for paragraph in cell.paragraphs],
                tables=[table for cell in own for table in cell.tables],
                is_header=(headed or (place == 0 and bold_first)) and not long,
                is_long=long,
            )
        )
    return rows


def _is_bold(line: Gridline[P, T]) -> bool:
    filled = [cell for _, _, cell in line.cells if not cell.is_blank]
    return len(filled) > 1 and all(cell.is_bold for cell in filled)


def _line(paragraph: InCell) -> str:
    if paragraph.label is None or not paragraph.text.strip():
        return paragraph.text
    return f"{paragraph.label.text or '•'} {paragraph.text}"
