"""The eligibility interview: the requirements that a program's documents state, asked one at a time, never decided."""

from assistant.eligibility.finding import find_requirements
from assistant.eligibility.interviewing import interview
from assistant.eligibility.replies import read_reply
from assistant.eligibility.trail import trail_to_text
from assistant.eligibility.values import Asked, Finding, FindingState, Interview, Remark, Reply, Requirement

__all__ = [
    "Asked",
    "Finding",
    "FindingState",
    "Interview",
    "Remark",
    "Reply",
    "Requirement",
    "find_requirements",
    "interview",
    "read_reply",
    "trail_to_text",
]
