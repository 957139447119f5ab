"""One GET over a connection that is made to a checked address, within limits of time and size."""

import http.client
import io
import re
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, cast
from urllib.parse import urlsplit

from assistant.fetching.addresses import PageRefused, endpoint, is_allowed_address, normalise

Resolver = Callable[[str, int], Sequence[str]]
"""Host name and port -> its network addresses as text, the preferred one first; raises OSError where there are none."""

Connect = Callable[[str, int, float], socket.socket]
"""Network address, port and timeout in seconds -> a connected socket."""

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_CHUNK = 65_536
_HEADER_BYTES = 262_144
_RESOLVED_ADDRESSES = 4
_CHARSET = re.compile(r";\s{0,5}charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page may cost: seconds to connect, without a byte, and in all; bytes of body when unpacked."""

    connect: float = 10.0
    read: float = 10.0
    total: float = 30.0
    body: int = 20_000_000
    redirects: int = 3


@dataclass(frozen=True, slots=True)
class Response:
    """What came back from `url`, the address after redirects; ``body`` is unpacked, and empty unless status is 200."""

    url: str
    status: int
    media_type: str
    charset: str | None
    etag: str | None
    last_modified: str | None
    body: bytes


class Gate(Protocol):
    """What is asked before each request, that to a redirect's target too."""

    def enter(self, url: str) -> Mapping[str, str]:
        """Waits for the host's turn and gives the headers to send; raises where the address is not to be asked."""
        ...


def resolve(host: str, port: int) -> list[str]:
    """The host's network addresses, as this machine's own resolver gives them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def connect_to(address: str, port: int, timeout: float) -> socket.socket:
    """A connection to exactly this network address; no name is looked up."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.settimeout(timeout)
        connection.connect((address, port))
    except BaseException:
        connection.close()
        raise
    return connection


@dataclass(slots=True)
class Client:
    """Gets pages; keeps for each host the addresses that were checked, so that no second look-up can change them."""

    user_agent: str
    resolver: Resolver = resolve
    connect: Connect = connect_to
    allow_private: bool = False
    limits: Limits = Limits()
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    _checked: dict[tuple[str, int], list[str]] = field(default_factory=dict)

    def get(self, url: str, gate: Gate) -> Response:
        """The response to a normalised address, redirects followed.

        :raises PageRefused: it cannot be had within the limits; also what `gate` raises.
        """
        asked: list[str] = []
        seconds = self.limits.total
        while url not in asked:
            if len(asked) > self.limits.redirects:
                raise PageRefused(f"it redirects more than {self.limits.redirects} times; give the final address")
            headers = gate.enter(url)
            asked.append(url)
            begun = time.monotonic()
            response, target = self._get_once(url, headers, begun + seconds)
            seconds -= time.monotonic() - begun
            if target is None:
                return response
            url = normalise(target, url)
        raise PageRefused("it redirects in a circle; give the final address")

    def _get_once(self, url: str, headers: Mapping[str, str], deadline: float) -> tuple[Response, str | None]:
        host, port = endpoint(url)
        try:
            with self._open(host, port, deadline) as connection:
                if url.startswith("https:"):
                    connection.settimeout(_left(deadline, self.limits.read))
                    with self.tls.wrap_socket(connection, server_hostname=host, suppress_ragged_eofs=False) as secure:
                        return self._exchange(url, headers, secure, deadline)
                return self._exchange(url, headers, connection, deadline)
        except TimeoutError:
            limits = f"{self.limits.read:g} s without a byte or {self.limits.total:g} s in all"
            raise PageRefused(f"it took too long ({limits}); try again later", transient=True) from None
        except ssl.SSLCertVerificationError as error:
            raise PageRefused(f"its certificate does not hold ({error.verify_message[:120]})", transient=True) from None
        except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
            raise PageRefused(f"its answer cannot be read ({_said(error)}); try again later", transient=True) from None

    def _open(self, host: str, port: int, deadline: float) -> socket.socket:
        addresses = self._addresses(host, port)
        failure: OSError | None = None
        for address in addresses:
            try:
                return self.connect(address, port, _left(deadline, self.limits.connect))
            except OSError as error:
                failure = error
        del self._checked[host, port]  # They may have moved; the next page looks them up and checks them again.
        if isinstance(failure, TimeoutError):
            raise failure
        raise PageRefused(f"its host {host!r} cannot be reached ({_said(failure)})", transient=True) from None

    def _addresses(self, host: str, port: int) -> list[str]:
        known = self._checked.get((host, port))
        if known is not None:
            return known
        try:
            found = list(self.resolver(host, port))[:_RESOLVED_ADDRESSES]
        except (OSError, UnicodeError) as error:
            raise PageRefused(f"its host {host!r} is not found ({_said(error)})", transient=True) from None
        for address in found:
            if not is_allowed_address(address, allow_private=self.allow_private):
                raise PageRefused(f"its host {host!r} has the address {address[:60]}, which is not public")
        if not found:
            raise PageRefused(f"its host {host!r} has no address", transient=True)
        self._checked[host, port] = found
        return found

    def _exchange(
        self, url: str, headers: Mapping[str, str], connection: socket.socket, deadline: float
    ) -> tuple[Response, str | None]:
        parts = urlsplit(url)
        exchange = http.client.HTTPConnection(parts.netloc)
        exchange.auto_open = 0
        exchange.sock = cast(socket.socket, _Limited(connection, deadline, self.limits))
        exchange.request(
            "GET",
            parts.path + (f"?{parts.query}" if parts.query else ""),
            headers={
                "Host": parts.netloc,
                "User-Agent": self.user_agent,
                "Accept": "text/html, application/xhtml+xml, text/plain, text/markdown, application/pdf, */*;q=0.1",
                "Accept-Encoding": "gzip, deflate",
                "Connection": "close",
                **headers,
            },
        )
        with exchange.getresponse() as answer:
            media_type = answer.headers.get("Content-Type", "")
            charset = _CHARSET.search(media_type[:500])
            response = Response(
                url=url,
                status=answer.status,
                media_type=media_type.partition(";")[0].strip().lower()[:80],
                charset=charset.group(1).lower() if charset else None,
                etag=answer.headers.get("ETag"),
                last_modified=answer.headers.get("Last-Modified"),
                body=self._body(answer) if answer.status == 200 else b"",
            )
            if answer.status not in _REDIRECTS:
                return response, None
            return response, _utf8(answer.headers.get("Location", ""))

    def _body(self, answer: http.client.HTTPResponse) -> bytes:
        if answer.length is not None and answer.length > self.limits.body:
            raise PageRefused(self._too_large(f"it announces {answer.length / 1e6:,.0f} MB"))
        packing = answer.headers.get("Content-Encoding", "identity").strip().lower()
        chunks = iter(lambda: answer.read(_CHUNK), b"")
        if packing in ("gzip", "x-gzip", "deflate"):
            chunks = unpacked(chunks, gzip=packing != "deflate")
        elif packing not in ("identity", ""):
            raise PageRefused(f"it is packed as {packing[:40]!r}; only gzip and deflate were asked for")
        body = bytearray()
        for chunk in chunks:
            body += chunk
            if len(body) > self.limits.body:
                raise PageRefused(self._too_large("it goes on"))
        if answer.length:  # Python gives what there is without a word.
            raise PageRefused(f"it ended {answer.length:,} bytes early; try again later", transient=True)
        return bytes(body)

    def _too_large(self, what: str) -> str:
        return f"{what}; a page has at most {self.limits.body / 1e6:g} MB when unpacked"


def unpacked(chunks: Iterator[bytes], *, gzip: bool) -> Iterator[bytes]:
    """The bytes of a gzip or deflate stream in pieces of bounded size, however much they unpack to.

    :raises PageRefused: it is cut short, or something follows it.
    """
    first = next(chunks, b"")
    # "deflate" is sent with and without the zlib header (RFC 9110, 8.4.1.2).
    wrapped = len(first) > 1 and first[0] & 15 == 8 and int.from_bytes(first[:2]) % 31 == 0
    decoder = zlib.decompressobj(31 if gzip else 15 if wrapped else -15)
    chunk = first
    while chunk and not decoder.eof:
        yield decoder.decompress(chunk, _CHUNK)
        chunk = decoder.unconsumed_tail or (b"" if decoder.eof else next(chunks, b""))
    if not decoder.eof:
        yield decoder.flush()
    if not decoder.eof:
        raise PageRefused("its packed content is cut short; try again later", transient=True)
    if decoder.unused_data.strip(b"\0") or next(chunks, b"").strip(b"\0"):
        raise PageRefused("something follows its packed content; it cannot be taken whole")


class _Limited:
    """What `http.client` takes for the socket: every read ends at the deadline, and reads are counted."""

    def __init__(self, connection: socket.socket, deadline: float, limits: Limits) -> None:
        self._connection, self._deadline, self._limits = connection, deadline, limits

    def sendall(self, data: bytes) -> None:
        """Sends the request."""
        self._connection.settimeout(_left(self._deadline, self._limits.read))
        self._connection.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        """What the response is read from."""
        return io.BufferedReader(_LimitedReader(self._connection, self._deadline, self._limits))

    def close(self) -> None:
        """Nothing: who opened the connection closes it."""


class _LimitedReader(io.RawIOBase):
    def __init__(self, connection: socket.socket, deadline: float, limits: Limits) -> None:
        self._connection, self._deadline, self._limits = connection, deadline, limits
        self._left = limits.body + _HEADER_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._connection.settimeout(_left(self._deadline, self._limits.read))
        count = self._connection.recv_into(buffer)
        self._left -= count
        if self._left < 0:
            raise PageRefused(f"it goes on; a page has at most {self._limits.body / 1e6:g} MB")
        return count


def _left(deadline: float, most: float) -> float:
    seconds = min(deadline - time.monotonic(), most)
    if seconds <= 0:
        raise TimeoutError
    return seconds


def _utf8(location: str) -> str:
    """A redirect's target as it was sent: headers are decoded as Latin-1, but addresses in them are often UTF-8."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location


def _said(error: BaseException | None) -> str:
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return repr(" ".join(str(said).split())[:120])[1:-1]
