"""Which mails have or had a draft, kept in a file that outlives the drafts."""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import AssistantError

_KEY = re.compile(rb"^[0-9a-f]{32}$", re.MULTILINE)


class Register:
    """The keys of the mails that have or had a draft; also of drafts that were sent or thrown away since."""

    def __init__(self, path: Path, keys: set[str], descriptor: int | None) -> None:
        self._path = path
        self._keys = keys
        self._descriptor = descriptor

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def add(self, key: str) -> None:
        """Writes the key down, on the disk when this returns; nothing where the register is only looked at.

        :raises AssistantError: it cannot be written.
        """
        self._keys.add(key)
        if self._descriptor is None:
            return
        try:
            # The line break before it ends a line that a killed run left unfinished.
            os.write(self._descriptor, f"\n{key}\n".encode())
            os.fsync(self._descriptor)
        except OSError as error:
            raise _unusable(self._path, error) from None


@contextmanager
def open_register(path: Path, *, write: bool = True) -> Iterator[Register]:
    """The register in the file, held by one run at a time; without `write` it is looked at only, and never held.

    :raises AssistantError: another run holds it, or it cannot be read or written.
    """
    if not write:
        yield Register(path, _keys(path), None)
        return
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError as error:
        raise _unusable(path, error) from None
    try:
        _hold(path, descriptor)
        yield Register(path, _keys(path), descriptor)
    finally:
        os.close(descriptor)


def _hold(path: Path, descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)  # Given back by the system, also after a crash.
    except BlockingIOError:
        raise AssistantError(
            f"{str(path)!r} is held by another run; two at a time could draft the same mail twice; wait for its end."
        ) from None
    except OSError as error:
        raise _unusable(path, error) from None


def _keys(path: Path) -> set[str]:
    try:
        return {key.decode() for key in _KEY.findall(path.read_bytes())}
    except FileNotFoundError:
        return set()
    except OSError as error:
        raise _unusable(path, error) from None


def _unusable(path: Path, error: OSError) -> AssistantError:
    return AssistantError(
        f"{str(path)!r} cannot be used ({error.strerror or error}); it lists the mails that have a draft; make room or "
        "mend its permissions."
    )
