"""A condition -> the question that asks whether it holds, in the rule's own words."""

import re

from assistant.rules.clauses import is_negative
from assistant.rules.logic import Condition, Marker, Rule

MAX_CHARACTERS = 200
"""Longer conditions are quoted rather than turned, since a question of that length is not understood."""

_YOU = (
    r"(?:you|(?:the\s+|all\s+|an?\s+)?(?:applicants?|candidates?|students?|fellows?))"
    r"(?:\s+(?P<adverb>also|still|currently|already|usually))?"
)
_MUST = r"(?:must|should|need\s+to|needs\s+to|have\s+to|has\s+to|will\s+need\s+to|are\s+required\s+to)"
_NOT = r"(?:\s+not)?"
_DONE = (
    r"(?P<done>(?:already\s+)?(?:[a-z]+ed|been|had|got|taken|paid|held|made|done|given|gone|written|chosen|begun|found|"
    r"lost|met|read|sent|spent|taught|won|left|kept|sold|bought|built|become|come|seen|shown|known|spoken|stood))"
)
_PLAIN = (
    r"(?P<plain>live|work|want|need|hold|own|study|earn|receive|get|speak|plan|intend|apply|meet|pay|act|agree|expect|"
    r"care|know|use|claim|wish|hope|teach|lead|pass|sell|rent|travel|attend|belong|qualify|share|support|make|take|give|"
    r"keep|come|go|serve|run|provide|submit|send|complete|register|demonstrate|show|look)"
)
_SUBJECT = (
    r"(?P<subject>(?:your|the|this|that|it|they|he|she|there|each|an?)"
    r"(?:\s+(?!(?:who|that|which|and|or)\b)[\w-]+){0,4}?)"
)

# Tried in this order. What follows the match is taken over; "not" is left out, and the answer turned round instead.
_TURNS = [
    (re.compile(rf"{pattern}\b\s*", re.IGNORECASE), opening)
    for pattern, opening in [
        (rf"(?:{_YOU}\s+)?(?:are{_NOT}(?!\s+required)|{_MUST}{_NOT}\s+be|be)", "are you"),
        (rf"(?:{_YOU}\s+)?(?:{_MUST}{_NOT}\s+)?have{_NOT}\s+{_DONE}", "have you {adverb} {done}"),
        (rf"(?:{_YOU}\s+)?(?:{_MUST}|do){_NOT}\s+have", "do you {adverb} have"),
        (rf"(?:{_YOU}\s+)?have", "do you {adverb} have"),
        (rf"{_YOU}\s+(?P<modal>can|could|will|would|do|did|were){_NOT}", "{modal} you"),
        (rf"(?:{_YOU}\s+)?{_MUST}{_NOT}\s+{_PLAIN}", "do you {plain}"),
        (rf"(?:{_YOU}\s+)?{_PLAIN}", "do you {adverb} {plain}"),
        (rf"{_SUBJECT}\s+(?P<verb>is|are|was|were|can|will){_NOT}", "{verb} {subject}"),
        (rf"{_SUBJECT}\s+(?P<verb>has|have){_NOT}\s+{_DONE}", "{verb} {subject} {done}"),
        (r"(?P<bare>under|over|aged)(?=\s+(?:the\s+age\b|\d))", "are you {bare}"),
    ]
]


def phrase(rule: Rule, condition: Condition) -> str:
    """The condition as a yes/no question without its negation, or quoted as it stands where it cannot be turned safely.

    Where a negation was left out, a yes makes the condition false; `is_true` says which way an answer counts.
    """
    own = " ".join(condition.text.split())
    lead = "" if condition.lead is None else " ".join(rule.text[slice(*condition.lead)].split())
    turned = _turn(f"{lead} {own}".strip(), condition.marker) if len(lead) + len(own) <= MAX_CHARACTERS else None
    if turned is not None:
        return turned
    return f"Does this apply to you: “{f'{lead} … {own}' if lead else own}”?"


def is_true(condition: Condition, question: str, yes: bool) -> bool:
    """Whether the condition is true, given the answer to a question about it that may leave out its negation."""
    return yes if is_negative(question) == condition.negated else not yes


def _turn(words: str, marker: Marker) -> str | None:
    words = _spelt_out(words)
    if re.search(r"[;:?!](?:\s|$)|\.\s+[A-Z]", words):
        return None
    if marker == Marker.REQUIREMENT:
        words = re.sub(r"^(you)\s+(?:will\s+|also\s+)*need\s+(?!to\b)", r"\1 have ", words, flags=re.IGNORECASE)
    for pattern, opening in _TURNS:
        found = pattern.match(words)
        if found is None:
            continue
        rest = words[found.end() :].strip(" ,")
        groups = {name: found[name] or "" for name in pattern.groupindex}
        question = " ".join([*opening.format_map({"adverb": "", **groups}).lower().split(), rest]).strip() + "?"
        complete = rest or "done" in groups
        return question[0].upper() + question[1:] if complete and _is_safe(question) else None
    return None


def _is_safe(question: str) -> bool:
    """Whether the question has no negation left and does not mix "you" with "they"."""
    if is_negative(question):
        return False
    return re.match(r"\w+ you\b", question) is None or re.search(r"\b(?:their|they|themselves)\b", question) is None


def _spelt_out(words: str) -> str:
    words = words.replace("'", "’")
    for pattern, plain in _CONTRACTIONS:
        words = pattern.sub(plain, words)
    return words


_CONTRACTIONS = [
    (re.compile(pattern, re.IGNORECASE), plain)
    for pattern, plain in [
        (r"\b(?:can’t|cannot)\b", "can not"),
        (r"\bwon’t\b", "will not"),
        (r"(?<=\w)n’t\b", " not"),
        (r"(?<=\w)’re\b", " are"),
        (r"(?<=\w)’ve\b", " have"),
        (r"(?<=\w)’ll\b", " will"),
        (r"\b(it|he|she)’s been\b", r"\1 has been"),
        (r"\b(it|he|she)’s\b", r"\1 is"),
    ]
]
