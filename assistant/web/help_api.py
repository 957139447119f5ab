"""The REST interface to timelines, checklists and interviews."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from assistant.answers import checklist_to_json, interview_to_json, timeline_to_json
from assistant.eligibility import interview
from assistant.web.live import Live
from assistant.web.models import ChecklistOut, InterviewIn, InterviewOut, TimelineOut
from assistant.web.problems import failures

_Program = Annotated[str | None, Query(max_length=200, description="Only this program's documents.")]


def help_routes(live: Live) -> APIRouter:
    """The routes for programs, not for people."""
    routes = APIRouter(prefix="/api/v1", tags=["help"])

    @routes.get(
        "/timeline",
        response_model=TimelineOut,
        responses=failures(422, 429, 503),
        summary="What opens, closes and happens",
    )
    def give_timeline(program: _Program = None) -> dict[str, Any]:
        now = live.now()
        return timeline_to_json(now.guide.timeline(program or None), index_version=now.assistant.index_version)

    @routes.get(
        "/checklist",
        response_model=ChecklistOut,
        responses=failures(422, 429, 503),
        summary="The documents to send",
    )
    def give_checklist(program: _Program = None) -> dict[str, Any]:
        now = live.now()
        return checklist_to_json(now.guide.checklist(program or None), index_version=now.assistant.index_version)

    @routes.post(
        "/eligibility",
        response_model=InterviewOut,
        responses=failures(422, 429, 503),
        summary="The eligibility questions, one at a time",
    )
    def give_interview(replies: InterviewIn) -> dict[str, Any]:
        now = live.now()
        found = interview(now.guide.requirements(replies.program or None), replies.replies)
        return interview_to_json(found, index_version=now.assistant.index_version)

    return routes
