"""What is typed in the chat while a help is under way, without a browser."""

import pytest

from assistant.eligibility import read_reply
from assistant.guiding import Guide
from assistant.web.flows import GO_ON, Flows, Help, after_answer, offered

PAGE = """# {name}

## Eligibility

Applicants must hold a medical degree. Applicants must have passed USMLE Step 3.

## Required documents

To apply, send the following documents:

- Curriculum vitae
"""


@pytest.fixture
def flows(write, build, open_assistant, tmp_path):
    files = {f"{name}-school/a.md": PAGE.format(name=name.title()) for name in ("north", "south")}
    build(write(tmp_path / "corpus", files), tmp_path / "index")
    assistant = open_assistant(tmp_path / "index")
    return Flows(assistant, Guide(assistant))


def test_a_question_is_left_to_be_answered(flows):
    assert flows.step("When is the deadline?", None, None) is None
    assert flows.step("yes", None, None) is None


def test_with_several_programs_one_is_chosen_first(flows):
    step = flows.step("documents to send", None, None)
    assert step.options == ("North School", "South School")
    assert "South School" in flows.step("south school", None, step.flow).card
    assert flows.step("How much is the stipend?", None, step.flow) is None


def test_a_choice_does_not_wait_while_something_else_is_asked(flows):
    assert after_answer(flows.step("Documents to send", None, None).flow) is None


def test_an_interview_goes_on_by_replies_and_ends(flows):
    step = flows.step("Check my eligibility", "north-school", None)
    assert "Eligibility: North School" in step.card
    asked = [step.flow.asked]
    while step.flow:
        step = flows.step("Yes", "north-school", step.flow)
        asked += [step.flow.asked] if step.flow else []
    assert len(asked) == len(set(asked)) == 2
    assert "the program decides" in step.card


def test_an_interview_that_waits_takes_no_reply_but_goes_on(flows):
    waiting = after_answer(flows.step("Check my eligibility", "north-school", None).flow)
    assert waiting.paused
    assert flows.step("no", "north-school", waiting) is None
    step = flows.step(GO_ON, "north-school", waiting)
    assert step.flow.asked == waiting.asked
    assert not step.flow.paused


@pytest.mark.parametrize("words", ["stop", "Stop.", "stop please", "quit"])
def test_an_interview_can_be_stopped(flows, words):
    step = flows.step(words, "north-school", flows.step("Check my eligibility", "north-school", None).flow)
    assert step.flow is None
    assert "Open: 2 requirements." in step.card


def test_an_interview_that_waits_is_not_offered_anew(flows):
    waiting = after_answer(flows.step("Check my eligibility", "north-school", None).flow)
    assert offered("Am I eligible?", waiting) == (GO_ON,)
    assert offered("Am I eligible?", None) == (Help.ELIGIBILITY,)


@pytest.mark.parametrize(
    "typed",
    [
        "Pass rate for the exam?",
        "Skip the GRE?",
        "Maybe you can tell me the deadline?",
        "Not sure what the fee is, how much?",
        "I don't know the deadline. When is it?",
        "Sure, I want to stop",
        "Yes, I failed it",
        "yes I never finished it",
        "Yes, I do. When is the deadline?",
        "No I have a question about the visa",
        "No, I want to ask when the deadline is",
    ],
)
def test_what_says_more_than_yes_or_no_is_no_reply(typed):
    assert read_reply(typed) is None
