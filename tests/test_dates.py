import json
from datetime import date, time
from pathlib import Path

import pytest
from growing import in_proportion
from hypothesis import given
from hypothesis import strategies as st

from assistant.dates import DateKind, Precision, find_dates

LABELLED = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "date-sentences.jsonl").read_text("utf-8").splitlines()
]


def words(text, **settings):
    return [text[mention.start : mention.end] for mention in find_dates(text, **settings)]


def the_date(text, **settings):
    (mention,) = find_dates(text, **settings)
    return mention


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("January 5, 2027", "2027-01-05", "2027-01-05"),
        ("Sept. 5th, 2026", "2026-09-05", "2026-09-05"),
        ("Tuesday, January 5, 2027", "2027-01-05", "2027-01-05"),
        ("5 January 2027", "2027-01-05", "2027-01-05"),
        ("Friday the 5th of June 2026", "2026-06-05", "2026-06-05"),
        ("March 5, 2027 (Friday)", "2027-03-05", "2027-03-05"),
        ("01-Jan-2027", "2027-01-01", "2027-01-01"),
        ("2026-12-01", "2026-12-01", "2026-12-01"),
        ("25/12/2026", "2026-12-25", "2026-12-25"),
        ("12/25/2026", "2026-12-25", "2026-12-25"),
        ("25.12.2026", "2026-12-25", "2026-12-25"),
        ("05/05/2026", "2026-05-05", "2026-05-05"),
        ("May 2027", "2027-05-01", "2027-05-31"),
        ("February 2028", "2028-02-01", "2028-02-29"),
        ("January 5-16, 2027", "2027-01-05", "2027-01-16"),
        ("Jan 5 to Feb 3, 2027", "2027-01-05", "2027-02-03"),
        ("December 20, 2026 – January 4, 2027", "2026-12-20", "2027-01-04"),
        ("December 20 – January 4, 2027", "2026-12-20", "2027-01-04"),
        ("August 1, 2026, through May 31, 2027", "2026-08-01", "2027-05-31"),
        ("August 2026 through May 2027", "2026-08-01", "2027-05-31"),
        ("Nov–Jan 2027", "2026-11-01", "2027-01-31"),
        ("2026-09-01 to 2026-09-03", "2026-09-01", "2026-09-03"),
        ("04/18/2026 - 05/01/2026", "2026-04-18", "2026-05-01"),
        ("third Friday of October 2026", "2026-10-16", "2026-10-16"),
        ("last Monday in May 2027", "2027-05-31", "2027-05-31"),
        ("Sep 17,2026", "2026-09-17", "2026-09-17"),
        ("August 25 - December 11,2026", "2026-08-25", "2026-12-11"),
        ("May. 11, 2027", "2027-05-11", "2027-05-11"),
        ("September to March 1, 2027", "2026-09-01", "2027-03-01"),
        ("15 Oct. – 15 Dec. 2026", "2026-10-15", "2026-12-15"),
        ("Jan. – Mar. 2027", "2027-01-01", "2027-03-31"),
        ("Jan 15 '27", "2027-01-15", "2027-01-15"),
        ("Jan. 15, ’27", "2027-01-15", "2027-01-15"),
        ("15-Jan-27", "2027-01-15", "2027-01-15"),
        ("15-Sept-27 to 20-Oct-27", "2027-09-15", "2027-10-20"),
        ("January 15, 11:59 PM, 2027", "2027-01-15", "2027-01-15"),
        ("January 15 (Friday), 2027", "2027-01-15", "2027-01-15"),
        ("2027/01/15", "2027-01-15", "2027-01-15"),
        ("2027.01.15", "2027-01-15", "2027-01-15"),
        ("2027-1-5", "2027-01-05", "2027-01-05"),
        ("2027/01/15-2027/01/20", "2027-01-15", "2027-01-20"),
    ],
)
def test_a_date_that_is_said_whole_has_its_days(text, first, last):
    mention = the_date(f"({text}).")
    assert (mention.start, mention.end) == (1, 1 + len(text))
    assert (mention.first, mention.last) == (date.fromisoformat(first), date.fromisoformat(last))
    assert mention.problem is None and not mention.ambiguous


