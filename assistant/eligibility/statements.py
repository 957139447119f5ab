"""A document -> its sentences, each with the list it introduces and what its heading says of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.eligibility import patterns
from assistant.eligibility.patterns import is_everyone, names_kind
from assistant.language import sentences
from assistant.types import Block, BlockKind, Document

_UNREAD = (BlockKind.TABLE_HEADER, BlockKind.TERM)
MAX_DEPTH = 4
MAX_OFFER = 120
"""Characters of a heading that names something to apply for."""

_ABOUT_ELIGIBILITY = re.compile(
    r"\beligib|\bwho\s+(?:can|may|should|is\s+able\s+to|we\s+are|are\s+we)\b|\b(?:can|may)\s.{1,80}\s(?:apply|claim|join)\b|"
    r"\b(?:do|must|should)\s+(?:I|you|applicants|students)\s+(?:need|have)\s+(?:to\s+(?:be|have|hold)\b|an?\b)|\bcan\s+I\s+apply\b|"
    r"\bmust\s+(?:be|have|get|meet|live|hold)\b|"
    r"\brequirements?\b|\bqualif(?:y|ications?|ying)\b|\bcriteria\b|\bprerequisites?\b|\bwho\s+may\s+not\b|"
    r"\binternational\s+(?:medical\s+)?(?:graduates|applicants)\b|\b(?:IMGs?|FMGs?)\b",
    re.IGNORECASE,
)
_ABOUT_ELSE = re.compile(
    r"\b(?:documents?|materials?|pre-?screening|after|reports?|reporting|courses?|coursework|curriculum|concentration|"
    r"(?:degree|program(?:me)?|graduation|language|credit|residency|thesis|major|minor|core|academic\s+progress|course|"
    r"gpa|exam|testing|technical|system|format(?:ting)?|insurance|housing|health|visa|document|submission|reporting|"
    r"supporting|application|student)\s+requirements?|"
    r"requirements?\s+for\s+(?:the\s+)?(?:(?:ph\.?d|m\.?a|b\.?a|b\.?s|major|minor|graduation|completion|degree|"
    r"every\s+project\s+report)\b.{0,40})|"
    r"thesis|dissertation|formats?|fees?|tuition|checklists?|submission|steps|exempt\w*|exemptions?|waivers?|payments?|"
    r"what\s+you[’']ll\s+get|appeals?|complain|contact|interviews?|audition|portfolio|essays?|transcripts?|letters?|"
    r"writing\s+sample|statement|resume|cv|renew\w*|maintain\w*|retention|deadlines?|how\s+decisions|"
    r"schedule|housing|faculty|jobs?|careers?|learning\s+outcomes)\b",
    re.IGNORECASE,
)
# Rules on these are for people who have applied, are in already, work there, or want something else than to come.
_NOT_ABOUT_APPLYING = re.compile(
    r"\b(?:refunds?|waivers?|withdraw\w*|recruiting|disbursements?|renewals?|appeals?|academic\s+progress|probation|"
    r"course\s+(?:descriptions?|requirements?|list\w*|prerequisites?)|syllab\w+|curriculum|plans?\s+of\s+study|"
    r"(?:degree|graduation|thesis|major|minor|residency|certificate|(?<!english\s)foreign\s+language|research|advising)\s+"
    r"requirements?|field\s+(?:education|work|placements?)|"
    r"fieldwork|practicums?|(?:student|campus|graduate)\s+housing|housing\s+\w+|residence\s+halls?|health\s+insurance|"
    r"job\s+(?:opportunit\w+|openings?|description)|adjunct|vacanc\w+|(?:class|student)\s+profile|at\s+a\s+glance|admitted\s+students|"
    r"after\s+(?:you\s+(?:are|have|apply)|admission|acceptance)|responsibilit\w+|terms\s+(?:and|of)|maintain\w*|"
    r"eligible\s+for\s+(?:scholarships?|financial|aid|funding|housing))\b|(?<!prerequisite\s)\b(?:classes|courses)\s*$",
    re.IGNORECASE,
)
_APPLYING = re.compile(
    r"\b(?:admissions?|apply|applying|applicants?|applications?\s+(?:process|procedures?|information|guidelines?|instructions?|"
    r"requirements?))\b|\b(?:do|must|should|can)\s+(?:I|you)\s+(?:need|have|be|apply)\b|\b(?:am|are)\s+(?:I|you)\s+eligible\b",
    re.IGNORECASE,
)
_ANSWERS = re.compile(r"\b(?:faqs?|frequently\s+asked|questions)\b", re.IGNORECASE)
_OF_APPLICANTS = re.compile(r"\b(?:applicants?|candidates?)\b", re.IGNORECASE)
_DASH = re.compile(r"(?<=[\w.)’'])\s?[-–]\s(?=[A-Z])")
_SUPPOSES = re.compile(r"\b(?:how|when|where|why|what\s+(?:if|happens|documents?|materials?))\b", re.IGNORECASE)
# "Application requirements" of a list of papers hold criteria as well: what is to be sent is told by its words.
_STILL_ELIGIBILITY = re.compile(
    r"\b(?:eligib\w*|deadlines\s+(?:and|&)\s+requirements?|(?:admissions?|application|applicant|entry|entrance|minimum|additional\s+\w+)\s+(?:and\s+\w+\s+)?"
    r"requirements?|prerequisites?|who\s+(?:can|may))\b",
    re.IGNORECASE,
)
_LEADS_ON = re.compile(
    r":\W{0,4}$|\b(?:following|below|as\s+follows|one\s+of\s+these|all\s+of\s+these)\b[^.!?:]{0,80}\.?$|"
    r"\b(?:must|either|both|if\s+you|you)\W{0,4}$",
    re.IGNORECASE,
)
_TURNS_AWAY = re.compile(
    r"\b(?:how|what|when|where|why|next|overview|about|training|claim|apply|application|timeline|program(?:me)?|"
    r"funding|amount|selection|your\s+rights|responsibilities|further|more|resources|support|help)\b",
    re.IGNORECASE,
)
_KIND_HEADING = re.compile(
    r"(?:[^:;?!.]{0,60}\bfor\s+)?(?P<kind>[^:;?!.]{3,80})",
    re.IGNORECASE,
)
# Where a page has several of these, what stands below one of them is for those who apply for it.
_OFFER = re.compile(
    r"[^:;?!]{3,90}\((?:(?:M|B|Ph|Ed|D|LL|J|Adv|Cert|MS|MA|BA|BS|MST|MSE)[\w.]{0,8}[\s,/&-]{0,3}){1,4}\)|"
    r"(?:(?:M\.?[AS]|M\.?B\.?A|M\.?S\.?T|Ph\.?D|Ed\.?D|LL\.?M|J\.?D)\b\.?|Masters?\b|Doctor\w*\b|Bachelors?\b|"
    r"Advanced\s+Certificate\b)[^:;?!]{0,20}\s(?:in|of)\s[^:;?!]{2,80}|"
    r"(?!(?:About|The|Our|Your|Apply|How|What|Types?)\b)[A-Z][^:;?!]{2,80}\s(?:Scholarships?|Fellowships?|Awards?|Grants?|Prizes?|Tracks?|"
    r"Concentration|Certificate)"
)
_NOT_A_KIND = re.compile(
    r"\b(?:requirements?|information|eligib\w*|admissions?|how|what|who|when|our|selection|application|process|about|"
    r"program(?:me)?|fellowships?|scholarships?|grants?|award|deadline|services?|school|business|department|college|"
    r"guidelines|checklist|details|criteria|qualifications?|policy|policies|apply|status|team|organi[sz]ation|teacher|"
    r"resources?|success|life|board|club|group|institution|recipients?\s+(?:must|have)|profiles?|for|aid|other)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Item:
    """A list item, as offsets into the document, with the items that it introduces itself."""

    start: int
    end: int
    items: tuple["Item", ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, as offsets into the document, with the items that it introduces.

    ``eligibility`` where it stands below a heading about who may apply; ``follows`` where it stands below one that
    comes after such a heading and is about nothing else, as in pages whose headings are all of one level. ``listed``
    where it is itself an item of a list that nothing introduces. ``kind`` is the span of the words of the heading that
    name applicants or one of several things to apply for, ``heading`` that of the whole heading. ``applying`` where a
    heading or the title is about how to apply. ``first`` where it opens its block. ``question`` is the span of the
    question that its block answers. ``answers`` where it stands among answers to questions. ``row`` where it is a row
    of a table, ``header`` being the table's header and ``above`` the block above the table.
    """

    start: int
    end: int
    items: tuple[Item, ...]
    section: tuple[str, ...]
    eligibility: bool
    follows: bool
    listed: bool
    kind: tuple[int, int] | None = None
    heading: tuple[int, int] | None = None
    applying: bool = False
    first: bool = True
    question: tuple[int, int] | None = None
    answers: bool = False
    row: bool = False
    header: tuple[int, int] | None = None
    above: tuple[int, int] | None = None

    @property
    def stop(self) -> int:
        """Where the last item ends, or the sentence itself."""
        return max(self.end, _stop(self.items))


