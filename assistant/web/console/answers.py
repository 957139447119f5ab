"""Approved answers: what there is, what needs a look, and the form to write one."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import RedirectResponse, Response

from assistant.assistant import Assistant
from assistant.curating import (
    Curated,
    EditedMeanwhileError,
    Finding,
    Quoted,
    Reason,
    Status,
    Stored,
    read_one,
    remove,
    save,
)
from assistant.desk import Desk
from assistant.errors import AssistantError
from assistant.index import Index
from assistant.naming import program_name
from assistant.recording import HandOff
from assistant.settings import Settings
from assistant.web.console.access import Session
from assistant.web.console.answer_form import Typed, choices, curated_of, quotes_for, said, typed, typed_of
from assistant.web.console.frame import Frame
from assistant.web.console.messages import message_of
from assistant.web.console.paging import paged
from assistant.web.console.standing import Slice, standing_now

HERE = "Approved answers"
ADDRESS = "/console/answers"
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_EXCERPT = 280
_MOST_DOCUMENTS = 200
"""As many are offered as one types a document's name; more would make the page slow."""
_DONE = {
    "saved": "The answer is saved and in use.",
    "kept": "The answer is saved; it is not shown to applicants.",
    "retired": "The answer is retired: it is kept, and no longer shown.",
    "deleted": "The answer is deleted.",
    "read": "The folder was read again.",
}
Show = Literal["", "look", "shown", "retired"]


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be looked at in an answer; ``old`` is the quote that is gone, ``now`` what stands there now."""

    text: str
    old: str
    now: tuple[Slice, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """An answer in the list; ``shown`` is whether applicants get it."""

    curated: Curated
    shown: bool
    findings: Sequence[Finding]
    remarks: tuple[Remark, ...]

    @property
    def text(self) -> str:
        """The beginning of the office's words."""
        words = " ".join(self.curated.text.split())
        return words if len(words) <= _EXCERPT else f"{words[:_EXCERPT].rsplit(' ', 1)[0]} …"


def answers_routes(desk: Desk, settings: Settings, frame: Frame) -> APIRouter:
    """The list, the form, and the way to retire or delete an answer."""
    routes = APIRouter(include_in_schema=False)
    SignedIn = Annotated[Session, Depends(frame.signed_in)]  # noqa: N806

    def plain(index: Index) -> Assistant:
        """Without the approved answers, which would come before what the documents say."""
        return Assistant.over(index, settings, desk.embedder).without_refusal()

    @routes.get(ADDRESS)
    def list_answers(
        session: SignedIn, show: Show = "", page: Annotated[int, Query(ge=1)] = 1, done: str = ""
    ) -> Response:
        held = desk.assistant.curated
        rows = _rows(held.answers, held.findings)
        wanted = {"": rows, "look": [], "shown": [], "retired": []}
        for row in rows:
            if row.findings:
                wanted["look"].append(row)
            if row.shown:
                wanted["shown"].append(row)
            if row.curated.status is Status.RETIRED:
                wanted["retired"].append(row)
        cut = paged(wanted[show], page, ADDRESS, show=show)
        return frame.show(
            "answers.html",
            session,
            here=HERE,
            done=_DONE.get(done, ""),
            trouble="",
            show=show,
            filters=[
                (name, label, len(wanted[name]), f"{ADDRESS}?show={name}" if name else ADDRESS)
                for name, label in (("", "All"), ("look", "To look at"), ("shown", "Shown"), ("retired", "Retired"))
            ],
            paged=cut,
            rows=[replace(row, remarks=_remarks(row, desk)) for row in cut.items],
            problems=held.problems,
            folder=str(desk.curated),
            program_name=program_name,
        )

    @routes.post(f"{ADDRESS}/read", dependencies=[Depends(frame.form)])
    def read_again(session: SignedIn) -> Response:
        try:
            desk.read_answers_again()
        except AssistantError as error:
            return problem(session, str(error))
        return _to("read")

    @routes.get(f"{ADDRESS}/new")
    def new_answer(session: SignedIn, question: str = "", program: str = "", message: str = "") -> Response:
        try:
            about = message_of(desk, message) if message else None
        except AssistantError as error:
            return problem(session, str(error))
        if about is not None:
            asked = question or _asked_before(desk, about) or " ".join(about.message.split())
            form = Typed(question=asked, program=about.program or program, text=about.reply or "")
        else:
            form = Typed(question=question, program=program)
        return show_form(session, form, find=bool(form.question), about=about)

    @routes.get(f"{ADDRESS}/edit/{{curated_id}}")
    def edit_answer(session: SignedIn, curated_id: str) -> Response:
        try:
            stored = _stored(desk, curated_id)
        except AssistantError as error:
            return problem(session, str(error), status=404)
        return show_form(session, typed_of(stored.curated, stored.digest))

    @routes.post(f"{ADDRESS}/save", dependencies=[Depends(frame.form)])
    def save_answer(
        session: SignedIn, form: Annotated[Typed, Depends(typed)], do: Annotated[str, Form()] = "save"
    ) -> Response:
        if do == "find":
            return show_form(session, form, find=True)
        try:
            before = _stored(desk, form.id).curated if form.id and form.seen else None
        except AssistantError:  # Deleted or broken meanwhile; `save` says so.
            before = None
        try:
            index = desk.assistant.index
            curated = curated_of(form, index, plain(index), stored=before, folder=desk.curated)
            save(desk.curated, curated, seen=form.seen or None)
            desk.read_answers_again()
        except EditedMeanwhileError as error:
            return show_form(session, *_after_conflict(desk, form), trouble=str(error), status=409)
        except AssistantError as error:
            return show_form(session, form, trouble=str(error), status=422)
        return _to("saved" if curated.status is Status.LIVE else "kept")

    @routes.get(f"{ADDRESS}/delete/{{curated_id}}")
    def ask_to_delete(session: SignedIn, curated_id: str) -> Response:
        try:
            stored = _stored(desk, curated_id)
        except AssistantError as error:
            return problem(session, str(error), status=404)
        return confirm(session, stored)

    @routes.post(f"{ADDRESS}/delete/{{curated_id}}", dependencies=[Depends(frame.form)])
    def delete_answer(
        session: SignedIn,
        curated_id: str,
        seen: Annotated[str, Form(max_length=100)] = "",
        do: Annotated[str, Form(max_length=20)] = "retire",
    ) -> Response:
        try:
            stored = _stored(desk, curated_id)
            if do == "delete":
                remove(desk.curated, curated_id, seen=seen)
            else:
                save(desk.curated, replace(stored.curated, status=Status.RETIRED), seen=seen)
            desk.read_answers_again()
        except EditedMeanwhileError as error:
            return confirm(session, _stored(desk, curated_id), trouble=str(error), status=409)
        except AssistantError as error:
            return problem(session, str(error))
        return _to("deleted" if do == "delete" else "retired")

    def confirm(session: Session, stored: Stored, trouble: str = "", status: int = 200) -> Response:
        return frame.show(
            "answer-delete.html", session, status=status, here=HERE, done="", trouble=trouble, stored=stored
        )

    def problem(session: Session, trouble: str, status: int = 503) -> Response:
        return frame.show("trouble.html", session, status=status, here=HERE, done="", trouble=trouble, back=ADDRESS)

    def show_form(
        session: Session,
        form: Typed,
        theirs: Curated | None = None,
        *,
        find: bool = False,
        about: HandOff | None = None,
        trouble: str = "",
        status: int = 200,
    ) -> Response:
        index = desk.assistant.index
        found: list[Quoted] = []
        if find:
            try:
                found = quotes_for(form.question, form.program, plain(index))
            except AssistantError as error:
                trouble, status = str(error), 422
        documents = [
            one.doc_id for one in index.documents.values() if one.program in (form.program or one.program, None)
        ]
        return frame.show(
            "answer.html",
            session,
            status=status,
            here=HERE,
            done="",
            trouble=trouble,
            form=form,
            choices=choices(form, index, found),
            searched=find and not trouble,
            theirs=theirs,
            about=about,
            statuses=[
                (Status.LIVE, "Approved: shown from now on"),
                (Status.REVIEW, "In review: not shown yet"),
                (Status.RETIRED, "Retired: kept, not shown"),
            ],
            programs=list(dict.fromkeys(filter(None, (*index.programs, form.program)))),
            program_name=program_name,
            documents=documents if len(documents) <= _MOST_DOCUMENTS else [],
        )

    return routes


