"""The REST interface to timelines, checklists and interviews."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from assistant.answers import checklist_to_json, interview_to_json, timeline_to_json
from assistant.assistant import Assistant
from assistant.checklists import RuleKind
from assistant.eligibility import Reply, interview
from assistant.guiding import Guide
from assistant.web.api import CitationOut
from assistant.web.problems import Problem

_REFUSED: dict[int | str, dict[str, Any]] = {422: {"model": Problem, "description": "There is no such program"}}
_Program = Annotated[str | None, Query(max_length=200, description="Only this program's documents.")]


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


def help_routes(assistant: Assistant, guide: Guide) -> APIRouter:
    """The routes for programs, not for people."""
    routes = APIRouter(prefix="/api/v1", tags=["help"])
    version = assistant.index_version

    @routes.get("/timeline", response_model=TimelineOut, responses=_REFUSED, summary="What opens, closes and happens")
    def give_timeline(program: _Program = None) -> dict[str, Any]:
        return timeline_to_json(guide.timeline(program or None), index_version=version)

    @routes.get("/checklist", response_model=ChecklistOut, responses=_REFUSED, summary="The documents to send")
    def give_checklist(program: _Program = None) -> dict[str, Any]:
        return checklist_to_json(guide.checklist(program or None), index_version=version)

    @routes.post("/eligibility", response_model=InterviewOut, responses=_REFUSED, summary="The eligibility questions")
    def go_on(replies: InterviewIn) -> dict[str, Any]:
        found = interview(guide.requirements(replies.program or None), replies.replies)
        return interview_to_json(found, index_version=version)

    return routes
