"""The command that says what to mend in the documents."""

import argparse
import datetime
import json
import sys

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
    index, damage = load_newest_good(settings.index)
    if damage:
        print(f"assistant: warning: {damage} Until then version {index.version} is linted.", file=sys.stderr)
    if options.program is not None and options.program not in index.programs:
        raise QuestionError(
            f"Program {options.program[:80]!r} has no documents; "
            f"the programs are {', '.join(map(repr, index.programs)) or 'none'}; name one or leave it out."
        )
    held = index.documents.values()
    documents = [one for one in held if options.program is None or one.program in (options.program, None)]
    today = settings.today or datetime.date.today()
    findings = lint(documents, today, checks=options.check)
    not_read = index.manifest.skipped
    read_in_part = [(document.doc_id, remark) for document in documents for remark in document.remarks]
    if options.html is not None:
        page = findings_to_html(
            findings, title=settings.title, today=today, not_read=not_read, read_in_part=read_in_part
        )
        write_file(options.html, page.encode())
    if options.json:
        table = {
            "findings": findings_to_json(findings),
            "not_read": [{"file": file, "reason": reason} for file, reason in not_read],
            "read_in_part": [{"doc_id": doc_id, "remark": remark} for doc_id, remark in read_in_part],
        }
        print(json.dumps(table, ensure_ascii=False, indent=2))
    elif options.html is None:
        print(findings_to_text(findings))
        for file, reason in not_read:
            print(f"not read: {file}: {reason}")
        for doc_id, remark in read_in_part:
            print(f"read in part: {doc_id}: {remark}")
    return MISLEADING if any(finding.severity is Severity.ERROR for finding in findings) else CLEAN
