"""Days, months and stretches of them as they are said: points joined, dated, timed and checked against the calendar."""

import calendar
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.dates.mention import DateKind, DateMention, Precision
from assistant.dates.points import Point, find_points
from assistant.dates.times import TimeOfDay, time_after, time_before, with_zone_after
from assistant.dates.words import DASH, GAP, MONTHS, SPACE, WEEKDAYS, YEAR_SAID, pattern, year_number

_LONGEST_JOINT = 16
_PART = rf"(?:the{GAP})?(?:(?:early|mid|late)(?:{DASH}|{GAP}))?"
# The dot of an abbreviated month, which is no part of the date: it may end the sentence as well.
_DOT = r"(?:(?:(?<=\b[a-z]{3})|(?<=\bsept))\.)?"
_RANGE = pattern(rf"{_DOT},?{SPACE}(?:{DASH}|(?:to|through|thru|until|till|up{GAP}to)\b){SPACE}{_PART}\Z")
_RANGE_IN_WORDS = pattern(rf"{_DOT},?{GAP}(?:to|through|thru|until|till){GAP}{_PART}\Z")
# Not a dash: what is moved may itself be a stretch, "from May 1 – May 5 to June 1 – June 5".
_TO = pattern(rf"{_DOT},?{GAP}(?:to|until|till){GAP}{_PART}\Z")
_AND = pattern(rf"{_DOT}{SPACE}(?:,|/|(?:,{SPACE})?(?:and|or|&|and/or)){SPACE}(?:by{GAP}|on{GAP})?(?:the{GAP})?\Z")
# Not the house number of "May 5, 5 p.m., 2027 Broadway".
_YEAR_AFTER_TIME = pattern(rf",?{GAP}(?P<year>{YEAR_SAID})(?={SPACE}(?:\Z|[\n.,;:)|]))")
_BETWEEN = pattern(r"\bbetween(?:\sthe)?\s\Z")
# "The deadline has been extended from … to …"; but hours that are extended from one day to another last.
_CHANGED = r"(?:extended|moved|changed|postponed|shifted|pushed|rescheduled|delayed|deferred|adjusted|brought)"
_CHANGES = r"(?:moves?|changes?|shifts?|extensions?)"
_DEADLINE = r"\b(?:deadlines?|dates?)"
_FROM_BEFORE = pattern(
    rf"""(?:
        (?<!hours[ ])(?<!hours[ ]have[ ])(?<!hours[ ]will[ ])
        \b(?:is|are|was|were|be|been|being|has|have|had){GAP}(?:\w{{2,12}}{GAP})?{_CHANGED}
      | {_DEADLINE}(?:[^\w.\n]{{1,4}}|\b[^.,:;|\n]{{0,30}}\b){_CHANGED}
      | {_DEADLINE}{GAP}(?:(?:will|to|may){GAP})?{_CHANGES}
      | \b{_CHANGED}{GAP}(?:the|its|our|their|this){GAP}(?:\w{{1,20}}{GAP}){{0,3}}(?:deadlines?|dates?))
    (?:{GAP}(?:back|forward|up|out|ahead|over))?{GAP}from{GAP}
    (?:(?:the|its|our|their){GAP})?(?:(?:original|previous|earlier|initial|old){GAP})?
    (?:(?:deadline|date){GAP}of{GAP})?(?:the{GAP})?\Z"""
)
_LONGEST_CHANGE = 120

_EACH_YEAR = rf"(?:each|every){GAP}(?:(?:academic|calendar|fiscal){GAP})?year"
_EACH_BEFORE = pattern(
    rf"""(?<!\w)(?:
        (?:{_EACH_YEAR},?|(?:each|every){GAP}(?:spring|summer|fall|autumn|winter)|annually|yearly){GAP}
        (?:on|in|by|before|around){GAP}
      | (?:each|every){GAP})(?:the{GAP})?\Z"""
)
_EACH_AFTER = pattern(rf",?{GAP}(?:(?:of|in|for){GAP})?(?:{_EACH_YEAR}|annually|yearly)\b")
_LONGEST_EACH = 40
_SHORTEST_MONTH = 28


