"""The words by which titles, headings and lead-ins say that they are about applying, and what follows them."""

import re
from enum import StrEnum

_APPLYING = re.compile(
    r"\b(?:apply|applying|applicants?|(?<!web\s)applications?(?!\s+(?:security|software|development|of)\b)|admissions?|nominat\w+|how\s+to\s+claim|make\s+a\s+claim|(?:required|supporting|"
    r"necessary)\s+(?:documents?|documentation|materials?)|documents?\s+(?:you|to\s+send|needed|required|for)|materials\s+to|"
    r"what\s+(?:to\s+(?:submit|send|include|upload|provide)|you(?:[’']ll|\s+will)?\s+need|we\s+need)|you(?:[’']ll|\s+will)\s+need|"
    r"submission|(?:do|should|must|can|may)\s+I\s+(?:need|have\s+to|send|submit|include)|documents\s+(?:do\s+I|should|must|to)|documents?\s+checklist)\b",
    re.IGNORECASE,
)
_NOT_APPLYING = re.compile(
    r"\b(?:(?:after|following|upon|post)[\s-]+(?:you\s+(?:are|have\s+been)\s+)?(?:admission|admitted|acceptance|accepted|enrol\w*|the\s+award|"
    r"an?\s+award)|(?:newly\s+)?(?:admitted|accepted|incoming|current|enrolled)\s+(?:student|applicant|fellow|candidate)s?|enrol(?:l)?ment|"
    r"orientation|onboarding|graduation|housing|(?:interim|final|overdue|annual|progress)\s+reports?|reimbursement|deadlines?|"
    r"next\s+steps|job\s+applications?|academic\s+position|receiving\s+(?:your|the)|alumni|tuition|"
    r"parking|software|web\s+applications?|news|post-graduation|careers?|job\s+search|tips|advice|writing\s+(?:an?|your|the|for)|events?|workshops?|"
    r"loans|loan\s+(?:forms?|entrance|counsel\w+)|visas?|I-20s?|immigration|social\s+media|"
    r"style\s+guide|brand(?:ing)?|after\s+(?:you[’']ve\s+|you\s+(?:have\s+)?)?appl(?:ied|ying|y)|withdraw\w*)\b",
    re.IGNORECASE,
)
_LIST_OF_DOCUMENTS = re.compile(
    r"\b(?:required|following|these|supporting|application|necessary|additional|further|needed|requested|each\s+of\s+the\s+following|"
    r"six|five|four|three|seven|eight)\s+(?:\w+\s+){0,3}(?:documents?|documentation|materials?|items|components|elements|paperwork|pieces)\b|"
    r"\b(?:documents?|materials|items)\s+(?:you|to\s+(?:submit|send|upload|include|provide|bring)|needed|required|(?:that\s+)?(?:must|should))\b|"
    r"\bwhat\s+(?:to\s+(?:submit|send|include|upload|provide|bring)|you(?:[’']ll|\s+will)?\s+need\s+to\s+(?:submit|send|upload|provide))\b|"
    r"\b(?:documents|application|admissions?)\s+checklist\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:must|need|needed|required?|requires|requirements?|submit|provide|send|upload|includes?|consists?\s+of|compile|enclose|attach|"
    r"bring|following\s+(?:formats|documents)|these\s+formats)\b",
    re.IGNORECASE,
)
_ONE_OF = re.compile(
    r"\b(?:counts?\s+as|(?:one|two|any)\s+(?:or\s+more\s+)?of\s+(?:the\s+following|these|the)|either|"
    r"(?:these|following|different|two|three)\s+(?:kinds|types|options))\b(?!\s+(?:\w+\s+)?(?:programs?|courses?|degrees?|tracks?|majors?|schools?|"
    r"colleges|ways|categories|terms|groups)\b)",
    re.IGNORECASE,
)
_EXAMPLES = re.compile(
    r"\b(?:kinds?\s+of|such\s+as|for\s+example|we\s+(?:will\s+)?accept|accepts?|accepted|(?:may|can|could|might)\s+include)\b",
    re.IGNORECASE,
)
_OTHER_LIST = re.compile(
    r"\b(?:waived?|exempt\w*|evaluat\w+|assess\w*|reviewed|consider(?:s|ed|ing)?\s+(?:for|by|on|a|the|many)|based\s+on|eligib\w+|score\s+"
    r"requirements?|minimum\s+scores?|if\s+you(?:[’']re|r)?|(?:applicants|students|those)\s+who|do\s+not|don[’']t|cannot|can\s+apply|not\s+"
    r"(?:send|submit|include|required|accepted)|in\s+mind|prerequisites?|courses|deadlines?|contact\w*|questions|help|for\s+more|opportunit\w+|"
    r"steps\s+after|funding|receive|offers?|grants?\s+in\s+the|you\s+can\s+use|learn)\b",
    re.IGNORECASE,
)
_TOPICAL = re.compile(
    r"\b(?:should|must|has\s+to|have\s+to|needs?\s+to|will|may|can|to)\s+(?:also\s+|clearly\s+|then\s+)?(?:include|contain|address|consist|answer|"
    r"describe|follow|explain|cover|discuss|state|show|say|be|have|meet)\b|\b(?:includes|contains|addresses|covers)\b",
    re.IGNORECASE,
)


