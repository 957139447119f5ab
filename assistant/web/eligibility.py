"""The eligibility questions in the chat: one question with its rule, and at the end where each requirement stands."""

from collections.abc import Mapping

from markupsafe import Markup

from assistant.assistant import Assistant
from assistant.eligibility import Finding, FindingState, Interview, Reply, interview, trail_to_text
from assistant.guiding import Guide
from assistant.naming import of_program
from assistant.web.checklist import cited
from assistant.web.pages import page

_STATES = {
    FindingState.NOT_MET: "Not met",
    FindingState.OPEN: "Open",
    FindingState.MET: "Met",
    FindingState.NOT_APPLICABLE: "Not for you",
}
_REPLIES = {Reply.YES: "Yes", Reply.NO: "No", Reply.UNSURE: "I don’t know"}


def interview_of(guide: Guide, program: str | None, replies: Mapping[str, Reply]) -> Interview:
    """Where the questions of a program stand.

    :raises QuestionError: the program has no documents, or none is given where there are several.
    """
    return interview(guide.requirements(program), replies)


def question_card(assistant: Assistant, guide: Guide, program: str | None, found: Interview) -> Markup:
    """The next question, with the rule that it comes from."""
    assert found.next is not None
    return page(
        "eligibility-question.html",
        heading=_heading(guide, program),
        asked=found.next,
        rule=cited(assistant, found.next.citation),
        number=found.done + 1,
        total=found.total,
    )


def result_card(assistant: Assistant, guide: Guide, program: str | None, found: Interview) -> Markup:
    """Where each requirement stands, in the order of what needs a look first, and the whole trail to keep."""
    heading = _heading(guide, program)
    return page(
        "eligibility-result.html",
        heading=heading,
        found=found,
        groups=[
            (state.value, label, [_shown(assistant, finding) for finding in found.findings if finding.state is state])
            for state, label in _STATES.items()
        ],
        remarks=[
            (remark.text, cited(assistant, remark.citation) if remark.citation else None) for remark in found.remarks
        ],
        trail=trail_to_text(found, title=heading),
    )


def _heading(guide: Guide, program: str | None) -> str:
    return of_program("Eligibility", guide.one_program(program))


def _shown(assistant: Assistant, finding: Finding) -> dict[str, object]:
    return {
        "rule": cited(assistant, finding.requirement.citation),
        "also": [cited(assistant, citation) for citation in finding.requirement.also],
        "kind": finding.requirement.kind,
        "answers": [(asked.question, _REPLIES[reply]) for asked, reply in finding.answers],
    }
