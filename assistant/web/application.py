"""Puts the web application together."""

from typing import Any

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.cors import CORSMiddleware

from assistant import __version__
from assistant.assistant import Assistant
from assistant.guiding import Guide
from assistant.settings import Settings
from assistant.web.api import api_routes
from assistant.web.chat import mount_chat
from assistant.web.checklist import checklist_routes
from assistant.web.guard import Guard
from assistant.web.help_api import help_routes
from assistant.web.metrics import Metrics
from assistant.web.pages import STATIC
from assistant.web.passage import passage_routes
from assistant.web.pdf_page import PagePictures, page_routes
from assistant.web.problems import show_problems
from assistant.web.timeline import timeline_routes


def create_app(assistant: Assistant, settings: Settings) -> FastAPI:
    """The application that serves one assistant: REST interface, passages, and the chat at ``/``."""
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
    app.include_router(api_routes(assistant, metrics))
    app.include_router(help_routes(assistant, guide))
    app.include_router(timeline_routes(assistant, guide, settings))
    app.include_router(checklist_routes(assistant, guide, settings))
    app.include_router(passage_routes(assistant, settings, pictures))
    app.include_router(page_routes(assistant, pictures))
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
    mount_chat(app, assistant, guide, settings, metrics)
    return app


def _manifest(settings: Settings) -> dict[str, Any]:
    return {
        "name": settings.title,
        "icons": [{"src": "/site/icon.svg", "sizes": "any", "type": "image/svg+xml"}],
        "start_url": "/",
        "display": "browser",
    }
