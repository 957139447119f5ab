"""Characters that a word processor draws from a font of symbols."""

# The letters of the symbol fonts that stand for a mark in forms and lists; Word gives them as U+F0xx.
_SYMBOLS = {
    0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x71: "☐", 0x72: "☐", 0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA8: "☐", 0xB7: "•",
    0xD8: "➢", 0xE0: "→", 0xE8: "➔", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip


def symbol(code: int) -> str | None:
    """The character, that of the font's sign where the code is one of a font; None when the sign is not known."""
    if 0xF000 <= code <= 0xF0FF:
        return _SYMBOLS.get(code - 0xF000)
    return chr(code) if 0x20 <= code < 0xD800 else ""
