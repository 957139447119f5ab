"""Lines and rows of all pages -> pieces: whole paragraphs, headings, items and rows, each knowing where pages begin."""

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from assistant.documents.builder import normalise
from assistant.documents.headlines import LONE_QUESTION
from assistant.documents.pdf.joining import Joiner
from assistant.documents.pdf.layout import BULLETS, Line, Row

_BULLET = re.compile(rf"[{re.escape(BULLETS)}]\s")
_DASHES = "-–—*o·"
_NUMBER = re.compile(r"(\(?)(\d{1,3}|[a-z]|[ivx]{1,5})([.)])\s(?=\S)")
_SENTENCE_END = re.compile(r"[.!?:;…][\"')\]’”¹²³⁴-⁹⁰]*$")
_HEADING_NUMBER = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2}){0,4}\.?|[A-Z]\.|[IVX]{1,5}\.|(?:section|part|appendix|article) \w{1,4}[.:]?)\s", re.I
)
_NOTE_MARK = re.compile(r"[¹²³⁴-⁹⁰*†‡§]|\[?\d{1,2}\]?[.)]?\s")
_CUT = re.compile(r"\w[-‐]$")
_LARGER = 1.07
_HEADING_WORDS = 25
_BOLD_WORDS = 15


class Kind(StrEnum):
    """What a piece is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    ROW = "row"


@dataclass(slots=True)
class Piece:
    """``text`` is that of a row's cells when joined; ``rank`` orders headings: the larger, the further out.

    ``left`` is where an item's bullet or number stands, ``column`` the left edge of its column, ``sign`` the bullet, or
    "1" or "a" for a number or letter. ``pages`` gives, for pages that begin in it, the page and how
    many characters of the normalised text, without spaces, come before it. ``first`` is the page of its first line.
    """

    kind: Kind
    text: str
    first: int
    rank: tuple[float, int, int] = (0.0, 0, 0)
    left: float = 0.0
    column: float = 0.0
    sign: str = ""
    cells: list[str] = field(default_factory=list)
    header: bool = False
    starts: bool = False
    pages: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Type:
    """The document's usual type: its size, and from line to line how far, as a multiple of the size, for each size."""

    size: float
    pitches: dict[float, float]
    pitch: float
    right: float

    def usual_pitch(self, line: Line) -> float:
        return self.pitches.get(round(line.size, 1), self.pitch) * line.size


def pieces_of(pages: Sequence[list[Line | Row]]) -> list[Piece]:
    """The pieces of the document in reading order."""
    for number, page in enumerate(pages):
        for part in page:
            part.page = number
            for line in [part] if isinstance(part, Line) else [line for cell in part.cells for line in cell]:
                line.page = number
    lines = [part for page in pages for part in page if isinstance(part, Line)]
    reader = _Reader(_type(lines, pages), Joiner(list(_texts(pages))))
    for page in pages:
        for part in _notes_first(page, reader):
            reader.read(part)
    reader.flush()
    return reader.pieces


def _texts(pages: Sequence[list[Line | Row]]) -> Iterator[str]:
    for page in pages:
        for part in page:
            if isinstance(part, Line):
                yield part.text
            else:
                yield from (line.text for cell in part.cells for line in cell)


def _type(lines: list[Line], pages: Sequence[list[Line | Row]]) -> _Type:
    sizes: Counter[float] = Counter()
    for page in pages:
        for part in page:
            for line in [part] if isinstance(part, Line) else [line for cell in part.cells for line in cell]:
                sizes[round(line.size * 2) / 2] += len(line.text)
    body = max(sizes, key=lambda size: sizes[size]) if sizes else 10.0
    pitches: dict[float, Counter[float]] = {}
    for before, line in zip(lines, lines[1:], strict=False):
        if before.page == line.page and before.column == line.column and abs(before.size - line.size) < 0.1:
            pitch = round((line.baseline - before.baseline) / line.size, 1)
            if 0.8 <= pitch <= 2.6:
                pitches.setdefault(round(line.size, 1), Counter())[pitch] += 1
    usual = {size: _lowest_common(counts) for size, counts in pitches.items() if sum(counts.values()) >= 4}
    widest = [line.right for line in lines]
    return _Type(
        body,
        usual,
        _lowest_common(sum(pitches.values(), Counter())) if pitches else 1.3,
        statistics.quantiles(widest, n=20)[-1] if len(widest) > 1 else max(widest, default=0.0),
    )


