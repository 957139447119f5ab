"""Where the links of a web page lead, and which of them lead nowhere as the page itself shows."""

import re
import unicodedata
from bisect import bisect_left
from functools import cached_property
from itertools import islice
from urllib.parse import unquote, urljoin

from lxml import etree

from assistant.documents.links import fit_target

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PROTECTED_EMAIL = re.compile(r"/cdn-cgi/l/email-protection#([0-9a-fA-F]{4,400})$")
_TO_TOP = re.compile(r"\b(?:top|up|start|beginning|back)\b|[↑^⇧▲]", re.IGNORECASE)
# The top of any page, a route of a script, words to be marked.
_NO_PLACE = re.compile(r"top$|[/!?:]|[^=/]{0,2000}[=/]", re.IGNORECASE)
_GIVEN_ID = re.compile(r"\{:?\s{0,3}#([\w-]{1,100})")
_FEW = 20
_COUNTED = re.compile(r"[-_]\d{1,2}$")


class Targets:
    """Where the links of a page lead, and which of them the page itself shows to lead nowhere."""

    def __init__(self, root: etree._Element, has_places: bool | None) -> None:
        self._root = root
        self._base = str(root.xpath("string(//base/@href)")).strip()
        self._has_places = has_places

    def of(self, link: etree._Element) -> tuple[str, bool] | None:
        """The target of a link and whether it is lost; None where it has none that is kept."""
        target = fit_target(link.get("href", "\0"))
        if target is None or _PROTECTED_EMAIL.search(target):
            return None
        if target in ("", "#"):
            return target, self._is_empty(link, target)
        if target.startswith("#"):
            return target, self._is_lost(target)
        return (target, False) if not self._base else (fit_target(_joined(self._base, target)) or target, False)

    def _is_empty(self, link: etree._Element, target: str) -> bool:
        """Whether an empty target is an oversight: a script may give it a meaning, and "#" is the top of the page."""
        if self._has_places is False or self._has_places is None and self._has_script:
            return False
        return not (target and _TO_TOP.search(" ".join(map(str, islice(link.itertext(), _FEW)))))

    def _is_lost(self, target: str) -> bool:
        name = unquote(target[1:])
        if _NO_PLACE.match(name):
            return False
        return bool(self._keys) and not (self._has(_key(name)) or self._has(_key(_COUNTED.sub("", name))))

    def _has(self, key: str) -> bool:
        """Whether a place is called so; in Markdown also one whose name only begins so, since makers shorten."""
        place = bisect_left(self._keys, key)
        found = self._keys[place] if place < len(self._keys) else ""
        return found.startswith(key) if self._has_places else found == key

    @cached_property
    def _has_script(self) -> bool:
        return self._root.find(".//script") is not None

    @cached_property
    def _keys(self) -> list[str]:
        """What its places and headings are called, as it can be compared, in order; nothing where they are not kept."""
        found = self._root.xpath("//@id | //a/@name")
        names = [str(name) for name in found] if isinstance(found, list) else []
        if self._has_places is False or self._has_places is None and not names:
            return []
        headings = [str(heading.xpath("string()")) for heading in self._root.iter(*_HEADINGS)]
        given = [name for heading in headings for name in _GIVEN_ID.findall(heading)]
        return sorted({_key(name) for name in (*names, *given, *headings)})


def _key(name: str) -> str:
    """A name as it is compared: makers of pages turn the words of a heading into one in many ways."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(filter(str.isalnum, plain)).lstrip("0123456789") or name


def _joined(base: str, target: str) -> str:
    try:
        return urljoin(base, target)
    except ValueError:
        return target


def protected_email(element: etree._Element) -> str | None:
    """The address behind a link that a content network has scrambled, as a browser would show it."""
    code = element.get("data-cfemail")
    if code is None:
        match = _PROTECTED_EMAIL.search(element.get("href", ""))
        code = match.group(1) if match else None
    if code is None or len(code) % 2 or not re.fullmatch(r"[0-9a-fA-F]+", code):
        return None
    key, *scrambled = bytes.fromhex(code)
    address = bytes(byte ^ key for byte in scrambled).decode("ascii", errors="backslashreplace")
    shown = str(element.xpath("string()"))
    # Some pages scramble only the link and show a name; then the name is what is read.
    return address if "protected" in shown or not shown.strip() else None
