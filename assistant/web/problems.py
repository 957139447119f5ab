"""What goes wrong -> ``{"error": {"code", "message"}}``, the same on every path."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from assistant.contract import Problem
from assistant.errors import AssistantError, DocumentError, QuestionError
from assistant.web.metrics import Metrics
from assistant.web.retelling import retold
from assistant.web.translating import Translator
from assistant.web.visits import Visits, page_of

_CODES = {
    400: "bad_request",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    408: "too_slow",
    413: "too_large",
    414: "too_large",
    422: "invalid_request",
    429: "too_many",
    431: "too_large",
    500: "internal",
    503: "unavailable",
}


_FAILURES = {
    400: "The body is not UTF-8 or nests too deeply, or the host's name is none",
    403: "Sent from a page of a site that is not allowed",
    404: "There is no such document, or no such place in it",
    408: "The body came too slowly",
    413: "The body is too large",
    414: "The address is too long",
    422: "Not of the agreed shape, or not something that can be asked",
    429: "Too many requests from one visitor, or from all together",
    431: "The headers are too large",
    503: "Too much to do, or the index cannot answer",
}
_RETRY_AFTER = {"Retry-After": {"description": "Seconds to wait before asking again.", "schema": {"type": "integer"}}}
_PROBLEM = {"$ref": f"#/components/schemas/{Problem.__name__}"}  # `describing` puts it there.
_MOST_PLACE = 100
TOO_MUCH = "Too much came at once. Please try again in a moment."
FULL = "Many people are asking just now. Please try again in a moment."


def failures(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """How a route may fail, for its description."""
    return {
        status: {"description": _FAILURES[status], "content": {"application/json": {"schema": _PROBLEM}}}
        | ({"headers": _RETRY_AFTER} if status in (429, 503) else {})
        for status in statuses
    }


def problem(
    status: int, message: str, *, code: str | None = None, headers: dict[str, str] | None = None
) -> JSONResponse:
    """The response for an error."""
    body = {"error": {"code": code or _CODES.get(status, "error"), "message": message}}
    return JSONResponse(body, status_code=status, headers=headers)


def show_problems(app: FastAPI, metrics: Metrics) -> None:
    """Makes the application answer every error in the one shape."""

    @app.exception_handler(AssistantError)
    def _assistant(_: Request, error: AssistantError) -> JSONResponse:
        status = 422 if isinstance(error, QuestionError) else 404 if isinstance(error, DocumentError) else 503
        metrics.count_error(error.code)
        return problem(status, str(error), code=error.code)

    @app.exception_handler(RequestValidationError)
    def _validation(_: Request, error: RequestValidationError) -> JSONResponse:
        metrics.count_error("invalid_request")
        return _invalid(error)

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> JSONResponse:
        metrics.count_error(_CODES.get(error.status_code, "error"))
        return http_problem(request, error)


def chat_problems(metrics: Metrics, visits: Visits) -> Mapping[type[Exception], Callable[..., JSONResponse]]:
    """The handlers for an application of Gradio, whose page shows the answers to what it asks."""

    def http(request: Request, error: HTTPException) -> JSONResponse:
        # The page has its own words for 503; it takes ours with 429.
        status = 429 if error.status_code == 503 else error.status_code
        metrics.count_error(_CODES.get(status, "error"))
        if error.status_code == 503:
            return busy(FULL, visits.of(page_of(request)).t, seconds=5)
        if status == 429:
            wait = int((error.headers or {}).get("Retry-After", "60"))
            return busy(error.detail, visits.of(page_of(request)).t, seconds=wait)
        return http_problem(request, error)

    def validation(_: Request, error: RequestValidationError) -> JSONResponse:
        metrics.count_error("invalid_request")
        return _invalid(error)

    def failure(_: Request, __: Exception) -> JSONResponse:
        return internal_problem()

    return {HTTPException: http, RequestValidationError: validation, Exception: failure}


def internal_problem() -> JSONResponse:
    """The response to a mistake of ours."""
    return problem(500, "Something failed here; the log of the server says what.")


def _invalid(error: RequestValidationError) -> JSONResponse:
    """Says where the request is wrong, not what stands there."""
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return problem(
        422,
        f"The request is wrong at {place[:_MOST_PLACE]!a}: {first['msg']}; "
        "its shape is described in /openapi.json; mend it.",
    )


def busy(message: str, t: Translator, *, seconds: int) -> JSONResponse:
    """The response to what Gradio's page asks too often; it shows what stands under `detail`, in the words of `t`."""
    body = {"error": {"code": _CODES[429], "message": message}, "detail": retold(message, t).striptags()}
    return JSONResponse(body, status_code=429, headers={"Retry-After": str(seconds)})


def http_problem(request: Request, error: HTTPException) -> JSONResponse:
    """The response for an error that the framework raises; its own wording is kept only where it is ours."""
    path = request.url.path[:200]
    if error.status_code == 404:
        message = f"There is nothing at {path!r}; see /openapi.json for what there is."
    elif error.status_code == 405:
        message = f"{request.method} is not possible at {path!r}; see /openapi.json for what is."
    elif error.status_code == 400:
        message = f"The body sent to {path!r} cannot be read; it is JSON in UTF-8; write it with a JSON library."
    else:
        message = str(error.detail or HTTPStatus(error.status_code).phrase)
    return problem(error.status_code, message, headers=dict(error.headers) if error.headers else None)
