"""What an applicant tells of themselves -> which conditions of a rule it plainly states or denies."""

import re
from collections.abc import Iterator, Sequence

from assistant.language import sentences, terms
from assistant.rules.aligning import whole_words
from assistant.rules.clauses import is_negative
from assistant.rules.logic import Condition, Rule, Similarity
from assistant.rules.phrasing import is_true
from assistant.rules.quantities import Bound, digits_of, numbers_of, read_bound

MIN_SHARE = 0.8
"""A statement speaks of a condition plainly from this share of the condition's terms on, in [0, 1]."""
MIN_COSINE = 0.75
"""With vectors also from this cosine on, where it has at least `MIN_COSINE_SHARE` of the terms."""
MIN_COSINE_SHARE = 0.5
MIN_QUANTITY_SHARE = 0.5
"""A quantity is compared with a condition's from this share of the condition's other terms on."""
MAX_STATEMENTS = 100

_PARTS = re.compile(r";|,(?!\d)|\b(?:but|although|though|however|and(?=\s+(?:I|we|my)\b))\b", re.IGNORECASE)
_UNCERTAIN = re.compile(
    r"\b(?:if|unless|whether|might|may|maybe|perhaps|could|would|should|wants?|hop(?:e|ing)|plan(?:ning)?|wonder(?:ing)?|"
    r"curious|questions?|unsure|possibly|think|about\s+to|going\s+to|will)\b|\?",
    re.IGNORECASE,
)
_AGE = re.compile(r"\b(?:I\s+am|I['’]m|aged|my\s+age\s+is)\s+(?P<number>\d{1,3})\b(?!\s*%)", re.IGNORECASE)
_BOUND_TERMS = frozenset(terms("less fewer least most younger older later aged age old"))
_UNIT_TERMS = frozenset(terms("months years weeks days hours"))


def values_from_scenario(
    rule: Rule, conditions: Sequence[Condition], scenario: str, similarity: Similarity | None = None
) -> dict[Condition, bool]:
    """The conditions that a statement of the scenario settles; the others are left open.

    A statement that is a question, a wish or a supposition settles nothing. A number settles a limit of the same unit
    where the statement has half of the condition's other words; any other condition needs nearly all of its words.
    """
    statements = list(_statements(scenario))[:MAX_STATEMENTS]
    if not conditions or not statements:
        return {}
    wholes = [whole_words(rule, condition) for condition in conditions]
    cosines = None if similarity is None else similarity(statements, wholes)
    values: dict[Condition, bool] = {}
    bounds = [read_bound(condition.text) for condition in conditions]
    owns = [set(terms(whole)) for whole in wholes]
    for row, statement in enumerate(statements):
        said = set(terms(statement))
        for column, condition in enumerate(conditions):
            cosine = 0.0 if cosines is None else float(cosines[row][column])
            bound = bounds[column]
            value = (
                _compare(bound, condition, owns[column], statement, said)
                if bound is not None
                else _read(condition, owns[column], statement, said, cosine)
            )
            if value is not None:
                values[condition] = value
    return values


def _compare(bound: Bound, condition: Condition, own: set[str], statement: str, said: set[str]) -> bool | None:
    if is_negative(statement) or condition.negated:
        return None
    age = _AGE.search(statement)
    others = own - digits_of(own) - _BOUND_TERMS - _UNIT_TERMS
    if bound.unit in ("", "year") and not others:
        return bound.holds(float(age["number"])) if age else None
    if not bound.unit or not others or len(others & said) < MIN_QUANTITY_SHARE * len(others):
        return None
    numbers = numbers_of(statement, bound.unit)
    return bound.holds(numbers[0]) if len(numbers) == 1 else None


def _read(condition: Condition, own: set[str], statement: str, said: set[str], cosine: float) -> bool | None:
    share = len(own & said) / len(own) if own else 0.0
    plain = len(own) >= 2 and (share >= MIN_SHARE or (share >= MIN_COSINE_SHARE and cosine >= MIN_COSINE))
    return is_true(condition, statement, True) if plain and digits_of(own) <= said else None


def _statements(scenario: str) -> Iterator[str]:
    for start, end in sentences(scenario, 0, len(scenario)):
        sentence = scenario[start:end]
        if not _UNCERTAIN.search(sentence):
            yield from (part for part in _PARTS.split(sentence) if part.strip())