@dataclass(frozen=True, slots=True)
class _Timed:
    """A point with the time that is said with it; the span covers both."""

    start: int
    end: int
    point: Point
    time: TimeOfDay | None


def find_days(text: str) -> Iterator[DateMention]:
    """The dates of the text that name a day or a month, in reading order."""
    points = _share_years(text, list(_with_times(text)))
    place, previous = 0, None
    while place < len(points):
        first = points[place]
        last = points[place + 1] if place + 1 < len(points) else None
        if last is not None and _is_range(text, first, last):
            place += 2
        else:
            last = None
            place += 1
        previous = _recurring(text, _mention(first, last), previous)
        if last is None and place < len(points) and _is_replaced(text, first, points[place]):
            previous = replace(previous, replaced=True)
        yield previous


def _with_times(text: str) -> Iterator[_Timed]:
    end = 0
    for point in find_points(text):
        time = None
        if point.day is not None or point.numbers:
            time = time_after(text, point.end)
            if time and not point.year and (dated := _YEAR_AFTER_TIME.match(text, time.end)):
                point, time = replace(point, year=year_number(dated["year"])), replace(time, end=dated.end())
            elif time is None and (before := time_before(text, point.start, end)):
                time = with_zone_after(text, before, point.end)
        start = min(point.start, time.start) if time else point.start
        end = max(point.end, time.end) if time else point.end
        yield _Timed(start, end, point, time)


def _share_years(text: str, points: list[_Timed]) -> list[_Timed]:
    """The points, a year that is said once for several of them given to each: "March 1 and October 1, 2026"."""
    shared = list(points)
    for place in range(len(points) - 2, -1, -1):
        first, last = shared[place], shared[place + 1]
        year, month, last_month = last.point.year, first.point.month, last.point.month
        if first.point.year is None and year and month and last_month:
            if _is_range(text, first, last):
                # A stretch that runs over New Year began in the year before.
                year -= month > last_month
            elif month > last_month or not _joint(text, first, last, _AND):
                continue
            shared[place] = replace(first, point=replace(first.point, year=year))
    return shared


def _joint(text: str, first: _Timed, last: _Timed, joint: re.Pattern[str]) -> bool:
    short = last.start - first.end <= _LONGEST_JOINT
    return short and joint.match(text, first.end, last.start) is not None


def _is_range(text: str, first: _Timed, last: _Timed) -> bool:
    one, other = first.point, last.point
    if one.last_day or other.last_day or one.in_figures != other.in_figures or _is_replaced(text, first, last):
        return False
    if (one.day is None) != (other.day is None):
        # A dash may as well stand between a day and the next line's month.
        return _joint(text, first, last, _RANGE_IN_WORDS)
    if _joint(text, first, last, _RANGE):
        return True
    between = _BETWEEN.search(text, max(0, first.start - 13), first.start)
    return between is not None and _joint(text, first, last, _AND)


def _is_replaced(text: str, date: _Timed, following: _Timed) -> bool:
    """Whether the words say that the one date was changed to the following one."""
    if not _joint(text, date, following, _TO):
        return False
    return _FROM_BEFORE.search(text, max(0, date.start - _LONGEST_CHANGE), date.start) is not None


