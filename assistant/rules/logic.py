"""What a rule is: conditions joined by all of, any of and not, and what follows from them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

Similarity = Callable[[list[str], list[str]], Any]
"""Texts and other texts -> an array of cosines in [-1, 1], a row for each text and a column for each other."""


class Marker(StrEnum):
    """The kind of words by which a condition was recognised as one."""

    IF = "if"
    WHEN = "when"
    EXCEPTION = "exception"
    REQUIREMENT = "requirement"
    RESTRICTION = "restriction"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a rule: ``text == rule.text[start:end]``, with whatever negation stands in it.

    It is true where its words are true, so that "you are not a resident" is true of one who is not. ``lead`` is the
    (start, end) of the words of an introduction that a list item continues, such as "you are" or "your baby";
    ``sentence`` that of the whole sentence, which for an item is the introduction.
    """

    start: int
    end: int
    text: str
    negated: bool
    marker: Marker
    sentence: tuple[int, int]
    lead: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class AllOf:
    """True where every part is; ``stated`` where the text itself says so rather than leaving it to its reader."""

    parts: tuple["Logic", ...]
    stated: bool = True


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True where some part is; ``stated`` where the text itself says so rather than leaving it to its reader."""

    parts: tuple["Logic", ...]
    stated: bool = True


@dataclass(frozen=True, slots=True)
class Not:
    """True where the part is false."""

    part: "Logic"


Logic = Condition | AllOf | AnyOf | Not


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What the rule grants or, where ``negated``, denies: ``text == rule.text[start:end]``."""

    start: int
    end: int
    text: str
    negated: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it was read: the conclusion holds where ``logic`` is true, and its opposite where it is false.

    ``logic`` is None where the text has no condition. ``conclusion`` is None where the text only lists what is
    required; what it then grants is what its page is about. That the opposite holds is how such texts are commonly
    meant, not what they say: a text that only denies something to some grants it to the others as far as it goes.
    """

    text: str
    conclusion: Conclusion | None
    logic: Logic | None

    @property
    def grants(self) -> bool:
        """Whether the answer is yes where the conditions hold."""
        return self.conclusion is None or not self.conclusion.negated


def conditions_of(logic: Logic | None) -> Iterator[Condition]:
    """The conditions of the logic, in the order of the text."""
    match logic:
        case Condition():
            yield logic
        case Not(part):
            yield from conditions_of(part)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from conditions_of(part)


def evaluate(logic: Logic, values: Mapping[Condition, bool]) -> bool | None:
    """Whether the logic is true; None where that depends on conditions without a value (Kleene's logic)."""
    match logic:
        case Condition():
            return values.get(logic)
        case Not(part):
            value = evaluate(part, values)
            return None if value is None else not value
        case AllOf(parts):
            found = [evaluate(part, values) for part in parts]
            return False if False in found else None if None in found else True
        case AnyOf(parts):
            found = [evaluate(part, values) for part in parts]
            return True if True in found else None if None in found else False


def first_open(logic: Logic, values: Mapping[Condition, bool]) -> Condition | None:
    """The first condition without a value that the outcome still depends on."""
    if evaluate(logic, values) is not None:
        return None
    match logic:
        case Condition():
            return logic
        case Not(part):
            return first_open(part, values)
        case AllOf(parts) | AnyOf(parts):
            return next(filter(None, (first_open(part, values) for part in parts)), None)


def read_otherwise(logic: Logic) -> Logic:
    """The logic with "all of" and "any of" exchanged wherever the text does not say which of them it means."""
    match logic:
        case Condition():
            return logic
        case Not(part):
            return Not(read_otherwise(part))
        case AllOf(parts, stated):
            others = tuple(read_otherwise(part) for part in parts)
            return AllOf(others) if stated else AnyOf(others, stated)
        case AnyOf(parts, stated):
            others = tuple(read_otherwise(part) for part in parts)
            return AnyOf(others) if stated else AllOf(others, stated)


def all_of(parts: Sequence[Logic], stated: bool = True) -> Logic | None:
    """All of the parts, or the one part there is."""
    return AllOf(tuple(parts), stated) if len(parts) > 1 else next(iter(parts), None)


def any_of(parts: Sequence[Logic], stated: bool = True) -> Logic | None:
    """Any of the parts, or the one part there is."""
    return AnyOf(tuple(parts), stated) if len(parts) > 1 else next(iter(parts), None)


def negate(logic: Logic) -> Logic:
    """The opposite of the logic."""
    return logic.part if isinstance(logic, Not) else Not(logic)


Origin = Literal["answer", "scenario", "open"]


@dataclass(frozen=True, slots=True)
class Step:
    """A condition of the trail: its value, None while unknown, and where the value comes from."""

    condition: Condition
    value: bool | None
    origin: Origin


class Verdict(StrEnum):
    """How a question about a rule ends."""

    YES = "yes"
    NO = "no"
    IRRELEVANT = "irrelevant"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Decision:
    """What the rule says to a question: ``ask`` is the condition to ask next, given where the verdict is to ask.

    ``trail`` holds all conditions of the rule in the order of the text, none where the question is irrelevant.
    ``assumes`` where yes or no rests on how a list was read whose text does not say whether all or any of it is meant.
    """

    verdict: Verdict
    ask: Condition | None
    trail: tuple[Step, ...]
    assumes: bool = False
