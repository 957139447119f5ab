"""The requests of all documents of a program -> the items of its checklist, each document once."""

import hashlib
from dataclasses import dataclass, field

from assistant.checklists.items import ChecklistItem, ItemRule, Need
from assistant.checklists.pieces import Request, RulePiece
from assistant.checklists.quoting import Quoter
from assistant.checklists.vocabulary import Sort, sort_of
from assistant.types import Citation

_ORDER = list(Need)


@dataclass(slots=True)
class Collected:
    """All that is known of one document that is asked for: the requests in reading order, and the rules."""

    sort: Sort
    requests: list[tuple[Quoter, Request]]
    rules: dict[tuple[str, int, int], tuple[Quoter, RulePiece]] = field(default_factory=dict)

    def add_rule(self, quoter: Quoter, rule: RulePiece) -> None:
        """Adds a rule, once for each place that states it."""
        self.rules.setdefault((quoter.document.doc_id, rule.start, rule.end), (quoter, rule))


class Collection:
    """The documents that are asked for, in reading order."""

    def __init__(self) -> None:
        self._found: dict[Sort, Collected] = {}
        self._first: dict[str, Collected] = {}

    def add(self, quoter: Quoter, request: Request) -> None:
        """Adds the request to those for the same document."""
        sort = sort_of(quoter.document.text[slice(*request.name)])
        collected = self.find(sort)
        if collected is None:
            collected = Collected(sort, [])
            self._found[sort] = collected
            self._first.setdefault(sort.kind, collected)
        collected.requests.append((quoter, request))
        for rule in request.rules:
            collected.add_rule(quoter, rule)

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

    def items(self) -> tuple[ChecklistItem, ...]:
        """The items, required ones first, otherwise in the order in which they were added."""
        items = [_item(collected) for collected in self._found.values()]
        return tuple(sorted(items, key=lambda item: _ORDER.index(item.need)))


def _item(collected: Collected) -> ChecklistItem:
    quoter, request = min(collected.requests, key=lambda found: _ORDER.index(found[1].need))
    text = quoter.document.text
    name = text[slice(*request.name)]
    citation = quoter.quote(*request.place, request.lead)
    also: dict[tuple[str, int, int], Citation] = {}
    for place, other in collected.requests:
        quoted = place.quote(*other.place, other.lead)
        if (quoted.doc_id, quoted.start, quoted.end) != (citation.doc_id, citation.start, citation.end):
            also.setdefault((quoted.doc_id, quoted.start, quoted.end), quoted)
    rules = tuple(
        ItemRule(kind, where.quote(rule.start, rule.end))
        for where, rule in collected.rules.values()
        for kind in rule.kinds
    )
    return ChecklistItem(
        name=name,
        citation=citation,
        need=request.need,
        condition=text[slice(*request.condition)] if request.condition else None,
        rules=rules,
        also=tuple(also.values()),
        key=_key(quoter.document.program, collected.sort),
    )


def _key(program: str | None, sort: Sort) -> str:
    normalised = f"{program or ''}\n{sort.kind}\n{' '.join(sorted(sort.marks))}"
    return hashlib.sha256(normalised.encode("utf-8")).hexdigest()[:16]
