"""The vectors of unanswered questions: made when a question is recorded, since ten thousand at once take a minute."""

from collections.abc import Iterator, Sequence

import numpy as np
from sqlalchemy import Connection, Engine, delete, insert, select

from assistant.embedding import Embedder
from assistant.recording.entries import Entry
from assistant.recording.grouping import wording
from assistant.recording.tables import questions
from assistant.recording.tables import vectors as table
from assistant.types import Vectors

_STORED = np.dtype("<f2")
_BATCH = 500


def keep_vectors(connection: Connection, embedder: Embedder, entry_ids: Sequence[str], vectors: Vectors) -> None:
    """Stores a vector for each entry that is still there, in place of what is stored for it."""
    there = set(connection.scalars(select(questions.c.id).where(questions.c.id.in_(entry_ids))))
    rows = [
        {"question": entry_id, "embedder": _name(embedder), "vector": vector.astype(_STORED).tobytes()}
        for entry_id, vector in zip(entry_ids, vectors, strict=True)
        if entry_id in there
    ]
    if rows:
        connection.execute(delete(table).where(table.c.question.in_(there)))
        connection.execute(insert(table), rows)


def vectors_of(database: Engine, embedder: Embedder, entries: Sequence[Entry]) -> Vectors:
    """The vectors of the entries, row by row; one that is not stored, or is of another model, is made and stored."""
    if not entries:
        return np.empty((0, embedder.dim), np.float32)
    found = _stored(database, embedder, entries)
    missing: dict[str, list[str]] = {}
    for entry in entries:
        if entry.id not in found:
            missing.setdefault(wording(entry.standalone_question), []).append(entry.id)
    for texts in _batches(list(missing)):
        made = embedder.embed_passages(texts).vectors.astype(_STORED)
        new = {entry_id: vector for text, vector in zip(texts, made, strict=True) for entry_id in missing[text]}
        for ids in _batches(list(new)):
            with database.execution_options(writes=True).begin() as connection:
                keep_vectors(connection, embedder, ids, np.stack([new[entry_id] for entry_id in ids]))
        found |= new
    rows = np.stack([found[entry.id] for entry in entries]).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True).clip(min=1e-9), np.float32)


def _stored(database: Engine, embedder: Embedder, entries: Sequence[Entry]) -> dict[str, Vectors]:
    found: dict[str, Vectors] = {}
    with database.begin() as connection:
        for ids in _batches([entry.id for entry in entries]):
            wanted = (table.c.question.in_(ids), table.c.embedder == _name(embedder))
            for entry_id, vector in connection.execute(select(table.c.question, table.c.vector).where(*wanted)):
                found[entry_id] = np.frombuffer(vector, _STORED)
    return found


def _batches(items: list[str]) -> Iterator[list[str]]:
    return (items[start : start + _BATCH] for start in range(0, len(items), _BATCH))


def _name(embedder: Embedder) -> str:
    return embedder.digest[:64]
