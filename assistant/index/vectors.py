"""Passages -> their vectors: those that the version before has are used again, the others are embedded."""

from collections.abc import Iterator, Sequence

import faiss
import numpy as np
from numpy.typing import NDArray

from assistant.embedding import Embedder
from assistant.index.corpus import Progress
from assistant.index.snapshot import Index
from assistant.types import Passage, TokenVectors

_BATCH = 1_000
"""Passages whose tokens are in memory at once; those of all passages of a large site are half a gigabyte and more."""


def embedded_text(passage: Passage) -> str:
    """What is embedded: the heading path, then the passage."""
    return f"{passage.heading}\n{passage.text}"


class Embeddings:
    """The vectors of passages, in their order; equal texts are embedded once, those of the version before not at all.

    ``embedded`` is how many texts had to be embedded, ``token_dim`` the length of a token's vector.
    """

    def __init__(self, passages: Sequence[Passage], embedder: Embedder, old: Index | None, progress: Progress) -> None:
        known: dict[tuple[str, str], int] = {}
        if old is not None and old.manifest.embedder_digest == embedder.digest:
            known = {_key(passage): row for row, passage in enumerate(old.passages)}
        fresh = {_key(passage): passage for passage in passages if _key(passage) not in known}
        place = {key: row for row, key in enumerate(fresh)}
        self.embedded = len(fresh)
        self._old = old
        self._dim = embedder.dim
        self.token_dim = embedder.token_dim
        # Rows of the version before, and from `_first_new` on those of the texts embedded now.
        self._first_new = len(old.passages) if old else 0
        self._rows = np.fromiter(
            (known[key] if (key := _key(passage)) in known else self._first_new + place[key] for passage in passages),
            dtype=np.int64,
            count=len(passages),
        )
        done = 0

        def report(count: int) -> None:
            nonlocal done
            done += count
            progress("embedding", done, len(fresh))

        self._new = embedder.embed_passages([embedded_text(passage) for passage in fresh.values()], report)

    def flat_index(self) -> faiss.IndexFlatIP:
        """The vectors of the passages, for exact search by inner product."""
        flat = faiss.IndexFlatIP(self._dim)
        for rows in self._batches():
            vectors = np.empty((len(rows), self._dim), np.float32)
            is_new = rows >= self._first_new
            vectors[is_new] = self._new.vectors[rows[is_new] - self._first_new]
            if self._old is not None and not is_new.all():
                vectors[~is_new] = self._old.vectors_of(rows[~is_new])
            flat.add(vectors)
        return flat

    def token_starts(self) -> NDArray[np.int64]:
        """Where the tokens of each passage start among all, and where the last ones end."""
        counts = np.diff(self._new.tokens.starts)
        if self._old is not None:
            counts = np.concatenate([np.diff(self._old.tokens.starts), counts])
        return np.concatenate([[0], np.cumsum(counts[self._rows])]).astype(np.int64)

    def token_vectors(self) -> Iterator[NDArray[np.int8]]:
        """The vectors of the tokens, of some passages at a time."""
        for rows in self._batches():
            old = _mapped_anew(self._old.tokens) if self._old else self._new.tokens
            yield np.concatenate(
                [
                    _of_text(old, row) if row < self._first_new else _of_text(self._new.tokens, row - self._first_new)
                    for row in rows
                ]
            )

    def _batches(self) -> Iterator[NDArray[np.int64]]:
        for start in range(0, len(self._rows), _BATCH):
            yield self._rows[start : start + _BATCH]


def _key(passage: Passage) -> tuple[str, str]:
    return passage.heading, passage.text


def _of_text(tokens: TokenVectors, row: int) -> NDArray[np.int8]:
    return tokens.vectors[tokens.starts[row] : tokens.starts[row + 1]]


def _mapped_anew(tokens: TokenVectors) -> TokenVectors:
    """The same through a new map: what was read through the one before leaves the memory with it."""
    vectors = tokens.vectors
    if isinstance(vectors, np.memmap) and vectors.filename is not None:
        vectors = np.load(vectors.filename, mmap_mode="r")
    return TokenVectors(vectors, tokens.starts)
