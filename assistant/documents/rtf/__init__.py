"""Rich Text Format -> blocks: what a reader of the printed document sees, with headings, lists, tables and notes."""

from assistant.documents.about import About
from assistant.documents.builder import DocumentBuilder
from assistant.documents.office.flow import Flow
from assistant.documents.office.items import add_items
from assistant.documents.rtf.reader import RtfReader
from assistant.errors import DocumentError

_BLANK = b" \t\r\n\xef\xbb\xbf"


def read_rtf(data: bytes, builder: DocumentBuilder) -> About:
    """Adds the blocks of an RTF file: insertions kept; deletions, comments, headers and hidden text left out.

    :raises DocumentError: it is no RTF file, or its groups are nested too deeply.
    """
    data = data.lstrip(_BLANK)
    if not data.startswith(b"{\\rtf"):
        raise DocumentError(
            f"The file is not RTF: it begins with {data[:10].decode('ascii', 'replace')!r}; an .rtf file begins with "
            "'{\\rtf'; save it again as .rtf."
        )
    reader = RtfReader(data)
    flow = Flow(builder)
    flow.outlined = reader.outlined
    add_items(flow, reader.items())
    return About(flow.title_or(reader.title), reader.updated, reader.remarks())
