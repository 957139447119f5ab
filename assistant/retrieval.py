"""A question -> ranked passages: dense, keyword and hybrid behind one protocol."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from assistant.embedding import Embedder
from assistant.errors import AssistantError
from assistant.index import Index
from assistant.types import Hit

KEYWORD_WEIGHT = 0.25
"""What the best keyword match adds to its cosine; chosen by docs/decisions/004-hybrid-retrieval.md."""

MATCH_WEIGHT = 1.0
"""What a perfect match of the tokens adds to the cosine; chosen by docs/decisions/009-late-interaction.md."""

APPLICANTS_WEIGHT = 0.15
"""What a page for people who apply adds to the cosine; chosen by docs/decisions/016-pages-for-applicants.md."""

NAME_WEIGHT = -0.1
"""What a page adds whose name lacks all that the question names; chosen by docs/decisions/023-whose-page-it-is.md."""

MENTION_WEIGHT = -0.1
"""What a page adds that mentions nothing of it anywhere; chosen by docs/decisions/023-whose-page-it-is.md."""

OTHER_DEGREE_WEIGHT = -0.2
"""What a page about another degree than the question's adds; chosen by docs/decisions/023-whose-page-it-is.md."""

_LEAST_SPREAD = 0.02
_CANDIDATES = 60


class Retriever(Protocol):
    """Finds the passages most likely to answer."""

    def retrieve(self, question: str, index: Index, *, top_k: int, program: str | None = None) -> list[Hit]:
        """At most `top_k` hits, best first, from the program's documents and those of no program."""
        ...


def open_retriever(name: str, embedder: Embedder) -> Retriever:
    """The retriever of that name.

    :raises AssistantError: there is none.
    """
    if name == "dense":
        return DenseRetriever(embedder)
    if name == "keyword":
        return KeywordRetriever()
    if name == "hybrid":
        return HybridRetriever(embedder)
    raise AssistantError(f"Retriever {name!r} is unknown; it is hybrid, dense or keyword; set the setting retriever.")


class DenseRetriever:
    """By meaning: the cosine of question and passage vectors."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def retrieve(self, question: str, index: Index, *, top_k: int, program: str | None = None) -> list[Hit]:
        """Hits scored by cosine."""
        rows, scores = index.dense_search(self._embedder.embed_question(question).vector, top_k, program)
        return [
            Hit(index.passages[row], float(score), {"dense": float(score)})
            for row, score in zip(rows, scores, strict=True)
        ]


class KeywordRetriever:
    """By words: BM25; passages that share none are not hits."""

    def retrieve(self, question: str, index: Index, *, top_k: int, program: str | None = None) -> list[Hit]:
        """Hits scored by BM25."""
        scores = index.keyword_scores(question, program)
        return [
            Hit(index.passages[row], float(scores[row]), {"keyword": float(scores[row])})
            for row in _top(scores, top_k)
            if scores[row] > 0
        ]


class HybridRetriever:
    """By all: the cosine of the whole, the keywords, the match of the tokens, and whose page it is."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        # The products of one question are small. Threads that are woken for them go on to spin for a while, on the
        # processors that the models need next: an answer takes a quarter to half less time without them.
        threadpool_limits(1, user_api="blas")

    def retrieve(self, question: str, index: Index, *, top_k: int, program: str | None = None) -> list[Hit]:
        """Hits scored by the cosine and the weighed other components, divided by 1 + MATCH_WEIGHT.

        The keyword score is BM25 as a share of the best one, the match that of `_match`. A passage on a page for people
        who apply gets APPLICANTS_WEIGHT: a university's site tells of the same things to its students and staff. Pages
        of sister programs tell the same of each: what they lack of the names that are asked for tells whose is meant.
        """
        asked = self._embedder.embed_question(question)
        keyword = index.keyword_scores(question, program)
        wanted = max(_CANDIDATES, top_k)
        rows, _ = index.dense_search(asked.vector, wanted, program)
        by_words = np.asarray([row for row in _top(keyword, wanted) if keyword[row] > 0], dtype=np.int64)
        rows = np.union1d(rows, by_words)
        passages = [index.passages[row] for row in rows]
        pages = [passage.doc_id for passage in passages]
        names = index.names.asked(question)
        components = {
            "dense": index.dense_scores(asked.vector, rows),
            "keyword": keyword[rows],
            "match": _match(index.matches(asked.tokens, rows)),
            "applicants": index.for_applicants[rows].astype(np.float32),
            "unnamed": index.names.unnamed(names, pages),
            "unmentioned": index.unmentioned(names, rows),
            "other_degree": index.names.other_degrees(question, pages).astype(np.float32),
        }
        weights = {
            "dense": 1.0,
            "keyword": KEYWORD_WEIGHT / (float(keyword.max(initial=0.0)) or 1.0),
            "match": MATCH_WEIGHT,
            "applicants": APPLICANTS_WEIGHT,
            "unnamed": NAME_WEIGHT,
            "unmentioned": MENTION_WEIGHT,
            "other_degree": OTHER_DEGREE_WEIGHT,
        }
        added = np.sum([weights[name] * scores for name, scores in components.items()], axis=0)
        combined = added / (1 + MATCH_WEIGHT)
        return [
            Hit(
                passages[place],
                float(combined[place]),
                {name: float(scores[place]) for name, scores in components.items()},
            )
            for place in np.argsort(-combined, kind="stable")[:top_k]
        ]


def _match(nearest: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean of each row, the columns weighed by how far they vary among the rows.

    A row is a passage, a column a token of the question, a value the cosine of the passage's nearest token: late
    interaction, after Khattab and Zaharia, ColBERT, SIGIR 2020. A token that all passages match alike tells nothing.
    """
    if not nearest.size:
        return np.zeros(len(nearest), np.float32)
    weights = nearest.std(axis=0) + _LEAST_SPREAD
    return np.asarray(np.average(nearest, axis=1, weights=weights), dtype=np.float32)


def _top(scores: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """The rows of the k highest scores, best first, equal ones in their order."""
    rows = np.argpartition(-scores, k)[:k] if k < len(scores) else np.arange(len(scores))
    return np.asarray(rows[np.lexsort((rows, -scores[rows]))], dtype=np.int64)
