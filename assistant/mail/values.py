"""What is read from an e-mail."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox; ``name`` is empty where none is given, ``address`` in lower case."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Mail:
    """An e-mail as a draft needs it.

    ``message_id``, ``in_reply_to`` and ``references`` (oldest first) keep their angle brackets. ``date`` is aware.
    ``newest`` is what the sender wrote: no quoted mail, attribution, signature, disclaimer or banner; at most one empty
    line stands between two. Where ``forwarded``, it is what the forwarded mail's
    writer wrote, ``original_sender`` is that writer if named, and ``note`` what the sender wrote above it.
    ``automatic`` and ``listed`` name the header or other mark by which a machine or a mailing list gave itself away.
    ``remarks`` are plain lines about what could not be read, or not for sure.
    """

    message_id: str | None
    subject: str
    sender: Address
    reply_to: Address | None
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    date: datetime | None
    in_reply_to: str | None
    references: tuple[str, ...]
    newest: str
    forwarded: bool = False
    original_sender: Address | None = None
    note: str = ""
    automatic: str | None = None
    listed: str | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MailQuestion:
    """One question of a mail.

    ``words`` is ``mail.newest[start:end]``, or ``mail.subject[start:end]`` where ``in_subject``. ``text`` is what to
    ask: the same on one line, with the sentence before it where it cannot be understood without that.
    """

    words: str
    start: int
    end: int
    text: str
    in_subject: bool = False


class ReasonKind(StrEnum):
    """Why a mail gets no draft; the first that holds, in this order."""

    AUTOMATIC = "automatic"
    LIST = "list"
    NO_REPLY = "no-reply"
    OWN = "own"
    NOT_ADDRESSED = "not addressed"
    DISTRESS = "distress"
    COMPLAINT = "complaint"
    PERSONAL = "personal"
    THANKS = "thanks"
    NO_QUESTION = "no question"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a mail gets no draft: its kind, and one plain line for the coordinator."""

    kind: ReasonKind
    line: str
