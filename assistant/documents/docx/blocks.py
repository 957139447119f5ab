"""The body of a Word file -> headings, paragraphs, items and rows on a builder."""

import re
from dataclasses import dataclass

from lxml import etree

from assistant.documents.builder import DocumentBuilder, normalise
from assistant.documents.docx.markup import attribute, child, local_name, number
from assistant.documents.docx.numbering import Label, Numbering
from assistant.documents.docx.runs import Inline, Losses, RunReader, is_prompt
from assistant.documents.docx.styles import Style, Styles, with_paragraph_properties
from assistant.documents.docx.tables import Table, in_prompt, own_rows

# What wraps blocks without being one.
_WRAPPERS = frozenset("sdtContent customXml ins moveTo smartTag Choice body footnote endnote".split())
_TITLE_LEVEL = 1
_BOLD_LINE_LEVEL = 11
_BOLD_LINE_CHARACTERS = 90
_HEADING_CHARACTERS = 300
_OUTLINED_CHARACTERS = 120
_BODY_LEVEL = 9
# Tables and boxes below this depth give their text, not their structure: Python's own stack ends somewhere.
_MAX_DEPTH = 30
_ADDRESS = re.compile(r"www\.|://|@")
_RULE = re.compile(r"[\s_=*.…–—-]*")
_LONE_QUESTION = re.compile(r"\s*[^.!?\n]{8,200}\?\s*")
_TYPED_BULLET = re.compile(r"\s*(?:[•‣◦▪●○■❖➢·]\s*|[-–*o]\t\s*)(?=\S)")
_TYPED_NUMBER = re.compile(r"\s*\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})[.)]\t")
_LEVEL_INDENT = 720
_INDENT_SLACK = 120


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as read; ``outline`` is the heading level that it gives itself, not by its style."""

    element: etree._Element
    text: str
    inline: Inline
    style: Style
    label: Label | None = None
    outline: int | None = None


class BodyReader:
    """Adds block after block in reading order; notes follow the paragraph, list or table that refers to them."""

    def __init__(self, builder: DocumentBuilder, styles: Styles, numbering: Numbering, runs: RunReader) -> None:
        self._builder = builder
        self._styles = styles
        self._numbering = numbering
        self._runs = runs
        self.title: str | None = None
        self.outlined = False
        """Whether the levels that paragraphs give themselves differ, and so say which heading is above which."""
        self.losses: Losses = runs.losses
        self._carried = ""  # Text of a paragraph whose end was deleted, or a big first letter: the next one goes on.
        self._lists: list[tuple[int, int | None]] = []  # The level and the lead of each list around this place.
        self._indent = 0
        self._leads: dict[tuple[str, int], int | None] = {}
        self._after_notes: tuple[int | None, int | None] = (None, None)

    def read(self, container: etree._Element, depth: int = 0) -> None:
        """Adds the blocks of an element that holds paragraphs and tables."""
        if depth > _MAX_DEPTH:
            for element in container.iter("{*}p"):
                if (paragraph := self.paragraph(element)) is not None:
                    self._builder.paragraph(paragraph.text)
            return
        for element in container:
            name = local_name(element)
            if name == "p":
                if (paragraph := self.paragraph(element)) is not None:
                    self.add(paragraph, depth)
            elif name == "tbl":
                self._table(element, depth)
            elif name == "sdt":
                gallery = child(child(child(element, "sdtPr"), "docPartObj"), "docPartGallery")
                if not is_prompt(element) and attribute(gallery) != "Table of Contents":
                    self.read(element, depth + 1)
            elif name == "altChunk":
                self.losses.embedded += 1
            elif name == "AlternateContent":
                chosen = child(element, "Choice")
                self.read(element if chosen is None else chosen, depth + 1)
            elif name in _WRAPPERS:
                self.read(element, depth + 1)
        if depth == 0:
            self._builder.paragraph(self._carried)

    def paragraph(self, element: etree._Element) -> Paragraph | None:
        """Reads and counts a paragraph; None when it adds nothing by itself."""
        properties = child(element, "pPr")
        named = self._styles.style(style_id := attribute(child(properties, "pStyle")))
        style = with_paragraph_properties(named, properties)
        inline = self._runs.read(element, style)
        end = child(properties, "rPr")
        big_letter = attribute(child(properties, "framePr"), "dropCap") in ("drop", "margin")
        text = self._carried + inline.text
        if big_letter or child(end, "del") is not None or child(end, "moveFrom") is not None:
            self._carried = text
            return Paragraph(element, "", inline, style) if inline.boxes or inline.notes else None
        self._carried = ""
        if inline.hidden and not text.strip():
            return None
        label = self._label(style, style_id)
        if not normalise(text) and not inline.boxes and not inline.notes:
            return None
        return Paragraph(element, text, inline, style, label, number(child(properties, "outlineLvl")))

    def _label(self, style: Style, style_id: str | None) -> Label | None:
        if style.numbering is None:
            return None
        number_id, level = style.numbering
        return self._numbering.next(
            number_id, self._numbering.level_of_style(number_id, style_id) if level is None else level
        )

    def add(self, paragraph: Paragraph, depth: int) -> None:
        """Adds a paragraph as the kind of block that it is, then what is attached to it."""
        text = normalise(paragraph.text)
        if not _RULE.fullmatch(text) and paragraph.style.kind != "contents":
            self._add_text(paragraph, text)
        self.add_attached([paragraph.inline], depth)

    def _add_text(self, paragraph: Paragraph, text: str) -> None:
        label, style = paragraph.label, paragraph.style
        labelled = f"{label.text} {text}" if label and label.text else text
        level = self._heading_level(paragraph, text)
        if level is not None:
            self._lists.clear()
            if level == _TITLE_LEVEL and self.title is None:
                self.title = text.replace("\n", " ")
            self._builder.heading(labelled, level)
        elif label is not None and style.numbering is not None:
            own = style.indent if style.indent is not None else _LEVEL_INDENT * (label.level + 1)
            self._item(labelled, (style.numbering[0], label.level), own, begun=label.count > 1)
        elif (bullet := _TYPED_BULLET.match(paragraph.text)) or _TYPED_NUMBER.match(paragraph.text):
            bare = paragraph.text[bullet.end() :] if bullet else paragraph.text
            self._item(bare, ("", 0), style.indent or _LEVEL_INDENT, begun=False)
        elif self._lists and style.indent and style.indent >= self._indent - _INDENT_SLACK:
            self._builder.item(text, self._lists[-1][1])
        else:
            self._lists.clear()
            self._builder.paragraph(text)

    def _heading_level(self, paragraph: Paragraph, text: str) -> int | None:
        """The level of a paragraph that is a heading: by its style, by its outline level, or as a short bold line."""
        style, label = paragraph.style, paragraph.label
        if style.kind == "title" and len(text) <= _HEADING_CHARACTERS:
            return _TITLE_LEVEL
        outline = style.outline
        if paragraph.outline is None and outline is not None and outline < _BODY_LEVEL:
            return outline + 2 if len(text) <= _HEADING_CHARACTERS else None
        short = len(text) <= _OUTLINED_CHARACTERS and text[-1] not in ".!;,"
        if paragraph.outline is not None and paragraph.outline < _BODY_LEVEL and short and paragraph.inline.bold:
            return paragraph.outline + 2 if self.outlined else _BOLD_LINE_LEVEL
        if label is None:
            is_line = (
                paragraph.inline.bold
                and len(text) <= _BOLD_LINE_CHARACTERS
                and text[-1] not in ".!;,:"
                and not any(map(str.isdigit, text))
                and any(map(str.isalpha, text))
                and not _ADDRESS.search(text)
            )
            return _BOLD_LINE_LEVEL if is_line or _LONE_QUESTION.fullmatch(text) else None
        stands_alone = label.text and short and text[-1] != ":" and paragraph.inline.bold
        return _BOLD_LINE_LEVEL if stands_alone and not self._list_goes_on(paragraph) else None

    def _list_goes_on(self, paragraph: Paragraph) -> bool:
        """True when the next paragraph is of the same list; a numbered bold line before prose is a heading."""
        for element in paragraph.element.itersiblings():
            if local_name(element) != "p":
                return False
            if any((text.text or "").strip() for text in element.iter("{*}t")):
                properties = child(element, "pPr")
                style = self._styles.style(attribute(child(properties, "pStyle")))
                after = with_paragraph_properties(style, properties).numbering
                return after is not None and after == paragraph.style.numbering
        return False

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

    def add_attached(self, inlines: list[Inline], depth: int) -> None:
        """Adds the notes and text boxes of paragraphs that have been added."""
        for mark, note in [pair for inline in inlines for pair in inline.notes]:
            lead = self._builder.list_lead()
            pieces = [self._runs.read(element, self._styles.plain) for element in note.iter("{*}p")]
            lines = "\n".join(piece.text.strip() for piece in pieces if piece.text.strip())
            before = self._after_notes
            self._builder.paragraph(f"{mark} {lines}" if lines else "")
            self._after_notes = (self._builder.last, before[1] if before[0] == self._builder.last else lead)
        for box in [element for inline in inlines for element in inline.boxes]:
            self._lists.clear()
            self.read(box, depth + 1)
            self._lists.clear()

    def _table(self, element: etree._Element, depth: int) -> None:
        self._lists.clear()
        if all(len(cells) <= 1 for _, cells in own_rows(element)):
            for _, cells in own_rows(element):  # A frame around text, not a table.
                for cell in cells:
                    if in_prompt(cell):
                        continue
                    self.read(cell, depth + 1)
                    self._lists.clear()
            return
        table = Table(element, self.paragraph)
        lead = self._builder.list_lead()
        for row in table.rows:
            if row.is_long:
                for paragraph in row.paragraphs:
                    self.add(paragraph, depth)
                self._lists.clear()
            else:
                before = self._builder.last
                self._builder.row(row.cells, lead, header=row.is_header)
                if row.is_header and self._builder.last != before:
                    lead = self._builder.last
            for nested in row.tables:
                self._table(nested, depth + 1) if depth < _MAX_DEPTH else self.read(nested, depth + 1)
        self.add_attached(
            [paragraph.inline for row in table.rows if not row.is_long for paragraph in row.paragraphs], depth
        )
