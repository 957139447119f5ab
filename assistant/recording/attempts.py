"""Writing that never stops what it is done beside."""

import logging
import time
from collections.abc import Callable
from threading import Lock

from assistant.recording.opening import one_line

PAUSE_SECONDS = 30.0
"""After a failure nothing is written for so long: every answer would wait for a database that is gone."""
_log = logging.getLogger(__name__)


class Attempts:
    """Tries to write, and knows what went wrong since something could last be written; for several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._reason = ""
        self._lost = 0
        self._again_at = 0.0

    @property
    def trouble(self) -> str:
        """One line, empty where all is well."""
        with self._lock:
            return f"Recording fails ({self._reason}); not recorded so far: {self._lost}." if self._reason else ""

    def made(self, write: Callable[[], None]) -> bool:
        """Whether it was written."""
        with self._lock:
            if time.monotonic() < self._again_at:
                self._lost += 1
                return False
        try:
            write()
        except Exception as error:  # Whatever happens here, the applicant gets the answer.
            self._failed(one_line(error))
            return False
        if self._reason:
            self._works_again()
        return True

    def _failed(self, reason: str) -> None:
        with self._lock:
            is_first = not self._reason
            self._reason = reason
            self._lost += 1
            self._again_at = time.monotonic() + PAUSE_SECONDS
        if is_first:
            _log.error("Recording fails (%s); questions are answered all the same.", reason)

    def _works_again(self) -> None:
        with self._lock:
            lost, self._reason, self._lost = self._lost, "", 0
        _log.warning("Recording works again; not recorded: %d.", lost)
