import numpy as np
import pytest
from growing import in_proportion
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.rules import AllOf, AnyOf, Not, Verdict, decide, parse_rule, phrase
from assistant.rules.logic import Condition, conditions_of, evaluate, first_open
from assistant.rules.phrasing import is_true
from assistant.rules.weighing import relevance_figures, stored_weights

ALL_OF = """You can apply if all of the following apply:

* you have a bachelor's degree
* you live in England or Wales
* you are 18 or over
"""
ANY_OF = """You can get a travel grant if you're:

* a first-year student
* a student from overseas
"""
UNLESS = "You can apply for the fellowship unless you already hold a doctorate."
NESTED = """You can get the fellowship if you:

* are a student and either:
    * study full-time
    * have a part-time job
* live in Boston
"""
DENIED = "You cannot get the bursary if you receive another award."
CONTRADICTORY = "You can apply if you are under 35. You cannot apply if you are under 35."
NUMBERS = "You qualify if you apply by 1 March 2026 and your household income is less than $40,000."
LONG = """To be eligible, you must:

1. be enrolled in a PhD program;
2. have a GPA of at least 3.5; and
3. not have received this award before.

However, you cannot apply if you are in your final year.
"""
RULES = [ALL_OF, ANY_OF, UNLESS, NESTED, DENIED, CONTRADICTORY, NUMBERS, LONG]


def outline(logic):
    """The logic as nested tuples of its words."""
    match logic:
        case Condition():
            return logic.text
        case Not(part):
            return ("not", outline(part))
        case AllOf(parts):
            return ("all", *map(outline, parts))
        case AnyOf(parts):
            return ("any", *map(outline, parts))


def answered(rule, values):
    """Answers to the conditions, in their order, that make them true or false."""
    pairs = []
    for condition, value in zip(conditions_of(rule.logic), values, strict=False):
        question = phrase(rule, condition)
        pairs.append((question, is_true(condition, question, True) == value))
    return pairs


def verdict(text, question, *values):
    rule = parse_rule(text)
    return decide(rule, question, answered(rule, values)).verdict


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ALL_OF, ("all", "you have a bachelor's degree", "you live in England or Wales", "you are 18 or over")),
        (ANY_OF, ("any", "a first-year student", "a student from overseas")),
        (UNLESS, ("not", "you already hold a doctorate")),
        (
            NESTED,
            ("all", ("all", "are a student", ("any", "study full-time", "have a part-time job")), "live in Boston"),
        ),
        (DENIED, "you receive another award"),
        (CONTRADICTORY, ("all", "you are under 35", ("not", "you are under 35"))),
        (NUMBERS, ("all", "you apply by 1 March 2026", "your household income is less than $40,000")),
        ("You may apply if you have both a degree and a licence.", ("all", "a degree", "a licence")),
        ("You can apply if you are either a citizen or a refugee.", ("any", "a citizen", "a refugee")),
        (
            "You can apply if you have a degree and either a licence or a permit.",
            ("all", "you have a degree", ("any", "a licence", "a permit")),
        ),
        (
            "You can apply if you are either a citizen or a refugee and you have a degree.",
            ("all", ("any", "a citizen", "a refugee"), "you have a degree"),
        ),
        (
            "You need:\n- a visa, unless you are a citizen\n- a degree",
            ("all", ("all", "a visa", ("not", "you are a citizen")), "a degree"),
        ),
        ("Applicants who hold a doctorate are not eligible.", "hold a doctorate"),
        ("The award is only open to citizens of France.", "citizens of France"),
        (
            "If you are a resident, you can apply unless you are in your final year or have graduated.",
            ("all", "you are a resident", ("not", ("any", "you are in your final year", "have graduated"))),
        ),
        (
            "If you are a citizen, or you are a resident and you have a degree, you can apply.",
            ("any", "you are a citizen", ("all", "you are a resident", "you have a degree")),
        ),
        ("You need one of:\n- a passport; or\n- an identity card", ("any", "a passport", "an identity card")),
        ("You need:\n- a passport\n- a photograph", ("all", "a passport", "a photograph")),
        ("You cannot apply if you:\n- live abroad\n- have a job", ("any", "live abroad", "have a job")),
        (
            "You can apply if you have a degree. You can also apply if you work here.",
            ("any", "you have a degree", "you work here"),
        ),
        ("You can apply if you have a degree. You must be 18.", ("all", "you have a degree", "You must be 18")),
        (
            "Applicants must have a degree. You must send a test score unless you studied in English.",
            ("all", "Applicants must have a degree", ("any", "You must send a test score", "you studied in English")),
        ),
    ],
)
def test_a_rule_is_read_as_its_words_join_it(text, expected):
    assert outline(parse_rule(text).logic) == expected


