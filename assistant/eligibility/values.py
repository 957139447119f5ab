"""The values of an eligibility interview: frozen, slotted, without behaviour."""

from dataclasses import dataclass
from enum import StrEnum

from assistant.rules import Rule
from assistant.types import Citation


class Reply(StrEnum):
    """What an applicant answers."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class FindingState(StrEnum):
    """Where a requirement stands; ``open`` also where an answer is not known or the documents leave it open."""

    MET = "met"
    NOT_MET = "not_met"
    OPEN = "open"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Remark:
    """What has to be known beside the answers, in a fixed phrase, with the words of the documents that it is about."""

    text: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Requirement:
    """One rule of the documents on who may apply.

    ``rule.text`` is ``citation.quote``, so that a condition stands in the document at ``citation.start`` plus its own
    offset. ``rule.logic`` is None where the rule cannot be asked, because it says no more than where the rule is to be
    found; it stays open. ``kind`` names the applicants it is for, as the documents do; None are all. ``alternative``
    where it is one way in of possibly several, as "you can apply if ..." is and "you must ..." is not. ``contested``
    where the documents also say that it is not needed, or do not say of whom it is. ``remarks`` are said whatever the
    answers are. ``key`` stays the same as long as the words do. ``also`` are other places that state the same rule.
    ``unasked`` where the words may be a requirement but could not be turned into a question: it is no finding, and a
    remark quotes it.
    """

    citation: Citation
    rule: Rule
    kind: str | None
    key: str
    alternative: bool = False
    contested: bool = False
    remarks: tuple[Remark, ...] = ()
    also: tuple[Citation, ...] = ()
    unasked: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the interview with the rule it comes from; ``key`` stays the same as long as the rule does."""

    key: str
    question: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Finding:
    """Where a requirement stands, and the answers that it was judged by, in the order of asking."""

    requirement: Requirement
    state: FindingState
    answers: tuple[tuple[Asked, Reply], ...]


@dataclass(frozen=True, slots=True)
class Interview:
    """How far an interview is.

    ``next`` is None when it is over. ``done`` counts the questions that are answered, ``total`` those that there can be
    at most, given the answers. ``findings`` are in the order of the requirements. ``summary`` is made of fixed phrases
    and is never a decision.
    """

    next: Asked | None
    done: int
    total: int
    findings: tuple[Finding, ...]
    summary: str
    remarks: tuple[Remark, ...]
