"""A question -> the approved answer to it, none rather than a wrong one, and those to questions like it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from assistant.curating.anchoring import Finding, anchored, check
from assistant.curating.folder import read_folder
from assistant.curating.offering import LEAST_LIKENESS, MOST_OFFERED, likeness
from assistant.curating.values import Curated, Status
from assistant.curating.vocabulary import concepts, name_of
from assistant.curating.wording import Wording, sameness, wording_of
from assistant.decomposing import Subquestion, decompose
from assistant.embedding import Embedder
from assistant.index import Index
from assistant.language import terms, words
from assistant.naming import program_name
from assistant.types import Offer, QuestionVectors, Vectors

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
    whole: str
    said: list[str]
    wording: Wording
    covered: frozenset[str]


class CuratedAnswers:
    """The approved answers over one version of the index; safe to use from several threads.

    ``answers`` are all that were read. Only those are found that are live and whose quotes all stand in the index:
    ``shown``, each quote with its place as it is now.
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
        self._vectors: dict[str, QuestionVectors] = {}
        placed = (anchored(one, index) for one in self.answers if one.status is Status.LIVE)
        self.shown = tuple(one for one in placed if one is not None and one.program in (None, *index.programs))
        self._known = [known for one in self.shown for known in _known(one, index)]

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

        An answer of one program is found where that program is asked or named, or is the only one. Words of two
        questions may be the same by chance, so that it must also be the one whose question is likest.
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
        likest = self._alike(question, program, -1.0)[:1]
        matches = [
            Match(known.curated, known.words, self._cosine(vector, known.words), same)
            for known, same in alike
            if known.curated in likest or known.said == said
        ]
        best = max(matches, key=lambda match: match.score, default=None)
        return best if best is not None and best.score >= THRESHOLD else None

    def verbatim(self, text: str, program: str | None) -> Match | None:
        """The answer whose question, as it is offered or in another wording, is asked as it stands."""
        asked = words(text)
        for known in self._known:
            own = self._is_meant(known.curated, program)
            if not asked or not (own or program is None):
                continue
            if asked == words(self._offer(known.curated, program).question) or (own and asked == known.said):
                return Match(known.curated, known.words, 1.0, 1.0)
        return None

    def offers(self, question: str, program: str | None, *, least: float = LEAST_LIKENESS) -> tuple[Offer, ...]:
        """The questions `least` like one that stands alone, likest first, at most `MOST_OFFERED`.

        Where it asks several things, one for each that has one, in their order.
        """
        parts = decompose(question)
        if len(parts) == 1:
            found = self._alike(question, program, least)
        else:
            firsts = (self._first(part, program, least) for part in parts)
            found = [one for one in firsts if one is not None]
        return tuple(dict.fromkeys(self._offer(one, program) for one in found))

    def _first(self, part: Subquestion, program: str | None, least: float) -> Curated | None:
        """The answer to one of several questions: to its own words, else to what they lean on too."""
        found = self.find(part.words, program) or self.find(part.text, program)
        return found or next(iter(self._alike(part.text, program, least)), None)

    def _alike(self, question: str, program: str | None, least: float) -> list[Curated]:
        programs = self._programs_meant(question, program)
        asked = self._embedder.embed_question(question)
        scored: dict[str, tuple[float, Curated]] = {}
        for known in self._known:
            if known.curated.program in programs:
                score = likeness(asked, self._read(known.whole))
                if score >= max(least, scored.get(known.curated.id, (-1.0,))[0]):
                    scored[known.curated.id] = (score, known.curated)
        best = sorted(scored.values(), key=lambda one: -one[0])
        return [curated for _, curated in best[:MOST_OFFERED]]

    def _offer(self, curated: Curated, program: str | None) -> Offer:
        """The answer's question, with its program's name where that is not known otherwise."""
        named = curated.program is not None and not self._is_meant(curated, program)
        question = f"{curated.question} ({program_name(curated.program or '')})" if named else curated.question
        return Offer(curated.id, question)

    def _is_meant(self, curated: Curated, program: str | None) -> bool:
        """Whether the answer's question is asked of its program without naming it."""
        return curated.program in (None, program) or self.index.programs == (curated.program,)

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
        return float(question[0] @ self._read(known).vector[0])

    def _read(self, text: str) -> QuestionVectors:
        """The vectors of a wording."""
        if text not in self._vectors:
            self._vectors[text] = self._embedder.embed_question(text)
        return self._vectors[text]


def _known(curated: Curated, index: Index) -> list[_Known]:
    """Each wording of the answer, in the documents' spelling like a question."""
    wordings = [index.in_own_words(wording) for wording in curated.wordings]
    spoken_of = (*wordings, curated.text, *(quoted.quote for quoted in curated.quotes))
    covered = frozenset[str]().union(*map(concepts, spoken_of))
    return [_Known(curated, one, f"{one} {curated.text}", words(one), wording_of(one), covered) for one in wordings]


@cache
def _called(program: str | None) -> frozenset[str]:
    """What a program is called by, from its folder's name: that a question names it tells nothing."""
    return frozenset(name_of(term) for term in terms(program_name(program))) if program else frozenset()
