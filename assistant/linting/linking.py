"""Links that lead nowhere, as far as that can be told from the documents and the files beside them."""

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from itertools import islice
from pathlib import PurePosixPath
from urllib.parse import unquote

from assistant.documents import SUFFIXES
from assistant.linting.findings import Finding, Severity
from assistant.linting.gone import GonePages
from assistant.linting.pages import Page
from assistant.types import Document, Link

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,40}:")
_WEB = re.compile(r"https?://(?P<host>[^/?#\\]{0,2000})(?P<rest>.{0,2000})", re.IGNORECASE)
_HOST = re.compile(
    r"(?:[\w-]{1,63}\.){1,20}[\w-]{1,63}\.?(?::\d{1,5})?|\[[0-9a-f:.]{2,45}\](?::\d{1,5})?", re.IGNORECASE
)
_TWO = re.compile(r"https?://{1,3}https?(?:[:/]|%3a)", re.IGNORECASE)
_MISSPELT = re.compile(r"(?:ttps?|htps?):|https?(?:;|//)", re.IGNORECASE)
_SPACED = re.compile(r"(?:%20|%C2%A0|\s){1,20}(?:https?:|www\.)", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,10}[A-Za-z]{2,24}")
_BARE_HOST = re.compile(
    r"www\d?\.[\w-]{1,63}\.[\w.-]{2,100}(?:[/?#].{0,2000})?|(?:[a-z0-9-]{1,63}\.){1,4}(?:com|org|edu|gov|net)(?:/.{0,2000})?",
    re.IGNORECASE,
)
_MARKDOWN = ".md"
_MOST = 10
"""Of one page; more would not be read."""
_LONGEST = 60
"""Of words and targets as they are said, in characters."""


class Surroundings:
    """What lies beside the documents: the corpus's files, and the pages that a fetch found to be gone."""

    def __init__(self, documents: Iterable[Document], files: Collection[str], gone: GonePages) -> None:
        self._documents = list(documents)
        self._files = frozenset(files) | {document.doc_id for document in self._documents}
        self._gone = gone

    def why_dead(self, document: Document, link: Link) -> str | None:
        """Why the link leads nowhere; None where it leads somewhere or that cannot be known."""
        if link.lost:
            return f"the page has no place named “{_short(link.target[1:])}”" if link.target[1:] else "it has no target"
        if why := _malformed(link.target):
            return why
        file = _file(document, link)
        if file and not self._exists(file) and self._are_files(document, link, file):
            return f"the corpus has no file “{_short(file)}”"
        if document.url and self._gone.has(link.target, document.url):
            return f"a fetch found the page “{_short(link.target)}” to be gone"
        return None

    def _exists(self, file: str) -> bool:
        return _name(file) in self._names

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(_name(file) for file in self._files)

    def _are_files(self, document: Document, link: Link, file: str) -> bool:
        """Whether the link is meant to lead to a file of the corpus, rather than to a page of a site."""
        if posixpath.dirname(file) not in self._folders:
            return False
        if document.url is None and file.endswith(_MARKDOWN) and document.doc_id.endswith(_MARKDOWN):
            return True
        return document.program in self._linked

    @cached_property
    def _folders(self) -> frozenset[str]:
        return frozenset(map(posixpath.dirname, self._files))

    @cached_property
    def _linked(self) -> frozenset[str | None]:
        """The programs in which one document links to the file of another."""
        return frozenset(
            document.program
            for document in self._documents
            if any((file := _file(document, link)) and file in self._files for link in document.links)
        )


def dead_links(page: Page, surroundings: Surroundings) -> Iterator[Finding]:
    """The links that surely lead nowhere; those to pages that were never fetched might not."""
    # A sign instead of words is mostly a button.
    said = (link for link in page.document.links if any(map(str.isalnum, page.text[link.start : link.end])))
    dead = ((link, why) for link in said if (why := surroundings.why_dead(page.document, link)))
    findings = (
        Finding(
            "dead-link",
            Severity.WARNING,
            f"The link “{_short(page.text[link.start : link.end])}” leads nowhere: {why}; mend it.",
            page.cite_sentence(link.start, link.end),
        )
        for link, why in dead
    )
    yield from dict.fromkeys(islice(findings, _MOST))


def _malformed(target: str) -> str | None:
    """What is wrong with an address that no reader could follow, whatever there is on the web."""
    if _TWO.match(target):
        return f"two addresses run together in “{_short(target)}”"
    if _MISSPELT.match(target) or _SPACED.match(target):
        return f"“{_short(target)}” is no address"
    scheme = _SCHEME.match(target)
    match scheme and scheme[0].lower():
        case "file:":
            return "it is a file on somebody’s own computer"
        case "mailto:":
            return _malformed_email(target)
        case "http:" | "https:":
            return _malformed_web(target)
        case _ if _EMAIL.fullmatch(target):
            return f"“{_short(target)}” lacks “mailto:”"
        case _ if _BARE_HOST.fullmatch(target):
            return f"“{_short(target)}” lacks “https://”"
    return None


def _malformed_email(target: str) -> str | None:
    address, _, query = unquote(target).partition(":")[2].partition("?")
    return None if "@" in address or query else f"“{_short(target)}” is no e-mail address"


def _malformed_web(target: str) -> str | None:
    found = _WEB.fullmatch(target)
    if found is None or _HOST.fullmatch(found["host"]):
        return None
    if _EMAIL.fullmatch(found["host"]):
        return None if found["rest"].strip("/") else f"“{_short(target)}” is an e-mail address, not a page"
    return None if "@" in found["host"] else f"“{_short(target)}” names no site"


def _file(document: Document, link: Link) -> str | None:
    """The file of the corpus that a relative link would lead to; None where it is none that could be read."""
    path = unquote(link.target.partition("#")[0].partition("?")[0])
    if _SCHEME.match(path) or path.startswith("/") or not path.lower().endswith(SUFFIXES):
        return None
    file = posixpath.normpath(posixpath.join(posixpath.dirname(document.doc_id), path))
    return None if file.startswith("../") or "/." in f"/{file}" else file


def _name(file: str) -> str:
    """A file as it is compared: Markdown becomes HTML, and the page of a folder bears the folder's name."""
    path = PurePosixPath(file.casefold()).with_suffix("")
    return str(path.parent if path.name in ("index", "readme") else path)


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
