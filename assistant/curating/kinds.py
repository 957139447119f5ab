"""What kind of answer a question wants: a time, a number, a place, a person, a way, a reason, or a yes."""

import re
from enum import StrEnum
from functools import lru_cache

from assistant.reading.asking import asking_sentence


class Kind(StrEnum):
    """What is asked for."""

    WHETHER = "whether"
    WHAT = "what"
    WHEN = "when"
    HOW_LONG = "how long"
    HOW_MANY = "how many"
    HOW_MUCH = "how much"
    WHERE = "where"
    WHO = "who"
    WHY = "why"
    HOW = "how"


_POLITE = re.compile(
    r"\W*(?:(?:and|so|but|also|then|ok|okay|please|well|hi|hello|hey),? ){0,2}(?:"
    r"(?:can|could|would|will) (?:you|someone|anyone) (?:please )?(?:tell|explain|say|let)"
    r"(?: (?:to )?(?:me|us))?(?: know)?|(?:do|does) (?:you|anyone) know"
    r"|i (?:would|['’]d)? ?(?:like|want|need|wish) to (?:know|ask)|(?:(?:i am|i['’]m|i was) )?(?:just )?wondering"
    r"|i wonder|may i ask|please (?:tell|let)(?: me)?(?: know)?|tell me)\b,? ?",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(
    r"\W*(?:(?:and|so|but|also|then|ok|okay|please|well),? ){0,2}"
    r"(?:if|whether|any|can|could|may|might|do|does|did|is|are|am|was|were|will|would|must|should|shall|has|have|had"
    r"|need)(?:n['’]t)?\b",
    re.IGNORECASE,
)
_LIMIT = re.compile(r"\b(?:page|word|length) limit\b|\b(?:maximum|minimum) (?:length|number of pages)\b", re.IGNORECASE)
_WHAT = r"\bwh(?:at|ich)(?:['’]?s)?(?: (?!do\b|can\b|must\b|should\b)[\w'’-]+){0,4}? "
_ASKED = {
    kind: re.compile(words, re.IGNORECASE)
    for kind, words in {
        Kind.HOW_LONG: rf"\bhow (?:long(?! (?:until|till|before)\b)|short|old)\b|{_WHAT}(?:length|duration)\b"
        r"|\bhow many (?:years|months|weeks|days|hours|pages|words)\b",
        Kind.WHEN: r"\b(?:whens?|by what|how (?:soon|late|early)|how long (?:until|till|before)|due|deadlines?)\b"
        rf"|{_WHAT}(?:days?|dates?|months?|times?|deadlines?)\b",
        Kind.HOW_MANY: rf"\bhow many\b|{_WHAT}number of\b",
        Kind.HOW_MUCH: r"\bhow (?:much|big|large|high|low|expensive)\b"
        rf"|{_WHAT}(?:salary|stipend|fees?|costs?|amounts?|price|tuition|(?:get|be|are) paid|size|scores?|gpa|rate"
        r"|percentage|minimum|maximum)\b",
        Kind.WHERE: r"\bwheres?\b|\b(?:to )?whom (?:do|should|can|may|must|shall) i (?:send|mail|address)\b"
        rf"|{_WHAT}address\b",
        Kind.WHO: r"\bwho(?:m|se)?\b",
        Kind.WHY: r"\bwhy\b|\breasons?\b",
        Kind.HOW: r"\bhows?\b|\bprocedure\b|\bwh(?:at|ich)(?:['’]?s| is| are)?(?: the)? ways?\b",
        Kind.WHAT: r"\bwh(?:at|ich)s?\b",
    }.items()
}


@lru_cache(maxsize=10_000)
def kind_of(question: str) -> Kind:
    """What the sentence that asks wants; a text that asks nothing wants to know whether it is so."""
    asking = asking_sentence(question)
    polite = _POLITE.match(asking)
    asking = asking[polite.end() :] if polite else asking
    if _LIMIT.search(asking):
        return Kind.HOW_LONG
    if _YES_OR_NO.match(asking):
        return Kind.WHETHER
    places = [(match.start(), kind) for kind, words in _ASKED.items() if (match := words.search(asking))]
    return min(places, key=lambda place: place[0])[1] if places else Kind.WHETHER


_NEEDS = re.compile(
    r"\b(?:need|have to|must|required?|requirements?|necessary|mandatory|compulsory|obligatory|needed|should)\b",
    re.IGNORECASE,
)
_MAY = re.compile(
    r"\b(?:can|may|could|might) (?:i|we|one|they|[a-z]+s)\b|\b(?:allowed|permitted|possible|ok|okay)\b", re.IGNORECASE
)


def must_or_may(question: str) -> str:
    """Whether it asks what one "must" or what one "may" do; empty where it tells neither or both."""
    asking = asking_sentence(question)
    must, may = bool(_NEEDS.search(asking)), bool(_MAY.search(asking))
    return "" if must == may else "must" if must else "may"
