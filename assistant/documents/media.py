"""Which of a page's style sheets are for the window of a desk: what only narrow windows hide is hidden from few."""

import re
from collections.abc import Iterable

_PIXELS = {"width": 1280.0, "height": 800.0}
_UNITS = {"px": 1.0, "em": 16.0, "rem": 16.0}
_QUERY = re.compile(r"(?:(not|only)\s+)?([a-z]{1,20}\b)?(?:\s*and\b)?\s*(.*)")
_SIZE = re.compile(r"(?:(min|max)-)?(width|height)\s*:\s*([\d.]{1,12})\s*(px|em|rem)?")
_RANGE = re.compile(
    r"(?:([\d.]{1,12})(px|em|rem)?\s*([<>])=?\s*)?(width|height)(?:\s*([<>])=?\s*([\d.]{1,12})(px|em|rem)?)?"
)
# What a desk's screen has; "none" and the like are also what a browser has that was not told otherwise.
_FEATURES = {
    "orientation": "landscape",
    "hover": "hover",
    "any-hover": "hover",
    "pointer": "fine",
    "any-pointer": "fine",
    "prefers-color-scheme": "light",
    "prefers-reduced-motion": "no-preference",
    "prefers-reduced-transparency": "no-preference",
    "prefers-contrast": "no-preference",
    "forced-colors": "none",
    "inverted-colors": "none",
    "scripting": "enabled",
    "update": "fast",
    "display-mode": "browser",
}


def is_for_screens(media: str) -> bool | None:
    """Whether a list of media holds there; None where that is not known."""
    return _either(map(_query, media.lower().split(",")))


def _query(query: str) -> bool | None:
    match = _QUERY.fullmatch(" ".join(query.split()))
    if match is None:
        return None
    negated, kind, rest = match.groups()
    if rest and not re.fullmatch(r"\([^()]{1,200}\)(?: and \([^()]{1,200}\)){0,20}", rest):
        return None
    held: list[bool | None] = [kind in (None, "all", "screen"), *map(_feature, re.findall(r"\(([^()]+)\)", rest))]
    holds = False if False in held else None if None in held else True
    return holds if negated != "not" or holds is None else not holds


def _either(held: Iterable[bool | None]) -> bool | None:
    found = set(held)
    return True if True in found else None if None in found else False


def _feature(feature: str) -> bool | None:
    name, _, value = (part.strip() for part in feature.partition(":"))
    try:
        if match := _SIZE.fullmatch(feature.strip()):
            kind, side, size, unit = match.groups()
            pixels = float(size) * _UNITS[unit or "px"]
            return {"min": pixels <= _PIXELS[side], "max": pixels >= _PIXELS[side]}.get(kind, False)
        if match := _RANGE.fullmatch(feature.strip()):
            low, low_unit, first, side, second, high, high_unit = match.groups()
            return all(
                not size or (float(size) * _UNITS[unit or "px"] < _PIXELS[side]) == (sign == "<")
                for size, unit, sign in ((low, low_unit, first), (high, high_unit, "<" if second == ">" else ">"))
            )
    except ValueError:
        return None
    if name in _FEATURES:
        return _FEATURES[name] == value if value else _FEATURES[name] not in ("none", "no-preference")
    return None
