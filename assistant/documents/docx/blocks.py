"""The body of a Word file -> headings, paragraphs, items and rows on a builder."""

from dataclasses import dataclass

from lxml import etree

from assistant.documents.builder import DocumentBuilder, normalise
from assistant.documents.docx.markup import attribute, child, local_name, number
from assistant.documents.docx.numbering import Numbering
from assistant.documents.docx.runs import Inline, RunReader, is_prompt
from assistant.documents.docx.styles import Style, Styles, with_paragraph_properties
from assistant.documents.docx.tables import in_prompt, own_rows, table_rows
from assistant.documents.links import RawLink
from assistant.documents.office.flow import MAX_DEPTH, Flow, Line, Losses
from assistant.documents.office.labels import Label

# What wraps blocks without being one.
_WRAPPERS = frozenset("sdtContent customXml ins moveTo smartTag Choice body footnote endnote".split())


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as read; ``outline`` is the heading level that it gives itself, not by its style."""

    element: etree._Element
    text: str
    inline: Inline
    style: Style
    label: Label | None = None
    outline: int | None = None

    @property
    def bold(self) -> bool:
        """Whether all of its text is bold."""
        return self.inline.bold

    @property
    def links(self) -> list[RawLink]:
        """The links in its text."""
        carried = len(self.text) - len(self.inline.text)
        return [link._replace(start=link.start + carried, end=link.end + carried) for link in self.inline.links]


class BodyReader:
    """Adds block after block in reading order; notes follow the paragraph, list or table that refers to them."""

    def __init__(self, builder: DocumentBuilder, styles: Styles, numbering: Numbering, runs: RunReader) -> None:
        self._builder = builder
        self._styles = styles
        self._numbering = numbering
        self._runs = runs
        self.flow = Flow(builder)
        self.losses: Losses = runs.losses
        self._carried = ""  # Text of a paragraph whose end was deleted, or a big first letter: the next one goes on.

    def read(self, container: etree._Element, depth: int = 0) -> None:
        """Adds the blocks of an element that holds paragraphs and tables."""
        if depth > MAX_DEPTH:
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
        style = paragraph.style
        line = Line(
            text=paragraph.text,
            bold=paragraph.bold,
            kind=style.kind,
            outline=style.outline,
            own_outline=paragraph.outline,
            label=paragraph.label,
            list_id=style.numbering[0] if style.numbering else "",
            indent=style.indent,
        )
        before = self._builder.last
        self.flow.add(line, lambda: self._list_goes_on(paragraph))
        if self._builder.last != before:
            self._builder.link((paragraph.text, paragraph.links))
        self.add_attached([paragraph.inline], depth)

    def _list_goes_on(self, paragraph: Paragraph) -> bool:
        """True when the next paragraph is of the same list."""
        for element in paragraph.element.itersiblings():
            if local_name(element) != "p":
                return False
            if any((text.text or "").strip() for text in element.iter("{*}t")):
                properties = child(element, "pPr")
                style = self._styles.style(attribute(child(properties, "pStyle")))
                after = with_paragraph_properties(style, properties).numbering
                return after is not None and after == paragraph.style.numbering
        return False

    def add_attached(self, inlines: list[Inline], depth: int) -> None:
        """Adds the notes and text boxes of paragraphs that have been added."""
        for mark, note in [pair for inline in inlines for pair in inline.notes]:
            pieces = [self._runs.read(element, self._styles.plain) for element in note.iter("{*}p")]
            lines = "\n".join(piece.text.strip() for piece in pieces if piece.text.strip())
            self.flow.note(mark, lines)
        for box in [element for inline in inlines for element in inline.boxes]:
            self.flow.end_list()
            self.read(box, depth + 1)
            self.flow.end_list()

    def _table(self, element: etree._Element, depth: int) -> None:
        self.flow.end_list()
        if all(len(cells) <= 1 for _, cells in own_rows(element)):
            for _, cells in own_rows(element):  # A frame around text, not a table.
                for cell in cells:
                    if in_prompt(cell):
                        continue
                    self.read(cell, depth + 1)
                    self.flow.end_list()
            return
        rows = table_rows(element, self.paragraph)
        nest = self._table if depth < MAX_DEPTH else self.read

        def add(paragraphs: list[Paragraph]) -> None:
            for paragraph in paragraphs:
                self.add(paragraph, depth)

        self.flow.rows(rows, add, lambda table: nest(table, depth + 1))
        self.add_attached([paragraph.inline for row in rows if not row.is_long for paragraph in row.paragraphs], depth)
