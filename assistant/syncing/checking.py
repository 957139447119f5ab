"""Why a page that is not as it was has to wait until somebody has looked at it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from assistant.evaluation import Case, Comparison, GivenAnswer, compare
from assistant.linting import Severity, lint
from assistant.syncing.changes import Fate, PageChange
from assistant.types import Document, Outcome

_MOST_LOST = 0.5
_MOST_GONE = 0.2
_FEW_PAGES = 3


def page_reasons(
    changes: Iterable[PageChange], old: Mapping[str, Document], new: Mapping[str, Document], today: date
) -> dict[str, str]:
    """The pages that wait by what they say, each with its reason in one line.

    A changed page waits that lost most of what it said, or that misleads as it did not before; pages wait that are gone
    together with many of their program. A new page never waits, nor does one whose file is as it was.
    """
    changes = list(changes)
    reasons = _gone_together(changes, old)
    for change in changes:
        if change.fate is Fate.CHANGED:
            reason = _lost(change) or _misleads(old[change.doc_id], new[change.doc_id], today)
            if reason:
                reasons[change.doc_id] = reason
    return reasons


def answer_reasons(
    cases: Sequence[Case],
    answers: tuple[Sequence[GivenAnswer], Sequence[GivenAnswer]],
    changes: Iterable[PageChange],
) -> tuple[Comparison, dict[str, str]]:
    """How the old and the new answers to known questions differ, and which pages wait for it.

    A page waits when it is not as it was, the first quote of an answer came from it, and the question is now answered
    worse by its labels, or no more at all.
    """
    found = compare(cases, *answers)
    touched = {change.doc_id for change in changes if change.fate in (Fate.CHANGED, Fate.GONE)}
    reasons: dict[str, str] = {}
    for pair in found.pairs:
        before, after = pair.old.answer, pair.new.answer
        lost = before.outcome is Outcome.ANSWERED and after.outcome is not Outcome.ANSWERED
        if not before.citations or not (lost or pair.worse) or pair.old.case.unanswerable:
            continue
        doc_id = before.citations[0].doc_id
        if doc_id in touched:
            became = "would no longer be answered" if lost else "would be answered worse"
            reasons.setdefault(doc_id, f"the known question “{pair.old.case.question.text}” {became}")
    return found, reasons


def _gone_together(changes: Sequence[PageChange], old: Mapping[str, Document]) -> dict[str, str]:
    """Pages that are gone, where more than a fifth of their program's are: a site in trouble rather than a decision."""
    gone: dict[str | None, list[str]] = defaultdict(list)
    for change in changes:
        if change.fate is Fate.GONE:
            gone[change.program].append(change.doc_id)
    sizes = Counter(document.program for document in old.values())
    return {
        doc_id: f"{len(members)} of the {sizes[program]} pages of {program or 'no program'} are gone at once"
        for program, members in gone.items()
        if len(members) >= _FEW_PAGES and len(members) > _MOST_GONE * sizes[program]
        for doc_id in members
    }


def _lost(change: PageChange) -> str | None:
    if change.share_lost <= _MOST_LOST:
        return None
    return f"{change.share_lost:.0%} of its sentences are gone, nothing like them in their place"


def _misleads(old: Document, new: Document, today: date) -> str | None:
    """The first error that the page has now and had not before."""
    errors = [one for one in lint([new], today) if one.severity is Severity.ERROR]
    if not errors:
        return None
    before = Counter(finding.check for finding in lint([old], today, checks={one.check for one in errors}))
    for error in errors:
        if not before[error.check]:
            return f"{error.check}: {error.message} (“{' '.join(error.citation.quote.split())[:120]}”)"
        before[error.check] -= 1
    return None
