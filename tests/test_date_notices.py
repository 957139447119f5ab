import datetime
import re
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
        ("2027-01-15", "date_ahead", "“January 15, 2027” is today."),
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
        "p/old.txt": "Notes\n\nThe deadline for late applications was March 1, 2025.\n",
        "p/new.txt": "Dates\n\nThe next deadline for late applications is March 1, 2027.\n",
    }
    found = said(files, "When was the deadline for late applications?")
    assert found["date_passed"][0] == (
        "“March 1, 2025” was 21 months ago; the next date for it in the documents is “March 1, 2027” (Dates)."
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
    ("today", "day", "words"),
    [
        ("2026-11-16", "2026-11-16", "today"),
        ("2026-11-16", "2026-11-17", "tomorrow"),
        ("2026-11-16", "2026-11-15", "yesterday"),
        ("2026-11-16", "2027-01-29", "in 74 days"),
        ("2026-11-16", "2027-02-15", "in 3 months"),
        ("2026-11-30", "2027-03-01", "in 3 months"),
        ("2026-11-01", "2027-01-31", "in 3 months"),
        ("2026-11-16", "2026-08-28", "3 months ago"),
        ("2026-11-16", "2027-11-16", "in 12 months"),
        ("2026-11-16", "2028-10-16", "in 23 months"),
        ("2026-11-16", "2024-12-16", "23 months ago"),
        ("2026-11-16", "2028-11-16", "in 2 years"),
        ("2026-01-01", "2027-12-17", "in 23 months"),
        ("2026-01-01", "2028-12-17", "in 2 years"),
        ("2026-11-16", "2023-12-16", "2 years ago"),
    ],
)
def test_distances(today, day, words):
    today, day = map(datetime.date.fromisoformat, (today, day))
    assert distance(day, today) == words


def test_distances_are_never_of_one_month_or_year():
    for days in range(-2000, 2000):
        assert not re.search(r"(?<!\d)[01] (?:month|year|day)s", distance(TODAY + datetime.timedelta(days), TODAY))


NOVEMBER_16 = datetime.date(2026, 11, 16)


@pytest.mark.parametrize(
    ("files", "question"),
    [
        (
            {"p/a.md": "# Dates\n\nThe application deadline is November 1, 2026.\n\n{}"},
            "When is the application deadline?",
        ),
        (
            {
                "p/a.md": "# Dates\n\nThe application deadline is November 1, 2026.",
                "p/b.md": "# Applications for graduation\n\nThe application deadline is May 1, 2027.",
            },
            "When is the application deadline?",
        ),
        (
            {
                "p/a.md": "# MA in History\n\nThe application deadline is November 1, 2026.",
                "p/b.md": "# MA in Chemistry\n\nThe application deadline is May 1, 2027.",
            },
            "When is the application deadline for History?",
        ),
        (
            {"p/a.md": "# Dates\n\nTranscripts are due November 1, 2026.\n\nFinal transcripts are due May 1, 2027."},
            "When are transcripts due?",
        ),
    ],
    ids=["housing", "graduation", "sister page", "final"],
)
def test_a_later_date_for_something_else_is_not_the_next_one_for_it(said, files, question):
    other = "The housing application deadline is May 1, 2027."
    found = said({name: text.replace("{}", other) for name, text in files.items()}, question, NOVEMBER_16)
    assert "“November 1, 2026” was 15 days ago." in found["date_passed"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("# MA in History\n\nApplications are due April {}, 2027.", "# MA in Chemistry"),
        ("# History of the MA program\n\nApplications are due April {}, 2027.", "# Chemistry of the MA program"),
        ("# MA in History\n\nApplications for Fall 2027 are due April {}, 2027.", "# MA in Chemistry"),
        ("# Fall term\n\nApplications are due April {}, 2027.", "# Spring term"),
        ("# Guide\n\n## History\n\nApplications are due April {}, 2027.", "# Guide\n\n## Chemistry"),
    ],
)
@pytest.mark.parametrize("program", ["p/", ""])
def test_pages_about_different_things_do_not_disagree(said, one, other, program):
    heading = one.rpartition("\n\n")[0]
    files = {f"{program}a.md": one.format(1), f"{program}b.md": one.replace(heading, other).format(8)}
    named = heading.rpartition("# ")[2]
    assert "sources_disagree" not in said(files, f"When are applications due, {named}?", NOVEMBER_16)


