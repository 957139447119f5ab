"""Single days and months in a text, each where it stands, before they are joined to ranges."""

import heapq
import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.dates.words import (
    ABBREVIATION,
    DASH,
    DAY,
    GAP,
    MONTH,
    MONTHS,
    ORDINAL_WORD,
    SPACE,
    WEEKDAY,
    YEAR,
    YEAR_SAID,
    day_number,
    month_number,
    pattern,
    plain_case,
    weekday_number,
    year_number,
)


@dataclass(frozen=True, slots=True)
class Point:
    """A day, some days of one month, or a month: the words `text[start:end]`.

    ``numbers`` are the first two of a date in figures whose order is open: 3 and 4 of 03/04/2026. ``weekday`` counts
    from Monday, 0. ``in_figures`` is a date without the name of a month.
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    weekday: int | None = None
    numbers: tuple[int, int] | None = None
    in_figures: bool = False


# "Round 1 December 2026" is no first of December.
_NOT_NUMBERED = "".join(
    rf"(?<!\b{word}[ ])"
    for word in r"""no no\. vol vol\. p\. pp\. step section chapter part question level room unit week lab round phase
    grade form suite item table figure year""".split()
)
_DAYS_JOINT = rf"(?:{SPACE}{DASH}{SPACE}|{GAP}(?:to|through|thru|until)\b{GAP})"
_OF_YEAR = rf"(?:,?{GAP}(?:of{GAP})?|{SPACE},{SPACE})(?={YEAR_SAID})"
# The year of "15-Jan-27".
_SHORT_YEAR = rf"(?:(?<=-[a-z]{{3}}-)|(?<=-sept-))\d\d(?!\w|[-/:.]\w|{SPACE}{MONTH})"
_WEEKDAY_BEFORE = rf"""(?:(?=[mtwfs])(?P<pair>{WEEKDAY}{SPACE}(?:{DASH}|(?:and|to)\b|&){SPACE})?
    (?P<weekday>{WEEKDAY})(?:{GAP}|,{SPACE})(?:the{GAP})?)?"""
_DAY_FIRST = rf"""
    (?: (?=\d)(?<![.,:/$£€\#&-]){_NOT_NUMBERED}
        (?P<other_days>(?:{DAY},{GAP}){{0,11}}{DAY},?{GAP}(?:and|or|&){GAP})?
        (?P<from_day>{DAY})(?:{_DAYS_JOINT}(?P<to_day>{DAY}))?(?:{GAP}(?:of{GAP})?|{DASH})
      | (?P<word_day>{ORDINAL_WORD}){GAP}(?:day{GAP})?of{GAP})
    (?P<month_after_day>{MONTH})(?!{GAP}(?:the{GAP})?{DAY})
    (?:(?:{_OF_YEAR}|{DASH})(?P<year_after_month>{YEAR_SAID}|{_SHORT_YEAR}))?"""
_MONTH_FIRST = rf"""
    (?P<month_before_day>{MONTH})(?:{GAP}(?:the{GAP})?|-)(?P<first_day>{DAY})
    (?:{_DAYS_JOINT}(?P<second_day>{DAY})(?!{GAP}{MONTH}))?
    (?:{_OF_YEAR}(?P<year_after_day>{YEAR_SAID}))?"""
# As works are cited: "(2017, June 5)", "Health. 2014 Sep".
_YEAR_FIRST = rf"""(?=\d)
    (?: (?<=\()(?P<year_cited>{YEAR}),{GAP}(?P<month_cited>{MONTH})
      | (?<=\.[ ])(?P<year_listed>{YEAR}){GAP}(?P<month_listed>{ABBREVIATION}))
    (?:{GAP}(?P<day_cited>{DAY})(?:{_DAYS_JOINT}(?P<to_day_cited>{DAY}))?)?(?!,?{GAP}{YEAR})"""
# Of a month alone "May '13" may be the name and class of a graduate.
_MONTH_ALONE = rf"(?P<month_alone>{MONTH})(?:(?:{_OF_YEAR}|-)(?P<year>{YEAR}))?"
_NAMED = pattern(rf"(?<![^\W_])(?=[^\W_]){_WEEKDAY_BEFORE}(?:{_DAY_FIRST}|{_YEAR_FIRST}|{_MONTH_FIRST}|{_MONTH_ALONE})")
# "January 16 and 22", but not "March 1 and 2 letters of recommendation"; without a word between only before a year.
_MORE_DAYS = pattern(
    rf"(?:(?:,{GAP}{DAY}){{0,11}},?{GAP}(?:and|or|&){GAP}{DAY}|/{DAY})"
    rf"(?={SPACE}(?:\Z|[\n.;:)|,]|(?:at|from|in|and|or|for|each|every)\b)|{_OF_YEAR})"
    rf"|(?:,{GAP}{DAY}){{1,11}}(?={_OF_YEAR})"
)
_ONE_DAY = pattern(DAY)
_YEAR_AFTER = pattern(rf"{_OF_YEAR}(?P<year>{YEAR_SAID})")
# Not the weekday of the next date: "May 19, Tuesday, May 20".
_WEEKDAY_AFTER = pattern(
    rf"""{GAP}\({SPACE}(?P<in_brackets>{WEEKDAY}){SPACE}\)
    | ,?{GAP}(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b(?!,?{GAP}(?:{MONTH}|the\b|(?!{YEAR})\d))"""
)
_FIGURES = pattern(
    rf"""(?<!\w)(?=\w){_WEEKDAY_BEFORE}(?:(?<![./$£€\#-])|(?<=/\d\d-)|(?<=/\d\d\d\d-))
    (?: (?<!/\d\d\d\d-)(?P<iso_year>(?:1[6-9]|2[01])\d\d)
        (?: (?P<iso_mark>[-/])(?P<iso_month>0?[1-9]|1[0-2])(?P=iso_mark)(?P<iso_day>[12]\d|3[01]|0?[1-9])
          | \.(?P<dotted_month>0[1-9]|1[0-2])\.(?P<dotted_day>[12]\d|3[01]|0[1-9]))
      | (?P<one>[0-3]?\d)(?P<mark>[/.-])(?P<two>[0-3]?\d)(?P=mark)(?P<year>(?:19|20)?\d\d)
    )(?=T\d\d:|(?![\w/]|\.\w|-(?!\d{{1,4}}/|(?-i:[A-Z][a-z]))\w))"""
)
_CLOCK_FOLLOWS = pattern(rf",?{SPACE}(?:at{GAP})?\d{{1,2}}(?::\d\d)?{SPACE}[ap]\.?m")
_DATE_PRECEDES = pattern(r"\b(?:on|by|until|before|after|since|from|to|dated?|due|deadline|updated|published):?\s\Z")

_WHEN_PRECEDES = pattern(
    r"""(?:(?:\A|\W)(?:in|by|of|until|till|since|from|to|through|thru|before|after|during|each|every|this|next|last
    |early|mid|late|and|or|between|upcoming|coming|following|previous|for|around|end)|[-–—/|,&(])\s?\Z"""
)
_SURELY_WHEN_PRECEDES = pattern(r"\b(?:in|until|since|during|each|every|early|mid|late)\s\Z")
# "May" and "march" are words of their own, as are many abbreviations.
_PLAIN_NAMES = frozenset(name.casefold() for name in MONTHS) - {"may", "march"}
_GIVEN_NAMES = frozenset({"april", "june", "august"})
_LONGEST_LEAD = 14
_HYPHEN_FOLLOWS = re.compile(r"-[a-z]")
_NAME_FOLLOWS = re.compile(r"[^\S\n][A-Z][a-z]+")
_STRETCH_FOLLOWS = pattern(rf"{SPACE}(?:{DASH}|/|&|(?:to|through|thru|until|and|or)\b){SPACE}{MONTH}(?!{GAP}[a-z])")
_STANDS_ALONE = re.compile(r"[^\S\n]*(?:\Z|[\n|:)\-–—,.;&]|and\b|or\b|to\b|through\b)")
_LINE_BEGINS = re.compile(r"(?:\A|[\n|])[^\S\n]{0,3}\Z")
_VERB_FOLLOWS = pattern(
    r"""\s(?:I|we|you|he|she|they|it|not|be|have|also|only|apply|use|include|take|ask|request|choose|submit|need|require
    |contact|contain|result|receive|enroll|register|become|vary|change|differ|find|get|make|do|still|then|even|want|wish
    |seem|come|go|work|count|hold|earn|elect|participate|occur|cause|lead|affect|attend|opt|provide|help|cover
    |bring)\b"""
)
_COUNTED_FOLLOWS = pattern(
    r"""\s(?:people|persons?|students?|applicants?|candidates?|fellows?|members?|guests?|(?:or|and)\smore
    |of\s(?:them|us|you|the)|miles|hours|days|times)\b"""
)


def find_points(text: str) -> Iterator[Point]:
    """The points of the text in reading order, none over another."""
    end = 0
    for point in heapq.merge(_named(text), _in_figures(text), key=lambda point: point.start):
        if point.start >= end:
            end = point.end
            yield point


def _named(text: str) -> Iterator[Point]:
    for found in _NAMED.finditer(text):
        word, day, last_day, year = _parts(found)
        if not _is_month(word, day, year, found, text):
            continue
        if found["other_days"]:
            for other in _ONE_DAY.finditer(text, *found.span("other_days")):
                yield Point(*other.span(), month=month_number(word), day=day_number(other.group()))
        start, end, weekday = _extent(found, text)
        if day and not year and (dated := _YEAR_AFTER.match(text, end)):
            end, year = dated.end(), dated["year"]
        point = Point(
            start,
            end,
            year=year_number(year) if year else None,
            month=month_number(word),
            day=day_number(day) if day else None,
            last_day=day_number(last_day) if last_day else None,
            weekday=weekday_number(weekday) if weekday else None,
        )
        yield point
        if found["first_day"] and not year:
            yield from _more_days(text, point)


def _parts(found: re.Match[str]) -> tuple[str, str | None, str | None, str | None]:
    """The words of the month, the day, the last day and the year, in whichever order they stand."""
    if day_first := found["month_after_day"]:
        return day_first, found["from_day"] or found["word_day"], found["to_day"], found["year_after_month"]
    if month_first := found["month_before_day"]:
        return month_first, found["first_day"], found["second_day"], found["year_after_day"]
    if cited := found["month_cited"] or found["month_listed"]:
        return cited, found["day_cited"], found["to_day_cited"], found["year_cited"] or found["year_listed"]
    return found["month_alone"], None, None, found["year"]


def _extent(found: re.Match[str], text: str) -> tuple[int, int, str | None]:
    """Where the point starts and ends, and the weekday that is said with it."""
    start, end, weekday = found.start(), found.end(), None if found["pair"] else found["weekday"]
    if found["month_alone"]:
        # "Sat in January" is no Saturday.
        start, weekday = found.start("month_alone"), None
    elif found["other_days"]:
        start, weekday = found.start("from_day"), None
    elif not found["weekday"] and (afterwards := _WEEKDAY_AFTER.match(text, end)):
        return start, afterwards.end(), afterwards["weekday"] or afterwards["in_brackets"]
    # A dot at the end may end the sentence as well.
    return start, end - (text[end - 1] == "."), weekday


def _more_days(text: str, point: Point) -> Iterator[Point]:
    """The other days of the point's month that are listed after it, the year at the end of the list."""
    listed = _MORE_DAYS.match(text, point.end)
    if not listed:
        return
    days = list(_ONE_DAY.finditer(text, point.end, listed.end()))
    for day in days[:-1]:
        yield Point(*day.span(), month=point.month, day=day_number(day.group()))
    end, year = days[-1].end(), None
    if dated := _YEAR_AFTER.match(text, end):
        end, year = dated.end(), year_number(dated["year"])
    yield Point(days[-1].start(), end, year, point.month, day_number(days[-1].group()))


def _is_month(word: str, day: str | None, year: str | None, found: re.Match[str], text: str) -> bool:
    """Whether the word is the month and not the verb, the name of a person or an abbreviation of something else."""
    if word in ("may", "may.", "march"):
        return _is_month_in_lower_case(day, year, found, text)
    if day is None and year is None:
        return _is_month_alone(word, *found.span("month_alone"), text)
    if plain_case(word) != "may" or year is not None or found["weekday"]:
        return True
    return not (_COUNTED_FOLLOWS if found["first_day"] else _VERB_FOLLOWS).match(text, found.end())


def _is_month_in_lower_case(day: str | None, year: str | None, found: re.Match[str], text: str) -> bool:
    if day is None and year is None:
        return False
    precedes = _DATE_PRECEDES if day else _WHEN_PRECEDES
    return bool((day and year) or precedes.search(text, max(0, found.start() - _LONGEST_LEAD), found.start()))


def _is_month_alone(word: str, start: int, end: int, text: str) -> bool:
    name = plain_case(word).rstrip(".")
    before = max(0, start - _LONGEST_LEAD)
    named = _NAME_FOLLOWS.match(text, end) and not word.endswith(".")
    if (name == "may" and _VERB_FOLLOWS.match(text, end)) or (name in _GIVEN_NAMES and named):
        return _SURELY_WHEN_PRECEDES.search(text, before, start) is not None
    if _HYPHEN_FOLLOWS.match(text, end):
        return False
    if name in _PLAIN_NAMES or _STRETCH_FOLLOWS.match(text, end):
        return True
    if _WHEN_PRECEDES.search(text, before, start):
        return not named or _SURELY_WHEN_PRECEDES.search(text, before, start) is not None
    stands_alone = _LINE_BEGINS.search(text, before, start) and _STANDS_ALONE.match(text, end)
    return name in ("may", "march") and stands_alone is not None


def _in_figures(text: str) -> Iterator[Point]:
    for found in _FIGURES.finditer(text):
        weekday = weekday_number(found["weekday"]) if found["weekday"] and not found["pair"] else None
        if found["iso_year"]:
            month, day = found["iso_month"] or found["dotted_month"], found["iso_day"] or found["dotted_day"]
            year = int(found["iso_year"])
            yield Point(*found.span(), year, int(month), int(day), weekday=weekday, in_figures=True)
            continue
        one, two = int(found["one"]), int(found["two"])
        if not _is_date(found, one, two, text):
            continue
        yield Point(*found.span(), year_number(found["year"]), weekday=weekday, numbers=(one, two), in_figures=True)


def _is_date(found: re.Match[str], one: int, two: int, text: str) -> bool:
    """Whether figures with marks between are a date and not a version, a telephone number or a score."""
    if not (1 <= one <= 31 and 1 <= two <= 31 and min(one, two) <= 12):
        return False
    start = found.start()
    if _CLOCK_FOLLOWS.match(text, found.end()) or _DATE_PRECEDES.search(text, max(0, start - 12), start):
        return True
    mark, year = found["mark"], found["year"]
    if len(year) == 2:
        return mark == "/" and int(year) > 12  # "10/11/12" may be three of anything.
    return mark != "." or len(found["one"]) == len(found["two"]) == 2
