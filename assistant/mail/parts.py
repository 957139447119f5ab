"""The bytes of an e-mail -> its headers and its tree of parts, within limits.

The standard library's parser calls itself for every level and each level looks at every line, so that a small hostile
mail ends it or keeps it busy for minutes. This one only searches for the boundaries; the library reads the values.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message

from assistant.errors import AssistantError

MAX_HEADER_BYTES = 256_000
MAX_PARTS = 500
MAX_DEPTH = 20
_MAX_BOUNDARY_LINE = 200
_MAX_VALUE_CHARACTERS = 2_000  # The library's reader of parameters takes time by the square of their number.
_HEADER = re.compile(r"([!-9;-~]{1,200})[ \t]{0,9}:[ \t]?(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its headers (names in lower case, values unfolded), and where its content lies in the bytes."""

    headers: dict[str, list[str]]
    start: int
    end: int
    children: tuple["Part", ...] = ()

    def get(self, name: str) -> str:
        """The first value of the header, empty where there is none."""
        return self.headers.get(name, [""])[0]

    @property
    def content(self) -> Message:
        """The content headers as the standard library reads them."""
        message = Message()
        for name in ("content-type", "content-disposition"):
            if value := self.get(name):
                message[name] = value[:_MAX_VALUE_CHARACTERS]
        return message

    @property
    def type(self) -> str:
        """The content type, such as "text/plain"."""
        return self.content.get_content_type()

    @property
    def attached(self) -> bool:
        """Whether it is a file that goes with the mail, not text of it."""
        content = self.content
        return content.get_content_disposition() == "attachment" or bool(content.get_filename())

    def walk(self) -> Iterator["Part"]:
        """The part and those inside it, outermost first."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class _Budget:
    parts: int = MAX_PARTS
    remarks: list[str] = field(default_factory=list)

    def remark(self, line: str) -> None:
        if line not in self.remarks:
            self.remarks.append(line)


def split_mail(raw: bytes, start: int, end: int) -> tuple[Part, list[str]]:
    """The tree of parts of the mail in ``raw[start:end]``, and remarks on what of it was not looked at.

    :raises AssistantError: its headers are longer than any mail program's.
    """
    budget = _Budget()
    return _part(raw, start, end, 0, budget), budget.remarks


def _part(raw: bytes, start: int, end: int, depth: int, budget: _Budget) -> Part:
    headers, body = _headers(raw, start, end)
    part = Part(headers, body, end)
    if not part.type.startswith("multipart/"):
        return part
    boundary = part.content.get_boundary()
    if not boundary:
        budget.remark("The mail is said to have several parts, but not how they are divided; it is read as one text.")
        return part
    if depth >= MAX_DEPTH:
        budget.remark(f"Parts nested more than {MAX_DEPTH} deep are not read.")
        return part
    children = []
    for first, last in _pieces(raw, body, end, boundary.encode("utf-8", "surrogateescape")):
        if budget.parts == 0:
            budget.remark(f"The mail has more than {MAX_PARTS} parts; the others are not read.")
            break
        budget.parts -= 1
        children.append(_part(raw, first, last, depth + 1, budget))
    return Part(headers, body, end, tuple(children))


def _headers(raw: bytes, start: int, end: int) -> tuple[dict[str, list[str]], int]:
    """The headers at the start, and where what follows them begins."""
    limit = min(end, start + MAX_HEADER_BYTES)
    if raw[start : start + 1] == b"\n" or raw[start : start + 2] == b"\r\n":
        return {}, raw.find(b"\n", start) + 1
    ends = [(place, len(gap)) for gap in (b"\n\n", b"\n\r\n") if (place := raw.find(gap, start, limit)) >= 0]
    if not ends and limit < end:
        raise AssistantError(
            f"The mail's headers are longer than {MAX_HEADER_BYTES:,} bytes; no mail program writes such; "
            "answer it by hand if it is one."
        )
    stop, gap = min(ends) if ends else (end, 0)
    lines = raw[start:stop].replace(b"\r", b"").split(b"\n")
    headers: dict[str, list[str]] = {}
    unfolded: list[list[bytes]] = []
    for line in lines:
        if line[:1] in (b" ", b"\t") and unfolded:
            unfolded[-1].append(line.strip())
        elif line:
            unfolded.append([line])
    for pieces in unfolded:
        value = _decode_header_bytes(b" ".join(pieces))
        if match := _HEADER.match(value):
            headers.setdefault(match[1].lower(), []).append(match[2].strip())
    return headers, min(end, stop + gap)


def _decode_header_bytes(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")  # Against the standard, as are all bytes beyond ASCII here.


def _pieces(raw: bytes, start: int, end: int, boundary: bytes) -> Iterator[tuple[int, int]]:
    """Where the pieces between the lines that hold the boundary begin and end."""
    delimiter = b"--" + boundary
    opened = -1
    place = start if raw.startswith(delimiter, start) else raw.find(b"\n" + delimiter, start, end) + 1
    while place > 0:
        after = place + len(delimiter)
        line_end = raw.find(b"\n", after, min(end, after + _MAX_BOUNDARY_LINE))
        stop = line_end if line_end >= 0 else min(end, after + _MAX_BOUNDARY_LINE)
        rest = raw[after:stop].strip()
        if rest in (b"", b"--"):
            if opened >= 0:
                yield opened, max(opened, place - (2 if raw[place - 2 : place] == b"\r\n" else 1))
            if rest == b"--":
                return
            opened = stop + 1
        place = raw.find(b"\n" + delimiter, after, end) + 1
    if 0 <= opened < end:  # The mail breaks off.
        yield opened, end
