"""Admission cycles that are over, or that do not fit the dates that are said to be of them."""

import re
from collections.abc import Iterator, Sequence

from assistant.dates import DateKind, DateMention
from assistant.linting.findings import Finding, Severity
from assistant.linting.pages import Page
from assistant.timeline import Event, TimelineItem, cycle_is_past
from assistant.types import Citation

_APPLYING = re.compile(
    r"\b(?:appl(?:y|ying|ications?|icants?)|admissions?|match(?:ing)?|positions?|cycle|openings?|recruit\w*|deadlines?|intake|"
    r"submit|submissions?|nominations?|interviews?|entry|tuition|fees?|rates?|costs?|enrol\w*|regist\w+|scholarships?)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:was|were|had|received|joined|won|served|taught|worked|awarded|funded|published|recipients?|winners?|past|previous|former|"
    r"archive[sd]?|fellow,|report|alumn\w+|outcomes?|retention|data|statistics|number\s+of|accepted)\b|\(\s*20\d\d\s?[-–—/]\s?(?:20)?\d\d\s*\)",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(20\d\d)(?:\s?[-–—/]\s?(?:20)?(\d\d)(?!\d))?")
_WHAT_BEGINS = r"(?:positions?|class|entry|intake|cohort|academic\syear|program)"
_CURRENT = re.compile(
    r"\b(?:currently|now)\s+(?:accepting|recruiting|reviewing|open|inviting)\b|\bare\s+accepting\b|\bcurrent\s+(?:application\s+|admissions?\s+)?"
    r"(?:cycle|round|season)\b|\bparticipat(?:es|ing)\s+in\s+the\s+match\b",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"\b(?:starting|beginning|since|from|as\s+of|effective)\s(?:in\s|with\s)?(?:the\s)?$", re.IGNORECASE
)
_LAST_MONTH_TO_APPLY = 8


def past_cycle(page: Page) -> Iterator[Finding]:
    """The newest cycle that the page speaks of, where it is over and the page has no later date."""
    if not _YEARS.search(page.text) or page.is_record:
        return
    cycles = [date for date in page.dates if date.kind is DateKind.CYCLE and date.year is not None]
    if not cycles or any(_reaches(page, date) for date in page.dates):
        return
    newest = max((date.last_year or date.year or 0) for date in cycles)
    for date in cycles:
        if (date.last_year or date.year) != newest:
            continue
        citation = page.cite_sentence(date.start, date.end)
        if _SINCE.search(page.text, max(0, date.start - 30), date.start):
            continue
        if _APPLYING.search(citation.quote) and not _TOLD.search(citation.quote):
            words = page.text[date.start : date.end]
            yield Finding(
                "past-cycle",
                Severity.ERROR,
                f"“{words}” is over, and this page names no later cycle; bring it up to the present one.",
                citation,
            )
            return


def _reaches(page: Page, date: DateMention) -> bool:
    """Whether the date lies today or later, as far as its words say."""
    if date.last is not None:
        return date.last >= page.today
    if date.kind is DateKind.CYCLE:
        return not cycle_is_past(date.year, date.last_year, page.today)
    return (date.last_year or date.year or 0) >= page.today.year


def misfit_dates(page: Page) -> Iterator[Finding]:
    """The dates to apply that do not lie before the cycle that they are said to be for."""
    for item in page.items:
        if item.event is Event.HAPPENS or item.first is None or item.cycle is None:
            continue
        span = _span(item.cycle)
        if span is None or not (wrong := _misfit(page, item, *span)):
            continue
        others = [
            other
            for other in page.items
            if other is not item and other.cycle == item.cycle and other.first is not None and _within(other, *span)
        ]
        yield Finding(
            "cycles-disagree",
            Severity.ERROR,
            wrong,
            page.cite_item(item),
            tuple(dict.fromkeys(page.cite_item(other) for other in others[:3])),
        )
        return


def _misfit(page: Page, item: TimelineItem, first: int, last: int) -> str | None:
    """What is wrong between a date to apply and the years that it is said to be for."""
    if item.first is None or item.cycle is None:
        return None
    # A year alone in a heading is more often that of the page than that of the cycle.
    bare = first == last and item.cycle[:1].isdigit()
    if not bare and not first - 2 <= item.first.year <= last:
        return f"“{item.when}” cannot be a date of “{item.cycle}”; correct the date or the cycle."
    named = re.search(
        rf"\bfor\s(?:the\s|our\s)?{re.escape(item.cycle)}\s(?:\w+\s)?{_WHAT_BEGINS}", page.cite_item(item).quote
    )
    if named and _within(item, first, last):
        return (
            f"“{item.when}” is said to be a date to apply for “{item.cycle}” but lies within it; "
            "one of the two is probably a year off."
        )
    return None


def _within(item: TimelineItem, first: int, last: int) -> bool:
    """Whether the date comes only after a time of two years has begun."""
    day = item.first
    return (
        day is not None
        and last > first
        and (day.year > first or day.year == first and day.month > _LAST_MONTH_TO_APPLY)
    )


def _span(cycle: str) -> tuple[int, int] | None:
    found = _YEARS.search(cycle)
    if found is None:
        return None
    first = int(found[1])
    return first, first - first % 100 + int(found[2]) if found[2] else first


def current_cycles(pages: Sequence[Page]) -> Iterator[Finding]:
    """Two cycles each of which a program says to be the present one."""
    said: dict[int, tuple[Citation, str]] = {}
    for page in pages:
        if page.is_record or not _CURRENT.search(page.text):
            continue
        for date in page.dates:
            last = date.last_year or date.year
            if date.kind is DateKind.CYCLE and last is not None and last not in said:
                citation = page.cite_sentence(date.start, date.end)
                if _CURRENT.search(citation.quote):
                    said[last] = citation, page.text[date.start : date.end]
    if len(said) > 1:
        newest, older = sorted(said, reverse=True)[:2]
        citation, words = said[older]
        other, later_words = said[newest]
        yield Finding(
            "cycles-disagree",
            Severity.ERROR,
            f"“{words}” here and “{later_words}” are both said to be the present cycle; correct the one that is over.",
            citation,
            (other,),
        )
