"""What opens, closes and happens in a program, from all its documents, each with the words that say so."""

from assistant.timeline.cycles import cycle_is_past
from assistant.timeline.ics import to_ics
from assistant.timeline.items import Event, State, Timeline, TimelineItem, may_come
from assistant.timeline.merging import contradicts, make_timeline, surely_same
from assistant.timeline.reading import items_of

__all__ = [
    "Event",
    "State",
    "Timeline",
    "TimelineItem",
    "contradicts",
    "cycle_is_past",
    "items_of",
    "make_timeline",
    "may_come",
    "surely_same",
    "to_ics",
]
