"""Explanation -> the panel under an answer that says why it was given, for coordinators."""

from dataclasses import dataclass

from markupsafe import Markup

from assistant.explaining import Candidate, Explanation, component_label, remarks, two_digits
from assistant.types import Fate
from assistant.web.pages import page
from assistant.web.passage import passage_link
from assistant.web.translating import ENGLISH, Translator


@dataclass(frozen=True, slots=True)
class Row:
    """A candidate as it is shown; ``share`` is its score as a share of the first one's, in percent from 0 to 100."""

    candidate: Candidate
    score: str
    share: int
    parts: tuple[str, ...]
    passage: str


def explanation_html(explanation: Explanation, t: Translator = ENGLISH) -> Markup:
    """The panel, closed; the passages that were read are listed, those that were not only counted."""
    read = [candidate for candidate in explanation.candidates if candidate.fate is not Fate.UNREAD]
    best = max((candidate.score for candidate in read), default=0.0)
    return page(
        "why.html",
        t,
        summary=explanation.summary,
        remarks=remarks(explanation),
        confidence=two_digits(explanation.confidence),
        confidence_share=_percent(explanation.confidence),
        threshold=two_digits(explanation.threshold),
        threshold_share=_percent(explanation.threshold),
        figures=[(figure.label, two_digits(figure.value)) for figure in explanation.figures],
        rows=[_row(candidate, best) for candidate in read],
        unread=len(explanation.candidates) - len(read),
    )


def _row(candidate: Candidate, best: float) -> Row:
    return Row(
        candidate=candidate,
        score=two_digits(candidate.score),
        share=_percent(candidate.score / best) if best > 0 else 0,
        parts=tuple(f"{component_label(name)} {two_digits(value)}" for name, value in candidate.told.items()),
        passage=passage_link(candidate.doc_id, candidate.start, candidate.end),
    )


def _percent(share: float) -> int:
    return round(100 * min(max(share, 0.0), 1.0))
