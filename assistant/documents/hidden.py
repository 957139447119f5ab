"""What of a web page its author's styles keep from everyone's eyes, and so is never read.

Elements are hidden as a whole by what their descendants cannot undo, such as ``display``; text is hidden by the colour,
size and visibility that it inherits. Beside the page's sheets, its attributes count; a sheet in a file of its own
does not, so that a background from there is not known.
"""

import math
import re
from collections.abc import Mapping
from itertools import islice

from lxml import etree

from assistant.documents.declarations import PLACES
from assistant.documents.looks import FAINT, Look, look_of
from assistant.documents.styles import Styles
from assistant.documents.values import amount, angle, colour, numbers, parts, pixels

_TINY_PIXELS = 2.0
_CROWDED = 10.0  # Pixels by which letters stand over each other.
_BLURRED = 8.0
_GLARING = 3.0
_WIDE = 800.0
_FAR = 100.0
_FAR_BESIDE = 500.0
_FAR_RIGHT = 3_000.0
_DISTANCES = frozenset("text-indent left top right bottom margin-left margin-top".split())
_TURNS = frozenset(("rotatex", "rotatey", "rotate3d", "skew", "skewx", "skewy"))
_COLOUR = re.compile(r"#[0-9a-f]{3,8}|[a-z]{3,20}(?:\([^()]{0,100}\))?")
_KEPT_WITH_STATE = ("title", "style", "script")


def hide(root: etree._Element, shown: frozenset[str]) -> frozenset[etree._Element]:
    """Empties the text that nobody sees, and returns the elements that are hidden with all that is in them.

    Those with an id in `shown` are not: something on the page opens them. What is hidden only if a condition holds of
    which that is not known, or only if it does not, is taken to be hidden.

    :raises DocumentError: it can't be told what the page's styles hide.
    """
    styles = Styles(root)
    hidden: set[etree._Element] = set()
    for doubtful in (False, True)[: 1 + styles.are_doubtful]:
        _hide(root, styles, shown, hidden, doubtful=doubtful)
    return frozenset(hidden)


def _hide(
    root: etree._Element, styles: Styles, shown: frozenset[str], hidden: set[etree._Element], *, doubtful: bool
) -> None:
    looks: list[Look] = [Look(variables=styles.initial)]
    steps = etree.iterwalk(root, events=("start", "end"))
    for event, element in steps:
        if event == "end":
            looks.pop()
            if element.tail and looks[-1].is_hidden:
                element.tail = " "
            continue
        around = looks[-1]
        style = styles.of(element, around.variables, doubtful=doubtful) if isinstance(element.tag, str) else {}
        looks.append(look_of(element, style, around))
        if element.tag == "template" and element.get("shadowrootmode") and element.find(".//slot") is None:
            hidden.update(islice(element.iterancestors(), 1))
        if element.get("id") not in shown and _is_hidden(element, style):
            hidden.add(element)
            steps.skip_subtree()
        elif element.text and looks[-1].is_hidden and element.tag not in _KEPT_WITH_STATE:
            element.text = " "


def _is_hidden(element: etree._Element, style: Mapping[str, str]) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("popover") is not None
        or element.get("aria-hidden") == "true"
        or element.tag in ("frameset", "fencedframe")
        or (element.tag == "bdo" and "rtl" in ((element.get("dir") or "").lower(), style.get("direction")))
        or (bool(style) and _is_concealed(style))
    )


def _is_concealed(style: Mapping[str, str]) -> bool:
    """Whether an element with these declarations is not seen, whatever those in it declare."""
    return (
        style.get("display") == "none"
        or style.get("content-visibility") == "hidden"
        or amount(style.get("opacity", "1")) < FAINT
        or amount(style.get("zoom", "1")) < FAINT
        or style.get("-webkit-text-security", "none") != "none"
        or pixels(style.get("letter-spacing", "")) <= -_CROWDED
        or ("override" in style.get("unicode-bidi", "") and style.get("direction") != "ltr")
        or _is_away(style)
        or _is_shrunk(style)
        or _is_turned_away(style)
        or _is_clipped(style)
        or _is_masked(style)
    )


def _is_away(style: Mapping[str, str]) -> bool:
    """Whether it stands outside the window."""
    length = {name: pixels(style[name]) for name in _DISTANCES & style.keys()}
    beyond = [-length.get(name, 0) >= _FAR for name in ("text-indent", "left", "top")]
    beyond += [-length.get(name, 0) >= _FAR_BESIDE for name in ("margin-left", "margin-top")]
    beyond += [length.get(name, 0) >= _FAR_RIGHT for name in ("text-indent", "margin-left")]
    beyond.append(_cuts(style) and _is_whole(style.get("text-indent", "")))
    position = style.get("position", "static")
    if position in ("absolute", "fixed"):
        beyond += [-length.get(name, 0) >= _FAR_BESIDE for name in ("right", "bottom")]
    if position != "static":
        beyond += [length.get(name, 0) >= _FAR_RIGHT for name in ("left", "right", "bottom")]
    if position == "fixed":
        beyond += [_is_whole(style.get(name, "")) for name in ("left", "right", "top", "bottom")]
    moves = [(name, inner) for name, inner in parts(style, "transform") if name.startswith("translate")]
    for name, inner in (*moves, ("translate", style.get("translate", ""))):
        values = re.split(r"[\s,]+", inner.strip())
        beyond += [abs(pixels(value)) >= _FAR_BESIDE for value in values]
        if name not in ("translatey", "translatez") and not {"left", "right"} & style.keys():
            beyond.append(_is_whole(values[0].lstrip("-")))
    return any(beyond)


