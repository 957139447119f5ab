"""What the server logs: one line a request and what goes wrong, as text or JSON; no question, no address, no query."""

import datetime
import json
import logging
import re
import sys
import traceback
import uuid
from contextvars import ContextVar
from time import perf_counter
from typing import Any, Literal

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.metrics import Metrics

HEADER = "X-Request-ID"
_NUMBER = re.compile(r"[A-Za-z0-9-]{8,64}")
"""What a proxy's number of a request may look like; anything else is replaced by one of ours."""
_CHAT = re.compile(r"/gradio_api/(?:queue/(?:join|data)|heartbeat|startup-events)|/(?:config|assets|static)\b|/\Z")
_NOTE = "assistant.request"
_ABORTED = 499
_FIELDS = ("method", "route", "status", "milliseconds")
_MOST_CHARACTERS = 2000
_MOST_TRACE = 6000
_number: ContextVar[str] = ContextVar("request_number", default="-")
_log = logging.getLogger("assistant.requests")
_chat_log = logging.getLogger("assistant.chat")


def start_logging(style: Literal["text", "json"]) -> None:
    """Sends all logs to standard error, one line each; those of libraries only from warnings on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines() if style == "json" else _TextLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("assistant").setLevel(logging.INFO)
    logging.captureWarnings(True)
    # Gradio prints what goes wrong in a function of the page; here it becomes a line as all others are.
    traceback.print_exc = _log_exception


def _log_exception(*_: Any, **__: Any) -> None:  # noqa: ANN401 - as the library has it
    """Logs the exception that is being handled, in place of `traceback.print_exc`."""
    error = sys.exception()
    if type(error).__module__.startswith("gradio"):
        # The page sent what it does not offer; the message says what, and may be long.
        _chat_log.warning("The chat refused what a page sent: %s", type(error).__name__)
    else:
        _chat_log.error("A function of the chat failed", exc_info=error)


class RequestLog:
    """ASGI middleware outside of all others: numbers requests, logs how each ended, and counts it."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        number = given if _NUMBER.fullmatch(given) else uuid.uuid4().hex
        reset = _number.set(number)
        note: dict[str, str] = {}
        status = _ABORTED
        started = perf_counter()

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = number
            await send(message)

        try:
            with self._metrics.in_flight.track_inprogress():
                await self._app({**scope, _NOTE: note}, receive, answer)
        finally:
            milliseconds = round((perf_counter() - started) * 1000, 1)
            self._metrics.count_request(status)
            values = (_method(scope), note.get("route", "-"), status, milliseconds)
            _log.info("%s %s %d %.1f ms", *values, extra=dict(zip(_FIELDS, values, strict=True)))
            _number.reset(reset)


class RouteNote:
    """ASGI middleware inside of all others: notes which route took the request; what was in its place is not kept."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on."""
        try:
            await self._app(scope, receive, send)
        finally:
            if _NOTE in scope:
                scope[_NOTE]["route"] = _route(scope)


def _route(scope: Scope) -> str:
    """The route's template, the folder that was mounted, or which of the chat's paths it is; "-" for none of ours."""
    if path := getattr(scope.get("route"), "path", "") or scope.get("root_path", ""):
        return str(path)
    chat = _CHAT.match(scope["path"])
    return chat[0] if chat else "-"


def _method(scope: Scope) -> str:
    """The method; anybody can make one up."""
    method = scope["method"]
    return method if method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} else "OTHER"


def _line(record: logging.LogRecord, *, formatter: logging.Formatter) -> dict[str, Any]:
    """The parts of a line, the message without line breaks: nobody can write a line of their own."""
    time = datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(timespec="milliseconds")
    line: dict[str, Any] = {"time": time, "level": record.levelname.lower(), "logger": record.name}
    line["request"] = _number.get()
    fields = {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
    if fields:
        return line | fields
    line["message"] = record.getMessage()[:_MOST_CHARACTERS]
    if record.exc_info:
        # The end says what failed and where; an error may quote what was sent.
        line["trace"] = formatter.formatException(record.exc_info)[-_MOST_TRACE:]
    return line


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(_line(record, formatter=self), ensure_ascii=False)


class _TextLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = _line(record, formatter=self)
        message = line.get("message", record.getMessage()).replace("\r", "\\r").replace("\n", "\\n")
        trace = f"\n{line['trace']}" if "trace" in line else ""
        return f"{line['time']} {line['level'].upper()} {line['request']} {line['logger']}: {message}{trace}"
