"""Where the words of a document lead: which targets are kept."""

import re
from typing import NamedTuple

MOST_LINKS = 2_000
"""Of one document; more are a list of links, not something to read."""
MOST_TARGET_CHARACTERS = 2_000
# Misspelt ones are kept to be found; what a browser would run is not, nor what only an application understands.
_SCHEMES = frozenset("http https mailto file ttp ttps htp htps".split())
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,40}):")
_IGNORED = re.compile(r"[\t\r\n]")


class RawLink(NamedTuple):
    """A link in text that is not yet normalised; ``start`` and ``end`` are offsets into that."""

    start: int
    end: int
    target: str
    lost: bool = False


def fit_target(written: str) -> str | None:
    """The target as a browser takes it, None where it is not kept: too long, unprintable, or of another scheme."""
    target = _IGNORED.sub("", written).strip()
    scheme = _SCHEME.match(target)
    if len(target) > MOST_TARGET_CHARACTERS or not target.isprintable():
        return None
    return None if scheme and scheme[1].lower() not in _SCHEMES else target
