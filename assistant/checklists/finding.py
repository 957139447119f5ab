"""One document -> the places that ask for documents of an application, in reading order."""

import re

from assistant.checklists.applying import (
    ListOf,
    announces_documents,
    asks_applicants,
    is_topical,
    leads_away,
    lists_documents,
    lists_requirements,
    speaks_of_applying,
)
from assistant.checklists.asking import asks, condition_in, is_for_later, is_of_many, is_on_request, need_of
from assistant.checklists.choosing import Choice, choice_in_sentence, choice_of_list, last_below
from assistant.checklists.items import MAX_SENTENCES, Need, RuleKind
from assistant.checklists.names import (
    Piece,
    goes_on_as_entry,
    is_too_bare,
    names_in,
    stands_alone,
    stands_announced,
    subject_of,
)
from assistant.checklists.pieces import (
    SENTENCE_CHARACTERS,
    Request,
    RulePiece,
    cells,
    clause_end,
    joined_sentences,
    lines,
    parts_about,
    rule_pieces,
    with_bracket,
)
from assistant.checklists.ruling import kind_of_column, kinds_of, kinds_said_of_document
from assistant.checklists.surroundings import (
    SMALL_PIECES,
    Setting,
    Surroundings,
    headings_naming_documents,
    is_short,
    words_of,
)
from assistant.checklists.vocabulary import mentions, sort_of
from assistant.types import Block, BlockKind, Document

_EXAMPLES = re.compile(
    r"\b(?:needs?|requests?|ask(?:s|ed)?\s+for|asked\s+to\s+(?:submit|provide|send|upload)|requires?|required\s+to\s+(?:submit|provide|send)|"
    r"such\s+as|for\s+example,?)\s+|\(e\.\s?g\.,?\s+|\(for\s+example,?\s+",
    re.IGNORECASE,
)
_PROMPT = re.compile(
    r"(?:\(?\w{1,2}[.)]\s+)?(?:describe|explain|discuss|tell\s+us|state|outline|summari[sz]e|what|how|why|which|please\s+describe)\b",
    re.IGNORECASE,
)
_SEE_ELSEWHERE = re.compile(
    r"(?:Please\s+)?(?:see|visit|contact|refer|click|learn|read)\b|For\s+(?:more|further|questions)\b", re.IGNORECASE
)
_ONLY_LEADS_ON = re.compile(
    r"(?:following\s+|these\s+|one\s+of\s+the\s+following\s+)?(?:forms|letters|certificates|reports|statements|essays|fees|scores)",
    re.IGNORECASE,
)
_REFERS_BACK = re.compile(r"(?:It|They|This|These|Each|The\s+(?:document|file)s?)\b")
# What a sentence that names no document may say of the one before it.
_OF_ITSELF = frozenset(RuleKind) - {RuleKind.CONDITION, RuleKind.TIME, RuleKind.SENDER, RuleKind.OTHER}
# Said of applicants or of applying, though it stands below a document.
_OF_APPLICANTS = re.compile(
    r"(?:if\s+you\s+(?:are|have|were)|please\s+note|to\s+be\s+(?:considered|eligible)|applicants?|applications?|students|candidates)\b"
    r"(?![^.]{0,160}\b(?:submit|sen[dt]|upload|include|provide))",
    re.IGNORECASE,
)
_NOT_REQUIRED = re.compile(r"\boptional\b|\bnot\s+required\b", re.IGNORECASE)


