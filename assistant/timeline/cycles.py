"""The cycle that a date belongs to, in the document's words: an admission cycle, a term or a year."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.dates import DateKind, DateMention, Precision
from assistant.timeline.lines import Extent, Statement
from assistant.types import Document

_YEARS = r"20\d\d(?:\s?[-–—/]\s?(?:20)?\d\d(?!\d))?"
_IN_HEADING = re.compile(
    rf"(?<![\w/.-])(?:(?:spring|summer|fall|autumn|winter)\s)?{_YEARS}(?![\w/]|\.\d|\s?[-–—]\s?\d)(?:,?\sRound\s(?:\d|I{{1,3}}|one|two|three)\b)?",
    re.IGNORECASE,
)
_BARE_YEARS = re.compile(_YEARS)
_FOR_A_YEAR = re.compile(
    rf"(?<![\w/.-]){_YEARS}(?=\s(?:(?:application|admissions?|academic|recruitment|interview|match|funding|school|fellowship)\s)?"
    r"(?:cycle|season|match|class|entry|intake|admissions?|term|competition|round|program(?:me)?s?|positions?|cohort|year)\b)"
)
_FOR = re.compile(r"\W{0,3}(?:for|of)(?:\sthe)?\s")
_TERM = re.compile(
    r"\b(?:spring|summer|fall|autumn|winter)\s20\d\d(?!\d)(?:,?\sRound\s(?:\d|I{1,3}|one|two|three)\b)?", re.IGNORECASE
)
_CLOSE = 100
_LONGEST_INTRODUCTION = 120
_LAST_MONTH_TO_APPLY = 8
_NEXT_BEGUN = 10
"""By October academic years and the cycles named after them have given way to the next."""


def cycle_is_past(first_year: int | None, last_year: int | None, today: date) -> bool:
    """Whether a cycle is over: its last year is, or, of two years, the second one has come to October."""
    last = last_year or first_year
    if last is None:
        return False
    begun_before = first_year is not None and first_year < last
    return last < today.year or (begun_before and last == today.year and today.month >= _NEXT_BEGUN)


@dataclass(frozen=True, slots=True)
class Cycle:
    """The words of a cycle; `first_year` and `last_year` are None where they name no year."""

    words: str
    first_year: int | None
    last_year: int | None

    def is_past(self, today: date) -> bool:
        """Whether its last year is over."""
        return cycle_is_past(self.first_year, self.last_year, today)


class Cycles:
    """Finds the cycle of the dates of one document; statements have to be asked for in reading order."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._title = _in_heading(document.title)
        self._headings: dict[str, Cycle | None] = {}
        self._section: tuple[str, ...] = ()
        self._carried: Cycle | None = None

    def of(self, statement: Statement, mention: DateMention, others: Sequence[DateMention]) -> Cycle | None:
        """The cycle nearest to the date: in its statement, lead-in, headings, the title, or earlier in its section.

        `others` are all dates of the statement and its lead-in. A term without a year counts where no year is named.
        """
        section = self._document.blocks[statement.block].section
        if section != self._section:
            self._section, self._carried = section, None
        terms = [_of_mention(self._document, other) for other in _nearest(self._document, others, mention)]
        said = [
            cycle
            for cycle in [self._right_before(statement, others, mention), *terms, *self._years_said(statement, mention)]
            if cycle
        ]
        if found := next((cycle for cycle in said if cycle.last_year), None):
            self._carry(found, introduces=False)
            return found
        headed = [cycle for heading in reversed(section) if (cycle := self._of_heading(heading))]
        for cycle in (*headed, self._title, self._carried):
            if cycle:
                return cycle
        return next(iter(said), None)

    def passing(self, statement: Statement, others: Sequence[DateMention]) -> None:
        """A statement without an item of its own, whose cycle holds for what follows in its section."""
        section = self._document.blocks[statement.block].section
        if section != self._section:
            self._section, self._carried = section, None
        introduces = statement.end - statement.start <= _LONGEST_INTRODUCTION
        for other in others:
            if (cycle := _of_mention(self._document, other)) and cycle.last_year:
                self._carry(cycle, introduces)

    def _carry(self, cycle: Cycle, introduces: bool) -> None:
        # Years are the whole section's; a term is that of one date among others, unless a line introduces it.
        if introduces or cycle.words[0].isdigit():
            self._carried = cycle

    def _right_before(self, statement: Statement, others: Sequence[DateMention], mention: DateMention) -> Cycle | None:
        """The last term with its year between the day before this date and the date."""
        start = max((other.end for other in others if other.end <= mention.start and other.month), default=None)
        start = max(start or 0, statement.start, mention.start - _CLOSE)
        found = list(_TERM.finditer(self._document.text, start, mention.start))
        return _cycle(found[-1].group()) if found else None

    def _years_said(self, statement: Statement, mention: DateMention) -> list[Cycle]:
        text = self._document.text
        return [
            _cycle(found.group())
            for start, end in filter(None, (_around(statement, mention), statement.lead_in))
            for found in _FOR_A_YEAR.finditer(text, start, end)
            if not mention.start <= found.start() < mention.end
        ]

    def _of_heading(self, heading: str) -> Cycle | None:
        if heading not in self._headings:
            self._headings[heading] = _in_heading(heading)
        return self._headings[heading]


