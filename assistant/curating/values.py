"""Approved answers as values, and the checks that every one passes, whoever wrote it."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.documents.builder import normalise
from assistant.errors import AssistantError

MOST_TEXT = 4000
MOST_QUOTES = 3
"""As many as an answer has citations."""
MOST_PHRASINGS = 50
_LEAST_QUOTE = 12
"""Characters; shorter ones ("Yes.") stand in any document."""
_ID = r"[a-z0-9][a-z0-9-]{0,79}"


class Status(StrEnum):
    """Only what is live is shown; what is in review waits for the office, what is retired is kept and not used."""

    LIVE = "live"
    REVIEW = "review"
    RETIRED = "retired"


class EditedMeanwhileError(AssistantError):
    """An answer that somebody else has written since it was read; nothing was written over."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote under an answer: ``quote == document.text[start:end]`` when it was approved.

    ``start`` and ``end`` are None in a file written by hand, until it is saved again.
    """

    doc_id: str
    quote: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Curated:
    """An answer that the office wrote or approved.

    ``id`` is the name of its file. ``program`` is None where it holds for all. ``phrasings`` are other ways to ask
    ``question``. ``text`` is the office's own, at most `MOST_TEXT` characters, paragraphs apart by an empty line.
    ``quotes`` are 1 to `MOST_QUOTES` places in the documents that it rests on.
    """

    id: str
    program: str | None
    question: str
    phrasings: tuple[str, ...]
    text: str
    quotes: tuple[Quoted, ...]
    approved_by: str
    approved_on: datetime.date
    status: Status = Status.LIVE

    @property
    def wordings(self) -> tuple[str, ...]:
        """The question and its other phrasings."""
        return (self.question, *self.phrasings)


def paragraphs(text: str) -> str:
    """The text without invisible characters, each paragraph apart from the next by an empty line."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "\n\n".join(filter(None, (normalise(part) for part in re.split(r"\n[^\S\n]*\n", plain))))


def on_one_line(text: str) -> str:
    """The text without invisible characters, on one line."""
    return normalise(text).replace("\n", " ")


def _holds_a_word(text: str) -> str:
    if not any(character.isalnum() for character in text):
        raise ValueError("it must have a letter or digit")
    return text


# A length is looked at before and after cleaning: a bound on work, and the rule.
def _line(most: int) -> Any:
    return Annotated[
        str,
        Field(max_length=4 * most),
        AfterValidator(on_one_line),
        AfterValidator(_holds_a_word),
        Field(max_length=most),
    ]


class _QuotedIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    document: _line(400)  # type: ignore[valid-type]
    quote: Annotated[str, Field(min_length=_LEAST_QUOTE, max_length=4000)]
    start: Annotated[int, Field(ge=0)] | None = None
    end: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _is_a_place(self) -> "_QuotedIn":
        if self.start is not None and self.end is not None and self.end - self.start == len(self.quote):
            return self
        if self.start is None and self.end is None:
            return self
        raise ValueError("start and end must be the quote's place in its document, or both be left out")


class _CuratedIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, Field(pattern=rf"^{_ID}$")]
    program: _line(200) | None = None  # type: ignore[valid-type]
    question: _line(1000)  # type: ignore[valid-type]
    phrasings: Annotated[list[_line(1000)], Field(max_length=MOST_PHRASINGS)] = []  # type: ignore[valid-type]
    text: Annotated[
        str,
        Field(max_length=4 * MOST_TEXT),
        AfterValidator(paragraphs),
        AfterValidator(_holds_a_word),
        Field(max_length=MOST_TEXT),
    ]
    quotes: Annotated[list[_QuotedIn], Field(min_length=1, max_length=MOST_QUOTES)]
    approved_by: _line(200)  # type: ignore[valid-type]
    approved_on: datetime.date
    status: Status = Status.LIVE


def make_curated(values: Mapping[str, Any]) -> Curated:
    """The answer with these values, by the names of `Curated`; a quote is ``document``, ``quote``, ``start``, ``end``.

    Repeated phrasings are dropped. Whether the quotes stand in the documents is not looked at here.

    :raises AssistantError: a value breaks its rule.
    """
    try:
        given = _CuratedIn.model_validate(dict(values))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part)[:40] for part in first["loc"]) or "the whole"
        value = first["input"] if isinstance(first["input"], str | int | float) else type(first["input"]).__name__
        raise AssistantError(
            f"Approved answer {str(values.get('id'))[:80]!r}: {place} is {str(value)[:60]!r}: "
            f"{first['msg'].removeprefix('Value error, ')}; mend that value."
        ) from None
    phrasings = dict.fromkeys(phrasing for phrasing in given.phrasings if phrasing != given.question)
    return Curated(
        id=given.id,
        program=given.program,
        question=given.question,
        phrasings=tuple(phrasings),
        text=given.text,
        quotes=tuple(Quoted(one.document, one.quote, one.start, one.end) for one in given.quotes),
        approved_by=given.approved_by,
        approved_on=given.approved_on,
        status=given.status,
    )
