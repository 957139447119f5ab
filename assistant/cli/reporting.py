"""The command that writes the report for the faculty."""

import argparse
import datetime
import re
from contextlib import closing
from pathlib import Path
from typing import Any

from assistant.cli.opening import settings_of
from assistant.errors import AssistantError

_MOST_DAYS = 3650


def add_report(commands: "argparse._SubParsersAction[Any]") -> None:
    """Adds the command to the parser."""
    report = commands.add_parser("report", help="write a page on what was asked, to be sent to the faculty")
    report.add_argument("--since", default="7d", metavar="WHEN", help="7d, 4w, or a day like 2026-11-01 (default 7d)")
    report.add_argument("--out", type=Path, required=True, metavar="FILE.html", help="the file to write")
    report.add_argument("--index", type=Path, metavar="DIR", help="folder of the index (setting index)")
    report.set_defaults(run=make_report)


def make_report(options: argparse.Namespace) -> int:
    """Writes the page; what happened until now is in it."""
    from assistant.cli.helping import write_file
    from assistant.desk import Desk
    from assistant.reporting import report_html

    now = datetime.datetime.now(datetime.UTC)
    since = begin(options.since, now)
    settings = settings_of(options)
    with closing(Desk.open(settings)) as desk:
        if desk.records is None:
            raise AssistantError(
                "record_to is not set, so that nothing is recorded; a report needs records; set ASSISTANT_RECORD_TO, "
                "to sqlite:///desk.sqlite for instance, for the web application and for this command."
            )
        page = report_html(desk.assistant, desk.records, settings, since, now)
    write_file(options.out, page.encode())
    return 0


def begin(since: str, now: datetime.datetime) -> datetime.datetime:
    """When a period begins that is given as "7d", "4w" or a day ("2026-11-01", from midnight in UTC).

    :raises AssistantError: it is given otherwise, or lies too long ago or ahead.
    """
    if match := re.fullmatch(r"(\d{1,4})([dw])", since):
        days = int(match[1]) * (1 if match[2] == "d" else 7)
        start = now - datetime.timedelta(days=days)
    else:
        try:
            start = datetime.datetime.combine(datetime.date.fromisoformat(since), datetime.time(), datetime.UTC)
        except ValueError:
            start = now
    if not now - datetime.timedelta(days=_MOST_DAYS) <= start < now:
        raise AssistantError(
            f"--since is {since[:40]!r}; it is a number of days or weeks (7d, 4w) or a past day (2026-11-01), of the "
            "last ten years; give one of these."
        )
    return start
