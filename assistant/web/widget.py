"""What other sites load: the script that puts the chat into their page, and the page that says how."""

import gzip
import hashlib
import json
import re
from base64 import b64encode
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from assistant.settings import Settings
from assistant.web.live import Live
from assistant.web.pages import STATIC
from assistant.web.problems import problem
from assistant.web.visits import Visits

_A_WHILE = "public, max-age=600"
_FOR_EVER = "public, max-age=31536000, immutable"
_MAX_SITE = 300  # characters of an address that is asked about


@dataclass(frozen=True, slots=True)
class Loader:
    """The script as it is sent: ``version`` changes with its content, ``integrity`` is what a page may hold it to."""

    text: bytes
    packed: bytes
    version: str
    integrity: str


def read_loader() -> Loader:
    """The loader of this release."""
    text = (STATIC / "widget.js").read_bytes()
    return Loader(
        text,
        gzip.compress(text, 9, mtime=0),
        hashlib.sha256(text).hexdigest()[:12],
        "sha384-" + b64encode(hashlib.sha384(text).digest()).decode(),
    )


def widget_routes(live: Live, settings: Settings, visits: Visits) -> APIRouter:
    """The loader, its self-test, and the page about both."""
    routes = APIRouter(include_in_schema=False)
    loader = read_loader()
    check = (STATIC / "embed-check.js").read_text("utf-8")

    @routes.api_route("/widget.js", methods=["GET", "HEAD"])
    def newest_loader(request: Request) -> Response:
        return _loader_response(request, loader, _A_WHILE)

    @routes.api_route("/widget/{version}.js", methods=["GET", "HEAD"])
    def pinned_loader(request: Request, version: str) -> Response:
        if version != loader.version:
            return problem(
                404,
                f"Loader {version[:40]!r} is not of this release, whose loader is {loader.version!r}; "
                "take the tag from /embed, or use /widget.js, which is always the newest.",
            )
        return _loader_response(request, loader, _FOR_EVER)

    @routes.get("/embed/check.js")
    def check_script(request: Request) -> Response:
        # It may be pasted into a console, so that it can't ask its own tag where it comes from.
        text = check.replace('"CHAT"', json.dumps(_origin(request)), 1)
        return Response(text, media_type="text/javascript", headers={"Cache-Control": "no-store"})

    @routes.get("/embed", response_class=HTMLResponse)
    def embed_page(request: Request, site: Annotated[str, Query(max_length=_MAX_SITE)] = "") -> HTMLResponse:
        chat = _origin(request)
        asked = origin_of(site)
        visit = visits.of(request)
        shown = visit.page(
            "embed.html",
            chat=chat,
            loader=loader,
            programs=live.now().assistant.programs,
            site=site,
            asked=asked,
            listed=asked in (chat, *(allowed.lower() for allowed in settings.allowed_sites)),
        )
        return HTMLResponse(shown, headers=visit.headers)

    return routes


def origin_of(address: str) -> str | None:
    """The origin of a page's address, as allowed_sites wants it; None if it has none."""
    address = address.strip()
    try:
        parts = urlsplit(address if "//" in address else f"https://{address}")
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or not re.fullmatch(r"[a-z0-9._-]+|[0-9a-f:.]+", host):
        return None
    host = f"[{host}]" if ":" in host else host
    default = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in (None, default) else "")


def _origin(request: Request) -> str:
    return str(request.base_url).rstrip("/")


def _loader_response(request: Request, loader: Loader, kept: str) -> Response:
    etag = f'"{loader.version}"'
    headers = {
        "Cache-Control": kept,
        "ETag": etag,
        "Vary": "Accept-Encoding",
        # An integrity hash is checked only on what every origin may read. There is nothing in it that is not public.
        "Access-Control-Allow-Origin": "*",
    }
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    packed = "gzip" in request.headers.get("accept-encoding", "")
    if packed:
        headers["Content-Encoding"] = "gzip"
    return Response(loader.packed if packed else loader.text, media_type="text/javascript", headers=headers)
