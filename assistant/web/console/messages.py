"""Applicants' messages to the office: what was asked before, a reply, and deleting all that is held of an applicant."""

import json
import re
from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import RedirectResponse, Response

from assistant.desk import Desk
from assistant.errors import AssistantError
from assistant.naming import program_name
from assistant.recording import Entry, HandOff, HandOffStatus
from assistant.settings import Settings
from assistant.types import Outcome
from assistant.web.console.access import Session
from assistant.web.console.frame import Frame
from assistant.web.console.paging import PAGE, Paged, existing, fetched, paged
from assistant.web.console.period import long_time

HERE = "Messages"
ADDRESS = "/console/messages"
LONGEST_REPLY = 8000
_LONGEST_LINK = 1900
"""Characters; mail programs on Windows take no longer address from a browser."""
_MOST_BEFORE = 20
_MAIL = re.compile(r"[^\s@?&<>,;:\"()\[\]\\]{1,200}@[^\s@?&<>,;:\"()\[\]\\]{1,200}")
_ENDED = {
    Outcome.ANSWERED: "answered",
    Outcome.NOT_FOUND: "not answered",
    Outcome.CLARIFY: "asked back",
}


@dataclass(frozen=True, slots=True)
class Before:
    """A question that was asked before the message."""

    question: str
    ended: str
    when: str


@dataclass(frozen=True, slots=True)
class Row:
    """A message as the page shows it.

    ``more`` counts earlier questions that are not in ``before``. ``mail`` opens the reply in a mail program; None where
    the address is none, or there is no reply. ``too_long`` says that the reply does not fit into ``mail``.
    """

    message: HandOff
    when: str
    replied: str
    before: tuple[Before, ...]
    more: int
    mail: str | None
    too_long: bool


def messages_routes(desk: Desk, settings: Settings, frame: Frame) -> APIRouter:
    """The list, the reply, and the way to delete."""
    routes = APIRouter(include_in_schema=False)
    SignedIn = Annotated[Session, Depends(frame.signed_in)]  # noqa: N806

    @routes.get(ADDRESS)
    def list_messages(
        session: SignedIn,
        show: Literal["open", "answered"] = "open",
        page: Annotated[int, Query(ge=1)] = 1,
        done: str = "",
        questions: int = 0,
        messages: int = 0,
    ) -> Response:
        trouble = ""
        counts: dict[str, int] = {}
        rows: list[Row] = []
        cut: Paged[HandOff] = paged([], 1, ADDRESS)
        try:
            if desk.records is not None:
                counts = {status.value: desk.records.count_hand_offs(status) for status in HandOffStatus}
                number = existing(page, counts[show])
                shown = desk.records.hand_offs(
                    HandOffStatus(show),
                    newest_first=show == HandOffStatus.ANSWERED.value,  # Of the open ones, who waits longest is first.
                    offset=(number - 1) * PAGE,
                    limit=PAGE,
                )
                cut = fetched(shown, number, counts[show], ADDRESS, show=show)
            rows = [_row(message, desk, settings) for message in cut.items]
        except AssistantError as error:
            trouble = str(error)
        return frame.show(
            "messages.html",
            session,
            here=HERE,
            done=_erased(questions, messages) if done == "erased" else "",
            trouble=trouble,
            recorded=desk.records is not None,
            show=show,
            single=False,
            counts=counts,
            paged=cut,
            rows=rows,
            typed=None,
            program_name=program_name,
            longest=LONGEST_REPLY,
        )

    @routes.get(f"{ADDRESS}/{{message_id}}")
    def show_message(session: SignedIn, message_id: str, done: str = "") -> Response:
        try:
            message = message_of(desk, message_id)
        except AssistantError as error:
            return problem(session, str(error))
        said = "The reply is kept here. It is not sent: send it from your own mail program." if done == "kept" else ""
        return one_message(session, message, done=said)

    @routes.post(f"{ADDRESS}/{{message_id}}", dependencies=[Depends(frame.form)])
    def keep_reply(session: SignedIn, message_id: str, reply: Annotated[str, Form()] = "") -> Response:
        text = reply.replace("\r\n", "\n").replace("\r", "\n")
        try:
            message = message_of(desk, message_id)
        except AssistantError as error:
            return problem(session, str(error))
        try:
            assert desk.records is not None
            desk.records.reply(message_id, text)
        except AssistantError as error:
            return one_message(session, message, trouble=str(error), typed=text, status=422)
        return RedirectResponse(f"{ADDRESS}/{message_id}?done=kept", 303)

    @routes.get(f"{ADDRESS}/{{message_id}}/held.json")
    def held_of_applicant(session: SignedIn, message_id: str) -> Response:
        try:
            held = _held(desk, message_of(desk, message_id))
        except AssistantError as error:
            return problem(session, str(error))
        return Response(
            json.dumps(held, ensure_ascii=False, indent=2),
            media_type="application/json",
            headers={"Content-Disposition": 'attachment; filename="applicant.json"'},
        )

    @routes.get(f"{ADDRESS}/{{message_id}}/erase")
    def ask_to_erase(session: SignedIn, message_id: str) -> Response:
        try:
            message = message_of(desk, message_id)
            held = _held(desk, message)
        except AssistantError as error:
            return problem(session, str(error))
        return frame.show(
            "erase.html",
            session,
            here=HERE,
            done="",
            trouble="",
            message=message,
            questions=held["questions"],
            messages=held["hand_offs"],
        )

    @routes.post(f"{ADDRESS}/{{message_id}}/erase", dependencies=[Depends(frame.form)])
    def erase(session: SignedIn, message_id: str) -> Response:
        try:
            message = message_of(desk, message_id)
            assert desk.records is not None
            deleted = desk.records.erase(message.session)
        except AssistantError as error:
            return problem(session, str(error))
        counts = f"questions={deleted.questions}&messages={deleted.hand_offs}"
        return RedirectResponse(f"{ADDRESS}?done=erased&{counts}", 303)

    def one_message(
        session: Session,
        message: HandOff,
        *,
        done: str = "",
        trouble: str = "",
        typed: str | None = None,
        status: int = 200,
    ) -> Response:
        rows = []
        try:
            rows = [_row(message, desk, settings)]
        except AssistantError as error:
            trouble = str(error)
        return frame.show(
            "messages.html",
            session,
            status=status,
            here=HERE,
            done=done,
            trouble=trouble,
            recorded=True,
            show=message.status.value,
            single=True,
            counts={},
            paged=paged(rows, 1, ADDRESS),
            rows=rows,
            typed=typed,
            program_name=program_name,
            longest=LONGEST_REPLY,
        )

    def problem(session: Session, trouble: str) -> Response:
        return frame.show("trouble.html", session, status=404, here=HERE, done="", trouble=trouble, back=ADDRESS)

    return routes