def contradiction(document: Document, citation: Extent, cycle: Cycle, mention: DateMention) -> str | None:
    """What is wrong between a date to apply and the cycle that it is said to be for."""
    day = mention.first
    if day is None or cycle.first_year is None or cycle.last_year is None:
        return None
    if not cycle.first_year - 2 <= day.year <= cycle.last_year:
        return f"The date and “{cycle.words}” do not fit together."
    for_it = re.search(
        rf"\bfor\s(?:the\s)?{re.escape(cycle.words)}\s(?:positions?|class|entry|intake|cohort|academic\syear|program)",
        document.text[slice(*citation)],
    )
    begun = day.year == cycle.first_year and day.month > _LAST_MONTH_TO_APPLY or day.year > cycle.first_year
    if for_it and begun and cycle.last_year > cycle.first_year:
        return f"The date lies within “{cycle.words}”, for which it is said to be; one of the two may be wrong."
    return None


def _around(statement: Statement, mention: DateMention) -> Extent:
    """As much of the statement as is looked at for one date."""
    return max(statement.start, mention.start - 300), min(statement.end, mention.end + 300)


def _nearest(document: Document, others: Sequence[DateMention], mention: DateMention) -> list[DateMention]:
    """The other dates: the one it is said to be for, those before it, the nearest first, then the rest."""
    before = [other for other in others if other.start < mention.start][::-1]
    after = [other for other in others if other.start > mention.start]
    if after and _FOR.fullmatch(document.text, mention.end, after[0].start):
        return [after[0], *before, *after[1:]]
    return [*before, *after]


def _of_mention(document: Document, mention: DateMention) -> Cycle | None:
    if mention.kind is not DateKind.CYCLE and mention.precision is not Precision.SEASON:
        return None
    words = document.text[mention.start : mention.end]
    if mention.precision is Precision.ACADEMIC_YEAR and (years := _BARE_YEARS.search(words)):
        words = years.group()
    return Cycle(words, mention.year, mention.last_year or mention.year)


def _in_heading(heading: str) -> Cycle | None:
    found = _IN_HEADING.search(heading)
    return _cycle(found.group()) if found else None


def _cycle(words: str) -> Cycle:
    years = [int(year) for year in re.findall(r"20\d\d", words)]
    last = years[-1]
    if len(years) == 1 and (short := re.search(r"20\d\d\s?[-–—/]\s?(\d\d)(?!\d)", words)):
        last = years[0] - years[0] % 100 + int(short[1])
    return Cycle(words, years[0], last)
