"""Pieces of a document's text that requests for documents are made of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.checklists.items import Need, RuleKind
from assistant.checklists.names import Piece
from assistant.checklists.vocabulary import Sort
from assistant.language import sentences
from assistant.types import Block

_BRACKET = re.compile(r"[(\[][^()\[\]\n]{2,200}[)\]]")
_OF_ALL = re.compile(r"\b(?:both|all|each)\b(?!\s+of\b)", re.IGNORECASE)
_JOINT = re.compile(r"[\s,;]*(?:\b(?:and|or|plus|an?|the|your|their|his|her|as\s+well\s+as)\b[\s,]*)*$", re.IGNORECASE)
# Longer ones are no sentences but what is left of a page's markup.
SENTENCE_CHARACTERS = 1500
# Where a page's markup has lost the break between two of its lines: "in English.Transcripts".
_LOST_BREAK = re.compile(r"(?<=[A-Za-z][A-Za-z)\]])[.!?](?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class RulePiece:
    """A rule where it stands, as (start, end), and its kinds."""

    start: int
    end: int
    kinds: tuple[RuleKind, ...]


@dataclass(slots=True)
class Request:
    """A place of a document that asks for one: pieces of its text, and the rules that stand with it."""

    sort: Sort
    name: Piece
    place: Piece
    lead: Piece | None
    need: Need
    condition: Piece | None
    rules: list[RulePiece] = field(default_factory=list)


def joined_sentences(text: str, start: int, end: int) -> tuple[list[Piece], list[Piece]]:
    """The sentences, one that a small letter begins joined to the one before it; and those too long to be read."""
    found: list[Piece] = []
    too_long: list[Piece] = []
    for first, stop in _unbroken(text, start, end):
        while first < stop and text[first] in ":;,–—-*) ":
            first += 1
        if stop - first > SENTENCE_CHARACTERS:
            too_long.append((first, stop))
            continue
        if first == stop:
            continue
        before = found[-1] if found else None
        joins = before is not None and text[first].islower() and text[before[1] : first].strip(" :;,–—-*)") == ""
        if before is not None and joins and stop - before[0] <= SENTENCE_CHARACTERS:
            found[-1] = (before[0], stop)
        else:
            found.append((first, stop))
    return found, too_long


def _unbroken(text: str, start: int, end: int) -> Iterator[Piece]:
    for first, stop in sentences(text, start, end):
        for found in _LOST_BREAK.finditer(text, first, stop):
            yield first, found.end()
            first = found.end()
        yield first, stop


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
    for first, stop in joined_sentences(text, start, end)[0]:
        while first < stop and not text[first].isalnum() and text[first] not in "([“\"‘'$":
            first += 1
        if first < stop:
            yield first, stop


def parts_about(text: str, requests: list[Request], start: int, end: int) -> list[Piece]:
    """For each request of a sentence, the part that is about its document: the whole where it is the only one."""
    if len(requests) < 2 or _OF_ALL.search(text, requests[-1].name[1], end):
        return [(start, end)] * len(requests)
    ends = [request.name[0] for request in requests[1:]] + [end]
    parts = []
    for request, stop in zip(requests, ends, strict=True):
        first = request.name[0]
        joint = _JOINT.search(text[first:stop])
        parts.append((first, first + joint.start() if joint else stop))
    return parts


def with_bracket(text: str, name: Piece, end: int) -> str:
    """The name with what stands beside it up to the end of its clause."""
    return text[name[0] : min(end, name[1] + 40)].split("\n")[0]


def clause_end(text: str, start: int, end: int) -> int:
    """The end of the bracket or of the words that follow a name, up to a stop, a colon or the next cell."""
    bracket = re.compile(r"\s*[(\[][^()\[\]\n]{0,160}").match(text, start, end)
    start = bracket.end() if bracket else start
    stop = re.compile(r"[.:;|\n]|,\s+(?:and|or|including)\b|\b(?:that|saying|confirming|showing|stating)\b").search(
        text, start, end
    )
    return stop.start() if stop else end


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
