"""What there is to say about the dates in quotes, as seen from today: over, near, without a year, contradicted."""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from assistant.dates import DateKind, DateMention, Precision, find_dates
from assistant.dates.distance import distance, month_distance
from assistant.dates.words import MONTHS
from assistant.index import Index
from assistant.language import terms
from assistant.timeline import Event, State, TimelineItem, contradicts, cycle_is_past, items_of, may_come, surely_same
from assistant.types import BlockKind, Citation, Document, Hit, Notice

_MOST = 3
"""A quoted table of dates needs no remark on each of its rows."""
_MOST_CHARACTERS = 200_000
"""Longer documents are not searched for other dates: that would keep the applicant waiting."""
_HEADINGS = (BlockKind.HEADING, BlockKind.QUESTION)
_FIRST_CYCLE = 1990
"""Earlier years are those of laws and of history, and "1681-1682" is two sections of a law."""
_APPLYING = frozenset(terms("apply applying application applicant"))
_MIDNIGHT = "midnight"
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_BARE_DAY = re.compile(r"\d{1,2}(?![\d/.:])(?!-\d{1,2}-)")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class _Dated:
    """The dates of one document; ``ahead`` where one of any kind is to come or may be."""

    items: tuple[TimelineItem, ...]
    ahead: bool


def date_notices(
    citations: Sequence[Citation], hits: Sequence[Hit], index: Index, today: datetime.date
) -> list[Notice]:
    """The remarks, what warns of a past cycle first.

    Later and contradicting dates are looked for in the documents of the hits, since these are what was found for the
    question. ``stale_cycle`` warns once for each quoted page or section whose cycle is over, whatever is quoted from
    it; the other kinds (``date_passed``, ``date_ahead``, ``year_missing``, ``date_doubtful``, ``sources_disagree``) are
    about the dates in quotes.
    """
    quoted = dict.fromkeys(citation.doc_id for citation in citations)
    near = dict.fromkeys([*quoted, *(hit.passage.doc_id for hit in hits)])
    others = [index.document(doc_id) for doc_id in near]
    searched = [document.doc_id for document in others if len(document.text) <= _MOST_CHARACTERS]
    said: list[Notice] = []
    for citation in citations:
        dated = _dated(index, citation.doc_id, today)
        said.extend(_stale(citation, index.document(citation.doc_id), dated, today))
    items = [item for citation in citations for item in _quoted_items(citation, index, today)]
    items = list({_key(item): item for item in items}.values())
    found = [other for doc_id in searched for other in _dated(index, doc_id, today).items] if items else []
    for item in items:
        said.extend(_doubts(item, found))
        if _is_over(item, today) and _may_be_missed(item):
            ahead = _dated(index, item.citation.doc_id, today).ahead
            said.append(_passed(item, found, today, ahead=ahead))
    said.extend(_ahead(items, today))
    kinds = {kind: [notice for notice in dict.fromkeys(said) if notice.kind == kind] for kind in _ORDER}
    return [notice for notices in kinds.values() for notice in notices[:_MOST]]


_ORDER = ("stale_cycle", "sources_disagree", "date_doubtful", "year_missing", "date_passed", "date_ahead")


def _stale(citation: Citation, document: Document, dated: _Dated, today: datetime.date) -> Iterator[Notice]:
    """That the page or the section of the quote is about a cycle that is over, where the page names no later date.

    The cycle of the title and the one in which to apply are the page's, a heading's is that of what stands below it,
    any other date's that of its section.
    """
    if dated.ahead or any(item.cycle and not item.cycle_is_past for item in dated.items):
        return
    sections = _sections(document, citation)
    titled = [
        (heading, heading[one.start : one.end], cycle_is_past(one.year, one.last_year, today))
        for heading in dict.fromkeys((document.title, *(heading for section in sections for heading in section)))
        for one in find_dates(heading)
        if one.kind is DateKind.CYCLE and one.year is not None
    ]
    applying, said = [], []
    for item in dated.items:
        if item.cycle is None:
            continue
        path = item.citation.section
        if item.event is not Event.HAPPENS and item.subject & _APPLYING:
            applying.append((document.title, item.cycle, item.cycle_is_past))
        elif any(_lies_below(section, path) for section in sections):
            said.append((path.rpartition(" > ")[2] or document.title, item.cycle, item.cycle_is_past))
    found = [cycle for cycle in (*applying, *titled, *said) if _last_year(cycle[1]) >= _FIRST_CYCLE]
    place, words, past = max(found, key=lambda cycle: _last_year(cycle[1]), default=("", "", False))
    if past:
        yield Notice(
            "stale_cycle",
            f"“{place}” is about “{words}”, which is over, and names no later date. "
            "Ask the program’s office what holds now.",
        )


def _sections(document: Document, citation: Citation) -> list[tuple[str, ...]]:
    """The heading paths of what the quote is made of, that of a quoted heading with the heading itself."""
    found = []
    for block in document.blocks:
        if block.start < citation.end and citation.start < block.end:
            own = (document.text[block.start : block.end],) if block.kind in _HEADINGS else ()
            found.append((*block.section, *own))
    return found


