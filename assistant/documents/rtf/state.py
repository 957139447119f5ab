"""What holds for the text of an RTF file at one place, and where that text goes."""

from dataclasses import dataclass, field

from assistant.documents.office.flow import MAX_DEPTH
from assistant.documents.office.items import Item
from assistant.documents.rtf.tables import Tables

MAX_TABLES = 10  # Nested in one another.


@dataclass(slots=True)
class State:
    """What holds for the text that comes next, until its group ends; ``size`` in half points."""

    bold: bool = False
    hidden: bool = False
    deleted: bool = False
    size: int = 24
    font: int = -1
    fallback: int = 1
    is_label: bool = False
    style: int = 0
    list: int = 0
    level: int = 0
    indent: int = 0
    outline: int = -1
    in_table: bool = False
    nesting: int = 0

    @property
    def depth(self) -> int:
        """How many tables are around this place."""
        return self.nesting if self.nesting > 0 else int(self.in_table)


NEW_PARAGRAPH = ("style", "list", "level", "indent", "outline", "in_table", "nesting")
NEW_WORDS = ("bold", "hidden", "deleted", "size", "font")
DEFAULT = State()


@dataclass(slots=True)
class Sink:
    """Where text goes: the body, a note or a text box; ``ends`` is the depth of groups at which it ends.

    ``depth`` is how many tables, notes and text boxes are around it.
    """

    ends: int
    kind: str = ""
    depth: int = 0
    items: list[Item] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    label: list[str] | None = None
    is_plain: bool = False
    numbered: bool = False  # Whether a note that comes next here is numbered.
    at_end: bool = False  # Whether this is an endnote.
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[list[Item]] = field(default_factory=list)
    tables: Tables = field(init=False)

    def __post_init__(self) -> None:
        self.tables = Tables(self.items, max(1, min(MAX_TABLES, MAX_DEPTH - self.depth)))
