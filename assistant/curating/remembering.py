"""An embedder that embeds the same question once."""

from collections.abc import Sequence
from functools import lru_cache

from assistant.embedding import Embedder, Progress
from assistant.types import PassageVectors, QuestionVectors

_MOST_REMEMBERED = 4096
"""Questions; about 10 kB each."""


class RememberingEmbedder:
    """Another embedder, with its last questions remembered.

    A question that no approved answer is found for is embedded by `CuratedAnswers` and again by the retriever; both
    are given this one, so that it costs nothing the second time.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.name = embedder.name
        self.digest = embedder.digest
        self.dim = embedder.dim
        self.token_dim = embedder.token_dim
        self.max_tokens = embedder.max_tokens
        self._remembered = lru_cache(maxsize=_MOST_REMEMBERED)(embedder.embed_question)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> PassageVectors:
        """The vectors of the texts and of their tokens, in the order of the texts."""
        return self._embedder.embed_passages(texts, progress)

    def embed_question(self, text: str) -> QuestionVectors:
        """The vector of the text and of each token that carries meaning, of all tokens where none does."""
        return self._remembered(text)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The tokens of each text, special tokens left out."""
        return self._embedder.count_tokens(texts)
