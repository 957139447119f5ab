"""A document with what several checks ask of it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from assistant.checklists import make_checklist
from assistant.citing import block_at, cite
from assistant.dates import DateMention, find_dates
from assistant.language import sentences
from assistant.naming import address_words
from assistant.timeline import TimelineItem, items_of
from assistant.types import Block, BlockKind, Citation, Document, Span

HEADED = (BlockKind.HEADING, BlockKind.QUESTION)
LISTED = (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW, BlockKind.TABLE_HEADER, BlockKind.TERM, BlockKind.DEFINITION)
RECORD = re.compile(
    r"\b(?:archived?|archives|past|previous|history|news|newsletters?|blog|press|stories|minutes|obituar\w+|memoriam|recap|agendas?|"
    r"faculty|directory|profiles?|biograph\w+|bios?|people|staff|publications|alumni|policy|policies|awardees?|winners?|recipients?|participants|showcase|testimonials?|"
    r"campaign|executive\s+summary|reports?)\b",
    re.IGNORECASE,
)
MOST_CHARACTERS = 200_000
"""Dates further on in a document are not looked at, since a document made to be slow could have very many."""
_LONGEST_QUOTE = 400
_LONGEST_BLOCK = 30_000
"""A longer one is not prose; what is quoted from it are the words around."""


class Page:
    """One document as seen from a day; dates and sentences are found once, and only when a check asks for them."""

    def __init__(self, document: Document, today: date) -> None:
        self.document = document
        self.text = document.text
        self.today = today
        self._sentences: dict[int, list[tuple[int, int]]] = {}

    @cached_property
    def names(self) -> str:
        """The words of the title and of the address."""
        return f"{self.document.title} {address_words(self.document)}"

    @cached_property
    def is_record(self) -> bool:
        """Whether the page tells what was, or who somebody is: news, archives, minutes, profiles."""
        return RECORD.search(self.names) is not None

    @cached_property
    def items(self) -> tuple[TimelineItem, ...]:
        """What opens, closes and happens according to the document."""
        return items_of(self._beginning, self.today)

    @cached_property
    def dates(self) -> Sequence[DateMention]:
        """Every date of the text."""
        return find_dates(self._beginning.text)

    @cached_property
    def _beginning(self) -> Document:
        """The document, of a very long one the first blocks."""
        if len(self.text) <= MOST_CHARACTERS:
            return self.document
        blocks = tuple(block for block in self.document.blocks if block.end <= MOST_CHARACTERS)
        return replace(self.document, text=self.text[: blocks[-1].end if blocks else 0], blocks=blocks)

    @cached_property
    def gaps(self) -> frozenset[int]:
        """Where lists of documents are announced that do not follow."""
        return frozenset(gap.citation.start for gap in make_checklist([self.document]).gaps)

    def words(self, block: Block) -> str:
        """The text of a block."""
        return self.text[block.start : block.end]

    def dates_within(self, start: int, end: int) -> int:
        """How many dates begin between two places."""
        return bisect_left(self._date_starts, end) - bisect_left(self._date_starts, start)

    @cached_property
    def _date_starts(self) -> list[int]:
        return [date.start for date in self.dates]

    def sentence_at(self, start: int, end: int) -> tuple[int, int]:
        """Where the sentence lies that holds the words, or as much of the block as can be quoted."""
        block = block_at(self.document, start)
        if block is None or block.end < end:
            return start, end
        found = self._sentences_of(block)
        place = bisect_right(found, (start, len(self.text))) - 1
        first, last = found[place] if place >= 0 and found[place][1] > start else (block.start, block.end)
        return self._shortened(first, max(last, end), start, end)

    def _sentences_of(self, block: Block) -> list[tuple[int, int]]:
        if block.start not in self._sentences:
            prose = block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.DEFINITION)
            whole = not prose or block.end - block.start > _LONGEST_BLOCK
            self._sentences[block.start] = [] if whole else sentences(self.text, block.start, block.end)
        return self._sentences[block.start]

    def _shortened(self, first: int, last: int, start: int, end: int) -> tuple[int, int]:
        if last - first <= _LONGEST_QUOTE:
            return first, last
        if start - first > _LONGEST_QUOTE // 2:
            space = self.text.find(" ", start - _LONGEST_QUOTE // 2, start)
            first = space + 1 if space >= 0 else start
        if last - end > _LONGEST_QUOTE // 2:
            space = self.text.rfind(" ", end, end + _LONGEST_QUOTE // 2)
            last = space if space > end else end
        return first, last

    def cite(self, start: int, end: int) -> Citation:
        """The words themselves."""
        return cite(Span(self.document.doc_id, start, end, 1.0), self.document)

    def cite_sentence(self, start: int, end: int) -> Citation:
        """The sentence that holds the words."""
        return self.cite(*self.sentence_at(start, end))

    def cite_item(self, item: TimelineItem) -> Citation:
        """The sentence of a date."""
        return self.cite_sentence(item.date_start, item.date_end)

    def cite_start(self) -> Citation:
        """The first words of the document, which stand for the whole of it."""
        first = self.document.blocks[0]
        return self.cite(*self._shortened(first.start, first.end, first.start, first.start + 1))
