"""Plain text -> blocks: headings that are plain lines, bullets, numbered steps, wrapped paragraphs."""

import re
import statistics

from assistant.documents.builder import DocumentBuilder, normalise

_BULLET = re.compile(r"(?:[-*•‣◦▪–·o]|\(?\d{1,2}[.)]|\(?[a-zA-Z][.)])[ \t]+(?=\S)")
_SENTENCE_END = re.compile(r"[.!?;,:…][\"')\]’”]*$")
_ITEM_END = re.compile(r"[.!?;:…][\"')\]’”]*$")
_RULE = re.compile(r"[=\-_~*#]{3,}")
_HEADING_WORDS = 12
_HEADING_CHARACTERS = 90
# Longer lines than these, ending all at about the same column, are one paragraph wrapped by an editor.
_WRAPPED_LINE = 50
_WRAPPED_SPREAD = 25


def read_plain_text(text: str, builder: DocumentBuilder) -> None:
    """Adds the blocks of a plain-text document, paragraph by paragraph as blank lines divide it."""
    groups = [normalise(group).split("\n") for group in re.split(r"\n[^\S\n]*\n", text.replace("\r\n", "\n"))]
    groups = [lines for lines in groups if lines[0]]
    reader = _GroupReader(builder)
    for position, (lines, following) in enumerate(zip(groups, [*groups[1:], []], strict=False)):
        reader.read(lines, 1 if position == 0 else 2, following)


class _GroupReader:
    """Adds group after group, remembering which block introduces what follows."""

    def __init__(self, builder: DocumentBuilder) -> None:
        self._builder = builder
        self._open: int | None = None
        self._steps: int | None = None

    def read(self, lines: list[str], level: int, following: list[str]) -> None:
        """Adds the lines of one group; `following` are those of the next, none at the end."""
        if len(lines) > 1 and _RULE.fullmatch(lines[1]) and len(lines[0]) <= _HEADING_CHARACTERS:
            self._heading(lines[0], level)
            lines = lines[2:]
        lines = [line for line in lines if not _RULE.fullmatch(line)]
        if not lines:
            return
        headed = _is_heading(lines[0]) and (self._open is None or self._leaves_list(lines, following))
        if headed and len(lines) == 1 and following:
            self._heading(lines[0], level)
            return
        if headed and len(lines) > 1 and len(lines[1]) > _HEADING_CHARACTERS:
            self._heading(lines[0], level)
            lines = lines[1:]
        lines = _unwrap(lines)
        if any(_BULLET.match(line) for line in lines):
            self._list(lines)
            return
        sentences = [line for line in lines if _SENTENCE_END.search(line)]
        if self._open is not None and (len(lines) > 1 or not sentences or lines[0].startswith("(")):
            for item in lines if sentences else ["\n".join(lines)]:
                self._builder.item(item, self._open)
            return
        self._builder.paragraph("\n".join(lines))
        self._open = self._builder.last if lines[-1].endswith(":") else None

    def _leaves_list(self, lines: list[str], following: list[str]) -> bool:
        """True when a line after the items of an open list is a heading, since prose comes next."""
        filled = self._builder.last != self._open
        return filled and len(lines) == 1 and bool(following) and re.search(r"[.!?]$", following[-1]) is not None

    def _heading(self, line: str, level: int) -> None:
        self._builder.heading(line, level)
        self._open = self._steps = None

    def _list(self, lines: list[str]) -> None:
        first = next(position for position, line in enumerate(lines) if _BULLET.match(line))
        self._builder.paragraph("\n".join(_unwrap(lines[:first])))
        lead = self._builder.list_lead()
        for line in _whole_items(lines[first:]):
            number = re.match(r"\d+", line) if _BULLET.match(line) else None
            if not _BULLET.match(line):
                self._builder.item(line, self._open if self._open is not None else lead)
                continue
            if number is not None and int(number.group()) == 1:
                self._steps = lead
            self._builder.item(line, lead if number is None else self._steps)
            self._open = self._builder.last if line.endswith(":") else None


def _whole_items(lines: list[str]) -> list[str]:
    """The lines with those joined to their item that an editor wrapped."""
    items: list[str] = []
    for before, line in zip(["", *lines], lines, strict=False):
        wrapped = len(before) >= _WRAPPED_LINE or line[0].islower()
        if items and wrapped and not _BULLET.match(line) and not _ITEM_END.search(before):
            items[-1] += " " + line
        else:
            items.append(line)
    return items


def _is_heading(line: str) -> bool:
    if len(line) > _HEADING_CHARACTERS or len(line.split()) > _HEADING_WORDS or _BULLET.match(line):
        return False
    if line.endswith("?"):
        return line[0].isupper()
    if (
        _SENTENCE_END.search(line)
        or "," in re.sub(r"\(.*?\)", "", line)
        or "@" in line
        or not any(map(str.isalpha, line))
    ):
        return False
    return line[0].isupper() or line[0].isdigit()


def _unwrap(lines: list[str]) -> list[str]:
    """The lines with those joined that an editor wrapped."""
    if len(lines) < 2 or any(_BULLET.match(line) for line in lines[1:]):
        return lines
    lengths = [len(line) for line in lines[:-1]]
    wrapped = min(lengths) >= _WRAPPED_LINE and max(lengths) - statistics.median(lengths) <= _WRAPPED_SPREAD
    return (
        [" ".join(lines)]
        if wrapped and max(lengths) <= 120 and max(lengths) - min(lengths) <= _WRAPPED_SPREAD
        else lines
    )
