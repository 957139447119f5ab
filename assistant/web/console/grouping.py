"""Groups of unanswered questions, made beside the pages: thousands of questions take seconds."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYetError
from dataclasses import dataclass

from assistant.recording import Group

KEPT_SECONDS = 60.0
"""So long a grouping is shown again; what was erased meanwhile may stand in it until then."""
_WAIT_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class _Made:
    asked_at: float
    groups: Future[tuple[Group, ...]]


class Grouping:
    """Groups once for all who ask within a minute; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: dict[tuple[str, str | None], _Made] = {}
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="grouping")

    def groups(
        self, period: str, program: str | None, make: Callable[[], tuple[Group, ...]]
    ) -> tuple[Group, ...] | None:
        """What `make` gives for that period and program; None where it is not done yet, and is worked on.

        :raises AssistantError: `make` did.
        """
        future = self._future((period, program), make)
        try:
            return future.result(timeout=_WAIT_SECONDS)
        except NotYetError:
            return None

    def _future(self, key: tuple[str, str | None], make: Callable[[], tuple[Group, ...]]) -> Future[tuple[Group, ...]]:
        now = time.monotonic()
        with self._lock:
            made = self._made.get(key)
            if made is not None and (not made.groups.done() or now - made.asked_at < KEPT_SECONDS):
                return made.groups
            self._made = {other: one for other, one in self._made.items() if now - one.asked_at < KEPT_SECONDS}
            future = self._worker.submit(make)
            self._made[key] = _Made(now, future)
            return future
