"""Words that lead to something on the page which is not there."""

import re
from collections.abc import Iterator
from itertools import chain, islice

from assistant.citing import block_at
from assistant.linting.findings import Finding, Severity
from assistant.linting.pages import HEADED, LISTED, Page
from assistant.types import Block, BlockKind

_ANNOUNCES = re.compile(
    r"\b(?:(?:the|all|any|each|one|both|of|following|these|required)\s+(?:of\s+)?(?:the\s+)?following\b|as\s+follows|these\s+(?:\w+[\s-]+){0,4}\w+\s*:|"
    r"the\s+following|(?:listed|described|given|outlined|found|shown)\s+below|includes?\s*:|including\s*:|consists?\s+of\s*:|(?:are|is)\s*:|"
    r"required\s+(?:documents|materials|items)\s*:|steps\s*:)",
    re.IGNORECASE,
)
_DOCUMENTS = re.compile(r"\b(?:documents?|documentation|materials|items|forms|letters|transcripts)\b", re.IGNORECASE)
_BELOW = re.compile(
    r"\(\s*(?:please\s+)?see\s+(?:\w+\s+){0,3}below\s*\)|\b(?:please\s+)?(?:see|refer\s+to|follow|review|read|consult)\s+(?:the\s+)?(?:[\w-]+\s+){0,4}below\b|"
    r"\b(?:listed|described|outlined|detailed|set\s+out|explained|shown)\s+below\b|\bthe\s+(?:list|table|chart|schedule|steps|instructions|"
    r"descriptions?|guidelines|requirements|sections?|criteria|dates|deadlines)\s+below\b",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"\(\s*(?:please\s+)?see\s+(?:\w+\s+){0,3}above\s*\)|\b(?:listed|described|outlined|detailed|set\s+out)\s+above\b|"
    r"\bthe\s+(?:list|table|chart|steps|instructions|guidelines|requirements|criteria|deadlines)\s+above\b",
    re.IGNORECASE,
)
_NOT_ON_PAGE = re.compile(
    r"\b(?:links?|buttons?|forms?|maps?|images?|photos?|videos?|icons?|players?|widgets?|calendars?|playlists?|galler(?:y|ies)|"
    r"click(?:ing)?|fill(?:ing)?|boxe?s?|sign\s?up|submit|menus?|tabs?)\b",
    re.IGNORECASE,
)
_ATTACHED = re.compile(
    r"\b(?:the\s+)?attached\s+(?:application\s+)?(?:forms?|documents?|files?|lists?|sheets?|templates?|pdfs?|flyers?|schedules?|checklists?|"
    r"instructions)\b|\b(?:please\s+)?see\s+(?:the\s+)?attach(?:ed|ments?)\b",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"\b(?:see|refer\s+to|under|described\s+in|in)\s+(?:the\s+)?section\s+(?P<number>\d{1,2}(?:\.\d{1,2}){0,2})(?![\d(])(?P<after>[^.;\n]{0,30})",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"\s*(?:,\s*)?(?:of|in)\s+(?:the|this|that|our|its)\b|\s*\(|\s+of\b|\s+U\.?S\.?", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:(?:section|part)\s+)?(?P<number>\d{1,2}(?:\.\d{1,2}){0,2})[.):]?(?:\s|$)", re.IGNORECASE)
_STEP = re.compile(r"(?:step\s+)?(\d{1,3})[.):]\s", re.IGNORECASE)
_LAST_WORDS = 300
_LAST_SENTENCE = 1_000
_MOST = 10
"""Of one page and kind; more would not be read."""


def missing_lists(page: Page) -> Iterator[Finding]:
    """The announced lists that do not follow."""
    for start, end in islice(_announced_in_vain(page), _MOST):
        yield Finding(
            "missing-list",
            Severity.ERROR,
            "A list is announced here, and nothing follows; add the list, or drop the words.",
            page.cite(*page.sentence_at(start, end)),
        )


