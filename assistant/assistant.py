"""The main path: rewrite, retrieve, read, cite, answer."""

import datetime
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from assistant.applicants import home_country, kinds_named, prefer
from assistant.citing import cite, verify
from assistant.clarifying import CLARIFY_TEXT, chosen_program, clarify, settled
from assistant.combining import Combined, ReadPart, combine
from assistant.decomposing import decompose
from assistant.embedding import DEFAULT_NAMES, Embedder, open_embedder
from assistant.errors import IndexDamagedError, QuestionError
from assistant.explaining import Explanation, explain
from assistant.index import Index, load_newest_good
from assistant.notices import notices
from assistant.reading import ExtractiveReader, Reader
from assistant.reading.answer_model import OnnxAnswerModel
from assistant.reading.model import threshold_for
from assistant.retrieval import Retriever, open_retriever
from assistant.rewriting import rewrite
from assistant.settings import Settings
from assistant.types import (
    Answer,
    BlockKind,
    Citation,
    Contact,
    Document,
    Hit,
    Outcome,
    Part,
    Question,
    Section,
)

NOT_FOUND_TEXT = "The documents do not say."
_SUGGESTIONS = 3
_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Health:
    """``status`` is "ok" or "degraded"; ``message`` says in one line what is wrong and how it is mended."""

    status: str
    message: str


