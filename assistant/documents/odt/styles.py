"""Named styles of an OpenDocument text -> what a paragraph, its words and its lists are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from assistant.documents.office.flow import meaning_of_style
from assistant.documents.office.labels import LEVELS, Level

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_LISTED_FORMAT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}num-list-format"
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none"}
_LENGTH = re.compile(r"(-?\d{1,6}(?:\.\d{1,6})?)(in|cm|mm|pt|pc|px)")
_TWENTIETHS = {"in": 1440.0, "cm": 1440 / 2.54, "mm": 144 / 2.54, "pt": 20.0, "pc": 240.0, "px": 15.0}
_PLACE_OF_NUMBER = re.compile(r"%(\d)%")
_MAX_BASES = 30


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says of its text, None where neither it nor a style that it is based on says anything.

    ``outline`` is the heading level, 0 the outermost. ``size`` is in half points, ``indent`` in twentieths of a point.
    ``kind`` is "title", "contents" or None. ``list_name`` is the list that numbers its paragraphs, empty for none.
    """

    outline: int | None = None
    kind: str | None = None
    bold: bool | None = None
    hidden: bool | None = None
    size: float | None = None
    indent: int | None = None
    list_name: str | None = None


@dataclass(frozen=True, slots=True)
class ListStyle:
    """How the levels of a list are numbered, and how far each is indented, in twentieths of a point."""

    levels: dict[int, Level] = field(default_factory=dict)
    indents: dict[int, int] = field(default_factory=dict)


class Styles:
    """The styles of a file by family and name, each with what it inherits, and its list styles."""

    def __init__(self, *roots: etree._Element | None) -> None:
        self.lists: dict[str, ListStyle] = {}
        self.outline = ListStyle()
        self._elements: dict[tuple[str, str], etree._Element] = {}
        self._defaults: dict[str, Style] = {}
        self._known: dict[tuple[str, str], Style] = {}
        for element in _elements(*roots):
            family, name = element.get(f"{STYLE}family", ""), element.get(f"{STYLE}name", "")
            if element.tag == f"{STYLE}style":
                self._elements.setdefault((family, name), element)
            elif element.tag == f"{STYLE}default-style":
                self._defaults.setdefault(family, _laid_over(Style(), element))
            elif element.tag == f"{TEXT}list-style":
                self.lists.setdefault(name, _read_list(element))
            elif element.tag == f"{TEXT}outline-style":
                self.outline = _read_list(element)

    def paragraph(self, name: str | None) -> Style:
        """The paragraph style of this name; when there is none, the default one with what the name itself says."""
        plain = self._defaults.get("paragraph", Style())
        if name is not None and ("paragraph", name) not in self._elements:
            kind, outline = meaning_of_style(_shown(name))
            plain = replace(plain, kind=kind, outline=outline)
        return self._style("paragraph", name, plain)

    def characters(self, name: str | None) -> Style:
        """The style of this name for words in a paragraph; an empty one when there is none."""
        return self._style("text", name, Style())

    def _style(self, family: str, name: str | None, plain: Style) -> Style:
        key = (family, name or "")
        if key not in self._elements:
            return plain
        if key not in self._known:
            chain: list[etree._Element] = []
            at = key
            while at in self._elements and self._elements[at] not in chain and len(chain) < _MAX_BASES:
                chain.append(self._elements[at])
                at = (family, chain[-1].get(f"{STYLE}parent-style-name", ""))
            style = plain
            for element in reversed(chain):
                style = _laid_over(style, element)
            self._known[key] = style
        return self._known[key]


def _elements(*roots: etree._Element | None) -> Iterator[etree._Element]:
    for root in roots:
        for group in () if root is None else (f"{OFFICE}automatic-styles", f"{OFFICE}styles"):
            for holder in root.iterchildren(group) if root is not None else ():
                yield from holder


def _laid_over(base: Style, element: etree._Element) -> Style:
    """The base style with what the element says itself."""
    name = element.get(f"{STYLE}display-name") or _shown(element.get(f"{STYLE}name", ""))
    kind, outline = meaning_of_style(name.strip())
    given = element.get(f"{STYLE}default-outline-level", "")
    if given.isdecimal() and len(given) < 3:
        outline = int(given) - 1
    words, paragraph = element.find(f"{STYLE}text-properties"), element.find(f"{STYLE}paragraph-properties")
    weight = words.get(f"{_FO}font-weight") if words is not None else None
    points = length(words.get(f"{_FO}font-size")) if words is not None else None
    display = words.get(f"{TEXT}display") if words is not None else None
    indent = length(paragraph.get(f"{_FO}margin-left")) if paragraph is not None else None
    return replace(
        base,
        kind=kind or base.kind,
        outline=base.outline if outline is None else outline,
        bold=base.bold if weight is None else weight in ("bold", "600", "700", "800", "900"),
        hidden=base.hidden if display is None else display == "none",
        size=base.size if points is None else points / 10,
        indent=base.indent if indent is None else indent,
        list_name=element.get(f"{STYLE}list-style-name", base.list_name),
    )


def _shown(name: str) -> str:
    """A style's name as its user sees it."""
    return name.replace("_20_", " ").strip()


def _read_list(element: etree._Element) -> ListStyle:
    style = ListStyle()
    for part in element:
        given = part.get(f"{TEXT}level", "")
        if not (given.isdecimal() and len(given) < 3 and 0 < int(given) <= LEVELS):
            continue
        level = int(given) - 1
        style.levels[level] = _read_level(part, level)
        place = part.find(f"{STYLE}list-level-properties/{STYLE}list-level-label-alignment")
        indent = length(place.get(f"{_FO}margin-left")) if place is not None else None
        if indent is not None:
            style.indents[level] = indent
    return style


def _read_level(element: etree._Element, level: int) -> Level:
    if element.tag not in (f"{TEXT}list-level-style-number", f"{TEXT}outline-level-style"):
        return Level(form="bullet")
    form = _FORMS.get(element.get(f"{STYLE}num-format", ""), "decimal")
    listed = element.get(_LISTED_FORMAT)
    if listed is None:
        shown = whole(element, f"{TEXT}display-levels") or 1
        numbers = ".".join(f"%{above + 1}" for above in range(max(0, level + 1 - shown), level + 1))
        listed = element.get(f"{STYLE}num-prefix", "") + numbers + element.get(f"{STYLE}num-suffix", "")
    start = whole(element, f"{TEXT}start-value")
    text = "" if form == "none" else _PLACE_OF_NUMBER.sub(r"%\1", listed[:100])
    return Level(form=form, text=text, start=1 if start is None else start)


def length(written: str | None) -> int | None:
    """A length in twentieths of a point, None when it is none that stands for itself."""
    match = _LENGTH.fullmatch(written or "")
    return round(float(match.group(1)) * _TWENTIETHS[match.group(2)]) if match else None


def whole(element: etree._Element, name: str) -> int | None:
    """The attribute as a number that is not negative, of at most nine digits; None when it is none."""
    value = element.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 9 else None
