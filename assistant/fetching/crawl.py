"""The sources -> the pages in the corpus folder: which page is asked for next, and what becomes of the answer."""

import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant import __version__
from assistant.fetching.addresses import PageRefused, host_of, normalise
from assistant.fetching.client import Client, Connect, Limits, Resolver, Response, connect_to, resolve
from assistant.fetching.manners import ROBOT, Clock, HostLeftAlone, Manners
from assistant.fetching.names import MARKUP, file_name
from assistant.fetching.pages import Page, links_of, make_page
from assistant.fetching.report import Fetched, FetchReport, Refusal
from assistant.fetching.sitemaps import MOST_ADDRESSES, read_sitemap
from assistant.fetching.sources import Source, Sources
from assistant.fetching.storing import ProgramFolder, Stored

_SITEMAPS = 50
_SITEMAP_LEVELS = 2
_WAITING_PER_PAGE = 10
_MISSING_TO_GO = 2
_ETAG = re.compile(r"(?:W/)?\"[\x21\x23-\x7e]{0,200}\"")
_HTTP_DATE = re.compile(r"[A-Za-z0-9 ,:+-]{1,60}")


def fetch(
    sources: Sources,
    corpus: Path,
    *,
    resolver: Resolver = resolve,
    connect: Connect = connect_to,
    clock: Clock | None = None,
    progress: Callable[[str], None] = lambda line: None,
    allow_private: bool = False,
    limits: Limits | None = None,
) -> FetchReport:
    """Brings the corpus up to date with the sites; a page that cannot be had leaves what is stored as it is.

    `progress` is given one line for each page. With `allow_private`, sites of this machine and the local network may be
    asked too. Pages are stored as they come, what is known of them at the end, also when the run is broken off.

    :raises AssistantError: the corpus cannot be read or written.
    """
    robot = f"{ROBOT}/{__version__} (+{sources.contact})"
    client = Client(robot, resolver, connect, allow_private=allow_private, limits=limits or Limits())
    clock = clock or Clock()
    manners = Manners(sources, client, clock)
    by_program: dict[str, list[Source]] = {}
    for source in sources.sources:
        by_program.setdefault(source.program, []).append(source)
    crawls = []
    for program, own in by_program.items():
        folder = ProgramFolder(corpus, program)
        crawl = _Crawl(own, sources.complete, folder, client, manners, clock, progress)
        try:
            crawl.run()
        finally:
            folder.save()
        crawls.append(crawl)
    return FetchReport(
        added=tuple(page for crawl in crawls for page in crawl.added),
        changed=tuple(page for crawl in crawls for page in crawl.changed),
        unchanged=tuple(page for crawl in crawls for page in crawl.unchanged),
        gone=tuple(page for crawl in crawls for page in crawl.gone),
        refused=tuple(page for crawl in crawls for page in crawl.refused),
    )


class _SeenBefore(Exception):
    """The address, ``str(error)``, has been asked for in this run."""


