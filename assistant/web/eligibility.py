"""The eligibility questions in the chat: one question with its rule, and at the end where each requirement stands."""

from collections.abc import Mapping

from markupsafe import Markup

from assistant.assistant import Assistant
from assistant.eligibility import Finding, FindingState, Interview, Reply, interview, trail_to_text
from assistant.guiding import Guide
from assistant.naming import program_name
from assistant.web.checklist import cited
from assistant.web.pages import page
from assistant.web.translating import ENGLISH, N_, Translator

_STATES = {
    FindingState.NOT_MET: N_("Not met"),
    FindingState.OPEN: N_("Open"),
    FindingState.MET: N_("Met"),
    FindingState.NOT_APPLICABLE: N_("Not for you"),
}
REPLIES = {Reply.YES: N_("Yes"), Reply.NO: N_("No"), Reply.UNSURE: N_("I don’t know")}


def interview_of(guide: Guide, program: str | None, replies: Mapping[str, Reply]) -> Interview:
    """Where the questions of a program stand.

    :raises QuestionError: the program has no documents, or none is given where there are several.
    """
    return interview(guide.requirements(program), replies)


def question_card(assistant: Assistant, guide: Guide, program: str | None, found: Interview, t: Translator) -> Markup:
    """The next question, with the rule that it comes from."""
    assert found.next is not None
    return page(
        "eligibility-question.html",
        t,
        heading=_heading(guide, program, t),
        asked=found.next,
        rule=cited(assistant, found.next.citation),
        number=found.done + 1,
        total=found.total,
    )


def result_card(assistant: Assistant, guide: Guide, program: str | None, found: Interview, t: Translator) -> Markup:
    """Where each requirement stands, in the order of what needs a look first, and the whole trail to keep."""
    return page(
        "eligibility-result.html",
        t,
        heading=_heading(guide, program, t),
        found=found,
        groups=[
            (state.value, label, [_shown(assistant, finding) for finding in found.findings if finding.state is state])
            for state, label in _STATES.items()
        ],
        remarks=[
            (remark.text, cited(assistant, remark.citation) if remark.citation else None) for remark in found.remarks
        ],
        trail=trail_to_text(found, title=_heading(guide, program, ENGLISH)),
    )


def _heading(guide: Guide, program: str | None, t: Translator) -> str:
    named = guide.one_program(program)
    return f"{t.gettext('Eligibility')}: {program_name(named)}" if named else t.gettext("Eligibility")


def _shown(assistant: Assistant, finding: Finding) -> dict[str, object]:
    return {
        "rule": cited(assistant, finding.requirement.citation),
        "also": [cited(assistant, citation) for citation in finding.requirement.also],
        "kind": finding.requirement.kind,
        "answers": [(asked.question, REPLIES[reply]) for asked, reply in finding.answers],
    }
