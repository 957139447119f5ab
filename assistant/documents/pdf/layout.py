"""The words of a page -> lines and table rows in reading order."""

import math
import re
import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assistant.documents.pdf.bands import Band, Group, bands_of, groups_of
from assistant.documents.pdf.scenery import Box
from assistant.documents.pdf.words import PageWords, Word

BULLETS = "•‣◦▪▫●○■□–—-*·∙➢➤►▶✓✔❖o\uf0b7\uf0a7\uf0d8\uf076\uf0fc\u2043\uf02d"
_MARKER = re.compile(
    rf"[{re.escape(BULLETS)}]|\(?(?:\d{{1,3}}|[a-zA-Z]|[ivxIVX]{{1,6}})[.)]|\d{{1,2}}(?:\.\d{{1,2}})+\.?"
)
_RTL = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_MAX_DEPTH = 4
_SEGMENT_GAP = 0.6  # Of the type size: wider gaps may part columns.
_MARKER_GAP = 4.0
_TOUCH = 0.08
_MAX_WALLS = 100  # Of those that stand close together, so that they are not gone through for every word.


@dataclass(slots=True)
class Segment:
    """Words on one line with no wide gap between them, from left to right.

    ``inset`` is by how much, left and right, a gutter may reach into it where a rule stands there beside the words.
    """

    words: list[Word]
    left: float
    right: float
    baseline: float
    size: float
    inset: tuple[float, float] = (0.0, 0.0)

    @property
    def top(self) -> float:
        """The top of its letters."""
        return self.baseline - 0.72 * self.size

    @property
    def bottom(self) -> float:
        """The foot of its letters."""
        return self.baseline + 0.18 * self.size

    @property
    def order(self) -> int:
        """When it was drawn; its first word may be a bullet, which some programs draw apart from the text."""
        return self.words[-1].order


@dataclass(slots=True)
class Line:
    """One line of text; ``column`` is the left and right edge of the column that it stands in.

    ``first`` is the width of its first word. ``marker`` tells where the text begins after a bullet or number.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    first: float
    column: tuple[float, float]
    words: list[Word]
    marker: float | None = None
    page: int = 0


@dataclass(slots=True)
class Row:
    """One row of a table, cell by cell; an empty cell has no lines.

    ``titles``: a rule stands under this row, the first, and under no other.
    """

    cells: list[list[Line]] = field(default_factory=list)
    page: int = 0
    titles: bool = False

    @property
    def bold(self) -> bool:
        """Whether all of it is set bold, as a row of column titles is."""
        return all(line.bold for cell in self.cells for line in cell)


def lay_out(page: PageWords) -> list[Line | Row]:
    """The page's lines and rows as they are read: column after column, writing that is turned after the rest."""
    found: list[Line | Row] = []
    turns = sorted({word.turn for word in page.words}, key=lambda turn: -sum(w.turn == turn for w in page.words))
    for turn in turns:
        rules = page.rules if turn == 0 else []
        words = [word for word in page.words if word.turn == turn]
        segments = _segments(words, page.dots if turn == 0 else [], _Walls(rules))
        found.extend(_read(segments, rules, 0))
    return found


class _Walls:
    """The upright rules of a page."""

    def __init__(self, rules: Sequence[Box]) -> None:
        upright = [rule for rule in rules if rule[3] - rule[1] > max(8.0, rule[2] - rule[0])]
        self._walls = sorted(((rule[0] + rule[2]) / 2, rule[1], rule[3]) for rule in upright)

    def between(self, left: float, right: float, height: float) -> bool:
        """Whether one stands between the places at this height."""
        first = bisect_left(self._walls, (left,))
        near = self._walls[first : min(first + _MAX_WALLS, bisect_right(self._walls, (right,)))]
        return any(top <= height <= bottom for _, top, bottom in near)

    def inset(self, segment: Segment) -> tuple[float, float]:
        """The ``inset`` of the segment: enough for a narrow cell, and less than half of the segment."""
        inset = min(0.25 * segment.size, 0.25 * (segment.right - segment.left))
        near, height = 0.7 * segment.size, segment.baseline - 0.3 * segment.size
        return (
            inset * self.between(segment.left - near, segment.left, height),
            inset * self.between(segment.right, segment.right + near, height),
        )


def _segments(words: list[Word], dots: Sequence[Box], walls: _Walls) -> list[Segment]:
    segments: list[Segment] = []
    for row in _rows(words):
        current: Segment | None = None
        free = math.inf  # Before the current segment.
        for word in row:
            apart = current is not None and walls.between(current.right, word.left, word.baseline - 0.3 * word.size)
            if current is not None and not apart and _adjoins(current, word, free):
                current.words.append(word)
                current.right = max(current.right, word.right)
                if word.size > current.size:
                    current.size = word.size
            else:
                free = math.inf if current is None else word.left - current.right
                current = Segment([word], word.left, word.right, word.baseline, word.size)
                segments.append(current)
    for segment in segments:
        segment.inset = walls.inset(segment)
    _add_dots(segments, dots)
    return segments


