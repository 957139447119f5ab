"""Where a sentence asks for something: the words asked for, how far, and of whom."""

import re
from dataclasses import dataclass

from assistant.checklists.items import Need

Piece = tuple[int, int]

_WHO = (
    r"(?:you|(?:\w+\s+)?applicants?|(?:\w+\s+)?candidates?|(?:\w+\s+)?students?|seniors|juniors|sophomores|teachers|nurses|residents|physicians|"
    r"parents|nominees?|everyone|(?:\w+\s+)?graduates?|"
    r"(?:\w+\s+)?organi[sz]ations?|artists?|groups?|authors?|claimants?)"
)
_APPLICATION = (
    r"(?:applications?|application\s+(?:packages?|packets?|materials?|files?)|submissions?|dossiers?|proposals?)"
)
_VERB = (
    r"(?:submit|send|upload|provide|include|supply|attach|enclose|furnish|complete|fill\s+(?:in|out)|bring|present|show|"
    r"produce|pay|add|forward|mail|e-?mail|arrange(?:\s+for)?|compile|prepare|return|give|have\s+(?:\w+\s+){0,3}sent)"
)
_MUST = (
    r"(?:must|should|shall|(?:are|is|will\s+be|you[’']re)\s+(?:also\s+|normally\s+)?(?:required|requested|asked|expected)\s+to|"
    r"(?:will\s+|[’']ll\s+)?(?:also\s+|only\s+)?needs?\s+to|ha(?:ve|s)\s+to|will|[’']ll)"
)
_MAY = (
    r"(?:may|can|could|(?:are|is)\s+(?:strongly\s+|also\s+)?(?:encouraged|recommended|welcome|advised|allowed|invited|free)"
    r"\s+to|(?:have|has)\s+the\s+option\s+(?:of|to)|(?:may\s+)?wish\s+to)"
)
_ASKED_LATER = re.compile(
    r"\b(?:(?:may|might|could)\s+(?:also\s+)?(?:be\s+(?:asked|required|requested)|ask|request|require|contact)|(?:up)?on\s+request|"
    r"will\s+(?:contact\s+you|request(?!\b[^.;]{0,60}\bfrom\b)|ask|let\s+you\s+know|tell\s+you)|(?:deemed|considered|found)\s+necessary|"
    r"ask(?:s|ed)?\s+for\s+(?:them\s+)?later|if\s+(?:we\s+)?(?:need|request)(?:ed)?|when\s+(?:asked|requested))\b",
    re.IGNORECASE,
)
_OPTIONAL = re.compile(
    r"\b(?:optional(?:ly)?|not\s+required|not\s+mandatory|if\s+(?:you\s+(?:wish|like|want|choose)|desired|available)|"
    r"recommended|encouraged|preferred|may\s+(?:also\s+)?(?:choose|elect|wish|submit|include|upload|provide|send|add|attach))\b",
    re.IGNORECASE,
)
_LATER_STAGE = re.compile(
    r"\b(?:(?:offered|offer\s+of)\s+admission|accept(?:ed|ing)?\s+(?:an?|the|our|your)\s+offer|(?:once|after|if|when)\s+(?:you\s+)?"
    r"(?:are\s+|have\s+been\s+|you[’']re\s+|being\s+)?(?:admitted|accepted|admission|acceptance|enrol\w*|selected|matriculat\w+|"
    r"awarded|hired)|(?:admitted|accepted|newly\s+enrolled|enrolled|incoming|successful|current)\s+(?:students?|applicants?|"
    r"candidates?|fellows?)|upon\s+(?:admission|acceptance|enrol\w*|arrival)|(?:first\s+day|start)\s+of\s+(?:classes|the\s+"
    r"(?:semester|term))|intent\s+to\s+enrol\w*|enrol\w+\s+deposit|prior\s+to\s+enrol\w*|final\s+official\s+transcripts?|"
    r"official\s+final\s+transcripts?)\b",
    re.IGNORECASE,
)
_NO = re.compile(r"\b(?:not|no|n[’']t|never|cannot|nor|without|waive[sd]?|exempt\w*)\b|n[’']t\b", re.IGNORECASE)
_SOFT = r"(?:(?:also|then|please|\w+ly|first|instead|both)\s+){0,2}"

