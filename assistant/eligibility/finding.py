"""The documents of one program -> the requirements that they state on who may apply."""

import hashlib
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import islice

from assistant.citing import cite
from assistant.eligibility import patterns
from assistant.eligibility.comparing import sameness
from assistant.eligibility.parts import Reading
from assistant.eligibility.reading import can_join, is_language_test, join, read_statement
from assistant.eligibility.statements import Item, Statement, read_statements
from assistant.eligibility.unasked import is_in_scope, may_require
from assistant.eligibility.values import Remark, Requirement
from assistant.language import terms, words
from assistant.rules import Rule
from assistant.rules.logic import conditions_of
from assistant.types import Citation, Document, Span

MAX_QUESTIONS = 40
MAX_STATEMENTS = 2_000
"""Of one document; what is longer is no page for applicants."""
MAX_REMARK = 600
"""Characters of a sentence that is quoted in a remark."""
MAX_UNASKED = 100
"""Statements that could not be asked, of all documents together."""
MAX_ALSO = 5
MIN_TITLE = 8
"""Characters of a document's title from which on a text that has it refers to the document."""
MAX_CONTESTS = 100
MIN_TERMS = 2
MIN_SHARED = 0.8
"""A sentence speaks of a condition from this share of the condition's terms on, in [0, 1]."""

REFERS = "For this the documents refer to another place, which is not read here."
EXCEPTS = "The documents name an exception or an easing; ask the program whether it covers you."
ELSEWHERE = "This rule cannot be asked here, because the documents only say where it is to be found."
NEEDLESS = "The documents also say that this is not needed, of all or of some; ask the program which counts for you."
TESTS = "The words quoted do not say of whom this test is asked; the text around them may."
MORE = "The documents state more rules than are asked here; this is the first of the others."

_COMMON = frozenset(terms("must applicants candidates students required minimum least have need hold possess"))
_NO = re.compile(r"no\b[\s,.!]", re.IGNORECASE)


@dataclass(slots=True)
class _Found:
    """A requirement in the making."""

    document: Document
    statement: Statement
    reading: Reading
    remarks: list[Remark] = field(default_factory=list)
    contested: bool = False
    also: list[Citation] = field(default_factory=list)
    unasked: bool = False

    @property
    def kind(self) -> str:
        return "" if self.reading.kind is None else self.document.text[slice(*self.reading.kind)]


def find_requirements(documents: Iterable[Document]) -> tuple[Requirement, ...]:
    """The requirements of one program, in the order of its documents, each asked by at most 40 questions in all.

    Where there are more, those of sections about eligibility are kept, and a requirement that cannot be asked quotes
    the first of the others. Statements that may be requirements but could not be turned into questions come last.
    """
    documents = list(documents)
    titles = {document.title.casefold() for document in documents if len(document.title) >= MIN_TITLE}
    found: list[_Found] = []
    unasked: list[_Found] = []
    statements = [list(islice(read_statements(document), MAX_STATEMENTS + 1)) for document in documents]
    for document, own_statements in zip(documents, statements, strict=True):
        own, left = _read(document, own_statements, titles - {document.title.casefold()})
        found += own
        unasked += left
    found = _without_repeats(found)
    asked = {tuple(words(one.reading.rule.text)) for one in found}
    unasked = [one for one in _without_repeats(unasked) if tuple(words(one.reading.rule.text)) not in asked]
    for document, own_statements in zip(documents, statements, strict=True):
        _contest(document, own_statements, found)
    keyed = _keyed([*found, *unasked[:MAX_UNASKED]])
    return (*_limited(keyed[: len(found)]), *(requirement for _, requirement in keyed[len(found) :]))


def _read(document: Document, statements: Sequence[Statement], titles: Set[str]) -> tuple[list[_Found], list[_Found]]:
    """The requirements of a document, and what may be one as well but could not be turned into a question."""
    found: list[_Found] = []
    waiting: list[tuple[Statement, Remark]] = []
    unread: list[tuple[Statement, int, int]] = []
    for count, statement in enumerate(statements):
        if count >= MAX_STATEMENTS:
            rest = Remark(MORE, _cited(document, statement.start, statement.end))
            found.append(_Found(document, statement, _unasked(document, statement.start, statement.end), [rest]))
            break
        reading = _elsewhere(document, statement, titles) or read_statement(document.text, statement)
        if reading is None:
            remark = _remark(document, statement)
            if remark is not None:
                waiting.append((statement, remark))
            else:
                unread.append((statement, statement.start, statement.stop))
            continue
        unread += [(statement, item.start, item.end) for item in _left_out(statement, reading)]
        conditions = list(conditions_of(reading.rule.logic))
        if len(conditions) == 1 and patterns.MEETS_UNNAMED.match(conditions[0].text):
            reading = _unasked(document, reading.start, reading.end)
        last = found[-1] if found else None
        if last is None:
            found.append(_new(document, statement, reading))
            continue
        reading = _for_the_same(document, last, reading, statement)
        if reading.alternative and reading.adds and not can_join(last.reading, last.statement, reading, statement):
            waiting.append((statement, Remark(EXCEPTS, _cited(document, statement.start, statement.stop))))
            continue
        joined = join(document.text, last.reading, last.statement, reading, statement)
        if joined is not None:
            last.reading, last.statement = joined, statement if statement.row else last.statement
        else:
            found.append(_new(document, statement, reading))
    for statement, remark in waiting:
        near = [one for one in found if one.statement.section == statement.section or statement.eligibility]
        before = [one for one in near if one.statement.start < statement.start]
        if near:
            (before[-1] if before else near[0]).remarks.append(remark)
    sections = {one.statement.section for one in found}
    lists = {one.statement.section for one in found if one.statement.listed}
    lists |= {
        statement.section
        for statement, start, end in unread
        if statement.listed and patterns.THRESHOLD.search(document.text, start, end)
    }
    unasked = [
        _Found(document, statement, _unasked(document, start, min(end, start + MAX_REMARK), statement), unasked=True)
        for statement, start, end in unread
        if is_in_scope(document.text, statement, sections)
        and may_require(document.text, statement, start, end, _is_listed(statement, lists))
    ]
    return found, unasked


