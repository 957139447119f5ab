"""What an applicant tells the program's office: whether an answer helped, and what they still want to know."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from assistant.desk import Desk
from assistant.recording import HandOffStatus
from assistant.types import Answer
from assistant.web.problems import problem

_MOST_MAIL_CHARACTERS = 1500
"""Of the body of a mailto link, as it is written there; mail programs cut off longer ones."""
_MOST_OPEN = 1000
"""Messages that wait for the office; more were never read, and anybody can send them."""
_MOST_OF_SESSION = 3
_Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
_NOT_OF_SESSION = "There is no such answer of this session; only what was asked in it can be rated or followed up."
_NOT_KEPT = "It could not be kept; the office takes no messages here just now; please write an e-mail instead."


class RatingIn(BaseModel):
    """What an applicant says of an answer."""

    entry: _Id = Field(description="The answer's `entry`.")
    session: _Id = Field(description="The session that asked.")
    good: bool
    remark: str = Field(default="", max_length=1000)


class MessageIn(BaseModel):
    """A message to the office, which is kept as it is until it is answered or too old."""

    session: _Id
    message: str = Field(min_length=1, max_length=8000)
    reply_to: str = Field(min_length=3, max_length=320, pattern=r"^[!-;=?A-~]+@[A-Za-z0-9.-]+$")
    entry: _Id = Field(description="The answer that it comes after.")


def office_routes(desk: Desk) -> APIRouter:
    """The routes that keep ratings and messages; none where nothing is recorded."""
    # For the chat's own page: only that knows the ids.
    routes = APIRouter(include_in_schema=False)
    records = desk.records
    if records is None:
        return routes

    @routes.post(
        "/api/v1/ratings",
        status_code=204,
        response_model=None,
        summary="Say whether an answer helped",
    )
    def rate(rating: RatingIn) -> Response:
        kept = records.rate(rating.entry, session=rating.session, good=rating.good, remark=rating.remark)
        if not kept:
            return problem(503, _NOT_KEPT) if records.trouble else problem(404, _NOT_OF_SESSION)
        return Response(status_code=204)

    @routes.post(
        "/api/v1/messages",
        status_code=204,
        response_model=None,
        summary="Ask the program's office",
    )
    def ask_office(message: MessageIn) -> Response | JSONResponse:
        before = records.entry(message.entry, session=message.session)
        if before is None:
            return problem(404, _NOT_OF_SESSION)
        waiting = records.count_hand_offs(HandOffStatus.OPEN)
        of_session = records.count_hand_offs(HandOffStatus.OPEN, session=message.session)
        if waiting >= _MOST_OPEN or of_session >= _MOST_OF_SESSION:
            return problem(503, _NOT_KEPT)
        kept = records.hand_off(
            message.message,
            session=message.session,
            reply_to=message.reply_to,
            program=before.program,
            entry_id=message.entry,
        )
        return problem(503, _NOT_KEPT) if kept is None else Response(status_code=204)

    return routes


def mail_link(address: str, answer: Answer) -> str:
    """A mailto link to the office with the question, and what was asked before it."""
    asked = [*(turn.question for turn in answer.question.history), answer.question.text]
    earlier = [f"- {question}" for question in asked[:-1][-5:]]
    body = "\r\n".join([asked[-1], *(["", "Asked before:", *earlier] if earlier else [])])
    while len(quote(body)) > _MOST_MAIL_CHARACTERS:
        body = body[: len(body) * 3 // 4]
    return f"mailto:{quote(address, safe='@')}?subject={quote('A question')}&body={quote(body)}"
