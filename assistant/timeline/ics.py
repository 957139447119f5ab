"""The items of a timeline as an iCalendar file (RFC 5545) that calendars import."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from assistant.dates import Precision
from assistant.timeline.items import Event, TimelineItem
from assistant.timeline.zones import zone_name

if TYPE_CHECKING:
    import icalendar

_EVENT_WORDS = {Event.OPENS: "Opens", Event.CLOSES: "Closes", Event.HAPPENS: "Date"}
_PRODUCT = "-//assistant//timeline//EN"
_LONGEST_SUMMARY = 75


def to_ics(items: Sequence[TimelineItem], *, name: str, stamp: datetime) -> bytes:
    """A calendar called `name` of the items whose days are known; of the others, months too, a day would be a guess.

    `stamp` is when it was made, with its zone. A time is given with its zone where the document names one; otherwise
    the item is of the whole day and its description repeats the time as written.
    """
    import icalendar

    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for item in items:
        if item.first is not None and item.last is not None and item.mention.precision is not Precision.MONTH:
            calendar.add_component(_event(item, item.first, item.last, stamp))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(item: TimelineItem, first: date, last: date, stamp: datetime) -> "icalendar.Event":
    import icalendar

    event = icalendar.Event()
    event.add("uid", item.uid)
    event.add("dtstamp", stamp)
    event.add("summary", _summary(item))
    event.add("description", "\n".join(_description(item)))
    if item.citation.url:
        event.add("url", item.citation.url)
    begin, end = _days_or_times(item, first, last)
    event.add("dtstart", begin)
    event.add("dtend", end)
    event.add("transp", "TRANSPARENT")
    return event


def _days_or_times(item: TimelineItem, first: date, last: date) -> tuple[date, date]:
    """When it begins and ends, the end not included, as days or as times in their zone.

    A deadline has no length, but not every calendar shows what has none: it ends with its minute.
    """
    time, zone = item.mention.time, zone_name(item.mention.zone or "")
    if time is None or zone is None:
        return first, last + timedelta(days=min(1, (date.max - last).days))
    begin = datetime.combine(first, time, ZoneInfo(zone))
    end = datetime.combine(last, item.mention.last_time or time, ZoneInfo(zone))
    return (begin, end) if end > begin else (begin, begin + timedelta(minutes=1))


def _summary(item: TimelineItem) -> str:
    """The event's word and the document's: its quote, cut at a word, and the heading that it stands under."""
    section = item.citation.section.rpartition(" > ")[2] or item.citation.title
    words = " ".join(item.citation.quote.split())
    if len(words) > _LONGEST_SUMMARY:
        words = words[: _LONGEST_SUMMARY + 1].rpartition(" ")[0] or words[:_LONGEST_SUMMARY]
        words += " …"
    return f"{_EVENT_WORDS[item.event]}: {words} ({section})" if section else f"{_EVENT_WORDS[item.event]}: {words}"


def _description(item: TimelineItem) -> Iterator[str]:
    if item.citation.lead_in:
        yield f"“{item.citation.lead_in.quote}”"
    yield f"“{item.citation.quote}”"
    yield item.citation.title
    if item.citation.url:
        yield item.citation.url
    if item.mention.time is not None and zone_name(item.mention.zone or "") is None:
        if item.mention.zone:
            yield f"The document writes “{item.when}”; the zone of this time is not known for certain."
        else:
            yield f"The document writes “{item.when}”; it gives no time zone."
    yield from (problem for problem in item.problems if not problem.startswith("The time has no"))
