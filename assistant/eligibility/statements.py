"""A document -> its sentences, each with the list it introduces and what its heading says of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.eligibility.people import is_everyone, names_kind
from assistant.language import sentences
from assistant.types import Block, BlockKind, Document

_UNREAD = (BlockKind.TABLE_HEADER, BlockKind.TABLE_ROW, BlockKind.TERM)
MAX_DEPTH = 4

_ABOUT_ELIGIBILITY = re.compile(
    r"\beligib|\bwho\s+(?:can|may|should|is\s+able\s+to|we\s+are|are\s+we)\b|\b(?:can|may)\s.{1,80}\s(?:apply|claim|join)\b|"
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
# Rules on these are for people who have applied or are in already.
_NOT_ABOUT_APPLYING = re.compile(
    r"\b(?:refunds?|waivers?|withdraw\w*|recruiting|disbursements?|"
    r"eligible\s+for\s+(?:scholarships?|financial|aid|funding|housing))\b",
    re.IGNORECASE,
)
# "Application requirements" of a list of papers hold criteria as well: what is to be sent is told by its words.
_STILL_ELIGIBILITY = re.compile(
    r"\b(?:eligib\w*|(?:admissions?|application|applicant|entry|entrance|minimum|additional\s+\w+)\s+(?:and\s+\w+\s+)?"
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
_NOT_A_KIND = re.compile(
    r"\b(?:requirements?|information|eligib\w*|admissions?|how|what|who|when|our|selection|application|process|about|"
    r"program(?:me)?|fellowships?|scholarships?|grants?|award|deadline|services?|school|business|department|college|"
    r"guidelines|checklist|details|criteria|qualifications?|policy|policies|apply|status|team|organi[sz]ation|teacher|"
    r"resources?|success|life|board|club|group|institution|recipients?\s+(?:must|have)|profiles?|for|aid)\b",
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
    name applicants, ``heading`` that of the whole heading.
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

    @property
    def stop(self) -> int:
        """Where the last item ends, or the sentence itself."""
        return max(self.end, _stop(self.items))


def read_statements(document: Document) -> Iterator[Statement]:
    """The sentences of the document in reading order."""
    children = _children(document)
    headings: dict[str, tuple[int, int]] = {}
    follows = False
    section: tuple[str, ...] = ()
    eligibility: bool | None = None
    for index, block in enumerate(document.blocks):
        if block.kind in (BlockKind.HEADING, BlockKind.QUESTION):
            follows = _follows(document, block, follows)
            headings[document.text[block.start : block.end]] = (block.start, block.end)
            continue
        if any(_NOT_ABOUT_APPLYING.search(title) for title in (*block.section, document.title)):
            continue
        if block.kind in _UNREAD or _is_introduced(document, block):
            continue
        if block.section != section or eligibility is None:
            section, eligibility = block.section, is_about_eligibility(document, block.section)
        kind, heading = _kind_above(document, block, headings)
        spans = sentences(document.text, block.start, block.end)
        for at, (start, end) in enumerate(spans):
            items = _items(document, children, index, 0) if at == len(spans) - 1 else ()
            listed = block.kind == BlockKind.LIST_ITEM and not items
            yield Statement(start, end, items, block.section, eligibility, follows, listed, kind, heading)


def _follows(document: Document, heading: Block, before: bool) -> bool:
    words = document.text[heading.start : heading.end]
    if _STILL_ELIGIBILITY.search(words):
        return True
    if heading.section or _ABOUT_ELSE.search(words) or _TURNS_AWAY.search(words):
        return bool(heading.section) and before
    return before


def _kind_above(
    document: Document, block: Block, headings: dict[str, tuple[int, int]]
) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """The words that name applicants in the nearest heading that has some, and that heading."""
    for title in (*reversed(block.section), document.title):
        heading = headings.get(title)
        kind = None if heading is None else _kind_of_heading(document.text, *heading)
        if kind is not None:
            return kind, heading
    return None, None


def is_about_eligibility(document: Document, section: tuple[str, ...]) -> bool:
    """Whether the nearest heading that says so, or else the title, is about who may apply."""
    for heading in (*reversed(section), document.title):
        if _STILL_ELIGIBILITY.search(heading):
            return True
        if _ABOUT_ELSE.search(heading):
            return False
        if _ABOUT_ELIGIBILITY.search(heading):
            return True
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