def _lowest_common(counts: Counter[float]) -> float:
    """The smallest pitch that is not rare: lines stand closer than paragraphs do, however short these are."""
    total = sum(counts.values())
    return min(pitch for pitch in counts if counts[pitch] + counts.get(round(pitch + 0.1, 1), 0) >= 0.2 * total)


def _notes_first(page: list[Line | Row], reader: "_Reader") -> list[Line | Row]:
    """The page with its footnotes before the paragraph that goes on overleaf, so that this is not torn."""
    start = len(page)
    while start > 0:
        part = page[start - 1]
        if not isinstance(part, Line) or part.size > 0.93 * reader.type.size:
            break
        start -= 1
    notes = page[start:]
    if not notes or not isinstance(notes[0], Line) or not _NOTE_MARK.match(notes[0].text):
        return page
    body = page[:start]
    if (
        not body
        or not isinstance(body[-1], Line)
        or _SENTENCE_END.search(body[-1].text[-12:])
        or not reader.is_full(body[-1])
    ):
        return page
    last = len(body) - 1
    while last > 0 and _both_follow(reader, body[last - 1], body[last]):
        last -= 1
    return [*body[:last], *notes, *body[last:]]


def _both_follow(reader: "_Reader", before: Line | Row, part: Line | Row) -> bool:
    return isinstance(before, Line) and isinstance(part, Line) and reader.follows(before, part)


