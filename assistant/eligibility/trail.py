"""An interview -> its whole trail as text, to keep."""

import re

from assistant.eligibility.values import FindingState, Interview
from assistant.types import Citation

_HEADINGS = {
    FindingState.NOT_MET: "Not met",
    FindingState.OPEN: "Open",
    FindingState.MET: "Met",
    FindingState.NOT_APPLICABLE: "Does not apply",
}
_MARKUP = re.compile(r"([\\`*_\[\]<>|~]|&(?=[#\w]))")
_ADDRESS = re.compile(r"https?://[^\s<>\\]{1,2000}")
_LINE_MARKUP = re.compile(r"^(\s{0,3})([#+=>-]|\d{1,9}(?=[.)]))")


def trail_to_text(interview: Interview, *, title: str) -> str:
    """The summary, each requirement with its quote and answers, and the remarks, as Markdown that reads as plain text.

    Whatever the documents contain shows as it is: nothing in a quote is taken for markup.
    """
    lines = [f"# {_safe(' '.join(title.split()))}", "", interview.summary]
    for state, heading in _HEADINGS.items():
        findings = [finding for finding in interview.findings if finding.state == state]
        if findings:
            lines += ["", f"## {heading}"]
        for finding in findings:
            lines += ["", *_quoted(finding.requirement.citation)]
            for citation in finding.requirement.also:
                lines += ["", "Also said here:", "", *_quoted(citation)]
            if finding.answers:
                lines.append("")
            lines += [f"- {_safe(asked.question)} {reply.capitalize()}." for asked, reply in finding.answers]
    if interview.remarks:
        lines += ["", "## Remarks"]
    for remark in interview.remarks:
        lines += ["", remark.text, "", *_quoted(remark.citation)]
    return "\n".join(lines) + "\n"


def _quoted(citation: Citation) -> list[str]:
    pieces = [] if citation.lead_in is None else [citation.lead_in.quote]
    lines = [line for piece in [*pieces, citation.quote] for line in piece.split("\n")]
    place = " > ".join(part for part in (citation.title, citation.section) if part)
    return [*(f"> {_safe(line)}  " for line in lines), ">", f"> ({_safe(' '.join(place.split()))}; {_place(citation)})"]


def _place(citation: Citation) -> str:
    address = citation.url or ""
    return f"<{address}>" if _ADDRESS.fullmatch(address) else _safe(" ".join(citation.doc_id.split()))


def _safe(line: str) -> str:
    return _LINE_MARKUP.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", line))
