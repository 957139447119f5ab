"""A text -> its sentences, with the list items that a sentence introduces below it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.language import sentences

MAX_DEPTH = 6
"""Lists deeper than this are read as if their items stood at this depth, so that recursion over them stays shallow."""

_HEADING = re.compile(r"\s*#+")
_ITEM = re.compile(r"([ \t]*)(?:([*•▪‣◦·–—-])[ \t]*|(\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)])[ \t]+)(?=\S)")

# The splitter keeps what follows a word that may be an abbreviation ("sum."); these words open a sentence.
_OPENING = re.compile(r"(?<=[a-z)]\.)\s+(?=(?:If|Unless|Provided|However|But|You|When)\s)")


@dataclass(slots=True)
class Piece:
    """A sentence or a list item, as offsets into the text, with the items it introduces."""

    start: int
    end: int
    items: list["Piece"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Level:
    """A list that is being read: how far it is indented, what marks its items, and the piece that introduces it."""

    indent: int
    mark: str
    piece: Piece


def read_pieces(text: str) -> list[Piece]:
    """The sentences of the text, in order, without headings; an item that nothing introduces is a sentence."""
    found: list[Piece] = []
    open_levels: list[_Level] = []
    last: Piece | None = None
    position = 0
    for line in text.splitlines(keepends=True):
        start, end = position, position + len(line)
        position = end
        if not line.strip():
            continue
        item = _ITEM.match(line)
        if item is not None:
            last = _read_item(text, start, end, item, found, open_levels, last)
            continue
        open_levels, last = [], None
        if not _HEADING.match(line):
            found += [piece for span in sentences(text, start, end) for piece in _split_openings(text, *span)]
            last = found[-1] if found else None
    return found


def introduces(text: str, piece: Piece) -> bool:
    """Whether the piece ends as the introduction of a list does."""
    return text[piece.start : piece.end].rstrip().endswith((":", ": -", ":-"))


def _split_openings(text: str, start: int, end: int) -> Iterator[Piece]:
    for opening in _OPENING.finditer(text, start, end):
        yield Piece(start, opening.start())
        start = opening.end()
    yield Piece(start, end)


def _read_item(
    text: str, start: int, end: int, item: re.Match[str], found: list[Piece], levels: list[_Level], last: Piece | None
) -> Piece:
    indent, mark = len(item[1].expandtabs(4)), _kind_of(item)
    piece = Piece(*_trimmed(text, start + item.end(), end))
    if introduces(text, piece):
        piece.start = sentences(text, piece.start, piece.end)[-1][0]
    while levels and _ends(levels[-1], indent, mark, last, text):
        levels.pop()
    deeper = not levels or indent > levels[-1].indent or mark != levels[-1].mark
    if deeper and len(levels) < MAX_DEPTH and last is not None and (not levels or introduces(text, last)):
        levels.append(_Level(indent, mark, last))
    if levels:
        levels[-1].piece.items.append(piece)
    else:
        found.append(piece)
    return piece


def _ends(level: _Level, indent: int, mark: str, last: Piece | None, text: str) -> bool:
    if indent != level.indent:
        return indent < level.indent
    return mark != level.mark and not (last is not None and introduces(text, last))


def _kind_of(item: re.Match[str]) -> str:
    if item[2]:
        return item[2]
    return "number" if any(character.isdigit() for character in item[3]) else "letter"


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
