"""Dates that are over, have no year, no time zone or are wrong."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from assistant.dates import DateKind, Precision
from assistant.linting.findings import Finding, Severity
from assistant.linting.pages import RECORD, Page
from assistant.timeline import Event, State, TimelineItem
from assistant.types import Citation

_MOST_OTHERS = 20
_NEAR = 150
_RECENT = 2 * 365
"""Days. A calendar of earlier ones is a record."""
_DAYS = (Precision.DAY, Precision.MINUTE)
# That words about a past day tell what was, and do not announce it.
_TOLD = re.compile(
    r"\b(?:was|were|had|did|ha(?:s|ve)\s+been|held|took|opened|closed|began|started|ended|launched|announced|received|offered|"
    r"joined|won|attended|celebrated|hosted|recorded|published|posted|updated|revised|previous|past|former|last\s+year|and\s+beyond|(?:on\s+or\s+)?after)\b",
    re.IGNORECASE,
)
_COMING = re.compile(r"\b(?:will|shall|upcoming|save\s+the\s+date|join\s+us|register|rsvp)\b", re.IGNORECASE)
_ANNOUNCED = re.compile(r"\b(?:next|takes?\s+place|begins?|starts?|ends?|opens?|scheduled)\b", re.IGNORECASE)
_CALENDAR = re.compile(
    r"\b(?:dates?|deadlines?|timelines?|calendar|schedule|upcoming|admissions?|apply)\b", re.IGNORECASE
)
# "The Baltimore Sun, June 3, 2004" names a newspaper.
_NEWSPAPER = re.compile(r".{0,12}\b[A-Z][a-z]+\s(?:Sun|Mon),", re.DOTALL)
_HANDED_IN = re.compile(
    r"\b(?:appl\w+|submi\w+|deadlines?|due|regist\w+|deposits?|nominat\w+|upload\w*|received)\b", re.IGNORECASE
)
_EVERY_YEAR = re.compile(
    r"\b(?:(?:each|every)\s+(?:academic\s+)?year|annual(?:ly)?|yearly|rolling|usually|typically|generally|of\s+(?:the|your|that|each|their|any|admissions?)"
    r"\s+(?:\w+\s+){0,2}year)\b",
    re.IGNORECASE,
)


def past_dates(page: Page) -> Iterator[Finding]:
    """The days on which something opened, closed or happened, with no later one of the kind on the page."""
    if page.is_record:
        return
    coming = {item.event for item in page.items if item.state in (State.NOW, State.UPCOMING)}
    over = [item for item in page.items if _is_over(page, item) and not coming & {item.event, Event.CLOSES}]
    if not over:
        return
    newest = max(over, key=lambda item: (item.event is not Event.HAPPENS, item.last or page.today))
    count = {1: "", 2: ", like one more date here"}.get(len(over), f", like {len(over) - 1} more dates here")
    yield Finding(
        "past-date",
        Severity.WARNING if newest.event is Event.HAPPENS else Severity.ERROR,
        f"“{newest.when}” is past{count}, and no later one is given; give the next one or say that it is over.",
        page.cite_item(newest),
        _citations(page, [item for item in over if item is not newest]),
    )


def _is_over(page: Page, item: TimelineItem) -> bool:
    if item.state is not State.PAST or item.mention.recurring or RECORD.search(item.citation.section):
        return False
    lead = item.citation.lead_in.quote if item.citation.lead_in else ""
    start, end = max(item.citation.start, item.date_start - _NEAR), min(item.citation.end, item.date_end + _NEAR)
    words = f"{lead} {page.text[start:end]}"
    if _TOLD.search(words):
        return False
    if item.event is not Event.HAPPENS or _COMING.search(words):
        return True
    if item.last is None or (page.today - item.last).days > _RECENT:
        return False
    return _ANNOUNCED.search(words) is not None or _CALENDAR.search(f"{page.names} {item.citation.section}") is not None


def dates_without_year(page: Page) -> Iterator[Finding]:
    """The days on which something opens or closes that name no year and no cycle and do not come round every year."""
    found = [item for item in page.items if _lacks_year(page, item)]
    if found:
        more = f", like {len(found) - 1} more here" if len(found) > 1 else ""
        yield Finding(
            "date-without-year",
            Severity.WARNING,
            f"“{found[0].when}” names no year{more}, so nobody knows whether it is past; add it, or “each year”.",
            page.cite_item(found[0]),
            _citations(page, found[1:]),
        )


def _lacks_year(page: Page, item: TimelineItem) -> bool:
    mention = item.mention
    if mention.kind is not DateKind.YEARLESS or mention.precision not in _DAYS or mention.problem:
        return False
    if item.event is Event.HAPPENS or item.cycle is not None or mention.recurring:
        return False
    nearby = f"{page.text[max(0, mention.start - 300) : mention.end + 300]} {item.citation.section}"
    return not re.search(r"\b20\d\d\b", f"{nearby} {page.document.title}") and not _EVERY_YEAR.search(nearby)


def wrong_dates(page: Page) -> Iterator[Finding]:
    """The days that do not exist or fall on another weekday; days to apply of which day and month could be swapped."""
    for mention in islice((date for date in page.dates if date.problem), _MOST_OTHERS):
        if not _NEWSPAPER.match(page.text[max(0, mention.start - 12) : mention.end]):
            recent = mention.year is not None and mention.year >= page.today.year - 1
            yield Finding(
                "date-problem",
                Severity.ERROR if recent else Severity.NOTE,
                f"“{page.text[mention.start : mention.end]}”: {_lowered(mention.problem)}; correct it.",
                page.cite_sentence(mention.start, mention.end),
            )
    swapped = [item for item in page.items if item.mention.ambiguous and item.event is not Event.HAPPENS]
    if swapped:
        yield Finding(
            "date-problem",
            Severity.NOTE,
            f"“{swapped[0].when}” is another day where the day is written first; write the month as a word.",
            page.cite_item(swapped[0]),
            _citations(page, swapped[1:]),
        )


def times_without_zone(page: Page) -> Iterator[Finding]:
    """The hours until which something is open, without their time zone."""
    found = [item for item in page.items if item.event is Event.CLOSES and item.state is not State.PAST]
    found = [
        item
        for item in found
        if item.mention.time is not None and item.mention.zone is None and _HANDED_IN.search(item.citation.quote)
    ]
    if found:
        yield Finding(
            "time-without-zone",
            Severity.NOTE,
            f"“{found[0].when}” names no time zone; add it for applicants elsewhere.",
            page.cite_item(found[0]),
            _citations(page, found[1:]),
        )


def _lowered(sentence: str | None) -> str:
    sentence = sentence or ""
    return f"{sentence[:1].lower()}{sentence[1:].rstrip('.')}"


def _citations(page: Page, items: Iterable[TimelineItem]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(page.cite_item(item) for item in islice(items, _MOST_OTHERS)))
