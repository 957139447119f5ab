import datetime
from pathlib import Path

import pytest

from assistant.dates.distance import distance
from assistant.questions import make_question

PAGE = Path(__file__).parents[1].parent / "shared" / "data" / "page" / "mgh-msk-fellowship.txt"
TODAY = datetime.date(2026, 11, 25)


@pytest.fixture
def said(write, build, open_assistant, tmp_path):
    """Asks a question of the given files on a day; what is said beside the quotes, by kind."""

    def ask(files, question, today=TODAY):
        build(write(tmp_path / "corpus", files), tmp_path / "index")
        answer = open_assistant(tmp_path / "index", today=today).ask(make_question(question))
        assert answer.citations
        found = {}
        for notice in answer.notices:
            found.setdefault(notice.kind, []).append(notice.text)
        return found

    return ask


OLD = """# Fellowship

## Applying for the 2023-2024 cycle

Beginning November 1, 2023, you can submit your application.

## Positions

We have eight funded positions.
"""
DEADLINE = {"guide.txt": "How to apply\n\nThe application deadline is January 15, 2027.\n"}


@pytest.mark.parametrize(
    ("today", "kind", "text"),
    [
        ("2026-11-25", "date_ahead", "“January 15, 2027” is in 51 days."),
        ("2027-01-14", "date_ahead", "“January 15, 2027” is tomorrow."),
        ("2027-01-15", "date_ahead", "“January 15, 2027” is now; its last day is today."),
        (
            "2027-01-16",
            "date_passed",
            "“January 15, 2027” was yesterday; no later one was found in the documents.",
        ),
        (
            "2029-02-01",
            "date_passed",
            "“January 15, 2027” was 2 years ago; no later one was found in the documents.",
        ),
    ],
)
def test_a_quoted_date_is_seen_from_today(said, today, kind, text):
    assert said(DEADLINE, "When is the application deadline?", datetime.date.fromisoformat(today))[kind] == [text]


def test_a_date_that_is_over_names_the_next_one_of_its_kind(said):
    files = {
        "p/old.txt": "Notes\n\nThe application deadline was extended to March 1, 2025 for late applications.\n",
        "p/new.txt": "Dates\n\nThe application deadline is March 1, 2027.\n",
    }
    found = said(files, "Was the deadline extended for late applications?")
    assert found["date_passed"][0] == (
        "“March 1, 2025” was 20 months ago; the next date for it in the documents is “March 1, 2027” (Dates)."
    )


@pytest.mark.parametrize(
    "more",
    [
        "The next application deadline is in spring 2027.",
        "Applications for the next round are due by 03/04/2027.",
        "The deadline is March 1 of every year.",
    ],
)
def test_it_is_not_said_that_no_later_date_is_there_when_one_may_be(said, more):
    files = {"p/a.txt": f"Apply\n\nThe application deadline was March 1, 2026.\n\n{more}\n"}
    assert "no later one" not in " ".join(said(files, "When was the application deadline?").get("date_passed", ()))


def test_a_later_date_of_a_page_for_all_programs_is_the_next_one(said):
    files = {
        "p/a.txt": "Apply\n\nThe application deadline for the fellowship was March 1, 2026.\n",
        "all.txt": "Overview\n\nThe application deadline for the next fellowship is March 1, 2027.\n",
    }
    found = said(files, "When was the application deadline for the fellowship?")
    assert "is “March 1, 2027” (Overview)" in found["date_passed"][0]
    assert "sources_disagree" not in found


def test_an_unrelated_later_date_is_not_the_next_one(said):
    files = {
        "p/a.txt": "Apply\n\nThe application deadline was March 1, 2026.\n",
        "p/housing.txt": "Housing\n\nThe deadline for the summer housing lottery is May 20, 2027.\n",
    }
    assert "May 20" not in " ".join(said(files, "When was the application deadline?")["date_passed"])


@pytest.mark.parametrize(
    ("today", "text"), [("2027-03-10", "this month"), ("2027-02-10", "next month"), ("2026-11-25", "in 4 months")]
)
def test_a_month_is_not_given_days(said, today, text):
    files = {"a.txt": "Apply\n\nThe application deadline is in March 2027.\n"}
    found = said(files, "When is the application deadline?", datetime.date.fromisoformat(today))
    assert found["date_ahead"] == [f"“March 2027” is {text}."]


