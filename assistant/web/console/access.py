"""Who may see the console: one password, a signed cookie, a form token, and a lock after wrong passwords."""

import hashlib
import hmac
import secrets
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from time import time

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from itsdangerous import BadSignature, TimestampSigner

from assistant.errors import AssistantError

COOKIE = "__Host-console"
"""Browsers keep a cookie of this name only for the host itself, over https (or on the same machine)."""
KNOWN_COOKIE = "__Host-console-known"
"""Says that the browser has known the password, so that the wrong ones of others do not lock it out."""
SESSION_SECONDS = 8 * 3600
KNOWN_SECONDS = 180 * 24 * 3600
LOCK_SECONDS = 15 * 60
_TRIES_OF_ONE = 5
_TRIES_OF_ALL = 50
_MOST_CLIENTS = 10_000
_LONGEST_PASSWORD = 200


class LockedError(Exception):
    """Too many wrong passwords came from this client, or from all that are not known."""


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser; every form carries ``form_token``, which no other site can know."""

    form_token: str


def hash_password(password: str) -> str:
    """What is put into the setting ``console_password_hash``: argon2id with the parameters of RFC 9106.

    :raises AssistantError: the password is too short or too long.
    """
    if not 12 <= len(password) <= _LONGEST_PASSWORD:
        raise AssistantError(
            f"The password has {len(password)} characters; it must have 12 to {_LONGEST_PASSWORD}; choose another."
        )
    return PasswordHasher().hash(password)


class Access:
    """Gives and checks sessions. They are signed, not stored, so that several workers know the same ones.

    A new password ends all sessions; signing out ends the one in the browser. Wrong passwords are counted by worker.
    """

    def __init__(self, password_hash: str, *, now: Callable[[], float] = time) -> None:
        """Takes what `hash_password` gave.

        :raises AssistantError: it is no such hash.
        """
        self._hasher = PasswordHasher()
        try:
            self._hasher.check_needs_rehash(password_hash)
        except InvalidHashError:
            raise AssistantError(
                "Setting console_password_hash is not a password's hash; it begins with '$argon2id$'; "
                "make one with: assistant desk password."
            ) from None
        self._hash = password_hash
        self._now = now
        # The hash holds 16 random bytes and never leaves the server.
        self._key = hashlib.sha256(b"console " + password_hash.encode()).digest()
        self._signer = _Signer(self._key, "console-session", now)
        self._known_signer = _Signer(self._key, "console-known", now)
        self._failures: dict[str, deque[float]] = {}
        self._all_failures: deque[float] = deque()
        self._lock = threading.Lock()

    def sign_in(self, password: str, client: str, *, known: str | None = None) -> str | None:
        """The value of the cookie, or None for a wrong password; `client` is whatever tells clients apart.

        A browser that brings the cookie `known` is counted by that alone. Otherwise whoever tries passwords from many
        addresses, or from the office's own, would lock the office out for as long as they go on.

        :raises LockedError: too many wrong ones came within `LOCK_SECONDS`; the password is not even looked at.
        """
        browser = self._browser(known)
        is_known = browser is not None
        client = f"known {browser}" if is_known else client
        with self._lock:  # One at a time: each check takes 64 MB and a twentieth of a second on purpose.
            self._require_unlocked(client, is_known=is_known)
            if self._is_right(password):
                self._failures.pop(client, None)
                return self._signer.sign(secrets.token_urlsafe(24)).decode()
            if len(self._failures) >= _MOST_CLIENTS:
                self._failures.pop(next(iter(self._failures)))
            self._failures.setdefault(client, deque()).append(self._now())
            if not is_known:
                self._all_failures.append(self._now())
            return None

    def remember(self) -> str:
        """The value of the cookie `KNOWN_COOKIE`, for a browser that has just signed in."""
        return self._known_signer.sign(secrets.token_urlsafe(24)).decode()

    def session(self, cookie: str | None) -> Session | None:
        """The session of the cookie; None when there is none, it was not given here, or it is over."""
        try:
            self._signer.unsign(cookie or "", max_age=SESSION_SECONDS)
        except BadSignature:
            return None
        return Session(hmac.new(self._key, f"form {cookie}".encode(), hashlib.sha256).hexdigest())

    def _browser(self, cookie: str | None) -> str | None:
        try:
            return self._known_signer.unsign(cookie or "", max_age=KNOWN_SECONDS).decode()
        except BadSignature:
            return None

    def _is_right(self, password: str) -> bool:
        if len(password) > _LONGEST_PASSWORD:
            return False
        try:
            return self._hasher.verify(self._hash, password)
        except VerificationError:
            return False

    def _require_unlocked(self, client: str, *, is_known: bool) -> None:
        too_old = self._now() - LOCK_SECONDS
        counted = [(self._failures.get(client), _TRIES_OF_ONE)]
        if not is_known:
            counted.append((self._all_failures, _TRIES_OF_ALL))
        for failures, most in counted:
            while failures and failures[0] <= too_old:
                failures.popleft()
            if failures and len(failures) >= most:
                raise LockedError


class _Signer(TimestampSigner):
    """Signs with our own clock, so that a test need not wait for a session to end."""

    def __init__(self, key: bytes, salt: str, now: Callable[[], float]) -> None:
        super().__init__(key, salt=salt, digest_method=hashlib.sha256)
        self._now = now

    def get_timestamp(self) -> int:
        """Seconds since 1970."""
        return int(self._now())
