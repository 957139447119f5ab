"""What a file says about itself."""

import re
from dataclasses import dataclass

from assistant.documents.builder import normalise

_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?=T|$)")
_MOST_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class About:
    """Its title, the day it was last saved or sent (ISO 8601), and what was left out of it, in plain lines."""

    title: str | None
    updated: str | None
    remarks: tuple[str, ...]


def title_line(written: str | None) -> str | None:
    """A title as it is shown, on one line; None when nothing is written there."""
    return " ".join(normalise(written or "").split())[:_MOST_CHARACTERS].strip() or None


def day_of(written: str | None) -> str | None:
    """The day of a point in time (ISO 8601), None when it is none."""
    match = _DATE.match((written or "").strip())
    return match.group() if match else None
