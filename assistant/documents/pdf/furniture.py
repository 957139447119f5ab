"""What repeats at the head and foot of pages and is no part of the text: running titles and page numbers."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.documents.pdf.layout import Line, Row

_MARGIN = 0.14  # Of the page's height, at the head and at the foot.
_EDGE_LINES = 4
_PAGE_NUMBER = re.compile(
    r"(?:page|seite|p\.?)\s*\d{1,5}(?:\s*(?:of|/|von)\s*\d{1,5})?|\d{1,5}\s*(?:of|/)\s*\d{1,5}|[-–—|]\s*\d{1,5}\s*[-–—|]",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"[ivxlc]{1,7}", re.IGNORECASE)
_END_NUMBER = re.compile(r"^(?P<first>\d{1,5})\b|\b(?P<last>\d{1,5})(?:\s?(?:/|of)\s?\d{1,5})?$")

_Key = tuple[str, int]


def without_furniture(pages: Sequence[list[Line | Row]], heights: Sequence[float]) -> list[list[Line | Row]]:
    """The pages without the lines that repeat at their edges, and without page numbers."""
    edges = [_edge_lines(page, height) for page, height in zip(pages, heights, strict=True)]
    seen: Counter[_Key] = Counter()
    for number, lines in enumerate(edges):
        seen.update({key for line in lines for key in _keys(line, number)})
    needed = 2 if len(pages) <= 6 else 3
    dropped = {
        id(line)
        for number, lines in enumerate(edges)
        for line in lines
        if _PAGE_NUMBER.fullmatch(line.text) or any(_times(seen, key) >= needed for key in _keys(line, number))
    }
    kept = [[part for part in page if id(part) not in dropped] for page in pages]
    return kept if any(kept) else [list(page) for page in pages]


def _keys(line: Line, page: int) -> Iterator[_Key]:
    """What the line would have in common with the same line of another page: its words, or how its number runs."""
    place = round(line.baseline / 4)
    yield line.text, place
    if _ROMAN.fullmatch(line.text):
        yield "roman", place
    # A larger or bold line with a number may well be a heading: "Step 2" on page 2.
    if not line.bold or line.text.isdecimal():
        for number in _END_NUMBER.finditer(line.text):
            yield f"number {int(number['first'] or number['last']) - page}", place


def _times(seen: Counter[_Key], key: _Key) -> int:
    return max(seen[key[0], key[1] + shift] for shift in (-1, 0, 1))


def _edge_lines(page: list[Line | Row], height: float) -> list[Line]:
    lines = sorted((part for part in page if isinstance(part, Line)), key=lambda line: line.baseline)
    head = [line for line in lines[:_EDGE_LINES] if line.baseline < _MARGIN * height]
    foot = [line for line in lines[-_EDGE_LINES:] if line.baseline > (1 - _MARGIN) * height]
    return head + foot
