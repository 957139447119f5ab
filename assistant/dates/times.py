"""Times of day beside a date, and the zone that is said with them."""

import datetime
import re
from dataclasses import dataclass

from assistant.dates.words import DASH, GAP, SPACE, pattern

_CLOCK = rf"""(?:
    (?:1[0-2]|0?[1-9])(?::[0-5]\d){{0,2}}{SPACE}(?:[ap]\.m\.|[ap]\.?m\b)
  | (?:2[0-3]|[01]?\d):[0-5]\d(?![\d:])
  | (?:12{GAP})?(?:noon|midday|midnight)\b)"""
_ZONE_WORDS = rf"""(?:
    (?:UTC|GMT)(?:{SPACE}[-+−]\d{{1,2}}(?::\d\d)?)?(?!\w)
  | (?:[ECMP][SD]?T|AK[SD]T|HST|BST|CES?T|EES?T|IST|JST|AEST|AoE)\b
  | anywhere{GAP}on{GAP}earth\b
  | (?:(?:U\.?S\.?{GAP})?(?:Eastern|Central|Mountain|Pacific)|British|Greenwich|London|Boston|New{GAP}York|local)
    (?:{GAP}(?:Standard|Daylight|Summer|Mean))?{GAP}Time\b)"""
_ZONE = rf"""{SPACE}(?:
    \({SPACE}(?P<zone_in_brackets>{_ZONE_WORDS}|Eastern|Central|Mountain|Pacific){SPACE}\)
  | (?P<zone>{_ZONE_WORDS}))"""
_TIME = rf"""(?:
    (?P<begin>{_CLOCK}|(?:1[0-2]|0?[1-9])(?::[0-5]\d)?(?!\d))
    {SPACE}(?:{DASH}|(?:to|until|and)\b){SPACE}(?P<finish>{_CLOCK})
  | (?P<clock>{_CLOCK}))(?:{_ZONE})?"""
_AFTER = pattern(
    rf"""(?:(?P<bracket>{SPACE}\({SPACE})|{SPACE}[,|:@]|{SPACE}{DASH}|,?{GAP}(?:at|by|from|between|before)\b)?{SPACE}
    (?<![\w.]){_TIME}(?(bracket){SPACE}\))"""
)
_BEFORE = pattern(rf"(?<![\w:.$£€-]){_TIME}(?:,?{GAP}on(?:{GAP}the)?\b|,)?{GAP}\Z")
_LONGEST_BEFORE = 60
_PARTS = re.compile(r"(\d{1,2})(?::(\d\d))?")


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A time or a stretch of time at `text[start:end]`; `zone` is as written."""

    start: int
    end: int
    time: datetime.time
    last_time: datetime.time | None
    zone: str | None


def time_after(text: str, date_end: int) -> TimeOfDay | None:
    """The time that directly follows a date; its span begins where the date ends."""
    found = _AFTER.match(text, date_end)
    return _read(found) if found else None


def time_before(text: str, date_start: int, earliest: int) -> TimeOfDay | None:
    """The time that directly precedes a date, as in "noon on 3 May", none of it before `earliest`."""
    if date_start == 0 or not text[date_start - 1].isspace():
        return None
    found = _BEFORE.search(text, max(earliest, date_start - _LONGEST_BEFORE), date_start)
    return _read(found) if found else None


def _read(found: re.Match[str]) -> TimeOfDay:
    zone = found["zone"] or found["zone_in_brackets"]
    if found["clock"]:
        return TimeOfDay(found.start(), found.end(), _clock(found["clock"], None), None, zone)
    finish = _clock(found["finish"], None)
    begin = _clock(found["begin"], _half(found["finish"]))
    if begin > finish and begin.hour >= 12 and _half(found["begin"]) is None:
        begin = begin.replace(hour=begin.hour - 12)  # "11-1 pm" begins in the morning.
    return TimeOfDay(found.start(), found.end(), begin, finish, zone)


def _half(clock: str) -> str | None:
    """Which half of the day is said: "a", "p", or none."""
    letters = clock.casefold().replace(".", "").rstrip()
    return letters[-2] if letters.endswith(("am", "pm")) else None


def _clock(words: str, half: str | None) -> datetime.time:
    """The time in `words`; `half` is the half of the day where they name none themselves."""
    lower = words.casefold()
    if lower.endswith(("noon", "midday")):
        return datetime.time(12)
    if lower.endswith("midnight"):
        return datetime.time(0)
    parts = _PARTS.match(words)
    if parts is None:
        raise ValueError(f"{words!r} is no time of day")
    hour, half = int(parts[1]), _half(words) or half
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return datetime.time(hour, int(parts[2] or 0))