_SUBMIT_THESE = re.compile(
    r"\b(?:submit|provide|send|upload|include|supply|attach|enclose|compile|bring|need)\b(?!.{0,80}\b(?:information|details|questions|prompts)\b)"
    r"(?:[^.]{0,80}?\b(?:following|below|these)\b|(?:\s+(?:also|us|in|with\s+\w+\s+\w+)){0,2}\s*:\s*$)",
    re.IGNORECASE,
)
_REQUIREMENTS = re.compile(
    r"\b(?:application|admissions?)\s+(?:requirements?|materials|components|checklist)|(?:required|supporting)\s+(?:documents|materials)|"
    r"requirements|what\s+(?:to\s+(?:submit|send)|you(?:[’']ll|\s+will)?\s+need)\b",
    re.IGNORECASE,
)
_OF_DOCUMENTS = re.compile(r"\b(?:documents?|items?|materials?|requirements?|components?)\b", re.IGNORECASE)
_DESTINATION = re.compile(r"\b(?:to|at|via|through|by|address|contact)\s*:\s*$|\bsteps\b", re.IGNORECASE)
_NOT_SENT = re.compile(
    r"\b(?:do\s+not|don[’']t|not\s+to|should\s+not|must\s+not|need\s+not|not\s+need(?:ed)?(?:\s+to)?)\s+(?:send|submit|include|upload|provide|"
    r"need|require)\b(?!.{0,60}\b(?:other\s+than|except|besides)\b)|\bnot\s+(?:required|accepted)\b",
    re.IGNORECASE,
)


_OF_PEOPLE = re.compile(
    r"\b(?:candidates|applicants|students|participants|fellows|recipients|graduates)\s+(?:(?!who\b|that\b)\w+\s+)?(?:include|are)\b",
    re.IGNORECASE,
)


_ASKS_APPLICANTS = re.compile(
    r"\b(?:applicants?|candidates|to\s+apply|applications?)\b[^.;\n]{0,160}?\b(?:must|should|required?|needs?)\b|"
    r"\b(?:must|should|required?|needs?)\b[^.;\n]{0,160}?\b(?:to\s+apply|applications?)\b",
    re.IGNORECASE,
)


class ListOf(StrEnum):
    """What a list is a list of, as far as what introduces it says."""

    DOCUMENTS = "documents"
    ASKED = "asked"
    REQUESTED_LATER = "requested later"
    ALTERNATIVES = "alternatives"
    OTHER = "other"
    UNSAID = "unsaid"


def speaks_of_applying(words: str) -> bool:
    """Whether a title, a heading or a lead-in says that what it stands above is about applying."""
    return _APPLYING.search(words) is not None and _NOT_APPLYING.search(words) is None


def leads_away(words: str) -> bool:
    """Whether a heading says that what it stands above is about a later stage or another matter."""
    return _NOT_APPLYING.search(words) is not None


def asks_applicants(words: str) -> bool:
    """Whether the words say themselves that they ask something of applicants."""
    return _ASKS_APPLICANTS.search(words) is not None


def announces_documents(words: str) -> bool:
    """Whether the words say that a list of documents follows."""
    return _LIST_OF_DOCUMENTS.search(words) is not None


def names_documents(heading: str) -> bool:
    """Whether a heading alone says that the list below it is one of documents to send."""
    return announces_documents(heading) and re.search(r"\b(?:document|what\s+to)", heading, re.IGNORECASE) is not None


def lists_requirements(heading: str) -> bool:
    """Whether the heading says that what stands below it is asked of applicants."""
    return _REQUIREMENTS.search(heading) is not None and not leads_away(heading)


def lists_documents(title: str) -> bool:
    """Whether the title of a table's column says that documents stand in it."""
    return _OF_DOCUMENTS.search(title) is not None


def is_topical(words: str) -> bool:
    """Whether a lead-in says what a thing it names has to be like: "The personal statement should answer:"."""
    return _TOPICAL.search(words) is not None


def offers_choice(words: str) -> bool:
    """Whether the words say that one of several things will do."""
    return _ONE_OF.search(words) is not None


def list_of(words: str, *, on_request: bool) -> ListOf:
    """What the list is of that the words introduce."""
    if on_request:
        return ListOf.REQUESTED_LATER
    if _NOT_SENT.search(words) or _OF_PEOPLE.search(words):
        return ListOf.OTHER
    if offers_choice(words):
        return ListOf.ALTERNATIVES
    if _DESTINATION.search(words):
        return ListOf.ASKED if "steps" in words.lower() else ListOf.OTHER
    if _SUBMIT_THESE.search(words):
        return ListOf.DOCUMENTS
    if _EXAMPLES.search(words):
        return ListOf.ALTERNATIVES
    if _OTHER_LIST.search(words) and not announces_documents(words):
        return ListOf.OTHER
    if announces_documents(words):
        return ListOf.DOCUMENTS
    return ListOf.ASKED if _ASKS.search(words) else ListOf.UNSAID