@dataclass(slots=True)
class _Crawl:
    """One program's pages in one run."""

    sources: list[Source]
    complete: bool
    folder: ProgramFolder
    client: Client
    manners: Manners
    clock: Clock
    progress: Callable[[str], None]
    added: list[Fetched] = field(default_factory=list)
    changed: list[Fetched] = field(default_factory=list)
    unchanged: list[Fetched] = field(default_factory=list)
    gone: list[Fetched] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)
    _taken: set[str] = field(default_factory=set)
    _troubled: bool = False
    _skipped: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def run(self) -> None:
        """Asks for what the sources list and link to, then for stored pages that nothing led to any more.

        A site in trouble may not have said that it redirects to a stored page, so none is then off the sources.
        """
        stored = list(self.folder.pages)
        for source in self.sources:
            self._follow(source)
        for url in stored:
            if url not in self._seen:
                wanting = next((source for source in self.sources if source.wants(url)), None)
                if wanting is not None:
                    self._visit(url, wanting)
                elif self.complete and not (self._troubled or self._skipped):
                    self._missing(url, "it is no longer among the sources")
        for (host, reason), urls in self._skipped.items():
            further = f", nor were {len(urls) - 1:,} further addresses of {host}" if len(urls) > 1 else ""
            self._refuse(urls[0], f"it was not asked for{further}: {reason}; try again later")

    def _follow(self, source: Source) -> None:
        """Breadth first from what the source lists, as many links deep as it says."""
        waiting = deque((url, source.depth) for url in source.urls)
        known = set(source.urls)
        for url in self._sitemap_pages(source) if source.sitemap else ():
            if url not in known and source.wants(url):
                known.add(url)
                waiting.append((url, source.depth))
        asked = 0
        left_out = 0
        while waiting:
            url, depth = waiting.popleft()
            if url in self._seen:
                links = self._stored_links(url) if depth else ()
            elif asked < source.max_pages:
                asked += 1
                links = self._visit(url, source)
            else:
                left_out += 1
                continue
            for link in links:
                if not depth or link in known or not source.wants(link):
                    continue
                if len(waiting) < source.max_pages * _WAITING_PER_PAGE:
                    known.add(link)
                    waiting.append((link, depth - 1))
                else:
                    left_out += 1
        if left_out:
            first = source.sitemap or source.urls[0]
            self._refuse(
                first, f"{left_out:,} further addresses were left out; max_pages is {source.max_pages:,}; raise it"
            )

    def _visit(self, url: str, source: Source) -> tuple[str, ...]:
        """Asks for one page and stores what comes; returns the page's links."""
        try:
            response = self._get(url, source)
            links = self._take(response)
            if response.url != url and response.url in self._taken:
                self._moved(url, response.url)
            return links
        except _SeenBefore as error:
            self._moved(url, str(error))
        except HostLeftAlone as error:
            self._skipped.setdefault((host_of(url), str(error)), []).append(url)
        except PageRefused as error:
            self._troubled = self._troubled or error.transient
            self._refuse(url, str(error))
        return ()

    def _moved(self, url: str, target: str) -> None:
        """Counts a page that redirects as missing where its target was taken: a move, not a site in trouble."""
        taken = target in self._taken
        if taken:
            self._taken.add(url)
        if url not in self.folder.pages:
            return
        if taken:
            self._missing(url, f"it redirects to {target[:200]}")
        else:
            self._refuse(url, f"it redirects to {target[:200]}, which was not taken; the stored page is kept")

    def _get(self, url: str, source: Source, *, page: bool = True) -> Response:
        gate = _Gate(self, source, page=page)
        try:
            response = self.client.get(url, gate)
        except PageRefused as error:
            if gate.last:
                self.manners.note(gate.last, None, failed=error.transient)
            raise
        self.manners.note(response.url, response)
        return response

    def _take(self, response: Response) -> tuple[str, ...]:
        url = response.url
        stored = self.folder.pages.get(url)
        if response.status in (404, 410) and stored:
            self._missing(url, f"it answered {response.status}")
            return ()
        if response.status == 304 and stored and self.folder.content(stored) is not None:
            self._note_unchanged(url, stored, response)
            self._taken.add(url)
            return self._stored_links(url)
        if response.status != 200:
            raise PageRefused(
                f"it answered {response.status}; " + _remedy(response.status, stored),
                transient=response.status >= 500 or response.status == 429,
            )
        page = make_page(response)
        self._store(response, page, stored)
        self._taken.add(url)
        return page.links

    def _stored_links(self, url: str) -> tuple[str, ...]:
        stored = self.folder.pages.get(url)
        data = self.folder.content(stored) if stored and stored.file.endswith(MARKUP) else None
        return links_of(data, url) if data else ()

    def _store(self, response: Response, page: Page, stored: Stored | None) -> None:
        url = response.url
        file = file_name(url, page.suffix)
        if stored and stored.file == file and self.folder.content(stored) == page.data:
            self._note_unchanged(url, stored, response)
            return
        now = self._now()
        new = Stored(file, page.digest, fetched=now, changed=now)
        self.folder.put(url, _with_validators(new, response), page.data)
        (self.changed if stored else self.added).append(Fetched(url, self.folder.doc_id(file)))
        self.progress(f"{'changed' if stored else 'added'} {url}")

    def _note_unchanged(self, url: str, stored: Stored, response: Response) -> None:
        self.folder.pages[url] = replace(_with_validators(stored, response), fetched=self._now(), missing=0)
        self.unchanged.append(Fetched(url, self.folder.doc_id(stored.file)))
        self.progress(f"unchanged {url}")

    def _missing(self, url: str, reason: str) -> None:
        """Counts a stored page that is not there; it goes when two fetches in a row say so."""
        file = self.folder.pages[url].file
        if self.folder.mark_missing(url) < _MISSING_TO_GO:
            self._refuse(url, f"{reason}; it is kept until the next fetch finds the same")
            return
        self.folder.remove(url)
        self.gone.append(Fetched(url, self.folder.doc_id(file)))
        self.progress(f"gone {url}")

    def _sitemap_pages(self, source: Source) -> Iterator[str]:
        """The addresses in the source's sitemap and in those that it names."""
        waiting = deque([(source.sitemap or "", 0)])
        known = {source.sitemap}
        count = 0
        while waiting:
            address, level = waiting.popleft()
            try:
                response = self._get(address, source, page=False)
                if response.status != 200:
                    raise PageRefused(f"the sitemap answered {response.status}; mend its address")
                sitemap = read_sitemap(response.body)
            except HostLeftAlone as error:
                self._skipped.setdefault((host_of(address), str(error)), []).append(address)
                continue
            except PageRefused as error:
                self._troubled = True
                self._refuse(address, str(error))
                continue
            for url in _normalised(sitemap.pages):
                count += 1
                if count > MOST_ADDRESSES:
                    return
                yield url
            for further in _normalised(sitemap.sitemaps):
                if further in known:
                    continue
                if level == _SITEMAP_LEVELS or len(known) >= _SITEMAPS:
                    self._refuse(
                        address, f"it names more than {_SITEMAPS} sitemaps or {_SITEMAP_LEVELS} levels of them"
                    )
                    break
                known.add(further)
                waiting.append((further, level + 1))

    def _refuse(self, url: str, reason: str) -> None:
        self.refused.append(Refusal(url, reason))
        self.progress(f"refused {url}: {reason}")

    def _now(self) -> str:
        return self.clock.now().isoformat(timespec="seconds")


