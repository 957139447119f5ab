"""What is drawn on a page besides its text: areas, images, rules and dots, in the order of drawing."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from assistant.documents.pdf.layers import Part, switched_off

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points of the page."""
Colour = tuple[int, int, int]

MAX_OBJECTS = 300_000
"""Objects of one page; a page that is drawn from more is left out with a remark."""

_MAX_AREAS = 500
_MAX_COVERS = 50
_MAX_RULES = 2_000
_MAX_FORM_DEPTH = 8
_RULE_THICKNESS = 2.0
_WHITE: Colour = (255, 255, 255)
_NO_CHANGE = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Area:
    """A filled shape or an image; `colour` is None where it has many. `solid`: nothing shows through it."""

    depth: int
    box: Box
    colour: Colour | None
    solid: bool


@dataclass(slots=True)
class Scenery:
    """``depths`` holds for each text object, by its address, its place in the order of drawing.

    ``off`` holds the places of those that a layer hides. ``unsure``: there are too many layers to look at all of them.
    """

    depths: dict[int, int] = field(default_factory=dict)
    areas: list[Area] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    dots: list[Box] = field(default_factory=list)
    paths: int = 0
    off: set[int] = field(default_factory=set)
    unsure: bool = False
    complete: bool = True

    def colour_under(self, x: float, y: float, depth: int) -> Colour | None:
        """The colour that what is drawn at this depth stands on; None where it is not a single one."""
        for area in reversed(self.areas):
            if area.depth < depth and contains(area.box, x, y):
                return area.colour
        return _WHITE

    def covers(self, box: Box, depth: int) -> list[Box]:
        """The solid shapes drawn over this box later on, the last of them where there are very many."""
        covers = [area.box for area in self.areas if area.solid and area.depth > depth and overlap(area.box, box)]
        return covers[-_MAX_COVERS:]


def contains(box: Box, x: float, y: float) -> bool:
    """Whether the point lies in the box."""
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def overlap(one: Box, other: Box) -> bool:
    """Whether the boxes share a point."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def address(pointer: Any) -> int:
    """Where an object of PDFium lies, so that two handles of it compare as equal; 0 for none."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def read_scenery(page: pypdfium2.PdfPage, *, layered: bool = False) -> Scenery:
    """Looks at every object of the page, up to a limit; `complete` tells whether that was all.

    `layered`: the file may have layers that are switched off.
    """
    scenery = Scenery()
    if layered:
        scenery.off, scenery.unsure = switched_off(page, _parts(page))
    for depth, (thing, matrix, _) in enumerate(_objects(page)):
        if depth >= MAX_OBJECTS:
            scenery.complete = False
            break
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            scenery.depths[address(thing)] = depth
        elif depth in scenery.off:
            continue
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            scenery.paths += 1
            _add_path(scenery, thing, _bounds(thing, matrix), depth)
        elif kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING):
            box = _bounds(thing, matrix)
            if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                scenery.images.append(box)
            if len(scenery.areas) < _MAX_AREAS:
                scenery.areas.append(Area(depth, box, None, solid=False))
    return scenery


def _add_path(scenery: Scenery, path: Any, box: Box, depth: int) -> None:
    width, height = box[2] - box[0], box[3] - box[1]
    if min(width, height) <= _RULE_THICKNESS * 2 and max(width, height) > 8:
        if len(scenery.rules) < _MAX_RULES:
            scenery.rules.append(box)
        return
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, mode, stroke)
    if width < 8 and height < 8 and abs(width - height) <= 1 and width > 1 and len(scenery.dots) < _MAX_RULES:
        scenery.dots.append(box)
    elif mode.value != pdfium.FPDF_FILLMODE_NONE and len(scenery.areas) < _MAX_AREAS:
        parts = [ctypes.c_uint() for _ in range(4)]
        pdfium.FPDFPageObj_GetFillColor(path, *parts)
        red, green, blue, alpha = (part.value for part in parts)
        if alpha < 32:
            return
        plain = pdfium.FPDFPath_CountSegments(path) <= 6 and not pdfium.FPDFPageObj_HasTransparency(path)
        clip = pdfium.FPDFPageObj_GetClipPath(path)
        clipped = bool(clip) and pdfium.FPDFClipPath_CountPaths(clip) > 0
        scenery.areas.append(Area(depth, box, (red, green, blue), solid=plain and alpha == 255 and not clipped))


def _parts(page: pypdfium2.PdfPage) -> list[Part]:
    """The objects that are drawn themselves, up to the limit."""
    return [
        Part(thing, depth, form)
        for depth, (thing, _, form) in enumerate(islice(_objects(page), MAX_OBJECTS))
        if pdfium.FPDFPageObj_GetType(thing) != pdfium.FPDF_PAGEOBJ_FORM
    ]


def _objects(page: pypdfium2.PdfPage) -> Iterator[tuple[Any, tuple[float, ...], int]]:
    """Every object in the order of drawing, those inside forms too.

    Each comes with the matrix that lays it on the page, and with the address of the form that it stands in or 0.
    """
    stack: list[tuple[Iterator[Any], tuple[float, ...], int]] = [
        (
            (pdfium.FPDFPage_GetObject(page, index) for index in range(pdfium.FPDFPage_CountObjects(page))),
            _NO_CHANGE,
            0,
        )
    ]
    while stack:
        things, matrix, form = stack[-1]
        thing = next(things, None)
        if thing is None:
            stack.pop()
            continue
        yield thing, matrix, form
        if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_FORM and len(stack) <= _MAX_FORM_DEPTH:
            own = pdfium.FS_MATRIX()
            pdfium.FPDFPageObj_GetMatrix(thing, own)
            within = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
            stack.append((_form_objects(thing), within, address(thing)))


def _form_objects(form: Any) -> Iterator[Any]:
    return (pdfium.FPDFFormObj_GetObject(form, index) for index in range(pdfium.FPDFFormObj_CountObjects(form)))


def _times(inner: tuple[float, ...], outer: tuple[float, ...]) -> tuple[float, ...]:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _bounds(thing: Any, matrix: tuple[float, ...]) -> Box:
    edges = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(thing, *edges)
    left, bottom, right, top = (edge.value for edge in edges)
    if matrix is _NO_CHANGE:
        return left, bottom, right, top
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
    return (
        min(x for x, _ in corners),
        min(y for _, y in corners),
        max(x for x, _ in corners),
        max(y for _, y in corners),
    )
