"""PDF -> blocks, page by page as it is read, and where a quote stands on its page."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pypdfium2

from assistant.documents.builder import DocumentBuilder, normalise
from assistant.documents.pdf.furniture import without_furniture
from assistant.documents.pdf.layers import declares_layers
from assistant.documents.pdf.layout import Line, Row, lay_out
from assistant.documents.pdf.marking import quote_rectangles, render_page
from assistant.documents.pdf.opening import opened, opened_page
from assistant.documents.pdf.pieces import Kind, Piece, pieces_of
from assistant.documents.pdf.scenery import MAX_OBJECTS
from assistant.documents.pdf.words import MAX_CHARACTERS, Hidden, PageWords, read_words
from assistant.errors import DocumentError
from assistant.types import Block

__all__ = ["PdfText", "quote_rectangles", "read_pdf", "render_page"]

_MAX_TOTAL = 20_000_000
_MAX_LEVEL = 6
_SAME_PLACE = 4.0
_NO_TITLE = re.compile(
    r"untitled.{0,20}|document\d{0,4}|microsoft (?:word|powerpoint|excel) - .*|.*\.\w{2,5}|[\W\d_]*|slide \d+|title",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PdfText:
    """What a PDF says about itself, and where its pages begin.

    ``pages[i]`` is the offset into the builder's text at which page i + 1 begins, ascending; a page without text begins
    where the next one does. ``remarks`` are plain sentences, one for each thing that was left out or may be wrong.
    """

    title: str | None
    pages: tuple[int, ...]
    remarks: tuple[str, ...]


def read_pdf(data: bytes, builder: DocumentBuilder, *, max_pages: int = 2000) -> PdfText:
    """Adds the blocks of the PDF and tells its title, the offsets of its pages and what was left out.

    :raises DocumentError: it is not a PDF, asks for a password, is damaged, has more pages than `max_pages`, more
        characters than 20 million, or no text at all.
    """
    remarks = _Remarks()
    with opened(data) as document:
        count = len(document)
        if count > max_pages:
            raise DocumentError(
                f"The PDF has {count:,} pages; a document has at most {max_pages:,}; split it into several files."
            )
        title = _title(document)
        pages, heights = _read_pages(document, count, remarks, layered=declares_layers(data))
    pieces = pieces_of(without_furniture(pages, heights))
    if not any(piece.text.strip() for piece in pieces):
        raise DocumentError(remarks.no_text())
    before = builder.last
    starts = _add(pieces, builder)
    text, blocks = builder.finish()
    if builder.last == before:
        raise DocumentError(remarks.no_text())
    headings = [piece for piece in pieces if piece.kind is Kind.HEADING]
    outermost = max(headings, key=lambda piece: piece.rank[0]) if headings else None
    if title is None and outermost is not None:
        title = " ".join(normalise(outermost.text).split())[:300] or None
    return PdfText(title, _offsets(count, starts, text, blocks), tuple(remarks.lines()))


def _read_pages(
    document: pypdfium2.PdfDocument, count: int, remarks: "_Remarks", *, layered: bool
) -> tuple[list[list[Line | Row]], list[float]]:
    pages: list[list[Line | Row]] = []
    heights: list[float] = []
    total = 0
    for index in range(count):
        try:
            with opened_page(document, index) as page:
                found = read_words(page, layered=layered)
        except pypdfium2.PdfiumError:
            remarks.damaged.append(index + 1)
            pages.append([])
            heights.append(0.0)
            continue
        remarks.add(index + 1, found)
        total += sum(len(word.text) for word in found.words)
        if total > _MAX_TOTAL:
            raise DocumentError(
                f"The PDF has more than {_MAX_TOTAL:,} characters; a document has at most that many; split it."
            )
        parts = lay_out(found)
        for part in parts:
            for line in [part] if isinstance(part, Line) else [line for cell in part.cells for line in cell]:
                line.words = []  # They are needed only to lay the page out.
        pages.append(parts)
        heights.append(found.height)
    return pages, heights


def _add(pieces: list[Piece], builder: DocumentBuilder) -> dict[int, tuple[int, int]]:
    """Adds the pieces; for each page with text, the block it begins in and the characters before it, without spaces."""
    ranks = sorted({piece.rank for piece in pieces if piece.kind is Kind.HEADING}, reverse=True)
    levels = {rank: min(level, _MAX_LEVEL) for level, rank in enumerate(ranks, 1)}
    starts: dict[int, tuple[int, int]] = {}
    lead: int | None = None
    lists = _Lists(builder)
    for piece in pieces:
        last = builder.last
        if piece.kind is not Kind.ITEM:
            lists.close()
        if piece.kind is Kind.HEADING:
            builder.heading(piece.text, levels[piece.rank])
        elif piece.kind is Kind.PARAGRAPH:
            builder.paragraph(piece.text)
        elif piece.kind is Kind.ITEM:
            builder.item(piece.text, lists.lead(piece))
        else:
            if piece.starts:
                lead = builder.list_lead()
            builder.row(piece.cells, lead, header=piece.header)
            if piece.header:
                lead = builder.last
        if builder.last == last or builder.last is None:
            continue
        starts.setdefault(piece.first, (builder.last, 0))
        for page, characters in piece.pages:
            starts.setdefault(page, (builder.last, characters))
    return starts


@dataclass(slots=True)
class _List:
    left: float
    sign: str
    lead: int | None


class _Lists:
    """The lists that are open at a place, outermost first."""

    def __init__(self, builder: DocumentBuilder) -> None:
        self._builder = builder
        self._open: list[_List] = []
        self._column = 0.0

    def close(self) -> None:
        """Ends all of them."""
        self._open = []

    def lead(self, piece: Piece) -> int | None:
        """The block that introduces the list of the item, which is to be added next."""
        if self._open and not piece.starts:
            return self._open[-1].lead
        self._follow(piece)
        while self._open and piece.left < self._open[-1].left - _SAME_PLACE:
            self._open.pop()
        if not self._open:
            self._open.append(_List(piece.left, piece.sign, self._builder.list_lead()))
        elif piece.left > self._open[-1].left + _SAME_PLACE:
            self._open.append(_List(piece.left, piece.sign, self._builder.last))
        return self._open[-1].lead

    def _follow(self, piece: Piece) -> None:
        """Moves the lists across to the column in which they go on."""
        across, self._column = piece.column - self._column, piece.column
        if abs(across) <= _SAME_PLACE or any(abs(one.left - piece.left) <= _SAME_PLACE for one in self._open):
            return
        # The column's edge is that of its text, which may be the items' own; what shows the level is the bullet.
        ways = [piece.left - one.left for one in self._open if one.sign == piece.sign]
        across = min(ways, key=lambda way: abs(way - across), default=across)
        for one in self._open:
            one.left += across


def _offsets(count: int, starts: dict[int, tuple[int, int]], text: str, blocks: tuple[Block, ...]) -> tuple[int, ...]:
    offsets = [len(text)] * count
    following = len(text)
    for page in range(count - 1, -1, -1):
        if page in starts:
            index, characters = starts[page]
            following = min(following, _after(text, blocks[index], characters))
        offsets[page] = following
    return tuple(offsets)


def _after(text: str, block: Block, characters: int) -> int:
    """The offset in the block after so many characters that are no space."""
    for offset in range(block.start, block.end):
        if not text[offset].isspace():
            if characters == 0:
                return offset
            characters -= 1
    return block.end


def _title(document: pypdfium2.PdfDocument) -> str | None:
    """The file's own title, where it makes sense."""
    try:
        title = " ".join(normalise(document.get_metadata_value("Title")).split())
    except UnicodeDecodeError:  # Half of a pair of UTF-16 units.
        return None
    return None if not 3 <= len(title) <= 200 or _NO_TITLE.fullmatch(title) else title


