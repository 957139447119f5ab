"""The requests of all documents of a program -> the items of its checklist, each document once."""

import hashlib
from dataclasses import dataclass, field

from assistant.checklists.choosing import Choice
from assistant.checklists.items import MAX_ITEMS, ChecklistItem, Gap, ItemRule, Need, RuleKind
from assistant.checklists.names import Piece
from assistant.checklists.pieces import Request, RulePiece
from assistant.checklists.vocabulary import Sort
from assistant.citing import cite
from assistant.types import Citation, Document, Span

_ORDER = list(Need)


@dataclass(slots=True)
class Collected:
    """All that is known of one document that is asked for: the requests in reading order, and the rules."""

    sort: Sort
    requests: list[tuple[Document, Request]]
    rules: dict[tuple[str, int, int], tuple[Document, RulePiece]] = field(default_factory=dict)

    def add_rule(self, document: Document, rule: RulePiece) -> None:
        """Adds a rule, once for each place that states it."""
        self.rules.setdefault((document.doc_id, rule.start, rule.end), (document, rule))


class Collection:
    """The documents that are asked for, in reading order."""

    def __init__(self) -> None:
        self.gaps: list[Gap] = []
        self._found: dict[Sort, Collected] = {}
        self._first: dict[str, Collected] = {}

    def add(self, document: Document, request: Request) -> None:
        """Adds the request to those for the same document."""
        sort = request.sort
        collected = self.find(sort)
        if collected is None:
            if len(self._found) == MAX_ITEMS:
                self._say_full(document, request)
                return
            collected = Collected(sort, [])
            self._found[sort] = collected
            if not sort.extra:
                self._first.setdefault(sort.kind, collected)
        collected.requests.append((document, request))
        for rule in request.rules:
            collected.add_rule(document, rule)

    def add_choice(self, document: Document, choice: Choice) -> None:
        """Adds the choice as a rule of the document that it is about, or else as a document of its own."""
        rule = RulePiece(*choice.place, (RuleKind.ALTERNATIVES,))
        found = next((item for sort in choice.about if (item := self.find(sort)) is not None), None)
        if found is not None:
            found.add_rule(document, rule)
        elif choice.request is not None:
            choice.request.rules.append(rule)
            self.add(document, choice.request)

    def find(self, sort: Sort) -> Collected | None:
        """The document of that sort; one that is not told apart from others of its kind is the first of them."""
        if sort in self._found:
            return self._found[sort]
        if sort.kind == "letter" and not sort.marks:
            return self._first.get("recommendation")
        if sort.general:
            return self._first.get(sort.kind)
        first = self._first.get(sort.kind)
        return first if first is not None and first.sort.general and sort.kind == "transcript" else None

    def _say_full(self, document: Document, request: Request) -> None:
        if not self.gaps:
            text = f"The documents name more than {MAX_ITEMS} documents; those from here on are not in the list."
            self.gaps.append(Gap(_cite(document, request.place), text))

    def items(self) -> tuple[ChecklistItem, ...]:
        """The items, required ones first, otherwise in the order in which they were added."""
        items = [_item(collected) for collected in self._found.values()]
        return tuple(sorted(items, key=lambda item: _ORDER.index(item.need)))


def _item(collected: Collected) -> ChecklistItem:
    document, request = min(collected.requests, key=lambda found: _precedence(collected.sort, found[1].need))
    text = document.text
    citation = _cite(document, request.place, request.lead)
    cited = {citation.doc_id: {request.place}}
    also: list[Citation] = []
    for where, other in collected.requests:
        places = cited.setdefault(where.doc_id, set())
        if other.place not in places:
            places.add(other.place)
            also.append(_cite(where, other.place, other.lead))
    rules = tuple(
        ItemRule(kind, _cite(where, (rule.start, rule.end)))
        for where, rule in collected.rules.values()
        for kind in rule.kinds
    )
    return ChecklistItem(
        name=text[slice(*request.name)],
        citation=citation,
        need=request.need,
        condition=text[slice(*request.condition)] if request.condition else None,
        rules=rules,
        also=tuple(also),
        key=_key(document.program, collected.sort),
    )


def _precedence(sort: Sort, need: Need) -> int:
    """The strictest need goes first; but how scores of an English test are sent does not say that all have to."""
    return -1 if sort.kind == "english" and need is Need.CONDITIONAL else _ORDER.index(need)


def _cite(document: Document, place: Piece, lead: Piece | None = None) -> Citation:
    return cite(Span(document.doc_id, *place, 1.0, lead), document)


def _key(program: str | None, sort: Sort) -> str:
    normalised = f"{program or ''}\n{sort.kind}\n{' '.join(sorted(sort.marks))}"
    return hashlib.sha256(normalised.encode("utf-8")).hexdigest()[:16]
