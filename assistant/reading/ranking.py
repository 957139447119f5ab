"""How likely each statement of the hits is to answer: logistic regression over what a model and the words say."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.reading.answer_model import AnswerModel, Excerpt, heading_of
from assistant.reading.asking import Asked, has_figure
from assistant.reading.model import logistic
from assistant.reading.statements import Statement, statements_of
from assistant.types import Document, Hit

DocumentOf = Callable[[str], Document]
"""doc_id -> the stored document."""

READ_HITS = 6
"""Hits whose statements are read; a later one was the first to answer in 1 of 100 questions."""

_UNREAD_ODDS = -3.0
_FARTHEST = 8.0
"""Log-odds beyond this, either way, say no more."""

_RULE = re.compile(
    r"\b(?:can|cannot|can['’]t|may|must|should|need|not|only|eligible|if|unless|required?)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """The statements of one hit, in reading order, each with the probability in [0, 1] that it answers.

    ``score`` is the hit's, ``odds`` the best log-odds that the model gave one of them, None where it read none.
    """

    document: Document
    statements: tuple[Statement, ...]
    chances: tuple[float, ...]
    score: float = 0.0
    odds: float | None = None

    @property
    def best(self) -> float:
        """The highest chance of its statements."""
        return max(self.chances)


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """The statements of one hit, in reading order, and the figures of each by name."""

    document: Document
    statements: tuple[Statement, ...]
    figures: tuple[dict[str, float], ...]


def rank_passages(
    question: str, hits: Sequence[Hit], document_of: DocumentOf, model: AnswerModel | None
) -> list[RankedPassage]:
    """The first `READ_HITS` hits that hold statements, with the chances of these, in the order of the hits."""
    name = "statement_by_words" if model is None else "statement"
    return [
        RankedPassage(
            passage.document,
            passage.statements,
            tuple(logistic(name, row) for row in passage.figures),
            hit.score,
            max((row["odds"] for row in passage.figures if "odds" in row and not row["unread"]), default=None),
        )
        for passage, hit in zip(read_passages(question, hits, document_of, model), hits, strict=False)
        if passage.statements
    ]


def read_passages(
    question: str, hits: Sequence[Hit], document_of: DocumentOf, model: AnswerModel | None
) -> list[ReadPassage]:
    """What is known of each statement of the first `READ_HITS` hits, by its words and, given one, by the model."""
    asked = Asked.of(question, hits)
    read = []
    for rank, hit in enumerate(hits[:READ_HITS]):
        document = document_of(hit.passage.doc_id)
        statements = tuple(statements_of(document, hit.passage))
        rows = statement_features(asked, hits[0], hit, rank, document.text, statements)
        read.append(ReadPassage(document, statements, tuple(rows)))
    if model is not None:
        excerpts = [excerpt(passage, hit) for passage, hit in zip(read, hits, strict=False)]
        _add_odds([passage.figures for passage in read], model.odds(question, excerpts))
    return read


def excerpt(passage: ReadPassage, hit: Hit) -> Excerpt:
    """What the model may read of a hit: its statements, the likeliest by words first, under title and headings."""
    text = passage.document.text
    return Excerpt(
        heading_of(passage.document.title, hit.passage.section),
        tuple(text[one.start : one.end] for one in passage.statements),
        tuple(logistic("statement_by_words", row) for row in passage.figures),
    )


def _add_odds(rows: Sequence[Sequence[dict[str, float]]], odds: Sequence[Sequence[float | None]]) -> None:
    """Adds to the figures of the statements of each hit what the model said of them.

    ``odds`` are the log-odds that the answer begins in the statement, held within `_FARTHEST`; ``odds_behind`` (<= 0)
    is how far they are from the likeliest statement's; ``unread`` is 1 where the model did not read the statement.
    """
    best = max((one for of_hit in odds for one in of_hit if one is not None), default=0.0)
    for of_hit, known_of_hit in zip(rows, odds, strict=True):
        for row, known in zip(of_hit, known_of_hit, strict=True):
            row["odds"] = _UNREAD_ODDS if known is None else max(-_FARTHEST, min(_FARTHEST, known))
            row["odds_behind"] = -_FARTHEST / 2 if known is None else max(-_FARTHEST, known - best)
            row["unread"] = float(known is None)


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