@pytest.mark.parametrize(
    ("text", "found", "first", "last"),
    [
        ("Interviews will occur between January and March 2024.", "January and March 2024", "2024-01-01", "2024-03-31"),
        ("between 1 and 15 May 2027", "1 and 15 May 2027", "2027-05-01", "2027-05-15"),
        ("in 2026, if funded", "2026", "2026-01-01", "2026-12-31"),
        ("the class of 2027", "2027", "2027-01-01", "2027-12-31"),
        ("accredited since 2009", "2009", "2009-01-01", "2009-12-31"),
        ("from 2019 to 2021", "2019 to 2021", "2019-01-01", "2021-12-31"),
    ],
)
def test_words_that_lead_to_a_date_are_no_part_of_it(text, found, first, last):
    mention = the_date(text)
    assert text[mention.start : mention.end] == found
    assert (mention.first, mention.last) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "text", ["1 to 15 May", "January 5-16", "December 1", "Sunday 2 May", "Fourth of July", "5 Oct"]
)
def test_a_date_without_its_year_has_no_days(text):
    mention = the_date(f"from {text}.")
    assert mention.kind is DateKind.YEARLESS
    assert mention.month is not None and mention.day is not None
    assert mention.year is mention.first is mention.last is None


def test_two_dates_joined_by_a_word_are_two_and_the_first_takes_the_year_of_the_second():
    first, second = find_dates("March 1 and October 1, 2026")
    assert (first.first, second.first) == (date(2026, 3, 1), date(2026, 10, 1))


def test_the_year_of_the_second_is_not_given_to_a_later_month():
    first, second = find_dates("in November and January 2027")
    assert (first.year, second.year) == (None, 2027)


def test_days_listed_after_a_month_are_of_that_month():
    text = "January 1st, 8th and 15th, 2027"
    assert words(text) == ["January 1st", "8th", "15th, 2027"]
    assert [mention.first for mention in find_dates(text)] == [date(2027, 1, day) for day in (1, 8, 15)]
    assert words("by March 1 and 2 letters") == ["March 1"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Nov. 5 and Dec. 5, 2026", [date(2026, 11, 5), date(2026, 12, 5)]),
        ("Nov. and Dec. 2026", [date(2026, 11, 1), date(2026, 12, 1)]),
        ("December 15/16, 2026", [date(2026, 12, 15), date(2026, 12, 16)]),
        ("3, 4 and 5 February 2027", [date(2027, 2, day) for day in (3, 4, 5)]),
        ("February 3, 4, 5 2027", [date(2027, 2, day) for day in (3, 4, 5)]),
        ("February 3, 4 and 5 2027", [date(2027, 2, day) for day in (3, 4, 5)]),
    ],
)
def test_every_day_of_a_list_is_of_the_year_that_is_said_once(text, days):
    assert [mention.first for mention in find_dates(text)] == days


@pytest.mark.parametrize(
    ("text", "replaced"),
    [
        ("The deadline has been extended from May 1, 2027 to May 8, 2027.", [True, False]),
        ("It has changed from May 8, 2027 to May 1, 2027.", [True, False]),
        ("Deadline (extended from May 1 to May 8, 2027)", [True, False]),
        ("We moved the application deadline from its original date of May 1, 2027 until May 8, 2027.", [True, False]),
        ("postponed: they were shifted from May 1-3, 2027 to May 8-10, 2027", [True, False]),
        ("Applications are accepted from May 1, 2027 to May 8, 2027.", [False]),
        ("The library has extended hours from May 1, 2027 to May 8, 2027.", [False]),
        ("Library hours are extended from May 1, 2027 to May 8, 2027.", [False]),
        ("The term extends from May 1, 2027 to May 8, 2027.", [False]),
        ("The deadline has been extended from May 1, 2027.", [False]),
    ],
)
def test_a_date_that_was_changed_to_another_is_no_stretch_with_it(text, replaced):
    assert [mention.replaced for mention in find_dates(text)] == replaced


