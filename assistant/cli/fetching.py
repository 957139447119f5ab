"""The command that fetches a program's web pages into the corpus."""

import argparse
import json
import sys
from dataclasses import asdict

from assistant.cli.opening import settings_of
from assistant.errors import AssistantError
from assistant.fetching import FetchReport, Sources, fetch, make_sources, read_sources

DONE, SOME_REFUSED = 0, 1


def fetch_pages(options: argparse.Namespace) -> int:
    """Fetches the pages that are named, or those of the file of sources; 1 when one was refused."""
    settings = settings_of(options)
    if bool(options.urls) != (options.into is not None):
        raise AssistantError(
            "Addresses and --into CORPUS/PROGRAM go together; without both, the file of sources says what is fetched; "
            "give both or neither."
        )
    if options.urls:
        corpus, sources = options.into.parent, _named(options, settings.contact_email or settings.contact_url)
    else:
        corpus, sources = settings.corpus, read_sources(options.sources)
    report = fetch(sources, corpus, allow_private=options.allow_private, progress=_say)
    if options.json:
        print(json.dumps(asdict(report), ensure_ascii=False, indent=2))
    else:
        _show(report)
    return SOME_REFUSED if report.refused else DONE


def _named(options: argparse.Namespace, contact: str | None) -> Sources:
    contact = options.contact or contact
    if not contact:
        raise AssistantError(
            "No contact is given; sites want to know whom to ask about their visitor; give an address by --contact or "
            "the setting contact_email."
        )
    return make_sources(options.urls, program=options.into.name, contact=contact, depth=options.depth)


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def _show(report: FetchReport) -> None:
    counts = {
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "gone": report.gone,
        "refused": report.refused,
    }
    print(", ".join(f"{len(pages)} {name}" for name, pages in counts.items()))
    if report.added or report.changed or report.gone:
        print("build the index again to answer from them: assistant build")
