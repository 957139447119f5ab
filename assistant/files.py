"""Files that a reader, also one after a crash, sees as they were or as they are meant to be."""

import os
from pathlib import Path


def replace_file(path: Path, data: bytes) -> None:
    """Writes the file in one step; what a killed writer left behind is written over by the next.

    :raises OSError: it cannot be written; it is then as it was.
    """
    temporary = path.parent / f".{path.name.lstrip('.')}.new"
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
    sync_to_disk(path.parent)


def sync_to_disk(path: Path) -> None:
    """Returns when the file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
