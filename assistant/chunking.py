"""Document -> Passages: exact slices that respect structure and fit the embedder."""

from collections.abc import Callable
from dataclasses import dataclass

from assistant.language import sentences
from assistant.types import Block, BlockKind, Document, Passage

CHUNKING_VERSION = 3
"""Raised whenever the same document would be cut, or its words searched, in another way."""

CountTokens = Callable[[list[str]], list[int]]
"""Texts -> the number of tokens the embedder makes of each, special tokens left out."""

_HEADINGS = (BlockKind.HEADING, BlockKind.QUESTION)
# The embedder adds its special tokens and, between joined pieces, at most a token of white space each.
_SPARE_TOKENS = 8
_HEADING_CHARACTERS = 160


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a block that is not divided further; `block` is its index in the document."""

    start: int
    end: int
    tokens: int
    block: int


def make_passages(document: Document, *, count_tokens: CountTokens, max_tokens: int) -> list[Passage]:
    """The document's passages in reading order, each of at most `max_tokens` with its heading.

    A passage never crosses a section; a block is divided only when it alone is too long, then between
    sentences, and within one only when that alone is too long.
    """
    blocks = document.blocks
    bodies = [index for index, block in enumerate(blocks) if block.kind not in _HEADINGS]
    headings = {index: passage_heading(document, blocks[index]) for index in bodies}
    unique_headings = list(dict.fromkeys(headings.values()))
    heading_tokens = dict(zip(unique_headings, count_tokens(unique_headings), strict=True))
    sizes = count_tokens([document.text[blocks[index].start : blocks[index].end] for index in bodies])

    passages: list[Passage] = []
    pending: list[_Piece] = []

    def emit() -> None:
        if pending:
            first = blocks[pending[0].block]
            start, end = pending[0].start, pending[-1].end
            text = document.text[start:end]
            heading = headings[pending[0].block]
            passages.append(Passage(document.doc_id, document.program, start, end, text, first.section, heading))
            pending.clear()

    room = 0
    for index, size in zip(bodies, sizes, strict=True):
        block = blocks[index]
        budget = max(16, max_tokens - heading_tokens[headings[index]] - _SPARE_TOKENS)
        if pending and (
            _interrupted(blocks, pending[-1].block, index) or blocks[pending[0].block].section != block.section
        ):
            emit()
        for piece in _pieces(document.text, block, index, size, budget, count_tokens):
            if pending and piece.tokens > room:
                emit()
            if not pending:
                room = budget
            pending.append(piece)
            room -= piece.tokens
    emit()
    return passages


def passage_heading(document: Document, block: Block) -> str:
    """What is embedded before a passage that starts at this block: title, heading path, and the list's lead-in."""
    parts = [document.title, *block.section]
    if len(" > ".join(parts)) > _HEADING_CHARACTERS:
        parts = [document.title, *block.section[-1:]]
    parts = [part[:_HEADING_CHARACTERS] for part in dict.fromkeys(parts)]
    return " > ".join(parts)


def _interrupted(blocks: tuple[Block, ...], before: int, index: int) -> bool:
    return any(blocks[between].kind in _HEADINGS for between in range(before + 1, index))


def _pieces(text: str, block: Block, index: int, size: int, budget: int, count_tokens: CountTokens) -> list[_Piece]:
    if size <= budget:
        return [_Piece(block.start, block.end, size, index)]
    spans = sentences(text, block.start, block.end)
    pieces = []
    for (start, end), tokens in zip(spans, count_tokens([text[start:end] for start, end in spans]), strict=True):
        if tokens <= budget:
            pieces.append(_Piece(start, end, tokens, index))
        else:
            pieces.extend(_halves(text, start, end, tokens, index, budget, count_tokens))
    return pieces


def _halves(
    text: str, start: int, end: int, tokens: int, index: int, budget: int, count_tokens: CountTokens
) -> list[_Piece]:
    """A sentence that is too long, divided at the space nearest its middle until every part fits."""
    if tokens <= budget or end - start <= 1:
        return [_Piece(start, end, tokens, index)]
    middle = (start + end) // 2
    left, right = text.rfind(" ", start + 1, middle), text.find(" ", middle, end - 1)
    cut = min(
        (place for place in (left, right) if place > start), key=lambda place: abs(place - middle), default=middle
    )
    parts = [(start, cut), (cut + (text[cut] == " "), end)]
    sizes = count_tokens([text[begin:stop] for begin, stop in parts])
    return [
        piece
        for (begin, stop), size in zip(parts, sizes, strict=True)
        for piece in _halves(text, begin, stop, size, index, budget, count_tokens)
    ]