def _mention(first: _Timed, last: _Timed | None) -> DateMention:
    """The mention of one point, or of the stretch from one to another."""
    begin, finish = _in_order(first.point, last.point if last else None)
    if begin.year and finish.year is None and begin.month and finish.month:
        finish = replace(finish, year=begin.year + (finish.month < begin.month))
    days, problem = _days(begin, finish)
    times = [timed.time for timed in (first, last) if timed and timed.time]
    if times:
        precision = Precision.MINUTE
    elif begin.day or begin.numbers:
        precision = Precision.DAY
    else:
        precision = Precision.MONTH
    return DateMention(
        start=first.start,
        end=last.end if last else first.end,
        kind=DateKind.ABSOLUTE if begin.year else DateKind.YEARLESS,
        precision=precision,
        first=days[0] if days else None,
        last=days[1] if days else None,
        year=begin.year,
        month=begin.month,
        day=begin.day,
        last_year=finish.year if finish.year != begin.year else None,
        time=times[0].time if times else None,
        last_time=_last_time(times),
        zone=next((time.zone for time in times if time.zone), None),
        ambiguous=begin.month is None or finish.month is None,
        problem=problem,
    )


def _last_time(times: list[TimeOfDay]) -> datetime.time | None:
    if len(times) == 2:
        return times[1].last_time or times[1].time
    return times[0].last_time if times else None


def _in_order(first: Point, last: Point | None) -> tuple[Point, Point]:
    """Both ends, dates in figures with their month and day where one of the two shows the order of both."""
    last = last or first
    numbers = [point.numbers for point in (first, last) if point.numbers]
    if not numbers:
        return first, last
    day_first = any(one > 12 for one, _ in numbers)
    month_first = any(two > 12 for _, two in numbers)
    return _ordered(first, day_first, month_first), _ordered(last, day_first, month_first)


def _ordered(point: Point, day_first: bool, month_first: bool) -> Point:
    if point.numbers is None:
        return point
    one, two = point.numbers
    if day_first != month_first:
        return replace(point, day=one if day_first else two, month=two if day_first else one)
    return replace(point, day=one, month=two) if one == two else point


def _days(begin: Point, finish: Point) -> tuple[tuple[datetime.date, datetime.date] | None, str | None]:
    """The first and last day from one point to another as far as they are known, and what is wrong with them."""
    for point in (begin, finish):
        if problem := _calendar_problem(point):
            return None, problem
    if begin.last_day and begin.day and begin.last_day < begin.day:
        return None, "It ends before it begins."
    if not (begin.year and finish.year and begin.month and finish.month):
        return None, None
    first = datetime.date(begin.year, begin.month, begin.day or 1)
    last_day = finish.last_day or finish.day or calendar.monthrange(finish.year, finish.month)[1]
    last = datetime.date(finish.year, finish.month, last_day)
    if last < first:
        return None, "It ends before it begins."
    for point, day in ((begin, first), (finish, last)):
        if point.weekday is not None and not point.last_day and point.weekday != day.weekday():
            said, true = WEEKDAYS[point.weekday], WEEKDAYS[day.weekday()]
            return (first, last), f"It is said to be a {said}, but is a {true}."
    return (first, last), None


def _calendar_problem(point: Point) -> str | None:
    """What is wrong with a day that the calendar does not have."""
    latest = max(point.day or 0, point.last_day or 0)
    if point.month is None or latest <= _SHORTEST_MONTH:
        return None
    # Of a year that is not said, only what no year has is wrong: 2000 was a leap year.
    if latest <= calendar.monthrange(point.year or 2000, point.month)[1]:
        return None
    of_year = f", {point.year}" if point.year else ""
    return f"There is no {MONTHS[point.month - 1]} {latest}{of_year}."


def _recurring(text: str, mention: DateMention, previous: DateMention | None) -> DateMention:
    """The mention, or that of each year where the words around say so."""
    if mention.year is not None:
        return mention
    start, end = mention.start, mention.end
    if before := _EACH_BEFORE.search(text, max(0, start - _LONGEST_EACH), start):
        start = before.start()
    if after := _EACH_AFTER.match(text, end):
        end = after.end()
    listed = (
        previous is not None
        and previous.recurring
        and start - previous.end <= _LONGEST_JOINT
        and _AND.match(text, previous.end, start) is not None
    )
    if not (before or after or listed):
        return mention
    return replace(mention, start=start, end=end, kind=DateKind.RECURRING, recurring=True)
