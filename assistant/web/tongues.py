"""The language of a document, told by its letters and its commonest words."""

import re
from functools import lru_cache

from assistant.types import Document

UNKNOWN = ""
"""The ``lang`` of what may be in any language, which HTML takes as such."""

_LOOKED_AT = 6000  # characters
_SCRIPTS = {
    "ja": "\u3040-\u30ff",
    "ko": "\uac00-\ud7af",
    "zh": "\u3400-\u4dbf\u4e00-\u9fff",
    "hi": "\u0900-\u097f",
    "ar": "\u0600-\u06ff",
    "he": "\u0590-\u05ff",
    "el": "\u0370-\u03ff",
}
_COMMON = {
    "en": "the and of to in for is are be with that this by or you your must may not from if will on an as at it",
    "es": "el la los las de del que y en un una para por con se es son su sus al lo como debe más o si",
    "fr": "le la les des de du et en un une pour par avec est sont que qui dans sur au aux ce cette vous ou doit",
    "de": "der die das und in den von zu mit für ist sind auf ein eine nicht des im dem sie wird oder bei als auch",
    "pt": "o a os as de do da dos das que e em um uma para por com não se é são no na ao ou mais deve",
    "it": "il la le gli di del della che e in un una per con si è sono non al nel da dei delle o i come",
    "nl": "de het een en van in is zijn voor op met dat te niet aan u of bij als die worden moet",
}
_WORDS = {code: frozenset(words.split()) for code, words in _COMMON.items()}
_SHARE, _LEAD = 0.12, 1.25
"""Of its words so many must be common ones of a language, and so many times those of any other."""


def language_of(document: Document) -> str:
    """Its language as a code of two letters, `UNKNOWN` where that cannot be told."""
    return _told(document.digest, document.text[:_LOOKED_AT])


@lru_cache(maxsize=4096)
def _told(_digest: str, text: str) -> str:
    letters = sum(character.isalpha() for character in text)
    if not letters:
        return UNKNOWN
    counts = {code: len(re.findall(f"[{signs}]", text)) for code, signs in _SCRIPTS.items()}
    # Japanese is mostly written with the letters of Chinese, so that few of its own tell it.
    if counts["ja"] > 0.1 * letters:
        return "ja"
    script = max(counts, key=lambda code: counts[code])
    if counts[script] > letters / 2:
        return script
    said = re.findall(r"[^\W\d_]+", text.lower())
    shares = sorted(
        ((sum(word in common for word in said) / max(len(said), 1), code) for code, common in _WORDS.items())
    )
    (second, _), (best, code) = shares[-2:]
    return code if best >= _SHARE and best >= _LEAD * second else UNKNOWN
