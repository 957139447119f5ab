"""Text that stands on a page but is no part of its content: what was typed into form fields and text boxes."""

import ctypes
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

_MAX_ANNOTATIONS = 1_000
_MAX_BYTES = 2_000  # Of one value, in UTF-16: as much as a sample needs.
_NOT_SHOWN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_KEYS = {pdfium.FPDF_ANNOT_WIDGET: b"V", pdfium.FPDF_ANNOT_FREETEXT: b"Contents"}


def annotated_text(page: pypdfium2.PdfPage) -> str:
    """The values of the page's form fields and the words of its text boxes, in the order of the file."""
    found = []
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MAX_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            key = _KEYS.get(pdfium.FPDFAnnot_GetSubtype(annotation))
            if key is not None and not pdfium.FPDFAnnot_GetFlags(annotation) & _NOT_SHOWN:
                found.append(_value(annotation, key))
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
    return " ".join(filter(None, found))


def _value(annotation: Any, key: bytes) -> str:
    if pdfium.FPDFAnnot_GetValueType(annotation, key) != pdfium.FPDF_OBJECT_STRING:
        return ""
    size = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if size <= 2:
        return ""
    if size > _MAX_BYTES:
        return "…"
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    pdfium.FPDFAnnot_GetStringValue(annotation, key, buffer, size)
    try:
        return bytes(buffer)[: size - 2].decode("utf-16-le").strip()
    except UnicodeDecodeError:
        return "…"
