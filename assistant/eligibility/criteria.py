"""Criteria that stand by themselves: "Minimum GPA of 3.0", a list below "Admission requirements:"."""

import re

from assistant.eligibility import patterns
from assistant.eligibility.parts import (
    BROKEN_OFF,
    Frame,
    Opening,
    Reading,
    after_space,
    connective_of,
    made,
    stop_of,
    tidy,
)
from assistant.eligibility.statements import Statement
from assistant.rules.clauses import is_negative
from assistant.rules.logic import Marker

MAX_THRESHOLD = 200
"""Characters of a line without a verb that is read as a requirement."""

_LISTS_CRITERIA = re.compile(
    r"\b(?:requirements?|criteria|qualifications?|prerequisites?|eligib\w+|must\s+(?:all\s+)?apply|looking\s+for|"
    r"following\s+applies)\b",
    re.IGNORECASE,
)
_NAMES_CRITERIA = re.compile(
    r"\b(?:eligibility|admissions?|entry|entrance|applicants?)\s+(?:requirements?|criteria|prerequisites?)\b|"
    r"\brequirements?\s+for\s+(?:admission|applicants|entry|eligibility)\b",
    re.IGNORECASE,
)
_WISHED = re.compile(r"\b(?:recommended|preferred|encouraged|desirable)\b", re.IGNORECASE)
_ABOUT_YOU = re.compile(
    r"you(?:['’](?:re|ve)|r|\s+(?:are|have|hold|live|were|own|work|study|get|do\s+not|don['’]t|do\s+n))\b",
    re.IGNORECASE,
)
_NO_CRITERION = re.compile(
    r"[(\[]|(?:examples?|for\s+example|e\.g|such|click|admitted|(?:students|applicants|candidates|those)\s+(?:who|are|may|will)|"
    r"(?:[\w-]+\s+){0,3}\d+\s+credits?\W*$|search|develop|prepare|learn|earn|gain|complete\s+(?:the|your|a)|maintain|remain|"
    r"no\b|not\b|most|many|our|we)\b",
    re.IGNORECASE,
)
_IS_OR_HAS = re.compile(
    r"(?:not\s+)?(?:be|have|hold|possess)\s+(?:not\s+)?(?:an?|at|in|the|no|under|over|enrolled|registered|able|admitted|received|completed|"
    r"passed|been|currently|already)\s(?!(?:[\w’'-]+\s+){0,4}(?:transcripts?|letters?|applications?|forms?|essays?|copies|copy)\b)",
    re.IGNORECASE,
)
_HOLDS = re.compile(r"(?:hold|possess|have|be)\s+(?:an?|at\s+least|the)\s", re.IGNORECASE)


def read_bare(text: str, statement: Statement, frame: Frame, opening: Opening) -> Reading | None:
    """Of a section on eligibility: "Minimum 3.0 GPA", and lists below "the following must apply:"."""
    named = statement.items and _NAMES_CRITERIA.search(text, statement.start, statement.end)
    if not (statement.eligibility or named):
        return _read_threshold(text, statement, frame, opening)
    if statement.items:
        lead = text[statement.start : statement.end]
        if _LISTS_CRITERIA.search(lead) is None or is_negative(lead) or not lead.rstrip().endswith(":"):
            return None
        if re.search(r"\b(?:may|can)\b", lead, re.IGNORECASE):
            return None
        kept = [item for item in statement.items if is_bare_criterion(text, item.start, stop_of(item))]
        sent = [item for item in statement.items if patterns.ABOUT_PAPERS.search(text, item.start, item.end)]
        connective = connective_of(text, statement, "all")
        if not kept or (connective == "any" and len(kept) < len(statement.items)):
            return None
        if len(kept) + len(sent) < len(statement.items):
            # Some items are neither criteria nor papers as far as can be told, so none is left out.
            whole = frame.condition(statement.start, statement.stop, Marker.REQUIREMENT)
            return made(text, statement, whole, kind=opening.kind)
        logic = frame.items(kept, Marker.STATEMENT, None, connective)
        return made(text, statement, logic, kind=opening.kind)
    if not statement.listed:
        return _read_threshold(text, statement, frame, opening)
    words = text[opening.position : statement.end]
    if not statement.first or statement.answers or _NO_CRITERION.match(words) or _ABOUT_YOU.match(words):
        return None
    if opening.condition is not None or not (
        is_bare_criterion(text, opening.position, statement.end) or _IS_OR_HAS.match(words)
    ):
        return None
    own = frame.condition(opening.position, statement.end, Marker.STATEMENT)
    return made(text, statement, own, kind=opening.kind)


def _read_threshold(text: str, statement: Statement, frame: Frame, opening: Opening) -> Reading | None:
    """Of a short line on a page about applying what it names as the least: "Minimum GPA: 3.0"."""
    words = text[opening.position : statement.end]
    holds, least = _HOLDS.match(words) is not None, patterns.MINIMUM_IS.match(words) is not None
    if not (
        (statement.first or least)
        and (statement.eligibility or (statement.applying and (statement.listed or holds or least)))
    ):
        return None
    if statement.items or opening.condition is not None or len(words) > MAX_THRESHOLD:
        return None
    if statement.answers and not (statement.listed and patterns.THRESHOLD.search(words[:40])):
        return None
    if patterns.THRESHOLD.search(words) is None or patterns.TYPICAL.search(words) or _NO_CRITERION.match(words):
        return None
    if not (holds or least) and (
        words.rstrip().endswith(":")
        or patterns.FINITE.search(words)
        or not is_bare_criterion(text, opening.position, statement.end)
    ):
        return None
    own = frame.condition(opening.position, statement.end, Marker.REQUIREMENT if holds else Marker.STATEMENT)
    return made(text, statement, own, kind=opening.kind)


def is_bare_criterion(text: str, start: int, end: int) -> bool:
    """Whether the words name something to be or to have without saying of whom."""
    if BROKEN_OFF.search(text, start, end) and not re.search(r"[;,]\s*(?:and|or)\W*$", text[start:end]):
        return False
    begin, end = tidy(text, start, end)
    modal = patterns.BARE_MODAL.match(text, begin, end)
    words = text[begin if modal is None else after_space(text, modal.end(), end) : end]
    if patterns.FINITE.search(re.sub(r"\([^()]{0,200}\)", "", words)) and not _ABOUT_YOU.match(words):
        return (
            len(words) <= 400
            and patterns.STARTS_LIMIT.match(words) is not None
            and not patterns.ABOUT_PAPERS.search(words)
        )
    if len(words) > 400 or not patterns.QUALITY.search(words):
        return _ABOUT_YOU.match(words) is not None and len(words) <= 1_000
    if patterns.DOING.match(words) or patterns.NOT_NEEDED.search(words) or _WISHED.search(words):
        return False
    if patterns.STATE.match(words):
        return True
    if patterns.ABOUT_PAPERS.search(words):
        return False
    return (
        re.match(
            r"(?:submit|send|upload|provide|include|apply|register|complete|please|click|visit|see|request|contact|take|we|if|"
            r"for|note|learn|how|what|why|in\s+(?:certain|some)|students?\s+(?:are|will|may|can)|the\s+(?:program|school|department|office|committee)|this|all)\b",
            words,
            re.IGNORECASE,
        )
        is None
    )
