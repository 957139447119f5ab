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


def in_folder(files):
    """The files as those of one program."""
    return {f"graduate-school/{name}": text for name, text in files.items()}


@pytest.mark.parametrize("program", [None, "graduate-school"])
def test_sister_pages_of_a_program_are_asked_back_too(ask, program):
    answer = ask(SAMPLE, in_folder(sisters()), program=program)
    assert sorted(answer.suggestions) == ["M.A. in English Admissions", "M.A. in History Admissions"]


@pytest.mark.parametrize("program", [None, "graduate-school"])
def test_kinds_of_applicant_of_a_program_are_asked_back_too(ask, program):
    page = (
        "# Admission\n\n## International applicants\n\nThe application fee is 90 dollars.\n\n"
        "## Domestic applicants\n\nThe application fee is 60 dollars.\n"
    )
    answer = ask("How much is the application fee?", in_folder({"admission.md": page}), program=program)
    assert sorted(answer.suggestions) == ["Domestic applicants", "International applicants"]


def test_pages_of_two_programs_are_no_sisters(ask):
    files = {
        "north/apply.md": "# How to apply to North\n\n## Sending\n\nThe writing sample is sent by post.\n",
        "south/apply.md": "# How to apply to South\n\n## Sending\n\nThe writing sample is sent by mail.\n",
        "north/sample.md": "# Sample\n\nThe writing sample of the portfolio is sent by post.\n",
    }
    assert ask("How is the writing sample of the portfolio sent?", files).outcome is Outcome.ANSWERED


def test_different_pages_of_one_program_are_not_told_apart(ask):
    files = {
        "apply.md": "# How to apply\n\n## Deadline\n\nThe application deadline is 1 March.\n",
        "money.md": "# Money\n\n## Stipend\n\nThe stipend is paid from September.\n",
        "after.md": "# After the application deadline\n\nInterviews are held within a month.\n",
    }
    assert ask(DEADLINE, in_folder(files)).outcome is Outcome.ANSWERED


STEPS = {
    "How do I apply for the grant?": (
        "## How to apply\n\n### Step 1: Create an account\n\nTo apply for the grant, create an account.\n\n"
        "### Step 2: Upload your documents\n\nTo apply for the grant, upload a budget.\n"
    ),
    "How do I get the Harbor Light grant?": (
        "## What to do\n\n### Step 1 Create an account\n\nTo get the Harbor Light grant, create an account.\n\n"
        "### Step 2 Create a budget\n\nTo get the Harbor Light grant, create a budget.\n"
    ),
    "How does the selection work?": (
        "## Round 1\n\nIn the selection two readers score each file.\n\n"
        "## Round 2\n\nIn the selection a panel talks to thirty people.\n"
    ),
    "What will I learn in the rotations?": (
        "## Year 1\n\nIn the rotations you learn to read knees.\n\n"
        "## Year 2\n\nIn the rotations you learn to write reports about spines.\n"
    ),
    "When is the portal used?": (
        "## Dates of the portal\n\n### 4. When does it open?\n\nThe portal is used from 2 May.\n\n"
        "### 5. When does it close?\n\nThe portal is used until 9 June.\n"
    ),
}


@pytest.mark.parametrize("question", STEPS)
@pytest.mark.parametrize("place", ["{}", "grant/{}"])
def test_steps_of_one_page_are_not_offered_as_alternatives(ask, question, place):
    answer = ask(question, {place.format("grant.md"): f"# The Grant\n\n{STEPS[question]}"})
    assert answer.outcome is Outcome.ANSWERED


def test_years_of_one_page_are_alternatives(ask):
    page = (
        "# Fees\n\n## Fall 2026\n\nThe enrolment deposit is 400 dollars.\n\n"
        "## Fall 2027\n\nThe enrolment deposit is 450 dollars.\n"
    )
    answer = ask("How much is the enrolment deposit?", {"fees.md": page})
    assert sorted(answer.suggestions) == ["Fall 2026", "Fall 2027"]


def test_numbers_in_one_name_on_a_page_or_of_several_pages_are_alternatives(ask):
    page = (
        "# Dates\n\n## Round 1 deadline\n\nThe application deadline is 2 May.\n\n"
        "## Round 2 deadline\n\nThe application deadline is 9 June.\n"
    )
    assert sorted(ask(DEADLINE, {"dates.md": page}).suggestions) == ["Round 1 deadline", "Round 2 deadline"]


def test_numbered_options_are_choices_and_no_steps(ask):
    page = (
        "# Degree\n\n## Option 1\n\nThe application deadline is 2 May.\n\n"
        "## Option 2\n\nThe application deadline is 9 June.\n"
    )
    assert sorted(ask(DEADLINE, {"degree.md": page}).suggestions) == ["Option 1", "Option 2"]


def test_numbers_of_several_pages_are_alternatives(ask):
    files = {
        "one.md": "# Track 1\n\n## Writing sample\n\nThe writing sample has 15 pages.\n",
        "two.md": "# Track 2\n\n## Writing sample\n\nThe writing sample has 30 pages.\n",
    }
    assert sorted(ask(SAMPLE, files).suggestions) == ["Track 1", "Track 2"]


# Replies

THREE = {
    **PROGRAMS,
    "east-fellowship/guide.md": "# East Fellowship\n\n## Deadline\n\nThe application deadline is 5 May.\n",
}