@pytest.mark.parametrize(
    ("one", "other", "disagree"),
    [
        ("Registration is open from January 5 to January 15, 2027.", "Registration opens January 5, 2027.", False),
        ("Registration is open from January 5 to January 15, 2027.", "Registration opens January 7, 2027.", True),
        (
            "Registration is open from January 5 to January 15, 2027.",
            "Registration is open from January 5 to January 25, 2027.",
            True,
        ),
        (
            "Applicants' interviews will be held on January 5-9, 2027.",
            "Applicants' interviews will be held on January 7, 2027.",
            False,
        ),
        (
            "Applicants' interviews will be held on January 5-9, 2027.",
            "Applicants' interviews will be held on January 12, 2027.",
            True,
        ),
    ],
)
def test_a_stretch_and_a_day_of_it_do_not_disagree(said, one, other, disagree):
    files = {"p/a.md": f"# Guide\n\n{one}", "p/b.md": f"# Questions\n\n{other}"}
    question = "When does registration open?" if "Reg" in one else "When are the interviews of applicants?"
    assert ("sources_disagree" in said(files, question, NOVEMBER_16)) is disagree


@pytest.mark.parametrize(
    ("text", "kind", "notices"),
    [
        ("The application portal opens on November 16, 2026.", "date_ahead", ["“November 16, 2026” is today."]),
        ("The application portal opens on October 1, 2026.", "date_passed", None),
        ("The application portal opens in October 2026.", "date_passed", None),
        (
            "The application portal is open from October 1 to November 1, 2026.",
            "date_passed",
            ["“October 1 to November 1, 2026” was 15 days ago."],
        ),
        (
            "The application portal is open from November 1 to November 20, 2026.",
            "date_ahead",
            ["“November 1 to November 20, 2026” is now; its last day is in 4 days."],
        ),
        (
            "The application must be received by 12:00 a.m. EST on November 16, 2026.",
            "date_passed",
            ["“12:00 a.m. EST on November 16, 2026” was today."],
        ),
        ("The application must be received by 12:00 a.m. EST on November 16, 2026.", "date_ahead", None),
        (
            "The application must be received by 12:00 a.m. EST on November 17, 2026.",
            "date_ahead",
            ["“12:00 a.m. EST on November 17, 2026” is tomorrow; its last day is today."],
        ),
        (
            "The application must be received by 12:00 p.m. EST on November 16, 2026.",
            "date_ahead",
            ["“12:00 p.m. EST on November 16, 2026” is today."],
        ),
        (
            "The application must be received by midnight EST on November 16, 2026.",
            "date_doubtful",
            ["“midnight EST on November 16, 2026”: midnight may be the beginning or the end of that day."],
        ),
    ],
)
def test_what_opens_and_what_closes_is_seen_from_its_day(said, text, kind, notices):
    assert (
        said({"a.md": f"# Guide\n\n{text}"}, "When is the application portal open?", NOVEMBER_16).get(kind) == notices
    )


GRANT = """# {title}

## Who may apply

Artists living in the state may apply.

## {heading}

The grantees are Ada Stone and Ben Hill, who paint bridges.
"""


@pytest.mark.parametrize(
    ("title", "heading", "question", "about"),
    [
        ("Grant", "Our 2023-2024 grantees", "Who may apply, artists living in the state?", None),
        ("Grant", "Our 2023-2024 grantees", "Who are the grantees, who paint bridges?", "Our 2023-2024 grantees"),
        ("Grant 2023-2024", "Our grantees", "Who may apply, artists living in the state?", "Grant 2023-2024"),
        ("Grant", "Tuition 2025-2026", "Who may apply, artists living in the state?", None),
        ("Grant", "Title IX, 20 U.S.C. 1681-1682", "Who are the grantees, who paint bridges?", None),
        ("Grant 2026-2027", "Our 2023-2024 grantees", "Who may apply, artists living in the state?", None),
    ],
)
def test_a_past_cycle_is_that_of_its_page_or_of_its_section(said, title, heading, question, about):
    found = said({"a.md": GRANT.format(title=title, heading=heading)}, question, NOVEMBER_16).get("stale_cycle", [])
    assert [text.split("”")[0][1:] for text in found] == ([about] if about else [])


def test_days_of_a_list_each_have_a_remark_with_their_month(said):
    text = "Interviews will be held on November 9 and 12, 2026 and on December 9 and 12, 2026."
    found = said({"a.md": f"# Guide\n\n{text}"}, "When will the interviews be held?", NOVEMBER_16)
    assert found["date_ahead"] == ["“December 9” is in 23 days; “[December] 12, 2026” is in 26 days."]
    assert [words.partition(";")[0].rstrip(".") for words in found["date_passed"]] == [
        "“November 9” was 7 days ago",
        "“[November] 12, 2026” was 4 days ago",
    ]


def test_a_date_that_two_pages_give_alike_is_remarked_on_once(said):
    text = "The application deadline is March 1, 2027."
    found = said({"p/a.md": f"# Guide\n\n{text}", "p/b.md": f"# Questions\n\n{text}"}, "When is the deadline?")
    assert found["date_ahead"] == ["“March 1, 2027” is in 3 months."]
