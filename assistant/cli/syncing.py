"""The commands that keep an index as fresh as its documents."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from assistant.cli.opening import settings_of
from assistant.cli.showing import ProgressBars
from assistant.errors import AssistantError
from assistant.fetching import FetchReport, fetch, read_sources

DONE, LOOK_AT_IT = 0, 1
DEFAULT_SOURCES = Path("sources.toml")


def sync_index(options: argparse.Namespace) -> int:
    """Fetches, builds, compares and lets go live what passes; 1 when pages wait or were refused."""
    from assistant.embedding import open_embedder
    from assistant.evaluation import read_known_questions
    from assistant.syncing import sync, sync_text, sync_to_json

    settings = settings_of(options)
    asked = options.questions or settings.known_questions
    questions = read_known_questions(asked) if asked else ()
    fetched = None if options.no_fetch or options.dry_run else _fetched(options, settings.corpus)
    with ProgressBars() as bars:
        report = sync(
            settings,
            open_embedder(settings.embedding_model),
            questions=questions,
            approved=options.approve or (),
            publish=not options.dry_run,
            progress=bars.show,
        )
    print(json.dumps(sync_to_json(report), ensure_ascii=False, indent=2) if options.json else sync_text(report))
    return LOOK_AT_IT if report.waiting or (fetched and fetched.refused) else DONE


def _fetched(options: argparse.Namespace, corpus: Path) -> FetchReport | None:
    """What was fetched; None where no file says what to fetch and none was named."""
    if options.sources is None and not DEFAULT_SOURCES.exists():
        print(f"no {DEFAULT_SOURCES}: nothing is fetched, the corpus is taken as it is", file=sys.stderr)
        return None
    sources = read_sources(options.sources or DEFAULT_SOURCES)
    report = fetch(sources, corpus, allow_private=options.allow_private, progress=_say)
    for refusal in report.refused:
        print(f"refused {refusal.url}: {refusal.reason}", file=sys.stderr)
    return report


def build_at_each_change(options: argparse.Namespace, build: Callable[[], int]) -> int:
    """Builds now and whenever a file of the corpus has changed, until it is interrupted."""
    from watchfiles import watch

    corpus = settings_of(options).corpus
    build()
    print(f"watching {str(corpus)!r}; Ctrl-C ends it", file=sys.stderr)
    _build_at_each(watch(corpus, raise_interrupt=False), build)
    return DONE


def _build_at_each(changes: Iterable[object], build: Callable[[], int]) -> None:
    for _ in changes:
        try:
            build()
        except AssistantError as error:  # The next change may mend it.
            _say(f"assistant: {error}")


def _say(line: str) -> None:
    print(line, file=sys.stderr)
