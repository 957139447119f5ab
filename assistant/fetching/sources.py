"""``sources.toml``: which pages of which programs are fetched, and how politely."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from assistant.errors import AssistantError
from assistant.fetching.addresses import PageRefused, host_of, normalise

DELAY_SECONDS = 1.0
_Text = Annotated[str, Field(min_length=1, max_length=2000)]
_PROGRAM = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
_CONTACT = re.compile(r"[A-Za-z0-9._%+-]{1,80}@[A-Za-z0-9.-]{1,80}|https://[A-Za-z0-9._~/%-]{1,150}")


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of ``sources.toml``: pages of one program.

    ``urls`` and ``sitemap`` are normalised. ``depth`` is how many links away from them pages are taken, 0 to 3.
    ``hosts`` are the hosts asked, those of the named addresses among them, with the port where it is not the scheme's
    own. ``include`` and ``exclude`` are globs for what links and sitemaps name: over the path where they begin with a
    slash, else over the whole address. ``max_pages`` is the most addresses asked for in one fetch.
    """

    program: str
    urls: tuple[str, ...]
    sitemap: str | None
    depth: int
    hosts: frozenset[str]
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    max_pages: int

    def wants(self, url: str) -> bool:
        """Whether a page that a link or sitemap names, as a normalised address, belongs to this source."""
        if url in self.urls:
            return True
        if host_of(url) not in self.hosts or self.excludes(url):
            return False
        return not self.include or any(_fits(url, glob) for glob in self.include)

    def excludes(self, url: str) -> bool:
        """Whether a page is not to be taken even where another redirects to it."""
        return url not in self.urls and any(_fits(url, glob) for glob in self.exclude)


@dataclass(frozen=True, slots=True)
class Sources:
    """All that is fetched. ``contact`` tells the sites' keepers whom to write to: an e-mail or https address.

    ``http_hosts`` may be asked without encryption. ``delays`` are seconds between two requests to a host, where they
    are not `DELAY_SECONDS`. Where the sources are ``complete``, a stored page that is not among them is to go.
    """

    contact: str
    sources: tuple[Source, ...]
    http_hosts: frozenset[str]
    delays: dict[str, float]
    complete: bool = True


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    program: str
    urls: tuple[_Text, ...] = ()
    sitemap: _Text | None = None
    depth: Annotated[int, Field(ge=0, le=3)] = 0
    hosts: tuple[_Text, ...] = ()
    include: tuple[_Text, ...] = ()
    exclude: tuple[_Text, ...] = ()
    max_pages: Annotated[int, Field(ge=1, le=20_000)] = 500

    @field_validator("program")
    @classmethod
    def _is_folder_name(cls, value: str) -> str:
        if not _PROGRAM.fullmatch(value):
            raise ValueError("a program is a folder name of letters, digits, - and _")
        return value

    @field_validator("urls", "sitemap")
    @classmethod
    def _is_address(cls, value: Any) -> Any:
        try:
            return normalise(value) if isinstance(value, str) else value and tuple(normalise(url) for url in value)
        except PageRefused as error:
            raise ValueError(str(error)) from None

    @field_validator("hosts")
    @classmethod
    def _are_hosts(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_host(name) for name in value)

    @model_validator(mode="after")
    def _names_a_page(self) -> "_Entry":
        if not self.urls and not self.sitemap:
            raise ValueError("a source names urls or a sitemap")
        return self


class _HostEntry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: _Text
    http: bool = False
    delay: Annotated[float, Field(ge=0.1, le=60)] = DELAY_SECONDS

    @field_validator("name")
    @classmethod
    def _is_host(cls, value: str) -> str:
        return _host(value)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    contact: _Text
    source: Annotated[tuple[_Entry, ...], Field(min_length=1)]
    host: tuple[_HostEntry, ...] = ()

    @field_validator("contact")
    @classmethod
    def _is_contact(cls, value: str) -> str:
        if not _CONTACT.fullmatch(value):
            raise ValueError("a contact is an e-mail address or an https address")
        return value

    @model_validator(mode="after")
    def _allows_http(self) -> "_File":
        allowed = {host.name for host in self.host if host.http}
        for url in (url for entry in self.source for url in (*entry.urls, *filter(None, [entry.sitemap]))):
            if url.startswith("http:") and host_of(url) not in allowed:
                raise ValueError(f"{url!r} is not https; write https, or allow http in a [[host]] entry of its host")
        return self


def read_sources(path: Path) -> Sources:
    """The sources of a TOML file.

    :raises AssistantError: it cannot be read, is not TOML, or a value breaks its rule.
    """
    try:
        with path.open("rb") as file:
            table = tomllib.load(file)
    except OSError as error:
        raise AssistantError(
            f"{str(path)!r} cannot be read ({error.strerror}); it lists what is fetched; give the path of one."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise AssistantError(f"{str(path)!r} is not TOML ({error}); sources are written in TOML; mend it.") from None
    return _checked(table, repr(str(path)))


def make_sources(urls: Sequence[str], *, program: str, contact: str, depth: int = 0, max_pages: int = 500) -> Sources:
    """The sources that a command line names: one source, the hosts of its addresses; not complete.

    :raises AssistantError: a value breaks its rule.
    """
    entry = {"program": program, "urls": list(urls), "depth": depth, "max_pages": max_pages}
    return replace(_checked({"contact": contact, "source": [entry]}, "The request"), complete=False)


def _checked(table: dict[str, Any], name: str) -> Sources:
    try:
        file = _File.model_validate(table)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise AssistantError(
            f"{name}: {place} is {str(first['input'])[:200]!r}: {first['msg'].removeprefix('Value error, ')}; "
            "give a value that fits."
        ) from None
    return Sources(
        contact=file.contact,
        sources=tuple(_source(entry) for entry in file.source),
        http_hosts=frozenset(host.name for host in file.host if host.http),
        delays={host.name: host.delay for host in file.host},
    )


def _source(entry: _Entry) -> Source:
    named = [*entry.urls, *filter(None, [entry.sitemap])]
    return Source(
        program=entry.program,
        urls=entry.urls,
        sitemap=entry.sitemap,
        depth=entry.depth,
        hosts=frozenset([*entry.hosts, *map(host_of, named)]),
        include=entry.include,
        exclude=entry.exclude,
        max_pages=entry.max_pages,
    )


def _host(name: str) -> str:
    try:
        url = normalise(f"https://{name}")
    except PageRefused as error:
        raise ValueError(str(error)) from None
    if urlsplit(url).path != "/" or urlsplit(url).query:
        raise ValueError("a host is a name, such as www.example.edu, without scheme and path")
    return host_of(url)


def _fits(url: str, glob: str) -> bool:
    return fnmatchcase(urlsplit(url).path if glob.startswith("/") else url, glob)
