"""Draft replies to e-mails: read here, opened in the mail program, put away when they are dealt with."""

import hashlib
import os
import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import RedirectResponse, Response

from assistant.desk import Desk
from assistant.drafting.folder import DONE
from assistant.drafting.wording import ANSWER, LOOK
from assistant.errors import AssistantError
from assistant.mail.headers import addresses, date, decoded, subject
from assistant.mail.parts import Part, split_mail
from assistant.mail.texts import text_of
from assistant.settings import Settings
from assistant.web.console.access import Session
from assistant.web.console.frame import Frame
from assistant.web.console.paging import Paged, paged

HERE = "Drafts"
ADDRESS = "/console/drafts"
_MOST_FILES = 2000
_MOST_BYTES = 2_000_000
_HEAD_BYTES = 300_000
_MOST_LINE = 300
_MOST_TO = 20
_MOST_PIECES = 5000
_PIECE = re.compile(rf"(?P<open>\[(?:{ANSWER}|{LOOK}):[^\n]{{0,3000}}\])|(?P<link>https?://[^\s<>\"'“”\[\]]{{1,2000}})")
_moving = threading.Lock()


@dataclass(frozen=True, slots=True)
class Entry:
    """A draft in the list; ``key`` stands for its file's name, which may hold anything."""

    key: str
    path: Path
    to: str = ""
    subject: str = ""
    date: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of a body: plain words, an open line, or a link."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it will read; ``left`` counts its open lines, ``remarks`` say what of it could not be read."""

    entry: Entry
    pieces: tuple[Piece, ...]
    links: tuple[str, ...]
    left: int
    attached: tuple[str, ...]
    remarks: tuple[str, ...]


def drafts_routes(desk: Desk, settings: Settings, frame: Frame) -> APIRouter:
    """The list, a draft, its file, and the way to put it away."""
    routes = APIRouter(include_in_schema=False)
    SignedIn = Annotated[Session, Depends(frame.signed_in)]  # noqa: N806
    folder = settings.drafts

    def show_list(
        session: Session, *, number: int = 1, done: str = "", trouble: str = "", status: int = 200
    ) -> Response:
        names: list[Entry] = []
        more = 0
        try:
            names, more = _entries(folder)
        except AssistantError as error:
            trouble, status = trouble or str(error), 503
        cut: Paged[Entry] = paged(names, number, ADDRESS)
        return frame.show(
            "drafts.html",
            session,
            status=status,
            here=HERE,
            done=done,
            trouble=trouble,
            folder=folder,
            paged=cut,
            drafts=[_headed(entry) for entry in cut.items],
            more=more,
            away=DONE,
        )

    @routes.get(ADDRESS)
    def list_drafts(session: SignedIn, page: Annotated[int, Query(ge=1)] = 1, done: str = "") -> Response:
        return show_list(session, number=page, done="The draft is put away." if done else "")

    @routes.get(f"{ADDRESS}/{{key}}")
    def show_draft(session: SignedIn, key: str) -> Response:
        try:
            draft = _read(_find(folder, key))
        except AssistantError as error:
            return show_list(session, trouble=str(error), status=404)
        return frame.show("draft.html", session, here=HERE, done="", trouble="", draft=draft)

    @routes.get(f"{ADDRESS}/{{key}}/file")
    def download(session: SignedIn, key: str) -> Response:
        try:
            data = _bytes_of(_find(folder, key).path, _MOST_BYTES + 1)
        except AssistantError as error:
            return show_list(session, trouble=str(error), status=404)
        # Not under the file's own name, which may hold anything.
        headers = {"Content-Disposition": f'attachment; filename="draft-{key}.eml"'}
        return Response(data, media_type="message/rfc822", headers=headers)

    @routes.post(f"{ADDRESS}/{{key}}/done", dependencies=[Depends(frame.form)])
    def put_away(session: SignedIn, key: str) -> Response:
        try:
            _put_away(_find(folder, key).path)
        except AssistantError as error:
            return show_list(session, trouble=str(error), status=409)
        return RedirectResponse(f"{ADDRESS}?done=1", 303)

    return routes


