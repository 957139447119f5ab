"""Opens PDF files with PDFium, one at a time, and gives everything back that PDFium has taken."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
import pypdfium2.raw as pdfium

from assistant.errors import DocumentError

# PDFium keeps state of its own that threads would damage: https://pypdfium2.readthedocs.io, "thread safety".
_PDFIUM = threading.RLock()
_HEADER_WITHIN = 1024


@contextmanager
def opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The document of the file's bytes; no other thread uses PDFium meanwhile.

    :raises DocumentError: the bytes are not a PDF file, need a password, or are damaged beyond repair.
    """
    if b"%PDF-" not in data[:_HEADER_WITHIN]:
        raise DocumentError("The file is not a PDF; a PDF begins with '%PDF-'; give it the suffix of what it is.")
    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise _unreadable(error) from None
        try:
            yield document
        finally:
            document.close()


@contextmanager
def opened_page(document: pypdfium2.PdfDocument, index: int) -> Iterator[pypdfium2.PdfPage]:
    """The page with this index, from 0.

    :raises pypdfium2.PdfiumError: it is damaged.
    """
    page = document[index]
    try:
        yield page
    finally:
        page.close()


def _unreadable(error: pypdfium2.PdfiumError) -> DocumentError:
    if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return DocumentError(
            "The PDF is encrypted and asks for a password; documents open without one; save it without protection."
        )
    return DocumentError(
        "The PDF is damaged and holds no page that can be read; documents are whole files; fetch or export it again."
    )
