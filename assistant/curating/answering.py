"""The assistant with the approved answers before it: what the office has answered is not looked up again."""

from dataclasses import replace
from time import perf_counter
from typing import Any

from assistant.applicants import kinds_named
from assistant.assistant import Assistant
from assistant.citing import cite, verify
from assistant.clarifying import chosen_program, program_in_reply
from assistant.curating.anchoring import span_of
from assistant.curating.finding import CuratedAnswers, Match
from assistant.curating.values import Curated
from assistant.explaining import Explanation, two_digits
from assistant.notices import notices
from assistant.rewriting import rewrite, without_courtesies
from assistant.types import Answer, Approval, Citation, Notice, Offer, Outcome, Question

CURATED = "curated"
"""The kind of the notice that tells an approved answer."""

_MEASURED = 0.95
"""The confidence of an approved answer: all 140 that were given when it was measured were right; some room is left."""
_ABOUT_FINDING = {"part_missing", "words_missing", "figure_missing", "other_page"}
"""Notices of what the quotes leave open; here the office's words answer."""


def with_curated(assistant: Assistant, curated: CuratedAnswers) -> Assistant:
    """The assistant that gives an approved answer where there is one, and answers as before where there is none."""
    return CuratedAssistant(assistant, curated)


class CuratedAssistant(Assistant):
    """An assistant around another one; all but `ask` and `explain` is the other's."""

    def __init__(self, assistant: Assistant, curated: CuratedAnswers) -> None:
        """``curated`` must have been opened over the assistant's index."""
        self._wrapped = assistant
        self.curated = curated

    def __getattr__(self, name: str) -> Any:
        if name == "_wrapped":
            raise AttributeError(name)
        return getattr(self._wrapped, name)

    def without_refusal(self) -> Assistant:
        """The same, with what it answers by itself shown however unsure it is."""
        return CuratedAssistant(self._wrapped.without_refusal(), self.curated)

    def ask(self, question: Question) -> Answer:
        """The approved answer, else the other assistant's, beside which approved answers may be offered.

        :raises QuestionError: the question names a program that has no documents.
        """
        started = perf_counter()
        self.check(question)
        if program_in_reply(question, self.index.programs) is not None:
            # The reply names the program; what is asked stands before it.
            asked = self.index.in_own_words(without_courtesies(question.history[-1].question))
        else:
            asked = self.index.in_own_words(rewrite(question))
        program = question.program or chosen_program(question, self.index.programs)
        verbatim = self.curated.verbatim(question.text, program)
        match = verbatim or self.curated.match(asked, program)
        citations = self._citations(match) if match else ()
        if match is None or not citations:
            return _with_offers(self._wrapped.ask(question), self.curated.offers(asked, program))
        return self._answer(question, question.text if verbatim else asked, match, citations, started)

    def explain(self, answer: Answer) -> Explanation:
        """Why an answer that this assistant gave is what it is."""
        explanation = self._wrapped.explain(answer)
        if answer.approved is None:
            return explanation
        figures = ", ".join(f"{name} {two_digits(value)}" for name, value in answer.features.items())
        summary = (
            f"The program office's own answer {answer.approved.id!r} is given: its question is the one asked "
            f"({figures}). Nothing was searched for."
        )
        return replace(explanation, summary=summary)

    def _citations(self, match: Match) -> tuple[Citation, ...]:
        """The quotes under the answer, cut from the documents; none where one does not stand there."""
        found = []
        for quoted in match.curated.quotes:
            document = self.index.documents.get(quoted.doc_id)
            if document is None or document.text[quoted.start : quoted.end] != quoted.quote:
                return ()
            citation = cite(span_of(quoted, document, _MEASURED), document)
            if not verify(citation, document):
                return ()
            found.append(citation)
        return tuple(found)

    def _answer(
        self, question: Question, asked: str, match: Match, citations: tuple[Citation, ...], started: float
    ) -> Answer:
        curated = match.curated
        kinds = kinds_named((*(turn.question for turn in question.history), question.text), home=self._home)
        remarks = notices(
            question, (), citations, (), kinds=kinds, confidence=_MEASURED, index=self.index, today=self.today()
        )
        milliseconds = (perf_counter() - started) * 1000
        return Answer(
            question=question,
            standalone_question=asked,
            outcome=Outcome.ANSWERED,
            text=shown_text(curated),
            citations=citations,
            confidence=_MEASURED,
            notices=(
                *(one for one in remarks if one.kind not in _ABOUT_FINDING),
                Notice(
                    CURATED, "The words above the quotes are the program office's own; it rests them on the quotes."
                ),
            ),
            suggestions=(),
            contact=self._contact_for(curated.program or question.program, ()),
            nearest=(),
            index_version=self.index_version,
            timings_ms={"curated": milliseconds, "total": milliseconds},
            hits=(),
            features={"cosine": match.cosine, "sameness": match.sameness},
            approved=Approval(curated.id, curated.approved_by, curated.approved_on.isoformat(), curated.text),
        )


def _with_offers(answer: Answer, offers: tuple[Offer, ...]) -> Answer:
    """The answer with these beside it; what is offered is not suggested as well."""
    if answer.outcome is Outcome.CLARIFY:
        return replace(answer, offered=offers)
    asked = {offer.question for offer in offers}
    return replace(answer, offered=offers, suggestions=tuple(one for one in answer.suggestions if one not in asked))


def shown_text(curated: Curated) -> str:
    """The office's words, said to be the office's."""
    day = curated.approved_on
    return f"From the program office, approved on {day.day} {day:%B %Y}:\n\n{curated.text}"
