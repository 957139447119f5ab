import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.abbreviations import CUSTOMARY, expand
from assistant.language import words


@pytest.mark.parametrize(
    ("question", "expanded"),
    [
        ("how many LoR do i need", "how many LoR (letters of recommendation) do i need"),
        ("how many LoRs?", "how many LoRs (letters of recommendation)?"),
        ("Is the CV limited?", "Is the CV (curriculum vitae) limited?"),
        ("is the cv limited", "is the cv (curriculum vitae) limited"),
        ("CV/SOP", "CV (curriculum vitae)/SOP (statement of purpose)"),
        ("rec letters", "rec (recommendation) letters"),
    ],
)
def test_abbreviation_is_followed_by_its_words(question, expanded):
    assert expand(question, CUSTOMARY) == expanded


@pytest.mark.parametrize(
    "question",
    [
        "Is it open to us or am I late?",
        "My pi and ta said so; I opt for it.",
        "the approach of recorded grades",
        "write to cv@example.org, see docs.example.org",
        "a pre-app form",
        "letters of recommendation (LoR)",
        "",
    ],
)
def test_what_is_no_abbreviation_or_needs_no_words_is_left_alone(question):
    assert expand(question, CUSTOMARY) == question


def test_abbreviation_is_spelt_out_once():
    assert expand("LoR or lor?", CUSTOMARY) == "LoR (letters of recommendation) or lor?"


@given(st.text() | st.lists(st.sampled_from([*CUSTOMARY, "the", "(", ".", "LoRs"])).map(" ".join))
def test_only_words_of_the_table_are_added_and_few(question):
    expanded = expand(question, CUSTOMARY)
    allowed = {*words(question), *(word for meaning in CUSTOMARY.values() for word in words(meaning))}
    assert set(words(expanded)) <= allowed
    assert len(expanded) <= len(question) + 250
