"""What a check reports."""

from dataclasses import dataclass
from enum import StrEnum

from assistant.types import Citation


class Severity(StrEnum):
    """How much it matters: an error misleads applicants, a warning holds them up, a note is worth a look."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend in a document.

    ``check`` is the name of the check that found it, one of `CHECKS`. ``message`` is one plain line: what is wrong and
    what to do. ``others`` are the places that it contradicts or repeats, or where the same is wrong again.
    """

    check: str
    severity: Severity
    message: str
    citation: Citation
    others: tuple[Citation, ...] = ()
