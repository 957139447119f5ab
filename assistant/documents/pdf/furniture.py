"""What repeats at the head and foot of pages and is no part of the text: running titles and page numbers."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence

from assistant.documents.pdf.layout import Line, Row

_MARGIN = 0.14  # Of the page's height, at the head and at the foot.
_EDGE_LINES = 4
_CLOSE = 1.45  # From line to line, as a multiple of the type size.
_PAGE_NUMBER = re.compile(
    r"(?:page|seite|p\.?)\s*\d{1,5}(?:\s*(?:of|/|von)\s*\d{1,5})?|\d{1,5}\s*(?:of|/)\s*\d{1,5}|[-–—|]\s*\d{1,5}\s*[-–—|]",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"[ivxlc]{1,7}", re.IGNORECASE)
_END_NUMBER = re.compile(r"^(?P<first>\d{1,5})(?=\s|$)|(?<![-–.,:/\d])\b(?P<last>\d{1,5})(?:\s?(?:/|of)\s?\d{1,5})?$")
_YEARS = range(1900, 2101)
# Words before a number that make it a part of what is said: of a date, an amount, or the name of a section.
_NAMES_NUMBER = re.compile(
    r"(?:\b(?:(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]{0,6}|no|number|day|week|month|year|step|stage"
    r"|phase|round|cohort|level|tier|part|section|chapter|article|appendix|annex|form|table|figure|question)\.?|[$€£#])$",
    re.IGNORECASE,
)
_MONTH = re.compile(r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]{0,6}\b", re.IGNORECASE)
_TELLS = re.compile(r"[@\d]|[.!?][\"')\]’”]{0,3}$")

_Key = tuple[str, int]
_Reason = tuple[_Key, str, int]
"""A key, the words that stay the same from page to page, and on how many pages at least."""


def without_furniture(pages: Sequence[list[Line | Row]], heights: Sequence[float]) -> list[list[Line | Row]]:
    """The pages without the lines that repeat at their edges, and without page numbers.

    Of lines that repeat and may tell something (an address, a number, a sentence) one stays: the first of those at the
    head of pages, the last of those at the foot, where it parts no sentence that goes on overleaf. A line that stands
    as close to the text as the text's own lines do is part of it, though it may come again on another page.
    """
    edges = [_edge_lines(page, height) for page, height in zip(pages, heights, strict=True)]
    needed = 2 if len(pages) <= 6 else 3
    seen: Counter[_Key] = Counter()
    for number, (head, foot) in enumerate(edges):
        seen.update({key for line in head + foot for key, _, _ in _reasons(line, number, needed)})
    dropped: set[int] = set()
    stays: dict[str, Line] = {}
    for number, (head, foot) in enumerate(edges):
        found: dict[int, str | None] = {}
        for line in head + foot:
            reasons = _reasons(line, number, needed)
            reason = next((words for key, words, least in reasons if _times(seen, key) >= least), None)
            if reason is not None or _PAGE_NUMBER.fullmatch(line.text):
                found[id(line)] = reason
        for line in [*reversed(head), *foot]:  # The innermost first.
            if found.get(id(line)) and _is_in_text(line, pages[number], found):
                del found[id(line)]
        dropped.update(found)
        for line in head + foot:
            reason = found.get(id(line))
            if reason is not None and _TELLS.search(reason) and (reason not in stays or line not in head):
                stays[reason] = line
    dropped -= {id(line) for line in stays.values()}
    kept = [[part for part in page if id(part) not in dropped] for page in pages]
    return kept if any(kept) else [list(page) for page in pages]


def _is_in_text(line: Line, page: Sequence[Line | Row], edge: Container[int]) -> bool:
    """Whether a line of the text, in the same type, stands directly over or under the line."""
    return any(
        isinstance(other, Line)
        and id(other) not in edge
        and abs(other.size - line.size) < 0.05 * line.size
        and other.bold == line.bold
        and min(other.right, line.right) > max(other.left, line.left)
        and 0.5 * line.size < abs(other.baseline - line.baseline) <= _CLOSE * line.size
        for other in page
    )


def _reasons(line: Line, page: int, needed: int) -> Iterator[_Reason]:
    """What the line would have in common with the same line of another page: its words, or how its number runs."""
    place = round(line.baseline / 4)
    # A larger or bold line with a number may well be a heading: "Step 2" on page 2.
    if not line.bold or line.text.isdecimal():
        for found in _END_NUMBER.finditer(line.text):
            number = int(found["first"] or found["last"])
            before, after = line.text[: found.start()].rstrip(), line.text[found.end() :].lstrip()
            if number not in _YEARS and not _NAMES_NUMBER.search(before[-20:]) and not _MONTH.match(after):
                yield (f"{before} number {number - page} {after}", place), f"{before} {after}".strip(), 2
    if _ROMAN.fullmatch(line.text):
        yield ("roman", place), "", needed
    yield (line.text, place), line.text, needed


def _times(seen: Counter[_Key], key: _Key) -> int:
    return max(seen[key[0], key[1] + shift] for shift in (-1, 0, 1))


def _edge_lines(page: list[Line | Row], height: float) -> tuple[list[Line], list[Line]]:
    lines = sorted((part for part in page if isinstance(part, Line)), key=lambda line: line.baseline)
    head = [line for line in lines[:_EDGE_LINES] if line.baseline < _MARGIN * height]
    foot = [line for line in lines[-_EDGE_LINES:] if line.baseline > (1 - _MARGIN) * height]
    return head, foot
