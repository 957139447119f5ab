"""What programs get from the REST interface, the client and the tool of `assistant mcp`: an answer, or an error."""

from pydantic import BaseModel, ConfigDict, Field

from assistant.types import Fate, Outcome


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


class OfferOut(BaseModel):
    """A question like the one asked, which the program office has answered."""

    id: str = Field(description="The approved answer's.")
    question: str = Field(description="Asked as it stands, with the same `program`, it gets that answer.")


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
    offered: list[OfferOut] = Field(
        default_factory=list,
        description="Only where the program office has answered a similar question: likest first, at most three.",
    )
    explanation: ExplanationOut | None = Field(default=None, description="Only with `explain`: why it is that answer.")


class ErrorDetail(BaseModel):
    """What went wrong."""

    code: str = Field(description="One short name for each kind of error, such as `invalid_question`.")
    message: str = Field(description="One line: the value, the rule, the remedy.")


class Problem(BaseModel):
    """The body of every answer that is not a success."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "error": {
                        "code": "invalid_question",
                        "message": "The question '' is empty; a question has at least one word; "
                        "type what you want to know.",
                    }
                }
            ]
        }
    )

    error: ErrorDetail
