"""What a rule about a document is about, by the words that state it."""

import re

from assistant.checklists.items import RuleKind
from assistant.dates import DateKind, find_dates

_COUNT = r"(?:\d{1,5}(?:,\d{3})?|one|two|three|four|five|six|seven|eight|nine|ten|single|several)"
_KINDS: list[tuple[RuleKind, re.Pattern[str]]] = [
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in [
        (
            RuleKind.FORMAT,
            r"\b(?:PDFs?|docx?|Microsoft\s+Word|Word\s+(?:document|file|or)|JPE?Gs?|PNGs?|GIF|TIFF?|XLSX?|Excel|MP[34]|RTF|"
            r"file\s+(?:format|size|type)s?|\d+\s?(?:MB|KB|GB|megabytes)|format(?:ted|s)?|scanned|scans?|template|hard\s+cop|"
            r"paper\s+cop|handwritten|typed|sealed|certified\s+cop|unofficial|original\s+(?:documents?|cop))\b",
        ),
        (
            RuleKind.LENGTH,
            rf"\b{_COUNT}(?:\s*\(\d+\))?(?:\s+to\s+|\s*[-–]\s*|\s+and\s+|\s+or\s+)?(?:{_COUNT}(?:\s*\(\d+\))?)?[\s-]*(?:typed\s+|"
            r"double-spaced\s+|single-spaced\s+|full\s+|printed\s+)?(?:words?|pages?|characters?|paragraphs?|minutes?|lines)\b",
        ),
        (
            RuleKind.LAYOUT,
            r"\b(?:(?:single|double|1\.5)[\s-]*(?:line\s+)?spac(?:e|ed|ing)|line\s+spacing|spacing|margins?|fonts?|"
            r"\d{1,2}[\s-]*p(?:oin)?t\b(?:\s+type)?|Times\s+New\s+Roman|Arial|A4|letter-size[d]?|numbered\s+pages)\b",
        ),
        (
            RuleKind.NUMBER,
            rf"\b{_COUNT}\s+(?:\w+\s+){{0,2}}(?:letters?|references?|referees?|recommend(?:ation|er)s?|copies|copy|files?|links?|"
            r"samples?|photo(?:graph)?s?|images?|transcripts?|documents?|essays?|statements?|writers?|evaluators?|sets?)\b|"
            r"\((?:one|two|three|four|five|\d)\)",
        ),
        (
            RuleKind.SENDER,
            r"\b(?:directly\s+(?:by|from|to)|(?:sent|submitted|uploaded|provided|mailed|completed|written|signed)\s+(?:\w+\s+)?"
            r"(?:directly\s+)?by\s+(?:the|your|an?|each|two|three|someone|faculty|professors?|people|individuals)|"
            r"from\s+(?:the\s+)?(?:testing\s+(?:service|agency)|ETS|issuing)|"
            r"(?:recommend(?:er|ation\s+provider)s?|referees?|references?|letter\s+writers?|testing\s+(?:service|agency))\s+"
            r"(?:will|must|should|may|can|need|to|receive|upload|submit)|(?:by|from)\s+(?:someone|individuals|people|faculty|"
            r"professors?|instructors?|employers?|supervisors?)|yourself)\b",
        ),
        (
            RuleKind.PLACE,
            r"\b(?:via|through|using|in|on|to|at)\s+(?:the|our|your|an?)\s+(?:\w+\s+){0,3}(?:portal|site|website|address|system|"
            r"online\s+application|application\s+(?:form|system|page)|status\s+page|e-?mail|office)\b|https?://|\S{1,64}@\S|"
            r"\bby\s+(?:post|e-?mail|mail|fax)\b|\b(?:electronically|online)\b|\bschool\s+code\b|\bcode\s*#?\s*:?\s*[A-Z]?\d{3,5}\b",
        ),
        (
            RuleKind.TIME,
            r"\b(?:deadlines?|no\s+later\s+than|not\s+(?:be\s+)?older\s+than|within\s+(?:the\s+)?(?:past|last)\s+\w+|valid\s+for|"
            r"expir\w+|due\b|at\s+the\s+latest|(?:more|less)\s+than\s+(?:\w+\s+)?years?\s+old|before\s+the\s+\w+|in\s+advance|"
            r"up\s+to\s+date|dated)\b",
        ),
        (
            RuleKind.CONDITION,
            r"\b(?:if|unless|only\s+(?:for|required|if)|waive[dr]?s?|exempt(?:ed|ions?)?|where\s+applicable|international|non-native|"
            r"(?:applicants|students|candidates)\s+(?:who|whose|with|from)|not\s+required|optional|required\s+(?:of|for)|in\s+lieu)\b",
        ),
        (
            RuleKind.CONTENT,
            r"\b(?:(?:should|must|to|will|please|and|that|which|including|include|also)\s+(?:also\s+|clearly\s+|briefly\s+|be\s+in\s+)?"
            r"(?:include|describe|explain|detail|address|state|contain|demonstrate|discuss|outline|indicate|show|summari[sz]e|"
            r"reflect|answer|highlight|articulate|list|identify|characteri[sz]e|English)|written\s+in|in\s+English|translat\w+|"
            r"original\s+scholarly|your\s+(?:reasons|goals|interests?|experience|motivation|background))\b|"
            r"^\W{0,3}(?:please\s+)?(?:describe|explain|discuss|include|state|say|tell\s+us|outline|list|address|summari[sz]e|detail|"
            r"indicate|write\s+about)\b",
        ),
    ]
]
_OTHER = re.compile(
    r"\b(?:must|should|may|can|required?|needs?|have\s+to|please|do\s+not|accept(?:ed|able)?|at\s+least|at\s+most|maximum|"
    r"minimum|recommended|preferred)\b",
    re.IGNORECASE,
)
_DAYS = {DateKind.ABSOLUTE, DateKind.YEARLESS, DateKind.RECURRING, DateKind.RELATIVE}
_DATE_HINT = re.compile(r"\d|\b(?:day|week|month|year)s?\b", re.IGNORECASE)
_COLUMNS = {
    RuleKind.FORMAT: r"format|file|type",
    RuleKind.LENGTH: r"length|pages?|words?|size|limit",
    RuleKind.NUMBER: r"number|how many|quantity|copies",
    RuleKind.SENDER: r"who|sender|from whom",
    RuleKind.PLACE: r"where|how to|submit|method|send",
    RuleKind.TIME: r"when|deadline|due|date",
    RuleKind.CONDITION: r"for whom|applies|applicants|required|condition|needed",
}


def kinds_of(words: str) -> list[RuleKind]:
    """The kinds of rule that the words state, none where they state no rule."""
    kinds = [kind for kind, pattern in _KINDS if pattern.search(words)]
    if RuleKind.TIME not in kinds and _DATE_HINT.search(words) and any(m.kind in _DAYS for m in find_dates(words)):
        kinds.append(RuleKind.TIME)
    return kinds


def kinds_said_of_document(words: str) -> list[RuleKind]:
    """The kinds of rule in words about a document; OTHER where they only say that something must or may be."""
    return kinds_of(words) or ([RuleKind.OTHER] if _OTHER.search(words) else [])


def kind_of_column(header: str) -> RuleKind | None:
    """What the cells below the header are about; None where it does not say."""
    for kind, pattern in _COLUMNS.items():
        if re.search(rf"\b(?:{pattern})\b", header, re.IGNORECASE):
            return kind
    return None
