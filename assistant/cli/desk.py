"""The commands of the program office's desk: the console's password, the records, the office's own answers."""

import argparse
import getpass
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cli.opening import settings_of
from assistant.errors import AssistantError, IndexDamagedError

if TYPE_CHECKING:
    from assistant.recording.records import Records

DONE, LOOK_AT_IT = 0, 1


def add_desk(commands: "argparse._SubParsersAction[Any]") -> None:
    """Adds the command and its own commands to the parser."""
    desk = commands.add_parser("desk", help="the program office's desk: password, records, approved answers")
    chores = desk.add_subparsers(dest="chore", required=True, metavar="CHORE")
    password = chores.add_parser("password", help="ask for a password; print its hash for console_password_hash")
    password.set_defaults(run=make_password)
    purge = chores.add_parser("purge", help="delete what was recorded more than record_days days ago")
    purge.set_defaults(run=purge_records)
    export = chores.add_parser("export", help="print all that is recorded of a session, as JSON")
    export.add_argument("session")
    export.set_defaults(run=export_session)
    erase = chores.add_parser("erase", help="delete all that is recorded of a session")
    erase.add_argument("session")
    erase.set_defaults(run=erase_session)
    answers = chores.add_parser("answers", help="check the office's approved answers; export or import them")
    answers.add_argument("--export", type=Path, metavar="FILE.csv|DIR", help="write them as CSV or as Markdown files")
    answers.add_argument("--import", type=Path, dest="take", metavar="FILE.csv|FILE.md|DIR", help="take answers over")
    answers.add_argument("--index", type=Path, metavar="DIR", help="folder of the index (setting index)")
    answers.set_defaults(run=look_at_answers)


def make_password(_: argparse.Namespace) -> int:
    """Asks twice, and prints the hash."""
    try:
        from assistant.web.console.access import hash_password
    except ModuleNotFoundError as error:
        raise AssistantError(
            f"The console needs {error.name}, which is not installed; install it: "
            "pip install 'program-assistant[desk]'."
        ) from None
    password = getpass.getpass("Password of the console: ")
    if getpass.getpass("Once more: ") != password:
        raise AssistantError("The two passwords differ; both must be the same; try again.")
    hashed = hash_password(password)
    print("Set this, in single quotes since it holds dollar signs:", file=sys.stderr)
    print(f"ASSISTANT_CONSOLE_PASSWORD_HASH='{hashed}'")
    return DONE


def purge_records(options: argparse.Namespace) -> int:
    """Deletes what is too old."""
    deleted = _records(options).purge()
    print(f"deleted {deleted.questions:,} questions and {deleted.hand_offs:,} messages")
    return DONE


def export_session(options: argparse.Namespace) -> int:
    """Prints a session."""
    print(json.dumps(_records(options).export(options.session), ensure_ascii=False, indent=2))
    return DONE


def erase_session(options: argparse.Namespace) -> int:
    """Deletes a session."""
    deleted = _records(options).erase(options.session)
    print(f"deleted {deleted.questions:,} questions and {deleted.hand_offs:,} messages")
    return DONE


def look_at_answers(options: argparse.Namespace) -> int:
    """Takes answers over, writes them out, and says which have to be looked at; 1 when some have."""
    from assistant.curating import after_check, check, export_csv, export_markdown, import_answers, read_folder, save
    from assistant.index import load_newest_good

    settings = settings_of(options)
    index, damage = load_newest_good(settings.index)
    if damage:  # An answer must not be put aside because of an older version of the documents.
        raise IndexDamagedError(damage)
    if options.take is not None:
        report = import_answers(options.take, settings.curated, index)
        print(f"{len(report.added)} added, {len(report.changed)} changed, {len(report.unchanged)} as they were")
        for refusal in report.refused:
            print(f"refused: {refusal}")
    folder = read_folder(settings.curated)
    for stored in folder.stored.values():
        checked = after_check(stored.curated, index)
        if checked != stored.curated:
            save(settings.curated, checked, seen=stored.digest)
    answers = [stored.curated for stored in read_folder(settings.curated).stored.values()]
    if options.export is not None:
        write = export_csv if options.export.suffix == ".csv" else export_markdown
        print(f"{write(answers, options.export)} written to {str(options.export)!r}")
    findings = check(answers, index)
    for finding in findings:
        print(f"{finding.id}: {finding.text}")
    for problem in folder.problems:
        print(problem)
    print(f"{len(answers)} approved answers, {len(findings) + len(folder.problems)} to look at")
    return LOOK_AT_IT if findings or folder.problems else DONE


def _records(options: argparse.Namespace) -> "Records":
    from assistant.recording import open_records

    records = open_records(settings_of(options))
    if records is None:
        raise AssistantError(
            "Nothing is recorded; that is on when record_to names a database; set ASSISTANT_RECORD_TO."
        )
    return records
