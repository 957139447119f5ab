"""What a block of a document stands in: whether that is about applying, and what list it is an entry of."""

import re
from collections import defaultdict
from dataclasses import dataclass

from assistant.checklists.applying import (
    ListOf,
    announces_documents,
    is_topical,
    leads_away,
    list_of,
    names_documents,
    speaks_of_applying,
)
from assistant.checklists.asking import condition_in, is_on_request, need_of
from assistant.checklists.items import Need
from assistant.checklists.names import Piece, stands_alone, subject_of
from assistant.checklists.vocabulary import WORDS
from assistant.types import Block, BlockKind, Document

SMALL_PIECES = (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW, BlockKind.TERM, BlockKind.DEFINITION)
_OF_MOST_APPLICATIONS = {"application", "cv", "recommendation", "statement", "essay", "transcript", "score", "fee"}
_ENOUGH = 3
_LOOKED_AT = 20
_HEADED = (BlockKind.HEADING, BlockKind.QUESTION)


@dataclass(slots=True)
class Setting:
    """What an entry stands in: what its list is of, of whom it is asked, and the block that introduces it."""

    listed: ListOf
    need: Need = Need.REQUIRED
    condition: Piece | None = None
    lead: int | None = None


class Surroundings:
    """Knows, of the blocks passed so far, the headings and what has been announced."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.applying = _applying_blocks(document)
        self._headings: dict[str, int] = {}
        self._announcers: dict[tuple[str, ...], int] = {}

    def pass_block(self, index: int, *, is_request: bool) -> None:
        """Takes note of what the block says of those below it."""
        block = self.document.blocks[index]
        if block.kind in _HEADED:
            self._headings[words_of(self.document, index)] = index
        if _announces(self.document, index, is_request=is_request):
            self._announcers[block.section] = index

    def setting(self, index: int) -> Setting:
        """What the block stands in, by the block that introduces it, or else by what was announced, or its heading."""
        block = self.document.blocks[index]
        return self.setting_below(index, block.lead if block.lead is not None else self._announcers.get(block.section))

    def introduced_by(self, index: int) -> ListOf:
        """What the block introduces a list of."""
        return _introduced_by(last_sentence(words_of(self.document, index)))

    def says_documents(self, setting: Setting, block: Block) -> bool:
        """Whether a list said to be one of documents is said to be so in as many words, so that each entry is one."""
        if setting.lead is not None:
            words = last_sentence(words_of(self.document, setting.lead)).rstrip()
            return words.endswith(":") or names_documents(words)
        return bool(block.section) and names_documents(block.section[-1])

    def setting_below(self, index: int, lead: int | None) -> Setting:
        """What the block stands in if `lead` is the block that introduces it."""
        text, blocks = self.document.text, self.document.blocks
        block = blocks[index]
        heading = self._headings.get(block.section[-1]) if block.section else None
        about = condition_in(text, blocks[heading].start, blocks[heading].end) if heading is not None else None
        if lead is None and heading is None:
            return Setting(ListOf.UNSAID)
        introducing = blocks[lead if lead is not None else heading or 0]
        words = last_sentence(text[introducing.start : introducing.end])
        listed = _introduced_by(words)
        if lead is not None and listed is ListOf.UNSAID and introducing.lead is not None and introducing.lead < lead:
            listed = _introduced_by(last_sentence(words_of(self.document, introducing.lead)))
        condition = condition_in(text, introducing.end - len(words), introducing.end) or about
        if lead is None:
            # A heading alone says of a list that it may be one of documents, not what else it is.
            listed = listed if listed in (ListOf.DOCUMENTS, ListOf.OTHER) else ListOf.UNSAID
        implied = lead is None or block.lead != lead
        loose = implied and block.kind not in SMALL_PIECES
        if implied and (listed is ListOf.UNSAID or (loose and listed is ListOf.OTHER)):
            return Setting(ListOf.UNSAID, Need.REQUIRED, condition)
        need = Need.REQUIRED if loose and not announces_documents(words) else need_of(words)
        return Setting(listed, need, condition, lead)


def words_of(document: Document, index: int) -> str:
    """The text of the block."""
    block = document.blocks[index]
    return document.text[block.start : block.end]


def last_sentence(words: str) -> str:
    """The last sentence of a lead-in, roughly: what it leads to is said there."""
    words = words[-400:]
    stops = list(re.finditer(r"[.!?]\s+(?=[A-Z])", words))
    return words[stops[-1].end() :] if stops else words


def is_short(words: str) -> bool:
    """Whether a paragraph may serve as a heading."""
    return len(words) < 200 and len(words.split()) <= 8 and not words.rstrip().endswith((".", "!", "?"))


def headings_naming_documents(document: Document) -> dict[tuple[str, ...], set[str]]:
    """By section, the kinds of document that headings in it may name, besides the title's."""
    kinds: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for index, block in enumerate(document.blocks):
        if block.kind is BlockKind.HEADING and block.end - block.start <= 100:
            found = WORDS.search(document.text, block.start, block.end)
            named = found and stands_alone(document.text, found.end(), block.end)
            if found and named and words_of(document, index) != document.title:
                kinds[block.section].add(found.lastgroup or "")
    return kinds


