"""Seasons and terms, academic years and cycles, and years that stand alone."""

import datetime
import re
from collections.abc import Iterator

from assistant.dates.mention import DateKind, DateMention, Precision
from assistant.dates.words import DASH, GAP, SPACE, YEAR, pattern, plain_case

_SEASON_NAME = r"(?:spring|summer|fall|autumn|winter|michaelmas|hilary)"
_TERM = r"(?:(?:semester|term|quarter|trimester|session|intersession)s?(?:[^\S\n](?:[1-4]|I{1,3})\b)?\b)"
_YEARS = rf"{YEAR}(?:[-–/](?:{YEAR}|\d\d(?!\d)))?"
_SEASON = pattern(
    rf"""(?<![\w'’-])(?=\w)(?P<relative>(?:this|next|last|each|every){GAP})?
    (?: (?P<year_before>(?<!\d[ ])(?<!\d,[ ])(?<!\d,){YEAR}){GAP}{_SEASON_NAME}\b(?:{GAP}{_TERM})?(?!{GAP}{YEAR})
      | (?P<name>{_SEASON_NAME}|(?:lent|trinity|easter)(?={GAP}(?:term|{YEAR})))\b(?!['’]s)
        (?P<term>{GAP}{_TERM})?
        (?:(?:{GAP}(?:of{GAP})?|,{GAP})(?P<years>{_YEARS})(?P<term_after>{GAP}{_TERM})?
          (?:(?:{GAP}(?:to|through){GAP}|{SPACE}{DASH}{SPACE}){_SEASON_NAME}{GAP}(?P<to_year>{YEAR}))?)?
    )(?P<round>,?{GAP}round{GAP}(?:\d{{1,2}}|one|two|three)\b)?"""
)
_WHEN_PRECEDES = pattern(
    r"""\b(?:in|by|until|during|for|of|the|before|after|late|early|mid|following|previous|upcoming|coming|and|or|from|to
    |this|next|last|each|every)\s(?:the\s)?\Z"""
)
_SURELY_WHEN_PRECEDES = pattern(r"\b(?:in|by|until|during|late|early)\s(?:the\s)?\Z")
_OTHER_SEASON_FOLLOWS = pattern(r"(?:\s?/\s?|\s(?:and|or|&)\s|,\s)(?:spring|summer|fall|autumn|winter)\b|\sonly\b")
# "Fall River", "spring water", "the fall of the Wall".
_THING_FOLLOWS = pattern(
    r"""\s(?:water|waters|rolls?|onions?|chicken|palace|river|street|st|valley|harbor|harbour|hills?|lakes?|creek|house
    |road|avenue|ave|branch|grove|risk|risks|hazards?|prevention|detection|olympics|gardens?|park)\b|[-–]"""
)
# "Fall below 3.0", "spring from".
_VERB_CONTINUES = pattern(
    r"""\s(?:below|under|within|short|into|on|onto|off|behind|from|in|back|apart|through|out|outside|to|over|down|asleep
    |victim|prey|ill|up|forward|forth|open|if|when|along|between|among|well|foul|of|and\s(?:injure|hurt|break))\b"""
)
_NAME_PRECEDES = pattern(r"\b(?:cold|big|silver|palm|hot|rising|coral|holy|arab|prague|indian|johnny|mount)\s\Z")

_SPAN = pattern(
    rf"""(?<![\w$£€\#:.,/'’-])(?=[12asf])
    (?P<label>(?:(?:academic|school|tax|fiscal|financial){GAP}years?{GAP}|(?:AY|FY){SPACE}|fiscal{GAP}))?
    (?P<one>{YEAR})
    (?:{SPACE}(?P<mark>{DASH}|/){SPACE}(?P<two>{YEAR}|\d\d(?![\d%]|[.,]\d)))?(?!{DASH}\d|/\d|\w)
    (?P<suffix>{GAP}(?:(?:academic|school){GAP}year
      |(?:(?:application|admissions?|recruitment|interview|match|funding){GAP})?
      cycle|(?:academic|application|admissions?){GAP}season|entry|intake|match)\b)?"""
)
_PAGES_PRECEDE = pattern(r"\b(?:pp?|nos?|vol|art|room|suite|id|code|form|pages?)\.?\s?\Z")
_COURSE_PRECEDES = re.compile(r"\b[A-Z]{2,5}[ -]\Z")
_STRETCH_PRECEDES = pattern(r"\b(?:in|during|from|between|since|through|until|for|of|the)\s\Z")

_COUNTED = (
    r"(?:words?|people|persons?|students?|hours?|characters?|dollars|euros|pounds|applicants?|miles|km"
    r"|pages?|members?|participants?|square|sq|seats?|items?|copies|points?|calories|employees|volumes?|books?|jobs?|of"
    r"|or[^\S\n]more)\b"
)
_YEAR_ALONE = pattern(
    rf"""\b(?P<lead>in|by|since|until|till|before|after|during|from|between|through|class{GAP}of|the{GAP}year
    |of{GAP}year|early|late|circa|as{GAP}of|around|for)
    {GAP}(?:the{GAP}year{GAP}|early{GAP}|late{GAP})?(?P<year>{YEAR})(?![-–—/]\d|\w)
    (?!{GAP}(?:(?:and|or|to){GAP}[\d,]{{1,9}}{GAP})?{_COUNTED})"""
)
_MORE_YEARS = pattern(
    rf"(?P<joint>,{GAP}(?:(?:and|or){GAP})?|{GAP}(?:and|or|to|through|until){GAP})"
    rf"(?P<year>{YEAR})(?![-–/]\d|\w)(?!{GAP}{_COUNTED})"
)
_CLAUSE_ENDS = re.compile(r"[^\S\n]*(?:\Z|[\n.;:,)?!])")


