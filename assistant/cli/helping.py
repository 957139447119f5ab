"""The commands that show dates, documents and requirements."""

import argparse
import datetime
import json
import sys
from pathlib import Path

from assistant.answers import checklist_to_json, interview_to_json, timeline_to_json
from assistant.checklists import Checklist, checklist_to_markdown
from assistant.cli.opening import open_assistant
from assistant.dates import Precision
from assistant.dates.distance import distance
from assistant.eligibility import Reply, interview, read_reply, trail_to_text
from assistant.errors import AssistantError
from assistant.guiding import Guide
from assistant.naming import of_program, program_name
from assistant.timeline import State, Timeline, to_ics
from assistant.types import Citation


def show_timeline(options: argparse.Namespace) -> int:
    """What opens, closes and happens, and where the documents say so."""
    assistant = open_assistant(options)
    timeline = Guide(assistant).timeline(options.program)
    if options.ics is not None:
        stamp = datetime.datetime.fromisoformat(assistant.built_at)
        name = program_name(options.program) if options.program else "Dates and deadlines"
        write_file(options.ics, to_ics(timeline.items, name=name, stamp=stamp))
    if options.json:
        _print_json(timeline_to_json(timeline, index_version=assistant.index_version))
    elif options.ics is None:
        _print_timeline(timeline)
    return 0


def show_checklist(options: argparse.Namespace) -> int:
    """The documents that an application needs."""
    assistant = open_assistant(options)
    guide = Guide(assistant)
    checklist = guide.checklist(options.program)
    if options.markdown is not None:
        title = of_program("Documents to send", guide.one_program(options.program))
        write_file(options.markdown, checklist_to_markdown(checklist, title=title).encode())
    if options.json:
        _print_json(checklist_to_json(checklist, index_version=assistant.index_version))
    elif options.markdown is None:
        _print_checklist(checklist)
    return 0


def ask_eligibility(options: argparse.Namespace) -> int:
    """Asks one question after the other, then says where each requirement stands."""
    assistant = open_assistant(options)
    requirements = Guide(assistant).requirements(options.program)
    replies: dict[str, Reply] = {}
    found = interview(requirements, replies)
    if options.json:
        _print_json(interview_to_json(found, index_version=assistant.index_version))
        return 0
    while found.next is not None:
        print(f"\n{found.next.question}\n    “{found.next.citation.quote}”\n    ({_place(found.next.citation)})")
        replies[found.next.key] = _ask_reply()
        found = interview(requirements, replies)
    print(f"\n{trail_to_text(found, title='Eligibility')}")
    return 0


def _ask_reply() -> Reply:
    """What is typed; the end of the input leaves the question open."""
    while True:
        print("yes / no / don't know: ", end="", flush=True)
        line = sys.stdin.readline()
        reply = read_reply(line) if line else Reply.UNSURE
        if reply is not None:
            return reply


def _print_timeline(timeline: Timeline) -> None:
    if not timeline.items:
        print("The documents name no dates.")
    for item in timeline.items:
        letters = len("2027-01") if item.mention.precision is Precision.MONTH else None
        days = [day.isoformat()[:letters] for day in (item.first, item.last) if day]
        day = item.last if item.state is State.NOW else item.first
        off = f" ({distance(day, timeline.today)})" if day and letters is None else ""
        cycle = f"  [{item.cycle}]" if item.cycle else ""
        print(f"{' to '.join(dict.fromkeys(days)) or item.when}  {item.event.value}{off}{cycle}")
        _print_quote(item.citation)
        for problem in item.problems:
            print(f"    note: {problem}")


def _print_checklist(checklist: Checklist) -> None:
    for gap in checklist.gaps:
        print(f"note: {gap.text} ({_place(gap.citation)})")
    if not checklist.items:
        print("The documents name no document that an application needs; ask the program's office.")
    for item in checklist.items:
        need = "" if item.need.value == "required" else f" ({item.need.value.replace('_', ' ')})"
        print(f"[ ] {item.name}{need}" + (f", {item.condition}" if item.condition else ""))
        for quote in dict.fromkeys(rule.citation.quote for rule in item.rules):
            print("\n".join(f"      {line}" for line in quote.split("\n")))
        print(f"      ({_place(item.citation)})")
    told = {
        "Not to send:": checklist.not_wanted,
        "Rules for sending:": checklist.general,
        "Where to send it:": checklist.where,
    }
    for heading, citations in told.items():
        if citations:
            print(heading)
        for citation in citations:
            _print_quote(citation)


def _print_quote(citation: Citation) -> None:
    lead_in = f"{citation.lead_in.quote}\n…\n" if citation.lead_in else ""
    print("\n".join(f"    {line}" for line in f"{lead_in}{citation.quote}".split("\n")))
    print(f"    ({_place(citation)})")


def _place(citation: Citation) -> str:
    return " > ".join(filter(None, (citation.title, citation.section)))


def _print_json(table: object) -> None:
    print(json.dumps(table, ensure_ascii=False, indent=2))


def write_file(path: Path, data: bytes) -> None:
    """Writes the file and says so on standard error.

    :raises AssistantError: it cannot be written.
    """
    try:
        path.write_bytes(data)
    except OSError as error:
        raise AssistantError(
            f"File {str(path)!r} cannot be written ({error.strerror}); a folder that exists and may be written to is "
            "needed; choose another."
        ) from None
    print(f"wrote {path}", file=sys.stderr)