def read_statements(document: Document) -> Iterator[Statement]:
    """The sentences of the document in reading order."""
    children = _children(document)
    offers = _offers(document)
    labelled = sum(_is_labelled(document, block) for block in document.blocks) > 1
    headings: dict[str, tuple[int, int]] = {}
    follows = False
    above: tuple[int, int] | None = None
    for index, block in enumerate(document.blocks):
        span = block.start, block.end
        if block.kind in (BlockKind.HEADING, BlockKind.QUESTION):
            follows = _follows(document, block, follows)
            headings[document.text[slice(*span)]] = span
            continue
        if block.kind in _UNREAD or _is_introduced(document, block):
            continue
        lead = None if block.lead is None else document.blocks[block.lead]
        led_by = None if lead is None else (lead.start, lead.end)
        about = _about(document.title, block.section)
        label = patterns.LABELLED_OFFER.match(document.text, *span) if labelled else None
        if label is None:
            kind, heading = _kind_above(document, block, headings, offers)
        else:
            kind, heading = label.span("offer"), None
        own = Statement(
            *span,
            (),
            block.section,
            about.eligibility or (label is not None and not about.other),
            follows and not about.other,
            False,
            kind,
            heading,
            applying=about.applying,
            answers=about.answers or (lead is not None and lead.kind == BlockKind.QUESTION),
        )
        if block.kind == BlockKind.TABLE_ROW:
            yield replace(own, row=True, header=led_by, above=above)
            continue
        above = span
        spans = sentences(document.text, *span)
        if block.kind == BlockKind.LIST_ITEM:
            spans = [part for one in spans for part in _split_at_dashes(document.text, *one)]
        for at, (start, end) in enumerate(spans):
            if about.other and not _OF_APPLICANTS.search(document.text, start, end):
                continue
            items = _items(document, children, index, 0) if at == len(spans) - 1 else ()
            yield replace(
                own,
                start=start,
                end=end,
                items=items,
                listed=block.kind == BlockKind.LIST_ITEM and not items,
                first=at == 0,
                question=led_by if at == 0 and lead is not None and lead.kind == BlockKind.QUESTION else None,
            )


