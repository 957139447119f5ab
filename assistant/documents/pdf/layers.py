"""Layers of a PDF that are switched off: which of a page's objects no reader sees because of them."""

import ctypes
import math
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

_PIXELS = 4_000_000  # Of a trial: enough for any letter to leave a trace also on large pages.
_MAX_TRIALS = 30  # Of one page, each drawn once.
_MAX_UNPACKED = 50_000_000
_CHUNK = 1 << 14
_INVISIBLE = (3, 7)
_LAYER = b"O\0C\0\0\0"
_PACKED = re.compile(rb"/ObjStm\b")


@dataclass(frozen=True, slots=True)
class Part:
    """An object of a page that is drawn by itself, its place in the order, and the address of its form or 0."""

    thing: Any
    depth: int
    form: int


def declares_layers(data: bytes) -> bool:
    """Whether the file may have layers; where its objects are packed so that it cannot be told, it may."""
    if b"/OCProperties" in data:
        return True
    unpacked = 0
    for found in _PACKED.finditer(data):
        start = data.find(b"stream", found.end(), found.end() + 2_000)
        if start < 0:
            continue
        start += 8 if data[start + 6 : start + 8] == b"\r\n" else 7
        try:
            content = _unpacked(data, start, _MAX_UNPACKED - unpacked)
        except zlib.error:  # Packed in another way, or encrypted.
            return True
        unpacked += len(content)
        if b"/OCProperties" in content or unpacked >= _MAX_UNPACKED:
            return True
    return False


def _unpacked(data: bytes, start: int, limit: int) -> bytes:
    """What is packed from there on, up to so many bytes."""
    unpacker = zlib.decompressobj()
    parts: list[bytes] = []
    for place in range(start, len(data), _CHUNK):
        parts.append(unpacker.decompress(data[place : place + _CHUNK], limit))
        limit -= len(parts[-1])
        if unpacker.eof or limit <= 0:
            break
    return b"".join(parts)


def switched_off(page: pypdfium2.PdfPage, parts: Sequence[Part]) -> tuple[set[int], bool]:
    """The depths of the parts that a layer hides, and whether there were too many layers to look at all of them.

    PDFium does not tell which layers are on, but draws by them: what leaves no trace when it is drawn alone is off.
    """
    groups: dict[tuple[int, int], list[int]] = {}
    for index, part in enumerate(parts):
        mark = _layer_mark(part.thing)
        if (mark or part.form) and not _is_invisible(part.thing):
            groups.setdefault((part.form, mark), []).append(index)
    if not groups:
        return set(), False
    for part in parts:
        pdfium.FPDFPageObj_SetIsActive(part.thing, False)
    try:
        every = [index for group in groups.values() for index in group]
        if _leaves_no_trace(page, parts, every):
            return {parts[index].depth for index in every}, False
        # Groups with text first: the others matter less.
        ordered = sorted(groups.values(), key=lambda group: not any(_is_text(parts[index].thing) for index in group))
        tried = ordered[:_MAX_TRIALS]
        off = {parts[index].depth for group in tried if _leaves_no_trace(page, parts, group) for index in group}
        return off, len(ordered) > _MAX_TRIALS
    finally:
        for part in parts:
            pdfium.FPDFPageObj_SetIsActive(part.thing, True)


def _layer_mark(thing: Any) -> int:
    """The address of the mark that puts the object in a layer; 0 for none. Objects marked together share it."""
    name = (ctypes.c_ushort * 4)()
    length = ctypes.c_ulong()
    for index in range(pdfium.FPDFPageObj_CountMarks(thing)):
        mark = pdfium.FPDFPageObj_GetMark(thing, index)
        named = pdfium.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), length)
        if named and bytes(name)[: length.value] == _LAYER:
            return ctypes.cast(mark, ctypes.c_void_p).value or 0
    return 0


def _is_text(thing: Any) -> bool:
    return bool(pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_TEXT)


def _is_invisible(thing: Any) -> bool:
    return _is_text(thing) and pdfium.FPDFTextObj_GetTextRenderMode(thing) in _INVISIBLE


def _leaves_no_trace(page: pypdfium2.PdfPage, parts: Sequence[Part], group: Sequence[int]) -> bool:
    for index in group:
        pdfium.FPDFPageObj_SetIsActive(parts[index].thing, True)
    try:
        width, height = page.get_size()
        scale = min(1.0, math.sqrt(_PIXELS / max(1.0, width * height)))
        bitmap = page.render(scale=scale, fill_color=(0, 0, 0, 0), draw_annots=False, may_draw_forms=False)
        try:
            return not bytes(bitmap.buffer).strip(b"\0")
        finally:
            bitmap.close()
    finally:
        for index in group:
            pdfium.FPDFPageObj_SetIsActive(parts[index].thing, False)
