"""The timeline of a program: a page, calendar files, and a card in the chat."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from assistant.assistant import Assistant
from assistant.dates import Precision
from assistant.dates.distance import distance, month_distance
from assistant.guiding import Guide
from assistant.naming import program_name
from assistant.timeline import State, Timeline, TimelineItem, may_come, to_ics
from assistant.types import Citation
from assistant.web.live import Live
from assistant.web.pages import page, web_link
from assistant.web.passage import passage_link
from assistant.web.problems import failures
from assistant.web.retelling import distance_told
from assistant.web.strip import strip_svg
from assistant.web.structure import quote_html
from assistant.web.tongues import language_of
from assistant.web.translating import N_, Translator
from assistant.web.visits import Visits

_EVENTS = {"opens": N_("Opens"), "closes": N_("Closes"), "happens": N_("Takes place")}
_IN_CHAT = 6
MAX_SHOWN = 400
"""Of more items the ones nearest to today are shown; the REST interface gives all."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as it is shown.

    ``days`` are the one or two days of its badge, none where no day is known; ``by_month`` where the document names
    months only. ``language`` is that of the document. ``others`` are further items of the same days and event.
    """

    item: TimelineItem
    event: str
    days: tuple[datetime.date, ...]
    by_month: bool
    distance: str
    program: str | None
    lead_in: Markup | None
    quote: Markup
    passage: str
    source: str | None
    also: tuple[tuple[str, str], ...]
    calendar: str | None
    language: str
    others: tuple["Entry", ...] = ()


def timeline_routes(live: Live, visits: Visits) -> APIRouter:
    """The page and the calendar files."""
    routes = APIRouter()

    @routes.get("/timeline", response_class=HTMLResponse, include_in_schema=False)
    def show_timeline(request: Request, program: Annotated[str | None, Query(max_length=200)] = None) -> HTMLResponse:
        served, visit, program = live.now(), visits.of(request), program or None
        assistant, guide = served.assistant, served.guide
        timeline = guide.timeline(program)
        return HTMLResponse(
            visit.page(
                "timeline.html",
                programs=[(name, program_name(name)) for name in guide.programs] if len(guide.programs) > 1 else [],
                program=program,
                named=program_name(program) if program else None,
                needs_one=False,
                query=f"?{urlencode({'program': program})}" if program else "",
                today=guide.today(),
                strip=strip_svg(_nearest(timeline, guide.today()), guide.today(), visit.t),
                calendar=_calendar_link(program)
                if any(item.first and item.state is not State.PAST for item in timeline.items)
                else None,
                **_groups(assistant, guide, timeline, visit.t),
            ),
            headers=visit.headers,
        )

    @routes.get(
        "/timeline.ics",
        summary="The timeline as a calendar file",
        tags=["help"],
        response_class=Response,
        responses={200: {"content": {"text/calendar": {"schema": {"type": "string"}}}}, **failures(422, 429, 503)},
    )
    def give_calendar(
        program: Annotated[str | None, Query(max_length=200)] = None,
        uid: Annotated[str | None, Query(max_length=200, description="One item's uid; all items without it.")] = None,
    ) -> Response:
        served = live.now()
        items = [item for item in served.guide.timeline(program or None).items if uid in (None, item.uid)]
        name = program_name(program) if program else visits.title
        stamp = datetime.datetime.fromisoformat(served.assistant.built_at)
        return Response(
            to_ics(items, name=name, stamp=stamp),
            media_type="text/calendar; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="dates.ics"'},
        )

    return routes


def timeline_card(assistant: Assistant, guide: Guide, program: str | None, t: Translator) -> Markup:
    """What is coming next, for the chat, with a link to the whole timeline."""
    groups = _groups(assistant, guide, guide.timeline(program), t)
    coming: list[Entry] = groups["coming"]
    return page(
        "timeline-card.html",
        t,
        program=program_name(program) if program else None,
        today=guide.today(),
        more=max(0, len(coming) - _IN_CHAT),
        address=f"/timeline?{urlencode({'program': program})}" if program else "/timeline",
        **{**groups, "coming": coming[:_IN_CHAT]},
    )


def _groups(assistant: Assistant, guide: Guide, timeline: Timeline, t: Translator) -> dict[str, Any]:
    """The entries: coming (what is on among them), without a day, and over, the last one first.

    With them whether all are over, and how many are left out.
    """
    entries = [
        _entry(item, assistant, guide.today(), t, named=len(guide.programs) > 1)
        for item in _nearest(timeline, guide.today())
    ]
    return {
        "all_over": bool(entries) and not any(may_come(item, guide.today()) for item in timeline.items),
        "left_out": len(timeline.items) - len(entries),
        "coming": _by_day(entry for entry in entries if entry.item.state in (State.NOW, State.UPCOMING)),
        "undated": [entry for entry in entries if entry.item.state is State.UNKNOWN],
        "over": _by_day(entry for entry in entries if entry.item.state is State.PAST)[::-1],
    }


def _by_day(entries: Iterable[Entry]) -> list[Entry]:
    """The first entry of each program, event and day or days, with the others of the same."""
    groups: dict[object, list[Entry]] = {}
    for entry in entries:
        item = entry.item
        groups.setdefault((item.first, item.last, item.event, item.citation.program), []).append(entry)
    return [replace(group[0], others=tuple(group[1:])) for group in groups.values()]


def _nearest(timeline: Timeline, today: datetime.date) -> Sequence[TimelineItem]:
    """At most `MAX_SHOWN` items, in the timeline's order; those without a day go before those that are far off."""
    items = timeline.items
    if len(items) <= MAX_SHOWN:
        return items

    def days_off(place: int) -> int:
        first = items[place].first
        return abs((first - today).days) if first else 0

    return [items[place] for place in sorted(sorted(range(len(items)), key=days_off)[:MAX_SHOWN])]


