"""Answer -> the JSON object of the public contract."""

from dataclasses import asdict
from typing import Any

from assistant.explaining import Explanation
from assistant.types import Answer


def answer_to_json(answer: Answer, *, explain: bool = False, explanation: Explanation | None = None) -> dict[str, Any]:
    """The object that the command line prints and the REST API returns.

    `explain` adds hits and features; an `explanation` adds them and itself.
    """
    table: dict[str, Any] = {
        "id": answer.question.id,
        "question": answer.question.text,
        "standalone_question": answer.standalone_question,
        "outcome": answer.outcome.value,
        "answer": answer.text,
        "citations": [asdict(citation) for citation in answer.citations],
        "parts": [asdict(part) for part in answer.parts],
        "confidence": round(answer.confidence, 4),
        "notices": [asdict(notice) for notice in answer.notices],
        "suggestions": list(answer.suggestions),
        "contact": asdict(answer.contact) if answer.contact else None,
        "nearest": [asdict(section) for section in answer.nearest],
        "index_version": answer.index_version,
        "timings_ms": {step: round(milliseconds, 3) for step, milliseconds in answer.timings_ms.items()},
    }
    if explain or explanation is not None:
        table["hits"] = [
            {
                "doc_id": hit.passage.doc_id,
                "start": hit.passage.start,
                "end": hit.passage.end,
                "score": round(hit.score, 6),
                "components": {name: round(score, 6) for name, score in hit.components.items()},
            }
            for hit in answer.hits
        ]
        table["features"] = {name: round(value, 6) for name, value in answer.features.items()}
    if explanation is not None:
        table["explanation"] = _explanation_to_json(explanation)
    return table


def _explanation_to_json(explanation: Explanation) -> dict[str, Any]:
    table: dict[str, Any] = _rounded(asdict(explanation))
    return table


def _rounded(value: Any) -> Any:
    """The same with every float, however deep, to six decimals and every tuple as a list."""
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list | tuple) else value
