"""Sitemaps (sitemaps.org): the addresses in one, packed or not."""

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from assistant.fetching.addresses import PageRefused
from assistant.fetching.client import unpacked

MOST_ADDRESSES = 50_000  # The protocol's own limit.
_BYTES = 52_428_800  # The protocol's own limit.
_FED = 65_536


@dataclass(slots=True)
class Sitemap:
    """What a sitemap names: pages, or, in an index, further sitemaps. The addresses are as written."""

    pages: list[str] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)


def read_sitemap(data: bytes) -> Sitemap:
    """The sitemap in these bytes; what stands beyond the protocol's limit of addresses is left out.

    :raises PageRefused: it is not XML, declares entities, or unpacks to more than the protocol allows.
    """
    if data.startswith(b"\x1f\x8b"):
        data = _unpack(data)
    reader = _Reader()
    target: Any = reader  # Only what it needs of the parser's events.
    parser = etree.XMLParser(target=target, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        for start in range(0, len(data), _FED):
            parser.feed(data[start : start + _FED])
            if len(reader.found.pages) + len(reader.found.sitemaps) >= MOST_ADDRESSES:
                return reader.found
        parser.close()
    except etree.LxmlError as error:
        raise PageRefused(f"the sitemap is not XML ({str(error)[:120]})") from None
    return reader.found


def _unpack(data: bytes) -> bytes:
    whole = bytearray()
    for piece in unpacked(iter([data]), gzip=True):
        whole += piece
        if len(whole) > _BYTES:
            raise PageRefused(f"the sitemap unpacks to more than {_BYTES / 1e6:.0f} MB")
    return bytes(whole)


class _Reader:
    """Receives the elements one by one; keeps the loc directly in a url or sitemap, not that of an image in it."""

    def __init__(self) -> None:
        self.found = Sitemap()
        self._above: list[str] = []
        self._text: list[str] = []

    def start(self, tag: str, attributes: Any) -> None:
        self._above.append(tag.rpartition("}")[2])
        self._text.clear()

    def doctype(self, name: str, public_id: str, system_id: str) -> None:
        # It comes before the entities that it declares, which may expand without end or name files.
        raise PageRefused("the sitemap declares a document type; sitemaps have none")

    def data(self, text: str) -> None:
        if self._above[-1:] == ["loc"]:
            self._text.append(text)

    def end(self, tag: str) -> None:
        if self._above[-1:] == ["loc"]:
            address = "".join(self._text).strip()
            if self._above[-2:-1] == ["url"]:
                self.found.pages.append(address)
            elif self._above[-2:-1] == ["sitemap"]:
                self.found.sitemaps.append(address)
        self._above.pop()

    def close(self) -> None:
        self._text.clear()
