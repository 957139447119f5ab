"""Headings and sentences of documents -> the kinds of applicant that they are for."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache

from assistant.applicants.kinds import DIMENSION, KINDS
from assistant.applicants.patterns import act, all_alone, alone, coordinated, people, people_or_matter, state, tidy
from assistant.language import sentences
from assistant.types import Block, BlockKind, Document

_MOST_CHARACTERS = 2000
_LIKE_HEADINGS = (BlockKind.QUESTION, BlockKind.TERM, BlockKind.TABLE_HEADER, BlockKind.TABLE_ROW)
_MOST_HEADING_WORDS = 10
_MOST_LEAD_IN_WORDS = 5
_SUBJECT_WITHIN = 120
_MOST_LEADS = 5
# Before a kind: it is left out, compared, or one example of many.
_EXCEPTED = re.compile(
    r"(?:\b(?:except(?:ing)?|excluding|exclude|other than|unless|unlike|including|includes?|such as"
    r"|regardless of|whether|not|no|than|besides|like|compared (?:to|with)|as well as|am i"
    r"|i (?:teach|advise|help|support|represent|work with)|i\.e\.|e\.g\.)"
    r"(?: (?:for|of|you(?:'re| are)|all|an?|the|any|if|considered|both))*[ ,(]*|\bbe (?:an? )?|\bnon[- ])$",
    re.IGNORECASE,
)
_EXCEPTED_WITHIN = 40
_IF_YOU = re.compile(
    r"(?<!even )\b(?:if|when) you(?P<are>'re| are)?(?: currently| also| still| both| either)?"
    r" (?P<clause>[^.;:!?]{1,80})",
    re.IGNORECASE,
)
_ONLY_IF_YOU = re.compile(r"(?<=only )if you\b", re.IGNORECASE)
_ONLY_IF_YOU_ARE = re.compile(r"\bonly if you(?:'re| are) $", re.IGNORECASE)
_INTRODUCED = re.compile(
    r"(?:^|\b(?:as|for|if|when|i'm|you're|are|am|is|do|does|did|can|could|may|must|should|will|would|of|about|like) )"
    r"\Z",
    re.IGNORECASE,
)
# "As a freshman, I ...": somebody tells of himself.
_TOLD = re.compile(r"as an? [^,]{1,60},? (?!you|your|applicants|students|please)", re.IGNORECASE)
_JOINED = re.compile(r"(?:\b(?:and|or)|[&/,]) ?$", re.IGNORECASE)
_NATION = "|".join(kind.alone for kind in KINDS if kind.dimension == "nation")
_IN_PLACE = re.compile(
    rf"(?<!lives )(?<!lived )(?<!living )(?<!born )\bin (?P<place>(?:{_NATION})"
    rf"(?:(?:, | or | and |, or |, and )(?:in )?(?:{_NATION})){{0,3}})(?! (?:or|and)\b)",
    re.IGNORECASE,
)
_OR = re.compile(r",? or\b|, [\w' -]{1,30},? or\b", re.IGNORECASE)
_SENTENCE_START = re.compile(
    r"(?:(?:please note|note|important|additionally|in addition|also|however)[:,]? (?:that )?)?"
    r"(?:(?:all|most|both|only|prospective|new|admitted|current|incoming|eligible|qualified|many|any|every|each|the|our"
    r"|if you are|if you're|for|as|applying as|in) ){0,4}",
    re.IGNORECASE,
)
_RULES = re.compile(r" (?:must|may|should|can|cannot|need|are|is|will|have to|has to|do not|don't)\b", re.IGNORECASE)
# "International students and anyone who ...": a rule for more than the kind.
_MORE = re.compile(
    r",? (?:and|or|as well as) (?!(?:scholars?|students?|applicants?|their|graduates?|families)\b)"
    r"|, [\w-]{1,20}(?: [\w-]{1,20})?,? (?:and|or) ",
    re.IGNORECASE,
)
_BETWEEN_KINDS = re.compile(r"\b(?:and|or)\b|[/&,|]", re.IGNORECASE)


@lru_cache(maxsize=4096)
def kinds_addressed(text: str) -> frozenset[str]:
    """The kinds that a title, heading or sentence is for; none where that is not plain.

    Short texts without a full stop are read as headings, in which a kind may stand anywhere; a sentence is for a kind
    when that begins it or is what must, may or can do something.
    """
    plain = tidy(text[:_MOST_CHARACTERS])
    return _plainly(plain, said_in_heading(plain) if _is_heading(plain) else _said_in_sentence(plain))


def _plainly(plain: str, found: set[str]) -> frozenset[str]:
    """The kinds, with the others of their dimensions that the text names; none where it names several dimensions."""
    # "Full-time students have one year, while part-time students have two": for both.
    dimensions = {DIMENSION[kind] for kind in found}
    found |= _also_said(plain, dimensions)
    # "International and transfer students": who is one of them need not be the other.
    several = len(dimensions) > 1 and _BETWEEN_KINDS.search(plain)
    return frozenset() if several else frozenset(found)


def addressed_at(document: Document, start: int, end: int) -> frozenset[str]:
    """The kinds that all of `document.text[start:end]` is for, by its title, headings, lead-ins and own sentences.

    What stands nearer replaces what stands further, one dimension at a time.
    """
    place = max(0, bisect_right(document.blocks, start, key=lambda block: block.start) - 1)
    found: frozenset[str] | None = None
    for block in document.blocks[place:]:
        if block.start >= end:
            break
        if block.end > start and block.kind is not BlockKind.HEADING:
            here = _at_block(document, block, start, end)
            found = here if found is None else _of_both(found, here)
    return kinds_addressed(document.title) if found is None else found


def addressed_by_headings(headings: Iterable[str]) -> frozenset[str]:
    """The kinds that what stands below these headings is for; outermost first, an inner one replaces an outer one."""
    found: frozenset[str] = frozenset()
    for heading in headings:
        found = _nearer(found, kinds_addressed(heading))
    return found


def _nearer(outer: frozenset[str], inner: frozenset[str]) -> frozenset[str]:
    """The inner kinds, and the outer ones of other dimensions."""
    dimensions = {DIMENSION[kind] for kind in inner}
    return inner | {kind for kind in outer if DIMENSION[kind] not in dimensions}


def _is_heading(plain: str) -> bool:
    """Whether it is no sentence, nor the rest of one such as an item of a list."""
    if plain.endswith("?"):
        return True
    most = _MOST_LEAD_IN_WORDS if plain.endswith(":") else _MOST_HEADING_WORDS
    return not plain[:1].islower() and not plain.rstrip("\"'”)*").endswith((".", ";")) and plain.count(" ") < most


def excepted(plain: str, place: int) -> bool:
    """Whether the words before this place except or compare the kind that stands there."""
    return _EXCEPTED.search(plain[max(0, place - _EXCEPTED_WITHIN) : place]) is not None


def said_in_heading(plain: str) -> set[str]:
    """The kinds that a heading or a question is about, wherever in it they stand."""
    found: set[str] = set()
    joined: set[str] = set()
    for kind in KINDS:
        for match in people_or_matter(kind).finditer(plain):
            if not excepted(plain, match.start()) and _introduced(plain, match):
                (joined if _joined(plain, match.start()) else found).add(kind.name)
    if found:  # Else the other half is not known: "Faculty and visiting students".
        found |= joined
    if all_alone().fullmatch(plain):
        found |= {kind.name for kind in KINDS if alone(kind).search(plain)}
    for match in _IN_PLACE.finditer(plain):
        found |= nations(match["place"])
    return _without_broader(found | _on_condition(plain))


def _introduced(plain: str, match: re.Match[str]) -> bool:
    """Whether one with an article is who is spoken to or asked about, not a mere mention."""
    return not match.group().lower().startswith(("a ", "an ")) or bool(
        _INTRODUCED.search(plain[max(0, match.start() - 12) : match.start()])
    )


def _joined(plain: str, place: int) -> bool:
    return _JOINED.search(plain[max(0, place - 4) : place]) is not None


def nations(place: str) -> set[str]:
    """The nations of the United Kingdom in a list of them such as "England, Scotland or Wales"."""
    return {kind.name for kind in KINDS if kind.dimension == "nation" and alone(kind).search(place)}


def _said_in_sentence(plain: str) -> set[str]:
    found: set[str] = set()
    joined: set[str] = set()
    for kind in KINDS:
        for match in people(kind).finditer(plain, 0, _SUBJECT_WITHIN):
            if _is_subject(match, plain):
                (joined if plain.endswith((" and ", " or "), 0, match.start()) else found).add(kind.name)
    if found:
        found |= joined
    start = _IN_PLACE.match(plain)
    if start and plain.startswith(",", start.end()):
        found |= nations(start["place"])
    condition = _IF_YOU.match(plain) or _ONLY_IF_YOU.search(plain)
    return _without_broader(found | (_on_condition(plain[condition.start() :]) if condition else set()))


def _is_subject(match: re.Match[str], plain: str) -> bool:
    """Whether the sentence begins with these people, or they are the first who must, may or can."""
    before = plain[: match.start()]
    if excepted(plain, match.start()) or _MORE.match(plain, match.end()) or _TOLD.match(plain):
        return False
    return bool(
        _SENTENCE_START.fullmatch(before)
        or _ONLY_IF_YOU_ARE.search(before)
        or (_RULES.match(plain, match.end()) and not _RULES.search(before))
    )


def _on_condition(plain: str) -> set[str]:
    """The kinds that an "if you are ..." is for."""
    found: set[str] = set()
    for match in _IF_YOU.finditer(plain):
        clause = match["clause"]
        for kind in KINDS:
            one = (state(kind).match(clause) if match["are"] else None) or act(kind).match(clause)
            if one is None:
                continue
            rest = clause[one.end() :]
            others = {other.name for other in KINDS if other.dimension == kind.dimension and state(other).search(rest)}
            # "If you are employed or on leave" is for more than the employed.
            if others or not _OR.match(rest):
                found |= {kind.name, *others}
    return found


def _also_said(plain: str, dimensions: set[str]) -> set[str]:
    """The kinds of these dimensions that the text names at all."""
    return {
        kind.name
        for kind in KINDS
        if kind.dimension in dimensions and (people(kind).search(plain) or coordinated(kind).search(plain))
    }


def _without_broader(found: set[str]) -> set[str]:
    """Without the kinds that stand there only as part of another's name."""
    return found - {"international"} if "img" in found else found


