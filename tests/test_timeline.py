from datetime import date
from pathlib import Path
from time import process_time

import pytest
from growing import in_proportion
from hypothesis import given
from hypothesis import strategies as st

from assistant.citing import verify
from assistant.documents import read_document
from assistant.errors import DocumentError
from assistant.timeline import Event, State, items_of, make_timeline
from assistant.timeline.reading import MOST_ITEMS

TODAY = date(2026, 11, 25)
PAGE = Path(__file__).parents[1].parent / "shared" / "data" / "page" / "mgh-msk-fellowship.txt"


def document(text, doc_id="program/page.md"):
    return read_document(text.encode(), doc_id)


def items(text, today=TODAY):
    return items_of(document(text), today)


def events(text):
    return [(item.event.value, item.when) for item in items(text)]


@pytest.fixture
def fellowship():
    if not PAGE.exists():
        pytest.skip("needs ../shared/data, which is not part of the repository")
    return read_document(PAGE.read_bytes(), "fellowship/page.txt")


def test_fellowship_page_of_2023_is_past_in_2026(fellowship):
    opens, interviews = items_of(fellowship, TODAY)
    assert (opens.event, opens.first, opens.last) == (Event.OPENS, date(2023, 11, 1), date(2023, 11, 1))
    assert (
        opens.citation.quote == "Beginning November 1, 2023, you can submit your application for 2023-2024 positions."
    )
    assert (interviews.event, interviews.when) == (Event.HAPPENS, "January and March 2024")
    assert (interviews.first, interviews.last) == (date(2024, 1, 1), date(2024, 3, 31))
    for item in (opens, interviews):
        assert (item.state, item.cycle, item.cycle_is_past) == (State.PAST, "2023-2024", True)


def test_application_within_the_year_it_is_for_is_flagged(fellowship):
    opens, interviews = items_of(fellowship, TODAY)
    assert [problem for problem in opens.problems if "2023-2024" in problem]
    assert interviews.problems == ()


@pytest.mark.parametrize(
    ("today", "state", "days"),
    [
        (date(2027, 1, 1), State.UPCOMING, 9),
        (date(2027, 1, 10), State.NOW, 10),
        (date(2027, 1, 15), State.NOW, 5),
        (date(2027, 1, 20), State.NOW, 0),
        (date(2027, 1, 21), State.PAST, -11),
    ],
)
def test_state_and_days_are_counted_from_today(today, state, days):
    (item,) = items("# Dates\n\nInterviews will be held January 10-20, 2027.", today)
    assert (item.state, item.days) == (state, days)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Applications open on January 5, 2027 and close on March 1, 2027.", ["opens", "closes"]),
        ("The application deadline is January 15, 2027.", ["closes"]),
        ("You must submit the form by January 15, 2027.", ["closes"]),
        ("All letters must be received no later than January 15, 2027.", ["closes"]),
        ("Deadlines have been extended to January 10, 2027.", ["closes"]),
        ("You can apply from December 1, 2026.", ["opens"]),
        ("Registration begins December 1, 2026.", ["opens"]),
        ("Classes begin on August 26, 2027.", ["happens"]),
        ("Applicants are notified of the decision by April 1, 2027.", ["happens"]),
        ("The deadlines will be announced in November 2026.", ["happens"]),
        ("The deadline for fall admission is June 1 and for spring admission is November 1.", ["closes", "closes"]),
        ("Orientation will take place on August 20, 2027.", ["happens"]),
        ("Applications typically open in the fall.", ["opens"]),
        ("You must return the form within 10 days of receiving your offer.", ["closes"]),
        ("The deadline is July 1 each year.", ["closes"]),
        ("Applications are due on the third Friday of October.", ["closes"]),
        ("The application portal is open until January 5, 2027.", ["closes"]),
        ("By January 31 all eligible students receive a tax statement.", ["happens"]),
        ("Applicants who complete the form by May 1 will receive a decision by June 1.", ["closes", "happens"]),
        ("Decisions are usually given by mid-February.", ["happens"]),
        ("Applications received after March 1 are not guaranteed consideration.", ["closes"]),
        ("Forms are available from mid-September to mid-October.", ["opens"]),
        ("The funds will be available from July 1, 2026 to April 1, 2027.", ["happens"]),
        ("Registration requests received before April 1 will receive priority.", []),
        ("The last day date to receive a refund is June 5.", ["closes"]),
    ],
)
def test_words_around_a_date_tell_its_event(sentence, expected):
    assert [item.event for item in items(f"# Program\n\n{sentence}")] == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "In October 2004, the division moved to the new building.",
        "The school was founded on March 3, 1841.",
        "She joined the faculty in August 2019 as an assistant professor.",
        "Last updated: January 5, 2026.",
        "© January 2026 The Program.",
        "The Immigration Act of May 2, 1996 applies.",
        "TOEFL tests taken before January 21, 2026 need a score of 100.",
        "For example, if you attend a conference in June, you can apply in spring.",
        "Requests are answered within 5-10 business days of submitting the request.",
        "These are the 2026-2027 positions.",
        "We hold many sessions and you may ask us anything.",
        "Applicants must have completed two years of study within the past five years.",
        "Activities occurring between November 1 and March 1 are funded.",
        "Service must be performed on or after May 1, 2012 and before the start of studies.",
        "Work may have been performed before May 1, 2012, provided it was unpaid.",
        "Students must complete such program by August 2027.",
        "Applicants must not have reached their 27th birthday by June 30 of that year.",
        "Cancellation would occur in the event of under-enrollment by May 1, 2026.",
        "Admission from the waitlist can occur as early as the end of May.",
        "Students often receive offers close to or on the May 1 date.",
        "We welcome families to campus for Opening and Move-In on Sunday, August 24.",
        "New employees must complete the training no later than 90 days from the date they start.",
        "The school must return the funds no later than 45 days after this date.",
        "Graduate loans will no longer be available to new borrowers starting July 1, 2026.",
        "There will be no regular service on May 18 and 19.",
        "The exhibit is open for public viewing until June 15.",
        "Merchandise with the new logo will be available in early September.",
        "The study appeared in Business Review, 5 (2), 236-247 (July 2020).",
        "The statute applies to petitions filed on or after September 21, 2025, that request a change.",
    ],
)
def test_dates_that_are_no_event_for_applicants_are_left_out(sentence):
    assert items(f"# Program\n\n{sentence}") == ()


