"""corpus -> a new version of the index; only text that is new or changed is embedded again."""

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from assistant.chunking import CHUNKING_VERSION, make_passages
from assistant.documents import READER_VERSION
from assistant.embedding import Embedder
from assistant.errors import AssistantError
from assistant.index.corpus import Corpus, Progress, read_corpus
from assistant.index.snapshot import Index
from assistant.index.store import (
    FORMAT,
    Manifest,
    changing,
    load_newest_good,
    publish_version,
    read_tokens,
    staging,
    versions,
    write_version,
)
from assistant.index.vectors import Embeddings, embedded_text
from assistant.keywords import KeywordIndex
from assistant.naming import address_words
from assistant.types import Document, Passage


class Review(Protocol):
    """Looks at a version before it goes live; of the documents it names, with the reason, what is live stays live."""

    def of_corpus(self, old: Index, corpus: Corpus) -> Mapping[str, str]:
        """The ids of documents that wait, judged by the documents themselves."""
        ...

    def of_answers(self, old: Index, new: Index) -> Mapping[str, str]:
        """The ids of further documents that wait, judged by what is answered from both versions."""
        ...


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did; ``skipped`` lists each file left out with its reason; times are seconds.

    ``waiting`` are the documents of which a review kept what was live, each with its reason. ``live`` is false when the
    version was only tried.
    """

    version: str
    changed: bool
    documents: int
    passages: int
    embedded: int
    skipped: tuple[tuple[str, str], ...]
    seconds: float
    embedding_seconds: float
    waiting: tuple[tuple[str, str], ...] = ()
    live: bool = True


def build_index(
    corpus: Path,
    index: Path,
    embedder: Embedder,
    *,
    passage_tokens: int,
    max_bytes: int,
    progress: Progress = lambda step, done, total: None,
    review: Review | None = None,
    publish: bool = True,
) -> BuildReport:
    """Builds a version from the corpus and makes it the live one, unless the live one already is what would be built.

    A `review` is asked when there is a live version to compare with; with `publish` false nothing goes live.

    :raises CorpusError: no document can be read from the corpus.
    :raises AssistantError: another build of this index is running, or it cannot be written.
    """
    with changing(index):
        making = _Making(embedder, min(passage_tokens, embedder.max_tokens), progress)
        return _build(corpus, index, making, max_bytes, review, publish)


@dataclass(frozen=True, slots=True)
class _Making:
    """What versions are made with."""

    embedder: Embedder
    passage_tokens: int
    progress: Progress


def _build(
    corpus: Path, index: Path, making: _Making, max_bytes: int, review: Review | None, publish: bool
) -> BuildReport:
    started = time.perf_counter()
    old, damage = _old_index(index)
    if review is not None and old is None and versions(index):
        raise AssistantError(
            f"Index {str(index)!r} has versions, and none can be read; a sync compares with what is live; look at "
            "them, or take the documents as they are with: python -m assistant build."
        )
    same_reader = old is not None and old.manifest.reader_version == READER_VERSION
    read = read_corpus(corpus, max_bytes, old.documents if old and same_reader else {}, making.progress)
    waiting = dict(review.of_corpus(old, read)) if review and old else {}
    while True:
        kept = _without_waiting(read, waiting, old) if old and waiting else read
        if old is not None and damage is None and _same(old.manifest, making, _corpus_digest(kept)):
            return _report(old, kept, waiting, started, changed=False)
        with staging(index) as folder:
            new, embedded, seconds = _write(folder, kept, old, making)
            more = review.of_answers(old, new) if review and old else {}
            more = {doc_id: reason for doc_id, reason in more.items() if doc_id not in waiting}
            if not more:
                if publish:
                    publish_version(index, folder, new.version)
                return _report(new, kept, waiting, started, embedded=embedded, embedding_seconds=seconds, live=publish)
        waiting |= more


def keyword_text(passage: Passage, document: Document) -> str:
    """What is searched by words: the page's address, which often alone names the school or degree, and the rest."""
    return f"{address_words(document)}\n{embedded_text(passage)}"


def _old_index(index: Path) -> tuple[Index | None, str | None]:
    """The version whose vectors may be used again, with what is wrong with the live one; no version only costs time."""
    try:
        return load_newest_good(index)
    except AssistantError:
        return None, None


