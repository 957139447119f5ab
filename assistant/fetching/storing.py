"""A program's folder: its pages, each written whole or not at all, and beside them what is known of each."""

import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import AssistantError
from assistant.fetching.names import is_file_name
from assistant.files import replace_file

STATE = ".fetched.json"
GONE = ".gone"


@dataclass(frozen=True, slots=True)
class Stored:
    """What is known of a stored page.

    ``file`` is relative to the program's folder, ``digest`` the SHA-256 of its bytes. ``fetched`` is when the site last
    said that this is the page, ``changed`` when its bytes last changed (UTC, ISO 8601). ``etag`` and ``last_modified``
    are as the site gave them. ``missing`` counts the fetches in a row that did not find it.
    """

    file: str
    digest: str
    fetched: str
    changed: str
    etag: str | None = None
    last_modified: str | None = None
    missing: int = 0


class _Entry(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    file: str
    digest: str
    fetched: str
    changed: str
    etag: str | None = None
    last_modified: str | None = None
    missing: Annotated[int, Field(ge=0)] = 0


class _State(BaseModel):
    version: Annotated[int, Field(ge=1, le=1)] = 1
    pages: dict[str, _Entry] = Field(default_factory=dict)


class ProgramFolder:
    """The pages of one program on disk, by address; nothing outside ``corpus/program/`` is touched."""

    def __init__(self, corpus: Path, program: str) -> None:
        self.program = program
        self._folder = corpus / program
        self.pages = _read_state(self._folder / STATE)

    def doc_id(self, file: str) -> str:
        """The page's name in the corpus."""
        return f"{self.program}/{file}"

    def content(self, stored: Stored) -> bytes | None:
        """The page's bytes where they are those that were written, else None: it is then fetched as if it were new."""
        try:
            data = (self._folder / stored.file).read_bytes()
        except OSError:
            return None
        return data if hashlib.sha256(data).hexdigest() == stored.digest else None

    def put(self, url: str, stored: Stored, data: bytes) -> None:
        """Writes the page; under a new name where its type has changed, and the old file is then put away.

        :raises AssistantError: it cannot be written.
        """
        before = self.pages.get(url)
        _write(self._folder / stored.file, data)
        self.pages[url] = stored
        if before is not None and before.file != stored.file:
            self._put_away(before.file)

    def mark_missing(self, url: str) -> int:
        """Counts one more fetch that did not find it; returns how many there were in a row."""
        stored = self.pages[url]
        self.pages[url] = replace(stored, missing=stored.missing + 1)
        return stored.missing + 1

    def remove(self, url: str) -> None:
        """Puts the page away into the dot-folder, where it is not read as a document, and forgets it."""
        self._put_away(self.pages.pop(url).file)

    def save(self) -> None:
        """Writes what is known of the pages.

        :raises AssistantError: it cannot be written.
        """
        state = _State(pages={url: _Entry(**_fields(stored)) for url, stored in sorted(self.pages.items())})
        _write(self._folder / STATE, state.model_dump_json(indent=1, exclude_none=True).encode() + b"\n")

    def _put_away(self, file: str) -> None:
        if any(stored.file == file for stored in self.pages.values()):
            return
        target = self._folder / GONE / file
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(self._folder / file, target)
        except FileNotFoundError:
            return  # Somebody has deleted it.
        except OSError as error:
            raise _cannot_write(target, error) from None


def read_provenance(corpus: Path) -> dict[str, tuple[str, Stored]]:
    """For each fetched page of the corpus, by doc_id, its address and what is known of it.

    :raises AssistantError: a state file is damaged.
    """
    found = {}
    for state in sorted(corpus.glob(f"*/{STATE}")):
        for url, stored in _read_state(state).items():
            found[f"{state.parent.name}/{stored.file}"] = (url, stored)
    return found


def _fields(stored: Stored) -> dict[str, str | int | None]:
    return {name: getattr(stored, name) for name in Stored.__slots__}


def _read_state(path: Path) -> dict[str, Stored]:
    try:
        state = _State.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise AssistantError(
            f"{str(path)!r} cannot be read ({error.strerror}); it holds what is known of the pages; "
            "mend its permissions."
        ) from None
    except ValidationError as error:
        raise _damaged(path, error.errors()[0]["msg"]) from None
    for url, entry in state.pages.items():
        if not is_file_name(entry.file):
            raise _damaged(path, f"{url[:80]!r} has the file {entry.file[:80]!r}")
    return {url: Stored(**entry.model_dump()) for url, entry in state.pages.items()}


def _damaged(path: Path, what: str) -> AssistantError:
    return AssistantError(
        f"{str(path)!r} is not as it was written ({what}); it is written by fetch only; "
        "delete it, and every page is fetched anew."
    )


def _write(path: Path, data: bytes) -> None:
    """Writes the file, and its folder where there is none."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, data)
    except OSError as error:
        raise _cannot_write(path, error) from None


def _cannot_write(path: Path, error: OSError) -> AssistantError:
    return AssistantError(
        f"{str(path)!r} cannot be written ({error.strerror}); fetched pages are kept there; "
        "make room or mend its permissions."
    )
