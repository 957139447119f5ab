"""What goes wrong in the console is said on a page of it, not as the JSON that programs get elsewhere."""

from typing import Any

from fastapi import APIRouter, Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.requests import Request

from assistant.errors import AssistantError
from assistant.web.console.frame import HOME, Frame

_MOST_PLACE = 60


def show_trouble(app: FastAPI, frame: Frame) -> None:
    """Makes the application answer with a page whatever fails below the console, and elsewhere as it did."""
    for kind, said in ((AssistantError, _as_it_is), (RequestValidationError, _asked_wrongly), (HTTPException, _http)):
        app.add_exception_handler(kind, _handler(frame, said, app.exception_handlers[kind]))


def nowhere_routes(frame: Frame) -> APIRouter:
    """The answer to whatever no page of the console took."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(f"{HOME}/{{rest:path}}", dependencies=[Depends(frame.signed_in)])
    def nowhere(rest: str) -> Response:
        if not rest:
            return RedirectResponse(HOME, 303)
        raise HTTPException(404)

    return routes


def _handler(frame: Frame, said: Any, elsewhere: Any) -> Any:
    def handle(request: Request, error: Exception) -> Response:
        response: Response = elsewhere(request, error)
        path = request.url.path
        if path != HOME and not path.startswith(f"{HOME}/"):
            return response
        shown: HTMLResponse = frame.trouble(request, said(request, error), status=response.status_code)
        if wait := response.headers.get("retry-after"):
            shown.headers["Retry-After"] = wait
        return shown

    return handle


def _as_it_is(_: Request, error: AssistantError) -> str:
    return str(error)


def _asked_wrongly(_: Request, error: RequestValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"][1:])[:_MOST_PLACE]
    return f"The page was asked wrongly at {place!a}: {first['msg']}; go there by the menu."


def _http(request: Request, error: HTTPException) -> str:
    if error.status_code in (404, 405):
        return f"There is no page at {request.url.path[:200]!r}; choose one of the menu."
    return str(error.detail)
