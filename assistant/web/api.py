"""The REST interface: the question and answer objects of the command line, over HTTP."""

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Body, Path, Query
from fastapi.responses import JSONResponse

from assistant.answers import answer_to_json
from assistant.contract import AnswerOut
from assistant.questions import QuestionIn, parse_question
from assistant.recording import FrontEnd
from assistant.web.describing import DOC_ID, QUESTIONS
from assistant.web.live import Live
from assistant.web.metrics import Metrics
from assistant.web.models import PassageOut
from assistant.web.passage import heading_path, surroundings
from assistant.web.problems import failures, problem

if TYPE_CHECKING:
    from assistant.recording.records import Records

MAX_PASSAGE_CHARACTERS = 20_000


def api_routes(live: Live, metrics: Metrics, records: "Records | None" = None) -> APIRouter:
    """The routes for programs, not for people; every question is recorded as a session of its own."""
    routes = APIRouter()

    @routes.post(
        "/api/v1/ask",
        response_model=AnswerOut,
        response_model_exclude_unset=True,
        responses=failures(422, 429, 503),
        summary="Ask a question",
        tags=["questions"],
    )
    def ask_question(
        question: Annotated[QuestionIn, Body(openapi_examples=QUESTIONS)],
        explain: Annotated[
            bool, Query(description="Add the passages found, what became of each, and what the confidence is made of.")
        ] = False,
    ) -> dict[str, Any]:
        assistant = live.now().assistant
        asked = parse_question(question.model_dump())
        # As it came: a name of which cleaning leaves nothing must not ask all programs.
        assistant.check(replace(asked, program=question.program or None))
        answer = metrics.counting(assistant.ask, channel="api")(asked)
        if records is not None:
            records.record(answer, session=secrets.token_urlsafe(16), front_end=FrontEnd.API)
        return answer_to_json(answer, explanation=assistant.explain(answer) if explain else None)

    @routes.get(
        "/api/v1/passages/{doc_id:path}",
        response_model=PassageOut,
        responses=failures(404, 422, 429, 503),
        summary="Read a piece of a document",
        tags=["documents"],
    )
    def read_passage(
        doc_id: Annotated[str, Path(description="As in a citation: its path in the corpus.", examples=[DOC_ID])],
        start: Annotated[int, Query(ge=0, description="Offset of the first character.")] = 0,
        end: Annotated[
            int | None,
            Query(ge=1, description=f"Offset after the last one; at most {MAX_PASSAGE_CHARACTERS} after `start`."),
        ] = None,
    ) -> PassageOut | JSONResponse:
        assistant = live.now().assistant
        document = assistant.document(doc_id)
        length = len(document.text)
        end = min(start + MAX_PASSAGE_CHARACTERS, length) if end is None else end
        if not start < end <= length or end - start > MAX_PASSAGE_CHARACTERS:
            return problem(
                404,
                f"The passage {start}-{end} is not in {doc_id!r}: it has {length} characters, of which at most "
                f"{MAX_PASSAGE_CHARACTERS} are given at once; give start < end within them.",
                code="no_such_passage",
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

    return routes