def _is_whole(value: str) -> bool:
    """Whether a length is all of a width or height."""
    return amount(value) >= 1 if value.endswith("%") else pixels(value) >= _WIDE


def _cuts(style: Mapping[str, str]) -> bool:
    """Whether it shows nothing of what is larger than itself."""
    overflow = {style.get("overflow-x", "visible"), style.get("overflow-y", "visible")}
    return overflow != {"visible"} or any(word in style.get("contain", "") for word in ("paint", "strict", "content"))


def _is_shrunk(style: Mapping[str, str]) -> bool:
    """Whether nothing of it is left: no width or height in which it shows."""
    if _cuts(style):
        sizes = [pixels(style.get(name, ""), missing=_FAR) for name in ("width", "height", "max-width", "max-height")]
        if any(0 <= size <= _TINY_PIXELS for size in sizes) or pixels(style.get("line-height", ""), missing=1.0) == 0:
            return True
    scales = [inner.split(",") for name, inner in parts(style, "transform") if name.startswith("scale")]
    return any(abs(amount(value)) < FAINT for values in (*scales, style.get("scale", "1").split()) for value in values)


def _is_turned_away(style: Mapping[str, str]) -> bool:
    """Whether it is seen from its edge, or has its back to the window and nothing on it."""
    turns = [inner for name, inner in parts(style, "transform") if name in _TURNS]
    turn = style.get("rotate", "").split()
    if len(turn) == 2 and turn[0] in "xy" or len(turn) == 4:
        turns.append(turn[0] if turn[-1][:1] in "xy" else turn[-1])
    seen = [math.cos(angle(one)) for inner in turns for one in inner.split(",")[-1:]]
    if style.get("backface-visibility") == "hidden" and any(one < 0 for one in seen):
        return True
    for name, inner in parts(style, "transform"):
        given = numbers(inner)
        if name == "matrix" and len(given) == 6:
            a, b, c, d, right, down = given
            seen.append(abs(a * d - b * c) ** 0.5)
            seen += [0.0] * (max(abs(right), abs(down)) >= _FAR_BESIDE)
    return any(abs(one) < FAINT for one in seen)


def _is_clipped(style: Mapping[str, str]) -> bool:
    for name, inner in parts(style, "clip"):
        sizes = [pixels(value) for value in re.split(r"[\s,]+", inner.strip())]
        if name == "rect" and (
            len(sizes) != 4 or min(abs(sizes[2] - sizes[0]), abs(sizes[1] - sizes[3])) <= _TINY_PIXELS
        ):
            return "auto" not in inner
    if any(_is_nothing(name, inner.split(" round ")[0]) for name, inner in parts(style, "clip-path")):
        return True
    for name, inner in parts(style, "filter"):
        share = amount(inner)
        if (name in ("opacity", "contrast") and share < FAINT) or (name == "blur" and pixels(inner) >= _BLURRED):
            return True
        if (name == "brightness" and share >= _GLARING) or (name == "invert" and share >= 0.5):
            return "background-color" not in style
    return False


def _is_nothing(shape: str, inner: str) -> bool:
    """Whether a shape to which something is cut has no room."""
    words = inner.replace(",", " ").split()
    sizes = [pixels(word, missing=-1.0) for word in words]
    match shape:
        case "inset" if words:
            shares = [amount(word) if word.endswith("%") else pixels(word) / _WIDE for word in words[:4]]
            top, right, bottom, left = (shares[place] for place in PLACES[len(shares)])
            return shares[0] >= 0.5 or top + bottom >= 1 or left + right >= 1
        case "circle" | "ellipse":
            radii = words[: words.index("at")] if "at" in words else words
            place = sizes[len(radii) + 1 :]
            return any(size == 0 for size in sizes[: len(radii)]) or any(size <= -_FAR for size in place)
        case "rect" if len(sizes) >= 4:
            return "auto" not in words and min(sizes[2] - sizes[0], sizes[1] - sizes[3]) <= _TINY_PIXELS
        case "xywh" if len(sizes) >= 4:
            return min(sizes[2], sizes[3]) <= _TINY_PIXELS
        case "polygon":
            corners = [[pixels(word) for word in corner.split()] for corner in inner.split(",")]
            corners = corners[1:] if words[:1] in (["evenodd"], ["nonzero"]) else corners
            return all(len(corner) == 2 for corner in corners) and _area(corners) <= _TINY_PIXELS**2
        case "path":
            return len(set(numbers(inner))) < 2
        case "url":
            return True
    return False


def _area(corners: list[list[float]]) -> float:
    """What a polygon covers of what is right of and below its place."""
    inside = [(max(0.0, x), max(0.0, y)) for x, y in corners]
    return abs(sum(x * b - a * y for (x, y), (a, b) in zip(inside, inside[1:] + inside[:1], strict=True))) / 2


def _is_masked(style: Mapping[str, str]) -> bool:
    """Whether it is seen through something that lets nothing through."""
    for value in (style.get("mask", ""), style.get("mask-image", "")):
        words = _COLOUR.findall(value.replace("gradient(", " "))
        seen = [found for word in words if (found := colour(word))]
        if seen and all(one[3] < FAINT for one in seen):
            return True
    return False
