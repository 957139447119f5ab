"""The sender's own lines -> what the sender wrote: without banners, signature, mobile footers and disclaimers."""

import re
from collections.abc import Callable, Iterable

from assistant.mail import endings, foreign, wording
from assistant.mail.markup import HISTORY, SIGNATURE, SIGNATURE_END

_MAX_SIGNATURE_LINES = 15
_MAX_SIGNATURE_LINE = 110
_MAX_CLOSING = 60
_FIRST_CJK = 0x2E80  # From here on, letters are whole words or syllables.

_SIGDASH = re.compile(r"--+\s?$|—\s?$|__+\s?$")
_MAX_DEVICE_LINE = 60
_POSTSCRIPT = re.compile(r"p\.?\s?\.?s\.?\b[.:,\s]", re.IGNORECASE)
_NAME = re.compile(
    r"(?:(?:Dr|Prof|Mr|Ms|Mrs|Herr|Frau)\.?\s)?[^\W\d_a-zß-ÿ][^\s\d,;:!?]{0,25}(?:\s[^\s\d,;:!?]{1,25}){0,4}$"
)
_SENTENCE_END = re.compile(r"[.?!。？！؟]")
_CONTACT = re.compile(r"https?://|www\.|\S@\S|\+\d|\d{3}[ -]\d{3}")
_ASKS = re.compile(r"[?؟？]\W{0,3}(?:\s|$)")
_TOLD_BY_WRITER = re.compile(r"(?:also|and|but|one more|another|i|we|my|please|just|oh|sorry)\b", re.IGNORECASE)


def without_signature(lines: Iterable[str], names: frozenset[str]) -> str:
    """What the sender wrote; ``names`` are the words of the sender's name, in lower case.

    A postscript, or a question below the signature, is kept.
    """
    kept = _without_marked(list(lines))
    paragraphs = _paragraphs(kept)
    paragraphs = _without_banners(paragraphs)
    paragraphs = _without_mobile(paragraphs)
    paragraphs = _cut_at(paragraphs, _sigdash)
    paragraphs = _without_legal(paragraphs)
    paragraphs = _cut_at(paragraphs, _closing)
    paragraphs = _without_name(paragraphs, names)
    return "\n\n".join("\n".join(paragraph) for paragraph in paragraphs).strip()


def _without_marked(lines: list[str]) -> list[str]:
    """The lines outside the signatures that the mail program marked, unless the whole mail was written into one."""
    kept = []
    inside = False
    for line in lines:
        if line in (SIGNATURE, SIGNATURE_END):
            inside = line == SIGNATURE
            kept.append("")
        elif not inside:
            kept.append(line)
    marks = (SIGNATURE, SIGNATURE_END, HISTORY)
    if any(line.strip() and line not in marks and not _SIGDASH.match(line) for line in kept):
        return [line for line in kept if line not in marks]
    return [line for line in lines if line not in marks]


def _paragraphs(lines: list[str]) -> list[list[str]]:
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        # The space at the end of "-- " is what makes it the mark of a signature.
        stripped = "-- " if line == "-- " else line.rstrip()
        stripped = stripped if stripped[:2].isspace() and len(stripped) > 80 else stripped
        if stripped:
            paragraphs[-1].append(stripped)
        elif paragraphs[-1]:
            paragraphs.append([])
    return [paragraph for paragraph in paragraphs if paragraph]


def _without_banners(paragraphs: list[list[str]]) -> list[list[str]]:
    """Without what a mail server wrote above the mail about where it comes from."""
    while paragraphs and endings.BANNER.match(" ".join(paragraphs[0])[:400]):
        first = paragraphs[0]
        rest = next((place for place in range(1, len(first)) if _GREETING.match(first[place])), len(first))
        paragraphs = [first[rest:], *paragraphs[1:]] if first[rest:] else paragraphs[1:]
    return paragraphs


_GREETING = re.compile(
    r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|greetings|to whom)\b", re.IGNORECASE
)


def _without_mobile(paragraphs: list[list[str]]) -> list[list[str]]:
    """Without the lines in which a telephone or program speaks of itself."""
    kept = [
        [line for line in paragraph if len(line) > 160 or not endings.MOBILE.match(line.strip().strip("*_<>[]() "))]
        for paragraph in paragraphs
    ]
    kept = [paragraph for paragraph in kept if paragraph]
    if kept and _is_of_device(kept[-1]) and len(kept) + len(kept[-1]) > 2:
        kept[-1] = kept[-1][:-1]
    return [paragraph for paragraph in kept if paragraph]


def _is_of_device(paragraph: list[str]) -> bool:
    """Whether the last line of the mail is a telephone's or program's, and not the end of a sentence."""
    last = paragraph[-1].strip()
    above = paragraph[-2].rstrip() if len(paragraph) > 1 else ""
    return (
        len(last) <= _MAX_DEVICE_LINE
        and len(last.split()) <= 8
        and bool(endings.DEVICE_NAME.search(last))
        and last[-1] not in "?？؟"
        and (last[-1] not in ".!" or not above)
        and not _TOLD_BY_WRITER.match(last)
        and (not above or len(above) <= 40 or above[-1] in ".!?,")
        and not _asks(last)
    )


