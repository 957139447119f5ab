"""Whether two wordings ask the same: the same kind of answer, of the same things, and nothing besides."""

import re
from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache

from assistant.curating.kinds import Kind, kind_of, must_or_may
from assistant.curating.vocabulary import concepts, denies, faint, faint_doings, name_of
from assistant.decomposing import decompose
from assistant.reading.asking import asking_sentence

_FAINT_WEIGHT = 0.3
_SMOOTHING = 0.3
_IMPLIED = {
    kind: frozenset(map(name_of, words.split()))
    for kind, words in {
        Kind.WHEN: "date day month year time",
        Kind.HOW_LONG: "length year month week day hour word page",
        Kind.HOW_MANY: "number",
        Kind.HOW_MUCH: "amount",
        Kind.WHERE: "address",
    }.items()
}
"""What the kind of a question tells already."""
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Wording:
    """What a question asks: the kind of each of its parts, and the concepts it speaks of."""

    kinds: tuple[Kind, ...]
    concepts: frozenset[str]
    denies: bool
    modality: str = ""

    @property
    def strong(self) -> frozenset[str]:
        """The concepts that tell it from other questions."""
        return self.concepts - faint()


@lru_cache(maxsize=10_000)
def wording_of(question: str) -> Wording:
    """The wording of a question that stands alone; what it follows, in parentheses at its end, asks nothing itself."""
    asked = question.split(" (")[0] if question.endswith(")") else question
    parts = decompose(asked)
    kinds = tuple(kind_of(part.words) for part in parts) if len(parts) > 1 else (kind_of(asked),)
    implied = frozenset[str]().union(*(_IMPLIED.get(kind, frozenset()) for kind in kinds))
    return Wording(kinds, concepts(question) - implied, denies(asking_sentence(asked)), must_or_may(asked))


def sameness(asked: Wording, known: Wording, covered: Set[str], own: Set[str]) -> float:
    """How much of what both speak of they have in common, in [0, 1]; 0 where they do not ask the same.

    ``covered`` is what the answer to the known wording speaks of, ``own`` what the program is called by. The question
    asked may speak of nothing else, and may leave out one thing at most.
    """
    added = asked.concepts - known.concepts - own
    missing = known.concepts - asked.concepts - own
    common = asked.concepts & known.concepts
    if (
        asked.kinds != known.kinds
        or asked.denies != known.denies
        or {asked.modality, known.modality} == {"must", "may"}
        or not _same_codes(added, missing, covered)
        or added - faint() - covered
        or not (common - faint() or _same_faint_things(asked, known, own))
        or len(missing - faint()) > (0 if Kind.WHAT in known.kinds else 1)
    ):
        return 0.0
    shared = _weight(common)
    return shared / (shared + _weight(added) + _weight(missing) + _SMOOTHING)


def _same_codes(added: Set[str], missing: Set[str], covered: Set[str]) -> bool:
    """Whether both name the same visa, step or form; a year may be left out, or named where the answer has it."""
    return all(_YEAR.fullmatch(one) and one in covered for one in added if _has_digit(one)) and all(
        _YEAR.fullmatch(one) for one in missing if _has_digit(one)
    )


def _same_faint_things(asked: Wording, known: Wording, own: Set[str]) -> bool:
    """Whether neither speaks of more than things said in many questions, and both of the same: "How can I apply?"."""
    left_out = faint_doings() | own
    return not (asked.strong | known.strong) - own and asked.concepts - left_out == known.concepts - left_out


def _has_digit(name: str) -> bool:
    return any(character.isdigit() for character in name)


def _weight(names: Set[str]) -> float:
    return sum(_FAINT_WEIGHT if name in faint() else 1.0 for name in names)
