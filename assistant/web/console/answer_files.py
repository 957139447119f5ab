"""Approved answers out of the console and into it: a table to download, files to download, text to paste."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form
from fastapi.responses import Response

from assistant.curating import (
    Curated,
    ImportReport,
    export_csv,
    import_answers,
    markdown_of,
    parse_markdown,
    read_folder,
)
from assistant.desk import Desk
from assistant.errors import AssistantError
from assistant.settings import Settings
from assistant.web.console.access import Session
from assistant.web.console.answer_form import free_id
from assistant.web.console.answers import ADDRESS, HERE
from assistant.web.console.frame import Frame

_LONGEST = 60_000
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Pasted:
    """What is to be imported."""

    text: str = ""
    kind: Literal["csv", "markdown"] = "csv"


def answer_file_routes(desk: Desk, settings: Settings, frame: Frame) -> APIRouter:
    """The page, two downloads and the import."""
    routes = APIRouter(include_in_schema=False)
    SignedIn = Annotated[Session, Depends(frame.signed_in)]  # noqa: N806

    def show(
        session: Session,
        pasted: Pasted,
        report: ImportReport | None = None,
        trouble: str = "",
        status: int = 200,
    ) -> Response:
        return frame.show(
            "answers-exchange.html",
            session,
            status=status,
            here=HERE,
            done="",
            trouble=trouble,
            pasted=pasted,
            report=report,
            longest=_LONGEST,
        )

    @routes.get(f"{ADDRESS}/exchange")
    def exchange(session: SignedIn) -> Response:
        return show(session, Pasted())

    @routes.get(f"{ADDRESS}/export.csv")
    def table(session: SignedIn) -> Response:
        try:
            answers = _answers(desk)
            with TemporaryDirectory() as folder:
                path = Path(folder) / "answers.csv"
                export_csv(answers, path)
                return _download(path.read_bytes(), "text/csv; charset=utf-8", "approved-answers.csv")
        except AssistantError as error:
            return show(session, Pasted(), trouble=str(error), status=503)

    @routes.get(f"{ADDRESS}/export.zip")
    def files(session: SignedIn) -> Response:
        try:
            packed = _packed(_answers(desk))
        except AssistantError as error:
            return show(session, Pasted(), trouble=str(error), status=503)
        return _download(packed, "application/zip", "approved-answers.zip")

    @routes.post(f"{ADDRESS}/exchange", dependencies=[Depends(frame.form)])
    def take(
        session: SignedIn,
        text: Annotated[str, Form()] = "",
        kind: Annotated[Literal["csv", "markdown"], Form()] = "csv",
    ) -> Response:
        pasted = Pasted(text, kind)
        try:
            report = _imported(pasted, desk)
            desk.read_answers_again()
        except AssistantError as error:
            return show(session, pasted, trouble=str(error), status=422)
        return show(session, pasted if report.refused else Pasted(), report)

    return routes


def _answers(desk: Desk) -> list[Curated]:
    return [stored.curated for stored in read_folder(desk.curated).stored.values()]


def _packed(answers: list[Curated]) -> bytes:
    """A folder of Markdown files, as the folder of approved answers is."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for curated in answers:
            archive.writestr(zipfile.ZipInfo(f"{curated.id}.md", _ZIP_DAY), markdown_of(curated))
    return data.getvalue()


def _imported(pasted: Pasted, desk: Desk) -> ImportReport:
    """What became of the pasted answers; one in Markdown gets a new name, since a text has none.

    :raises AssistantError: the text cannot be read, or the folder not be written.
    """
    if not pasted.text.strip():
        raise AssistantError("The text is empty; it is an exported table or one answer in Markdown; paste it.")
    name = "answers.csv"
    if pasted.kind == "markdown":
        name = f"{free_id(parse_markdown('pasted', pasted.text).question, desk.curated)}.md"
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(pasted.text.encode())
        return import_answers(path, desk.curated, desk.assistant.index)


def _download(data: bytes, kind: str, name: str) -> Response:
    return Response(data, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
