"""The numbers that a word processor draws before list items and headings; they stand in no text and are counted."""

from dataclasses import dataclass, field

LEVELS = 9
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


@dataclass(frozen=True, slots=True)
class Label:
    """What is drawn before an item: its number, empty for a bullet; how deep it stands; which one of its list it is."""

    text: str
    level: int
    count: int


@dataclass(slots=True)
class CountedList:
    """The levels of one list and how far each has been counted."""

    levels: dict[int, Level]
    counts: list[int | None] = field(default_factory=lambda: [None] * LEVELS)

    def next(self, level: int, start: int | None = None) -> Label:
        """Counts one paragraph of the level, in [0, LEVELS); with `start`, the count begins there."""
        before = self.counts[level]
        if start is not None:
            self.counts[level] = start
        else:
            self.counts[level] = self.levels.get(level, Level()).start if before is None else before + 1
        for deeper in range(level + 1, LEVELS):
            restart = self.levels.get(deeper, Level()).restart
            if restart is None or level < restart:
                self.counts[deeper] = None
        return Label(self._drawn(level), level, self.counts[level] or 0)

    def _drawn(self, level: int) -> str:
        how = self.levels.get(level, Level())
        if how.form == "bullet":
            return ""
        text = how.text
        for above in range(level + 1):
            if f"%{above + 1}" in text:
                upper = self.levels.get(above, Level())
                count = self.counts[above]
                form = "decimal" if how.plain_digits else upper.form
                text = text.replace(f"%{above + 1}", _written(upper.start if count is None else count, form))
        return " ".join(text.split())


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