def _lies_below(section: Sequence[str], path: str) -> bool:
    """Whether a section is that of a date or below it; what stands above all headings has no others below it."""
    own = " > ".join(section)
    return own == path or (path != "" and own.startswith(f"{path} > "))


def _doubts(item: TimelineItem, found: Sequence[TimelineItem]) -> Iterator[Notice]:
    for problem in item.problems:
        kind = "year_missing" if item.mention.year is None and item.mention.problem is None else "date_doubtful"
        yield Notice(kind, f"“{_when(item)}”: {problem[:1].lower()}{problem[1:]}")
    if _closes_at_midnight(item) and not _ends_as_day_begins(item) and item.state is not State.PAST:
        yield Notice("date_doubtful", f"“{_when(item)}”: midnight may be the beginning or the end of that day.")
    for other in (other for other in found if contradicts(item, other)):
        one, two = sorted(f"“{place.citation.title}” gives {_when(place)}" for place in (item, other))
        yield Notice("sources_disagree", f"The documents disagree: {one}, {two}.")


def _passed(item: TimelineItem, found: Sequence[TimelineItem], today: datetime.date, *, ahead: bool) -> Notice:
    """That the date is over, and the next one for it.

    That there is none is said only where nothing of its kind is to come, and on its own page nothing at all; never of
    what opens.
    """
    coming = [
        other for other in found if other.event is item.event and may_come(other, today) and not _is_over(other, today)
    ]
    same = [other for other in coming if other.first and surely_same(item, other)]
    said = f"“{_when(item)}” was {_distance(item, today)}"
    if same:
        following = min(same, key=lambda other: other.first or datetime.date.max)
        said += f"; the next date for it in the documents is “{_when(following)}” ({following.citation.title})"
    elif not coming and not ahead and item.event is not Event.OPENS:
        said += "; no later one was found in the documents"
    return Notice("date_passed", f"{said}.")


def _may_be_missed(item: TimelineItem) -> bool:
    """Whether it is too late for it: what has opened may still be open, unless it was to be for some days only."""
    stretch = item.first != item.last and item.mention.precision is not Precision.MONTH
    return item.event is not Event.OPENS or stretch


def _is_over(item: TimelineItem, today: datetime.date) -> bool:
    return item.state is State.PAST or (_ends_as_day_begins(item) and item.last == today)


def _closes_at_midnight(item: TimelineItem) -> bool:
    mention = item.mention
    one_day = item.first is not None and item.first == item.last
    return item.event is Event.CLOSES and one_day and mention.time == datetime.time() and mention.last_time is None


def _ends_as_day_begins(item: TimelineItem) -> bool:
    """Whether it closes at 12:00 a.m.; the word "midnight" is used of either end of a day."""
    return _closes_at_midnight(item) and _MIDNIGHT not in item.when.casefold()


def _when(item: TimelineItem) -> str:
    """The words of the date, the month in brackets before a bare day: "12, 2026" of a list says nothing."""
    month = item.first.month if item.first else item.mention.month
    if month is None or not _BARE_DAY.match(item.when) or _LETTERS.search(_ORDINAL.sub("", item.when)):
        return item.when
    return f"[{MONTHS[month - 1]}] {item.when}"


def _ahead(items: Iterable[TimelineItem], today: datetime.date) -> list[Notice]:
    """One remark on all dates that are to come or are now."""
    said = []
    for item in items:
        if item.state not in (State.NOW, State.UPCOMING) or _is_over(item, today):
            continue
        assert item.first is not None and item.last is not None
        if _ends_as_day_begins(item):
            day_before = distance(item.last - datetime.timedelta(days=1), today)
            said.append(f"“{_when(item)}” is {_distance(item, today)}; its last day is {day_before}")
        elif item.state is State.NOW and item.first < item.last and item.mention.precision is not Precision.MONTH:
            said.append(f"“{_when(item)}” is now; its last day is {distance(item.last, today)}")
        else:
            said.append(f"“{_when(item)}” is {_distance(item, today)}")
    said = list(dict.fromkeys(said))
    return [Notice("date_ahead", f"{'; '.join(said[:_MOST])}.")] if said else []


def _distance(item: TimelineItem, today: datetime.date) -> str:
    """How far off it is: until its first day, or since its last."""
    assert item.first is not None and item.last is not None
    if item.mention.precision is Precision.MONTH:
        return month_distance(item.first, item.last, today)
    return distance(item.first if item.first >= today else item.last, today)


def _key(item: TimelineItem) -> tuple[object, ...]:
    """What one remark is about: a date that is quoted twice needs one, two of a list that are written alike two."""
    return item.citation.doc_id, item.event, item.first or item.when, item.last


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
    return _Dated(items, any(mention.recurring or _reaches(mention, today) for mention in find_dates(document.text)))


def _last_year(words: str) -> int:
    said = [int(year) for year in _YEAR.findall(words)]
    return max([*said, *(mention.last_year or mention.year or 0 for mention in find_dates(words))], default=0)


def _reaches(mention: DateMention, today: datetime.date) -> bool:
    """Whether the date lies today or later, as far as its words say."""
    if mention.last is not None:
        return mention.last >= today
    if mention.kind is DateKind.CYCLE:
        return not cycle_is_past(mention.year, mention.last_year, today)
    return (mention.last_year or mention.year or 0) >= today.year