def _adjoins(segment: Segment, word: Word, free: float) -> bool:
    gap = word.left - segment.right
    size = min(segment.words[-1].size, word.size)  # Beside large type, smaller type may stand in another column.
    if gap <= _SEGMENT_GAP * size:
        return True
    # A bullet or number and the text that it stands before; a dash that ends a loosely set line is nearer to that line.
    return (
        len(segment.words) == 1
        and gap <= min(_MARKER_GAP * size, free)
        and _MARKER.fullmatch(segment.words[0].text) is not None
    )


def _rows(words: list[Word]) -> Iterator[list[Word]]:
    """The words that stand on one baseline, from left to right."""
    row: list[Word] = []
    for word in sorted(words, key=lambda word: word.baseline):
        if row and word.baseline - row[0].baseline > 0.25 * min(row[0].size, word.size):
            yield sorted(row, key=lambda word: word.left)
            row = []
        row.append(word)
    if row:
        yield sorted(row, key=lambda word: word.left)


def _add_dots(segments: list[Segment], dots: Sequence[Box]) -> None:
    """Puts a bullet before the lines that have a small square or disc drawn before them."""
    if not dots:
        return
    by_top = sorted(dots, key=lambda dot: dot[1])
    for segment in segments:
        first_below = bisect_left(by_top, segment.top, key=lambda dot: dot[1])
        for left, top, right, bottom in by_top[first_below : first_below + 20]:
            if top > segment.bottom:
                break
            near = 0 <= segment.left - right <= 2.5 * segment.size
            if near and segment.top <= top and bottom <= segment.bottom and right - left < 0.7 * segment.size:
                first = segment.words[0]
                bullet = Word("•", [(left, right)], first.baseline, first.size, first.bold, first.order)
                segment.words.insert(0, bullet)
                segment.left = left
                break


def _read(segments: list[Segment], rules: Sequence[Box], depth: int) -> list[Line | Row]:
    if not segments:
        return []
    found: list[Line | Row] = []
    plain: list[Band] = []
    groups = groups_of(bands_of(segments)) if depth < _MAX_DEPTH else [Group(bands_of(segments), [])]
    for group in groups:
        if not group.gutters:
            plain.extend(group.bands)
            continue
        parts = group.parts()
        if _is_columns(group, parts, rules):
            found.extend(_lines(plain))
            plain = []
            for part in parts:
                found.extend(_read(part, rules, depth + 1))
        elif _is_table(group, parts, rules):
            before, table, after = _without_lone(group)
            plain.extend(before)
            found.extend(_lines(plain))
            plain = after
            found.extend(_table(table, rules))
        else:
            plain.extend(group.bands)
    found.extend(_lines(plain))
    return found


