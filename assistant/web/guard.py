"""Stands before every route: who asks, security headers, sizes, origins, and what may reach Gradio."""

import logging
import re
from collections.abc import Callable, Iterable, Sequence

import anyio
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.clients import Clients, is_host
from assistant.web.problems import FULL, http_problem, internal_problem, problem

MAX_BODY_BYTES = 64 * 1024
MAX_CHAT_BODY_BYTES = 16 * 1024
"""What the chat's page sends is a question or a button's text; Gradio keeps it until it is answered, and longer."""
MAX_HEADER_BYTES = 16 * 1024
MAX_ADDRESS_BYTES = 8 * 1024
MAX_PATH_BYTES = 2 * 1024
MAX_NAME_BYTES = 255
"""Between two slashes of a path: no file has a longer name, and to look for one fails."""
MOST_OPEN = 4000
"""Requests at a time; an open chat page is one or two of them, of about 35 kB and a 70,000th of a core each."""
BODY_SECONDS = 10.0
"""A body of the largest size takes a hundredth of that over the slowest telephone line."""
_READING = {"GET", "HEAD"}
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
_ALWAYS = frozenset({"/healthz", "/readyz", "/metrics"})
_MOST_LOGGED = 200
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

    ``allowed_sites`` are the origins, besides our own, that may show the chat in a frame and send requests;
    ``trusted_proxies`` are the networks whose proxies are believed about who asks; ``failed`` is called at each mistake
    of ours.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        allowed_sites: Iterable[str] = (),
        trusted_proxies: Iterable[str] = (),
        failed: Callable[[], None] = lambda: None,
    ) -> None:
        self._app = app
        self._clients = Clients(trusted_proxies)
        self._allowed = frozenset(site.lower() for site in allowed_sites)
        self._headers = _security_headers(sorted(self._allowed))
        self._console_headers = _console_headers(self._headers)
        self._failed = failed
        self._open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers the request itself, or passes it on without what nobody can vouch for."""
        if scope["type"] == "websocket":  # Nothing here needs one, and a browser opens them to any site.
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope = self._clients.applied(scope)
        answer = _Sender(send, self._headers_for(scope))
        if refusal := self._refusal(scope):
            await refusal(scope, receive, answer)
            return
        self._open += 1
        try:
            await self._handle(scope, receive, answer)
        finally:
            self._open -= 1

    async def _handle(self, scope: Scope, receive: Receive, answer: "_Sender") -> None:
        try:
            most = MAX_CHAT_BODY_BYTES if scope["path"].startswith("/gradio_api/") else MAX_BODY_BYTES
            body = await _read_body(Headers(scope=scope), receive, most)
        except _UnreadableError as error:
            if error.response is not None:
                await error.response(scope, receive, answer)
            return
        try:
            await self._app(scope, _replay(body, receive), answer)
        except Exception:
            _log.exception("%s %s failed", scope["method"], scope["path"][:_MOST_LOGGED])
            self._failed()
            # Of a response that ends too early, the server cuts the connection.
            if not answer.started:
                await internal_problem()(scope, receive, answer)

    def _headers_for(self, scope: Scope) -> dict[str, str]:
        headers = self._console_headers if _CONSOLE_PATHS.match(scope["path"]) else self._headers
        # Over http, browsers ignore it, and a machine at somebody's desk may never have https.
        return headers | {"Strict-Transport-Security": "max-age=31536000"} if scope["scheme"] == "https" else headers

    def _refusal(self, scope: Scope) -> Response | None:
        """What to answer a request that is not even looked at; None where there is nothing against it."""
        if self._open >= MOST_OPEN and scope["path"] not in _ALWAYS:
            return problem(503, FULL, headers={"Retry-After": "30"})
        if sum(len(name) + len(value) for name, value in scope["headers"]) > MAX_HEADER_BYTES:
            return problem(431, f"The headers are larger than {MAX_HEADER_BYTES} bytes; send fewer or shorter ones.")
        if len(scope.get("raw_path") or scope["path"].encode()) + len(scope["query_string"]) > MAX_ADDRESS_BYTES:
            return problem(414, f"The address is longer than {MAX_ADDRESS_BYTES} bytes; shorten it.")
        # Routes match a path that ends with a line break, patterns such as those of the limits do not.
        if re.search(r"[\x00-\x1f\x7f]", scope["path"]):
            return problem(404, "There is nothing at a path with control characters; send it without.")
        path = scope["path"].encode("utf-8", "replace")
        if len(path) > MAX_PATH_BYTES or max(map(len, path.split(b"/"))) > MAX_NAME_BYTES:
            return problem(404, "There is nothing at a path this long, or with a name this long in it; shorten it.")
        headers = Headers(scope=scope)
        if not is_host(headers.get("host", "none")):
            return problem(400, f"Host {headers['host'][:200]!a} is no name of a host; send the one in the address.")
        if scope["method"] not in _READING and not self._origin_is_known(headers, scope["scheme"]):
            return problem(
                403, f"Origin {headers['origin'][:200]!a} may not send requests; allowed_sites lists those that may."
            )
        return None

    def _origin_is_known(self, headers: Headers, scheme: str) -> bool:
        """True without an Origin (no browser sent it from a page), from our own host, and from allowed sites."""
        origin = headers.get("origin")
        if origin is None or origin.lower() in self._allowed:
            return True
        # A proxy that is not known may have taken https off, but none puts it on.
        schemes = ("https",) if scheme == "https" else ("http", "https")
        return origin.lower() in [f"{own}://{headers.get('host', '').lower()}" for own in schemes]


def only_chat_paths(gradio: ASGIApp, routes: Sequence[BaseRoute]) -> ASGIApp:
    """Gradio's application with everything cut off that the chat page does not need.

    ``routes`` are the application's other routes: a path of theirs that comes here was asked for with a wrong method.
    """

    async def limited(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or _CHAT_PATHS.fullmatch(scope["path"]):
            await gradio(scope, receive, send)
            return
        allowed = [method for method in _METHODS if any(_takes(route, scope, method) for route in routes)]
        refusal = HTTPException(405, headers={"Allow": ", ".join(allowed)}) if allowed else HTTPException(404)
        response = http_problem(Request(scope), refusal)
        await response(scope, receive, send)

    return limited


def _takes(route: BaseRoute, scope: Scope, method: str) -> bool:
    return route.matches({**scope, "method": method})[0] is Match.FULL


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
        # A page that isolates itself (COEP) shows only what says both of these; who may show us, the policy above says.
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Cross-Origin-Resource-Policy": "cross-origin",
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
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex",
    }


class _UnreadableError(Exception):
    """The body cannot be had; ``response`` says why, unless nobody waits for it any more."""

    def __init__(self, response: Response | None = None) -> None:
        super().__init__()
        self.response = response


async def _read_body(headers: Headers, receive: Receive, most: int) -> bytes:
    """The whole body, of `most` bytes at most.

    :raises _UnreadableError: it is too large, as soon as that is known; it is too slow; the client is gone.
    """
    too_large = _UnreadableError(
        problem(413, f"The body is larger than {most} bytes; a question is far smaller; shorten it.")
    )
    length = headers.get("content-length", "0")
    if not length.isascii() or not length.isdigit() or len(length) > 20 or int(length) > most:
        raise too_large
    body = bytearray()
    more = True
    with anyio.move_on_after(BODY_SECONDS) as waiting:
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise _UnreadableError
            body += message.get("body", b"")
            if len(body) > most:
                raise too_large
            more = message.get("more_body", False)
    if waiting.cancelled_caught:
        raise _UnreadableError(
            problem(
                408,
                f"The body did not come within {BODY_SECONDS:.0f} seconds; send it at once.",
                headers={"Connection": "close"},
            )
        )
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
