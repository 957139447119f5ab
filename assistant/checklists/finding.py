"""One document -> the places that ask for documents of an application, in reading order."""

import re

from assistant.checklists.applying import (
    ListOf,
    announces_documents,
    applying_blocks,
    is_topical,
    names_documents,
    speaks_of_applying,
)
from assistant.checklists.asking import asks, condition_in, is_for_later, is_on_request, need_of
from assistant.checklists.items import Need, RuleKind
from assistant.checklists.names import Piece, names_in, subject_of
from assistant.checklists.pieces import (
    Request,
    RulePiece,
    Setting,
    cells,
    clause_end,
    introduced_by,
    is_short,
    joined_sentences,
    last_sentence,
    lines,
    rule_pieces,
    with_bracket,
)
from assistant.checklists.ruling import kind_of_column, kinds_of, kinds_said_of_document
from assistant.checklists.vocabulary import WORDS, mentions, sort_of
from assistant.checklists.wordings import (
    AFTER_ANNOUNCED,
    AFTER_ENTRY,
    AFTER_PARAGRAPH_ENTRY,
    EXAMPLES,
    ONLY_LEADS_ON,
    PROMPT,
    REFERS_BACK,
    SEE_ELSEWHERE,
    TOO_BARE,
)
from assistant.types import Block, BlockKind, Document

_HEADED = (BlockKind.HEADING, BlockKind.QUESTION)
_SMALL_PIECES = (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW, BlockKind.TERM, BlockKind.DEFINITION)


