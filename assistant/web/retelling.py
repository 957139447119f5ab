"""What the floors below say in English -> the same in the visitor's language.

They put words of the documents into fixed sentences. Each such sentence is found again here and said in the other
language with the same words of the documents in it. What fits no sentence stays as it is and is marked as English.
"""

import re
from collections.abc import Iterator
from functools import cache

from markupsafe import Markup, escape

from assistant.web.sentences import COUNTED, DISTANCES, KINDS, SENTENCES
from assistant.web.translating import ENGLISH_CODE, Translator

_MOST_CHARACTERS = 4000
_FIGURE = r"-?\d[\d.,]{0,12}%?"
_FIGURES = frozenset("count most confidence margin threshold".split())
_WHOLE = re.compile(r"“[^”]*”|\([^()]*\)")
_BREAK = re.compile(r"(?<=[.;:])\s+")
_DISTANCE = re.compile(r"(?P<ahead>in )?(?P<number>\d{1,5}) (?P<unit>day|month|year)s(?P<past> ago)?")

_WAIT = re.compile(r"(?:a|(\d{1,5})) (second|minute|hour)s?")


def retold(text: str, t: Translator, *, quoted: str = "") -> Markup:
    """The text in the language of `t`, as HTML; `quoted` is the language of the documents' words in it."""
    if t.language == ENGLISH_CODE:
        return escape(text)
    told = [_sentence(one, t, quoted) for one in _pieces(text)]
    if any(one is None for one in told) or len(text) > _MOST_CHARACTERS:
        return Markup('<span lang="en" dir="ltr">{}</span>').format(text)
    return Markup("" if t.language == "zh" else " ").join(one for one in told if one is not None)


def distance_told(words: str, t: Translator) -> str | None:
    """How far off a day or month is, None where the words are others than those of `assistant.dates.distance`."""
    if t.language == ENGLISH_CODE:
        return words
    if words in DISTANCES:
        return t.gettext(words)
    found = _DISTANCE.fullmatch(words)
    if found is None or bool(found["ahead"]) == bool(found["past"]):
        return None
    number = int(found["number"]) * (1 if found["ahead"] else -1)
    return t.away(number, found["unit"])  # type: ignore[arg-type]


def _pieces(text: str) -> Iterator[str]:
    """The sentences and halves of sentences, each as a sentence; what is in quotation marks or brackets stays whole."""
    inside = [found.span() for found in _WHOLE.finditer(text)]
    start = 0
    for cut in _BREAK.finditer(text):
        if not any(first < cut.start() < last for first, last in inside) and text[cut.start() - 1] != ":":
            yield _as_sentence(text[start : cut.start()])
            start = cut.end()
    yield _as_sentence(text[start:])


def _as_sentence(piece: str) -> str:
    return piece[:1].upper() + (f"{piece[1:-1]}." if piece.endswith(";") else piece[1:])


def _sentence(text: str, t: Translator, quoted: str) -> Markup | None:
    for message, many, pattern in _patterns():
        if (found := pattern.fullmatch(text)) is None:
            continue
        values = {name: _value(name, value, t, quoted) for name, value in found.groupdict().items()}
        if None in values.values():
            continue
        if many is None:
            return t.html(message, **values)
        count = int(found["count"].replace(",", ""))
        values.pop("count")
        return t.html_count(message, many, count, **values)
    return None


def _value(name: str, value: str, t: Translator, quoted: str) -> Markup | str | None:
    if name == "distance":
        told = distance_told(value, t)
        return None if told is None else escape(told)
    if name == "wait":
        found = _WAIT.fullmatch(value)
        return t.lasting(int(found[1] or 1), found[2]) if found else None  # type: ignore[arg-type]
    if name == "problem":
        return _sentence(_as_sentence(value), t, quoted)
    if name == "kinds":
        kinds = re.split(r", | and ", value)
        return t.listed(kinds) if KINDS.issuperset(kinds) else None
    if name in _FIGURES:
        return escape(value)
    return Markup('<bdi lang="{}">{}</bdi>').format(quoted, value)


@cache
def _patterns() -> tuple[tuple[str, str | None, re.Pattern[str]], ...]:
    alone = [(message, None, _pattern(message)) for message in SENTENCES]
    counted = [(one, many, _pattern(form)) for one, many in COUNTED for form in (one, many)]
    return (*alone, *counted)


def _pattern(message: str) -> re.Pattern[str]:
    """What the sentence looks like with any words in its places; in quotation marks up to their end."""

    def place(found: re.Match[str]) -> str:
        name = found[1]
        if name in _FIGURES:
            return f"(?P<{name}>{_FIGURE})"
        closed = message[found.end() : found.end() + 1] == "”" and message[found.start() - 1] == "“"
        return f"(?P<{name}>{'[^”]*' if closed else '.+?'})"

    pieces = re.split(r"(\{\w+\})", message)
    at = 0
    written = []
    for piece in pieces:
        found = re.compile(r"\{(\w+)\}").match(message, at) if piece.startswith("{") else None
        written.append(place(found) if found else re.escape(piece))
        at += len(piece)
    return re.compile("".join(written), re.DOTALL)
