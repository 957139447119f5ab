"""The characters of a page as PDFium gives them -> words in the order of drawing; what no reader sees is set apart."""

import ctypes
import math
import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from assistant.documents.pdf.annotations import annotated_text
from assistant.documents.pdf.frame import Frame
from assistant.documents.pdf.scenery import Box, Scenery, address, contains, overlap, read_scenery

MAX_CHARACTERS = 200_000
"""Characters of one page; what comes after them is left out with a remark."""

_MAX_COMPARISONS = 5_000_000  # Of runs with areas.
_TINY = 2.0
_SCAN_SHARE = 0.5  # Of the page, that images cover when it is a scan.
_STAMP_SHARE = 0.2  # Of the recognised text: more text that is seen is the page's own, of which that is a copy.
_MANY_PATHS = 200  # As many as a few lines of letters have, when they are drawn as shapes.
_SEEN_CONTRAST = 24  # The largest difference of red, green or blue that is taken for the same colour.
_SLANT = math.radians(8)
_GAP = 0.15  # Of the type size: less lies between letters, more between words.
_BOLD_NAME = re.compile(r"bold|black|heavy|demi|[-,]bd\b|cmbx|sfbx", re.IGNORECASE)
_FORCE_BOLD = 1 << 18
_HYPHENS = {"\x02": "-", "\ufffe": "-"}  # What PDFium puts for a hyphen at the end of a line.
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_LETTERS = {code: text for code, text in (_HYPHENS | _LIGATURES).items()}
_RAISED = re.compile(r"\d{1,3}(?:,\d{1,3})?|[*†‡§]{1,3}|st|nd|rd|th")
_MAX_RAISED = 500
_HEIGHT_STEP = 4.0
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Hidden(StrEnum):
    """Why a text is left out: words that a remark is made of."""

    UNSEEN = "Invisible text"
    NOT_DRAWN = "Text that is not drawn (its layer may be off)"
    TINY = "Text too small to read"
    ANNOTATED = "Text in form fields or boxes laid over the page"
    OUTSIDE = "Text outside the page"
    COVERED = "Covered text"
    SLANTED = "Slanted text"
    UNKNOWN = "Text in a font without letters"


@dataclass(slots=True)
class Word:
    """Letters without space between them; y grows downwards, and lengths are points of the page as it is shown.

    ``edges`` are the left and right of each character of ``text``. ``order`` is the place in the order of drawing;
    ``turn`` counts quarter turns clockwise of its writing; positions are those of the page turned back by as many.
    """

    text: str
    edges: list[tuple[float, float]]
    baseline: float
    size: float
    bold: bool
    order: int
    turn: int = 0
    after_space: bool = True

    @property
    def left(self) -> float:
        """Where its first letter begins, or its last for writing from the right."""
        return min(self.edges[0][0], self.edges[-1][0])

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(self.edges[0][1], self.edges[-1][1])


@dataclass(slots=True)
class PageWords:
    """``width`` and ``height`` are those of the page as it is shown; ``rules`` and ``dots`` are boxes with y downwards.

    ``left_out`` gives the text that was left out for each reason. ``scanned``: the words were recognised in a picture.
    ``cut``: there are more characters than are read. ``overfull``: there is so much on the page that it is left out.
    ``unsure``: some of the words may be in layers that are off. ``drawn``: there are many shapes that may be letters.
    """

    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    dots: list[Box] = field(default_factory=list)
    left_out: dict[Hidden, str] = field(default_factory=dict)
    pictured: bool = False
    scanned: bool = False
    cut: bool = False
    overfull: bool = False
    unsure: bool = False
    drawn: bool = False


