"""Answer -> why it is that answer: what was found, what became of it, and how sure that is; for coordinators."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import NamedTuple

from assistant.index import Index
from assistant.language import words
from assistant.reading import MAX_SPANS, READ_HITS, Reader
from assistant.reading.choosing import choose_spans
from assistant.reading.ranking import RankedPassage
from assistant.types import Answer, Citation, Document, Fate, Hit, Outcome, Part, Span

_COLUMNS = 100
_SHORT = re.compile(r"\b[A-Za-z]{2,10}\b")
_PLACES = ("first", "second", "third")
_COMPONENT_LABELS = {
    "dense": "meaning",
    "keyword": "words",
    "match": "matches",
    "applicants": "page",
    "unnamed": "other name",
    "unmentioned": "not mentioned",
    "other_degree": "other degree",
}
_FIGURE_LABELS = {
    "dense": "How near the first passage comes in meaning",
    "dense_lead": "How far it stands out in meaning",
    "match_lead": "How far it stands out by the meaning of each word",
    "keyword_lead": "How far the best passage stands out by its words",
    "chance": "How likely the best statement is to answer",
    "chance_lead": "How far that statement stands out from the next",
    "unmentioned": "How much of what is asked for by name the first passage's page never mentions",
    "odds": "How surely the first passages hold the answer, to a model that has learned to find answers",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that was found for the question.

    ``rank`` counts from 1. ``score`` orders the candidates, ``behind`` (>= 0) is how far it is from the first one's;
    ``components`` are the scores it was made of, by name. ``chance`` is the probability in [0, 1] that its likeliest
    statement answers, None where it was not read. ``section`` is the heading path joined by " > ".
    """

    rank: int
    doc_id: str
    title: str
    section: str
    start: int
    end: int
    score: float
    behind: float
    components: dict[str, float]
    chance: float | None
    fate: Fate
    reason: str

    @property
    def told(self) -> dict[str, float]:
        """The components worth telling: those that are not 0."""
        return {name: value for name, value in self.components.items() if value}


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the figures that the confidence is computed from; ``label`` says in plain words what it measures."""

    name: str
    label: str
    value: float


@dataclass(frozen=True, slots=True)
class Reworded:
    """A word of the question as it was typed, and what was searched for in its place or with it."""

    typed: str
    meant: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an answer is what it is.

    ``summary`` says it in a sentence. ``confidence`` and ``threshold`` are in [0, 1], ``margin`` is how far the
    confidence is above the threshold, negative where it misses it. ``lead`` (>= 0) is how far the second candidate's
    score is behind the first one's, None without a second. ``unknown`` are the words of the question that no document
    has in any form; ``corrected`` those that were taken for misspelt, ``spelt_out`` the abbreviations. ``parts``
    says for each of several things asked what became of it.
    """

    summary: str
    confidence: float
    threshold: float
    margin: float
    figures: tuple[Figure, ...]
    candidates: tuple[Candidate, ...]
    lead: float | None
    unknown: tuple[str, ...]
    corrected: tuple[Reworded, ...]
    spelt_out: tuple[Reworded, ...]
    parts: tuple[str, ...]


def explain(answer: Answer, index: Index, reader: Reader, *, threshold: float) -> Explanation:
    """Why this is the answer; `index`, `reader` and the refusal `threshold` are those it was given with."""
    candidates = _candidates(answer, index, reader)
    return Explanation(
        summary=_summary(answer, threshold),
        confidence=answer.confidence,
        threshold=threshold,
        margin=answer.confidence - threshold,
        figures=tuple(Figure(name, figure_label(name), value) for name, value in answer.features.items()),
        candidates=candidates,
        lead=candidates[1].behind if len(candidates) > 1 else None,
        unknown=index.unknown_words(answer.standalone_question),
        corrected=_corrected(answer, index),
        spelt_out=_spelt_out(answer, index),
        parts=tuple(_part_told(part, threshold) for part in answer.parts),
    )


def figure_label(name: str) -> str:
    """What a figure of the confidence measures, in plain words; one without a label keeps its name."""
    return _FIGURE_LABELS.get(name, name.replace("_", " ").capitalize())


def component_label(name: str) -> str:
    """What a component of a score measures, in a word."""
    return _COMPONENT_LABELS.get(name, name.replace("_", " "))


