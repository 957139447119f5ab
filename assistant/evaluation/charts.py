"""Drawings for the report, as SVG that takes its colours from the page; each has a title and a description."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from assistant.evaluation.curves import Bin, Point
from assistant.evaluation.figures import Estimate

_CEILINGS = (0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
_STRIP_WIDTH = 120
_BAR_WIDTH = 30.4
_FEW = 5


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a plot lies in its drawing, in units of the drawing; ``ceiling`` is the value at the top."""

    left: float = 40
    top: float = 28
    width: float = 344
    height: float = 200
    ceiling: float = 1.0

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def x(self, share: float) -> float:
        return round(self.left + share * self.width, 1)

    def y(self, value: float) -> float:
        return round(self.bottom - value / self.ceiling * self.height, 1)


def interval_strip(figure: Estimate) -> Markup:
    """A figure in [0, 1] as a dot on its interval; says nothing that the numbers beside it do not."""
    low, value, high = (round(4 + share * (_STRIP_WIDTH - 8), 1) for share in (figure.low, figure.value, figure.high))
    return Markup(
        '<svg class="strip" viewBox="0 0 {0} 12" aria-hidden="true"><path class="rail" d="M4 6H{1}"/>'
        '<path class="range" d="M{2} 6H{3}"/><circle class="dot" cx="{4}" cy="6" r="4"/></svg>'
    ).format(_STRIP_WIDTH, _STRIP_WIDTH - 4, low, high, value)


def reliability_chart(bins: Sequence[Bin]) -> Markup:
    """The share right by confidence, over bars that say how many questions each bin has."""
    frame = _Frame()
    most = max(bin.questions for bin in bins)
    filled = [bin for bin in bins if bin.questions]
    parts = [
        *_grid(frame, "share right"),
        _line("ideal", (frame.x(0), frame.y(0)), (frame.x(1), frame.y(1))),
        *(_right_bar(frame, bin) for bin in filled),
        *(_mean_mark(frame, bin) for bin in filled),
        _text("counts", frame.left - 8, frame.bottom + 52, "n", "end"),
        *(_count_bar(frame, bin, most) for bin in bins),
        *_share_axis(frame, frame.bottom + 70, "confidence"),
    ]
    summary = "; ".join(f"{bin.low:.1f} to {bin.high:.1f}: {bin.right:.0%} of {bin.questions} right" for bin in filled)
    return _drawing("reliability", 334, "Share right by confidence", f"By confidence: {summary}.", parts)


def risk_chart(points: Sequence[Point], marked: Point | None) -> Markup:
    """The share of wrong answers over the share answered, with the refusal threshold marked."""
    highest = max(point.wrong for point in points)
    frame = _Frame(height=240, ceiling=next(ceiling for ceiling in _CEILINGS if ceiling >= highest))
    path = "M" + "L".join(f"{frame.x(point.answered)} {frame.y(point.wrong)}" for point in points)
    parts = [
        *_grid(frame, "share of the answered that is wrong"),
        Markup('<path class="curve" d="{}"/>').format(path),
        *(_threshold_mark(frame, marked) if marked else ()),
        *_share_axis(frame, frame.bottom + 20, "share of all questions answered"),
    ]
    last = points[-1]
    description = f"Of all questions answered, {last.wrong:.0%} are wrong."
    if marked is not None:
        description += (
            f" At the threshold {marked.threshold:g}, {marked.answered:.0%} are answered and {marked.wrong:.0%} of "
            "these are wrong."
        )
    return _drawing("risk", 324, "Wrong answers by share answered", description, parts)


def _drawing(name: str, height: int, title: str, description: str, parts: Iterable[Markup]) -> Markup:
    return Markup(
        '<svg class="chart" viewBox="0 0 400 {1}" role="img" aria-labelledby="{0}-title {0}-description">'
        '<title id="{0}-title">{2}</title><desc id="{0}-description">{3}</desc>{4}</svg>'
    ).format(name, height, title, description, Markup("").join(parts))


def _grid(frame: _Frame, label: str) -> list[Markup]:
    """Five lines across with their values, and what they measure above them."""
    parts = [_text("label", frame.left, frame.top - 14, label, "start")]
    for step in range(5):
        value = frame.ceiling * step / 4
        parts.append(_line("grid", (frame.x(0), frame.y(value)), (frame.x(1), frame.y(value))))
        parts.append(_text("tick", frame.left - 6, frame.y(value) + 4, f"{value:.3g}", "end"))
    return parts


def _share_axis(frame: _Frame, y: float, label: str) -> list[Markup]:
    ticks = [_text("tick", frame.x(step / 5), y, f"{step / 5:.1f}", "middle") for step in range(6)]
    return [*ticks, _text("label", frame.x(0.5), y + 22, label, "middle")]


def _right_bar(frame: _Frame, bin: Bin) -> Markup:
    look = "bar few" if bin.questions < _FEW else "bar"
    return _rectangle(look, frame.x(bin.low) + 2, frame.y(bin.right), frame.bottom)


def _mean_mark(frame: _Frame, bin: Bin) -> Markup:
    """Where the bar would end if confidence were exact."""
    left, y = frame.x(bin.low) + 2, frame.y(bin.confidence)
    return _line("mean", (left, y), (round(left + _BAR_WIDTH, 1), y))


def _count_bar(frame: _Frame, bin: Bin, most: int) -> Markup:
    floor = frame.bottom + 52
    top = round(floor - 24 * bin.questions / max(most, 1), 1)
    middle = round((frame.x(bin.low) + frame.x(bin.high)) / 2, 1)
    bar = _rectangle("count", frame.x(bin.low) + 2, top, floor)
    return bar + _text("counts", middle, top - 4, str(bin.questions), "middle")


def _threshold_mark(frame: _Frame, point: Point) -> tuple[Markup, ...]:
    x, y = frame.x(point.answered), frame.y(point.wrong)
    anchor, side = ("end", x - 8) if point.answered > 0.5 else ("start", x + 8)
    shares = f"{point.answered:.0%} answered, {point.wrong:.0%} of it wrong"
    return (
        _line("threshold", (x, frame.top), (x, frame.bottom)),
        Markup('<circle class="here" cx="{}" cy="{}" r="5"/>').format(x, y),
        _text("note", side, frame.top + 12, f"threshold {point.threshold:g}", anchor),
        _text("note", side, frame.top + 28, shares, anchor),
    )


def _rectangle(look: str, x: float, top: float, bottom: float) -> Markup:
    """As wide as a bin, less a little room on both sides."""
    return Markup('<rect class="{}" x="{:.1f}" y="{}" width="{}" height="{:.1f}"/>').format(
        look, x, top, _BAR_WIDTH, bottom - top
    )


def _line(look: str, start: tuple[float, float], end: tuple[float, float]) -> Markup:
    return Markup('<path class="{}" d="M{} {}L{} {}"/>').format(look, *start, *end)


def _text(look: str, x: float, y: float, words: str, anchor: str) -> Markup:
    return Markup('<text class="{}" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(look, x, y, anchor, words)
