"""What there is to say about the dates in quotes, as seen from today: over, near, without a year, contradicted."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.dates import DateKind, DateMention, find_dates
from assistant.dates.distance import distance
from assistant.index import Index
from assistant.timeline import State, TimelineItem, contradicts, cycle_is_past, items_of, same_thing
from assistant.types import Citation, Document, Hit, Notice

_MOST = 3
"""A quoted table of dates needs no remark on each of its rows."""
_MOST_CHARACTERS = 200_000
"""Longer documents are not searched for other dates: that would keep the applicant waiting."""


@dataclass(frozen=True, slots=True)
class _Dated:
    """The dates of one document; ``cycle`` are the words of its newest cycle, where all of its dates are over."""

    items: tuple[TimelineItem, ...]
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
        if item.state is State.PAST and item.last is not None:
            said.append(_passed(item, item.last, found, today))
    said.extend(_ahead(items))
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
        yield Notice(
            "sources_disagree",
            f"The documents disagree: “{item.citation.title}” gives {item.when}, "
            f"“{other.citation.title}” gives {other.when}.",
        )


def _passed(item: TimelineItem, last: datetime.date, found: Sequence[TimelineItem], today: datetime.date) -> Notice:
    later = min(
        (other for other in found if _is_next(other, item)),
        key=lambda other: (-len(other.subject & item.subject), other.first),
        default=None,
    )
    rest = (
        f"the next date of this kind in the documents is “{later.when}” ({later.citation.title})"
        if later
        else "no later one was found in the documents"
    )
    return Notice("date_passed", f"“{item.when}” was {distance((last - today).days)}; {rest}.")


def _is_next(other: TimelineItem, item: TimelineItem) -> bool:
    """Whether the other is still to come and of the same kind: on the same page, in the program, or the same thing."""
    citations = item.citation, other.citation
    near = (
        citations[0].doc_id == citations[1].doc_id
        or (citations[0].program is not None and citations[0].program == citations[1].program)
        or same_thing(item, other)
    )
    return near and other.event is item.event and other.state in (State.NOW, State.UPCOMING)


def _ahead(items: Iterable[TimelineItem]) -> list[Notice]:
    """One remark on all dates that are to come or are now."""
    said = []
    for item in items:
        if item.state is State.UPCOMING and item.days is not None:
            said.append(f"“{item.when}” is {distance(item.days)}")
        elif item.state is State.NOW and item.days is not None:
            said.append(f"“{item.when}” is now; its last day is {distance(item.days)}")
    return [Notice("date_ahead", f"{'; '.join(said[:_MOST])}.")] if said else []


def _quoted_items(citation: Citation, index: Index, today: datetime.date) -> Iterator[TimelineItem]:
    """The dates in the quote or in the words that introduce it."""
    places = [(citation.start, citation.end)]
    if citation.lead_in is not None:
        places.append((citation.lead_in.start, citation.lead_in.end))
    for item in _dated(index, citation.doc_id, today).items:
        if any(start <= item.date_start < end for start, end in places):
            yield item


@lru_cache(maxsize=1024)
def _dated(index: Index, doc_id: str, today: datetime.date) -> _Dated:
    document = index.document(doc_id)
    return _Dated(items_of(document, today), _past_cycle(document, today))


def _past_cycle(document: Document, today: datetime.date) -> str | None:
    """The words of the newest cycle, if it is over and no date of the document is later than today."""
    mentions = find_dates(document.text)
    cycles = [mention for mention in mentions if mention.kind is DateKind.CYCLE and mention.year is not None]
    if not cycles or any(_reaches(mention, today) for mention in mentions):
        return None
    newest = max(cycles, key=lambda mention: (mention.last_year or mention.year or 0, -mention.start))
    return document.text[newest.start : newest.end]


def _reaches(mention: DateMention, today: datetime.date) -> bool:
    """Whether the date lies today or later, as far as its words say."""
    if mention.last is not None:
        return mention.last >= today
    if mention.kind is DateKind.CYCLE:
        return not cycle_is_past(mention.year, mention.last_year, today)
    return (mention.last_year or mention.year or 0) >= today.year
