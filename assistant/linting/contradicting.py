"""Two pages that give different dates or numbers for the same thing."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.dates import DateKind, Precision
from assistant.language import sentences, terms
from assistant.linting.findings import Finding, Severity
from assistant.linting.pages import Page
from assistant.timeline import Event, State, TimelineItem, contradicts
from assistant.timeline.names import GENERAL
from assistant.types import Block, BlockKind, Citation

_MOST_ALIKE = 40
"""Of one program and word; more of them would take long, and pages made to be slow have them."""
_ALIKE = 0.8
_FEWEST_TERMS = 4
_LONGEST = 400
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,7}(?:\.\d{1,2})?"
_UNITS = (
    r"pages?|words|letters?(?:\s+of\s+recommendation)?|references|referees|credits?|credit\s+hours|hours|days|weeks|months|years|minutes|"
    r"copies|points|%|percent|per\s?cent|positions|places|spots|seats|fellows|courses|essays|samples|students|dollars|miles|characters"
)
_FIGURE = re.compile(
    rf"(?P<money>[$£€])\s?(?P<sum>{_NUMBER})(?![\d,]\d)|(?<![\w$£€.,/–-])(?P<number>{_NUMBER}|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
    rf"[\s-]{{0,2}}(?P<unit>{_UNITS})(?!\w)|\b(?P<gpa>GPA|grade\s+point\s+average)\b\D{{0,30}}(?P<grade>[0-5]\.\d{{1,2}})",
    re.IGNORECASE,
)
_WORDS = {
    word: str(number)
    for number, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
}


@dataclass(frozen=True, slots=True, eq=False)
class _Claim:
    """A sentence with one number of a unit.

    ``terms`` are the stems of its other words and of what stands above it, ``numbers`` its other numbers.
    """

    page: Page
    start: int
    end: int
    said: str
    unit: str
    value: float
    terms: frozenset[str]
    numbers: frozenset[str]


class _Subjects:
    """What the pages of a program are about, by the words of their titles and addresses."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._titles = {page.document.doc_id: frozenset(terms(_named(page))) - GENERAL for page in pages}
        counts = Counter(term for title in self._titles.values() for term in title)
        named = set(terms(pages[0].document.program or "")) if pages else set()
        self._common = named | {term for term, count in counts.items() if count > 1 and count * 2 >= len(pages)}

    def differ(self, one: Page, other: Page, shared: int) -> bool:
        """Whether each is about something of its own, or one is and the two have few words in common."""
        ours, theirs = (self._titles[page.document.doc_id] - self._common for page in (one, other))
        return ours != theirs and (bool(ours and theirs) or shared < _FEWEST_TERMS)


def _named(page: Page) -> str:
    return page.names if page.document.url else page.document.title


def contradicting_dates(pages: Sequence[Page]) -> Iterator[Finding]:
    """Pages that give different days for the same event of the same cycle, each in a sentence of its own."""
    subjects = _Subjects(pages)
    buckets: dict[tuple[Event, str], list[tuple[Page, TimelineItem]]] = defaultdict(list)
    for page in pages:
        items = [] if page.is_record else _single(page)
        for item in items:
            found = {(other.citation.doc_id, other.date_start): (there, other) for there, other in _near(buckets, item)}
            for there, other in found.values():
                if subjects.differ(there, page, _FEWEST_TERMS):
                    continue
                if (
                    contradicts(*_of_one_program(other, item))
                    and not _years_apart(other, item)
                    and _said_alike(other, item)
                ):
                    yield _finding(there.cite_item(other), page.cite_item(item), other.when, item.when)
                    break
        for item in items:
            for term in item.subject:
                bucket = buckets[(item.event, term)]
                if len(bucket) < _MOST_ALIKE:
                    bucket.append((page, item))


def _single(page: Page) -> list[TimelineItem]:
    """The items of the page that are about something that no other one is about, and say it with one date."""
    counts = Counter((item.event, item.cycle, item.subject) for item in page.items)
    return [
        item
        for item in page.items
        if counts[(item.event, item.cycle, item.subject)] == 1
        and item.subject
        and item.mention.precision in (Precision.DAY, Precision.MINUTE)
        and item.mention.kind is not DateKind.RECURRING
        and page.dates_within(*page.sentence_at(item.date_start, item.date_end)) == 1
    ]


def _near(
    buckets: dict[tuple[Event, str], list[tuple[Page, TimelineItem]]], item: TimelineItem
) -> Iterator[tuple[Page, TimelineItem]]:
    for term in item.subject:
        yield from buckets.get((item.event, term), ())


def _of_one_program(one: TimelineItem, other: TimelineItem) -> tuple[TimelineItem, TimelineItem]:
    """The two, one of all programs as one of the program that the other is of."""
    if one.citation.program == other.citation.program:
        return one, other
    program = one.citation.program or other.citation.program
    ours, theirs = (replace(item, citation=replace(item.citation, program=program)) for item in (one, other))
    return ours, theirs