def _is_columns(group: Group, parts: list[list[Segment]], rules: Sequence[Box]) -> bool:
    """Whether the parts are columns of prose, read one after the other, and not those of a table."""
    lines = [len({round(segment.baseline) for segment in part}) for part in parts]
    if min(lines) < 2 or _crossing(group, rules) >= 2:
        return False
    prose = all(_is_prose(part, 4, 0.6) for part in parts)
    turns = group.alternations()
    if turns <= len(parts) - 1 + (sum(map(len, parts)) // 25):
        return prose or max(lines) >= 3
    # Recognised in a picture line by line, across the columns.
    return all(_is_prose(part, 10, 0.8) for part in parts) and turns >= 0.6 * sum(map(len, parts))


def _is_prose(part: list[Segment], lines: int, filled: float) -> bool:
    """Whether there are at least so many lines, and most of them fill at least this share of the width."""
    left, right = min(segment.left for segment in part), max(segment.right for segment in part)
    size = statistics.median(segment.size for segment in part)
    if len(part) < lines or right - left < 10 * size:
        return False
    return statistics.median(segment.right - segment.left for segment in part) >= filled * (right - left)


def _crossing(group: Group, rules: Sequence[Box]) -> int:
    """How many rules between the group's lines run across its first gutter."""
    left, right = group.gutters[0]
    return sum(
        rule[2] - rule[0] > 8 and rule[0] <= left + 1 and rule[2] >= right - 1 and group.top < rule[1] < group.bottom
        for rule in rules
    )


def _is_table(group: Group, parts: list[list[Segment]], rules: Sequence[Box]) -> bool:
    full = [band for band in group.bands if len(group.columns(band)) > 1]
    if len(full) < 2:
        return len(full) == 1 and len(parts) > 1 and _crossing(group, rules) >= 1
    if _crossing(group, rules) or _cell_edges(group, rules):
        return True
    size = statistics.median(segment.size for segment in group.segments())
    wide = group.gutters[0][1] - group.gutters[0][0] >= 2 * size
    aligned = all(_is_aligned(part, size) for part in parts[1:])
    in_rows = group.alternations() >= 2 * len(full) - 1
    return len(full) >= 3 and (aligned or wide and in_rows) or aligned and wide


def _is_aligned(part: list[Segment], size: float) -> bool:
    """Whether the lines share their left edge, right edge or middle."""
    for edges in (
        [segment.left for segment in part],
        [segment.right for segment in part],
        [(segment.left + segment.right) / 2 for segment in part],
    ):
        middle = statistics.median_low(edges)
        if sum(abs(edge - middle) <= 0.4 * size for edge in edges) >= 0.75 * len(edges):
            return True
    return False


def _without_lone(group: Group) -> tuple[list[Band], Group, list[Band]]:
    """The table without the lines over and under it that merely happen to keep its gutters free."""
    bands = group.bands
    first = next(index for index, band in enumerate(bands) if len(group.columns(band)) > 1)
    last = next(index for index in range(len(bands) - 1, -1, -1) if len(group.columns(bands[index])) > 1)
    while first > 0:  # A cell of several lines whose last stands level with its row.
        band, below = bands[first - 1], bands[first]
        size = band.segments[0].size
        if below.top - band.bottom > 0.6 * size or 0 in group.columns(band):
            break
        first -= 1
    while last + 1 < len(bands):  # A cell of several lines goes on below its row.
        band, above = bands[last + 1], bands[last]
        size = band.segments[0].size
        if band.top - above.bottom > 0.6 * size or band.segments[0].order < above.segments[0].order:
            break
        last += 1
    return bands[:first], Group(bands[first : last + 1], group.gutters), bands[last + 1 :]


def _table(group: Group, rules: Sequence[Box]) -> list[Row]:
    """The rows: parted by rules across the table, and where the drawing goes back to an earlier column."""
    width = max(segment.right for segment in group.segments()) - min(segment.left for segment in group.segments())
    heights = sorted(rule[1] for rule in rules if rule[2] - rule[0] > 0.7 * width)
    edges = [height for height in heights if group.top < height < group.bottom] or _cell_edges(group, rules)
    by_row = group.alternations() > len(group.gutters)
    if not by_row and not edges:
        edges = [band.top for band in group.bands[1:]]
    count = len(group.gutters) + 1
    placed = [
        (bisect_right(edges, (segment.top + segment.bottom) / 2), group.column(segment), segment)
        for segment in group.segments()
    ]
    rows: list[list[list[Segment]]] = []
    places: list[int] = []
    before = (-1, count, 0.0)  # The place between rules, the column and the foot of the segment before.
    for place, column, segment in sorted(placed, key=lambda entry: (entry[0], entry[2].order if by_row else 0)):
        apart = column == before[1] and segment.top - before[2] > 0.6 * segment.size
        if place != before[0] or by_row and (column < before[1] or apart):
            rows.append([[] for _ in range(count)])
            places.append(place)
        rows[-1][column].append(segment)
        before = (place, column, segment.bottom)
    rows.sort(key=lambda row: min(segment.baseline for cell in row for segment in cell))
    made = [Row([list(_lines_of_segments(cell)) for cell in row]) for row in rows]
    made[0].titles = len(made) > 2 and len(set(places)) == 2 and places.count(places[0]) == 1
    return made


def _cell_edges(group: Group, rules: Sequence[Box]) -> list[float]:
    """The heights at which rules stand over every column, as where each cell has a border of its own."""
    columns: dict[int, set[int]] = {}
    for left, top, right, _ in rules:
        if right - left > 8 and group.top < top < group.bottom:
            place = sum((left + right) / 2 >= (one + other) / 2 for one, other in group.gutters)
            columns.setdefault(round(top), set()).add(place)
    return [float(height) for height in sorted(columns) if len(columns[height]) > len(group.gutters)]


def _lines(bands: list[Band]) -> Iterator[Line]:
    return _lines_of_segments([segment for band in bands for segment in band.segments])


def _lines_of_segments(segments: list[Segment]) -> Iterator[Line]:
    """The segments of one column as lines, those on the same baseline joined."""
    if not segments:
        return
    rights = sorted(segment.right for segment in segments)
    # One line that is too long, such as an address, does not make the column wider.
    column = (min(segment.left for segment in segments), rights[-1 - len(rights) // 10])
    words = [word for segment in segments for word in segment.words]
    for row in _rows(words):
        yield _line(row, column)


def _line(words: list[Word], column: tuple[float, float]) -> Line:
    left, right = min(word.left for word in words), max(word.right for word in words)
    if sum(_RTL.search(word.text) is not None for word in words) * 2 > len(words):
        words = words[::-1]
    sizes: dict[float, int] = {}
    for word in words:
        sizes[round(word.size, 1)] = sizes.get(round(word.size, 1), 0) + len(word.text)
    size = max(sizes, key=lambda size: sizes[size])
    parts = [words[0].text]
    for before, word in zip(words, words[1:], strict=False):
        touching = abs(word.left - before.right) < _TOUCH * size and not word.after_space
        parts.append(word.text if touching and word.left > before.left else " " + word.text)
    marked = len(words) > 1 and _MARKER.fullmatch(words[0].text) is not None
    return Line(
        "".join(parts),
        left,
        right,
        words[0].baseline,
        size,
        all(word.bold for word in words if any(map(str.isalnum, word.text))),
        words[0].right - words[0].left,
        column,
        words,
        words[1].left if marked else None,
    )
