"""Questions and their vectors -> groups that ask for the same thing."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.recording.entries import Entry, NearestSection
from assistant.types import Vectors

THRESHOLD = 0.45
"""Mean cosine from which two groups count as one."""
_ROWS = 1024


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that ask for the same thing, newest first.

    ``name`` is the question nearest to all others in meaning. ``sessions`` counts who asked. ``nearest`` is the section
    that was most often nearest, the place where the answer may be missing; None where none was given.
    """

    name: str
    entries: tuple[Entry, ...]
    sessions: int
    nearest: NearestSection | None

    @property
    def count(self) -> int:
        """How often it was asked."""
        return len(self.entries)


def wording(text: str) -> str:
    """What is the same for questions that differ in case and punctuation only."""
    return " ".join(re.findall(r"\w+", text.casefold())) or text


def group(entries: Sequence[Entry], vectors: Vectors, *, threshold: float = THRESHOLD) -> tuple[Group, ...]:
    """The groups, most asked first; every entry is in exactly one.

    `vectors` are those of the entries, row by row. Two groups become one while the mean cosine between their wordings
    is at least `threshold`, the most alike first (clustering by average linkage).
    """
    places: dict[bytes, list[int]] = {}
    for place, vector in enumerate(vectors):
        places.setdefault(vector.tobytes(), []).append(place)
    alike = list(places.values())  # The entries of each wording: thousands of equal vectors would be joined one by one.
    unique = vectors[[of_wording[0] for of_wording in alike]]
    times = np.array([*map(len, alike)], np.float32)
    groups = [
        _group(
            [entries[place] for at in cluster for place in alike[at]],
            name=entries[alike[_centre(cluster, unique, times)][0]].standalone_question,
        )
        for cluster in clusters(unique, threshold)
    ]
    return tuple(sorted(groups, key=lambda one: (-one.count, one.name)))


def clusters(vectors: Vectors, threshold: float) -> list[list[int]]:
    """Average linkage of unit vectors: the rows of each cluster.

    The mean cosine between two clusters is the product of their means, so that no table of all pairs is kept. Pairs
    that are each other's nearest are joined all at once, which gives the same as one after the other, and a cluster
    that has no near one never gets one (both by Müllner 2011, arXiv:1109.2378, section 2.4: average linkage is
    reducible).
    """
    finished: list[list[int]] = []
    members = [[row] for row in range(len(vectors))]
    sums = vectors.astype(np.float32)
    nearest = np.zeros(len(vectors), np.intp)
    likeness = np.full(len(vectors), -1.0, np.float32)
    stale = np.arange(len(vectors))
    while len(members) > 1:
        _find_nearest(sums, np.array([*map(len, members)], np.float32), stale, nearest, likeness)
        first, second = _pairs(nearest, likeness, threshold)
        if not len(first):
            break
        sums[first] += sums[second]
        for one, other in zip(first, second, strict=True):
            members[one] += members[other]
        joined = np.zeros(len(members), bool)
        joined[first] = joined[second] = True
        active = likeness >= threshold
        finished += [members[at] for at in np.flatnonzero(~active)]
        active[second] = False
        stale = np.flatnonzero((joined | joined[nearest])[active])
        nearest = (np.cumsum(active) - 1)[nearest][active]
        sums, likeness = sums[active], likeness[active]
        members = [members[at] for at in np.flatnonzero(active)]
    return finished + members


def _find_nearest(
    sums: Vectors,
    sizes: NDArray[np.float32],
    stale: NDArray[np.intp],
    nearest: NDArray[np.intp],
    likeness: NDArray[np.float32],
) -> None:
    """Sets, for the stale ones, which other cluster is nearest and its mean cosine."""
    means = sums / sizes[:, None]
    for start in range(0, len(stale), _ROWS):
        rows = stale[start : start + _ROWS]
        cosines = means[rows] @ means.T
        cosines[np.arange(len(rows)), rows] = -2
        nearest[rows] = cosines.argmax(axis=1)
        likeness[rows] = cosines[np.arange(len(rows)), nearest[rows]]


def _pairs(
    nearest: NDArray[np.intp], likeness: NDArray[np.float32], threshold: float
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The clusters to join, each at most once."""
    at = np.arange(len(nearest))
    first = np.flatnonzero((nearest[nearest] == at) & (at < nearest) & (likeness >= threshold))
    if not len(first) and likeness.max() >= threshold:
        first = np.array([likeness.argmax()])  # Rounding can hide that two are each other's nearest.
    return first, nearest[first]


def _centre(cluster: list[int], vectors: Vectors, times: NDArray[np.float32]) -> int:
    """The row that is nearest to all of the cluster, each of which was asked so many times."""
    return cluster[int(np.argmax(vectors[cluster] @ (times[cluster] @ vectors[cluster])))]


def _group(entries: list[Entry], *, name: str) -> Group:
    newest_first = sorted(entries, key=lambda entry: entry.at, reverse=True)
    sections = [entry.nearest for entry in newest_first if entry.nearest]
    times = Counter((one.doc_id, one.section) for one in sections)
    return Group(
        name=name,
        entries=tuple(newest_first),
        sessions=len({entry.session for entry in entries}),
        nearest=max(sections, key=lambda one: times[one.doc_id, one.section], default=None),
    )
