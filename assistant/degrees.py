"""Which level of degree words name: a doctorate, a law degree, a master's or a bachelor's; which are applied to."""

import re
from collections.abc import Iterable, Mapping

_ABBREVIATIONS: Mapping[str, frozenset[str]] = {
    "doctor": frozenset("phd dphil edd dsw dma dba sjd jsd".split()),
    "law": frozenset({"jd"}),
    "master": frozenset("ma ms msc mba mfa mph mpa mps mst mse msed msw msl llm".split()),
    "bachelor": frozenset("ba bs bsc bfa bsw bsn".split()),
}
_WORDS: Mapping[str, frozenset[str]] = {
    "doctor": frozenset("phds doctorate doctorates doctoral".split()),
    "master": frozenset("master masters master's llms".split()),
    "bachelor": frozenset(
        "bachelor bachelors bachelor's undergraduate undergraduates undergrad undergrads freshman freshmen".split()
    ),
}

ABBREVIATIONS = frozenset().union(*_ABBREVIATIONS.values()) | {"llb", "md", "dds"}
"""What degrees are called for short, in lower case and without dots."""

_LEVELS = {word: level for named in (_ABBREVIATIONS, _WORDS) for level, held in named.items() for word in held}


def levels(words: Iterable[str]) -> frozenset[str]:
    """The levels that the words name, in lower case and without dots as `language.words` gives them; none is usual."""
    return frozenset(_LEVELS[word] for word in words if word in _LEVELS)


_DEGREE = (
    r"(?<![\w'])(?:"
    + "|".join(r"\.?".join(short) + r"\.?" for short in sorted(ABBREVIATIONS, key=len, reverse=True))
    + "|"
    + "|".join(word for word in sorted(_LEVELS, key=len, reverse=True) if word not in ABBREVIATIONS)
    + r")(?![\w'])"
)
_NO_NAME = r"(?:about|and|at|but|for|from|if|in|of|on|or|regarding|that|the|to|which|with)\b"
_ONE = rf"(?:(?!{_NO_NAME})[\w'-]{{1,20}} ){{0,3}}?{_DEGREE}(?: degrees?| diplomas?)?"
# "I have an MBA question": not the degree is had, but what follows.
_ENDS = (
    r"(?=\s*(?:[.,:;!?()]|$)"
    r"|\s+(?:already|also|and|as|at|before|but|by|can|do|first|for|from|if|in|is|now|of|or|so|then|to|was|what|when"
    r"|which|will|with)\b)"
)
_AND = rf"(?:,? (?:and|or) (?:an? |my )?{_DEGREE}(?: degrees?)?{_ENDS})?"
_RECORDS = r"(?:c?gpas?|grades?|grade point|transcripts?|records?|marks)\b"
_HAS = (
    r"\b(?:(?:i|we|who|one|applicants?|students?|candidates?|must|(?:expected|necessary|required) to)(?:'ve)?"
    r"(?: (?:actually|already|also|currently|do|don't|have|had|just|must|need|need to|only|recently|should|still|will"
    r"|have to)){0,4}?"
    r" (?:have|has|had|hold|holds|possess|need|needs|got|finished|completed|earned|received|obtained)"
    r"|i've|requires?|holders? of)"
)
_NOT_APPLIED_TO = re.compile(
    rf"{_HAS} {_ONE}{_ENDS}{_AND}"
    rf"|\bwith an? (?:[\w'-]{{1,20}} )?{_DEGREE} degree{_ENDS}"
    rf"|\bmy {_ONE} (?=(?:is|was|from)\b|{_RECORDS})"
    rf"|\b(?:undergraduate|undergrad|bachelor's) (?={_RECORDS})"
    rf"|\b(?:is|are) (?:an? |any |my )?(?:[\w'-]{{1,20}} )?{_DEGREE}(?: degree)?"
    r"(?= (?:also |really |always |still )?(?:enough|mandatory|necessary|needed|required|sufficient)\b)"
    rf"|\b(?:not|rather than|instead of)(?: (?:about|for|in|to))? (?:an?|my|the) {_ONE}",
    re.IGNORECASE,
)
_NO_DEGREE = re.compile(
    r"(?:\d|\b[AaPp]\.?[Mm]\.?|\bnoon|\bmidnight) \(?MST\b"
    r"|(?P<place>\b(?:in|near|at|from|to) (?:[A-Z][a-z]+ )?[A-Z][a-z]+), M[ADS]\b(?! (?:degree|program|in\b))"
    r"|(?<=[a-z]), M[ADS]\b(?= (?:area|branch|campus|hospital|location|office))"
    r"|\bMs\.? (?=[A-Z])|\b(?:MS|Ms|ms)[ -](?=(?i:access|excel|office|outlook|powerpoint|teams|windows|word)\b)"
)


def without_mentioned(question: str) -> str:
    """The question without the degrees that it does not ask to enter, and without words that only look like one.

    They are degrees that somebody has or has to have, whose records are asked for, or that are denied ("not the MBA");
    and a time zone (MST), a state (MA) or a title (Ms.).
    """
    plain = " ".join(question.replace("’", "'").split())
    return _NOT_APPLIED_TO.sub(_without_degrees, _NO_DEGREE.sub(lambda match: f"{match['place'] or ''} ", plain))


def _without_degrees(match: re.Match[str]) -> str:
    return re.sub(_DEGREE, " ", match.group(), flags=re.IGNORECASE)
