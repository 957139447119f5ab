"""The objects of the REST interface besides questions, answers and errors."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.checklists import RuleKind
from assistant.contract import CitationOut
from assistant.eligibility import Reply


class PassageOut(BaseModel):
    """A piece of a document with what stands around it; `text` is exactly the document's text from `start` to `end`."""

    doc_id: str
    program: str | None
    title: str
    section: str
    url: str | None
    start: int
    end: int
    before: str
    text: str
    after: str
    characters: int = Field(description="The length of the whole document.")
    index_version: str


class HealthOut(BaseModel):
    """How the service is; `degraded` means that it answers, but somebody should look at it."""

    status: Literal["ok", "degraded"]
    reasons: tuple[str, ...] = Field(description="What somebody should look at.")
    index_version: str
    built_at: str = Field(description="When the index was built, ISO 8601.")
    index_age_seconds: int
    last_reload: str | None = Field(description="When another index was last taken over without a restart, ISO 8601.")
    documents_updated: Annotated[list[str], Field(min_length=2, max_length=2)] | None = Field(
        description="The oldest and the newest date the documents give."
    )
    programs: list[str]


class ReadyOut(BaseModel):
    """Given only by a server that can be asked."""

    status: Literal["ready"]
    index_version: str


class TimelineItemOut(BaseModel):
    """Something that opens, closes or happens, with the words that say so."""

    uid: str = Field(description="Stays the same when the date is changed.")
    event: Literal["opens", "closes", "happens"]
    state: Literal["past", "now", "upcoming", "unknown"] = Field(description="As seen from `today`.")
    first: str | None = Field(description="First day, ISO 8601; null where the words leave a doubt.")
    last: str | None
    time: str | None
    zone: str | None = Field(description="As the document writes it; null where it names none.")
    days: int | None = Field(description="Days from today; negative in the past.")
    when: str = Field(description="The date's words: the document's text from `date_start` to `date_end`.")
    date_start: int
    date_end: int
    cycle: str | None = Field(description="The admission cycle, term or year it belongs to, as written.")
    cycle_is_past: bool
    problems: list[str] = Field(description="What is doubtful, such as a date without its year.")
    citation: CitationOut
    also: list[CitationOut] = Field(description="Other places that say the same.")


class TimelineOut(BaseModel):
    """The items by date, those without one after them."""

    today: str
    items: list[TimelineItemOut]
    index_version: str


class RuleOut(BaseModel):
    """A rule about a document to send."""

    kind: RuleKind
    citation: CitationOut


class ChecklistItemOut(BaseModel):
    """A document to send."""

    key: str
    name: str = Field(description="In the documents' words.")
    need: Literal["required", "optional", "conditional", "on_request"]
    condition: str | None
    rules: list[RuleOut]
    citation: CitationOut
    also: list[CitationOut]


class GapOut(BaseModel):
    """What the checklist may lack, such as a list that is announced and does not follow."""

    text: str
    citation: CitationOut


class ChecklistOut(BaseModel):
    """The documents that an application needs, as far as the program's documents say."""

    items: list[ChecklistItemOut]
    gaps: list[GapOut]
    not_wanted: list[CitationOut]
    general: list[CitationOut] = Field(description="How documents are sent, whichever they are.")
    where: list[CitationOut]
    index_version: str


class InterviewIn(BaseModel):
    """The replies so far, by the key of what was asked."""

    program: str | None = Field(default=None, max_length=200)
    replies: dict[str, Reply] = Field(default_factory=dict, max_length=200)


class AskedOut(BaseModel):
    """A question of the interview, with the rule it comes from."""

    key: str
    question: str
    citation: CitationOut


class AnsweredOut(BaseModel):
    """A question and what was replied."""

    key: str
    question: str
    reply: Reply


class FindingOut(BaseModel):
    """Where a requirement stands."""

    state: str = Field(description="met, not_met, open or not_applicable.")
    kind: str | None = Field(description="The applicants it is for, in the documents' words; null: all.")
    citation: CitationOut
    also: list[CitationOut] = Field(description="Other places that state the same.")
    answers: list[AnsweredOut]


class RemarkOut(BaseModel):
    """What the questions cannot settle, such as a rule that refers to another page."""

    text: str
    citation: CitationOut | None


class InterviewOut(BaseModel):
    """The next question, or none when the interview is over; never a decision."""

    next: AskedOut | None
    done: int
    total: int = Field(description="At most so many questions.")
    findings: list[FindingOut]
    summary: str
    remarks: list[RemarkOut]
    index_version: str


class _Schema(BaseModel):
    """An object of schema.org; fields are named as it names them."""

    model_config = ConfigDict(validate_by_name=True, serialize_by_alias=True)


class FaqSourceOut(_Schema):
    """A document that an answer rests on."""

    type: Literal["CreativeWork"] = Field(default="CreativeWork", alias="@type")
    name: str
    url: str | None = None


class FaqAnswerOut(_Schema):
    """The program office's own words, in plain text."""

    type: Literal["Answer"] = Field(default="Answer", alias="@type")
    text: str
    dateCreated: str = Field(description="When the office approved it, ISO 8601.")
    citation: list[FaqSourceOut]


class FaqQuestionOut(_Schema):
    """A question and its one answer."""

    type: Literal["Question"] = Field(default="Question", alias="@type")
    name: str
    acceptedAnswer: FaqAnswerOut


class FaqPageOut(_Schema):
    """A schema.org FAQPage."""

    context: Literal["https://schema.org"] = Field(default="https://schema.org", alias="@context")
    type: Literal["FAQPage"] = Field(default="FAQPage", alias="@type")
    mainEntity: list[FaqQuestionOut]
