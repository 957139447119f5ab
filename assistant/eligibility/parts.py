"""What the readers of statements share: conditions cut from a clause or list, and what comes before the subject."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.eligibility import patterns
from assistant.eligibility.patterns import UNLESS, is_everyone, names_kind
from assistant.eligibility.statements import Item, Statement
from assistant.language import terms
from assistant.rules import AllOf, AnyOf, Condition, Not
from assistant.rules.clauses import is_negative
from assistant.rules.logic import Conclusion, Logic, Marker, Rule, all_of, any_of

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
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,3}$")
_LEADING = re.compile(r"[\s,;:*–—•-]*(?:(?:and|or|but|then|also)\b[\s,]+)?", re.IGNORECASE)
_TRAILING_JOINT = re.compile(r"[,;\s]+(?:and/or|and|or|but)\s*[,;.:]?\s*$", re.IGNORECASE)
ONE_OF = re.compile(
    r"(?:meet|satisfy|fulfil+|have|hold|possess|be|are|is|at\s+least|one|any|all|both|each|every|either|of|the|these|following|"
    r"conditions?|requirements?|criteria|qualifications?|must|apply|or|more|things?|also|:|\s|-|–)*",
    re.IGNORECASE,
)
"""The words of an introduction that say nothing but how its list is joined."""
BROKEN_OFF = re.compile(r"\b(?:in|from|of|to|for|with|a|an|the|at|and|or|by|than)\W{0,3}$", re.IGNORECASE)
"""The end of a sentence or item whose rest stands elsewhere, as where a page cuts its lines."""
RELATIVE_END = re.compile(r"\b(?:who|that|which|whose|if|and|or|when)\s*$", re.IGNORECASE)


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
        spans = [tidy(self.text, item.start, item.end) for item in items if not item.items]
        if any(BROKEN_OFF.search(self.text, *span) for span in spans):
            # "a GPA of" with the next item for its number: the items are none by themselves.
            return self.condition(items[0].start, stop_of(items[-1]), marker, lead)
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
    while end > start and text[end - 1] in _EDGE and not _INITIALS.search(text, max(start, end - 6), end):
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


@dataclass(frozen=True, slots=True)
class Reading:
    """A rule with the span of the document it was read from.

    ``kind`` is the span of the words that name whom it is for, with ``by_heading`` where they stand in the heading.
    ``lead_in`` has to be quoted before it. ``alternative`` and ``adds`` where it opens one way in, and one beside
    another that came before.
    """

    start: int
    end: int
    rule: Rule
    kind: tuple[int, int] | None
    by_heading: bool
    alternative: bool = False
    adds: bool = False
    lead_in: tuple[int, int] | None = None


@dataclass(slots=True)
class Opening:
    """What comes before the subject: how far it goes, and what it says."""

    position: int
    strong: bool = False
    kind: tuple[int, int] | None = None
    condition: tuple[int, int] | None = None


def read_opening(text: str, start: int, end: int) -> Opening:
    """What stands before the subject: "Please note:", a purpose, for whom it is, a condition."""
    label = patterns.LABELLED_OFFER.match(text, start, end)
    opening = Opening(start if label is None else label.end())
    for _ in range(3):
        before = opening.position
        if (found := patterns.OPENING.match(text, opening.position, end)) is not None:
            opening.position = found.end()
        if (found := patterns.LABEL.match(text, opening.position, end)) is not None and found.end() < end:
            opening.position, opening.strong = found.end(), True
        if (found := patterns.PURPOSE.match(text, opening.position, end)) is not None:
            opening.position, opening.strong = found.end(), True
        elif (found := patterns.FOR_KIND.match(text, opening.position, end)) is not None:
            opening.position = found.end()
            opening.kind = found.span("kind") if names_kind(found["kind"]) else opening.kind
        elif (found := patterns.IF_FIRST.match(text, opening.position, end)) is not None:
            opening.position, opening.condition = found.end(), found.span("kind")
        if opening.position == before:
            break
    return opening


def made(
    text: str,
    statement: Statement,
    logic: Logic | None,
    *,
    kind: tuple[int, int] | None,
    denial: tuple[int, int] | None = None,
    named: bool = False,
    alternative: bool = False,
) -> Reading:
    """The reading of the whole statement; a kind of its own goes before that of the heading.

    ``named`` where a condition says already whom the rule is for.
    """
    start, end = statement.start, statement.stop
    conclusion = None
    if denial is not None:
        at, stop = tidy(text, *denial)
        conclusion = Conclusion(at - start, stop - start, text[at:stop], True)
    rule = Rule(text[start:end], conclusion, logic)
    by_heading = kind is None and statement.kind is not None and not named
    kind = statement.kind if by_heading else kind
    adds = alternative and patterns.ADDS.search(text, start, statement.end) is not None
    return Reading(start, end, rule, kind, by_heading, alternative, adds)


def kind_of(text: str, subject: tuple[int, int]) -> tuple[int, int] | None:
    """The span of the subject where it names some applicants rather than all."""
    start, end = tidy(text, *subject)
    label = re.search(r"[-–—:]\s+(?=[^-–—:]*$)", text[start:end])
    start += label.end() if label is not None else 0
    return None if end <= start or is_everyone(text[start:end]) else (start, end)


def after_space(text: str, start: int, end: int) -> int:
    """The first offset from the start on that is neither a space nor a colon."""
    while start < end and text[start] in " :":
        start += 1
    return start


def connective_of(text: str, statement: Statement, usual: str) -> str:
    """How the list is joined, "all" or "any": by its introduction, else by a word at an item's end, else as usual."""
    lead = text[max(statement.start, statement.end - 160) : statement.end]
    any_of, all_of_ = patterns.ANY_OF.search(lead), patterns.ALL_OF.search(lead)
    if any_of and not (all_of_ and all_of_.start() > any_of.start()):
        return "any"
    if all_of_:
        return "all"
    joint = joint_of(text, statement.items)
    return {"and": "all", "or": "any", None: usual}[joint]


def list_lead_of(text: str, begin: int, end: int) -> tuple[int, int] | None:
    """The words of an introduction that its items continue: "you", "you're", "you have"."""
    found = re.search(
        r"\b(?:you(?:['’](?:re|ve|ll))?|they)(?:\s+(?:are|have|had|were|must|also|either|both|be))*\s*[:–-]*\s*$",
        text[begin:end],
        re.IGNORECASE,
    )
    return None if found is None else (begin + found.start(), begin + len(text[begin:end].rstrip(" :-–")))
