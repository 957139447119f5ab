"""A sentence with its list, a row of a table or an answered question -> the rule it states on who may apply."""

import re
from dataclasses import replace

from assistant.eligibility import patterns
from assistant.eligibility.criteria import read_bare
from assistant.eligibility.granting import (
    read_accepted,
    read_denial,
    read_denied_list,
    read_grant,
    read_only,
    read_open,
)
from assistant.eligibility.parts import Frame, Reading, made, read_opening
from assistant.eligibility.requiring import read_other, read_requirement
from assistant.eligibility.statements import Statement
from assistant.rules import AllOf, AnyOf, Condition, Not, Rule
from assistant.rules.logic import Logic, Marker

MAX_CHARACTERS = 2_000
"""A longer sentence is no rule that an applicant could be asked about."""
MAX_LIST = 10_000
"""Characters of a sentence with its list."""
MAX_ROW = 300
MAX_BETWEEN = 400
"""Characters between two ways in that are still read as one rule."""
MAX_JOINED = 2_500
"""Characters of several ways in that are read as one rule."""

_SCORE = re.compile(r"[^:.;]{3,80}:\s{0,3}[^:.;]{0,30}\d[^:;]{0,40}")
_LEAST = re.compile(r"\b(?:minimum|at\s+least|require\w*|or\s+(?:higher|above|better|more))\b", re.IGNORECASE)
_YES = re.compile(r"yes\b[^.;:]{0,80}[.!]?$", re.IGNORECASE)
_ASKS_WHETHER_NEEDED = re.compile(
    r"(?:do|must|should|will)\s+(?:I|you|applicants|candidates|students)\s+(?:need(?:\s+to\s+(?:have|hold))?|have\s+to\s+(?:have|hold)|have|hold)\s+"
    r"(?P<needed>[^?]{3,150}?)(?:\s+(?:to|in\s+order\s+to|before)\s+(?:apply|applying|be|qualify|enrol)\b[^?]{0,60})?\?|"
    r"(?:is|are)\s+(?P<required>[^?]{3,150}?)\s+(?:required|needed|necessary|mandatory)\b[^?]{0,60}\?",
    re.IGNORECASE,
)


def read_statement(text: str, statement: Statement) -> Reading | None:
    """The rule of the statement, None where it has none on who may apply."""
    start, end = statement.start, statement.end
    if statement.row:
        return _read_row(text, statement)
    if statement.listed and is_language_test(text, statement) and _SCORE.fullmatch(text, start, end):
        return _read_row(text, statement)
    if end - start > MAX_CHARACTERS or statement.stop - start > MAX_LIST:
        return None
    if text[end - 1] == "?" and not statement.items:
        return None
    frame = Frame(text, start, (start, end))
    opening = read_opening(text, start, end)
    for read in (
        read_denied_list,
        read_only,
        read_denial,
        read_requirement,
        read_grant,
        read_accepted,
        read_open,
        read_other,
        read_bare,
    ):
        found = read(text, statement, frame, opening)
        if found is not None:
            return found if found.rule.logic is not None else None
    return _read_confirmed(text, statement)


def _read_row(text: str, statement: Statement) -> Reading | None:
    """Of a row such as "Minimum GPA | 3.0", or a line "TOEFL: 100", all of it; a header is quoted before it."""
    words = text[statement.start : statement.end]
    name, divider, limit = words.partition(" | " if statement.row else ":")
    if not (statement.eligibility or statement.applying) or not divider or len(words) > MAX_ROW:
        return None
    header, above = (
        "" if span is None else text[slice(*span)][-MAX_ROW:].rstrip(" *")
        for span in (statement.header, statement.above)
    )
    if not patterns.SCORES.search(f"{name} {header} {above}") or not re.search(r"\d", limit):
        return None
    # Only words that lead on to the table are about it: "Preferred scores:".
    around = f"{header} {above}" if above.endswith(":") else header
    if patterns.ABOUT_PAPERS.search(name) or patterns.TYPICAL.search(f"{around} {words}"):
        return None
    least = statement.eligibility or _LEAST.search(f"{above} {header} {words}") is not None
    if not patterns.LANGUAGE_TESTS.search(name) and (not least or re.search(r"\d{4}", limit)):
        return None
    frame = Frame(text, statement.start, (statement.start, statement.end))
    condition = frame.condition(statement.start, statement.end, Marker.STATEMENT)
    found = made(text, statement, condition, kind=None)
    return None if condition is None else replace(found, lead_in=statement.header)


def _read_confirmed(text: str, statement: Statement) -> Reading | None:
    """Of "Do I need a degree? Yes." what is needed."""
    if statement.question is None or not _YES.match(text, statement.start, statement.end):
        return None
    start, end = statement.question
    asked = _ASKS_WHETHER_NEEDED.match(text, start, end)
    if asked is None or patterns.ABOUT_PAPERS.search(asked[0]):
        return None
    frame = Frame(text, start, (start, end))
    condition = frame.condition(*asked.span("needed" if asked["needed"] else "required"), Marker.STATEMENT)
    return (
        None
        if condition is None
        else Reading(start, statement.end, Rule(text[start : statement.end], None, condition), None, False)
    )


def can_join(own: Reading, before: Statement, reading: Reading, statement: Statement) -> bool:
    """Whether two ways in, one after the other in a section, can be read as one rule."""
    near = before.section == statement.section and statement.start - own.end <= MAX_BETWEEN
    near = near and statement.stop - own.start <= MAX_JOINED
    return near and own.alternative and reading.alternative


def join(text: str, own: Reading, before: Statement, reading: Reading, statement: Statement) -> Reading | None:
    """Two readings of a document as one rule that either is enough for: ways in, and rows of language tests."""
    tests = (
        before.row == statement.row
        and before.listed == statement.listed
        and is_language_test(text, before)
        and is_language_test(text, statement)
    )
    if tests and statement.start - own.end <= 2 and statement.stop - own.start <= MAX_JOINED:
        frame = Frame(text, own.start, (own.start, reading.end))
        scores = frame.condition(own.start, reading.end, Marker.STATEMENT)
        return replace(own, end=reading.end, rule=Rule(text[own.start : reading.end], None, scores))
    if not can_join(own, before, reading, statement):
        return None
    first, second = _with_kind(text, own, own.start), _with_kind(text, reading, own.start)
    if first is None or second is None:
        return None
    parts = (*(first.parts if isinstance(first, AnyOf) and not own.kind else (first,)), second)
    kind = own.kind if own.by_heading else None
    rule = Rule(text[own.start : reading.end], None, AnyOf(parts, reading.adds or reading.kind != own.kind))
    return replace(own, end=reading.end, rule=rule, kind=kind, by_heading=kind is not None)


def is_language_test(text: str, statement: Statement) -> bool:
    """Whether the statement is on a test of which there are several for one purpose."""
    return patterns.LANGUAGE_TESTS.search(text, statement.start, statement.end) is not None


def _with_kind(text: str, reading: Reading, base: int) -> Logic | None:
    """The logic with offsets from the base, and with whom it is for as a condition unless the heading says so."""
    if reading.rule.logic is None:
        return None
    moved = _moved(reading.rule.logic, reading.start - base)
    if reading.kind is None or reading.by_heading:
        return moved
    start, end = reading.kind
    own = (start - base, end - base)
    return AllOf((Condition(*own, text[start:end], False, Marker.RESTRICTION, own), moved))


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
