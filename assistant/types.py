"""The values that pass between floors: frozen, slotted, without behaviour beyond slicing."""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Embeddings, shape (n, dim), rows of unit length, so that a dot product is a cosine in [-1, 1]."""


@dataclass(frozen=True, slots=True, eq=False)
class TokenVectors:
    """Vectors of the tokens of texts, each token in the light of its text, one text after the other.

    ``vectors``, int8 of shape (tokens, token_dim), are unit vectors times 127. The tokens of text i are the rows from
    ``starts[i]`` to ``starts[i + 1]``; ``starts``, int64, has one more entry than there are texts.
    """

    vectors: NDArray[np.int8]
    starts: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class PassageVectors:
    """The vectors of texts, shape (texts, dim), and those of their tokens."""

    vectors: Vectors
    tokens: TokenVectors


@dataclass(frozen=True, slots=True, eq=False)
class QuestionVectors:
    """The vector of a question, shape (1, dim), and of each of its tokens that carries meaning, (tokens, token_dim)."""

    vector: Vectors
    tokens: Vectors


class BlockKind(StrEnum):
    """What a block of a document is; decides where it may be cut and what it must be quoted with."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_HEADER = "table_header"
    TABLE_ROW = "table_row"
    TERM = "term"
    DEFINITION = "definition"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Block:
    """One structural piece of a document.

    ``start`` and ``end`` are character offsets into the document's text. ``section`` is the heading path
    above the block, outermost first. ``lead`` is the index, in the document's blocks, of the block without
    which this one cannot be understood: a list item's lead-in, a row's header, a definition's term, an FAQ
    answer's question. ``anchor`` is the id of the nearest element at or above it in the source page.
    """

    kind: BlockKind
    start: int
    end: int
    section: tuple[str, ...] = ()
    lead: int | None = None
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Words of a document that lead elsewhere: ``start`` and ``end`` are their offsets in its text.

    ``target`` is as written: an address, a path, a place on the page ("#fees"), or empty. ``lost`` is True where the
    document itself shows that it leads to nothing: the target is empty, or names a place that the document has not.
    """

    start: int
    end: int
    target: str
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask when the documents do not say."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the corpus as normalised text with its structure; every offset anywhere points into ``text``.

    ``doc_id`` is the path relative to the corpus, POSIX style; ``program`` its first folder, None at the root.
    ``updated`` is the date (ISO 8601) the document gives for itself, if it gives one. ``digest`` is the
    SHA-256 of the file's bytes, in hex. ``pages`` are the offsets at which its pages begin, ascending, where it has
    pages. ``remarks`` say in plain lines what of the file was left out. ``links`` are ascending by where they start.
    """

    doc_id: str
    program: str | None
    title: str
    text: str
    blocks: tuple[Block, ...]
    digest: str
    url: str | None = None
    updated: str | None = None
    contact: Contact | None = None
    pages: tuple[int, ...] = ()
    remarks: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of a document that is found as one: ``text == document.text[start:end]``, never empty.

    ``section`` is the heading path at its start, outermost first, without the document's title.
    ``heading`` is what is embedded before the text and never quoted: the title and the heading path.
    """

    doc_id: str
    program: str | None
    start: int
    end: int
    text: str
    section: tuple[str, ...]
    heading: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question, best first in any sequence of hits.

    ``score`` orders hits of one retriever (higher is better, not comparable between retrievers);
    ``components`` holds the scores it was made of, by name: ``dense`` is a cosine in [-1, 1], ``keyword``
    a BM25 score (>= 0), ``match`` the mean over the question's tokens of the cosine of the passage's nearest token,
    ``applicants`` 1 on a page for people who apply and 0 elsewhere, ``unnamed`` and ``unmentioned`` the shares of what
    the question names that the page's name and the whole page lack, ``other_degree`` 1 on a page about another degree
    than the question's and 0 elsewhere.
    """

    passage: Passage
    score: float
    components: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a document that answers, as offsets into its text.

    ``score`` is in [0, 1], higher is better. ``lead_in`` is the (start, end) of what has to be quoted
    before it to be understood, when that does not adjoin the span itself.
    """

    doc_id: str
    start: int
    end: int
    score: float
    lead_in: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class LeadIn:
    """The words that introduce a quote which stands further down: a list's lead-in or a table's header row."""

    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quotation and where it stands: ``quote == document.text[start:end]``.

    ``section`` is the heading path joined by " > ". ``link`` leads to the quote itself in the source page
    (a text fragment, or the page of a file with pages); ``url`` to the source. ``page`` is counted from 1, None where
    the document has no pages. ``score`` is in [0, 1], higher is better.
    """

    quote: str
    doc_id: str
    program: str | None
    title: str
    section: str
    url: str | None
    page: int | None
    start: int
    end: int
    score: float
    link: str | None
    lead_in: LeadIn | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of a conversation; the answer comes from the client and is never quoted."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: ``history`` is oldest first; ``program`` restricts the documents, None asks all."""

    text: str
    history: tuple[Turn, ...] = ()
    program: str | None = None
    id: str | None = None


class Outcome(StrEnum):
    """How a question ended; "no" is an outcome, not an error."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"
    CLARIFY = "clarify"


class Fate(StrEnum):
    """What became of a passage that was found for a question."""

    QUOTED = "quoted"
    WITHHELD = "withheld"
    REPEATED = "repeated"
    BEHIND = "behind"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Notice:
    """A remark that is set apart from the quotes, such as how old a document is."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A place in the documents to look at: shown under a refusal as the nearest ones."""

    doc_id: str
    program: str | None
    title: str
    section: str
    url: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from the hits: the spans that answer, best first, and the probability that they do.

    ``confidence`` is in [0, 1] and given also when ``spans`` is empty. ``features`` are the figures it was
    computed from, by name.
    """

    spans: tuple[Span, ...]
    confidence: float
    features: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """One of several things that a question asks, in the applicant's words, and how it was answered.

    ``confidence`` is the probability in [0, 1] that it is answered. ``citations`` are places in the answer's
    citations, counted from 0; none where the documents do not say.
    """

    question: str
    confidence: float
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Approval:
    """The program office's own words, approved once: the answer's ``text``, never a quote.

    ``id`` is the approved answer's, ``by`` who approved it, ``on`` when (ISO 8601 date).
    """

    id: str
    by: str
    on: str
    text: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A question like the one asked, which the program office has answered; asked as it stands, it gets that answer.

    ``id`` is the approved answer's.
    """

    id: str
    question: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question; `citations` are best first, at most three.

    ``text`` holds quotes, the applicant's words and fixed phrases only, but for what ``approved`` holds.
    ``confidence`` is the probability in [0, 1] that the citations answer the question. ``parts`` is empty where one
    thing is asked. ``offered`` are likest first, none where ``approved`` is given. ``nearest`` are sections to look at
    when the outcome is not ``answered``. ``timings_ms`` are milliseconds by step, with ``total``. ``hits`` are the
    ranked passages, best first.
    """

    question: Question
    standalone_question: str
    outcome: Outcome
    text: str
    citations: tuple[Citation, ...]
    confidence: float
    notices: tuple[Notice, ...]
    suggestions: tuple[str, ...]
    contact: Contact | None
    nearest: tuple[Section, ...]
    index_version: str
    timings_ms: dict[str, float]
    hits: tuple[Hit, ...]
    features: dict[str, float] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    approved: Approval | None = None
    offered: tuple[Offer, ...] = ()
