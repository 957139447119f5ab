"""Stands before every route: security headers, body size, origins, and what may reach Gradio."""

import logging
import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.problems import http_problem, problem

MAX_BODY_BYTES = 64 * 1024
_READING = {"GET", "HEAD"}
_FORWARDED = re.compile(rb"forwarded|x-forwarded-.*|x-original-.*|x-real-ip")
# What the chat page itself asks of Gradio. The rest (uploads, its proxy, files, streams, monitoring, saved runs, a
# second way to call functions that passes the queue by) has no use here, and has had most of its advisories.
_CHAT_PATHS = re.compile(
    r"/|/config/?|/theme\.css|/favicon\.ico|/robots\.txt|/(?:assets|static)/.*"
    r"|/gradio_api/(?:queue/(?:join|data)|heartbeat/[^/]+|startup-events|info/?|theme\.css|cancel|reset/?)"
)
_CONSOLE_PATHS = re.compile(r"/console(?:/|\Z)")
_log = logging.getLogger(__name__)


class Guard:
    """ASGI middleware around the whole application.

    ``allowed_sites`` are the origins, besides our own, that may show the chat in a frame and send requests.
    """

    def __init__(self, app: ASGIApp, *, allowed_sites: Iterable[str] = ()) -> None:
        self._app = app
        self._allowed = frozenset(site.lower() for site in allowed_sites)
        self._headers = _security_headers(sorted(self._allowed))
        self._console_headers = _console_headers(self._headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers the request itself, or passes it on without what nobody can vouch for."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # No proxy is known, so that anyone may have written these.
        scope = {**scope, "headers": [pair for pair in scope["headers"] if not _FORWARDED.fullmatch(pair[0].lower())]}
        answer = _Sender(send, self._console_headers if _CONSOLE_PATHS.match(scope["path"]) else self._headers)
        headers = Headers(scope=scope)
        if scope["method"] not in _READING and not self._origin_is_known(headers):
            refusal = problem(
                403, f"Origin {headers['origin'][:200]!r} may not send requests; allowed_sites lists those that may."
            )
            await refusal(scope, receive, answer)
            return
        body = b"" if scope["method"] in _READING else await _read_body(headers, receive)
        if body is None:
            refusal = problem(
                413, f"The body is larger than {MAX_BODY_BYTES} bytes; a question is far smaller; shorten it."
            )
            await refusal(scope, receive, answer)
            return
        try:
            await self._app(scope, _replay(body, receive) if scope["method"] not in _READING else receive, answer)
        except Exception:
            _log.exception("%s %s failed", scope["method"], scope["path"])
            if answer.started:
                raise
            await problem(500, "Something failed here; the log of the server says what.")(scope, receive, answer)

    def _origin_is_known(self, headers: Headers) -> bool:
        """True without an Origin (no browser sent it from a page), from our own host, and from allowed sites."""
        origin = headers.get("origin")
        if origin is None or origin.lower() in self._allowed:
            return True
        return bool(host := urlsplit(origin).netloc) and host.lower() == headers.get("host", "").lower()


def only_chat_paths(gradio: ASGIApp, routes: Sequence[BaseRoute]) -> ASGIApp:
    """Gradio's application with everything cut off that the chat page does not need.

    ``routes`` are the application's other routes: a path of theirs that comes here was asked for with a wrong method.
    """

    async def limited(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or _CHAT_PATHS.fullmatch(scope["path"]):
            await gradio(scope, receive, send)
            return
        known = any(route.matches(scope)[0] is Match.PARTIAL for route in routes)
        response = http_problem(Request(scope), HTTPException(405 if known else 404))
        await response(scope, receive, send)

    return limited


class _Sender:
    """Puts the security headers on the response and remembers whether it has begun."""

    def __init__(self, send: Send, headers: dict[str, str]) -> None:
        self._send = send
        self._headers = headers
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            for name, value in self._headers.items():
                headers[name] = value
        await self._send(message)


def _security_headers(sites: list[str]) -> dict[str, str]:
    policy = {
        "default-src": "'self'",
        "script-src": "'self'",
        # Gradio sets styles on elements; scripts are held to our own files.
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": " ".join(["'self'", *sites]),
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), clipboard-write=(self)",
    }


def _console_headers(headers: dict[str, str]) -> dict[str, str]:
    """Those of the console: never in a frame, kept by nobody, without Gradio's exceptions."""
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return headers | {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex",
    }


async def _read_body(headers: Headers, receive: Receive) -> bytes | None:
    """The whole body, or None as soon as it is known to be too large."""
    length = headers.get("content-length", "0")
    if not length.isascii() or not length.isdigit() or int(length) > MAX_BODY_BYTES:
        return None
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            break
        body += message.get("body", b"")
        if len(body) > MAX_BODY_BYTES:
            return None
        more = message.get("more_body", False)
    return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives the body that was read, then goes on with what the server has to say."""
    given = False

    async def replayed() -> Message:
        nonlocal given
        if not given:
            given = True
            return {"type": "http.request", "body": body, "more_body": False}
        return await receive()

    return replayed
