"""Days that are counted within a month: "the third Friday of October"."""

import calendar
import datetime
import re
from collections.abc import Iterator

from assistant.dates.mention import DateKind, DateMention, Precision
from assistant.dates.times import time_after
from assistant.dates.words import GAP, MONTH, MONTHS, SPACE, YEAR, month_number, pattern, plain_case, weekday_number

_ORDINAL = pattern(
    rf"""(?<!\w)(?=[fstl1-5])(?P<which>first|second|third|fourth|fifth|last|final|1st|2nd|3rd|4th|5th){GAP}
    (?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day){GAP}(?:of|in){GAP}
    (?: (?P<each>each|every){GAP}(?:month\b|(?P<each_month>{MONTH}))
      | (?P<month>{MONTH})(?:(?:,?{GAP}(?:of{GAP})?|{SPACE},{SPACE})(?P<year>{YEAR}))?)
    (?P<yearly>,?{GAP}(?:of{GAP})?(?:each|every){GAP}year\b)?"""
)
_PLACES = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1, "final": -1}


def find_ordinals(text: str) -> Iterator[DateMention]:
    """The weekdays that are counted within a month, their day computed where the year is said."""
    for found in _ORDINAL.finditer(text):
        month_word = found["month"] or found["each_month"]
        month = month_number(month_word) if month_word else None
        year = int(found["year"]) if found["year"] else None
        recurring = bool(found["each"] or found["yearly"])
        day, problem = _day(found, year, month) if year and month else (None, None)
        time = time_after(text, found.end())
        yield DateMention(
            start=found.start(),
            end=time.end if time else found.end() - (found.group()[-1] == "."),
            kind=DateKind.RECURRING if recurring else DateKind.ORDINAL,
            precision=Precision.MINUTE if time else Precision.DAY,
            first=day,
            last=day,
            year=year,
            month=month,
            day=day.day if day else None,
            time=time.time if time else None,
            last_time=time.last_time if time else None,
            zone=time.zone if time else None,
            recurring=recurring,
            problem=problem,
        )


def _day(found: re.Match[str], year: int, month: int) -> tuple[datetime.date | None, str | None]:
    """The day that is counted, or what is wrong where the month has no such day."""
    which = plain_case(found["which"])
    place = _PLACES[which] if which in _PLACES else int(which[0]) - 1
    column = weekday_number(found["weekday"])
    days = [week[column] for week in calendar.Calendar().monthdayscalendar(year, month) if week[column]]
    if place >= len(days):
        return None, f"There is no {which} {found['weekday']} in {MONTHS[month - 1]} {year}."
    return datetime.date(year, month, days[place]), None
