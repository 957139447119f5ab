"""The program office's console: server-rendered pages behind one password, in no frame and in no cache."""

from collections.abc import Callable

from fastapi import APIRouter, FastAPI
from fastapi.responses import Response
from starlette.requests import Request

from assistant.desk import Desk
from assistant.settings import Settings
from assistant.web.console.access import Access
from assistant.web.console.answer_files import answer_file_routes
from assistant.web.console.answers import answers_routes
from assistant.web.console.documents import documents_routes
from assistant.web.console.drafts import drafts_routes
from assistant.web.console.explain import explain_routes
from assistant.web.console.frame import Frame, SignInNeeded
from assistant.web.console.messages import messages_routes
from assistant.web.console.overview import overview_routes
from assistant.web.console.questions import questions_routes
from assistant.web.console.trouble import nowhere_routes, show_trouble
from assistant.web.console.versions import versions_routes

_PAGES: tuple[Callable[[Desk, Settings, Frame], APIRouter], ...] = (
    overview_routes,
    questions_routes,
    messages_routes,
    answers_routes,
    answer_file_routes,
    drafts_routes,
    documents_routes,
    versions_routes,
    explain_routes,
)


def mount_console(app: FastAPI, desk: Desk, settings: Settings, password_hash: str) -> None:
    """Adds the console's pages to the application.

    :raises AssistantError: the hash is none that `hash_password` gave.
    """
    frame = Frame(Access(password_hash), title=settings.title)

    @app.exception_handler(SignInNeeded)
    async def _ask_to_sign_in(request: Request, _: SignInNeeded) -> Response:
        return await frame.sign_in_needed(request)

    show_trouble(app, frame)
    app.include_router(frame.routes())
    for routes in _PAGES:
        app.include_router(routes(desk, settings, frame))
    app.include_router(nowhere_routes(frame))
