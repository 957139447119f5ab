"""The figures that tell an answered question from one the documents do not answer."""

import math
from collections.abc import Sequence

from assistant.reading.asking import Asked, passage_terms
from assistant.types import Hit


def confidence_features(asked: Asked, hits: Sequence[Hit]) -> dict[str, float]:
    """What the confidence is computed from; none of the figures grows with the size of the corpus.

    ``dense`` is the best cosine among the first three hits; ``asked`` the share of the asking sentence's term
    weight that the first hit holds; ``keyword_lead`` how far the best of the first three keyword scores stands
    above the mean of all hits, as ln((1 + best) / (1 + mean)).
    """
    keyword = [hit.components.get("keyword", 0.0) for hit in hits]
    return {
        "dense": max(hit.components.get("dense", 0.0) for hit in hits[:3]),
        "asked": asked.asking_share(passage_terms(hits[0].passage)),
        "keyword_lead": math.log1p(max(keyword[:3])) - math.log1p(sum(keyword) / len(keyword)),
    }
