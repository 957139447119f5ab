"""A mail -> the reply that its questions get, or why a person has to write it."""

import hashlib
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass

from assistant.drafting.plain import header_address
from assistant.errors import AssistantError, QuestionError
from assistant.mail import Address, Mail, MailQuestion, questions, reason_not_to_draft
from assistant.questions import make_question
from assistant.types import Answer, Outcome, Question

Ask = Callable[[Question, str], Answer]
"""The answer to a question; the other argument is the same for all questions of a mail, and for no other mail."""


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question of a mail; ``answer`` is None where it could not be asked, as ``problem`` says in one line."""

    question: MailQuestion
    answer: Answer | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a draft is made of: ``to`` gets it; ``key`` tells the mail from any other, 32 hex digits."""

    mail: Mail
    key: str
    to: Address
    answers: tuple[AnsweredQuestion, ...]


@dataclass(frozen=True, slots=True)
class NotDrafted:
    """Why a mail gets no draft: a word for the kind, and one plain line."""

    kind: str
    line: str


def refusal(mail: Mail, own: Collection[str]) -> NotDrafted | None:
    """Why the mail gets no draft whatever it asks, None where it may get one; `own` are the office's addresses."""
    reason = reason_not_to_draft(mail, own_addresses=own)
    if reason is not None:
        return NotDrafted(reason.kind.value, reason.line)
    try:
        header_address(_recipient(mail, own))
    except AssistantError as error:
        return NotDrafted("no address", str(error))
    return None


def make_reply(mail: Mail, key: str, ask: Ask, *, program: str | None, own: Collection[str]) -> Reply | NotDrafted:
    """The answers to all questions of the mail; `own` are the office's addresses.

    :raises QuestionError: the program has no documents.
    """
    why_not = refusal(mail, own)
    if why_not is not None:
        return why_not
    session = secrets.token_urlsafe(16)
    answers = tuple(_answered(question, ask, session, program) for question in questions(mail))
    return Reply(mail, key, _recipient(mail, own), answers)


def key_of(mail: Mail, raw: bytes) -> str:
    """What tells this mail from any other: its Message-ID, sender and date, else all of it.

    Forms on web pages give the same Message-ID to every mail; it alone would leave the second one unanswered.
    """
    told = f"{mail.message_id}\n{mail.sender.address}\n{mail.date}"
    what = told.encode("utf-8", "surrogatepass") if mail.message_id else raw.replace(b"\r\n", b"\n")
    return hashlib.sha256(what).hexdigest()[:32]


def is_open(one: AnsweredQuestion) -> bool:
    """Whether the question, or a part of it, is left for a person to answer."""
    answer = one.answer
    return (
        answer is None
        or answer.outcome is not Outcome.ANSWERED
        or any(not part.citations for part in answer.parts)
        or any(notice.kind == "figure_missing" for notice in answer.notices)
    )


def _recipient(mail: Mail, own: Collection[str]) -> Address:
    """Whom to answer: of a mail that the office forwarded to itself, the one who wrote it first."""
    if mail.sender.address in own:
        return mail.original_sender or mail.sender
    return mail.reply_to if mail.reply_to and mail.reply_to.address not in own else mail.sender


def _answered(question: MailQuestion, ask: Ask, session: str, program: str | None) -> AnsweredQuestion:
    try:
        asked = make_question(question.text, program=program)
    except QuestionError as error:  # It may be longer than any question that is read.
        return AnsweredQuestion(question, None, str(error))
    return AnsweredQuestion(question, ask(asked, session))
