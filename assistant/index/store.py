"""The index on disk: one folder a version, the live one named by ``CURRENT``; written whole, checked when read."""

import contextlib
import hashlib
import json
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import faiss
import numpy as np
from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.documents.rows import document_of, document_row
from assistant.errors import AssistantError, IndexDamagedError, IndexMissingError
from assistant.files import replace_file, sync_to_disk
from assistant.keywords import KeywordIndex
from assistant.types import Document, Passage, TokenVectors

if TYPE_CHECKING:
    from assistant.index.snapshot import Index
    from assistant.index.vectors import Embeddings

FORMAT = 2
CURRENT = "CURRENT"
REBUILD = "build it again with: python -m assistant build"
# Date, time to the millisecond (so that names sort by age), fingerprint of the manifest.
_VERSION_NAME = re.compile(r"\d{8}-\d{9}-[0-9a-f]{8}")
_KEPT_VERSIONS = 2
# Before 3.11.8, Python may fail when two threads read the heads of arrays at once (gh-106905).
_READING_ARRAYS = threading.Lock()


class Manifest(BaseModel):
    """How a version was made and what its files must be; read before anything else of it.

    ``files`` maps each file, relative to the version's folder, to its SHA-256 in hex. ``skipped`` lists the
    files of the corpus that were left out, each with its reason. ``built_at`` is ISO 8601 in UTC.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    version: str
    built_at: str
    embedder: str
    embedder_digest: str
    dim: int
    metric: str
    passage_tokens: int
    reader_version: int
    chunking_version: int
    corpus_digest: str
    documents: int
    passages: int
    files: dict[str, str]
    skipped: list[tuple[str, str]]

    def fingerprint(self) -> str:
        """What the version's name ends in: 8 hex digits of the SHA-256 of everything but that name."""
        return hashlib.sha256(self.model_dump_json(exclude={"version"}).encode()).hexdigest()[:8]


