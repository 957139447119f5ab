"""Sections that no known question leads to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.linting.findings import Finding, Severity
from assistant.linting.pages import HEADED, Page
from assistant.types import Answer, Block

FEWEST_QUESTIONS = 20
"""Fewer lead to a few places only, so that nothing would be said by what they leave out."""
_FIRST_HITS = 5
_FEWEST_WORDS = 40


@dataclass(frozen=True, slots=True)
class Reach:
    """Where known questions lead.

    ``programs`` has for each question the program that it names or, if it names none, leads to first; None stands for
    all. ``spans`` has for each document, by its id, the (start, end) of what was found or quoted.
    """

    programs: tuple[str | None, ...]
    spans: Mapping[str, frozenset[tuple[int, int]]]

    @classmethod
    def of(cls, answers: Iterable[Answer]) -> "Reach":
        """Where the questions of these answers lead: their first passages, and what was quoted."""
        programs: list[str | None] = []
        spans: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for answer in answers:
            first = answer.hits[0].passage.program if answer.hits else None
            programs.append(answer.question.program or first)
            for hit in answer.hits[:_FIRST_HITS]:
                spans[hit.passage.doc_id].add((hit.passage.start, hit.passage.end))
            for citation in answer.citations:
                spans[citation.doc_id].add((citation.start, citation.end))
        return cls(tuple(programs), {doc_id: frozenset(found) for doc_id, found in spans.items()})

    def questions(self, program: str | None) -> int:
        """How many of the questions are about a program; None stands for any."""
        return sum(program is None or named in (program, None) for named in self.programs)

    def holds(self, doc_id: str, start: int, end: int) -> bool:
        """Whether a question leads to some of the words between two places."""
        return any(first < end and start < last for first, last in self.spans.get(doc_id, ()))


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading and what stands directly below it; a beginning without heading has none."""

    heading: Block | None
    blocks: tuple[Block, ...]


def unreached_sections(pages: Sequence[Page], reach: Reach) -> Iterator[Finding]:
    """The sections of a program that none of its questions leads to; nothing where there are too few questions."""
    questions = reach.questions(pages[0].document.program) if pages else 0
    for page in pages if questions >= FEWEST_QUESTIONS else ():
        for section in _sections(page):
            first, last = section.blocks[0], section.blocks[-1]
            words = sum(len(page.words(block).split()) for block in section.blocks)
            if words < _FEWEST_WORDS or reach.holds(page.document.doc_id, first.start, last.end):
                continue
            yield Finding(
                "unreached-section",
                Severity.NOTE,
                f"None of the {questions} known questions leads here; say it in applicants’ words, or drop it.",
                page.cite(section.heading.start, section.heading.end)
                if section.heading
                else page.cite_sentence(first.start, first.start + 1),
            )


def _sections(page: Page) -> Iterator[_Section]:
    heading: Block | None = None
    below: list[Block] = []
    for block in page.document.blocks:
        ends = block.kind in HEADED or bool(below) and block.section != below[-1].section
        if ends and below:
            yield _Section(heading, tuple(below))
        if ends:
            heading, below = (block if block.kind in HEADED else None), []
        if block.kind not in HEADED:
            below.append(block)
    if below:
        yield _Section(heading, tuple(below))
