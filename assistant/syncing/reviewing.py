"""What looks at a version before it goes live."""

import datetime
from collections.abc import Collection, Mapping, Sequence

from assistant.assistant import Assistant
from assistant.embedding import Embedder
from assistant.errors import IndexDamagedError, QuestionError
from assistant.evaluation import Case, Comparison, GivenAnswer, ask_cases
from assistant.index import Corpus, Index, current_version
from assistant.settings import Settings
from assistant.syncing.changes import PageChange, changes_between
from assistant.syncing.checking import answer_reasons, page_reasons
from assistant.syncing.waiting import PageState, WaitingPage
from assistant.types import Document

ALL = "all"
"""Approves every page that waits, as it is."""


class ChangeReview:
    """The review of one sync, which remembers what it saw: ``changes``, and ``answers`` to the known questions.

    What is approved is a page as it was when it was put on the list: one that has changed since is checked again.
    ``let_through`` are the pages that were approved, now or ``before``, and are still so. Those of before count where
    the version they went live in is damaged, since an older one is then compared with.
    """

    def __init__(
        self,
        settings: Settings,
        embedder: Embedder,
        questions: Sequence[Case],
        waiting: Mapping[str, WaitingPage],
        approved: Collection[str],
        before: Mapping[str, PageState],
    ) -> None:
        self.let_through = dict(before)
        self.changes: tuple[PageChange, ...] = ()
        self.answers: Comparison | None = None
        self._settings = settings
        self._embedder = embedder
        self._questions = questions
        self._waiting = waiting
        self._approved = approved
        self._today = settings.today or datetime.date.today()
        self._documents: Mapping[str, Document] = {}
        self._unreadable: frozenset[str] = frozenset()
        self._stands_in = False  # What is compared with is not the live version, which is damaged.
        self._old_answers: tuple[GivenAnswer, ...] = ()

    def of_corpus(self, old: Index, corpus: Corpus) -> Mapping[str, str]:
        """The pages that wait by what they say, and those that waited already and are as they were."""
        self._documents = corpus.documents
        self._unreadable = frozenset(doc_id for doc_id, _ in corpus.skipped)
        self._stands_in = old.version != _live(self._settings)
        self.let_through = {doc_id: state for doc_id, state in self.let_through.items() if state == self._state(doc_id)}
        self.changes = changes_between(old.documents, corpus.documents)
        reasons = page_reasons(self.changes, old.documents, corpus.documents, self._today)
        unread = {doc_id: reason for doc_id, reason in corpus.skipped if doc_id in old.documents}
        reasons |= {doc_id: f"it can no longer be read: {reason}" for doc_id, reason in unread.items()}
        changed = {change.doc_id for change in self.changes} | unread.keys()
        reasons |= {
            doc_id: page.reason
            for doc_id, page in self._waiting.items()
            if doc_id in changed and self._is_as_listed(doc_id)
        }
        return self._not_approved(reasons)

    def of_answers(self, old: Index, new: Index) -> Mapping[str, str]:
        """The pages that wait because a known question would be answered worse."""
        if not self._questions:
            return {}
        known = {None, *old.programs, *new.programs}
        for case in self._questions:
            if case.question.program not in known:
                raise QuestionError(
                    f"Line {case.line} of the known questions: program {str(case.question.program)[:80]!r} has no "
                    "documents, before or now; a question that nobody can answer guards nothing; mend or leave it out."
                )
        if not self._old_answers:
            self._old_answers = self._ask(old)
        self.answers, reasons = answer_reasons(
            self._questions, (self._old_answers, self._ask(new)), changes_between(old.documents, new.documents)
        )
        return self._not_approved(reasons)

    def waiting_page(self, doc_id: str, reason: str) -> WaitingPage:
        """The page as it is remembered; since when it waits, where it waited already as it is."""
        since = self._waiting[doc_id].since if self._is_as_listed(doc_id) else self._today.isoformat()
        return WaitingPage(**self._state(doc_id).model_dump(), reason=reason, since=since)

    def _ask(self, index: Index) -> tuple[GivenAnswer, ...]:
        return ask_cases(self._questions, Assistant.over(index, self._settings, self._embedder))

    def _state(self, doc_id: str) -> PageState:
        document = self._documents.get(doc_id)
        if document is not None:
            return PageState(digest=document.digest)
        return PageState(digest=None, file="unreadable" if doc_id in self._unreadable else "gone")

    def _is_as_listed(self, doc_id: str) -> bool:
        return doc_id in self._waiting and self._waiting[doc_id].state == self._state(doc_id)

    def _not_approved(self, reasons: Mapping[str, str]) -> dict[str, str]:
        approved = {doc_id for doc_id in reasons if self._is_as_listed(doc_id) and {doc_id, ALL} & set(self._approved)}
        self.let_through |= {doc_id: self._state(doc_id) for doc_id in approved}
        if self._stands_in:
            approved |= self.let_through.keys()
        return {doc_id: reason for doc_id, reason in reasons.items() if doc_id not in approved}


def _live(settings: Settings) -> str | None:
    try:
        return current_version(settings.index)
    except IndexDamagedError:
        return None
