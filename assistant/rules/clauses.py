"""A sentence -> its main clause and the clauses that condition it."""

import re
from dataclasses import dataclass

from assistant.rules.logic import Marker

_EXCEPTION = (
    r"unless|except(?:ing)?(?:\s+(?:if|when|where|for|that|in))?|excluding|other\s+than|apart\s+from|"
    r"exceptions?\s*[-–—:]|but\s+not(?:\s+(?:if|when|where|for))?|not\s+including"
)
_IF = (
    r"(?:but\s+)?(?:only\s+)?if|provided(?:\s+that)?|providing(?:\s+that)?|as\s+long\s+as|so\s+long\s+as|"
    r"on\s+(?:the\s+)?condition\s+that|in\s+the\s+event\s+that"
)
_WHEN = (
    r"(?:only\s+)?when(?:ever)?|where(?=\s+(?:you|your|the|an?|they|it|he|she)\b)|while|once(?=\s+(?:you|your|the)\b)"
)
_PEOPLE = (
    r"(?:those|anyone|anybody|everyone|someone|applicants?|students?|people|persons?|candidates?|individuals?|patients?|"
    r"members?|citizens?|residents?|nationals|graduates?|workers?|employees?|veterans?|women|men|children|drivers?|"
    r"fellows?|scholars?|researchers?|families|parents?|adults?|charities|organi[sz]ations?)"
)
_DESCRIBED = (
    r"with|without|under|over|aged|born|from|living|holding|enrolled|admitted|accepted|registered|applying|studying|"
    r"working|pursuing|seeking|whose"
)
_WHO = rf"(?<=\w)\s+who\b(?!\s+to\b)|\b{_PEOPLE}\s+(?=(?:{_DESCRIBED})\s)"
_MARKERS = re.compile(
    rf"\b(?P<exception>{_EXCEPTION})(?=\W)|\b(?P<when>{_WHEN})\b|\b(?P<if>{_IF})\b|(?P<restriction>{_WHO})",
    re.IGNORECASE,
)
# "Check if you qualify" and "if necessary" condition nothing.
_NO_CONDITION_BEFORE = re.compile(
    r"\b(?:even|see|check|know|find\s+out|out|ask|as|what|tell\s+us|sure|confirm|wonder|decide)\s*$",
    re.IGNORECASE,
)
_NO_CONDITION_AFTER = re.compile(
    r"\s+(?:necessary|possible|applicable|any|so|not|needed|required|relevant|appropriate|only)\s*(?:[,.;:)]|$)",
    re.IGNORECASE,
)
_MODAL = (
    r"(?:can|may|must|will|should|might|could|would|cannot|shall|is|are|do|does|need|needs|has\s+to|have\s+to|qualify|"
    r"get|(?:can|won|don|doesn|isn|aren|wouldn|couldn|shouldn|mustn)['’]t|['’]ll|['’]re|usually|still|also|only)"
)
_MAIN_AFTER_COMMA = re.compile(
    rf",\s*(?:then\s+)?(?!(?:and|or|but|nor)\b)(?=(?:[\w'’-]+\s+){{1,6}}?{_MODAL}\b|(?:you|they|we)['’](?:ll|re|ve)\b)",
    re.IGNORECASE,
)
_MAIN_WITHOUT_COMMA = re.compile(
    r"\s(?=(?:you|they|he|she|it|we|(?:your|the|his|her|their)(?:\s+(?!they\b|you\b)[\w-]+){1,6}?)\s+"
    r"(?:can|may|must|will|should|might|could|cannot|shall|(?:can|won)['’]t)\b)",
    re.IGNORECASE,
)
_MAIN_AFTER_SUBJECT = re.compile(
    r"\s(?=(?:can|may|must|will|should|might|could|cannot|shall|qualify|is\s+eligible|are\s+(?:not\s+)?eligible|"
    r"do\s+not|does\s+not|(?:can|won|don|doesn)['’]t|need\s+to|have\s+to|has\s+to|are\s+(?:not\s+)?(?:required|"
    r"able|allowed|entitled|exempt))\b)",
    re.IGNORECASE,
)
_REQUIRES = re.compile(
    r"(?<!might )(?<!may )(?<!as )\b(?:must|needs?\s+to|ha(?:ve|s)\s+to|required|requires?|"
    r"(?:you|they)(?:['’]ll|\s+will|\s+also|\s+should)*\s+need)\b",
    re.IGNORECASE,
)
_GRANTED_TO = re.compile(
    r"\b(?:(?:available|open|limited|restricted|offered|given|awarded|granted|only)\s+(?:only\s+)?(?:to|for)|"
    r"(?:awards?|scholarships?|fellowships?|grants?|program(?:me)?s?|courses?|prizes?)\s+(?:is|are)\s+(?:only\s+)?for)\s",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"(?<!, )(?<!,)\b(?:not|cannot|never|no\s+longer|no\s+one|nobody|banned|prohibited|forbidden|ineligible|excluded|"
    r"disqualified|refused|denied|unable|no(?!\s+(?:more|later|less|fewer|earlier)\b))\b(?!\s+only\b)|n['’]t\b",
    re.IGNORECASE,
)
_DENIED_TO = re.compile(r"\s(?:to|for)\s", re.IGNORECASE)
_DASH = re.compile(r"\s[-–—]\s")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a sentence, as offsets into the text; ``marker`` is None for the main clause."""

    start: int
    end: int
    marker: Marker | None


def is_negative(words: str) -> bool:
    """Whether the words deny something."""
    return _NEGATIVE.search(words) is not None


def requires(words: str) -> bool:
    """Whether the words say that something is required."""
    return _REQUIRES.search(words) is not None


def split_sentence(text: str, start: int, end: int) -> list[Part]:
    """The main clause and the conditioning clauses of `text[start:end]`, in the order of the text."""
    marks = [mark for mark in _MARKERS.finditer(text, start, end) if _conditions(text, mark, start, end)]
    if any(mark.lastgroup != "restriction" for mark in marks):
        # "If you have a child who is ill": who it is about does not end the clause.
        marks = [mark for mark in marks if mark.lastgroup != "restriction"]
    if not marks:
        return _split_unmarked(text, start, end)
    parts = [Part(start, marks[0].start(), None)] if text[start : marks[0].start()].strip(" ,*-") else []
    verb = _MAIN_AFTER_SUBJECT.search(text, start, end)
    verb_at = verb.start() if verb else end
    for mark, following in zip(marks, [*(mark.start() for mark in marks[1:]), end], strict=True):
        marker = Marker(mark.lastgroup or "")
        dash = _DASH.search(text, mark.end(), following)
        stop = dash.start() if dash else _main_begins(text, start, mark, following, bool(parts), verb_at)
        parts.append(Part(mark.end(), stop, marker))
        if stop < following:
            parts.append(Part(stop, following, None))
    return parts


def _conditions(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    if mark.lastgroup not in ("if", "when"):
        return True
    before, after = text[max(start, mark.start() - 12) : mark.start()], text[mark.end() : min(end, mark.end() + 16)]
    return not _NO_CONDITION_BEFORE.search(before) and not _NO_CONDITION_AFTER.match(after)


def _main_begins(text: str, start: int, mark: re.Match[str], end: int, main_came: bool, verb_at: int) -> int:
    """Where the conditioning clause ends and the main clause begins or goes on; the end where it does neither."""
    if mark.lastgroup == "restriction":
        found = None if verb_at < mark.start() else _MAIN_AFTER_SUBJECT.search(text, mark.end(), end)
        return found.start() if found else end
    if main_came and not text[max(start, mark.start() - 3) : mark.start()].rstrip().endswith((",", "(")):
        return end
    found = _MAIN_AFTER_COMMA.search(text, mark.end(), end)
    if found is None and not main_came:
        found = _MAIN_WITHOUT_COMMA.search(text, min(end, mark.end() + 4), end)
    if found is not None:
        return found.start()
    comma = text.find(",", mark.end(), end)
    return comma if comma >= 0 and not main_came else end


def _split_unmarked(text: str, start: int, end: int) -> list[Part]:
    negative = _NEGATIVE.search(text, start, end)
    denied = None if negative is None else _DENIED_TO.search(text, negative.end(), end)
    if denied is not None and not requires(text[start : denied.start()]):
        return [Part(start, denied.end(), None), Part(denied.end(), end, Marker.STATEMENT)]
    granted = _GRANTED_TO.search(text, start, end)
    if granted is not None:
        return [Part(start, granted.end(), None), Part(granted.end(), end, Marker.RESTRICTION)]
    if requires(text[start:end]):
        return [Part(start, end, Marker.REQUIREMENT)]
    return [Part(start, end, Marker.STATEMENT)]