def _introduced_by(words: str) -> ListOf:
    """What a list is of that the words introduce; what a document has to hold is no list of documents."""
    subject = subject_of(words, 0, len(words))
    if subject is not None and subject.kind != "application" and is_topical(words):
        return ListOf.OTHER
    return list_of(words, on_request=is_on_request(words))


def _announces(document: Document, index: int, *, is_request: bool) -> bool:
    """Whether the block introduces what stands below it, though that may not be marked as a list."""
    kind = document.blocks[index].kind
    if kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
        return False
    words = words_of(document, index)[-400:]
    leads_on = words.rstrip().endswith(":")
    if not leads_on and (len(words) > 160 or len(words) > 60 and WORDS.search(words)):
        return False
    if kind is BlockKind.LIST_ITEM and not announces_documents(words):
        return False
    return leads_on or (is_short(words) and not is_request) or announces_documents(words)


def _applying_blocks(document: Document) -> list[bool]:
    """For each block, whether it stands in a part that speaks of applying: by its title, a heading or a lead-in."""
    by_title = speaks_of_applying(document.title) and not leads_away(document.title)
    by_section: dict[tuple[str, ...], tuple[bool, bool]] = {}
    announced: tuple[str, ...] | None = None
    found: list[bool] = []
    for index, block in enumerate(document.blocks):
        section = block.section
        if section not in by_section:
            away = any(leads_away(heading) for heading in section)
            by_section[section] = (away, any(speaks_of_applying(heading) for heading in section))
        away, towards = by_section[section]
        if announced is not None and section[: len(announced)] == announced:
            # A list of documents that has been announced goes on below headings of its own.
            found.append(not any(leads_away(heading) for heading in section[len(announced) :]))
        elif away:
            found.append(False)
        else:
            found.append(by_title or towards or _led_by_applying(document, block, found))
        if (
            block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
            and section
            and _announces_application(words_of(document, index)[-400:])
        ):
            announced = section
    for start, end in _lists_of_applications(document):
        if not leads_away(document.title) and not any(
            leads_away(heading) for heading in document.blocks[start].section
        ):
            found[start:end] = [True] * (end - start)
    return found


def _lists_of_applications(document: Document) -> list[tuple[int, int]]:
    """Runs of list items that name enough of what most applications consist of to be the list of one."""
    runs = []
    blocks = document.blocks
    start = 0
    for end in range(1, len(blocks) + 1):
        if end < len(blocks) and (blocks[end].kind, blocks[end].section) == (blocks[start].kind, blocks[start].section):
            continue
        if blocks[start].kind is BlockKind.LIST_ITEM and end - start >= _ENOUGH:
            items = blocks[start : min(end, start + _LOOKED_AT)]
            firsts = (WORDS.search(document.text, item.start, min(item.end, item.start + 60)) for item in items)
            if len({found.lastgroup for found in firsts if found} & _OF_MOST_APPLICATIONS) >= _ENOUGH:
                runs.append((start, end))
        start = end
    return runs


def _announces_application(words: str) -> bool:
    words = last_sentence(words)
    leads_on = words.rstrip().endswith(":") or "following" in words
    return leads_on and announces_documents(words) and speaks_of_applying(words)


def _led_by_applying(document: Document, block: Block, found: list[bool]) -> bool:
    if block.kind in _HEADED:
        return False
    words = document.text[max(block.start, block.end - 300) : block.end]
    if words.rstrip().endswith(":") and speaks_of_applying(words):
        return True
    return block.lead is not None and block.lead < len(found) and found[block.lead]
