"""An evaluation or a comparison -> text for a terminal, or a JSON object."""

import math
from collections.abc import Sequence
from typing import Any

from assistant.evaluation.asking import Evaluation
from assistant.evaluation.compare import Comparison, Difference, Pair
from assistant.evaluation.figures import Estimate, Judged, by_kind

KIND_FIGURES = ("quote@1", "quote@3", "doc@1", "false_refusal", "false_answer")
_QUOTE_CHARACTERS = 90


def counts(rows: Sequence[Judged]) -> dict[str, int]:
    """How many questions there are, and how many have and have not an answer."""
    return {
        "questions": len(rows),
        "answerable": sum(row.case.answerable for row in rows),
        "unanswerable": sum(row.case.unanswerable for row in rows),
    }


def number(value: float, name: str, *, signed: bool = False) -> str:
    """A value of the figure of that name: shares with three decimals, words and milliseconds with one, NaN a dash."""
    if math.isnan(value):
        return "–"
    return f"{value:{'+' if signed else ''},.{1 if in_units(name) else 3}f}"


def in_units(name: str) -> bool:
    """True for a figure that is a number of words or milliseconds; every other is in [0, 1]."""
    return name == "words" or name.endswith("_ms")


def evaluation_text(evaluation: Evaluation) -> str:
    """Aligned tables: the figures with their intervals, then some of them by kind of question."""
    lines = [
        _head(evaluation.rows) + f"; refusal threshold {evaluation.threshold:g}; index {evaluation.index_version}",
        "",
        *_table([["figure", "value", "95 % interval"], *(_figure_row(*item) for item in evaluation.figures.items())]),
    ]
    if evaluation.kinds:
        lines += ["", *_table(_kind_rows(evaluation))]
    return "\n".join(lines)


def evaluation_to_json(evaluation: Evaluation) -> dict[str, Any]:
    """The figures as JSON; what is not defined is null."""
    groups = by_kind(evaluation.rows)
    return {
        **counts(evaluation.rows),
        "index_version": evaluation.index_version,
        "refusal_threshold": evaluation.threshold,
        "figures": _figures_json(evaluation.figures),
        "kinds": {
            kind: {**counts(groups[kind]), "figures": _figures_json(figures)}
            for kind, figures in evaluation.kinds.items()
        },
    }


def comparison_text(comparison: Comparison) -> str:
    """What changed in figures, then question by question."""
    rows = [["figure", "old", "new", "change", "95 % interval", "beyond chance"]]
    rows += [_difference_row(name, difference) for name, difference in comparison.differences.items()]
    lines = [
        f"{_head([pair.new for pair in comparison.pairs])}; {len(comparison.changed)} changed, "
        f"{comparison.better} better, {comparison.worse} worse",
        f"right: old {comparison.right_old}, new {comparison.right_new} of {comparison.judged}; only old "
        f"{comparison.only_old}, only new {comparison.only_new}; exact McNemar p = {comparison.p_value:.3f}",
        "",
        *_table(rows),
    ]
    for pair in comparison.changed:
        lines += ["", *_pair_lines(pair)]
    return "\n".join(lines)


def comparison_to_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison as JSON; what is not defined is null."""
    return {
        **counts([pair.new for pair in comparison.pairs]),
        "changed": len(comparison.changed),
        "better": comparison.better,
        "worse": comparison.worse,
        "right": {
            "judged": comparison.judged,
            "old": comparison.right_old,
            "new": comparison.right_new,
            "only_old": comparison.only_old,
            "only_new": comparison.only_new,
            "p_value": comparison.p_value,
        },
        "figures": {
            name: {
                "old": _defined(difference.old),
                "new": _defined(difference.new),
                **{"change" if key == "value" else key: value for key, value in _estimate(difference.change).items()},
                "beyond_chance": difference.real,
            }
            for name, difference in comparison.differences.items()
        },
        "changes": [_pair_json(pair) for pair in comparison.changed],
    }


def _head(rows: Sequence[Judged]) -> str:
    of = counts(rows)
    return f"{of['questions']} questions, {of['answerable']} answerable, {of['unanswerable']} unanswerable"


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows as lines, the first column to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip() for row in rows]


def _range(figure: Estimate, name: str, *, signed: bool = False) -> str:
    return f"{number(figure.low, name, signed=signed)} to {number(figure.high, name, signed=signed)}"


def _figure_row(name: str, figure: Estimate) -> list[str]:
    return [name, number(figure.value, name), _range(figure, name)]


def _kind_rows(evaluation: Evaluation) -> list[list[str]]:
    """Value and interval of those of `KIND_FIGURES` that some kind has."""
    names = [name for name in KIND_FIGURES if any(name in figures for figures in evaluation.kinds.values())]
    groups = by_kind(evaluation.rows)
    return [
        ["kind", "questions", *names],
        *(
            [kind, str(len(groups[kind])), *(_kind_cell(figures.get(name)) for name in names)]
            for kind, figures in evaluation.kinds.items()
        ),
    ]


def _kind_cell(figure: Estimate | None) -> str:
    return f"{figure.value:.2f} ({figure.low:.2f} to {figure.high:.2f})" if figure else ""


def _difference_row(name: str, difference: Difference) -> list[str]:
    return [
        name,
        number(difference.old, name),
        number(difference.new, name),
        number(difference.change.value, name, signed=True),
        _range(difference.change, name, signed=True),
        "yes" if difference.real else "no",
    ]


def _pair_lines(pair: Pair) -> list[str]:
    old, new = pair.old.answer, pair.new.answer
    verdicts = {"worse": pair.worse, "better": pair.better}
    verdict = [f"{word}: {', '.join(names)}" for word, names in verdicts.items() if names]
    lines = [f"{pair.new.case.id}  {'; '.join(verdict) or 'changed'}", f"  {pair.new.case.question.text}"]
    if "outcome" in pair.changed:
        lines.append(f"  outcome     {old.outcome} -> {new.outcome}")
    if "confidence" in pair.changed:
        lines.append(f"  confidence  {old.confidence:.2f} -> {new.confidence:.2f}")
    if "first quote" in pair.changed:
        lines += [f"  old quote   {_first_quote(pair.old)}", f"  new quote   {_first_quote(pair.new)}"]
    return lines


def _first_quote(row: Judged) -> str:
    for citation in row.answer.citations[:1]:
        text = " ".join(citation.quote.split())
        return f"“{text if len(text) <= _QUOTE_CHARACTERS else text[:_QUOTE_CHARACTERS] + '…'}” ({citation.doc_id})"
    return "–"


def _pair_json(pair: Pair) -> dict[str, Any]:
    case = pair.new.case
    return {
        "id": case.id,
        "question": case.question.text,
        "kind": case.kind,
        "changed": list(pair.changed),
        "better": list(pair.better),
        "worse": list(pair.worse),
        "old": _answer_json(pair.old),
        "new": _answer_json(pair.new),
    }


def _answer_json(row: Judged) -> dict[str, Any]:
    first = [citation.model_dump() for citation in row.answer.citations[:1]]
    return {
        "outcome": row.answer.outcome.value,
        "confidence": row.answer.confidence,
        "citation": first[0] if first else None,
    }


def _figures_json(figures: dict[str, Estimate]) -> dict[str, dict[str, float | None]]:
    return {name: _estimate(figure) for name, figure in figures.items()}


def _estimate(figure: Estimate) -> dict[str, float | None]:
    return {"value": _defined(figure.value), "low": _defined(figure.low), "high": _defined(figure.high)}


def _defined(value: float) -> float | None:
    """JSON has no NaN."""
    return None if math.isnan(value) else value
