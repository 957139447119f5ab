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
from assistant.guiding import Guide
from assistant.settings import Settings
from assistant.web.api import api_routes
from assistant.web.chat import mount_chat
from assistant.web.checklist import checklist_routes
from assistant.web.guard import Guard
from assistant.web.help_api import help_routes
from assistant.web.metrics import Metrics
from assistant.web.office import office_routes
from assistant.web.pages import STATIC
from assistant.web.passage import passage_routes
from assistant.web.pdf_page import PagePictures, page_routes
from assistant.web.problems import show_problems
from assistant.web.timeline import timeline_routes


def create_app(assistant: Assistant, settings: Settings, *, desk: Desk | None = None) -> FastAPI:
    """The application that serves one assistant: REST interface, passages, and the chat at ``/``.

    With a `desk`, whose assistant it must be, there are records and, where its password is set, the console.

    :raises AssistantError: the console is wanted and cannot be opened.
    """
    metrics = Metrics()
    guide = Guide(assistant)
    pictures = PagePictures(settings.corpus, max_bytes=int(settings.file_megabytes * 1_000_000))
    app = FastAPI(
        title=settings.title,
        version=__version__,
        description="Answers questions about a program by quoting the program's own documents.",
        docs_url=None,
        redoc_url=None,
    )
    show_problems(app, metrics)
    records = desk.records if desk else None
    app.include_router(api_routes(assistant, metrics, records))
    app.include_router(help_routes(assistant, guide))
    app.include_router(timeline_routes(assistant, guide, settings))
    app.include_router(checklist_routes(assistant, guide, settings))
    app.include_router(passage_routes(assistant, settings, pictures))
    app.include_router(page_routes(assistant, pictures))
    if desk is not None:
        app.include_router(office_routes(desk))
    if desk is not None and settings.console_password_hash is not None:
        _console()(app, desk, settings, settings.console_password_hash)
    app.add_api_route("/manifest.json", lambda: _manifest(settings), include_in_schema=False)
    app.mount("/site", StaticFiles(directory=STATIC), name="site")
    # Also where no site is allowed: without this middleware on the parent, Gradio answers every origin.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.allowed_sites,
        allow_methods=["GET", "POST"],
        allow_headers=["Content-Type"],
    )
    app.add_middleware(Guard, allowed_sites=settings.allowed_sites)
    # Last, since the chat takes every path that no route before it has taken.
    mount_chat(app, assistant, guide, settings, metrics, records)
    return app


def _console() -> Callable[[FastAPI, Desk, Settings, str], None]:
    try:
        from assistant.web.console import mount_console
    except ModuleNotFoundError as error:
        raise AssistantError(
            f"console_password_hash is set, and the console needs {error.name}, which is not installed; install it: "
            "pip install 'program-assistant[desk]'."
        ) from None
    return mount_console


def _manifest(settings: Settings) -> dict[str, Any]:
    return {
        "name": settings.title,
        "icons": [{"src": "/site/icon.svg", "sizes": "any", "type": "image/svg+xml"}],
        "start_url": "/",
        "display": "browser",
    }
