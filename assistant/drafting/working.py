"""Raw mails -> drafts, each mail at most once."""

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from assistant.drafting.composing import compose
from assistant.drafting.register import Register
from assistant.drafting.replying import Ask, NotDrafted, Reply, is_open, key_of, make_reply, refusal
from assistant.drafting.sources import RawMail
from assistant.drafting.wording import Letterhead, reply_text
from assistant.errors import AssistantError
from assistant.mail import Mail, read_mail

MOST_OF_ONE_SENDER = 5
"""In one run: whoever writes more is a machine, or in a talk with one."""


class Drafts(Protocol):
    """Where drafts go."""

    def has(self, key: str) -> bool:
        """Whether a draft for the mail of that key lies there."""
        ...

    def add(self, key: str, draft: bytes) -> str:
        """Keeps the draft; where it lies.

        :raises AssistantError: it cannot be kept.
        """
        ...


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of one mail: ``draft`` is where its draft lies, None where it has none, as ``why`` says.

    ``questions`` counts those of the mail, ``open`` those that a person has to answer, at least in part. ``text`` are
    the words of the draft. Of a draft that was not to be kept, ``draft`` is "".
    """

    name: str
    sender: str
    subject: str
    draft: str | None
    why: NotDrafted | None = None
    questions: int = 0
    open: int = 0
    text: str = ""


def draft_mails(
    mails: Iterable[RawMail],
    drafts: Drafts,
    register: Register,
    ask: Ask,
    letterhead: Letterhead,
    *,
    program: str | None,
    own: Collection[str],
    now: datetime.datetime,
    is_answered: Callable[[Mail], bool] = lambda mail: False,
    keep: bool = True,
) -> Iterator[Handled]:
    """Drafts a reply to each mail that wants one, in their order.

    `own` are the office's addresses, in lower case; `is_answered` says whether the office has replied to a mail.
    Without `keep` nothing is written, neither to the drafts nor to the register.

    :raises QuestionError: the program has no documents.
    :raises AssistantError: a draft cannot be kept.
    """
    by_sender: Counter[str] = Counter()
    for raw in mails:
        try:
            mail = read_mail(raw.data)
        except AssistantError as error:
            yield Handled(raw.name, "", "", None, NotDrafted("unreadable", str(error)))
            continue
        key = key_of(mail, raw.data)
        why_not = refusal(mail, own) or _handled_before(raw, mail, key, drafts, register, is_answered, keep=keep)
        asker = (mail.reply_to or mail.original_sender or mail.sender).address
        if why_not is None and by_sender[asker] >= MOST_OF_ONE_SENDER:
            why_not = NotDrafted("too many", f"{MOST_OF_ONE_SENDER} mails of this sender got drafts in this run.")
        reply = why_not or make_reply(mail, key, ask, program=program, own=own)
        if isinstance(reply, NotDrafted):
            yield Handled(raw.name, mail.sender.address, mail.subject, None, reply)
            continue
        by_sender[asker] += 1
        draft = compose(reply, letterhead, now=now)
        place = ""
        if keep:
            place = drafts.add(key, draft)
            register.add(key)  # Before this, a crash leaves the draft, which is found the next time.
        yield _handled(raw, reply, place, reply_text(reply, letterhead, on=now.date()))


def _handled_before(
    raw: RawMail,
    mail: Mail,
    key: str,
    drafts: Drafts,
    register: Register,
    is_answered: Callable[[Mail], bool],
    *,
    keep: bool,
) -> NotDrafted | None:
    if key in register:
        return NotDrafted("drafted", "It has a draft already, or had one.")
    if drafts.has(key):
        if keep:
            register.add(key)
        return NotDrafted("drafted", "It has a draft already, or had one.")
    if raw.answered or is_answered(mail):
        return NotDrafted("answered", "The office has answered it already, or is about to.")
    return None


def _handled(raw: RawMail, reply: Reply, place: str, text: str) -> Handled:
    return Handled(
        raw.name,
        reply.mail.sender.address,
        reply.mail.subject,
        place,
        questions=len(reply.answers),
        open=sum(map(is_open, reply.answers)),
        text=text,
    )