def two_digits(value: float) -> str:
    """A figure for people: two decimals, three where two would show nothing."""
    return f"{value:.2f}" if abs(value) >= 0.005 or value == 0 else f"{value:.3f}"


def _summary(answer: Answer, threshold: float) -> str:
    if answer.outcome is Outcome.CLARIFY:
        return "Nothing is quoted yet: the question is first asked back, to be sure what is meant."
    if not answer.hits:
        return "Nothing is quoted: no passage was found."
    margin = answer.confidence - threshold
    way = "above" if margin >= 0 else "below"
    figures = (
        f"the confidence, {two_digits(answer.confidence)}, is {two_digits(abs(margin))} {way} the refusal threshold, "
        f"{two_digits(threshold)}."
    )
    return f"{'Quoted' if answer.outcome is Outcome.ANSWERED else 'Withheld'}, since {figures}"


def _part_told(part: Part, threshold: float) -> str:
    if part.citations:
        fate = f"quote {' and '.join(str(place + 1) for place in part.citations)}"
    elif part.confidence < threshold:
        fate = "not answered, since that is below the threshold"
    else:
        fate = "not answered, since no quote for it gives a date or a number"
    return f"“{part.question}”: confidence {two_digits(part.confidence)}, {fate}."


# What became of the passages


class _Quote(NamedTuple):
    """What is quoted or, in a refusal, would have been; ``place`` is "first" for the best one."""

    place: str
    doc_id: str
    start: int
    end: int
    chance: float
    words: str


def _candidates(answer: Answer, index: Index, reader: Reader) -> tuple[Candidate, ...]:
    read = _read(answer, index, reader)
    quotes = _quotes(answer, [passage for passage in read if passage is not None], index)
    found = []
    for rank, (hit, passage) in enumerate(zip(answer.hits, read, strict=True), start=1):
        fate, reason = _fate(hit, passage, quotes, answer)
        found.append(
            Candidate(
                rank=rank,
                doc_id=hit.passage.doc_id,
                title=index.document(hit.passage.doc_id).title,
                section=" > ".join(hit.passage.section),
                start=hit.passage.start,
                end=hit.passage.end,
                score=hit.score,
                behind=answer.hits[0].score - hit.score,
                components=dict(hit.components),
                chance=passage.best if passage else None,
                fate=fate,
                reason=reason,
            )
        )
    return tuple(found)


def _read(answer: Answer, index: Index, reader: Reader) -> list[RankedPassage | None]:
    """What the reader made of each hit, in their order; None where it did not read it."""
    waiting = reader.rank(answer.standalone_question, answer.hits, index.document)
    return [waiting.pop(0) if waiting and _is_of(waiting[0], hit) else None for hit in answer.hits]


def _is_of(passage: RankedPassage, hit: Hit) -> bool:
    first = passage.statements[0]
    return _touches(hit, passage.document.doc_id, first.start, first.end)


def _quotes(answer: Answer, passages: Sequence[RankedPassage], index: Index) -> list[_Quote]:
    quoted: Sequence[Citation | Span] = answer.citations or choose_spans(passages)
    return [
        _Quote(place, one.doc_id, one.start, one.end, one.score, _plain(index.document(one.doc_id), one.start, one.end))
        for place, one in zip(_PLACES, quoted, strict=False)
    ]


def _fate(hit: Hit, passage: RankedPassage | None, quotes: Sequence[_Quote], answer: Answer) -> tuple[Fate, str]:
    """What became of the hit, and the reason in plain words."""
    own = next((quote for quote in quotes if _touches(hit, quote.doc_id, quote.start, quote.end)), None)
    if own is not None:
        return _fate_of_quoted(own, answer)
    if passage is None:
        return Fate.UNREAD, f"not read: only the first {READ_HITS} are"
    same = next((quote for quote in quotes if _likeliest(passage) in quote.words), None)
    if same is not None:
        return Fate.REPEATED, f"it repeats the {same.place} quote" if answer.citations else "it repeats one before it"
    return Fate.BEHIND, _behind(passage.best, quotes)


def _fate_of_quoted(quote: _Quote, answer: Answer) -> tuple[Fate, str]:
    likely = f"{quote.chance:.0%} likely to answer"
    if answer.citations:
        return Fate.QUOTED, f"quoted {quote.place}: {likely}"
    if answer.outcome is Outcome.CLARIFY:
        return Fate.WITHHELD, f"{likely}, but the question is asked back first"
    return Fate.WITHHELD, f"{likely}, but the confidence is too low to quote it"


