"""Drafts as files: one `.eml` for each mail, whatever happens in between."""

from pathlib import Path

from assistant.errors import AssistantError
from assistant.files import replace_file

DONE = "done"
"""The sub-folder of the drafts that somebody has dealt with."""


class DraftFolder:
    """A folder of drafts, each named by the key of the mail it replies to, so that no mail gets two."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def register(self) -> Path:
        """The file that lists the mails that have or had a draft here."""
        return self._folder / ".drafted"

    def has(self, key: str) -> bool:
        """Whether a draft for the mail lies here, or among those that were dealt with."""
        return any((folder / f"{key}.eml").exists() for folder in (self._folder, self._folder / DONE))

    def add(self, key: str, draft: bytes) -> str:
        """Writes the draft in one step; where it lies.

        :raises AssistantError: it cannot be written.
        """
        path = self._folder / f"{key}.eml"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_file(path, draft)
        except OSError as error:
            raise AssistantError(
                f"{str(path)!r} cannot be written ({error.strerror}); drafts are kept there; make room or mend its "
                "permissions."
            ) from None
        return str(path)
