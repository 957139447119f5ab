"""What the readers of statements share: what comes before the subject, how a list is joined, and what they give."""

import re
from dataclasses import dataclass

from assistant.eligibility import patterns
from assistant.eligibility.conditions import joint_of, tidy
from assistant.eligibility.people import is_everyone, names_kind
from assistant.eligibility.statements import Statement
from assistant.rules.logic import Conclusion, Logic, Rule

ONE_OF = re.compile(
    r"(?:meet|satisfy|fulfil+|have|hold|possess|be|are|is|at\s+least|one|any|all|both|each|every|either|of|the|these|following|"
    r"conditions?|requirements?|criteria|qualifications?|must|apply|or|more|things?|also|:|\s|-|–)*",
    re.IGNORECASE,
)
"""The words of an introduction that say nothing but how its list is joined."""
RELATIVE_END = re.compile(r"\b(?:who|that|which|whose|if|and|or|when)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """A rule with the span of the document it was read from.

    ``kind`` is the span of the words that name whom it is for, with ``by_heading`` where they stand in the heading.
    ``alternative`` and ``adds`` where it opens one way in, and one beside another that came before.
    """

    start: int
    end: int
    rule: Rule
    kind: tuple[int, int] | None
    by_heading: bool
    alternative: bool = False
    adds: bool = False


@dataclass(slots=True)
class Opening:
    """What comes before the subject: how far it goes, and what it says."""

    position: int
    strong: bool = False
    kind: tuple[int, int] | None = None
    condition: tuple[int, int] | None = None


def read_opening(text: str, start: int, end: int) -> Opening:
    """What stands before the subject: "Please note:", a purpose, for whom it is, a condition."""
    opening = Opening(start)
    for _ in range(3):
        before = opening.position
        if (found := patterns.OPENING.match(text, opening.position, end)) is not None:
            opening.position = found.end()
        if (found := patterns.PURPOSE.match(text, opening.position, end)) is not None:
            opening.position, opening.strong = found.end(), True
        elif (found := patterns.FOR_KIND.match(text, opening.position, end)) is not None:
            opening.position = found.end()
            opening.kind = found.span("kind") if names_kind(found["kind"]) else opening.kind
        elif (found := patterns.IF_FIRST.match(text, opening.position, end)) is not None:
            opening.position, opening.condition = found.end(), found.span("kind")
        if opening.position == before:
            break
    return opening


def made(
    text: str,
    statement: Statement,
    logic: Logic | None,
    *,
    kind: tuple[int, int] | None,
    denial: tuple[int, int] | None = None,
    named: bool = False,
    alternative: bool = False,
) -> Reading:
    """The reading of the whole statement; a kind of its own goes before that of the heading.

    ``named`` where a condition says already whom the rule is for.
    """
    start, end = statement.start, statement.stop
    conclusion = None
    if denial is not None:
        at, stop = tidy(text, *denial)
        conclusion = Conclusion(at - start, stop - start, text[at:stop], True)
    rule = Rule(text[start:end], conclusion, logic)
    by_heading = kind is None and statement.kind is not None and not named
    kind = statement.kind if by_heading else kind
    adds = alternative and patterns.ADDS.search(text, start, statement.end) is not None
    return Reading(start, end, rule, kind, by_heading, alternative, adds)


def kind_of(text: str, subject: tuple[int, int]) -> tuple[int, int] | None:
    """The span of the subject where it names some applicants rather than all."""
    start, end = tidy(text, *subject)
    return None if end <= start or is_everyone(text[start:end]) else (start, end)


def after_space(text: str, start: int, end: int) -> int:
    """The first offset from the start on that is neither a space nor a colon."""
    while start < end and text[start] in " :":
        start += 1
    return start


def connective_of(text: str, statement: Statement, usual: str) -> str:
    """How the list is joined, "all" or "any": by its introduction, else by a word at an item's end, else as usual."""
    lead = text[max(statement.start, statement.end - 160) : statement.end]
    any_of, all_of_ = patterns.ANY_OF.search(lead), patterns.ALL_OF.search(lead)
    if any_of and not (all_of_ and all_of_.start() > any_of.start()):
        return "any"
    if all_of_:
        return "all"
    joint = joint_of(text, statement.items)
    return {"and": "all", "or": "any", None: usual}[joint]


def list_lead_of(text: str, begin: int, end: int) -> tuple[int, int] | None:
    """The words of an introduction that its items continue: "you", "you're", "you have"."""
    found = re.search(
        r"\b(?:you(?:['’](?:re|ve|ll))?|they)(?:\s+(?:are|have|had|were|must|also|either|both|be))*\s*[:–-]*\s*$",
        text[begin:end],
        re.IGNORECASE,
    )
    return None if found is None else (begin + found.start(), begin + len(text[begin:end].rstrip(" :-–")))