@pytest.mark.parametrize(
    "text",
    ["July 1 each year", "every October", "annually on 1 March", "each year by February 1st", "March 1 of every year"]
    + ["each fall", "first Thursday of every month"],
)
def test_what_comes_each_year_or_month_is_recurring(text):
    mention = the_date(f"Due {text}.")
    assert (mention.start, mention.end) == (4, 4 + len(text))
    assert mention.recurring and mention.kind is DateKind.RECURRING
    assert mention.first is mention.last is None


def test_the_second_month_after_each_recurs_too():
    assert [mention.recurring for mention in find_dates("held each April and December")] == [True, True]


@pytest.mark.parametrize(
    ("text", "amount", "unit", "direction", "anchor"),
    [
        ("within 10 days of receiving your application", 10, "day", "within of", "receiving your application"),
        ("two weeks before the start of term", 2, "week", "before", "the start of term"),
        ("at least 6 months prior to your start date", 6, "month", "at least prior to", "your start date"),
        ("no later than three (3) business days after the interview", 3, "day", "no later than after", "the interview"),
        ("no later than two weeks before March 1, 2027", 2, "week", "no later than before", "March 1, 2027"),
        ("at least 48 hours in advance", 48, "hour", "at least in advance", None),
        ("within 30 days", 30, "day", "within", None),
        ("within a few days of receipt", None, "day", "within of", "receipt"),
    ],
)
def test_a_relative_date_says_what_it_is_counted_from(text, amount, unit, direction, anchor):
    mention = the_date(f"Reply {text}, please.")
    assert (mention.start, mention.end) == (6, 6 + len(text))
    assert (mention.amount, mention.unit, mention.direction, mention.anchor) == (amount, unit, direction, anchor)
    assert mention.kind is DateKind.RELATIVE
    assert mention.first is mention.last is None


def test_a_relative_stretch_has_two_amounts():
    mention = the_date("within 1–2 weeks of the release date")
    assert (mention.amount, mention.last_amount) == (1, 2)


@pytest.mark.parametrize(
    ("text", "kind", "precision", "year", "last_year"),
    [
        ("Fall 2026", DateKind.SEASON, Precision.SEASON, 2026, None),
        ("spring semester 2027", DateKind.SEASON, Precision.SEASON, 2027, None),
        ("Autumn term", DateKind.SEASON, Precision.SEASON, None, None),
        ("Michaelmas term 2026", DateKind.SEASON, Precision.SEASON, 2026, None),
        ("Fall 2026 to Spring 2028", DateKind.SEASON, Precision.SEASON, 2026, 2028),
        ("Fall 2026 Round 1", DateKind.CYCLE, Precision.SEASON, 2026, None),
        ("2023-2024", DateKind.CYCLE, Precision.ACADEMIC_YEAR, 2023, 2024),
        ("2026–27", DateKind.CYCLE, Precision.ACADEMIC_YEAR, 2026, 2027),
        ("academic year 2026/27", DateKind.CYCLE, Precision.ACADEMIC_YEAR, 2026, 2027),
        ("1999-00", DateKind.CYCLE, Precision.ACADEMIC_YEAR, 1999, 2000),
        ("2026 cycle", DateKind.CYCLE, Precision.ACADEMIC_YEAR, 2026, None),
    ],
)
def test_of_seasons_and_cycles_the_days_are_not_known(text, kind, precision, year, last_year):
    mention = the_date(f"the {text}.")
    assert (mention.start, mention.end) == (4, 4 + len(text))
    assert (mention.kind, mention.precision, mention.year, mention.last_year) == (kind, precision, year, last_year)
    assert mention.first is mention.last is None


