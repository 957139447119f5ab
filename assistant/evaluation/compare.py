"""Two sets of answers to the same questions -> what changed, and whether the difference is more than chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

import numpy as np

from assistant.evaluation.cases import Case, GivenAnswer
from assistant.evaluation.figures import Estimate, Judged, draw, figures_of, interval
from assistant.evaluation.judging import judge
from assistant.types import Outcome

_CONFIDENCE_STEP = 0.2


@dataclass(frozen=True, slots=True)
class Pair:
    """One question with its old and its new answer.

    ``changed`` names what differs: ``outcome``, ``first quote``, ``confidence`` (by more than 0.2). ``better`` and
    ``worse`` name by which measures: ``quote@1``, ``quote@3``, ``refusal`` (of a question without an answer).
    """

    old: Judged
    new: Judged
    changed: tuple[str, ...]
    better: tuple[str, ...]
    worse: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure before and after, and the change with its 95 % interval from resamples of the same questions."""

    old: float
    new: float
    change: Estimate

    @property
    def real(self) -> bool:
        """True when the interval leaves out zero."""
        return self.change.low > 0 or self.change.high < 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Old against new.

    ``only_old`` and ``only_new`` count the questions that one alone got right, ``p_value`` is that of McNemar's exact
    test: the probability of so uneven a split if neither were better. ``verbatim`` is not among the differences,
    since it takes the documents of the day.
    """

    pairs: tuple[Pair, ...]
    differences: dict[str, Difference]
    judged: int
    right_old: int
    right_new: int
    only_old: int
    only_new: int
    p_value: float

    @property
    def changed(self) -> tuple[Pair, ...]:
        """The pairs that differ, those that got worse first, then those that got better."""
        pairs = [pair for pair in self.pairs if pair.changed or pair.better or pair.worse]
        return tuple(sorted(pairs, key=lambda pair: (not pair.worse, not pair.better)))

    @property
    def better(self) -> int:
        """How many questions have a better answer."""
        return sum(bool(pair.better) for pair in self.pairs)

    @property
    def worse(self) -> int:
        """How many questions have a worse answer."""
        return sum(bool(pair.worse) for pair in self.pairs)


def compare(cases: Sequence[Case], old: Sequence[GivenAnswer], new: Sequence[GivenAnswer]) -> Comparison:
    """Compares the answers, which are in the order of the cases."""
    before = [Judged(case, answer, judge(case, answer)) for case, answer in zip(cases, old, strict=True)]
    after = [Judged(case, answer, judge(case, answer)) for case, answer in zip(cases, new, strict=True)]
    verdicts = [
        (bool(first.judgement.right), bool(second.judgement.right))
        for first, second in zip(before, after, strict=True)
        if first.judgement.right is not None and second.judgement.right is not None
    ]
    only_old, only_new = verdicts.count((True, False)), verdicts.count((False, True))
    both = verdicts.count((True, True))
    return Comparison(
        pairs=tuple(_pair(first, second) for first, second in zip(before, after, strict=True)),
        differences=_differences(before, after),
        judged=len(verdicts),
        right_old=both + only_old,
        right_new=both + only_new,
        only_old=only_old,
        only_new=only_new,
        p_value=mcnemar(only_old, only_new),
    )


def mcnemar(only_old: int, only_new: int) -> float:
    """The two-sided exact p-value: of a fair coin falling at least as unevenly as the pairs that differ."""
    total = only_old + only_new
    tail = sum(comb(total, count) for count in range(min(only_old, only_new) + 1))
    p_value: float = 2 * tail / 2**total
    return min(1.0, p_value)


def _differences(before: Sequence[Judged], after: Sequence[Judged]) -> dict[str, Difference]:
    """The figures that both sides have."""
    old, new = figures_of(before), figures_of(after)
    once, drawn = np.ones((1, len(before))), draw(len(before))
    differences = {}
    for name in (name for name in old if name in new):
        first, second = float(old[name](once)[0]), float(new[name](once)[0])
        differences[name] = Difference(first, second, interval(second - first, new[name](drawn) - old[name](drawn)))
    return differences


def _pair(old: Judged, new: Judged) -> Pair:
    before, after = _measures(old), _measures(new)
    return Pair(
        old=old,
        new=new,
        changed=_changes(old.answer, new.answer),
        better=tuple(name for name in before if after[name] and not before[name]),
        worse=tuple(name for name in before if before[name] and not after[name]),
    )


def _changes(old: GivenAnswer, new: GivenAnswer) -> tuple[str, ...]:
    first, second = old.citations[:1], new.citations[:1]
    changes = {
        "outcome": old.outcome != new.outcome,
        "first quote": [(c.doc_id, c.quote) for c in first] != [(c.doc_id, c.quote) for c in second],
        # Confidence has four decimals: 0.7 - 0.5 must not count as more than 0.2.
        "confidence": round(abs(old.confidence - new.confidence), 4) > _CONFIDENCE_STEP,
    }
    return tuple(name for name, changed in changes.items() if changed)


def _measures(row: Judged) -> dict[str, bool]:
    """What the row's labels allow to be called good, by name."""
    judgement = row.judgement
    measures = {
        "quote@1": judgement.quote_1,
        "quote@3": judgement.quote_3,
        "refusal": row.answer.outcome is not Outcome.ANSWERED if row.case.unanswerable else None,
    }
    return {name: good for name, good in measures.items() if good is not None}
