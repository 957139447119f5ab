"""What was asked in vain, grouped by meaning, with what the office can do about it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from assistant.desk import Desk
from assistant.errors import AssistantError
from assistant.naming import program_name
from assistant.recording import Entry, Group
from assistant.recording.records import MAX_UNANSWERED
from assistant.reporting import ToMend, place_to_mend
from assistant.settings import Settings
from assistant.types import Outcome
from assistant.web.console.access import Session
from assistant.web.console.frame import Frame
from assistant.web.console.grouping import Grouping
from assistant.web.console.paging import Paged, paged
from assistant.web.console.period import PERIODS, Period, chosen_period, long_time
from assistant.web.passage import passage_link

ADDRESS = "/console/questions"
_AGAIN_SECONDS = 2
_MOST_EXAMPLES = 20
_MOST_PROGRAMS = 3


@dataclass(frozen=True, slots=True)
class Example:
    """A question as it was asked, when, and how it ended."""

    question: str
    when: str
    ended: str
    remark: str


@dataclass(frozen=True, slots=True)
class Row:
    """A group as the page shows it; ``mend`` is where its answer may be missing, ``passage`` leads there."""

    name: str
    count: int
    people: int
    last: str
    ended: str
    programs: str
    mend: ToMend | None
    passage: str
    examples: Sequence[Example]
    more: int
    write: str
    explain: str


def questions_routes(desk: Desk, settings: Settings, frame: Frame) -> APIRouter:
    """The page."""
    routes = APIRouter(include_in_schema=False)
    grouping = Grouping()

    @routes.get(ADDRESS)
    def unanswered(
        session: Annotated[Session, Depends(frame.signed_in)],
        period: str = "",
        program: str = "",
        page: Annotated[int, Query(ge=1)] = 1,
    ) -> Response:
        chosen = chosen_period(period, program, desk, settings)
        trouble, groups = "", None
        try:
            groups = _groups(desk, chosen, grouping)
        except AssistantError as error:
            trouble = str(error)
        total = sum(group.count for group in groups or ())
        cut: Paged[Group] = paged(groups or (), page, ADDRESS, **chosen.query)
        response = frame.show(
            "questions.html",
            session,
            here="Unanswered",
            done="",
            trouble=trouble,
            recorded=desk.records is not None,
            periods=PERIODS,
            chosen=chosen,
            programs=desk.assistant.programs,
            program_name=program_name,
            working=groups is None and desk.records is not None and not trouble,
            again=f"{chosen.address(ADDRESS)}&page={page}",
            failed=bool(trouble),
            total=total,
            capped=total >= MAX_UNANSWERED,
            paged=cut,
            rows=[_row(group, desk, chosen.program) for group in cut.items],
        )
        if groups is None and desk.records is not None and not trouble:
            response.headers["Refresh"] = str(_AGAIN_SECONDS)
        return response

    return routes


def _groups(desk: Desk, chosen: Period, grouping: Grouping) -> tuple[Group, ...] | None:
    records = desk.records
    if records is None:
        return None
    return grouping.groups(
        chosen.name,
        chosen.program,
        lambda: records.groups(chosen.since, chosen.until, program=chosen.program),
    )


def _row(group: Group, desk: Desk, program: str | None) -> Row:
    mend = place_to_mend(group, desk.assistant.index)
    asked = {"question": group.name}
    if common := program or _common_program(group):
        asked["program"] = common
    counts = Counter(map(_ended, group.entries))
    return Row(
        name=group.name,
        count=group.count,
        people=group.sessions,
        last=group.entries[0].at.date().isoformat(),
        ended=", ".join(f"{count} {ended}" for ended, count in counts.most_common()),
        programs=_programs(group),
        mend=mend,
        passage=passage_link(mend.doc_id, mend.start, mend.end) if mend else "",
        examples=[
            Example(entry.question, long_time(entry.at), _ended(entry), entry.remark or "")
            for entry in group.entries[:_MOST_EXAMPLES]
        ],
        more=max(0, group.count - _MOST_EXAMPLES),
        write=f"/console/answers/new?{urlencode(asked)}",
        explain=f"/console/explain?{urlencode(asked)}",
    )


def _ended(entry: Entry) -> str:
    if entry.good is False:
        return "rated bad"
    return {Outcome.NOT_FOUND: "not answered", Outcome.CLARIFY: "asked back and left"}.get(entry.outcome, "answered")


def _programs(group: Group) -> str:
    """The programs that were asked, those asked most first."""
    counts = Counter(entry.program for entry in group.entries if entry.program)
    named = [program_name(program) for program, _ in counts.most_common()]
    return ", ".join(named[:_MOST_PROGRAMS]) + (" and others" if len(named) > _MOST_PROGRAMS else "")


def _common_program(group: Group) -> str | None:
    """The program that all of them are about, where there is one."""
    programs = {entry.program for entry in group.entries}
    return next(iter(programs)) if len(programs) == 1 else None