@pytest.mark.parametrize(
    ("text", "day", "clock", "zone"),
    [
        ("11:59 p.m. ET on December 1, 2026", date(2026, 12, 1), time(23, 59), "ET"),
        ("December 1, 2026, 11:59 p.m. Pacific Time", date(2026, 12, 1), time(23, 59), "Pacific Time"),
        ("December 1, 2026 (5 PM EST)", date(2026, 12, 1), time(17), "EST"),
        ("noon on 3 May 2027", date(2027, 5, 3), time(12), None),
        ("5pm GMT+1, 3 May 2027", date(2027, 5, 3), time(17), "GMT+1"),
        ("1 Dec 2026 23:59 UTC", date(2026, 12, 1), time(23, 59), "UTC"),
        ("July 9, 2026 at 12 a.m.", date(2026, 7, 9), time(0), None),
        ("March 1, 2027 at 11:59 p.m. Eastern", date(2027, 3, 1), time(23, 59), "Eastern"),
        ("11:59 p.m. Pacific on March 1, 2027", date(2027, 3, 1), time(23, 59), "Pacific"),
        ("11:59 p.m. on March 1, 2027 (ET)", date(2027, 3, 1), time(23, 59), "ET"),
        ("March 1, 2027 at 5 p.m., EST", date(2027, 3, 1), time(17), "EST"),
        ("March 1, 2027 at 5 p.m., Eastern Time", date(2027, 3, 1), time(17), "Eastern Time"),
        ("March 1, 2027 at 5 p.m. E.S.T.", date(2027, 3, 1), time(17), "E.S.T."),
        ("March 1, 2027 at 5 p.m. (EDT/New York)", date(2027, 3, 1), time(17), "EDT"),
        ("March 1, 2027 at 17:00 hrs BST", date(2027, 3, 1), time(17), "BST"),
        ("March 1, 2027 at 17:00Z", date(2027, 3, 1), time(17), "Z"),
        ("March 1, 2027 at 12:00 noon EST", date(2027, 3, 1), time(12), "EST"),
        ("March 1, 2027 at 12:00 p.m. (noon) EST", date(2027, 3, 1), time(12), "EST"),
        ("March 1, 2027 at 12:00 midnight", date(2027, 3, 1), time(0), None),
    ],
)
def test_a_time_belongs_to_the_date_beside_it(text, day, clock, zone):
    mention = the_date(f"Due {text}")
    assert (mention.start, mention.end) == (4, 4 + len(text))
    assert (mention.first, mention.time, mention.zone) == (day, clock, zone)
    assert mention.precision is Precision.MINUTE


@pytest.mark.parametrize(
    "zone",
    ["your local time", "Hawaii time", "UK time", "Singapore time", "Central European Time", "India Standard Time"]
    + ["SAST", "WAT", "EAT", "SGT", "HKT", "AEDT"],
)
def test_any_zone_is_taken_as_it_is_written(zone):
    assert the_date(f"Due March 1, 2027 at 5 p.m. {zone}.").zone == zone


@pytest.mark.parametrize(
    "after",
    ["Central Library", "Full time students", "Some time later", "MIT students", "in the Great Hall", "SAT", "ZOOM"],
)
def test_what_follows_a_time_and_is_no_zone_is_not_made_one(after):
    text = f"Due March 1, 2027 at 5 p.m. {after}"
    assert words(text) == ["March 1, 2027 at 5 p.m."]
    assert the_date(text).zone is None


def test_both_times_of_a_stretch_are_kept():
    mention = the_date("October 19, 2021 from 11:30-1:00 PM (Eastern)")
    assert (mention.time, mention.last_time, mention.zone) == (time(11, 30), time(13), "Eastern")


@pytest.mark.parametrize("text", ["03/04/2026", "10-12-2026", "by 1.2.2027"])
def test_a_date_that_can_be_two_days_is_flagged_and_has_neither(text):
    mention = the_date(text)
    assert mention.ambiguous and mention.first is mention.last is None
    assert mention.year is not None and mention.month is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("February 30, 2026", "There is no February 30, 2026."),
        ("2027-02-29", "There is no February 29, 2027."),
        ("April 31", "There is no April 31."),
        ("March 5 - March 2, 2027", "It ends before it begins."),
        ("March 16-5, 2027", "It ends before it begins."),
        ("Monday, January 5, 2027", "It is said to be a Monday, but is a Tuesday."),
        ("fifth Monday of February 2027", "There is no fifth Monday in February 2027."),
    ],
)
def test_a_date_against_the_calendar_says_what_is_wrong(text, problem):
    assert the_date(text).problem == problem


