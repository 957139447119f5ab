"""Judgements -> figures with 95 % bootstrap intervals.

Every figure is a function of how often each question counts: once each gives the figure itself, counts drawn with
replacement give its resamples, and the same counts on two sets of answers give the difference of a pair.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation.cases import Case, GivenAnswer
from assistant.evaluation.judging import Judgement, without_refusal

Floats = NDArray[np.float64]
Weights = Floats
"""How often each question counts, shape (resamples, questions), whole numbers >= 0."""

Figure = Callable[[Weights], Floats]
"""Weights -> the figure of each resample, shape (resamples,), NaN where it is not defined."""

RESAMPLES = 1000
BINS = 10
MEANINGS = {
    "quote@1": "the first quote holds the answer",
    "quote@3": "one of the first three quotes holds the answer",
    "gold_f1": "words shared by the quotes and the gold text (F1)",
    "doc@1": "the first quote comes from a right document",
    "recall@5": "right documents among the first five found",
    "ndcg@5": "the same, and how far up",
    "verbatim": "quotes that stand in their document exactly so",
    "false_refusal": "answerable questions not answered (lower is better)",
    "false_answer": "unanswerable questions answered (lower is better)",
    "balanced": "mean of answering the answerable and refusing the others",
    "auroc": "how well confidence tells the answerable from the others",
    "words": "words quoted in an answer, on average",
    "p50_ms": "milliseconds for an answer, median",
    "p95_ms": "milliseconds for an answer, 95th percentile",
    "ece": "how far confidence is from the share that is right (lower is better)",
}
_SEED = 20


@dataclass(frozen=True, slots=True)
class Judged:
    """One question, the answer to it and what that is worth.

    ``verified`` says of each citation whether it stands in the stored document; None when nobody looked.
    """

    case: Case
    answer: GivenAnswer
    judgement: Judgement
    verified: tuple[bool, ...] | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and its 95 % interval; each is NaN where it is not defined."""

    value: float
    low: float
    high: float


def estimate(rows: Sequence[Judged]) -> dict[str, Estimate]:
    """The figures that the rows' labels allow, by name, in the order of `MEANINGS`."""
    figures = figures_of(rows)
    once, drawn = np.ones((1, len(rows))), draw(len(rows))
    return {name: interval(float(figure(once)[0]), figure(drawn)) for name, figure in figures.items()}


def interval(value: float, resamples: Floats) -> Estimate:
    """The value between the 2.5th and the 97.5th percentile of its resamples."""
    defined = resamples[~np.isnan(resamples)]
    if not len(defined):
        return Estimate(value, np.nan, np.nan)
    low, high = np.percentile(defined, [2.5, 97.5])
    return Estimate(value, float(low), float(high))


def draw(questions: int) -> Weights:
    """How often each question comes up in each resample; the same for the same number of questions."""
    generator = np.random.default_rng(_SEED)
    return generator.multinomial(questions, np.full(questions, 1 / questions), size=RESAMPLES).astype(np.float64)


