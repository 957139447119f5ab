"""The commands that ask: one question, a file of them, and a search without reading."""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.answers import answer_to_json
from assistant.cli.opening import open_assistant
from assistant.cli.showing import show_answer, show_hits
from assistant.errors import AssistantError, QuestionError
from assistant.explaining import explanation_text
from assistant.questions import make_question, parse_question_line

DONE = 0


def ask(options: argparse.Namespace) -> int:
    """Answers one question, or a file of them."""
    if (options.question is None) == (options.batch is None):
        raise AssistantError(
            "Give either a question or --batch FILE.jsonl: one of the two is needed; see assistant ask --help."
        )
    if options.batch is not None:
        return _ask_batch(options)
    question = make_question(options.question, program=options.program)
    assistant = open_assistant(options)
    answer = assistant.ask(question)
    explanation = assistant.explain(answer) if options.explain else None
    if options.json:
        print(json.dumps(answer_to_json(answer, explanation=explanation), ensure_ascii=False, indent=2))
    else:
        show_answer(answer)
        if explanation is not None:
            print(f"\n{explanation_text(explanation)}")
    return DONE


def _ask_batch(options: argparse.Namespace) -> int:
    """Every line is checked before the first is answered, so that a bad one costs no half-written output."""
    try:
        text = sys.stdin.read() if str(options.batch) == "-" else options.batch.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AssistantError(
            f"Batch {str(options.batch)!r} cannot be read ({error}); it is a UTF-8 file of JSON lines; mend it."
        ) from None
    questions = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            with _naming_line(number, options.batch):
                questions.append((number, parse_question_line(line)))
    assistant = open_assistant(options)
    for number, question in questions:
        with _naming_line(number, options.batch):
            assistant.check(question)
    for _, question in questions:
        answer = assistant.ask(question)
        explanation = assistant.explain(answer) if options.explain else None
        print(json.dumps(answer_to_json(answer, explanation=explanation), ensure_ascii=False))
    return DONE


@contextmanager
def _naming_line(number: int, batch: Path) -> Iterator[None]:
    try:
        yield
    except QuestionError as error:
        raise QuestionError(f"Line {number} of {str(batch)!r}: {error}") from None


def search(options: argparse.Namespace) -> int:
    """Shows the passages found for a question."""
    question = make_question(options.question, program=options.program)
    if not 1 <= options.k <= 1000:
        raise AssistantError(f"-k is {options.k}; between 1 and 1000 passages can be shown; choose another number.")
    hits = open_assistant(options).search(question, top_k=options.k)
    if options.json:
        rows = [
            {
                "doc_id": hit.passage.doc_id,
                "program": hit.passage.program,
                "section": " > ".join(hit.passage.section),
                "start": hit.passage.start,
                "end": hit.passage.end,
                "text": hit.passage.text,
                "score": hit.score,
                "components": hit.components,
            }
            for hit in hits
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        show_hits(hits)
    return DONE
