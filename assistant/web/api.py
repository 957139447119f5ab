"""The REST interface: the question and answer objects of the command line, over HTTP."""

import secrets
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, PlainTextResponse
from pydantic import BaseModel, Field

from assistant.answers import answer_to_json
from assistant.assistant import Assistant
from assistant.explaining import Fate
from assistant.questions import QuestionIn, parse_question
from assistant.recording import FrontEnd
from assistant.types import Outcome
from assistant.web.metrics import Metrics
from assistant.web.passage import heading_path, surroundings
from assistant.web.problems import Problem, problem

if TYPE_CHECKING:
    from assistant.recording.records import Records

MAX_PASSAGE_CHARACTERS = 20_000


class LeadInOut(BaseModel):
    """The words that introduce a quote which stands further down: a list's lead-in or a table's header row."""

    quote: str
    start: int
    end: int


class CitationOut(BaseModel):
    """A verbatim quotation: `quote` is exactly the document's text from `start` to `end`."""

    quote: str
    doc_id: str
    program: str | None
    title: str
    section: str = Field(description='The headings above the quote, outermost first, joined by " > ".')
    url: str | None
    page: int | None
    start: int
    end: int
    score: float
    link: str | None = Field(description="Leads to the quote itself in the source page.")
    lead_in: LeadInOut | None


class NoticeOut(BaseModel):
    """A remark set apart from the quotes, such as how old a document is."""

    kind: str
    text: str


class ContactOut(BaseModel):
    """Whom to ask when the documents do not say."""

    name: str | None
    email: str | None
    phone: str | None
    url: str | None


class SectionOut(BaseModel):
    """A place in the documents to look at."""

    doc_id: str
    program: str | None
    title: str
    section: str
    url: str | None
    start: int
    end: int


class HitOut(BaseModel):
    """A ranked passage, with the scores it was made of."""

    doc_id: str
    start: int
    end: int
    score: float
    components: dict[str, float]


class CandidateOut(BaseModel):
    """A passage that was found for the question, and what became of it."""

    rank: int = Field(description="From 1, best first.")
    doc_id: str
    title: str
    section: str
    start: int
    end: int
    score: float
    behind: float = Field(description="How far the score is behind the first one's.")
    components: dict[str, float]
    chance: float | None = Field(description="Probability that its likeliest statement answers; null if not read.")
    fate: Fate
    reason: str = Field(description="The same in plain words.")


class FigureOut(BaseModel):
    """One of the figures that the confidence is computed from."""

    name: str
    label: str
    value: float


class RewordedOut(BaseModel):
    """A word of the question, and what was searched for in its place or with it."""

    typed: str
    meant: str


class ExplanationOut(BaseModel):
    """Why an answer is what it is."""

    summary: str
    confidence: float
    threshold: float = Field(description="Below it, answers are withheld.")
    margin: float = Field(description="How far the confidence is above the threshold; negative where it misses it.")
    figures: list[FigureOut]
    candidates: list[CandidateOut]
    lead: float | None = Field(description="How far the second candidate is behind the first.")
    unknown: list[str] = Field(description="Words of the question that no document has.")
    corrected: list[RewordedOut]
    spelt_out: list[RewordedOut]
    parts: list[str] = Field(description="What became of each of several things asked.")


class PartOut(BaseModel):
    """One of several things that a question asks."""

    question: str = Field(description="In the applicant's words.")
    confidence: float = Field(ge=0, le=1, description="Calibrated probability that it is answered.")
    citations: list[int] = Field(description="Places in `citations`, from 0; none where the documents do not say.")


class ApprovalOut(BaseModel):
    """The program office's own words, approved once; not a quote."""

    id: str
    by: str
    on: str = Field(description="ISO 8601 date.")
    text: str


class AnswerOut(BaseModel):
    """An answer: quotations, or a plain statement that the documents do not say."""

    id: str | None
    question: str
    standalone_question: str
    outcome: Outcome
    answer: str = Field(description="The text to show: quotations, the question's words and fixed phrases.")
    citations: list[CitationOut] = Field(description="Best first, at most three.")
    parts: list[PartOut] = Field(description="How each of several things asked was answered; none where one was.")
    confidence: float = Field(ge=0, le=1, description="Calibrated probability that the citations answer the question.")
    notices: list[NoticeOut]
    suggestions: list[str] = Field(description="Questions that the documents can answer.")
    contact: ContactOut | None
    nearest: list[SectionOut] = Field(description="Where to look when the question is not answered.")
    index_version: str
    timings_ms: dict[str, float]
    hits: list[HitOut] = Field(default_factory=list, description="Only with `explain`: the ranked passages.")
    features: dict[str, float] = Field(
        default_factory=dict, description="Only with `explain`: what `confidence` is made of."
    )
    approved: ApprovalOut | None = Field(
        default=None, description="Only where the program office approved the answer: its own words."
    )
    explanation: ExplanationOut | None = Field(default=None, description="Only with `explain`: why it is that answer.")


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

    status: str
    message: str
    index_version: str
    built_at: str
    documents_updated: tuple[str, str] | None = Field(description="The oldest and the newest date the documents give.")
    programs: tuple[str, ...]


