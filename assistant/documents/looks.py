"""How text in an element looks, from what the element declares and inherits."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from assistant.documents.declarations import pieces
from assistant.documents.markup import AGAIN
from assistant.documents.values import BLACK, WHITE, Colour, amount, colour, font_pixels, over

_BLUE: Colour = (0.0, 0.0, 0.93, 1.0)
_YELLOW: Colour = (1.0, 1.0, 0.0, 1.0)
_ALIKE = 0.1  # Of a colour's range: a difference that nobody reads by.
FAINT = 0.1
_TINY_PIXELS = 2.0
_COLOUR_ATTRIBUTES = {"font": "color", "body": "text"}
_COLOURED = frozenset(("a", "mark", "font", f"{AGAIN}font", "body"))
_PICTURE = re.compile(r"url\(|gradient\(|image\(|image-set\(|var\(|env\(")


@dataclass(frozen=True, slots=True)
class Look:
    """A colour or background that the page does not give is None; ``fill`` is what letters have instead of a colour.

    ``variables`` are the page's own properties.
    """

    colour: Colour | None = None
    fill: Colour | None = None
    background: Colour | None = WHITE
    pixels: float = 16.0
    visible: bool = True
    opacity: float = 1.0
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_hidden(self) -> bool:
        """Whether nobody sees text that looks so."""
        return not self.visible or self.pixels <= _TINY_PIXELS or self.opacity < FAINT or self._is_unseen

    @property
    def _is_unseen(self) -> bool:
        shown = self.fill or self.colour
        if shown is None:
            return False
        if shown[3] < FAINT:
            return True
        if self.background is None:
            return False
        shown = over(shown, self.background)
        return all(abs(one - other) <= _ALIKE for one, other in zip(shown[:3], self.background[:3], strict=True))


def look_of(element: etree._Element, style: Mapping[str, str], around: Look) -> Look:
    """How text in the element looks with these declarations, within what looks as `around`."""
    if not style and element.tag not in _COLOURED and element.get("bgcolor") is None:
        return around
    look = around
    own = {name: value for name, value in style.items() if name.startswith("--")}
    if own:
        look = replace(look, variables={**look.variables, **own})
    if element.tag == "a" and element.get("href") is not None:
        look = replace(look, colour=_BLUE)
    if element.tag == "mark":
        look = replace(look, colour=BLACK, background=_YELLOW)
    look = _coloured(element, style, look, around)
    if size := style.get("font-size"):
        look = replace(look, pixels=16.0 if size == "initial" else font_pixels(size, around.pixels))
    if visibility := style.get("visibility"):
        seen = visibility in ("visible", "initial") or (around.visible and visibility not in ("hidden", "collapse"))
        look = replace(look, visible=seen)
    if "opacity" in style:
        look = replace(look, opacity=around.opacity * min(1.0, amount(style["opacity"])))
    return look


def _coloured(element: etree._Element, style: Mapping[str, str], look: Look, around: Look) -> Look:
    attribute = _COLOUR_ATTRIBUTES.get(str(element.tag).removeprefix(AGAIN))
    given = style.get("color") or ((element.get(attribute) or "").lower() if attribute else "")
    letters = _given(given, look.colour, around.colour)
    fill = _given(style.get("-webkit-text-fill-color", ""), look.fill, around.fill)
    if style.get("-webkit-text-fill-color") == "currentcolor":
        fill = letters
    look = replace(look, colour=letters, fill=fill)
    behind = _background(element, style, look)
    if (given or "-webkit-text-fill-color" in style) and "text" in style.get("background-clip", ""):
        look = replace(look, colour=None, fill=None)
    if behind is not None:
        look = replace(look, background=behind[0])
    elif given and element.tag in ("html", "body") and not element.get("text"):
        # No page is written in its own colour: its background stands in a sheet of its own.
        look = replace(look, background=None)
    return look


def _given(value: str, own: Colour | None, around: Colour | None) -> Colour | None:
    """The colour of the value; that which the element has of itself where it says none."""
    if value in ("inherit", "unset", "currentcolor"):
        return around
    if value == "initial":
        return BLACK
    return (colour(value) if value else None) or own


def _background(element: etree._Element, style: Mapping[str, str], look: Look) -> tuple[Colour | None] | None:
    """The colour behind the text, in a tuple; None in it where it is a picture or not known; no tuple: as around."""
    values = [style.get(name, "") for name in ("background-color", "background-image")]
    if not any(values):
        values = [(element.get("bgcolor") or "").lower()]
    if not any(values):
        return None
    if any(_PICTURE.search(value) for value in values):
        return (None,)
    below = look.background
    for word in pieces(values[0]):
        found = (look.fill or look.colour or BLACK) if word == "currentcolor" else colour(word)
        if found is not None:
            return (over(found, below),) if below is not None else (found if found[3] >= 0.5 else None,)
    return None