class DocumentReader:
    """Reads one document block by block, remembering which request what follows belongs to."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.surroundings = Surroundings(document)
        self.requests: list[Request] = []
        self.choices: list[Choice] = []
        self.entries: dict[int, int] = {}
        """By block, where the names of its entries end."""
        self.answered: set[int] = set()
        """The blocks that announce a list which has been found."""
        self.end = len(document.text)
        """Where reading stopped."""
        self.too_long: list[Piece] = []
        """The passages that are too long to be read as sentences."""
        self._sentences = 0
        self._made: dict[int, list[Request]] = {}
        self._topic: list[Request] = []
        self._headed = False
        self.last_below = last_below(document)
        self._kin = headings_naming_documents(document)

    def read(self) -> None:
        """Finds the requests and the choices."""
        for index, block in enumerate(self.document.blocks):
            if block.start >= self.end:
                return
            if block.kind in (BlockKind.HEADING, BlockKind.QUESTION):
                self._topic = []
            if self.surroundings.applying[index]:
                self._read_block(index, block)
            elif block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
                self._read_elsewhere(index, block)
            self.surroundings.pass_block(index, is_request=index in self._made)

    def _read_block(self, index: int, block: Block) -> None:
        match block.kind:
            case BlockKind.HEADING:
                self._read_heading(index, block)
            case BlockKind.QUESTION:
                pass
            case BlockKind.TABLE_HEADER | BlockKind.TABLE_ROW:
                self._read_row(index, block)
            case _:
                self._read_lines(index, block)
                self._read_choice_of_list(index, block)

    def _read_heading(self, index: int, block: Block) -> None:
        words = words_of(self.document, index)
        names = self._names(block.start, block.end)
        if not names or words == self.document.title or is_for_later(words):
            return
        text = self.document.text
        self._count(block.end)
        if not stands_alone(text, names[-1][1], block.end) or is_too_bare(text[slice(*names[0])]):
            return
        setting = self.surroundings.setting(index)
        in_list = setting.listed in (ListOf.DOCUMENTS, ListOf.ASKED) or len(self._kin[block.section]) > 1
        if in_list or lists_requirements(block.section[-1] if block.section else self.document.title):
            self._note_answer(setting)
            self._topic = self._request(index, names, (block.start, block.end), setting)
            self._headed = True

    def _read_row(self, index: int, block: Block) -> None:
        text = self.document.text
        parts = cells(text, block)
        header = self.document.blocks[block.lead] if block.lead is not None else block
        titles = text[header.start : header.end].split(" | ") if header.kind is BlockKind.TABLE_HEADER else []
        titles = [] if header is block else titles
        listed = bool(titles) and lists_documents(titles[0])
        setting = self.surroundings.setting_below(index, header.lead if titles else block.lead)
        names = self._names(*parts[0], any_words=listed)
        if not names or block.kind is BlockKind.TABLE_HEADER and is_too_bare(text[slice(*names[0])]):
            return
        if titles and not listed and self._names(header.start, header.start + len(titles[0])):
            titles = []
        asked = setting.listed is ListOf.DOCUMENTS or not titles and setting.listed is ListOf.ASKED
        required = not titles and lists_requirements(block.section[-1] if block.section else self.document.title)
        if not (listed or asked or required and stands_alone(text, names[-1][1], parts[0][1])):
            return
        self._note_answer(setting)
        setting.lead = block.lead if titles else setting.lead
        requests = self._request(index, names, (block.start, block.end), setting)
        for position, (start, end) in enumerate(parts[1:], start=1):
            kind = kind_of_column(titles[position]) if len(titles) == len(parts) else None
            kinds = (kind,) if kind else tuple(kinds_said_of_document(text[start:end])) or (RuleKind.OTHER,)
            for request in requests:
                request.rules.append(RulePiece(start, end, kinds))

    def _read_lines(self, index: int, block: Block) -> None:
        parents = self._parents(block)
        setting = self.surroundings.setting(index)
        small = block.kind in SMALL_PIECES
        if parents is not None and setting.listed is not ListOf.DOCUMENTS and not self._lists_more(block):
            self._count(block.end)
            self._add_rules(parents, block.start, block.end, whole=small)
            return
        if setting.listed is ListOf.OTHER and small:
            return
        words = words_of(self.document, index)
        if self._topic and not self._headed and is_short(words):
            self._topic = []
        last: list[Request] = []
        for start, end in lines(self.document.text, block):
            names = self._entry(start, end, block, setting)
            if names:
                self._note_answer(setting)
                self.entries[index] = names[-1][1]
                last = self._request(index, names, (start, end) if "\n" in words else (block.start, block.end), setting)
                self._add_rules(last, names[-1][1], end, line=start)
                self._topic = last if block.kind is BlockKind.PARAGRAPH else []
                self._headed = False
            else:
                last = self._read_sentences(index, start, end, setting, last)
                if not last and block.kind is BlockKind.LIST_ITEM and _PROMPT.match(self.document.text, start, end):
                    self._add_rules(self._entry_before(index), start, end, whole=True)

    def _read_sentences(self, index: int, start: int, end: int, setting: Setting, last: list[Request]) -> list[Request]:
        """Requests in prose; what follows one and refers back to it is a rule about it."""
        text = self.document.text
        read, too_long = joined_sentences(text, start, end)
        self.too_long += too_long
        for first, stop in read:
            if first >= self.end:
                break
            found = self._asked_in(index, first, stop, setting)
            if found:
                last = found
            elif last and _REFERS_BACK.match(text, first, stop):
                self._add_rules(last, first, stop)
            elif self._topic and self._topic[0].place[1] <= first:
                self._add_rule(self._topic, first, stop)
        return last

    def _asked_in(self, index: int, start: int, end: int, setting: Setting) -> list[Request]:
        text = self.document.text
        words = text[start:end]
        if next(mentions(text, start, end), None) is None or is_for_later(words) or is_of_many(words):
            return []
        self._count(end)
        if choice := choice_in_sentence(self.document, start, end):
            self.choices.append(choice)
            end = text.find(": ", start, end)
        requests: list[Request] = []
        if is_on_request(words):
            for found in _EXAMPLES.finditer(text, start, end):
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
                names = [name for name in names if not _ONLY_LEADS_ON.fullmatch(text[slice(*name)])]
            if not names:
                continue
            taken = names[-1][1]
            reach = clause_end(text, names[-1][1], end)
            condition = ask.who or condition_in(text, start, reach) or setting.condition
            need = need_of(words, ask.need if setting.need is Need.REQUIRED else setting.need)
            here = Setting(setting.listed, need, condition, setting.lead)
            requests += self._request(index, names, (start, end), here)
            if self._headed and _NOT_REQUIRED.search(words):
                self._make_optional(names)
        for request, (first, stop) in zip(requests, parts_about(text, requests, start, end), strict=True):
            kinds = kinds_said_of_document(text[first:stop])
            if kinds and kinds != [RuleKind.OTHER]:
                request.rules.append(RulePiece(first, stop, tuple(kinds)))
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
            if not _PROMPT.match(self.document.text, start, end):
                break
        return []

    def _make_optional(self, names: list[Piece]) -> None:
        """What a heading named is optional where the text below it says so of the same document."""
        text = self.document.text
        sorts = {sort_of(text[slice(*name)]) for name in names}
        for request in self._topic:
            if request.need is Need.REQUIRED and request.sort in sorts:
                request.need = Need.OPTIONAL

    def _entry(self, start: int, end: int, block: Block, setting: Setting) -> list[Piece]:
        """The names that a line begins with, where it is one of a list rather than a sentence."""
        text = self.document.text
        if setting.listed in (ListOf.OTHER, ListOf.ALTERNATIVES) and block.kind in SMALL_PIECES:
            return []
        in_list = block.kind in SMALL_PIECES
        if in_list and is_for_later(text[start:end]):
            return []
        any_words = in_list and setting.listed is ListOf.DOCUMENTS and self.surroundings.says_documents(setting, block)
        names = self._names(start, end, any_words=any_words)
        if not names or names[0][0] - start > 60:
            return []
        announced = setting.listed in (ListOf.DOCUMENTS, ListOf.ASKED)
        if not (goes_on_as_entry if in_list else stands_announced if announced else stands_alone)(
            text, names[-1][1], end
        ):
            return []
        bare = is_too_bare(text[slice(*names[0])])
        return [] if bare and (not in_list or setting.listed is ListOf.UNSAID) else names

    def _parents(self, block: Block) -> list[Request] | None:
        """The requests that a list item or definition is a rule of, by the block that introduces it."""
        if block.lead is None or block.kind not in SMALL_PIECES:
            return None
        if block.lead in self._made:
            return self._made[block.lead]
        lead = self.document.blocks[block.lead]
        if self._topic and is_topical(words_of(self.document, block.lead)) and lead.section == block.section:
            return self._topic
        return None

    def _lists_more(self, block: Block) -> bool:
        return block.lead is not None and announces_documents(words_of(self.document, block.lead)[-200:])

    def _request(self, index: int, names: list[Piece], place: Piece, setting: Setting) -> list[Request]:
        text = self.document.text
        made = []
        beside = text[place[0] : min(place[1], place[0] + 300)]
        lead = self._span(setting.lead) if setting.lead is not None and setting.lead < index else None
        for name in names:
            need, condition = setting.need, setting.condition
            if need is Need.REQUIRED:
                need = need_of(with_bracket(text, name, place[1]))
            condition = condition or condition_in(text, name[0], clause_end(text, name[1], place[1]))
            if need is Need.REQUIRED and is_on_request(beside) and setting.listed is ListOf.REQUESTED_LATER:
                need = Need.ON_REQUEST
            if condition is not None and name[0] <= condition[0] < name[1]:
                cut = condition[0] - (text[condition[0] - 1].isspace())
                if next(mentions(text, name[0], cut), None):
                    name = (name[0], cut)
                else:
                    condition = None
            if need is Need.REQUIRED and condition is not None:
                need = Need.CONDITIONAL
            made.append(Request(sort_of(text[slice(*name)]), name, place, lead, need, condition))
        self._count(place[1])
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
            self._add_rule(requests, first, stop, beside=first <= start + 3 and "." not in text[start:first])

    def _add_rule(self, requests: list[Request], start: int, end: int, *, beside: bool = False) -> None:
        """Adds a sentence after the requests as a rule about them, unless it is about another document or elsewhere."""
        text = self.document.text
        words = text[start:end]
        if start >= self.end or is_for_later(words):
            return
        self._count(end)
        subject = subject_of(text, start, end)
        if subject is not None:
            requests = [request for request in requests if subject.is_like(request.sort)]
        named = beside or subject is not None or _REFERS_BACK.match(words) is not None
        kinds = kinds_said_of_document(words) if named else kinds_of(words)
        if subject is None and _OF_APPLICANTS.match(words) or not named and _OF_ITSELF.isdisjoint(kinds):
            return
        for request in requests if kinds and not _SEE_ELSEWHERE.match(words) else []:
            request.rules.append(RulePiece(start, end, tuple(kinds)))

    def _names(self, start: int, end: int, *, any_words: bool = False) -> list[Piece]:
        return names_in(self.document.text, start, min(end, start + SENTENCE_CHARACTERS), any_words=any_words)

    def _read_choice_of_list(self, index: int, block: Block) -> None:
        if index in self.last_below:
            listed = self.surroundings.introduced_by(index)
            if choice := choice_of_list(self.document, index, self.last_below[index], listed):
                self.choices.append(choice)
                self.answered.add(index)

    def _read_elsewhere(self, index: int, block: Block) -> None:
        """Requests outside the parts about applying, where a sentence says itself that it is about applicants."""
        away = any(is_for_later(heading) or leads_away(heading) for heading in (self.document.title, *block.section))
        if away or not asks_applicants(words_of(self.document, index)):
            return
        for start, end in joined_sentences(self.document.text, block.start, block.end)[0]:
            words = self.document.text[start:end]
            if start < self.end and asks_applicants(words) and speaks_of_applying(words):
                self._asked_in(index, start, end, Setting(ListOf.UNSAID))

    def _note_answer(self, setting: Setting) -> None:
        if setting.lead is not None:
            self.answered.add(setting.lead)

    def _count(self, end: int) -> None:
        """Counts a sentence or an entry; after too many of them, reading stops where this one ends."""
        self._sentences += 1
        if self._sentences == MAX_SENTENCES:
            self.end = min(self.end, end)

    def _span(self, index: int) -> Piece:
        block = self.document.blocks[index]
        return block.start, block.end
