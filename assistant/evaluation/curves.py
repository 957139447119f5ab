"""Judged answers -> what the report draws and lists."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.evaluation.figures import BINS, Judged, bin_of
from assistant.types import Outcome

_POINTS = 50
_WORST = 20


@dataclass(frozen=True, slots=True)
class Bin:
    """The questions whose confidence lies between ``low`` and ``high``.

    ``confidence`` is their mean confidence and ``right`` the share whose quotes answer, both in [0, 1] and 0 without
    questions.
    """

    low: float
    high: float
    questions: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Point:
    """At this refusal threshold: the share of all questions answered and the share of those that is wrong."""

    threshold: float
    answered: float
    wrong: float


@dataclass(frozen=True, slots=True)
class Cell:
    """How often questions of one sort ended in one outcome; ``good`` is None where that is neither right nor wrong."""

    questions: int
    share: float
    good: bool | None


@dataclass(frozen=True, slots=True)
class Worst:
    """The wrong answers given with most confidence, and the surest refusals of questions that have an answer."""

    answers: tuple[Judged, ...]
    refusals: tuple[Judged, ...]


def reliability(rows: Sequence[Judged]) -> tuple[Bin, ...]:
    """Ten bins of equal width over confidence, lowest first."""
    bins = []
    for number in range(BINS):
        known = [row for row in _known(rows) if bin_of(row.answer.confidence) == number]
        count = max(len(known), 1)
        bins.append(
            Bin(
                low=number / BINS,
                high=(number + 1) / BINS,
                questions=len(known),
                confidence=sum(row.answer.confidence for row in known) / count,
                right=sum(bool(row.judgement.supported) for row in known) / count,
            )
        )
    return tuple(bins)


def risk_curve(rows: Sequence[Judged]) -> tuple[Point, ...]:
    """From answering only the surest question to answering all; at most `_POINTS` points, evenly spread."""
    known = sorted(_known(rows), key=lambda row: -row.answer.confidence)
    confidence = np.array([row.answer.confidence for row in known])
    ends = np.flatnonzero(np.diff(confidence, append=-1.0))  # Equal confidences are answered together or not at all.
    if len(ends) > _POINTS:
        ends = ends[np.linspace(0, len(ends) - 1, _POINTS).round().astype(int)]
    wrong = np.cumsum([not row.judgement.supported for row in known])
    return tuple(
        Point(float(confidence[end]), float(end + 1) / len(known), float(wrong[end]) / float(end + 1)) for end in ends
    )


def point_at(rows: Sequence[Judged], threshold: float) -> Point | None:
    """Where the curve is at a threshold; None when nothing would be answered."""
    known = _known(rows)
    answered = [row for row in known if row.answer.confidence >= threshold]
    if not answered:
        return None
    wrong = sum(not row.judgement.supported for row in answered)
    return Point(threshold, len(answered) / len(known), wrong / len(answered))


def confusion(rows: Sequence[Judged]) -> dict[str, dict[Outcome, Cell]]:
    """Sort of question -> outcome -> cell; a sort that no question is of is left out."""
    sorts = {
        "answerable": [row for row in rows if row.case.answerable],
        "unanswerable": [row for row in rows if row.case.unanswerable],
        "other": [row for row in rows if not row.case.answerable and not row.case.unanswerable],
    }
    good = {"answerable": True, "unanswerable": False}
    table = {}
    for sort, members in sorts.items():
        ended = Counter(row.answer.outcome for row in members)
        table[sort] = {
            outcome: Cell(
                questions=ended[outcome],
                share=ended[outcome] / max(len(members), 1),
                good=good[sort] == (outcome is Outcome.ANSWERED) if sort in good else None,
            )
            for outcome in Outcome
        }
    return {sort: cells for sort, cells in table.items() if sorts[sort]}


def worst(rows: Sequence[Judged]) -> Worst:
    """Twenty cases: ten of each sort, or more of one where the other has fewer."""
    answers = [row for row in rows if row.judgement.answered and row.judgement.supported is False]
    refusals = [row for row in rows if row.case.answerable and not row.judgement.answered]
    answers.sort(key=lambda row: -row.answer.confidence)
    refusals.sort(key=lambda row: row.answer.confidence)
    half = _WORST // 2
    chosen = answers[: max(half, _WORST - len(refusals))]
    return Worst(tuple(chosen), tuple(refusals[: _WORST - len(chosen)]))


def _known(rows: Sequence[Judged]) -> list[Judged]:
    """The rows whose labels say whether their quotes answer."""
    return [row for row in rows if row.judgement.supported is not None]
