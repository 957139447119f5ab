"""Values of style sheets as numbers and colours: references put in, sums done, about as in a window at a desk."""

import math
import re
from collections.abc import Mapping
from functools import lru_cache

from lxml import etree
from tinycss2.color4 import Color, parse_color

Colour = tuple[float, float, float, float]
"""Red, green, blue and opacity, each in [0, 1]."""

WHITE: Colour = (1.0, 1.0, 1.0, 1.0)
BLACK: Colour = (0.0, 0.0, 0.0, 1.0)
_LONGEST = 2_000
_MOST_REFERENCES = 30
_PIXELS = {
    "px": 1.0,
    "": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "mm": 3.8,
    "cm": 38.0,
    "q": 0.95,
    "in": 96.0,
    "vw": 12.8,
    "vh": 8.0,
    "%": 1.0,
    "ex": 8.0,
    "ch": 8.0,
}
_RADIANS = {"deg": math.pi / 180, "rad": 1.0, "grad": math.pi / 200, "turn": 2 * math.pi}
_OTHER_PIXELS = 16.0
_NUMBER = re.compile(r"([-+]?(?:\d{1,12}\.?\d{0,12}|\.\d{1,12})(?:e[-+]?\d{1,3})?)(%|[a-z]{0,5})")
_REFERENCE = re.compile(r"(?<![\w-])(var|env|attr)\(", re.IGNORECASE)
_REFERENCES = re.compile(r"(?<![\w-])(?:var|env|attr|if)\(|(?<![\w-])--[\w-]{1,100}\(", re.IGNORECASE)
_SUM = re.compile(r"(?<![\w-])(calc|min|max|clamp|)\(([^()]{1,300})\)")
_TERM = re.compile(r"\s*([-+*/])?\s*([-+]?(?:\d{1,12}\.?\d{0,12}|\.\d{1,12})(?:e[-+]?\d{1,3})?)(%|[a-z]{0,5})\s*")
_PART = re.compile(r"([a-z0-9-]{1,20})\(([^()]{0,500})\)")
_COLOUR_WORD = re.compile(r"[a-z#][^\s(),]{0,50}(?:\([^()]{0,100}\))?")
# What a page in light colours has; names of the system's colours that are dark there are left to be unknown.
_SYSTEM = {
    **dict.fromkeys(("canvas", "field", "window", "highlighttext", "-moz-field"), WHITE),
    **dict.fromkeys(("canvastext", "fieldtext", "windowtext", "buttontext"), BLACK),
}


def refers(value: str) -> bool:
    """Whether the value is only known when others are put into it."""
    return _REFERENCES.search(value) is not None


def resolved(value: str, variables: Mapping[str, str], element: etree._Element) -> str | None:
    """The value with what it refers to put in, in small letters; None where that is not known."""
    for _ in range(_MOST_REFERENCES):
        match = _REFERENCE.search(value)
        if match is None:
            return None if refers(value) else plain(" ".join(value.lower().split()))
        end = _closing(value, match.end())
        if len(value) > _LONGEST or end is None:
            return None
        name, comma, other = value[match.end() : end].partition(",")
        name = (name.split() or [""])[0]
        kind = match[1].lower()
        found = variables.get(name) if kind == "var" else element.get(name) if kind == "attr" else None
        if found is None and comma:
            found = other
        if found is None:
            return None
        value = f"{value[: match.start()]} {found} {value[end + 1 :]}"
    return None


def _closing(value: str, start: int) -> int | None:
    """Where the bracket ends that is open there."""
    depth = 1
    for place in range(start, min(len(value), start + _LONGEST)):
        depth += (value[place] == "(") - (value[place] == ")")
        if depth == 0:
            return place
    return None


def plain(value: str) -> str:
    """The value with its sums done; lengths in them are pixels then."""
    for _ in range(_MOST_REFERENCES):
        match = _SUM.search(value) if "(" in value and len(value) <= _LONGEST else None
        if match is None:
            break
        sums = [_sum(one) for one in match[2].split(",")]
        known = [one for one in sums if one is not None]
        if len(known) < len(sums):
            break
        numbers = [number for number, _ in known]
        unit = next((unit for _, unit in known if unit), "")
        low, middle, high = (*numbers, 0.0, 0.0)[:3]
        done = {
            "min": min(numbers),
            "max": max(numbers),
            "clamp": max(low, min(middle, high)) if len(numbers) == 3 else low,
        }.get(match[1], low)
        done = done if math.isfinite(done) else 0.0
        value = f"{value[: match.start()]}{done:.6f}{unit}{value[match.end() :]}"
    return value


