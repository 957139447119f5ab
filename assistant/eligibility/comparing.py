"""Which requirements say the same, and which contradict one another, as far as their words show it."""

import re
from collections.abc import Sequence
from itertools import combinations

from assistant.eligibility.values import Requirement
from assistant.language import terms, words
from assistant.rules import Condition
from assistant.rules.clauses import is_negative
from assistant.rules.logic import conditions_of
from assistant.rules.quantities import read_bound

MIN_TERMS = 2
"""Rules of fewer terms and numbers are the same only where all their words are."""
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


_FILLERS = frozenset(
    terms(
        """must shall should applicants candidates students individuals persons required requirements needed possess
        hold program fellowship scholarship admission apply application eligible considered order qualify note"""
    )
)
_AT_LEAST = re.compile(
    r"\b(?:at\s+least|(?:a\s+)?minimum(?:\s+of)?|no(?:t)?\s+(?:less|fewer)\s+than|or\s+(?:higher|better|above|more|greater|older|over))\b",
    re.IGNORECASE,
)
_TURNING = frozenset(
    """or nor either neither not no never without unless except excluding only if under over below above more less
    fewer most maximum before after within between""".split()
)
"""Words that turn what is said; two rules are the same only where both have the same of them."""


def sameness(text: str, kind: str) -> tuple[object, ...]:
    """A value that is equal for two rules only where they say the same, perhaps in other words, of the same applicants.

    What differs may be words that any rule has ("applicants must hold", "is required"); numbers, negations and joints
    have to agree, and where there are any joints or negations the order of the words as well.
    """
    spoken = _in_digits(text)
    plain = _AT_LEAST.sub(" ", spoken)
    numbers = tuple(float(number) for number in re.findall(r"\d{1,15}(?:\.\d{1,9})?", plain))
    own = words(plain)
    core = tuple(term for term in terms(plain) if term not in _FILLERS and not _NUMBER.search(term))
    turning = tuple(word for word in own if word in _TURNING or word.endswith("n't"))
    if len(core) + len(numbers) < MIN_TERMS or not core:
        return kind.casefold(), tuple(words(text))
    return kind.casefold(), core if turning else frozenset(core), turning, numbers, plain != spoken


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
