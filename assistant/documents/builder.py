"""Collects the blocks of one document, whatever its format, and gives text and structure at the end."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.documents.links import MOST_LINKS, RawLink
from assistant.types import Block, BlockKind, Link

# Soft hyphens, zero-width spaces, byte-order marks, direction controls, invisible operators and tag characters:
# able to hide or reorder what a reader sees. Joiners (U+200C, U+200D) stay: scripts and emoji need them.
_INVISIBLE = dict.fromkeys(
    [0x00AD, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF]
    + [*range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080)]
)
_CONTROL = {code: None for code in [*range(0x00, 0x20), *range(0x7F, 0xA0)] if chr(code) not in "\t\n\r\x0b\x0c\x85"}
# Halves of characters, which an escape can name but no file can hold.
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_UNFIT = _INVISIBLE | _CONTROL | _SURROGATES
_NOT_NORMAL = {*map(chr, _UNFIT), *filter(str.isspace, map(chr, range(0x3001)))} - {" ", "\n"}
_SPACES = re.compile(r"[^\S\n]+")
_LEADS_ON = re.compile(
    r"(?::|\b(?:following|below|as follows|these|either|both|must|one of|any of|all of)\b[^.!?]{0,80}[.:]?)\s*$",
    re.IGNORECASE,
)
# After these a sentence goes on.
_OPEN_WORDS = frozenset(
    """a an and are as at by cover covers for from has have if in include includes including into is not of on or
    require requires than that the to unless until when where which who whose with without""".split()
)
_GAP = "–"
_TIGHT = {BlockKind.LIST_ITEM, BlockKind.TABLE_ROW, BlockKind.TABLE_HEADER, BlockKind.DEFINITION, BlockKind.TERM}


def normalise(text: str) -> str:
    """Composed (NFC), without invisible characters; spaces of any kind become one space, lines stay lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNFIT)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    text = _SPACES.sub(" ", text)
    return "\n".join(line for line in (line.strip() for line in text.split("\n")) if line)


def _on_one_line(text: str) -> str:
    return normalise(text).replace("\n", " ")


def is_normal(text: str) -> bool:
    """Whether the text holds only what `normalise` leaves; runs of spaces and of lines are not looked at."""
    return _NOT_NORMAL.isdisjoint(text) and unicodedata.is_normalized("NFC", text)


