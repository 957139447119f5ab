"""What programs and pages are called, and whether a quote stands on a page of that name."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from urllib.parse import unquote, urlsplit

import numpy as np
from numpy.typing import NDArray

from assistant.degrees import ABBREVIATIONS, levels, without_mentioned
from assistant.language import STOPWORDS, is_common, terms, words
from assistant.types import Citation, Document, Notice

_SMALL_WORDS = {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
# What stands before one of these, or after it and "in" or "of", is a name: "urban studies master's", "school of law".
_KINDS = ABBREVIATIONS | frozenset(
    """bachelor bachelors bachelor's master masters master's doctorate doctoral degree certificate minor major
    concentration track fellowship residency program programme school college department institute academy
    applicant applicants student students""".split()
)
# A word that fewer pages have in their names may stand there by chance; one that more have tells them too little apart.
_FEWEST_PAGES = 1 / 2000
_MOST_PAGES = 1 / 50
_FEW = 3
_FOR_APPLICANTS = re.compile(
    r"\b(?:admission|appl(?:y|ic)|prospective|requirement|eligib|deadline|faqs?\b|frequently asked|tuition|"
    r"financial aid|scholarship|enrol)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Names:
    """What the documents and programs of an index are called.

    ``terms`` are those of each document's title and address, ``levels`` the levels of degree that these name, ``pages``
    how many documents have each term. ``programs`` are the terms that tell a program from the others: of its folder's
    name, and of half of its titles or more.
    """

    terms: Mapping[str, frozenset[str]]
    levels: Mapping[str, frozenset[str]]
    pages: Mapping[str, int]
    programs: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, documents: Collection[Document]) -> "Names":
        """The names of these documents."""
        held = {document.doc_id: frozenset(terms(_name(document))) for document in documents}
        degrees = {document.doc_id: levels(words(_name(document))) for document in documents}
        pages = Counter(term for one in held.values() for term in one)
        return cls(held, degrees, pages, _program_terms(documents))

    def is_name(self, word: str) -> bool:
        """Whether the word stands in the names of some pages, but of few."""
        most = max(_FEW, _MOST_PAGES * len(self.terms))
        counts = [self.pages.get(term, 0) for term in terms(word)]
        return bool(counts) and all(max(1, _FEWEST_PAGES * len(self.terms)) <= count <= most for count in counts)

    def asked(self, question: str) -> list[str]:
        """The words of the question that say which page is meant and are names of some, each once, in order."""
        return [word for word in dict.fromkeys(_naming_words(question)) if self.is_name(word)]

    def unnamed(self, asked: Sequence[str], doc_ids: Sequence[str]) -> NDArray[np.float32]:
        """Of the words `asked` by name the share that each document's name lacks, in [0, 1]; 0 if there are none."""
        words_asked = [frozenset(terms(word)) for word in asked]
        held = (self.terms[doc_id] for doc_id in doc_ids)
        counts = [sum(one.isdisjoint(word) for word in words_asked) for one in held]
        return np.asarray(counts, np.float32) / np.float32(max(1, len(asked)))

    def other_degrees(self, question: str, doc_ids: Sequence[str]) -> NDArray[np.bool_]:
        """Of which documents the name and the question each have a level of degree, and none in common."""
        asked = _levels_asked(question)
        named = (self.levels[doc_id] for doc_id in doc_ids)
        return np.asarray([bool(asked and held) and asked.isdisjoint(held) for held in named], np.bool_)


def program_name(folder: str) -> str:
    """A folder's name for people: "msk-imaging-fellowship" -> "MSK Imaging Fellowship"."""
    parts = re.split(r"[-_\s]+", folder.strip("-_ "))
    return " ".join(_capitalised(part, first=number == 0) for number, part in enumerate(parts)) or folder


def of_program(words: str, program: str | None) -> str:
    """The words with the program's name behind them: "Documents to send: MSK Imaging Fellowship"."""
    return f"{words}: {program_name(program)}" if program else words


def address_words(document: Document) -> str:
    """The words of the page's address or, without one, of the document's id; they often alone name the school."""
    path = unquote(urlsplit(document.url).path) if document.url else document.doc_id.rpartition(".")[0]
    return re.sub(r"[\W_]+", " ", path)


def for_applicants(document: Document) -> bool:
    """Whether the page's title or address says that it is for people who apply: admission, deadlines, tuition."""
    return _FOR_APPLICANTS.search(f"{document.title}\n{address_words(document)}") is not None


def other_page(question: str, citation: Citation, document: Document, names: Names) -> Notice | None:
    """A remark when the quote's page, `document`, is about another degree or never mentions what the question names."""
    nearest = f"The documents have nothing nearer: this quote stands on the page “{document.title}”, which"
    held = names.terms[document.doc_id] | frozenset(terms(f"{citation.section}\n{document.text}"))
    missing = next((word for word in names.asked(question) if held.isdisjoint(terms(word))), None)
    if missing is not None:
        return Notice("other_page", f"{nearest} does not name “{_as_written(missing, question)}”.")
    quoted = levels(words(f"{citation.section}\n{citation.quote}"))
    if names.other_degrees(question, [document.doc_id]).any() and quoted.isdisjoint(_levels_asked(question)):
        return Notice("other_page", f"{nearest} is about another degree.")
    return None


def _levels_asked(question: str) -> frozenset[str]:
    return levels(words(without_mentioned(question)))


def _naming_words(question: str) -> list[str]:
    """The words that say which page is meant, in order: degrees, what names a degree or school, and rare words."""
    said = words(without_mentioned(question))
    naming = {word for word in said if word in ABBREVIATIONS or not is_common(word)}
    for place, word in enumerate(said):
        if word in _KINDS:
            naming.update(takewhile(_tells, reversed(said[:place])))
            if said[place + 1 : place + 2] in (["in"], ["of"]):
                naming.update(takewhile(_tells, said[place + 2 :]))
    return [word for word in said if word in naming and word.isalpha()]


def _tells(word: str) -> bool:
    return word not in STOPWORDS


def _as_written(word: str, question: str) -> str:
    """The word as the applicant wrote it."""
    pieces = (piece.strip("?!,;:()“”\"'") for piece in question.split())
    written = next((piece for piece in pieces if word in words(piece)), word)
    return written.rstrip(".") if written.count(".") == 1 else written


def _name(document: Document) -> str:
    return f"{document.title} {address_words(document)}"


def _program_terms(documents: Collection[Document]) -> dict[str, frozenset[str]]:
    titles: dict[str, list[frozenset[str]]] = {}
    for document in documents:
        if document.program:
            titles.setdefault(document.program, []).append(frozenset(terms(document.title)))
    called = {
        program: frozenset(terms(program_name(program)))
        | {term for term, count in Counter(term for one in held for term in one).items() if 2 * count >= len(held)}
        for program, held in titles.items()
    }
    shared = frozenset.intersection(*called.values()) if len(called) > 1 else frozenset[str]()
    return {program: held - shared for program, held in called.items()}


def _capitalised(part: str, *, first: bool) -> str:
    if part in _SMALL_WORDS and not first:
        return part
    acronym = part.isascii() and len(part) <= 4 and not set(part.lower()) & set("aeiouy")
    return part.upper() if acronym else part[:1].upper() + part[1:]
