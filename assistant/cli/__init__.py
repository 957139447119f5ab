"""The command line: parses, calls, shows."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from assistant import __version__
from assistant.cli.desk import add_desk
from assistant.cli.opening import settings_of
from assistant.cli.reporting import add_report
from assistant.cli.showing import ProgressBars
from assistant.errors import AssistantError

DONE, NO, FAILED = 0, 1, 2


class _Parser(argparse.ArgumentParser):
    """Says a usage error in one line, like every other error; the whole usage is what --help is for."""

    def error(self, message: str) -> NoReturn:
        self.exit(FAILED, f"{self.prog}: {message}; see {self.prog} --help.\n")


def build_parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    parser = _Parser(prog="assistant", description="Answers questions about a program by quoting its own documents.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    build = commands.add_parser("build", help="build the index from a folder of documents")
    build.add_argument("corpus", nargs="?", type=Path, help="folder of documents (setting corpus)")
    build.add_argument("--watch", action="store_true", help="build again whenever a document changes")
    build.set_defaults(run=_build)

    sync = commands.add_parser("sync", help="fetch, build, report what changed; pages that fail a check wait")
    sync.add_argument("corpus", nargs="?", type=Path, help="folder of documents (setting corpus)")
    sync.add_argument(
        "--sources", type=Path, metavar="FILE", help="which pages to fetch (sources.toml, if there is one)"
    )
    sync.add_argument("--no-fetch", action="store_true", help="take the corpus as it is")
    sync.add_argument("--questions", type=Path, metavar="FILE.jsonl", help="known questions (setting known_questions)")
    sync.add_argument("--approve", action="append", metavar="DOC_ID", help="let a page go live that waits; all: each")
    sync.add_argument("--dry-run", action="store_true", help="report only, of the corpus as it is; fetches nothing")
    sync.add_argument("--allow-private", action="store_true", help="fetch from this machine and the local network too")
    sync.add_argument("--json", action="store_true", help="print the report as JSON")
    sync.set_defaults(run=_sync)

    fetch = commands.add_parser("fetch", help="fetch a program's web pages into the corpus")
    fetch.add_argument("urls", nargs="*", metavar="URL", help="pages to fetch; without any, those of the sources")
    fetch.add_argument("--into", type=Path, metavar="CORPUS/PROGRAM", help="the program's folder, with addresses")
    fetch.add_argument("--depth", type=int, default=0, metavar="N", help="how many links to follow, with addresses")
    fetch.add_argument("--contact", help="address that sites are told to complain to (setting contact_email)")
    fetch.add_argument(
        "--sources", type=Path, default=Path("sources.toml"), metavar="FILE", help="which pages (sources.toml)"
    )
    fetch.add_argument("--allow-private", action="store_true", help="fetch from this machine and the local network too")
    fetch.add_argument("--json", action="store_true", help="print the report as JSON")
    fetch.set_defaults(run=_fetch)

    ask = commands.add_parser("ask", help="answer one question, or a file of them")
    ask.add_argument("question", nargs="?", help="the question")
    ask.add_argument(
        "--batch", type=Path, metavar="FILE.jsonl", help="one question object a line; '-' is standard input"
    )
    ask.add_argument("--program", help="ask only this program's documents")
    ask.add_argument("--json", action="store_true", help="print the answer as JSON")
    ask.add_argument(
        "--explain", action="store_true", help="say why: the passages found, what became of each, the confidence"
    )
    ask.set_defaults(run=_ask)

    search = commands.add_parser("search", help="show the passages found for a question, with their scores")
    search.add_argument("question")
    search.add_argument("-k", type=int, default=10, metavar="N", help="how many passages (default 10)")
    search.add_argument("--program", help="search only this program's documents")
    search.add_argument("--json", action="store_true", help="print the passages as JSON")
    search.set_defaults(run=_search)

    timeline = commands.add_parser("timeline", help="what opens, closes and happens, as the documents give it")
    timeline.add_argument("--program", help="only this program's documents")
    timeline.add_argument("--json", action="store_true", help="print the timeline as JSON")
    timeline.add_argument("--ics", type=Path, metavar="FILE", help="write a calendar file, to be imported")
    timeline.set_defaults(run=_timeline)

    checklist = commands.add_parser("checklist", help="the documents that an application needs, with their rules")
    checklist.add_argument("--program", help="the program, where there are several")
    checklist.add_argument("--json", action="store_true", help="print the checklist as JSON")
    checklist.add_argument("--markdown", type=Path, metavar="FILE", help="write it as Markdown with boxes to tick")
    checklist.set_defaults(run=_checklist)

    eligibility = commands.add_parser("eligibility", help="go through the requirements, one question at a time")
    eligibility.add_argument("--program", help="the program, where there are several")
    eligibility.add_argument("--json", action="store_true", help="ask nothing; print the first question as JSON")
    eligibility.set_defaults(run=_eligibility)

    evaluate = commands.add_parser("evaluate", help="measure the answers to labelled questions")
    evaluate.add_argument("questions", type=Path, metavar="QUESTIONS.jsonl", help="one labelled question a line")
    evaluate.add_argument("--json", action="store_true", help="print the figures as JSON")
    evaluate.add_argument("--report", type=Path, metavar="DIR", help="write a page of figures, curves, worst cases")
    evaluate.add_argument("--answers", type=Path, metavar="FILE.jsonl", help="write the answers, to compare them later")
    evaluate.add_argument(
        "--compare", type=Path, nargs=2, metavar=("OLD.jsonl", "NEW.jsonl"), help="compare two such files; asks nothing"
    )
    evaluate.set_defaults(run=_evaluate)

    lint = commands.add_parser("lint", help="say what to mend in the documents, each with place and quote")
    lint.add_argument("--program", help="only this program's documents")
    lint.add_argument("--check", action="append", metavar="NAME", help="only this check; may be given several times")
    lint.add_argument("--list", action="store_true", help="list the checks")
    lint.add_argument(
        "--questions", type=Path, metavar="FILE.jsonl", help="known questions: find sections that none leads to"
    )
    lint.add_argument("--json", action="store_true", help="print what was found as JSON")
    lint.add_argument("--html", type=Path, metavar="FILE", help="write a page of it")
    lint.set_defaults(run=_lint)

    verify = commands.add_parser("verify", help="check that every hash, count and slice of the index holds")
    verify.set_defaults(run=_verify)

    versions = commands.add_parser("versions", help="list the versions of the index, or go back to an earlier one")
    versions.add_argument("--roll-back", metavar="VERSION", help="make this version the live one")
    versions.add_argument("--json", action="store_true", help="print them as JSON")
    versions.set_defaults(run=_versions)

    mail = commands.add_parser("mail", help="draft replies to e-mails; nothing is sent")
    mail.add_argument("paths", nargs="*", metavar="PATH", help=".eml or mbox file, or folder; '-' is standard input")
    mail.add_argument("--imap", action="store_true", help="the mails of the account in the setting imap_account")
    mail.add_argument("--days", type=int, default=14, metavar="N", help="with --imap, how old at most (default 14)")
    mail.add_argument("--out", type=Path, metavar="DIR", help="folder for the drafts (setting drafts)")
    mail.add_argument("--program", help="ask only this program's documents")
    mail.add_argument("--dry-run", action="store_true", help="print the drafts; write nothing")
    mail.add_argument("--json", action="store_true", help="print what became of each mail as JSON")
    mail.set_defaults(run=_mail)

    mcp = commands.add_parser("mcp", help="let other assistants ask, over the Model Context Protocol")
    mcp.set_defaults(run=_mcp)

    add_desk(commands)
    add_report(commands)

    serve = commands.add_parser("serve", help="start the web application")
    serve.add_argument("--host", help="address to listen on (setting host)")
    serve.add_argument("--port", type=int, help="port to listen on (setting port)")
    serve.set_defaults(run=_serve)

    with_index = (
        build,
        sync,
        ask,
        search,
        timeline,
        checklist,
        eligibility,
        evaluate,
        lint,
        verify,
        versions,
        mail,
        mcp,
        serve,
    )
    for command in with_index:
        command.add_argument("--index", type=Path, metavar="DIR", help="folder of the index (setting index)")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; 0 done, 1 the answer is no, 2 a usage error or one that the user can mend."""
    options = build_parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except AssistantError as error:
        print(f"assistant: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("assistant: stopped; an index that was live still is.", file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        # The reader of our output has gone; Python would complain again while closing it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _build(options: argparse.Namespace) -> int:
    if options.watch:
        from assistant.cli.syncing import build_at_each_change

        return build_at_each_change(options, lambda: _build_once(options))
    return _build_once(options)


def _build_once(options: argparse.Namespace) -> int:
    from assistant.embedding import open_embedder
    from assistant.index import build_index

    settings = settings_of(options)
    with ProgressBars() as bars:
        report = build_index(
            settings.corpus,
            settings.index,
            open_embedder(settings.embedding_model),
            passage_tokens=settings.passage_tokens,
            max_bytes=int(settings.file_megabytes * 1_000_000),
            progress=bars.show,
        )
    for doc_id, reason in report.skipped:
        print(f"left out {doc_id!r}: {reason}", file=sys.stderr)
    rate = f", {report.embedded / report.embedding_seconds:,.0f} passages/s" if report.embedded else ""
    state = "built" if report.changed else "unchanged"
    print(
        f"{state} {report.version}: {report.documents:,} documents, {report.passages:,} passages, "
        f"{report.embedded:,} embedded, {len(report.skipped)} left out, {report.seconds:.1f} s{rate}"
    )
    return DONE


def _sync(options: argparse.Namespace) -> int:
    from assistant.cli.syncing import sync_index

    return sync_index(options)


def _fetch(options: argparse.Namespace) -> int:
    from assistant.cli.fetching import fetch_pages

    return fetch_pages(options)


def _ask(options: argparse.Namespace) -> int:
    from assistant.cli.asking import ask

    return ask(options)


def _search(options: argparse.Namespace) -> int:
    from assistant.cli.asking import search

    return search(options)


def _timeline(options: argparse.Namespace) -> int:
    from assistant.cli.helping import show_timeline

    return show_timeline(options)


def _checklist(options: argparse.Namespace) -> int:
    from assistant.cli.helping import show_checklist

    return show_checklist(options)


def _eligibility(options: argparse.Namespace) -> int:
    from assistant.cli.helping import ask_eligibility

    return ask_eligibility(options)


def _evaluate(options: argparse.Namespace) -> int:
    from assistant.cli.evaluating import evaluate

    return evaluate(options)


def _lint(options: argparse.Namespace) -> int:
    from assistant.cli.linting import lint_documents

    return lint_documents(options)


def _verify(options: argparse.Namespace) -> int:
    from assistant.index import current_version, verify_index

    folder = settings_of(options).index
    version = current_version(folder)
    problems = verify_index(folder)
    for problem in problems:
        print(problem)
    found = f"{len(problems)} problem{'s' if len(problems) > 1 else ''}"
    print(f"{version}: {found if problems else 'every hash, count and slice holds'}")
    return NO if problems else DONE


def _versions(options: argparse.Namespace) -> int:
    from assistant.cli.versions import show_versions

    return show_versions(options)


def _mail(options: argparse.Namespace) -> int:
    from assistant.cli.mailing import draft_replies

    return draft_replies(options)


def _mcp(options: argparse.Namespace) -> int:
    from assistant.cli.mcp import serve_tool

    return serve_tool(options)


def _serve(options: argparse.Namespace) -> int:
    from assistant.web import serve

    serve(settings_of(options))
    return DONE
