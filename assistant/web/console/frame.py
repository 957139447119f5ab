"""What every page of the console has: who is signed in, the form token, the menu; and the way in and out."""

import hmac
from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Cookie, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from assistant.web.console.access import COOKIE, LOCK_SECONDS, SESSION_SECONDS, Access, LockedError, Session
from assistant.web.pages import page

HOME = "/console"
SIGN_IN = "/console/sign-in"


class SignInNeeded(Exception):  # noqa: N818
    """Nobody is signed in; the application answers with the way in."""


class Frame:
    """The frame of the console's pages.

    ``signed_in`` is a dependency that gives the session or asks to sign in; ``form`` is one that a changing route needs
    besides, and that refuses what does not come from a page of the console.
    """

    def __init__(self, access: Access, *, title: str) -> None:
        self._access = access
        self._title = title
        self.signed_in: Callable[..., Session] = self._signed_in()
        self.form: Callable[..., None] = self._form()

    def show(self, template: str, session: Session, *, status: int = 200, **values: object) -> HTMLResponse:
        """A page of the console."""
        values |= {"title": self._title, "form_token": session.form_token, "menu": MENU}
        return HTMLResponse(page(f"console/{template}", **values), status_code=status)

    def way_in(self, message: str = "", *, status: int = 200) -> HTMLResponse:
        """The page that asks for the password."""
        return HTMLResponse(page("console/sign-in.html", title=self._title, message=message), status_code=status)

    def routes(self) -> APIRouter:
        """Signing in and out."""
        routes = APIRouter(include_in_schema=False)

        @routes.get(SIGN_IN)
        def ask_for_password(cookie: Annotated[str | None, Cookie(alias=COOKIE)] = None) -> Response:
            return RedirectResponse(HOME, 303) if self._access.session(cookie) else self.way_in()

        @routes.post(SIGN_IN)
        def sign_in(request: Request, password: Annotated[str, Form(max_length=1000)] = "") -> Response:
            _require_own_page(request)
            client = request.client.host if request.client else "unknown"
            try:
                cookie = self._access.sign_in(password, client)
            except LockedError:
                minutes = LOCK_SECONDS // 60
                locked = self.way_in(f"Too many wrong passwords. Try again in {minutes} minutes.", status=429)
                locked.headers["Retry-After"] = str(LOCK_SECONDS)
                return locked
            if cookie is None:
                return self.way_in("That is not the password.", status=403)
            response = RedirectResponse(HOME, 303)
            response.set_cookie(
                COOKIE, cookie, max_age=SESSION_SECONDS, path="/", secure=True, httponly=True, samesite="strict"
            )
            return response

        @routes.post("/console/sign-out", dependencies=[Depends(self.form)])
        def sign_out() -> Response:
            response = RedirectResponse(SIGN_IN, 303)
            response.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="strict")
            return response

        return routes

    def _signed_in(self) -> Callable[..., Session]:
        def signed_in(cookie: Annotated[str | None, Cookie(alias=COOKIE)] = None) -> Session:
            session = self._access.session(cookie)
            if session is None:
                raise SignInNeeded
            return session

        return signed_in

    def _form(self) -> Callable[..., None]:
        def own_form(
            request: Request,
            session: Annotated[Session, Depends(self.signed_in)],
            form_token: Annotated[str, Form(max_length=100)] = "",
        ) -> None:
            _require_own_page(request)
            if not hmac.compare_digest(form_token.encode(), session.form_token.encode()):
                raise HTTPException(403, "The form is not one of this session's; open the page again and repeat it.")

        return own_form


MENU = (
    ("/console", "Overview"),
    ("/console/questions", "Unanswered"),
    ("/console/answers", "Approved answers"),
    ("/console/messages", "Messages"),
    ("/console/drafts", "Drafts"),
    ("/console/documents", "Documents"),
    ("/console/versions", "Versions"),
    ("/console/explain", "Explain"),
)
"""The pages, in the order of the menu."""


def _require_own_page(request: Request) -> None:
    """Refuses what another site sent, also one that may show the chat."""
    origin = request.headers.get("origin")
    foreign = origin is not None and urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower()
    if foreign or request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise HTTPException(403, "The console takes forms from its own pages only; open it and repeat it there.")
