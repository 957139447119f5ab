"""What every page of the console has: who is signed in, the form token, the menu; and the way in and out."""

import hmac
from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Cookie, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from assistant.web.console.access import (
    COOKIE,
    KNOWN_COOKIE,
    KNOWN_SECONDS,
    LOCK_SECONDS,
    SESSION_SECONDS,
    Access,
    LockedError,
    Session,
)
from assistant.web.console.typed_again import Kept, kept_again, kept_of
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

    def way_in(self, message: str = "", *, status: int = 200, kept: Kept | None = None) -> HTMLResponse:
        """The page that asks for the password, and holds what was typed meanwhile."""
        shown = page("console/sign-in.html", title=self._title, message=message, kept=kept)
        return HTMLResponse(shown, status_code=status)

    def trouble(self, request: Request, message: str, *, status: int) -> HTMLResponse:
        """The page that says what went wrong: with the menu for whoever is signed in, else with the way in."""
        session = self._access.session(request.cookies.get(COOKIE))
        if session is None:
            return self.way_in(message, status=status)
        here = next((name for address, name in MENU[:0:-1] if request.url.path.startswith(address)), MENU[0][1])
        back = next(address for address, name in MENU if name == here)
        return self.show("trouble.html", session, status=status, here=here, done="", trouble=message, back=back)

    async def sign_in_needed(self, request: Request) -> Response:
        """The answer to whoever is not signed in; a form of the console comes back after the password."""
        kept = await kept_of(request) if _is_of_own_page(request) else None
        return RedirectResponse(SIGN_IN, 303) if kept is None else self.way_in(status=403, kept=kept)

    def routes(self) -> APIRouter:
        """Signing in and out."""
        routes = APIRouter(include_in_schema=False)

        @routes.get(SIGN_IN)
        def ask_for_password(cookie: Annotated[str | None, Cookie(alias=COOKIE)] = None) -> Response:
            return RedirectResponse(HOME, 303) if self._access.session(cookie) else self.way_in()

        @routes.post(SIGN_IN)
        def sign_in(
            request: Request,
            password: Annotated[str, Form(max_length=1000)] = "",
            known: Annotated[str | None, Cookie(alias=KNOWN_COOKIE)] = None,
            action: Annotated[str, Form()] = "",
            name: Annotated[list[str] | None, Form()] = None,
            text: Annotated[list[str] | None, Form()] = None,
        ) -> Response:
            _require_own_page(request)
            kept = kept_again(action, name or [], text or [])
            client = request.client.host if request.client else "unknown"
            try:
                cookie = self._access.sign_in(password, client, known=known)
            except LockedError:
                minutes = LOCK_SECONDS // 60
                message = f"Too many wrong passwords. Try again in {minutes} minutes."
                locked = self.way_in(message, status=429, kept=kept)
                locked.headers["Retry-After"] = str(LOCK_SECONDS)
                return locked
            if cookie is None:
                return self.way_in("That is not the password.", status=403, kept=kept)
            session = self._access.session(cookie)
            response: Response = RedirectResponse(HOME, 303)
            if kept is not None and session is not None:
                response = self.show("resume.html", session, here="", done="", trouble="", kept=kept)
            for cookie_name, value, seconds in (
                (COOKIE, cookie, SESSION_SECONDS),
                (KNOWN_COOKIE, self._access.remember(), KNOWN_SECONDS),
            ):
                response.set_cookie(
                    cookie_name, value, max_age=seconds, path="/", secure=True, httponly=True, samesite="strict"
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


def _is_of_own_page(request: Request) -> bool:
    """Whether no other site sent it, also none that may show the chat."""
    origin = request.headers.get("origin")
    foreign = origin is not None and urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower()
    return not foreign and request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


def _require_own_page(request: Request) -> None:
    if not _is_of_own_page(request):
        raise HTTPException(403, "The console takes forms from its own pages only; open it and repeat it there.")
