"""The documents: what is indexed and what is not, what to mend, and which pages wait for approval."""

import datetime
import shlex
import threading
from collections import Counter
from concurrent.futures import Future
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import RedirectResponse, Response

from assistant.desk import Desk
from assistant.documents import read_bytes
from assistant.documents.sandbox import Parsers
from assistant.errors import AssistantError
from assistant.evaluation import read_known_questions
from assistant.linting import CHECKS, Finding, Severity, findings_to_html, lint, read_gone
from assistant.naming import program_name
from assistant.settings import Settings
from assistant.syncing import PageChange, read_waiting, sync
from assistant.syncing.changes import changes_between
from assistant.web.console.access import Session
from assistant.web.console.frame import Frame
from assistant.web.console.paging import paged
from assistant.web.console.versions import live_version
from assistant.web.passage import passage_link

HERE = "Documents"
ADDRESS = "/console/documents"
_SMALL = 500
"""Documents of a corpus that is built again while the browser waits; of a larger one the command is told."""
_MOST_SKIPPED = 200
_WAIT_SECONDS = 10.0
"""As long as a browser is kept waiting for what is to be mended; thousands of pages take a minute."""
_MOST_SENTENCES = 100
_DONE = {
    "approved": "The page is approved, and what applicants ask is answered from it.",
    "again": "The page has changed since it was put on the list; it was checked again and still waits.",
}
WhichSeverity = Literal["", "error", "warning", "note"]


