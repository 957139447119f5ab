"""The records: written beside the answers, read by the console."""

import datetime
import logging
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from assistant.embedding import Embedder
from assistant.errors import AssistantError, QuestionError
from assistant.recording import keeping, reading
from assistant.recording.attempts import Attempts
from assistant.recording.entries import Counts, Entry, FrontEnd, HandOff, HandOffStatus, Volume
from assistant.recording.grouping import Group, group, wording
from assistant.recording.opening import one_line
from assistant.recording.reading import Period, milliseconds
from assistant.recording.redacting import redact
from assistant.recording.tables import hand_offs, questions
from assistant.recording.vectors import keep_vectors, vectors_of
from assistant.types import Answer, Outcome

MAX_REMARK_CHARACTERS = 1000
MAX_MESSAGE_CHARACTERS = 8000
MAX_ADDRESS_CHARACTERS = 320
MAX_SESSION_CHARACTERS = 64
MAX_UNANSWERED = 10_000
_DAY_SECONDS = 24 * 3600.0
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
_log = logging.getLogger(__name__)


def utc_now() -> datetime.datetime:
    """The time now."""
    return datetime.datetime.now(datetime.UTC)


class Records:
    """What was asked and how it ended; safe to use from several threads, and with others from several processes.

    What writes beside an answer (`record`, `rate`, `hand_off`) never fails because of the database: it gives None or
    False, says so once in the log, and `trouble` says it until something could be written again. Everything else
    raises an `AssistantError` then. Periods are given by times with a zone, from `since` on and before `until`, now
    where that is None.
    """

    def __init__(
        self,
        database: Engine,
        *,
        days: int,
        embedder: Embedder | None = None,
        now: Callable[[], datetime.datetime] = utc_now,
    ) -> None:
        self._database = database
        self._writing = database.execution_options(writes=True)
        self._days = days
        self._embedder = embedder
        self._now = now
        self._attempts = Attempts()
        self._not_purged = ""

    @property
    def trouble(self) -> str:
        """One line that says what is not recorded or not deleted, and why; empty where all is well."""
        return " ".join(filter(None, (self._attempts.trouble, self._not_purged)))

    def close(self) -> None:
        """Closes the connections."""
        self._database.dispose()

    def record(self, answer: Answer, *, session: str, front_end: FrontEnd) -> str | None:
        """Keeps a question and how it ended; the id by which it can be rated, or None where it could not be kept."""
        entry_id = secrets.token_hex(16)

        def write() -> None:
            row = _row(answer, session, front_end)
            with self._writing.begin() as connection:
                connection.execute(insert(questions).values(id=entry_id, at=milliseconds(self._now()), **row))
            if answer.outcome is not Outcome.ANSWERED:
                self._keep_vector(entry_id, row["standalone_question"])

        return entry_id if self._attempts.made(write) else None

    def rate(self, entry_id: str, *, session: str, good: bool, remark: str = "") -> bool:
        """Keeps what the applicant says of an answer, in place of what was said before; whether it was kept.

        Only the session that asked can rate.

        :raises QuestionError: the remark is too long.
        """
        entry_id = _plain(entry_id)
        remark = _checked(remark, "remark", MAX_REMARK_CHARACTERS)
        rated = 0

        def write() -> None:
            nonlocal rated
            own = _own(entry_id, session)
            values = {"good": good, "remark": redact(remark) or None}
            with self._writing.begin() as connection:
                rated = connection.execute(update(questions).where(*own).values(values)).rowcount
                text = connection.scalar(select(questions.c.standalone_question).where(*own)) or ""
            if rated and not good:
                self._keep_vector(entry_id, text)

        return self._attempts.made(write) and rated == 1

    def hand_off(
        self, message: str, *, session: str, reply_to: str, program: str | None = None, entry_id: str | None = None
    ) -> str | None:
        """Keeps a message to the office as it is, since the applicant chose to send it; its id.

        None where it could not be kept, which the applicant must be told. ``entry_id`` is the question it comes after.

        :raises QuestionError: the message or the address is empty or too long.
        """
        values = {
            "id": secrets.token_hex(16),
            "session": _session(session),
            "program": None if program is None else _plain(program),
            "message": _checked(message, "message", MAX_MESSAGE_CHARACTERS, needed=True),
            "reply_to": _checked(reply_to, "address", MAX_ADDRESS_CHARACTERS, needed=True),
            "status": HandOffStatus.OPEN.value,
        }

        def write() -> None:
            entry = select(questions.c.id).where(*_own(entry_id or "", session)).scalar_subquery()
            with self._writing.begin() as connection:
                timed = values | {"at": milliseconds(self._now()), "question": entry}
                connection.execute(insert(hand_offs).values(timed))

        return values["id"] if self._attempts.made(write) else None

    def reply(self, hand_off_id: str, text: str) -> bool:
        """Keeps the office's reply and marks the message as answered; whether there is such a message.

        :raises QuestionError: the reply is empty or too long.
        """
        values = {
            "status": HandOffStatus.ANSWERED.value,
            "reply": _checked(text, "reply", MAX_MESSAGE_CHARACTERS, needed=True),
            "replied_at": milliseconds(self._now()),
        }
        with _told(self._writing) as connection:
            done = connection.execute(update(hand_offs).where(hand_offs.c.id == _plain(hand_off_id)).values(values))
            return done.rowcount == 1

    def unanswered(
        self,
        since: datetime.datetime,
        until: datetime.datetime | None = None,
        *,
        program: str | None = None,
        limit: int = MAX_UNANSWERED,
    ) -> list[Entry]:
        """What was refused, asked back and then left, or rated down; newest first. None asks all programs."""
        with _told(self._database) as connection:
            named = None if program is None else _plain(program)
            return reading.unanswered(connection, since, self._end(until), program=named, limit=limit)

    def groups(
        self, since: datetime.datetime, until: datetime.datetime | None = None, *, program: str | None = None
    ) -> tuple[Group, ...]:
        """The unanswered questions, the newest `MAX_UNANSWERED` of them, grouped by meaning, most asked first.

        :raises AssistantError: the records were opened without an embedder.
        """
        if self._embedder is None:
            raise AssistantError(
                "These records have no embedding model; grouping by meaning needs one; open them with an embedder."
            )
        entries = self.unanswered(since, until, program=program)
        with _told_in_one_line():
            vectors = vectors_of(self._database, self._embedder, entries)
        return group(entries, vectors)

    def volume(
        self,
        since: datetime.datetime,
        until: datetime.datetime | None = None,
        *,
        by: Period = "week",
        by_program: bool = True,
    ) -> list[Volume]:
        """The counts of each period (in UTC) and program, in order of time; periods without anything are left out."""
        with _told(self._database) as connection:
            return reading.volume(connection, since, self._end(until), by=by, by_program=by_program)

    def conversation(self, session: str) -> list[Entry]:
        """What a session asked, oldest first."""
        with _told(self._database) as connection:
            return reading.conversation(connection, _session(session))

    def entry(self, entry_id: str, *, session: str) -> Entry | None:
        """A question of that session; None where it has none of that id."""
        with _told(self._database) as connection:
            return reading.entry(connection, _plain(entry_id), _session(session))

    def asked_before(self, message: HandOff, *, limit: int) -> tuple[list[Entry], int]:
        """The last questions that were asked before a message, oldest first, and how many there were in all."""
        with _told(self._database) as connection:
            return reading.asked_until(connection, message.session, message.at, limit=limit)

    def message(self, hand_off_id: str) -> HandOff | None:
        """The message to the office of that id."""
        with _told(self._database) as connection:
            return reading.message(connection, _plain(hand_off_id))

    def hand_offs(
        self,
        status: HandOffStatus | None = None,
        *,
        newest_first: bool = False,
        offset: int = 0,
        limit: int | None = None,
    ) -> list[HandOff]:
        """The messages to the office, oldest first unless asked otherwise; None gives those of every status."""
        with _told(self._database) as connection:
            return reading.messages(connection, status=status, newest_first=newest_first, offset=offset, limit=limit)

    def count_hand_offs(self, status: HandOffStatus, *, session: str | None = None) -> int:
        """How many messages to the office have that status, of one session or of all."""
        own = None if session is None else _session(session)
        with _told(self._database) as connection:
            return reading.count_messages(connection, status, session=own)

    def export(self, session: str) -> dict[str, Any]:
        """All that is held of a session, as a JSON object."""
        with _told(self._database) as connection:
            return keeping.held(connection, _session(session))

    def erase(self, session: str) -> Counts:
        """Deletes all that is held of a session."""
        with _told(self._writing) as connection:
            counts = keeping.delete_session(connection, _session(session))
        keeping.empty_log(self._database)
        return counts

    def purge(self, now: datetime.datetime | None = None) -> Counts:
        """Deletes what is older than `record_days`, questions with their ratings and messages with their replies."""
        border = (now or self._now()) - datetime.timedelta(days=self._days)
        total = Counts(0, 0)
        more = True
        while more:
            with _told(self._writing) as connection:
                deleted = keeping.delete_older(connection, border)
            total = Counts(total.questions + deleted.questions, total.hand_offs + deleted.hand_offs)
            more = max(deleted.questions, deleted.hand_offs) == keeping.BATCH
        keeping.empty_log(self._database)
        return total

    def purge_daily(self, stopped: Event, *, every: float = _DAY_SECONDS) -> None:
        """Purges at once and then every so many seconds until stopped; a failure is logged and stands in `trouble`."""
        while True:
            try:
                self.purge()
                self._not_purged = ""
            except AssistantError as error:
                self._not_purged = f"What is older than {self._days} days was not deleted: {error}"
                _log.error("%s", self._not_purged)
            if stopped.wait(every):
                return

    def _keep_vector(self, entry_id: str, text: str) -> None:
        """One takes milliseconds now; ten thousand at once would take minutes when they are to be grouped."""
        if self._embedder is not None:
            made = self._embedder.embed_passages([wording(text)]).vectors
            with self._writing.begin() as connection:
                keep_vectors(connection, self._embedder, [entry_id], made)

    def _end(self, until: datetime.datetime | None) -> datetime.datetime:
        return until or self._now() + datetime.timedelta(milliseconds=1)