def test_the_leap_day_of_a_year_that_is_not_said_is_no_problem():
    assert the_date("on February 29").problem is None


def test_today_resolves_only_what_is_said_from_today():
    today = date(2026, 11, 25)
    assert the_date("next year", today=today).first == date(2027, 1, 1)
    assert the_date("last month", today=today).last == date(2026, 10, 31)
    assert the_date("this summer", today=today).year == 2026
    assert the_date("next year").first is None
    for text in ("May 3", "in summer", "last June", "next Friday", "within 10 days"):
        assert find_dates(text, today=today) == find_dates(text)


@pytest.mark.parametrize(
    "text",
    [
        "1ſt of Auguſt",
        "ſept 5",
        "laſt year",
        "twenty-firſt of May",
        "ſix days before it",
        "ſecond Sunday of May",
        "ſun 5 May",
    ],
)
def test_letters_that_python_takes_for_others_are_read_as_those(text):
    assert words(text, today=date(2026, 11, 25)) == [text]


def test_next_year_is_beyond_the_last_year_of_the_calendar():
    assert the_date("next year", today=date.max).first is None


@pytest.mark.parametrize(
    "text",
    """Step 3|section 4.2|version 1.2.2027|you May apply|May I apply?|may 3 people come?|march to the office
    |March on Washington|Second Year|555-0142|212-639-2000|$2,026|£2026|pp. 2010-2015|Boston 02114-2016|HIST 2024
    |PSYC 2000-2010|open at 9 am|fall below a 3.0|falls under Title IX|Fall River|spring water|standards spring from it
    |room 2024|model 2024|1.2.2027|(2001)|Theresa May said|April Smith|by August Wilson|Mar-a-Lago|10/11/12
    |grades 9/10/11|in 2000 words|between 2000 and 2100 words|over the next year|the last year of study
    |15 minutes from campus|a 2-year program|COVID-19|13/13/2026|24/7/365|Title IX of 1972|for more than 20 years
    |within weeks|Act 1998|192.168.2.2026|USMLE Steps 1, 2 and 3|two weeks of leave|1 May include a fee|on Fridays
    |at 1900 Broadway|2026|version 2027.1.5|example.org/2027/01/15/title|doi 10.1186/1753-2000-6-11
    |first 10 minutes of play""".split("|"),
)
def test_what_is_no_date_is_not_made_one(text):
    assert words(text.strip()) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Apply in May; you may apply again in June.", ["May", "June"]),
        ("Summer courses and the fall semester", ["Summer", "fall semester"]),
        ("Round 1 December 2026", ["December 2026"]),
        ("On May 3 or May 10", ["May 3", "May 10"]),
        ("Score 17-17 September 28 5 p.m.", ["September 28 5 p.m."]),
        ("See section 3 May 4", ["May 4"]),
        ("Submit by Sept. Then wait.", ["Sept"]),
        ("January 5,\n2027", ["January 5"]),
        ("Apr. 1, 2025 Spring 2026", ["Apr. 1, 2025", "Spring 2026"]),
        ("due April 15Priority consideration", ["April 15"]),
        ("12/24/25-1/1/26-University closed", ["12/24/25-1/1/26"]),
        ("from September to March 1", ["September to March 1"]),
        ("from mid-September to mid-October", ["September to mid-October"]),
        ("in May. 11 students came", ["May"]),
        ("March 1,000 people came", []),
        ("May 5, 5 p.m., 2027 Broadway", ["May 5, 5 p.m."]),
        ("Submit by Sept. To apply, write.", ["Sept"]),
        ("Danielle May ’13 said", []),
    ],
)
def test_only_the_words_of_the_date_are_taken(text, found):
    assert words(text) == found


