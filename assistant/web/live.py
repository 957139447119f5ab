"""The version that is served: a request takes it once, at its start, and all it shows comes from that one."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from assistant.assistant import Assistant
from assistant.guiding import Guide


@dataclass(frozen=True, slots=True)
class Served:
    """One version of the index, and what is made of it."""

    assistant: Assistant
    guide: Guide


class Live:
    """Hands out the version that is served now; safe to use from several threads.

    ``current`` gives the assistant that answers now. ``stopping`` is set when the server is about to end.
    """

    def __init__(self, current: Callable[[], Assistant]) -> None:
        self._current = current
        self._lock = Lock()
        self._served: Served | None = None
        self.stopping = False

    def now(self) -> Served:
        """What is served now; the same one as long as no other version takes its place."""
        with self._lock:
            assistant = self._current()
            if self._served is None or self._served.assistant is not assistant:
                self._served = Served(assistant, Guide(assistant))
            return self._served
