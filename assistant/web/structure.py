"""Document -> HTML with its structure, whose text is the document's text, character for character."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby

from markupsafe import Markup, escape

from assistant.types import Block, BlockKind, Document

_CELL_DIVIDER = " | "
_FINGERPRINT_LETTERS = 12
_OWN_NUMBER = re.compile(r"\(?[0-9A-Za-z]{1,3}[.)]\s")
_OWN_DASH = ("•", "-", "–", "—", "*", "◦", "▪")
_GROUPS = {
    BlockKind.LIST_ITEM: "ul",
    BlockKind.TABLE_HEADER: "table",
    BlockKind.TABLE_ROW: "table",
    BlockKind.TERM: "dl",
    BlockKind.DEFINITION: "dl",
}


def document_html(
    document: Document,
    *,
    mark: tuple[int, int] | None = None,
    part: tuple[int, int] | None = None,
    name: str = "quote",
) -> Markup:
    """The document, or the blocks of it that touch `part`, with the characters of `mark` in <mark> elements.

    The first of them has the id `name`. A mark that crosses blocks becomes several; the text of all, one after
    the other, is exactly the document's text from ``mark[0]`` to ``mark[1]``, for what stands between two blocks is
    kept at the end of the first.
    """
    writer = _Writer(document, mark, name)
    first, last = part or (0, len(document.text))
    shown = [
        index for index, block in enumerate(document.blocks) if block.start < last and writer.end_of(index) > first
    ]
    number = _group_numbers(document.blocks)
    groups = groupby(shown, key=lambda index: number[index])
    return Markup("").join(writer.group(list(indexes)) for _, indexes in groups)


def quote_html(document: Document, start: int, end: int, *, mark: tuple[int, int] | None = None) -> Markup:
    """A slice of the document, one <span> for each block it touches; its text is exactly the slice."""
    writer = _Writer(document, mark, None)
    parts = []
    for index, block in enumerate(document.blocks):
        first, last = max(block.start, start), min(writer.end_of(index), end)
        if first < last:
            inner = writer.slice(index, first, last)
            parts.append(Markup('<span class="part {}">{}</span>').format(writer.look_of(index), inner))
    return Markup("").join(parts)


def place_of(document: Document, start: int, end: int, of: str | None) -> tuple[int, int] | None:
    """The place of a quote; None where the document has none there, or not the words whose fingerprint `of` is."""
    if not start < end <= len(document.text):
        return None
    return (start, end) if of is None or of == fingerprint(document.text[start:end]) else None


def fingerprint(text: str) -> str:
    """A few letters that words share with no others: links carry them, since a document may be another tomorrow."""
    return sha256(text.encode()).hexdigest()[:_FINGERPRINT_LETTERS]


def _group_numbers(blocks: tuple[Block, ...]) -> list[int]:
    """For each block the number of the list, table or definition list it lies in; every other block has its own."""
    numbers: list[int] = []
    for index, block in enumerate(blocks):
        before = blocks[index - 1].kind if index else None
        tag = _GROUPS.get(block.kind)
        joins = tag is not None and before is not None and _GROUPS.get(before) == tag
        if block.kind is BlockKind.TABLE_HEADER and before is not BlockKind.TABLE_HEADER:
            joins = False
        numbers.append(numbers[-1] if joins else len(numbers))
    return numbers


@dataclass
class _Writer:
    document: Document
    mark: tuple[int, int] | None
    name: str | None
    marked: bool = False

    def end_of(self, index: int) -> int:
        """Where the block ends together with the empty lines after it."""
        blocks = self.document.blocks
        return blocks[index + 1].start if index + 1 < len(blocks) else len(self.document.text)

    def look_of(self, index: int) -> str:
        """The block's kind as a class; a list item that brings its own number or dash is its own kind."""
        block = self.document.blocks[index]
        text = self.document.text[block.start : block.end]
        if block.kind is BlockKind.LIST_ITEM and (_OWN_NUMBER.match(text) or text.startswith(_OWN_DASH)):
            return "own_item"
        return block.kind.value

    def slice(self, index: int, start: int, end: int) -> Markup:
        """What of the block and of the gap after it lies between start and end, dividers of cells set off."""
        block = self.document.blocks[index]
        border = min(max(block.end, start), end)
        if block.kind not in (BlockKind.TABLE_HEADER, BlockKind.TABLE_ROW):
            return self._text(start, border) + self._gap(border, end)
        cells = []
        for first, last, following in self._cells(block):
            pieces = [(max(first, start), min(last, border)), (max(last, start), min(following, border))]
            cells += [self._text(*pieces[0])] if pieces[0][0] < pieces[0][1] else []
            if pieces[1][0] < pieces[1][1]:
                cells.append(Markup('<span class="divider">{}</span>').format(self._text(*pieces[1])))
        return Markup("").join(cells) + self._gap(border, end)

    def group(self, indexes: list[int]) -> Markup:
        """Neighbouring blocks in the element that holds their kind."""
        tag = _GROUPS.get(self.document.blocks[indexes[0]].kind)
        if tag is None:
            return self._alone(indexes[0])
        if tag == "table":
            return self._table(indexes)
        inner = Markup("").join(self._item(index) for index in indexes)
        return Markup("<{0}>{1}</{0}>").format(Markup(tag), inner)

    def _alone(self, index: int) -> Markup:
        block = self.document.blocks[index]
        heading = block.kind in (BlockKind.HEADING, BlockKind.QUESTION)
        tag = Markup(f"h{min(len(block.section) + 2, 6)}") if heading else Markup("p")
        return Markup("<{0}>{1}</{0}>").format(tag, self._block(index))

    def _item(self, index: int) -> Markup:
        block = self.document.blocks[index]
        if block.kind is BlockKind.LIST_ITEM:
            return Markup('<li class="{}">{}</li>').format(self.look_of(index), self._block(index))
        tag = Markup("dt") if block.kind is BlockKind.TERM else Markup("dd")
        return Markup("<{0}>{1}</{0}>").format(tag, self._block(index))

    def _table(self, indexes: list[int]) -> Markup:
        """Rows with as many cells as the first share its columns; others stay one cell: none gets a wrong header."""
        cells = {index: list(self._cells(self.document.blocks[index])) for index in indexes}
        width = len(cells[indexes[0]])
        rows = []
        for index in indexes:
            header = self.document.blocks[index].kind is BlockKind.TABLE_HEADER
            tag, scope = (Markup("th"), Markup(' scope="col"')) if header else (Markup("td"), Markup(""))
            if len(cells[index]) == width:
                pieces = [*cells[index][:-1], (cells[index][-1][0], cells[index][-1][1], self.end_of(index))]
                row = Markup("").join(
                    Markup("<{0}{1}>{2}{3}</{0}>").format(tag, scope, self._text(start, end), self._gap(end, last))
                    for start, end, last in pieces
                )
            else:
                row = Markup('<{0} colspan="{1}">{2}</{0}>').format(tag, width, self._block(index))
            rows.append(Markup("<tr>{}</tr>").format(row))
        return Markup('<div class="table" tabindex="0"><table>{}</table></div>').format(Markup("").join(rows))

    def _cells(self, block: Block) -> Iterator[tuple[int, int, int]]:
        """(start, end, start of the next cell) of each cell."""
        start = block.start
        while (divider := self.document.text.find(_CELL_DIVIDER, start, block.end)) >= 0:
            yield start, divider, divider + len(_CELL_DIVIDER)
            start = divider + len(_CELL_DIVIDER)
        yield start, block.end, block.end

    def _block(self, index: int) -> Markup:
        block = self.document.blocks[index]
        return self._text(block.start, block.end) + self._gap(block.end, self.end_of(index))

    def _gap(self, start: int, end: int) -> Markup:
        """What divides blocks or cells: part of the text, but not shown."""
        return Markup('<span class="gap">{}</span>').format(self._text(start, end)) if start < end else Markup("")

    def _text(self, start: int, end: int) -> Markup:
        """The escaped text, what lies in the mark marked."""
        text = self.document.text
        first, last = self.mark or (end, end)
        first, last = min(max(first, start), end), min(max(last, start), end)
        if first >= last:
            return escape(text[start:end])
        unnamed = self.marked or self.name is None
        name = Markup("") if unnamed else Markup(' id="{}" tabindex="-1"').format(self.name)
        self.marked = True
        return Markup("{}<mark{}>{}</mark>{}").format(text[start:first], name, text[first:last], text[last:end])