FRAGMENTS = st.sampled_from(
    """January May 5 16th 2027 2026-27 - – , . ( ) / and between to of each every year annually on within 10 days before
    at least 11:59 p.m. ET noon Friday, third Fall spring term 03/04/2026 2026-02-30 Round 1 in class $ next last the
    Auguſt laſt ſecond 1ſt ſunday ١٢""".split()
)


@given(
    st.one_of(st.text(), st.lists(FRAGMENTS, max_size=30).map(" ".join), st.lists(FRAGMENTS, max_size=20).map("".join))
)
def test_on_any_text_spans_lie_in_it_in_order_without_overlap(text):
    end = 0
    for mention in find_dates(text, today=date(2026, 11, 25)):
        assert end <= mention.start < mention.end <= len(text)
        span = text[mention.start : mention.end]
        assert span == span.strip() and span[0].isalnum() and (span[-1].isalnum() or span[-1] in ".)")
        assert (mention.first is None) == (mention.last is None)
        assert mention.first is None or mention.first <= mention.last
        end = mention.end


NEUTRAL = st.lists(st.sampled_from("the fellowship applicants must send letters online office you apply".split())).map(
    " ".join
)


@given(NEUTRAL, st.sampled_from(["January 5, 2027", "5–16 May 2027", "2026-12-01", "Sept. 5 to Oct. 3, 2026"]), NEUTRAL)
def test_the_text_around_does_not_change_a_date(before, words_of_date, after):
    alone = the_date(words_of_date)
    mention = the_date(f"{before} {words_of_date} {after}")
    assert mention.start == len(before) + 1 and mention.end - mention.start == len(words_of_date)
    assert (mention.first, mention.last, mention.kind) == (alone.first, alone.last, alone.kind)


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "text",
    ["1-" * 500_000, "January " * 100_000, "9" * 1_000_000, "between " * 100_000, "12-3 4/5-6 " * 90_000]
    + [" " * 1_000_000, "\n" * 1_000_000, "within 10 days of " * 55_000, "March 1, 2, 3, 4, 5, 6 and " * 30_000]
    + ["in 2026" + ", 2027" * 100_000, "Mon, " * 200_000, "fall " * 200_000, "2026-2027-" * 100_000, "may " * 250_000],
    ids=lambda text: text[:12].strip() or repr(text[0]),
)
def test_hostile_text_of_a_megabyte_takes_time_in_proportion(text):
    assert in_proportion(find_dates, text)


def test_the_labelled_sentences_are_read_as_labelled():
    right = found = labelled = 0
    for sentence in LABELLED:
        labels = {
            (label["start"], label["start"] + len(label["text"]), label["first"], label["last"])
            for label in sentence["dates"]
        }
        mentions = {
            (mention.start, mention.end, *(day and day.isoformat() for day in (mention.first, mention.last)))
            for mention in find_dates(sentence["text"])
        }
        right += len(labels & mentions)
        found += len(mentions)
        labelled += len(labels)
    assert right / found >= 0.97
    assert right / labelled >= 0.93


def test_the_labels_stand_in_their_sentences():
    assert len(LABELLED) >= 300
    for sentence in LABELLED:
        assert len(sentence["text"]) <= 300
        for label in sentence["dates"]:
            assert sentence["text"][label["start"] :].startswith(label["text"])
            assert label["kind"] in set(DateKind)


@pytest.mark.parametrize(
    "text", ["May 5, 2027, mıdnight", "the fıfth of May 2027", "within fıve days of receiving it", "15 APRİL 2027"]
)
def test_letters_that_only_match_where_case_does_not_count_are_no_error(text):
    assert isinstance(list(find_dates(text)), list)


def test_stretches_that_are_moved_stay_stretches_and_so_do_hours():
    moved = find_dates(
        "The interviews have been moved from February 1, 2027 – February 5, 2027 to March 1 – March 5, 2027."
    )
    assert not any(mention.replaced for mention in moved)
    (hours,) = find_dates("Library hours have been extended from May 1, 2027 to May 8, 2027.")
    assert (hours.first, hours.last) == (date(2027, 5, 1), date(2027, 5, 8))