def programs_searched(answer):
    return {hit.passage.program for hit in answer.hits}


@pytest.mark.parametrize(
    "reply",
    [
        "north fellowship",
        "North Fellowship.",
        "the North Fellowship",
        "North",
        "north, please",
        "I mean the North Fellowship",
        "The North program",
    ],
)
def test_a_reply_names_a_program_in_any_spelling_or_in_part(ask, reply):
    assert programs_searched(ask(reply, THREE, (DEADLINE, CLARIFY_TEXT))) == {"north-fellowship"}


@pytest.mark.parametrize(
    "reply",
    [
        "the fellowship",
        "not North",
        "North or South",
        "both",
        "M.A. in North Studies",
        "the one in the north of France",
    ],
)
def test_a_reply_that_names_no_one_program_chooses_none(ask, reply):
    assert programs_searched(ask(reply, THREE, (DEADLINE, CLARIFY_TEXT))) == {
        "north-fellowship",
        "south-residency",
        "east-fellowship",
    }


@pytest.mark.parametrize(("reply", "program"), [("Arts Grant", "arts-grant"), ("arts grant plus", "arts-grant-plus")])
def test_a_program_called_like_a_part_of_another_one_can_be_chosen(ask, reply, program):
    files = {
        "arts-grant/guide.md": "# Guide\n\nThe application deadline is 1 March.\n",
        "arts-grant-plus/guide.md": "# Guide\n\nThe application deadline is 9 June.\n",
    }
    assert programs_searched(ask(reply, files, (DEADLINE, CLARIFY_TEXT))) == {program}


def test_a_program_called_like_a_part_of_the_chosen_one_can_be_named_later(ask):
    files = {
        "arts-grant/guide.md": "# Guide\n\nThe application deadline is 1 March.\n",
        "arts-grant-plus/guide.md": "# Guide\n\nThe application deadline is 9 June.\n",
    }
    history = ((DEADLINE, CLARIFY_TEXT), ("Arts Grant Plus", "The application deadline is 9 June."))
    assert len(programs_searched(ask("And when is the deadline of the plain arts grant?", files, *history))) == 2


CHOSEN = ((DEADLINE, CLARIFY_TEXT), ("North Fellowship", "The application deadline is 1 March."))


@pytest.mark.parametrize(
    "history",
    [
        CHOSEN,
        (*CHOSEN, ("Is there an interview?", "The documents do not say.")),
        (*CHOSEN, ("Do I need both letters and any other documents?", "The documents do not say.")),
        (*CHOSEN, ("Is there an interview?", CLARIFY_TEXT), ("The one in May", "The documents do not say.")),
        ((DEADLINE, CLARIFY_TEXT), ("South Residency", "On 9 June."), *CHOSEN),
    ],
)
def test_a_chosen_program_holds_for_the_questions_after_it(ask, history):
    assert programs_searched(ask("And how do I send the application?", PROGRAMS, *history)) == {"north-fellowship"}


@pytest.mark.parametrize(
    "follow_up",
    ["And for the South Residency?", "When is it for South?", "And the other one?", "Is it the same for both?"],
)
def test_a_chosen_program_is_left_when_others_are_named(ask, follow_up):
    assert len(programs_searched(ask(follow_up, PROGRAMS, *CHOSEN))) == 2
    later = ask("And how do I send the application?", PROGRAMS, *CHOSEN, (follow_up, "On 9 June."))
    assert len(programs_searched(later)) == 2


def test_a_later_choice_replaces_an_earlier_one(ask):
    history = (*CHOSEN, ("And the interview?", CLARIFY_TEXT), ("south", "On 9 June."))
    assert programs_searched(ask("And how do I apply?", PROGRAMS, *history)) == {"south-residency"}


def test_a_program_that_is_asked_for_goes_before_a_chosen_one(ask):
    answer = ask("And how do I send the application?", PROGRAMS, *CHOSEN, program="south-residency")
    assert programs_searched(answer) == {"south-residency"}


TWO_THINGS = "When is the application deadline and is there a giraffe enclosure?"


def test_a_reply_settles_each_part_of_a_question(ask):
    answer = ask("North Fellowship", PROGRAMS, (TWO_THINGS, CLARIFY_TEXT), refusal_threshold=0.4)
    assert [part.question for part in answer.parts] == [
        "When is the application deadline",
        "is there a giraffe enclosure?",
    ]
    assert answer.parts[0].citations and not answer.parts[1].citations
    assert "part_missing" in {notice.kind for notice in answer.notices}
    assert "1 March" in answer.citations[0].quote


def test_a_reply_that_chooses_a_page_settles_each_part_of_a_question(ask):
    answer = ask("History", sisters(), (f"{SAMPLE[:-1]} and is the library open every day?", CLARIFY_TEXT))
    assert [part.question for part in answer.parts] == [
        "How long is the writing sample",
        "is the library open every day?",
    ]
    assert [answer.citations[part.citations[0]].doc_id for part in answer.parts] == ["history.md", "campus.md"]


def test_a_question_in_place_of_a_reply_is_asked_by_itself(ask):
    assert ask("What is the application deadline of North?", PROGRAMS, (TWO_THINGS, CLARIFY_TEXT)).parts == ()


def test_parts_are_those_of_the_question_when_nothing_was_asked_back(ask):
    assert ask("North Fellowship", PROGRAMS, (TWO_THINGS, "The documents do not say.")).parts == ()