def test_what_the_text_does_not_say_about_a_list_is_marked_as_not_stated():
    assert parse_rule(ALL_OF).logic.stated
    assert not parse_rule(ANY_OF).logic.stated


@pytest.mark.parametrize(
    ("text", "conclusion", "grants"),
    [
        (ALL_OF, "You can apply", True),
        (UNLESS, "You can apply for the fellowship", True),
        (DENIED, "You cannot get the bursary", False),
        ("You do not qualify if you already hold a doctorate.", "You do not qualify", False),
        (
            "If you live abroad, you can only get the loan, not the grant.",
            "you can only get the loan, not the grant",
            True,
        ),
    ],
)
def test_the_conclusion_is_kept_with_its_polarity(text, conclusion, grants):
    rule = parse_rule(text)
    assert (rule.conclusion.text, rule.grants) == (conclusion, grants)


def test_requirements_without_a_conclusion_grant():
    rule = parse_rule("To be eligible, you must:\n- be 18 or over\n- have a degree")
    assert rule.conclusion is None
    assert rule.grants


@pytest.mark.parametrize(
    "text",
    [
        "Check if you are eligible.",
        "Send a photograph if possible.",
        "Do you qualify if you live abroad?",
        "# If you are 18",
        "",
    ],
)
def test_what_conditions_nothing_is_no_marked_condition(text):
    assert all(condition.marker == "statement" for condition in conditions_of(parse_rule(text).logic))


@pytest.mark.parametrize(
    ("text", "question", "values", "expected"),
    [
        (ALL_OF, "Can I apply?", (), "ask"),
        (ALL_OF, "Can I apply?", (True, True), "ask"),
        (ALL_OF, "Can I apply?", (True, True, True), "yes"),
        (ALL_OF, "Can I apply?", (True, False), "no"),
        (ANY_OF, "Can I get a travel grant?", (True,), "yes"),
        (ANY_OF, "Can I get a travel grant?", (False,), "ask"),
        (ANY_OF, "Can I get a travel grant?", (False, False), "no"),
        (UNLESS, "Can I apply for the fellowship?", (True,), "no"),
        (UNLESS, "Can I apply for the fellowship?", (False,), "yes"),
        (NESTED, "Can I get the fellowship?", (True, False, True), "ask"),
        (NESTED, "Can I get the fellowship?", (True, False, True, True), "yes"),
        (NESTED, "Can I get the fellowship?", (True, False, False), "no"),
        (DENIED, "Can I get the bursary?", (True,), "no"),
        (DENIED, "Can I get the bursary?", (False,), "yes"),
        (CONTRADICTORY, "Can I apply?", (True,), "no"),
        (CONTRADICTORY, "Can I apply?", (False,), "no"),
        (LONG, "Am I eligible?", (True, True, True, False), "yes"),
        (LONG, "Am I eligible?", (True, True, True, True), "no"),
        (LONG, "Am I eligible?", (True, True, False), "no"),
    ],
)
def test_answers_decide_what_they_settle_and_nothing_else(text, question, values, expected):
    assert verdict(text, question, *values) == expected


