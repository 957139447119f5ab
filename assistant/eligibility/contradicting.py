"""Requirements -> pairs that contradict one another, as far as their words show it."""

import re
from collections.abc import Sequence
from itertools import combinations

from assistant.eligibility.values import Requirement
from assistant.language import terms, words
from assistant.rules import Condition
from assistant.rules.clauses import is_negative
from assistant.rules.logic import conditions_of
from assistant.rules.quantities import read_bound

MIN_SHARED = 0.75
"""Two conditions are about the same thing from this share of common terms on, in [0, 1], numbers left out."""

_NUMBERS = frozenset(
    """one two three four five six seven eight nine ten eleven twelve year month week day least most minimum
    maximum""".split()
)
_MANY = {
    name: str(number)
    for number, name in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}
_SPELT_NUMBER = re.compile(rf"\b({'|'.join(_MANY)})\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d")


def find_contradictions(requirements: Sequence[Requirement]) -> list[tuple[Requirement, Requirement]]:
    """Pairs of requirements for the same applicants that set different limits to one thing, or demand and deny it."""
    conditions = [
        (requirement, condition, _core(condition))
        for requirement in requirements
        for condition in conditions_of(requirement.rule.logic)
    ]
    pairs: list[tuple[Requirement, Requirement]] = []
    for (one, first, own), (other, second, theirs) in combinations(conditions, 2):
        if one is other or (one, other) in pairs or _kind(one) != _kind(other) or not _about_the_same(own, theirs):
            continue
        if _differ_in_limits(first, second) or (
            _demands(one, first) != _demands(other, second) and _says_the_same(first, second)
        ):
            pairs.append((one, other))
    return pairs


def _kind(requirement: Requirement) -> str:
    return (requirement.kind or "").casefold()


def _core(condition: Condition) -> frozenset[str]:
    """The terms of what is spoken of, without the numbers."""
    return frozenset(
        term
        for term in terms(condition.text)
        if not _NUMBER.search(term) and term not in _NUMBERS and term not in _IGNORED
    )


_IGNORED = frozenset(terms("must applicants candidates you need required have minimum least year month years months"))


def _about_the_same(own: frozenset[str], theirs: frozenset[str]) -> bool:
    if not own or not theirs:
        return own == theirs
    return 2 * len(own & theirs) / (len(own) + len(theirs)) >= MIN_SHARED


def _differ_in_limits(first: Condition, second: Condition) -> bool:
    bounds = [read_bound(_in_digits(condition.text)) for condition in (first, second)]
    if bounds[0] is not None and bounds[1] is not None:
        return (
            bounds[0].unit == bounds[1].unit
            and bounds[0].operator == bounds[1].operator
            and bounds[0].number != bounds[1].number
        )
    numbers = [re.findall(r"\d+(?:\.\d+)?", _in_digits(condition.text)) for condition in (first, second)]
    return len(numbers[0]) == len(numbers[1]) == 1 and numbers[0] != numbers[1]


def _in_digits(text: str) -> str:
    return _SPELT_NUMBER.sub(lambda found: _MANY[found[1].lower()], text)


def _demands(requirement: Requirement, condition: Condition) -> bool:
    return requirement.rule.grants != is_negative(condition.text)


def _says_the_same(first: Condition, second: Condition) -> bool:
    numbers = [[word for word in words(condition.text) if _NUMBER.search(word)] for condition in (first, second)]
    return numbers[0] == numbers[1]