class DocumentBuilder:
    """Takes headings, paragraphs, items and rows in reading order."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0
        self._headings: list[tuple[int, str]] = []
        self._anchor: str | None = None
        self._lead: int | None = None
        self._links: list[Link] = []

    @property
    def last(self) -> int | None:
        """The index of the block added last."""
        return len(self._blocks) - 1 if self._blocks else None

    def anchor(self, element_id: str) -> None:
        """Blocks from here on stand at or below the element with this id."""
        self._anchor = element_id

    def heading(self, text: str, level: int) -> None:
        """A heading; `level` 1 is the outermost. It closes every heading of its level or deeper."""
        text = normalise(text).replace("\n", " ")
        if not text:
            return
        self._headings = [(depth, title) for depth, title in self._headings if depth < level]
        kind = BlockKind.QUESTION if text.endswith("?") else BlockKind.HEADING
        self._append(kind, text, None)
        self._headings.append((level, text))
        self._lead = self.last if kind is BlockKind.QUESTION else None

    def close_heading(self, level: int) -> None:
        """Headings of this level or deeper no longer stand above what follows."""
        self._headings = [(depth, title) for depth, title in self._headings if depth < level]
        self._lead = None

    def paragraph(self, text: str) -> None:
        """A paragraph; line breaks in it stay."""
        text = normalise(text)
        if not text:
            return
        lead = self._lead
        self._lead = None
        self._append(BlockKind.PARAGRAPH, text, lead)

    def list_lead(self) -> int | None:
        """The block that introduces a list or table starting here: the one before it, if its words lead on.

        So do words that end in the middle of a sentence, as "The grant does not pay for".
        """
        if not self._blocks:
            return None
        before = self._blocks[-1]
        if before.kind is BlockKind.QUESTION:
            return self.last
        if before.kind in (BlockKind.HEADING, BlockKind.TABLE_ROW, BlockKind.TABLE_HEADER):
            return None
        end = self._parts[-1][-200:]
        open_ended = end.rpartition(" ")[2].lower() in _OPEN_WORDS and end.count(" ") > 1  # Not "Log in".
        return self.last if open_ended or _LEADS_ON.search(end) else None

    def item(self, text: str, lead: int | None) -> None:
        """A list item; `lead` is the index of the block that introduces its list, unless a question stands before."""
        self._structured(BlockKind.LIST_ITEM, text, lead if self._lead is None else self._lead)

    def in_columns(self, cells: list[str], lead: int | None, *, header: bool) -> list[str]:
        """The cells of a row, empty ones as a dash where it is a header or stands under one, its `lead`.

        Left out, they would move those behind them one column. A row of one cell is the name of those below it and
        stays as it is.
        """
        filled = [bool(normalise(cell)) for cell in cells]
        headed = header or (lead is not None and self._blocks[lead].kind is BlockKind.TABLE_HEADER)
        if not headed or sum(filled) < 2:
            return cells
        return [cell if full else _GAP for cell, full in zip(cells, filled, strict=True)]

    def row(self, cells: list[str], lead: int | None, *, header: bool = False) -> None:
        """A table row, its cells joined by " | "; `lead` is the index of the header row."""
        text = " | ".join(cell for cell in (normalise(cell).replace("\n", " ") for cell in cells) if cell)
        self._structured(BlockKind.TABLE_HEADER if header else BlockKind.TABLE_ROW, text, lead)

    def term(self, text: str) -> None:
        """The term of a definition list."""
        self._structured(BlockKind.TERM, text, None)

    def definition(self, text: str, lead: int | None) -> None:
        """The definition of a term; `lead` is the term's block."""
        self._structured(BlockKind.DEFINITION, text, lead)

    def link(self, *cells: tuple[str, Sequence[RawLink]]) -> None:
        """The links in the block added last: its text as it was given, of a row each cell's, with the links in it.

        The links of a text are ascending and do not overlap. A link without words, such as a picture, is left out.
        """
        if not self._blocks or not any(links for _, links in cells):
            return
        block = self._blocks[-1]
        found: list[tuple[int, str, RawLink]] = []
        length = 0
        for text, links in cells:
            placed, size = _placed(text, links)
            begin = length + len(" | ") * (size > 0 and length > 0)
            found += [(begin + start, words, link) for start, words, link in placed]
            length = begin + size
        shown = self._parts[-1].replace("\n", " ")
        for start, words, link in found[: MOST_LINKS - len(self._links)]:
            place = self._length - length + start
            # Letters that compose across the border of a link shift its place; such a link is left out, not guessed.
            if place >= block.start and shown.startswith(words, place - block.start):
                self._links.append(Link(place, place + len(words), link.target, link.lost))

    @property
    def links(self) -> tuple[Link, ...]:
        """The links of all blocks, ascending."""
        return tuple(self._links)

    def finish(self) -> tuple[str, tuple[Block, ...]]:
        """The document's text and its blocks; every block's offsets point into the text."""
        return "".join(self._parts), tuple(self._blocks)

    def _structured(self, kind: BlockKind, text: str, lead: int | None) -> None:
        text = normalise(text)
        if text:
            self._lead = None
            self._append(kind, text, lead)

    def _append(self, kind: BlockKind, text: str, lead: int | None) -> None:
        if self._blocks:
            tight = kind in _TIGHT and self._blocks[-1].kind not in (BlockKind.HEADING, BlockKind.QUESTION)
            self._push("\n" if tight else "\n\n")
        section = tuple(title for _, title in self._headings)
        start = self._length
        self._push(text)
        self._blocks.append(Block(kind, start, self._length, section, lead, self._anchor))

    def _push(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def _placed(text: str, links: Sequence[RawLink]) -> tuple[list[tuple[int, str, RawLink]], int]:
    """Where the words of each link begin in the text as it will be normalised, with these words; and its length."""
    placed = []
    length, apart = 0, False
    cuts = [0, *(cut for link in links for cut in (link.start, link.end)), len(text)]
    for number, (start, end) in enumerate(pairwise(cuts)):
        piece = text[start:end].translate(_UNFIT)
        apart = apart or piece[:1].isspace()
        if words := _on_one_line(piece):
            begin = length + (apart and length > 0)
            length = begin + len(words)
            apart = piece[-1].isspace()
            if number % 2:
                placed.append((begin, words, links[number // 2]))
    return placed, length


def without_title(blocks: tuple[Block, ...], title: str) -> tuple[Block, ...]:
    """The blocks with a section path that does not repeat the document's title as its first heading."""
    return tuple(
        replace(block, section=block.section[1:]) if block.section and block.section[0] == title else block
        for block in blocks
    )
