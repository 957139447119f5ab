"""What Gradio keeps for open pages until they fetch it: so much for each, and not for ever."""

import re
import sys
import time
from collections import Counter, OrderedDict
from typing import Any

from gradio.queueing import Queue
from gradio.server_messages import CloseStreamMessage, UnexpectedErrorMessage
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.web.problems import TOO_MUCH

MOST_WAITING = 20
"""Messages for one page; a page fetches them as they come, three or four for a question."""
FORGOTTEN_SECONDS = 180.0
"""After which nobody comes for what waits: a page opens its stream as soon as it has asked."""
_WAIT_SECONDS = 10
_STREAM = "/gradio_api/queue/data"
_SESSION = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Waiting:
    """Stands before Gradio's queue.

    Gradio itself keeps every message until somebody fetches it, for the last 2,000 pages, and the numbers of their
    events until it ends.
    """

    def __init__(self, queue: Queue) -> None:
        self._queue = queue
        self._push = queue.push
        self._asked: OrderedDict[str, float] = OrderedDict()
        self._streams: Counter[str] = Counter()
        queue.push = self.push  # type: ignore[method-assign]
        # For a page of statistics that is not served, Gradio makes a table of the last 10,000 events after each one.
        queue.ANALYTICS_MAX_EVENTS = 1
        queue.ANAYLTICS_CACHE_FREQUENCY = sys.maxsize

    async def push(self, body: Any, request: Any, username: str | None) -> Any:  # noqa: ANN401 - as Gradio has it
        """Takes an event into the queue.

        :raises HTTPException: the page or what it asks for is none of ours; too much waits for the page.
        """
        session = own_number(body.session_hash)
        function = self._queue.blocks.fns.get(body.fn_index)
        # Gradio would write into its message what came in place of the right inputs.
        if not session or function is None or len(body.data) != len(function.inputs):
            raise HTTPException(422, "The page asks for what this version does not have; load it again.")
        self._forget()
        self._asked[session] = time.monotonic()
        self._asked.move_to_end(session)
        waiting = self._queue.pending_messages_per_session.get(session)
        if waiting is not None and waiting.qsize() >= MOST_WAITING:
            raise HTTPException(429, TOO_MUCH, {"Retry-After": str(_WAIT_SECONDS)})
        return await self._push(body=body, request=request, username=username)

    def fetched_from(self, gradio: ASGIApp) -> ASGIApp:
        """Gradio's application, told apart by who still fetches what waits."""

        async def fetching(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http" or scope["path"] != _STREAM:
                await gradio(scope, receive, send)
                return
            session = Request(scope).query_params.get("session_hash", "")
            if session and session not in self._queue.pending_messages_per_session:
                await _nothing_waits()(scope, receive, send)
                return
            self._streams[session] += 1
            try:
                await gradio(scope, receive, send)
            finally:
                self._streams[session] -= 1
                if not self._streams[session]:
                    del self._streams[session]

        return fetching

    def _forget(self) -> None:
        """Forgets pages that asked long ago and fetch nothing."""
        long_ago = time.monotonic() - FORGOTTEN_SECONDS
        busy = {event.session_hash for event in self._queue.event_ids_to_events.values()}
        while self._asked:
            session, asked = next(iter(self._asked.items()))
            if asked > long_ago:
                return
            del self._asked[session]
            if session in busy or session in self._streams:
                self._asked[session] = time.monotonic()
                continue
            self._queue.pending_messages_per_session.pop(session, None)
            self._queue.pending_event_ids_session.pop(session, None)


def own_number(session: str | None) -> str:
    """Gradio's number of an open page, empty where the browser made up something that is none."""
    return session if session and _SESSION.fullmatch(session) else ""


def _nothing_waits() -> Response:
    """What Gradio says to a page that it does not know; Gradio goes on to fail at it."""
    messages = (UnexpectedErrorMessage(message="", session_not_found=True), CloseStreamMessage())
    return Response("".join(f"data: {one.model_dump_json()}\n\n" for one in messages), media_type="text/event-stream")
