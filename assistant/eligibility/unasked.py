"""Sentences that no question was made of -> whether they may state a requirement all the same."""

import re
from collections.abc import Set

from assistant.eligibility import patterns
from assistant.eligibility.statements import Statement

MAX_CHARACTERS = 600
"""Of a statement so many are looked at."""

_ASKS_TO_DO = re.compile(
    r"(?:please|for\s+(?:more|further|questions|information)|(?:if\s+you\s+are|once|after|upon)\s+(?:you\s+(?:are|have\s+been)\s+)?"
    r"(?:offered|admitted|accepted|awarded))\b|.{0,200}\b(?:not\s+require|no\s+(?:minimum|set))\b",
    re.IGNORECASE,
)
_EVIDENCE = re.compile(r"\b(?:evidence|proof|documentation|verification)\s+of\b", re.IGNORECASE)
_AMOUNT = re.compile(r"\b(?:minimum|at\s+least|years?\s+of|gpa|or\s+(?:higher|better|above))\b", re.IGNORECASE)
_MUST_BE = re.compile(r"must\s+(?:not\s+)?(?:be|have|hold)\b", re.IGNORECASE)
_OF_APPLICANTS = re.compile(r"\b(?:applicants?|candidates?|you|students?|admission|eligib\w+)\b", re.IGNORECASE)
_MODAL = re.compile(
    r"\b(?:must|shall|(?:is|are|be)\s+required\s+to|ha(?:ve|s)\s+to|needs?\s+to)\s+(?:also\s+|first\s+|then\s+|either\s+)?",
    re.IGNORECASE,
)
_HAS_QUALITY = re.compile(
    r"\b(?:must|minimum|at\s+least|only|eligible|required|hold|have|be)\b[^.;]{0,120}\b(?:degrees?|gpa|grade\s+point|years?\s+of|experience|"
    r"citizens?|residents?|licen[cs]e\w*|certifi\w+|enrolled|credits?|proficien\w+|age|eligible|minimum|scores?\s+of)\b",
    re.IGNORECASE,
)


def is_in_scope(text: str, statement: Statement, sections: Set[tuple[str, ...]]) -> bool:
    """Whether it stands where requirements are stated, or says by itself that it is one: "To qualify, ..."."""
    stated = statement.eligibility or statement.follows or statement.applying or statement.section in sections
    return stated or any(
        pattern.match(text, statement.start, statement.end) for pattern in (patterns.PURPOSE, _MUST_BE)
    )


def may_require(text: str, statement: Statement, start: int, end: int, listed: bool) -> bool:
    """Whether words that were not turned into a question may state a requirement all the same.

    Such are those of a strong form, and not what is to be sent or done, advice, or what is said not to be needed.
    ``listed`` where they are an item of a list on eligibility from which others are asked; such need no strong form.
    """
    if any(_MUST_BE.match(text, item.start, item.end) for item in statement.items):
        return True
    words = text[start : min(end, start + MAX_CHARACTERS)]
    item = start != statement.start
    strong = patterns.STRONG.search(words)
    threshold = statement.listed and patterns.THRESHOLD.search(words) is not None
    threshold = threshold and patterns.TYPICAL.search(words) is None and patterns.FINITE.search(words) is None
    named = threshold or patterns.PURPOSE.match(words) is not None or _MUST_BE.match(words) is not None
    threshold = threshold or (listed and patterns.ABOUT_PAPERS.search(words) is None)
    if (strong is None and not item and not threshold) or words.endswith(("?", ":")):
        return False
    quality = patterns.QUALITY.search(words) is not None
    if not (
        statement.eligibility
        or item
        or (quality and statement.applying)
        or _OF_APPLICANTS.search(words)
        or threshold
        or named
    ):
        return False
    if patterns.EXCEPTS.search(words) and not re.search(r"\bmust\b", words):
        return False
    if patterns.NOT_NEEDED.search(words) or patterns.ACTION.match(words) or _ASKS_TO_DO.match(words):
        return False
    if statement.row and (statement.above is None or patterns.TYPICAL.search(text, *statement.above)):
        return False
    if patterns.ABOUT_PAPERS.search(words) and not (named or (quality and _HAS_QUALITY.search(words))):
        return False
    if strong is None:
        return bool(threshold) or quality or patterns.STATE.match(words) is not None
    modal = _MODAL.search(words)
    deed = modal is not None and (patterns.DOING.match(words, modal.end()) or patterns.ACTION.match(words, modal.end()))
    return not deed or (quality and _EVIDENCE.search(words) is not None) or _AMOUNT.search(words) is not None
