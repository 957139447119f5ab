"""A checklist as Markdown: something to print, keep or paste, in which document text cannot become markup."""

import re

from assistant.checklists.items import Checklist, ChecklistItem, Need
from assistant.types import Citation

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~&!$^=]")
_LINE_START = re.compile(r"^(?:(\d{1,9})([.)])|([+\-:]))")
_NEEDS = {
    Need.REQUIRED: "",
    Need.CONDITIONAL: "only for some applicants",
    Need.OPTIONAL: "optional",
    Need.ON_REQUEST: "only if the program asks for it",
}


def checklist_to_markdown(checklist: Checklist, *, title: str) -> str:
    """The checklist as Markdown (CommonMark with task-list items), one check box for each item."""
    lines = [f"# {_plain(title)}", ""]
    if not checklist.items:
        lines += ["The documents name no document that is to be sent with an application.", ""]
    for item in checklist.items:
        lines += _item_lines(item)
    sections = [
        ("What this list may lack", [(gap.text, gap.citation) for gap in checklist.gaps]),
        ("Rules for sending", [(_quoted(citation), citation) for citation in checklist.general]),
        ("What not to send", [(_quoted(citation), citation) for citation in checklist.not_wanted]),
        ("Where and how to send it", [(_quoted(citation), citation) for citation in checklist.where]),
    ]
    for heading, entries in sections:
        if entries:
            lines += ["", f"## {heading}", ""]
        for words, citation in entries:
            lines += [f"- {_plain(words)}", f"  - {_source(citation)}"]
    lines += ["", "The program decides what it needs; this list only quotes its documents:", ""]
    lines += [f"- {source}" for source in _sources(checklist)] or ["- none that ask for a document"]
    return "\n".join(lines) + "\n"


def _item_lines(item: ChecklistItem) -> list[str]:
    need = _NEEDS[item.need]
    if item.condition:
        need = f"{need + ': ' if need else ''}“{item.condition}”"
    lines = [f"- [ ] {_plain(item.name)}{f' ({_plain(need)})' if need else ''}"]
    lead = f"{item.citation.lead_in.quote} … " if item.citation.lead_in else ""
    lines += [f"  - Asked for: {_plain(_quoted(item.citation, lead))}", f"    - {_source(item.citation)}"]
    kinds: dict[tuple[str, int, int], list[str]] = {}
    citations = {}
    for rule in item.rules:
        place = (rule.citation.doc_id, rule.citation.start, rule.citation.end)
        kinds.setdefault(place, []).append(rule.kind.value)
        citations[place] = rule.citation
    for place, named in kinds.items():
        citation = citations[place]
        lines += [f"  - {', '.join(named).capitalize()}: {_plain(_quoted(citation))}"]
        if citation.doc_id != item.citation.doc_id or citation.section != item.citation.section:
            lines += [f"    - {_source(citation)}"]
    for citation in item.also:
        lines += [f"  - Also asked for: {_plain(_quoted(citation))}", f"    - {_source(citation)}"]
    return lines


def _quoted(citation: Citation, lead: str = "") -> str:
    return f"“{lead}{citation.quote}”"


def _source(citation: Citation) -> str:
    parts = [citation.title, citation.section, citation.url or citation.doc_id]
    return f"Source: {_plain(', '.join(part for part in parts if part))}"


def _sources(checklist: Checklist) -> list[str]:
    """The documents that are quoted, each once, in the order of the list."""
    citations = [
        citation
        for item in checklist.items
        for citation in (item.citation, *(rule.citation for rule in item.rules), *item.also)
    ]
    citations += [gap.citation for gap in checklist.gaps]
    citations += [*checklist.general, *checklist.not_wanted, *checklist.where]
    return list(dict.fromkeys(_plain(f"{citation.title}, {citation.url or citation.doc_id}") for citation in citations))


def _plain(words: str) -> str:
    """The words on one line, with everything escaped that Markdown or HTML would read as markup."""
    escaped = _SPECIAL.sub(lambda found: "\\" + found.group(), " ".join(words.split()))
    return _LINE_START.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", escaped)