def _entries(folder: Path) -> tuple[list[Entry], int]:
    """The newest drafts of the folder, newest first, their headers not yet read, and how many more there are.

    :raises AssistantError: the folder cannot be read.
    """
    try:
        with os.scandir(folder) as found:
            timed = [
                (entry.stat(follow_symlinks=False).st_mtime, entry.name)
                for entry in found
                if entry.name.lower().endswith(".eml")
                and not entry.name.startswith(".")
                and entry.is_file(follow_symlinks=False)
            ]
    except FileNotFoundError:
        return [], 0
    except OSError as error:
        raise AssistantError(
            f"Folder {str(folder)!r} cannot be read ({error.strerror}); drafts lie there; mend its permissions."
        ) from None
    newest = nlargest(_MOST_FILES, timed)
    return [Entry(_key(name), folder / name) for _, name in newest], len(timed) - len(newest)


def _key(name: str) -> str:
    return hashlib.sha256(os.fsencode(name)).hexdigest()[:24]


def _find(folder: Path, key: str) -> Entry:
    """The draft of that key.

    :raises AssistantError: there is none.
    """
    for entry in _entries(folder)[0]:
        if entry.key == key:
            return entry
    raise AssistantError("That draft is not there any more; it was put away or sent; choose another.")


def _headed(entry: Entry) -> Entry:
    """The entry with what its headers say."""
    try:
        data = _bytes_of(entry.path, _HEAD_BYTES)
        return _with_headers(entry, split_mail(data, 0, len(data))[0])
    except AssistantError as error:
        return Entry(entry.key, entry.path, trouble=str(error))


def _read(entry: Entry) -> Draft:
    """The draft as it will read.

    :raises AssistantError: it cannot be read.
    """
    data = _bytes_of(entry.path, _MOST_BYTES)
    mail, remarks = split_mail(data, 0, len(data))
    pieces = tuple(_pieces(text_of(mail, data, remarks).strip("\n")))
    attached = islice((one for one in mail.walk() if one.attached), _MOST_TO)
    return Draft(
        entry=_with_headers(entry, mail),
        pieces=pieces,
        links=tuple(dict.fromkeys(one.text for one in pieces if one.kind == "link")),
        left=sum(one.kind == "open" for one in pieces),
        attached=tuple(
            decoded(one.content.get_filename() or one.type)[:_MOST_LINE] for one in islice(attached, _MOST_TO)
        ),
        remarks=tuple(remarks),
    )


def _bytes_of(path: Path, most: int) -> bytes:
    try:
        # A link put in the folder's place meanwhile is not followed.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            return file.read(most)
    except OSError as error:
        raise AssistantError(
            f"Draft {path.name[:100]!r} cannot be read ({error.strerror}); drafts are files; look at it in its folder."
        ) from None


def _with_headers(entry: Entry, mail: Part) -> Entry:
    to = "; ".join(
        f"{one.name} <{one.address}>" if one.name else one.address for one in addresses(mail, "to")[:_MOST_TO]
    )
    sent = date(mail)
    return Entry(entry.key, entry.path, to, subject(mail)[:_MOST_LINE], sent.date().isoformat() if sent else "")


def _pieces(body: str) -> Iterator[Piece]:
    """The body in pieces that together are all of it."""
    end = 0
    for number, match in enumerate(_PIECE.finditer(body)):
        if number == _MOST_PIECES:
            break
        if match.start() > end:
            yield Piece("text", body[end : match.start()])
        kind = str(match.lastgroup)
        text = match[0]
        words = text.rstrip(".,;:!?)") if kind == "link" else text
        yield Piece(kind, words)
        end = match.start() + len(words)
    if end < len(body):
        yield Piece("text", body[end:])


def _put_away(path: Path) -> None:
    """Moves the file into the folder of drafts that are dealt with, over none that lies there.

    :raises AssistantError: it cannot be moved.
    """
    away = path.parent / DONE
    try:
        with _moving:
            away.mkdir(exist_ok=True)
            free = next(name for name in _names(path) if not os.path.lexists(away / name))
            path.rename(away / free)
    except OSError as error:
        raise AssistantError(
            f"Draft {path.name[:100]!r} cannot be moved to {str(away)!r} ({error.strerror}); it stays where it is; "
            "make room or mend the folder's permissions."
        ) from None


def _names(path: Path) -> Iterable[str]:
    yield path.name
    number = 2
    while True:
        yield f"{path.stem}-{number}{path.suffix}"
        number += 1
