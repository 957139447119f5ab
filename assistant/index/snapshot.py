"""One immutable version of the index in memory; a reader holds the same one for a whole request."""

import re
from collections.abc import Sequence
from functools import cached_property

import faiss
import numpy as np
from numpy.typing import NDArray

from assistant.abbreviations import CUSTOMARY, expand
from assistant.errors import DocumentError
from assistant.index.store import Manifest
from assistant.keywords import KeywordIndex
from assistant.language import words
from assistant.naming import Names, for_applicants
from assistant.types import Contact, Document, Passage, TokenVectors, Vectors


class Index:
    """Documents, passages, vectors and keywords of one version.

    Row i of the vectors, of the tokens and of the keyword scores belongs to ``passages[i]``.
    """

    def __init__(
        self,
        manifest: Manifest,
        documents: dict[str, Document],
        passages: Sequence[Passage],
        vectors: faiss.IndexFlatIP,
        tokens: TokenVectors,
        keywords: KeywordIndex,
    ) -> None:
        self.manifest = manifest
        self.documents = documents
        self.passages = passages
        self.tokens = tokens
        self._vectors = vectors
        self._keywords = keywords

    @property
    def version(self) -> str:
        """The name of the version, as in ``index/CURRENT``."""
        return self.manifest.version

    def document(self, doc_id: str) -> Document:
        """The document of that id.

        :raises DocumentError: there is none in this version.
        """
        try:
            return self.documents[doc_id]
        except KeyError:
            raise DocumentError(
                f"Document {doc_id[:200]!r} is not in the index; it has {len(self.documents)} documents; "
                "search for it or build the index again."
            ) from None

    @cached_property
    def programs(self) -> tuple[str, ...]:
        """The programs that have documents, in alphabetical order."""
        return tuple(sorted({document.program for document in self.documents.values() if document.program}))

    @cached_property
    def contacts(self) -> dict[str | None, Contact]:
        """The contact of each program: the first that one of its documents gives."""
        found: dict[str | None, Contact] = {}
        for document in self.documents.values():
            if document.contact is not None:
                found.setdefault(document.program, document.contact)
        return found

    @cached_property
    def names(self) -> Names:
        """What the documents and programs are called."""
        return Names.of(self.documents.values())

    @cached_property
    def for_applicants(self) -> NDArray[np.bool_]:
        """Which passages stand on a page for people who apply, shape (n,)."""
        pages = {doc_id for doc_id, document in self.documents.items() if for_applicants(document)}
        return np.fromiter((passage.doc_id in pages for passage in self.passages), np.bool_, len(self.passages))

    def unmentioned(self, asked: Sequence[str], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Of the words `asked` by name the share that stands nowhere on each passage's page, in [0, 1].

        The result has the shape of `rows`; it is 0 if there are none.
        """
        missing = np.zeros(len(rows), np.float32)
        for word in asked:
            missing += ~np.isin(self._page_codes[rows], self._page_codes[self._keywords.holders(word)])
        return missing / np.float32(max(1, len(asked)))

    def in_own_words(self, question: str) -> str:
        """The question as the documents would put it: misspelt words corrected, abbreviations they never use spelt out.

        The abbreviations are the customary ones of applicants, and stay before what they stand for.
        """
        return expand(self._keywords.corrected(question), self._unused_abbreviations)

    def holds(self, text: str) -> bool:
        """Whether each word of the text stands in some document, in one form or another."""
        return self._keywords.holds(text)

    def unknown_words(self, text: str) -> tuple[str, ...]:
        """The words that no document has in any form, each once and as it was typed; not abbreviations spelt out."""
        known = {short.lower() for short in self._unused_abbreviations}
        unknown = [word for word in dict.fromkeys(words(text)) if word not in known and not self.holds(word)]
        typed = (re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) for word in unknown)
        return tuple(match[0] if match else word for word, match in zip(unknown, typed, strict=True))

    def corrections(self, question: str) -> dict[str, str]:
        """Each misspelt word, as it was typed -> the word of the documents that it is taken for."""
        return self._keywords.corrections(question)

    def visible(self, program: str | None) -> NDArray[np.bool_] | None:
        """Which passages a question about this program may see: its own and those of no program; None means all."""
        if program is None:
            return None
        names, codes = self._program_codes
        return np.asarray((codes == names.get("", -1)) | (codes == names.get(program, -2)))

    def dense_search(
        self, vector: Vectors, k: int, program: str | None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The rows and cosines of the k nearest visible passages, best first; fewer when there are fewer."""
        mask = self.visible(program)
        parameters = None
        if mask is not None:
            if not mask.any():
                return np.empty(0, np.int64), np.empty(0, np.float32)
            selector = faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))
            parameters = faiss.SearchParameters(sel=selector)
        scores, rows = self._vectors.search(vector, min(k, len(self.passages)), params=parameters)
        found = rows[0] >= 0
        return rows[0][found], scores[0][found]

    def vectors_of(self, rows: NDArray[np.int64]) -> Vectors:
        """The vectors of the given passages, in their order."""
        return np.asarray(self._vectors.reconstruct_batch(rows), dtype=np.float32)

    def dense_scores(self, vector: Vectors, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The cosines of the given passages, in their order."""
        if not len(rows):
            return np.empty(0, np.float32)
        scores: NDArray[np.float32] = self.vectors_of(rows) @ vector[0]
        return scores

    def matches(self, tokens: Vectors, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """For each of the given passages and each token of the question the cosine of the passage's nearest token.

        `tokens` has shape (n, token_dim), the result (len(rows), n); 0 for a passage without tokens.
        """
        found = np.zeros((len(rows), len(tokens)), np.float32)
        texts = [self.tokens.vectors[self.tokens.starts[row] : self.tokens.starts[row + 1]] for row in rows]
        there = [place for place, text in enumerate(texts) if len(text)]
        if there:
            held = np.concatenate([texts[place] for place in there]).astype(np.float32)
            begins = np.cumsum([0, *(len(texts[place]) for place in there[:-1])])
            found[there] = np.maximum.reduceat(tokens @ held.T, begins, axis=1).T / 127
        return found

    def keyword_scores(self, question: str, program: str | None) -> NDArray[np.float32]:
        """BM25 of every passage, shape (n,); 0 where the program may not see it."""
        scores = self._keywords.scores(question)
        mask = self.visible(program)
        return scores if mask is None else np.where(mask, scores, np.float32(0))

    @cached_property
    def _unused_abbreviations(self) -> dict[str, str]:
        holds = self._keywords.holds
        return {short: words for short, words in CUSTOMARY.items() if holds(words) and not holds(short)}

    @cached_property
    def _page_codes(self) -> NDArray[np.int32]:
        return _coded([passage.doc_id for passage in self.passages])[1]

    @cached_property
    def _program_codes(self) -> tuple[dict[str, int], NDArray[np.int32]]:
        return _coded([passage.program or "" for passage in self.passages])


def _coded(values: Sequence[str]) -> tuple[dict[str, int], NDArray[np.int32]]:
    """A number for each value, and the numbers in the order of the values."""
    codes: dict[str, int] = {}
    return codes, np.fromiter((codes.setdefault(value, len(codes)) for value in values), np.int32, len(values))
