"""Lines -> one text: hyphens at line ends undone where the document's own words show that they are no part of it."""

import re
from collections.abc import Sequence

from assistant.documents.builder import normalise
from assistant.documents.pdf.layout import Line

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_LAST_PART = re.compile(r"[^\W\d_]+[-‐]$")
_HYPHEN_INSIDE = re.compile(r"\w‐\w")
_FIRST_PART = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.|[\w.]{1,60}@)\S*$")
_HYPHENATED_SHARE = 0.04  # Of a document's lines.
_LOOK_BACK = 80  # Characters: longer than words, and few enough for any search.
_SOFT = "\u00ad"
_NOT_SPACE = re.compile(r"\S")


class Joiner:
    """Knows the words that stand whole on some line of the document."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._words: set[str] = set()
        for text in texts:
            # The word at a line's end, or at its start, may be half of one.
            self._words.update(word.lower() for word in _WORD.findall(text)[1:-1])
        self._hyphenates = self._is_hyphenated(texts)
        # Programs that cut words may put this sign, which nobody types; then a plain hyphen is the author's own.
        self._own_sign = any(text.endswith("‐") for text in texts) and not any(map(_HYPHEN_INSIDE.search, texts))

    def _is_hyphenated(self, texts: Sequence[str]) -> bool:
        """Whether the document cuts words at line ends at all; else a hyphen there is the author's own."""
        cut = [
            (one.group()[:-1].lower(), other.group().lower())
            for before, line in zip(texts, texts[1:], strict=False)
            if (one := _LAST_PART.search(before[-_LOOK_BACK:])) and (other := _FIRST_PART.match(line[:_LOOK_BACK]))
        ]
        sure = sum(first + second in self._words and f"{first}-{second}" not in self._words for first, second in cut)
        return sure > 0 or len(cut) > max(3, _HYPHENATED_SHARE * len(texts))

    def join(self, lines: Sequence[Line], breaks: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
        """The text, and for each page that begins in it how many characters, normalised and without spaces, precede."""
        text = lines[0].text
        pages: list[tuple[int, int]] = []
        parts: list[str] = []
        count = 0
        for before, line, space in zip(lines[:-1], lines[1:], breaks, strict=True):
            text, space = self._end(text, line.text, space)
            parts.append(text + space)
            count += len(_NOT_SPACE.findall(normalise(text)))
            if line.page != before.page:
                pages.extend((page, count) for page in range(before.page + 1, line.page + 1))
            text = line.text
        return "".join([*parts, text]), pages

    def _end(self, text: str, following: str, space: str) -> tuple[str, str]:
        """The line's text as it stands before the next, and what parts the two."""
        if text.endswith(_SOFT):
            return text[:-1], ""
        if space != " ":
            return text, space
        if text.endswith(("-", "‐")) and len(text) > 1 and not text[-2].isspace():
            return (text[:-1], "") if self._is_cut(text, following) else (text, "")
        if text[-1:] in "—–/" and len(text) > 1 and not text[-2].isspace() or _ends_in_address(text):
            return text, ""
        return text, space

    def _is_cut(self, text: str, following: str) -> bool:
        """Whether the hyphen was put in only because the line ended there."""
        text = text[-_LOOK_BACK:]
        one, other = _LAST_PART.search(text), _FIRST_PART.match(following[:_LOOK_BACK])
        if one is None or other is None or not text[-2].islower() or not following[0].islower():
            return False
        if _ADDRESS.search(text):
            return False
        if self._own_sign:
            return text.endswith("‐")
        first, second = one.group()[:-1].lower(), other.group().lower()
        if text[: one.start()].endswith("-"):
            return first + second in self._words  # "state-of-the-": more hyphens before it.
        if first + second in self._words:
            return True
        if f"{first}-{second}" in self._words:
            return False
        return self._hyphenates and not (first in self._words and second in self._words)


def _ends_in_address(text: str) -> bool:
    address = _ADDRESS.search(text[-_LOOK_BACK:])
    return address is not None and text[-1] in "/_=&?%#." and not text.endswith(".")
