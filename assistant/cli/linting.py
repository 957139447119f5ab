"""The command that says what to mend in the documents."""

import argparse
import datetime
import json

from assistant.cli.helping import write_file
from assistant.cli.opening import settings_of
from assistant.errors import QuestionError
from assistant.index import load_newest_good
from assistant.linting import CHECKS, Severity, findings_to_html, findings_to_json, findings_to_text, lint

CLEAN, MISLEADING = 0, 1


def lint_documents(options: argparse.Namespace) -> int:
    """Lints the indexed documents, of one program or of all; 1 when something in them misleads applicants."""
    if options.list:
        print("\n".join(f"{name}: {finds}" for name, finds in CHECKS.items()))
        return CLEAN
    settings = settings_of(options)
    index, _ = load_newest_good(settings.index)
    if options.program is not None and options.program not in index.programs:
        raise QuestionError(
            f"Program {options.program[:80]!r} has no documents; "
            f"the programs are {', '.join(map(repr, index.programs)) or 'none'}; name one or leave it out."
        )
    held = index.documents.values()
    documents = [one for one in held if options.program is None or one.program in (options.program, None)]
    today = settings.today or datetime.date.today()
    findings = lint(documents, today, checks=options.check)
    if options.html is not None:
        write_file(options.html, findings_to_html(findings, title=settings.title, today=today).encode())
    if options.json:
        print(json.dumps(findings_to_json(findings), ensure_ascii=False, indent=2))
    elif options.html is None:
        print(findings_to_text(findings))
        for doc_id, reason in index.manifest.skipped:
            print(f"not read: {doc_id}: {reason}")
        for document in documents:
            for remark in document.remarks:
                print(f"read in part: {document.doc_id}: {remark}")
    return MISLEADING if any(finding.severity is Severity.ERROR for finding in findings) else CLEAN