_ACTIVE = re.compile(
    rf"(?<!\bif\s)(?<!\bonce\s)(?<!\bwhen\s)(?<!\bafter\s)\b(?:{_WHO}|{_APPLICATION})\b(?P<between>(?:(?!\b(?:which|should|must|will)\b)[^.;:?!\n]){{0,140}}?)(?:\b|(?=[’']))(?:(?P<must>{_MUST})|(?P<may>{_MAY}))\s+{_SOFT}{_VERB}\b"
    rf"(?:\s+and\s+(?:\w+\s+)?{_VERB}\b)?",
    re.IGNORECASE,
)
# "If there is an application on file, the school will send": another than the applicant does.
_OTHER_SUBJECT = re.compile(r"(?:you|applications?)\b[^.;:]{0,140},\s+[^\s,][^,]{0,40}$", re.IGNORECASE)
_YOU_NEED = re.compile(
    r"\byou(?:\s+will|[’']ll)?\s+(?:also\s+|only\s+)?need\b(?!\s+(?:to|not|help|more)\b)|\bmust\s+have\b(?=\s+(?:an?|your)\b)",
    re.I,
)
_REQUIRES = re.compile(
    r"\b(?:we|programs?|application|applications|department|school|committee|it)\s+(?:also\s+)?(?:requires?|asks?\s+for)\b",
    re.I,
)
_CONSISTS = re.compile(
    rf"\b{_APPLICATION}\b[^.;:?!\n]{{0,80}}?\b(?:includes?|consists?\s+of|contains?|comprises?)\b", re.IGNORECASE
)
_THIRD = re.compile(
    r"(?P<who>(?:(?!\b(?:to|must|will|should|may|can)\b)[^.;:?!\n]){3,100}?)\s+(?:also\s+)?(?:adds?|submits?|sends?|uploads?|provides?|encloses?|attaches)\b",
    re.IGNORECASE,
)
_ORDER = re.compile(
    rf"(?:^|[,;]\s*|\.?-\s+)(?:download\s+and\s+)?(?:\(?\d{{1,2}}[.)]\s+|\(?[a-zA-Z][.)]\s+)?(?:(?:please|also|then|to\s+apply|next|finally|and),?\s+){{0,2}}{_SOFT}"
    r"(?P<verb>submit|send|upload|provide|include|supply|attach|enclose|complete|fill\s+(?:in|out)|pay|compile|arrange\s+for|"
    r"have\s+(?:\w+\s+){0,3}sent|e-?mail|mail)\b",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"\b(?:(?:following|required)\s+(?:\w+\s+)?(?:materials|documents|items)\b[^:.\n]{0,120}|"
    r"(?:submit|send|upload|provide|include|consists?\s+of|require[sd]?)\b[^:.\n]{0,60}\b(?:the\s+following|these)):(?=\s+\S)",
    re.IGNORECASE,
)
_IN_NEED = re.compile(
    r"\b(?:need(?!\s+to\s+be)|required|submit|provide|send|upload|show|enclose|attach|bring|include|supply)\b",
    re.IGNORECASE,
)
_OF_MANY = re.compile(
    r"\b(?:most|many|some)\s+(?:\w+\s+)?(?:students|applicants|candidates|applications)\b", re.IGNORECASE
)
_THERE_IS = re.compile(r"\bthere\s+is\s+(?=an?\s[^.;:]{0,60}?\bfees?\b)", re.IGNORECASE)
_PASSIVE = re.compile(
    r"\s(?:(?P<must>(?:is|are)\s+(?:also\s+|both\s+)?(?:required|needed|mandatory)|(?:must|should|need\s+to)\s+(?:also\s+)?be\s+"
    r"(?:\w+ly\s+)?(?:submitted|sent|uploaded|provided|included|received|attached|mailed|e-?mailed|enclosed|supplied|completed|forwarded|requested)|is\s+[$£€]\d)|"
    r"(?P<may>(?:is|are)\s+(?:\w+ly\s+)?(?:optional|recommended|encouraged|welcome|accepted)|(?:may|can)\s+(?:also\s+)?be\s+"
    r"(?:\w+ly\s+)?(?:submitted|included|uploaded|provided|attached)))\b",
    re.IGNORECASE,
)
_TO_WHOM = re.compile(
    r"\s+(?:to|with|via|through|online|along\s+with|in)\b[^.;:]{1,80}?\s(?=(?:their|your|an?|two|three|one|his|all)\s)",
    re.IGNORECASE,
)
_CONDITIONS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in [
        r"\b(?:if|unless)\b(?!\s+(?:there\s+are\s+any\b|you\s+(?:wish|like|want|have\s+(?:any\s+)?questions)|possible|necessary|needed|available|desired))"
        r"[^.;:()\n]{3,160}?(?=,\s|[.;:()\n]|$)",
        r"\b(?:(?:all|any)\s+)?(?:(?:international|foreign|overseas|transfer|visiting|non-native|part-time|returning|domestic|"
        r"self-employed|joint|first-time|rising|first-year|home-?schooled|doctoral|Ph\.?D\.?|master[’']s|M\.?A\.?|MFA)\s+){1,3}(?:medical\s+|high\s+school\s+)?(?:applicants?|students?|"
        r"graduates?|candidates?|seniors?|juniors?)(?:\s+(?:who|whose|for\s+whom|with|from)\b[^.;:()\n]{3,140}?(?=\s(?:must|should|will|(?:are|is)\s+(?:required|expected|asked)|"
        r"needs?|may|have\s+to)\b|,\s|[.;:()\n]|$))?",
        r"\b(?:an?\s+|any\s+|all\s+|those\s+)?(?:applicants?|candidates?|students?|those|graduates?)\s+(?:who|whose|for\s+whom|with|from|for\s+an?|"
        r"to\s+the)\b[^.;:()\n]{3,140}?(?=\s(?:must|should|will|(?:are|is)\s+(?:required|expected|asked)|needs?|may|have\s+to|adds?|submits?|sends?|"
        r"provides?)\b|,\s|[.;:()\n]|$)",
        r"\b(?:if|where|when|as)\s+(?:applicable|relevant|appropriate)\b",
        r"\b(?:required\s+(?:only\s+)?)?for\s+(?:an?\s+|all\s+|the\s+)?(?:[\w.-]+\s+){0,4}(?:applicants|students|grants?|candidates|applications?)\b(?:\s+only\b)?",
    ]
]
_EVERYONE = re.compile(
    r"^(?:for\s+)?(?:all|every|each|the|any)?\s*(?:applicants?|students?|candidates?|applications?|for\s+(?:an?|the|your)\s+application)\b\W*(?:(?:who|for|to)\s+"
    r"(?:wish|want|plan|intend|are\s+applying|apply|seeking|the)\b.*)?$|^for\s+(?:the|your|an?)\s+(?:\w+\s+)?application$",
    re.IGNORECASE | re.DOTALL,
)
# Who need not send something, which is not who has to.
_WAIVED = re.compile(r"\b(?:waive[sd]?|exempt(?:ed)?|not\s+required|optional|not\s+needed)\s*$", re.IGNORECASE)
_ALL_OF_THEM = re.compile(
    r"\b(?:all|every|each|any)\s+(?:\w+\s+)?(?:applicants?|candidates?)\b(?!\s+(?:who|whose|from|with))", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Ask:
    """A place of a sentence that asks for something: where the words asked for stand, and of whom it is asked."""

    start: int
    end: int
    need: Need
    who: Piece | None = None


def is_for_later(words: str) -> bool:
    """Whether the words speak of those who have been admitted, accepted or enrolled already."""
    return _LATER_STAGE.search(words) is not None


def is_of_many(words: str) -> bool:
    """Whether the words say what most, many or some do, which is not asked of all."""
    return _OF_MANY.search(words) is not None


def is_on_request(words: str) -> bool:
    """Whether the words say that something may be asked for later."""
    return _ASKED_LATER.search(words) is not None


def asks_anything(words: str) -> bool:
    """Whether the words ask an applicant for something, be it named in them or below them."""
    return _IN_NEED.search(words) is not None


def asks(text: str, start: int, end: int, *, listed: bool = False) -> list[Ask]:
    """The places of a sentence that ask an applicant for something, in order.

    One that is `listed` where documents are asked for may also say who adds what: "A group adds a letter".
    """
    words = text[start:end]
    if is_for_later(words):
        return []
    return [
        Ask(start + ask.start, start + ask.end, ask.need, ask.who and (start + ask.who[0], start + ask.who[1]))
        for ask in _asks(words, listed)
    ]


def _asks(text: str, listed: bool) -> list[Ask]:
    start, end = 0, len(text)
    found: list[Ask] = []
    for pattern in (_ACTIVE, _YOU_NEED, _REQUIRES, _CONSISTS, _LISTED, _ORDER, _THERE_IS):
        for match in pattern.finditer(text, start, end):
            may = pattern is _ACTIVE and match["may"] is not None
            modal = match.start("may" if may else "must") if pattern is _ACTIVE else match.start()
            other = pattern is _ACTIVE and _OTHER_SUBJECT.match(text, match.start(), modal)
            if other or _is_negative(text, modal, match.end()):
                continue
            found.append(Ask(_object_start(text, match.end(), end), end, Need.OPTIONAL if may else Need.REQUIRED))
    if listed and not found and (third := _THIRD.match(text)) and not _is_negative(text, start, third.end()):
        found.append(Ask(third.end(), end, Need.REQUIRED, third.span("who")))
    if not found and (passive := _PASSIVE.search(text, start, min(end, start + 400))):
        negative = re.match(r"\s+not\b", text[passive.end() : end]) or _is_negative(
            text, passive.start(), passive.end()
        )
        if not negative:
            begin = start
            for comma in re.finditer(r",\s+(?=(?:an?|the|your|official|two|three)\s)", text[start : passive.start()]):
                if re.match(r"(?:if|when|for|in|to|unless)\b", text[start:end], re.IGNORECASE):
                    begin = start + comma.end()
            found.append(Ask(begin, passive.start(), Need.OPTIONAL if passive["may"] else Need.REQUIRED))
    return found


def need_of(words: str, asked: Need = Need.REQUIRED) -> Need:
    """How far the words ask for what they ask for, before any condition."""
    if is_on_request(words):
        return Need.ON_REQUEST
    return Need.OPTIONAL if _OPTIONAL.search(words) else asked


def condition_in(text: str, start: int, end: int) -> Piece | None:
    """The words that say for whom or in which case something is asked, as (start, end); None for everyone."""
    if _ALL_OF_THEM.search(text, start, end):
        return None
    for pattern in _CONDITIONS:
        for found in pattern.finditer(text, start, end):
            first, last = found.span()
            while last > first and text[last - 1] in " ,\n":
                last -= 1
            if _WAIVED.search(text, max(0, first - 40), first):
                continue
            if last > first and not _EVERYONE.match(text[first:last]) and not is_on_request(text[first:last]):
                return first, last
    return None


def _is_negative(text: str, start: int, end: int) -> bool:
    return _NO.search(text[max(0, start - 8) : end]) is not None


def _object_start(text: str, start: int, end: int) -> int:
    colon = re.search(r"\w:\s+(?=\S)", text[start : min(end, start + 120)])
    if colon:
        return start + colon.end()
    around = _TO_WHOM.match(text, start, end)
    return around.end() if around else start
