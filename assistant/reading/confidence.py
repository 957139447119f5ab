"""The figures that tell an answered question from one the documents do not answer."""

import math
from collections.abc import Sequence

from assistant.language import words
from assistant.types import Hit

_SCORE_BEHIND = 0.025
"""So far behind in score a hit counts e times less; chosen by docs/decisions/023-whose-page-it-is.md."""


def confidence_features(
    question: str, hits: Sequence[Hit], chances: Sequence[float], odds: Sequence[tuple[float, float]] = ()
) -> dict[str, float]:
    """What the confidence is computed from; none of the figures grows with the corpus or the length of the question.

    ``dense`` is the cosine of the first hit; ``dense_lead`` and ``match_lead`` how far its cosine and its match stand
    above the mean of all hits; ``keyword_lead`` how far the best of the first three keyword scores stands above that
    mean, as ln((1 + best) / (1 + mean)) / ln(1 + words of the question); ``chance`` the highest of the given chances of
    all statements, in [0, 1], and ``chance_lead`` how far it stands above the next; ``unmentioned`` the share of what
    the question names that the first hit's page never mentions; ``odds`` the mean of the given log-odds of the
    likeliest statement in each hit that a model read, weighed by the scores that come before them, left out where it
    read none.
    """
    dense = [hit.components.get("dense", 0.0) for hit in hits]
    keyword = [hit.components.get("keyword", 0.0) for hit in hits]
    match = [hit.components.get("match", 0.0) for hit in hits]
    lead = math.log1p(max(keyword[:3])) - math.log1p(sum(keyword) / len(keyword))
    best, next_best = sorted([*chances, 0.0, 0.0], reverse=True)[:2]
    return _mean_odds(odds) | {
        "dense": dense[0],
        "dense_lead": dense[0] - sum(dense) / len(dense),
        "match_lead": match[0] - sum(match) / len(match),
        "keyword_lead": lead / math.log1p(max(1, len(words(question)))),
        "chance": best,
        "chance_lead": best - next_best,
        "unmentioned": hits[0].components.get("unmentioned", 0.0),
    }


def _mean_odds(odds: Sequence[tuple[float, float]]) -> dict[str, float]:
    if not odds:
        return {}
    highest = max(score for score, _ in odds)
    weights = [math.exp((score - highest) / _SCORE_BEHIND) for score, _ in odds]
    return {"odds": sum(weight * one for weight, (_, one) in zip(weights, odds, strict=True)) / sum(weights)}
