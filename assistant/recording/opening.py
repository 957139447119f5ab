"""Opens the database: the connection, its rules, and the tables brought up to date under a lock."""

import logging
import os
import sqlite3
import time
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from assistant.errors import AssistantError

_WAIT_SECONDS = 5  # For another process that writes, for a connection, for the server to reply.
_MIGRATING = 7_213_644_301  # The number of PostgreSQL's lock; any that nobody else takes.


def open_database(url: str) -> Engine:
    """The database, with its tables made or brought up to date.

    What is done through ``engine.execution_options(writes=True)`` takes SQLite's lock for writing from the start.

    :raises AssistantError: the address is not one of SQLite or PostgreSQL, nothing answers there, or a newer version
        of this program made the tables.
    """
    address = _address(url)
    shown = address.render_as_string(hide_password=True)
    try:
        engine = _engine(address)
    except ImportError as error:
        raise AssistantError(
            f"record_to is {shown!r}, and {error.name} is not installed; install it: "
            "pip install 'program-assistant[desk]'."
        ) from None
    try:
        _bring_up_to_date(engine, shown)
    except (SQLAlchemyError, OSError) as error:
        engine.dispose()
        raise AssistantError(
            f"record_to is {shown!r}, which cannot be opened ({one_line(error)}); it must be a database that can be "
            "written to; mend that, or unset ASSISTANT_RECORD_TO."
        ) from None
    except AssistantError:
        engine.dispose()
        raise
    return engine


def one_line(error: Exception) -> str:
    """What went wrong, in the database's own words, without the statement and what was to be stored."""
    cause = getattr(error, "orig", None) or error
    # The driver of PostgreSQL gives a table of letters, M for the message.
    told = cause.args[0].get("M") if cause.args and isinstance(cause.args[0], dict) else cause
    return " ".join(str(told).split())[:200] or type(cause).__name__


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError:
        raise AssistantError(
            "record_to cannot be read; it must be an SQLAlchemy URL; give one like sqlite:///desk.sqlite."
        ) from None  # The value may hold a password.
    if address.drivername in ("postgresql", "postgres"):
        address = address.set(drivername="postgresql+pg8000")
    if address.drivername not in ("sqlite", "postgresql+pg8000") or (
        address.drivername == "sqlite" and address.database in (None, "", ":memory:")
    ):
        raise AssistantError(
            f"record_to is {address.render_as_string(hide_password=True)!r}; it must name a file of SQLite or a "
            "database of PostgreSQL; give one like sqlite:///desk.sqlite or postgresql://user:password@host/name."
        )
    return address


def _engine(address: URL) -> Engine:
    if address.drivername != "sqlite":
        # Connections that a server has dropped are noticed and replaced; the pool would log a traceback for each.
        logging.getLogger("sqlalchemy.pool.impl.QueuePool.records").setLevel(logging.CRITICAL)
        return create_engine(
            address,
            pool_pre_ping=True,
            pool_timeout=_WAIT_SECONDS,
            pool_logging_name="records",
            connect_args={"timeout": 2 * _WAIT_SECONDS},
        )
    _make_private(Path(str(address.database)))
    engine = create_engine(address, pool_timeout=_WAIT_SECONDS, connect_args={"timeout": _WAIT_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_private(file: Path) -> None:
    """An empty file that only its owner reads; SQLite gives the files beside it the same rights."""
    try:
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise AssistantError(
            f"record_to is {str(file)!r}, which cannot be written ({error.strerror}); it must be a file in a folder "
            "that is there; make the folder, or name another file."
        ) from None


def _prepare_sqlite(connection: sqlite3.Connection, _: object) -> None:
    # Transactions are begun by `_begin_sqlite`: the driver would leave tables out of them.
    connection.isolation_level = None
    for rule in (
        "foreign_keys=ON",
        "secure_delete=ON",  # What is deleted is overwritten, not just forgotten.
        "synchronous=NORMAL",
    ):
        connection.execute(f"PRAGMA {rule}")
    _write_ahead(connection)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Lets others read while one writes; done once for a file, and SQLite does not wait when several do it at once."""
    until = time.monotonic() + _WAIT_SECONDS
    while connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    # A transaction that begins to write after it has read fails at once where another has written in between.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _bring_up_to_date(engine: Engine, shown: str) -> None:
    with as_file(files("assistant.recording").joinpath("migrations")) as folder:
        config = Config(attributes={})
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        steps = ScriptDirectory.from_config(config)
        with engine.connect() as connection:
            if _revision(connection, steps, shown) == steps.get_current_head():
                return
        with engine.execution_options(writes=True).begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATING})
            _revision(connection, steps, shown)  # Another process may have been here before.
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _revision(connection: Connection, steps: ScriptDirectory, shown: str) -> str | None:
    found: Any = MigrationContext.configure(connection).get_current_revision()
    known = {step.revision for step in steps.walk_revisions()}
    if found is not None and found not in known:
        raise AssistantError(
            f"record_to is {shown!r}, whose tables have revision {found!r}; this version knows them up to "
            f"{steps.get_current_head()!r}; update the program, or name another database."
        )
    return None if found is None else str(found)
