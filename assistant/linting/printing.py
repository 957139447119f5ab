"""Findings -> text for a terminal, JSON objects, or one HTML page that needs nothing else: no script, no network."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.linting.findings import Finding, Severity
from assistant.types import Citation

_QUOTE_CHARACTERS = 160
_MOST_OTHERS = 3
"""Of one finding on a terminal; the page and the JSON have all."""
_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.tests["web_address"] = lambda address: re.match(r"https?://", address or "", re.IGNORECASE) is not None


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The findings of one document."""

    title: str
    doc_id: str
    url: str | None
    findings: tuple[Finding, ...]


def findings_to_text(findings: Iterable[Finding]) -> str:
    """Document by document, each finding with the quote it is about; ends with how many there are."""
    found = list(findings)
    lines: list[str] = []
    for sheet in _sheets(found):
        lines += [f"{sheet.title} ({sheet.doc_id})"]
        for finding in sheet.findings:
            lines += [
                f"  {finding.severity.value} {finding.check}: {finding.message}",
                f"    “{_shown(finding.citation)}”",
            ]
            others = finding.others[:_MOST_OTHERS]
            lines += [f"    also {_place(finding, other)}: “{_shown(other)}”" for other in others]
            if len(others) < len(finding.others):
                lines.append(f"    and in {_number(len(finding.others) - len(others), 'more place')}")
        lines.append("")
    return "\n".join([*lines, summary(found)])


def findings_to_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """One object for each finding, in their order."""
    return [
        {
            "check": finding.check,
            "severity": finding.severity.value,
            "message": finding.message,
            "citation": asdict(finding.citation),
            "others": [asdict(other) for other in finding.others],
        }
        for finding in findings
    ]


def findings_to_html(
    findings: Iterable[Finding],
    *,
    title: str,
    today: date,
    not_read: Sequence[tuple[str, str]] = (),
    read_in_part: Sequence[tuple[str, str]] = (),
    not_checked: Sequence[tuple[str, str]] = (),
) -> str:
    """A page to be sent to whoever mends the documents.

    ``not_read`` are files with the reason, ``read_in_part`` ids of documents with what of them was left out,
    ``not_checked`` names of checks with the reason why they were not made.
    """
    found = list(findings)
    return _templates.get_template("lint.html").render(
        title=title,
        today=f"{today.day} {today:%B %Y}",
        summary=summary(found),
        counts=Counter(finding.severity.value for finding in found),
        severities=[severity.value for severity in Severity],
        checks=Counter(finding.check for finding in found).most_common(),
        sheets=_sheets(found),
        place=_place,
        unread=[("Not read", not_read), ("Read in part", read_in_part), ("Not checked", not_checked)],
    )


def summary(findings: Sequence[Finding]) -> str:
    """How many there are of each severity, as a sentence."""
    if not findings:
        return "Nothing to mend was found."
    counts = Counter(finding.severity for finding in findings)
    parts = [_number(counts[severity], severity.value) for severity in Severity if counts[severity]]
    documents = len({finding.citation.doc_id for finding in findings})
    said = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"{said} in {_number(documents, 'document')}."


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _sheets(findings: Sequence[Finding]) -> list[_Sheet]:
    by_document: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_document[finding.citation.doc_id].append(finding)
    return [
        _Sheet(members[0].citation.title, doc_id, members[0].citation.url, tuple(members))
        for doc_id, members in by_document.items()
    ]


def _shown(citation: Citation) -> str:
    words = " ".join(citation.quote.split())
    return words if len(words) <= _QUOTE_CHARACTERS else f"{words[:_QUOTE_CHARACTERS].rsplit(' ', 1)[0]} …"


def _place(finding: Finding, other: Citation) -> str:
    """Where another place is, as seen from the finding's own."""
    return "on this page" if other.doc_id == finding.citation.doc_id else f"in “{other.title}” ({other.doc_id})"