class _Reader:
    """Gathers lines into the piece that is open until something ends it."""

    def __init__(self, usual: _Type, joiner: Joiner) -> None:
        self.type = usual
        self.pieces: list[Piece] = []
        self._joiner = joiner
        self._lines: list[Line] = []
        self._breaks: list[str] = []
        self._kind = Kind.PARAGRAPH
        self._row: Row | None = None
        self._header: list[str] = []
        self._list: Line | None = None

    def read(self, part: Line | Row) -> None:
        if isinstance(part, Row):
            self.flush()
            self._add_row(part)
            return
        self._row = None
        before = self._lines[-1] if self._lines else None
        if before is not None and not self._starts_item(part, before):
            joint = self._joint(before, part)
            if joint is not None:
                self._lines.append(part)
                self._breaks.append(joint)
                return
        self.flush()
        if self._starts_item(part, before):
            self._kind = Kind.ITEM
            self._list = part
        elif self._list is not None and self._is_in_item(part) and part.size <= self.type.size * _LARGER:
            self._kind = Kind.ITEM
        else:
            self._kind = Kind.PARAGRAPH
            self._list = None
        self._lines, self._breaks = [part], []

    def flush(self) -> None:
        """Ends the open piece."""
        if not self._lines:
            return
        text, pages = self._joiner.join(self._lines, self._breaks)
        first = self._lines[0]
        if len(text) == 1 and text in BULLETS:  # Of an item without text.
            self._lines, self._breaks = [], []
            return
        piece = Piece(self._kind, text, first.page, pages=pages, left=first.left, column=first.column[0])
        if self._is_heading(text):
            piece.kind = Kind.HEADING
            piece.text = text.replace("\n", " ")
            number = _HEADING_NUMBER.match(text)
            depth = number.group().rstrip(" .").count(".") if number else 0
            larger = first.size > _LARGER * self.type.size
            piece.rank = (round(first.size * 2) / 2 if larger else self.type.size, int(first.bold), -depth)
            self._list = None
        elif self._kind is Kind.ITEM:
            bullet = _BULLET.match(text)
            if bullet:
                piece.sign = text[0]
                cut = len(normalise(bullet.group()))
                piece.text = text[bullet.end() :]
                piece.pages = [(page, count - cut) for page, count in pages]
            elif number := _NUMBER.match(text):
                piece.sign = "1" if number.group(2).isdecimal() else "a"
            piece.starts = self._list is first
        self.pieces.append(piece)
        self._lines, self._breaks = [], []

    def is_full(self, line: Line, following: Line | None = None) -> bool:
        """Whether the next word would not have fitted on the line, so that it does not end of itself."""
        edge = line.column[1]
        if line.column[0] < self.type.right * 0.35 and edge > self.type.right * 0.6:
            edge = max(edge, self.type.right)
        word = following.first if following is not None else 4 * line.size
        return edge - line.right <= word + 0.8 * line.size

    def follows(self, before: Line, line: Line) -> bool:
        """Whether the lines stand in one paragraph, as far as space and type tell."""
        if abs(before.size - line.size) > 0.08 * max(before.size, line.size):
            return False
        drop = line.baseline - before.baseline
        usual = self.type.usual_pitch(line)
        return 0.5 * line.size < drop <= usual + 0.28 * line.size

    def _joint(self, before: Line, line: Line) -> str | None:
        """What joins the lines: a space, or a line end that the document's author set; None where a piece ends."""
        full = self.is_full(before, line) or _CUT.search(before.text[-2:]) is not None
        if before.bold != line.bold and not full:
            return None
        beside = line.column[0] >= before.column[1] or before.column[0] >= line.column[1]
        if before.page != line.page or beside or line.baseline <= before.baseline:
            return " " if self._goes_on_elsewhere(before, line, full) else None
        if not self.follows(before, line):
            return None
        if self._kind is Kind.ITEM and not self._is_in_item(line) and not (full and line.text[:1].islower()):
            return None
        if full:
            indented = line.left - before.left > 0.8 * line.size and self._kind is Kind.PARAGRAPH
            ended = _SENTENCE_END.search(before.text[-12:]) is not None
            return None if indented and ended else " "
        if line.size > self.type.size * _LARGER or line.text[:1].islower():
            return " "
        return None if _SENTENCE_END.search(before.text[-12:]) else "\n"

    def _goes_on_elsewhere(self, before: Line, line: Line, full: bool) -> bool:
        if abs(before.size - line.size) > 0.08 * line.size or before.bold != line.bold:
            return False
        if line.size > self.type.size * _LARGER or _SENTENCE_END.search(before.text[-12:]):
            return False
        return full or line.text[:1].islower()

    def _is_in_item(self, line: Line) -> bool:
        """Whether the line stands under the text of the open list's item and not under its bullet."""
        start = self._list
        if start is None or start.marker is None:
            return False
        across = line.column[0] - start.column[0] if line.page != start.page or line.column != start.column else 0.0
        return line.left - across > start.left + 0.4 * min(start.marker - start.left, 2 * line.size)

    def _starts_item(self, line: Line, before: Line | None) -> bool:
        if line.marker is None or line.size > self.type.size * _LARGER:
            return False
        if before is not None and _CUT.search(before.text[-2:]) and not _BULLET.match(line.text):
            return False
        after_break = before is None or not self.follows(before, line) or not self.is_full(before, line)
        after_break = after_break or before is not None and _SENTENCE_END.search(before.text[-12:]) is not None
        if _BULLET.match(line.text):
            return line.text[0] not in _DASHES or after_break or self._in_list_of(line.text[0])
        number = _NUMBER.match(line.text)
        if number is None:
            return False
        return after_break or self._list is not None and _next_number(self._list.text, number.group(2))

    def _in_list_of(self, bullet: str) -> bool:
        return self._list is not None and self._list.text[:1] == bullet

    def _is_heading(self, text: str) -> bool:
        first, words = self._lines[0], text.split()
        if self._kind is Kind.PARAGRAPH and first.size >= 0.85 * self.type.size and LONE_QUESTION.fullmatch(text):
            return True
        if not any(map(str.isalpha, text)) or len(text) > 250 or text[0] in BULLETS and len(words[0]) == 1:
            return False
        if first.size > _LARGER * self.type.size:
            return len(words) <= _HEADING_WORDS and not (len(words) > 12 and text.endswith("."))
        if first.size < 0.85 * self.type.size or len(words) > _BOLD_WORDS or text[-1] in ".;,:" and not first.bold:
            return False
        bold = all(line.bold for line in self._lines)
        capitals = text.isupper() and len(text) >= 6 and len(self._lines) == 1 and not any(map(str.isdigit, text))
        return (bold or capitals) and text[-1] not in ".;,:" and (text[0].isupper() or text[0].isdigit() or bold)

    def _add_row(self, row: Row) -> None:
        texts = [self._joiner.join(cell, [" "] * (len(cell) - 1))[0] if cell else "" for cell in row.cells]
        goes_on = self._row is not None and len(self._row.cells) == len(row.cells)
        if not goes_on:
            self._header = []
        elif texts == self._header:
            self._row = row
            return  # The column titles, set again on a new page.
        header = not goes_on and (row.bold or row.titles) and sum(map(bool, texts)) > 1
        if header:
            self._header = texts
        self._list = None
        self.pieces.append(Piece(Kind.ROW, " | ".join(texts), row.page, cells=texts, header=header, starts=not goes_on))
        self._row = row


def _next_number(text: str, number: str) -> bool:
    before = _NUMBER.match(text)
    if before is None:
        return False
    if before.group(2).isdecimal() and number.isdecimal():
        return int(number) == int(before.group(2)) + 1
    return len(number) == len(before.group(2)) == 1 and ord(number) == ord(before.group(2)) + 1
