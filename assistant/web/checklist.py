"""The documents an application needs, to be ticked off: a page, a Markdown file, and a card in the chat."""

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from assistant.assistant import Assistant
from assistant.checklists import ChecklistItem, Need, checklist_to_markdown
from assistant.guiding import Guide
from assistant.naming import program_name
from assistant.types import Citation
from assistant.web.live import Live
from assistant.web.pages import page
from assistant.web.passage import passage_link
from assistant.web.structure import quote_html
from assistant.web.tongues import language_of
from assistant.web.translating import ENGLISH, N_, Translator
from assistant.web.visits import Visits

# The kinds of rules, as `assistant.checklists` names them.
RULE_KINDS = (
    N_("format"),
    N_("length"),
    N_("layout"),
    N_("content"),
    N_("number"),
    N_("sender"),
    N_("place"),
    N_("time"),
    N_("condition"),
    N_("alternatives"),
    N_("other"),
)
_NEEDS = {
    Need.REQUIRED: "",
    Need.OPTIONAL: N_("optional"),
    Need.CONDITIONAL: N_("only for some"),
    Need.ON_REQUEST: N_("only when asked for"),
}


@dataclass(frozen=True, slots=True)
class Cited:
    """A quotation as it is shown, with the address of the page that shows where it stands, and its language."""

    lead_in: Markup | None
    quote: Markup
    place: str
    passage: str
    language: str


@dataclass(frozen=True, slots=True)
class Tick:
    """One document to tick off: what asks for it, and each rule with the words for what it is about."""

    item: ChecklistItem
    need: str
    asked: Cited
    rules: tuple[tuple[tuple[str, ...], Cited], ...]
    also: tuple[Cited, ...]


def checklist_routes(live: Live, visits: Visits) -> APIRouter:
    """The page and the file."""
    routes = APIRouter()

    @routes.get("/checklist", response_class=HTMLResponse, include_in_schema=False)
    def show_checklist(request: Request, program: Annotated[str | None, Query(max_length=200)] = None) -> HTMLResponse:
        served, visit = live.now(), visits.of(request)
        assistant, guide = served.assistant, served.guide
        several = len(guide.programs) > 1
        program = program or None if several else guide.one_program(program)
        return HTMLResponse(
            visit.page(
                "checklist.html",
                heading=_heading(program, visit.t),
                chosen=not several or program is not None,
                programs=[(name, program_name(name)) for name in guide.programs] if several else [],
                program=program,
                needs_one=True,
                query=f"?{urlencode({'program': program})}" if program else "",
                file=_file_address(program),
                **(_shown(assistant, guide, program) if program or not several else {}),
            ),
            headers=visit.headers,
        )

    @routes.get("/checklist.md", include_in_schema=False)
    def give_file(program: Annotated[str | None, Query(max_length=200)] = None) -> Response:
        guide = live.now().guide
        checklist = guide.checklist(program or None)
        return Response(
            checklist_to_markdown(checklist, title=_heading(guide.one_program(program or None), ENGLISH)),
            media_type="text/markdown; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="documents.md"'},
        )

    return routes


def checklist_card(assistant: Assistant, guide: Guide, program: str | None, t: Translator) -> Markup:
    """The checklist for the chat, with a link to the page that can be printed."""
    program = guide.one_program(program)
    return page(
        "checklist-card.html",
        t,
        heading=_heading(program, t),
        address=f"/checklist?{urlencode({'program': program})}" if program else "/checklist",
        file=_file_address(program),
        **_shown(assistant, guide, program),
    )


def cited(assistant: Assistant, citation: Citation) -> Cited:
    """The citation as it is shown."""
    document = assistant.document(citation.doc_id)
    lead_in = citation.lead_in
    return Cited(
        lead_in=quote_html(document, lead_in.start, lead_in.end) if lead_in else None,
        quote=quote_html(document, citation.start, citation.end),
        place=" › ".join(filter(None, (citation.title, citation.section.replace(" > ", " › ")))),
        passage=passage_link(citation.doc_id, citation.start, citation.end, citation.quote),
        language=language_of(document),
    )


def _shown(assistant: Assistant, guide: Guide, program: str | None) -> dict[str, Any]:
    checklist = guide.checklist(program)
    return {
        "ticks": [_tick(assistant, item) for item in checklist.items],
        "gaps": [(gap.text, cited(assistant, gap.citation)) for gap in checklist.gaps],
        "not_wanted": [cited(assistant, citation) for citation in checklist.not_wanted],
        "general": [cited(assistant, citation) for citation in checklist.general],
        "where": [cited(assistant, citation) for citation in checklist.where],
    }


def _tick(assistant: Assistant, item: ChecklistItem) -> Tick:
    kinds: dict[Citation, list[str]] = {}
    for rule in item.rules:
        kinds.setdefault(rule.citation, []).append(rule.kind.value)
    return Tick(
        item=item,
        need=_NEEDS[item.need],
        asked=cited(assistant, item.citation),
        rules=tuple((tuple(words), cited(assistant, citation)) for citation, words in kinds.items()),
        also=tuple(cited(assistant, citation) for citation in item.also),
    )


def _heading(program: str | None, t: Translator) -> str:
    words = t.gettext("Documents to send")
    return f"{words}: {program_name(program)}" if program else words


def _file_address(program: str | None) -> str:
    return "/checklist.md" + (f"?{urlencode({'program': program})}" if program else "")
