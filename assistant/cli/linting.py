"""The command that says what to mend in the documents."""

import argparse
import datetime
import json
import sys

from assistant.cli.helping import write_file
from assistant.cli.opening import open_assistant, settings_of
from assistant.cli.showing import ProgressBars
from assistant.errors import AssistantError, QuestionError
from assistant.index import Index, load_newest_good
from assistant.linting import (
    CHECKS,
    FEWEST_QUESTIONS,
    OF_QUESTIONS,
    Reach,
    Severity,
    findings_to_html,
    findings_to_json,
    findings_to_text,
    lint,
    read_gone,
)
from assistant.settings import Settings

CLEAN, MISLEADING = 0, 1
_NO_QUESTIONS = "it needs questions that applicants ask; give a file of them with --questions"


def lint_documents(options: argparse.Namespace) -> int:
    """Lints the indexed documents, of one program or of all; 1 when something in them misleads applicants."""
    if options.list:
        print("\n".join(f"{name}: {finds}" for name, finds in CHECKS.items()))
        return CLEAN
    _check(options)
    settings = settings_of(options)
    index, reach = _opened(options, settings)
    if options.program is not None and options.program not in index.programs:
        raise QuestionError(
            f"Program {options.program[:80]!r} has no documents; "
            f"the programs are {', '.join(map(repr, index.programs)) or 'none'}; name one or leave it out."
        )
    held = index.documents.values()
    documents = [one for one in held if options.program is None or one.program in (options.program, None)]
    today = settings.today or datetime.date.today()
    not_read = index.manifest.skipped
    findings = lint(
        documents,
        today,
        checks=options.check,
        files=[*index.documents, *(file for file, _ in not_read)],
        gone=read_gone(settings.corpus),
        reach=reach,
    )
    not_checked = _not_checked(options, {document.program for document in documents}, reach)
    read_in_part = [(document.doc_id, remark) for document in documents for remark in document.remarks]
    if options.html is not None:
        page = findings_to_html(
            findings,
            title=settings.title,
            today=today,
            not_read=not_read,
            read_in_part=read_in_part,
            not_checked=not_checked,
        )
        write_file(options.html, page.encode())
    if options.json:
        table = {
            "findings": findings_to_json(findings),
            "not_read": [{"file": file, "reason": reason} for file, reason in not_read],
            "read_in_part": [{"doc_id": doc_id, "remark": remark} for doc_id, remark in read_in_part],
            "not_checked": [{"check": check, "reason": reason} for check, reason in not_checked],
        }
        print(json.dumps(table, ensure_ascii=False, indent=2))
    elif options.html is None:
        print(findings_to_text(findings))
        for file, reason in not_read:
            print(f"not read: {file}: {reason}")
        for doc_id, remark in read_in_part:
            print(f"read in part: {doc_id}: {remark}")
        for check, reason in not_checked:
            print(f"not checked: {check}: {reason}")
    return MISLEADING if any(finding.severity is Severity.ERROR for finding in findings) else CLEAN


def _check(options: argparse.Namespace) -> None:
    """Refuses options that do not go together.

    :raises AssistantError: the check that needs questions is asked for without them, or they without it.
    """
    if options.check and (OF_QUESTIONS in options.check) != (options.questions is not None):
        raise AssistantError(
            f"--questions and --check {OF_QUESTIONS} belong together: that check alone asks questions; "
            "give both or neither."
        )


def _opened(options: argparse.Namespace, settings: Settings) -> tuple[Index, Reach | None]:
    """The index and, if there are questions, where they lead in it."""
    if options.questions is not None:
        return _asked(options)
    index, damage = load_newest_good(settings.index)
    if damage:
        print(f"assistant: warning: {damage} Until then version {index.version} is linted.", file=sys.stderr)
    return index, None


def _asked(options: argparse.Namespace) -> tuple[Index, Reach]:
    from assistant.evaluation import read_known_questions

    cases = [
        case
        for case in read_known_questions(options.questions)
        if options.program is None or case.question.program in (options.program, None)
    ]
    if len(cases) < FEWEST_QUESTIONS:
        of_program = f" for program {options.program[:80]!r}" if options.program else ""
        raise AssistantError(
            f"{str(options.questions)!r} holds {len(cases)} questions{of_program}; it takes {FEWEST_QUESTIONS} to tell "
            "which sections nobody asks for; add some or leave it out."
        )
    assistant = open_assistant(options)
    for case in cases:
        try:
            assistant.check(case.question)
        except QuestionError as error:
            raise QuestionError(f"Line {case.line} of {str(options.questions)!r}: {error}") from None
    answers = []
    with ProgressBars() as bars:
        for done, case in enumerate(cases, start=1):
            answers.append(assistant.ask(case.question))
            bars.show("asking", done, len(cases))
    return assistant.index, Reach.of(answers)


def _not_checked(options: argparse.Namespace, programs: set[str | None], reach: Reach | None) -> list[tuple[str, str]]:
    """Which checks were not made, with the reason."""
    if options.check and OF_QUESTIONS not in options.check:
        return []
    if reach is None:
        return [(OF_QUESTIONS, _NO_QUESTIONS)]
    few = {program: reach.questions(program) for program in programs if reach.questions(program) < FEWEST_QUESTIONS}
    return [
        (OF_QUESTIONS, f"program {program!r} has {count} known questions; at least {FEWEST_QUESTIONS} are needed")
        for program, count in sorted(few.items(), key=str)
    ]
