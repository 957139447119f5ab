"""The documents of one program -> the requirements that they state on who may apply."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import islice

from assistant.citing import cite
from assistant.eligibility import patterns
from assistant.eligibility.openings import Reading
from assistant.eligibility.reading import read_statement
from assistant.eligibility.statements import Statement, read_statements
from assistant.eligibility.values import Remark, Requirement
from assistant.language import terms, words
from assistant.rules import AllOf, AnyOf, Condition, Not, Rule
from assistant.rules.logic import Logic, Marker, conditions_of
from assistant.types import Citation, Document, Span

MAX_QUESTIONS = 40
MAX_STATEMENTS = 2_000
"""Of one document; what is longer is no page for applicants."""
MAX_REMARK = 600
"""Characters of a sentence that is quoted in a remark."""
MIN_TITLE = 8
"""Characters of a document's title from which on a text that has it refers to the document."""
MAX_JOINED = 2_500
"""Characters of several ways in that are read as one rule."""
MAX_CONTESTS = 100
MIN_TERMS = 2
MIN_SHARED = 0.8
"""A sentence speaks of a condition from this share of the condition's terms on, in [0, 1]."""
MAX_BETWEEN = 400
"""Characters between two ways in that are still read as one rule."""

REFERS = "For this the documents refer to another place, which is not read here."
EXCEPTS = "The documents name an exception or an easing; ask the program whether it covers you."
ELSEWHERE = "This rule cannot be asked here, because the documents only say where it is to be found."
NEEDLESS = "The documents also say that this is not needed, of all or of some; ask the program which counts for you."
MORE = "The documents state more rules than are asked here; this is the first of the others."

_COMMON = frozenset(terms("must applicants candidates students required minimum least have need hold possess"))


@dataclass(slots=True)
class _Found:
    """A requirement in the making."""

    document: Document
    statement: Statement
    reading: Reading
    remarks: list[Remark] = field(default_factory=list)
    contested: bool = False


def find_requirements(documents: Iterable[Document]) -> tuple[Requirement, ...]:
    """The requirements of one program, in the order of its documents, each asked by at most 40 questions in all.

    Where there are more, those of sections about eligibility are kept, and a requirement that cannot be asked quotes
    the first of the others.
    """
    documents = list(documents)
    titles = {document.title.casefold() for document in documents if len(document.title) >= MIN_TITLE}
    found: list[_Found] = []
    for document in documents:
        found += _read(document, titles - {document.title.casefold()})
    found = _without_repeats(found)
    for document in documents:
        _contest(document, found)
    requirements = _keyed(found)
    return _limited(requirements)


def _read(document: Document, titles: Set[str]) -> list[_Found]:
    found: list[_Found] = []
    waiting: list[tuple[Statement, Remark]] = []
    for count, statement in enumerate(read_statements(document)):
        if count >= MAX_STATEMENTS:
            rest = Remark(MORE, _cited(document, statement.start, statement.end))
            found.append(_Found(document, statement, _unasked(document, statement.start, statement.end), [rest]))
            break
        reading = _elsewhere(document, statement, titles) or read_statement(document.text, statement)
        if reading is not None:
            last = found[-1] if found else None
            conditions = list(conditions_of(reading.rule.logic))
            if len(conditions) == 1 and patterns.MEETS_UNNAMED.match(conditions[0].text):
                reading = _unasked(document, reading.start, reading.end)
            reading = _for_the_same(document, last, reading, statement)
            if (
                last is not None
                and reading.alternative
                and reading.adds
                and not _can_join(document, last, reading, statement)
            ):
                waiting.append((statement, Remark(EXCEPTS, _cited(document, statement.start, statement.stop))))
                continue
            joined = None if last is None else _joined(document, last, reading, statement)
            if last is not None and joined is not None:
                last.reading = joined
            else:
                found.append(_Found(document, statement, reading))
            continue
        remark = _remark(document, statement)
        if remark is not None:
            waiting.append((statement, remark))
    for statement, remark in waiting:
        near = [one for one in found if one.statement.section == statement.section or statement.eligibility]
        before = [one for one in near if one.statement.start < statement.start]
        if near:
            (before[-1] if before else near[0]).remarks.append(remark)
    return found