class Assistant:
    """Answers questions from one index; safe to call from several threads."""

    def __init__(
        self,
        index: Index,
        retriever: Retriever,
        reader: Reader,
        *,
        top_k: int,
        refusal_threshold: float,
        contact: Contact | None = None,
        health: Health | None = None,
        today: Callable[[], datetime.date] = datetime.date.today,
    ) -> None:
        self.index = index
        self.today = today
        self._home = home_country(index.documents.values())
        self.health = health or Health("ok", "")
        self._retriever = retriever
        self._reader = reader
        self._top_k = top_k
        self.refusal_threshold = refusal_threshold
        self._contact = contact

    @classmethod
    def open(cls, settings: Settings, *, embedder: Embedder | None = None) -> "Assistant":
        """The assistant over the index on disk.

        :raises IndexMissingError: no index has been built.
        :raises IndexDamagedError: no version is whole, or it was built with another embedding model.
        :raises AssistantError: the embedding model or the retriever is unknown.
        """
        index, damage = load_newest_good(Path(settings.index))
        embedder = embedder or open_embedder(settings.embedding_model)
        health = Health("degraded", f"{damage} Until then version {index.version} is served.") if damage else None
        return cls.over(index, settings, embedder, health=health)

    @classmethod
    def over(cls, index: Index, settings: Settings, embedder: Embedder, *, health: Health | None = None) -> "Assistant":
        """The assistant over a version of the index; the one place where back-ends are chosen.

        :raises IndexDamagedError: the version was built with another embedding model.
        :raises AssistantError: the retriever is unknown.
        """
        _require_same_model(index, embedder)
        return cls(
            index,
            open_retriever(settings.retriever, embedder),
            ExtractiveReader(OnnxAnswerModel() if _by_model(settings, embedder) else None),
            top_k=settings.top_k,
            refusal_threshold=_threshold(settings),
            contact=_settings_contact(settings),
            today=lambda: settings.today or datetime.date.today(),
            health=health,
        )

    def without_refusal(self) -> "Assistant":
        """The same assistant over the same index, which shows what it found however unsure it is."""
        lenient = copy(self)
        lenient.refusal_threshold = 0.0
        return lenient

    def check(self, question: Question) -> None:
        """Refuses what `ask` would refuse, without answering.

        :raises QuestionError: the question names a program that has no documents.
        """
        self._require_program(self.index, question.program)

    def ask(self, question: Question) -> Answer:
        """The answer to one question, every quote checked against the stored document.

        :raises QuestionError: the question names a program that has no documents.
        """
        index = self.index
        clock = _Clock()
        self._require_program(index, question.program)
        program = question.program or chosen_program(question, index.programs)
        standalone = self._standalone(question)
        kinds = kinds_named((*(turn.question for turn in question.history), question.text), home=self._home)
        whole = [(question.text, standalone)]
        several = self._several(question)
        found = self._combined(several or whole, program, kinds, clock)
        if not found.reading.spans and several:  # What no part finds alone, the whole may.
            found = self._combined(whole, program, kinds, clock)
        choices = clarify(question, standalone, found.hits, index, self._reader)
        clock.lap("clarify")
        spans = () if choices else found.reading.spans
        citations = _checked(tuple(cite(span, index.document(span.doc_id)) for span in spans), index)
        parts = () if choices else found.parts
        clock.lap("cite")
        return Answer(
            question=question,
            standalone_question=standalone,
            outcome=_outcome(citations, choices),
            text=_shown_text(citations, parts, choices),
            citations=citations,
            confidence=found.reading.confidence,
            notices=notices(
                question,
                parts,
                citations,
                found.hits,
                kinds=kinds,
                confidence=found.reading.confidence,
                index=index,
                today=self.today(),
            ),
            suggestions=choices or _suggestions(found.hits, citations),
            contact=self._contact_for(program, found.hits),
            nearest=() if citations else _nearest_sections(found.hits, index),
            index_version=index.version,
            timings_ms=clock.total(),
            hits=found.hits,
            features=found.reading.features,
            parts=parts,
        )

    def _standalone(self, question: Question) -> str:
        return self.index.in_own_words(rewrite(question))

    def _several(self, question: Question) -> list[tuple[str, str]]:
        """The parts of a question in their own words and as they stand alone; none where one thing is asked.

        Those of a reply to what was asked back are the parts of what it settles, each with the reply.
        """
        asked = settled(question) or question
        reply = "" if asked is question else f" ({question.text})"
        parts = decompose(asked.text)
        if len(parts) == 1:
            return []
        return [(part.words, self._standalone(replace(asked, text=f"{part.text}{reply}"))) for part in parts]

    def _combined(
        self, parts: Sequence[tuple[str, str]], program: str | None, kinds: frozenset[str], clock: "_Clock"
    ) -> Combined:
        """What is found for the parts, given as their own words and as they stand alone."""
        read = [self._read(words, standalone, program, kinds, clock) for words, standalone in parts]
        return combine(read, threshold=self.refusal_threshold, document_of=self.index.document)

    def _read(
        self, words: str, standalone: str, program: str | None, kinds: frozenset[str], clock: "_Clock"
    ) -> ReadPart:
        hits = self._retriever.retrieve(standalone, self.index, top_k=self._top_k, program=program)
        hits = prefer(hits, kinds)
        clock.lap("retrieve")
        reading = self._reader.read(standalone, hits, self.index.document)
        clock.lap("read")
        return ReadPart(words, hits, reading)

    def explain(self, answer: Answer) -> Explanation:
        """Why an answer that this assistant gave is what it is."""
        return explain(answer, self.index, self._reader, threshold=self.refusal_threshold)

    @property
    def programs(self) -> tuple[str, ...]:
        """The programs that have documents, in alphabetical order."""
        return self.index.programs

    @property
    def index_version(self) -> str:
        """The version that answers."""
        return self.index.version

    @property
    def built_at(self) -> str:
        """When the index was built, ISO 8601 in UTC."""
        return self.index.manifest.built_at

    @property
    def documents_updated(self) -> tuple[str, str] | None:
        """The oldest and the newest date that documents give for themselves; None when none does."""
        dates = sorted(document.updated for document in self.index.documents.values() if document.updated)
        return (dates[0], dates[-1]) if dates else None

    def document(self, doc_id: str) -> Document:
        """The stored document.

        :raises DocumentError: there is none of that id.
        """
        return self.index.document(doc_id)

    def documents(self, program: str | None) -> tuple[Document, ...]:
        """The documents that speak for a program, those of no program among them; only these where it is None.

        :raises QuestionError: the program has no documents.
        """
        self._require_program(self.index, program)
        held = self.index.documents.values()
        return tuple(document for document in held if document.program in (program, None))

    def search(self, question: Question, *, top_k: int) -> list[Hit]:
        """Ranked passages without reading them.

        :raises QuestionError: the question names a program that has no documents.
        """
        self._require_program(self.index, question.program)
        return self._retriever.retrieve(self._standalone(question), self.index, top_k=top_k, program=question.program)

    def starter_questions(self, program: str | None = None) -> tuple[str, ...]:
        """Up to four questions that the documents themselves ask and answer, spread over the documents."""
        rows = [
            [document.text[block.start : block.end] for block in document.blocks if block.kind is BlockKind.QUESTION]
            for document in self.index.documents.values()
            if program is None or document.program in (program, None)
        ]
        rows = [row for row in rows if row]
        deepest = max(map(len, rows), default=0)
        spread = [row[depth] for depth in range(deepest) for row in rows if depth < len(row)]
        return tuple(dict.fromkeys(question for question in spread if len(question) <= 90))[:4]

    def _contact_for(self, program: str | None, hits: Sequence[Hit]) -> Contact | None:
        """The contact of the program asked, else of the best hit's program, else the one in the settings."""
        wanted = program or (hits[0].passage.program if hits else None)
        return self.index.contacts.get(wanted) or self._contact

    @staticmethod
    def _require_program(index: Index, program: str | None) -> None:
        if program is not None and program not in index.programs:
            known = ", ".join(map(repr, index.programs)) or "none"
            raise QuestionError(
                f"Program {program[:80]!r} has no documents; the programs are {known}; name one or leave it out."
            )


