"""What is asked back, and what a reply to it does."""

import pytest

from assistant.clarifying import CLARIFY_TEXT
from assistant.questions import make_question
from assistant.types import Outcome, Turn

PROGRAMS = {
    "north-fellowship/guide.md": "# North Fellowship\n\n## Deadline\n\nThe application deadline is 1 March.\n",
    "south-residency/guide.md": "# South Residency\n\n## Deadline\n\nThe application deadline is 9 June.\n",
}
DEADLINE = "When is the application deadline?"


def sisters(english="The writing sample has 15 pages.", history="The writing sample has 30 pages."):
    """Two pages that are alike but for the degree that they are about."""
    return {
        "english.md": f"# M.A. in English Admissions\n\n## Writing sample\n\n{english}\n",
        "history.md": f"# M.A. in History Admissions\n\n## Writing sample\n\n{history}\n",
        "campus.md": "# Campus\n\nThe library is open every day.\n",
    }


SAMPLE = "How long is the writing sample?"


@pytest.fixture
def ask(tmp_path, write, build, open_assistant):
    """Asks over these files; a pair of history is a question and the answer to it."""

    def asked(text, files, *history, program=None, **settings):
        if not (tmp_path / "index").exists():
            build(write(tmp_path / "corpus", files), tmp_path / "index")
        turns = tuple(Turn(*pair) for pair in history)
        return open_assistant(tmp_path / "index", **settings).ask(make_question(text, history=turns, program=program))

    return asked


# Programs


def test_question_that_two_programs_answer_is_asked_back_with_their_names(ask):
    answer = ask(DEADLINE, PROGRAMS)
    assert (answer.outcome, answer.text) == (Outcome.CLARIFY, CLARIFY_TEXT)
    assert sorted(answer.suggestions) == ["North Fellowship", "South Residency"]
    assert answer.citations == ()
    assert answer.nearest


def test_question_is_asked_back_also_when_no_answer_would_be_sure_enough(ask):
    assert ask(DEADLINE, PROGRAMS, refusal_threshold=1.0).outcome is Outcome.CLARIFY


@pytest.mark.parametrize(("program", "date"), [("North Fellowship", "1 March"), ("South Residency", "9 June")])
def test_chosen_program_answers_the_question_before(ask, program, date):
    answer = ask(program, PROGRAMS, (DEADLINE, CLARIFY_TEXT))
    assert answer.standalone_question == f"{program} ({DEADLINE})"
    assert date in answer.citations[0].quote
    assert {hit.passage.program for hit in answer.hits} == {answer.citations[0].program}


def test_after_a_choice_a_follow_up_is_about_what_was_chosen(ask):
    answer = ask(
        "And is it the same for everyone?",
        PROGRAMS,
        (DEADLINE, CLARIFY_TEXT),
        ("South Residency", "The application deadline is 9 June."),
    )
    assert answer.standalone_question == f"And is it the same for everyone? ({DEADLINE} South Residency)"
    assert answer.outcome is Outcome.ANSWERED
    assert answer.citations[0].program == "south-residency"


def test_the_name_of_a_program_chooses_nothing_when_nothing_was_asked_back(ask):
    answer = ask("North Fellowship", PROGRAMS, (DEADLINE, "The application deadline is 9 June."))
    assert {hit.passage.program for hit in answer.hits} == {"north-fellowship", "south-residency"}


def test_nobody_is_asked_back_twice_in_a_row(ask):
    answer = ask("The one with the deadline", PROGRAMS, (DEADLINE, CLARIFY_TEXT))
    assert answer.outcome is Outcome.ANSWERED


@pytest.mark.parametrize(
    "question", ["When is the application deadline of the fellowship?", "Application deadline, North?"]
)
def test_question_that_names_a_program_is_answered(ask, question):
    answer = ask(question, PROGRAMS)
    assert answer.citations[0].program == "north-fellowship"