def _for_the_same(document: Document, last: _Found | None, reading: Reading, statement: Statement) -> Reading:
    """Of "The sponsor must be ..." below "A group needs a sponsor": the second is for groups as well."""
    definite = re.match(r"The\s+([\w\s-]{3,40}?)\s+(?:must|needs?|has\s+to)\b", reading.rule.text)
    if definite is None or last is None or last.reading.kind is None or reading.kind is not None:
        return reading
    introduced = definite[1].lower() in last.reading.rule.text.lower()
    if introduced and last.statement.section == statement.section:
        return replace(reading, kind=last.reading.kind, by_heading=last.reading.by_heading)
    return reading


def _elsewhere(document: Document, statement: Statement, titles: Set[str]) -> Reading | None:
    """A rule of an eligibility section whose content stands in another place: "see the eligibility criteria at ...".

    ``titles`` are those of the program's other documents, which are read as well.
    """
    text = document.text[statement.start : statement.end]
    if len(text) > MAX_REMARK or statement.items or not statement.eligibility:
        return None
    refers = patterns.REFERS.search(text)
    if refers is None or not re.search(r"\b(?:eligib\w*|requirements|criteria|full\s+rules)\b", text, re.IGNORECASE):
        return None
    if any(title in text.casefold() for title in titles):
        return None
    return _unasked(document, statement.start, statement.end)


def _unasked(document: Document, start: int, end: int) -> Reading:
    return Reading(start, end, Rule(document.text[start:end], None, None), None, False)


def _remark(document: Document, statement: Statement) -> Remark | None:
    text = document.text[statement.start : statement.end]
    if len(text) > MAX_REMARK:
        return None
    if patterns.EXCEPTS.search(text) is not None and not patterns.ABOUT_PAPERS.search(text) and statement.eligibility:
        return Remark(EXCEPTS, _cited(document, statement.start, statement.stop))
    if patterns.ABOUT_PAPERS.search(text) is not None or len(text) > 300:
        return None
    if patterns.REFERS.search(text) is not None and patterns.ABOUT_RULES.search(text) is not None:
        return Remark(REFERS, _cited(document, statement.start, statement.end))
    return None


def _cited(document: Document, start: int, end: int, lead_in: tuple[int, int] | None = None) -> Citation:
    return cite(Span(document.doc_id, start, end, 1.0, lead_in), document)


def _can_join(document: Document, last: _Found, reading: Reading, statement: Statement) -> bool:
    own = last.reading
    near = last.statement.section == statement.section and statement.start - own.end <= MAX_BETWEEN
    near = near and statement.stop - own.start <= MAX_JOINED
    return near and own.alternative and reading.alternative and last.document is document


def _joined(document: Document, last: _Found, reading: Reading, statement: Statement) -> Reading | None:
    """Two ways in, one after the other in a section, as one rule that either is enough for."""
    own = last.reading
    if not _can_join(document, last, reading, statement):
        return None
    text = document.text[own.start : reading.end]
    first, second = _with_kind(document, own, own.start), _with_kind(document, reading, own.start)
    if first is None or second is None:
        return None
    parts = (*(first.parts if isinstance(first, AnyOf) and not own.kind else (first,)), second)
    kind = own.kind if own.by_heading else None
    stated = reading.adds or reading.kind != own.kind
    return replace(
        own,
        end=reading.end,
        rule=Rule(text, None, AnyOf(parts, stated)),
        kind=kind,
        by_heading=kind is not None and own.by_heading,
    )


def _with_kind(document: Document, reading: Reading, base: int) -> Logic | None:
    """The logic with offsets from the base, and with whom it is for as a condition unless the heading says so."""
    if reading.rule.logic is None:
        return None
    moved = _moved(reading.rule.logic, reading.start - base)
    if reading.kind is None or reading.by_heading:
        return moved
    start, end = reading.kind
    kind = Condition(
        start - base, end - base, document.text[start:end], False, Marker.RESTRICTION, (start - base, end - base)
    )
    return AllOf((kind, moved))


