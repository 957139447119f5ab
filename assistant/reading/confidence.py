"""The figures that tell an answered question from one the documents do not answer."""

import math
from collections.abc import Sequence

from assistant.language import words
from assistant.types import Hit


def confidence_features(
    question: str, hits: Sequence[Hit], chance: float, odds: float | None = None
) -> dict[str, float]:
    """What the confidence is computed from; none of the figures grows with the corpus or the length of the question.

    ``dense`` is the cosine of the first hit; ``match_lead`` how far its match stands above the mean of all hits;
    ``keyword_lead`` how far the best of the first three keyword scores stands above that mean, as
    ln((1 + best) / (1 + mean)) / ln(1 + words of the question); ``chance`` the given chance of the likeliest statement,
    in [0, 1]; ``odds`` the given log-odds of the likeliest statement in the first hit that a model read, left out where
    none did.
    """
    keyword = [hit.components.get("keyword", 0.0) for hit in hits]
    match = [hit.components.get("match", 0.0) for hit in hits]
    lead = math.log1p(max(keyword[:3])) - math.log1p(sum(keyword) / len(keyword))
    read = {} if odds is None else {"odds": odds}
    return read | {
        "dense": hits[0].components.get("dense", 0.0),
        "match_lead": match[0] - sum(match) / len(match),
        "keyword_lead": lead / math.log1p(max(1, len(words(question)))),
        "chance": chance,
    }
