"""What stands in a document now where a quote stood that it no longer has."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz import fuzz, process

from assistant.language import sentences
from assistant.types import Document
from assistant.web.passage import passage_link

_ALIKE = 60
"""Of 100: how alike the old sentence and the one that is shown in its place are."""
_MOST_SENTENCES = 12
_MOST_CHARACTERS = 1_000_000
_MOST_COMPARED = 800
_WORD = re.compile(r"\s*\S+|\s+")


@dataclass(frozen=True, slots=True)
class Slice:
    """A piece of a document: ``text == document.text[start:end]``.

    ``words`` are its pieces, which together are all of it, each with whether the old quote has it otherwise.
    ``passage`` is the address of the page that shows it.
    """

    text: str
    start: int
    end: int
    words: tuple[tuple[str, bool], ...]
    passage: str


def standing_now(quote: str, document: Document) -> tuple[Slice, ...]:
    """The sentences of the document that are most like those of the quote, in their order; none where none is alike."""
    text = document.text[:_MOST_CHARACTERS]
    places = [
        place
        for block in document.blocks
        if block.end <= len(text)
        for place in sentences(document.text, block.start, block.end)
    ]
    held = [text[start:end] for start, end in places]
    found: set[tuple[int, int]] = set()
    for start, end in sentences(quote, 0, len(quote))[:_MOST_SENTENCES]:
        nearest = process.extractOne(quote[start:end], held, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if nearest is not None:
            found.add(places[nearest[2]])
    return tuple(_slice(document, start, end, quote) for start, end in _joined(sorted(found), text))


def _slice(document: Document, start: int, end: int, old: str) -> Slice:
    text = document.text[start:end]
    return Slice(text, start, end, _differing(text, old), passage_link(document.doc_id, start, end))


def _differing(text: str, old: str) -> tuple[tuple[str, bool], ...]:
    """The pieces of the text, each with whether it is not in the old one, as far as both are short."""
    words, before = _WORD.findall(text), _WORD.findall(old)
    if max(len(words), len(before)) > _MOST_COMPARED:
        return ((text, False),)
    pieces: list[tuple[str, bool]] = []
    for step, _, _, first, last in SequenceMatcher(None, before, words, autojunk=False).get_opcodes():
        piece = "".join(words[first:last])
        if step == "equal":
            pieces.append((piece, False))
        else:
            told = piece.lstrip()
            pieces += [(piece[: len(piece) - len(told)], False), (told, True)]
    return tuple((piece, other) for piece, other in pieces if piece)


def _joined(places: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """The places, those joined between which nothing stands."""
    joined: list[tuple[int, int]] = []
    for start, end in places:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined
