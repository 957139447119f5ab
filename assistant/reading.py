"""Hits -> the spans that answer, with a calibrated probability that they do; no span means the documents do not say."""

import json
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Protocol

from assistant.language import sentences, terms, words
from assistant.types import Block, BlockKind, Document, Hit, Passage, Reading, Span

DocumentOf = Callable[[str], Document]
"""doc_id -> the stored document."""

MAX_SPANS = 3
QUOTE_WORDS = 60
"""A passage of at most this many words is quoted whole; of a longer one, the run of sentences that answers."""

# Characters between a list's lead-in and the item quoted, up to which they are quoted in one piece.
_LEAD_GAP = 400
# A runner-up is shown when its score is at least this share of the best one's.
_HEADINGS = (BlockKind.HEADING, BlockKind.QUESTION)
_RUNNER_UP_SHARE = 0.8
_FEWEST_ASKING_TERMS = 3
_ASKS_FOR_FIGURE = re.compile(
    r"\b(?:when|deadline|dates?|how (?:many|much|long|old|often|soon|far)|what time|cost|fees?|amount)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|once|twice|January|February|March|April"
    r"|May|June|July|August|September|October|November|December)\b"
)


class Reader(Protocol):
    """Chooses what to quote."""

    def read(self, question: str, hits: Sequence[Hit], document_of: DocumentOf) -> Reading:
        """The spans that answer the stand-alone question, best first, at most `MAX_SPANS`, and how sure that is."""
        ...


class ExtractiveReader:
    """Quotes the best passages, or of a long one the sentences that share most with the question."""

    def read(self, question: str, hits: Sequence[Hit], document_of: DocumentOf) -> Reading:
        """The spans that answer, best first, and the probability that they do."""
        if not hits:
            return Reading((), 0.0)
        weights = term_weights(question, hits)
        best = hits[0].score
        spans: list[Span] = []
        for hit in hits:
            if len(spans) == MAX_SPANS or hit.score < _RUNNER_UP_SHARE * best:
                break
            document = document_of(hit.passage.doc_id)
            span = _span(document, hit, weights, wants_figure=bool(_ASKS_FOR_FIGURE.search(question)))
            if not _repeats(span, spans, document_of):
                spans.append(span)
        features = confidence_features(question, hits, weights)
        return Reading(tuple(spans), confidence(features), features)


def term_weights(question: str, hits: Sequence[Hit]) -> dict[str, float]:
    """How much each term of the question tells, by how few of the hits have it: ln(1 + (N + 0.5) / (n + 0.5)).

    Counted over the hits, not the corpus, so that a weight means the same in a corpus of any size.
    """
    held = [_passage_terms(hit.passage) for hit in hits]
    asked = dict.fromkeys(terms(question))
    return {term: math.log(1 + (len(held) + 0.5) / (sum(term in one for one in held) + 0.5)) for term in asked}


def confidence_features(question: str, hits: Sequence[Hit], weights: dict[str, float]) -> dict[str, float]:
    """The figures that tell an answered question from one the documents do not answer.

    ``dense`` is the best cosine among the first three hits; ``asked`` the share of the asking sentence's term
    weight that the first hit holds; ``keyword_lead`` how far the best of the first three keyword scores stands
    above the mean of all hits, as ln((1 + best) / (1 + mean)). None of them grows with the size of the corpus.
    """
    keyword = [hit.components.get("keyword", 0.0) for hit in hits]
    first = _passage_terms(hits[0].passage)
    asked = _asking_terms(question)
    weight_asked = sum(weights[term] for term in asked)
    return {
        "dense": max(hit.components.get("dense", 0.0) for hit in hits[:3]),
        "asked": sum(weights[term] for term in asked if term in first) / weight_asked if asked else 0.0,
        "keyword_lead": math.log1p(max(keyword[:3])) - math.log1p(sum(keyword) / len(keyword)),
    }


def _asking_terms(question: str) -> frozenset[str]:
    """The terms of the last sentence that asks; of the whole text where that has too few to stand alone."""
    spans = sentences(question, 0, len(question))
    asking = [question[start:end] for start, end in spans if question[start:end].endswith("?")]
    last = frozenset(terms(asking[-1])) if asking else frozenset[str]()
    return last if len(last) >= _FEWEST_ASKING_TERMS else frozenset(terms(question))