def test_row_whose_columns_are_not_named_is_flagged():
    rows = "Summer | May 1, 2027 | June 1, 2027 | | Fall | July 1, 2027 | August 1, 2027"
    found = items(f"# Deadlines\n\n{rows}")
    assert [item.event for item in found] == ["closes"] * 4
    assert items(f"# Calendar\n\n{rows}") == ()
    assert all("The document does not say which of several dates this is." in item.problems for item in found)


def test_table_that_has_run_together_takes_its_events_from_its_header():
    rows = "Round 1 May 1, 2027 June 1, 2027 Round 2 July 1, 2027 August 1, 2027"
    text = f"# Dates\n\nRound Application Deadline Decision Date {rows}"
    assert [event for event, _ in events(text)] == ["closes", "happens"] * 2


def test_month_whose_day_could_not_be_read_is_left_out():
    assert items("# Program\n\nThe application deadline is April 152.") == ()


def test_news_and_lives_are_left_out():
    assert items("# Program\n\n## News\n\nThe deadline for the prize was May 3, 2025.") == ()


@pytest.mark.parametrize(
    "heading",
    [
        "Payroll",
        "Human Resources",
        "Faculty Handbook",
        "Personnel Schedule: Tenure-Track Faculty",
        "Fiscal Close",
        "Minutes of the Council",
        "For Employers",
        "Past Events",
        "Revision History",
        "Spring News Release",
    ],
)
def test_places_where_others_find_their_dates_are_left_out(heading):
    assert items(f"# Program\n\n## {heading}\n\n- Deadline: May 3, 2027\n- Orientation: May 4, 2027") == ()
    assert items(f"# {heading}\n\n- Deadline: May 3, 2027\n- Orientation: May 4, 2027") == ()


def test_program_that_teaches_what_others_do_is_no_place_of_theirs():
    assert events("# M.S. in Human Resources Management\n\n- Deadline: May 3, 2027") == [("closes", "May 3, 2027")]


