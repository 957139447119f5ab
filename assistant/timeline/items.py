"""The values of a timeline."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.dates import DateMention
from assistant.types import Citation


class Event(StrEnum):
    """What a date is the date of."""

    OPENS = "opens"
    CLOSES = "closes"
    HAPPENS = "happens"


class State(StrEnum):
    """Where an item lies as seen from a day; unknown where its words do not say its days."""

    PAST = "past"
    NOW = "now"
    UPCOMING = "upcoming"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """Something that opens, closes or happens, with the words that say so.

    ``state``, ``cycle_is_past`` and ``days`` are relative to the day it was made with. ``first`` and ``last`` are its
    first and last day, None where the words leave a doubt. ``when`` is ``text[date_start:date_end]`` of its document;
    it lies in the citation or its lead-in. ``cycle`` is the admission cycle, term or year it belongs to, as the
    document writes it. ``problems`` says in plain words what is doubtful. ``days`` counts from today to the first day,
    to the last day while it is going on, negative in the past. ``subject`` holds the stems of the words that say
    what it is about. ``uid`` stays the same while what it is about does, even when its date is changed.
    ``also`` are the places where other documents say the same.
    """

    event: Event
    state: State
    first: date | None
    last: date | None
    when: str
    date_start: int
    date_end: int
    mention: DateMention
    citation: Citation
    cycle: str | None
    cycle_is_past: bool
    problems: tuple[str, ...]
    days: int | None
    subject: frozenset[str]
    uid: str
    also: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """The items of several documents as of `today`: by date, those without one after them in reading order."""

    today: date
    items: tuple[TimelineItem, ...]


def state_of(first: date | None, last: date | None, today: date) -> tuple[State, int | None]:
    """The state of what lasts from the first to the last day, and the days as `TimelineItem.days` counts them."""
    if first is None or last is None:
        return State.UNKNOWN, None
    if last < today:
        return State.PAST, (first - today).days
    if first <= today:
        return State.NOW, (last - today).days
    return State.UPCOMING, (first - today).days


def may_come(item: TimelineItem, today: date) -> bool:
    """Whether the item lies ahead or is going on, or may, as far as its words say."""
    if item.state is State.UNKNOWN:
        return item.mention.recurring or (item.mention.last_year or item.mention.year or 0) >= today.year
    return item.state is not State.PAST