def confidence(features: dict[str, float]) -> float:
    """Logistic regression over the features, fitted by ``scripts/fit_confidence.py``; in [0, 1].

    A feature without a weight counts nothing, so that a new one can be fitted.
    """
    model = _confidence_model()
    logit = model["intercept"] + sum(model.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


@cache
def _confidence_model() -> dict[str, float]:
    model: dict[str, float] = json.loads(files("assistant").joinpath("confidence.json").read_text(encoding="utf-8"))[
        "weights"
    ]
    return model


@dataclass(frozen=True, slots=True)
class _Statement:
    """What is quoted whole or not at all: a sentence of a paragraph, a list item, a row."""

    start: int
    end: int
    block: int
    words: int
    terms: frozenset[str]


def _span(document: Document, hit: Hit, weights: dict[str, float], *, wants_figure: bool) -> Span:
    """The hit's passage, or the run of its statements that holds most of the question in few words."""
    statements = _statements(document, hit.passage)
    chosen = statements
    if sum(statement.words for statement in statements) > QUOTE_WORDS:
        chosen = _best_run(document.text, statements, weights, wants_figure=wants_figure)
    while len(chosen) > 1 and document.text.endswith(":", 0, chosen[-1].end):
        chosen = chosen[:-1]
    start, end = chosen[0].start, chosen[-1].end
    start, lead_in = _with_lead(document, chosen[0].block, start)
    return Span(document.doc_id, start, end, max(0.0, min(1.0, hit.score)), lead_in)


def _statements(document: Document, passage: Passage) -> list[_Statement]:
    found = []
    for index, block in enumerate(document.blocks):
        if block.end <= passage.start or block.start >= passage.end or block.kind in _HEADINGS:
            continue
        whole = [(block.start, block.end)]
        if block.kind is BlockKind.PARAGRAPH or block.start < passage.start or block.end > passage.end:
            whole = [
                (begin, stop)
                for begin, stop in sentences(document.text, block.start, block.end)
                if begin < passage.end and stop > passage.start
            ]
        for begin, stop in whole:
            text = document.text[begin:stop]
            found.append(_Statement(begin, stop, index, len(words(text)), frozenset(terms(text))))
    return found


def _best_run(
    text: str, statements: list[_Statement], weights: dict[str, float], *, wants_figure: bool
) -> list[_Statement]:
    """The consecutive statements, at most `QUOTE_WORDS` unless one alone is longer, of highest worth.

    Worth is the weight of the question's terms held, plus a bonus for a figure when one is asked for, less a
    little for every word, so that nothing is quoted that adds nothing.
    """
    total = sum(weights.values()) or 1.0
    best, best_worth = statements[:1], -math.inf
    for first in range(len(statements)):
        held: set[str] = set()
        length = 0
        for last in range(first, len(statements)):
            length += statements[last].words
            if length > QUOTE_WORDS and last > first:
                break
            held |= statements[last].terms
            worth = sum(weight for term, weight in weights.items() if term in held) / total - 0.002 * length
            if wants_figure and _FIGURE.search(text, statements[first].start, statements[last].end):
                worth += 0.15
            if worth > best_worth:
                best, best_worth = statements[first : last + 1], worth
    return best


def _with_lead(document: Document, index: int, start: int) -> tuple[int, tuple[int, int] | None]:
    """Where the quote must start to take in what introduces its first block, or that introduction as its own span."""
    block = document.blocks[index]
    if block.lead is None or start > block.start:
        return start, None
    lead = document.blocks[block.lead]
    lead_start, lead_end = _lead_words(document, lead)
    if start - lead_start <= _LEAD_GAP and not _section_between(document, block.lead, index):
        return lead_start, None
    return start, (lead_start, lead_end)


def _lead_words(document: Document, lead: Block) -> tuple[int, int]:
    """The last sentence of the introducing block: the one that leads on."""
    if lead.kind is not BlockKind.PARAGRAPH:
        return lead.start, lead.end
    return sentences(document.text, lead.start, lead.end)[-1]


def _section_between(document: Document, lead: int, index: int) -> bool:
    return any(document.blocks[between].kind in _HEADINGS for between in range(lead + 1, index))


def _repeats(span: Span, earlier: Sequence[Span], document_of: DocumentOf) -> bool:
    """True when an earlier span overlaps this one or says the same words."""
    quote = words(document_of(span.doc_id).text[span.start : span.end])
    for other in earlier:
        if other.doc_id == span.doc_id and span.start < other.end and other.start < span.end:
            return True
        if words(document_of(other.doc_id).text[other.start : other.end]) == quote:
            return True
    return False


def _passage_terms(passage: Passage) -> frozenset[str]:
    return frozenset(terms(f"{passage.heading}\n{passage.text}"))