@dataclass(slots=True)
class _Run:
    """The characters that one text object of the page draws, with their boxes in the page's own coordinates."""

    depth: int
    size: float
    bold: bool
    mode: int
    colour: tuple[int, int, int, int]
    direction: tuple[float, float]
    origin: tuple[float, float]
    characters: list[tuple[str, Box]] = field(default_factory=list)

    @property
    def box(self) -> Box:
        boxes = [box for _, box in self.characters]
        return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def read_words(page: pypdfium2.PdfPage, *, layered: bool = False) -> PageWords:
    """The words of the page that its reader sees, and what was left out.

    `layered`: the file may have layers that are switched off.
    """
    frame = Frame(page)
    found = PageWords(frame.width, frame.height)
    scenery = read_scenery(page, layered=layered)
    found.rules, found.dots = _shown(scenery.rules, frame), _shown(scenery.dots, frame)
    found.pictured, found.unsure = bool(scenery.images), scenery.unsure
    found.drawn = scenery.paths >= _MANY_PATHS
    if not scenery.complete:
        found.overfull = True
        return found
    _leave_out(found, Hidden.ANNOTATED, annotated_text(page))
    runs, found.cut = _runs(page, scenery)
    del scenery.areas[_MAX_COMPARISONS // (len(runs) + 1) :]
    pictured = sum(max(0.0, b[2] - b[0]) * max(0.0, b[3] - b[1]) for b in scenery.images)
    pictures = scenery.images if pictured >= _SCAN_SHARE * frame.width * frame.height else []
    recognised = [run for run in runs if run.mode in (3, 7) and any(overlap(run.box, box) for box in pictures)]
    reasons = {id(run): _hidden(run, scenery, frame) for run in runs}
    seen = sum(len(run.characters) for run in runs if reasons[id(run)] is None)
    found.scanned = seen < _STAMP_SHARE * sum(len(run.characters) for run in recognised)
    if found.scanned:
        reasons.update({id(run): None for run in recognised})
    for run in runs:
        reason = reasons[id(run)]
        if reason is not None:
            _leave_out(found, reason, "".join(letter for letter, _ in run.characters))
            run.characters = []
            continue
        _leave_out_characters(found, run, scenery, frame)
    kept = sorted((run for run in runs if run.characters), key=lambda run: run.depth)
    found.words = _with_raised(list(_words(kept, frame)))
    return found


def _shown(boxes: list[Box], frame: Frame) -> list[Box]:
    shown = []
    for left, bottom, right, top in boxes:
        (a, b), (c, d) = frame.point(left, bottom), frame.point(right, top)
        shown.append((min(a, c), min(b, d), max(a, c), max(b, d)))
    return shown


def _leave_out(found: PageWords, reason: Hidden, text: str) -> None:
    if text.strip() and len(found.left_out.get(reason, "")) < 200:
        found.left_out[reason] = f"{found.left_out.get(reason, '')} {text}".strip()[:200]


def _runs(page: pypdfium2.PdfPage, scenery: Scenery) -> tuple[list[_Run], bool]:
    textpage = page.get_textpage()
    try:
        raw = textpage.raw
        count = pdfium.FPDFText_CountChars(raw)
        runs: dict[int, _Run] = {}
        rect = pdfium.FS_RECTF()
        get_object, get_unicode = pdfium.FPDFText_GetTextObject, pdfium.FPDFText_GetUnicode
        get_box = pdfium.FPDFText_GetLooseCharBox
        for index in range(min(count, MAX_CHARACTERS)):
            where = address(get_object(raw, index))
            if not where:
                continue  # A space or line end that PDFium puts in by rules of its own.
            run = runs.get(where)
            if run is None:
                run = runs[where] = _run(raw, index, scenery.depths.get(where, len(scenery.depths)))
            code = get_unicode(raw, index)
            letter = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
            get_box(raw, index, rect)
            run.characters.append((_LETTERS.get(letter, letter), (rect.left, rect.bottom, rect.right, rect.top)))
        return list(runs.values()), count > MAX_CHARACTERS
    finally:
        textpage.close()


def _run(raw: Any, index: int, depth: int) -> _Run:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(raw, index, matrix)
    name, flags = ctypes.create_string_buffer(256), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(raw, index, name, 256, flags)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(pdfium.FPDFText_GetTextObject(raw, index))
    parts = [ctypes.c_uint() for _ in range(4)]
    get_colour = pdfium.FPDFText_GetStrokeColor if mode in (1, 5) else pdfium.FPDFText_GetFillColor
    get_colour(raw, index, *parts)
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
    size = abs(pdfium.FPDFText_GetFontSize(raw, index)) * math.hypot(matrix.c, matrix.d)
    bold = bool(flags.value & _FORCE_BOLD) or mode == 2 or bool(_BOLD_NAME.search(name.value.decode("latin-1")))
    red, green, blue, alpha = (part.value for part in parts)
    return _Run(depth, size, bold, mode, (red, green, blue, alpha), (matrix.a, matrix.b), (x.value, y.value))


def _hidden(run: _Run, scenery: Scenery, frame: Frame) -> Hidden | None:
    if run.depth in scenery.off:
        return Hidden.NOT_DRAWN
    if run.mode in (3, 7) or run.colour[3] < 16:
        return Hidden.UNSEEN
    if run.size < _TINY:
        return Hidden.TINY
    left, bottom, right, top = run.characters[0][1]
    under = scenery.colour_under((left + right) / 2, (bottom + top) / 2, run.depth)
    if under is not None and all(abs(a - b) <= _SEEN_CONTRAST for a, b in zip(under, run.colour, strict=False)):
        return Hidden.UNSEEN
    if _turn(run, frame) is None:
        return Hidden.SLANTED
    unknown = sum(letter == "\ufffd" for letter, _ in run.characters)
    return Hidden.UNKNOWN if unknown * 2 > len(run.characters) else None


def _leave_out_characters(found: PageWords, run: _Run, scenery: Scenery, frame: Frame) -> None:
    """Takes out those characters of a run that lie outside the page or under something drawn later."""
    covers = scenery.covers(run.box, run.depth)
    left, bottom, right, top = run.box
    if not covers and frame.shows(left, bottom) and frame.shows(right, top):
        return
    kept: list[tuple[str, Box]] = []
    lost: dict[Hidden, str] = {}
    for letter, box in run.characters:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        if not frame.shows(x, y):
            lost[Hidden.OUTSIDE] = lost.get(Hidden.OUTSIDE, "") + letter
        elif any(contains(cover, x, y) for cover in covers):
            lost[Hidden.COVERED] = lost.get(Hidden.COVERED, "") + letter
        else:
            kept.append((letter, box))
    run.characters = kept
    for reason, text in lost.items():
        _leave_out(found, reason, text)


def _turn(run: _Run, frame: Frame) -> int | None:
    """Quarter turns clockwise of the writing on the shown page; None where it stands aslant."""
    x0, y0 = frame.point(0, 0)
    x1, y1 = frame.point(*run.direction)
    angle = math.atan2(y1 - y0, x1 - x0)
    turn = round(angle / (math.pi / 2))
    return turn % 4 if abs(angle - turn * math.pi / 2) <= _SLANT else None


def _words(runs: list[_Run], frame: Frame) -> Iterator[Word]:
    """Cuts the runs into words at spaces and at gaps; small raised figures join the word that they stand at."""
    word: Word | None = None
    spaced = True
    order = 0
    for run in runs:
        turn = _turn(run, frame) or 0
        baseline = frame.turned(*run.origin, turn)[1]
        placed = [_edges(letter, box, frame, turn) for letter, box in run.characters]
        gap = _GAP * run.size + _letter_spacing(placed, run.size)
        for letter, left, right in placed:
            if letter.isspace():
                spaced = True
                continue
            if word is not None and not (spaced or _apart(word, left, right, baseline, run, turn, gap)):
                _extend(word, letter, left, right, baseline, run)
                continue
            if word is not None:
                yield word
            order += 1
            word = Word(letter, [(left, right)] * len(letter), baseline, run.size, run.bold, order, turn, spaced)
            spaced = False
    if word is not None:
        yield word


def _edges(letter: str, box: Box, frame: Frame, turn: int) -> tuple[str, float, float]:
    one, other = frame.turned(box[0], box[1], turn)[0], frame.turned(box[2], box[3], turn)[0]
    return letter, min(one, other), max(one, other)


def _letter_spacing(placed: list[tuple[str, float, float]], size: float) -> float:
    """What the run leaves between all its letters, where that is more than type has by itself."""
    gaps = [
        after[1] - before[2]
        for before, after in zip(placed, placed[1:], strict=False)
        if not before[0].isspace() and not after[0].isspace()
    ]
    usual = statistics.median_low(gaps) if len(gaps) >= 3 else 0.0
    return usual if 0.05 * size < usual < 1.5 * size else 0.0


def _apart(word: Word, left: float, right: float, baseline: float, run: _Run, turn: int, gap: float) -> bool:
    if turn != word.turn:
        return True
    drop = abs(baseline - word.baseline)
    if word.edges[-1] == (left, right) and drop < 0.1:
        return False  # One sign that stands for several letters.
    raised = 0.6 * max(word.size, run.size) if min(word.size, run.size) < 0.85 * max(word.size, run.size) else 0.0
    if drop > max(0.1 * run.size, raised):
        return True
    backwards = left < word.edges[-1][0]  # Writing from the right, or a new line on the same height.
    distance = word.edges[-1][0] - right if backwards else left - word.edges[-1][1]
    return distance > gap or distance < -0.6 * run.size


def _extend(word: Word, letter: str, left: float, right: float, baseline: float, run: _Run) -> None:
    if run.size < 0.85 * word.size and word.baseline - baseline > 0.15 * word.size:
        letter = letter.translate(_SUPERSCRIPTS)
    elif word.size < 0.85 * run.size:  # It began with the small figure of a footnote.
        if baseline - word.baseline > 0.15 * run.size:
            word.text = word.text.translate(_SUPERSCRIPTS)
        word.size, word.baseline, word.bold = run.size, baseline, run.bold
    word.text += letter
    word.edges.extend([(left, right)] * len(letter))


def _with_raised(words: list[Word]) -> list[Word]:
    """The words with those joined to their neighbour that are raised and were drawn apart from it."""
    by_height: dict[int, list[Word]] = {}
    raised = [word for word in words if _RAISED.fullmatch(word.text)]
    if not raised:
        return words
    for word in words:
        by_height.setdefault(round(word.baseline / _HEIGHT_STEP), []).append(word)
    joined: set[int] = set()
    for small in raised[:_MAX_RAISED]:
        place = round(small.baseline / _HEIGHT_STEP)
        near = [
            word
            for step in range(place, place + 4)
            for word in by_height.get(step, ())
            if word.turn == small.turn
            and small.size < 1.01 * word.size
            and 0.2 * word.size < word.baseline - small.baseline < 0.7 * word.size
        ]
        text = small.text.translate(_SUPERSCRIPTS)
        before = next((word for word in near if -0.1 * word.size <= small.left - word.right < 0.25 * word.size), None)
        after = next((word for word in near if -0.1 * word.size <= word.left - small.right < 0.5 * word.size), None)
        if before is not None:
            before.text += text
            before.edges.extend(small.edges)
            joined.add(id(small))
        elif after is not None:
            small.text, small.baseline, small.size, small.bold = text, after.baseline, after.size, after.bold
    return [word for word in words if id(word) not in joined]
