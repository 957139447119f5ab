"""Approved answers to questions like the one asked, to be offered beside what the documents say, and never as it."""

from assistant.types import QuestionVectors

MOST_OFFERED = 2
"""To one question; one that asks several things is offered one answer for each."""
LEAST_LIKENESS = 0.475
"""What the two figures of `likeness` have to reach; measured and set by ``scripts/measure_curated.py``."""


def likeness(asked: QuestionVectors, known: QuestionVectors) -> float:
    """How like a question is to a wording with its answer, in [-1, 1].

    It is the mean of the cosine of both texts and of the cosine that each token asked has with the nearest one known.
    """
    cosine = float(asked.vector[0] @ known.vector[0])
    if not asked.tokens.size or not known.tokens.size:
        return cosine / 2
    return (cosine + float((asked.tokens @ known.tokens.T).max(axis=1).mean())) / 2