@pytest.mark.parametrize(
    ("text", "values", "assumes"),
    [
        (ANY_OF, (True,), True),
        (ANY_OF, (True, True), False),
        (ANY_OF, (False, False), False),
        (ALL_OF, (True, False), False),
        (NESTED, (True, True, None, False), True),
    ],
)
def test_a_decision_says_whether_it_rests_on_how_a_list_was_read(text, values, assumes):
    rule = parse_rule(text)
    answers = [pair for pair, value in zip(answered(rule, values), values, strict=True) if value is not None]
    decision = decide(rule, "Am I eligible?", answers)
    assert decision.verdict in ("yes", "no")
    assert decision.assumes == assumes


def test_the_stored_weights_are_those_of_the_figures():
    def similarity(texts, others):
        return np.zeros((len(texts), len(others)))

    for one in (None, similarity):
        figures = relevance_figures(parse_rule(ALL_OF), "Can I apply?", one)
        assert stored_weights(one is not None)["relevant"].keys() == figures.keys() | {"bias"}


def test_the_first_condition_that_matters_is_asked_next():
    rule = parse_rule(NESTED)
    decision = decide(rule, "Can I get the fellowship?", answered(rule, (True, True)))
    assert decision.verdict == Verdict.ASK
    assert decision.ask.text == "live in Boston"
    assert rule.text[decision.ask.start : decision.ask.end] == "live in Boston"


def test_the_trail_says_where_each_value_comes_from():
    rule = parse_rule(ALL_OF)
    answers = [("Do you have a bachelor's degree?", True)]
    decision = decide(rule, "Can I apply?", answers, "I live in Wales, in England I was never.")
    assert [(step.value, step.origin) for step in decision.trail] == [(True, "answer"), (None, "open"), (None, "open")]


def test_answers_in_other_words_are_aligned_by_the_terms_they_share():
    answers = [("Is your home in England or Wales?", True), ("Have you got a bachelor degree?", True)]
    decision = decide(parse_rule(ALL_OF), "Can I apply?", answers)
    assert [step.value for step in decision.trail] == [True, True, None]


def test_answers_about_other_things_settle_nothing():
    answers = [("Do you own a boat?", True), ("Are you married?", False)]
    decision = decide(parse_rule(ALL_OF), "Can I apply?", answers)
    assert [step.value for step in decision.trail] == [None, None, None]


@pytest.mark.parametrize("question", ["Are you over 35?", "Are you under 30?", "Are you at most 35?"])
def test_an_answer_about_another_number_or_limit_settles_nothing(question):
    rule = parse_rule("You can apply if you are under 35.")
    assert decide(rule, "Can I apply?", [(question, True)]).trail[0].value is None


def test_an_answer_counts_for_the_limit_it_is_about():
    rule = parse_rule("You can apply if you are over 18. You cannot apply if you are over 35.")
    answers = [("Are you over 35?", False), ("Are you over 18?", True)]
    decision = decide(rule, "Can I apply?", answers)
    assert ([step.value for step in decision.trail], decision.verdict) == ([True, False], Verdict.YES)


def test_answers_can_be_aligned_by_vectors():
    def similarity(texts, others):
        near = {("Did you finish college?", "you have a bachelor's degree")}
        return np.array([[float((text, other) in near) for other in others] for text in texts])

    decision = decide(parse_rule(ALL_OF), "Can I apply?", [("Did you finish college?", True)], similarity=similarity)
    assert [step.value for step in decision.trail] == [True, None, None]


def test_a_later_answer_replaces_an_earlier_one():
    question = "Do you have a bachelor's degree?"
    decision = decide(parse_rule(ALL_OF), "Can I apply?", [(question, False), (question, True)])
    assert decision.trail[0].value is True


@pytest.mark.parametrize(
    ("condition", "values", "expected"),
    [
        ("you are a parent with a sick child", (True, False), False),
        ("you are a parent with a sick child", (True, True), True),
        ("you are a parent or sick", (True, False), True),
        ("you are a parent or sick", (False, False), False),
    ],
)
def test_several_questions_about_one_condition_ask_for_its_parts(condition, values, expected):
    answers = list(zip(("Are you a parent?", "Is your child sick?"), values, strict=True))
    assert decide(parse_rule(f"You can apply if {condition}."), "Can I apply?", answers).trail[0].value is expected


