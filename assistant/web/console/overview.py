"""The first page: how the assistant does, and what waits for the office."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from assistant.desk import Desk
from assistant.errors import AssistantError
from assistant.naming import program_name
from assistant.recording import HandOffStatus
from assistant.reporting import (
    answer_rate,
    cards,
    deflection,
    duration,
    figures_of,
    long_day,
    percent,
    questions_chart,
    rate_chart,
    rate_strip,
    short_day,
)
from assistant.settings import Settings
from assistant.syncing import read_waiting
from assistant.web.console.access import Session
from assistant.web.console.frame import HOME, Frame
from assistant.web.console.period import PERIODS, Period, chosen_period, utc_now


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of something wait for the office, and where; None where that is not known."""

    count: int | None
    one: str
    several: str
    address: str

    @property
    def words(self) -> str:
        """What waits."""
        return self.one if self.count == 1 else self.several


def overview_routes(desk: Desk, settings: Settings, frame: Frame) -> APIRouter:
    """The page."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(HOME)
    def overview(
        session: Annotated[Session, Depends(frame.signed_in)], period: str = "", program: str = ""
    ) -> Response:
        chosen = chosen_period(period, program, desk, settings)
        troubles = [desk.records.trouble] if desk.records is not None else []
        waiting = _waiting(desk, settings, troubles)
        shown = _figures(desk, chosen, troubles)
        return frame.show(
            "overview.html",
            session,
            here="Overview",
            done="",
            trouble=" ".join(filter(None, troubles)),
            recorded=desk.records is not None,
            periods=PERIODS,
            chosen=chosen,
            programs=desk.assistant.programs,
            program_name=program_name,
            waiting=waiting,
            version=desk.assistant.index_version,
            built=desk.assistant.built_at,
            age=_age(desk.assistant.built_at),
            documents=len(desk.assistant.index.documents),
            updated=desk.assistant.documents_updated,
            health=desk.health,
            **shown,
        )

    return routes


def _figures(desk: Desk, chosen: Period, troubles: list[str]) -> dict[str, Any]:
    """What the page shows of the records; ``figures`` is None where they are off or cannot be read."""
    if desk.records is None:
        return {"figures": None}
    try:
        figures = figures_of(desk.records, chosen.since, chosen.until, program=chosen.program)
    except AssistantError as error:
        troubles.append(str(error))
        return {"figures": None}
    return {
        "figures": figures,
        "cards": cards(figures.total),
        "questions_chart": questions_chart(figures.steps, figures.by, name="questions"),
        "rate_chart": rate_chart(figures.steps, figures.by, name="rate"),
        "rate_strip": rate_strip,
        "answer_rate": answer_rate,
        "deflection": deflection,
        "duration": duration,
        "long_day": long_day,
        "percent": percent,
        "short_day": short_day,
    }


def _waiting(desk: Desk, settings: Settings, troubles: list[str]) -> tuple[Waiting, ...]:
    """What waits; what cannot be read is told among the troubles."""

    def count(of: Callable[[], int]) -> int | None:
        try:
            return of()
        except AssistantError as error:
            troubles.append(str(error))
            return None

    records, curated = desk.records, desk.assistant.curated
    messages = count(lambda: records.count_hand_offs(HandOffStatus.OPEN)) if records is not None else None
    pages = count(lambda: len(read_waiting(settings.index)))
    to_review = len({finding.id for finding in curated.findings}) + len(curated.problems)
    return (
        Waiting(messages, "open message", "open messages", "/console/messages"),
        Waiting(pages, "changed page to approve", "changed pages to approve", "/console/documents"),
        Waiting(to_review, "approved answer to review", "approved answers to review", "/console/answers?show=look"),
    )


def _age(built_at: str) -> str:
    """How long ago that was."""
    built = datetime.datetime.fromisoformat(built_at)
    days = (utc_now() - built.astimezone(datetime.UTC)).days
    return "today" if days < 1 else "a day ago" if days == 1 else f"{days:,} days ago"
