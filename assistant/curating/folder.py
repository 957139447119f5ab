"""The folder of approved answers: one Markdown file an answer, read and written so that no editor's work is lost."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.curating.markdown import MOST_BYTES, markdown_of, parse_markdown
from assistant.curating.values import Curated, EditedMeanwhileError
from assistant.errors import AssistantError
from assistant.files import replace_file

MOST_FILES = 5000
_LOCK = ".lock"


@dataclass(frozen=True, slots=True)
class Stored:
    """An answer as it was read; ``digest``, the SHA-256 of its file in hex, is what `save` wants to see again."""

    curated: Curated
    digest: str


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder holds, by id in alphabetical order; ``problems`` has one line for each file that was left out."""

    stored: dict[str, Stored]
    problems: tuple[str, ...]


def read_folder(folder: Path) -> Folder:
    """The answers in the folder's Markdown files; a folder that is not there has none. Other files are not looked at.

    :raises AssistantError: the folder cannot be read.
    """
    stored: dict[str, Stored] = {}
    problems: list[str] = []
    paths = sorted(_markdown_files(folder))
    if len(paths) > MOST_FILES:
        problems.append(
            f"Folder {str(folder)!r} has {len(paths)} answers; {MOST_FILES} are read; move what is retired elsewhere."
        )
    for path in paths[:MOST_FILES]:
        try:
            stored[path.stem] = read_one(path)
        except AssistantError as error:
            problems.append(str(error))
    return Folder(stored, tuple(problems))


def read_one(path: Path) -> Stored:
    """The answer in one Markdown file, whose name is its id.

    :raises AssistantError: it cannot be read.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise AssistantError(
                f"Approved answer {path.stem[:80]!r} has {path.stat().st_size} bytes; at most {MOST_BYTES} are read; "
                "shorten it."
            )
        data = path.read_bytes()
        text = data.decode("utf-8")
    except OSError as error:
        raise AssistantError(
            f"{str(path)!r} cannot be read ({error.strerror}); it holds an approved answer; mend its permissions."
        ) from None
    except UnicodeDecodeError:
        raise AssistantError(
            f"Approved answer {path.stem[:80]!r} is not UTF-8; every file of the folder is; save it as UTF-8."
        ) from None
    return Stored(parse_markdown(path.stem, text), hashlib.sha256(data).hexdigest())


def save(folder: Path, curated: Curated, *, seen: str | None) -> str:
    """Writes the answer in one step and returns its new digest.

    `seen` is the digest of the file as the editor read it, None for an answer that is new.

    :raises EditedMeanwhileError: the file is not the one that was seen; nothing is written.
    :raises AssistantError: it cannot be written.
    """
    path = folder / f"{curated.id}.md"
    data = markdown_of(curated).encode()
    with _alone_in(folder):
        _require_unchanged(path, seen)
        replace_file(path, data)
    return hashlib.sha256(data).hexdigest()


def remove(folder: Path, curated_id: str, *, seen: str) -> None:
    """Deletes the answer's file; `seen` as for `save`.

    :raises EditedMeanwhileError: the file is not the one that was seen; it stays.
    :raises AssistantError: it cannot be deleted.
    """
    path = folder / f"{curated_id}.md"
    with _alone_in(folder):
        _require_unchanged(path, seen)
        path.unlink()


def _markdown_files(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.suffix == ".md" and not path.name.startswith(".")]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise AssistantError(
            f"Folder {str(folder)!r} cannot be read ({error.strerror}); it holds the approved answers; "
            "mend its permissions, or set the setting curated."
        ) from None


def _require_unchanged(path: Path, seen: str | None) -> None:
    try:
        now = hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        now = None
    if now != seen:
        raise EditedMeanwhileError(
            f"Approved answer {path.stem!r} was {'deleted' if now is None else 'written'} by somebody else meanwhile; "
            "nothing is written over; read it again and repeat the change."
        )


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Whoever compares and writes does so alone; a process that dies lets go.

    :raises AssistantError: something cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)
    except OSError as error:
        raise AssistantError(
            f"Folder {str(folder)!r} cannot be written ({error.strerror}); it holds the approved answers; "
            "make room or mend its permissions."
        ) from None
