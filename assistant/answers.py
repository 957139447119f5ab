"""Answers, timelines, checklists and interviews -> the JSON objects of the public contract."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from assistant.explaining import Explanation
from assistant.types import Answer

if TYPE_CHECKING:
    from assistant.checklists import Checklist
    from assistant.eligibility import Interview
    from assistant.timeline import Timeline, TimelineItem


def answer_to_json(answer: Answer, *, explain: bool = False, explanation: Explanation | None = None) -> dict[str, Any]:
    """The object that the command line prints and the REST API returns.

    `explain` adds hits and features; an `explanation` adds them and itself. ``approved`` is there only for an answer
    that the program office approved, ``offered`` only where it has answered a similar question.
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
    if answer.approved is not None:
        table["approved"] = asdict(answer.approved)
    if answer.offered:
        table["offered"] = [asdict(offer) for offer in answer.offered]
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


def timeline_to_json(timeline: "Timeline", *, index_version: str) -> dict[str, Any]:
    """What opens, closes and happens, in the timeline's order."""
    return {
        "today": timeline.today.isoformat(),
        "items": [_item_to_json(item) for item in timeline.items],
        "index_version": index_version,
    }


def _item_to_json(item: "TimelineItem") -> dict[str, Any]:
    mention = item.mention
    return {
        "uid": item.uid,
        "event": item.event.value,
        "state": item.state.value,
        "first": item.first.isoformat() if item.first else None,
        "last": item.last.isoformat() if item.last else None,
        "time": mention.time.isoformat("minutes") if mention.time else None,
        "zone": mention.zone,
        "days": item.days,
        "when": item.when,
        "date_start": item.date_start,
        "date_end": item.date_end,
        "cycle": item.cycle,
        "cycle_is_past": item.cycle_is_past,
        "problems": list(item.problems),
        "citation": asdict(item.citation),
        "also": [asdict(citation) for citation in item.also],
    }


def checklist_to_json(checklist: "Checklist", *, index_version: str) -> dict[str, Any]:
    """The documents to send, what is missing of the lists, what is not wanted, and where it all goes."""
    return {
        "items": [
            {
                "key": item.key,
                "name": item.name,
                "need": item.need.value,
                "condition": item.condition,
                "rules": [{"kind": rule.kind.value, "citation": asdict(rule.citation)} for rule in item.rules],
                "citation": asdict(item.citation),
                "also": [asdict(citation) for citation in item.also],
            }
            for item in checklist.items
        ],
        "gaps": [asdict(gap) for gap in checklist.gaps],
        "not_wanted": [asdict(citation) for citation in checklist.not_wanted],
        "general": [asdict(citation) for citation in checklist.general],
        "where": [asdict(citation) for citation in checklist.where],
        "index_version": index_version,
    }


def interview_to_json(interview: "Interview", *, index_version: str) -> dict[str, Any]:
    """The next question, where each requirement stands, and the summary, which is never a decision."""
    return {
        "next": asdict(interview.next) if interview.next else None,
        "done": interview.done,
        "total": interview.total,
        "findings": [
            {
                "state": finding.state.value,
                "kind": finding.requirement.kind,
                "citation": asdict(finding.requirement.citation),
                "also": [asdict(citation) for citation in finding.requirement.also],
                "answers": [
                    {"key": asked.key, "question": asked.question, "reply": reply.value}
                    for asked, reply in finding.answers
                ],
            }
            for finding in interview.findings
        ],
        "summary": interview.summary,
        "remarks": [asdict(remark) for remark in interview.remarks],
        "index_version": index_version,
    }


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
