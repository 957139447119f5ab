"""What comes in -> questions that are safe to ask, or one line that says why not."""

import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import QuestionError
from assistant.questions import (
    MAX_QUESTION_CHARACTERS,
    MAX_TURN_CHARACTERS,
    MAX_TURNS,
    make_question,
    parse_question,
    parse_question_line,
)
from assistant.types import Question, Turn


def one_line_of_three_parts(error):
    message = str(error.value)
    return "\n" not in message and len(message.split("; ")) >= 3


def test_a_plain_question_is_kept_as_it_is():
    assert make_question("Is there a fee?") == Question("Is there a fee?")


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("  Is\tthere\n\na fee? ", "Is there a fee?"),
        ("Is\u00a0there\u2003a fee?", "Is there a fee?"),
        ("Is th\u200bere a\u00ad fee?", "Is there a fee?"),
        ("Is there \u202ea fee?\u202c", "Is there a fee?"),
        ("cafe\u0301", "caf\u00e9"),
        ("cafe\u200b\u0301", "caf\u00e9"),
        ("bell\x07\x00", "bell"),
        ("tag\U000e0041s", "tags"),
        ("<b>bold</b> & more?", "<b>bold</b> & more?"),
    ],
)
def test_a_question_is_one_visible_line(written, cleaned):
    assert make_question(written).text == cleaned


@pytest.mark.parametrize("text", ["", "   ", "\n", "\u200b\u200b", "?!", "...", "\U0001f600"])
def test_a_question_without_a_word_is_refused(text):
    with pytest.raises(QuestionError, match="question") as error:
        make_question(text)
    assert one_line_of_three_parts(error)


def test_a_question_may_be_as_long_as_the_limit_and_no_longer():
    assert len(make_question("x" * MAX_QUESTION_CHARACTERS).text) == MAX_QUESTION_CHARACTERS
    with pytest.raises(QuestionError, match="1,001 characters") as error:
        make_question("x" * (MAX_QUESTION_CHARACTERS + 1))
    assert one_line_of_three_parts(error)


def test_space_does_not_count_towards_the_limit():
    assert make_question(" " * 5_000 + "fee").text == "fee"


def test_questions_in_any_script_are_asked():
    for text in ("申请截止日期是什么时候", "هل هناك رسوم", "Есть ли взнос"):
        assert make_question(text).text == text


def test_only_the_last_turns_are_kept_in_order_and_cleaned():
    turns = tuple(Turn(f"question\n{number}", "x" * (MAX_TURN_CHARACTERS + 5)) for number in range(MAX_TURNS + 3))
    history = make_question("And then?", history=turns).history
    assert [turn.question for turn in history] == [f"question {number}" for number in range(3, MAX_TURNS + 3)]
    assert {len(turn.answer) for turn in history} == {MAX_TURN_CHARACTERS}


@pytest.mark.parametrize(("program", "expected"), [(None, None), ("", None), (" \u200b", None), (" grant ", "grant")])
def test_a_program_is_named_or_it_is_none(program, expected):
    assert make_question("Is there a fee?", program=program).program == expected


def test_an_object_becomes_a_question():
    data = {
        "id": "7",
        "question": "Is it paid?",
        "history": [["Is there a fee?", "No."]],
        "program": "grant",
        "extra": 1,
    }
    assert parse_question(data) == Question("Is it paid?", (Turn("Is there a fee?", "No."),), "grant", "7")


def test_only_the_question_is_required():
    assert parse_question_line('{"question": "Is there a fee?"}') == Question("Is there a fee?")
    assert parse_question({"question": "Is there a fee?", "id": None, "program": None, "history": []}).id is None


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "Is there a fee?",
        {},
        {"question": None},
        {"question": 5},
        {"question": ["Is there a fee?"]},
        {"question": "x", "id": 7},
        {"question": "x", "id": "y" * 201},
        {"question": "x", "program": 7},
        {"question": "x", "history": "no"},
        {"question": "x", "history": [["only a question"]]},
        {"question": "x", "history": [["a", "b", "c"]]},
        {"question": "x", "history": [["a", None]]},
        {"question": "x", "history": [["a", "b"]] * 1_001},
        {"question": "\ud800"},
    ],
    ids=repr,
)
def test_an_object_of_another_shape_is_refused(data):
    with pytest.raises(QuestionError) as error:
        parse_question(data)
    assert one_line_of_three_parts(error)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "\n",
        "question",
        "{",
        '{"question": }',
        "[" * 100_000,
        '{"question": ' + "9" * 5_000 + "}",
        "{'question': 'x'}",
    ],
    ids=lambda line: line[:20],
)
def test_a_line_that_is_no_json_is_refused(line):
    with pytest.raises(QuestionError, match="is not JSON") as error:
        parse_question_line(line)
    assert one_line_of_three_parts(error)
    assert len(str(error.value)) < 300


ODD = st.text(alphabet=st.characters(), max_size=30) | st.sampled_from(
    ["e", "\u200b", "\u0301", "\u00a0", "\x00", "fee ", "\ud800"]
)


@given(parts=st.lists(ODD, max_size=60), repeat=st.integers(1, 40), turns=st.integers(0, 14))
@settings(max_examples=150, deadline=None)
def test_any_text_is_a_clean_question_within_the_limits_or_is_refused(parts, repeat, turns):
    text = "".join(parts) * repeat
    try:
        question = make_question(text, history=(Turn(text, text * 9),) * turns, program=text)
    except QuestionError as error:
        assert "\n" not in str(error)
        return
    assert 1 <= len(question.text) <= MAX_QUESTION_CHARACTERS
    assert len(question.history) <= MAX_TURNS
    shown = [question.text, question.program or ""] + [
        piece for turn in question.history for piece in (turn.question, turn.answer)
    ]
    for piece in shown:
        assert len(piece) <= MAX_TURN_CHARACTERS
        assert piece == " ".join(piece.split())
        assert unicodedata.is_normalized("NFC", piece)
        assert not {unicodedata.category(character) for character in piece} & {"Cc", "Cf", "Cs"}
    assert make_question(question.text, history=question.history, program=question.program) == question


@given(
    data=st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(["question", "id", "history", "program"]) | st.text(max_size=3), inner)
        ),
        max_leaves=8,
    )
)
@settings(max_examples=150, deadline=None)
def test_any_json_is_a_question_or_is_refused(data):
    try:
        assert isinstance(parse_question_line(json.dumps(data)), Question)
    except QuestionError as error:
        assert "\n" not in str(error)
