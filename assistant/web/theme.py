"""How the pages look, by the settings: colour, font and logo, as one style sheet and one picture."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import Response

from assistant.errors import AssistantError
from assistant.settings import Settings

Colour = tuple[int, int, int]
"""Red, green and blue, each from 0 to 255."""

MAX_LOGO_BYTES = 200_000
READABLE, VERY_READABLE = 4.5, 7.0
"""The least contrast of text, by WCAG 2.2 for levels AA and AAA."""

BLACK, WHITE = (0, 0, 0), (255, 255, 255)
# As in tokens.css: what the accent is written on.
LIGHT_PAPER, DARK_PAPER, DARK_CARD = (0xFA, 0xF8, 0xF4), (0x14, 0x19, 0x18), (0x1C, 0x23, 0x22)
_TINT = 0.12  # Of the accent in the tint of what is pointed at.
_STEP = 0.02
_BESIDE_TITLE = """.home::before {
  content: "";
  display: inline-block;
  width: 1.45em;
  height: 1.45em;
  margin-inline-end: 0.55em;
  vertical-align: -0.38em;
  background: var(--logo) center / contain no-repeat;
}"""
_KEPT = "public, max-age=31536000, immutable"
_PICTURES = {".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp"}


@dataclass(frozen=True, slots=True)
class Theme:
    """The style sheet that goes over tokens.css, and the logo; both are empty where the settings say nothing."""

    css: str = ""
    logo: bytes = b""
    media_type: str = ""

    @property
    def styles(self) -> str | None:
        """The address of the style sheet, None without one."""
        return _versioned("/looks.css", self.css.encode()) if self.css else None

    @property
    def icon(self) -> str:
        """The address of the logo or of the picture in its place."""
        return _versioned("/logo", self.logo) if self.logo else "/site/icon.svg"


def read_theme(settings: Settings) -> Theme:
    """The theme that the settings ask for.

    :raises AssistantError: the logo cannot be read, is no picture, or is too large.
    """
    logo, media_type = _read_logo(settings.logo) if settings.logo else (b"", "")
    rules = []
    if logo:
        rules.append(f':root {{ --logo: url("{_versioned("/logo", logo)}"); }}')
        rules.append(_BESIDE_TITLE)
    if settings.font:
        # The families of tokens.css stay behind it for letters that it lacks.
        rules.append(f":root {{ --sans: {settings.font}, system-ui, sans-serif; --serif: var(--sans); }}")
    if settings.accent:
        rules.append(accent_css(colour_of(settings.accent)))
    return Theme("\n".join(rules), logo, media_type)


def theme_routes(theme: Theme) -> APIRouter:
    """The style sheet and the logo, where there are such."""
    routes = APIRouter(include_in_schema=False)
    if theme.css:
        _serve(routes, "/looks.css", lambda: theme.css, "text/css; charset=utf-8")
    if theme.logo:
        _serve(routes, "/logo", lambda: theme.logo, theme.media_type)
    return routes


def accent_css(wanted: Colour) -> str:
    """The tokens that follow from an accent: in each colour scheme as near to it as can be read."""
    light = _tokens(wanted, WHITE, LIGHT_PAPER, least=READABLE)
    dark = _tokens(wanted, DARK_CARD, DARK_PAPER, least=READABLE)
    strong_light = _tokens(wanted, WHITE, WHITE, least=VERY_READABLE)
    strong_dark = _tokens(wanted, BLACK, BLACK, least=VERY_READABLE)
    more = _rule(strong_light, strong_dark).replace("\n", "\n  ")
    return f"{_rule(light, dark)}\n@media (prefers-contrast: more) {{\n  {more}\n}}"


def contrast(one: Colour, other: Colour) -> float:
    """How far two colours are apart in lightness, from 1 to 21, by WCAG 2.2."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def colour_of(written: str) -> Colour:
    """A colour written as #rgb or #rrggbb."""
    digits = written.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def _tokens(wanted: Colour, card: Colour, paper: Colour, *, least: float) -> dict[str, Colour]:
    towards = BLACK if _luminance(paper) > 0.5 else WHITE

    def tint(accent: Colour) -> Colour:
        return _mixed(paper, accent, _TINT)

    accent = _until(
        wanted, towards, lambda one: min(contrast(one, place) for place in (card, paper, tint(one))) >= least
    )
    strong = _mixed(accent, towards, 0.25)
    ink = max(((0x0B, 0x14, 0x12), WHITE), key=lambda one: min(contrast(one, accent), contrast(one, strong)))
    return {"accent": accent, "accent-strong": strong, "on-accent": ink, "tint": tint(accent)}


def _until(colour: Colour, towards: Colour, holds: Callable[[Colour], bool]) -> Colour:
    """The first colour on the way from one to the other for which it holds."""
    shares = (step * _STEP for step in range(int(1 / _STEP) + 1))
    return next((mixed for share in shares if holds(mixed := _mixed(colour, towards, share))), towards)


def _rule(light: dict[str, Colour], dark: dict[str, Colour]) -> str:
    lines = [f"  --{name}: light-dark({_written(light[name])}, {_written(dark[name])});" for name in light]
    return "\n".join([":root {", *lines, "}"])


def _written(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


@cache
def _luminance(colour: Colour) -> float:
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in _shares(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _shares(colour: Colour) -> list[float]:
    return [value / 255 for value in colour]


def _read_logo(path: Path) -> tuple[bytes, str]:
    media_type = _PICTURES.get(path.suffix.lower())
    try:
        with path.open("rb") as file:
            content = file.read(MAX_LOGO_BYTES + 1)
    except OSError as error:
        raise AssistantError(
            f"Logo {str(path)!r} cannot be read ({error.strerror}); it is a picture in a file; "
            "set ASSISTANT_LOGO to one."
        ) from None
    if media_type is None or not _looks_like(content, media_type):
        raise AssistantError(
            f"Logo {str(path)!r} is no picture that a browser shows; it is an SVG, PNG or WebP file; convert it."
        )
    if len(content) > MAX_LOGO_BYTES:
        raise AssistantError(
            f"Logo {str(path)!r} is larger than {MAX_LOGO_BYTES:,} bytes, which every visitor would load; "
            "make it smaller."
        )
    return content, media_type


def _looks_like(content: bytes, media_type: str) -> bool:
    if media_type == "image/png":
        return content.startswith(b"\x89PNG\r\n\x1a\n")
    if media_type == "image/webp":
        return content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    return re.search(rb"<svg[\s>]", content[:4096]) is not None


def _serve(routes: APIRouter, path: str, content: Callable[[], bytes | str], media_type: str) -> None:
    @routes.get(path)
    def give() -> Response:
        return Response(content(), media_type=media_type, headers={"Cache-Control": _KEPT})


def _versioned(path: str, content: bytes) -> str:
    return f"{path}?v={hashlib.sha256(content).hexdigest()[:12]}"
