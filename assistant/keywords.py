"""BM25 over word stems (bm25s): finds what shares the question's words, names and numbers, also misspelt ones."""

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.language import is_common, terms, words

_WORDS_FILE = "words.json"
# Shorter words have too many neighbours; longer ones are no words.
_WORD = re.compile(r"(?<![\w'’])[^\W\d_]{5,30}(?![\w'’])")
_LONG_WORD = 9
_MOST_CORRECTIONS = 5


class KeywordIndex:
    """Scores every passage for a question; Lucene's BM25 with k1 = 1.5 and b = 0.75."""

    def __init__(self, bm25: bm25s.BM25, counts: Mapping[str, int]) -> None:
        """``counts`` says in how many texts each word stands that a misspelt one may be meant to be."""
        self._bm25 = bm25
        self._size = int(bm25.scores["num_docs"])
        # Lucene's weight of a word that one passage alone has.
        self._rarest_weight = math.log(1 + (self._size - 0.5) / 1.5)
        self._counts = counts
        self._alike = _by_beginning_and_length(counts)
        self._nearest = lru_cache(maxsize=10_000)(self._find_nearest)

    @classmethod
    def build(cls, texts: Iterable[str]) -> "KeywordIndex":
        """An index over the texts, in their order; at least one text is needed."""
        bm25 = bm25s.BM25()
        counts: Counter[str] = Counter()
        stems = []
        for text in texts:
            counts.update({word for word in words(text) if _WORD.fullmatch(word)})
            # A text without any word keeps its place by a term that no question can hold.
            stems.append(terms(text) or ["\0"])
        bm25.index(stems, show_progress=False)
        return cls(bm25, counts)

    @classmethod
    def load(cls, folder: Path) -> "KeywordIndex":
        """The index that `save` wrote into the folder."""
        counts = folder / _WORDS_FILE
        return cls(
            bm25s.BM25.load(str(folder), show_progress=False),
            # An index built before words were kept is searched as before: nothing is corrected.
            json.loads(counts.read_text(encoding="utf-8")) if counts.exists() else {},
        )

    def save(self, folder: Path) -> None:
        """Writes the index as JSON and NumPy files, no pickle."""
        self._bm25.save(str(folder), show_progress=False)
        (folder / _WORDS_FILE).write_text(json.dumps(self._counts, ensure_ascii=False), encoding="utf-8")

    def __len__(self) -> int:
        return self._size

    def scores(self, question: str) -> NDArray[np.float32]:
        """BM25 of every passage, shape (n,), >= 0, higher is better; all zero when no word is known.

        The unit is the weight of a word that one passage alone has, so that a score means about the same in a
        corpus of any size.
        """
        searched = self.known_terms(question)
        known = [stem for term in terms(question) if (stem := searched[term]) is not None]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._bm25.get_scores(known) / self._rarest_weight, dtype=np.float32)

    def known_terms(self, question: str) -> dict[str, str | None]:
        """Each term asked -> the term searched for: itself, the one it was meant to be, or None when no text has it."""
        vocabulary = self._bm25.vocab_dict
        pairs = self.corrections(question).items()
        meant = {term: stem for wrong, right in pairs for term, stem in zip(terms(wrong), terms(right), strict=False)}
        return {term: term if term in vocabulary else meant.get(term) for term in terms(question)}

    def holds(self, text: str) -> bool:
        """Whether each word of the text stands in some text of the index, in one form or another."""
        return all(term in self._bm25.vocab_dict for term in terms(text))

    def holders(self, word: str) -> NDArray[np.int64]:
        """The rows of the texts that hold the word in one form or another, in their order."""
        vocabulary, starts = self._bm25.vocab_dict, self._bm25.scores["indptr"]
        places = [vocabulary[term] for term in terms(word) if term in vocabulary]
        held = [self._bm25.scores["indices"][starts[place] : starts[place + 1]] for place in places]
        return np.unique(np.concatenate([np.empty(0, np.int64), *held]))

    def corrected(self, question: str) -> str:
        """The question with its misspelt words as the texts spell them."""
        meant = self.corrections(question)
        return _WORD.sub(lambda match: meant.get(match[0], match[0]), question)

    def corrections(self, question: str) -> dict[str, str]:
        """Each misspelt word, as it was typed -> the word of the texts that is nearest to it.

        A word is taken for misspelt when no text holds its stem, it is not a common English word, and it does not look
        like a name. At most `_MOST_CORRECTIONS` are looked up, so that a question of garbage costs no time.
        """
        found = {}
        unknown = dict.fromkeys(
            match[0]
            for match in _WORD.finditer(question)
            if not _looks_like_a_name(match) and self._is_unknown(match[0].lower())
        )
        for word in list(unknown)[:_MOST_CORRECTIONS]:
            nearest = self._nearest(word.lower())
            if nearest is not None:
                found[word] = nearest
        return found

    def _is_unknown(self, word: str) -> bool:
        return any(term not in self._bm25.vocab_dict for term in terms(word)) and not is_common(word)

    def _find_nearest(self, word: str) -> str | None:
        """The word of least Damerau-Levenshtein distance, at most 1, or 2 for a long word; of several the commonest.

        Only words with the same first letter are compared: it is seldom mistyped, and most of the time is saved.
        """
        most = 2 if len(word) >= _LONG_WORD else 1
        lengths = range(len(word) - most, len(word) + most + 1)
        alike = list(chain.from_iterable(self._alike.get((word[0], length), ()) for length in lengths))
        near = process.extract(word, alike, scorer=OSA.distance, score_cutoff=most, limit=None)
        return min(near, key=lambda one: (one[1], -self._counts[one[0]], one[0]))[0] if near else None


def _by_beginning_and_length(counts: Mapping[str, int]) -> dict[tuple[str, int], list[str]]:
    alike = defaultdict(list)
    for word in counts:
        alike[word[0], len(word)].append(word)
    return dict(alike)


def _looks_like_a_name(match: re.Match[str]) -> bool:
    """Whether the word has a capital letter that is not just that of the question's beginning."""
    word = match[0]
    return not word.islower() and not (match.start() == 0 and word[1:].islower())
