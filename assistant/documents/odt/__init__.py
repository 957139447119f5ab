"""OpenDocument texts -> blocks: what a reader of the printed document sees, with headings, lists, tables and notes."""

from assistant.documents.about import About, day_of, title_line
from assistant.documents.archive import Archive
from assistant.documents.builder import DocumentBuilder
from assistant.documents.odt.body import BodyReader
from assistant.documents.odt.runs import RunReader
from assistant.documents.odt.styles import OFFICE, TEXT, Styles
from assistant.documents.office.flow import Flow, Losses
from assistant.documents.office.items import add_items
from assistant.errors import DocumentError


def read_odt(data: bytes, builder: DocumentBuilder) -> About:
    """Adds the blocks of an OpenDocument text: insertions kept; deletions, comments, headers and hidden text left out.

    :raises DocumentError: it is no such text, is damaged or encrypted, or goes beyond the limits of `Archive`.
    """
    archive = Archive(data)
    if b"encryption-data" in (archive.part("META-INF/manifest.xml") or b""):
        raise DocumentError("The file is locked by a password; documents are open; save it without one.")
    content = archive.xml("content.xml")
    body = content.find(f"{OFFICE}body/{OFFICE}text") if content is not None else None
    if content is None or body is None:
        raise DocumentError(
            "The file is not an OpenDocument text: it holds no text part; an .odt file has one; save it again as .odt."
        )
    losses = Losses()
    styles = Styles(content, archive.xml("styles.xml"))
    flow = Flow(builder)
    flow.outlined = len({heading.get(f"{TEXT}outline-level") for heading in body.iter(f"{TEXT}h")}) > 1
    add_items(flow, BodyReader(styles, RunReader(styles, losses)).items(body))
    title, updated = _properties(archive)
    return About(flow.title_or(title), updated, losses.remarks())


def _properties(archive: Archive) -> tuple[str | None, str | None]:
    root = archive.xml("meta.xml")
    meta = root.find(f"{OFFICE}meta") if root is not None else None
    if meta is None:
        return None, None
    return title_line(meta.findtext("{*}title")), day_of(meta.findtext("{*}date"))