def _sum(text: str) -> tuple[float, str] | None:
    """A sum of products and its unit, pixels for a length; None where it is not known."""
    total, product, unit, place = 0.0, 0.0, "", 0
    is_first = True
    while place < len(text):
        match = _TERM.match(text, place)
        if match is None or (match[1] is None) != is_first and not (is_first and match[1] in ("+", "-")):
            return None
        sign, number, kind = match[1], float(match[2]), match[3]
        if kind == "%":
            unit = unit or "%"
        elif kind:
            number, unit = number * _PIXELS.get(kind, _OTHER_PIXELS), "px"
        if sign == "*":
            product *= number
        elif sign == "/":
            product = product / number if number else 0.0
        else:
            total += product
            product = -number if sign == "-" else number
        is_first, place = False, match.end()
    return (total + product, unit) if not is_first else None


def parts(style: Mapping[str, str], name: str) -> list[tuple[str, str]]:
    """The functions in a value, each with what is in its brackets."""
    return [(match[1], match[2]) for match in _PART.finditer(style.get(name, ""))]


def pixels(value: str, *, missing: float = 0.0) -> float:
    """A length, about, in pixels; a hundredth of what is not known here is taken for one."""
    match = _NUMBER.match(value.strip())
    return float(match[1]) * _PIXELS.get(match[2], _OTHER_PIXELS) if match else missing


def amount(value: str) -> float:
    """A number or percentage as a part of one; 1 where it is neither."""
    match = _NUMBER.match(value.strip())
    return float(match[1]) / (100 if match[2] == "%" else 1) if match else 1.0


def angle(value: str) -> float:
    """An angle in radians."""
    match = _NUMBER.match(value.strip())
    return float(match[1]) * _RADIANS.get(match[2], 0.0) if match else 0.0


def numbers(value: str) -> list[float]:
    """All numbers in it, without their units."""
    return [float(match[1]) for match in _NUMBER.finditer(value)]


def font_pixels(value: str, around: float) -> float:
    """The size of letters for which a font's is declared; `around` is that of the element around."""
    match = _NUMBER.fullmatch(value)
    if match is None:
        return around if value in ("inherit", "unset") else around / 1.2 if value == "smaller" else max(around, 10.0)
    number, unit = float(match[1]), match[2]
    if unit == "%":
        return around * number / 100
    if unit in ("em", "ex", "ch", "lh"):
        return around * number
    return number * _PIXELS.get(unit, _OTHER_PIXELS)


@lru_cache(maxsize=512)
def colour(value: str) -> Colour | None:
    """The colour; None where the value is not one, or refers to another."""
    try:
        found = parse_color(value)
        if found is not None and not isinstance(found, str):
            return _on_screen(found)
    except (NotImplementedError, ValueError, RecursionError):
        return None
    if value in _SYSTEM:
        return _SYSTEM[value]
    if value.startswith(("color-mix(", "light-dark(")) and len(value) <= _LONGEST:
        return _of_several(value)
    return None


def _on_screen(found: Color) -> Colour | None:
    """The colour as a screen shows it; what is beyond it, as near as it comes."""
    opacity = float(found.alpha)
    if found.space in ("lab", "lch", "oklab", "oklch"):
        # Only how light it is: a grey that is as light looks alike on white and on black.
        light = (found.coordinates[0] or 0) / (100 if found.space in ("lab", "lch") else 1)
        is_grey = not any(found.coordinates[1:2] if "ch" in found.space else found.coordinates[1:])
        return (light, light, light, opacity) if is_grey else None
    red, green, blue = (min(1.0, max(0.0, one)) for one in found.to("srgb").coordinates)
    return red, green, blue, opacity


def _of_several(value: str) -> Colour | None:
    """What is mixed of two colours, or is one of them on a page in light colours."""
    inside = value.partition("(")[2].removesuffix(")")
    found: list[tuple[Colour, float]] = []
    for place, one in enumerate(re.split(r",(?![^()]*\))", inside)):
        if value.startswith("color-mix(") and place == 0:
            continue
        share = re.search(r"([\d.]{1,10})%\s*$|^\s*([\d.]{1,10})%", one)
        match = _COLOUR_WORD.search(one)
        mixed = colour(match.group()) if match else None
        if mixed is None:
            return None
        found.append((mixed, float(share[1] or share[2]) / 100 if share else -1.0))
    if len(found) != 2 or value.startswith("light-dark("):
        return found[0][0] if found else None
    (first, one_share), (second, other) = found
    one_share = one_share if one_share >= 0 else 1 - other if other >= 0 else 0.5
    red, green, blue, opacity = (
        one * one_share + two * (1 - one_share) for one, two in zip(first, second, strict=True)
    )
    return red, green, blue, opacity


def over(top: Colour, below: Colour) -> Colour:
    """A colour that is not dense, seen on another."""
    share = top[3]
    red, green, blue = (one * share + two * (1 - share) for one, two in zip(top[:3], below[:3], strict=True))
    return red, green, blue, 1.0