def _is_listed(statement: Statement, sections: Set[tuple[str, ...]]) -> bool:
    own = statement.listed and statement.first and not statement.answers
    return own and statement.eligibility and statement.section in sections


def _new(document: Document, statement: Statement, reading: Reading) -> _Found:
    if reading.kind is not None or not is_language_test(document.text, statement):
        return _Found(document, statement, reading)
    # Such tests are asked of some applicants only, so that a no decides nothing.
    where = Remark(TESTS, _cited(document, reading.start, reading.end, reading.lead_in))
    return _Found(document, statement, reading, [where], contested=True)


def _left_out(statement: Statement, reading: Reading) -> list[Item]:
    """The items of the statement's list that no condition covers."""
    conditions = [(one.start + reading.start, one.end + reading.start) for one in conditions_of(reading.rule.logic)]
    starts = [start for start, _ in conditions]
    left = []
    for item in statement.items:
        before = bisect_left(starts, item.end)
        if before == 0 or conditions[before - 1][1] <= item.start:
            left.append(item)
    return left


def _for_the_same(document: Document, last: _Found, reading: Reading, statement: Statement) -> Reading:
    """Of "The sponsor must be ..." below "A group needs a sponsor": the second is for groups as well."""
    definite = re.match(r"The\s+([\w\s-]{3,40}?)\s+(?:must|needs?|has\s+to)\b", reading.rule.text)
    if definite is None or last.reading.kind is None or reading.kind is not None:
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
    if len(text) > MAX_REMARK or statement.items or statement.row or not statement.eligibility:
        return None
    refers = patterns.REFERS.search(re.sub(r"\([^()]*\)", "", text))
    if refers is None or not re.search(r"\b(?:eligib\w*|requirements|criteria|full\s+rules)\b", text, re.IGNORECASE):
        return None
    if any(title in text.casefold() for title in titles):
        return None
    return _unasked(document, statement.start, statement.end)


def _unasked(document: Document, start: int, end: int, statement: Statement | None = None) -> Reading:
    kind = None if statement is None else statement.kind
    return Reading(start, end, Rule(document.text[start:end], None, None), kind, kind is not None)


def _remark(document: Document, statement: Statement) -> Remark | None:
    text = document.text[statement.start : statement.end]
    if len(text) > MAX_REMARK or statement.row:
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


def _contest(document: Document, statements: Sequence[Statement], found: Sequence[_Found]) -> None:
    """Marks the requirements of which the document says elsewhere that they are not needed."""
    cores = [
        (one, frozenset(terms(condition.text)) - _COMMON)
        for one in found
        for condition in conditions_of(one.reading.rule.logic)
    ]
    count = 0
    for statement in statements:
        text = document.text[statement.start : statement.end]
        needless = patterns.NOT_NEEDED.search(text) if len(text) <= MAX_REMARK else None
        denied = statement.question if _NO.match(f"{text} ") else None
        if needless is None and denied is None:
            continue
        count += 1
        if count > MAX_CONTESTS:
            break
        if needless is None:
            said = frozenset(terms(document.text[slice(*denied)])) if denied else frozenset()
        else:
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
    """The first of rules that say the same for the same applicants, with the places of the others."""
    kept: dict[tuple[object, ...], _Found] = {}
    for one in found:
        rule = one.reading.rule
        own = (*sameness(rule.text, one.kind), rule.grants, one.reading.alternative, rule.logic is None)
        first = kept.setdefault(own, one)
        if first is not one and len(first.also) < MAX_ALSO:
            first.also.append(_cited(one.document, one.reading.start, one.reading.end))
    return list(kept.values())


def _keyed(found: Sequence[_Found]) -> list[tuple[_Found, Requirement]]:
    counts: Counter[str] = Counter()
    requirements = []
    for one in found:
        reading = one.reading
        lead_in = one.statement.heading if reading.by_heading and reading.kind is not None else reading.lead_in
        citation = _cited(one.document, reading.start, reading.end, lead_in)
        digest = hashlib.sha256(f"{one.document.doc_id}\n{citation.quote}".encode()).hexdigest()[:12]
        counts[digest] += 1
        key = digest if counts[digest] == 1 else f"{digest}-{counts[digest]}"
        remarks = list(dict.fromkeys(one.remarks))[:3]
        if reading.rule.logic is None and not remarks and not one.unasked:
            remarks.insert(0, Remark(ELSEWHERE, citation))
        requirement = Requirement(
            citation,
            reading.rule,
            one.kind or None,
            key,
            reading.alternative,
            one.contested,
            tuple(remarks),
            tuple(one.also),
            one.unasked,
        )
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