def test_page_that_is_named_after_staff_is_left_out():
    assert items_of(document("# Calendar\n\n- Deadline: May 3, 2027", "faculty-affairs/calendar.md"), TODAY) == ()


def test_date_alone_under_a_calendar_is_left_out_for_it_says_nothing():
    assert items("# Class Schedule\n\n- October 7 & 8\n- October 14") == ()
    assert events("# Program\n\n## Orientation\n\n- August 24, 2027") == [("happens", "August 24, 2027")]


def test_words_between_two_dates_belong_to_the_date_that_they_lead_to():
    text = "# P\n\nThursday, October 29, 2026 Add/drop begins The last day for add/drop is January 21, 2027"
    assert events(text) == [("opens", "Thursday, October 29, 2026"), ("closes", "January 21, 2027")]


def test_calendar_whose_lines_break_behind_the_dates_is_put_right():
    text = "# Calendar\n\nAugust 27\n\nFirst day of classes September 1\n\nLabor Day recess October 9\n\nCareer fair"
    assert [item.citation.quote for item in items(text)] == [
        "August 27\n\nFirst day of classes",
        "September 1\n\nLabor Day recess",
        "October 9\n\nCareer fair",
    ]


def test_label_at_the_end_of_a_line_belongs_to_the_date_after_it():
    text = "# P\n\nTask Due Date Application May 1, 2027 Notification Date\nJune 1, 2027 Deposit Deadline\nJuly 1, 2027"
    assert events(text) == [("closes", "May 1, 2027"), ("happens", "June 1, 2027"), ("closes", "July 1, 2027")]


def test_label_that_has_its_date_does_not_introduce_what_follows():
    text = "# P\n\nApplications open:\n\nApr. 2, 2027\n\nPhilosophy Fall - May 1, 2027"
    assert [(item.event, item.when) for item in items(text)] == [("opens", "Apr. 2, 2027")]


def test_labels_with_their_dates_that_have_run_together_are_told_apart():
    text = "# Visits Calendar\n\nBoston Fair | May 1, 2027 Albany Fair | May 2, 2027 Law Day | May 3, 2027"
    assert [item.citation.quote for item in items(text)] == [
        "Boston Fair | May 1, 2027",
        "Albany Fair | May 2, 2027",
        "Law Day | May 3, 2027",
    ]


def test_heading_that_is_a_date_is_quoted_with_what_stands_below():
    (item,) = items("# Orientation\n\n## Monday, August 25\n\nOrientation for new students begins at noon.")
    assert item.citation.quote == "Monday, August 25\n\nOrientation for new students begins at noon."


def test_date_without_year_has_no_day():
    (item,) = items("# Program\n\nThe application deadline is January 15.")
    assert (item.state, item.first, item.days) == (State.UNKNOWN, None, None)
    assert item.problems == ("No year is given.",)


def test_day_that_does_not_exist_is_said_so():
    (item,) = items("# Program\n\nThe application deadline is February 30, 2027.")
    assert (item.state, item.first) == (State.UNKNOWN, None)
    assert item.problems == ("There is no February 30, 2027.",)


def test_day_and_month_that_could_be_swapped_are_flagged():
    (item,) = items("# Program\n\nThe application deadline is 03/04/2027.")
    assert (item.state, item.first) == (State.UNKNOWN, None)
    assert "Day and month could be swapped." in item.problems


def test_time_without_zone_is_flagged():
    first, second = items(
        "# Program\n\nForms are due January 5, 2027, 5 p.m.\n\nFees are due January 6, 2027, 5 p.m. ET."
    )
    assert first.problems == ("The time has no time zone.",)
    assert second.problems == ()


@pytest.mark.parametrize("zone", ["Eastern.", "E.S.T.", "Hawaii time.", "SAST.", "in your local time zone.", ", EST."])
def test_time_with_a_zone_of_any_kind_is_not_flagged(zone):
    (item,) = items(f"The application deadline is March 1, 2027 at 5 p.m. {zone}")
    assert item.problems == ()


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("The application deadline is January 15 at the latest, 2027.", ()),
        ("The application deadline is January 15 for Fall 2027 admission.", ("No year is given.",)),
        ("The application deadline is January 15. In 2027 the form changes.", ("No year is given.",)),
    ],
)
def test_a_year_is_not_said_to_lack_where_one_may_follow_in_the_clause(text, problems):
    assert items(text)[0].problems == problems


