"""Who a client is: the peer, or what proxies that are known say about it. No address is kept or handed on."""

import hashlib
import re
import secrets
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from starlette.types import Scope

_Address = IPv4Address | IPv6Address
_FORWARDED = re.compile(rb"forwarded|x-forwarded-.*|x-original-.*|x-real-ip|x-gradio-server")
_WITH_PORT = re.compile(r"\[([^\]]+)\](?::\d{1,5})?|([\d.]+):\d{1,5}")
_HOST = re.compile(r"[A-Za-z0-9._-]{1,253}(?::\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](?::\d{1,5})?")
_NOBODY = "unknown"
_SITE_DIGITS = 12


class Clients:
    """Tells clients apart. ``trusted_proxies`` are the networks whose word about others is taken."""

    def __init__(self, trusted_proxies: Iterable[str] = ()) -> None:
        self._trusted = [ip_network(network) for network in trusted_proxies]
        # Made anew with each start, so that nobody can find the address that a key was made from.
        self._secret = secrets.token_bytes(16)

    def applied(self, scope: Scope) -> Scope:
        """The request as the client sent it to us or to the outermost proxy that is known.

        ``client`` is then a key that is the same for the same client until the next start, in place of its address (and
        begins as those of all clients of its site do, see `site_of`);
        the scheme and the host are those the client used; what was forwarded is taken off.
        """
        peer = _address(scope["client"][0]) if scope.get("client") else None
        headers = [pair for pair in scope["headers"] if not _FORWARDED.fullmatch(pair[0].lower())]
        applied = {**scope, "headers": headers, "client": (self._key(self._client(peer, scope)), 0)}
        if peer is None or not self._is_trusted(peer):
            return applied
        if (scheme := _last(_forwarded(scope, b"x-forwarded-proto")).lower()) in ("http", "https"):
            applied["scheme"] = scheme
        if _HOST.fullmatch(host := _last(_forwarded(scope, b"x-forwarded-host"))):
            applied["headers"] = [pair for pair in headers if pair[0].lower() != b"host"] + [(b"host", host.encode())]
        return applied

    def _client(self, peer: _Address | None, scope: Scope) -> _Address | None:
        """The last address, counted from us, that a trusted one vouches for."""
        client = peer
        for entry in reversed(_forwarded(scope, b"x-forwarded-for")):
            if client is None or not self._is_trusted(client) or (before := _address(entry)) is None:
                break
            client = before
        return client

    def _is_trusted(self, address: _Address) -> bool:
        return any(address in network for network in self._trusted)

    def _key(self, client: _Address | None) -> str:
        return self._digest(_group(client, 48)) + self._digest(_group(client, 64))

    def _digest(self, text: str) -> str:
        return hashlib.blake2b(text.encode(), key=self._secret, digest_size=_SITE_DIGITS // 2).hexdigest()


def site_of(client: str) -> str:
    """By a client's key, one for its site: for IPv6, the network of 48 bits, the most that one usually gets."""
    return client[:_SITE_DIGITS]


def _group(client: _Address | None, bits: int) -> str:
    """What counts as one: an IPv4 address, or an IPv6 network of so many bits; 64 are the least that anybody gets."""
    if client is None:
        return _NOBODY
    return str(client if client.version == 4 else ip_network((client, bits), strict=False))


def is_host(value: str) -> bool:
    """Whether it may stand in a Host header: a name or an address, and perhaps a port."""
    return _HOST.fullmatch(value) is not None


def _address(text: str) -> _Address | None:
    """The address that is written there, perhaps with a port; one of IPv4 also where IPv6 wraps it."""
    if written := _WITH_PORT.fullmatch(text := text.strip()):
        text = written[1] or written[2]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address


def _forwarded(scope: Scope, name: bytes) -> list[str]:
    """The entries of a header that may come several times, in order."""
    lines = [value.decode("latin-1") for header, value in scope["headers"] if header.lower() == name]
    return [entry.strip() for line in lines for entry in line.split(",")]


def _last(entries: list[str]) -> str:
    """What the proxy next to us wrote: everything before it may be the client's own invention."""
    return entries[-1] if entries else ""
