"""The numbers that Word draws before list items and headings; they stand in no text and are counted here."""

from dataclasses import dataclass, field

from lxml import etree

from assistant.documents.docx.markup import attribute, child, children, local_name, number
from assistant.documents.docx.styles import Styles

_LEVELS = 9
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_ENDS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered; in ``text``, "%1" stands for the number of the outermost level."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    plain_digits: bool = False
    style: str | None = None


@dataclass(slots=True)
class _List:
    """The levels of one list definition and how far each has been counted."""

    levels: dict[int, Level]
    counts: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


@dataclass(frozen=True, slots=True)
class Label:
    """What is drawn before an item: its number, empty for a bullet; how deep it stands; which one of its list it is."""

    text: str
    level: int
    count: int


class Numbering:
    """Counts through the lists of one file, in reading order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        abstract: dict[str, etree._Element] = {}
        for element in children(root, "abstractNum"):
            abstract.setdefault(attribute(element, "abstractNumId") or "", element)
        numbered = {attribute(element, "numId") or "": element for element in children(root, "num")}
        shared: dict[str, _List] = {}
        self._lists: dict[str, _List] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._begun: set[tuple[str, int]] = set()
        for number_id, element in numbered.items():
            name = _definition(element, abstract, numbered, styles)
            if name not in abstract:
                continue
            known = shared.setdefault(name, _List(_read_levels(abstract[name])))
            changed = dict(known.levels)
            for override in children(element, "lvlOverride"):
                level = number(override, "ilvl") or 0
                if (own := child(override, "lvl")) is not None:
                    changed[level] = _read_level(own)
                start = number(child(override, "startOverride"))
                if start is not None:
                    self._starts[number_id, level] = start
            # The count is shared between all that use one definition, what is drawn is not.
            self._lists[number_id] = _List(changed, known.counts)

    def level_of_style(self, number_id: str, style_id: str | None) -> int:
        """The level that a numbered style stands for."""
        found = self._lists.get(number_id)
        levels = found.levels.items() if found else ()
        return next((level for level, how in levels if how.style is not None and how.style == style_id), 0)

    def next(self, number_id: str, level: int) -> Label | None:
        """Counts one paragraph of the list; None when there is no such list, which stands for "not numbered"."""
        found = self._lists.get(number_id)
        if found is None or not 0 <= level < _LEVELS:
            return None
        counts = found.counts
        if (number_id, level) in self._starts and (number_id, level) not in self._begun:
            counts[level] = self._starts[number_id, level]
        else:
            before = counts[level]
            counts[level] = found.levels.get(level, Level()).start if before is None else before + 1
        self._begun.add((number_id, level))
        for deeper in range(level + 1, _LEVELS):
            restart = found.levels.get(deeper, Level()).restart
            if restart is None or level < restart:
                counts[deeper] = None
        return Label(self._drawn(found, level), level, counts[level] or 0)

    def _drawn(self, found: _List, level: int) -> str:
        how = found.levels.get(level, Level())
        if how.form == "bullet":
            return ""
        text = how.text
        for above in range(level + 1):
            if f"%{above + 1}" in text:
                upper = found.levels.get(above, Level())
                count = found.counts[above]
                form = "decimal" if how.plain_digits else upper.form
                text = text.replace(f"%{above + 1}", _written(upper.start if count is None else count, form))
        return " ".join(text.split())


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


def _written(count: int, form: str) -> str:
    """The number in the form that the level asks for; digits where the form is unknown or ends."""
    if form in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        text = roman(count)
        return text.upper() if form == "upperRoman" else text
    if form in ("lowerLetter", "upperLetter") and 0 < count <= 26 * 10:
        text = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return text.upper() if form == "upperLetter" else text
    if form == "decimalZero":
        return f"{count:02}"
    if form == "ordinal":
        ending = "th" if 10 <= count % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
        return f"{count}{ending}"
    return "" if form == "none" else str(count)


def roman(count: int) -> str:
    """A number below 4,000 in small Roman digits."""
    text = ""
    for value, digits in (*_ROMAN, *_ROMAN_ENDS):
        text += digits * (count // value)
        count %= value
    return text
