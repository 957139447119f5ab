"""A file of the corpus -> Document: the only place where text is normalised.

One module per format; each turns its markup into calls on a `DocumentBuilder`.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath

from assistant.documents.about import About
from assistant.documents.builder import DocumentBuilder, without_title
from assistant.documents.frontmatter import FrontMatter, split_front_matter
from assistant.documents.html import read_html, read_html_head
from assistant.documents.markdown import markdown_to_html
from assistant.documents.plaintext import read_plain_text
from assistant.errors import CorpusError, DocumentError
from assistant.types import BlockKind, Document

READER_VERSION = 8
"""Raised whenever the same bytes would be read as another Document, so that an index knows it is stale."""

SUFFIXES = (".md", ".txt", ".html", ".htm", ".pdf", ".docx", ".odt", ".rtf", ".eml")
_URL_LINE = re.compile(r"https?://[^\s<>\"]{1,2000}")


def find_files(corpus: Path) -> list[Path]:
    """Every file below the corpus folder that has a known suffix, in the order of its doc_id; dot-files are left out.

    :raises CorpusError: the folder is missing, is not a folder, cannot be listed, or holds no document.
    """
    if not corpus.is_dir():
        raise CorpusError(
            f"Corpus {str(corpus)!r} is not a folder; a corpus is a folder of {', '.join(SUFFIXES)} files; "
            "give the path of one."
        )
    try:
        files = sorted(_walk(corpus), key=lambda path: path.relative_to(corpus).as_posix())
    except OSError as error:
        raise CorpusError(
            f"Corpus {str(corpus)!r} cannot be listed ({error.strerror}); it must be readable; mend its permissions."
        ) from None
    if not files:
        raise CorpusError(
            f"Corpus {str(corpus)!r} holds no document; at least one {', '.join(SUFFIXES)} file is needed; "
            "put the program's pages there."
        )
    return files


def _walk(folder: Path) -> Iterator[Path]:
    for entry in folder.iterdir():
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _walk(entry)
        elif entry.suffix.lower() in SUFFIXES and entry.is_file():
            yield entry


def read_bytes(path: Path, *, max_bytes: int) -> bytes:
    """The file's bytes.

    :raises DocumentError: it cannot be read, is empty, or is larger than `max_bytes`.
    """
    try:
        size = path.stat().st_size
        if size > max_bytes:
            raise DocumentError(
                f"{path.name!r} has {size / 1e6:.1f} MB; a document has at most {max_bytes / 1e6:g} MB; "
                "split it or raise the setting file_megabytes."
            )
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(
            f"{path.name!r} cannot be read ({error.strerror}); documents must be readable; mend its permissions."
        ) from None
    if not data.strip():
        raise DocumentError(f"{path.name!r} is empty; a document has text; fill it or delete it.")
    return data


def read_document(data: bytes, doc_id: str) -> Document:
    """The bytes of one file -> its Document; `doc_id` is the path relative to the corpus, POSIX style.

    :raises DocumentError: the bytes are not of the format that the name says, or no text is left in them.
    """
    path = PurePosixPath(doc_id)
    builder = DocumentBuilder()
    pages: tuple[int, ...] = ()
    remarks: tuple[str, ...] = ()
    match path.suffix.lower():
        case ".pdf":
            front, pages, remarks = _read_pdf(data, doc_id, builder)
        case ".docx" | ".odt" | ".rtf" | ".eml" as suffix:
            about = _read_office(data, doc_id, suffix, builder)
            front, remarks = FrontMatter(title=about.title, updated=about.updated), about.remarks
        case suffix:
            front = _read_text(data, doc_id, suffix, builder)
    text, blocks = builder.finish()
    headings = [block for block in blocks if block.kind in (BlockKind.HEADING, BlockKind.QUESTION)]
    if len(headings) == len(blocks):
        raise DocumentError(f"{doc_id!r} holds no text besides headings; a document has text; fill it or delete it.")
    title = (
        front.title
        or (text[headings[0].start : headings[0].end] if headings else "")
        or path.stem.replace("_", " ").replace("-", " ")
    )
    return Document(
        doc_id=doc_id,
        program=path.parts[0] if len(path.parts) > 1 else None,
        title=title,
        text=text,
        blocks=without_title(blocks, title),
        digest=hashlib.sha256(data).hexdigest(),
        url=front.url,
        updated=front.updated,
        contact=front.contact,
        pages=pages,
        remarks=remarks,
        links=builder.links,
    )


def _read_text(data: bytes, doc_id: str, suffix: str, builder: DocumentBuilder) -> FrontMatter:
    if suffix in (".html", ".htm"):
        head = read_html(_decode(data, doc_id, declared=True), builder)
        return FrontMatter(title=head.title, url=head.url, updated=head.updated)
    front = FrontMatter()
    body = _decode(data, doc_id)
    if suffix == ".md":
        front, body = split_front_matter(body)
    url, body = _split_url_line(body)
    if suffix == ".md":
        # A page that was turned into Markdown has lost its ids; in a text of its own, headings are the places.
        read_html(markdown_to_html(body), builder, has_places=not (front.url or url))
    else:
        read_plain_text(body, builder)
    return replace(front, url=front.url or url)


def _read_pdf(
    data: bytes, doc_id: str, builder: DocumentBuilder
) -> tuple[FrontMatter, tuple[int, ...], tuple[str, ...]]:
    from assistant.documents.pdf import read_pdf

    with _naming(doc_id):
        pdf = read_pdf(data, builder)
    return FrontMatter(title=pdf.title), pdf.pages, pdf.remarks


def _read_office(data: bytes, doc_id: str, suffix: str, builder: DocumentBuilder) -> About:
    from assistant.documents.docx import read_docx
    from assistant.documents.eml import read_eml
    from assistant.documents.odt import read_odt
    from assistant.documents.rtf import read_rtf

    readers = {".docx": read_docx, ".odt": read_odt, ".rtf": read_rtf, ".eml": read_eml}
    with _naming(doc_id):
        return readers[suffix](data, builder)


@contextmanager
def _naming(doc_id: str) -> Iterator[None]:
    """Errors of a reader that knows no file's name get it."""
    try:
        yield
    except DocumentError as error:
        raise DocumentError(f"{doc_id!r}: {error}") from None


def _decode(data: bytes, doc_id: str, *, declared: bool = False) -> str:
    encoding = "utf-8-sig"
    if declared and (name := read_html_head(data)):
        encoding = name
    try:
        return data.decode(encoding, errors="strict")
    except (UnicodeError, LookupError) as error:
        place = f" at byte {error.start}" if isinstance(error, UnicodeDecodeError) else ""
        raise DocumentError(
            f"{doc_id!r} is not {encoding.removesuffix('-sig').upper()} text{place}; documents are UTF-8; "
            "save it again as UTF-8."
        ) from None


def _split_url_line(body: str) -> tuple[str | None, str]:
    first, _, rest = body.lstrip().partition("\n")
    if _URL_LINE.fullmatch(first.strip()):
        return first.strip(), rest
    return None, body
