"""What follows from an applicant's kinds: which hits come first, what is said beside a quote, what is asked back."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from assistant.applicants.addressing import addressed_at, addressed_by_headings
from assistant.applicants.kinds import DIMENSION, KIND, KINDS, choice
from assistant.applicants.patterns import people_or_matter, tidy
from assistant.applicants.stating import kinds_mentioned
from assistant.language import terms
from assistant.types import Citation, Document, Hit, Notice, Passage

DocumentOf = Callable[[str], Document]
"""doc_id -> the stored document."""

OTHER_KIND = 0.9
"""The score of a passage for another kind is multiplied by this: it falls behind every hit near the best one."""

_NEAR = 0.9
"""A hit is near the best one when its score is at least this share of the best score."""


def other_kinds(named: frozenset[str], addressed: frozenset[str]) -> frozenset[str]:
    """The addressed kinds that exclude what was named: of the same dimension, none in common."""
    shared = {DIMENSION[kind] for kind in named & addressed}
    asked = {DIMENSION[kind] for kind in named} - shared
    return frozenset(kind for kind in addressed if DIMENSION[kind] in asked)


def kind_label(kind: str) -> str:
    """A kind for people, in the plural: "international applicants"."""
    return KIND[kind].label


def addressed_by(hit: Hit) -> frozenset[str]:
    """The kinds that the title and the headings above a passage are for."""
    return addressed_by_headings(hit.passage.heading.split(" > "))


def prefer(
    hits: Sequence[Hit], named: frozenset[str], addressed_of: Callable[[Hit], frozenset[str]] = addressed_by
) -> list[Hit]:
    """The hits, best first, those for another kind than the one named with `OTHER_KIND` of their score."""
    if not named:
        return list(hits)
    weighed = [_weighed(hit) if other_kinds(named, addressed_of(hit)) else hit for hit in hits]
    return sorted(weighed, key=lambda hit: -hit.score)


def kind_notices(named: frozenset[str], citations: Iterable[Citation], document_of: DocumentOf) -> list[Notice]:
    """A remark ``other_kind`` for each kind, not the one named, that a quote is for."""
    found: dict[str, None] = {}
    for citation in citations:
        addressed = addressed_at(document_of(citation.doc_id), citation.start, citation.end)
        for dimension in sorted({DIMENSION[kind] for kind in other_kinds(named, addressed)}):
            found[_remark(dimension, named, addressed)] = None
    return [Notice("other_kind", text) for text in found]


def kind_rivals(question_texts: Iterable[str], hits: Sequence[Hit], document_of: DocumentOf) -> dict[str, Hit]:
    """The kinds of one dimension that the question could be about -> the best hit for each, best first.

    There are two or more, or none: none when the conversation, oldest first, mentions a kind of the dimension, or when
    the best hit is for everyone. Rivals are near it, hold the same of the last text's terms, and stand on the same page
    or below headings that differ by the kind alone.
    """
    texts = list(question_texts)
    if not texts or not hits or hits[0].score <= 0:
        return {}
    found = frozenset(terms(texts[-1]))
    best = hits[0]
    near = [hit for hit in hits if hit.score >= _NEAR * best.score]
    alike = [hit for hit in near if found & _held(hit) == found & _held(best) and _are_alike(hit.passage, best.passage)]
    addressed = [(hit, _addressed(hit, document_of)) for hit in alike]
    mentioned = {DIMENSION[kind] for kind in kinds_mentioned(texts)}
    for dimension in sorted({DIMENSION[kind] for kind in addressed[0][1]} - mentioned):
        rivals: dict[str, Hit] = {}
        for hit, kinds in addressed:
            of_dimension = [kind for kind in kinds if DIMENSION[kind] == dimension]
            if len(of_dimension) == 1:
                rivals.setdefault(choice(of_dimension[0]), hit)
        if len(rivals) > 1:
            return rivals
    return {}


def _weighed(hit: Hit) -> Hit:
    # A score below nought must not rise.
    return replace(hit, score=hit.score - (1 - OTHER_KIND) * abs(hit.score))


def _remark(dimension: str, named: frozenset[str], addressed: frozenset[str]) -> str:
    rule = _listed(kind for kind in addressed if DIMENSION[kind] == dimension)
    asked = _listed(kind for kind in named if DIMENSION[kind] == dimension)
    return f"This rule is for {rule}; your question is about {asked}."


def _listed(kinds: Iterable[str]) -> str:
    wanted = set(kinds)
    labels = [kind_label(kind) for kind in KIND if kind in wanted]
    return " and ".join(filter(None, (", ".join(labels[:-1]), labels[-1])))


def _addressed(hit: Hit, document_of: DocumentOf) -> frozenset[str]:
    return addressed_at(document_of(hit.passage.doc_id), hit.passage.start, hit.passage.end)


def _held(hit: Hit) -> frozenset[str]:
    return frozenset(terms(f"{hit.passage.heading}\n{hit.passage.text}"))


def _are_alike(one: Passage, other: Passage) -> bool:
    return one.doc_id == other.doc_id or _besides_kinds(one.heading) == _besides_kinds(other.heading)


def _besides_kinds(heading: str) -> frozenset[str]:
    """The terms of a heading path but for the kinds in it."""
    plain = tidy(heading)
    for kind in KINDS:
        plain = people_or_matter(kind).sub(" ", plain)
    return frozenset(terms(plain))
