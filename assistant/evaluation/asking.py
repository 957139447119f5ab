"""Labelled questions, asked -> the evaluation."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from assistant.answers import answer_to_json
from assistant.assistant import Assistant
from assistant.citing import verify
from assistant.errors import AssistantError, QuestionError
from assistant.evaluation.cases import Case, GivenAnswer
from assistant.evaluation.figures import Estimate, Judged, by_kind, estimate
from assistant.evaluation.judging import judge
from assistant.types import Outcome

Progress = Callable[[str, int, int], None]
"""Called with the step, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of one run.

    ``rows`` are in the order of the questions, ``tables`` are the answers as JSON, one for each. ``kinds`` has the
    figures by kind of question, and is empty when no question has one; ``threshold`` is the refusal threshold.
    """

    rows: tuple[Judged, ...]
    tables: tuple[dict[str, Any], ...]
    figures: dict[str, Estimate]
    kinds: dict[str, dict[str, Estimate]]
    threshold: float
    index_version: str


def evaluate(cases: Sequence[Case], assistant: Assistant, *, progress: Progress | None = None) -> Evaluation:
    """Asks every question, and once more without refusal where the answer was refused.

    :raises QuestionError: a question names an unknown program.
    """
    for case in cases:
        _check(case, assistant)
    rows, tables = [], []
    for done, case in enumerate(cases, start=1):
        row, table = _ask(case, assistant)
        rows.append(row)
        tables.append(table)
        if progress is not None:
            progress("answering", done, len(cases))
    return Evaluation(
        rows=tuple(rows),
        tables=tuple(tables),
        figures=estimate(rows),
        kinds={kind: estimate(of_kind) for kind, of_kind in by_kind(rows).items()},
        threshold=assistant.refusal_threshold,
        index_version=assistant.index_version,
    )


def ask_cases(cases: Sequence[Case], assistant: Assistant) -> tuple[GivenAnswer, ...]:
    """The answers alone, in the order of the cases; a question about a program without documents is not answered."""
    return tuple(_given(case, assistant) for case in cases)


def write_answers(evaluation: Evaluation, path: Path) -> None:
    """One answer a line, as ``ask --batch --explain`` prints it, with the citations that were withheld.

    :raises AssistantError: the file cannot be written.
    """
    text = "".join(json.dumps(table, ensure_ascii=False) + "\n" for table in evaluation.tables)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise AssistantError(
            f"Answers {str(path)!r} cannot be written ({error}); it is a file in a folder that exists; name another."
        ) from None


def _ask(case: Case, assistant: Assistant) -> tuple[Judged, dict[str, Any]]:
    question = replace(case.question, id=case.id)
    answer = assistant.ask(question)
    table = answer_to_json(answer, explain=True)
    if answer.outcome is not Outcome.ANSWERED:
        table["withheld"] = [asdict(citation) for citation in assistant.without_refusal().ask(question).citations]
    given = GivenAnswer.model_validate(table)
    verified = tuple(verify(citation, assistant.document(citation.doc_id)) for citation in answer.citations)
    return Judged(case, given, judge(case, given), verified), table


def _given(case: Case, assistant: Assistant) -> GivenAnswer:
    try:
        return GivenAnswer.model_validate(answer_to_json(assistant.ask(replace(case.question, id=case.id))))
    except QuestionError:
        return GivenAnswer(id=case.id, outcome=Outcome.NOT_FOUND, confidence=0.0, citations=())


def _check(case: Case, assistant: Assistant) -> None:
    """Before the first question is asked, so that a bad one does not cost the time of the others.

    :raises QuestionError: the assistant would refuse to take the question.
    """
    try:
        assistant.check(case.question)
    except QuestionError as error:
        raise QuestionError(f"Line {case.line} of the questions: {error}") from None
