"""Lines of a page -> groups of lines that share the same gutters: columns of prose, tables, or text across."""

from __future__ import annotations

import statistics
from bisect import bisect_right
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.documents.pdf.layout import Segment

Interval = tuple[float, float]

_MIN_GUTTER = 0.7  # Of the type size.
_MAX_MOVED = 20  # Bands, so that they are not gone through again and again.
_EVERYWHERE: list[Interval] = [(float("-inf"), float("inf"))]


@dataclass(slots=True)
class Band:
    """Segments that overlap in height, so that no straight line from side to side parts them."""

    segments: list[Segment]
    top: float
    bottom: float

    def free(self) -> list[Interval]:
        """The stretches of the page's width that its text leaves free, from left to right."""
        free: list[Interval] = []
        edge = float("-inf")
        for segment in sorted(self.segments, key=lambda segment: segment.left):
            left, right = segment.left + segment.inset[0], segment.right - segment.inset[1]
            if left > edge:
                free.append((edge, left))
            edge = max(edge, right)
        return [*free, (edge, float("inf"))]


@dataclass(slots=True)
class Group:
    """Bands one under the other, with the gutters that run through all of them, from left to right."""

    bands: list[Band]
    gutters: list[Interval]

    @property
    def top(self) -> float:
        """The top of its text."""
        return self.bands[0].top

    @property
    def bottom(self) -> float:
        """The foot of its text."""
        return self.bands[-1].bottom

    def segments(self) -> list[Segment]:
        """All its segments, band by band."""
        return [segment for band in self.bands for segment in band.segments]

    def column(self, segment: Segment) -> int:
        """The column that the segment stands in, from 0."""
        return bisect_right(self.gutters, segment.left, key=lambda gutter: (gutter[0] + gutter[1]) / 2)

    def columns(self, band: Band) -> set[int]:
        """The columns that the band has text in."""
        return {self.column(segment) for segment in band.segments}

    def parts(self) -> list[list[Segment]]:
        """The segments of each column, from left to right."""
        parts: list[list[Segment]] = [[] for _ in range(len(self.gutters) + 1)]
        for segment in self.segments():
            parts[self.column(segment)].append(segment)
        return parts

    def alternations(self) -> int:
        """How often the drawing changes from one column to another: once per column of prose, often in a table.

        Lines over and under that have one column to themselves do not count: they may be titles drawn at any time.
        """
        wide = [index for index, band in enumerate(self.bands) if len(self.columns(band)) > 1]
        bands = self.bands[wide[0] : wide[-1] + 1] if wide else []
        segments = [segment for band in bands for segment in band.segments]
        drawn = [self.column(segment) for segment in sorted(segments, key=lambda segment: segment.order)]
        return sum(one != other for one, other in zip(drawn, drawn[1:], strict=False))


def bands_of(segments: list[Segment]) -> list[Band]:
    """The segments in bands from top to bottom."""
    bands: list[Band] = []
    for segment in sorted(segments, key=lambda segment: segment.top):
        if bands and segment.top < bands[-1].bottom:
            bands[-1].segments.append(segment)
            bands[-1].bottom = max(bands[-1].bottom, segment.bottom)
        else:
            bands.append(Band([segment], segment.top, segment.bottom))
    return bands


def groups_of(bands: list[Band]) -> list[Group]:
    """The bands in groups as large as they can be without losing all the gutters that they share."""
    size = statistics.median(segment.size for band in bands for segment in band.segments)
    width = _MIN_GUTTER * size
    groups: list[Group] = []
    current: list[Band] = []
    free = _EVERYWHERE
    gutters: list[Interval] = []
    ahead = deque(bands)
    while ahead:
        band = ahead.popleft()
        joint = _meet(free, band.free())
        inside = _gutters(joint, width)
        own = _gutters(band.free(), width)
        if not current or inside or not (gutters or own):
            current.append(band)
            free, gutters = joint, inside
            if ahead:
                continue
        else:
            ahead.appendleft(band)
        kept = _kept(current, gutters, own, width)
        groups.append(Group(current[:kept], _gutters(_free(current[:kept]), width)))
        ahead.extendleft(reversed(current[kept:]))
        current, free, gutters = [], _EVERYWHERE, []
    return [part for index, group in enumerate(groups) for part in _apart(group, index + 1 < len(groups), size)]


def _kept(bands: list[Band], gutters: list[Interval], following: list[Interval], width: float) -> int:
    """How many of the bands belong together; those after them begin the next group.

    A column of the next group may begin higher than the first does; and a title that keeps one of several gutters free
    by being short belongs to what it stands over, as do the column titles of a table that follows on another.
    """
    last = len(bands)
    if not gutters:
        while (
            following
            and 1 < last > len(bands) - _MAX_MOVED
            and all(segment.left >= following[0][1] for segment in bands[last - 1].segments)
        ):
            last -= 1
        return last
    group = Group(bands, gutters)
    while last > 1 and len(bands) - last < _MAX_MOVED and len(group.columns(bands[last - 1])) == 1:
        last -= 1
    free = _free(bands[:last])
    count = len(_gutters(free, width))
    while last < len(bands) and len(_gutters(_meet(free, bands[last].free()), width)) == count:
        free = _meet(free, bands[last].free())
        last += 1
    while 1 < last > len(bands) - _MAX_MOVED and len(_gutters(_meet(bands[last - 1].free(), following), width)) > count:
        last -= 1
    return last


def _free(bands: list[Band]) -> list[Interval]:
    free = _EVERYWHERE
    for band in bands:
        free = _meet(free, band.free())
    return free


def _apart(group: Group, following: bool, size: float) -> list[Group]:
    """The group, cut where a heading stands across its columns though it is short enough to fit into the first."""
    if not group.gutters:
        return [group]
    wide = [index for index, band in enumerate(group.bands) if len(group.columns(band)) > 1]
    if not wide:
        return [group]
    cuts = [index for index in range(wide[0] + 1, wide[-1]) if _is_across(group, index, size)]
    # Under the shorter column, only if no text of the longer one follows.
    last = len(group.bands) - 1
    while following and last > wide[-1] and _is_across(group, last, size):
        cuts.append(last)
        last -= 1
    cuts.sort()
    pieces: list[Group] = []
    start = 0
    for cut in cuts:
        pieces += [_group(group.bands[start:cut], size), Group([group.bands[cut]], [])]
        start = cut + 1
    pieces.append(_group(group.bands[start:], size))
    return [piece for piece in pieces if piece.bands]


def _group(bands: list[Band], size: float) -> Group:
    return Group(bands, _gutters(_free(bands), _MIN_GUTTER * size))


def _is_across(group: Group, index: int, size: float) -> bool:
    band = group.bands[index]
    if len(band.segments) != 1 or group.column(band.segments[0]) != 0:
        return False
    segment = band.segments[0]
    set_off = segment.size > 1.12 * size or all(word.bold for word in segment.words)
    return set_off and band.top - group.bands[index - 1].bottom > 0.4 * size


def _meet(one: list[Interval], other: list[Interval]) -> list[Interval]:
    """What is in an interval of both lists."""
    met: list[Interval] = []
    first = second = 0
    while first < len(one) and second < len(other):
        left, right = max(one[first][0], other[second][0]), min(one[first][1], other[second][1])
        if left < right:
            met.append((left, right))
        if one[first][1] < other[second][1]:
            first += 1
        else:
            second += 1
    return met


def _gutters(free: list[Interval], width: float) -> list[Interval]:
    """The free stretches that have text on both sides and are wide enough."""
    infinite = float("inf")
    return [(left, right) for left, right in free if right - left >= width and left > -infinite and right < infinite]