class _Remarks:
    """What is noticed on the pages, page by page."""

    def __init__(self) -> None:
        self.damaged: list[int] = []
        self._empty: list[int] = []
        self._scanned: list[int] = []
        self._cut: list[int] = []
        self._overfull: list[int] = []
        self._unsure: list[int] = []
        self._drawn: list[int] = []
        self._left_out: dict[Hidden, tuple[list[int], str]] = {}

    def add(self, number: int, found: PageWords) -> None:
        if not found.words and found.pictured:
            self._empty.append(number)
        elif not found.words and found.drawn and not found.overfull:
            self._drawn.append(number)
        if found.unsure:
            self._unsure.append(number)
        if found.scanned:
            self._scanned.append(number)
        if found.cut:
            self._cut.append(number)
        if found.overfull:
            self._overfull.append(number)
        for reason, sample in found.left_out.items():
            self._left_out.setdefault(reason, ([], sample))[0].append(number)

    def lines(self) -> Iterable[str]:
        if self.damaged:
            yield f"{_pages(self.damaged)} could not be read; the file is damaged there."
        if self._empty:
            be = "has" if len(self._empty) == 1 else "have"
            yield f"{_pages(self._empty)} {be} no text; it may be a scan."
        if self._drawn:
            be = "has" if len(self._drawn) == 1 else "have"
            yield f"{_pages(self._drawn)} {be} no text but many shapes; its letters may be drawn as curves."
        if self._unsure:
            be = "has" if len(self._unsure) == 1 else "have"
            yield f"{_pages(self._unsure)} {be} many layers; some of the text may be in layers that are switched off."
        if self._scanned:
            be = "is a scan" if len(self._scanned) == 1 else "are scans"
            yield f"{_pages(self._scanned)} {be}; the text was recognised by a machine and may have errors."
        if self._cut:
            be = "has" if len(self._cut) == 1 else "have"
            yield f"{_pages(self._cut)} {be} more than {MAX_CHARACTERS:,} characters; the rest was left out."
        if self._overfull:
            be = "was" if len(self._overfull) == 1 else "were"
            yield f"{_pages(self._overfull)} {be} left out; more than {MAX_OBJECTS:,} parts are drawn there."
        for reason, (numbers, sample) in self._left_out.items():
            short = " ".join(normalise(sample).split())[:60]
            yield f"{reason} on {_pages(numbers).replace('P', 'p', 1)} was left out (“{short}”)."

    def no_text(self) -> str:
        """The one line that says why nothing can be read."""
        if self._empty or self._drawn:
            reason = "it seems to be a scan; recognise its text (OCR) first."
        elif self.damaged:
            reason = "it is damaged; fetch or export it again."
        else:
            reason = "export it again with its text, or delete it."
        return f"The PDF has no text that a reader sees; a document has text; {reason}"


def _pages(numbers: list[int]) -> str:
    """Pages in words, runs of them shortened: "Pages 1-3 and 7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    if len(parts) > 8:
        parts = [*parts[:7], f"{sum(map(len, runs[7:]))} more"]
    listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"Page{'s' if len(numbers) > 1 else ''} {listed}"
