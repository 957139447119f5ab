"""Records -> the figures of a period: in all, step by step, and program by program."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from assistant.recording import Volume

if TYPE_CHECKING:
    from assistant.recording.records import Records

Step = Literal["day", "week"]
_MOST_DAYS = 14
_DAY, _WEEK = datetime.timedelta(days=1), datetime.timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class OfProgram:
    """The figures of one program; ``steps`` as those of `Figures`."""

    total: Volume
    steps: tuple[Volume, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """What happened from ``since`` on and before ``until``.

    ``steps`` are all days or weeks (``by``) of the period in order of time, also those without anything; the first and
    the last week may be cut. They have no times. ``programs`` are those with anything, most asked first.
    """

    since: datetime.datetime
    until: datetime.datetime
    by: Step
    total: Volume
    steps: tuple[Volume, ...]
    programs: tuple[OfProgram, ...]


def figures_of(
    records: "Records", since: datetime.datetime, until: datetime.datetime, *, program: str | None = None
) -> Figures:
    """The figures, of one program or of all; by day where the period is short.

    :raises AssistantError: the records cannot be read.
    """
    by: Step = "day" if until - since <= _MOST_DAYS * _DAY else "week"
    first = since.astimezone(datetime.UTC).date()
    totals = {one.program: one for one in records.volume(since, until, by="whole")}
    found: dict[str | None, dict[datetime.date, Volume]] = defaultdict(dict)
    for one in records.volume(since, until, by=by):
        found[one.program][one.period] = one
    days = tuple(_days(since, until, by))
    programs = [
        OfProgram(total, tuple(found[name].get(day, Volume(day, name)) for day in days))
        for name, total in sorted(totals.items(), key=lambda item: (-item[1].questions, item[0] or ""))
        if program in (None, name)
    ]
    if program is not None:
        total = totals.get(program, Volume(first, program))
    else:
        total = next(iter(records.volume(since, until, by="whole", by_program=False)), Volume(first, None))
    steps = tuple(_sum(day, program, (one.steps[place] for one in programs)) for place, day in enumerate(days))
    return Figures(since, until, by, total, steps, tuple(programs))


def kept_from(since: datetime.datetime, now: datetime.datetime, days: int) -> datetime.datetime:
    """The time from which on all is still there, where records are kept so many days: what is older may be deleted."""
    return max(since, now - days * _DAY)


def answer_rate(volume: Volume) -> float | None:
    """The share of the questions that were answered."""
    return volume.answered / volume.questions if volume.questions else None


def deflection(volume: Volume) -> float | None:
    """The share of the chat's questions that were answered and after which nothing was handed to the office."""
    return volume.deflected / volume.in_chat if volume.in_chat else None


def percent(share: float | None) -> str:
    """A share for people; it is "100%" and "0%" only where it is so."""
    if share is None:
        return "–"
    if 0 < share < 1:
        return f"{min(max(round(100 * share), 1), 99)}%"
    return f"{share:.0%}"


def duration(milliseconds: int | None) -> str:
    """A time for people."""
    if milliseconds is None:
        return "–"
    return f"{milliseconds} ms" if milliseconds < 1000 else f"{milliseconds / 1000:.1f} s"


def _days(since: datetime.datetime, until: datetime.datetime, by: Step) -> Iterator[datetime.date]:
    """The first day of each step, in UTC; weeks begin on Monday."""
    day = since.astimezone(datetime.UTC).date()
    last = (until.astimezone(datetime.UTC) - datetime.timedelta.resolution).date()
    if by == "week":
        day -= day.weekday() * _DAY
    while day <= last:
        yield day
        day += _DAY if by == "day" else _WEEK


def _sum(day: datetime.date, program: str | None, volumes: Iterable[Volume]) -> Volume:
    """All of them together, without times, which cannot be added."""
    members = list(volumes)
    return Volume(
        day,
        program,
        questions=sum(one.questions for one in members),
        in_chat=sum(one.in_chat for one in members),
        answered=sum(one.answered for one in members),
        refused=sum(one.refused for one in members),
        clarified=sum(one.clarified for one in members),
        handed_off=sum(one.handed_off for one in members),
        rated_up=sum(one.rated_up for one in members),
        rated_down=sum(one.rated_down for one in members),
        deflected=sum(one.deflected for one in members),
    )