@contextmanager
def _told_in_one_line() -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise AssistantError(
            f"The records cannot be read or changed ({one_line(error)}); the database of record_to must be there; "
            "look at it."
        ) from None


@contextmanager
def _told(database: Engine) -> Iterator[Connection]:
    """A transaction.

    :raises AssistantError: the database failed.
    """
    with _told_in_one_line(), database.begin() as connection:
        yield connection


def _row(answer: Answer, session: str, front_end: FrontEnd) -> dict[str, Any]:
    nearest = answer.nearest[0] if answer.nearest else None
    cited = answer.citations[0].program if answer.citations else None
    return {
        "session": _session(session),
        "front_end": front_end.value,
        "program": _plain(answer.question.program or cited or "") or None,
        "question": redact(_plain(answer.question.text)),
        "standalone_question": redact(_plain(answer.standalone_question)),
        "outcome": answer.outcome.value,
        "confidence": answer.confidence,
        "citations": [[citation.doc_id, citation.start, citation.end] for citation in answer.citations],
        "nearest": [nearest.doc_id, nearest.section, nearest.start, nearest.end] if nearest else None,
        "index_version": answer.index_version,
        "milliseconds": round(answer.timings_ms.get("total", 0.0)),
    }


def _own(entry_id: str, session: str) -> tuple[Any, ...]:
    return questions.c.id == _plain(entry_id), questions.c.session == _session(session)


def _session(session: str) -> str:
    return _plain(session)[:MAX_SESSION_CHARACTERS]


def _plain(text: str) -> str:
    """The text as every database can keep it and look for it."""
    return _UNKEEPABLE.sub("", text)


def _checked(text: str, name: str, most: int, *, needed: bool = False) -> str:
    """The text as a database can keep it.

    :raises QuestionError: it is too long, or needed and empty.
    """
    text = _plain(text).strip()
    if needed and not text:
        raise QuestionError(f"The {name} '' is empty; it has at least one character; fill it in.")
    if len(text) > most:
        raise QuestionError(f"The {name} has {len(text):,} characters; at most {most:,} are kept; shorten it.")
    return text
