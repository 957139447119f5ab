"""The report on a period: one HTML page that needs nothing else, to be sent by hand."""

import datetime
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.curating import CuratedAssistant
from assistant.linting import Finding as ToCorrect
from assistant.linting import Severity, lint, read_gone
from assistant.naming import program_name
from assistant.recording import Group, HandOffStatus
from assistant.reporting.charts import questions_chart, rate_chart, rate_strip, short_day
from assistant.reporting.figures import answer_rate, deflection, duration, figures_of, kept_from, percent
from assistant.reporting.mending import ToMend, place_to_mend
from assistant.reporting.wording import cards, long_day
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.recording.records import Records

_MOST_GROUPS = 15
_MOST_FINDINGS = 20


@dataclass(frozen=True, slots=True)
class _Asked:
    """A group of unanswered questions, and where its answer may be missing."""

    group: Group
    to_mend: ToMend | None


def report_html(
    assistant: CuratedAssistant,
    records: "Records",
    settings: Settings,
    since: datetime.datetime,
    until: datetime.datetime,
) -> str:
    """The report on what happened from `since` on and before `until`, which is now.

    It has no message and no address of an applicant; the questions in it are redacted.

    :raises AssistantError: the records cannot be read.
    """
    from assistant.recording.records import MAX_UNANSWERED  # Loads the database's library.

    begin = kept_from(since, until, settings.record_days)
    figures = figures_of(records, begin, until)
    groups = records.groups(begin, until)
    unanswered = sum(group.count for group in groups)
    wrong = _errors(assistant, settings)
    return _templates.get_template("report.html").render(
        title=settings.title,
        first=long_day(begin.date()),
        last=long_day(until.date()),
        cut=settings.record_days if begin > since else None,
        figures=figures,
        cards=cards(figures.total),
        questions_chart=questions_chart(figures.steps, figures.by, name="questions"),
        rate_chart=rate_chart(figures.steps, figures.by, name="rate"),
        groups=[_Asked(group, place_to_mend(group, assistant.index)) for group in groups[:_MOST_GROUPS]],
        group_count=len(groups),
        unanswered=unanswered,
        capped=unanswered >= MAX_UNANSWERED,
        wrong=wrong[:_MOST_FINDINGS],
        wrong_count=len(wrong),
        open_count=records.count_hand_offs(HandOffStatus.OPEN),
        oldest_open=next(iter(records.hand_offs(HandOffStatus.OPEN, limit=1)), None),
        to_review=assistant.curated.findings,
        index_version=assistant.index_version,
        built=long_day(datetime.datetime.fromisoformat(assistant.built_at)),
    )


def _errors(assistant: CuratedAssistant, settings: Settings) -> list[ToCorrect]:
    """What in the documents misleads applicants."""
    documents = assistant.index.documents
    not_read = (file for file, _ in assistant.index.manifest.skipped)
    found = lint(documents.values(), assistant.today(), files=[*documents, *not_read], gone=read_gone(settings.corpus))
    return [finding for finding in found if finding.severity is Severity.ERROR]


_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters |= {
    "duration": duration,
    "long_day": long_day,
    "percent": percent,
    "program": lambda name: program_name(name) if name else "No program named",
    "short_day": short_day,
}
_templates.globals |= {"answer_rate": answer_rate, "deflection": deflection, "rate_strip": rate_strip}
_templates.tests["web_address"] = lambda address: re.match(r"https?://", address or "", re.IGNORECASE) is not None
