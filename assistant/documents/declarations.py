"""What rules and attributes declare of how text looks: shorthands spelt out, and left out what browsers do not take.

A value that a browser refuses must not replace one that hides.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import tinycss2

from assistant.documents.values import colour, refers

Declaration = tuple[str, str, bool]
"""Property, value in small letters unless it refers to others by name, and whether it is important."""

_SIDES = ("top", "right", "bottom", "left")
PLACES = {1: (0, 0, 0, 0), 2: (0, 1, 0, 1), 3: (0, 1, 2, 1), 4: (0, 1, 2, 3)}
"""Which of so many words is for which of the sides."""
_KEYWORDS = {
    "display": frozenset(
        """none contents block inline flow flow-root flex grid table list-item ruby math inline-block inline-flex
        inline-grid inline-table table-row table-cell table-caption table-column table-row-group table-header-group
        table-footer-group table-column-group ruby-base ruby-text -webkit-box -webkit-inline-box -webkit-flex""".split()
    ),
    "visibility": frozenset(("visible", "hidden", "collapse")),
    "content-visibility": frozenset(("visible", "hidden", "auto")),
    "position": frozenset(("static", "relative", "absolute", "fixed", "sticky")),
    "direction": frozenset(("ltr", "rtl")),
    "unicode-bidi": frozenset("normal embed bidi-override isolate isolate-override plaintext".split()),
    "backface-visibility": frozenset(("visible", "hidden")),
    "white-space": frozenset("normal nowrap pre pre-wrap pre-line break-spaces collapse preserve wrap".split()),
    **dict.fromkeys(("overflow-x", "overflow-y"), frozenset("visible hidden clip scroll auto overlay".split())),
}
_COLOURS = frozenset(("color", "-webkit-text-fill-color"))
_AMOUNTS = frozenset(("opacity", "zoom"))
_LENGTHS = frozenset(
    [*_SIDES, *(f"margin-{side}" for side in _SIDES), "text-indent", "letter-spacing", "line-height"]
    + ["width", "height", "max-width", "max-height"]
)
_MATHS = frozenset(
    "calc min max clamp round mod rem abs sign pow sqrt hypot exp fit-content anchor anchor-size".split()
)
_FUNCTIONS = {
    "clip": frozenset(("rect",)),
    "clip-path": frozenset("inset circle ellipse polygon path rect xywh shape url".split()),
    "filter": frozenset(
        "blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia url".split()
    ),
    "transform": frozenset(
        """matrix matrix3d perspective rotate rotate3d rotatex rotatey rotatez scale scale3d scalex scaley scalez
        skew skewx skewy translate translate3d translatex translatey translatez""".split()
    ),
    **dict.fromkeys(
        _COLOURS,
        frozenset("rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark contrast-color".split()),
    ),
}
_FREE = frozenset(
    """background-color background-image background-clip font-size translate scale rotate mask mask-image contain
    animation -webkit-text-security""".split()
)
PROPERTIES = _FREE | _LENGTHS | _AMOUNTS | _KEYWORDS.keys() | _FUNCTIONS.keys()
"""Those that decide whether text is seen."""
_ALIASES = {
    "inline-size": "width",
    "block-size": "height",
    "max-inline-size": "max-width",
    "max-block-size": "max-height",
    "overflow-inline": "overflow-x",
    "overflow-block": "overflow-y",
    "animation-name": "animation",
    "inset-inline-start": "left",
    "inset-inline-end": "right",
    "inset-block-start": "top",
    "inset-block-end": "bottom",
    "margin-inline-start": "margin-left",
    "margin-inline-end": "margin-right",
    "margin-block-start": "margin-top",
    "margin-block-end": "margin-bottom",
}
_PAIRS = {
    "overflow": ("overflow-x", "overflow-y"),
    "inset-inline": ("left", "right"),
    "inset-block": ("top", "bottom"),
    "margin-inline": ("margin-left", "margin-right"),
    "margin-block": ("margin-top", "margin-bottom"),
}
_ANY = frozenset("inherit initial unset revert".split())
_WORDS = frozenset("auto none normal min-content max-content fit-content stretch -webkit-fill-available".split())
_FUNCTION = re.compile(r"([a-z][a-z0-9-]{0,40})\(")
_NUMBER = r"[-+]?(?:\d{1,12}(?:\.\d{0,12})?|\.\d{1,12})(?:e[-+]?\d{1,3})?"
_LENGTH = re.compile(rf"{_NUMBER}(?:[a-z]{{1,5}}|%)|[-+]?[0.]{{1,9}}")
_AMOUNT = re.compile(rf"{_NUMBER}%?")
_FONT_SIZE = re.compile(r"(?:x{0,3}-)?(?:small|large)|medium|smaller|larger")
_OF_A_BACKGROUND = re.compile(
    r"none|(?:no-)?repeat(?:-[xy])?|round|space|fixed|scroll|local|center|top|left|right|bottom|cover|contain|auto"
    r"|(?:border|padding|content)-box|text|[,/]+|[a-z-]{1,40}\(.*"
)
_PIECE = re.compile(r"[^\s(]{1,200}(?:\([^()]{0,500}\))?")


def pieces(value: str) -> list[str]:
    """The words of a value, a function with what is in its brackets as one."""
    return _PIECE.findall(value)


def declarations(nodes: Iterable[Any]) -> tuple[Declaration, ...]:
    """Those of the known properties, and a page's own, which begin with ``--``."""
    found: list[Declaration] = []
    for node in nodes:
        if node.type != "declaration":
            continue
        value = written(node.value)
        if node.name.startswith("--"):
            found.append((node.name, value, node.important))
        elif value:
            known = value if refers(value) else value.lower()
            found += ((name, one, node.important) for name, one in _spelt_out(node.lower_name, known))
    return tuple(found)