def test_an_answer_counts_the_other_way_where_only_one_side_is_negated():
    rule = parse_rule("If you're not a UK resident, you don't pay tax on your pension.")
    question = "Do I pay tax on my pension?"
    assert decide(rule, question, [("Are you a UK resident?", True)]).verdict == Verdict.YES
    assert decide(rule, question, [("Are you a UK resident?", False)]).verdict == Verdict.NO
    assert decide(rule, question, [("Are you not a UK resident?", True)]).verdict == Verdict.NO


@pytest.mark.parametrize("question", ["Where is the library?", "Is my hamster insured against fire?", "", "???"])
def test_a_question_about_something_else_is_irrelevant(question):
    decision = decide(parse_rule(ALL_OF), question)
    assert (decision.verdict, decision.ask, decision.trail) == (Verdict.IRRELEVANT, None, ())


@pytest.mark.parametrize("question", ["Am I eligible?", "Do I qualify?", "Do I meet the requirements?"])
def test_a_question_that_fits_any_rule_is_relevant(question):
    assert decide(parse_rule(ALL_OF), question).verdict == Verdict.ASK


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        ("I already hold a doctorate.", "no"),
        ("I do not hold a doctorate already.", "yes"),
        ("I might hold a doctorate already by then.", "ask"),
        ("Do I already hold a doctorate?", "ask"),
        ("I keep bees.", "ask"),
        ("", "ask"),
    ],
)
def test_a_scenario_counts_only_where_it_says_so_plainly(scenario, expected):
    assert decide(parse_rule(UNLESS), "Can I apply for the fellowship?", (), scenario).verdict == expected


@pytest.mark.parametrize(
    ("condition", "scenario", "expected"),
    [
        ("you are under 35", "I am 34 years old.", True),
        ("you are under 35", "I'm 35.", False),
        ("you are 18 or over", "I am 18 and I live in Rome.", True),
        ("you are under 35", "My brother is 34.", None),
        ("you are under 35", "I might be older.", None),
        ("you worked for at least 12 months", "I worked for 10 months.", False),
        ("you worked for at least 12 months", "I worked for 14 months.", True),
        ("you worked for at least 12 months", "I worked for 3 years.", None),
        ("you worked for at least 12 months", "I travelled for 14 months.", None),
        ("you worked for at least 12 months", "I did not work for 14 months.", None),
    ],
)
def test_a_number_in_a_scenario_settles_a_limit_of_the_same_unit(condition, scenario, expected):
    rule = parse_rule(f"You can apply if {condition}.")
    assert decide(rule, "Can I apply?", (), scenario).trail[0].value is expected


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "scenario", ["1" * 20_000, "1,234," * 3_000, "I am 1 " * 3_000, "3 " + " " * 15_000 + "months"]
)
def test_hostile_scenarios_are_read_in_time(scenario):
    rule = parse_rule("You can apply if you worked for at least 12 months. You must be under 35.")
    assert in_proportion(lambda read: decide(rule, "Can I apply?", (), read), scenario)


def test_an_answer_overrides_the_scenario():
    rule = parse_rule(UNLESS)
    answers = [("Do you already hold a doctorate?", False)]
    decision = decide(rule, "Can I apply for the fellowship?", answers, "I already hold a doctorate.")
    assert decision.verdict == Verdict.YES


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ALL_OF, ["Do you have a bachelor’s degree?", "Do you live in England or Wales?", "Are you 18 or over?"]),
        (ANY_OF, ["Are you a first-year student?", "Are you a student from overseas?"]),
        (UNLESS, ["Do you already hold a doctorate?"]),
        (NUMBERS, ["Do you apply by 1 March 2026?", "Is your household income less than $40,000?"]),
        (
            LONG,
            [
                "Are you enrolled in a PhD program?",
                "Do you have a GPA of at least 3.5?",
                "Have you received this award before?",
                "Are you in your final year?",
            ],
        ),
        ("You can apply if you have passed the exam.", ["Have you passed the exam?"]),
        ("You can apply if you're not a U.S. citizen.", ["Are you a U.S. citizen?"]),
        ("You can apply if you can travel.", ["Can you travel?"]),
        ("You can apply if it's been agreed in writing.", ["Has it been agreed in writing?"]),
        ("You can apply if you decided to wait.", ["Does this apply to you: “you decided to wait”?"]),
        ("You can apply if you have never applied.", ["Does this apply to you: “you have never applied”?"]),
        ("Applicants must finish their studies.", ["Does this apply to you: “Applicants must finish their studies”?"]),
    ],
)
def test_a_condition_is_asked_in_its_own_words(text, expected):
    rule = parse_rule(text)
    assert [phrase(rule, condition) for condition in conditions_of(rule.logic)] == expected


