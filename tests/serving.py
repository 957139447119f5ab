"""What the tests share that need a real server: one in a thread, or one in a process of its own."""

import os
import subprocess
import sys
import threading
from contextlib import contextmanager

import uvicorn


@contextmanager
def served(app, host="127.0.0.1"):
    """The address of a server in a thread; it ends with the test, since one that waits takes 5 % of a core."""
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, log_config=None, proxy_headers=False, timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "The server did not start."
        thread.join(0.02)
    try:
        yield f"http://{host}:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


@contextmanager
def process(folder, *, log=subprocess.PIPE, **settings):
    """A server in a process of its own, as `assistant serve` starts it, and its address; by hashing, unless told."""
    given = {"embedding_model": "hashing", "port": 0} | settings
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ASSISTANT_")}
    environment |= {f"ASSISTANT_{name.upper()}": str(value) for name, value in given.items()}
    started = subprocess.Popen(
        [sys.executable, "-m", "assistant", "serve"],
        cwd=folder,
        env=environment | {"PYTHONPATH": os.pathsep.join(sys.path), "OMP_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    )
    try:
        line = started.stdout.readline()
        assert "http://" in line, started.communicate(timeout=60)[1]
        yield started, line[line.index("http://") :].split()[0].rstrip("/")
    finally:
        started.kill()
        started.communicate(timeout=60)
