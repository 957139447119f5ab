"""What a sync did -> text for a terminal, or a JSON object."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from assistant.evaluation import Comparison, comparison_text, comparison_to_json
from assistant.index import BuildReport
from assistant.syncing.changes import Fate, PageChange
from assistant.syncing.reviewing import ALL
from assistant.syncing.waiting import WaitingPage

_MOST_PAGES = 20
_MOST_SENTENCES = 5
_SENTENCE_CHARACTERS = 160


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did.

    ``changes`` are all pages that are not as they were live, those that wait among them; ``waiting`` are the latter, by
    the ids of their documents. ``answers`` compares the answers to the known questions, None when none were asked or
    nothing changed.
    """

    build: BuildReport
    changes: tuple[PageChange, ...]
    waiting: Mapping[str, WaitingPage]
    answers: Comparison | None


def sync_text(report: SyncReport) -> str:
    """What changed, what it does to the answers, what waits, and what is live now; JSON has all that is left out."""
    fates = Counter(change.fate for change in report.changes)
    parts = [f"{fates[fate]:,} {fate.value}" for fate in Fate if fates[fate] or fate is not Fate.READ_ANEW]
    lines = [f"pages: {', '.join(parts)}; {len(report.waiting):,} waiting for approval"]
    for change in report.changes[:_MOST_PAGES]:
        lines += ["", f"{change.fate.value}  {change.title} ({change.doc_id})", *_sentence_lines(change)]
    if len(report.changes) > _MOST_PAGES:
        lines += ["", f"and {len(report.changes) - _MOST_PAGES:,} more pages"]
    if report.answers is not None:
        lines += ["", _answers_text(report.answers)]
    for name, reason in report.build.skipped:
        if name not in report.waiting:
            lines += ["", f"left out  {name}: {reason}"]
    for doc_id, page in report.waiting.items():
        lines += ["", f"waits  {doc_id}, since {page.since}: {page.reason}"]
    if report.waiting:
        lines += [f"to let them go live: assistant sync --approve DOC_ID, or --approve {ALL}"]
    return "\n".join([*lines, "", _state(report.build)])


def sync_to_json(report: SyncReport) -> dict[str, Any]:
    """All of it as JSON."""
    return {
        "version": report.build.version,
        "changed": report.build.changed,
        "live": report.build.live,
        "documents": report.build.documents,
        "passages": report.build.passages,
        "embedded": report.build.embedded,
        "seconds": round(report.build.seconds, 2),
        "changes": [asdict(change) for change in report.changes],
        "waiting": {doc_id: page.model_dump() for doc_id, page in report.waiting.items()},
        "skipped": [{"file": file, "reason": reason} for file, reason in report.build.skipped],
        "answers": comparison_to_json(report.answers) if report.answers else None,
    }


def _sentence_lines(change: PageChange) -> list[str]:
    lines = []
    for old, new in change.became[:_MOST_SENTENCES]:
        lines += [f"  was   {_short(old)}", f"  is    {_short(new)}"]
    if len(change.became) > _MOST_SENTENCES:
        lines.append(f"  was   and {len(change.became) - _MOST_SENTENCES:,} more")
    return lines + _listed("gone", change.removed) + _listed("new ", change.inserted)


def _listed(word: str, sentences: Iterable[str]) -> list[str]:
    held = list(sentences)
    lines = [f"  {word}  {_short(sentence)}" for sentence in held[:_MOST_SENTENCES]]
    return lines + ([f"  {word}  and {len(held) - _MOST_SENTENCES:,} more"] if len(held) > _MOST_SENTENCES else [])


def _short(sentence: str) -> str:
    words = " ".join(sentence.split())
    return f"“{words if len(words) <= _SENTENCE_CHARACTERS else words[:_SENTENCE_CHARACTERS] + '…'}”"


def _answers_text(answers: Comparison) -> str:
    if not answers.changed:
        return f"known questions: all {len(answers.pairs)} are answered as before"
    return f"known questions: {comparison_text(answers)}"


def _state(build: BuildReport) -> str:
    state = "unchanged" if not build.changed else "live" if build.live else "tried, not live"
    return (
        f"{state}: {build.version}, {build.documents:,} documents, {build.passages:,} passages, "
        f"{build.embedded:,} embedded, {build.seconds:.1f} s"
    )
