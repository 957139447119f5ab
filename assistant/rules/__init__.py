"""The logic of eligibility rules: a rule's text -> its conditions, and what answers to them decide."""

from assistant.rules.deciding import decide
from assistant.rules.logic import AllOf, AnyOf, Conclusion, Condition, Decision, Not, Rule, Step, Verdict
from assistant.rules.parsing import parse_rule
from assistant.rules.phrasing import phrase

__all__ = [
    "AllOf",
    "AnyOf",
    "Conclusion",
    "Condition",
    "Decision",
    "Not",
    "Rule",
    "Step",
    "Verdict",
    "decide",
    "parse_rule",
    "phrase",
]
