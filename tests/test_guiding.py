import datetime
import json

import pytest

from assistant.errors import QuestionError
from assistant.guiding import Guide

DAY = datetime.date(2026, 9, 1)


@pytest.fixture
def guide(shared_index, open_assistant):
    return Guide(open_assistant(shared_index, today=DAY))


def test_a_timeline_is_that_of_its_program_seen_from_today(guide):
    items = [item for item in guide.timeline("alpine").items if item.first]
    assert [(item.first.isoformat(), item.event.value, item.state.value) for item in items] == [
        ("2026-10-01", "closes", "upcoming"),
        ("2026-11-09", "happens", "upcoming"),
    ]
    assert items[0].days == 30
    assert {item.citation.program for item in items} == {"alpine"}


def test_without_a_program_the_timeline_is_of_all_in_order_of_date(guide):
    days = [item.first.isoformat() for item in guide.timeline().items if item.first]
    assert days == ["2026-10-01", "2026-11-09", "2027-01-15"]


def test_what_stands_in_no_program_is_shown_once(write, tmp_path, build, open_assistant):
    files = {
        "all.txt": "Applications\n\nThe application deadline is 1 March 2027.\n",
        "a/x.txt": "One\n\nNothing here.\n",
        "b/y.txt": "Two\n\nNothing here.\n",
    }
    build(write(tmp_path / "c", files), tmp_path / "i")
    assert len(Guide(open_assistant(tmp_path / "i", today=DAY)).timeline().items) == 1


def test_the_timeline_is_made_anew_on_another_day(shared_index, open_assistant):
    assistant = open_assistant(shared_index, today=DAY)
    guide = Guide(assistant)
    assert guide.timeline("alpine").items[0].state.value == "upcoming"
    assistant.today = lambda: datetime.date(2026, 12, 1)
    assert {item.state.value for item in guide.timeline("alpine").items if item.first} == {"past"}


def test_a_checklist_needs_a_program_where_there_are_several(guide):
    assert len(guide.checklist("alpine").items) == 3
    with pytest.raises(QuestionError, match="name one of 'alpine', 'coastal'"):
        guide.checklist()


@pytest.mark.parametrize("ask", ["timeline", "checklist", "requirements"])
def test_a_program_without_documents_is_refused(guide, ask):
    with pytest.raises(QuestionError, match="has no documents"):
        getattr(guide, ask)("polar")


def test_the_command_prints_the_timeline_and_writes_a_calendar(command, index, tmp_path, monkeypatch):
    monkeypatch.setenv("ASSISTANT_TODAY", "2026-09-01")
    done = command("timeline", "--program", "alpine", "--index", index)
    assert done.code == 0
    assert done.out.startswith("2026-10-01  closes (in 30 days)\n    Step | Date\n")
    done = command("timeline", "--json", "--ics", tmp_path / "dates.ics", "--index", index)
    table = json.loads(done.out)
    assert table["today"] == "2026-09-01"
    assert [item["first"] for item in table["items"][:3]] == ["2026-10-01", "2026-11-09", "2027-01-15"]
    assert (tmp_path / "dates.ics").read_bytes().count(b"BEGIN:VEVENT") == 3


def test_a_calendar_that_cannot_be_written_is_said_in_one_line(command, index, tmp_path):
    done = command("timeline", "--ics", tmp_path / "gone" / "dates.ics", "--index", index)
    assert done.code == 2
    assert done.err.count("\n") == 1
    assert "cannot be written" in done.err


def test_the_command_prints_the_checklist_and_writes_markdown(command, index, tmp_path):
    done = command("checklist", "--program", "alpine", "--index", index)
    assert done.code == 0
    assert done.out.count("[ ] ") == 3
    done = command("checklist", "--program", "alpine", "--json", "--markdown", tmp_path / "list.md", "--index", index)
    assert len(json.loads(done.out)["items"]) == 3
    assert (tmp_path / "list.md").read_text("utf-8").count("- [ ] ") == 3


def test_a_checklist_of_several_programs_is_refused_in_one_line(command, index):
    done = command("checklist", "--index", index)
    assert done.code == 2
    assert "name one of 'alpine', 'coastal'" in done.err
