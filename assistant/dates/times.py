"""Times of day beside a date, and the zone that is said with them."""

import datetime
import re
from dataclasses import dataclass, replace

from assistant.dates.words import DASH, GAP, SPACE, pattern, plain_case

_CLOCK = rf"""(?:
    (?:1[0-2]|0?[1-9])(?::[0-5]\d){{0,2}}{SPACE}(?:[ap]\.m\.|[ap]\.?m\b)
  | (?:12(?::00)?{GAP})?(?:noon|midday|midnight)\b
  | (?:2[0-3]|[01]?\d):[0-5]\d(?![\d:])(?:{SPACE}(?:hours|hrs|h)\b)?)"""
_REGION = r"(?:Eastern|Central|Mountain|Pacific)"
# "At 5 p.m. Full time students" names no place.
_NO_PLACE = r"""(?:all|any|at|each|end|every|extra|first|full|if|in|last|lead|more|next|no|one|part|processing|real
    |response|same|some|start|that|the|this)"""
_PLACE_TIME = rf"""(?!{_NO_PLACE}\b)(?:(?-i:[A-Z])[\w.’'-]{{1,20}}{GAP}){{1,3}}
    (?:(?:Standard|Daylight|Summer|Mean){GAP})?Time\b(?!{DASH})"""
_ZONE_WORDS = rf"""(?:
    (?:UTC|GMT)(?:{SPACE}[-+−]\d{{1,2}}(?::\d\d)?)?(?!\w)
  | (?:U\.?S\.?{GAP})?(?:[ECMP][SD]?T|AK[SD]T|HST|BST|CES?T|EES?T|IST|JST|AEST|AoE)\b
  | (?-i:[ECMP]\.(?:[SD]\.)?T\.)
  | (?<=\d)(?-i:Z)(?!\w)
  | anywhere{GAP}on{GAP}earth\b
  | (?:(?:U\.?S\.?{GAP})?{_REGION}|British|Greenwich|London|Boston|New{GAP}York|(?:(?:your|their){GAP})?local)
    (?:{GAP}(?:Standard|Daylight|Summer|Mean))?{GAP}Time\b
  | {_PLACE_TIME})"""
# What follows a word that is a zone's at the end of its clause, and anything's elsewhere: "5 p.m. Central Library".
_CLAUSE_ENDS = rf"(?={SPACE}(?:\Z|[\n.,;:!?()|/]|{DASH}|(?:on|and|or)\b))"
_OTHER_CODE = r"(?!(?:ACT|MIT|SAT)\b)(?-i:[A-Z]{2,4}T)\b"
_ZONE = rf"""(?:
    {SPACE}\({SPACE}(?P<zone_in_brackets>{_ZONE_WORDS}|{_REGION}|{_OTHER_CODE})(?:{SPACE}[/,][^()\n]{{1,30}})?{SPACE}\)
  | (?:(?:{SPACE},)?{SPACE}|{GAP}in{GAP}(?:the{GAP})?)(?P<zone>{_ZONE_WORDS})
  | {SPACE}(?P<zone_at_end>(?:{_REGION}|{_OTHER_CODE}){_CLAUSE_ENDS}))"""
_TIME = rf"""(?:
    (?P<begin>{_CLOCK}|(?:1[0-2]|0?[1-9])(?::[0-5]\d)?(?!\d))
    {SPACE}(?:{DASH}|(?:to|until|and)\b){SPACE}(?P<finish>{_CLOCK})
  | (?P<clock>{_CLOCK}))(?:{SPACE}\((?:noon|midday|midnight)\))?(?:{_ZONE})?"""
_AFTER = pattern(
    rf"""(?:(?P<bracket>{SPACE}\({SPACE})|{SPACE}[,|:@]|{SPACE}{DASH}|,?{GAP}(?:at|by|from|between|before)\b)?{SPACE}
    (?<![\w.]){_TIME}(?(bracket){SPACE}\))"""
)
_BEFORE = pattern(rf"(?<![\w:.$£€-]){_TIME}(?:,?{GAP}on(?:{GAP}the)?\b|,)?{GAP}\Z")
_ZONE_AFTER = pattern(_ZONE)
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


def with_zone_after(text: str, time: TimeOfDay, date_end: int) -> TimeOfDay:
    """The time before a date with the zone that follows the date, as in "noon on 3 May 2027 (ET)"."""
    found = _ZONE_AFTER.match(text, date_end) if time.zone is None else None
    return replace(time, end=found.end(), zone=_zone(found)) if found else time


def _read(found: re.Match[str]) -> TimeOfDay:
    zone = _zone(found)
    if found["clock"]:
        return TimeOfDay(found.start(), found.end(), _clock(found["clock"], None), None, zone)
    finish = _clock(found["finish"], None)
    begin = _clock(found["begin"], _half(found["finish"]))
    if begin > finish and begin.hour >= 12 and _half(found["begin"]) is None:
        begin = begin.replace(hour=begin.hour - 12)  # "11-1 pm" begins in the morning.
    return TimeOfDay(found.start(), found.end(), begin, finish, zone)


def _zone(found: re.Match[str]) -> str | None:
    return found["zone"] or found["zone_in_brackets"] or found["zone_at_end"]


def _half(clock: str) -> str | None:
    """Which half of the day is said: "a", "p", or none."""
    letters = plain_case(clock).replace(".", "").rstrip()
    return letters[-2] if letters.endswith(("am", "pm")) else None


def _clock(words: str, half: str | None) -> datetime.time:
    """The time in `words`; `half` is the half of the day where they name none themselves."""
    lower = plain_case(words)
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
