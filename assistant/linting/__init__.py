"""What a coordinator should mend in the program's documents, each with its place and quote."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from types import MappingProxyType

from assistant.errors import AssistantError
from assistant.linting.abbreviating import unexplained
from assistant.linting.contacting import no_contact
from assistant.linting.contradicting import contradicting_dates, contradicting_numbers
from assistant.linting.cyclic import current_cycles, misfit_dates, past_cycle
from assistant.linting.dated import dates_without_year, past_dates, times_without_zone, wrong_dates
from assistant.linting.findings import Finding, Severity
from assistant.linting.garbling import garbled_text, placeholders
from assistant.linting.gone import GonePages, read_gone
from assistant.linting.leading import dangling_references, missing_lists
from assistant.linting.linking import Surroundings, dead_links
from assistant.linting.pages import MOST_CHARACTERS, Page
from assistant.linting.printing import findings_to_html, findings_to_json, findings_to_text
from assistant.linting.reaching import FEWEST_QUESTIONS, Reach, unreached_sections
from assistant.linting.repeating import near_duplicates
from assistant.types import Citation, Document

__all__ = [
    "CHECKS",
    "FEWEST_QUESTIONS",
    "MOST_CHARACTERS",
    "OF_QUESTIONS",
    "Finding",
    "GonePages",
    "Reach",
    "Severity",
    "findings_to_html",
    "findings_to_json",
    "findings_to_text",
    "lint",
    "read_gone",
]

_PageFinders = Mapping[str, tuple[Callable[[Page], Iterable[Finding]], ...]]
_ProgramFinders = Mapping[str, tuple[Callable[[Sequence[Page]], Iterable[Finding]], ...]]
_OF_PAGE: _PageFinders = {
    "past-date": (past_dates,),
    "date-without-year": (dates_without_year,),
    "date-problem": (wrong_dates,),
    "time-without-zone": (times_without_zone,),
    "past-cycle": (past_cycle,),
    "cycles-disagree": (misfit_dates,),
    "missing-list": (missing_lists,),
    "dangling-reference": (dangling_references,),
    "garbled-text": (garbled_text,),
    "placeholder": (placeholders,),
}
_OF_PROGRAM: _ProgramFinders = {
    "cycles-disagree": (current_cycles,),
    "contradiction": (contradicting_dates, contradicting_numbers),
    "near-duplicate": (near_duplicates,),
    "unexplained-abbreviation": (unexplained,),
    "no-contact": (no_contact,),
}
CHECKS: Mapping[str, str] = MappingProxyType(
    {
        "past-date": "What opens, closes or happens is past, and the page gives no later day of the kind.",
        "date-without-year": "A day on which something opens or closes has no year, and nothing near it names one.",
        "date-problem": "A date does not exist, falls on another weekday, or could be read as another day.",
        "time-without-zone": "The hour of a deadline has no time zone.",
        "past-cycle": "The newest admission cycle or academic year that a page names is over.",
        "cycles-disagree": "A date does not fit its cycle, or two cycles are both said to be the present one.",
        "missing-list": "A list is announced, and nothing follows.",
        "dangling-reference": "“See below”, “section 4”, “the attached form” and the like lead to nothing on the page.",
        "dead-link": "A link leads to no place of its page, to no file, to a page that is gone, or has no address.",
        "garbled-text": "Characters were damaged on the way, or markup shows as text.",
        "placeholder": "Words that were meant to be replaced were left in.",
        "contradiction": "Two pages of a program give different dates or numbers for the same thing.",
        "near-duplicate": "Two pages of a program say nearly the same.",
        "unexplained-abbreviation": "An abbreviation is used again and again and never spelled out in the program.",
        "no-contact": "No page of a program says whom to ask.",
        "unreached-section": "None of the known questions leads to a section.",
    }
)
"""The name of each check -> what it finds."""

OF_QUESTIONS = "unreached-section"
"""The check that is made only where it is given where known questions lead."""

_MOST_WITHOUT_PROGRAM = 30
"""So many documents of no program can be compared as those of one program; more are a site of many."""
_OF_ANY_PAGES = ("near-duplicate", "unexplained-abbreviation")
"""The comparisons that tell something about pages that are not of one program."""
_WITH_THOSE_OF_ALL = ("contradiction", "unexplained-abbreviation", "no-contact")
"""The comparisons of a program's documents to which the documents of all programs are added."""


