"""Answers to follow-up questions -> which conditions of a rule they make true or false."""

import re
from collections.abc import Sequence

from assistant.language import terms, words
from assistant.rules.logic import Condition, Rule, Similarity
from assistant.rules.phrasing import is_true, phrase
from assistant.rules.quantities import digits_of, read_bound

MIN_SHARED = 0.3
"""A follow-up question is about a condition from this share of common terms on, in [0, 1]."""
MIN_COSINE = 0.45
"""With vectors it is also about a condition from this cosine on."""

_OFFERS_A_CHOICE = re.compile(r"\bor\b", re.IGNORECASE)


def whole_words(rule: Rule, condition: Condition) -> str:
    """The condition with the words of the introduction that it continues."""
    return condition.text if condition.lead is None else f"{rule.text[slice(*condition.lead)]} {condition.text}"


def values_from_answers(
    rule: Rule,
    conditions: Sequence[Condition],
    answers: Sequence[tuple[str, bool]],
    similarity: Similarity | None = None,
) -> dict[Condition, bool]:
    """The conditions that the answers settle: each answer counts for the one condition its question is nearest to.

    Conditions of the same words share their answers. A later answer to the same question replaces an earlier one;
    different questions about one condition are taken to ask for its parts.
    """
    if not conditions or not answers:
        return {}
    questions = [question for question, _ in answers]
    nearness = nearnesses(rule, conditions, questions, similarity)
    latest: dict[tuple[str, ...], dict[str, bool]] = {}
    for (question, yes), row in zip(answers, nearness, strict=True):
        column = max(range(len(conditions)), key=row.__getitem__)
        if row[column] > 0:
            own = latest.setdefault(_key(rule, conditions[column]), {})
            own[question.casefold()] = is_true(conditions[column], question, yes)
    return {
        condition: (any if _OFFERS_A_CHOICE.search(condition.text) else all)(latest[key].values())
        for condition in conditions
        if (key := _key(rule, condition)) in latest
    }


def nearnesses(
    rule: Rule, conditions: Sequence[Condition], questions: Sequence[str], similarity: Similarity | None
) -> list[list[float]]:
    """How near each question (row) is to each condition (column): 0 where too far to be about it, else at most 2."""
    phrased = [phrase(rule, condition) for condition in conditions]
    own_words = [whole_words(rule, condition) for condition in conditions]
    condition_terms = [set(terms(own)) for own in own_words]
    cosines = None if similarity is None else similarity(list(questions), own_words)
    rows = []
    for index, question in enumerate(questions):
        asked = set(terms(question))
        row = []
        for column, own in enumerate(condition_terms):
            shared = _share(asked, own)
            cosine = None if cosines is None else float(cosines[index][column])
            near = shared >= MIN_SHARED or (cosine is not None and cosine >= MIN_COSINE)
            near = near and not _differ_in_numbers(question, asked, own_words[column], own)
            score = 2.0 if question == phrased[column] else shared if cosine is None else (shared + cosine) / 2
            row.append(max(score, 1e-6) if near else 0.0)
        rows.append(row)
    return rows


def _differ_in_numbers(question: str, asked: set[str], own_words: str, own: set[str]) -> bool:
    """Whether both have numbers and none in common, or set different limits: "under 35" and "over 35"."""
    theirs, ours = digits_of(asked), digits_of(own)
    if not theirs or not ours:
        return False
    limits = read_bound(question), read_bound(own_words)
    return not theirs & ours or (None not in limits and limits[0] != limits[1])


def _key(rule: Rule, condition: Condition) -> tuple[str, ...]:
    # All words, since "over" and "under" are no terms.
    return tuple(words(whole_words(rule, condition)))


def _share(asked: set[str], own: set[str]) -> float:
    """The harmonic mean of the shares that the common terms have on either side."""
    return 2 * len(asked & own) / (len(asked) + len(own)) if asked and own else 0.0