def _entry(item: TimelineItem, assistant: Assistant, today: datetime.date, t: Translator, *, named: bool) -> Entry:
    citation = item.citation
    document = assistant.document(citation.doc_id)
    lead_in = citation.lead_in
    mark = (item.date_start, item.date_end)
    return Entry(
        item=item,
        event=_EVENTS[item.event.value],
        days=_days(item),
        by_month=item.mention.precision is Precision.MONTH,
        distance=_distance(item, today, t),
        program=program_name(citation.program) if named and citation.program else None,
        lead_in=quote_html(document, lead_in.start, lead_in.end, mark=mark) if lead_in else None,
        quote=quote_html(document, citation.start, citation.end, mark=mark),
        passage=_passage(citation),
        source=web_link(citation.link or citation.url),
        also=tuple((other.title, _passage(other)) for other in item.also),
        calendar=_calendar_link(citation.program, item.uid) if item.state in (State.NOW, State.UPCOMING) else None,
        language=language_of(document),
    )


def _days(item: TimelineItem) -> tuple[datetime.date, ...]:
    """The first and the last day where they differ; of months only the months are shown."""
    days = [day for day in (item.first, item.last) if day]
    by_month = item.mention.precision is Precision.MONTH
    return tuple({(day.year, day.month) if by_month else day: day for day in days}.values())


def _distance(item: TimelineItem, today: datetime.date, t: Translator) -> str:
    """How far off the item is; of what is going on, how long it lasts."""
    if item.first and item.last and item.mention.precision is Precision.MONTH:
        return distance_told(month_distance(item.first, item.last, today), t) or ""
    if item.state is State.NOW and item.last is not None and item.days is not None:
        if item.first == item.last:
            return t.gettext("today")
        return t.gettext("now, until {date}", date=t.long_date(item.last.isoformat()))
    return distance_told(distance(item.first, today), t) or "" if item.first else ""


def _passage(citation: Citation) -> str:
    return passage_link(citation.doc_id, citation.start, citation.end, citation.quote)


def _calendar_link(program: str | None, uid: str | None = None) -> str:
    wanted = {name: value for name, value in (("program", program), ("uid", uid)) if value}
    return "/timeline.ics" + (f"?{urlencode(wanted)}" if wanted else "")
