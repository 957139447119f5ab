"""The numbers that Word draws before list items and headings; they stand in no text and are counted here."""

from lxml import etree

from assistant.documents.docx.markup import attribute, child, children, local_name, number
from assistant.documents.docx.styles import Styles
from assistant.documents.office.labels import LEVELS, CountedList, Label, Level


class Numbering:
    """Counts through the lists of one file, in reading order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        abstract: dict[str, etree._Element] = {}
        for element in children(root, "abstractNum"):
            abstract.setdefault(attribute(element, "abstractNumId") or "", element)
        numbered = {attribute(element, "numId") or "": element for element in children(root, "num")}
        shared: dict[str, CountedList] = {}
        self._lists: dict[str, CountedList] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._begun: set[tuple[str, int]] = set()
        for number_id, element in numbered.items():
            name = _definition(element, abstract, numbered, styles)
            if name not in abstract:
                continue
            known = shared.setdefault(name, CountedList(_read_levels(abstract[name])))
            changed = dict(known.levels)
            for override in children(element, "lvlOverride"):
                level = number(override, "ilvl") or 0
                if (own := child(override, "lvl")) is not None:
                    changed[level] = _read_level(own)
                start = number(child(override, "startOverride"))
                if start is not None:
                    self._starts[number_id, level] = start
            # The count is shared between all that use one definition, what is drawn is not.
            self._lists[number_id] = CountedList(changed, known.counts)

    def level_of_style(self, number_id: str, style_id: str | None) -> int:
        """The level that a numbered style stands for."""
        found = self._lists.get(number_id)
        levels = found.levels.items() if found else ()
        return next((level for level, how in levels if how.style is not None and how.style == style_id), 0)

    def next(self, number_id: str, level: int) -> Label | None:
        """Counts one paragraph of the list; None when there is no such list, which stands for "not numbered"."""
        found = self._lists.get(number_id)
        if found is None or not 0 <= level < LEVELS:
            return None
        place = (number_id, level)
        start = None if place in self._begun else self._starts.get(place)
        self._begun.add(place)
        return found.next(level, start)


def _definition(
    element: etree._Element, abstract: dict[str, etree._Element], numbered: dict[str, etree._Element], styles: Styles
) -> str:
    """The id of the list definition, also where that only names a style which in turn names the list."""
    name = attribute(child(element, "abstractNumId")) or ""
    for _ in range(5):
        style = attribute(child(abstract.get(name), "numStyleLink"))
        if style is None:
            break
        numbering = styles.style(style).numbering if style in styles.elements else None
        linked = numbered.get(numbering[0]) if numbering else None
        if linked is None:
            break
        name = attribute(child(linked, "abstractNumId")) or ""
    return name


def _read_levels(element: etree._Element) -> dict[int, Level]:
    levels = {}
    for part in element:
        if local_name(part) == "lvl":
            levels[number(part, "ilvl") or 0] = _read_level(part)
    return levels


def _read_level(element: etree._Element) -> Level:
    start = number(child(element, "start"))
    legal = child(element, "isLgl")
    return Level(
        form=attribute(child(element, "numFmt")) or "decimal",
        text=(attribute(child(element, "lvlText")) or "")[:100],
        start=0 if start is None else start,
        restart=number(child(element, "lvlRestart")),
        plain_digits=legal is not None and attribute(legal) not in ("0", "false"),
        style=attribute(child(element, "pStyle")),
    )