def find_seasons(text: str, today: datetime.date | None) -> Iterator[DateMention]:
    """The seasons and terms of the text; of "this summer" the year is that of `today`."""
    for found in _SEASON.finditer(text):
        years = found["year_before"] or found["years"]
        relative = plain_case((found["relative"] or "").strip())
        if not years and not _is_season(found, text):
            continue
        start = found.start() if relative or found["year_before"] else found.start("name")
        year = int(years[:4]) if years else None
        if relative == "this" and today is not None and year is None:
            year = today.year
        recurring = relative in ("each", "every")
        yield DateMention(
            start=start,
            end=found.end(),
            kind=_season_kind(found, recurring),
            precision=Precision.SEASON,
            year=year,
            last_year=_last_year(found, year),
            recurring=recurring,
        )


def _season_kind(found: re.Match[str], recurring: bool) -> DateKind:
    if recurring:
        return DateKind.RECURRING
    return DateKind.CYCLE if found["round"] else DateKind.SEASON


def _last_year(found: re.Match[str], year: int | None) -> int | None:
    if found["to_year"]:
        return int(found["to_year"])
    years = found["years"]
    return _later_year(year, years[5:]) if year and years and len(years) > 4 else None


def _later_year(year: int, figures: str) -> int:
    """The year that is written after another, in two figures or four."""
    return int(figures) if len(figures) == 4 else year - year % 100 + int(figures) + (100 if figures == "00" else 0)


def _is_season(found: re.Match[str], text: str) -> bool:
    """Whether the word without a year is the season, and not the verb, a place or a thing."""
    start, end, name = found.start("name"), found.end(), found["name"]
    if found["term"] or found["relative"]:
        return True
    before = max(0, start - 16)
    lower = plain_case(name)
    if (
        lower in ("michaelmas", "hilary")
        or _THING_FOLLOWS.match(text, end)
        or _NAME_PRECEDES.search(text, before, start)
    ):
        return False
    if lower in ("summer", "winter", "autumn") or _SURELY_WHEN_PRECEDES.search(text, before, start):
        return True
    if _VERB_CONTINUES.match(text, end):
        return False
    return bool(
        name[0].isupper() or _WHEN_PRECEDES.search(text, before, start) or _OTHER_SEASON_FOLLOWS.match(text, end)
    )


def find_cycles(text: str) -> Iterator[DateMention]:
    """The academic years, cycles and stretches of years of the text.

    Two years that follow each other are taken for an academic year, whose days are not known from its name.
    """
    for found in _SPAN.finditer(text):
        year = int(found["one"])
        last_year = _later_year(year, found["two"]) if found["two"] else None
        labelled = bool(found["label"] or found["suffix"])
        if not labelled and (last_year is None or _is_numbers(found, text)):
            continue
        start = found.start()
        if last_year is None or last_year == year + 1:
            yield DateMention(
                start, found.end(), DateKind.CYCLE, Precision.ACADEMIC_YEAR, year=year, last_year=last_year
            )
        elif year < last_year <= year + 100 and _is_stretch(found, text):
            yield _year_mention(found.start("one"), found.end("two"), year, last_year)


def _is_numbers(found: re.Match[str], text: str) -> bool:
    """Whether the years are pages, courses or the like."""
    start = found.start("one")
    before = max(0, start - 8)
    if found["mark"] == "/" and len(found["two"]) == 2 and int(found["two"]) != (int(found["one"]) + 1) % 100:
        return True
    return bool(_COURSE_PRECEDES.search(text, before, start) or _PAGES_PRECEDE.search(text, before, start))


def _is_stretch(found: re.Match[str], text: str) -> bool:
    """Whether two years that do not follow each other are a stretch of time: "2003-10" alone could be a number."""
    if found["mark"] == "/":
        return False
    start = found.start()
    return len(found["two"]) == 4 or bool(_STRETCH_PRECEDES.search(text, max(0, start - 9), start))


def find_years(text: str) -> Iterator[DateMention]:
    """The years that stand alone, where the words before make them years: "since 2009", "class of 2027"."""
    for found in _YEAR_ALONE.finditer(text):
        lead, year, (start, end) = plain_case(found["lead"]), int(found["year"]), found.span("year")
        if lead in ("for", "around", "from") and not (_CLAUSE_ENDS.match(text, end) or _MORE_YEARS.match(text, end)):
            continue
        more = _MORE_YEARS.match(text, end)
        if more and _joins(lead, plain_case(more["joint"].strip())) and year < int(more["year"]):
            yield _year_mention(start, more.end(), year, int(more["year"]))
            continue
        yield _year_mention(start, end, year, year)
        while more:
            yield _year_mention(*more.span("year"), int(more["year"]), int(more["year"]))
            more = _MORE_YEARS.match(text, more.end())


def _joins(lead: str, joint: str) -> bool:
    return joint in ("to", "through", "until") or (lead == "between" and joint == "and")


def _year_mention(start: int, end: int, year: int, last_year: int) -> DateMention:
    return DateMention(
        start,
        end,
        DateKind.ABSOLUTE,
        Precision.YEAR,
        first=datetime.date(year, 1, 1),
        last=datetime.date(last_year, 12, 31),
        year=year,
        last_year=last_year if last_year != year else None,
    )
