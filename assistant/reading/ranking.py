"""How likely each statement of the hits is to answer: logistic regression over nine figures."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.reading.asking import Asked, has_figure
from assistant.reading.model import logistic
from assistant.reading.statements import Statement, statements_of
from assistant.types import Document, Hit

DocumentOf = Callable[[str], Document]
"""doc_id -> the stored document."""

READ_HITS = 6
"""Hits whose statements are read; a later one was the first to answer in 1 of 100 questions."""

_RULE = re.compile(
    r"\b(?:can|cannot|can['’]t|may|must|should|need|not|only|eligible|if|unless|required?)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """The statements of one hit, in reading order, each with the probability in [0, 1] that it answers."""

    document: Document
    statements: tuple[Statement, ...]
    chances: tuple[float, ...]

    @property
    def best(self) -> float:
        """The highest chance of its statements."""
        return max(self.chances)


def rank_passages(asked: Asked, hits: Sequence[Hit], document_of: DocumentOf) -> list[RankedPassage]:
    """The statements of the first `READ_HITS` hits with their chances, in the order of the hits."""
    found = []
    for rank, hit in enumerate(hits[:READ_HITS]):
        document = document_of(hit.passage.doc_id)
        statements = statements_of(document, hit.passage)
        rows = statement_features(asked, hits[0], hit, rank, document.text, statements)
        chances = tuple(logistic("statement", row) for row in rows)
        if statements:
            found.append(RankedPassage(document, tuple(statements), chances))
    return found


def statement_features(
    asked: Asked, best: Hit, hit: Hit, rank: int, text: str, statements: Sequence[Statement]
) -> list[dict[str, float]]:
    """The figures of each statement of one hit; `rank` counts from 0, `best` is the hit of rank 0.

    ``share``, ``asking`` and ``around`` are shares of the question's term weight: in the statement, of the asking
    sentence in the statement, in its neighbours. ``dense`` is the passage's cosine, ``behind`` (<= 0) how far its
    score is from the best one's, ``rank`` ln(1 + rank). ``place`` runs from 0 (first in its passage) to 1.
    ``rule`` is 1 where the statement permits, demands or excludes, ``no_figure`` where a figure is asked for and
    it has none.
    """
    none: frozenset[str] = frozenset()
    rows = []
    for place, statement in enumerate(statements):
        words = text[statement.start : statement.end]
        before = statements[place - 1].terms if place else none
        after = statements[place + 1].terms if place + 1 < len(statements) else none
        rows.append(
            {
                "share": asked.share(statement.terms),
                "asking": asked.asking_share(statement.terms),
                "around": asked.share(before | after),
                "dense": hit.components.get("dense", 0.0),
                "behind": hit.score - best.score,
                "rank": math.log1p(rank),
                "place": place / max(1, len(statements) - 1),
                "rule": float(_RULE.search(words) is not None),
                "no_figure": float(asked.wants_figure and not has_figure(words)),
            }
        )
    return rows
