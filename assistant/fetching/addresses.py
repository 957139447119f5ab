"""Web addresses as they are compared and stored, and which network addresses may be connected to."""

import ipaddress
import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

MAX_CHARACTERS = 2000
_PORTS = {"https": 443, "http": 80}
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,198}[a-z0-9])?")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_TRACKING = re.compile(
    r"(?:utm_[a-z_]{1,30}|gclid|gad_source|gbraid|wbraid|fbclid|msclkid|mc_cid|mc_eid|_ga|_gl)(?:=|$)", re.IGNORECASE
)
# What Python calls global, wholly or in part, but leads elsewhere: translation to IPv4 and tunnels reach any address,
# private ones too; 192.0.0.192 and 168.63.129.16 are where clouds answer their own machines.
_NOT_PUBLIC = tuple(
    ipaddress.ip_network(network)
    for network in (
        "168.63.129.16/32",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
    )
)
_PRIVATE = tuple(ipaddress.ip_network(n) for n in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"))
_CLOUD_SECRETS = ipaddress.ip_network("fd00:ec2::/32")
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")  # All that is given out of IPv6; NAT64 and mapped IPv4 lie outside.


class PageRefused(Exception):
    """A page that is not taken; ``str(error)`` is the reason, one line, without the page's address.

    ``transient`` says that the host, not the page, is at fault: it timed out, failed or could not be reached.
    """

    def __init__(self, reason: str, *, transient: bool = False) -> None:
        super().__init__(reason)
        self.transient = transient


def normalise(url: str, base: str = "") -> str:
    """The address in the one form in which it is compared: without fragment and tracking, dots resolved, ASCII.

    :raises PageRefused: it is not an http or https address, or is malformed.
    """
    text = url.strip()
    if len(text) > MAX_CHARACTERS:
        raise PageRefused(f"its address has {len(text):,} characters; at most {MAX_CHARACTERS:,} are asked for")
    if "\\" in text or any(ord(character) < 32 or ord(character) == 127 for character in text):
        raise PageRefused("its address holds a backslash or control character; such addresses are not asked for")
    try:
        parts = urlsplit(urljoin(base, text))
        host, port = parts.hostname or "", parts.port
        if parts.scheme not in _PORTS:
            raise PageRefused(f"its scheme is {parts.scheme[:20]!r}; only https, or http where allowed, is asked for")
        if "@" in parts.netloc:
            raise PageRefused("its address holds a user name; such addresses are not asked for")
        host = _plain_host(host)
        path = _without_dots(_quoted(parts.path, "/:@!$&'()*+,;="))
        query = _quoted(
            "&".join(pair for pair in parts.query.split("&") if not _TRACKING.match(pair)), "/?:@!$&'()*+,;="
        )
    except ValueError:
        raise PageRefused(f"{text[:80]!r} is not a web address; mend it") from None
    netloc = host if port in (None, _PORTS[parts.scheme]) else f"{host}:{port}"
    whole = urlunsplit((parts.scheme, netloc, path, query, ""))
    if len(whole) > MAX_CHARACTERS:
        raise PageRefused(f"its address has {len(whole):,} characters; at most {MAX_CHARACTERS:,} are asked for")
    return whole


def host_of(url: str) -> str:
    """Host of a normalised address, with its port where that is not the scheme's own."""
    return urlsplit(url).netloc


def endpoint(url: str) -> tuple[str, int]:
    """Host name (an IPv6 address without brackets) and port of a normalised address."""
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or _PORTS[parts.scheme]


def is_allowed_address(address: str, *, allow_private: bool) -> bool:
    """Whether a resolved network address may be connected to.

    Public ones may; with `allow_private` also this machine's and the local network's, but never those where clouds
    keep their secrets, such as 169.254.169.254.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if ip.is_multicast or ip.is_link_local or ip.is_unspecified or getattr(ip, "scope_id", None):
        return False
    if allow_private and (ip.is_loopback or any(ip in network for network in _PRIVATE)):
        return ip not in _CLOUD_SECRETS
    if ip.version == 6 and ip not in _GLOBAL_UNICAST:
        return False
    return ip.is_global and not ip.is_reserved and not any(ip in network for network in _NOT_PUBLIC)


def _plain_host(host: str) -> str:
    if ":" in host:
        return f"[{ipaddress.IPv6Address(host).compressed}]"
    plain = host.encode("idna").decode("ascii").lower().removesuffix(".")
    if not _HOST.fullmatch(plain):
        raise ValueError(host)
    return plain


def _quoted(text: str, safe: str) -> str:
    """Percent-encoded where it has to be and only there, so that one address is written one way."""
    text = quote(re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text), safe=safe + "%")
    return re.sub(r"%([0-9A-Fa-f]{2})", _decode_unreserved, text)


def _decode_unreserved(match: re.Match[str]) -> str:
    character = chr(int(match.group(1), 16))
    return character if character in _UNRESERVED else match.group().upper()


def _without_dots(path: str) -> str:
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            kept[-1:] = []
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)
