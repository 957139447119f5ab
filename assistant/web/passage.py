"""A document as a page of its own, with the quote marked where it stands."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from assistant.citing import block_at
from assistant.errors import DocumentError
from assistant.naming import program_name
from assistant.types import Document
from assistant.web.live import Live
from assistant.web.pages import web_link
from assistant.web.pdf_page import PagePictures, sheets
from assistant.web.problems import problem
from assistant.web.structure import document_html, fingerprint, place_of
from assistant.web.tongues import language_of
from assistant.web.translating import N_
from assistant.web.visits import Visit, Visits

_WHOLE_DOCUMENT = 200_000  # characters; of a longer document the part around the quote is shown
_AROUND = 20_000
_NEAR = 300
CHANGED = N_("This document has changed since; the quote no longer stands where it did.")


def passage_routes(live: Live, visits: Visits, pictures: PagePictures) -> APIRouter:
    """The page that shows a quote in its document."""
    routes = APIRouter()

    @routes.get("/passage/{doc_id:path}", response_class=HTMLResponse, include_in_schema=False)
    def show_passage(
        request: Request,
        doc_id: str,
        start: Annotated[int, Query(ge=0)] = 0,
        end: Annotated[int, Query(ge=0)] = 0,
        page_number: Annotated[int | None, Query(ge=1, alias="page")] = None,
        of: Annotated[str | None, Query(max_length=64)] = None,
    ) -> Response:
        visit = visits.of(request)
        try:
            document = live.now().assistant.document(doc_id)
        except DocumentError as error:
            if "text/html" not in request.headers.get("accept", ""):
                return problem(404, str(error), code="no_such_document")
            return HTMLResponse(visit.page("missing.html"), status_code=404, headers=visit.headers)
        shown = passage_page(document, start, end, page_number, pictures, visit, of=of)
        return HTMLResponse(shown, headers=visit.headers)

    return routes


def passage_page(
    document: Document,
    start: int,
    end: int,
    number: int | None,
    pictures: PagePictures,
    visit: Visit,
    *,
    of: str | None = None,
) -> Markup:
    """The page; a start and end that are not in the document mark nothing, nor do others than those `of` that print.

    Of a PDF the pages with the quote are shown above the text; without a quote, the page of that number.
    """
    length = len(document.text)
    mark = place_of(document, start, end, of)
    shown, remark = sheets(pictures, document, mark, number)
    part = None
    if length > _WHOLE_DOCUMENT:
        first = mark[0] if mark else document.pages[shown[0].number - 1] if shown else 0
        part = (max(0, first - _AROUND), min(length, first + _AROUND))
    source = web_link(document.url)
    if source and shown:
        source = f"{source.split('#')[0]}#page={shown[0].number}"
    opening = document.blocks[0] if document.blocks else None
    titled = opening is not None and document.text[opening.start : opening.end] == document.title
    return visit.page(
        "passage.html",
        document=document,
        language=language_of(document),
        program=program_name(document.program) if document.program else None,
        titled=titled,
        sheets=shown,
        remark=remark,
        browsing=f"/passage/{quote(document.doc_id, safe='/')}",
        content=document_html(document, mark=mark, part=part, name="quote-text" if shown else "quote"),
        marked=mark is not None,
        changed=CHANGED if of is not None and mark is None else None,
        whole=part is None,
        source=source,
    )


def passage_link(doc_id: str, start: int, end: int, quoted: str | None = None) -> str:
    """The address of the page that shows this passage, at the quote.

    With the words `quoted`, other words that stand there in a later version of the document will not be marked.
    """
    of = f"&of={fingerprint(quoted)}" if quoted else ""
    return f"/passage/{quote(doc_id, safe='/')}?start={start}&end={end}{of}#quote"


def surroundings(document: Document, start: int, end: int) -> tuple[int, int]:
    """Start and end of what is shown around a quote: whole blocks, a few hundred characters before and after it."""
    first, last = start, end
    for block in document.blocks:
        if block.end >= start - _NEAR and block.start <= start:
            first = min(first, block.start)
        if block.start <= end + _NEAR and block.end >= end:
            last = max(last, block.end)
    return max(first, start - 4 * _NEAR), min(last, end + 4 * _NEAR)


def heading_path(document: Document, offset: int) -> str:
    """The headings above the offset, outermost first."""
    block = block_at(document, offset)
    return " > ".join(block.section) if block else ""
