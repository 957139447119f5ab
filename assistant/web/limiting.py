"""How much one client, its site, one open page, and all together may ask; too much is told when to come again."""

import math
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.web.clients import site_of
from assistant.web.pages import page
from assistant.web.problems import TOO_MUCH, busy, problem
from assistant.web.visits import Visits, page_of

MOST_COUNTERS = 20_000
"""Of one limit, about 10 MB; beyond them the oldest is forgotten."""
_ACTIONS_PER_QUESTION = 5
_READS_PER_QUESTION = 20
_OPEN_PER_QUESTION = 4
_CLIENTS_PER_SITE = 4
MOST_RESPONSES = 200
"""Of one client at a time, beside the chat's; a browser asks for six at a time, and each takes a moment."""
_QUESTIONS = re.compile(r"/api/v1/(?:ask|eligibility)")
_SIGN_IN = "/console/sign-in"
_FORMS = re.compile(rf"/api/v1/.*|{_SIGN_IN}")
_CHAT = re.compile(r"/gradio_api/.*")
_READS = re.compile(
    r"/(?:context|passage|timeline|checklist)\b.*|/api/.*|/gradio_api/.*|/config/?|/openapi\.json|/embed|/"
)
_ALL = "all"
_OPEN_WAIT = 60


@dataclass(frozen=True, slots=True)
class Refusal:
    """Too much was asked; ``seconds`` is when to try again, ``message`` says so."""

    seconds: int
    message: str


class Limits:
    """The counters, in memory and of this process only; a limit of 0 is none. Safe to use from several threads.

    A site (see `site_of`) may ask in a day, and hold open, four times what one client may.
    """

    def __init__(
        self, *, questions_per_minute: int, questions_per_day: int, visitor_questions_per_day: int = 0
    ) -> None:
        self._by_client = _Limit(RateLimitItemPerMinute, questions_per_minute)
        self._by_session = _Limit(RateLimitItemPerMinute, questions_per_minute)
        self._by_client_today = _Limit(RateLimitItemPerDay, visitor_questions_per_day)
        self._by_site_today = _Limit(RateLimitItemPerDay, visitor_questions_per_day * _CLIENTS_PER_SITE)
        self._by_all_today = _Limit(RateLimitItemPerDay, questions_per_day)
        self._forms = _Limit(RateLimitItemPerMinute, questions_per_minute)
        self._actions = _Limit(RateLimitItemPerMinute, questions_per_minute * _ACTIONS_PER_QUESTION)
        self._reads = _Limit(RateLimitItemPerMinute, questions_per_minute * _READS_PER_QUESTION)
        self._most_open = questions_per_minute * _OPEN_PER_QUESTION
        self._open: Counter[tuple[str, str, bool]] = Counter()
        self._counting = threading.Lock()

    def question(self, client: str, session: str = "") -> Refusal | None:
        """Counts a question of the client, asked in the session if there is one; None where it may be answered."""
        wait = self._by_client.hit(client) or (self._by_session.hit(session) if session else 0)
        if wait:
            return Refusal(wait, f"Too many questions came in one minute. Please try again in {_in_words(wait)}.")
        # One after the other: what one of them refuses, the next does not count.
        if wait := (
            self._by_client_today.hit(client)
            or self._by_site_today.hit(site_of(client))
            or self._by_all_today.hit(_ALL)
        ):
            return Refusal(
                wait,
                "More was asked today than is answered in one day. "
                f"Please try again in {_in_words(wait)}, or ask the program’s office.",
            )
        return None

    def request(self, method: str, path: str, client: str) -> Refusal | None:
        """Counts a request, before anything is done for it; what the chat asks is counted by `question`."""
        if method == "POST" and _QUESTIONS.fullmatch(path):
            return self.question(client)
        wait = 0
        if method == "POST" and _FORMS.fullmatch(path):
            wait = self._forms.hit(client)
        elif method == "POST" and _CHAT.fullmatch(path):
            wait = self._actions.hit(client)
        elif method in ("GET", "HEAD") and _READS.fullmatch(path):
            wait = self._reads.hit(client)
        return Refusal(wait, f"Too much came at once. Please try again in {_in_words(wait)}.") if wait else None

    @contextmanager
    def opened(self, path: str, client: str) -> Iterator[Refusal | None]:
        """Counts a request as long as it is open; an open page holds some of the chat's for hours."""
        if not self._most_open:
            yield None
            return
        # What takes long though it is none of the chat's is a response that nobody reads.
        chat = bool(_CHAT.fullmatch(path))
        most = self._most_open if chat else MOST_RESPONSES
        allowed = {("client", client, chat): most, ("site", site_of(client), chat): most * _CLIENTS_PER_SITE}
        with self._counting:
            self._open.update(allowed.keys())
            too_many = any(self._open[key] > most for key, most in allowed.items())
        message = "Too many chats are open. Please close some." if chat else TOO_MUCH
        try:
            yield Refusal(_OPEN_WAIT, message) if too_many else None
        finally:
            with self._counting:
                self._open.subtract(allowed.keys())
                for key in allowed:
                    if not self._open[key]:
                        del self._open[key]