def test_question_is_answered_when_its_history_names_a_program(ask):
    answer = ask("And the application deadline?", PROGRAMS, ("What is the South Residency?", "A residency."))
    assert answer.citations[0].program == "south-residency"


def test_question_about_one_program_is_answered(ask):
    assert ask(DEADLINE, PROGRAMS, program="south-residency").outcome is Outcome.ANSWERED


def test_programs_that_say_the_same_are_not_told_apart(ask):
    files = {name: text.replace("9 June", "1 March") for name, text in PROGRAMS.items()}
    assert ask(DEADLINE, files).outcome is Outcome.ANSWERED


def test_a_document_of_all_programs_answers_for_them(ask):
    shared = {"all.md": "# Dates\n\nWhen is the application deadline? The application deadline is 4 May.\n"}
    assert ask(DEADLINE, {**PROGRAMS, **shared}).outcome is Outcome.ANSWERED


# Sister pages and sections


def test_sister_pages_are_asked_back_by_their_titles(ask):
    answer = ask(SAMPLE, sisters())
    assert answer.outcome is Outcome.CLARIFY
    assert sorted(answer.suggestions) == ["M.A. in English Admissions", "M.A. in History Admissions"]


def test_chosen_page_answers_the_question_before(ask):
    answer = ask("M.A. in History Admissions", sisters(), (SAMPLE, CLARIFY_TEXT))
    assert (answer.outcome, answer.citations[0].doc_id) == (Outcome.ANSWERED, "history.md")
    assert "30 pages" in answer.citations[0].quote


def test_sections_of_one_page_are_asked_back_by_their_headings(ask):
    page = (
        "# Deposit\n\n## First-year applicants\n\nThe enrolment deposit is 400 dollars.\n\n"
        "## Transfer applicants\n\nThe enrolment deposit is 200 dollars.\n"
    )
    answer = ask("How much is the enrolment deposit?", {"deposit.md": page})
    assert sorted(answer.suggestions) == ["First-year applicants", "Transfer applicants"]


def test_question_that_names_what_tells_the_pages_apart_is_answered(ask):
    answer = ask("How long is the writing sample for History?", sisters())
    assert answer.citations[0].doc_id == "history.md"


@pytest.mark.parametrize(
    ("one", "other", "outcome"),
    [
        ("A writing sample is required.", "A writing sample is required.", Outcome.ANSWERED),
        ("A writing sample of the English M.A.", "A writing sample of the History M.A.", Outcome.ANSWERED),
        ("A writing sample is required.", "A writing sample is not required.", Outcome.CLARIFY),
        ("The writing sample has up to 20 pages.", "The writing sample has up to 25 pages.", Outcome.CLARIFY),
    ],
)
def test_sister_pages_are_told_apart_only_by_what_they_say(ask, one, other, outcome):
    assert ask("Is a writing sample required?", sisters(one, other)).outcome is outcome


def test_pages_that_only_begin_alike_are_about_the_same(ask):
    files = {
        "courses.md": "# M.A. in English Courses\n\nThe thesis seminar is in spring.\n",
        "thesis.md": "# M.A. in English Thesis\n\nThe thesis seminar has 30 places.\n",
    }
    assert ask("Is there a seminar?", files).outcome is Outcome.ANSWERED


def test_at_most_four_choices_are_given(ask):
    subjects = ["English", "History", "Classics", "Theology", "Economics", "Physics"]
    files = {
        f"{subject}.md": f"# M.A. in {subject} Admissions\n\n## Writing sample\n\nIt has {number} pages.\n"
        for number, subject in enumerate(subjects, start=10)
    }
    answer = ask("How long is the writing sample?", files)
    assert answer.outcome is Outcome.CLARIFY
    assert len(set(answer.suggestions)) == len(answer.suggestions) == 4


def test_a_question_that_finds_nothing_is_not_asked_back(ask):
    assert ask("giraffe zebra", PROGRAMS).outcome is not Outcome.CLARIFY