class _Gate:
    """Checks each address of one page's chain of redirects, and keeps the last one that was asked."""

    def __init__(self, crawl: _Crawl, source: Source, *, page: bool) -> None:
        self._crawl, self._source, self._page = crawl, source, page
        self.last: str | None = None

    def enter(self, url: str) -> Mapping[str, str]:
        """Lets through an address that may be asked and has not been; its headers ask only for what has changed."""
        if self.last is not None:
            self._crawl.manners.note(self.last, None)
        if self._page and url in self._crawl._seen:
            raise _SeenBefore(url)
        host = host_of(url)
        if host not in self._source.hosts:
            raise PageRefused(
                f"its host {host[:100]!r} is not among the source's; add it to hosts if it is the program's"
            )
        if self._page and self.last is not None and self._source.excludes(url):
            raise PageRefused(f"it redirects to {url[:200]}, which the source excludes; take it off the sources")
        if self._page:
            self._crawl._seen.add(url)
        self._crawl.manners.permit(url)
        self._crawl.manners.wait(url)
        self.last = url
        stored = self._crawl.folder.pages.get(url) if self._page else None
        if stored is None or self._crawl.folder.content(stored) is None:
            return {}
        headers = {"If-None-Match": stored.etag, "If-Modified-Since": stored.last_modified}
        return {name: value for name, value in headers.items() if value}


def _with_validators(stored: Stored, response: Response) -> Stored:
    """With what the site gave to recognise this version by; a 304 may leave it out."""
    etag = response.etag if response.etag and _ETAG.fullmatch(response.etag) else None
    date = response.last_modified if response.last_modified and _HTTP_DATE.fullmatch(response.last_modified) else None
    if response.status == 304:
        etag, date = etag or stored.etag, date or stored.last_modified
    return replace(stored, etag=etag, last_modified=date)


def _normalised(addresses: list[str]) -> Iterator[str]:
    for address in addresses:
        try:
            yield normalise(address)
        except PageRefused:
            continue


def _remedy(status: int, stored: Stored | None) -> str:
    if stored:
        return "the stored page is kept"
    return "try again later" if status >= 500 or status == 429 else "mend its address, or take it off the sources"
