"""Passage -> statements: what is quoted whole or not at all."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.language import sentences, terms, words
from assistant.types import Block, BlockKind, Document, Passage

HEADINGS = (BlockKind.HEADING, BlockKind.QUESTION)
# Characters between a list's lead-in and the item quoted, up to which they are quoted in one piece.
_LEAD_GAP = 400


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a paragraph, a list item or a row, as offsets into its document's text.

    ``block`` is the index of its block in the document; ``words`` how many it has; ``terms`` their stems.
    """

    start: int
    end: int
    block: int
    words: int
    terms: frozenset[str]


def statements_of(document: Document, passage: Passage) -> list[Statement]:
    """The statements that lie in the passage, in reading order; one that it cuts is given whole."""
    found = []
    for index, block in enumerate(document.blocks):
        if block.end <= passage.start or block.start >= passage.end or block.kind in HEADINGS:
            continue
        whole = [(block.start, block.end)]
        if block.kind is BlockKind.PARAGRAPH or block.start < passage.start or block.end > passage.end:
            whole = [
                (begin, stop)
                for begin, stop in sentences(document.text, block.start, block.end)
                if begin < passage.end and stop > passage.start
            ]
        for begin, stop in whole:
            text = document.text[begin:stop]
            found.append(Statement(begin, stop, index, len(words(text)), frozenset(terms(text))))
    return found


def with_lead(document: Document, index: int, start: int) -> tuple[int, tuple[int, int] | None]:
    """Where a quote must start to take in what introduces its first block, or that introduction as its own span.

    An item of a list within a list is introduced by both: "not eligible" may stand above the outer one.
    """
    if start > document.blocks[index].start:
        return start, None
    quoted = start
    for lead in _leads(document, index):
        lead_start, lead_end = _lead_words(document, document.blocks[lead])
        if start - lead_start > _LEAD_GAP or _section_between(document, lead, index):
            return quoted, (lead_start, lead_end)
        quoted = lead_start
    return quoted, None


def _leads(document: Document, index: int) -> Iterator[int]:
    """The blocks that introduce a block, the nearest first: its own, and while that is a list item, that one's."""
    lead = document.blocks[index].lead
    while lead is not None:
        yield lead
        lead = document.blocks[lead].lead if document.blocks[lead].kind is BlockKind.LIST_ITEM else None


def _lead_words(document: Document, lead: Block) -> tuple[int, int]:
    """The last sentence of the introducing block: the one that leads on."""
    if lead.kind is not BlockKind.PARAGRAPH:
        return lead.start, lead.end
    return sentences(document.text, lead.start, lead.end)[-1]


def _section_between(document: Document, lead: int, index: int) -> bool:
    return any(document.blocks[between].kind in HEADINGS for between in range(lead + 1, index))
