"""Runs the web application on one address."""

import socket
from contextlib import closing

import uvicorn

from assistant.desk import Desk
from assistant.errors import AssistantError
from assistant.settings import Settings
from assistant.web.application import create_app


def serve(settings: Settings) -> None:
    """Opens the assistant and serves it until it is interrupted.

    :raises AssistantError: there is no sound index, or the address cannot be listened on.
    """
    listener = _listen(settings.host, settings.port)
    with listener, closing(Desk.open(settings)) as desk:
        app = create_app(desk.assistant, settings, desk=desk)
        desk.start_purging()
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        print(f"{settings.title}: http://{host}:{listener.getsockname()[1]}/ (Ctrl+C stops it)", flush=True)  # noqa: T201
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,  # Addresses of visitors are not kept.
            proxy_headers=False,  # Anyone can send X-Forwarded-For.
            server_header=False,
            timeout_graceful_shutdown=3,  # Open chat pages hold a connection for as long as they are open.
        )
        uvicorn.Server(config).run(sockets=[listener])


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
