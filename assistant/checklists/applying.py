"""Which parts of a document speak of applying, and what its lists are lists of."""

import re
from enum import StrEnum

from assistant.types import Block, BlockKind, Document

_APPLYING = re.compile(
    r"\b(?:apply|applying|applicants?|(?<!web\s)applications?(?!\s+(?:security|software|development|of)\b)|admissions?|nominat\w+|how\s+to\s+claim|make\s+a\s+claim|(?:required|supporting|"
    r"necessary)\s+(?:documents?|documentation|materials?)|documents?\s+(?:you|to\s+send|needed|required|for)|materials\s+to|"
    r"what\s+(?:to\s+(?:submit|send|include|upload|provide)|you(?:[’']ll|\s+will)?\s+need|we\s+need)|you(?:[’']ll|\s+will)\s+need|"
    r"submission|(?:do|should|must|can|may)\s+I\s+(?:need|have\s+to|send|submit|include)|documents\s+(?:do\s+I|should|must|to)|checklist)\b",
    re.IGNORECASE,
)
_NOT_APPLYING = re.compile(
    r"\b(?:(?:after|following|upon|post)[\s-]+(?:you\s+(?:are|have\s+been)\s+)?(?:admission|admitted|acceptance|accepted|enrol\w*|the\s+award|"
    r"an?\s+award)|(?:newly\s+)?(?:admitted|accepted|incoming|current|enrolled)\s+(?:student|applicant|fellow|candidate)s?|enrol(?:l)?ment|"
    r"orientation|onboarding|graduation|housing|(?:interim|final|overdue|annual|progress)\s+reports?|reimbursement|deadlines?|"
    r"next\s+steps|job\s+applications?|academic\s+position|receiving\s+(?:your|the)|alumni|tuition|"
    r"parking|software|web\s+applications?|news|post-graduation)\b",
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
_ALTERNATIVES = re.compile(
    r"\b(?:counts?\s+as|(?:any\s+)?one\s+of|any\s+of|either|(?:these|following|different|two|three)\s+(?:kinds|types|options)|kinds?\s+of|"
    r"such\s+as|for\s+example|we\s+(?:will\s+)?accept|accepts?|accepted|may\s+include|can\s+include|could\s+include|might\s+include)\b",
    re.IGNORECASE,
)
_OTHER_LIST = re.compile(
    r"\b(?:waived?|exempt\w*|evaluat\w+|assess\w*|reviewed|consider(?:s|ed|ing)?\s+(?:for|by|on|a|the|many)|based\s+on|eligib\w+|score\s+"
    r"requirements?|minimum\s+scores?|if\s+you(?:[’']re|r)?|(?:applicants|students|those)\s+who|do\s+not|don[’']t|cannot|can\s+apply|not\s+"
    r"(?:send|submit|include|required|accepted)|prerequisites?|courses|deadlines?|contact\w*|questions|help|for\s+more|opportunit\w+|"
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
_DESTINATION = re.compile(r"\b(?:to|at|via|through|by|address|contact)\s*:\s*$|\bsteps\b", re.IGNORECASE)
_NOT_SENT = re.compile(
    r"\b(?:do\s+not|don[’']t|not\s+to|should\s+not|must\s+not|need\s+not|not\s+need(?:ed)?(?:\s+to)?)\s+(?:send|submit|include|upload|provide|"
    r"need|require)\b(?!.{0,60}\b(?:other\s+than|except|besides)\b)|\bnot\s+(?:required|accepted)\b",
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


def announces_documents(words: str) -> bool:
    """Whether the words say that a list of documents follows."""
    return _LIST_OF_DOCUMENTS.search(words) is not None


def names_documents(heading: str) -> bool:
    """Whether a heading alone says that the list below it is one of documents to send."""
    return announces_documents(heading) and re.search(r"\b(?:document|what\s+to)", heading, re.IGNORECASE) is not None


def is_topical(words: str) -> bool:
    """Whether a lead-in says what a thing it names has to be like: "The personal statement should answer:"."""
    return _TOPICAL.search(words) is not None


def list_of(words: str, *, on_request: bool) -> ListOf:
    """What the list is of that the words introduce."""
    if on_request:
        return ListOf.REQUESTED_LATER
    if _NOT_SENT.search(words):
        return ListOf.OTHER
    if _DESTINATION.search(words):
        return ListOf.ASKED if "steps" in words.lower() else ListOf.OTHER
    if _ALTERNATIVES.search(words):
        return ListOf.ALTERNATIVES
    if _SUBMIT_THESE.search(words):
        return ListOf.DOCUMENTS
    if _OTHER_LIST.search(words) and not announces_documents(words):
        return ListOf.OTHER
    if announces_documents(words):
        return ListOf.DOCUMENTS
    return ListOf.ASKED if _ASKS.search(words) else ListOf.UNSAID


def applying_blocks(document: Document) -> list[bool]:
    """For each block, whether it stands in a part that speaks of applying: by its title, a heading or a lead-in."""
    title = speaks_of_applying(document.title)
    title_away = leads_away(document.title)
    found: list[bool] = []
    for block in document.blocks:
        if any(leads_away(heading) for heading in block.section):
            found.append(False)
        elif any(speaks_of_applying(heading) for heading in block.section) or title and not title_away:
            found.append(True)
        else:
            found.append(_led_by_applying(document, block, found))
    return found


def _led_by_applying(document: Document, block: Block, found: list[bool]) -> bool:
    if block.kind in (BlockKind.HEADING, BlockKind.QUESTION):
        return False
    words = document.text[block.start : block.end]
    if words.rstrip().endswith(":") and _APPLYING.search(words[-300:]) and not leads_away(words):
        return True
    return block.lead is not None and block.lead < len(found) and found[block.lead]
