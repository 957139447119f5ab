"""IMAP servers of the tests: pymap in a thread, Dovecot as a process, and one that lies."""

import argparse
import asyncio
import contextlib
import getpass
import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path

PASSWORD = "pa55word"
DOVECOT = shutil.which("dovecot") or "/usr/sbin/dovecot"
_CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {base}/run
state_dir = {base}/state
log_path = {base}/log
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
first_valid_uid = 1
mail_location = maildir:{base}/mail/%u
maildir_stat_dirs = yes
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={base}/home/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox {drafts} {{
    special_use = \\Drafts
    auto = create
  }}
  mailbox Sent {{
    special_use = \\Sent
    auto = create
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


def free_port():
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return opened.getsockname()[1]


@contextlib.contextmanager
def dovecot(drafts="Entwürfe"):
    """Dovecot's port; any user may log in with the password and has an empty account with folders by their use."""
    base = Path(tempfile.mkdtemp(prefix="dc"))  # Its sockets need a short path, and its user a way to it.
    root = os.geteuid() == 0
    user = "nobody" if root else getpass.getuser()
    account = pwd.getpwnam(user)
    group = "nogroup" if root else str(account.pw_gid)
    port = free_port()
    config = base / "dovecot.conf"
    config.write_text(
        _CONFIG.format(base=base, user=user, group=group, port=port, password=PASSWORD, drafts=f'"{drafts}"')
    )
    if root:
        shutil.chown(base, account.pw_uid, account.pw_gid)
    as_user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if root else {}
    process = subprocess.Popen(
        [DOVECOT, "-F", "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=base, **as_user
    )
    try:
        _wait_for(port, process, base / "log")
        yield port
    finally:
        process.terminate()
        process.wait(10)
        process.stderr.close()
        shutil.rmtree(base, ignore_errors=True)


def _wait_for(port, process, log):
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError(f"{process.stderr.read().decode() if process.poll() is not None else ''} {log.read_text()}")


@contextlib.contextmanager
def pymap(user="office@uni.example"):
    """The port of pymap's server in memory, with one account; it knows no uses of folders, only names."""
    from pymap.backend.dict import DictBackend
    from pymap.imap import IMAPService

    started = threading.Event()
    port = free_port()
    parser = argparse.ArgumentParser()
    DictBackend.add_subparser("dict", parser.add_subparsers())
    IMAPService.add_arguments(parser)
    parser.set_defaults(debug=False, passlib_cfg=None)
    words = ["--host", "127.0.0.1", "--port", str(port), "--no-tls", "dict"]
    options = parser.parse_args([*words, "--demo-user", user, "--demo-password", PASSWORD])
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def serve():
        backend, config = await DictBackend.init(options, invalid_user_sleep=0.0)
        config.apply_context()
        async with contextlib.AsyncExitStack() as stack:
            await backend.start(stack)
            await IMAPService(backend, config).start(stack)
            started.set()
            await stop.wait()

    def run():
        with contextlib.suppress(asyncio.CancelledError):
            loop.run_until_complete(serve())

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert started.wait(10)
    try:
        yield port
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()


@contextlib.contextmanager
def liar(answer):
    """The port of a server of which `answer`, given (tag, command), yields what it says; None hangs up."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve():
        with contextlib.suppress(OSError):
            while True:
                connection, _ = server.accept()
                threading.Thread(target=talk, args=(connection,), daemon=True).start()

    def talk(connection):
        with contextlib.suppress(OSError), connection, connection.makefile("rwb") as stream:
            stream.write(b"* OK [CAPABILITY IMAP4rev1] here\r\n")
            stream.flush()
            for line in stream:
                tag, _, command = line.rstrip().partition(b" ")
                for said in answer(tag, command):
                    if said is None:
                        return
                    stream.write(said)
                    stream.flush()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield server.getsockname()[1]
    finally:
        server.close()


@contextlib.contextmanager
def client(port, user):
    """Python's own client, logged in, to prepare an account and to look at what became of it."""
    opened = imaplib.IMAP4("127.0.0.1", port, timeout=10)
    try:
        opened.login(user, PASSWORD)
        yield opened
    finally:
        with contextlib.suppress(imaplib.IMAP4.error, OSError):
            opened.logout()


def everything(port, user):
    """Folder -> uid -> flags and text of each mail, read without changing them; without \\Recent."""
    found = {}
    with client(port, user) as opened:
        for row in opened.list()[1]:
            folder = row.decode().rpartition(' "')[2] if row.endswith(b'"') else row.decode().rpartition(" ")[2]
            folder = f'"{folder.strip(chr(34))}"'
            opened.select(folder, readonly=True)
            uids = opened.uid("search", "ALL")[1][0].decode().split()
            found[folder.strip('"')] = {uid: _mail(opened, uid) for uid in uids}
    return found


def _mail(opened, uid):
    rows = opened.uid("fetch", uid, "(UID FLAGS BODY.PEEK[])")[1]
    told = b" ".join(row[0] if isinstance(row, tuple) else row for row in rows)
    flags = {flag.decode() for flag in imaplib.ParseFlags(told)} - {"\\Recent"}
    return frozenset(flags), next(row[1] for row in rows if isinstance(row, tuple))
