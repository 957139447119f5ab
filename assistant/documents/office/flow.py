"""Paragraphs of an office file, one after another -> headings, list items, paragraphs and rows on a builder."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.documents.builder import DocumentBuilder, normalise
from assistant.documents.headlines import BOLD_LINE_CHARACTERS, LONE_QUESTION
from assistant.documents.office.grid import P, Row, T
from assistant.documents.office.labels import Label

BODY_LEVEL = 9
TINY = 3  # Half points: smaller than a reader can see.
# Tables and boxes below this depth give their text, not their structure: Python's own stack ends somewhere.
MAX_DEPTH = 30
_TITLE_LEVEL = 1
_BOLD_LINE_LEVEL = 11
_HEADING_CHARACTERS = 300
_OUTLINED_CHARACTERS = 120
_ADDRESS = re.compile(r"www\.|://|@")
_RULE = re.compile(r"[\s_=*.…–—-]*")
_TYPED_BULLET = re.compile(r"\s*(?:[•‣◦▪●○■❖➢·]\s*|[-–*o]\t\s*)(?=\S)")
_TYPED_NUMBER = re.compile(r"\s*\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})[.)]\t")
_LEVEL_INDENT = 720
_INDENT_SLACK = 120
_TITLE_IN_FIRST = 1_000
# Word names its own styles in English in every language; other programs write the name that their user sees.
_HEADING_NAME = re.compile(
    r"(?:heading|überschrift|titre|título|titulo|titolo|kop|rubrik|overskrift|otsikko|nagłówek|nadpis|címsor|titlu"
    r"|başlık|заголовок|επικεφαλίδα|标题|標題|見出し|제목)\s*([1-9])",
    re.IGNORECASE,
)
_TITLE_NAME = re.compile(r"title|titel|titre|título|titulo|titolo|название|标题|表題", re.IGNORECASE)
_CONTENTS_NAME = re.compile(r"toc \d|contents \d|table of figures|table of authorities", re.IGNORECASE)


def meaning_of_style(name: str) -> tuple[str | None, int | None]:
    """What a style's name says of its text: "title", "contents" or None, and the heading level, 0 the outermost."""
    heading = _HEADING_NAME.fullmatch(name)
    kind = None
    if _CONTENTS_NAME.fullmatch(name):
        kind = "contents"
    elif _TITLE_NAME.fullmatch(name):
        kind = "title"
    return kind, int(heading.group(1)) - 1 if heading else None


@dataclass(slots=True)
class Losses:
    """How much of the file a reader of its text does not see, by reason."""

    hidden: int = 0
    pictured: int = 0
    embedded: int = 0
    symbols: int = 0

    def remarks(self) -> tuple[str, ...]:
        """One line for each kind of thing that was left out."""
        lines = {
            "pieces of hidden text": self.hidden,
            "charts or diagrams, whose text is in a picture": self.pictured,
            "embedded files": self.embedded,
            "symbols of a font that has no letters": self.symbols,
        }
        return tuple(f"Left out {count:,} {what}." for what, count in lines.items() if count)


@dataclass(frozen=True, slots=True)
class Line:
    """What decides which kind of block a paragraph is.

    ``bold`` when all of it is. ``kind`` is what its style is: "title", "contents" or None; ``outline`` the heading
    level of its style, 0 the outermost, 9 none; ``own_outline`` the one that it gives itself. ``list_id`` is the same
    for the items of one list, and ``indent`` in twentieths of a point.
    """

    text: str
    bold: bool = False
    kind: str | None = None
    outline: int | None = None
    own_outline: int | None = None
    label: Label | None = None
    list_id: str = ""
    indent: int | None = None


