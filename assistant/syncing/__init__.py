"""Changed documents -> a new version that goes live by itself, but for the pages that somebody has to look at first.

``changes`` says what became of each page, ``checking`` which pages wait, ``reviewing`` asks both while a version is
built, ``waiting`` keeps the list of them beside the index, ``printing`` shows what was done.
"""

from collections.abc import Collection, Sequence

from assistant.embedding import Embedder
from assistant.errors import AssistantError
from assistant.evaluation import Case
from assistant.index import Progress, build_index
from assistant.settings import Settings
from assistant.syncing.changes import Fate, PageChange
from assistant.syncing.printing import SyncReport, sync_text, sync_to_json
from assistant.syncing.reviewing import ALL, ChangeReview
from assistant.syncing.waiting import WaitingPage, read_approved, read_waiting, write_waiting

__all__ = [
    "ALL",
    "Fate",
    "PageChange",
    "SyncReport",
    "WaitingPage",
    "read_waiting",
    "sync",
    "sync_text",
    "sync_to_json",
]


def sync(
    settings: Settings,
    embedder: Embedder,
    *,
    questions: Sequence[Case] = (),
    approved: Collection[str] = (),
    publish: bool = True,
    progress: Progress = lambda step, done, total: None,
) -> SyncReport:
    """Builds the corpus and lets it go live, but for the changed pages that fail a check and are not `approved`.

    `approved` are ids of documents, or `ALL`. The first version of an index goes live as it is. With `publish` false
    all is tried and nothing goes live.

    :raises AssistantError: an approved page does not wait, or the index cannot be built.
    """
    waiting = read_waiting(settings.index)
    if unknown := sorted(set(approved) - waiting.keys() - {ALL}):
        raise AssistantError(
            f"Page {unknown[0]!r} does not wait for approval; those that do are "
            f"{', '.join(map(repr, sorted(waiting))) or 'none'}; name one of them, or {ALL!r}."
        )
    before = read_approved(settings.index)
    review = ChangeReview(settings, embedder, questions, waiting, approved, before)
    report = build_index(
        settings.corpus,
        settings.index,
        embedder,
        passage_tokens=settings.passage_tokens,
        max_bytes=int(settings.file_megabytes * 1_000_000),
        progress=progress,
        review=review,
        publish=publish,
    )
    still = {doc_id: review.waiting_page(doc_id, reason) for doc_id, reason in report.waiting}
    if publish and (still, review.let_through) != (waiting, before):
        write_waiting(settings.index, still, review.let_through)
    return SyncReport(report, review.changes, still, review.answers if report.changed else None)
