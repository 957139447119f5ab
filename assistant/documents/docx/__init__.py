"""Word files -> blocks: what a reader of the printed document sees, with its headings, lists, tables and notes."""

import re
from dataclasses import dataclass

from lxml import etree

from assistant.documents.archive import Archive, related
from assistant.documents.builder import DocumentBuilder, normalise
from assistant.documents.docx.blocks import BodyReader
from assistant.documents.docx.markup import attribute, child
from assistant.documents.docx.numbering import Numbering
from assistant.documents.docx.runs import Losses, Notes, RunReader
from assistant.documents.docx.styles import read_styles
from assistant.errors import DocumentError

_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?=T|$)")
_TITLE_IN_FIRST = 1_000


@dataclass(frozen=True, slots=True)
class DocxText:
    """What the file says about itself: its title, the day it was last saved (ISO 8601), and what was left out of it."""

    title: str | None
    updated: str | None
    remarks: tuple[str, ...]


def read_docx(data: bytes, builder: DocumentBuilder) -> DocxText:
    """Adds the blocks of a Word file: insertions kept; deletions, comments, headers and hidden text left out.

    :raises DocumentError: it is no Word file, is damaged or encrypted, or goes beyond the limits of `Archive`.
    """
    archive = Archive(data)
    main = related(archive, "").get("officeDocument", "word/document.xml")
    root = archive.xml(main)
    body = child(root, "body")
    if body is None:
        raise DocumentError(
            "The file is not a Word document: it holds no text part; a .docx file has one; save it again in Word."
        )
    parts = related(archive, main)

    def part(kind: str) -> etree._Element | None:
        return archive.xml(parts[kind]) if kind in parts else None

    styles = read_styles(part("styles"))
    losses = Losses()
    notes = Notes(part("footnotes"), part("endnotes"))
    reader = BodyReader(builder, styles, Numbering(part("numbering"), styles), RunReader(styles, notes, losses))
    reader.outlined = len({attribute(level) for level in body.iter("{*}outlineLvl")}) > 1
    reader.read(body)
    title, updated = _properties(archive)
    text, _ = builder.finish()
    # A title that is not in the text is often that of the file which this one was copied from.
    shown = title is not None and title.casefold() in " ".join(text[:_TITLE_IN_FIRST].split()).casefold()
    return DocxText(reader.title or (title if shown else None), updated, losses.remarks())


def _properties(archive: Archive) -> tuple[str | None, str | None]:
    root = archive.xml(related(archive, "").get("core-properties", "docProps/core.xml"))
    if root is None:
        return None, None
    title = " ".join(normalise(root.findtext("{*}title") or "").split())[:500]
    date = _DATE.match((root.findtext("{*}modified") or "").strip())
    return title or None, date.group() if date else None