class LintRun:
    """What is to be mended in the documents, looked for beside and kept for a version of the index and a day."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        self._desk = desk
        self._settings = settings
        self._lock = threading.Lock()
        self._key: tuple[str, datetime.date] | None = None
        self._found: Future[tuple[Finding, ...]] = Future()

    @property
    def known(self) -> tuple[Finding, ...] | None:
        """What was found today; None where nobody has asked yet or it is still looked for."""
        with self._lock:
            done = self._key == self._now() and self._found.done() and self._found.exception() is None
            return self._found.result() if done else None

    def findings(self, *, wait: float) -> tuple[Finding, ...] | None:
        """What is found; None where that takes longer than so many seconds, and it is looked on.

        :raises AssistantError: what a fetch left in the corpus is damaged.
        """
        with self._lock:
            failed = self._found.done() and self._found.exception() is not None
            if self._key != self._now() or failed:
                self._key = self._now()
                self._found = Future()
                threading.Thread(target=self._look, args=(self._found,), daemon=True).start()
            found = self._found
        try:
            return found.result(wait)
        except TimeoutError:
            return None

    def _look(self, found: "Future[tuple[Finding, ...]]") -> None:
        index = self._desk.assistant.index
        try:
            files = [*index.documents, *(file for file, _ in index.manifest.skipped)]
            gone = read_gone(self._settings.corpus)
            found.set_result(lint(index.documents.values(), self._desk.assistant.today(), files=files, gone=gone))
        except Exception as error:
            found.set_exception(error)

    def _now(self) -> tuple[str, datetime.date]:
        return self._desk.assistant.index_version, self._desk.assistant.today()


def documents_routes(desk: Desk, settings: Settings, frame: Frame) -> APIRouter:
    """The list, what to mend, and the pages that wait."""
    routes = APIRouter(include_in_schema=False)
    run = LintRun(desk, settings)
    SignedIn = Annotated[Session, Depends(frame.signed_in)]  # noqa: N806
    PageNumber = Annotated[int, Query(ge=1)]  # noqa: N806

    def problem(session: Session, trouble: str, status: int = 503) -> Response:
        return frame.show("trouble.html", session, status=status, here=HERE, done="", trouble=trouble, back=ADDRESS)

    def still_looking(session: Session) -> Response:
        total = len(desk.assistant.index.documents)
        return frame.show("lint-wait.html", session, status=202, here=HERE, done="", trouble="", total=total)

    @routes.get(ADDRESS)
    def list_documents(
        session: SignedIn, page: PageNumber = 1, program: str = "", find: str = "", done: str = ""
    ) -> Response:
        index, trouble = desk.assistant.index, ""
        try:
            waiting = read_waiting(settings.index)
        except AssistantError as error:
            waiting, trouble = {}, str(error)
        words = find.lower().split()
        held = [
            document
            for document in index.documents.values()
            if (not program or document.program == program)
            and all(word in f"{document.title} {document.doc_id}".lower() for word in words)
        ]
        skipped = index.manifest.skipped
        return frame.show(
            "documents.html",
            session,
            here=HERE,
            done=_DONE.get(done, ""),
            trouble=trouble,
            paged=paged(held, page, ADDRESS, program=program, find=find),
            total=len(index.documents),
            program=program,
            find=find,
            programs=index.programs,
            program_name=program_name,
            passage_link=passage_link,
            skipped=skipped[:_MOST_SKIPPED],
            more_skipped=max(0, len(skipped) - _MOST_SKIPPED),
            waiting=waiting,
            served=index.version,
            live=live_version(settings.index),
            found=_counts(run.known) if run.known is not None else None,
        )

    @routes.get(f"{ADDRESS}/lint")
    def what_to_mend(
        session: SignedIn, page: PageNumber = 1, severity: WhichSeverity = "", check: str = "", program: str = ""
    ) -> Response:
        try:
            findings = run.findings(wait=_WAIT_SECONDS)
        except AssistantError as error:
            return problem(session, str(error))
        if findings is None:
            return still_looking(session)
        of_program = [one for one in findings if not program or one.citation.program == program]
        of_check = [one for one in of_program if not check or one.check == check]
        wanted = [one for one in of_check if not severity or one.severity.value == severity]
        return frame.show(
            "lint.html",
            session,
            here=HERE,
            done="",
            trouble="",
            today=desk.assistant.today().isoformat(),
            counts=_counts(of_check),
            checks=sorted(Counter(one.check for one in of_program).items()),
            severity=severity,
            check=check,
            program=program,
            programs=desk.assistant.programs,
            program_name=program_name,
            finds=CHECKS.get(check, ""),
            paged=paged(wanted, page, f"{ADDRESS}/lint", severity=severity, check=check, program=program),
            passage_link=passage_link,
        )

    @routes.get(f"{ADDRESS}/lint.html")
    def report(session: SignedIn) -> Response:
        try:
            findings = run.findings(wait=_WAIT_SECONDS)
        except AssistantError as error:
            return problem(session, str(error))
        if findings is None:
            return still_looking(session)
        assistant = desk.assistant
        text = findings_to_html(
            findings, title=settings.title, today=assistant.today(), not_read=assistant.index.manifest.skipped
        )
        headers = {"Content-Disposition": 'attachment; filename="what-to-mend.html"'}
        return Response(text, media_type="text/html; charset=utf-8", headers=headers)

    def show_waiting(session: Session, doc_id: str, trouble: str = "", status: int = 200) -> Response:
        try:
            waiting = read_waiting(settings.index).get(doc_id)
        except AssistantError as error:
            return problem(session, str(error))
        if waiting is None:
            return problem(session, f"Page {doc_id[:200]!r} does not wait for approval any more.", status=404)
        index, change, remark = desk.assistant.index, None, ""
        try:
            change = _change(desk, settings, doc_id)
        except AssistantError as error:
            remark = str(error)
        return frame.show(
            "document-waiting.html",
            session,
            status=status,
            here=HERE,
            done="",
            trouble=trouble,
            doc_id=doc_id,
            waiting=waiting,
            change=change,
            remark=remark,
            most=_MOST_SENTENCES,
            small=len(index.documents) <= _SMALL,
            command=f"assistant sync --no-fetch --approve {shlex.quote(doc_id)}",
            old=passage_link(doc_id, 0, 0) if doc_id in index.documents else None,
        )

    @routes.get(f"{ADDRESS}/waiting")
    def waiting_page(session: SignedIn, doc_id: Annotated[str, Query(alias="id")] = "") -> Response:
        return show_waiting(session, doc_id)

    @routes.post(f"{ADDRESS}/waiting", dependencies=[Depends(frame.form)])
    def approve(session: SignedIn, doc_id: Annotated[str, Form(alias="id")] = "") -> Response:
        if len(desk.assistant.index.documents) > _SMALL:
            return show_waiting(session, doc_id, "These are too many documents to build while you wait.", status=409)
        try:
            known = settings.known_questions
            questions = read_known_questions(known) if known else ()
            done = sync(settings, desk.embedder, questions=questions, approved=[doc_id])
            desk.reload()
        except AssistantError as error:
            return show_waiting(session, doc_id, str(error), status=409)
        return RedirectResponse(f"{ADDRESS}?done={'again' if doc_id in done.waiting else 'approved'}", 303)

    return routes


def _counts(findings: tuple[Finding, ...] | list[Finding]) -> dict[str, int]:
    """How many of each severity, the worst first."""
    counts = Counter(one.severity for one in findings)
    return {severity.value: counts[severity] for severity in Severity}


def _change(desk: Desk, settings: Settings, doc_id: str) -> PageChange | None:
    """What the waiting page says otherwise than the one that is shown; None where it says nothing otherwise.

    :raises AssistantError: the file is gone, or cannot be read.
    """
    path = settings.corpus / doc_id
    if not _is_within(path, settings.corpus) or not path.is_file():
        raise AssistantError("Its file is gone.")
    with Parsers() as parsers:
        new = parsers.parse(read_bytes(path, max_bytes=int(settings.file_megabytes * 1_000_000)), doc_id)
    old = desk.assistant.index.documents.get(doc_id)
    changes = changes_between({doc_id: old} if old else {}, {doc_id: new})
    return changes[0] if changes else None


def _is_within(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())
