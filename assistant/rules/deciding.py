"""A rule, a question and what is known of the applicant -> yes, no, irrelevant, or what to ask next."""

from collections.abc import Sequence

from assistant.rules.aligning import values_from_answers
from assistant.rules.clauses import is_negative
from assistant.rules.logic import (
    Condition,
    Decision,
    Rule,
    Similarity,
    Step,
    Verdict,
    conditions_of,
    evaluate,
    first_open,
    read_otherwise,
)
from assistant.rules.scenarios import values_from_scenario
from assistant.rules.weighing import Weights, is_general, judge, relevance_figures, stored_weights

MAX_CHARACTERS = 2_000
"""Of a question and of each answered question; of a scenario ten times as many."""
MAX_ANSWERS = 50


def decide(
    rule: Rule,
    question: str,
    answers: Sequence[tuple[str, bool]] = (),
    scenario: str = "",
    similarity: Similarity | None = None,
    weights: Weights | None = None,
) -> Decision:
    """What the rule says to the question, as far as the answers and the scenario settle its conditions.

    ``answers`` are (follow-up question, whether yes), oldest first; the last 50 count. A question is irrelevant that is
    not about what the rule concludes or asks for, unless an answer already settles one of its conditions. ``weights``
    are the stored ones unless given.
    """
    question, scenario = question[:MAX_CHARACTERS], scenario[: 10 * MAX_CHARACTERS]
    answers = [(asked[:MAX_CHARACTERS], yes) for asked, yes in answers[-MAX_ANSWERS:]]
    weights = stored_weights(similarity is not None) if weights is None else weights
    conditions = list(conditions_of(rule.logic))
    answered = values_from_answers(rule, conditions, answers, similarity)
    if rule.logic is None or not (answered or _is_relevant(rule, question, similarity, weights)):
        return Decision(Verdict.IRRELEVANT, None, ())
    stated = values_from_scenario(rule, conditions, scenario, similarity)
    values = stated | answered
    trail = tuple(_step(condition, answered, stated) for condition in conditions)
    holds = evaluate(rule.logic, values)
    if holds is None:
        return Decision(Verdict.ASK, first_open(rule.logic, values), trail)
    says_yes = (holds == rule.grants) != is_negative(question)
    assumes = evaluate(read_otherwise(rule.logic), values) != holds
    return Decision(Verdict.YES if says_yes else Verdict.NO, None, trail, assumes)


def _is_relevant(rule: Rule, question: str, similarity: Similarity | None, weights: Weights) -> bool:
    return is_general(question) or judge(weights["relevant"], relevance_figures(rule, question, similarity)) > 0


def _step(condition: Condition, answered: dict[Condition, bool], stated: dict[Condition, bool]) -> Step:
    if condition in answered:
        return Step(condition, answered[condition], "answer")
    if condition in stated:
        return Step(condition, stated[condition], "scenario")
    return Step(condition, None, "open")
