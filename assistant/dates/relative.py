"""Dates that are said from something else: "within 10 days of receiving your application", "next year"."""

import calendar
import datetime
import re
from collections.abc import Iterator

from assistant.dates.mention import DateKind, DateMention, Precision
from assistant.dates.words import DASH, GAP, MONTH, NUMBER_WORD, NUMBERS, SPACE, pattern, plain_case

_AMOUNT = (
    rf"(?:(?P<figures>\d{{1,4}})(?:{SPACE}(?:{DASH}|to\b|or\b){SPACE}(?P<to_figures>\d{{1,4}}))?"
    rf"|(?P<word>{NUMBER_WORD})(?:(?:{GAP}(?:to|or){GAP}|{DASH})(?P<to_word>{NUMBER_WORD}))?(?:{GAP}\(\d{{1,4}}\))?"
    rf"|(?P<vague>(?:a{GAP})?few\b|several\b))"
)
_UNIT = (
    r"(?:(?:business|working|calendar|consecutive|school|full|clear|academic)[^\S\n])?"
    r"(?P<unit>minute|hour|day|week|fortnight|month|year|semester)s?\b"
)
# Words that begin the next part of the sentence; "for", "of" and "from" belong to what is counted from.
_ANCHOR_ENDS = (
    r"(?:[-–—]\s|(?:and|or|but|if|when|unless|which|that|who|will|must|may|can|shall|should|is|are|was|were|be"
    r"|in|on|at|by|with|through|via|to|has|have|had|within|you|we|they)\b)"
)
_ANCHOR = rf"(?P<anchor>(?:{GAP}(?!{_ANCHOR_ENDS})[^\s,.;:()|?!\[\]]{{1,40}}){{1,14}})"
_RELATIVE = pattern(
    rf"""(?<![\w$£€.,-])(?=\w)
    within{GAP}(?:the{GAP})?(?P<part>(?:first|last|next|past|following){GAP})?(?:{_AMOUNT}{GAP})?{_UNIT}
    (?:{GAP}(?P<direction>before|after|prior{GAP}to|following|preceding|ahead{GAP}of|of|from|since){_ANCHOR})?"""
)
_COUNTED = pattern(
    rf"""(?<![\w$£€.,-])(?=\w)
    (?P<lead>(?:at{GAP}(?:least|most)|(?:no|not){GAP}(?:later|earlier|more|less|fewer|sooner){GAP}than
      |(?:later|more|less|earlier){GAP}than
      |up{GAP}to|about|approximately){GAP})?
    {_AMOUNT}{GAP}{_UNIT}{GAP}
    (?: (?P<direction>before|after|prior{GAP}to|following|preceding|ahead{GAP}of|from|in{GAP}advance{GAP}of){_ANCHOR}
      | (?P<alone>ago|beforehand|in{GAP}advance|afterwards?)\b)"""
)
_PART = pattern(
    rf"(?<![\w-])(?=[fl])(?P<which>first|last|final){GAP}{_AMOUNT}{GAP}{_UNIT}{GAP}(?P<direction>of){_ANCHOR}"
)
# What is left where the words after it are a link of their own, or too many.
_LOOSE_END = pattern(r"(?:\s(?:the|an?|your|their|its|each|of|for|from)){1,3}\Z")
_MONTH_BEGINS = pattern(rf"{SPACE}(?:the{GAP}month{GAP}of{GAP})?{MONTH}")

# "The last year" of something is not last year.
_NOT_OF_SOMETHING = "".join(
    rf"(?<!\b{word}[ ])" for word in "the your their my his her our its a any each every".split()
)
_FROM_TODAY = pattern(
    rf"""(?<![\w-])(?=[tnl]){_NOT_OF_SOMETHING}
    (?P<which>this|next|last){GAP}(?P<unit>year|month|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b
    (?!{GAP}(?:of|or|in){GAP})"""
)


def find_relative(text: str, today: datetime.date | None) -> Iterator[DateMention]:
    """The dates of the text that are said from something else; only those said from `today` get their days."""
    for found in _RELATIVE.finditer(text):
        if found["figures"] or found["word"] or found["vague"] or found["part"]:
            yield _counted(found, "within")
    for found in _COUNTED.finditer(text):
        if not _is_place(found):
            yield _counted(found, plain_case((found["lead"] or "").strip()))
    for found in _PART.finditer(text):
        # The last two minutes are those of a game; of a month, the month itself is the date.
        if plain_case(found["unit"]) not in ("minute", "hour") and not _MONTH_BEGINS.match(found["anchor"]):
            yield _counted(found, plain_case(found["which"]))
    for found in _FROM_TODAY.finditer(text):
        yield _from_today(found, today)


def _is_place(found: re.Match[str]) -> bool:
    """Whether the distance is one on the ground: "10 minutes from campus"."""
    return plain_case(found["unit"]) in ("minute", "hour") and plain_case(found["direction"] or "") == "from"


def _counted(found: re.Match[str], lead: str) -> DateMention:
    groups = found.groupdict()
    alone = plain_case(groups.get("alone") or "")
    direction = " ".join(plain_case(groups["direction"] or alone).split())
    anchor = _LOOSE_END.sub("", groups.get("anchor") or "")
    amount = _number(groups["figures"], groups["word"])
    if amount is None and not groups["vague"]:
        amount = 1  # "Within the first month".
    last_amount = _number(groups["to_figures"], groups["to_word"])
    return DateMention(
        start=found.start(),
        end=found.start("anchor") + len(anchor) if anchor else found.end(),
        kind=DateKind.RELATIVE,
        precision=_precision(plain_case(groups["unit"])),
        amount=amount,
        last_amount=last_amount,
        unit=plain_case(groups["unit"]),
        direction=f"{lead} {direction}".strip(),
        anchor=anchor.strip() or None,
    )


def _number(figures: str | None, word: str | None) -> int | None:
    if figures:
        return int(figures)
    return NUMBERS[plain_case(word)] if word else None


def _precision(unit: str) -> Precision:
    if unit in ("minute", "hour"):
        return Precision.MINUTE
    if unit == "semester":
        return Precision.SEASON
    return {"month": Precision.MONTH, "year": Precision.YEAR}.get(unit, Precision.DAY)


def _from_today(found: re.Match[str], today: datetime.date | None) -> DateMention:
    which, unit = plain_case(found["which"]), plain_case(found["unit"])
    first, last = _days_from_today(which, unit, today) if today else (None, None)
    return DateMention(
        start=found.start(),
        end=found.end(),
        kind=DateKind.RELATIVE,
        precision=_precision(unit),
        first=first,
        last=last,
        year=first.year if first else None,
        unit=unit,
        direction=which,
    )


def _days_from_today(which: str, unit: str, today: datetime.date) -> tuple[datetime.date | None, datetime.date | None]:
    """The first and last day of a year or month; which day "next Friday" is, people do not agree on."""
    step = {"last": -1, "this": 0, "next": 1}[which]
    if unit == "year" and datetime.MINYEAR <= today.year + step <= datetime.MAXYEAR:
        return datetime.date(today.year + step, 1, 1), datetime.date(today.year + step, 12, 31)
    year, month = divmod(today.year * 12 + today.month - 1 + step, 12)
    if unit == "month" and datetime.MINYEAR <= year <= datetime.MAXYEAR:
        last_day = calendar.monthrange(year, month + 1)[1]
        return datetime.date(year, month + 1, 1), datetime.date(year, month + 1, last_day)
    return None, None