def _require_same_model(index: Index, embedder: Embedder) -> None:
    manifest = index.manifest
    if (manifest.embedder_digest, manifest.dim) != (embedder.digest, embedder.dim):
        raise IndexDamagedError(
            f"Index {index.version!r} was built with embedding model {manifest.embedder!r} "
            f"({manifest.embedder_digest[:12]}), the setting is {embedder.name!r} ({embedder.digest[:12]}); both "
            "must be the same; set embedding_model, or build again with: python -m assistant build."
        )


def _checked(citations: tuple[Citation, ...], index: Index) -> tuple[Citation, ...]:
    """The citations, each compared with the stored document.

    :raises IndexDamagedError: one does not stand there; nothing is shown rather than something wrong.
    """
    for citation in citations:
        if not verify(citation, index.document(citation.doc_id)):
            raise IndexDamagedError(
                f"Quote {citation.quote[:60]!r} does not stand in {citation.doc_id!r} at "
                f"{citation.start}-{citation.end}; every quote must; build again with: python -m assistant build."
            )
    return citations


def _quoted(citation: Citation) -> str:
    lead_in = f"{citation.lead_in.quote} … " if citation.lead_in else ""
    return f"“{lead_in}{citation.quote}” ({citation.title})"


def _outcome(citations: Sequence[Citation], choices: Sequence[str]) -> Outcome:
    if choices:
        return Outcome.CLARIFY
    return Outcome.ANSWERED if citations else Outcome.NOT_FOUND


def _shown_text(citations: Sequence[Citation], parts: Sequence[Part], choices: Sequence[str]) -> str:
    if choices:
        return CLARIFY_TEXT
    if not citations:
        return NOT_FOUND_TEXT
    quotes = [_quoted(citation) for citation in citations]
    told = ["\n\n".join([part.question, *(quotes[at] for at in part.citations)]) for part in parts if part.citations]
    return "\n\n".join(told or quotes)


def _nearest_sections(hits: Sequence[Hit], index: Index) -> tuple[Section, ...]:
    """The first few different sections among the hits."""
    sections: dict[tuple[str, str], Section] = {}
    for hit in hits:
        passage = hit.passage
        document = index.document(passage.doc_id)
        name = " > ".join(passage.section)
        section = Section(
            passage.doc_id, passage.program, document.title, name, document.url, passage.start, passage.end
        )
        sections.setdefault((passage.doc_id, name), section)
        if len(sections) == _NEAREST:
            break
    return tuple(sections.values())


def _suggestions(hits: Sequence[Hit], citations: Sequence[Citation]) -> tuple[str, ...]:
    """Questions answered near the answer: asked by the documents themselves, else made of their headings."""
    asked: dict[str, None] = {}
    named: dict[str, None] = {}
    # Not by the citation's own section: a quote that begins with its question stands in the section above it.
    cited = {
        (hit.passage.doc_id, hit.passage.section)
        for hit in hits
        for citation in citations
        if hit.passage.doc_id == citation.doc_id
        and hit.passage.start < citation.end
        and citation.start < hit.passage.end
    }
    for hit in hits:
        passage = hit.passage
        if not passage.section or (passage.doc_id, passage.section) in cited:
            continue
        heading = passage.section[-1]
        if heading.endswith("?"):
            asked[heading] = None
        else:
            named[f"What do the documents say about “{heading}”?"] = None
    return tuple([*asked, *named][:_SUGGESTIONS])


def _threshold(settings: Settings) -> float:
    return settings.refusal_threshold if settings.wrong_at_most is None else threshold_for(settings.wrong_at_most)


def _by_model(settings: Settings, embedder: Embedder) -> bool:
    return settings.reader == "model" or (settings.reader == "auto" and embedder.name in DEFAULT_NAMES)


def _settings_contact(settings: Settings) -> Contact | None:
    contact = Contact(settings.contact_name, settings.contact_email, settings.contact_phone, settings.contact_url)
    return contact if contact != Contact() else None


class _Clock:
    """Milliseconds per step."""

    def __init__(self) -> None:
        self._started = self._last = perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, step: str) -> None:
        now = perf_counter()
        self._laps[step] = self._laps.get(step, 0.0) + (now - self._last) * 1000
        self._last = now

    def total(self) -> dict[str, float]:
        return {**self._laps, "total": (perf_counter() - self._started) * 1000}
