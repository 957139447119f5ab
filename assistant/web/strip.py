"""The strip above a timeline: months from left to right, a mark for each date, a line for today."""

import datetime
from collections.abc import Iterator, Sequence

from markupsafe import Markup

from assistant.timeline import TimelineItem
from assistant.web.pages import page
from assistant.web.translating import Translator

_BEFORE, _AFTER = datetime.timedelta(days=120), datetime.timedelta(days=400)
_MOST_LABELS = 9
_FEWEST = 2
_WIDE = 2.5  # percent; anything shorter is drawn as a dot


def strip_svg(items: Sequence[TimelineItem], today: datetime.date, t: Translator) -> Markup | None:
    """The strip, or None where it would show fewer than two dates.

    What has the same event and days is one mark. The strip reaches from the first to the last date that lies at most
    four months back or thirteen ahead. Places are given in percent of its width, so that letters keep their size in any
    window.
    """
    alike = {(item.event, item.first, item.last): item for item in items}
    near = [
        item
        for item in alike.values()
        if item.first and item.last and item.last >= today - _BEFORE and item.first <= today + _AFTER
    ]
    if len(near) < _FEWEST:
        return None
    first = min(today, *(max(item.first, today - _BEFORE) for item in near if item.first)).replace(day=1)
    last = _next_month(max(today, *(min(item.last, today + _AFTER) for item in near if item.last)))
    length = (last - first).days

    def percent(day: datetime.date) -> float:
        return round(min(max((day - first).days / length, 0.0), 1.0) * 100, 2)

    marks = []
    rows: list[float] = []
    for item in near:
        assert item.first and item.last
        start, end = percent(item.first), percent(item.last + datetime.timedelta(days=1))
        wide = end - start >= _WIDE
        row = next((row for row, taken in enumerate(rows) if start - taken > 1.5), len(rows))
        rows[row : row + 1] = [end]
        marks.append({"item": item, "x": start, "width": end - start if wide else None, "row": row})
    months = list(_months(first, last))
    step = -(-len(months) // _MOST_LABELS)
    return page(
        "strip.html",
        t,
        marks=marks,
        rows=len(rows),
        today=percent(today),
        months=[
            {
                "x": percent(month),
                "label": t.month(month),
                "year": month.year,
                "first": month.month == 1,
                "named": number % step == 0,
            }
            for number, month in enumerate(months)
        ],
    )


def _months(first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    while first < last:
        yield first
        first = _next_month(first)


def _next_month(day: datetime.date) -> datetime.date:
    return (day.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
