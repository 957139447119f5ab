"""The command that measures the answers to labelled questions, and compares two such measurements."""

import argparse
import json
from typing import Any

from assistant import evaluation
from assistant.cli.opening import open_assistant
from assistant.cli.showing import ProgressBars
from assistant.errors import AssistantError

DONE = 0


def evaluate(options: argparse.Namespace) -> int:
    """Asks the questions and prints the figures, or compares two files of answers."""
    if options.compare is not None:
        return _compare(options)
    cases = evaluation.read_cases(options.questions)
    assistant = open_assistant(options)
    with ProgressBars() as bars:
        found = evaluation.evaluate(cases, assistant, progress=bars.show)
    _print_either(options, evaluation.evaluation_text(found), evaluation.evaluation_to_json(found))
    if options.answers is not None:
        evaluation.write_answers(found, options.answers)
    if options.report is not None:
        evaluation.write_report(found, options.report)
    return DONE


def _compare(options: argparse.Namespace) -> int:
    if options.answers is not None or options.report is not None:
        raise AssistantError(
            "--compare goes with neither --answers nor --report: it asks nothing; leave out one or the other."
        )
    cases = evaluation.read_cases(options.questions)
    old, new = (evaluation.read_answers(path, cases) for path in options.compare)
    found = evaluation.compare(cases, old, new)
    _print_either(options, evaluation.comparison_text(found), evaluation.comparison_to_json(found))
    return DONE


def _print_either(options: argparse.Namespace, text: str, table: dict[str, Any]) -> None:
    print(json.dumps(table, ensure_ascii=False, indent=2) if options.json else text)