def _asks(line: str) -> bool:
    return bool(
        _ASKS.search(line)
        or wording.ASKS_AT_START.match(line)
        or foreign.UNMARKED.match(line)
        or any(pattern.search(line) for pattern in (*wording.INDIRECT, *foreign.ASKS))
    )


def _without_legal(paragraphs: list[list[str]]) -> list[list[str]]:
    """Without disclaimers, and without what follows the first, unless the sender speaks or asks there."""
    kept: list[list[str]] = []
    legal = False
    for paragraph in paragraphs:
        text = " ".join(paragraph)[:2_000]
        if endings.LEGAL.search(text) and not _speaks(text):
            # A signature may stand in the same paragraph, above it.
            first = next(
                place for place in range(len(paragraph)) if endings.LEGAL.search(" ".join(paragraph[place:])[:2_000])
            )
            while first + 1 < len(paragraph) and endings.LEGAL.search(" ".join(paragraph[first + 1 :])[:2_000]):
                first += 1
            start = _legal_start(paragraph, first)
            if paragraph[:start]:
                kept.append(paragraph[:start])
            legal = True
        elif not legal or _speaks(text):
            kept.append(paragraph)
    return kept


def _legal_start(paragraph: list[str], inside: int) -> int:
    """The line on which the sentence of a disclaimer begins: the long lines above it belong to it."""
    start = inside
    while start > 0 and len(paragraph[start - 1]) > 55:
        start -= 1
    return start


def _speaks(text: str) -> bool:
    """Whether the sender still says something here: a postscript, or a question of their own."""
    return bool(_POSTSCRIPT.match(text)) or (
        bool(_ASKS.search(text))
        and not endings.LEGAL.search(text)
        and not _CONTACT.search(text)
        and not text.startswith(('"', "“", "«", "»", "„", "‚", "‘", "*", "'", "「"))
    )


def _cut_at(paragraphs: list[list[str]], found: Callable[[str, list[list[str]]], bool]) -> list[list[str]]:
    """The paragraphs above the first signature that `found` finds, and those below it in which the sender speaks."""
    for number, paragraph in enumerate(paragraphs):
        for place, line in enumerate(paragraph):
            rest = [paragraph[place + 1 :], *paragraphs[number + 1 :]]
            if not found(line, rest):
                continue
            spoken = [one for one in rest if one and _speaks(" ".join(one))]
            first = next((index for index, one in enumerate(rest) if one and _speaks(" ".join(one))), None)
            if first is not None:  # What follows a postscript and is prose goes on with it.
                spoken = [one for one in rest[first:] if one and (_speaks(" ".join(one)) or _is_prose(one))]
            above = [*paragraphs[:number], *([paragraph[:place]] if place else [])]
            # "Greetings," at the top opens the letter.
            if above or (spoken and found is not _closing):
                return [*above, *spoken]
    return paragraphs


def _is_prose(paragraph: list[str]) -> bool:
    text = " ".join(paragraph)
    return len(text.split()) > 7 and text[-1] in ".!?" and bool(_TOLD_BY_WRITER.match(text))


def _sigdash(line: str, rest: list[list[str]]) -> bool:
    """Whether the line is that of dashes above a signature, and no divider within the text."""
    if line == "-- ":
        return True
    return bool(_SIGDASH.match(line.strip())) and _is_signature(rest)


def _closing(line: str, rest: list[list[str]]) -> bool:
    """Whether the line ends the letter ("Best regards,") and what follows it is a signature."""
    text = line.strip().strip("*_~- ")
    if not text or len(text) > _MAX_CLOSING + 40:
        return False
    filled = [one for paragraph in rest for one in paragraph]
    if foreign.CLOSING.match(text.rstrip(" ,.!;:。！،：")) and _is_signature(rest):
        return True
    for pattern in (endings.FORMAL, endings.THANKS):
        match = pattern.match(text)
        if match is None:
            continue
        tail = text[match.end() :].lstrip()
        mark = tail[:1] if tail[:1] in ",.!;:-–—" else ""
        name = tail.lstrip(" ,.!;:-–—")
        # "LG Anna", but not "Kind of you".
        if name and not (_NAME.match(name) and (mark in ",-–—" if mark else pattern is endings.FORMAL)):
            continue
        # "Thanks!" is said, "Thanks," above a name is signed.
        if (
            pattern is endings.THANKS
            and not name
            and (mark in "!." if mark else not (filled and _begins_with_name(rest)))
        ):
            continue
        if _is_signature(rest):
            return True
    return False


