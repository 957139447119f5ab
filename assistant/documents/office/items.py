"""What a reader makes of an office file, piece by piece, and how it is added to the document."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from assistant.documents.office.flow import Flow, Line
from assistant.documents.office.grid import Gridline, rows_of
from assistant.documents.office.labels import Label


@dataclass(slots=True)
class Paragraph:
    """A paragraph with its footnotes and endnotes, as (mark, text), and what is in the text boxes anchored in it."""

    line: Line
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[list["Item"]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its text, without its label."""
        return self.line.text

    @property
    def bold(self) -> bool:
        """Whether all of its text is bold."""
        return self.line.bold

    @property
    def label(self) -> Label | None:
        """What is drawn before it when it is a list item."""
        return self.line.label

    @property
    def is_blank(self) -> bool:
        """Whether nothing of it is seen."""
        return not (self.notes or self.boxes or self.text.strip())


@dataclass(slots=True)
class Table:
    """A table of more than one column."""

    grid: list[Gridline[Paragraph, "Table"]]


class ListEnd:
    """What comes next is in no list that is open here, such as at the end of a frame."""


Item = Paragraph | Table | ListEnd


def add_items(flow: Flow, items: Iterable[Item]) -> None:
    """Adds the pieces in reading order; notes follow the paragraph or table that refers to them, then text boxes."""
    for item, following in _with_next(items):
        if isinstance(item, ListEnd):
            flow.end_list()
        elif isinstance(item, Table):
            _add_table(flow, item)
        else:
            flow.add(item.line, lambda one=item, after=following: _is_of_same_list(one, after))  # type: ignore[misc]
            _add_attached(flow, [item])


def _add_table(flow: Flow, table: Table) -> None:
    flow.end_list()
    rows = rows_of(table.grid)
    flow.rows(rows, lambda paragraphs: add_items(flow, paragraphs), lambda nested: _add_table(flow, nested))
    _add_attached(flow, [paragraph for row in rows if not row.is_long for paragraph in row.paragraphs])


def _add_attached(flow: Flow, paragraphs: list[Paragraph]) -> None:
    for mark, text in [note for paragraph in paragraphs for note in paragraph.notes]:
        flow.note(mark, text)
    for box in [box for paragraph in paragraphs for box in paragraph.boxes]:
        flow.end_list()
        add_items(flow, box)
        flow.end_list()


def _with_next(items: Iterable[Item]) -> Iterator[tuple[Item, Item | None]]:
    """Each piece with the one after it."""
    before: Item | None = None
    for item in items:
        if before is not None:
            yield before, item
        before = item
    if before is not None:
        yield before, None


def _is_of_same_list(one: Paragraph, after: Item | None) -> bool:
    if not isinstance(after, Paragraph) or one.label is None or after.label is None:
        return False
    return (after.line.list_id, after.label.level) == (one.line.list_id, one.label.level)
