"""The items of several documents -> one timeline: what is said twice is shown once, what contradicts is flagged."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from assistant.language import terms
from assistant.timeline.items import Event, Timeline, TimelineItem
from assistant.timeline.names import own_names
from assistant.timeline.reading import items_of
from assistant.types import Document

_SAME_SUBJECT = 0.75
_SAME_TITLE = 0.5
_NEXT_ROUND = timedelta(days=270)
# Of one day; more than any program has, so that a document made to be slow is not.
_MOST_COMPARED = 50
# They tell one round from another, not one thing from another.
_ROUND = frozenset(terms("next new current coming upcoming following"))


def make_timeline(documents: Iterable[Document], today: date) -> Timeline:
    """The items of all documents: by date, those without one after them in reading order.

    What two documents of a program say alike is one item with the fuller citation; where they give different days for
    the same thing, both are kept and each says what the other gives.
    """
    items = [item for document in documents for item in items_of(document, today)]
    merged = _merged(items)
    flagged = _flagged(merged)
    dated = sorted((item for item in flagged if item.first), key=lambda item: (item.first, item.last))
    return Timeline(today, (*dated, *(item for item in flagged if not item.first)))


def _merged(items: Sequence[TimelineItem]) -> list[TimelineItem]:
    kept: list[TimelineItem] = []
    places: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for item in items:
        day = (item.first, item.last) if item.first else " ".join(item.when.casefold().split())
        key = (item.citation.program, item.event, item.mention.time, day)
        place = next(
            (at for at in places[key][:_MOST_COMPARED] if _elsewhere(kept[at], item) and same_thing(kept[at], item)),
            None,
        )
        if place is None:
            places[key].append(len(kept))
            kept.append(item)
        else:
            kept[place] = _joined(kept[place], item)
    return kept


def _joined(one: TimelineItem, other: TimelineItem) -> TimelineItem:
    """The item with the longer quote, the other's place beside it."""
    fuller, lesser = (other, one) if len(other.citation.quote) > len(one.citation.quote) else (one, other)
    return replace(fuller, also=(*one.also, *other.also, lesser.citation))


def _flagged(items: list[TimelineItem]) -> list[TimelineItem]:
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        groups[(item.citation.program, item.event)].append(place)
    flagged = list(items)
    for places in groups.values():
        alike = Counter((items[at].citation.doc_id, items[at].cycle, items[at].subject) for at in places)
        single = [at for at in places if alike[(items[at].citation.doc_id, items[at].cycle, items[at].subject)] == 1]
        by_term: dict[str, list[int]] = defaultdict(list)
        for at in single:
            for term in items[at].subject:
                by_term[term].append(at)
        for at in single:
            near = sorted({other for term in items[at].subject for other in by_term[term]} - {at})
            others = [items[other] for other in near if contradicts(items[at], items[other])]
            notes = dict.fromkeys(f"“{other.citation.title}” gives {other.when}." for other in others)
            flagged[at] = replace(items[at], problems=(*items[at].problems, *notes))
    return flagged


def contradicts(one: TimelineItem, other: TimelineItem) -> bool:
    """Whether two documents give different days for the same event of the same cycle, as far as they name cycles."""
    if one.event is not other.event or one.mention.precision is not other.mention.precision:
        return False
    if not (_elsewhere(one, other) and same_thing(one, other)) or _named_apart(one, other):
        return False
    if one.first and one.last and other.first and other.last:
        # Of a round and the next, both are right.
        return _days_differ(one, other) and abs(one.first - other.first) < _NEXT_ROUND
    days = [(item.mention.month, item.mention.day) for item in (one, other)]
    return None not in (*days[0], *days[1]) and days[0] != days[1]


def _named_apart(one: TimelineItem, other: TimelineItem) -> bool:
    """Whether the title and headings of each have words of their own: then the two are about different things."""
    ours, theirs = own_names(one), own_names(other)
    return bool(ours - theirs and theirs - ours)


def _days_differ(one: TimelineItem, other: TimelineItem) -> bool:
    """Whether both cannot be right: what opens has one first day, what closes one last day.

    A stretch may be told of by its first day alone, and what happens in it by some of its days.
    """
    if one.event is Event.CLOSES:
        return one.last != other.last
    stretches = one.first != one.last and other.first != other.last
    if one.event is Event.OPENS:
        return one.first != other.first or (stretches and one.last != other.last)
    return not (_lies_in(one, other) or _lies_in(other, one))


def _lies_in(one: TimelineItem, other: TimelineItem) -> bool:
    assert one.first and one.last and other.first and other.last
    return other.first <= one.first and one.last <= other.last


def surely_same(one: TimelineItem, other: TimelineItem) -> bool:
    """Whether nothing tells what two items are about from each other: the later is the next date for the same.

    What a page of no program says holds for each program.
    """
    ours, theirs = one.subject - _ROUND, other.subject - _ROUND
    programs = {one.citation.program, other.citation.program}
    for_all = len(programs) > 1 and None in programs
    return (
        bool(ours)
        and ours == theirs
        and own_names(one) == own_names(other)
        and (for_all or same_thing(replace(one, subject=ours), replace(other, subject=theirs)))
    )


def same_thing(one: TimelineItem, other: TimelineItem) -> bool:
    """Whether two items are about the same, in nearly the same words, of whatever cycle.

    Outside of a program only documents of like titles are taken to speak of the same thing.
    """
    ours, theirs = one.citation, other.citation
    return (
        ours.program == theirs.program
        and _overlap(one.subject, other.subject) >= _SAME_SUBJECT
        and (
            ours.program is not None
            or ours.doc_id == theirs.doc_id
            or _overlap(frozenset(terms(ours.title)), frozenset(terms(theirs.title))) >= _SAME_TITLE
        )
    )


def _elsewhere(one: TimelineItem, other: TimelineItem) -> bool:
    """Whether they stand in different documents and name no different cycles."""
    cycles = {item.cycle.casefold() for item in (one, other) if item.cycle}
    return one.citation.doc_id != other.citation.doc_id and len(cycles) < 2


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0
