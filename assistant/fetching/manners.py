"""What a site asks of its visitors: robots.txt, a pause between requests, and to be left alone when in trouble."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from protego import Protego

from assistant.fetching.addresses import PageRefused, host_of
from assistant.fetching.client import Client, Response
from assistant.fetching.sources import DELAY_SECONDS, Sources

ROBOT = "program-assistant"
_LONGEST_DELAY = 60.0
_ROBOTS_BYTES = 512_000  # What RFC 9309, 2.5, wants to be read at least.
_ROBOTS_PAUSE = 5.0
_FAILURES = 5
_AGENT_LINE = re.compile(r"[ \t]*user[ -]?agent\b[ \t]*:?[ \t]*(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clock:
    """The time: seconds that only go forward, a pause of seconds, and the moment in UTC."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


class HostLeftAlone(Exception):
    """The host of a page is not asked again in this run; ``str(error)`` is the reason."""


class Manners:
    """Keeps, for each host of one run, its robots.txt, when it may be asked next, and how often it failed."""

    def __init__(self, sources: Sources, client: Client, clock: Clock) -> None:
        self._sources = sources
        self._client = client
        self._clock = clock
        self._robots: dict[str, Protego] = {}
        self._next: dict[str, float] = {}
        self._failures: dict[str, int] = {}
        self._left_alone: dict[str, str] = {}

    def permit(self, url: str) -> None:
        """Returns where the page may be asked for.

        :raises PageRefused: it is http where only https is allowed, or robots.txt disallows it.
        :raises HostLeftAlone: its host is not to be asked.
        """
        site = _site(url)
        host = host_of(url)
        if url.startswith("http:") and host not in self._sources.http_hosts:
            raise PageRefused(f"it is not https; allow http in a [[host]] entry of {host!r} if it must be")
        if host in self._left_alone:
            raise HostLeftAlone(self._left_alone[host])
        if site not in self._robots:
            self._robots[site] = self._read_robots(site)
        if not self._robots[site].can_fetch(url, ROBOT):
            raise PageRefused("the site's robots.txt disallows it; ask the site's keeper, or take it off the sources")

    def wait(self, url: str) -> None:
        """Returns when the page's host may be asked again."""
        host = host_of(url)
        pause = self._next.get(host, 0.0) - self._clock.monotonic()
        if host in self._next and pause > 0:
            self._clock.sleep(pause)

    def note(self, url: str, response: Response | None, *, failed: bool = False) -> None:
        """Takes down how the request ended, for the pause after it and for leaving a host in trouble alone."""
        host, site = host_of(url), _site(url)
        delay = self._sources.delays.get(host, DELAY_SECONDS)
        if site in self._robots:
            asked = self._robots[site].crawl_delay(ROBOT) or 0.0
            delay = max(delay, min(asked, _LONGEST_DELAY))
        self._next[host] = self._clock.monotonic() + delay
        if response is not None and response.status == 429:
            self._left_alone[host] = "it answered 429, too many requests"
        failed = failed or (response is not None and response.status >= 500)
        self._failures[host] = self._failures.get(host, 0) + 1 if failed else 0
        if self._failures[host] >= _FAILURES:
            self._left_alone.setdefault(host, f"it failed {_FAILURES} times in a row")

    def _read_robots(self, site: str) -> Protego:
        """The rules of a site; what cannot be read now disallows everything in this run (RFC 9309, 2.3.1)."""
        reason = ""
        for attempt in range(2):
            if attempt:
                self._clock.sleep(_ROBOTS_PAUSE)
            try:
                response = self._client.get(f"{site}/robots.txt", _RobotsGate(self, site))
            except PageRefused as error:
                reason = f"its robots.txt cannot be read: {error}"
                self.note(site, None)
                if not error.transient:
                    break
                continue
            self.note(site, response)
            if response.status == 200:
                return Protego.parse(_of_interest(_decoded(response.body[:_ROBOTS_BYTES])))
            if 400 <= response.status < 500 and response.status != 429:
                return Protego()
            reason = f"its robots.txt answered {response.status}"
        self._left_alone[host_of(site)] = f"{reason}; until it can be read, nothing is asked for"
        raise HostLeftAlone(self._left_alone[host_of(site)])


class _RobotsGate:
    """Lets robots.txt through on the host that it is for; a redirect elsewhere would hand its say to another."""

    def __init__(self, manners: Manners, site: str) -> None:
        self._manners, self._site = manners, site

    def enter(self, url: str) -> dict[str, str]:
        """Waits for the host's turn."""
        if _site(url) != self._site:
            raise PageRefused(f"it redirects to another host, {host_of(url)[:100]!r}")
        self._manners.wait(url)
        return {}


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _of_interest(robots: str) -> str:
    """The file with the robots that are not us under one name: each name would get its own copy of each rule."""
    lines = []
    for line in robots.splitlines():
        agent = _AGENT_LINE.match(line)
        name = agent.group(1).partition("#")[0].strip().lower() if agent else "*"
        if name != "*":
            line = f"User-agent: {ROBOT if name.partition('/')[0] == ROBOT else 'another'}"
        lines.append(line)
    return "\n".join(lines)
