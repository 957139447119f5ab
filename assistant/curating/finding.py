"""A question -> the approved answer to it, found by meaning; none rather than a wrong one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from assistant.curating.anchoring import Finding, anchored, check
from assistant.curating.folder import read_folder
from assistant.curating.values import Curated, Status
from assistant.curating.vocabulary import concepts, name_of
from assistant.curating.wording import Wording, sameness, wording_of
from assistant.embedding import Embedder
from assistant.index import Index
from assistant.language import terms, words
from assistant.naming import program_name
from assistant.types import Vectors

THRESHOLD = 0.62
"""What the mean of cosine and sameness has to reach: of 360 near misses written for the purpose none does."""


@dataclass(frozen=True, slots=True)
class Match:
    """An approved answer, and the wording of its question that the question asked is like.

    ``cosine`` in [-1, 1] is that of both wordings' vectors, ``sameness`` in (0, 1] the share of what both speak of;
    ``score`` is their mean, at least `THRESHOLD`.
    """

    curated: Curated
    wording: str
    cosine: float
    sameness: float

    @property
    def score(self) -> float:
        """The mean of both figures."""
        return (self.cosine + self.sameness) / 2


class _Known(NamedTuple):
    curated: Curated
    words: str
    said: list[str]
    wording: Wording
    covered: frozenset[str]


class CuratedAnswers:
    """The approved answers over one version of the index; safe to use from several threads.

    ``answers`` are all that were read. Only those are found that are live and whose quotes all stand in the index.
    ``findings`` say what is to be looked at, ``problems`` which files could not be read.
    """

    def __init__(
        self, answers: Iterable[Curated], index: Index, embedder: Embedder, *, problems: Sequence[str] = ()
    ) -> None:
        self.answers = tuple(answers)
        self.problems = tuple(problems)
        self.findings: tuple[Finding, ...] = check(self.answers, index)
        self.index = index
        self._embedder = embedder
        self._vectors: dict[str, Vectors] = {}
        placed = (anchored(one, index) for one in self.answers if one.status is Status.LIVE)
        self._known = [known for one in placed if one is not None for known in _known(one, index)]

    @classmethod
    def open(cls, folder: Path, index: Index, embedder: Embedder) -> "CuratedAnswers":
        """The answers in the folder; where there is no folder there are none.

        :raises AssistantError: the folder cannot be read.
        """
        read = read_folder(folder)
        stored = (one.curated for one in read.stored.values())
        return cls(stored, index, embedder, problems=read.problems)

    def find(self, question: str, program: str | None) -> Curated | None:
        """The answer to a question that stands alone, its quotes where they stand now; None where none surely is."""
        match = self.match(question, program)
        return match.curated if match else None

    def match(self, question: str, program: str | None) -> Match | None:
        """As `find`, with what was found alike.

        An answer of one program is found where that program is asked or named, or is the only one.
        """
        asked, said = wording_of(question), words(question)
        programs = self._programs_meant(question, program)
        alike = [
            (known, same)
            for known in self._known
            if known.wording.kinds == asked.kinds
            and known.curated.program in programs
            and (same := self._sameness(asked, said, known, program))
        ]
        if not alike:
            return None
        vector = self._embedder.embed_question(question).vector
        found = (Match(known.curated, known.words, self._cosine(vector, known.words), same) for known, same in alike)
        best = max(found, key=lambda match: match.score)
        return best if best.score >= THRESHOLD else None

    @staticmethod
    def _sameness(asked: Wording, said: list[str], known: _Known, program: str | None) -> float:
        if said == known.said:
            return 1.0
        return sameness(asked, known.wording, known.covered, _called(known.curated.program or program))

    def _programs_meant(self, question: str, program: str | None) -> set[str | None]:
        """Whose answers may be given: those for all, and those of the program meant."""
        if program is not None:
            return {None, program}
        if len(self.index.programs) == 1:
            return {None, *self.index.programs}
        said = frozenset(terms(question))
        named = [name for name, called in self.index.names.programs.items() if said & called]
        return {None, *named} if len(named) == 1 else {None}

    def _cosine(self, question: Vectors, known: str) -> float:
        """Wordings are embedded when one is first compared with: most never are, since their words differ."""
        if known not in self._vectors:
            self._vectors[known] = self._embedder.embed_question(known).vector
        return float(question[0] @ self._vectors[known][0])


def _known(curated: Curated, index: Index) -> list[_Known]:
    """Each wording of the answer, in the documents' spelling like a question."""
    wordings = [index.in_own_words(wording) for wording in curated.wordings]
    spoken_of = (*wordings, curated.text, *(quoted.quote for quoted in curated.quotes))
    covered = frozenset[str]().union(*map(concepts, spoken_of))
    return [_Known(curated, one, words(one), wording_of(one), covered) for one in wordings]


@cache
def _called(program: str | None) -> frozenset[str]:
    """What a program is called by, from its folder's name: that a question names it tells nothing."""
    return frozenset(name_of(term) for term in terms(program_name(program))) if program else frozenset()