def _moved(logic: Logic, by: int) -> Logic:
    if by == 0:
        return logic
    match logic:
        case Condition():
            lead = None if logic.lead is None else (logic.lead[0] + by, logic.lead[1] + by)
            sentence = (logic.sentence[0] + by, logic.sentence[1] + by)
            return replace(logic, start=logic.start + by, end=logic.end + by, lead=lead, sentence=sentence)
        case Not(part):
            return Not(_moved(part, by))
        case AllOf(parts, stated):
            return AllOf(tuple(_moved(part, by) for part in parts), stated)
        case AnyOf(parts, stated):
            return AnyOf(tuple(_moved(part, by) for part in parts), stated)


def _contest(document: Document, found: Sequence[_Found]) -> None:
    """Marks the requirements of which the document says elsewhere that they are not needed."""
    cores = [
        (one, frozenset(terms(condition.text)) - _COMMON)
        for one in found
        for condition in conditions_of(one.reading.rule.logic)
    ]
    count = 0
    for statement in islice(read_statements(document), MAX_STATEMENTS):
        text = document.text[statement.start : statement.end]
        needless = patterns.NOT_NEEDED.search(text) if len(text) <= MAX_REMARK else None
        if needless is None:
            continue
        count += 1
        if count > MAX_CONTESTS:
            break
        said = frozenset(terms(text[: needless.end()] if needless["before"] else text[needless.start() :]))
        for one, core in cores:
            inside = one.document is document and one.reading.start <= statement.start < one.reading.end
            if (
                len(core) >= MIN_TERMS
                and len(core & said) >= MIN_SHARED * len(core)
                and not inside
                and not one.contested
            ):
                one.contested = True
                one.remarks.insert(0, Remark(NEEDLESS, _cited(document, statement.start, statement.end)))


def _without_repeats(found: Sequence[_Found]) -> list[_Found]:
    """The first of rules in the same words for the same applicants."""
    seen: set[tuple[tuple[str, ...], str]] = set()
    kept = []
    for one in found:
        own = (tuple(words(one.reading.rule.text)), _kind_words(one).casefold())
        if own not in seen:
            seen.add(own)
            kept.append(one)
    return kept


def _kind_words(found: _Found) -> str:
    return "" if found.reading.kind is None else found.document.text[slice(*found.reading.kind)]


def _keyed(found: Sequence[_Found]) -> list[tuple[_Found, Requirement]]:
    counts: Counter[str] = Counter()
    requirements = []
    for one in found:
        reading = one.reading
        lead_in = one.statement.heading if reading.by_heading and reading.kind is not None else None
        citation = _cited(one.document, reading.start, reading.end, lead_in)
        digest = hashlib.sha256(f"{one.document.doc_id}\n{citation.quote}".encode()).hexdigest()[:12]
        counts[digest] += 1
        key = digest if counts[digest] == 1 else f"{digest}-{counts[digest]}"
        remarks = list(dict.fromkeys(one.remarks))[:3]
        if reading.rule.logic is None and not remarks:
            remarks.insert(0, Remark(ELSEWHERE, citation))
        kind = _kind_words(one) or None
        requirement = Requirement(citation, reading.rule, kind, key, reading.alternative, one.contested, tuple(remarks))
        requirements.append((one, requirement))
    return requirements


def _limited(requirements: Sequence[tuple[_Found, Requirement]]) -> tuple[Requirement, ...]:
    kept: list[int] = []
    asked = 0
    kinds: set[str] = set()
    order = sorted(range(len(requirements)), key=lambda at: (not requirements[at][0].statement.eligibility, at))
    left: list[int] = []
    for at in order:
        requirement = requirements[at][1]
        new = {requirement.kind.casefold()} - kinds if requirement.kind else set()
        count = sum(1 for _ in conditions_of(requirement.rule.logic)) + len(new)
        if asked + count > MAX_QUESTIONS:
            left.append(at)
            continue
        asked += count
        kinds |= new
        kept.append(at)
    chosen = [requirements[at][1] for at in sorted(kept)]
    if left:
        first = requirements[min(left)][1]
        rule = Rule(first.rule.text, None, None)
        chosen.append(replace(first, rule=rule, kind=None, remarks=(Remark(MORE, first.citation),)))
    return tuple(chosen)
