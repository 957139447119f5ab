"""The folder of program documents -> the documents that can be read, and why the others cannot."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.documents import find_files, read_bytes
from assistant.documents.frontmatter import web_address
from assistant.documents.sandbox import Parsers
from assistant.errors import AssistantError, CorpusError, DocumentError
from assistant.fetching import read_provenance
from assistant.types import Document

Progress = Callable[[str, int, int], None]
"""Called with the step ("reading", "embedding"), how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """What a corpus holds: the documents by id, in the order of their ids, and each file left out with its reason."""

    documents: dict[str, Document]
    skipped: tuple[tuple[str, str], ...]


def read_corpus(corpus: Path, max_bytes: int, known: Mapping[str, Document], progress: Progress) -> Corpus:
    """Reads every file of the corpus; one with the bytes of a document that is `known` by its id is not read again.

    :raises CorpusError: there is no corpus, or no document can be read from it.
    """
    documents: dict[str, Document] = {}
    skipped: list[tuple[str, str]] = []
    files = find_files(corpus)
    fetched = _addresses(corpus, skipped)
    with Parsers() as parsers:
        for number, path in enumerate(files, start=1):
            doc_id = path.relative_to(corpus).as_posix()
            try:
                _require_unicode(doc_id)
                data = read_bytes(path, max_bytes=max_bytes)
                document = _unchanged(known.get(doc_id), data) or parsers.parse(data, doc_id)
                documents[doc_id] = replace(document, url=fetched[doc_id]) if doc_id in fetched else document
            except DocumentError as error:
                skipped.append((_shown(doc_id), str(error)))
            progress("reading", number, len(files))
    if not documents:
        raise CorpusError(
            f"Corpus {str(corpus)!r} holds {len(files)} files and none can be read, e.g. {skipped[0][1]} "
            "At least one document is needed; mend the files."
        )
    return Corpus(documents, tuple(skipped))


def _addresses(corpus: Path, skipped: list[tuple[str, str]]) -> dict[str, str]:
    """The address that each fetched file came from; what cannot be known of them is among the files left out."""
    try:
        return {doc_id: url for doc_id, (url, _) in read_provenance(corpus).items() if web_address(url)}
    except AssistantError as error:
        skipped.append(("addresses of fetched pages", str(error)))
        return {}


def _unchanged(document: Document | None, data: bytes) -> Document | None:
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
