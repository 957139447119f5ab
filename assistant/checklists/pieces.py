"""Pieces of a document's text that requests for documents are made of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.checklists.applying import ListOf, is_topical, list_of
from assistant.checklists.asking import is_on_request
from assistant.checklists.items import Need, RuleKind
from assistant.checklists.names import Piece, subject_of
from assistant.language import sentences
from assistant.types import Block

_BRACKET = re.compile(r"[(\[][^()\[\]\n]{2,200}[)\]]")
# Longer ones are no sentences but what is left of a page's markup.
_SENTENCE_CHARACTERS = 1500


@dataclass(frozen=True, slots=True)
class RulePiece:
    """A rule where it stands, as (start, end), and its kinds."""

    start: int
    end: int
    kinds: tuple[RuleKind, ...]


@dataclass(slots=True)
class Request:
    """A place of a document that asks for one: pieces of its text, and the rules that stand with it."""

    name: Piece
    place: Piece
    lead: Piece | None
    need: Need
    condition: Piece | None
    rules: list[RulePiece] = field(default_factory=list)


@dataclass(slots=True)
class Setting:
    """What an entry stands in: what its list is of, of whom it is asked, and what introduces it."""

    listed: ListOf
    need: Need = Need.REQUIRED
    condition: Piece | None = None
    lead: int | None = None


def introduced_by(words: str) -> ListOf:
    """What a list is of that the words introduce; what a document has to hold is no list of documents."""
    subject = subject_of(words, 0, len(words))
    if subject is not None and subject.kind != "application" and is_topical(words):
        return ListOf.OTHER
    return list_of(words, on_request=is_on_request(words))


def last_sentence(words: str) -> str:
    """The last sentence of a lead-in, roughly: what it leads to is said there."""
    words = words[-400:]
    stops = list(re.finditer(r"[.!?]\s+(?=[A-Z])", words))
    return words[stops[-1].end() :] if stops else words


def is_short(words: str) -> bool:
    """Whether a paragraph may serve as a heading."""
    return len(words.split()) <= 8 and not words.rstrip().endswith((".", "!", "?"))


def joined_sentences(text: str, start: int, end: int) -> list[Piece]:
    """The sentences, one that a small letter begins joined to the one before it; none too long to be read as one."""
    found: list[Piece] = []
    for first, stop in sentences(text, start, end):
        while first < stop and text[first] in ":;,–—-*) ":
            first += 1
        if first == stop or stop - first > _SENTENCE_CHARACTERS:
            continue
        before = found[-1] if found else None
        joins = before is not None and text[first].islower() and "\n" not in text[before[1] : first]
        if before is not None and joins and stop - before[0] <= _SENTENCE_CHARACTERS:
            found[-1] = (before[0], stop)
        else:
            found.append((first, stop))
    return found


def rule_pieces(text: str, line: int, start: int, end: int) -> Iterator[Piece]:
    """Brackets beside a name, then the sentences after it, the first of them whole where the name stands in it."""
    while (bracket := re.compile(r"\s*").match(text, start, end)) and (
        found := _BRACKET.match(text, bracket.end(), end)
    ):
        yield found.span()
        start = found.end()
    rest = re.compile(r"\s*").match(text, start, end)
    if rest and (text[rest.end() : rest.end() + 1].isalnum() or text[rest.end() : rest.end() + 1] == ","):
        start = line
    for first, stop in joined_sentences(text, start, end):
        while first < stop and not text[first].isalnum() and text[first] not in "([“\"‘'$":
            first += 1
        if first < stop:
            yield first, stop


def with_bracket(text: str, name: Piece, end: int) -> str:
    """The name with what stands beside it up to the end of its clause."""
    return text[name[0] : min(end, name[1] + 40)].split("\n")[0]


def clause_end(text: str, start: int, end: int) -> int:
    """The end of the bracket or of the words that follow a name, up to a stop, a colon or the next cell."""
    bracket = re.compile(r"\s*[(\[][^()\[\]\n]{0,160}").match(text, start, end)
    start = bracket.end() if bracket else start
    stop = re.compile(r"[.:;|\n]|,\s+(?:and|or|including)\b|\b(?:that|saying|confirming|showing|stating)\b").search(
        text, start, min(end, start + 160)
    )
    return stop.start() if stop else min(end, start + 160)


def lines(text: str, block: Block) -> Iterator[Piece]:
    """The lines of a block."""
    start = block.start
    while start < block.end:
        stop = text.find("\n", start, block.end)
        stop = block.end if stop < 0 else stop
        if stop > start:
            yield start, stop
        start = stop + 1


def cells(text: str, block: Block) -> list[Piece]:
    """The cells of a table row."""
    cells = []
    start = block.start
    while True:
        stop = text.find(" | ", start, block.end)
        cells.append((start, block.end if stop < 0 else stop))
        if stop < 0:
            return cells
        start = stop + 3
