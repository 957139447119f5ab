"""The pages that wait for approval, kept beside the index."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import AssistantError
from assistant.files import replace_file

_FILE = "waiting.json"


class WaitingPage(BaseModel):
    """A page of which what was live stays live.

    ``digest`` is the SHA-256 of the file that waits, in hex; None where the page is gone or cannot be read.
    ``reason`` is one line, ``since`` a day in ISO 8601.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None
    reason: str
    since: str


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    pages: dict[str, WaitingPage]


def read_waiting(index: Path) -> dict[str, WaitingPage]:
    """The pages that wait, by the ids of their documents.

    :raises AssistantError: the file that lists them cannot be read.
    """
    path = index / _FILE
    try:
        return _File.model_validate_json(path.read_bytes()).pages
    except FileNotFoundError:
        return {}
    except (OSError, ValidationError) as error:
        raise AssistantError(
            f"{str(path)!r} cannot be read ({str(error).splitlines()[0]}); it lists the pages that wait for approval; "
            "delete it, and every changed page is checked again."
        ) from None


def write_waiting(index: Path, pages: Mapping[str, WaitingPage]) -> None:
    """Replaces the list in one step.

    :raises AssistantError: it cannot be written.
    """
    path = index / _FILE
    table = _File(pages=dict(sorted(pages.items())))
    try:
        replace_file(path, table.model_dump_json(indent=1).encode())
    except OSError as error:
        raise AssistantError(
            f"{str(path)!r} cannot be written ({error.strerror}); it lists the pages that wait for approval; "
            "mend that and sync again."
        ) from None
