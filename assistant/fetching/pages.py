"""The bytes of a page -> the file that is stored, which tells its reader the page's address, and the links in it."""

import codecs
import hashlib
import html
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import yaml
from lxml import etree

from assistant.fetching.addresses import PageRefused, normalise
from assistant.fetching.client import Response
from assistant.fetching.names import MARKUP

_SUFFIXES = {
    "text/html": MARKUP,
    "application/xhtml+xml": MARKUP,
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/x-markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
}
_MAGIC = {".pdf": b"%PDF-", ".docx": b"PK\x03\x04", ".odt": b"PK\x03\x04", ".rtf": b"{\\rtf"}
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,40})", re.IGNORECASE)
_KNOWN_CHARSET = re.compile(r"(?:windows|iso|cp|koi8|gb|big5|euc|shift|mac|utf-?8|utf-?16)[a-z0-9_-]*")
_LATIN_CHARSET = re.compile(r"iso-?8859-1|latin-?1|(?:us-)?ascii")
# Possessive, so that an unclosed tag is given up after one pass over the page.
_TAG_REST = rb"(?:[^>\"']|\"[^\"]*+\"|'[^']*+')*+>"
_BEFORE_HEAD = re.compile(
    rb"\s++|<!--.*?-->|<!doctype" + _TAG_REST + rb"|<\?[^>]*+>|<html(?=[\s>])" + _TAG_REST, re.IGNORECASE | re.DOTALL
)
_HEAD = re.compile(rb"<head(?=[\s>])" + _TAG_REST, re.IGNORECASE | re.DOTALL)
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.{0,20000}?)^((?:---|\.\.\.)[ \t]*(?:\r?\n|\Z))", re.DOTALL | re.MULTILINE)
_ADDRESS_CHARACTERS = 500  # A longer one is cut where it stands in front matter.
_LINK_CHARACTERS = 2_000_000
_FED = 65_536
_LINKS = 2_000
_NO_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|ico|bmp|tiff?|css|js|json|xml|rss|ics|zip|gz|tar|7z|rar|exe|dmg|mp[34]|m4[av]|avi|mov|"
    r"wmv|webm|wav|ogg|pptx?|xlsx?|woff2?|ttf)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is stored: the file's suffix and bytes. ``links`` are normalised, in order, each once."""

    suffix: str
    data: bytes
    links: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, in hex."""
        return hashlib.sha256(self.data).hexdigest()


def make_page(response: Response) -> Page:
    """The page of a response with status 200.

    The bytes are kept but for one line, where the reader would not find the address that was fetched: a canonical
    link in HTML, the address in the first line of a text or as the last word of front matter that names another. Text
    in an encoding that the page does not name itself becomes UTF-8.

    :raises PageRefused: its type is not one that is read, or its bytes are not what its type says.
    """
    suffix = _SUFFIXES.get(response.media_type)
    if suffix is None:
        raise PageRefused(
            f"its type is {response.media_type!r}; pages are HTML, text, Markdown, PDF, DOCX, ODT or RTF; "
            "take it off the sources"
        )
    if suffix == ".txt" and urlsplit(response.url).path.endswith(".md"):
        suffix = ".md"
    body = response.body
    if not body.strip():
        raise PageRefused("it is empty; a page has text")
    if magic := _MAGIC.get(suffix):
        if magic not in body[:1024]:
            raise PageRefused(f"its type is {response.media_type!r}, but it is not a {suffix[1:].upper()} file")
        return Page(suffix, body)
    if suffix == MARKUP:
        return _html_page(response)
    text = _decoded(body, response.charset)[0]
    return Page(suffix, (_marked if suffix == ".md" else _with_first_line)(text, response.url).encode())


def links_of(data: bytes, url: str) -> tuple[str, ...]:
    """The links of a stored HTML page that may lead to pages."""
    return _scan(_decoded(data, None, declared=_declared(data))[0]).links(url)


def _html_page(response: Response) -> Page:
    declared = _declared(response.body)
    text, encoding = _decoded(response.body, response.charset, declared=declared)
    data = response.body
    if encoding != _codec(declared or "utf-8"):
        data = text.encode("utf-8-sig")  # The mark outranks what the page declares, for readers and browsers.
    scan = _scan(text)
    if scan.canonical != response.url:
        place = _head_start(data)
        link = f'<link rel="canonical" href="{html.escape(response.url)}"/>'
        data = data[:place] + link.encode() + data[place:]
    return Page(MARKUP, data, scan.links(response.url))


def _declared(data: bytes) -> str | None:
    """The encoding that the reader of documents takes from the page; None stands for UTF-8."""
    match = _CHARSET.search(data[:2048])
    if match is None or data.startswith(codecs.BOM_UTF8):
        return None
    name = match.group(1).decode("ascii").lower()
    return None if name.startswith("utf") or _codec(name) is None else name


def _decoded(data: bytes, charset: str | None, *, declared: str | None = None) -> tuple[str, str]:
    """The text and the name of its codec: a byte order mark counts before the header, that before the page.

    :raises PageRefused: the bytes are not text in that encoding.
    """
    codec = _codec(charset or "") or _codec(declared or "") or "utf-8"
    if data.startswith(codecs.BOM_UTF8):
        codec = "utf-8"
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        codec = "utf-16"
    try:
        return data.decode(codec).removeprefix("\ufeff"), codec
    except UnicodeError as error:
        place = f" at byte {error.start:,}" if isinstance(error, UnicodeDecodeError) else ""
        raise PageRefused(f"it is not {codec.upper()} text{place}; the site has to name its encoding") from None


def _codec(name: str) -> str | None:
    """Python's name of a web page's encoding; None where it is none that a page may have."""
    if _LATIN_CHARSET.fullmatch(name):
        return "cp1252"  # So is it read by every browser (https://encoding.spec.whatwg.org/#names-and-labels).
    if not _KNOWN_CHARSET.fullmatch(name):
        return None
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def _head_start(data: bytes) -> int:
    """Where the head's content begins, or would begin in a page without one."""
    place = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    while match := _BEFORE_HEAD.match(data, place):
        place = match.end()
    head = _HEAD.match(data, place)
    return head.end() if head else place


