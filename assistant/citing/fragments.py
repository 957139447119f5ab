"""A quote -> the text fragment by which a browser finds and marks it (https://wicg.github.io/scroll-to-text-fragment/).

The rules are those of browsers. A term must lie within one line or cell of the page, and begin and end with whole
words; so a quote over several, or a long one, is given by its first and last words. The first place that fits is
taken, whatever the case of its letters; so a term grows, or gets the words beside it, until the place is the quote's.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import islice, pairwise, takewhile
from urllib.parse import quote

from assistant.types import Block, BlockKind, Document

_Range = tuple[int, int]
"""Start and end of some words in the document's text."""

# A line of this many words is one term; a longer one is given by its first and last words.
_WHOLE_WORDS = 10
_END_WORDS = 5
# Fewer words than these are likely to stand in the page's menu, too, from where a browser would begin to mark.
_TELLING_WORDS = 3
_BESIDE_WORDS = 3
_NEAR = 400  # Characters
_MOST_SKIPPED = 3
_MOST_RIVALS = 100  # Words that stand more often are not singled out.
_DIVIDERS = {
    BlockKind.TABLE_ROW: re.compile(r"\n| \| "),
    BlockKind.TABLE_HEADER: re.compile(r"\n| \| "),
}
_LINE = re.compile(r"\n")
_LIST_NUMBER = re.compile(r"\d{1,5}\.\s+")
# Where no spaces divide words, only what divides clauses surely ends one.
_WORD = re.compile(r"[^\s、。，．；：！？]+[、。，．；：！？]*|[、。，．；：！？]+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_LETTERS = re.compile(r"\w\w")
_JOINED = re.compile(r"[^\W\d_]['’][^\W\d_]|\d[.,]\d")


def text_fragment(document: Document, start: int, end: int) -> str | None:
    """The directive, encoded, for the words from start to end; None where no words would single them out.

    Where the first line cannot be told from another, the lines after it are marked.
    """
    lines = _lines(document, start, end)
    text = _folded(document.text)
    tried = (_directive(document, text, lines[skipped:], end) for skipped in range(min(len(lines), _MOST_SKIPPED)))
    return next(filter(None, tried), None)


def _directive(document: Document, text: str, lines: list[_Range], end: int) -> str | None:
    first, last = _words(text, lines[0]), _words(text, lines[-1])
    if not first or not last:
        return None
    alone = len(lines) == 1
    openings = _beginnings(first, _END_WORDS, len(first) - _END_WORDS if alone else _WHOLE_WORDS)
    if alone and len(first) <= _WHOLE_WORDS:
        openings = openings[-1:]
    opening = next((one for one in openings if not _places(text, one, 0)), openings[-1])
    whole = alone and opening == openings[-1]
    terms = [opening]
    rivals = _places(text, opening, 0)
    prefix = None
    if rivals or (not whole and len(first) < _TELLING_WORDS):
        prefix = _prefix(document, text, opening, rivals)
        if rivals and prefix is None and not _same(document, rivals[0], opening[0], end):
            return None
    suffix = None
    if not whole:
        closings = [one for one in _endings(last, _END_WORDS, _WHOLE_WORDS) if one[0] >= opening[1]]
        closing = next((one for one in closings if not _places(text, one, opening[1])), closings[-1])
        rivals = _places(text, closing, opening[1])
        suffix = _suffix(document, text, closing, rivals) if rivals else None
        # Without the words after it, the browser would end too soon: then only the beginning is marked.
        terms += [closing] if suffix or not rivals else []
    parts = [_encode(document.text[begin:stop]) for begin, stop in terms]
    if prefix:
        parts.insert(0, _encode(document.text[slice(*prefix)]) + "-")
    if suffix:
        parts.append("-" + _encode(document.text[slice(*suffix)]))
    return ",".join(parts)


def _encode(text: str) -> str:
    # A bare hyphen would divide prefix from text; quote() leaves it as it is.
    return quote(text, safe="").replace("-", "%2D")


def _folded(text: str) -> str:
    """The text as it is compared; where small letters are more than their capital, as it is: offsets must stay."""
    lower = text.lower()
    return lower if len(lower) == len(text) else text


def _lines(document: Document, start: int, end: int) -> list[_Range]:
    """The slice as the page has it: cut at lines and table cells, without the numbers that the list itself draws."""
    text = document.text
    draws_numbers = not document.doc_id.lower().endswith(".txt")
    seams = _seams(document, start, end)
    found: list[_Range] = []
    first = max(0, bisect_right(document.blocks, start, key=_start) - 1)
    for block in takewhile(lambda block: block.start < end, islice(document.blocks, first, None)):
        begin, stop = max(block.start, start), min(block.end, end)
        if begin >= stop:
            continue
        if block.kind is BlockKind.LIST_ITEM and draws_numbers and begin == block.start:
            number = _LIST_NUMBER.match(text, begin, stop)
            begin = number.end() if number else begin
        dividers = [match.span() for match in _DIVIDERS.get(block.kind, _LINE).finditer(text, begin, stop)]
        dividers += [seam for seam in seams if begin <= seam[0] and seam[1] <= stop]
        for until, after in [*sorted(dividers), (stop, stop)]:
            if text[begin:until].strip():
                found.append((begin, until))
            begin = max(begin, after)
    return found


def _start(block: Block) -> int:
    return block.start


def _seams(document: Document, start: int, end: int) -> list[_Range]:
    """Borders of links with at most a space between them: the page may have them on lines of their own."""
    first = max(0, bisect_left(document.links, start, key=lambda link: link.start) - 1)
    links = takewhile(lambda link: link.start < end, islice(document.links, first, None))
    return [(one.end, other.start) for one, other in pairwise(links) if 0 <= other.start - one.end <= 1]


def _words(text: str, line: _Range) -> list[_Range]:
    """The words of the line, without one at either end that is only part of a word of the text."""
    words = [match.span() for match in _WORD.finditer(text, *line)]
    if words and _inside_word(text, words[0][0]):
        del words[0]
    if words and _inside_word(text, words[-1][1]):
        del words[-1]
    return words


def _inside_word(text: str, place: int) -> bool:
    """Whether a browser finds no border of words here: between letters, in "don't", in "1,000"."""
    if not 0 < place < len(text) or _UNSPACED.search(text[place - 1 : place + 1]):
        return False
    if any(_JOINED.fullmatch(text, max(0, mark - 1), mark + 2) for mark in (place - 1, place)):
        return True
    return _LETTERS.fullmatch(text, place - 1, place + 1) is not None


def _beginnings(words: list[_Range], fewest: int, most: int) -> list[_Range]:
    """The first words of a line, more and more of them, and at last all."""
    begin = words[0][0]
    return [(begin, stop) for _, stop in [*words[fewest - 1 : min(most, _WHOLE_WORDS)], words[-1]]]


def _endings(words: list[_Range], fewest: int, most: int) -> list[_Range]:
    """The last words of a line, more and more of them, and at last all."""
    stop = words[-1][1]
    return [(begin, stop) for begin, _ in [*words[::-1][fewest - 1 : min(most, _WHOLE_WORDS)], words[0]]]


def _places(text: str, term: _Range, since: int) -> list[int]:
    """Where the same words stand before, from `since` on."""
    return list(islice(_standing(text, text[slice(*term)], since, term[1] - 1), _MOST_RIVALS))


def _standing(text: str, words: str, since: int, until: int) -> Iterator[int]:
    place = text.find(words, since, until)
    while place >= 0:
        if not (_inside_word(text, place) or _inside_word(text, place + len(words))):
            yield place
        place = text.find(words, place + 1, until)


def _same(document: Document, rival: int, start: int, end: int) -> bool:
    """Whether all of the quote stands at the rival place, too, under the same headings: a page that repeats itself."""
    blocks = document.blocks
    above, here = (blocks[bisect_right(blocks, place, key=_start) - 1].section for place in (rival, start))
    return above == here and document.text.startswith(document.text[start:end], rival)


def _prefix(document: Document, text: str, term: _Range, rivals: list[int]) -> _Range | None:
    """Words before the term that do not stand before its rivals; None where there are none."""
    lines = _lines(document, max(0, term[0] - _NEAR), term[0])
    words = _words(text, lines[-1]) if lines else []
    for begin, stop in _endings(words, _BESIDE_WORDS, _WHOLE_WORDS) if words and len(rivals) < _MOST_RIVALS else []:
        told = _plain(text[begin:stop])
        if not any(_plain(text[max(0, rival - _NEAR) : rival]).endswith(told) for rival in rivals):
            return begin, stop
    return None


def _suffix(document: Document, text: str, term: _Range, rivals: list[int]) -> _Range | None:
    """Words after the term that do not stand after its rivals; None where there are none."""
    lines = _lines(document, term[1], term[1] + _NEAR)
    words = _words(text, lines[0]) if lines else []
    size = term[1] - term[0]
    for begin, stop in _beginnings(words, _BESIDE_WORDS, _WHOLE_WORDS) if words and len(rivals) < _MOST_RIVALS else []:
        told = _plain(text[begin:stop])
        if not any(_plain(text[rival + size : rival + size + _NEAR]).startswith(told) for rival in rivals):
            return begin, stop
    return None


def _plain(text: str) -> str:
    return " ".join(text.replace(" | ", " ").split())
