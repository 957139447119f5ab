"""What the console and the weekly report read; counts are made by the database."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    String,
    Table,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)

from assistant.recording.entries import Entry, FrontEnd, HandOff, HandOffStatus, NearestSection, Place, Volume
from assistant.recording.tables import hand_offs, questions
from assistant.types import Outcome

Period = Literal["day", "week", "whole"]
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_DAY = 86_400_000


def milliseconds(at: datetime.datetime) -> int:
    """Since 1970 in UTC, rounded down.

    :raises TypeError: the time has no zone.
    """
    return (at - _EPOCH) // datetime.timedelta(milliseconds=1)


def moment(at: int) -> datetime.datetime:
    """The time of so many milliseconds since 1970."""
    return _EPOCH + datetime.timedelta(milliseconds=at)


def unanswered(
    connection: Connection,
    since: datetime.datetime,
    until: datetime.datetime,
    *,
    program: str | None,
    limit: int,
) -> list[Entry]:
    """What was refused, asked back and then left, or rated down; newest first."""
    later = questions.alias()
    asked_on = exists().where(later.c.session == questions.c.session, later.c.at > questions.c.at)
    wanted = or_(
        questions.c.outcome == Outcome.NOT_FOUND.value,
        questions.c.good.is_(False),
        and_(questions.c.outcome == Outcome.CLARIFY.value, ~asked_on),
    )
    found = _within(questions.c.at, since, until, questions.c.program, program)
    newest = select(questions.c.id).where(found, wanted).order_by(questions.c.at.desc()).limit(limit)
    rows = connection.execute(
        select(questions).where(questions.c.id.in_(newest)).order_by(questions.c.at.desc(), questions.c.id)
    )
    return [_entry_of(row) for row in rows]


def conversation(connection: Connection, session: str) -> list[Entry]:
    """What a session asked, oldest first."""
    order = (questions.c.at, questions.c.id)
    rows = connection.execute(select(questions).where(questions.c.session == session).order_by(*order))
    return [_entry_of(row) for row in rows]


def entry(connection: Connection, entry_id: str, session: str) -> Entry | None:
    """A question of the session."""
    own = (questions.c.id == entry_id, questions.c.session == session)
    row = connection.execute(select(questions).where(*own)).first()
    return None if row is None else _entry_of(row)


def asked_until(
    connection: Connection, session: str, until: datetime.datetime, *, limit: int
) -> tuple[list[Entry], int]:
    """The last questions that a session asked up to that time, oldest first, and how many there were in all."""
    asked = (questions.c.session == session, questions.c.at <= milliseconds(until))
    newest = select(questions).where(*asked).order_by(questions.c.at.desc(), questions.c.id.desc()).limit(limit)
    entries = [_entry_of(row) for row in connection.execute(newest)]
    return entries[::-1], connection.scalar(select(func.count()).select_from(questions).where(*asked)) or 0


def message(connection: Connection, hand_off_id: str) -> HandOff | None:
    """The message of that id."""
    row = connection.execute(select(hand_offs).where(hand_offs.c.id == hand_off_id)).first()
    return None if row is None else _hand_off_of(row)


def messages(
    connection: Connection,
    *,
    status: HandOffStatus | None = None,
    session: str | None = None,
    newest_first: bool = False,
    offset: int = 0,
    limit: int | None = None,
) -> list[HandOff]:
    """The messages to the office, oldest first unless asked otherwise."""
    order = (hand_offs.c.at.desc(), hand_offs.c.id.desc()) if newest_first else (hand_offs.c.at, hand_offs.c.id)
    query = select(hand_offs).where(*_of(status, session)).order_by(*order).offset(offset).limit(limit)
    return [_hand_off_of(row) for row in connection.execute(query)]


def count_messages(connection: Connection, status: HandOffStatus, *, session: str | None = None) -> int:
    """How many messages have that status."""
    return connection.scalar(select(func.count()).select_from(hand_offs).where(*_of(status, session))) or 0


def volume(
    connection: Connection,
    since: datetime.datetime,
    until: datetime.datetime,
    *,
    by: Period,
    by_program: bool,
) -> list[Volume]:
    """The counts of each period and program, in order of time; periods without anything are left out."""

    def grouped(
        table: Table, *counted: ColumnElement[Any], each: Sequence[ColumnElement[Any]] = ()
    ) -> list[tuple[Any, ...]]:
        """Rows of period, program, `each` and `counted`."""
        period = _period(table.c.at, by).label("period")
        program = table.c.program if by_program else literal(None, String).label("no_program")
        groups = ("period", program, *each) if by_program else ("period", *each)
        query = select(period, program, *each, *counted).where(_within(table.c.at, since, until)).group_by(*groups)
        return [tuple(row) for row in connection.execute(query)]

    def number(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.sum(case((condition, 1), else_=0))

    asked = questions.c
    answered = asked.outcome == Outcome.ANSWERED.value
    to_office = exists().where(hand_offs.c.session == asked.session)
    counts = {
        "questions": func.count(),
        "in_chat": number(asked.front_end == FrontEnd.CHAT.value),
        "answered": number(answered),
        "refused": number(asked.outcome == Outcome.NOT_FOUND.value),
        "clarified": number(asked.outcome == Outcome.CLARIFY.value),
        "rated_up": number(asked.good.is_(True)),
        "rated_down": number(asked.good.is_(False)),
        "deflected": number(and_(asked.front_end == FrontEnd.CHAT.value, answered, ~to_office)),
    }
    found: dict[tuple[int, str | None], dict[str, int]] = {}
    for period, program, *values in grouped(questions, *counts.values()):
        found[period, program] = dict(zip(counts, map(int, values), strict=True))
    for period, program, value in grouped(hand_offs, func.count()):
        found.setdefault((period, program), {})["handed_off"] = value
    times: dict[tuple[int, str | None], Counter[int]] = defaultdict(Counter)
    for period, program, took, count in grouped(questions, func.count(), each=[asked.milliseconds]):
        times[period, program][took] = count
    for key, counts_of in times.items():
        found[key] |= {"median_ms": _rank(counts_of, 50), "p95_ms": _rank(counts_of, 95)}
    first = since.astimezone(datetime.UTC).date()
    return [
        Volume(_first_day(period, by, first), program, **values)
        for (period, program), values in sorted(found.items(), key=lambda item: (item[0][0], item[0][1] or ""))
    ]


def _entry_of(row: Row[Any]) -> Entry:
    """A row of the questions as a value."""
    return Entry(
        id=row.id,
        at=moment(row.at),
        session=row.session,
        front_end=FrontEnd(row.front_end),
        program=row.program,
        question=row.question,
        standalone_question=row.standalone_question,
        outcome=Outcome(row.outcome),
        confidence=row.confidence,
        citations=tuple(Place(*place) for place in row.citations),
        nearest=NearestSection(*row.nearest) if row.nearest else None,
        index_version=row.index_version,
        milliseconds=row.milliseconds,
        good=row.good,
        remark=row.remark,
    )


def _hand_off_of(row: Row[Any]) -> HandOff:
    return HandOff(
        id=row.id,
        at=moment(row.at),
        session=row.session,
        program=row.program,
        entry=row.question,
        message=row.message,
        reply_to=row.reply_to,
        status=HandOffStatus(row.status),
        reply=row.reply,
        replied_at=None if row.replied_at is None else moment(row.replied_at),
    )


def _of(status: HandOffStatus | None, session: str | None) -> list[ColumnElement[bool]]:
    wanted = []
    if status is not None:
        wanted.append(hand_offs.c.status == status.value)
    if session is not None:
        wanted.append(hand_offs.c.session == session)
    return wanted


def _within(
    at: ColumnElement[int],
    since: datetime.datetime,
    until: datetime.datetime,
    of: ColumnElement[Any] | None = None,
    program: str | None = None,
) -> ColumnElement[bool]:
    """From `since` on and before `until`, and of the program where one is given."""
    within = and_(at >= milliseconds(since), at < milliseconds(until))
    return within if of is None or program is None else and_(within, of == program)


def _period(at: ColumnElement[int], by: Period) -> ColumnElement[int]:
    if by == "whole":
        return literal(0, Integer)
    day: ColumnElement[int] = at // _DAY
    return day if by == "day" else (day + 3) // 7  # 1970 began on a Thursday; a week begins on Monday.


def _first_day(period: int, by: Period, since: datetime.date) -> datetime.date:
    if by == "whole":
        return since
    return _EPOCH.date() + datetime.timedelta(period if by == "day" else period * 7 - 3)


def _rank(times: Counter[int], percent: int) -> int:
    """The least time within which so many percent of the answers came; how many took each time is given."""
    wanted = times.total() * percent
    reached = 0
    for took in sorted(times):
        reached += times[took] * 100
        if reached >= wanted:
            return took
    raise ValueError("No times were given.")
