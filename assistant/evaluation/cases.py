"""Files from outside -> labelled questions and answers given to them, or one line that says why not."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StrictBool, ValidationError

from assistant.errors import AssistantError, QuestionError
from assistant.questions import parse_question_line
from assistant.types import Outcome, Question

_Model = TypeVar("_Model", bound=BaseModel)
_SHAPE = 'it looks like {"id": "...", "question": "...", "answerable": true, "gold": ["..."]}; mend that field'
_ANSWER_SHAPE = "it is a line of evaluate --answers or of ask --batch --explain; write the file again with one of them"


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what is known about its answer.

    ``line`` is where it stands in its file, from 1. ``gold`` are texts that answer, ``passages`` ids of documents
    that do, ``url`` the page that does. ``unanswerable`` is not always the opposite of ``answerable``: a question
    labelled otherwise, such as "underspecified", is neither. ``kind`` is the group it is reported in, None without.
    """

    line: int
    id: str
    question: Question
    answerable: bool
    unanswerable: bool
    gold: tuple[str, ...]
    passages: tuple[str, ...]
    url: str | None
    kind: str | None


class GivenCitation(BaseModel):
    """What is needed of a citation to judge it."""

    model_config = ConfigDict(extra="ignore", frozen=True, title="Citation")

    quote: str
    doc_id: str
    url: str | None = None


class GivenHit(BaseModel):
    """What is needed of a ranked passage to judge it."""

    model_config = ConfigDict(extra="ignore", frozen=True, title="Hit")

    doc_id: str


class GivenAnswer(BaseModel):
    """An answer as JSON carries it.

    ``withheld`` are the citations that would have been shown had the answer not been refused; None when that is not
    known, or when it was not refused. ``timings_ms`` are milliseconds by step, with ``total``.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, title="Answer")

    id: str | None = None
    outcome: Outcome
    confidence: Annotated[float, Field(ge=0, le=1)]
    citations: tuple[GivenCitation, ...]
    withheld: tuple[GivenCitation, ...] | None = None
    hits: tuple[GivenHit, ...] | None = None
    timings_ms: dict[str, float] = Field(default_factory=dict)


class _MaybeLabels(BaseModel):
    """The keys of a labelled question that a question does not have."""

    model_config = ConfigDict(extra="ignore")

    answerable: StrictBool | None = None
    gold: list[str] = Field(default_factory=list)
    passages: list[str] | None = None
    url: str | None = None
    label: str | None = None
    kind: str | None = None


class _Labels(_MaybeLabels):
    """Those of a question that figures are made of."""

    answerable: StrictBool


def read_cases(path: Path) -> tuple[Case, ...]:
    """The labelled questions of a JSON-lines file; one without an id is called ``line-`` and its line.

    :raises AssistantError: the file cannot be read, holds no question, or a line is wrong.
    """
    return _read(path, _Labels)


def read_known_questions(path: Path) -> tuple[Case, ...]:
    """As `read_cases`, but a question need have no labels: it is then neither answerable nor unanswerable.

    :raises AssistantError: the file cannot be read, holds no question, or a line is wrong.
    """
    return _read(path, _MaybeLabels)


def _read(path: Path, model: type[_MaybeLabels]) -> tuple[Case, ...]:
    cases: dict[str, Case] = {}
    for number, line in _lines(path):
        case = _case(number, line, path, model)
        if case.id in cases:
            raise AssistantError(
                f"Line {number} of {str(path)!r}: id {case.id!r} was given on line {cases[case.id].line} too; "
                "each question has an id of its own; rename one."
            )
        cases[case.id] = case
    if not cases:
        raise AssistantError(
            f"File {str(path)!r} holds no question; an evaluation needs one labelled question a line; add some."
        )
    return tuple(cases.values())


def read_answers(path: Path, cases: Sequence[Case]) -> tuple[GivenAnswer, ...]:
    """The answers of a JSON-lines file to the cases, in the order of the cases.

    :raises AssistantError: the file cannot be read, a line is wrong, or a case has no answer.
    """
    answers = {}
    for number, line in _lines(path):
        answer = _checked(GivenAnswer, line, f"Line {number} of {str(path)!r}: the answer", _ANSWER_SHAPE)
        answers[answer.id] = answer
    missing = [case.id for case in cases if case.id not in answers]
    if missing:
        raise AssistantError(
            f"File {str(path)!r} lacks {len(missing)} of {len(cases)} answers, the first to {missing[0]!r}; both files "
            "must answer every question, by its id; write them with: assistant evaluate QUESTIONS --answers FILE."
        )
    return tuple(answers[case.id] for case in cases)


def _case(number: int, line: str, path: Path, model: type[_MaybeLabels]) -> Case:
    place = f"Line {number} of {str(path)!r}"
    try:
        question = parse_question_line(line)
    except QuestionError as error:
        raise QuestionError(f"{place}: {error}") from None
    labels = _checked(model, line, f"{place}: the labelled question", _SHAPE)
    return Case(
        line=number,
        id=question.id or f"line-{number}",
        question=question,
        answerable=bool(labels.answerable),
        unanswerable=labels.label == "unanswerable" if labels.label else labels.answerable is False,
        gold=tuple(labels.gold),
        passages=tuple(labels.passages or ()),
        url=labels.url,
        kind=labels.kind or labels.label,
    )


def _checked(model: type[_Model], line: str, what: str, shape: str) -> _Model:
    """The line as the model.

    :raises AssistantError: it is not JSON, or not of the model's shape.
    """
    try:
        return model.model_validate(json.loads(line))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the whole line"
        raise AssistantError(f"{what} is wrong at {place}: {first['msg']}; {shape}.") from None
    except (ValueError, RecursionError):
        raise AssistantError(f"{what} {line[:60]!r} is not JSON; {shape}.") from None


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, each with its number from 1."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AssistantError(
            f"File {str(path)!r} cannot be read ({error}); it is a UTF-8 file of JSON lines; mend it."
        ) from None
    return ((number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip())
