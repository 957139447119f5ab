"""An evaluation -> one HTML page that needs nothing else: no script, no network."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assistant.errors import AssistantError
from assistant.evaluation.asking import Evaluation
from assistant.evaluation.charts import interval_strip, reliability_chart, risk_chart
from assistant.evaluation.curves import confusion, point_at, reliability, risk_curve, worst
from assistant.evaluation.figures import MEANINGS, Estimate, Judged, by_kind
from assistant.evaluation.judging import answer_case, without_refusal
from assistant.evaluation.printing import KIND_FIGURES, counts, in_units, number
from assistant.types import Outcome


@dataclass(frozen=True, slots=True)
class _Quote:
    """A quote of a case; ``answers`` is None where the labels do not say."""

    text: str
    doc_id: str
    answers: bool | None


@dataclass(frozen=True, slots=True)
class _Item:
    """One of the worst cases, for people; ``before`` are the questions asked before it."""

    question: str
    before: tuple[str, ...]
    kind: str | None
    confidence: float
    answerable: bool
    quotes: tuple[_Quote, ...]
    gold: tuple[str, ...]


def write_report(evaluation: Evaluation, folder: Path) -> Path:
    """Writes the page to ``folder/index.html``, and returns that path.

    :raises AssistantError: it cannot be written.
    """
    path = folder / "index.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(report_html(evaluation), encoding="utf-8")
    except OSError as error:
        raise AssistantError(
            f"Report {str(path)!r} cannot be written ({error}); --report names a folder that can be made; name another."
        ) from None
    return path


def report_html(evaluation: Evaluation) -> Markup:
    """The page."""
    rows, threshold = evaluation.rows, evaluation.threshold
    points, chosen = risk_curve(rows), worst(rows)
    marked = point_at(rows, threshold)
    bins = reliability(rows)
    return Markup(
        _templates.get_template("report.html").render(
            counts=counts(rows),
            threshold=threshold,
            index_version=evaluation.index_version,
            summary=_summary(rows),
            figures=evaluation.figures,
            meanings=MEANINGS,
            kinds=evaluation.kinds,
            kind_counts={kind: len(members) for kind, members in by_kind(rows).items()},
            kind_figures=[name for name in KIND_FIGURES if any(name in row for row in evaluation.kinds.values())],
            bins=bins,
            reliability=reliability_chart(bins) if points else None,
            points=points,
            marked=marked,
            risk=risk_chart(points, marked) if points else None,
            confusion=confusion(rows),
            outcomes=[outcome.value for outcome in Outcome],
            wrong=[_item(row) for row in chosen.answers],
            refused=[_item(row) for row in chosen.refusals],
        )
    )


def _summary(rows: Sequence[Judged]) -> tuple[str, ...]:
    """The whole in a sentence or two."""
    answerable = [row.judgement for row in rows if row.case.answerable]
    unanswerable = [row.judgement for row in rows if row.case.unanswerable]
    sentences = []
    if answerable:
        answered = sum(judgement.answered for judgement in answerable)
        right = sum(bool(judgement.right) for judgement in answerable)
        sentences.append(
            f"Of {len(answerable):,} questions with an answer, {answered:,} were answered, {right:,} of them rightly."
        )
    if unanswerable:
        refused = sum(not judgement.answered for judgement in unanswerable)
        sentences.append(f"Of {len(unanswerable):,} without one, {refused:,} were refused.")
    return tuple(sentences)


def _item(row: Judged) -> _Item:
    case = row.case
    return _Item(
        question=case.question.text,
        before=tuple(turn.question for turn in case.question.history),
        kind=case.kind,
        confidence=row.answer.confidence,
        answerable=case.answerable,
        quotes=tuple(
            _Quote(citation.quote, citation.doc_id, answer_case(case, [citation]))
            for citation in without_refusal(row.answer) or ()
        ),
        gold=case.gold,
    )


def _strip(figure: Estimate, name: str) -> Markup:
    """The interval drawn, where the figure is a share."""
    drawable = not in_units(name) and figure.low <= figure.value <= figure.high
    return interval_strip(figure) if drawable else Markup("")


_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters["number"] = number
_templates.filters["strip"] = _strip