def lint(
    documents: Iterable[Document],
    today: date,
    *,
    checks: Collection[str] | None = None,
    files: Collection[str] = (),
    gone: GonePages | None = None,
    reach: Reach | None = None,
) -> tuple[Finding, ...]:
    """What to mend in the documents as seen from `today`: in their order, and by place within each.

    `checks` are those of `CHECKS` to make, None makes all. Documents of no program belong to every program. What is
    wrong in the same words in several documents of a program is one finding, in the first of them. Of a document longer
    than `MOST_CHARACTERS` only the dates within these are looked at. `files` are those of the corpus beside the
    documents, POSIX style, `gone` its pages that a fetch did not find; links may lead to both. Without `reach`, the
    check `OF_QUESTIONS` is not made.

    :raises AssistantError: a check is not one of `CHECKS`.
    """
    if unknown := sorted(set(checks or ()) - CHECKS.keys()):
        raise AssistantError(
            f"Check {unknown[0]!r} is not known; the checks are {', '.join(CHECKS)}; name some of these."
        )
    wanted = set(CHECKS if checks is None else checks)
    pages = [Page(document, today) for document in documents if document.blocks]
    beside = Surroundings([page.document for page in pages], files, gone or GonePages())
    of_page: _PageFinders = {**_OF_PAGE, "dead-link": (partial(dead_links, surroundings=beside),)}
    of_program: _ProgramFinders = _OF_PROGRAM
    if reach is not None:
        of_program = {**_OF_PROGRAM, OF_QUESTIONS: (partial(unreached_sections, reach=reach),)}
    order = {page.document.doc_id: place for place, page in enumerate(pages)}
    found = [*_merged(_of_pages(pages, of_page, wanted)), *_of_programs(pages, of_program, wanted)]
    return tuple(sorted(found, key=lambda finding: _place(finding, order)))


def _of_pages(pages: Sequence[Page], of_page: _PageFinders, wanted: Collection[str]) -> Iterator[Finding]:
    for page in pages:
        for check, finders in of_page.items():
            for finder in finders if check in wanted else ():
                yield from finder(page)


def _of_programs(pages: Sequence[Page], of_program: _ProgramFinders, wanted: Collection[str]) -> Iterator[Finding]:
    of_all = [page for page in pages if page.document.program is None]
    programs: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        if page.document.program is not None:
            programs[page.document.program].append(page)
    for check, finders in of_program.items():
        groups = _groups(check, list(programs.values()), of_all) if check in wanted else []
        for finder in finders:
            yield from _once(finding for group in groups for finding in finder(group))


def _groups(check: str, programs: Sequence[list[Page]], of_all: list[Page]) -> list[list[Page]]:
    """The pages that a check compares with one another, those of a program before those of all programs."""
    few = len(of_all) <= _MOST_WITHOUT_PROGRAM
    if programs and (check == "no-contact" or few and check in _WITH_THOSE_OF_ALL):
        return [[*pages, *of_all] for pages in programs]
    return [*programs, of_all] if few or check in _OF_ANY_PAGES else list(programs)


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, what was found again about a document of all programs joined to the first time."""
    known: dict[tuple[Citation, str], Finding] = {}
    for finding in findings:
        first = known.setdefault((finding.citation, finding.message), finding)
        others = dict.fromkeys((*first.others, *finding.others))
        known[finding.citation, finding.message] = replace(first, others=tuple(others))
    return list(known.values())


def _merged(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, those that say the same of the same words in another document of the program joined to it."""
    first: dict[tuple[str, str | None, str, str], Finding] = {}
    repeats: dict[int, list[Citation]] = defaultdict(list)
    kept: list[Finding] = []
    for finding in findings:
        citation = finding.citation
        key = finding.check, citation.program, finding.message, citation.quote
        known = first.get(key)
        if known is None or known.citation.doc_id == citation.doc_id:
            first.setdefault(key, finding)
            kept.append(finding)
        else:
            repeats[id(known)].append(citation)
    return [replace(finding, others=(*finding.others, *repeats[id(finding)])) for finding in kept]


def _place(finding: Finding, order: Mapping[str, int]) -> tuple[int, int, int, int, str]:
    citation = finding.citation
    severity = list(Severity).index(finding.severity)
    return order[citation.doc_id], citation.start, severity, citation.end, finding.check