@pytest.mark.parametrize(
    "text",
    [
        "The application deadline has been extended from November 26, 2026 to December 10, 2026.",
        "The application deadline has changed from December 15, 2026 to December 10, 2026.",
        "- Application deadline: extended from Nov. 26, 2026 to December 10, 2026",
        "The application deadline was moved from November 26, 2026 at 5 p.m. ET to December 10, 2026.",
    ],
)
def test_of_a_deadline_that_was_changed_only_the_new_one_is_an_event(text):
    (item,) = items(text)
    assert (item.event, item.when, item.problems) == (Event.CLOSES, "December 10, 2026", ())


def test_rows_of_a_table_take_their_event_from_column_or_label():
    table = """# Program

| Round | Applications open | Application deadline | Interviews |
|---|---|---|---|
| Round 1 | September 1, 2026 | October 1, 2026 | November 2-6, 2026 |
"""
    found = items(table)
    assert [item.event for item in found] == ["opens", "closes", "happens"]
    assert {item.citation.quote for item in found} == {
        "Round 1 | September 1, 2026 | October 1, 2026 | November 2-6, 2026"
    }
    assert found[0].citation.lead_in.quote == "Round | Applications open | Application deadline | Interviews"


def test_table_with_the_date_first():
    table = """# Program

| Date | Milestone |
|---|---|
| September 15, 2026 | Application period opens |
| May 1, 2027 | Deadline for scholarships |
| August 20, 2027 | Orientation |
"""
    assert [event for event, _ in events(table)] == ["opens", "closes", "happens"]


def test_table_that_lost_its_lines_is_read_by_its_cells():
    text = "# Key Dates\n\nRegistration Opens | November 17, 2026 | | Registration Deadline | January 9, 2027 |"
    found = items(text)
    assert [(item.event, item.citation.quote) for item in found] == [
        ("opens", "Registration Opens | November 17, 2026"),
        ("closes", "Registration Deadline | January 9, 2027"),
    ]


def test_calendar_of_days_and_what_they_are():
    text = "# Calendar\n\n**May 14**\n\nLast day to register\n\n**May 26**\n\nClasses begin"
    assert events(text) == [("closes", "May 14"), ("happens", "May 26")]
    assert [item.citation.quote for item in items(text)] == [
        "May 14\n\nLast day to register",
        "May 26\n\nClasses begin",
    ]


def test_headings_say_what_their_lists_hold():
    text = "# P\n\n## Application deadlines for Fall 2027\n\n- Domestic: January 5, 2027\n- Others: December 1, 2026"
    assert [(item.event, item.cycle) for item in items(text)] == [("closes", "Fall 2027")] * 2


def test_paragraph_that_introduces_a_list_is_quoted_with_it():
    (item, _) = items("# Program\n\nApplication Deadlines\n\n- Fall: June 30\n- Spring: November 15")
    assert item.event is Event.CLOSES
    assert item.citation.lead_in.quote == "Application Deadlines"


@pytest.mark.parametrize(
    ("text", "cycle", "past"),
    [
        ("# The 2023-2024 cycle\n\nThe deadline is January 5.", "2023-2024", True),
        ("# Dates\n\nFor the 2027 cycle, the deadline is January 5.", "2027", False),
        ("# Dates\n\nThe deadline for Fall 2026 is January 5, 2026.", "Fall 2026", False),
        ("# Dates\n\nThe deadline is January 5.", None, False),
    ],
)
def test_cycle_is_in_the_words_of_the_document(text, cycle, past):
    (item,) = items(text)
    assert (item.cycle, item.cycle_is_past) == (cycle, past)


def test_date_years_away_from_its_cycle_is_flagged():
    (item,) = items("# Dates of the 2023-2024 cycle\n\nThe application deadline is January 5, 2027.")
    assert [problem for problem in item.problems if "2023-2024" in problem]


def test_what_two_pages_say_alike_is_shown_once():
    one = document("# Overview\n\nThe application deadline is January 15, 2027.", "program/overview.md")
    other = document("# FAQ\n\nThe application deadline is Friday, January 15, 2027.", "program/faq.md")
    (item,) = make_timeline([one, other], TODAY).items
    assert item.citation.doc_id == "program/faq.md"
    assert [citation.doc_id for citation in item.also] == ["program/overview.md"]


