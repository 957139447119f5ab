"""The figures of a period, their drawings, and the report that is sent to the faculty."""

import datetime
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import pytest
from console import desk_settings, open_desk
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.cli.reporting import begin
from assistant.errors import AssistantError
from assistant.questions import make_question
from assistant.recording import FrontEnd, Volume
from assistant.recording.opening import open_database
from assistant.recording.records import Records
from assistant.reporting import (
    answer_rate,
    cards,
    deflection,
    duration,
    figures_of,
    kept_from,
    percent,
    questions_chart,
    rate_chart,
    rate_strip,
    report_html,
)

NOW = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)  # A Wednesday.
DAY = datetime.timedelta(days=1)


@pytest.fixture(scope="module")
def office(tmp_path_factory, shared_index):
    """Settings, a desk, and its records with a clock that is set by hand."""
    options = desk_settings(
        tmp_path_factory.mktemp("report"), shared_index, refusal_threshold=0.3, today="2026-11-25", record_days=60
    )
    desk = open_desk(options)
    at = [NOW]
    records = Records(open_database(options.record_to), days=60, embedder=desk.embedder, now=lambda: at[0])

    def ask(text, days_ago, *, session="one", program=None):
        at[0] = NOW - days_ago * DAY
        return records.record(
            desk.assistant.ask(make_question(text, program=program)), session=session, front_end=FrontEnd.CHAT
        )

    for number in range(4):
        ask("How much is the stipend?", 1 + number * 8, session=f"s{number}", program="alpine")
    for number in range(3):
        ask("Who feeds my <dog>?", 2, session=f"d{number}", program="coastal")
    entry = ask("Is housing provided?", 3, session="h", program="alpine")
    records.hand_off("Personal words.", session="h", reply_to="ann@example.org", program="alpine", entry_id=entry)
    ask("Who feeds my <dog>?", 50, session="old")
    yield options, desk, records
    records.close()
    desk.close()


def test_figures_of_a_short_period_are_by_day_and_of_a_long_one_by_week(office):
    _, _, records = office
    week = figures_of(records, NOW - 7 * DAY, NOW)
    assert week.by == "day"
    assert [step.period.day for step in week.steps] == [18, 19, 20, 21, 22, 23, 24, 25]
    month = figures_of(records, NOW - 30 * DAY, NOW)
    assert month.by == "week"
    assert [(step.period.month, step.period.day) for step in month.steps] == [
        (10, 26), (11, 2), (11, 9), (11, 16), (11, 23),
    ]  # fmt: skip
    assert all(step.period.weekday() == 0 for step in month.steps)


@pytest.mark.parametrize("days", [1, 7, 30, 60])
def test_all_steps_and_all_programs_make_the_whole(office, days):
    figures = figures_of(office[2], NOW - days * DAY, NOW)
    counts = (
        "questions",
        "in_chat",
        "answered",
        "refused",
        "clarified",
        "handed_off",
        "rated_up",
        "rated_down",
        "deflected",
    )
    for name in counts:
        whole = getattr(figures.total, name)
        assert sum(getattr(step, name) for step in figures.steps) == whole
        assert sum(getattr(one.total, name) for one in figures.programs) == whole
        assert all(
            sum(getattr(step, name) for step in one.steps) == getattr(one.total, name) for one in figures.programs
        )


def test_figures_of_one_program_have_nothing_of_the_others(office):
    figures = figures_of(office[2], NOW - 30 * DAY, NOW, program="coastal")
    assert (figures.total.questions, figures.total.refused) == (3, 3)
    assert [one.total.program for one in figures.programs] == ["coastal"]
    nothing = figures_of(office[2], NOW - 30 * DAY, NOW, program="elsewhere")
    assert (nothing.total.questions, nothing.programs) == (0, ())


def test_shares_are_of_all_questions_but_for_the_chats_own():
    volume = Volume(NOW.date(), None, questions=10, in_chat=8, answered=6, refused=3, clarified=1, deflected=4)
    assert (answer_rate(volume), deflection(volume)) == (0.6, 0.5)
    assert answer_rate(Volume(NOW.date(), None)) is None
    assert [card.figure for card in cards(volume)][:3] == ["10", "60%", "50%"]


@pytest.mark.parametrize(
    ("share", "words"),
    [(None, "–"), (0, "0%"), (0.001, "1%"), (0.5, "50%"), (0.999, "99%"), (1, "100%")],
)
def test_a_share_is_all_or_nothing_only_where_it_is_so(share, words):
    assert percent(share) == words


@pytest.mark.parametrize(("took", "words"), [(None, "–"), (0, "0 ms"), (999, "999 ms"), (1000, "1.0 s")])
def test_times_are_told_in_milliseconds_or_seconds(took, words):
    assert duration(took) == words


def test_a_period_begins_where_records_are_kept_from():
    assert kept_from(NOW - 7 * DAY, NOW, 30) == NOW - 7 * DAY
    assert kept_from(NOW - 84 * DAY, NOW, 30) == NOW - 30 * DAY