def _years_apart(one: TimelineItem, other: TimelineItem) -> bool:
    """Whether they are dates of two years, one of which is over: last year's date, not another one."""
    years = {item.first.year for item in (one, other) if item.first}
    return len(years) > 1 and (one.state is State.PAST) != (other.state is State.PAST)


def _said_alike(one: TimelineItem, other: TimelineItem) -> bool:
    """Whether they are about the same by more than one word, or else in sentences of much the same words."""
    if len(one.subject & other.subject) > 1:
        return True
    ours, theirs = (set(terms(item.citation.quote.replace(item.when, " "))) for item in (one, other))
    return len(ours & theirs) * 2 >= len(ours | theirs)


def contradicting_numbers(pages: Sequence[Page]) -> Iterator[Finding]:
    """Pages that give different numbers of the same unit in nearly the same sentence."""
    subjects = _Subjects(pages)
    buckets: dict[tuple[str, str], list[_Claim]] = defaultdict(list)
    for page in pages:
        claims = [] if page.is_record else _unique(list(_claims(page)))
        for claim in claims:
            near: Counter[_Claim] = Counter()
            for term in claim.terms:
                near.update(buckets.get((claim.unit, term), ()))
            other = next(
                (
                    other
                    for other, shared in near.most_common()
                    if _contradict(claim, other, shared) and not subjects.differ(other.page, claim.page, shared)
                ),
                None,
            )
            if other is not None:
                places = [one.page.cite(one.start, one.end) for one in (other, claim)]
                yield _finding(places[0], places[1], other.said, claim.said)
        for claim in claims:
            for term in claim.terms:
                bucket = buckets[(claim.unit, term)]
                if len(bucket) < _MOST_ALIKE:
                    bucket.append(claim)


def _unique(claims: Sequence[_Claim]) -> list[_Claim]:
    """The claims whose words the page says with one number only."""
    counts = Counter((claim.unit, claim.terms) for claim in claims)
    return [claim for claim in claims if counts[claim.unit, claim.terms] == 1]


def _contradict(one: _Claim, other: _Claim, shared: int) -> bool:
    """Whether the numbers differ and nearly all other words, all other numbers among them, are the same."""
    if one.value == other.value or one.numbers != other.numbers or shared < 2:
        return False
    return one.terms == other.terms or (shared >= _FEWEST_TERMS and shared >= _ALIKE * len(one.terms | other.terms))


def _finding(citation: Citation, other: Citation, words: str, others_words: str) -> Finding:
    return Finding(
        "contradiction",
        Severity.ERROR,
        f"“{words}” here, but “{others_words}” in “{other.title}” for what seems the same; make them agree.",
        citation,
        (other,),
    )


def _claims(page: Page) -> Iterator[_Claim]:
    blocks = page.document.blocks
    for block in blocks:
        if block.kind in (BlockKind.HEADING, BlockKind.QUESTION, BlockKind.TABLE_HEADER):
            continue
        if not _FIGURE.search(page.text, block.start, block.end):
            continue
        for start, end in _pieces(page, block):
            found = [figure for figure in _FIGURE.finditer(page.text, start, end)] if end - start <= _LONGEST else []
            counts = Counter(_unit(figure) for figure in found)
            for figure in found:
                unit = _unit(figure)
                if counts[unit] > 1:
                    continue
                words = f"{page.text[start : figure.start()]} {page.text[figure.end() : end]} {_above(page, block)}"
                rest = terms(words)
                numbers = frozenset(term for term in rest if term[0].isdigit())
                yield _Claim(page, start, end, figure[0], unit, _value(figure), frozenset(rest) - numbers, numbers)


def _pieces(page: Page, block: Block) -> list[tuple[int, int]]:
    if block.kind is BlockKind.TABLE_ROW or block.end - block.start > 20_000:
        return [(block.start, block.end)]
    return sentences(page.text, block.start, block.end)


def _above(page: Page, block: Block) -> str:
    """What a row or item cannot be understood without."""
    if block.kind is BlockKind.PARAGRAPH:
        return ""
    lead = page.words(page.document.blocks[block.lead])[-200:] if block.lead is not None else ""
    return f"{lead} {block.section[-1] if block.section else ''}"


def _unit(figure: re.Match[str]) -> str:
    if figure["money"]:
        return figure["money"]
    if figure["gpa"]:
        return "gpa"
    return terms(figure["unit"])[0] if figure["unit"][0].isalpha() else "%"


def _value(figure: re.Match[str]) -> float:
    number = (figure["sum"] or figure["number"] or figure["grade"]).lower().replace(",", "")
    return float(_WORDS.get(number, number))
