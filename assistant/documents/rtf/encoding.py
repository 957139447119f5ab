"""Bytes of an RTF file -> letters, by the code pages and fonts that it names, and what its head says."""

import re
from dataclasses import dataclass, field

from assistant.documents.about import day_of, title_line
from assistant.documents.office.flow import meaning_of_style

SYMBOL_CHARSET = 2
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 255: "cp437",
}  # fmt: skip
_CODE_PAGES = {10000: "mac_roman", 65001: "utf-8", 936: "gbk", 1361: "johab"}
_KNOWN_CODE_PAGES = frozenset(
    (437, 720, 737, 775, 850, 852, 855, 857, 858, 860, 861, 862, 863, 864, 865, 866, 869, 874, 932, 949, 950)
    + tuple(range(1250, 1259))
)
_MAX_TABLE_BYTES = 4_000_000
_FONT = re.compile(rb"\\f(\d{1,9})(?![0-9])[^{};]{0,200}?\\fcharset(\d{1,3})(?![0-9])")
_STYLE = re.compile(rb"\{([^{}]{1,4000})\}")
_STYLE_NUMBER = re.compile(rb"\\s(\d{1,9})(?![0-9])")
_OTHER_STYLE = re.compile(rb"\\(?:\*|[cdt]s\d)")
_OUTLINE = re.compile(rb"\\outlinelevel(\d)(?![0-9])")
_TITLE = re.compile(rb"\{\s?\\title ?([^{}]{1,4000})\}")
_SAVED = re.compile(rb"\\revtim\s?\\yr(\d{4})\s?\\mo(\d{1,2})\s?\\dy(\d{1,2})(?![0-9])")
_ESCAPE = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\u(-?\d{1,6}) ?(?:\\'[0-9a-fA-F]{2}|[^\\{}])?|\\[a-zA-Z]{1,32}-?\d{0,10} ?"
)


@dataclass(frozen=True, slots=True)
class NamedStyle:
    """What a style of the file is: "title", "contents" or None, and its heading level, 0 the outermost."""

    kind: str | None = None
    outline: int | None = None


@dataclass(slots=True)
class Head:
    """What the file says before its text."""

    codec: str = "cp1252"
    charsets: dict[int, int] = field(default_factory=dict)
    styles: dict[int, NamedStyle] = field(default_factory=dict)
    title: str | None = None
    updated: str | None = None

    def codec_of(self, font: int) -> str:
        """The code page of bytes in this font."""
        return _CHARSETS.get(self.charsets.get(font, -1), self.codec)

    def read_fonts(self, group: bytes) -> None:
        """Keeps the character set of each font of the table."""
        for match in _FONT.finditer(group[:_MAX_TABLE_BYTES]):
            self.charsets.setdefault(int(match.group(1)), int(match.group(2)))

    def read_styles(self, group: bytes) -> None:
        """Keeps what the styles of paragraphs mean."""
        for match in _STYLE.finditer(group[:_MAX_TABLE_BYTES]):
            entry = match.group(1)
            if _OTHER_STYLE.search(entry):
                continue
            number, level = _STYLE_NUMBER.search(entry), _OUTLINE.search(entry)
            kind, outline = meaning_of_style(self._plain(entry).removesuffix(";").strip())
            if level is not None:
                outline = int(level.group(1))
            self.styles.setdefault(int(number.group(1)) if number else 0, NamedStyle(kind, outline))

    def read_info(self, group: bytes) -> None:
        """Keeps the title and the day of the last change."""
        if title := _TITLE.search(group[:_MAX_TABLE_BYTES]):
            self.title = title_line(self._plain(title.group(1)))
        if saved := _SAVED.search(group[:_MAX_TABLE_BYTES]):
            self.updated = day_of("{:04}-{:02}-{:02}".format(*map(int, saved.groups())))

    def _plain(self, written: bytes) -> str:
        """The letters of a name or title, its escapes resolved and its control words left out."""

        def letter(match: re.Match[bytes]) -> bytes:
            if match.group(1):
                return bytes.fromhex(match.group(1).decode()).decode(self.codec, "replace").encode()
            if match.group(2):
                return chr(int(match.group(2)) % 0x10000).encode("utf-8", "replace")
            return b""

        lines = written.replace(b"\r", b"").replace(b"\n", b"")
        return _ESCAPE.sub(letter, lines).decode("utf-8", "replace")


def codec_of_page(number: int) -> str:
    """Python's name of a Windows code page; the Western one where it is not known."""
    return _CODE_PAGES.get(number) or (f"cp{number}" if number in _KNOWN_CODE_PAGES else "cp1252")
