"""Stretches of a rule -> its conditions; what could be split in more than one way stays whole and is asked whole."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.eligibility.patterns import UNLESS
from assistant.eligibility.statements import Item
from assistant.language import terms
from assistant.rules import AllOf, AnyOf, Condition, Not
from assistant.rules.clauses import is_negative
from assistant.rules.logic import Logic, Marker, all_of, any_of

MAX_ASKED_APART = 5
"""Of more things than this, any of which is enough, the whole list is asked at once."""

_JOINT = re.compile(
    r"(?:,|;)?\s+and\s+(?:must\s+|also\s+|should\s+|have\s+to\s+|need\s+to\s+|who\s+){0,3}(?=(?:(?:not\s+)?(?:be|have|hold|possess|meet|"
    r"live|reside|speak|demonstrate|achieve|earn|own|been|passed|completed|maintain|are|is|has)\s|you(?:['’](?:re|ve|ll))?\s|"
    r"your\s+(?:[\w-]+\s+){1,3}(?:is|are|was|were|has|have|must)\s))",
    re.IGNORECASE,
)
_OR = re.compile(r"\b(?:or|either|nor|between|and/or|but|however)\b|;", re.IGNORECASE)
_ONE_THING = re.compile(
    r"\([^()]{0,300}\)|\b\d+(?:\.\d+)?%?\s+(?:\w+\s+)?or\s+(?:over|older|above|more|higher|better|under|below|less|younger|fewer)\b",
    re.IGNORECASE,
)
_EDGE = " \t\n,;:.-–—*("
_LEADING = re.compile(r"[\s,;:*–—•-]*(?:(?:and|or|but|then|also)\b[\s,]+)?", re.IGNORECASE)
_TRAILING_JOINT = re.compile(r"[,;\s]+(?:and/or|and|or|but)\s*[,;.:]?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Frame:
    """The rule that conditions are cut from: ``base`` is its start in the document, ``sentence`` its first sentence."""

    text: str
    base: int
    sentence: tuple[int, int]

    def condition(self, start: int, end: int, marker: Marker, lead: tuple[int, int] | None = None) -> Condition | None:
        """The condition at these offsets into the document; None where no word there carries meaning."""
        start, end = tidy(self.text, start, end)
        words = self.text[start:end]
        if not terms(words):
            return None
        sentence = (self.sentence[0] - self.base, self.sentence[1] - self.base)
        own_lead = None if lead is None else (lead[0] - self.base, lead[1] - self.base)
        return Condition(start - self.base, end - self.base, words, is_negative(words), marker, sentence, own_lead)

    def clause(
        self, start: int, end: int, marker: Marker, lead: tuple[int, int] | None = None, *, denies: bool = False
    ) -> Logic | None:
        """The conditions of a clause: split at "and" where there is no "or", and at "unless".

        Of what denies, the words after "unless" undo it as well; of what requires, they are enough instead.
        """
        unless = UNLESS.search(self.text, start, end)
        if unless is not None and unless.start() > start:
            own = self.clause(start, unless.start(), marker, lead)
            other = self.condition(unless.end(), end, Marker.EXCEPTION)
            if own is None or other is None:
                return own
            return AllOf((own, Not(other))) if denies else AnyOf((own, other))
        outside = _without_brackets(self.text[start:end])
        if _OR.search(outside):
            return self.condition(start, end, marker, lead)
        parts: list[Logic | None] = []
        begin = start
        for joint in _JOINT.finditer(self.text, start, end):
            if outside[joint.start() - start : joint.end() - start].strip():
                parts.append(self.condition(begin, joint.start(), marker, lead))
                begin = joint.end()
        parts.append(self.condition(begin, end, marker, lead))
        whole = [part for part in parts if part is not None]
        # "You and your partner have ...": what says nothing by itself was no clause.
        return all_of(whole) if len(whole) == len(parts) else self.condition(start, end, marker, lead)

    def items(
        self,
        items: Sequence[Item],
        marker: Marker,
        lead: tuple[int, int] | None,
        connective: str,
        *,
        denies: bool = False,
        stated: bool = True,
    ) -> Logic | None:
        """The items joined as the connective, "all" or "any", says; an item that introduces others is one condition."""
        found: list[Logic] = []
        for item in items:
            if item.items:
                _append(found, self.condition(item.start, stop_of(item), marker, lead))
            else:
                _append(found, self.clause(item.start, item.end, marker, lead, denies=denies))
        return all_of(found, stated) if connective == "all" else any_of(found, stated)


def joint_of(text: str, items: Sequence[Item]) -> str | None:
    """The word, "and" or "or", at the end of an item before the last; None where there is none or it is "and/or"."""
    for item in reversed(items[:-1]):
        found = _TRAILING_JOINT.search(text, max(item.start, item.end - 12), item.end)
        if found is not None:
            word = found[0].strip(" ,;.:\n").lower()
            return word if word in ("and", "or") else None
    return None


def stop_of(item: Item) -> int:
    """Where the item ends with all that it introduces."""
    return max([item.end, *(stop_of(one) for one in item.items)])


def tidy(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without joints and punctuation around it."""
    found = _LEADING.match(text, start, end)
    start = found.end() if found else start
    joint = _TRAILING_JOINT.search(text, max(start, end - 12), end)
    end = joint.start() if joint else end
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    while start < end and text[start] in _EDGE:
        start += 1
    words = text[start:end]
    if words.endswith(")") and words.count(")") > words.count("("):
        end -= 1
    return start, end


def _without_brackets(words: str) -> str:
    """The words with blanks, so that offsets stay, for brackets and for an "or" that divides nothing: "18 or over"."""
    return _ONE_THING.sub(lambda found: " " * len(found[0]), words)


def _append(parts: list[Logic], part: Logic | None) -> None:
    if part is not None:
        parts.append(part)
