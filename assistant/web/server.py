"""Runs the web application on one address."""

import asyncio
import signal
import socket
from contextlib import closing

import uvicorn
from fastapi import FastAPI

from assistant.desk import Desk
from assistant.errors import AssistantError
from assistant.settings import Settings
from assistant.web.application import create_app
from assistant.web.guard import MOST_OPEN
from assistant.web.logs import start_logging

_NOTICE_SECONDS = 1.0
"""Between being told to stop and taking no more connections; whoever watches ``/readyz`` sends them elsewhere."""
_FINISH_SECONDS = 5
"""For what has begun by then."""


def serve(settings: Settings) -> None:
    """Opens the assistant and serves it until it is interrupted.

    :raises AssistantError: there is no sound index, or the address cannot be listened on.
    """
    listener = _listen(settings.host, settings.port)
    start_logging(settings.log_format)
    with listener, closing(Desk.open(settings)) as desk:
        app = create_app(desk.assistant, settings, desk=desk)
        desk.start_purging()
        if settings.reload_seconds:
            desk.start_watching(settings.reload_seconds)
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        print(f"{settings.title}: http://{host}:{listener.getsockname()[1]}/ (Ctrl+C stops it)", flush=True)  # noqa: T201
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,  # Addresses of visitors are not kept.
            proxy_headers=False,  # Anyone can send X-Forwarded-For.
            server_header=False,
            # Beyond what the guard refuses in its own words; those that have asked nothing yet count here too.
            limit_concurrency=2 * MOST_OPEN,
            timeout_graceful_shutdown=_FINISH_SECONDS,
        )
        # The server stops by itself at this signal, then sends it once more to whoever had it before.
        signal.signal(signal.SIGTERM, lambda *_: None)
        _Server(config, app).run(sockets=[listener])


class _Server(uvicorn.Server):
    """A server that says that it is about to stop before it does."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._app.state.live.stopping = True
        await asyncio.sleep(_NOTICE_SECONDS)
        self._app.state.end_streams()
        await super().shutdown(sockets)


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket; opened before the model is loaded, so that a taken port is told at once."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise AssistantError(
            f"Address {host}:{port} cannot be listened on ({error.strerror or error}); it must be one of this "
            "machine's addresses and free; choose another with --host and --port."
        ) from None