def test_two_pages_that_contradict_are_both_kept_and_say_so():
    one = document("# Overview\n\nThe application deadline is November 1, 2026.", "program/overview.md")
    other = document("# FAQ\n\nThe application deadline is November 15, 2026.", "program/faq.md")
    first, second = make_timeline([one, other], TODAY).items
    assert first.problems == ("“FAQ” gives November 15, 2026.",)
    assert second.problems == ("“Overview” gives November 1, 2026.",)


def test_pages_of_two_programs_are_not_compared():
    one = document("# Overview\n\nThe application deadline is November 1, 2026.", "music/overview.md")
    other = document("# FAQ\n\nThe application deadline is November 15, 2026.", "law/faq.md")
    assert all(item.problems == () for item in make_timeline([one, other], TODAY).items)


def test_timeline_is_in_order_of_date_with_the_undated_last():
    text = (
        "# D\n\n- Interviews: March 1, 2027\n- Fees are due May 1\n- Deadline: January 5, 2027\n- Forms are due April 1"
    )
    assert [item.when for item in make_timeline([document(text)], TODAY).items] == [
        "January 5, 2027",
        "March 1, 2027",
        "May 1",
        "April 1",
    ]


def test_uid_stays_when_the_date_is_changed():
    (before,) = items("# Program\n\nThe application deadline is January 15, 2027.")
    (after,) = items("# Program\n\nThe application deadline is January 20, 2027.")
    assert before.uid == after.uid


def test_uids_differ_between_items():
    found = items("# Dates\n\n- Info session: May 1, 2027\n- Info session: May 2, 2027\n- Deadline: May 3, 2027")
    assert len({item.uid for item in found}) == len(found) == 3


PIECES = st.sampled_from(
    [
        "January 5, 2027",
        "Feb 30",
        "03/04/2027",
        "Fall 2026",
        "within 10 days of receiving it",
        "Deadline:",
        "must be received by",
        "Applications open",
        "| ",
        " | ---|---| ",
        "\n",
        "\n\n",
        "# Dates\n\n",
        "- ",
        "(2023-2024 cycle)",
        "to",
        "and",
        "9:00 a.m.",
        ": ",
        ". ",
        "July 1 each year",
    ]
)


@given(
    st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=30).map(" ".join), st.sampled_from(["a/b.md", "b.txt"])
)
def test_any_text_gives_items_that_are_verbatim(text, doc_id):
    try:
        read = document(text, doc_id)
    except DocumentError:
        return
    for item in make_timeline([read], TODAY).items:
        assert verify(item.citation, read)
        assert item.when == read.text[item.date_start : item.date_end] != ""
        extents = [item.citation, *filter(None, [item.citation.lead_in])]
        assert any(extent.start <= item.date_start and item.date_end <= extent.end for extent in extents)
        assert item.cycle is None or item.cycle in read.text or item.cycle in read.title
        assert (item.state is State.UNKNOWN) == (item.first is None) == (item.days is None)


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "piece",
    [
        "May 1, 2027 ",
        "deadline by ",
        "fall ",
        "must be received after ",
        "a | ",
        "Deadline: May 1 | ",
        "within 10 days of ",
    ],
)
def test_long_lines_take_time_in_proportion(piece):
    text = f"# Dates\n\n{piece * (100_000 // len(piece))}"
    assert in_proportion(lambda read: make_timeline([document(read)], TODAY), text)


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "piece",
    ["May 1\n\n", "- May 1, 2027\n", "The deadline is May 1, 2027. ", "Deadline: May 1 | ", "Deadline:\n\nMay 1\n\n"]
    + ["## May 1\n\nMay 2\n\n", "within 10 days of ", "A May 1 Deadline\n", "open closes due "],
)
def test_large_documents_are_read_up_to_a_limit(piece):
    read = document(f"# Deadlines\n\nMay 1 {piece * (250_000 // len(piece))}")
    started = process_time()
    found = make_timeline([read], TODAY).items
    assert len(found) <= MOST_ITEMS
    assert process_time() - started < 10  # About one second on a free core.
