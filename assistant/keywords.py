"""BM25 over word stems (bm25s): finds what shares the question's words, names and numbers."""

import math
from collections.abc import Iterable
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from assistant.language import terms


class KeywordIndex:
    """Scores every passage for a question; Lucene's BM25 with k1 = 1.5 and b = 0.75."""

    def __init__(self, bm25: bm25s.BM25) -> None:
        self._bm25 = bm25
        self._size = int(bm25.scores["num_docs"])
        # Lucene's weight of a word that one passage alone has.
        self._rarest_weight = math.log(1 + (self._size - 0.5) / 1.5)

    @classmethod
    def build(cls, texts: Iterable[str]) -> "KeywordIndex":
        """An index over the texts, in their order; at least one text is needed."""
        bm25 = bm25s.BM25()
        # A text without any word keeps its place by a term that no question can hold.
        bm25.index([terms(text) or ["\0"] for text in texts], show_progress=False)
        return cls(bm25)

    @classmethod
    def load(cls, folder: Path) -> "KeywordIndex":
        """The index that `save` wrote into the folder."""
        return cls(bm25s.BM25.load(str(folder), show_progress=False))

    def save(self, folder: Path) -> None:
        """Writes the index as JSON and NumPy files, no pickle."""
        self._bm25.save(str(folder), show_progress=False)

    def __len__(self) -> int:
        return self._size

    def scores(self, question: str) -> NDArray[np.float32]:
        """BM25 of every passage, shape (n,), >= 0, higher is better; all zero when no word is known.

        The unit is the weight of a word that one passage alone has, so that a score means about the same in a
        corpus of any size.
        """
        known = [term for term in terms(question) if term in self._bm25.vocab_dict]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._bm25.get_scores(known) / self._rarest_weight, dtype=np.float32)