def _split_at_dashes(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The items of a list that a page has on one line: "Transcripts - Two references - A degree"."""
    for dash in _DASH.finditer(text, start, end):
        yield start, dash.start()
        start = dash.end()
    yield start, end


@dataclass(frozen=True, slots=True)
class _About:
    """What the headings above a block and the title say that it is about; ``other`` is none of the others."""

    eligibility: bool
    applying: bool
    answers: bool
    other: bool


@lru_cache(maxsize=64)
def _about(title: str, section: tuple[str, ...]) -> _About:
    titles = (*section, title)
    answers = any(_ANSWERS.search(one) for one in titles)
    if any(_NOT_ABOUT_APPLYING.search(one) for one in titles):
        return _About(False, False, answers, True)
    return _About(is_about_eligibility(title, section), any(_APPLYING.search(one) for one in titles), answers, False)


def _follows(document: Document, heading: Block, before: bool) -> bool:
    words = document.text[heading.start : heading.end]
    if _STILL_ELIGIBILITY.search(words):
        return True
    if heading.section or _ABOUT_ELSE.search(words) or _TURNS_AWAY.search(words):
        return bool(heading.section) and before
    return before


def _kind_above(
    document: Document, block: Block, headings: dict[str, tuple[int, int]], offers: frozenset[str]
) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """The words in the nearest heading that has some that name applicants or what they apply for, and that heading."""
    for title in (*reversed(block.section), document.title):
        heading = headings.get(title)
        if heading is not None and title in offers:
            return heading, heading
        kind = None if heading is None else _kind_of_heading(document.text, *heading)
        if kind is not None:
            return kind, heading
    return None, None


def _is_labelled(document: Document, block: Block) -> bool:
    """Whether the block is about one of several things to apply for, whose name it opens with: "Dean's Award: ..."."""
    return patterns.LABELLED_OFFER.match(document.text, block.start, block.end) is not None


def _offers(document: Document) -> frozenset[str]:
    """The headings that name one of several things to apply for; none where there is only one."""
    titles = {document.text[block.start : block.end] for block in document.blocks if block.kind == BlockKind.HEADING}
    found = {title for title in titles - {document.title} if len(title) <= MAX_OFFER and _OFFER.fullmatch(title)}
    return frozenset(found if len(found) > 1 else ())


def is_about_eligibility(title: str, section: tuple[str, ...]) -> bool:
    """Whether the nearest heading that says so, or else the title, is about who may apply."""
    for heading in (*reversed(section), title):
        if _STILL_ELIGIBILITY.search(heading):
            return True
        if _ABOUT_ELSE.search(heading):
            return False
        if _ABOUT_ELIGIBILITY.search(heading):
            return True
        if heading.endswith("?") and _SUPPOSES.match(heading):
            return False
    return False


def _kind_of_heading(text: str, start: int, end: int) -> tuple[int, int] | None:
    found = _KIND_HEADING.match(text, start, end)
    if found is None:
        return None
    words = found["kind"].strip()
    named = names_kind(words) and not is_everyone(words) and not _NOT_A_KIND.search(words)
    return (found.start("kind"), found.start("kind") + len(found["kind"].rstrip())) if named else None


def _children(document: Document) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for index, block in enumerate(document.blocks):
        if _is_introduced(document, block) and block.lead is not None:
            found.setdefault(block.lead, []).append(index)
    return found


def _is_introduced(document: Document, block: Block) -> bool:
    if block.kind != BlockKind.LIST_ITEM or block.lead is None:
        return False
    lead = document.blocks[block.lead]
    if lead.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.DEFINITION):
        return False
    return _LEADS_ON.search(document.text, max(lead.start, lead.end - 160), lead.end) is not None


def _items(document: Document, children: dict[int, list[int]], lead: int, depth: int) -> tuple[Item, ...]:
    if depth >= MAX_DEPTH:
        return ()
    blocks = document.blocks
    return tuple(
        Item(blocks[index].start, blocks[index].end, _items(document, children, index, depth + 1))
        for index in children.get(lead, [])
    )


def _stop(items: tuple[Item, ...]) -> int:
    return max((max(item.end, _stop(item.items)) for item in items), default=0)