def figures_of(rows: Sequence[Judged]) -> dict[str, Figure]:
    """The figures that the rows' labels allow, by name, in the order of `MEANINGS`."""
    judged = [row.judgement for row in rows]
    answered = _column(judgement.answered for judgement in judged)
    answerable = _column(row.case.answerable for row in rows)
    unanswerable = _column(row.case.unanswerable for row in rows)
    refused = _ratio((1 - answered) * answerable, answerable)
    risked = _ratio(answered * unanswerable, unanswerable)
    confidence = _column(row.answer.confidence for row in rows)
    both = answerable.any() and unanswerable.any()
    figures = {
        "quote@1": _mean([judgement.quote_1 for judgement in judged]),
        "quote@3": _mean([judgement.quote_3 for judgement in judged]),
        "gold_f1": _mean([judgement.gold_f1 for judgement in judged]),
        "doc@1": _mean([judgement.document_1 for judgement in judged]),
        "recall@5": _mean([judgement.recall_5 for judgement in judged]),
        "ndcg@5": _mean([judgement.ndcg_5 for judgement in judged]),
        "verbatim": _verbatim(rows),
        "false_refusal": refused if answerable.any() else None,
        "false_answer": risked if unanswerable.any() else None,
        "balanced": _balanced(refused, risked) if both else None,
        "auroc": _auroc(confidence, answerable, unanswerable) if both else None,
        "words": _mean([judgement.words for judgement in judged]),
        "p50_ms": _time_at(rows, lambda total: total // 2),
        "p95_ms": _time_at(rows, lambda total: np.minimum(total - 1, np.floor(0.95 * total))),
        "ece": _calibration_error(rows),
    }
    return {name: figure for name, figure in figures.items() if figure is not None}


def by_kind(rows: Sequence[Judged]) -> dict[str, list[Judged]]:
    """The rows of each kind, in the order of first appearance; empty when no question has a kind."""
    kinds: dict[str, list[Judged]] = {}
    for row in rows:
        kinds.setdefault(row.case.kind or "other", []).append(row)
    return kinds if any(row.case.kind for row in rows) else {}


def bin_of(confidence: Any) -> Any:
    """The bin, 0 to 9, of a confidence or of an array of them; the last one includes 1."""
    return np.minimum(np.floor(np.asarray(confidence) * BINS), BINS - 1).astype(int)


def _column(values: Any) -> Floats:
    return np.array([float(value) for value in values])


def _ratio(numerator: Floats, denominator: Floats) -> Figure:
    """Sum over sum."""

    def figure(weights: Weights) -> Floats:
        with np.errstate(invalid="ignore"):  # No such question was drawn: 0 / 0, NaN.
            shares: Floats = (weights @ numerator) / (weights @ denominator)
            return shares

    return figure


def _mean(values: Sequence[float | None]) -> Figure | None:
    """The mean over the questions that have a value; None without any."""
    known = _column(value is not None for value in values)
    return _ratio(_column(value or 0 for value in values), known) if known.any() else None


def _balanced(refused: Figure, risked: Figure) -> Figure:
    return lambda weights: 1 - (refused(weights) + risked(weights)) / 2


def _verbatim(rows: Sequence[Judged]) -> Figure | None:
    checks = [row.verified or () for row in rows]
    return _ratio(_column(map(sum, checks)), _column(map(len, checks))) if any(checks) else None


def _auroc(confidence: Floats, positive: Floats, negative: Floats) -> Figure:
    """The probability that a positive has the higher confidence; a tie counts half."""
    order = np.argsort(confidence, kind="stable")
    firsts = np.flatnonzero(np.diff(confidence[order], prepend=-1.0))  # where the next higher value begins

    def figure(weights: Weights) -> Floats:
        above = np.add.reduceat((weights * positive)[:, order], firsts, axis=1)
        below = np.add.reduceat((weights * negative)[:, order], firsts, axis=1)
        won = (above * (np.cumsum(below, axis=1) - below / 2)).sum(axis=1)
        with np.errstate(invalid="ignore"):
            area: Floats = won / (above.sum(axis=1) * below.sum(axis=1))
            return area

    return figure


def _time_at(rows: Sequence[Judged], rank: Callable[[Floats], Floats]) -> Figure | None:
    """The time at a rank, from 0, among those drawn; `rank` takes how many were drawn."""
    times = _column(row.answer.timings_ms.get("total", np.nan) for row in rows)
    order = np.argsort(times, kind="stable")[: np.count_nonzero(~np.isnan(times))]
    if not len(order):
        return None

    def figure(weights: Weights) -> Floats:
        counts = np.cumsum(weights[:, order], axis=1)
        total = counts[:, -1]
        places = np.argmax(counts > rank(total)[:, np.newaxis], axis=1)
        return np.where(total > 0, times[order][places], np.nan)

    return figure


def _calibration_error(rows: Sequence[Judged]) -> Figure | None:
    """Expected calibration error: |right - confidence| by bin, weighted by the bin's questions.

    None when it is not known what the refused answers would have quoted: the others alone would be another figure.
    """
    if any(without_refusal(row.answer) is None for row in rows):
        return None
    known = _column(row.judgement.supported is not None for row in rows)
    if not known.any():
        return None
    confidence = _column(row.answer.confidence for row in rows)
    gap = known * (_column(bool(row.judgement.supported) for row in rows) - confidence)
    bins = np.eye(BINS)[bin_of(confidence)]

    def figure(weights: Weights) -> Floats:
        with np.errstate(invalid="ignore"):
            error: Floats = np.abs((weights * gap) @ bins).sum(axis=1) / (weights @ known)
            return error

    return figure
