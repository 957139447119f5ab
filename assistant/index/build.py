"""corpus -> a new version of the index; only text that is new or changed is embedded again."""

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import faiss
import numpy as np
from filelock import FileLock, Timeout

from assistant.chunking import CHUNKING_VERSION, make_passages
from assistant.documents import READER_VERSION, find_files, read_bytes
from assistant.documents.frontmatter import web_address
from assistant.documents.sandbox import Parsers
from assistant.embedding import Embedder, packed_tokens
from assistant.errors import AssistantError, CorpusError, DocumentError
from assistant.fetching import read_provenance
from assistant.index.snapshot import Index
from assistant.index.store import FORMAT, Manifest, load_newest_good, save_version
from assistant.keywords import KeywordIndex
from assistant.naming import address_words
from assistant.types import Document, Passage, PassageVectors

Progress = Callable[[str, int, int], None]
"""Called with the step ("reading", "embedding"), how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did; ``skipped`` lists each file left out with its reason; times are seconds."""

    version: str
    changed: bool
    documents: int
    passages: int
    embedded: int
    skipped: tuple[tuple[str, str], ...]
    seconds: float
    embedding_seconds: float


def build_index(
    corpus: Path,
    index: Path,
    embedder: Embedder,
    *,
    passage_tokens: int,
    max_bytes: int,
    progress: Progress = lambda step, done, total: None,
) -> BuildReport:
    """Builds a version from the corpus and makes it the live one, unless the live one already is what would be built.

    :raises CorpusError: no document can be read from the corpus.
    :raises AssistantError: another build of this index is running, or it cannot be written.
    """
    try:
        index.mkdir(parents=True, exist_ok=True)
        with FileLock(index / ".lock", timeout=0):
            return _build(corpus, index, embedder, passage_tokens, max_bytes, progress)
    except Timeout:
        raise AssistantError(
            f"Index {str(index)!r} is being built by another process; one build runs at a time; wait for it."
        ) from None
    except OSError as error:
        raise AssistantError(
            f"Index {str(index)!r} cannot be written ({error.strerror or error}); it must be writable and have room; "
            "mend that, the index that was live is unharmed."
        ) from None


def _build(
    corpus: Path, index: Path, embedder: Embedder, passage_tokens: int, max_bytes: int, progress: Progress
) -> BuildReport:
    started = time.perf_counter()
    passage_tokens = min(passage_tokens, embedder.max_tokens)
    old = _old_index(index)
    documents, skipped = _read_corpus(corpus, max_bytes, old, progress)
    corpus_digest = _corpus_digest(documents, skipped)
    if old is not None and _same(old.manifest, embedder, passage_tokens, corpus_digest):
        seconds = time.perf_counter() - started
        return BuildReport(old.version, False, len(documents), len(old.passages), 0, tuple(skipped), seconds, 0.0)

    passages = [
        passage
        for document in documents
        for passage in make_passages(document, count_tokens=embedder.count_tokens, max_tokens=passage_tokens)
    ]
    embedding_started = time.perf_counter()
    read, embedded = _embed(passages, embedder, old, progress)
    embedding_seconds = time.perf_counter() - embedding_started
    flat = faiss.IndexFlatIP(embedder.dim)
    flat.add(read.vectors)
    built_at = datetime.now(UTC)

    def make_manifest(files: dict[str, str]) -> Manifest:
        manifest = Manifest(
            format=FORMAT,
            version="",
            built_at=built_at.isoformat(timespec="seconds"),
            embedder=embedder.name,
            embedder_digest=embedder.digest,
            dim=embedder.dim,
            metric="inner product of unit vectors",
            passage_tokens=passage_tokens,
            reader_version=READER_VERSION,
            chunking_version=CHUNKING_VERSION,
            corpus_digest=corpus_digest,
            documents=len(documents),
            passages=len(passages),
            files=files,
            skipped=skipped,
        )
        milliseconds = built_at.microsecond // 1000
        name = f"{built_at:%Y%m%d-%H%M%S}{milliseconds:03}-{manifest.fingerprint()}"
        return manifest.model_copy(update={"version": name})

    by_id = {document.doc_id: document for document in documents}
    keywords = KeywordIndex.build(keyword_text(passage, by_id[passage.doc_id]) for passage in passages)
    manifest = save_version(index, documents, passages, flat, read.tokens, keywords, make_manifest)
    return BuildReport(
        manifest.version,
        True,
        len(documents),
        len(passages),
        embedded,
        tuple(skipped),
        time.perf_counter() - started,
        embedding_seconds,
    )


def embedded_text(passage: Passage) -> str:
    """What is embedded: the heading path, then the passage."""
    return f"{passage.heading}\n{passage.text}"