def _behind(chance: float, quotes: Sequence[_Quote]) -> str:
    if len(quotes) == MAX_SPANS:
        return f"{chance:.0%} likely to answer, less than the {MAX_SPANS} that can be quoted"
    best = f", the best is {quotes[0].chance:.0%}" if quotes else ""
    return f"too far behind: {chance:.0%} likely to answer{best}"


def _likeliest(passage: RankedPassage) -> str:
    best = passage.statements[passage.chances.index(passage.best)]
    return _plain(passage.document, best.start, best.end)


def _plain(document: Document, start: int, end: int) -> str:
    """The words alone, with a space on either side of each, so that they are found whole."""
    return f" {' '.join(words(document.text[start:end]))} "


def _touches(hit: Hit, doc_id: str, start: int, end: int) -> bool:
    return hit.passage.doc_id == doc_id and hit.passage.start < end and start < hit.passage.end


# What became of the question's words


def _corrected(answer: Answer, index: Index) -> tuple[Reworded, ...]:
    searched = set(words(answer.standalone_question))
    return tuple(
        Reworded(typed, meant)
        for typed, meant in index.corrections(answer.question.text).items()
        if searched.issuperset(words(meant))
    )


def _spelt_out(answer: Answer, index: Index) -> tuple[Reworded, ...]:
    """The abbreviations after which the question that stands alone has their words in parentheses."""
    pairs = (
        (typed, index.in_own_words(typed).removeprefix(f"{typed} (").removesuffix(")"))
        for typed in dict.fromkeys(_SHORT.findall(answer.standalone_question))
    )
    return tuple(Reworded(typed, meant) for typed, meant in pairs if f"{typed} ({meant})" in answer.standalone_question)


# The text for a terminal


def explanation_text(explanation: Explanation) -> str:
    """The explanation in plain words, at most 100 columns wide."""
    parts = ["\n".join(_told(explanation)), _figures_text(explanation.figures), _table_text(explanation.candidates)]
    return "\n\n".join(part for part in parts if part)


def _told(explanation: Explanation) -> list[str]:
    sentences = [explanation.summary, *remarks(explanation)]
    return ["Why this answer?", *(f"  {line}" for text in sentences for line in wrap(text, _COLUMNS - 2))]


def remarks(explanation: Explanation) -> list[str]:
    """What there is to say about the candidates' distance and the question's words, a sentence each."""
    found = [*explanation.parts]
    if explanation.lead is not None:
        found.append(f"The second passage scores {two_digits(explanation.lead)} less than the first.")
    if explanation.unknown:
        found.append(f"No document has {', '.join(f'“{word}”' for word in explanation.unknown)}.")
    found += [f"“{word.typed}” was read as “{word.meant}”." for word in explanation.corrected]
    found += [f"“{word.typed}” was spelt out as “{word.meant}”." for word in explanation.spelt_out]
    return found


def _figures_text(figures: Sequence[Figure]) -> str:
    width = max((len(figure.label) for figure in figures), default=0)
    lines = [f"  {figure.label:{width}}  {two_digits(figure.value):>6}" for figure in figures]
    return "\n".join(["What the confidence is made of", *lines]) if lines else ""


def _table_text(candidates: Sequence[Candidate]) -> str:
    names = list(dict.fromkeys(name for candidate in candidates for name in candidate.told))
    lines = [_row("", "score", map(component_label, names), "what became of it")]
    for one in candidates:
        scores = (f"{two_digits(one.components.get(name, 0.0)):>{len(component_label(name))}}" for name in names)
        place = f"{one.section.replace(' > ', ' › ') or one.title} ({one.doc_id})"
        read = one.fate is not Fate.UNREAD
        lines.append(_row(str(one.rank), two_digits(one.score), scores, one.reason if read else f"not read: {place}"))
        lines += [_cut(f"{'':7}{place}")] if read else []
    return "\n".join([f"Passages found, best first; the first {READ_HITS} are read", *lines]) if candidates else ""


def _row(rank: str, score: str, components: Iterable[str], rest: str) -> str:
    return _cut(f"  {rank:>3}  {score:>7}{''.join(f'  {one:>7}' for one in components)}  {' '.join(rest.split())}")


def _cut(line: str) -> str:
    return line if len(line) <= _COLUMNS else line[: _COLUMNS - 1] + "…"