def _at_block(document: Document, block: Block, start: int, end: int) -> frozenset[str]:
    text = document.text
    spans = sentences(text, max(start, block.start), min(end, block.end))
    own = [text[first:last] for first, last in spans]
    leads = [text[lead.start : lead.end] for lead in _leads(document, block)]
    found = addressed_by_headings((document.title, *block.section, *leads))
    if own:
        # An item such as "Must be admitted to a graduate program" is short, but no heading.
        plain = tidy(own[0][:_MOST_CHARACTERS])
        like_heading = block.kind in _LIKE_HEADINGS
        found = _nearer(found, kinds_addressed(own[0]) if like_heading else _plainly(plain, _said_in_sentence(plain)))
    # "To be considered a first-year student, ..." on a page for transfer students: for both.
    return found | _also_said(tidy(" ".join(own)), {DIMENSION[kind] for kind in found})


def _leads(document: Document, block: Block) -> list[Block]:
    """What the block cannot be understood without, outermost first."""
    leads: list[Block] = []
    while block.lead is not None and len(leads) < _MOST_LEADS:
        block = document.blocks[block.lead]
        leads.insert(0, block)
    return leads


def _of_both(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """The kinds of either in the dimensions of both."""
    shared = {DIMENSION[kind] for kind in one} & {DIMENSION[kind] for kind in other}
    return frozenset(kind for kind in one | other if DIMENSION[kind] in shared)
