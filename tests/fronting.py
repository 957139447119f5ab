"""The real nginx with deploy/nginx.conf, run as whoever runs the tests, in front of servers of this machine."""

import os
import re
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

SITE = Path(__file__).parent.parent / "deploy" / "nginx.conf"
NGINX = shutil.which("nginx", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"]))
_MAIN = """
daemon off;
pid nginx.pid;
error_log errors.log warn;
worker_processes 1;
{user}
events {{ worker_connections 2048; }}
http {{
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    # Clients of this machine say who they are, so that one machine can be many visitors.
    set_real_ip_from 127.0.0.1;
    real_ip_header X-Visitor;
    include site.conf;
}}
"""


def prepared(folder, servers):
    """The address at which nginx will listen, its files being in the folder, with these servers behind it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    behind = "".join(f"server {server.removeprefix('http://')} max_fails=1 fail_timeout=5s;" for server in servers)
    site = re.sub(r"(?:\s*server 127\.0\.0\.1:\d+[^;]*;)+", f" {behind}", SITE.read_text("utf-8"))
    (folder / "site.conf").write_text(site.replace("listen 80;", f"listen 127.0.0.1:{port};"), "utf-8")
    (folder / "nginx.conf").write_text(_MAIN.format(user="user root;" if os.geteuid() == 0 else ""), "utf-8")
    return f"http://127.0.0.1:{port}"


def checked(folder):
    """What `nginx -t` says of the files in the folder, and whether they are right."""
    done = subprocess.run(_command(folder, "-t"), capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stderr


@contextmanager
def fronted(folder, *servers):
    """The address of an nginx that runs in front of the servers; a client's address is what it gives as X-Visitor."""
    address = prepared(folder, servers)
    with subprocess.Popen(_command(folder), stderr=subprocess.DEVNULL) as running:
        try:
            _wait_for(address, running)
            yield address
        finally:
            running.terminate()


def _command(folder, *more):
    return [NGINX, "-e", str(folder / "errors.log"), "-p", str(folder), "-c", "nginx.conf", *more]


def _wait_for(address, running):
    host, port = address.removeprefix("http://").split(":")
    for _ in range(600):
        assert running.poll() is None, "nginx did not start."
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("nginx does not listen.")
