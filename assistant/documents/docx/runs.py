"""A paragraph of a Word file -> its text as a reader sees it, with what is attached to it."""

from dataclasses import dataclass, field
from itertools import accumulate

from lxml import etree

from assistant.documents.docx.hyperlinks import Hyperlinks
from assistant.documents.docx.markup import attribute, child, children, local_name, switch
from assistant.documents.docx.styles import Style, Styles
from assistant.documents.links import RawLink
from assistant.documents.office.flow import TINY, Losses
from assistant.documents.office.labels import roman
from assistant.documents.office.symbols import symbol

_LEFT_OUT = frozenset(
    "del moveFrom pPr rPr sdtPr sdtEndPr rt instrText delText delInstrText annotationRef footnoteRef endnoteRef "
    "ffData docPr binData themeOverride".split()
)
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
_TEXT_BOXES = frozenset(("txbxContent", "txBody"))
_PICTURED_TEXT = ("/chart", "/chartex", "/diagram")


@dataclass(slots=True)
class Inline:
    """A paragraph's visible text; ``bold`` when all of it is; notes as (mark, element), in the order of their marks.

    ``hidden`` is True when something in it was left out because it is hidden. ``boxes`` are text boxes anchored in it.
    """

    text: str = ""
    bold: bool = False
    hidden: bool = False
    notes: list[tuple[str, etree._Element]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    links: list[RawLink] = field(default_factory=list)


class Notes:
    """Footnotes and endnotes, numbered in the order in which the text refers to them."""

    def __init__(self, footnotes: etree._Element | None, endnotes: etree._Element | None) -> None:
        self._elements = {
            kind: {attribute(note, "id"): note for note in children(root, kind) if attribute(note, "type") is None}
            for kind, root in (("footnote", footnotes), ("endnote", endnotes))
        }
        self._marks: dict[tuple[str, str | None], str] = {}
        self._counts = {"footnote": 0, "endnote": 0}

    def refer(self, reference: etree._Element, kind: str) -> tuple[str, etree._Element | None]:
        """The mark of the note referred to, and the note itself the first time."""
        note_id = attribute(reference, "id")
        note = self._elements[kind].get(note_id)
        if note is None:
            return "", None
        if (kind, note_id) in self._marks:
            return self._marks[kind, note_id], None
        mark = ""
        if attribute(reference, "customMarkFollows") not in ("1", "true", "on"):
            self._counts[kind] += 1
            count = self._counts[kind]
            mark = f"[{roman(count) if kind == 'endnote' and count < 4000 else count}]"
        self._marks[kind, note_id] = mark
        return mark, note


class RunReader:
    """Reads paragraph after paragraph; a field that Word computed may begin in one and end in another."""

    def __init__(self, styles: Styles, notes: Notes, losses: Losses, hyperlinks: Hyperlinks) -> None:
        self._styles = styles
        self._notes = notes
        self._hyperlinks = hyperlinks
        self.losses = losses
        self._fields: list[bool] = []  # For each field around this place: whether this is its result.

    def read(self, paragraph: etree._Element, style: Style) -> Inline:
        """The visible text of the paragraph; deleted text, instructions and comments are no part of it."""
        found = Inline()
        parts: list[str] = []
        bold: list[bool] = []
        plain = False
        opened: tuple[etree._Element, int, tuple[str, bool]] | None = None
        steps = etree.iterwalk(paragraph, events=("start", "end"))
        for event, element in steps:
            name = local_name(element)
            if event == "end":
                if name == "r" and bold:
                    bold.pop()
                if opened is not None and opened[0] is element:
                    found.links.append(RawLink(opened[1], len(parts), *opened[2]))
                    opened = None
                continue
            if name == "r":
                run = self._run_style(element, style)
                bold.append(bool(run.bold))
                if run.hidden or (run.size is not None and run.size <= TINY):
                    if any((text.text or "").strip() for text in element.iterchildren("{*}t")):
                        found.hidden = True
                        self.losses.hidden += 1
                    steps.skip_subtree()
            elif name in _LEFT_OUT or self._is_other_choice(element, name):
                steps.skip_subtree()
            elif name == "hyperlink":
                if opened is None and (target := self._hyperlinks.of(element)) is not None:
                    opened = element, len(parts), target
            elif name in _TEXT_BOXES:
                found.boxes.append(element)
                steps.skip_subtree()
            elif name == "fldChar":
                self._field(attribute(element, "fldCharType"))
            elif name == "graphicData":
                self.losses.pictured += element.get("uri", "").endswith(_PICTURED_TEXT)
            elif all(self._fields) and (text := self._text(element, name, found)):
                parts.append(text)
                plain = plain or bool(text.strip()) and not (bold and bold[-1])
        if not all(self._fields):
            self._fields.clear()  # Without its end in the same paragraph, an instruction would swallow the rest.
        found.text = "".join(parts)
        if found.links:
            places = list(accumulate(map(len, parts), initial=0))
            found.links = [link._replace(start=places[link.start], end=places[link.end]) for link in found.links]
        found.bold = not plain and bool(found.text.strip())
        return found

    def _text(self, element: etree._Element, name: str, found: Inline) -> str:
        if name == "t":
            return element.text or ""
        if name in _BREAKS:
            return _BREAKS[name]
        if name in ("footnoteReference", "endnoteReference"):
            mark, note = self._notes.refer(element, name.removesuffix("Reference"))
            if note is not None:
                found.notes.append((mark, note))
            return mark
        if name == "sym":
            return self._symbol(attribute(element, "char") or "")
        return ""

    def _run_style(self, run: etree._Element, style: Style) -> Style:
        properties = child(run, "rPr")
        if properties is None:
            return style
        named = self._styles.character(attribute(child(properties, "rStyle")))
        bold, hidden = switch(properties, "b"), switch(properties, "vanish")
        size = attribute(child(properties, "sz")) or ""
        return Style(
            bold=next((value for value in (bold, named.bold, style.bold) if value is not None), None),
            hidden=next((value for value in (hidden, named.hidden, style.hidden) if value is not None), None),
            size=int(size) if size.isascii() and size.isdigit() and len(size) < 6 else named.size or style.size,
        )

    def _symbol(self, code: str) -> str:
        try:
            value = int(code, 16)
        except ValueError:
            return ""
        drawn = symbol(value)
        self.losses.symbols += drawn is None
        return drawn or ""

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _is_other_choice(self, element: etree._Element, name: str) -> bool:
        """True for all but one of several forms of the same thing, and for the prompt of an empty form field."""
        if name in ("Fallback", "Choice"):
            return element.getparent() is not None and child(element.getparent(), "Choice") not in (None, element)
        return name == "sdt" and is_prompt(element)


def is_prompt(control: etree._Element) -> bool:
    """True for a form field that nobody has filled in: Word shows what to do there."""
    return bool(switch(child(control, "sdtPr"), "showingPlcHdr"))
