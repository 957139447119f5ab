"""What of a web page its author's styles keep from everyone's eyes, and so is never read.

Elements are hidden as a whole by what their descendants cannot undo, such as ``display``; text is hidden by the colour,
size and visibility that it inherits. Beside the page's sheets, its attributes count; a sheet in a file of its own
does not, so that a background from there is not known.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml import etree
from tinycss2.color4 import parse_color

from assistant.documents.styles import Styles

_Colour = tuple[float, float, float, float]
"""Red, green, blue and opacity, each in [0, 1]."""

_WHITE: _Colour = (1.0, 1.0, 1.0, 1.0)
_BLUE: _Colour = (0.0, 0.0, 0.93, 1.0)
_ALIKE = 0.1  # Of a colour's range: a difference that nobody reads by.
_FAINT = 0.1
_TINY_PIXELS = 2.0
_FAR = 100.0
_FAR_BESIDE = 500.0
_FAR_RIGHT = 3_000.0
_NUMBER = re.compile(r"([-+]?(?:\d{1,12}\.?\d{0,12}|\.\d{1,12}))(?:e[-+]?\d{1,3})?([a-z]{0,5}|%)")
_PIXELS = {
    "px": 1.0,
    "": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "mm": 3.8,
    "cm": 38.0,
    "in": 96.0,
    "rem": 16.0,
    "vw": 12.8,
    "vh": 8.0,
}
_FONT_SIZE = re.compile(r"(?:^|\s)([-+]?[\d.]{1,20}(?:[a-z]{1,5}|%)?)(?=\s|/|$)")
_PART = re.compile(r"([a-z0-9]{1,20})\(([^()]{0,500})\)")
_KEPT_WITH_STATE = ("title", "style", "script")


@dataclass(frozen=True, slots=True)
class _Look:
    """How text in an element looks; a colour or background that the page does not give is None."""

    colour: _Colour | None = None
    background: _Colour | None = _WHITE
    pixels: float = 16.0
    visible: bool = True

    @property
    def is_hidden(self) -> bool:
        return not self.visible or self.pixels <= _TINY_PIXELS or self._is_unseen

    @property
    def _is_unseen(self) -> bool:
        if self.colour is None:
            return False
        if self.colour[3] < _FAINT:
            return True
        return self.background is not None and all(
            abs(one - other) <= _ALIKE for one, other in zip(self.colour[:3], self.background[:3], strict=True)
        )


def hide(root: etree._Element, shown: frozenset[str]) -> frozenset[etree._Element]:
    """Empties the text that nobody sees, and returns the elements that are hidden with all that is in them.

    Those with an id in `shown` are not: something on the page opens them.
    """
    styles = Styles(root)
    hidden: set[etree._Element] = set()
    looks: list[_Look] = [_Look()]
    steps = etree.iterwalk(root, events=("start", "end"))
    for event, element in steps:
        if event == "end":
            looks.pop()
            if element.tail and looks[-1].is_hidden:
                element.tail = " "
            continue
        style = styles.of(element) if isinstance(element.tag, str) else {}
        looks.append(_look(element, style, looks[-1]))
        if element.get("id") not in shown and _is_hidden(element, style):
            hidden.add(element)
            steps.skip_subtree()
        elif element.text and looks[-1].is_hidden and element.tag not in _KEPT_WITH_STATE:
            element.text = " "
    return frozenset(hidden)


def _is_hidden(element: etree._Element, style: dict[str, str]) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("popover") is not None
        or element.get("aria-hidden") == "true"
        or (element.tag == "bdo" and (element.get("dir") or "").lower() == "rtl")
        or (bool(style) and _is_concealed(style))
    )


def _is_concealed(style: dict[str, str]) -> bool:
    """Whether an element with these declarations is not seen, whatever those in it declare."""
    return (
        style.get("display") == "none"
        or style.get("content-visibility") == "hidden"
        or _amount(style.get("opacity", "1")) < _FAINT
        or _amount(style.get("zoom", "1")) == 0
        or ("override" in style.get("unicode-bidi", "") and style.get("direction") == "rtl")
        or _is_away(style)
        or _is_shrunk(style)
        or _is_clipped(style)
    )


def _is_away(style: dict[str, str]) -> bool:
    """Whether it stands outside the window."""
    beyond = [-_pixels(style.get(name, "")) >= _FAR for name in ("text-indent", "left", "top")]
    placed = style.get("position") in ("absolute", "fixed")
    insets = [_pixels(value) for value in style.get("inset", "").split()]
    if placed:
        beyond += [abs(size) >= _FAR_BESIDE for size in insets]
        beyond += [-_pixels(style.get(name, "")) >= _FAR_BESIDE for name in ("right", "bottom")]
        beyond += [_pixels(style.get(name, "")) >= _FAR_RIGHT for name in ("left", "right")]
    margins = [*style.get("margin", "").split(), style.get("margin-left", ""), style.get("margin-top", "")]
    beyond += [-_pixels(value) >= _FAR_BESIDE for value in margins]
    moves = [*_parts(style, "transform"), ("translate", style.get("translate", ""))]
    for name, inner in moves:
        if name.startswith("translate"):
            beyond += [abs(_pixels(value)) >= _FAR_BESIDE for value in re.split(r"[\s,]+", inner) if value]
    return any(beyond)


def _is_shrunk(style: dict[str, str]) -> bool:
    """Whether nothing of it is left: no width or height in which it shows, or turned to its edge."""
    overflow = " ".join(style.get(name, "") for name in ("overflow", "overflow-x", "overflow-y"))
    if "hidden" in overflow or "clip" in overflow:
        for name in ("width", "height", "max-width", "max-height", "inline-size", "block-size"):
            if name in style and 0 <= _pixels(style[name], missing=_FAR) <= _TINY_PIXELS:
                return True
    scales = [inner for name, inner in _parts(style, "transform") if name.startswith("scale")]
    if any(abs(_amount(value)) < _FAINT for inner in (*scales, style.get("scale", "1")) for value in inner.split(",")):
        return True
    turns = [inner.strip() for name, inner in _parts(style, "transform") if name in ("rotatex", "rotatey")]
    return any(turn in ("90deg", "-90deg", "270deg", ".25turn", "0.25turn") for turn in turns)


def _is_clipped(style: dict[str, str]) -> bool:
    for name, inner in _parts(style, "clip"):
        sizes = [_pixels(value) for value in re.split(r"[\s,]+", inner.strip())]
        if name == "rect" and (
            len(sizes) != 4 or min(abs(sizes[2] - sizes[0]), abs(sizes[1] - sizes[3])) <= _TINY_PIXELS
        ):
            return "auto" not in inner
    for name, inner in _parts(style, "clip-path"):
        first = inner.split()[0] if inner.split() else ""
        numbers = [float(number) for number, _ in _NUMBER.findall(inner)]
        if name == "inset" and first.endswith("%") and _amount(first) >= 0.5:
            return True
        if name in ("circle", "ellipse") and _amount(first) == 0 and first[:1] in ".0":
            return True
        if name == "polygon" and len(numbers) >= 6 and len(set(numbers)) == 1:
            return True
    return any(name == "opacity" and _amount(inner) < _FAINT for name, inner in _parts(style, "filter"))


def _look(element: etree._Element, style: dict[str, str], around: _Look) -> _Look:
    """How text in the element looks, from what it declares and inherits."""
    look = around
    if element.tag == "a" and element.get("href") is not None:
        look = replace(look, colour=_BLUE)
    if element.tag == "mark":
        look = replace(look, colour=(0.0, 0.0, 0.0, 1.0), background=(1.0, 1.0, 0.0, 1.0))
    background = style.get("background-color") or style.get("background") or element.get("bgcolor")
    if background:
        look = replace(look, background=_background(background, around.background))
    colour = _colour(style.get("-webkit-text-fill-color") or style.get("color") or _font_colour(element))
    if colour is not None:
        look = replace(look, colour=colour)
        if "text" in style.get("background-clip", "") + style.get("-webkit-background-clip", ""):
            look = replace(look, colour=None)
        if element.tag in ("html", "body") and not background:
            # No page is written in its own colour: its background stands in a sheet of its own.
            look = replace(look, background=None)
    size = style.get("font-size") or next(iter(_FONT_SIZE.findall(style.get("font", ""))), None)
    if size:
        look = replace(look, pixels=_font_pixels(size, around.pixels))
    if visibility := style.get("visibility"):
        look = replace(look, visible=visibility not in ("hidden", "collapse"))
    return look


def _font_colour(element: etree._Element) -> str | None:
    return element.get("color") if element.tag == "font" else None


@lru_cache(maxsize=512)
def _colour(value: str | None) -> _Colour | None:
    try:
        found = parse_color(value) if value else None
        if found is None or isinstance(found, str):
            return None
        red, green, blue, opacity = found.to("srgb")
    except (NotImplementedError, ValueError, RecursionError):
        return None
    return red, green, blue, opacity


def _background(value: str, below: _Colour | None) -> _Colour | None:
    """The colour behind text; None where it is a picture or not known, that below where it is clear."""
    if "(" in value and re.search(r"url\(|gradient\(|image\(|var\(", value):
        return None
    colours = [colour for colour in (_colour(word) for word in _words(value)) if colour is not None]
    if not colours:
        return below
    return colours[-1] if colours[-1][3] >= 0.5 else below


def _words(value: str) -> Iterator[str]:
    """The pieces of a value, a function with what is in its brackets as one."""
    return (match.group() for match in re.finditer(r"[^\s(]{1,50}(?:\([^()]{0,100}\))?", value))


def _font_pixels(value: str, around: float) -> float:
    match = _NUMBER.fullmatch(value)
    if match is None:
        return max(around, 10.0)
    number, unit = float(match[1]), match[2]
    if unit == "%":
        return around * number / 100
    if unit in ("em", "ex", "ch", "lh"):
        return around * number
    return number * _PIXELS.get(unit, 16.0)


def _parts(style: dict[str, str], name: str) -> list[tuple[str, str]]:
    return [(match[1], match[2]) for match in _PART.finditer(style.get(name, ""))]


def _pixels(value: str, *, missing: float = 0.0) -> float:
    """A length, about, in pixels; a part of the window's width or of its own for what is relative."""
    match = _NUMBER.match(value.strip())
    if match is None:
        return missing
    return float(match[1]) * (8.0 if match[2] == "%" else _PIXELS.get(match[2], 16.0))


def _amount(value: str) -> float:
    """A number or percentage as a part of one; 1 where it is neither."""
    match = _NUMBER.match(value.strip())
    if match is None:
        return 1.0
    return float(match[1]) / (100 if match[2] == "%" else 1)
