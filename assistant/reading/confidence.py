"""The figures that tell an answered question from one the documents do not answer."""

import math
from collections.abc import Sequence

from assistant.language import words
from assistant.types import Hit


def confidence_features(
    question: str, hits: Sequence[Hit], chances: Sequence[float], odds: float | None = None
) -> dict[str, float]:
    """What the confidence is computed from; none of the figures grows with the corpus or the length of the question.

    ``dense`` is the cosine of the first hit; ``dense_lead`` and ``match_lead`` how far its cosine and its match stand
    above the mean of all hits; ``keyword_lead`` how far the best of the first three keyword scores stands above that
    mean, as ln((1 + best) / (1 + mean)) / ln(1 + words of the question); ``chance`` the highest of the given chances of
    all statements, in [0, 1], and ``chance_lead`` how far it stands above the next; ``odds`` the given log-odds of the
    likeliest statement in the first hit that a model read, left out where none did.
    """
    dense = [hit.components.get("dense", 0.0) for hit in hits]
    keyword = [hit.components.get("keyword", 0.0) for hit in hits]
    match = [hit.components.get("match", 0.0) for hit in hits]
    lead = math.log1p(max(keyword[:3])) - math.log1p(sum(keyword) / len(keyword))
    best, next_best = sorted([*chances, 0.0, 0.0], reverse=True)[:2]
    read = {} if odds is None else {"odds": odds}
    return read | {
        "dense": dense[0],
        "dense_lead": dense[0] - sum(dense) / len(dense),
        "match_lead": match[0] - sum(match) / len(match),
        "keyword_lead": lead / math.log1p(max(1, len(words(question)))),
        "chance": best,
        "chance_lead": best - next_best,
    }
