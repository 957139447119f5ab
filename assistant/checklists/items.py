"""What a checklist of required documents is made of."""

from dataclasses import dataclass
from enum import StrEnum

from assistant.types import Citation

MAX_ITEMS = 200
"""A checklist names no more documents than this; that there are more is said in a `Gap`."""

MAX_SENTENCES = 2000
"""No more sentences and entries of one document that name documents are read; a `Gap` says where reading stopped."""


class RuleKind(StrEnum):
    """What a rule about a document is about."""

    FORMAT = "format"
    LENGTH = "length"
    LAYOUT = "layout"
    CONTENT = "content"
    NUMBER = "number"
    SENDER = "sender"
    PLACE = "place"
    TIME = "time"
    CONDITION = "condition"
    ALTERNATIVES = "alternatives"
    OTHER = "other"


class Need(StrEnum):
    """How far a document is asked for."""

    REQUIRED = "required"
    CONDITIONAL = "conditional"
    OPTIONAL = "optional"
    ON_REQUEST = "on_request"


@dataclass(frozen=True, slots=True)
class ItemRule:
    """A rule about a document; the citation is the sentence, bracket, cell or list item that states it.

    Words that state rules of several kinds ("one page, with one-inch margins") are one rule of each kind, with the same
    citation.
    """

    kind: RuleKind
    citation: Citation


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """A document that is asked for.

    ``name`` and ``condition`` are verbatim words of the cited document; ``condition`` is None for everyone. ``also``
    are the other places that ask for the same document. ``key`` stays the same as long as program and name do.
    """

    name: str
    citation: Citation
    need: Need
    condition: str | None
    rules: tuple[ItemRule, ...]
    also: tuple[Citation, ...]
    key: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A place that may ask for documents which no item holds; ``text`` says why in a plain sentence.

    A list is announced and does not follow, a passage is too long to be read, or there are too many.
    """

    citation: Citation
    text: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """What an application needs: items in reading order, required ones first, then by how far they are asked for.

    ``not_wanted`` is what not to send, ``where`` where it all goes, ``general`` the rules about sending documents that
    are not about a single one of them.
    """

    items: tuple[ChecklistItem, ...]
    not_wanted: tuple[Citation, ...]
    where: tuple[Citation, ...]
    gaps: tuple[Gap, ...]
    general: tuple[Citation, ...] = ()
