"""A paragraph of an OpenDocument text -> its text as a reader sees it, with what is attached to it."""

import re
from dataclasses import dataclass, field

from lxml import etree

from assistant.documents.odt.styles import OFFICE, TEXT, Style, Styles, whole
from assistant.documents.office.flow import TINY, Losses
from assistant.documents.office.symbols import symbol

DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_EXTENSION = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_LEFT_OUT = frozenset(
    (
        *(f"{TEXT}{name}" for name in "tracked-changes ruby-text placeholder script note number".split()),
        *(f"{OFFICE}{name}" for name in "annotation forms event-listeners".split()),
    )
)
_SPACES = {f"{TEXT}s": " ", f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
_SPANS = frozenset((f"{TEXT}span", f"{TEXT}a"))
_HIDDEN_FIELDS = frozenset((f"{TEXT}hidden-text", f"{TEXT}hidden-paragraph"))
OBJECTS = frozenset((f"{DRAW}object", f"{DRAW}object-ole", f"{DRAW}plugin", f"{DRAW}applet"))
_WHITE = re.compile(r"\s+")
_FONT_SIGN = re.compile("[\uf000-\uf0ff]")


@dataclass(slots=True)
class Inline:
    """A paragraph's visible text; ``bold`` when all of it is; notes as (mark, element); the shapes anchored in it.

    ``hidden`` is True when something in it was left out because it is hidden.
    """

    text: str = ""
    bold: bool = False
    hidden: bool = False
    notes: list[tuple[str, etree._Element]] = field(default_factory=list)
    shapes: list[etree._Element] = field(default_factory=list)


class RunReader:
    """Reads paragraph after paragraph, and counts what it leaves out."""

    def __init__(self, styles: Styles, losses: Losses) -> None:
        self._styles = styles
        self.losses = losses

    def read(self, paragraph: etree._Element, style: Style) -> Inline:
        """The visible text of the paragraph; comments, prompts and deleted text are no part of it."""
        found = Inline()
        if _is_hidden(style) or _is_hidden_paragraph(paragraph):
            found.hidden = True
            self.losses.hidden += has_text(paragraph)
            return found
        parts: list[str] = []
        spans = [style]
        plain = False
        steps = etree.iterwalk(paragraph, events=("start", "end"))
        for event, element in steps:
            tag = str(element.tag)
            text = None
            if event == "end":
                if tag in _SPANS and element is not paragraph:
                    spans.pop()
                text = element.tail if element is not paragraph else None
            elif tag in _SPANS:
                spans.append(self._span(element, spans[-1]))
                if _is_hidden(spans[-1]):
                    found.hidden = True
                    self.losses.hidden += has_text(element)
                    steps.skip_subtree()
                else:
                    text = element.text
            elif tag in _SPACES:
                parts.append(_SPACES[tag])
            elif self._is_left_out(element, tag, found):
                if tag == f"{TEXT}note" and found.notes:
                    parts.append(found.notes[-1][0])
                steps.skip_subtree()
            else:
                text = element.text
            if text:
                parts.append(_WHITE.sub(" ", text))
                plain = plain or bool(text.strip()) and not spans[-1].bold
        found.text = _FONT_SIGN.sub(self._sign, "".join(parts))
        found.bold = not plain and bool(found.text.strip())
        return found

    def _span(self, element: etree._Element, around: Style) -> Style:
        named = self._styles.characters(element.get(f"{TEXT}style-name"))
        return Style(
            bold=around.bold if named.bold is None else named.bold,
            hidden=around.hidden if named.hidden is None else named.hidden,
            size=around.size if named.size is None else named.size,
        )

    def _is_left_out(self, element: etree._Element, tag: str, found: Inline) -> bool:
        """Whether the text inside is no part of the paragraph's; notes and shapes are kept beside it."""
        if tag == f"{TEXT}note":
            citation = element.find(f"{TEXT}note-citation")
            mark = "".join(map(str, citation.itertext())).strip()[:20] if citation is not None else ""
            own = citation is not None and citation.get(f"{TEXT}label") is not None
            found.notes.append((mark if own or not mark else f"[{mark}]", element))
            return True
        if tag.startswith(DRAW) and tag != f"{DRAW}a":
            found.shapes.append(element)
            return True
        if tag in _HIDDEN_FIELDS and element.get(f"{TEXT}is-hidden") == "true":
            self.losses.hidden += 1
            found.hidden = True
            return True
        if tag == f"{_EXTENSION}content-control" and element.get(f"{_EXTENSION}showing-place-holder") == "true":
            return True
        return tag in _LEFT_OUT

    def _sign(self, match: re.Match[str]) -> str:
        drawn = symbol(ord(match.group()))
        self.losses.symbols += drawn is None
        return drawn or ""


def note_paragraphs(note: etree._Element) -> list[etree._Element]:
    """The paragraphs of a footnote or endnote."""
    body = note.find(f"{TEXT}note-body")
    return [] if body is None else list(body.iter(f"{TEXT}p", f"{TEXT}h"))


def has_text(element: etree._Element) -> bool:
    """Whether anything is written in the element."""
    return any(str(text).strip() for text in element.itertext())


def _is_hidden(style: Style) -> bool:
    return bool(style.hidden) or (style.size is not None and 0 <= style.size <= TINY)


def _is_hidden_paragraph(paragraph: etree._Element) -> bool:
    return any(field.get(f"{TEXT}is-hidden") == "true" for field in paragraph.iterchildren(f"{TEXT}hidden-paragraph"))


def outline_level(heading: etree._Element) -> int | None:
    """The level that a heading gives itself, 0 the outermost."""
    level = whole(heading, f"{TEXT}outline-level")
    return level - 1 if level else None
