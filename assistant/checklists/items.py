"""What a checklist of required documents is made of."""

from dataclasses import dataclass
from enum import StrEnum

from assistant.types import Citation


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
    """A list of documents that is announced and does not follow; ``text`` says so in a plain sentence."""

    citation: Citation
    text: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """What an application needs: items in reading order, required ones first, then by how far they are asked for.

    ``not_wanted`` is what not to send, ``where`` how and where to send it all.
    """

    items: tuple[ChecklistItem, ...]
    not_wanted: tuple[Citation, ...]
    where: tuple[Citation, ...]
    gaps: tuple[Gap, ...]