def keyword_text(passage: Passage, document: Document) -> str:
    """What is searched by words: the page's address, which often alone names the school or degree, and the rest."""
    return f"{address_words(document)}\n{embedded_text(passage)}"


def _old_index(index: Path) -> Index | None:
    """The version whose vectors may be used again; a damaged or missing one only costs time."""
    try:
        return load_newest_good(index)[0]
    except AssistantError:
        return None


def _same(manifest: Manifest, embedder: Embedder, passage_tokens: int, corpus_digest: str) -> bool:
    return (
        manifest.corpus_digest == corpus_digest
        and manifest.embedder_digest == embedder.digest
        and manifest.passage_tokens == passage_tokens
        and manifest.reader_version == READER_VERSION
        and manifest.chunking_version == CHUNKING_VERSION
    )


def _read_corpus(
    corpus: Path, max_bytes: int, old: Index | None, progress: Progress
) -> tuple[list[Document], list[tuple[str, str]]]:
    """The documents in the order of their ids, and each file that could not be read with its reason."""
    reusable = old.documents if old is not None and old.manifest.reader_version == READER_VERSION else {}
    documents: list[Document] = []
    skipped: list[tuple[str, str]] = []
    files = find_files(corpus)
    fetched = _addresses(corpus, skipped)
    with Parsers() as parsers:
        for number, path in enumerate(files, start=1):
            doc_id = path.relative_to(corpus).as_posix()
            try:
                _require_unicode(doc_id)
                data = read_bytes(path, max_bytes=max_bytes)
                document = _known(reusable.get(doc_id), data) or parsers.parse(data, doc_id)
                documents.append(replace(document, url=fetched[doc_id]) if doc_id in fetched else document)
            except DocumentError as error:
                skipped.append((_shown(doc_id), str(error)))
            progress("reading", number, len(files))
    if not documents:
        raise CorpusError(
            f"Corpus {str(corpus)!r} holds {len(files)} files and none can be read, e.g. {skipped[0][1]} "
            "At least one document is needed; mend the files."
        )
    return documents, skipped


def _addresses(corpus: Path, skipped: list[tuple[str, str]]) -> dict[str, str]:
    """The address that each fetched file came from; what cannot be known of them is among the files left out."""
    try:
        return {doc_id: url for doc_id, (url, _) in read_provenance(corpus).items() if web_address(url)}
    except AssistantError as error:
        skipped.append(("addresses of fetched pages", str(error)))
        return {}


def _known(document: Document | None, data: bytes) -> Document | None:
    """The document of the version before, if it was read from the same bytes."""
    return document if document and document.digest == hashlib.sha256(data).hexdigest() else None


def _require_unicode(doc_id: str) -> None:
    try:
        doc_id.encode()
    except UnicodeEncodeError:
        raise DocumentError(f"The name {doc_id!r} is not UTF-8; a document's name is its id; rename it.") from None


def _shown(doc_id: str) -> str:
    """The id with bytes that are not UTF-8 written as escapes."""
    return doc_id.encode("utf-8", "backslashreplace").decode()


def _corpus_digest(documents: Sequence[Document], skipped: Sequence[tuple[str, str]]) -> str:
    digest = hashlib.sha256()
    for document in documents:
        digest.update(json.dumps([document.doc_id, document.digest, document.url]).encode())
    for row in skipped:
        digest.update(json.dumps(row).encode())
    return digest.hexdigest()


def _embed(
    passages: Sequence[Passage], embedder: Embedder, old: Index | None, progress: Progress
) -> tuple[PassageVectors, int]:
    """The vectors of all passages and how many texts were embedded: equal texts once, known ones not at all."""
    known: dict[str, int] = {}
    if old is not None and old.manifest.embedder_digest == embedder.digest:
        known = {embedded_text(passage): row for row, passage in enumerate(old.passages)}
    texts = [embedded_text(passage) for passage in passages]
    fresh = list(dict.fromkeys(text for text in texts if text not in known))
    place = {text: row for row, text in enumerate(fresh)}
    done = 0

    def report(count: int) -> None:
        nonlocal done
        done += count
        progress("embedding", done, len(fresh))

    new = embedder.embed_passages(fresh, report)
    vectors = np.empty((len(texts), embedder.dim), np.float32)
    tokens = []
    for row, text in enumerate(texts):
        if text in place:
            vectors[row] = new.vectors[place[text]]
            source, at = new.tokens, place[text]
        elif old is not None:
            vectors[row] = old.vector(known[text])
            source, at = old.tokens, known[text]
        tokens.append(source.vectors[source.starts[at] : source.starts[at + 1]])
    return PassageVectors(vectors, packed_tokens(tokens, embedder.token_dim)), len(fresh)
