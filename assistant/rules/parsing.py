"""The text of a rule -> its conclusion and its conditions, joined as the text joins them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.language import terms
from assistant.rules.clauses import Part, is_negative, requires, split_sentence
from assistant.rules.layout import Piece, introduces, read_pieces
from assistant.rules.logic import (
    AllOf,
    AnyOf,
    Conclusion,
    Condition,
    Logic,
    Marker,
    Not,
    Rule,
    all_of,
    any_of,
    conditions_of,
    negate,
)

MAX_CHARACTERS = 20_000

_VERB = (
    r"(?:have|has|had|are|is|were|was|be|do|does|did|will|can|must|may|act|hold|live|work|study|own|earn|receive|get|"
    r"need|want|agree|meet|pay|pass|speak|apply|plan|intend|show|prove|provide|submit|send|complete|use|claim|enrol|"
    r"register|sign)"
)
_SUBJECT = r"(?:you|your|they|their|he|she|it|we|there|the\s+\w+|an?\s+\w+)"
_JOINT = re.compile(
    rf"(?P<mark>,\s+(?:and|or)|(?<!\s)\s+(?:and|or)|[,;])\s+(?:either\s+|also\s+|if\s+|who\s+|that\s+)?"
    rf"(?=(?:you|your|they|it|he|she)\b|{_SUBJECT}\s+{_VERB}\b|{_VERB}\b)",
    re.IGNORECASE,
)
_PAIR = re.compile(
    r"\b(?:(?P<both>both)\s+(?P<a>[^,;]{1,120}?)\s+and\s+|either\s+(?P<c>[^,;]{1,120}?)\s+or\s+)", re.IGNORECASE
)
_ALL = re.compile(r"\b(?:all|both|each|every)\b(?!\s+(?:other|time|year|month|week)s?\b)", re.IGNORECASE)
_ANY = re.compile(r"\b(?:any|either|one|at\s+least\s+one)\b", re.IGNORECASE)
_LIST_WORDS = re.compile(
    r"\b(?:the\s+following|following|these|below|all\s+of|any\s+of|one\s+of|either|both|include[sd]?)\b", re.IGNORECASE
)
_ENDS_WITH = re.compile(r"[,;\s]+(and|or|but)\s*[,;:.]?\s*$", re.IGNORECASE)
_JOINED_LIST = re.compile(
    r"[,;\s]\s{0,3}(and|or)(?:\s+(?:either|both|all|any|one|at|least|of|the|these|following|you|are|must|have))*\s*:?\s*$",
    re.IGNORECASE,
)
_OPENS_EXCEPTION = re.compile(r"\W*(?:however|but|nevertheless|exceptions?)\b", re.IGNORECASE)
_ADDS = re.compile(r"\b(?:also|alternatively|or\s+else|otherwise|instead)\b", re.IGNORECASE)
_MODAL_TAIL = re.compile(
    r"\b(?:you|applicants|candidates|students)\s+(?:must|(?:will\s+)?need\s+to|have\s+to|should|can(?:not)?|may|are|have)"
    r"(?:\s+(?:also|not|be|have))*\s*:?$|\b(?:you|your\s+\w+)(?:['’](?:re|ve|ll))?\s*:?$",
    re.IGNORECASE,
)
_LEADING = re.compile(r"[\s,;:()*–—-]*(?:(?:then|and|or|but|either|that|for\s+example)\b[\s,]*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Clause:
    """What one sentence says: where its conclusion holds, and how it stands to the sentence before."""

    conclusion: Conclusion | None
    logic: Logic
    excepts: bool
    adds: bool


def parse_rule(text: str) -> Rule:
    """The rule that the first 20,000 characters of the text state.

    Sentences without any sign of a condition count as conditions only where no sentence has one. Where sentences have
    conclusions of opposite polarity, the first one's stands, and the conditions of the others are exceptions to it.
    """
    text = text[:MAX_CHARACTERS]
    clauses = [clause for piece in read_pieces(text) if (clause := _read_clause(text, piece)) is not None]
    marked = [
        clause for clause in clauses if any(one.marker != Marker.STATEMENT for one in conditions_of(clause.logic))
    ]
    return _combine(text, marked or clauses)


def _combine(text: str, clauses: Sequence[_Clause]) -> Rule:
    # A text that begins with what is required grants something, whatever it denies further on.
    grants = bool(clauses) and clauses[0].conclusion is None
    conclusions = [clause.conclusion for clause in clauses if clause.conclusion is not None]
    conclusion = next((one for one in conclusions if not (grants and one.negated)), None)
    denies = conclusion is not None and conclusion.negated
    first: list[Logic] = []
    alternatives: list[Logic] = []
    common: list[Logic] = []
    for clause in clauses:
        opposite = clause.conclusion is not None and clause.conclusion.negated != denies
        if (first or alternatives) and not opposite and _is_requirement(clause.conclusion):
            common.append(_requirement(text, clause))
        elif opposite:
            common.append(negate(clause.logic))
        elif first and clause.conclusion is not None and (clause.excepts or clause.adds):
            alternatives.append(clause.logic)
        else:
            (common if alternatives else first).append(clause.logic)
    together = all_of(first)
    either = any_of([together, *alternatives] if together else alternatives)
    return Rule(text, conclusion, all_of([either, *common] if either else common))


def _is_requirement(conclusion: Conclusion | None) -> bool:
    return conclusion is not None and not conclusion.negated and requires(conclusion.text)


def _requirement(text: str, clause: _Clause) -> Logic:
    """Of a later sentence "you must do this if ...": this is done, or the condition does not hold."""
    if clause.conclusion is None or not terms(clause.conclusion.text):
        return clause.logic
    start, end = clause.conclusion.start, clause.conclusion.end
    done = Condition(start, end, text[start:end], False, Marker.REQUIREMENT, next(conditions_of(clause.logic)).sentence)
    return AnyOf((done, negate(clause.logic)))


def _read_clause(text: str, piece: Piece) -> _Clause | None:
    words = text[piece.start : piece.end]
    if words.endswith("?") and not piece.items:
        return None
    parts = split_sentence(text, piece.start, piece.end)
    conclusion = _conclusion(text, [part for part in parts if part.marker is None])
    last = [part for part in parts if part.marker is not None][-1:]
    denies = conclusion is not None and conclusion.negated
    met: list[Logic] = []
    exceptions: list[Logic] = []
    joined_by_or = False
    for part in parts:
        if part.marker is None:
            continue
        logic = _read_part(text, part, piece.items if part in last else [], denies)
        if logic is None:
            continue
        (exceptions if part.marker == Marker.EXCEPTION else met).append(logic)
        joined_by_or = joined_by_or or _joint(text, part.start, part.end) == "or"
    if parts[0].marker in (Marker.STATEMENT, Marker.REQUIREMENT):
        conclusion = _stated_conclusion(text, parts[0], bool(piece.items))
    logic = any_of(met) if joined_by_or else all_of(met)
    if exceptions and (none := any_of(exceptions)) is not None:
        logic = Not(none) if logic is None else AllOf((logic, Not(none)))
    if logic is None:
        return None
    logic = _within(logic, (piece.start, piece.end))
    return _Clause(conclusion, logic, _OPENS_EXCEPTION.match(words) is not None, _ADDS.search(words) is not None)


def _within(logic: Logic, sentence: tuple[int, int]) -> Logic:
    match logic:
        case Condition():
            return replace(logic, sentence=sentence)
        case Not(part):
            return Not(_within(part, sentence))
        case AllOf(parts, stated):
            return AllOf(tuple(_within(part, sentence) for part in parts), stated)
        case AnyOf(parts, stated):
            return AnyOf(tuple(_within(part, sentence) for part in parts), stated)


def _joint(text: str, start: int, end: int) -> str | None:
    found = _ENDS_WITH.search(text, max(start, end - 12), end)
    return found[1].lower() if found else None


def _conclusion(text: str, mains: Sequence[Part]) -> Conclusion | None:
    """The first piece of the main clause that says something: "Students | cannot apply" is cut after one word."""
    tidy = [_tidy(text, part.start, part.end) for part in mains]
    spans = [span for span in tidy if terms(text[slice(*span)])]
    telling = [span for span in spans if text.count(" ", *span) >= 2 or is_negative(text[slice(*span)])]
    if not spans:
        return None
    start, end = (telling or spans)[0]
    words = text[start:end]
    return Conclusion(start, end, words, is_negative(words))


def _stated_conclusion(text: str, part: Part, has_items: bool) -> Conclusion | None:
    """Of a sentence that is a condition itself only what it denies is a conclusion, and what it says above a list."""
    words = text[part.start : part.end]
    if has_items and (part.marker == Marker.STATEMENT or is_negative(words)):
        return _conclusion(text, [part])
    return None


def _read_part(
    text: str, part: Part, items: Sequence[Piece], denies: bool, lead: tuple[int, int] | None = None
) -> Logic | None:
    marker = part.marker or Marker.IF
    if not items:
        return _coordinate(text, part.start, part.end, marker, lead)
    words = text[part.start : part.end].rstrip(" :-\n")
    # The negation of "you must not:" is that of the conclusion, and none of the items'.
    denies_itself = marker in (Marker.REQUIREMENT, Marker.STATEMENT) and is_negative(words)
    joint = _JOINED_LIST.search(text, max(part.start, part.end - 60), part.end)
    if joint is None or not terms(text[part.start : joint.start()]):
        list_lead = None if denies_itself else _lead(text, part, words) or lead
        return _read_items(text, items, marker, list_lead, words, denies or denies_itself)
    # "If you are over 18 and either:": the introduction holds a condition of its own.
    own = _coordinate(text, part.start, joint.start(), marker, lead)
    listed = _read_items(text, items, marker, lead, joint[0], denies)
    both = [logic for logic in (own, listed) if logic is not None]
    return any_of(both) if joint[1].lower() == "or" else all_of(both)


def _lead(text: str, part: Part, words: str) -> tuple[int, int] | None:
    if _LIST_WORDS.search(words):
        return None
    found = _MODAL_TAIL.search(words)
    if found is None:
        return None
    return _tidy(text, part.start + found.start(), part.start + len(words))


def _read_items(
    text: str, items: Sequence[Piece], marker: Marker, lead: tuple[int, int] | None, words: str, denies: bool
) -> Logic | None:
    found = [logic for item in items if (logic := _read_item(text, item, marker, lead, denies)) is not None]
    match _connective(text, items, marker, words, denies):
        case "all":
            return all_of(found)
        case "any":
            return any_of(found)
        case "all, as it seems":
            return all_of(found, stated=False)
        case _:
            return any_of(found, stated=False)


def _connective(text: str, items: Sequence[Piece], marker: Marker, words: str, denies: bool) -> str:
    """How the items are joined: by the introduction's words, else a word at an item's end, else as lists usually are.

    Requirements and conditions that are sentences about "you" usually hold together; things of which a list gives the
    kinds, what denies, and exceptions each suffice.
    """
    if _ANY.search(words):
        return "any"
    if _ALL.search(words) and marker != Marker.EXCEPTION:
        return "all"
    joints = [joint for item in items[:-1] if (joint := _joint(text, item.start, item.end))]
    if joints:
        return "any" if joints[-1] == "or" else "all"
    if marker == Marker.EXCEPTION or denies or is_negative(words):
        return "any, as it seems"
    if marker == Marker.REQUIREMENT or re.search(r"\byou\s*$", words, re.IGNORECASE):
        return "all, as it seems"
    about_you = sum(bool(re.match(r"you\b", text[item.start : item.start + 8], re.IGNORECASE)) for item in items)
    return "all, as it seems" if 2 * about_you > len(items) and marker == Marker.IF else "any, as it seems"


def _read_item(text: str, item: Piece, marker: Marker, lead: tuple[int, int] | None, denies: bool) -> Logic | None:
    if item.items and introduces(text, item):
        return _read_part(text, Part(item.start, item.end, marker), item.items, denies, lead)
    parts = split_sentence(text, item.start, item.end)
    exceptions = [part for part in parts if part.marker == Marker.EXCEPTION]
    excepted = [logic for part in exceptions if (logic := _coordinate(text, part.start, part.end, part.marker, None))]
    none = any_of(excepted)
    if parts[0].marker == Marker.EXCEPTION:
        return None if none is None else Not(none)
    start = parts[0].start if parts[0].marker in (Marker.IF, Marker.WHEN) else item.start
    end = next((part.end for part in parts if exceptions), item.end)
    own = _condition(text, start, end, marker, lead)
    return own if own is None or none is None else AllOf((own, Not(none)))


def _coordinate(text: str, start: int, end: int, marker: Marker | None, lead: tuple[int, int] | None) -> Logic | None:
    """The conditions of a clause; "and" binds closer than "or", as it does in logic."""
    marker = marker or Marker.IF
    pair = _PAIR.search(text, start, end)
    if pair is not None:
        return _read_pair(text, start, end, marker, lead, pair)
    joints = list(_JOINT.finditer(text, start, end))
    spoken = {word for joint in joints for word in ("and", "or") if word in joint["mark"].lower().split()}
    if not spoken:
        return _condition(text, start, end, marker, lead)
    alternatives: list[list[Logic]] = [[]]
    begin = start
    for joint in joints:
        _append(alternatives[-1], _condition(text, begin, joint.start(), marker, lead))
        begin = joint.end()
        # A comma stands for the word that comes after the last comma.
        if "or" in joint["mark"].lower().split() or spoken == {"or"}:
            alternatives.append([])
    _append(alternatives[-1], _condition(text, begin, end, marker, lead))
    return any_of([logic for alternative in alternatives if (logic := all_of(alternative)) is not None])


def _append(parts: list[Logic], part: Logic | None) -> None:
    if part is not None:
        parts.append(part)


def _read_pair(
    text: str, start: int, end: int, marker: Marker, lead: tuple[int, int] | None, pair: re.Match[str]
) -> Logic | None:
    """Of "you have both this and that" the two halves, each led in by "you have", with what is joined to the pair."""
    before = _ENDS_WITH.search(text, max(start, pair.start() - 12), pair.start())
    after = _JOINT.search(text, pair.end(), end)
    own_end = start if before is None else before.start()
    if before is None and text[start : pair.start()].strip():
        lead = _tidy(text, start, pair.start())
    first = (pair.start("a"), pair.end("a")) if pair["both"] else (pair.start("c"), pair.end("c"))
    second = (pair.end(), end if after is None else after.start())
    halves: list[Logic] = []
    for span in (first, second):
        _append(halves, _condition(text, *span, marker, lead))
    joined: list[Logic] = []
    _append(joined, _condition(text, start, own_end, marker, lead))
    _append(joined, all_of(halves) if pair["both"] else any_of(halves))
    _append(joined, None if after is None else _condition(text, after.end(), end, marker, None))
    joints = {before[1].lower() if before else "", *(after["mark"].lower().split() if after else ())}
    return any_of(joined) if "or" in joints else all_of(joined)


def _condition(text: str, start: int, end: int, marker: Marker, lead: tuple[int, int] | None) -> Condition | None:
    start, end = _tidy(text, start, end)
    words = text[start:end]
    if not terms(words):
        return None
    negated = is_negative(words) or (lead is not None and is_negative(text[lead[0] : lead[1]]))
    return Condition(start, end, words, negated, marker, (start, end), lead)


def _tidy(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the joints and punctuation around it; a bracket that was opened in it stays."""
    found = _LEADING.match(text, start, end)
    start = found.end() if found else start
    joint = _ENDS_WITH.search(text, max(start, end - 12), end)
    end = joint.start() if joint else end
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".,;:-–—*"):
        end -= 1
    if end > start and text[end - 1] == ")" and "(" not in text[start:end]:
        end -= 1
    return start, end
