"""What a date in a text is."""

import datetime
from dataclasses import dataclass
from enum import StrEnum


class Precision(StrEnum):
    """How narrow a date is said to be."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    ACADEMIC_YEAR = "academic-year"


class DateKind(StrEnum):
    """How a date is said; decides what can be known about its days."""

    ABSOLUTE = "absolute"
    YEARLESS = "yearless"
    RECURRING = "recurring"
    RELATIVE = "relative"
    ORDINAL = "ordinal"
    SEASON = "season"
    CYCLE = "cycle"


@dataclass(frozen=True, slots=True)
class DateMention:
    """The words `text[start:end]` that say when something is.

    ``first`` and ``last`` are the first and last day it covers, where the words leave no doubt; a season, an academic
    year, a date without its year and one that does not exist have none. ``year``, ``month`` and ``day`` are what is
    said of the first day; ``last_year`` is the later of two years that are said. ``zone`` is as written. ``ambiguous``
    is a date such as 03/04/2026, which is one day in Boston and another in London. ``problem`` says in words what is
    wrong with a date that contradicts the calendar or itself. ``replaced`` is a date that was changed to the one after
    it: "extended from May 1 to May 8".

    A relative date is ``amount`` (to ``last_amount``) of a ``unit`` in a ``direction`` from the words of ``anchor``:
    "within 10 days of receiving your application" is 10, "day", "within of", "receiving your application".
    """

    start: int
    end: int
    kind: DateKind
    precision: Precision
    first: datetime.date | None = None
    last: datetime.date | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_year: int | None = None
    time: datetime.time | None = None
    last_time: datetime.time | None = None
    zone: str | None = None
    recurring: bool = False
    ambiguous: bool = False
    problem: str | None = None
    replaced: bool = False
    amount: int | None = None
    last_amount: int | None = None
    unit: str | None = None
    direction: str | None = None
    anchor: str | None = None
