"""The body of an OpenDocument text -> its headings, paragraphs, list items and tables, one after another."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from assistant.documents.odt.runs import DRAW, OBJECTS, RunReader, has_text, note_paragraphs, outline_level
from assistant.documents.odt.styles import TEXT, ListStyle, Style, Styles, whole
from assistant.documents.office.flow import MAX_DEPTH, Line
from assistant.documents.office.grid import Cell, Gridline, Merge
from assistant.documents.office.items import Item, ListEnd, Paragraph, Table
from assistant.documents.office.labels import LEVELS, CountedList, Label

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_PARAGRAPHS = frozenset((f"{TEXT}p", f"{TEXT}h"))
_ITEMS = frozenset((f"{TEXT}list-item", f"{TEXT}list-header"))
# What wraps blocks without being one; a table of contents or an index is none of them.
_WRAPPERS = frozenset(
    (
        *(f"{TEXT}{name}" for name in "section bibliography index-body numbered-paragraph".split()),
        *(f"{DRAW}{name}" for name in "a frame text-box g custom-shape rect ellipse circle polygon path line".split()),
    )
)
_ROW_GROUPS = frozenset(f"{TABLE}{name}" for name in "table-rows table-row-group table-header-rows".split())
_MAX_SPAN = 1_000
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


@dataclass(slots=True)
class _Place:
    """A list around this place: its counts, its level, and what the next paragraph of it draws."""

    counted: CountedList
    style: ListStyle
    name: str
    number: str
    level: int
    begins: bool = False
    start: int | None = None


class BodyReader:
    """Reads block after block in reading order, and counts through the lists of the file."""

    def __init__(self, styles: Styles, runs: RunReader) -> None:
        self._styles = styles
        self._runs = runs
        self._outline = CountedList(styles.outline.levels)
        self._by_id: dict[str, CountedList] = {}
        self._by_name: dict[str, CountedList] = {}
        self._lists = 0

    def items(self, container: etree._Element, place: _Place | None = None, depth: int = 0) -> Iterator[Item]:
        """The pieces of an element that holds paragraphs, lists and tables."""
        if depth > MAX_DEPTH:
            for element in container.iter(*_PARAGRAPHS):
                inline = self._runs.read(element, Style())
                yield Paragraph(Line(inline.text))
            return
        for element in container:
            tag = element.tag
            if tag in _PARAGRAPHS:
                paragraph = self._paragraph(element, place, depth)
                if not paragraph.is_blank:
                    yield paragraph
            elif tag == f"{TEXT}list":
                yield from self._list(element, place, depth)
            elif tag == f"{TABLE}table":
                yield from self._table(element, depth)
            elif tag == f"{TEXT}section" and element.get(f"{TEXT}display") in ("none", "condition"):
                self._runs.losses.hidden += has_text(element)
            elif tag in OBJECTS:
                self._runs.losses.embedded += 1
            elif tag in _WRAPPERS:
                yield from self.items(element, place, depth + 1)

    def _paragraph(self, element: etree._Element, place: _Place | None, depth: int) -> Paragraph:
        style = self._styles.paragraph(element.get(f"{TEXT}style-name"))
        inline = self._runs.read(element, style)
        own = outline_level(element) if element.tag == f"{TEXT}h" else None
        paragraph = Paragraph(
            Line(
                text=inline.text,
                bold=inline.bold,
                kind=style.kind,
                outline=style.outline,
                own_outline=None if own == style.outline else own,
                indent=style.indent,
            )
        )
        paragraph.notes = [(mark, self._note(note)) for mark, note in inline.notes]
        if depth <= MAX_DEPTH:
            boxes = [list(self.items(shape, None, depth + 1)) for shape in inline.shapes]
            paragraph.boxes = [box for box in boxes if box]
        if not inline.hidden or inline.text.strip():  # One without text is counted, too.
            paragraph.line = self._labelled(paragraph.line, element, style, place)
        return paragraph

    def _note(self, note: etree._Element) -> str:
        lines = [
            self._runs.read(part, self._styles.paragraph(part.get(f"{TEXT}style-name"))).text
            for part in note_paragraphs(note)
        ]
        return "\n".join(line.strip() for line in lines if line.strip())

    def _labelled(self, line: Line, element: etree._Element, style: Style, place: _Place | None) -> Line:
        """The line with the number that is drawn before it, and with the indent of the list that it is in."""
        is_heading = element.tag == f"{TEXT}h"
        if place is None or is_heading and not place.style.levels:
            return replace(line, label=self._heading_label(element, style)) if is_heading else line
        indent = place.style.indents.get(place.level) if line.indent is None else line.indent
        line = replace(line, indent=indent if indent and indent > 0 else 720 * (place.level + 1))
        if not place.begins:
            return line
        label = place.counted.next(place.level, place.start)
        place.begins = False
        return replace(line, label=label, list_id=place.number)

    def _heading_label(self, heading: etree._Element, style: Style) -> Label | None:
        level = outline_level(heading)
        how = self._styles.outline.levels.get(level) if level is not None else None
        if level is None or how is None or not how.text or style.list_name == "":
            return None
        if heading.get(f"{TEXT}is-list-header") == "true":
            return None
        restarts = heading.get(f"{TEXT}restart-numbering") == "true"
        start = whole(heading, f"{TEXT}start-value")
        return self._outline.next(level, (how.start if start is None else start) if restarts else None)

    def _list(self, element: etree._Element, outer: _Place | None, depth: int) -> Iterator[Item]:
        place = self._entered(element, outer)
        for item in element:
            if item.tag not in _ITEMS:
                continue
            place.begins = item.tag == f"{TEXT}list-item"
            place.start = whole(item, f"{TEXT}start-value")
            yield from self.items(item, place, depth + 1)

    def _entered(self, element: etree._Element, outer: _Place | None) -> _Place:
        """The list that begins here; it goes on with the numbers of another where the file says so."""
        name = element.get(f"{TEXT}style-name", "")
        level = 0 if outer is None else min(outer.level + 1, LEVELS - 1)
        if outer is not None and name in ("", outer.name):
            return _Place(outer.counted, outer.style, outer.name, outer.number, level)
        name = name or self._name_by_paragraph(element)
        style = self._styles.lists.get(name, ListStyle())
        counted = None
        if element.get(f"{TEXT}continue-list") is not None:
            counted = self._by_id.get(element.get(f"{TEXT}continue-list", ""))
        elif element.get(f"{TEXT}continue-numbering") == "true":
            counted = self._by_name.get(name)
        # Where the counts go on, what is drawn is still this list's own.
        counted = CountedList(style.levels) if counted is None else CountedList(style.levels, counted.counts)
        self._by_name[name] = counted
        if (identity := element.get(_XML_ID)) is not None:
            self._by_id[identity] = counted
        self._lists += 1
        return _Place(counted, style, name, name or f"#{self._lists}", level)

    def _name_by_paragraph(self, element: etree._Element) -> str:
        """The list of the first paragraph's style, for a list that names none."""
        first = next(element.iter(*_PARAGRAPHS), None)
        return "" if first is None else self._styles.paragraph(first.get(f"{TEXT}style-name")).list_name or ""

    def _table(self, element: etree._Element, depth: int) -> Iterator[Item]:
        rows = [(row, headed) for row, headed in _rows(element) if not self._is_hidden(row)]
        cells = [list(row.iterchildren(f"{TABLE}table-cell")) for row, _ in rows]
        if all(len(own) <= 1 for own in cells):
            yield ListEnd()
            for own in cells:  # A frame around text, not a table.
                for cell in own:
                    yield from self.items(cell, None, depth + 1)
                    yield ListEnd()
            return
        below: dict[int, int] = {}  # For each column, in how many of the rows to come the cell above goes on.
        yield Table([Gridline(headed, list(self._merged(row, below, depth))) for row, headed in rows])

    def _merged(
        self, row: etree._Element, below: dict[int, int], depth: int
    ) -> Iterator[tuple[int, Merge | None, Cell[Paragraph, Table]]]:
        column = 0
        for element in row:
            repeated = min(whole(element, f"{TABLE}number-columns-repeated") or 1, _MAX_SPAN)
            if element.tag == f"{TABLE}covered-table-cell":
                for covered in range(column, column + repeated):
                    if below.get(covered, 0) > 0:
                        below[covered] -= 1
                        yield covered, "continue", Cell()
            elif element.tag == f"{TABLE}table-cell":
                span = min(whole(element, f"{TABLE}number-rows-spanned") or 1, _MAX_SPAN)
                below[column] = span - 1
                yield column, "restart" if span > 1 else None, self._cell(element, depth)
            else:
                continue
            column += repeated

    def _cell(self, element: etree._Element, depth: int) -> Cell[Paragraph, Table]:
        cell: Cell[Paragraph, Table] = Cell()
        for item in self.items(element, None, depth + 1):
            if isinstance(item, Paragraph):
                cell.paragraphs.append(item)
            elif isinstance(item, Table):
                cell.tables.append(item)
        return cell

    def _is_hidden(self, row: etree._Element) -> bool:
        hidden = row.get(f"{TABLE}visibility") in ("collapse", "filter")
        self._runs.losses.hidden += hidden
        return hidden


def _rows(table: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """Each row of the table, and whether the file calls it a header; those of tables inside it left out."""
    waiting = [(iter(table), False)]
    while waiting:
        parts, headed = waiting[-1]
        part = next(parts, None)
        if part is None:
            waiting.pop()
        elif part.tag == f"{TABLE}table-row":
            yield part, headed
        elif part.tag in _ROW_GROUPS:
            waiting.append((iter(part), headed or part.tag == f"{TABLE}table-header-rows"))
