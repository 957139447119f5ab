"""Shows a page of a PDF, and where on it a quote stands."""

import io
from collections.abc import Callable, Iterator
from itertools import groupby

import pypdfium2
from PIL import Image

from assistant.documents.builder import normalise
from assistant.documents.pdf.frame import turned_back
from assistant.documents.pdf.layers import declares_layers
from assistant.documents.pdf.layout import Line, lay_out
from assistant.documents.pdf.opening import opened, opened_page
from assistant.documents.pdf.words import Word, read_words
from assistant.errors import DocumentError

Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom, as fractions of the page's width and height from its top left corner."""

_IGNORED = frozenset("-‐–—|•")
_SHORTEST_PART = 12
_FEWER_COLOURS = 128
_MAX_HEIGHT = 4.0  # Of the width: a page that is longer is shown smaller.


def quote_rectangles(data: bytes, page: int, quote: str) -> list[Rectangle]:
    """Where the quote stands on the page (from 1), one rectangle for each line.

    Where it goes on from or to another page, the part on this page; none where it is not on the page.

    :raises DocumentError: the file cannot be read or has no such page.
    """
    return find_quote(data, page, quote)[0]


def find_quote(
    data: bytes, page: int, quote: str, *, before: str = "", after: str = ""
) -> tuple[list[Rectangle], float]:
    """As `quote_rectangles`, and the share of the quote, in [0, 1], that they mark.

    `before` and `after` are what the document's text has on the page around the quote; where the same words stand on
    the page more than once, they say which are meant.

    :raises DocumentError: the file cannot be read or has no such page.
    """
    with opened(data) as document:
        _check(document, page)
        try:
            with opened_page(document, page - 1) as opened_one:
                found = read_words(opened_one, layered=declares_layers(data))
        except pypdfium2.PdfiumError:
            raise _damaged(page) from None
    lines = [
        line
        for part in lay_out(found)
        for line in ([part] if isinstance(part, Line) else [line for cell in part.cells for line in cell])
    ]
    letters: list[str] = []
    places: list[tuple[int, Word, tuple[float, float]]] = []
    for number, line in enumerate(lines):
        for letter, word, edges in _letters(line):
            letters.append(letter)
            places.append((number, word, edges))
    wanted = "".join(_squashed(normalise(quote)))
    span = _find("".join(letters), wanted, *("".join(_squashed(normalise(around))) for around in (before, after)))
    if span is None:
        return [], 0.0
    boxes: list[Rectangle] = []
    for _, marked in groupby(places[span[0] : span[1]], key=lambda place: place[0]):
        boxes.append(_rectangle([(word, edges) for _, word, edges in marked], found.width, found.height))
    return boxes, (span[1] - span[0]) / len(wanted)


def render_page(data: bytes, page: int, *, width: int = 900, max_bytes: int = 4_000_000) -> bytes:
    """The page (from 1) as a PNG picture of this width in pixels; with fewer colours where it would be too large.

    :raises DocumentError: the file cannot be read, has no such page, or the picture would be larger than `max_bytes`.
    """
    with opened(data) as document:
        _check(document, page)
        try:
            with opened_page(document, page - 1) as opened_one:
                across, down = opened_one.get_size()
                scale = min(width / max(across, 1.0), _MAX_HEIGHT * width / max(down, 1.0))
                bitmap = opened_one.render(scale=scale)
                try:
                    picture = bitmap.to_pil()
                    png = _png(picture)
                    if len(png) > max_bytes:
                        png = _png(picture.quantize(_FEWER_COLOURS))
                finally:
                    bitmap.close()
        except pypdfium2.PdfiumError:
            raise _damaged(page) from None
    if len(png) > max_bytes:
        raise DocumentError(
            f"The picture of page {page} has {len(png) / 1e6:.1f} MB; it may have {max_bytes / 1e6:g} MB; "
            "look at the page in the file itself."
        )
    return png


def _png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, format="PNG")
    return file.getvalue()


def _check(document: pypdfium2.PdfDocument, page: int) -> None:
    if not 1 <= page <= len(document):
        raise DocumentError(f"Page {page} is not in the PDF; it has pages 1 to {len(document)}; ask for one of them.")


def _damaged(page: int) -> DocumentError:
    return DocumentError(f"Page {page} of the PDF is damaged; a page must be readable; fetch or export the file again.")


def _letters(line: Line) -> Iterator[tuple[str, Word, tuple[float, float]]]:
    for word in line.words:
        for letter, edges in zip(word.text, word.edges, strict=True):
            for squashed in _squashed(normalise(letter)):
                yield squashed, word, edges


def _squashed(text: str) -> Iterator[str]:
    """The letters without what reading a page adds or takes away: spaces, hyphens, bullets, marks between cells."""
    return (letter for letter in text if not letter.isspace() and letter not in _IGNORED)


def _find(text: str, wanted: str, before: str, after: str) -> tuple[int, int] | None:
    """Where it stands in the text, or its longer end that does; `before` and `after` tell which of several places.

    They may differ from the text: what repeats on every page is not in them.
    """
    if not wanted:
        return None
    if places := _places(text, wanted):
        expected = _places(before + wanted + after, wanted)
        if len(places) == len(expected) and len(before) in expected:
            start = places[expected.index(len(before))]
        else:
            start = min(places, key=lambda place: abs(place - len(before)))
        return start, start + len(wanted)
    head = _longest(lambda length: text.find(wanted[:length]) >= 0, len(wanted))
    tail = _longest(lambda length: text.find(wanted[-length:]) >= 0, len(wanted))
    if max(head, tail) < min(_SHORTEST_PART, len(wanted)):
        return None
    if head >= tail:
        start = text.rfind(wanted[:head])
        return start, start + head
    start = text.find(wanted[-tail:])
    return start, start + tail


def _places(text: str, wanted: str) -> list[int]:
    """Where the words begin in the text, one after the other."""
    places = []
    start = text.find(wanted)
    while start >= 0:
        places.append(start)
        start = text.find(wanted, start + len(wanted))
    return places


def _longest(holds: Callable[[int], bool], limit: int) -> int:
    """The largest length, at most the limit, for which it holds; it holds for all that are shorter."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low


def _rectangle(marked: list[tuple[Word, tuple[float, float]]], width: float, height: float) -> Rectangle:
    left = min(min(edges) for _, edges in marked)
    right = max(max(edges) for _, edges in marked)
    top = min(word.baseline - 0.85 * word.size for word, _ in marked)
    bottom = max(word.baseline + 0.25 * word.size for word, _ in marked)
    turn = marked[0][0].turn
    # Turning on by the quarters that are missing to four leads back to the page as it is shown.
    size = (height, width) if turn in (1, 3) else (width, height)
    corners = [turned_back(x, y, -turn % 4, *size) for x in (left, right) for y in (top, bottom)]
    return (
        _fraction(min(x for x, _ in corners) / width),
        _fraction(min(y for _, y in corners) / height),
        _fraction(max(x for x, _ in corners) / width),
        _fraction(max(y for _, y in corners) / height),
    )


def _fraction(value: float) -> float:
    return round(min(1.0, max(0.0, value)), 5)
