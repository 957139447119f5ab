"""Pages that say nearly the same as another."""

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.linting.findings import Finding, Severity
from assistant.linting.pages import Page

_SHINGLE = 6
"""Words; long enough that two texts seldom share one by chance."""
_SAMPLED = 8
"""One shingle of so many is compared, the same ones in every document."""
_FEWEST_SAMPLED = 25
"""From some 200 words on; less is often no more than the menus of a site."""
_MOST_PAGES = 12
"""A shingle that more pages have is part of a frame that stands on every page."""
_ALIKE = 0.8
_WORD = re.compile(r"\w+")


def near_duplicates(pages: Sequence[Page]) -> Iterator[Finding]:
    """Pages of whose text at least four fifths are the same as an earlier page's."""
    sketches = [_sketch(page.text) for page in pages]
    places: dict[int, list[int]] = defaultdict(list)
    for place, sketch in enumerate(sketches):
        for shingle in sketch:
            places[shingle].append(place)
    first: dict[int, int] = {}
    repeats: dict[int, list[int]] = defaultdict(list)
    for place, sketch in enumerate(sketches):
        near = (places[shingle] for shingle in sketch if len(places[shingle]) <= _MOST_PAGES)
        shared = Counter(other for others in near for other in others if other < place)
        for other, count in sorted(shared.items()):
            if len(sketch) >= _FEWEST_SAMPLED and count >= _ALIKE * (len(sketch) + len(sketches[other]) - count):
                first[place] = first.get(other, other)
                repeats[first[place]].append(place)
                break
    for original, copies in repeats.items():
        titles = f"“{pages[copies[0]].document.title}” ({pages[copies[0]].document.doc_id})"
        more = f" and {len(copies) - 1} more" if len(copies) > 1 else ""
        yield Finding(
            "near-duplicate",
            Severity.NOTE,
            f"{titles}{more} repeats nearly all of this page; keep one of them, so that they cannot come to differ.",
            pages[original].cite_start(),
            tuple(pages[place].cite_start() for place in copies),
        )


def _sketch(text: str) -> set[int]:
    """The hashes of some of its shingles, chosen by their hashes, so that two texts can be compared by them."""
    words = np.array([zlib.crc32(word.encode()) for word in _WORD.findall(text.casefold())], dtype=np.uint64)
    if len(words) < _SHINGLE:
        return set()
    hashes: NDArray[np.uint64] = np.zeros(len(words) - _SHINGLE + 1, dtype=np.uint64)
    for place in range(_SHINGLE):
        hashes = (hashes * np.uint64(0x9E3779B97F4A7C15)) ^ words[place : place + len(hashes)]
    hashes ^= hashes >> np.uint64(29)
    hashes *= np.uint64(0xBF58476D1CE4E5B9)
    hashes ^= hashes >> np.uint64(32)
    return set(hashes[hashes % np.uint64(_SAMPLED) == 0].tolist())