def test_nothing_follows_from_what_is_unknown():
    a, b = (Condition(at, at + 1, "x", False, "if", (0, 9)) for at in (0, 2))
    assert evaluate(AllOf((a, b)), {a: True}) is None
    assert evaluate(AllOf((a, b)), {a: False}) is False
    assert evaluate(AnyOf((a, b)), {a: False}) is None
    assert evaluate(AnyOf((a, b)), {a: True}) is True
    assert evaluate(Not(a), {}) is None
    assert first_open(AnyOf((a, Not(b))), {a: False}) == b


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "text",
    [
        "if " * 9_000,
        ", and you have a " * 1_500,
        " \t" * 12_000 + "if you",
        "However, you can apply if you live. " * 800,
        "\n".join(" " * depth + "* you have, and:" for depth in range(150)),
        "* if you: \n- (a) " * 1_500,
        "both a " * 3_500,
        "if you either a or b and you have " * 600,
        "if you" + " " * 19_000 + "x",
        "those who, " * 1_800,
        "your " * 5_000,
        "you can if (" * 2_000,
        "unless, " * 3_000,
        "and " * 6_000 + ":\n- a thing",
    ],
    ids=range(14),
)
def test_hostile_texts_are_read_in_time(text):
    def work(read):
        rule = parse_rule(read)
        decide(rule, "Can I apply if I live?", [("Do you live?", True)] * 60, "I live. " * 50)
        assert len(rule.text) <= 20_000

    assert in_proportion(work, text)


PIECES = st.sampled_from(
    """if unless you your have are not and or either both : , . ; - * ( ) “ ’re can't must all any of following who
    students eligible 18 over \n \n* \n\t* \n1. # However But except when a degree U.S. ? exceptions\n""".split(" ")
)
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(PIECES, max_size=60).map(" ".join),
    st.lists(st.sampled_from(RULES), max_size=3).map("\n".join),
)
ANSWERS = st.lists(st.tuples(st.text(max_size=40), st.booleans()), max_size=4)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
@example("\n".join(RULES))
def test_conditions_are_slices_of_the_text_and_do_not_overlap(text):
    rule = parse_rule(text)
    conditions = list(conditions_of(rule.logic))
    for condition in conditions:
        assert condition.text == rule.text[condition.start : condition.end] != ""
        assert phrase(rule, condition).endswith("?")
    spans = sorted((condition.start, condition.end) for condition in conditions)
    assert all(end <= start for (_, end), (start, _) in zip(spans, spans[1:], strict=False))


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.booleans())
def test_what_is_all_settled_is_never_asked(text, value):
    rule = parse_rule(text)
    values = dict.fromkeys(conditions_of(rule.logic), value)
    if rule.logic is not None:
        assert evaluate(rule.logic, values) is not None
        assert first_open(rule.logic, values) is None
    if 0 < len(values) <= 50:
        assert decide(rule, "Am I eligible?", answered(rule, [value] * len(values))).verdict in ("yes", "no")


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.text(max_size=80), ANSWERS, TEXTS)
def test_deciding_never_raises(text, question, answers, scenario):
    rule = parse_rule(text)
    decision = decide(rule, question, answers, scenario)
    assert (decision.ask is not None) == (decision.verdict == Verdict.ASK)
    for step in decision.trail:
        assert (step.value is None) == (step.origin == "open")
