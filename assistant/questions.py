"""What comes in from outside (a JSON line, a request, a chat box) -> Question, or one line that says why not."""

import json
import unicodedata
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import QuestionError
from assistant.types import Question, Turn

MAX_QUESTION_CHARACTERS = 1000
MAX_TURN_CHARACTERS = 8000
MAX_TURNS = 10


class QuestionIn(BaseModel):
    """A question as it travels; only ``question`` is required."""

    model_config = ConfigDict(extra="ignore", title="Question")

    question: str = Field(
        description=f"The question, 1 to {MAX_QUESTION_CHARACTERS} characters with a letter or digit among them.",
        # Said here and checked by `make_question`, whose words say more.
        json_schema_extra={"minLength": 1, "maxLength": MAX_QUESTION_CHARACTERS, "pattern": r"[\p{L}\p{N}]"},
    )
    id: str | None = Field(default=None, max_length=200, description="Returned unchanged with the answer.")
    history: list[Annotated[list[str], Field(min_length=2, max_length=2)]] = Field(
        default_factory=list, max_length=1000, description="Earlier turns, oldest first: [question, answer]."
    )
    program: str | None = Field(default=None, max_length=200, description="Ask only this program's documents.")


def make_question(
    text: str, *, history: tuple[Turn, ...] = (), program: str | None = None, question_id: str | None = None
) -> Question:
    """Checks and cleans a question; only the last turns of a long history are kept.

    :raises QuestionError: it is empty, has no letter or digit, or is longer than allowed.
    """
    cleaned = _clean(text)
    if not cleaned:
        raise QuestionError("The question '' is empty; a question has at least one word; type what you want to know.")
    if len(cleaned) > MAX_QUESTION_CHARACTERS:
        raise QuestionError(
            f"The question has {len(cleaned):,} characters; at most {MAX_QUESTION_CHARACTERS:,} are read; shorten it."
        )
    if not any(character.isalnum() for character in cleaned):
        raise QuestionError(
            f"The question {cleaned[:40]!r} has no letter or digit; a question has at least one word; "
            "type what you want to know."
        )
    turns = tuple(
        Turn(_clean(turn.question)[:MAX_TURN_CHARACTERS].rstrip(), _clean(turn.answer)[:MAX_TURN_CHARACTERS].rstrip())
        for turn in history[-MAX_TURNS:]
    )
    return Question(cleaned, turns, _clean(program) or None if program else None, question_id)


def parse_question(data: Any) -> Question:
    """A decoded JSON object -> Question.

    :raises QuestionError: it is not of the agreed shape, or `make_question` refuses it.
    """
    try:
        checked = QuestionIn.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the whole line"
        raise QuestionError(
            f"The question object is wrong at {place}: {first['msg']}; "
            'it looks like {"question": "...", "history": [["...", "..."]], "program": "..."}; mend that field.'
        ) from None
    turns = tuple(Turn(question, answer) for question, answer in checked.history)
    return make_question(checked.question, history=turns, program=checked.program, question_id=checked.id)


def parse_question_line(line: str) -> Question:
    """One line of JSON -> Question.

    :raises QuestionError: it is not JSON, or `parse_question` refuses it.
    """
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):  # Not JSON, or a number of thousands of digits.
        raise QuestionError(
            f"The line {line[:60]!r} is not JSON; each line is one question object; write it with a JSON library."
        ) from None
    return parse_question(data)


def _clean(text: str) -> str:
    """Composed, without control and invisible formatting characters, on one line."""
    visible = "".join(
        " " if character.isspace() else character
        for character in text[: 20 * MAX_QUESTION_CHARACTERS]
        if character.isspace() or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    return " ".join(unicodedata.normalize("NFC", visible).split())
