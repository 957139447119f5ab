"""A connection to an IMAP server that may be slow, broken or hostile."""

import imaplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import unquote, urlsplit

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from assistant.errors import AssistantError
from assistant.mail import MAX_MAIL_BYTES

SILENCE_SECONDS = 30.0
"""So long a server may say nothing."""
REQUEST_SECONDS = 300.0
"""So long a server may take for one request, however much it says; enough for the largest mail on a slow line."""
_MOST_BYTES = MAX_MAIL_BYTES + 1_000_000
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_PORTS = {"imaps": 993, "imap+starttls": 143, "imap": 143}
# The libraries read what a server says without expecting nonsense, and fail on it with any of these.
_FAILURES = (ImapToolsError, imaplib.IMAP4.error, OSError, ValueError, LookupError, TypeError, AttributeError)


class Connection:
    """A mailbox that is logged in, asked within limits of time and size."""

    def __init__(self, mailbox: BaseMailBox) -> None:
        self._mailbox = mailbox

    @contextmanager
    def asking(self) -> Iterator[BaseMailBox]:
        """The mailbox for one request or a few; what the server or the network does wrong becomes one line.

        :raises AssistantError: something went wrong; what was asked for before has been done.
        """
        try:
            with limited(self._mailbox):
                yield self._mailbox
        except _FAILURES as error:
            raise AssistantError(
                f"The account does not do what it was asked ({_words(error)}); drafts that were put there are kept, "
                "and no mail gets two; try again."
            ) from None


@contextmanager
def connected(address: str, password: str) -> Iterator[Connection]:
    """The account at ``imaps://USER@HOST``, ``imap+starttls://USER@HOST``, or ``imap://`` on this machine only.

    :raises AssistantError: the address is none of these, or nobody answers there, or the password is wrong.
    """
    mailbox = _logged_in(address, password)
    try:
        yield Connection(mailbox)
    except BaseException:
        with suppress(*_FAILURES):
            mailbox.client.shutdown()  # A server that did not answer will not answer a farewell.
        raise
    with suppress(*_FAILURES), limited(mailbox):
        mailbox.logout()


def account_user(address: str) -> str:
    """The name that the address logs in with.

    :raises AssistantError: the address is none of an account.
    """
    return _parsed(address)[1]


@contextmanager
def limited(mailbox: BaseMailBox) -> Iterator[None]:
    """Ends the connection when the request in it takes longer than `REQUEST_SECONDS`."""

    def end() -> None:
        with suppress(OSError):
            mailbox.client.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(REQUEST_SECONDS, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _logged_in(address: str, password: str) -> BaseMailBox:
    scheme, user, host, port = _parsed(address)
    try:
        mailbox = _opened(scheme, host, port)
    except _FAILURES as error:
        raise _closed(user, host, _words(error)) from None
    try:
        with limited(mailbox):
            log_in = mailbox.login if (user + password).isascii() else mailbox.login_utf8
            log_in(user, password, initial_folder=None)
    except _FAILURES as error:
        with suppress(*_FAILURES):
            mailbox.client.shutdown()
        told = _words(error)
        # A server may give back in its answer what it was sent.
        raise _closed(user, host, "it refuses the name or the password" if password in told else told) from None
    return mailbox


def _closed(user: str, host: str, told: str) -> AssistantError:
    return AssistantError(
        f"The account {user[:100]!r} at {host[:100]!r} cannot be opened ({told}); it must answer and take the "
        "password of the setting imap_password; mend that."
    )


def _opened(scheme: str, host: str, port: int) -> BaseMailBox:
    mailbox: BaseMailBox
    # Without a context of our own, Python's IMAP client takes any certificate.
    if scheme == "imaps":
        mailbox = MailBox(host, port, timeout=SILENCE_SECONDS, ssl_context=ssl.create_default_context())
    elif scheme == "imap+starttls":
        mailbox = MailBoxStartTls(host, port, timeout=SILENCE_SECONDS, ssl_context=ssl.create_default_context())
    else:
        mailbox = MailBoxUnencrypted(host, port, timeout=SILENCE_SECONDS)
    client = mailbox.client
    read = client.read

    def read_at_most(size: int) -> bytes:
        if size > _MOST_BYTES:  # It would be set aside in memory at once.
            raise client.abort(f"the server wants to send {size:,} bytes at once")
        return read(size)

    client.read = read_at_most  # type: ignore[method-assign]
    return mailbox


def _parsed(address: str) -> tuple[str, str, str, int]:
    """Scheme, user, host and port."""
    try:
        parts = urlsplit(address)
        user, host, port = unquote(parts.username or ""), parts.hostname or "", parts.port
    except ValueError:
        raise _no_address("an address that cannot be read") from None
    if parts.password is not None:
        raise _no_address("an address with a password in it")
    if parts.scheme not in _PORTS or not user or not host or (parts.scheme == "imap" and host not in _LOOPBACK):
        raise _no_address(repr(address[:200]))
    return parts.scheme, user, host, port or _PORTS[parts.scheme]


def _no_address(what: str) -> AssistantError:
    return AssistantError(
        f"Setting imap_account is {what}; it looks like imaps://office%40example.edu@mail.example.edu, the password "
        "stands in imap_password, and imap:// without encryption is for this machine only; mend it."
    )


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