def _without_waiting(read: Corpus, waiting: Mapping[str, str], old: Index) -> Corpus:
    """The corpus with what is live of the documents that wait: their old text, or nothing of a new one."""
    documents = {doc_id: document for doc_id, document in read.documents.items() if doc_id not in waiting}
    documents |= {doc_id: old.documents[doc_id] for doc_id in waiting if doc_id in old.documents}
    skipped = [(name, reason) for name, reason in read.skipped if name not in waiting]
    skipped += [(doc_id, f"waits for approval: {reason}") for doc_id, reason in waiting.items()]
    return Corpus(dict(sorted(documents.items())), tuple(sorted(skipped)))


def _same(manifest: Manifest, making: _Making, corpus_digest: str) -> bool:
    return (
        manifest.corpus_digest == corpus_digest
        and manifest.embedder_digest == making.embedder.digest
        and manifest.passage_tokens == making.passage_tokens
        and manifest.reader_version == READER_VERSION
        and manifest.chunking_version == CHUNKING_VERSION
    )


def _corpus_digest(corpus: Corpus) -> str:
    digest = hashlib.sha256()
    for document in corpus.documents.values():
        digest.update(json.dumps([document.doc_id, document.digest, document.url]).encode())
    for row in corpus.skipped:
        digest.update(json.dumps(row).encode())
    return digest.hexdigest()


def _write(folder: Path, corpus: Corpus, old: Index | None, making: _Making) -> tuple[Index, int, float]:
    """Writes the version into the folder; with it, how many texts were embedded and the seconds that took."""
    embedder = making.embedder
    passages = _passages(corpus.documents, old, making)
    embedding_started = time.perf_counter()
    embeddings = Embeddings(passages, embedder, old, making.progress)
    embedding_seconds = time.perf_counter() - embedding_started
    flat = embeddings.flat_index()
    keywords = KeywordIndex.build(keyword_text(passage, corpus.documents[passage.doc_id]) for passage in passages)
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
            passage_tokens=making.passage_tokens,
            reader_version=READER_VERSION,
            chunking_version=CHUNKING_VERSION,
            corpus_digest=_corpus_digest(corpus),
            documents=len(corpus.documents),
            passages=len(passages),
            files=files,
            skipped=list(corpus.skipped),
        )
        milliseconds = built_at.microsecond // 1000
        name = f"{built_at:%Y%m%d-%H%M%S}{milliseconds:03}-{manifest.fingerprint()}"
        return manifest.model_copy(update={"version": name})

    manifest = write_version(folder, corpus.documents.values(), passages, flat, embeddings, keywords, make_manifest)
    index = Index(manifest, corpus.documents, passages, flat, read_tokens(folder), keywords)
    return index, embeddings.embedded, embedding_seconds


def _passages(documents: Mapping[str, Document], old: Index | None, making: _Making) -> list[Passage]:
    """The passages of all documents; those of a document that is as it was are not cut again."""
    known: dict[str, list[Passage]] = {}
    if old is not None and _cut_alike(old.manifest, making):
        for passage in old.passages:
            known.setdefault(passage.doc_id, []).append(passage)
    found: list[Passage] = []
    for document in documents.values():
        before = old.documents.get(document.doc_id) if old else None
        if before is not None and document.doc_id in known and document == replace(before, url=document.url):
            found += known[document.doc_id]
        else:
            count_tokens = making.embedder.count_tokens
            found += make_passages(document, count_tokens=count_tokens, max_tokens=making.passage_tokens)
    return found


def _cut_alike(manifest: Manifest, making: _Making) -> bool:
    return (
        manifest.chunking_version == CHUNKING_VERSION
        and manifest.passage_tokens == making.passage_tokens
        and manifest.embedder_digest == making.embedder.digest
    )


def _report(
    version: Index,
    corpus: Corpus,
    waiting: Mapping[str, str],
    started: float,
    *,
    changed: bool = True,
    embedded: int = 0,
    embedding_seconds: float = 0.0,
    live: bool = True,
) -> BuildReport:
    return BuildReport(
        version=version.version,
        changed=changed,
        documents=len(corpus.documents),
        passages=len(version.passages),
        embedded=embedded,
        skipped=corpus.skipped,
        seconds=time.perf_counter() - started,
        embedding_seconds=embedding_seconds,
        waiting=tuple(waiting.items()),
        live=live,
    )
