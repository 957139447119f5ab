"""What is recorded, as values."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from assistant.types import Outcome


class FrontEnd(StrEnum):
    """Where a question was asked."""

    CHAT = "chat"
    API = "api"
    MAIL = "mail"


class HandOffStatus(StrEnum):
    """How far the office is with a message."""

    OPEN = "open"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Place:
    """A piece of a document: offsets into its text in the index version of the entry."""

    doc_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NearestSection:
    """The section that was nearest to a question which was not answered; `section` is its heading path."""

    doc_id: str
    section: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One question and how it ended; its texts are redacted.

    ``program`` is the one asked, else the one quoted first, else None. ``good`` is what the applicant said of the
    answer, None where nothing; ``remark`` the words given with it.
    """

    id: str
    at: datetime.datetime
    session: str
    front_end: FrontEnd
    program: str | None
    question: str
    standalone_question: str
    outcome: Outcome
    confidence: float
    citations: tuple[Place, ...]
    nearest: NearestSection | None
    index_version: str
    milliseconds: int
    good: bool | None
    remark: str | None


@dataclass(frozen=True, slots=True)
class HandOff:
    """A message to the program's office. ``message`` and ``reply_to`` are personal: as the applicant wrote them.

    ``entry`` is the question it came after, None where there is none any more.
    """

    id: str
    at: datetime.datetime
    session: str
    program: str | None
    entry: str | None
    message: str
    reply_to: str
    status: HandOffStatus
    reply: str | None
    replied_at: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Volume:
    """What happened in one period in one program.

    ``period`` is its first day in UTC, a Monday where it is a week. ``in_chat`` are the questions asked in the
    chat, the only place from which one writes to the office; ``deflected`` those of them that were answered and in
    whose session nothing was handed to the office. The median and the 95th percentile (nearest rank) are of the
    milliseconds that answers took, None where nothing was asked.
    """

    period: datetime.date
    program: str | None
    questions: int = 0
    in_chat: int = 0
    answered: int = 0
    refused: int = 0
    clarified: int = 0
    handed_off: int = 0
    rated_up: int = 0
    rated_down: int = 0
    deflected: int = 0
    median_ms: int | None = None
    p95_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows were deleted."""

    questions: int
    hand_offs: int
