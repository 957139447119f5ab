"""Requirements and the replies so far -> the next question, or where each requirement stands."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.eligibility.comparing import find_contradictions
from assistant.eligibility.values import Asked, Finding, FindingState, Interview, Remark, Reply, Requirement
from assistant.eligibility.wording import ask, ask_kind
from assistant.rules.logic import (
    AllOf,
    AnyOf,
    Condition,
    Logic,
    Not,
    conditions_of,
    evaluate,
    read_otherwise,
)

UNDECIDED = "This is not a decision; the program decides."
UNSTATED = "The documents do not say whether all of these are needed or any one of them is enough, so this stays open."
OTHER_WAY = "This is one of several ways in that the documents name, so that it is not met decides nothing by itself."
CONTRADICTS = "Two rules of the documents contradict one another; ask the program which one counts. One of them:"
UNASKED = "This may be a requirement too; it could not be asked as a question."
MAX_UNASKED = 10
"""Of the statements that could not be asked this many are quoted; the others are counted."""
CONTRADICTED = "The rule that contradicts the one before:"


@dataclass(frozen=True, slots=True)
class _Question:
    """A condition as it is asked; ``flipped`` where a yes makes it false."""

    asked: Asked
    condition: Condition
    flipped: bool


@dataclass(frozen=True, slots=True)
class _Standing:
    """How far one requirement is: its trail, what to ask next, and the questions that may still come."""

    state: FindingState
    answers: tuple[tuple[Asked, Reply], ...]
    open: tuple[Asked, ...]
    unstated: bool = False


def interview(requirements: Sequence[Requirement], replies: Mapping[str, Reply]) -> Interview:
    """Where the interview stands after these replies, by `Asked.key`; replies to anything else are not looked at.

    Questions come in the order of the requirements, whom a rule is for before the rule itself. A requirement is met
    only where its words say so under either reading of a list that leaves open whether all or any of it is meant. What
    could not be asked is remarked on, ten statements at most, and counted in the summary.
    """
    unasked = [requirement for requirement in requirements if requirement.unasked]
    requirements = [requirement for requirement in requirements if not requirement.unasked]
    standings = [_stand(requirement, replies) for requirement in requirements]
    states = _with_other_ways_in(requirements, [standing.state for standing in standings])
    contradictions = find_contradictions(requirements)
    places = {id(requirement): at for at, requirement in enumerate(requirements)}
    for one, other in contradictions:
        pair = places[id(one)], places[id(other)]
        if {states[at] for at in pair} == {FindingState.MET, FindingState.NOT_MET}:
            for at in pair:
                states[at] = FindingState.OPEN
    for at, requirement in enumerate(requirements):
        if requirement.contested and states[at] == FindingState.NOT_MET:
            states[at] = FindingState.OPEN
    findings = tuple(
        Finding(requirement, state, standing.answers)
        for requirement, state, standing in zip(requirements, states, standings, strict=True)
    )
    answered = {asked.key for standing in standings for asked, _ in standing.answers}
    still_open = {asked.key: asked for standing in standings for asked in standing.open}
    left = _left_unasked(unasked, findings)
    remarks = _remarks(findings, standings, contradictions) + _remarks_on(left)
    following = next(iter(still_open.values()), None)
    return Interview(
        next=following,
        done=len(answered),
        total=len(answered | still_open.keys()),
        findings=findings,
        summary=_summary(findings, len(left)),
        remarks=remarks,
    )


def _stand(requirement: Requirement, replies: Mapping[str, Reply]) -> _Standing:
    answers: list[tuple[Asked, Reply]] = []
    logic = requirement.rule.logic
    if logic is None:
        return _Standing(FindingState.OPEN, (), ())
    questions = list(_questions(requirement))
    if requirement.kind is not None:
        scope = _scope(requirement)
        reply = replies.get(scope.key)
        if reply is None:
            return _Standing(FindingState.OPEN, (), (scope, *(question.asked for question in questions)))
        answers.append((scope, reply))
        if reply == Reply.NO:
            return _Standing(FindingState.NOT_APPLICABLE, tuple(answers), ())
    unsure_of_kind = bool(answers) and answers[0][1] == Reply.UNSURE
    readings = (logic, read_otherwise(logic))
    values: dict[Condition, bool] = {}
    passed: set[Condition] = set()
    # In the order of asking, so that a reply to a question that is no longer asked counts for nothing.
    for question in questions:
        if not any(_depends(reading, values, passed, question.condition) for reading in readings):
            continue
        reply = replies.get(question.asked.key)
        if reply is None:
            rest = tuple(
                later.asked
                for later in questions[questions.index(question) :]
                if any(_depends(reading, values, passed, later.condition) for reading in readings)
            )
            return _Standing(FindingState.OPEN, tuple(answers), rest)
        answers.append((question.asked, reply))
        if reply == Reply.UNSURE:
            passed.add(question.condition)
        else:
            values[question.condition] = (reply == Reply.YES) != question.flipped
    holds = {evaluate(reading, values) for reading in readings}
    state = FindingState.OPEN
    if holds == {requirement.rule.grants}:
        state = FindingState.MET
    elif holds == {not requirement.rule.grants} and not unsure_of_kind:
        state = FindingState.NOT_MET
    return _Standing(state, tuple(answers), (), holds == {True, False})


def _depends(logic: Logic, values: Mapping[Condition, bool], passed: set[Condition], condition: Condition) -> bool:
    """Whether the outcome of the logic still depends on the condition, given values and those passed over as unsure."""
    if evaluate(logic, values) is not None:
        return False
    match logic:
        case Condition():
            return logic == condition and condition not in passed
        case Not(part):
            return _depends(part, values, passed, condition)
        case AllOf(parts) | AnyOf(parts):
            return any(_depends(part, values, passed, condition) for part in parts)


def _questions(requirement: Requirement) -> list[_Question]:
    found = []
    for at, condition in enumerate(conditions_of(requirement.rule.logic)):
        question, flipped = ask(requirement.rule, condition)
        found.append(_Question(Asked(f"{requirement.key}:{at}", question, requirement.citation), condition, flipped))
    return found


def _scope(requirement: Requirement) -> Asked:
    kind = " ".join((requirement.kind or "").split())
    digest = hashlib.sha256(ask_kind(kind).casefold().encode()).hexdigest()[:12]
    return Asked(f"kind-{digest}", ask_kind(kind), requirement.citation)


def _with_other_ways_in(requirements: Sequence[Requirement], states: Sequence[FindingState]) -> list[FindingState]:
    """A way in that the applicant cannot take stays open where another is, or may be, open to him or her."""
    others = {state for requirement, state in zip(requirements, states, strict=True) if requirement.alternative}
    replaced = FindingState.OPEN if others & {FindingState.MET, FindingState.OPEN} else FindingState.NOT_MET
    return [
        replaced if requirement.alternative and state == FindingState.NOT_MET else state
        for requirement, state in zip(requirements, states, strict=True)
    ]


def _remarks(
    findings: Sequence[Finding],
    standings: Sequence[_Standing],
    contradictions: Sequence[tuple[Requirement, Requirement]],
) -> tuple[Remark, ...]:
    remarks: list[Remark] = []
    for finding, standing in zip(findings, standings, strict=True):
        if finding.state == FindingState.NOT_APPLICABLE:
            continue
        if standing.unstated:
            remarks.append(Remark(UNSTATED, finding.requirement.citation))
        if finding.requirement.alternative and standing.state == FindingState.NOT_MET != finding.state:
            remarks.append(Remark(OTHER_WAY, finding.requirement.citation))
        remarks += finding.requirement.remarks
    apply = {id(finding.requirement) for finding in findings if finding.state != FindingState.NOT_APPLICABLE}
    for one, other in contradictions:
        if {id(one), id(other)} <= apply:
            remarks += [Remark(CONTRADICTS, one.citation), Remark(CONTRADICTED, other.citation)]
    return tuple(dict.fromkeys(remarks))


def _left_unasked(unasked: Sequence[Requirement], findings: Sequence[Finding]) -> list[Requirement]:
    """What could not be asked, without that for applicants of a kind that the applicant is not of."""
    others = {finding.requirement.kind for finding in findings if finding.state == FindingState.NOT_APPLICABLE}
    return [requirement for requirement in unasked if requirement.kind is None or requirement.kind not in others]


def _remarks_on(unasked: Sequence[Requirement]) -> tuple[Remark, ...]:
    shown = [Remark(UNASKED, requirement.citation) for requirement in unasked[:MAX_UNASKED]]
    more = len(unasked) - len(shown)
    if more:
        shown[-1] = Remark(
            f"{UNASKED} The documents have {_counted(more, 'more statement')} like it.", shown[-1].citation
        )
    return tuple(shown)


def _summary(findings: Sequence[Finding], unasked: int) -> str:
    states = [finding.state for finding in findings]
    unmet, still_open = states.count(FindingState.NOT_MET), states.count(FindingState.OPEN)
    said = []
    if not states:
        said.append("The documents state no requirements that can be asked.")
    stated = "that was asked about" if unasked else "the documents state"
    if unmet:
        said.append(f"The documents state {_counted(unmet)} that you do not meet.")
    if still_open:
        said.append(f"Open: {_counted(still_open)}.")
    if states and not unmet and not still_open:
        if FindingState.MET not in states:
            asked = " that can be asked" if unasked else ""
            said.append(f"The documents state no requirement{asked} for applicants like you.")
        elif FindingState.NOT_APPLICABLE in states:
            said.append(f"You meet every requirement {stated} for applicants like you.")
        else:
            said.append(f"You meet every requirement {stated}.")
    if unasked:
        more = _counted(unasked, "more statement" if states else "statement")
        said[-1] = f"{said[-1].removesuffix('.')}; {more} could not be asked."
    return " ".join([*said, UNDECIDED])


def _counted(count: int, name: str = "requirement") -> str:
    return f"1 {name}" if count == 1 else f"{count} {name}s"
