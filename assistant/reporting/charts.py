"""Drawings of figures over time, as SVG; the colours are the page's custom properties, light or dark."""

import datetime
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from assistant.recording import Volume
from assistant.reporting.figures import Step, answer_rate, percent

_WIDTH, _HEIGHT = 480, 230
_LEFT, _TOP, _BOTTOM = 44, 40, 204
_MOST_LABELS = 7
_STRIP_WIDTH, _STRIP_HEIGHT = 120, 24
_PARTS = (
    ("answered", "answered", "var(--good)"),
    ("clarified", "asked back", "var(--other)"),
    ("refused", "not answered", "var(--bad)"),
)
"""From the bottom up: the name of the count, what it is called, its colour."""


def short_day(day: datetime.date) -> str:
    """A day for people, without its year."""
    return f"{day:%b} {day.day}"


def questions_chart(steps: Sequence[Volume], by: Step, *, name: str) -> Markup:
    """How many questions each day or week had and how they ended; `name` tells it from the page's other drawings."""
    unit = _unit(max((step.questions for step in steps), default=0))
    ceiling = 4 * unit
    parts = [_across(_y(value / ceiling), f"{value:,}") for value in range(0, ceiling + 1, unit)]
    parts += [_key(place, words, colour) for place, (_, words, colour) in enumerate(_PARTS)]
    for place, step in enumerate(steps):
        below = 0
        for count_name, _, colour in _PARTS:
            count = getattr(step, count_name)
            if count:
                parts.append(_bar(place, len(steps), below / ceiling, (below + count) / ceiling, colour))
            below += count
    parts += _days_below(steps)
    told = "; ".join(
        f"{short_day(step.period)}: {step.answered:,} answered, {step.clarified:,} asked back, "
        f"{step.refused:,} not answered"
        for step in steps
    )
    return _drawing(name, f"Questions by {by}", f"{told}.", parts)


def rate_chart(steps: Sequence[Volume], by: Step, *, name: str) -> Markup:
    """The share answered of each day's or week's questions; where nothing was asked the line is broken."""
    rates = [answer_rate(step) for step in steps]
    parts = [_across(_y(value / 100), f"{value}%") for value in range(0, 101, 25)]
    for run in _runs(rates):
        points = [(_x(place, len(steps)), _y(rates[place] or 0)) for place in run]
        parts.append(_path(points, 2.5))
        parts += [Markup('<circle cx="{}" cy="{}" r="3.5" fill="var(--good)"/>').format(*point) for point in points]
    parts += _days_below(steps)
    told = "; ".join(
        f"{short_day(step.period)}: {percent(rate)} of {step.questions:,}"
        for step, rate in zip(steps, rates, strict=True)
        if rate is not None
    )
    return _drawing(name, f"Share answered by {by}", f"{told}." if told else "Nothing was asked.", parts)


def rate_strip(steps: Sequence[Volume]) -> Markup:
    """The share answered as a small line, the top 100%; for the eye only, since the numbers stand beside it."""
    rates = [answer_rate(step) for step in steps]
    last = max(len(steps) - 1, 1)
    parts = []
    for run in _runs(rates):
        points = [
            (
                round(4 + place / last * (_STRIP_WIDTH - 8), 1),
                round(_STRIP_HEIGHT - 4 - (rates[place] or 0) * (_STRIP_HEIGHT - 8), 1),
            )
            for place in run
        ]
        parts.append(_path(points, 2))
        parts.append(Markup('<circle cx="{}" cy="{}" r="2.5" fill="var(--good)"/>').format(*points[-1]))
    return Markup('<svg viewBox="0 0 {0} {1}" width="{0}" height="{1}" aria-hidden="true">{2}</svg>').format(
        _STRIP_WIDTH, _STRIP_HEIGHT, Markup("").join(parts)
    )


def _unit(most: int) -> int:
    """The distance of the lines across: four of them reach `most`; 1, 2 or 5 times a power of ten."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if 4 * factor * power >= most:
                return factor * power
        power *= 10


def _runs(rates: Sequence[float | None]) -> list[list[int]]:
    """The places with a rate, those next to each other together."""
    runs: list[list[int]] = []
    for place, rate in enumerate(rates):
        if rate is None:
            continue
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _x(place: int, count: int) -> float:
    """The middle of a step."""
    return round(_LEFT + (place + 0.5) / count * (_WIDTH - _LEFT - 4), 1)


def _y(share: float) -> float:
    return round(_BOTTOM - share * (_BOTTOM - _TOP), 1)


def _drawing(name: str, title: str, description: str, parts: Iterable[Markup]) -> Markup:
    return Markup(
        '<svg class="plot" viewBox="0 0 {1} {2}" role="img" aria-labelledby="{0}-title" '
        'aria-describedby="{0}-description" font-size="13"><title id="{0}-title">{3}</title>'
        '<desc id="{0}-description">{4}</desc>{5}</svg>'
    ).format(name, _WIDTH, _HEIGHT, title, description, Markup("").join(parts))


def _across(y: float, words: str) -> Markup:
    line = Markup('<path d="M{} {}H{}" stroke="var(--line)"/>').format(_LEFT, y, _WIDTH)
    return line + _text(_LEFT - 6, y + 4, words, "end")


def _key(place: int, words: str, colour: str) -> Markup:
    x = _LEFT + place * 140
    square = Markup('<rect x="{}" y="8" width="12" height="12" rx="2" fill="{}"/>').format(x, colour)
    return square + _text(x + 18, 19, words, "start")


def _bar(place: int, count: int, low: float, high: float, colour: str) -> Markup:
    width = min((_WIDTH - _LEFT) / count * 0.7, 40)
    # A hair less high, so that the parts are told apart without colours too.
    return Markup('<rect x="{:.1f}" y="{}" width="{:.1f}" height="{:.1f}" fill="{}"/>').format(
        _x(place, count) - width / 2, _y(high), width, max(_y(low) - _y(high) - 1, 0.5), colour
    )


def _path(points: Sequence[tuple[float, float]], width: float) -> Markup:
    line = "M" + "L".join(f"{x} {y}" for x, y in points)
    return Markup('<path d="{}" fill="none" stroke="var(--good)" stroke-width="{}" stroke-linejoin="round"/>').format(
        line, width
    )


def _days_below(steps: Sequence[Volume]) -> list[Markup]:
    every = -(-len(steps) // _MOST_LABELS)
    return [
        _text(_x(place, len(steps)), _BOTTOM + 20, short_day(step.period), "middle")
        for place, step in enumerate(steps)
        if place % every == 0
    ]


def _text(x: float, y: float, words: str, anchor: str) -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}" fill="var(--soft)">{}</text>').format(
        x, y, anchor, words
    )
