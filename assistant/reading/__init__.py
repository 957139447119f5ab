"""Hits -> the spans that answer, with a calibrated probability that they do; no span means the documents do not say.

``asking`` is the question, ``statements`` what can be quoted, ``ranking`` how likely each answers, ``choosing`` what is
quoted, ``confidence`` how sure that is, ``model`` the fitted weights.
"""

from collections.abc import Sequence
from typing import Protocol

from assistant.reading.asking import Asked
from assistant.reading.choosing import MAX_SPANS, QUOTE_WORDS, choose_spans
from assistant.reading.confidence import confidence_features
from assistant.reading.model import logistic
from assistant.reading.ranking import READ_HITS, DocumentOf, rank_passages
from assistant.types import Hit, Reading

__all__ = ["MAX_SPANS", "QUOTE_WORDS", "READ_HITS", "DocumentOf", "ExtractiveReader", "Reader"]


class Reader(Protocol):
    """Chooses what to quote."""

    def read(self, question: str, hits: Sequence[Hit], document_of: DocumentOf) -> Reading:
        """The spans that answer the stand-alone question, best first, at most `MAX_SPANS`, and how sure that is."""
        ...


class ExtractiveReader:
    """Quotes the statements most likely to answer, judged by their words, their place and their passage."""

    def read(self, question: str, hits: Sequence[Hit], document_of: DocumentOf) -> Reading:
        """The spans that answer, best first, and the probability that they do."""
        if not hits:
            return Reading((), 0.0)
        asked = Asked.of(question, hits)
        passages = rank_passages(asked, hits, document_of)
        features = confidence_features(hits, max((passage.best for passage in passages), default=0.0))
        return Reading(tuple(choose_spans(passages)), logistic("confidence", features), features)
