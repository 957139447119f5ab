"""Pages of PDF files as pictures, with a quote marked where it stands on them."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from math import inf
from pathlib import Path, PurePosixPath
from time import monotonic
from typing import Annotated, TypeVar
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from assistant.citing import page_at
from assistant.documents import read_bytes
from assistant.documents.sandbox import MarkedPage, mark_page
from assistant.errors import AssistantError, DocumentError
from assistant.types import Document
from assistant.web.live import Live
from assistant.web.pages import page
from assistant.web.problems import problem
from assistant.web.structure import place_of
from assistant.web.visits import Visits

CHANGED = "The file has changed since the index was built; the page cannot be shown."
ABSENT = "The file itself is not kept here, so the page cannot be shown; this is its text."
FAILED = "The page cannot be shown as a picture; this is its text."
BUSY = "Many pages are being drawn just now; try again in a moment to see this one as it looks in the file."
NOT_FOUND = "The quote could not be found on the picture of its page; this is the text."
PARTLY = "Not all of the quote could be marked in the picture; all of it is marked in the text."

_AT_ONCE = 2
_WAITING = 8  # More requests than these are told at once, since each that waits holds a thread of the server.
_PATIENCE_SECONDS = 2.0
_CPU_SECONDS = 8
_WALL_SECONDS = 20.0
_AGAIN_SECONDS = 60.0  # After which a page that could not be drawn is tried again: the machine may have been busy.
_MEMORY_BYTES = 512 << 20
_KEPT = 16
_MOST_PAGES = 2
_ENOUGH = 0.5  # Of a quote: less is as likely to be other words.
_ALL = 0.999
_MOST_WORDS = 300
# In pixels of the picture: what of it is marked around the letters, and shown around the marks.
_BESIDE, _ABOVE = 4, 2
_SHOWN_BESIDE, _SHOWN_ABOVE = 24, 130
_NARROWEST = 0.4  # Of the page, that is shown in the chat.
_FOREVER = "private, max-age=31536000, immutable"
_log = logging.getLogger(__name__)

Key = TypeVar("Key")
Value = TypeVar("Value")
Span = tuple[int, int]
"""Start and end of a quote in the document's text; (0, 0) for none."""


class BusyError(DocumentError):
    """A page that could be drawn if fewer others were."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page as it is shown: the address of its picture, and what is marked there.

    ``marks`` is the path of an SVG around the marked lines, empty for none, in pixels of the picture; ``view`` is x, y,
    width and height of the part that is shown. ``quoted`` are the words that are marked, cut off where they are many.
    """

    number: int
    count: int
    picture: str
    width: int
    height: int
    marks: str
    view: tuple[int, int, int, int]
    title: str
    quoted: str


