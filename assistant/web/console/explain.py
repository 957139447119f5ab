"""Any question: the answer as an applicant gets it, and why it is that answer."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from markupsafe import Markup

from assistant.curating import Match
from assistant.desk import Desk
from assistant.errors import AssistantError
from assistant.explaining import Candidate, Explanation, component_label, remarks, two_digits
from assistant.naming import program_name
from assistant.questions import MAX_QUESTION_CHARACTERS, make_question
from assistant.settings import Settings
from assistant.types import Answer, Fate, Outcome, Question, Turn
from assistant.web.cards import above_buttons, answer_html
from assistant.web.console.access import Session
from assistant.web.console.answers import ADDRESS as ANSWERS
from assistant.web.console.frame import Frame
from assistant.web.passage import passage_link

HERE = "Explain"
ADDRESS = "/console/explain"


@dataclass(frozen=True, slots=True)
class Explained:
    """An answer and what there is to say about it.

    ``read`` are the passages that were read, best first, ``best`` the first one's score. ``match`` is the approved
    answer that was found for the question, ``write`` the address of the form for a new one.
    """

    answer: Answer
    shown: Markup
    follow_up: str
    explanation: Explanation
    remarks: list[str]
    read: list[Candidate]
    best: float
    match: Match | None
    write: str


def explain_routes(desk: Desk, settings: Settings, frame: Frame) -> APIRouter:
    """The page."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(ADDRESS)
    def explain(
        session: Annotated[Session, Depends(frame.signed_in)], question: str = "", program: str = "", before: str = ""
    ) -> Response:
        explained, trouble, status = None, "", 200
        if question.strip():
            try:
                history = (Turn(before, ""),) if before.strip() else ()
                explained = _explained(desk, make_question(question, history=history, program=program or None))
            except AssistantError as error:
                trouble, status = str(error), 422
        return frame.show(
            "explain.html",
            session,
            status=status,
            here=HERE,
            done="",
            trouble=trouble,
            question=question,
            program=program,
            before=before,
            longest=MAX_QUESTION_CHARACTERS,
            programs=desk.assistant.programs,
            program_name=program_name,
            explained=explained,
            two_digits=two_digits,
            component_label=component_label,
            passage_link=passage_link,
        )

    return routes


def _explained(desk: Desk, question: Question) -> Explained:
    """The answer to the question, given as to an applicant and not recorded.

    :raises QuestionError: it names a program that has no documents.
    """
    assistant = desk.assistant
    answer = assistant.ask(question)
    explanation = assistant.explain(answer)
    read = [one for one in explanation.candidates if one.fate is not Fate.UNREAD]
    wanted = {"question": answer.standalone_question, "program": question.program or ""}
    return Explained(
        answer=answer,
        shown=answer_html(answer, assistant),
        follow_up=above_buttons(answer) if answer.suggestions and answer.outcome is not Outcome.NOT_FOUND else "",
        explanation=explanation,
        remarks=remarks(explanation),
        read=read,
        best=max((one.score for one in read), default=0.0),
        match=assistant.curated.verbatim(question.text, question.program)
        or assistant.curated.match(answer.standalone_question, question.program),
        write=f"{ANSWERS}/new?{urlencode({name: value for name, value in wanted.items() if value})}",
    )