class Limiting:
    """ASGI middleware: answers 429 to what is too much. It stands behind the guard, which says who the client is."""

    def __init__(self, app: ASGIApp, *, limits: Limits, visits: Visits) -> None:
        self._app = app
        self._limits = limits
        self._visits = visits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or refuses it."""
        if scope["type"] == "http":
            client = scope["client"][0] if scope.get("client") else ""
            with self._limits.opened(scope["path"], client) as too_many:
                refusal = too_many or self._limits.request(scope["method"], scope["path"], client)
                answer = self._response(scope, refusal) if refusal else self._app
                await answer(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _response(self, scope: Scope, refusal: Refusal) -> Response:
        if _CHAT.fullmatch(scope["path"]):
            return busy(refusal.message, self._visits.of(page_of(Request(scope))).t, seconds=refusal.seconds)
        headers = {"Retry-After": str(refusal.seconds)}
        if scope["path"] == _SIGN_IN:
            shown = page("console/sign-in.html", title="Program office", message=refusal.message, kept=None)
            return HTMLResponse(shown, 429, headers=headers)
        return problem(429, refusal.message, headers=headers)


class _Limit:
    """One limit: so many in a window of time, for each key."""

    def __init__(self, kind: type[RateLimitItem], amount: int) -> None:
        self._item = kind(amount) if amount else None
        self._storage = _BoundedStorage()
        self._limiter = SlidingWindowCounterRateLimiter(self._storage)
        self._lock = threading.Lock()

    def hit(self, key: str) -> int:
        """Counts one, and gives 0; or counts nothing, and gives the seconds to wait."""
        if self._item is None:
            return 0
        with self._lock:
            if self._limiter.hit(self._item, key):
                return 0
            freed_at = self._limiter.get_window_stats(self._item, key).reset_time
        # At that moment the last window still counts in full, a second later no more.
        return min(math.floor(freed_at - time.time()) + 1, self._item.get_expiry())


class _BoundedStorage(MemoryStorage):
    """Counters of which the oldest go first, where there are too many."""

    def __init__(self) -> None:
        super().__init__()
        # The library looks through all counters in a thread of its own, started after each hit, for some that are
        # over; while it finds one running, as the main thread is, it starts none.
        self.timer.join()
        self.timer = threading.main_thread()  # type: ignore[assignment]

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Adds to the counter."""
        while len(self.storage) >= MOST_COUNTERS and key not in self.storage:
            self.clear(next(iter(self.expirations)))
        return super().incr(key, expiry, amount)


def _in_words(seconds: int) -> str:
    if seconds < 120:
        return f"{seconds} seconds" if seconds > 1 else "a second"
    return f"{round(seconds / 60)} minutes" if seconds < 7200 else f"{round(seconds / 3600)} hours"
