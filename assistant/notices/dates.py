"""What there is to say about the dates in quotes, as seen from today: over, near, without a year, contradicted."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from assistant.dates import DateKind, DateMention, Precision, find_dates
from assistant.dates.distance import distance, month_distance
from assistant.index import Index
from assistant.timeline import State, TimelineItem, contradicts, cycle_is_past, items_of, may_come, same_thing
from assistant.types import BlockKind, Citation, Document, Hit, Notice

_MOST = 3
"""A quoted table of dates needs no remark on each of its rows."""
_MOST_CHARACTERS = 200_000
"""Longer documents are not searched for other dates: that would keep the applicant waiting."""
_HEADINGS = (BlockKind.HEADING, BlockKind.QUESTION)


@dataclass(frozen=True, slots=True)
class _Dated:
    """The dates of one document; ``ahead`` where one of any kind is to come or may be.

    ``cycle`` are the words of its newest cycle, where none is.
    """

    items: tuple[TimelineItem, ...]
    ahead: bool
    cycle: str | None


def date_notices(
    citations: Sequence[Citation], hits: Sequence[Hit], index: Index, today: datetime.date
) -> list[Notice]:
    """The remarks, what warns of a past cycle first.

    Later and contradicting dates are looked for in the documents of the hits, since these are what was found for the
    question. ``stale_cycle`` warns once for each quoted document whose cycle is over, whatever is quoted from it; the
    other kinds (``date_passed``, ``date_ahead``, ``year_missing``, ``date_doubtful``, ``sources_disagree``) are about
    the dates in quotes.
    """
    quoted = dict.fromkeys(citation.doc_id for citation in citations)
    near = dict.fromkeys([*quoted, *(hit.passage.doc_id for hit in hits)])
    others = [index.document(doc_id) for doc_id in near]
    searched = [document.doc_id for document in others if len(document.text) <= _MOST_CHARACTERS]
    said = [notice for doc_id in quoted for notice in _stale(index.document(doc_id), _dated(index, doc_id, today))]
    items = [item for citation in citations for item in _quoted_items(citation, index, today)]
    items = list({item.when: item for item in items}.values())
    found = [other for doc_id in searched for other in _dated(index, doc_id, today).items] if items else []
    for item in items:
        said.extend(_doubts(item, found))
        if item.state is State.PAST:
            ahead = _dated(index, item.citation.doc_id, today).ahead
            said.append(_passed(item, found, today, ahead=ahead))
    said.extend(_ahead(items, today))
    kinds = {kind: [notice for notice in dict.fromkeys(said) if notice.kind == kind] for kind in _ORDER}
    return [notice for notices in kinds.values() for notice in notices[:_MOST]]


_ORDER = ("stale_cycle", "sources_disagree", "date_doubtful", "year_missing", "date_passed", "date_ahead")


def _stale(document: Document, dated: _Dated) -> Iterator[Notice]:
    if dated.cycle is not None:
        yield Notice(
            "stale_cycle",
            f"“{document.title}” is about “{dated.cycle}”, which is over, and names no later date. "
            "Ask the program’s office what holds now.",
        )


def _doubts(item: TimelineItem, found: Sequence[TimelineItem]) -> Iterator[Notice]:
    for problem in item.problems:
        kind = "year_missing" if item.mention.year is None and item.mention.problem is None else "date_doubtful"
        yield Notice(kind, f"“{item.when}”: {problem[:1].lower()}{problem[1:]}")
    for other in (other for other in found if contradicts(item, other)):
        one, two = sorted(f"“{place.citation.title}” gives {place.when}" for place in (item, other))
        yield Notice("sources_disagree", f"The documents disagree: {one}, {two}.")


def _passed(item: TimelineItem, found: Sequence[TimelineItem], today: datetime.date, *, ahead: bool) -> Notice:
    """That the date is over, and the next one for it.

    That there is none is said only where nothing of its kind is to come, and on its own page nothing at all.
    """
    coming = [other for other in found if other.event is item.event and may_come(other, today)]
    same = [other for other in coming if other.first and _may_be_same(other, item)]
    said = f"“{item.when}” was {_distance(item, today)}"
    if same:
        following = min(same, key=lambda other: other.first or datetime.date.max)
        said += f"; the next date for it in the documents is “{following.when}” ({following.citation.title})"
    elif not coming and not ahead:
        said += "; no later one was found in the documents"
    return Notice("date_passed", f"{said}.")


def _may_be_same(other: TimelineItem, item: TimelineItem) -> bool:
    """Whether both are about the same thing, on one page, in one program, or where one of the pages is for all."""
    programs = {item.citation.program, other.citation.program}
    together = len(programs) == 1 or None in programs
    return together and (same_thing(item, other) or bool(item.subject & other.subject))


def _ahead(items: Iterable[TimelineItem], today: datetime.date) -> list[Notice]:
    """One remark on all dates that are to come or are now."""
    said = []
    for item in items:
        if item.state is State.NOW and item.mention.precision is not Precision.MONTH and item.days is not None:
            said.append(f"“{item.when}” is now; its last day is {distance(item.days)}")
        elif item.state in (State.NOW, State.UPCOMING):
            said.append(f"“{item.when}” is {_distance(item, today)}")
    return [Notice("date_ahead", f"{'; '.join(said[:_MOST])}.")] if said else []


def _distance(item: TimelineItem, today: datetime.date) -> str:
    """How far off it is: until its first day, or since its last."""
    assert item.first is not None and item.last is not None
    if item.mention.precision is Precision.MONTH:
        return month_distance(item.first, item.last, today)
    return distance(((item.first if item.first >= today else item.last) - today).days)


def _quoted_items(citation: Citation, index: Index, today: datetime.date) -> Iterator[TimelineItem]:
    """The dates in the quote or in the words that introduce it."""
    places = [(citation.start, citation.end)]
    if citation.lead_in is not None:
        places.append((citation.lead_in.start, citation.lead_in.end))
    for item in _dated(index, citation.doc_id, today).items:
        if any(start <= item.date_start < end for start, end in places):
            yield item


# Of each index for as long as it is in memory, what was found on the day that was last asked about.
_found: WeakKeyDictionary[Index, tuple[datetime.date, dict[str, _Dated]]] = WeakKeyDictionary()


def _dated(index: Index, doc_id: str, today: datetime.date) -> _Dated:
    kept = _found.get(index)
    if kept is None or kept[0] != today:
        kept = _found[index] = (today, {})
    if doc_id not in kept[1]:
        kept[1][doc_id] = _date(index.document(doc_id), today)
    return kept[1][doc_id]


def _date(document: Document, today: datetime.date) -> _Dated:
    items = items_of(document, today)
    ahead = any(mention.recurring or _reaches(mention, today) for mention in find_dates(document.text))
    return _Dated(items, ahead, None if ahead else _newest_cycle(document, items))


def _newest_cycle(document: Document, items: Sequence[TimelineItem]) -> str | None:
    """The words of the newest cycle that the page is about, where all of them are over.

    It is about the cycles of its title, of its headings and of its dates; one that prose only tells of does not count.
    """
    if any(item.cycle and not item.cycle_is_past for item in items):
        return None
    titles = [document.title, *(document.text[one.start : one.end] for one in document.blocks if one.kind in _HEADINGS)]
    headed = [title[one.start : one.end] for title in titles for one in find_dates(title) if _is_cycle(one)]
    return max([*(item.cycle for item in items if item.cycle), *headed], key=_last_year, default=None)


def _is_cycle(mention: DateMention) -> bool:
    return mention.kind is DateKind.CYCLE and mention.year is not None


def _last_year(words: str) -> int:
    return max((mention.last_year or mention.year or 0 for mention in find_dates(words)), default=0)


def _reaches(mention: DateMention, today: datetime.date) -> bool:
    """Whether the date lies today or later, as far as its words say."""
    if mention.last is not None:
        return mention.last >= today
    if mention.kind is DateKind.CYCLE:
        return not cycle_is_past(mention.year, mention.last_year, today)
    return (mention.last_year or mention.year or 0) >= today.year