class Flow:
    """Adds block after block in reading order, and knows which list and which lead this place is in."""

    def __init__(self, builder: DocumentBuilder) -> None:
        self._builder = builder
        self.title: str | None = None
        self.outlined = False
        """Whether the levels that paragraphs give themselves differ, and so say which heading is above which."""
        self._lists: list[tuple[int, int | None]] = []  # The level and the lead of each list around this place.
        self._indent = 0
        self._leads: dict[tuple[str, int], int | None] = {}
        self._after_notes: tuple[int | None, int | None] = (None, None)

    def add(self, line: Line, list_goes_on: Callable[[], bool]) -> None:
        """Adds a paragraph as the kind of block that it is; `list_goes_on` says whether the next is of its list."""
        text = normalise(line.text)
        if _RULE.fullmatch(text) or line.kind == "contents":
            return
        label = line.label
        labelled = f"{label.text} {text}" if label and label.text else text
        level = self._heading_level(line, text, list_goes_on)
        if level is not None:
            self._lists.clear()
            if level == _TITLE_LEVEL and self.title is None:
                self.title = text.replace("\n", " ")
            self._builder.heading(labelled, level)
        elif label is not None:
            own = line.indent if line.indent is not None else _LEVEL_INDENT * (label.level + 1)
            self._item(labelled, (line.list_id, label.level), own, begun=label.count > 1)
        elif (bullet := _TYPED_BULLET.match(line.text)) or _TYPED_NUMBER.match(line.text):
            bare = line.text[bullet.end() :] if bullet else line.text
            self._item(bare, ("", 0), line.indent or _LEVEL_INDENT, begun=False)
        elif self._lists and line.indent and line.indent >= self._indent - _INDENT_SLACK:
            self._builder.item(text, self._lists[-1][1])
        else:
            self._lists.clear()
            self._builder.paragraph(text)

    def _heading_level(self, line: Line, text: str, list_goes_on: Callable[[], bool]) -> int | None:
        """The level of a paragraph that is a heading: by its style, by its outline level, or as a short bold line."""
        if line.kind == "title" and len(text) <= _HEADING_CHARACTERS:
            return _TITLE_LEVEL
        if line.own_outline is None and line.outline is not None and line.outline < BODY_LEVEL:
            return line.outline + 2 if len(text) <= _HEADING_CHARACTERS else None
        short = len(text) <= _OUTLINED_CHARACTERS and text[-1] not in ".!;,"
        if line.own_outline is not None and line.own_outline < BODY_LEVEL and short and line.bold:
            return line.own_outline + 2 if self.outlined else _BOLD_LINE_LEVEL
        if line.label is None:
            is_line = (
                line.bold
                and len(text) <= BOLD_LINE_CHARACTERS
                and text[-1] not in ".!;,:"
                and not any(map(str.isdigit, text))
                and any(map(str.isalpha, text))
                and not _ADDRESS.search(text)
            )
            return _BOLD_LINE_LEVEL if is_line or LONE_QUESTION.fullmatch(text) else None
        # A numbered bold line before prose is a heading.
        stands_alone = line.label.text and short and text[-1] != ":" and line.bold
        return _BOLD_LINE_LEVEL if stands_alone and not list_goes_on() else None

    def _item(self, text: str, key: tuple[str, int], indent: int, *, begun: bool) -> None:
        level = key[1]
        while self._lists and self._lists[-1][0] > level:
            self._lists.pop()
        if not self._lists or self._lists[-1][0] < level:
            last, saved = self._after_notes
            lead = saved if last == self._builder.last else self._builder.list_lead()
            if lead is None and self._lists:
                lead = self._builder.last  # The item that this list is nested in.
            elif lead is None and begun:
                lead = self._leads.get(key)
            self._lists.append((level, lead))
        self._leads[key] = self._lists[-1][1]
        self._indent = indent
        self._builder.item(text, self._lists[-1][1])

    def end_list(self) -> None:
        """What comes next is in no list that is open here."""
        self._lists.clear()

    def note(self, mark: str, text: str) -> None:
        """Adds a footnote or endnote; a list that comes after it is led by what stands before it."""
        lead = self._builder.list_lead()
        before = self._after_notes
        self._builder.paragraph(f"{mark} {text}" if text else "")
        self._after_notes = (self._builder.last, before[1] if before[0] == self._builder.last else lead)

    def rows(self, rows: Sequence[Row[P, T]], add: Callable[[list[P]], None], nest: Callable[[T], None]) -> None:
        """Adds the rows of a table; `add` takes the paragraphs of a long one, `nest` the tables inside."""
        lead = self._builder.list_lead()
        for row in rows:
            if row.is_long:
                add(row.paragraphs)
                self._lists.clear()
            else:
                before = self._builder.last
                cells = self._builder.in_columns(row.cells, lead, header=row.is_header)
                self._builder.row(cells, lead, header=row.is_header)
                if row.is_header and self._builder.last != before:
                    lead = self._builder.last
            for table in row.tables:
                nest(table)

    def title_or(self, title: str | None) -> str | None:
        """The title that stands in the text, else the given one, if it does.

        One that is not in the text is often that of the file which this one was copied from.
        """
        text, _ = self._builder.finish()
        shown = title is not None and title.casefold() in " ".join(text[:_TITLE_IN_FIRST].split()).casefold()
        return self.title or (title if shown else None)
