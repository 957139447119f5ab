"""Hits -> the spans that answer, with a calibrated probability that they do; no span means the documents do not say.

``asking`` is the question, ``statements`` what can be quoted, ``answer_model`` what a model that has learned from
answered questions says of each, ``ranking`` how likely each answers, ``choosing`` what is quoted, ``confidence`` how
sure that is, ``model`` the fitted weights.
"""

from collections.abc import Sequence
from typing import Protocol

from assistant.language import words
from assistant.reading.answer_model import AnswerModel
from assistant.reading.choosing import MAX_SPANS, QUOTE_WORDS, choose_spans
from assistant.reading.confidence import confidence_features
from assistant.reading.model import logistic
from assistant.reading.ranking import READ_HITS, DocumentOf, RankedPassage, rank_passages
from assistant.types import Hit, Reading

__all__ = ["MAX_SPANS", "QUOTE_WORDS", "READ_HITS", "DocumentOf", "ExtractiveReader", "Reader"]

MODEL_WORDS = 3
"""A question of fewer words is judged by these alone: the model has learned from longer ones."""


class Reader(Protocol):
    """Chooses what to quote."""

    def read(self, question: str, hits: Sequence[Hit], document_of: DocumentOf) -> Reading:
        """The spans that answer the stand-alone question, best first, at most `MAX_SPANS`, and how sure that is."""
        ...

    def rank(self, question: str, hits: Sequence[Hit], document_of: DocumentOf) -> list[RankedPassage]:
        """The first `READ_HITS` hits with the chances of their statements, as `read` sees them."""
        ...


class ExtractiveReader:
    """Quotes the statements most likely to answer, judged by a model; without one by their words and their place.

    So are those of a question of fewer than `MODEL_WORDS` words.
    """

    def __init__(self, model: AnswerModel | None = None) -> None:
        self._model = model

    def read(self, question: str, hits: Sequence[Hit], document_of: DocumentOf) -> Reading:
        """The spans that answer, best first, and the probability that they do."""
        if not hits:
            return Reading((), 0.0)
        model = self._model_for(question)
        passages = rank_passages(question, hits, document_of, model)
        chances = [chance for passage in passages for chance in passage.chances]
        odds = [(passage.score, passage.odds) for passage in passages if passage.odds is not None]
        features = confidence_features(question, hits, chances, odds)
        name = "confidence_by_words" if model is None else "confidence"
        return Reading(tuple(choose_spans(passages)), logistic(name, features), features)

    def rank(self, question: str, hits: Sequence[Hit], document_of: DocumentOf) -> list[RankedPassage]:
        """The first `READ_HITS` hits with the chances of their statements, as `read` sees them."""
        return rank_passages(question, hits, document_of, self._model_for(question))

    def _model_for(self, question: str) -> AnswerModel | None:
        return self._model if len(words(question)) >= MODEL_WORDS else None
