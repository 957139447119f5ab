"""Remarks that are set apart from the quotes: what they do not answer, whose page they stand on, how old they are."""

import datetime
from collections.abc import Sequence

from assistant.applicants import kind_notices
from assistant.index import Index
from assistant.language import is_common
from assistant.naming import other_page
from assistant.notices.dates import date_notices
from assistant.reading.asking import asking_sentence, asks_for_figure, gives_figure
from assistant.rewriting import without_courtesies
from assistant.types import Citation, Hit, Notice, Part, Question

LIKELY = 0.6
"""From this confidence on the quotes are taken to answer, below it they may."""

WARNINGS = ("stale_cycle", "sources_disagree", "date_passed", "other_kind")
"""The kinds of notices that have to be read before the quotes."""

_MOST_MISSING_WORDS = 3
"""More of them are not names that the documents lack, but another language."""
_SOME_LENGTH = 5
"""Shorter common words ("many", "long") are mostly no nouns."""


def notices(
    question: Question,
    parts: Sequence[Part],
    citations: Sequence[Citation],
    hits: Sequence[Hit],
    *,
    kinds: frozenset[str],
    confidence: float,
    index: Index,
    today: datetime.date,
) -> tuple[Notice, ...]:
    """What there is to say about an answer beside its quotes; nothing where nothing is quoted.

    ``part_missing`` names a part of the question that the documents do not answer, ``words_missing`` the words of the
    question that no document has, ``figure_missing`` says that a date or number is asked for and none is quoted,
    ``other_page`` that the first quote stands on a page of another name than the question gives, ``document_date``
    gives the date that a quoted document has for itself. ``kinds`` are the applicant's, and
    ``other_kind`` says that a quote is for another. What `date_notices` says of the dates in the quotes comes first.
    """
    if not citations:
        return ()
    return (
        *date_notices(citations, hits, index, today),
        *kind_notices(kinds, citations, index.document),
        *_missing_parts(parts),
        *_missing_words(question, confidence, index),
        *(() if parts else _missing_figure(question, citations)),
        *_other_pages(question, citations[0], index),
        *_dates(citations, index),
    )


def _missing_parts(parts: Sequence[Part]) -> list[Notice]:
    return [
        Notice("part_missing", f"The documents do not say: “{part.question}”") for part in parts if not part.citations
    ]


def _missing_words(question: Question, confidence: float, index: Index) -> list[Notice]:
    asked = asking_sentence(without_courtesies(question.text))
    misspelt = index.corrections(asked)
    unknown = [
        word
        for word in index.unknown_words(asked)
        if word not in misspelt and _tells(word, asked, common=confidence < LIKELY)
    ]
    if not 0 < len(unknown) <= _MOST_MISSING_WORDS:
        return []
    return [Notice("words_missing", f"No document mentions {', '.join(f'“{word}”' for word in unknown)}.")]


def _tells(word: str, asked: str, *, common: bool) -> bool:
    """Whether it is a name, an abbreviation or a rare word; or, where wanted, a common noun."""
    if not word.isalpha() or word.endswith("ly"):
        return False
    if is_common(word.lower()) and (word.islower() or asked.startswith(word)):
        return common and len(word) >= _SOME_LENGTH and not word.endswith(("ed", "ing"))
    return True


def _missing_figure(question: Question, citations: Sequence[Citation]) -> list[Notice]:
    if not asks_for_figure(question.text) or any(gives_figure(question.text, citation.quote) for citation in citations):
        return []
    return [Notice("figure_missing", "You ask for a date or a number; what is quoted gives none.")]


def _other_pages(question: Question, first: Citation, index: Index) -> list[Notice]:
    notice = other_page(question.text, first, index.document(first.doc_id), index.names)
    return [notice] if notice else []


def _dates(citations: Sequence[Citation], index: Index) -> list[Notice]:
    dated = {citation.doc_id: index.document(citation.doc_id) for citation in citations}
    return [
        Notice("document_date", f"“{document.title}” gives its own date as {document.updated}.")
        for document in dated.values()
        if document.updated
    ]
