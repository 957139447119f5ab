"""The words of dates, and the pieces of patterns that the other modules are composed of.

Every repetition is bounded, and no repeated piece can match the same text in two ways, so that a pattern takes time in
proportion to the text, whatever the text. A line break ends every date, as it ends every sentence.
"""

import re

MONTHS = (
    "January February March April May June July August September October November December".split()
)  # In order; the place of a name plus one is the month's number.
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # As date.weekday() counts them.
_MONTH_NUMBERS = {name[:3].casefold(): number for number, name in enumerate(MONTHS, 1)}
_WEEKDAY_NUMBERS = {name[:2].casefold(): number for number, name in enumerate(WEEKDAYS)}

GAP = r"[^\S\n]{1,3}"
SPACE = r"[^\S\n]{0,3}"
DASH = r"[-–—]"

ABBREVIATION = r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?"
# A dot after May ends a sentence, if not a day and the end of a phrase follow it.
_MAY_DOTTED = rf"may\.(?={GAP}[0-3]?\d(?:st|nd|rd|th)?{SPACE}(?:\Z|[\n,;:|)]))"
MONTH = (
    rf"(?:{_MAY_DOTTED}"
    r"|(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
    rf"|{ABBREVIATION})"
)
WEEKDAY = (
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|(?:mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun)\b\.?)"
)
YEAR = r"(?:1[6-9]|2[01])\d\d(?![\d%]|[.,]\d)"
# Or "'27".
YEAR_SAID = rf"(?:{YEAR}|['’‘]\d\d(?!\w))"
# A line break may be lost: "April 15Priority deadline".
_WORD_ENDS = r"(?:(?!\w)|(?=(?-i:[A-Z][a-z])))"
# Not the hour of "July 9 9:00", the amount of "10%" or the first part of "4.2" and "1,000".
DAY = (
    rf"(?:3[01]|[12]\d|0?[1-9])(?:(?:st|nd|rd|th){_WORD_ENDS})?{_WORD_ENDS}"
    rf"(?![:.]\d|%|,\d\d\d(?!\d)|{SPACE}[ap]\.?m\b)"
)

_UNITS = "first second third fourth fifth sixth seventh eighth ninth".split()
_TEENS = (
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_ORDINALS = [*_UNITS, *_TEENS, *(f"twenty-{unit}" for unit in _UNITS), "thirtieth", "thirty-first"]
ORDINAL_NUMBERS = {word: number for number, word in enumerate(_ORDINALS, 1)}
# The longest first, since "twenty-first" begins with no other but "sixth" ends none.
ORDINAL_WORD = "(?:" + "|".join(sorted(ORDINAL_NUMBERS, key=len, reverse=True)) + ")"

_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty"
).split()
NUMBERS = {word: number for number, word in enumerate(_NUMBERS, 1)} | {
    "a": 1,
    "an": 1,
    "thirty": 30,
    "forty-five": 45,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
}
NUMBER_WORD = "(?:" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + r")\b"


def pattern(expression: str) -> re.Pattern[str]:
    """The expression compiled, upper and lower case alike, its own white space and comments left out."""
    return re.compile(expression, re.IGNORECASE | re.VERBOSE)


def plain_case(word: str) -> str:
    """The word in lower case, as it is looked up; a dotless i and a dotted I match an i where case does not count."""
    return word.casefold().replace("i̇", "i").replace("ı", "i")


def month_number(word: str) -> int:
    """The number of a month by its name or any abbreviation of it."""
    return _MONTH_NUMBERS[plain_case(word[:3])]


def year_number(word: str) -> int:
    """The year of four figures, or of two: "2027", "27" or "'27"."""
    figures = word.lstrip("'’‘")
    if len(figures) > 2:
        return int(figures)
    return int(figures) + (2000 if int(figures) < 69 else 1900)  # As POSIX reads two figures.


def weekday_number(word: str) -> int:
    """The number of a day of the week, Monday being 0, by its name or any abbreviation of it."""
    return _WEEKDAY_NUMBERS[plain_case(word[:2])]


def day_number(word: str) -> int:
    """The number of a day of the month: "5", "05", "5th" or "fifth"."""
    return ORDINAL_NUMBERS.get(plain_case(word)) or int(plain_case(word).rstrip("stndrh"))