def message_of(desk: Desk, message_id: str) -> HandOff:
    """The applicant's message.

    :raises AssistantError: there is none of that id, or the records cannot be read.
    """
    message = desk.records.message(message_id) if desk.records is not None else None
    if message is None:
        raise AssistantError(
            f"There is no message {message_id[:80]!r}; it may have been deleted; choose one of those in Messages."
        )
    return message


def _held(desk: Desk, message: HandOff) -> dict[str, object]:
    assert desk.records is not None
    return desk.records.export(message.session)


def _row(message: HandOff, desk: Desk, settings: Settings) -> Row:
    before, count = desk.records.asked_before(message, limit=_MOST_BEFORE) if desk.records is not None else ([], 0)
    mail, too_long = _mail(message, settings)
    return Row(
        message=message,
        when=long_time(message.at),
        replied=long_time(message.replied_at) if message.replied_at else "",
        before=tuple(_before(entry) for entry in before),
        more=count - len(before),
        mail=mail,
        too_long=too_long,
    )


def _before(entry: Entry) -> Before:
    return Before(entry.question, _ENDED[entry.outcome], long_time(entry.at))


def _mail(message: HandOff, settings: Settings) -> tuple[str | None, bool]:
    """The address that opens the reply in a mail program (RFC 6068), and whether the reply was too long for it."""
    if message.reply is None or not _MAIL.fullmatch(message.reply_to):
        return None, False
    link = f"mailto:{quote(message.reply_to, safe='@')}?subject={quote(f'Your message to {settings.title}', safe='')}"
    body = quote(message.reply.replace("\n", "\r\n"), safe="")
    whole = f"{link}&body={body}"
    return (whole, False) if len(whole) <= _LONGEST_LINK else (link, True)


def _erased(questions: int, messages: int) -> str:
    return (
        f"Deleted: {max(questions, 0):,} {'question' if questions == 1 else 'questions'} and {max(messages, 0):,} "
        f"{'message' if messages == 1 else 'messages'}. A list of unanswered questions may have them for a minute more."
    )
