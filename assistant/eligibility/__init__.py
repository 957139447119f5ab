"""The eligibility interview: the requirements that a program's documents state, asked one at a time, never decided.

From the documents to the answer, a module for each step:

- ``statements``: a document -> its sentences and rows, each with its list and what the headings above say of it
- ``reading``: one of them -> the rule it states on who may apply, by ``granting`` ("you can apply if", "open to", "not
  eligible"), by ``requiring`` ("applicants must", "a degree is required") and by ``criteria`` ("Minimum GPA of 3.0"),
  from ``parts`` (clauses, lists, what stands before the subject) and the words in ``patterns``
- ``finding``: all documents -> requirements, each once, with remarks; ``unasked``: what may be one but was not asked
- ``comparing``: which rules say the same, and which contradict one another
- ``wording``: a condition -> the question that asks it
- ``interviewing``: requirements and replies -> the next question, or where each requirement stands
- ``replies``, ``trail``: what an applicant types -> a reply; an interview -> its trail to keep

`assistant.rules.parse_rule` is not used to read statements, though its logic is: it takes any text for a rule, as its
task gives it only rules, where here most sentences of a page are none and have to be told apart first.
"""

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