def _begins_with_name(rest: list[list[str]]) -> bool:
    first = next(line for paragraph in rest for line in paragraph)
    return len(first) <= _MAX_CLOSING and not first.rstrip().endswith((".", "?", "!", ":")) and not first[:1].isdigit()


def _is_signature(rest: list[list[str]]) -> bool:
    """Whether nothing but short lines and what the sender adds follows."""
    own = [paragraph for paragraph in rest if paragraph and not (_speaks(" ".join(paragraph)) or _is_prose(paragraph))]
    lines = [line for paragraph in own for line in paragraph]
    return len(lines) <= _MAX_SIGNATURE_LINES and all(len(line) <= _MAX_SIGNATURE_LINE for line in lines)


def _without_name(paragraphs: list[list[str]], names: frozenset[str]) -> list[list[str]]:
    """Without a signature that begins with the sender's name, with no line above it that says so."""
    if len(paragraphs) == len(paragraphs[0] if paragraphs else []) == 1 and _is_name(paragraphs[0][0], names):
        return []
    flat = [(number, place) for number, paragraph in enumerate(paragraphs) for place in range(len(paragraph))]
    for number, place in flat[1:][-_MAX_SIGNATURE_LINES:]:
        line = paragraphs[number][place].strip(" /-–—~*,.")
        rest = [paragraphs[number][place + 1 :], *paragraphs[number + 1 :]]
        if not _is_name(line, names) or not _is_signature(rest):
            continue
        spoken = [one for one in rest if one and _speaks(" ".join(one))]
        above = [*paragraphs[:number], *([paragraphs[number][:place]] if place else [])]
        return [*_without_closing(above), *spoken]
    if paragraphs and len(paragraphs[-1]) > 1 or len(paragraphs) > 1:
        above = [*paragraphs[:-1], *([paragraphs[-1][:-1]] if len(paragraphs[-1]) > 1 else [])]
        last, before = paragraphs[-1][-1].strip(" /-–—~,."), above[-1][-1].rstrip()
        closed = _without_closing(above)
        if before.endswith((",", "،")) and closed != above and len(last.split()) <= 4 and _NAME.match(last):
            return closed
        apart = len(paragraphs[-1]) == 1 and before[-1:] in (*".!?,。！？،؟",)
        signed = apart or bool(foreign.THANKS.search(before)) or _is_short_for(last, names)
        if signed and len(last.split()) <= 3 and _NAME.match(last) and _is_written_as_name(last):
            return closed
    return paragraphs


def _without_closing(paragraphs: list[list[str]]) -> list[list[str]]:
    """Without the short line above a name that closes the letter, in whatever language: it ends no sentence."""
    if not paragraphs:
        return paragraphs
    last = paragraphs[-1]
    line = last[-1].strip()
    above = last[-2].rstrip() if len(last) > 1 else ""
    told = [one for paragraph in paragraphs for one in paragraph][:-1]
    if (
        len(line.split()) <= 6
        and len(line) <= _MAX_CLOSING
        and line[-1] not in ".!?:;。！？؟：；"
        and not any(character.isdigit() for character in line)
        and (not line[0].islower() or line[-1] in ",،")
        and (not above or above[-1] in ".!?)。！？؟…")
        and any(_SENTENCE_END.search(one) for one in told)
        and not wording.MARKER.match(line)
        and not _asks(line)
    ):
        return [*paragraphs[:-1], *([last[:-1]] if last[:-1] else [])]
    return paragraphs


def _is_short_for(line: str, names: frozenset[str]) -> bool:
    """Whether the line is how the sender is called: "Jess" for Jessica."""
    called = line.lower()
    return len(called) >= 3 and any(name.startswith(called) for name in names)


def _is_written_as_name(line: str) -> bool:
    """Whether the words begin with capitals; in scripts without, whether they are few."""
    if line.upper() == line.lower():
        return len(line.replace(" ", "")) <= (5 if ord(line[0]) > _FIRST_CJK else 20) and not _asks(line)
    return line.istitle()


def _is_name(line: str, names: frozenset[str]) -> bool:
    """Whether the line is the sender's name, perhaps with degrees behind a comma."""
    if len(line) > _MAX_CLOSING or line.endswith(("?", ":")):
        return False
    shown = re.split(r"[,(|/–—]", line)[0]
    titles = ("dr", "prof", "mr", "ms", "mrs", "md")
    words = [word for word in re.findall(r"[^\W\d_]+", shown.lower()) if word not in titles]
    meaning = [word for word in words if len(word) > 1]
    if not meaning:
        return bool(words) and len(words) <= 3 and _are_initials(words, names)
    return len(words) <= 5 and all(word in names for word in meaning)


def _are_initials(letters: list[str], names: frozenset[str]) -> bool:
    """Whether single letters are those the sender's names begin with; "x" behind them is a kiss."""
    while len(letters) > 1 and letters[-1] == "x":
        letters = letters[:-1]
    return all(any(name.startswith(letter) for name in names) for letter in letters)