def current_version(index: Path) -> str:
    """The name of the live version.

    :raises IndexMissingError: there is none.
    :raises IndexDamagedError: ``CURRENT`` does not hold a version's name.
    """
    try:
        name = (index / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise IndexMissingError(
            f"Index {str(index)!r} holds no built version; one is needed to answer; {REBUILD}."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamagedError(
            f"{str(index / CURRENT)!r} cannot be read ({error}); it names the live version; {REBUILD}."
        ) from None
    if not _VERSION_NAME.fullmatch(name):
        raise IndexDamagedError(f"{str(index / CURRENT)!r} holds {name[:60]!r}, not a version's name; {REBUILD}.")
    return name


def versions(index: Path) -> list[str]:
    """The versions on disk, newest first."""
    if not index.is_dir():
        return []
    return sorted((entry.name for entry in index.iterdir() if _VERSION_NAME.fullmatch(entry.name)), reverse=True)


def load_index(index: Path, version: str | None = None) -> "Index":
    """The live version, or the one named, checked file by file before it is read.

    :raises IndexMissingError: there is none.
    :raises IndexDamagedError: a file is missing or differs from what the manifest says.
    """
    from assistant.index.snapshot import Index

    folder = index / (version or current_version(index))
    manifest = read_manifest(folder)
    check_files(folder, manifest)
    documents = {document.doc_id: document for document in read_documents(folder / "documents.jsonl")}
    passages = tuple(_read_passages(folder / "passages.jsonl", documents))
    vectors = faiss.read_index(str(folder / "vectors.faiss"))
    with _READING_ARRAYS:
        tokens = read_tokens(folder)
        keywords = KeywordIndex.load(folder / "keywords")
    counts = {
        "passages": len(passages),
        "vectors": vectors.ntotal,
        "token rows": len(tokens.starts) - 1,
        "keyword entries": len(keywords),
    }
    for name, count in counts.items():
        if count != manifest.passages:
            raise IndexDamagedError(
                f"Index {str(folder)!r} holds {count} {name}, its manifest says {manifest.passages}; {REBUILD}."
            )
    return Index(manifest, documents, passages, vectors, tokens, keywords)


def load_newest_good(index: Path) -> tuple["Index", str | None]:
    """The live version, or, when it is damaged, the newest other one that is whole, with what is wrong.

    :raises IndexMissingError: there is none.
    :raises IndexDamagedError: no version is whole; the error is that of the live one.
    """
    try:
        return load_index(index), None
    except IndexDamagedError as error:
        for version in versions(index):
            with contextlib.suppress(IndexDamagedError, IndexMissingError):
                return load_index(index, version), str(error)
        raise


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a version.

    :raises IndexDamagedError: it is missing, is not a manifest, was changed, or is of another format.
    """
    path = folder / "manifest.json"
    try:
        data = json.loads(path.read_bytes())
        if isinstance(data, dict) and data.get("format") != FORMAT:
            raise IndexDamagedError(
                f"{str(path)!r} has format {data.get('format')!r}; this program reads {FORMAT}; {REBUILD}."
            )
        manifest = Manifest.model_validate(data)
    except FileNotFoundError:
        raise IndexDamagedError(f"{str(path)!r} is missing; every version has a manifest; {REBUILD}.") from None
    except (OSError, ValueError, ValidationError, RecursionError) as error:
        first = str(error).splitlines()[0]
        raise IndexDamagedError(f"{str(path)!r} is not a manifest ({first}); {REBUILD}.") from None
    if manifest.version != folder.name or not folder.name.endswith(manifest.fingerprint()):
        raise IndexDamagedError(
            f"{str(path)!r} names {manifest.version!r} and has fingerprint {manifest.fingerprint()}; its folder's name "
            f"must be that name and end in that: it was damaged or changed; {REBUILD}."
        )
    return manifest


def check_files(folder: Path, manifest: Manifest) -> None:
    """Compares every file with its hash: FAISS would load a flipped byte without a word.

    :raises IndexDamagedError: a file is missing or differs.
    """
    for name, expected in manifest.files.items():
        try:
            actual = file_digest(folder / name)
        except OSError as error:
            raise IndexDamagedError(f"{str(folder / name)!r} cannot be read ({error.strerror}); {REBUILD}.") from None
        if actual != expected:
            raise IndexDamagedError(
                f"{str(folder / name)!r} has SHA-256 {actual[:12]}..., its manifest says {expected[:12]}...: "
                f"the file was damaged or changed; {REBUILD}."
            )


@contextlib.contextmanager
def changing(index: Path) -> Iterator[None]:
    """While it lasts nobody else changes the index; whoever reads it is not held up.

    :raises AssistantError: somebody else is changing it, or it cannot be written.
    """
    try:
        index.mkdir(parents=True, exist_ok=True)
        with FileLock(index / ".lock", timeout=0):
            yield
    except Timeout:
        raise AssistantError(
            f"Index {str(index)!r} is being built by another process; it is changed by one at a time; wait for it."
        ) from None
    except OSError as error:
        raise AssistantError(
            f"Index {str(index)!r} cannot be written ({error.strerror or error}); it must be writable and have room; "
            "mend that, what was live still is."
        ) from None


@contextlib.contextmanager
def staging(index: Path) -> Iterator[Path]:
    """A folder to write a version into, beside the others and seen by no reader; gone afterwards unless published.

    What a killed build left is removed first.
    """
    for leftover in index.glob(".tmp-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    folder = index / f".tmp-{os.getpid()}"
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write_version(
    folder: Path,
    documents: Iterable[Document],
    passages: Iterable[Passage],
    vectors: faiss.IndexFlatIP,
    embeddings: "Embeddings",
    keywords: KeywordIndex,
    make_manifest: Callable[[dict[str, str]], Manifest],
) -> Manifest:
    """Writes a version into a folder that `staging` made; `make_manifest` gets the hashes of the files written."""
    _write_lines(folder / "documents.jsonl", map(document_row, documents))
    _write_lines(folder / "passages.jsonl", map(_passage_row, passages))
    # Not by its name: faiss does not say when the disk is full, and its errors are no OSErrors.
    with (folder / "vectors.faiss").open("wb") as file:
        faiss.write_index(vectors, faiss.PyCallbackIOWriter(file.write))
    _write_tokens(folder, embeddings)
    keywords.save(folder / "keywords")
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    manifest = make_manifest({name: file_digest(folder / name) for name in names})
    (folder / "manifest.json").write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
    for path in folder.rglob("*"):
        sync_to_disk(path)
    sync_to_disk(folder)
    return manifest


def publish_version(index: Path, folder: Path, version: str) -> None:
    """Makes what was written into the folder the live version; a crash at any moment leaves the old one serving.

    The version that was live is kept, which need not be the newest; of the others the older ones are deleted.
    """
    kept = {version}
    with contextlib.suppress(IndexMissingError, IndexDamagedError):
        kept.add(current_version(index))
    os.rename(folder, index / version)
    sync_to_disk(index)
    make_current(index, version)
    for name in [name for name in versions(index) if name not in kept][max(0, _KEPT_VERSIONS - len(kept)) :]:
        shutil.rmtree(index / name, ignore_errors=True)


def make_current(index: Path, version: str) -> None:
    """Names the live version, in one step that a reader sees whole."""
    replace_file(index / CURRENT, f"{version}\n".encode())


def roll_back(index: Path, version: str) -> Manifest:
    """Makes an earlier version the live one, checked file by file before; whoever has the index open keeps what it has.

    The next build takes the documents as they are then, so that what was wrong in them comes back unless it is mended.

    :raises IndexMissingError: there is no such version.
    :raises IndexDamagedError: it is not whole; what was live still is.
    :raises AssistantError: a build of this index is running, or it cannot be written.
    """
    if version not in (held := versions(index)):
        raise IndexMissingError(
            f"Version {version[:60]!r} is not in {str(index)!r}; it holds {', '.join(held) or 'none'}; name one."
        )
    with changing(index):
        manifest = read_manifest(index / version)
        check_files(index / version, manifest)
        make_current(index, version)
        return manifest


def file_digest(path: Path) -> str:
    """SHA-256 of the file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_documents(path: Path) -> Iterator[Document]:
    """The documents that `save_version` wrote, in their order.

    :raises IndexDamagedError: a line is no document, or one whose blocks do not lie in order in its text.
    """
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            try:
                yield document_of(json.loads(line))
            except ValueError as error:
                raise IndexDamagedError(
                    f"Line {number} of {str(path)!r} holds no sound document ({error}); {REBUILD}."
                ) from None


def _passage_row(passage: Passage) -> dict[str, Any]:
    return {
        "doc_id": passage.doc_id,
        "start": passage.start,
        "end": passage.end,
        "section": passage.section,
        "heading": passage.heading,
    }


def _read_passages(path: Path, documents: dict[str, Document]) -> Iterator[Passage]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            document = documents[row["doc_id"]]
            yield Passage(
                document.doc_id,
                document.program,
                row["start"],
                row["end"],
                document.text[row["start"] : row["end"]],
                tuple(row["section"]),
                row["heading"],
            )


def read_tokens(folder: Path) -> TokenVectors:
    """The vectors of all tokens; they stay on disk, and the system keeps in memory what is asked for."""
    vectors = np.load(folder / "token_vectors.npy", mmap_mode="r")
    return TokenVectors(vectors, np.load(folder / "token_starts.npy"))


def _write_tokens(folder: Path, embeddings: "Embeddings") -> None:
    """Piece by piece, since all of them together are larger than anything else of an index."""
    starts = embeddings.token_starts()
    np.save(folder / "token_starts.npy", starts)
    shape = (int(starts[-1]), embeddings.token_dim)
    with (folder / "token_vectors.npy").open("wb") as file:
        np.lib.format.write_array_header_1_0(file, {"descr": "|i1", "fortran_order": False, "shape": shape})
        for piece in embeddings.token_vectors():
            file.write(piece.data)


def _write_lines(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