_FAILS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": text}
    for status, text in {
        403: "Sent from a page of a site that is not allowed",
        404: "There is no such document or page",
        413: "The body is too large",
        422: "Not a question, or not of the agreed shape",
        503: "The index cannot answer",
    }.items()
}


def api_routes(assistant: Assistant, metrics: Metrics, records: "Records | None" = None) -> APIRouter:
    """The routes for programs, not for people; every question is recorded as a session of its own."""
    routes = APIRouter()
    ask = metrics.counting(assistant.ask, channel="api")

    @routes.post(
        "/api/v1/ask",
        response_model=AnswerOut,
        response_model_exclude_unset=True,
        responses={status: _FAILS[status] for status in (403, 413, 422, 503)},
        summary="Ask a question",
        tags=["questions"],
    )
    def ask_question(
        question: QuestionIn,
        explain: Annotated[
            bool, Query(description="Add the passages found, what became of each, and what the confidence is made of.")
        ] = False,
    ) -> dict[str, Any]:
        answer = ask(parse_question(question.model_dump()))
        if records is not None:
            records.record(answer, session=secrets.token_urlsafe(16), front_end=FrontEnd.API)
        return answer_to_json(answer, explanation=assistant.explain(answer) if explain else None)

    @routes.get(
        "/api/v1/passages/{doc_id:path}",
        response_model=PassageOut,
        responses={status: _FAILS[status] for status in (404, 422)},
        summary="Read a piece of a document",
        tags=["documents"],
    )
    def read_passage(
        doc_id: str,
        start: Annotated[int, Query(ge=0, description="Offset of the first character.")] = 0,
        end: Annotated[
            int | None,
            Query(ge=1, description=f"Offset after the last one; at most {MAX_PASSAGE_CHARACTERS} after `start`."),
        ] = None,
    ) -> PassageOut | JSONResponse:
        document = assistant.document(doc_id)
        length = len(document.text)
        end = min(start + MAX_PASSAGE_CHARACTERS, length) if end is None else end
        if not start < end <= length or end - start > MAX_PASSAGE_CHARACTERS:
            return problem(
                422,
                f"The passage {start}-{end} is not in {doc_id!r}: it has {length} characters, of which at most "
                f"{MAX_PASSAGE_CHARACTERS} are given at once; give start < end within them.",
            )
        first, last = surroundings(document, start, end)
        return PassageOut(
            doc_id=document.doc_id,
            program=document.program,
            title=document.title,
            section=heading_path(document, start),
            url=document.url,
            start=start,
            end=end,
            before=document.text[first:start],
            text=document.text[start:end],
            after=document.text[end:last],
            characters=length,
            index_version=assistant.index_version,
        )

    @routes.get("/healthz", response_model=HealthOut, summary="How the service is", tags=["operation"])
    def health() -> HealthOut:
        trouble = records.trouble if records is not None else ""
        return HealthOut(
            status="degraded" if trouble else assistant.health.status,
            message=" ".join(filter(None, (assistant.health.message, trouble))),
            index_version=assistant.index_version,
            built_at=assistant.built_at,
            documents_updated=assistant.documents_updated,
            programs=assistant.programs,
        )

    @routes.get("/readyz", summary="Whether questions can be asked", tags=["operation"])
    def ready() -> dict[str, str]:
        # Without a sound index the application does not start, so that whoever gets this answer can ask.
        return {"status": "ready", "index_version": assistant.index_version}

    @routes.get("/metrics", response_class=PlainTextResponse, summary="Prometheus metrics", tags=["operation"])
    def read_metrics() -> PlainTextResponse:
        return PlainTextResponse(
            metrics.text(index_version=assistant.index_version), media_type="text/plain; version=0.0.4; charset=utf-8"
        )

    return routes
