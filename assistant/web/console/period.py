"""The period and the program that a page is about, as chosen at its top."""

import datetime
from dataclasses import dataclass
from urllib.parse import urlencode

from assistant.desk import Desk
from assistant.reporting import kept_from, long_day
from assistant.settings import Settings

PERIODS = {"7d": ("7 days", 7), "30d": ("30 days", 30), "12w": ("12 weeks", 84)}
_DEFAULT = "30d"


@dataclass(frozen=True, slots=True)
class Period:
    """``name`` is one of `PERIODS`, ``program`` one with documents or None for all.

    ``cut`` says in a line, where it is so, that the records do not reach so far back.
    """

    name: str
    program: str | None
    since: datetime.datetime
    until: datetime.datetime
    cut: str

    @property
    def query(self) -> dict[str, str]:
        """What an address says of it."""
        return {"period": self.name, "program": self.program or ""}

    def address(self, page: str, program: str | None = None) -> str:
        """The page with the same choice, or with another program."""
        chosen = self.query | ({"program": program} if program else {})
        return f"{page}?{urlencode({name: value for name, value in chosen.items() if value})}"


def utc_now() -> datetime.datetime:
    """The time now."""
    return datetime.datetime.now(datetime.UTC)


def chosen_period(name: str, program: str, desk: Desk, settings: Settings) -> Period:
    """The period until now; what is not offered is not chosen."""
    name = name if name in PERIODS else _DEFAULT
    now = utc_now()
    since = now - datetime.timedelta(days=PERIODS[name][1])
    kept = kept_from(since, now, settings.record_days)
    cut = ""
    if kept > since:
        cut = f"Records are kept for {settings.record_days} days, so that this begins on {long_day(kept.date())}."
    return Period(name, program if program in desk.assistant.programs else None, kept, now, cut)


def long_time(at: datetime.datetime) -> str:
    """A time for people, in UTC."""
    utc = at.astimezone(datetime.UTC)
    return f"{long_day(utc)}, {utc:%H:%M} UTC"