class PagePictures:
    """Draws pages of the corpus's PDF files, few at a time, and keeps the last ones.

    A file is used only while its bytes are those that the index was built from.
    """

    def __init__(self, corpus: Path, *, max_bytes: int, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._corpus = corpus
        self._max_bytes = max_bytes
        self._drawing = threading.BoundedSemaphore(_AT_ONCE)
        self._waiting = threading.BoundedSemaphore(_AT_ONCE + _WAITING)
        self._lock = threading.Lock()
        # By digest and page, the one used last at the end: the last quote asked for.
        self._kept: dict[tuple[str, int], tuple[Span, MarkedPage]] = {}
        self._failed: dict[tuple[str, int, Span], float] = {}

    def marked(self, document: Document, number: int, span: Span | None) -> MarkedPage:
        """The page (from 1) with the places of what of the span lies on it; None takes it with whatever is marked.

        :raises BusyError: too many pages are being drawn.
        :raises DocumentError: the file is not there, has changed, or its page cannot be drawn; the line is for readers.
        """
        key, wanted = (document.digest, number), span or (0, 0)
        with self._lock:
            kept = self._kept.pop(key, None)
            if kept is not None:
                self._kept[key] = kept
                if span in (None, kept[0]):
                    return kept[1]
            if self._now() - self._failed.get((*key, wanted), -inf) < _AGAIN_SECONDS:
                raise DocumentError(FAILED)
        with self._place():
            marked = self._draw(document, number, wanted, self._bytes_of(document))
        with self._lock:
            if marked is None:
                _put_last(self._failed, (*key, wanted), self._now())
                raise DocumentError(FAILED)
            self._failed.pop((*key, wanted), None)
            _put_last(self._kept, key, (wanted, marked))
            return marked

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._waiting.acquire(blocking=False):
            raise BusyError(BUSY)
        try:
            if not self._drawing.acquire(timeout=_PATIENCE_SECONDS):
                raise BusyError(BUSY)
            try:
                yield
            finally:
                self._drawing.release()
        finally:
            self._waiting.release()

    def _bytes_of(self, document: Document) -> bytes:
        try:
            corpus = self._corpus.resolve(strict=True)
            path = (corpus / document.doc_id).resolve(strict=True)
            there = path.is_relative_to(corpus) and path.is_file()
        except (OSError, ValueError, RuntimeError):  # A name with a zero byte, links in a ring.
            there = False
        if not there:
            raise DocumentError(ABSENT)
        try:
            data = read_bytes(path, max_bytes=self._max_bytes)
        except DocumentError as error:
            _log.warning("No page of %r is shown: %s", document.doc_id, error)
            raise DocumentError(CHANGED) from None
        if sha256(data).hexdigest() != document.digest:
            raise DocumentError(CHANGED)
        return data

    def _draw(self, document: Document, number: int, span: Span, data: bytes) -> MarkedPage | None:
        first, last = _bounds(document, number)
        start, end = max(span[0], first), min(span[1], last)
        start, end = (start, end) if start < end else (first, first)
        try:
            return mark_page(
                data,
                document.doc_id,
                number,
                document.text[start:end],
                before=document.text[first:start],
                after=document.text[end:last],
                cpu_seconds=_CPU_SECONDS,
                wall_seconds=_WALL_SECONDS,
                memory_bytes=_MEMORY_BYTES,
            )
        except DocumentError as error:
            _log.warning("Page %d of %r is not shown: %s", number, document.doc_id, error)
            return None
        except AssistantError as error:
            _log.error("Page %d of %r is not shown: %s", number, document.doc_id, error)
            raise BusyError(BUSY) from None


def _put_last(kept: dict[Key, Value], key: Key, value: Value) -> None:
    """Keeps the value as the one used last, and no more than `_KEPT` of them."""
    kept.pop(key, None)
    kept[key] = value
    while len(kept) > _KEPT:
        del kept[next(iter(kept))]


def is_pdf(document: Document) -> bool:
    """Whether the document has pages that can be shown."""
    return bool(document.pages) and PurePosixPath(document.doc_id).suffix.lower() == ".pdf"


def sheets(
    pictures: PagePictures, document: Document, span: Span | None, number: int | None = None, *, near: bool = False
) -> tuple[tuple[Sheet, ...], str | None]:
    """The pages on which the span stands, or else the page of that number, and a line where something is missing.

    With `near` only the part of each page that is around the marks. No page where the line says why there is none.
    """
    if not is_pdf(document):
        return (), None
    if span is not None:
        first, last = page_at(document, span[0]) or 1, page_at(document, span[1] - 1) or 1
    elif number is not None and number <= len(document.pages):
        first = last = number
    else:
        return (), None
    numbers = range(first, min(last, first + _MOST_PAGES - 1) + 1)
    shown = []
    whole = last in numbers
    try:
        for one in numbers:
            marked = pictures.marked(document, one, span or (0, 0))
            if span is None or marked.share >= _ENOUGH:
                shown.append(_sheet(document, one, marked, span, near=near))
            whole = whole and (span is None or marked.share >= _ALL or not _has_words(document, one, span))
    except DocumentError as error:
        if not shown:
            return (), str(error)
        whole = False
    if not shown:
        return (), NOT_FOUND
    return tuple(shown), None if whole else PARTLY


def picture_address(document: Document, number: int) -> str:
    """The address of the picture of a page; it changes with the file, so that no browser keeps an old one."""
    return f"/page/{quote(document.doc_id, safe='/')}/{number}.png?v={document.digest[:16]}"


def page_routes(live: Live, pictures: PagePictures, visits: Visits) -> APIRouter:
    """The pictures, and the part of a page around a quote, which the chat puts under it."""
    routes = APIRouter()

    @routes.get("/page/{doc_id:path}/{number}.png", include_in_schema=False)
    def show_picture(doc_id: str, number: str, v: str = "") -> Response:
        document = live.now().assistant.document(doc_id)
        wanted = int(number) if number.isascii() and number.isdigit() and len(number) <= 6 else 0
        if not is_pdf(document) or not 1 <= wanted <= len(document.pages):
            return problem(
                404,
                f"Page {number[:20]!r} is not in {doc_id[:200]!r}; it is a PDF's pages that can be shown, and this one "
                f"has {len(document.pages) if is_pdf(document) else 0}; ask for one of them.",
                code="no_such_page",
            )
        try:
            marked = pictures.marked(document, wanted, None)
        except BusyError as error:
            return problem(503, str(error), headers={"Retry-After": "3"})
        except DocumentError as error:
            return problem(404, str(error), code="no_such_page")
        kept = _FOREVER if v == document.digest[:16] else "private, no-cache"
        return Response(marked.png, media_type="image/png", headers={"Cache-Control": kept})

    @routes.get("/context/{doc_id:path}", response_class=HTMLResponse, include_in_schema=False)
    def show_context(
        request: Request,
        doc_id: str,
        start: Annotated[int, Query(ge=0)] = 0,
        end: Annotated[int, Query(ge=0)] = 0,
        of: Annotated[str | None, Query(max_length=64)] = None,
    ) -> HTMLResponse:
        document = live.now().assistant.document(doc_id)
        span = place_of(document, start, end, of)
        shown, remark = sheets(pictures, document, span, near=True)
        return HTMLResponse(page("sheets.html", visits.of(request).t, sheets=shown, remark=remark, browsing=None))

    return routes


def _bounds(document: Document, number: int) -> Span:
    """Start and end of a page in the document's text."""
    pages = document.pages
    return pages[number - 1] if number > 1 else 0, pages[number] if number < len(pages) else len(document.text)


def _has_words(document: Document, number: int, span: Span) -> bool:
    first, last = _bounds(document, number)
    return bool(document.text[max(first, span[0]) : min(last, span[1])].strip())


def _sheet(document: Document, number: int, marked: MarkedPage, span: Span | None, *, near: bool) -> Sheet:
    width, height = marked.width, marked.height
    lines = [
        (left * width - _BESIDE, top * height - _ABOVE, right * width + _BESIDE, bottom * height + _ABOVE)
        for left, top, right, bottom in marked.rectangles
    ]
    quoted = document.text[slice(*span)] if span else ""
    return Sheet(
        number,
        len(document.pages),
        picture_address(document, number),
        width,
        height,
        "".join(f"M{left:.1f} {top:.1f}H{right:.1f}V{bottom:.1f}H{left:.1f}Z" for left, top, right, bottom in lines),
        _around(lines, width, height) if near and lines else (0, 0, width, height),
        document.title,
        f"{quoted[:_MOST_WORDS]}…" if len(quoted) > _MOST_WORDS else quoted,
    )


def _around(lines: list[tuple[float, float, float, float]], width: int, height: int) -> tuple[int, int, int, int]:
    """The part of the picture around the lines."""
    lefts, tops, rights, bottoms = zip(*lines, strict=True)
    left, right = _widened(min(lefts), max(rights), _SHOWN_BESIDE, _NARROWEST * width, width)
    top, bottom = _widened(min(tops), max(bottoms), _SHOWN_ABOVE, 0, height)
    return left, top, right - left, bottom - top


def _widened(start: float, end: float, margin: float, least: float, limit: int) -> tuple[int, int]:
    margin = max(margin, (least - (end - start)) / 2)
    return max(0, int(start - margin)), min(limit, int(end + margin) + 1)
