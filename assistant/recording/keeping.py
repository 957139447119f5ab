"""What is deleted when, and what is held of a session."""

import datetime
import sqlite3
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Engine, delete, select

from assistant.recording.entries import Counts
from assistant.recording.reading import conversation, messages, milliseconds
from assistant.recording.tables import hand_offs, questions

BATCH = 1000
"""Rows that are deleted in one transaction, so that whoever records does not wait."""


def delete_older(connection: Connection, border: datetime.datetime) -> Counts:
    """Deletes up to `BATCH` questions, with all that hangs on them, and messages from before the border.

    What is exactly as old as the border stays. It is the age of each row that counts, not that of its session.
    """
    deleted = []
    for table in (questions, hand_offs):
        old = select(table.c.id).where(table.c.at < milliseconds(border)).order_by(table.c.at).limit(BATCH)
        deleted.append(connection.execute(delete(table).where(table.c.id.in_(old))).rowcount)
    return Counts(*deleted)


def delete_session(connection: Connection, session: str) -> Counts:
    """Deletes all that is held of a session."""
    asked, sent = (delete(table).where(table.c.session == session) for table in (questions, hand_offs))
    return Counts(connection.execute(asked).rowcount, connection.execute(sent).rowcount)


def empty_log(database: Engine) -> None:
    """Takes what was deleted also out of the file that SQLite writes ahead; later, where somebody is reading it."""
    if database.dialect.name == "sqlite":
        connection = database.raw_connection()
        try:
            with suppress(sqlite3.OperationalError):
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()


def held(connection: Connection, session: str) -> dict[str, Any]:
    """All that is held of a session, as a JSON object."""
    return {
        "session": session,
        "questions": [_plain(asdict(entry)) for entry in conversation(connection, session)],
        "hand_offs": [_plain(asdict(message)) for message in messages(connection, session=session)],
    }


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Times as ISO 8601 text."""
    return {
        name: value.isoformat() if isinstance(value, datetime.datetime) else value for name, value in values.items()
    }