def test_a_cycle_that_is_only_told_of_is_not_what_the_page_is_about(said):
    files = {"a.txt": "Fellowship\n\nIn the 2022-2023 cycle, 400 people applied.\n\nThe stipend is 61,000 dollars.\n"}
    assert "stale_cycle" not in said(files, "How much is the stipend?")


@pytest.mark.parametrize(("day", "over"), [("2026-09-30", False), ("2026-10-01", True)])
def test_a_cycle_of_two_years_is_over_from_october(said, day, over):
    page = OLD.replace("2023-2024", "2025-2026").replace("2023", "2025")
    found = said({"page.md": page}, "How many funded positions are there?", datetime.date.fromisoformat(day))
    assert ("stale_cycle" in found) is over


def test_a_date_without_its_year_is_said_to_have_none(said):
    found = said({"guide.txt": "Apply\n\nThe application deadline is March 1.\n"}, "When is the application deadline?")
    assert found["year_missing"] == ["“March 1”: no year is given."]
    assert "date_ahead" not in found


def test_a_day_that_does_not_exist_is_doubted(said):
    found = said(
        {"guide.txt": "Apply\n\nThe application deadline is February 30, 2027.\n"}, "When is the application deadline?"
    )
    assert len(found["date_doubtful"]) == 1
    assert "date_ahead" not in found


def test_a_time_without_a_zone_is_said_to_have_none(said):
    files = {"guide.txt": "Apply\n\nThe application deadline is March 1, 2027 at 5:00 pm.\n"}
    assert "time zone" in said(files, "When is the application deadline?")["date_doubtful"][0]


def test_two_documents_that_disagree_are_both_named(said):
    files = {
        "p/guide.txt": "Guide\n\nThe application deadline is March 1, 2027.\n",
        "p/questions.txt": "Questions\n\nThe application deadline is March 8, 2027.\n",
    }
    found = said(files, "When is the application deadline?")["sources_disagree"]
    assert "“Guide” gives March 1, 2027" in found[0] and "“Questions” gives March 8, 2027" in found[0]


def test_every_answer_from_a_past_cycle_is_warned_of(said):
    found = said({"page.md": OLD}, "How many funded positions are there?")
    assert found["stale_cycle"][0].startswith("“Fellowship” is about “2023-2024”, which is over")


@pytest.mark.parametrize(
    ("more", "today"),
    [("", datetime.date(2024, 5, 1)), ("\nThe next deadline is March 1, 2028.\n", TODAY)],
    ids=["in its time", "with a later date"],
)
def test_a_cycle_that_is_not_over_is_not_warned_of(said, more, today):
    assert "stale_cycle" not in said({"page.md": OLD + more}, "How many funded positions are there?", today)


def test_a_past_event_is_no_deadline(said):
    found = said({"a.txt": "About\n\nIn October 2004, the division moved to a new building.\n"}, "When did it move?")
    assert not {"date_passed", "date_ahead"} & found.keys()


@pytest.mark.skipif(not PAGE.exists(), reason="The fellowship page is not here.")
@pytest.mark.parametrize(
    "question", ["When can I apply?", "When are the interviews?", "How many positions are there?", "Can I apply now?"]
)
def test_the_fellowship_page_of_2023_is_never_current_in_2026(said, question):
    found = said({"fellowship/page.txt": PAGE.read_text("utf-8")}, question)
    assert "2023-2024" in found["stale_cycle"][0]
    assert "date_ahead" not in found


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "As a DO, which examination do I need?",
            "This rule is for international medical graduates; your question is about DO applicants.",
        ),
        ("As an IMG, which examination do I need?", None),
        ("Which examination do I need?", None),
    ],
)
def test_a_rule_for_other_applicants_is_said_to_be(said, question, text):
    page = "# Guide\n\n## International medical graduates\n\nYou need to pass the USMLE examination.\n"
    assert said({"guide.md": page}, question).get("other_kind") == (text and [text])


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (74, "in 74 days"), (-80, "2 months ago"), (731, "in 2 years")],
)
def test_distances(days, words):
    assert distance(days) == words
