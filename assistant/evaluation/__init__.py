"""Labelled questions -> figures: how good the answers are, how sure that is, and what a change made of them.

``cases`` are the files, ``judging`` what one answer is worth, ``figures`` what all are worth, ``asking`` the run,
``compare`` two runs; ``printing`` shows them as text and JSON, ``report`` as a page with the drawings of ``charts``.
"""

from assistant.evaluation.asking import Evaluation, ask_cases, evaluate, write_answers
from assistant.evaluation.cases import Case, GivenAnswer, read_answers, read_cases, read_known_questions
from assistant.evaluation.compare import Comparison, compare, mcnemar
from assistant.evaluation.figures import Estimate
from assistant.evaluation.printing import (
    comparison_text,
    comparison_to_json,
    evaluation_text,
    evaluation_to_json,
)
from assistant.evaluation.report import report_html, write_report

__all__ = [
    "Case",
    "Comparison",
    "Estimate",
    "Evaluation",
    "GivenAnswer",
    "ask_cases",
    "compare",
    "comparison_text",
    "comparison_to_json",
    "evaluate",
    "evaluation_text",
    "evaluation_to_json",
    "mcnemar",
    "read_answers",
    "read_cases",
    "read_known_questions",
    "report_html",
    "write_answers",
    "write_report",
]
