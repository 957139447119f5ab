"""Word files -> blocks: what a reader of the printed document sees, with its headings, lists, tables and notes."""

from lxml import etree

from assistant.documents.about import About, day_of, title_line
from assistant.documents.archive import Archive, linked_addresses, related
from assistant.documents.builder import DocumentBuilder
from assistant.documents.docx.blocks import BodyReader
from assistant.documents.docx.hyperlinks import Hyperlinks
from assistant.documents.docx.markup import attribute, child
from assistant.documents.docx.numbering import Numbering
from assistant.documents.docx.runs import Notes, RunReader
from assistant.documents.docx.styles import read_styles
from assistant.documents.office.flow import Losses
from assistant.errors import DocumentError


def read_docx(data: bytes, builder: DocumentBuilder) -> About:
    """Adds the blocks of a Word file: insertions kept; deletions, comments, headers and hidden text left out.

    :raises DocumentError: it is no Word file, is damaged or encrypted, or goes beyond the limits of `Archive`.
    """
    archive = Archive(data)
    main = related(archive, "").get("officeDocument", "word/document.xml")
    root = archive.xml(main)
    body = child(root, "body")
    if root is None or body is None:
        raise DocumentError(
            "The file is not a Word document: it holds no text part; a .docx file has one; save it again in Word."
        )
    parts = related(archive, main)

    def part(kind: str) -> etree._Element | None:
        return archive.xml(parts[kind]) if kind in parts else None

    styles = read_styles(part("styles"))
    losses = Losses()
    notes = Notes(part("footnotes"), part("endnotes"))
    runs = RunReader(styles, notes, losses, Hyperlinks(root, linked_addresses(archive, main)))
    reader = BodyReader(builder, styles, Numbering(part("numbering"), styles), runs)
    reader.flow.outlined = len({attribute(level) for level in body.iter("{*}outlineLvl")}) > 1
    reader.read(body)
    title, updated = _properties(archive)
    return About(reader.flow.title_or(title), updated, losses.remarks())


def _properties(archive: Archive) -> tuple[str | None, str | None]:
    root = archive.xml(related(archive, "").get("core-properties", "docProps/core.xml"))
    if root is None:
        return None, None
    return title_line(root.findtext("{*}title")), day_of(root.findtext("{*}modified"))
