"""What goes wrong -> ``{"error": {"code", "message"}}``, the same on every path."""

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from assistant.errors import AssistantError, DocumentError, QuestionError
from assistant.web.metrics import Metrics


class ErrorDetail(BaseModel):
    """What went wrong."""

    code: str = Field(description="One short name for each kind of error, such as `invalid_question`.")
    message: str = Field(description="One line: the value, the rule, the remedy.")


class Problem(BaseModel):
    """The body of every answer that is not a success."""

    error: ErrorDetail


_CODES = {
    400: "bad_request",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    422: "invalid_request",
    500: "internal",
    503: "unavailable",
}


def problem(
    status: int, message: str, *, code: str | None = None, headers: dict[str, str] | None = None
) -> JSONResponse:
    """The response for an error."""
    body = {"error": {"code": code or _CODES.get(status, "error"), "message": message}}
    return JSONResponse(body, status_code=status, headers=headers)


def assistant_problem(error: AssistantError) -> tuple[int, str]:
    """The HTTP status and the code for an error of the assistant."""
    if isinstance(error, QuestionError):
        return 422, "invalid_question"
    if isinstance(error, DocumentError):
        return 404, "no_such_document"
    return 503, "unavailable"


def show_problems(app: FastAPI, metrics: Metrics) -> None:
    """Makes the application answer every error in the one shape."""

    @app.exception_handler(AssistantError)
    def _assistant(_: Request, error: AssistantError) -> JSONResponse:
        status, code = assistant_problem(error)
        metrics.count_error(code)
        return problem(status, str(error), code=code)

    @app.exception_handler(RequestValidationError)
    def _validation(_: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        metrics.count_error("invalid_request")
        return problem(
            422, f"The request is wrong at {place}: {first['msg']}; its shape is described in /openapi.json; mend it."
        )

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> JSONResponse:
        metrics.count_error(_CODES.get(error.status_code, "error"))
        return http_problem(request, error)


def http_problem(request: Request, error: HTTPException) -> JSONResponse:
    """The response for an error that the framework raises; its own wording is kept only where it is ours."""
    path = request.url.path[:200]
    if error.status_code == 404:
        message = f"There is nothing at {path!r}; see /openapi.json for what there is."
    elif error.status_code == 405:
        message = f"{request.method} is not possible at {path!r}; see /openapi.json for what is."
    else:
        message = str(error.detail or HTTPStatus(error.status_code).phrase)
    return problem(error.status_code, message, headers=dict(error.headers) if error.headers else None)