def _announced_in_vain(page: Page) -> Iterator[tuple[int, int]]:
    blocks = page.document.blocks
    for place, block in enumerate(blocks):
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.DEFINITION):
            continue
        words = page.text[max(block.start, block.end - _LAST_WORDS) : block.end]
        if not words.endswith(":"):
            continue
        sentence = re.split(r"[.!?]\s", words)[-1].lstrip()
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        if _ANNOUNCES.search(sentence) and _nothing_follows(page, block, following):
            yield block.end - len(sentence), block.end


def _nothing_follows(page: Page, block: Block, following: Block | None) -> bool:
    if following is None:
        return True
    if following.kind not in HEADED:
        return _is_next_step(page, block, following)
    # Headings may be the list, also such as stand beside the one above; of documents it is known whether they are.
    levels_up = len(block.section) - len(following.section)
    if levels_up > 1:
        return True
    return (
        levels_up == 1 and _DOCUMENTS.search(page.words(block)[-_LAST_WORDS:]) is not None and block.start in page.gaps
    )


def _is_next_step(page: Page, block: Block, following: Block) -> bool:
    """Whether one is "1. ..." and the other "2. ..."; items without numbers may be of a list within the list."""
    steps = [_STEP.match(page.text, one.start, one.end) for one in (block, following)]
    if steps[0] is None or steps[1] is None:
        return False
    return int(steps[1][1]) == int(steps[0][1]) + 1


def dangling_references(page: Page) -> Iterator[Finding]:
    """What is said to stand below, above, in a section or attached, and does not."""
    yield from islice(chain(_below(page), _above(page), _sections(page), _attached(page)), _MOST)


def _below(page: Page) -> Iterator[Finding]:
    # What follows might be meant whatever it is, so only the last sentence of the page is surely wrong.
    last = len(page.text.rstrip(" .:)"))
    for found in _BELOW.finditer(page.text, max(0, last - _LAST_SENTENCE)):
        start, end = page.sentence_at(*found.span())
        if end >= last and not _NOT_ON_PAGE.search(page.text, start, end):
            yield _dangling(page, found, "nothing stands below")


def _above(page: Page) -> Iterator[Finding]:
    first = next((block for block in page.document.blocks if block.kind not in HEADED), None)
    for found in _ABOVE.finditer(page.text, 0, first.start + _LAST_SENTENCE if first else 0):
        start, end = page.sentence_at(*found.span())
        if first is not None and start <= first.start and not _NOT_ON_PAGE.search(page.text, start, end):
            yield _dangling(page, found, "nothing stands above")


def _sections(page: Page) -> Iterator[Finding]:
    numbers = _numbers(page)
    if not {"1", "2"} <= numbers:
        return
    for found in _SECTION.finditer(page.text):
        if not _ELSEWHERE.match(found["after"]) and found["number"].split(".")[0] not in numbers:
            yield _dangling(page, found, f"the page has no section {found['number']}")


def _numbers(page: Page) -> set[str]:
    """The whole numbers that its headings begin with."""
    headings = (block for block in page.document.blocks if block.kind in HEADED)
    found = (_NUMBERED.match(page.text, block.start, block.end) for block in headings)
    return {number["number"].split(".")[0] for number in found if number}


def _attached(page: Page) -> Iterator[Finding]:
    for found in _ATTACHED.finditer(page.text, 0, 0 if page.is_record else len(page.text)):
        block = block_at(page.document, found.start())
        if block is not None and block.kind not in LISTED:
            yield _dangling(page, found, "nothing can be attached to a page")


def _dangling(page: Page, found: re.Match[str], why: str) -> Finding:
    return Finding(
        "dangling-reference",
        Severity.WARNING,
        f"“{' '.join(found[0].split())}” leads nowhere: {why}; say where it is.",
        page.cite_sentence(*found.span()),
    )
