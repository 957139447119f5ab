from datetime import UTC, date, datetime

import icalendar
import pytest

from assistant.documents import read_document
from assistant.timeline import items_of, to_ics

TODAY = date(2026, 11, 25)
STAMP = datetime(2026, 11, 25, 12, tzinfo=UTC)
PAGE = """https://example.org/program

# Program

- Interviews: January 10-20, 2027
- Application deadline: January 15, 2027, 5 p.m. ET
- Fees are due January 16, 2027, 5 p.m.
- Forms are due May 1
- The deadline is July 1 each year
- Applications, which every applicant from every country has to send, with everything, open June 1, 2027; Grüße
"""


def items():
    return items_of(read_document(PAGE.encode(), "program/page.md"), TODAY)


def calendar():
    return to_ics(items(), name="Program, 2027; dates", stamp=STAMP)


def events():
    return {str(event["UID"]): event for event in icalendar.Calendar.from_ical(calendar()).walk("VEVENT")}


def dated():
    return [item for item in items() if item.first]


def test_events_are_the_items_whose_day_is_known():
    assert set(events()) == {item.uid for item in dated()}
    assert len(dated()) == 4


def test_days_end_before_the_day_after():
    event = events()[dated()[0].uid]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2027, 1, 10), date(2027, 1, 21))
    assert b"DTSTART;VALUE=DATE:20270110" in calendar()


def test_time_with_a_zone_is_a_time_in_that_zone():
    event = events()[dated()[1].uid]
    assert event["DTSTART"].dt.astimezone(UTC) == datetime(2027, 1, 15, 22, tzinfo=UTC)
    assert b"DTSTART;TZID=America/New_York:20270115T170000" in calendar()
    assert b"BEGIN:VTIMEZONE" in calendar()


def test_zone_that_is_not_known_for_certain_is_not_converted():
    page = PAGE.replace("5 p.m. ET", "5 p.m. Singapore time")
    item = items_of(read_document(page.encode(), "program/page.md"), TODAY)[1]
    event = icalendar.Calendar.from_ical(to_ics([item], name="Program", stamp=STAMP)).walk("VEVENT")[0]
    assert event["DTSTART"].dt == date(2027, 1, 15)
    assert "the zone of this time is not known for certain" in event["DESCRIPTION"]


def test_time_without_a_zone_is_a_day_and_said_in_words():
    event = events()[dated()[2].uid]
    assert event["DTSTART"].dt == date(2027, 1, 16)
    assert "“January 16, 2027, 5 p.m.”; it gives no time zone" in event["DESCRIPTION"]


def test_content_comes_back_equal():
    for item in dated():
        event = events()[item.uid]
        assert item.citation.quote in event["DESCRIPTION"]
        assert "https://example.org/program" in event["DESCRIPTION"]
        assert event["DTSTAMP"].dt == STAMP
    assert icalendar.Calendar.from_ical(calendar())["X-WR-CALNAME"] == "Program, 2027; dates"


def test_summary_is_the_event_and_words_of_the_document():
    summary = str(events()[dated()[3].uid]["SUMMARY"])
    assert summary.startswith("Opens: Applications, which every")
    assert len(summary) < 120


def test_lines_are_folded_and_end_as_the_standard_says():
    lines = calendar().split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in b"".join(lines)


def test_same_items_give_the_same_file():
    assert calendar() == calendar()


def test_second_implementation_reads_the_same():
    vobject = pytest.importorskip("vobject")
    read = {event.uid.value: event for event in vobject.readOne(calendar().decode()).vevent_list}
    for uid, event in events().items():
        assert read[uid].summary.value == str(event["SUMMARY"])
        assert read[uid].description.value == str(event["DESCRIPTION"])
        begin = read[uid].dtstart.value
        assert begin == event["DTSTART"].dt