class DocumentReader:
    """Reads one document block by block, remembering which request what follows belongs to."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.requests: list[Request] = []
        self.applying = applying_blocks(document)
        self.entries: dict[int, int] = {}
        self.unanswered: list[int] = []
        self._answered: set[int] = set()
        self._made: dict[int, list[Request]] = {}
        self._topic: list[Request] = []
        self._headed = False
        self._announcers: dict[tuple[str, ...], int] = {}
        self._headings: dict[str, int] = {}

    def read(self) -> None:
        """Finds the requests, and the lists that are announced and do not follow."""
        for index, block in enumerate(self.document.blocks):
            if block.kind in _HEADED:
                self._headings[self._words(block)] = index
                self._topic = []
            if self.applying[index] or self._asks_outright(block):
                self._read_block(index, block)
            if self._announces(index, block):
                self._announcers[block.section] = index
        self.unanswered = [index for index in range(len(self.document.blocks)) if self._is_gap(index)]

    def _read_block(self, index: int, block: Block) -> None:
        match block.kind:
            case BlockKind.HEADING:
                self._read_heading(index, block)
            case BlockKind.QUESTION | BlockKind.TABLE_HEADER:
                pass
            case BlockKind.TABLE_ROW:
                self._read_row(index, block)
            case _:
                self._readlines(index, block)

    def _read_heading(self, index: int, block: Block) -> None:
        names = self._names(block.start, block.end)
        if not names or self._words(block) == self.document.title or is_for_later(self._words(block)):
            return
        if AFTER_PARAGRAPH_ENTRY.match(self.document.text, names[-1][1], block.end) and not self._too_bare(names):
            setting = self._setting_of(index, self._announcers.get(block.section), block)
            self._note_answer(setting)
            self._topic = self._request(index, names, (block.start, block.end), setting)
            self._headed = True

    def _read_row(self, index: int, block: Block) -> None:
        parts = cells(self.document.text, block)
        header = self.document.blocks[block.lead] if block.lead is not None else None
        titles = self._words(header).split(" | ") if header and header.kind is BlockKind.TABLE_HEADER else []
        listed = bool(titles) and re.search(
            r"\b(?:documents?|items?|materials?|requirements?|components?)\b", titles[0], re.I
        )
        setting = self._setting_of(index, header.lead if titles and header else block.lead, block)
        if not listed and setting.listed not in (ListOf.DOCUMENTS, ListOf.ASKED):
            return
        if titles and not listed and setting.listed is not ListOf.DOCUMENTS:
            return
        names = self._names(*parts[0], any_words=bool(listed))
        if not names:
            return
        self._note_answer(setting)
        setting.lead = block.lead if titles else setting.lead
        requests = self._request(index, names, (block.start, block.end), setting)
        for position, (start, end) in enumerate(parts[1:], start=1):
            kind = kind_of_column(titles[position]) if len(titles) == len(parts) else None
            words = self.document.text[start:end]
            kinds = (kind,) if kind else tuple(kinds_said_of_document(words)) or (RuleKind.OTHER,)
            for request in requests:
                request.rules.append(RulePiece(start, end, kinds))

    def _readlines(self, index: int, block: Block) -> None:
        parents = self._parents(block)
        setting = self._setting(index, block)
        if parents is not None and setting.listed is not ListOf.DOCUMENTS and not self._lists_more(block):
            self._add_rules(parents, block.start, block.end, whole=block.kind in _SMALL_PIECES)
            return
        if setting.listed is ListOf.OTHER and block.kind in _SMALL_PIECES:
            return
        last: list[Request] = []
        if self._topic and not self._headed and is_short(self._words(block)):
            self._topic = []
        for start, end in lines(self.document.text, block):
            names = self._entry(start, end, block, setting)
            if names:
                self._note_answer(setting)
                self.entries[index] = names[-1][1]
                last = self._request(
                    index, names, (start, end) if "\n" in self._words(block) else (block.start, block.end), setting
                )
                self._add_rules(last, names[-1][1], end, line=start)
                self._topic = last if block.kind is BlockKind.PARAGRAPH else []
                self._headed = False
            else:
                last = self._read_sentences(index, start, end, setting, last)
                if not last and block.kind is BlockKind.LIST_ITEM and PROMPT.match(self.document.text, start, end):
                    self._add_rules(self._entry_before(index), start, end, whole=True)

    def _read_sentences(self, index: int, start: int, end: int, setting: Setting, last: list[Request]) -> list[Request]:
        """Requests in prose; what follows one and refers back to it is a rule about it."""
        text = self.document.text
        for first, stop in joined_sentences(text, start, end):
            found = self._asked_in(index, first, stop, setting)
            if found:
                last = found
            elif last and REFERS_BACK.match(text, first, stop):
                self._add_rules(last, first, stop)
            elif self._topic and self._topic[0].place[1] <= first:
                self._add_rule(self._topic, first, stop)
        return last

    def _asked_in(self, index: int, start: int, end: int, setting: Setting) -> list[Request]:
        text = self.document.text
        if next(mentions(text, start, end), None) is None:
            return []
        words = text[start:end]
        if is_for_later(words):
            return []
        requests: list[Request] = []
        if is_on_request(words):
            for found in EXAMPLES.finditer(text, start, end):
                names = self._names(found.end(), end)
                requests += self._request(index, names, (start, end), Setting(setting.listed, Need.ON_REQUEST))
                if names:
                    return requests
        taken = start
        for ask in asks(text, start, end, listed=setting.listed in (ListOf.DOCUMENTS, ListOf.ASKED)):
            if ask.start < taken:
                continue
            names = self._names(ask.start, ask.end)
            if words.endswith(":"):
                names = [name for name in names if not ONLY_LEADS_ON.fullmatch(text[slice(*name)])]
            if not names:
                continue
            taken = names[-1][1]
            reach = clause_end(text, names[-1][1], end)
            condition = ask.who or condition_in(text, start, reach) or setting.condition
            need = need_of(words, ask.need if setting.need is Need.REQUIRED else setting.need)
            here = Setting(setting.listed, need, condition, setting.lead)
            requests += self._request(index, names, (start, end), here)
            if self._headed and re.search(r"\boptional\b|\bnot\s+required\b", words, re.IGNORECASE):
                self._make_optional(names)
        kinds = kinds_said_of_document(words)
        for request in requests:
            if kinds and kinds != [RuleKind.OTHER]:
                request.rules.append(RulePiece(start, end, tuple(kinds)))
        if requests and setting.listed in (ListOf.DOCUMENTS, ListOf.ASKED):
            self._note_answer(setting)
        return requests

    def _entry_before(self, index: int) -> list[Request]:
        """The entry above, past other items that say what it has to hold."""
        while index > 0 and self.document.blocks[index - 1].kind is BlockKind.LIST_ITEM:
            index -= 1
            if index in self._made:
                return self._made[index]
            start, end = self._span(index)
            if not PROMPT.match(self.document.text, start, end):
                break
        return []

    def _make_optional(self, names: list[Piece]) -> None:
        """What a heading named is optional where the text below it says so of the same document."""
        text = self.document.text
        sorts = {sort_of(text[slice(*name)]) for name in names}
        for request in self._topic:
            if request.need is Need.REQUIRED and sort_of(text[slice(*request.name)]) in sorts:
                request.need = Need.OPTIONAL

    def _entry(self, start: int, end: int, block: Block, setting: Setting) -> list[Piece]:
        """The names that a line begins with, where it is one of a list rather than a sentence."""
        text = self.document.text
        if setting.listed in (ListOf.OTHER, ListOf.ALTERNATIVES) and block.kind in _SMALL_PIECES:
            return []
        in_list = block.kind in _SMALL_PIECES
        if in_list and is_for_later(text[start:end]):
            return []
        any_words = (
            in_list
            and setting.listed is ListOf.DOCUMENTS
            and (setting.lead is not None or bool(block.section) and names_documents(block.section[-1]))
        )
        names = self._names(start, end, any_words=any_words)
        if not names or names[0][0] - start > 60:
            return []
        announced = setting.listed in (ListOf.DOCUMENTS, ListOf.ASKED)
        after = AFTER_ENTRY if in_list else AFTER_ANNOUNCED if announced else AFTER_PARAGRAPH_ENTRY
        if after.match(text, names[-1][1], end) is None or (not in_list and self._too_bare(names)):
            return []
        if in_list and setting.listed is ListOf.UNSAID and self._too_bare(names):
            return []
        return names

    def _setting(self, index: int, block: Block) -> Setting:
        """What the block stands in, by the block that introduces it, or else by what was announced, or its heading."""
        if block.lead is not None:
            return self._setting_of(index, block.lead, block)
        return self._setting_of(index, self._announcers.get(block.section), block)

    def _setting_of(self, index: int, lead: int | None, block: Block) -> Setting:
        heading = self._headings.get(block.section[-1]) if block.section else None
        about = condition_in(self.document.text, *self._span(heading)) if heading is not None else None
        if lead is None and heading is None:
            return Setting(ListOf.UNSAID)
        introducing = self.document.blocks[lead if lead is not None else heading or 0]
        words = last_sentence(self._words(introducing))
        listed = introduced_by(words)
        if lead is not None and listed is ListOf.UNSAID and introducing.lead is not None and introducing.lead < lead:
            above = self.document.blocks[introducing.lead]
            listed = introduced_by(last_sentence(self._words(above)))
        start = introducing.end - len(words)
        condition = condition_in(self.document.text, start, introducing.end) or about
        if lead is None:
            # A heading alone says of a list that it may be one of documents, not what else it is.
            listed = listed if listed in (ListOf.DOCUMENTS, ListOf.OTHER) else ListOf.UNSAID
        implied = lead is None or block.lead != lead
        loose = implied and block.kind not in _SMALL_PIECES
        if implied and (listed is ListOf.UNSAID or (loose and listed is ListOf.OTHER)):
            return Setting(ListOf.UNSAID, Need.REQUIRED, condition)
        need = Need.REQUIRED if loose and not announces_documents(words) else need_of(words)
        return Setting(listed, need, condition, lead)

    def _parents(self, block: Block) -> list[Request] | None:
        """The requests that a list item or definition is a rule of, by the block that introduces it."""
        if block.lead is None or block.kind not in _SMALL_PIECES:
            return None
        if block.lead in self._made:
            return self._made[block.lead]
        lead = self.document.blocks[block.lead]
        if self._topic and is_topical(self._words(lead)) and lead.section == block.section:
            return self._topic
        return None

    def _lists_more(self, block: Block) -> bool:
        return block.lead is not None and announces_documents(self._words(self.document.blocks[block.lead])[-200:])

    def _request(self, index: int, names: list[Piece], place: Piece, setting: Setting) -> list[Request]:
        text = self.document.text
        made = []
        beside = text[place[0] : min(place[1], place[0] + 300)]
        for name in names:
            need, condition = setting.need, setting.condition
            if need is Need.REQUIRED:
                need = need_of(with_bracket(text, name, place[1]))
            condition = condition or condition_in(text, name[0], clause_end(text, name[1], place[1]))
            if need is Need.REQUIRED and is_on_request(beside) and setting.listed is ListOf.REQUESTED_LATER:
                need = Need.ON_REQUEST
            if need is Need.REQUIRED and condition is not None:
                need = Need.CONDITIONAL
            lead = self._span(setting.lead) if setting.lead is not None and setting.lead != index else None
            if lead is not None and lead[1] > place[0]:
                lead = None
            if condition is not None and name[0] < condition[0] < name[1]:
                name = (name[0], condition[0] - (text[condition[0] - 1].isspace()))
            made.append(Request(name, place, lead, need, condition))
        self.requests += made
        self._made.setdefault(index, []).extend(made)
        return made

    def _add_rules(
        self, requests: list[Request], start: int, end: int, *, whole: bool = False, line: int | None = None
    ) -> None:
        text = self.document.text
        if whole:
            kinds = kinds_said_of_document(text[start:end]) or [RuleKind.OTHER]
            for request in requests:
                request.rules.append(RulePiece(start, end, tuple(kinds)))
            return
        for first, stop in rule_pieces(text, start if line is None else line, start, end):
            self._add_rule(requests, first, stop, beside=first <= start + 3)

    def _add_rule(self, requests: list[Request], start: int, end: int, *, beside: bool = False) -> None:
        """Adds a sentence after the requests as a rule about them, unless it is about another document or elsewhere."""
        text = self.document.text
        words = text[start:end]
        subject = subject_of(text, start, end)
        own = {sort_of(text[slice(*request.name)]).kind for request in requests}
        if (
            subject is not None
            and subject.kind not in own
            and not (subject.kind == "letter" and "recommendation" in own)
        ):
            return
        named = beside or subject is not None or REFERS_BACK.match(words) is not None
        kinds = kinds_said_of_document(words) if named else kinds_of(words)
        for request in requests if kinds and not SEE_ELSEWHERE.match(words) else []:
            request.rules.append(RulePiece(start, end, tuple(kinds)))

    def _names(self, start: int, end: int, *, any_words: bool = False) -> list[Piece]:
        return names_in(self.document.text, start, end, any_words=any_words)

    def _too_bare(self, names: list[Piece]) -> bool:
        words = self.document.text[slice(*names[0])]
        sort = sort_of(words)
        return not sort.marks and sort.kind in TOO_BARE and len(words.split()) < 2

    def _announces(self, index: int, block: Block) -> bool:
        """Whether the block introduces what stands below it, though it may not be marked as a list."""
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
            return False
        words = self._words(block)[-400:]
        if not words.rstrip().endswith(":") and (len(words) > 160 or WORDS.search(words) and len(words) > 60):
            return False
        if block.kind is BlockKind.LIST_ITEM and not announces_documents(words):
            return False
        short = is_short(words) and index not in self._made
        return words.rstrip().endswith(":") or short or announces_documents(words)

    def _asks_outright(self, block: Block) -> bool:
        words = self._words(block)
        return (
            block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
            and re.search(r"\b(?:applicants?|candidates|to\s+apply|applications?)\b", words, re.IGNORECASE) is not None
            and re.search(r"\b(?:must|should|required?|needs?)\b", words, re.IGNORECASE) is not None
            and not any(is_for_later(heading) for heading in block.section)
            and WORDS.search(words) is not None
            and speaks_of_applying(words)
        )

    def _note_answer(self, setting: Setting) -> None:
        if setting.lead is not None:
            self._answered.add(setting.lead)

    def _is_gap(self, index: int) -> bool:
        blocks = self.document.blocks
        block = blocks[index]
        words = last_sentence(self._words(block))
        if not self.applying[index] or index in self._answered or not announces_documents(words):
            return False
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if block.kind is BlockKind.HEADING:
            bare = len(words.split()) <= 5 and words != self.document.title and not block.section
            return bare and (
                following is None or following.kind is BlockKind.HEADING and words not in following.section
            )
        if not words.rstrip().endswith(":") or block.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
            return False
        if following is None or following.kind is BlockKind.HEADING:
            return True
        return (
            block.kind is BlockKind.LIST_ITEM and following.kind is BlockKind.LIST_ITEM and following.lead == block.lead
        )

    def _words(self, block: Block) -> str:
        return self.document.text[block.start : block.end]

    def _span(self, index: int) -> Piece:
        block = self.document.blocks[index]
        return block.start, block.end
