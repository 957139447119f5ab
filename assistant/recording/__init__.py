"""What was asked and how it ended, redacted and kept for some days; off until `record_to` is set.

Recording wraps `Assistant.ask`; it is not part of it. SQLAlchemy is loaded when the records are opened.
"""

from typing import TYPE_CHECKING

from assistant.embedding import Embedder
from assistant.errors import AssistantError
from assistant.recording.entries import (
    Counts,
    Entry,
    FrontEnd,
    HandOff,
    HandOffStatus,
    NearestSection,
    Place,
    Volume,
)
from assistant.recording.grouping import Group, group
from assistant.recording.redacting import redact
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.recording.records import Records

__all__ = [
    "Counts",
    "Entry",
    "FrontEnd",
    "Group",
    "HandOff",
    "HandOffStatus",
    "NearestSection",
    "Place",
    "Volume",
    "group",
    "open_records",
    "redact",
]


def open_records(settings: Settings, *, embedder: Embedder | None = None) -> "Records | None":
    """The records in the database of `record_to`, its tables brought up to date; None where nothing is to be recorded.

    The embedder is needed for grouping only.

    :raises AssistantError: the database cannot be used, or what is needed for it is not installed.
    """
    if settings.record_to is None:
        return None
    try:
        from assistant.recording.opening import open_database
        from assistant.recording.records import Records
    except ModuleNotFoundError as error:
        raise AssistantError(
            f"record_to is set, and recording needs {error.name}, which is not installed; install it: "
            "pip install 'program-assistant[desk]'."
        ) from None
    return Records(open_database(settings.record_to), days=settings.record_days, embedder=embedder)
