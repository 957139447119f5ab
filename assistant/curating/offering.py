"""Approved answers to questions like the one asked, to be offered beside what the documents say, and never as it."""

from assistant.types import QuestionVectors

MOST_OFFERED = 3
"""To one question; one that asks several things is offered one answer for each."""
LEAST_LIKENESS = 0.42
"""What `likeness` has to reach; like the weight of the match measured by ``scripts/measure_curated.py``."""
MATCH_WEIGHT = 0.2


def likeness(asked: QuestionVectors, known: QuestionVectors) -> float:
    """How like a question is to a wording with its answer, in [-1, 1].

    It is the weighted mean of the cosine of both texts and of the mean cosine that each token asked has with the
    nearest one known.
    """
    cosine = float(asked.vector[0] @ known.vector[0])
    if not asked.tokens.size or not known.tokens.size:
        return (1 - MATCH_WEIGHT) * cosine
    return (1 - MATCH_WEIGHT) * cosine + MATCH_WEIGHT * float((asked.tokens @ known.tokens.T).max(axis=1).mean())
