"""Words -> the numbers in them with their units, and the limits that a condition sets."""

import re
from dataclasses import dataclass

_NUMBER = r"[$£€]?(?P<{0}>\d{{1,3}}(?:,\d{{3}}){{1,4}}(?:\.\d{{1,9}})?|\d{{1,12}}(?:\.\d{{1,9}})?)"
_BELOW = r"less\s+than|fewer\s+than|under|below|younger\s+than|before"
_AT_MOST = r"no\s+more\s+than|at\s+most|up\s+to|not\s+more\s+than|no\s+later\s+than|by"
_AT_LEAST = r"at\s+least|no\s+less\s+than|not\s+less\s+than|no\s+fewer\s+than|aged"
_ABOVE = r"more\s+than|over|above|older\s+than|after"
_BOUND = re.compile(
    rf"\b(?:(?P<at_most>{_AT_MOST})|(?P<at_least>{_AT_LEAST})|(?P<below>{_BELOW})|(?P<above>{_ABOVE}))\s+"
    rf"(?:the\s+age\s+of\s+)?{_NUMBER.format('after')}|"
    rf"{_NUMBER.format('before')}(?:\s+[a-z]+)?\s+(?:or\s+(?:(?P<more>over|older|more|above)|(?P<less>under|younger|less|below)))\b",
    re.IGNORECASE,
)
_QUANTITY = re.compile(rf"(?<![\w.,]){_NUMBER.format('number')}(?![\d,])", re.IGNORECASE)
_UNIT = re.compile(r"\s*-?\s*(?P<unit>%|[a-z]+)", re.IGNORECASE)
_UNITS = {
    "month": "month",
    "year": "year",
    "week": "week",
    "day": "day",
    "hour": "hour",
    "mb": "mb",
    "m": "mb",
    "%": "%",
}


@dataclass(frozen=True, slots=True)
class Bound:
    """The limit that a condition sets to a number; ``unit`` is empty for an age."""

    operator: str
    number: float
    unit: str

    def holds(self, number: float) -> bool:
        """Whether the number keeps to the limit."""
        match self.operator:
            case "below":
                return number < self.number
            case "above":
                return number > self.number
            case "at_most" | "less":
                return number <= self.number
            case _:
                return number >= self.number


def read_bound(words: str) -> Bound | None:
    """The limit in the words, where there is exactly one number."""
    found = _BOUND.search(words)
    if found is None or len(_QUANTITY.findall(words)) != 1:
        return None
    number = found["after"] or found["before"]
    operator = next(name for name in ("at_most", "at_least", "below", "above", "more", "less") if found[name])
    end = found.end("after") if found["after"] else found.end("before")
    return Bound(operator, _number(number), _unit_at(words, end))


def numbers_of(words: str, unit: str) -> list[float]:
    """The numbers of the unit in the words, in order; with an empty unit those that have none of the known ones."""
    return [
        _number(found["number"]) for found in _QUANTITY.finditer(words) if _unit_at(words, found.end("number")) == unit
    ]


def digits_of(words: set[str] | frozenset[str]) -> set[str]:
    """Those of the words that have a digit."""
    return {word for word in words if any(character.isdigit() for character in word)}


def _number(digits: str) -> float:
    return float(digits.replace(",", ""))


def _unit_at(words: str, position: int) -> str:
    found = _UNIT.match(words, position)
    word = found["unit"].lower() if found else ""
    return _UNITS.get(word, _UNITS.get(word.removesuffix("s"), ""))
