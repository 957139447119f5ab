"""Derives again what an index holds and says what does not hold."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from assistant.errors import IndexDamagedError
from assistant.index.store import load_index


def verify_index(index: Path, *, max_problems: int = 20) -> list[str]:
    """What is wrong with the live version, one line each, at most `max_problems`; empty when all holds.

    Checked: every file's hash, the counts, that every passage is a slice of its document, that every block lies
    in its document, that every vector has unit length, and that the tokens of the passages follow one another.

    :raises IndexMissingError: there is none.
    """
    try:
        problems = _problems(index)
        return [problem for problem, _ in zip(problems, range(max_problems), strict=False)]
    except IndexDamagedError as error:
        return [str(error)]


def _problems(folder: Path) -> Iterator[str]:
    index = load_index(folder)
    if len(index.documents) != index.manifest.documents:
        yield f"{len(index.documents)} documents are stored, the manifest says {index.manifest.documents}."
    starts, tokens = index.tokens.starts, len(index.tokens.vectors)
    if starts[0] != 0 or starts[-1] != tokens or (np.diff(starts) < 0).any():
        yield f"The tokens of the passages do not follow one another from 0 to {tokens}."
    lengths = np.linalg.norm(index.vectors_of(np.arange(len(index.passages))), axis=1)
    for passage, length in zip(index.passages, lengths, strict=True):
        text = index.documents[passage.doc_id].text
        if not passage.text or text[passage.start : passage.end] != passage.text:
            yield f"{passage.doc_id!r}: passage {passage.start}-{passage.end} is not a slice of its document."
        if abs(length - 1.0) > 1e-3:
            yield f"{passage.doc_id!r}: the vector of passage {passage.start}-{passage.end} has length {length:.4f}."
