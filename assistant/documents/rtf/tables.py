"""Cells of an RTF file, which come one after another -> tables, also those inside others."""

from dataclasses import dataclass, field

from assistant.documents.office.grid import Cell, Gridline, Merge
from assistant.documents.office.items import Item, ListEnd, Paragraph, Table


@dataclass(slots=True)
class RowShape:
    """What the file says of a row: whether it is a header, and each cell's left edge, merges and right edge.

    ``beside`` is whether the cell goes on with the one to its left.
    """

    headed: bool = False
    cells: list[tuple[int, Merge | None, bool]] = field(default_factory=list)
    edge: int = 0
    merge: Merge | None = None
    beside: bool = False

    def end_cell(self, edge: int) -> None:
        """The definition of a cell ends at this place."""
        self.cells.append((self.edge, self.merge, self.beside))
        self.edge, self.merge, self.beside = edge, None, False


@dataclass(slots=True)
class _OpenTable:
    grid: list[Gridline[Paragraph, Table]] = field(default_factory=list)
    texts: list[list[Item]] = field(default_factory=list)  # Each cell's content, for a table that is only a frame.
    cells: list[list[Item]] = field(default_factory=list)
    current: list[Item] = field(default_factory=list)


class Tables:
    """Puts pieces into the table around this place, `depth` tables deep; a finished table goes to `out`.

    Tables nested more than `most` deep, at least 1, are read as if they were less.
    """

    def __init__(self, out: list[Item], most: int) -> None:
        self._out = out
        self._most = most
        self._open: list[_OpenTable] = []

    def add(self, item: Item, depth: int) -> None:
        """Adds a piece at this depth; 0 is outside of all tables."""
        self._move_to(depth)
        (self._open[-1].current if self._open else self._out).append(item)

    def end_cell(self, depth: int) -> None:
        """The cell at this depth ends here."""
        self._move_to(max(depth, 1))
        table = self._open[-1]
        table.cells.append(table.current)
        table.current = []

    def end_row(self, shape: RowShape, depth: int) -> None:
        """The row at this depth ends here."""
        self._move_to(max(depth, 1))
        table = self._open[-1]
        if table.current:
            table.cells.append(table.current)
        line: Gridline[Paragraph, Table] = Gridline(shape.headed, [])
        for place, items in enumerate(table.cells):
            column, merge, beside = shape.cells[place] if place < len(shape.cells) else (-1 - place, None, False)
            if beside and not items:
                continue
            cell: Cell[Paragraph, Table] = Cell(
                [item for item in items if isinstance(item, Paragraph)],
                [item for item in items if isinstance(item, Table)],
            )
            line.cells.append((column, merge, cell))
        table.grid.append(line)
        table.texts += table.cells
        table.cells, table.current = [], []

    @property
    def depth(self) -> int:
        """How many tables are open here."""
        return len(self._open)

    def close(self) -> None:
        """All tables end here."""
        self._move_to(0)

    def _move_to(self, depth: int) -> None:
        depth = min(depth, self._most)
        while len(self._open) > depth:
            done = _finished(self._open.pop())
            (self._open[-1].current if self._open else self._out).extend(done)
        while len(self._open) < depth:
            self._open.append(_OpenTable())


def _finished(table: _OpenTable) -> list[Item]:
    """The table, or what is in it where it is only a frame around text, with what stands in a row that has no end."""
    items: list[Item] = []
    if any(len(line.cells) > 1 for line in table.grid):
        items.append(Table(table.grid))
        table.texts = []
    for content in (*table.texts, *table.cells, table.current):
        if content:
            items += [ListEnd(), *content, ListEnd()]
    return items
