"""The office's approved answers as schema.org FAQPage, for the program's own pages and for search engines."""

import hashlib
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Header, Query
from fastapi.responses import JSONResponse, Response
from jinja2.utils import htmlsafe_json_dumps

from assistant.curating import Curated, CuratedAssistant
from assistant.index import Index
from assistant.types import Document
from assistant.web.live import Live
from assistant.web.models import FaqAnswerOut, FaqPageOut, FaqQuestionOut, FaqSourceOut
from assistant.web.pages import web_link
from assistant.web.problems import failures

_KEPT = "public, max-age=300"  # seconds; what the office retires is gone everywhere soon after


class JsonLdResponse(JSONResponse):
    """JSON-LD, in which no character can end a script element."""

    media_type = "application/ld+json"

    def render(self, content: object) -> bytes:
        """The bytes to send."""
        return htmlsafe_json_dumps(content).encode()


def faq_routes(live: Live) -> APIRouter:
    """The route for web teams; an assistant without approved answers has an empty page."""
    routes = APIRouter()

    @routes.get(
        "/api/v1/faq.jsonld",
        summary="The office's approved answers as schema.org FAQPage",
        tags=["questions"],
        description="Those that hold now; it may be put into a script element as it is.",
        response_class=JsonLdResponse,
        response_model=FaqPageOut,
        responses={
            304: {"description": "Unchanged since the `If-None-Match` that was sent"},
            **failures(422, 429, 503),
        },
    )
    def give_faq(
        program: Annotated[
            str | None, Query(max_length=200, description="Only what is true of this program, with what is of all.")
        ] = None,
        if_none_match: Annotated[str | None, Header(description="The `ETag` of an earlier answer.")] = None,
    ) -> Response:
        assistant = live.now().assistant
        assistant.documents(program or None)  # Refuses a program that is not there.
        curated = assistant.curated if isinstance(assistant, CuratedAssistant) else None
        answers = [one for one in curated.shown if not program or one.program in (program, None)] if curated else []
        index = assistant.index if curated is None else curated.index
        response = JsonLdResponse(faq_page(answers, index).model_dump(by_alias=True, exclude_none=True))
        tag = f'"{hashlib.sha256(response.body).hexdigest()[:32]}"'
        headers = {"ETag": tag, "Cache-Control": _KEPT}
        known = {one.strip().removeprefix("W/") for one in (if_none_match or "").split(",")}
        if known & {tag, "*"}:
            return Response(status_code=304, headers=headers)
        response.headers.update(headers)
        return response

    return routes


def faq_page(answers: Sequence[Curated], index: Index) -> FaqPageOut:
    """The answers, which must rest on documents of the index, in the order of their ids."""
    return FaqPageOut(mainEntity=[_question(one, index) for one in sorted(answers, key=lambda one: one.id)])


def _question(curated: Curated, index: Index) -> FaqQuestionOut:
    documents = {quoted.doc_id: index.document(quoted.doc_id) for quoted in curated.quotes}
    return FaqQuestionOut(
        name=curated.question,
        acceptedAnswer=FaqAnswerOut(
            text=curated.text,
            dateCreated=curated.approved_on.isoformat(),
            citation=[_source(document) for document in documents.values()],
        ),
    )


def _source(document: Document) -> FaqSourceOut:
    return FaqSourceOut(name=document.title, url=web_link(document.url))
