"""Puts the web application together."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.cors import CORSMiddleware

from assistant import __version__
from assistant.assistant import Assistant
from assistant.desk import Desk
from assistant.errors import AssistantError
from assistant.settings import Settings
from assistant.web.api import api_routes
from assistant.web.chat import mount_chat
from assistant.web.checklist import checklist_routes
from assistant.web.describing import about, describe
from assistant.web.faq import faq_routes
from assistant.web.guard import Guard
from assistant.web.help_api import help_routes
from assistant.web.limiting import Limiting, Limits
from assistant.web.live import Live
from assistant.web.logs import RequestLog, RouteNote
from assistant.web.metrics import Metrics
from assistant.web.office import office_routes
from assistant.web.operation import operation_routes
from assistant.web.pages import STATIC
from assistant.web.passage import passage_routes
from assistant.web.pdf_page import PagePictures, page_routes
from assistant.web.problems import show_problems
from assistant.web.theme import theme_routes
from assistant.web.timeline import timeline_routes
from assistant.web.visits import Visits
from assistant.web.widget import widget_routes


def create_app(assistant: Assistant, settings: Settings, *, desk: Desk | None = None) -> FastAPI:
    """The application that serves one assistant: REST interface, passages, and the chat at ``/``.

    With a `desk`, whose assistant it must be, there are records and, where its password is set, the console.

    :raises AssistantError: the console is wanted and cannot be opened, or the logo cannot be read.
    """
    live = Live(_answering(desk) if desk else lambda: assistant)
    metrics = Metrics()
    metrics.watch(live, desk)
    pictures = PagePictures(settings.corpus, max_bytes=int(settings.file_megabytes * 1_000_000))
    visits = Visits(settings)
    app = FastAPI(
        title=settings.title,
        version=__version__,
        docs_url=None,
        redoc_url=None,
        **about(settings),
    )
    app.state.live = live
    describe(app, lambda: live.now().assistant.programs)
    show_problems(app, metrics)
    records = desk.records if desk else None
    app.include_router(api_routes(live, metrics, records))
    app.include_router(operation_routes(live, metrics, desk))
    app.include_router(help_routes(live))
    app.include_router(faq_routes(live))
    app.include_router(timeline_routes(live, visits))
    app.include_router(checklist_routes(live, visits))
    app.include_router(passage_routes(live, visits, pictures))
    app.include_router(page_routes(live, pictures, visits))
    app.include_router(theme_routes(visits.theme))
    app.include_router(widget_routes(live, settings, visits))
    if desk is not None:
        app.include_router(office_routes(desk))
    if desk is not None and settings.console_password_hash is not None:
        _console()(app, desk, settings, settings.console_password_hash)
    app.add_api_route("/manifest.json", lambda: _manifest(settings, visits.theme.icon), include_in_schema=False)
    app.mount("/site", StaticFiles(directory=STATIC), name="site")
    app.add_middleware(RouteNote)
    limits = Limits(
        questions_per_minute=settings.questions_per_minute,
        questions_per_day=settings.questions_per_day,
        visitor_questions_per_day=settings.visitor_questions_per_day,
    )
    app.add_middleware(Limiting, limits=limits, visits=visits)
    # Also where no site is allowed: without this middleware on the parent, Gradio answers every origin.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.allowed_sites,
        allow_methods=["GET", "POST"],
        allow_headers=["Content-Type"],
        expose_headers=["Retry-After"],
    )
    app.add_middleware(
        Guard,
        allowed_sites=settings.allowed_sites,
        trusted_proxies=settings.trusted_proxies,
        failed=lambda: metrics.count_error("internal"),
    )
    app.add_middleware(RequestLog, metrics=metrics)
    # Last, since the chat takes every path that no route before it has taken.
    mount_chat(app, live, settings, visits, metrics, limits, records)
    return app


def _answering(desk: Desk) -> Callable[[], Assistant]:
    """Gives the desk's assistant of the moment; it keeps no other, which would keep an old index in memory."""
    return lambda: desk.assistant


def _console() -> Callable[[FastAPI, Desk, Settings, str], None]:
    try:
        from assistant.web.console import mount_console
    except ModuleNotFoundError as error:
        raise AssistantError(
            f"console_password_hash is set, and the console needs {error.name}, which is not installed; install it: "
            "pip install 'program-assistant[desk]'."
        ) from None
    return mount_console


def _manifest(settings: Settings, icon: str) -> dict[str, Any]:
    return {
        "name": settings.title,
        "icons": [{"src": icon, "sizes": "any"}],
        "start_url": "/",
        "display": "browser",
    }
