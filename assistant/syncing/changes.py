"""Documents before and after -> what became of each page, sentence by sentence."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process

from assistant.language import sentences
from assistant.types import BlockKind, Document

_ALIKE = 60
"""Of 100: how alike two sentences are, the second of which is what the first became."""
_MOST_PAIRED = 200
"""Of a page where more is new, old and new sentences are listed without being paired, which takes their product."""
_HEADINGS = (BlockKind.HEADING, BlockKind.QUESTION)


class Fate(StrEnum):
    """What became of a page."""

    ADDED = "added"
    CHANGED = "changed"
    GONE = "gone"
    READ_ANEW = "read anew"
    """Its file is as it was, but this version of the program reads it otherwise."""


@dataclass(frozen=True, slots=True)
class PageChange:
    """A page that is not as it was.

    ``became`` are pairs of a sentence and what it became, ``removed`` and ``inserted`` the sentences without a
    counterpart; headings, items and rows count as sentences. ``share_lost`` is how much of the old page's sentences
    stand no more, in [0, 1]; those that became others are not lost.
    """

    doc_id: str
    program: str | None
    title: str
    fate: Fate
    became: tuple[tuple[str, str], ...] = ()
    removed: tuple[str, ...] = ()
    inserted: tuple[str, ...] = ()
    share_lost: float = 0.0


def changes_between(old: Mapping[str, Document], new: Mapping[str, Document]) -> tuple[PageChange, ...]:
    """Every page that is not as it was, in the order of ids."""
    return tuple(_changes(old, new))


def _changes(old: Mapping[str, Document], new: Mapping[str, Document]) -> Iterator[PageChange]:
    for doc_id in sorted(old.keys() | new.keys()):
        before, after = old.get(doc_id), new.get(doc_id)
        if before is None and after is not None:
            yield PageChange(doc_id, after.program, after.title, Fate.ADDED)
        elif after is None and before is not None:
            yield PageChange(doc_id, before.program, before.title, Fate.GONE)
        elif before is not None and after is not None and (before.text, before.digest) != (after.text, after.digest):
            yield _change(before, after)


def _change(before: Document, after: Document) -> PageChange:
    old, new = _sentences(before), _sentences(after)
    removed, inserted = _less(old, new), _less(new, old)
    became, removed, inserted = _paired(removed, inserted)
    return PageChange(
        doc_id=after.doc_id,
        program=after.program,
        title=after.title,
        fate=Fate.READ_ANEW if before.digest == after.digest else Fate.CHANGED,
        became=tuple(became),
        removed=tuple(removed),
        inserted=tuple(inserted),
        share_lost=len(removed) / max(1, len(old)),
    )


def _sentences(document: Document) -> list[str]:
    text = document.text
    return [
        text[start:end]
        for block in document.blocks
        for start, end in (
            [(block.start, block.end)] if block.kind in _HEADINGS else sentences(text, block.start, block.end)
        )
    ]


def _less(these: Sequence[str], those: Sequence[str]) -> list[str]:
    """These without those, as often as they are there, in their order."""
    left = Counter(those)
    found = []
    for sentence in these:
        if left[sentence]:
            left[sentence] -= 1
        else:
            found.append(sentence)
    return found


def _paired(removed: Sequence[str], inserted: Sequence[str]) -> tuple[list[tuple[str, str]], list[str], list[str]]:
    """Each removed sentence with the inserted one that is most like it, and what is left of both."""
    if max(len(removed), len(inserted)) > _MOST_PAIRED:
        return [], list(removed), list(inserted)
    pairs, lost, left = [], [], dict(enumerate(inserted))
    for sentence in removed:
        found = process.extractOne(sentence, left, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if found is None:
            lost.append(sentence)
        else:
            pairs.append((sentence, left.pop(found[2])))
    return pairs, lost, list(left.values())