def _rows(answers: Sequence[Curated], findings: Sequence[Finding]) -> list[Row]:
    """The answers, those that need a look first, then in the order of their ids, what is retired last."""
    by_id: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_id[finding.id].append(finding)
    rows = []
    for curated in answers:
        found = by_id[curated.id]
        shown = curated.status is Status.LIVE and all(one.reason is Reason.SAME_QUESTION for one in found)
        rows.append(Row(curated, shown, found, ()))
    return sorted(rows, key=lambda row: (not row.findings, row.curated.status is Status.RETIRED, row.curated.id))


def _remarks(row: Row, desk: Desk) -> tuple[Remark, ...]:
    remarks = []
    for finding in row.findings:
        gone = finding.quoted
        document = desk.assistant.index.documents.get(gone.doc_id) if gone else None
        now = standing_now(gone.quote, document) if gone and document and finding.reason is Reason.QUOTE_GONE else ()
        remarks.append(Remark(said(finding), gone.quote if gone else "", now))
    return tuple(remarks)


def _stored(desk: Desk, curated_id: str) -> Stored:
    """The answer as its file has it now.

    :raises AssistantError: there is none, or it cannot be read.
    """
    if not _ID.fullmatch(curated_id):
        raise AssistantError(f"There is no approved answer {curated_id[:80]!r}; choose one from the list.")
    return read_one(desk.curated / f"{curated_id}.md")


def _after_conflict(desk: Desk, form: Typed) -> tuple[Typed, Curated | None]:
    """What was typed, to be saved over what the other wrote when it is sent again, and what the other wrote."""
    try:
        stored = _stored(desk, form.id)
    except AssistantError:
        return replace(form, seen=""), None
    return replace(form, seen=stored.digest), stored.curated


def _asked_before(desk: Desk, message: HandOff) -> str:
    """The question that the message came after; empty where it is not known."""
    if desk.records is None or message.entry is None:
        return ""
    entry = desk.records.entry(message.entry, session=message.session)
    return entry.question if entry is not None else ""


def _to(done: str) -> Response:
    return RedirectResponse(f"{ADDRESS}?done={done}", 303)