@st.composite
def volumes(draw):
    answered, clarified, refused = (draw(st.integers(0, 10**6) | st.just(0)) for _ in range(3))
    questions = answered + clarified + refused
    return Volume(
        datetime.date(2026, 1, 5), None, questions=questions, answered=answered, refused=refused, clarified=clarified
    )


@settings(deadline=None, max_examples=60)
@given(st.lists(volumes(), min_size=1, max_size=60))
def test_drawings_are_sound_and_stay_within_their_frame(found):
    steps = [replace(one, period=one.period + place * 7 * DAY) for place, one in enumerate(found)]
    for drawing in (questions_chart(steps, "week", name="a"), rate_chart(steps, "week", name="b")):
        root = ElementTree.fromstring(drawing)
        left, top, width, height = map(float, root.attrib["viewBox"].split())
        assert (left, top) == (0, 0)
        for shape in root.iter("rect"):
            x, y, wide, high = (float(shape.attrib[name]) for name in ("x", "y", "width", "height"))
            assert 0 <= x <= x + wide <= width
            assert 0 <= y < y + high <= height
        for shape in root.iter("circle"):
            assert 0 <= float(shape.attrib["cx"]) <= width
            assert 0 <= float(shape.attrib["cy"]) <= height
        assert root.find("title").text
        assert root.find("desc").text
    ElementTree.fromstring(rate_strip(steps))


def test_the_line_of_the_share_is_broken_where_nothing_was_asked():
    day = datetime.date(2026, 1, 5)
    asked, nothing = Volume(day, None, questions=2, answered=1), Volume(day, None)
    drawing = rate_chart([asked, nothing, asked], "week", name="rate")
    assert drawing.count('fill="none"') == 2
    assert drawing.count("<circle") == 2


def test_the_report_has_the_figures_and_what_to_do(office):
    options, desk, records = office
    page = report_html(desk.assistant, records, options, NOW - 28 * DAY, NOW)
    words = " ".join(re.sub(r"<(style|svg)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL).split())
    assert "October 28, 2026 to November 25, 2026" in words
    assert "Questions 8 " in words
    assert re.search(r"Who feeds my &lt;dog&gt;\? 3 3 Nov 23", words)
    assert re.search(r"Alpine 5 100% .* Coastal 3 0%", words)
    assert "1 open message of applicants, the oldest of November 22, 2026" in words
    assert "“1 October 2026” is past" in words
    assert page.count('class="plot"') == 2


def test_the_report_needs_nothing_else_and_holds_no_personal_words(office):
    options, desk, records = office
    page = report_html(desk.assistant, records, options, NOW - 7 * DAY, NOW)
    assert not re.search(r"<script|<link|<img|<iframe|\bsrc=|url\(|@import|javascript:", page)
    assert "Personal words" not in page
    assert "ann@example.org" not in page
    assert "Ask the &lt;Office&gt; &amp; co" in page
    assert page.lstrip().startswith("<!doctype html>")


def test_a_report_on_more_than_is_kept_says_where_it_begins(office):
    options, desk, records = office
    page = report_html(desk.assistant, records, options, NOW - 90 * DAY, NOW)
    assert "The report begins on September 26, 2026: what is older than 60 days is deleted." in page


def test_a_report_on_nothing_says_so(office):
    options, desk, records = office
    later = NOW + 30 * DAY
    page = report_html(desk.assistant, records, options, later, later + DAY)
    assert "Nothing was asked in vain." in page
    assert "<svg" not in page


@pytest.mark.parametrize(
    ("given_since", "start"),
    [
        ("7d", NOW - 7 * DAY),
        ("4w", NOW - 28 * DAY),
        ("2026-11-01", datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)),
    ],
)
def test_a_period_is_given_in_days_weeks_or_from_a_day(given_since, start):
    assert begin(given_since, NOW) == start


@pytest.mark.parametrize(
    "wrong", ["", "7", "d", "0d", "-3d", "9999w", "7D", "2026-13-01", "2026-12-01", "1200-01-01", "x"]
)
def test_a_period_that_is_none_is_refused(wrong):
    with pytest.raises(AssistantError, match="--since is "):
        begin(wrong, NOW)


def test_the_command_writes_the_report(command, index, tmp_path, monkeypatch):
    monkeypatch.setenv("ASSISTANT_RECORD_TO", f"sqlite:///{tmp_path / 'desk.sqlite'}")
    done = command("report", "--index", index, "--since", "4w", "--out", tmp_path / "report.html")
    assert done.code == 0
    assert "Nothing was asked in vain." in (tmp_path / "report.html").read_text("utf-8")
    wrong = command("report", "--index", index, "--since", "soon", "--out", tmp_path / "report.html")
    assert wrong.code == 2
    assert len(wrong.err.splitlines()) == 1
    nowhere = command("report", "--index", index, "--out", tmp_path / "none" / "report.html")
    assert nowhere.code == 2


def test_a_report_without_records_says_how_to_begin(command, index, tmp_path):
    done = command("report", "--index", index, "--out", tmp_path / "report.html")
    assert done.code == 2
    assert "ASSISTANT_RECORD_TO" in done.err
