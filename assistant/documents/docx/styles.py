"""Named styles of a Word file -> what a paragraph or run of that style is."""

from dataclasses import dataclass, field, replace

from lxml import etree

from assistant.documents.docx.markup import attribute, child, children, number, switch
from assistant.documents.office.flow import BODY_LEVEL, meaning_of_style

_MAX_BASES = 30


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says of its text, None where neither it nor a style that it is based on says anything.

    ``outline`` is the heading level, 0 the outermost, 9 none. ``numbering`` is (numId, ilvl). ``size`` is in half
    points, ``indent`` in twentieths of a point. ``kind`` is "title", "contents" or None.
    """

    outline: int | None = None
    kind: str | None = None
    bold: bool | None = None
    hidden: bool | None = None
    size: int | None = None
    indent: int | None = None
    numbering: tuple[str, int | None] | None = None


@dataclass(slots=True)
class Styles:
    """The styles of a file by their id, each with what it inherits."""

    elements: dict[str, etree._Element] = field(default_factory=dict)
    plain: Style = field(default_factory=Style)
    default_id: str | None = None
    known: dict[str, Style] = field(default_factory=dict)

    def style(self, style_id: str | None) -> Style:
        """The style of this id; the default one of paragraphs when there is none."""
        name = style_id if style_id in self.elements else self.default_id
        if name is None:
            return self.plain
        if name not in self.known:
            self.known[name] = self._resolve(name)
        return self.known[name]

    def character(self, style_id: str | None) -> Style:
        """The character style of this id; an empty one when there is none."""
        return self.style(style_id) if style_id in self.elements else Style()

    def _resolve(self, name: str) -> Style:
        chain: list[etree._Element] = []
        at: str | None = name
        while at in self.elements and self.elements[at] not in chain and len(chain) < _MAX_BASES:
            chain.append(self.elements[at])
            at = attribute(child(chain[-1], "basedOn"))
        of_text = attribute(chain[0], "type") == "character"
        result = Style() if of_text else self.plain
        for element in reversed(chain):
            result = _laid_over(result, element)
        return result


def read_styles(root: etree._Element | None) -> Styles:
    """The styles of the part; none when the file has no such part."""
    styles = Styles()
    if root is None:
        return styles
    defaults = child(child(root, "docDefaults"), "rPrDefault")
    styles.plain = with_run_properties(Style(), child(defaults, "rPr"))
    for element in children(root, "style"):
        if (name := attribute(element, "styleId")) is not None:
            styles.elements.setdefault(name, element)
            if attribute(element, "type") == "paragraph" and attribute(element, "default") in ("1", "true", "on"):
                styles.default_id = name
    return styles


def _laid_over(base: Style, element: etree._Element) -> Style:
    """The base style with what the element says itself."""
    name = (attribute(child(element, "name")) or "").strip()
    kind, outline = meaning_of_style(name)
    named = replace(base, kind=kind or base.kind, outline=base.outline if outline is None else outline)
    return with_paragraph_properties(with_run_properties(named, child(element, "rPr")), child(element, "pPr"))


def with_run_properties(style: Style, properties: etree._Element | None) -> Style:
    """The style with a run's own properties laid over it."""
    if properties is None:
        return style
    bold, hidden, size = switch(properties, "b"), switch(properties, "vanish"), number(child(properties, "sz"))
    return replace(
        style,
        bold=style.bold if bold is None else bold,
        hidden=style.hidden if hidden is None else hidden,
        size=style.size if size is None else size,
    )


def with_paragraph_properties(style: Style, properties: etree._Element | None) -> Style:
    """The style with a paragraph's own properties laid over it."""
    if properties is None:
        return style
    outline = number(child(properties, "outlineLvl"))
    indent = child(properties, "ind")
    left = number(indent, "left")
    left = number(indent, "start") if left is None else left
    numbering = child(properties, "numPr")
    chosen = attribute(child(numbering, "numId"))
    level = number(child(numbering, "ilvl"))
    if chosen is None and level is not None and style.numbering is not None:
        chosen = style.numbering[0]
    return replace(
        style,
        outline=outline if outline is not None and 0 <= outline <= BODY_LEVEL else style.outline,
        indent=style.indent if left is None else left,
        numbering=style.numbering if chosen is None else (chosen, level),
    )
