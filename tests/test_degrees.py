"""Which level of degree words name, and which degree a question is about."""

import pytest

from assistant.degrees import levels, without_mentioned
from assistant.language import words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Ph.D. in Social Work", {"doctor"}),
        ("doctoral students", {"doctor"}),
        ("J.D. admissions", {"law"}),
        ("the LL.M. or the master’s", {"master"}),
        ("I am a freshman and want an MBA", {"bachelor", "master"}),
        ("undergraduate-admission", {"bachelor"}),
        ("the graduate school of arts and sciences", set()),
        ("first-year housing", set()),
    ],
)
def test_levels_are_told_from_words(text, expected):
    assert levels(words(text)) == expected


@pytest.mark.parametrize(
    "question",
    [
        "I already have a BA and an M.A. from Delhi.",
        "I've finished my B.Sc. in physics.",
        "Do applicants need an undergraduate degree in law?",
        "Does the programme require a master's degree?",
        "Do I have to have a bachelor's?",
        "I don't have a master’s degree.",
        "Can I apply with a bachelor's degree?",
        "Is my master's degree from Delhi recognised?",
        "Do you want my undergraduate transcripts?",
        "not for the MBA",
        "Is the Boston, MA office open until 5 p.m. MST?",
    ],
)
def test_a_degree_that_is_had_required_or_denied_is_only_mentioned(question):
    assert levels(words(without_mentioned(question))) == set()


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Must I hold a JD for the LLM?", {"master"}),
        ("I have a BA in English. When is the MA deadline?", {"master"}),
        ("I have a question about the PhD.", {"doctor"}),
        ("I have a few PhD questions.", {"doctor"}),
        ("I need the MBA deadline.", {"master"}),
        ("What tests do I need for a PhD?", {"doctor"}),
        ("Do I need to apply to the PhD separately?", {"doctor"}),
        ("What GPA do I need for the undergraduate program?", {"bachelor"}),
        ("How many credits do I need to complete a master's?", {"master"}),
        ("Are letters for the MBA required?", {"master"}),
        ("Is the GRE not required for the MBA?", {"master"}),
        ("Can I do my master's degree in history part-time?", {"master"}),
        ("How can I pay for my master's degree?", {"master"}),
        ("When is the deadline for Data Science, MS?", {"master"}),
        ("When will my PhD application be reviewed?", {"doctor"}),
        ("Does the school have an MBA?", {"master"}),
        ("How do I apply to the MS Data Science program?", {"master"}),
        ("I want to have an MBA. What is the fee?", {"master"}),
    ],
)
def test_a_degree_that_is_applied_to_is_not_only_mentioned(question, expected):
    assert levels(words(without_mentioned(question))) == expected
