"""The pages that wait for approval, kept beside the index."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import AssistantError
from assistant.files import replace_file

_FILE = "waiting.json"


class PageState(BaseModel):
    """What a page is like: which file, or that it is gone, or there and not to be read.

    ``digest`` is the SHA-256 of the file, in hex; None where it is gone or cannot be read.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None
    file: Literal["read", "unreadable", "gone"] = "read"


class WaitingPage(PageState):
    """A page of which what was live stays live.

    ``reason`` is one line, ``since`` a day in ISO 8601.
    """

    reason: str
    since: str

    @property
    def state(self) -> PageState:
        """What the page was like when it was put on the list."""
        return PageState(digest=self.digest, file=self.file)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    pages: dict[str, WaitingPage] = {}
    approved: dict[str, PageState] = {}


def read_waiting(index: Path) -> dict[str, WaitingPage]:
    """The pages that wait, by the ids of their documents.

    :raises AssistantError: the file that lists them cannot be read.
    """
    return _read(index).pages


def read_approved(index: Path) -> dict[str, PageState]:
    """The pages that went live because somebody approved them, as they were then and still are.

    :raises AssistantError: the file that lists them cannot be read.
    """
    return _read(index).approved


def _read(index: Path) -> _File:
    path = index / _FILE
    try:
        return _File.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return _File()
    except (OSError, ValidationError) as error:
        raise AssistantError(
            f"{str(path)!r} cannot be read ({str(error).splitlines()[0]}); it lists the pages that wait for approval; "
            "delete it, and every changed page is checked again."
        ) from None


def write_waiting(
    index: Path, pages: Mapping[str, WaitingPage], approved: Mapping[str, PageState] | None = None
) -> None:
    """Replaces both lists in one step.

    :raises AssistantError: it cannot be written.
    """
    path = index / _FILE
    table = _File(pages=dict(sorted(pages.items())), approved=dict(sorted((approved or {}).items())))
    try:
        replace_file(path, table.model_dump_json(indent=1).encode())
    except OSError as error:
        raise AssistantError(
            f"{str(path)!r} cannot be written ({error.strerror}); it lists the pages that wait for approval; "
            "mend that and sync again."
        ) from None