def _with_first_line(text: str, url: str) -> str:
    return text if text.lstrip().partition("\n")[0].strip() == url else f"{url}\n\n{text}"


def _marked(text: str, url: str) -> str:
    """The Markdown page with its address; front matter that names another is given the right one, or goes."""
    match = _FRONT_MATTER.match(text)
    front = _front_matter(text)
    if match is None or front is None:
        return _with_first_line(text, url)
    if not isinstance(front.get("url"), str):
        return match.group() + _with_first_line(text[match.end() :], url)
    if len(url) <= _ADDRESS_CHARACTERS:
        # Of two keys of one name the last counts, however the first is written.
        mended = f"{text[: match.end(1)]}url: {json.dumps(url)}\n{text[match.start(2) :]}"
        for page in (text, mended):
            if (_front_matter(page) or {}).get("url") == url:
                return page
    return _with_first_line(text[match.end() :], url)


def _front_matter(text: str) -> dict[Any, Any] | None:
    """The front matter of a Markdown page as the reader of documents takes it; None where that takes none."""
    match = _FRONT_MATTER.match(text)
    try:
        table = yaml.load(match.group(1), Loader=yaml.BaseLoader) if match else None
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    return table if isinstance(table, dict) else None


@dataclass(slots=True)
class _Scan:
    """Receives the elements of a page one by one; a tree of them would take fifty times the page's memory."""

    base: str = ""
    canonical: str | None = None
    targets: dict[str, None] = field(default_factory=dict)

    def start(self, tag: str, attributes: Any) -> None:
        """Called by the parser."""
        target = attributes.get("href")
        if target is None:
            return
        if tag in ("a", "area") and len(self.targets) < _LINKS:
            self.targets.setdefault(target.strip())
        elif tag == "base" and not self.base:
            self.base = target
        elif tag == "link" and self.canonical is None and attributes.get("rel") == "canonical":
            self.canonical = target.strip()

    def close(self) -> None:
        """Called by the parser."""

    def links(self, url: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        try:
            base = normalise(self.base, url)
        except PageRefused:
            base = url
        for target in self.targets:
            try:
                link = normalise(target, base)
            except PageRefused:
                continue
            last = urlsplit(link).path.rpartition("/")[2]
            if link != url and not _NO_PAGE.fullmatch(last[last.rfind(".") :] if "." in last else ""):
                found.setdefault(link)
        return tuple(found)


def _scan(text: str) -> _Scan:
    scan = _Scan()
    target: Any = scan  # Only what it needs of the parser's events.
    parser = etree.HTMLParser(target=target, no_network=True, huge_tree=True)
    # The declaration of an encoding makes lxml refuse a str.
    text = re.sub(r"\A\s{0,100}<\?xml[^>]{0,200}\?>", "", text[:_LINK_CHARACTERS])
    try:
        for start in range(0, len(text), _FED):
            parser.feed(text[start : start + _FED])
            if len(scan.targets) >= _LINKS:
                break
        parser.close()
    except etree.LxmlError:  # Nothing in it is an element; or it is nested beyond what the parser takes.
        pass
    return scan
