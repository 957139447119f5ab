"""The versions of the index on disk: which is live, which this server shows, and the way back to an earlier one."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import RedirectResponse, Response

from assistant.desk import Desk
from assistant.errors import AssistantError, IndexDamagedError
from assistant.index import Manifest, current_version, read_manifest, roll_back, versions
from assistant.settings import Settings
from assistant.web.console.access import Session
from assistant.web.console.frame import Frame

HERE = "Versions"
ADDRESS = "/console/versions"
_MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A version; ``damage`` says why it cannot be used where there is no manifest."""

    name: str
    live: bool
    served: bool
    manifest: Manifest | None
    damage: str = ""


def versions_routes(desk: Desk, settings: Settings, frame: Frame) -> APIRouter:
    """The list and the way back."""
    routes = APIRouter(include_in_schema=False)
    SignedIn = Annotated[Session, Depends(frame.signed_in)]  # noqa: N806

    def show(session: Session, *, done: str = "", trouble: str = "", status: int = 200) -> Response:
        served = desk.assistant.index_version
        try:
            live = current_version(settings.index)
        except AssistantError as error:
            live, trouble = "", trouble or str(error)
        return frame.show(
            "versions.html",
            session,
            status=status,
            here=HERE,
            done=done,
            trouble=trouble,
            live=live,
            served=served,
            rows=[_row(settings, name, live, served) for name in versions(settings.index)[:_MOST_SHOWN]],
        )

    @routes.get(ADDRESS)
    def list_versions(session: SignedIn, done: str = "") -> Response:
        return show(session, done="The version is whole and live, and answers now." if done else "")

    @routes.post(ADDRESS, dependencies=[Depends(frame.form)])
    def make_live(session: SignedIn, version: Annotated[str, Form(max_length=100)] = "") -> Response:
        try:
            roll_back(settings.index, version)
            desk.reload()
        except AssistantError as error:
            return show(session, trouble=str(error), status=409)
        return RedirectResponse(f"{ADDRESS}?done=1", 303)

    return routes


def live_version(index: Path) -> str | None:
    """The live version on the disk; None where it cannot be told."""
    try:
        return current_version(index)
    except AssistantError:
        return None


def _row(settings: Settings, name: str, live: str, served: str) -> Row:
    try:
        return Row(name, name == live, name == served, read_manifest(settings.index / name))
    except IndexDamagedError as error:
        return Row(name, name == live, name == served, None, str(error))