def written(tokens: Iterable[Any]) -> str:
    """Tokens as text, escapes resolved; nothing where they are nested without end."""
    try:
        text: str = tinycss2.serialize([token for token in tokens if token.type != "comment"])
    except RecursionError:
        return ""
    return " ".join(text.split())


def _spelt_out(name: str, value: str) -> Iterator[tuple[str, str]]:
    """The known properties that a declaration sets, each with its value."""
    if name not in PROPERTIES:
        name = name.removeprefix("-webkit-").removeprefix("-moz-")
        name = _ALIASES.get(name, name)
    words = pieces(value)
    if name in PROPERTIES:
        parts = [(name, value)]
    elif name == "font":
        parts = [("font-size", size_of_font(value))]
    elif name == "background":
        parts = [("background-color", value), ("background-image", value)]
    elif name in _PAIRS and words:
        parts = list(zip(_PAIRS[name], (words[0], words[-1]), strict=True))
    elif name in ("inset", "margin") and len(words) in PLACES:
        prefix = "" if name == "inset" else "margin-"
        parts = [(prefix + side, words[at]) for side, at in zip(_SIDES, PLACES[len(words)], strict=True)]
    else:
        return
    if all(refers(value) or accepts(name, value) for name, value in parts):
        yield from parts


def size_of_font(value: str) -> str:
    """The size in a ``font``; the usual one where it is that of the system, and nothing where it has none."""
    if value in _ANY or refers(value):
        return value
    bare = re.sub(r"\"[^\"]{0,200}\"|'[^']{0,200}'|/\s*[^\s,]{1,50}", " ", value)
    sizes = [word for word in pieces(bare) if accepts("font-size", word)]
    return sizes[-1] if sizes else "medium" if len(value.split()) == 1 else ""


@lru_cache(maxsize=4_096)
def accepts(name: str, value: str) -> bool:
    """Whether a browser takes the value for the property, as far as that can be told."""
    if value in _ANY:
        return True
    if name in _KEYWORDS:
        return all(word in _KEYWORDS[name] for word in value.split())
    functions = set(_FUNCTION.findall(value))
    if not functions <= _FUNCTIONS.get(name, functions) | _MATHS:
        return False
    if name in _COLOURS:
        return bool(functions) or _is_colour(value)
    if name in _AMOUNTS:
        return bool(functions) or _AMOUNT.fullmatch(value) is not None or value == "normal"
    if name in _LENGTHS:
        is_number = name == "line-height" and _AMOUNT.fullmatch(value)
        return bool(functions or is_number) or _LENGTH.fullmatch(value) is not None or value in _WORDS
    if name == "font-size":
        return bool(functions) or _LENGTH.fullmatch(value) is not None or _FONT_SIZE.fullmatch(value) is not None
    if name in ("background-color", "background-image"):
        return all(
            _OF_A_BACKGROUND.fullmatch(word) or _LENGTH.fullmatch(word) or _is_colour(word) for word in pieces(value)
        )
    return bool(functions) or value in ("none", "normal", "auto") or name not in _FUNCTIONS


def _is_colour(value: str) -> bool:
    return value == "currentcolor" or colour(value) is not None
