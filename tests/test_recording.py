"""The same contract holds for SQLite and, where its programs are found, for PostgreSQL."""

import datetime
import inspect
import json
import logging
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant import recording
from assistant.embedding import HashingEmbedder
from assistant.errors import AssistantError, QuestionError
from assistant.questions import make_question
from assistant.recording import Counts, FrontEnd, HandOffStatus, NearestSection, Place, attempts, open_records
from assistant.recording.grouping import clusters, group
from assistant.settings import Settings
from assistant.types import Answer, Citation, Outcome, Question, Section

pytest.importorskip("alembic", reason="recording is an extra: pip install 'program-assistant[desk]'")
pytest.importorskip("pg8000", reason="recording is an extra: pip install 'program-assistant[desk]'")
from alembic import command  # noqa: E402
from alembic.autogenerate import compare_metadata  # noqa: E402
from alembic.runtime.migration import MigrationContext  # noqa: E402
from sqlalchemy import create_engine, text  # noqa: E402
from sqlalchemy import inspect as inspect_tables

from assistant.recording.opening import open_database  # noqa: E402
from assistant.recording.records import Records  # noqa: E402
from assistant.recording.tables import metadata  # noqa: E402

ROOT = Path(__file__).parent.parent
NOW = datetime.datetime(2026, 11, 25, 12, 0, tzinfo=datetime.UTC)  # A Wednesday.
MILLISECOND = datetime.timedelta(milliseconds=1)
DAY = datetime.timedelta(days=1)
MONTH_AGO = NOW - 31 * DAY


def answer(text="Is there parking?", outcome=Outcome.NOT_FOUND, *, program=None, milliseconds=20.0, section="Benefits"):
    quote = Citation("Yes.", "alpine/a.md", "alpine", "A", "Benefits", None, None, 5, 9, 1.0, None)
    near = Section("alpine/a.md", "alpine", "A", section, None, 0, 9)
    return Answer(
        question=Question(text, program=program),
        standalone_question=text,
        outcome=outcome,
        text="",
        citations=(quote,) if outcome is Outcome.ANSWERED else (),
        confidence=0.25,
        notices=(),
        suggestions=(),
        contact=None,
        nearest=() if outcome is Outcome.ANSWERED else (near,),
        index_version="v1",
        timings_ms={"total": milliseconds},
        hits=(),
    )


class Clock:
    """A time that stands still until it is set."""

    def __init__(self):
        self.time = NOW

    def __call__(self):
        return self.time


@pytest.fixture(scope="session")
def postgres():
    """The address of a fresh PostgreSQL that ends with the tests; None where it is not installed."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = programs[-1].parent if programs else Path(shutil.which("initdb") or "/").parent
    if not (found / "initdb").exists():
        yield None
        return
    folder = Path(
        subprocess.run(["mktemp", "-d", "/tmp/pg.XXXXXX"], capture_output=True, text=True, check=True).stdout.strip()
    )
    user = {"user": "postgres"} if os.geteuid() == 0 else {}  # It refuses to run as root.
    if user:
        shutil.chown(folder, "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    run = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/", **user}
    subprocess.run(
        [found / "initdb", "-D", folder / "data", "-U", "desk", "-A", "trust", "-E", "UTF8", "--no-sync"], **run
    )
    options = f"-p {port} -k {folder} -c fsync=off -c listen_addresses=127.0.0.1"
    subprocess.run([found / "pg_ctl", "-D", folder / "data", "-w", "-o", options, "start"], **run)
    try:
        yield f"postgresql://desk@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([found / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop"], **run)
        shutil.rmtree(folder)


@contextmanager
def sql(url):
    """A transaction that knows nothing of records."""
    engine = create_engine(url.replace("postgresql:", "postgresql+pg8000:"))
    with engine.begin() as connection:
        yield connection
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """An empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/desk.sqlite"
    address = request.getfixturevalue("postgres")
    if address is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    with sql(address) as connection:
        connection.execute(text("DROP TABLE IF EXISTS hand_offs, vectors, questions, alembic_version"))
    return address


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def records(url, clock):
    opened = Records(open_database(url), days=30, embedder=HashingEmbedder(), now=clock)
    yield opened
    opened.close()


@pytest.fixture
def sqlite(tmp_path, clock):
    opened = Records(open_database(f"sqlite:///{tmp_path}/desk.sqlite"), days=30, embedder=HashingEmbedder(), now=clock)
    yield opened
    opened.close()


def ask(records, *arguments, session="s1", front_end=FrontEnd.CHAT, **options):
    return records.record(answer(*arguments, **options), session=session, front_end=front_end)


# What is kept


def test_nothing_is_recorded_until_it_is_switched_on():
    assert open_records(Settings()) is None


def test_a_question_is_kept_with_how_it_ended_and_without_what_is_personal(records):
    entry_id = ask(records, "Is there parking? Mail jane@example.org", program="alpine", milliseconds=20.6)
    (entry,) = records.conversation("s1")
    assert (entry.id, entry.at, entry.session, entry.front_end) == (entry_id, NOW, "s1", FrontEnd.CHAT)
    assert entry.question == entry.standalone_question == "Is there parking? Mail [e-mail]"
    assert (entry.outcome, entry.confidence, entry.index_version) == (Outcome.NOT_FOUND, 0.25, "v1")
    assert (entry.program, entry.milliseconds, entry.citations) == ("alpine", 21, ())
    assert entry.nearest == NearestSection("alpine/a.md", "Benefits", 0, 9)
    assert (entry.good, entry.remark) == (None, None)


def test_of_an_answer_the_places_are_kept_and_the_program_that_was_quoted(records):
    ask(records, outcome=Outcome.ANSWERED)
    (entry,) = records.conversation("s1")
    assert entry.citations == (Place("alpine/a.md", 5, 9),)
    assert (entry.program, entry.nearest) == ("alpine", None)


def test_a_real_answer_can_be_recorded(assistant, sqlite):
    given = assistant.ask(make_question("How long does the Alpine Fellowship last?"))
    sqlite.record(given, session="s", front_end=FrontEnd.API)
    (entry,) = sqlite.conversation("s")
    assert entry.outcome is given.outcome
    assert [(place.start, place.end) for place in entry.citations] == [(one.start, one.end) for one in given.citations]


def test_an_answer_is_rated_by_the_session_that_asked_and_by_no_other(records):
    entry_id = ask(records)
    assert not records.rate(entry_id, session="s2", good=True)
    assert not records.rate("unknown", session="s1", good=True)
    assert records.rate(entry_id, session="s1", good=False, remark=" Call 617-555-0134\0 ")
    (entry,) = records.conversation("s1")
    assert (entry.good, entry.remark) == (False, "Call [phone]")
    assert records.rate(entry_id, session="s1", good=True)
    (entry,) = records.conversation("s1")
    assert (entry.good, entry.remark) == (True, None)


def test_a_message_to_the_office_is_kept_as_it_is_and_replied_to(records, clock):
    entry_id = ask(records)
    hand_off_id = records.hand_off(
        "I am Jane, 617-555-0134.", session="s1", reply_to="jane@example.org", program="alpine", entry_id=entry_id
    )
    (message,) = records.hand_offs(HandOffStatus.OPEN)
    assert (message.id, message.at, message.entry, message.program) == (hand_off_id, NOW, entry_id, "alpine")
    assert (message.message, message.reply_to) == ("I am Jane, 617-555-0134.", "jane@example.org")
    clock.time += DAY
    assert records.reply(hand_off_id, "Yes, there is.")
    assert not records.reply("unknown", "Yes.")
    assert records.hand_offs(HandOffStatus.OPEN) == []
    (message,) = records.hand_offs()
    assert (message.status, message.reply, message.replied_at) == (HandOffStatus.ANSWERED, "Yes, there is.", NOW + DAY)


def test_a_message_does_not_bear_the_question_of_another_session(records):
    entry_id = ask(records, session="s2")
    records.hand_off("Hello", session="s1", reply_to="jane@example.org", entry_id=entry_id)
    assert records.hand_offs()[0].entry is None


@pytest.mark.parametrize(
    ("message", "reply_to", "reason"),
    [(" ", "a@b.org", "message '' is empty"), ("x" * 8001, "a@b.org", "8,001 characters"), ("Hello", "", "address")],
)
def test_a_message_that_is_empty_or_too_long_is_refused(sqlite, message, reply_to, reason):
    with pytest.raises(QuestionError, match=reason):
        sqlite.hand_off(message, session="s", reply_to=reply_to)


@given(st.text(max_size=50), st.text(max_size=100))
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_be_kept(sqlite, said, session):
    entry_id = ask(sqlite, "Why?", session=session)
    assert sqlite.rate(entry_id, session=session, good=False, remark=said)
    assert "Why?" in json.dumps(sqlite.export(session))
    assert sqlite.trouble == ""
    assert sqlite.erase(session).questions == 1


# Keeping and deleting


def test_exactly_what_is_older_than_the_days_is_deleted(records, clock):
    border = NOW - 30 * DAY
    for at in (border - MILLISECOND, border, border + MILLISECOND):
        clock.time = at
        entry_id = ask(records)
        records.rate(entry_id, session="s1", good=False, remark="no")
        records.hand_off("Hello", session="s1", reply_to="a@b.org", entry_id=entry_id)
    assert records.purge(NOW) == Counts(1, 1)
    assert [entry.at for entry in records.conversation("s1")] == [border, border + MILLISECOND]
    assert [message.at for message in records.hand_offs()] == [border, border + MILLISECOND]
    assert records.purge(NOW) == Counts(0, 0)


def test_a_message_outlives_an_older_question(records, clock):
    clock.time = NOW - 31 * DAY
    entry_id = ask(records)
    clock.time = NOW
    records.hand_off("Hello", session="s1", reply_to="a@b.org", entry_id=entry_id)
    assert records.purge() == Counts(1, 0)
    assert records.hand_offs()[0].entry is None


def test_more_than_a_batch_is_deleted_at_once(records, clock, monkeypatch):
    monkeypatch.setattr("assistant.recording.keeping.BATCH", 3)
    clock.time = MONTH_AGO
    for _ in range(7):
        ask(records)
    assert records.purge(NOW) == Counts(7, 0)


@given(st.lists(st.integers(-2, 2), max_size=8))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_purging_keeps_what_is_young_enough_and_nothing_else(sqlite, clock, from_border):
    for milliseconds in from_border:
        clock.time = NOW - 30 * DAY + milliseconds * MILLISECOND
        ask(sqlite)
    sqlite.purge(NOW)
    kept = [(entry.at - NOW + 30 * DAY) // MILLISECOND for entry in sqlite.conversation("s1")]
    assert kept == sorted(one for one in from_border if one >= 0)
    sqlite.erase("s1")


def test_a_session_is_exported_and_erased_and_no_other(records):
    entry_id = ask(records, "Mine?")
    ask(records, "Yours?", session="s2")
    records.hand_off("Hello", session="s1", reply_to="a@b.org", entry_id=entry_id)
    held = json.loads(json.dumps(records.export("s1")))
    assert [row["question"] for row in held["questions"]] == ["Mine?"]
    assert held["questions"][0]["at"] == "2026-11-25T12:00:00+00:00"
    assert [row["message"] for row in held["hand_offs"]] == ["Hello"]
    assert records.erase("s1") == Counts(1, 1)
    assert records.export("s1") == {"session": "s1", "questions": [], "hand_offs": []}
    assert [entry.question for entry in records.conversation("s2")] == ["Yours?"]


def test_what_is_deleted_is_gone_from_the_files(sqlite, tmp_path):
    def bytes_on_disk():
        return b"".join(file.read_bytes() for file in tmp_path.glob("desk.sqlite*"))

    ask(sqlite, "Xylophone?" * 20)
    sqlite.hand_off("Zither", session="s1", reply_to="a@b.org")
    assert b"Xylophone" in bytes_on_disk()
    sqlite.erase("s1")
    assert not {b"Xylophone", b"Zither"} & {word for word in (b"Xylophone", b"Zither") if word in bytes_on_disk()}


def test_purging_daily_goes_on_after_a_failure_and_says_so(sqlite, monkeypatch, caplog):
    purges = []
    stopped = threading.Event()

    def purge(self, now=None):
        purges.append(now)
        if len(purges) == 1:
            raise AssistantError("the disk is full")
        if len(purges) == 3:
            stopped.set()
        return Counts(0, 0)

    monkeypatch.setattr(Records, "purge", purge)
    sqlite.purge_daily(stopped, every=0.001)
    assert len(purges) == 3
    assert "What is older than 30 days was not deleted: the disk is full" in caplog.text
    assert sqlite.trouble == ""


# What the console reads


def test_unanswered_is_what_was_refused_left_or_rated_down(records, clock):
    def later(*arguments, **options):
        clock.time += datetime.timedelta(minutes=1)
        return ask(records, *arguments, **options)

    later("refused")
    later("answered", Outcome.ANSWERED)
    later("clarified", Outcome.CLARIFY)
    later("chosen", Outcome.ANSWERED)
    later("left", Outcome.CLARIFY, session="s2", program="coastal")
    records.rate(later("bad", Outcome.ANSWERED, session="s3"), session="s3", good=False)
    records.rate(later("good", Outcome.ANSWERED, session="s3"), session="s3", good=True)
    assert [entry.question for entry in records.unanswered(NOW)] == ["bad", "left", "refused"]
    assert [entry.question for entry in records.unanswered(NOW, program="coastal")] == ["left"]
    assert [entry.question for entry in records.unanswered(NOW, limit=1)] == ["bad"]
    since = NOW + datetime.timedelta(minutes=2)
    assert [entry.question for entry in records.unanswered(since, NOW + datetime.timedelta(minutes=6))] == ["left"]


def test_only_what_was_asked_in_the_chat_is_deflected(records):
    for front_end in FrontEnd:
        ask(records, outcome=Outcome.ANSWERED, session=front_end.value, front_end=front_end)
    ask(records, outcome=Outcome.ANSWERED, session="sent on")
    records.hand_off("Hello", session="sent on", reply_to="a@b.org")
    (whole,) = records.volume(MONTH_AGO, by="whole", by_program=False)
    assert (whole.questions, whole.in_chat, whole.answered, whole.deflected) == (4, 2, 4, 1)


def test_messages_are_read_by_id_and_page_and_counted(records, clock):
    sent = []
    for number in range(5):
        clock.time = NOW + number * MILLISECOND
        sent.append(records.hand_off(f"Message {number}", session=f"s{number % 2}", reply_to="a@b.org"))
    records.reply(sent[0], "Yes.")
    records.reply(sent[1], "No.")
    assert records.message(sent[3]).message == "Message 3"
    assert records.message("nothing") is None
    assert records.count_hand_offs(HandOffStatus.OPEN) == 3
    assert records.count_hand_offs(HandOffStatus.OPEN, session="s0") == 2
    opened = records.hand_offs(HandOffStatus.OPEN, offset=1, limit=1)
    assert [one.id for one in opened] == [sent[3]]
    assert [one.id for one in records.hand_offs(HandOffStatus.ANSWERED, newest_first=True)] == sent[1::-1]


def test_what_was_asked_before_a_message_is_read_up_to_a_limit(records, clock):
    asked = []
    for number in range(4):
        clock.time = NOW + number * MILLISECOND
        asked.append(ask(records, f"Question {number}"))
    message = records.message(records.hand_off("Hello", session="s1", reply_to="a@b.org", entry_id=asked[1]))
    clock.time = NOW + DAY
    ask(records, "Later")
    before, count = records.asked_before(message, limit=2)
    assert ([one.question for one in before], count) == (["Question 2", "Question 3"], 4)
    assert records.entry(asked[1], session="s1").question == "Question 1"
    assert records.entry(asked[1], session="s2") is None


def test_letters_that_a_database_cannot_keep_are_left_out(records):
    session = "s\x001\ud800"
    entry = ask(records, "Is\x00 it\udc80?", program="al\x00pine", session=session)
    assert records.rate(entry + "\x00", session=session, good=False, remark="no\x00")
    sent = records.hand_off("He\x00llo", session=session, reply_to="a\x00@b.org", program="al\x00pine", entry_id=entry)
    assert records.trouble == ""
    (kept,) = records.conversation(session)
    assert (kept.session, kept.question, kept.program, kept.remark) == ("s1", "Is it?", "alpine", "no")
    assert records.unanswered(MONTH_AGO, program="al\x00pine") == [kept]
    message = records.message(sent + "\x00")
    assert (message.message, message.reply_to, message.program, message.entry) == ("Hello", "a@b.org", "alpine", entry)
    assert records.reply(sent + "\x00", "Y\x00es.")
    assert records.export(session)["session"] == "s1"
    assert records.erase(session) == Counts(1, 1)


def test_volume_counts_each_week_and_program(records, clock):
    first = ask(records, outcome=Outcome.ANSWERED, milliseconds=10, session="a")
    ask(records, outcome=Outcome.ANSWERED, milliseconds=30, session="b")
    records.hand_off("Hello", session="b", reply_to="a@b.org", program="alpine")
    records.rate(first, session="a", good=True)
    records.rate(ask(records, program="alpine", milliseconds=20, session="c"), session="c", good=False)
    ask(records, outcome=Outcome.CLARIFY, milliseconds=40)
    clock.time = NOW - 7 * DAY
    ask(records, program="alpine", milliseconds=50)
    clock.time = NOW
    weeks = records.volume(MONTH_AGO)
    assert [(one.period.isoformat(), one.program, one.questions) for one in weeks] == [
        ("2026-11-16", "alpine", 1),
        ("2026-11-23", None, 1),
        ("2026-11-23", "alpine", 3),
    ]
    assert weeks[2] == replace(
        weeks[2],
        answered=2,
        refused=1,
        clarified=0,
        handed_off=1,
        rated_up=1,
        rated_down=1,
        deflected=1,
        median_ms=20,
        p95_ms=30,
    )
    assert [one.questions for one in records.volume(MONTH_AGO, by_program=False)] == [1, 4]
    assert [one.period.isoformat() for one in records.volume(MONTH_AGO, by="day")][::2] == ["2026-11-18", "2026-11-25"]
    (whole,) = records.volume(MONTH_AGO, by="whole", by_program=False)
    assert (whole.period, whole.questions, whole.median_ms, whole.p95_ms) == (MONTH_AGO.date(), 5, 30, 50)
    assert records.volume(NOW + DAY) == []


@pytest.mark.parametrize("day", ["2026-11-22", "2026-11-23", "2026-11-29", "2026-11-30", "2024-02-29", "2027-01-01"])
def test_a_week_begins_on_monday(sqlite, clock, day):
    date = datetime.date.fromisoformat(day)
    clock.time = datetime.datetime.combine(date, datetime.time(23, 59, 59, 999_000), datetime.UTC)
    ask(sqlite)
    (week,) = sqlite.volume(clock.time - DAY)
    assert week.period == date - datetime.timedelta(date.weekday())


def test_a_message_counts_where_nothing_was_asked(records):
    records.hand_off("Hello", session="b", reply_to="a@b.org", program="alpine")
    (week,) = records.volume(MONTH_AGO)
    assert (week.program, week.questions, week.handed_off, week.median_ms) == ("alpine", 0, 1, None)


def test_periods_need_a_time_zone(sqlite):
    with pytest.raises(TypeError):
        sqlite.volume(datetime.datetime(2026, 11, 1))


# Grouping


def test_questions_that_ask_for_the_same_are_one_group(records, clock):
    for number, (asked, section) in enumerate(
        [
            ("Is there parking for fellows?", "Arriving"),
            ("is there PARKING for fellows", "Benefits"),
            ("parking for fellows nearby?", "Benefits"),
            ("May my dog come?", "Visas"),
        ]
    ):
        clock.time = NOW + number * MILLISECOND
        ask(records, asked, section=section, session=f"s{number // 2}")
    parking, dog = records.groups(MONTH_AGO)
    assert parking.name in ("Is there parking for fellows?", "is there PARKING for fellows")
    assert (parking.count, parking.sessions, parking.nearest.section) == (3, 2, "Benefits")
    assert [entry.at for entry in parking.entries] == [NOW + number * MILLISECOND for number in (2, 1, 0)]
    assert (dog.name, dog.count) == ("May my dog come?", 1)


def test_vectors_are_made_when_a_question_is_recorded_or_rated_down_and_not_again(records):
    ask(records)
    records.rate(ask(records, "What?", Outcome.ANSWERED), session="s1", good=False)
    made = []
    embed = HashingEmbedder().embed_passages
    records._embedder.embed_passages = lambda texts: made.append(texts) or embed(texts)
    assert len(records.groups(MONTH_AGO)) == 2
    assert made == []


def test_vectors_of_another_model_are_made_again_and_kept(records, url, clock):
    for number in range(3):
        ask(records, f"Is it number {number}?")
    other = HashingEmbedder()
    other.digest = "another"
    made = []
    embed = other.embed_passages
    other.embed_passages = lambda texts: made.append(len(texts)) or embed(texts)
    again = Records(open_database(url), days=30, embedder=other, now=clock)
    assert again.groups(MONTH_AGO) == again.groups(MONTH_AGO) != ()
    assert made == [3]
    again.close()


def test_grouping_needs_a_model(tmp_path):
    records = open_records(Settings(record_to=f"sqlite:///{tmp_path}/d.sqlite"))
    with pytest.raises(AssistantError, match="embedding model"):
        records.groups(NOW)
    records.close()


@pytest.mark.model
def test_paraphrases_are_one_group(tmp_path, clock, real_embedder):
    records = Records(open_database(f"sqlite:///{tmp_path}/d.sqlite"), days=30, embedder=real_embedder, now=clock)
    dental = ["Is dental included?", "do you offer dental coverage", "Does the health insurance pay for my dentist?"]
    visa = ["Can my spouse work on a J-2 visa?", "work permit for my husband on J2 visa"]
    for asked in (*dental, *visa, "Is there a gym?"):
        ask(records, asked)
    found = [{entry.question for entry in one.entries} for one in records.groups(MONTH_AGO)]
    assert found == [set(dental), set(visa), {"Is there a gym?"}]
    records.close()


def test_nothing_makes_no_groups(sqlite):
    assert sqlite.groups(MONTH_AGO) == ()


def average_linkage(vectors, threshold):
    """The same by the book: the most alike two become one, again and again."""
    cosines = vectors @ vectors.T
    found = [[row] for row in range(len(vectors))]
    while len(found) > 1:
        likeness = {
            (one, other): cosines[np.ix_(found[one], found[other])].mean()
            for one in range(len(found))
            for other in range(one)
        }
        one, other = max(likeness, key=likeness.get)
        if likeness[one, other] < threshold:
            break
        found[other] += found.pop(one)
    return {frozenset(cluster) for cluster in found}


@pytest.mark.parametrize(("number", "threshold"), [(0, 0.5), (1, 0.5), (2, 0.5), (24, 0.2), (24, 0.45), (24, 0.8)])
def test_groups_are_those_of_average_linkage(number, threshold):
    random = np.random.default_rng(0)
    vectors = random.standard_normal((number // 5 + 1, 24))[random.integers(0, number // 5 + 1, number)]
    vectors = vectors + 0.6 * random.standard_normal(vectors.shape)
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    assert {frozenset(cluster) for cluster in clusters(vectors, threshold)} == average_linkage(vectors, threshold)


@given(st.lists(st.sampled_from(["a b", "a c", "b c d", "x", "x y", ""]), max_size=12))
def test_every_entry_is_in_exactly_one_group(tmp_path_factory, texts):
    entry = recording.Entry(
        "", NOW, "s", FrontEnd.CHAT, None, "", "", Outcome.NOT_FOUND, 0, (), None, "v", 1, None, None
    )
    entries = [replace(entry, id=str(number), standalone_question=said) for number, said in enumerate(texts)]
    groups = group(entries, HashingEmbedder().embed_passages(texts).vectors)
    assert sorted(one.id for found in groups for one in found.entries) == sorted(entry.id for entry in entries)


# Failures


@pytest.fixture
def broken(sqlite, monkeypatch):
    """Records whose table is away; the second value brings it back."""
    monkeypatch.setattr(attempts, "PAUSE_SECONDS", 0.0)

    def rename(old, new):
        with sqlite._writing.begin() as connection:
            connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))

    rename("questions", "away")
    return sqlite, lambda: rename("away", "questions")


def test_a_failing_database_is_logged_once_and_shown_until_it_works_again(broken, caplog):
    records, mend = broken
    assert [ask(records), ask(records)] == [None, None]
    assert not records.rate("x", session="s1", good=True)
    assert [line.levelno for line in caplog.records] == [logging.ERROR]
    assert "\n" not in caplog.records[0].getMessage()
    assert "parking" not in caplog.text
    assert records.trouble == "Recording fails (no such table: questions); not recorded so far: 3."
    mend()
    assert ask(records)
    assert records.trouble == ""
    assert "Recording works again; not recorded: 3." in caplog.text


def test_after_a_failure_nothing_is_tried_for_a_while(broken, monkeypatch):
    records, mend = broken
    monkeypatch.setattr(attempts, "PAUSE_SECONDS", 30.0)
    assert ask(records) is None
    mend()
    assert ask(records) is None
    assert "not recorded so far: 2" in records.trouble


def test_a_model_that_fails_does_not_stop_an_answer(sqlite, caplog):
    def fail(texts):
        raise RuntimeError("no memory")

    sqlite._embedder.embed_passages = fail
    assert ask(sqlite) is None
    assert "no memory" in sqlite.trouble


def test_reading_from_a_failing_database_is_one_line(broken):
    with pytest.raises(AssistantError, match=r"^The records cannot be read or changed \(no such table"):
        broken[0].unanswered(NOW)


def test_a_locked_database_does_not_hold_an_answer_up_for_long(tmp_path, sqlite, monkeypatch):
    other = sqlite3.connect(tmp_path / "desk.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with sqlite._database.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")
    assert ask(sqlite) is None
    assert "locked" in sqlite.trouble
    other.close()


# Opening


def test_tables_are_what_the_migrations_make(url):
    database = open_database(url)
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    database.dispose()


def test_opening_again_changes_nothing(records, url):
    ask(records)
    open_database(url).dispose()
    assert len(records.conversation("s1")) == 1


def test_a_migration_that_stops_half_way_leaves_nothing(url, monkeypatch):
    upgrade = command.upgrade

    def stop(config, revision):
        upgrade(config, revision)
        raise OSError("stopped")

    monkeypatch.setattr(command, "upgrade", stop)
    with pytest.raises(AssistantError, match="stopped"):
        open_database(url)
    with sql(url) as connection:
        assert inspect_tables(connection).get_table_names() == []
    monkeypatch.undo()
    open_database(url).dispose()


def test_tables_of_a_newer_version_are_refused(url):
    open_database(url).dispose()
    with sql(url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(AssistantError, match="revision '9999'; this version knows them up to '0002'; update"):
        open_database(url)
    with sql(url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0002'"))


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("nonsense", "record_to cannot be read"),
        ("mysql://u:secret@h/d", r"'mysql://u:\*\*\*@h/d'; it must name a file of SQLite or a database of PostgreSQL"),
        ("sqlite://", "it must name a file"),
        ("sqlite:////nowhere/at/all/d.sqlite", r"cannot be written \(No such file or directory\)"),
        (
            "postgresql://u:secret@127.0.0.1:1/d",
            r"'postgresql\+pg8000://u:\*\*\*@127.0.0.1:1/d', which cannot be opened",
        ),
    ],
)
def test_an_address_that_cannot_be_used_is_told_in_one_line_without_its_password(address, reason):
    with pytest.raises(AssistantError, match=reason) as told:
        open_records(Settings(record_to=address))
    assert "secret" not in str(told.value) and "\n" not in str(told.value)


def test_a_file_that_is_no_database_is_refused(tmp_path):
    (tmp_path / "d.sqlite").write_text("Not a database, but a text that is long enough." * 50)
    with pytest.raises(AssistantError, match="file is not a database"):
        open_database(f"sqlite:///{tmp_path}/d.sqlite")


def test_only_the_owner_can_read_the_file(sqlite, tmp_path):
    ask(sqlite)
    assert {oct(file.stat().st_mode & 0o777) for file in tmp_path.glob("desk.sqlite*")} == {"0o600"}


def test_without_the_extra_the_error_names_its_install_command(tmp_path):
    code = (
        "import sys; sys.modules['sqlalchemy'] = None\n"
        "from assistant.recording import open_records; from assistant.settings import Settings\n"
        "try: open_records(Settings(record_to='sqlite:///d.sqlite'))\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.startswith("AssistantError record_to is set, and recording needs sqlalchemy")
    assert "pip install 'program-assistant[desk]'" in done.stdout


def test_what_is_imported_without_opening_is_light():
    code = "import sys, assistant.recording; print({'sqlalchemy', 'alembic', 'torch'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == "set()\n"


# Several at once


def test_several_threads_write_at_once(records):
    with ThreadPoolExecutor(8) as threads:
        kept = list(threads.map(lambda number: ask(records, session=f"s{number % 4}"), range(80)))
    assert records.trouble == ""
    assert {entry.id for number in range(4) for entry in records.conversation(f"s{number}")} == set(kept)


WRITER = f"""
import sys
from assistant.recording import FrontEnd, open_records
from assistant.settings import Settings
from assistant.types import Answer, Citation, Outcome, Question, Section
{inspect.getsource(answer)}
records = open_records(Settings(record_to=sys.argv[1]))
for number in range(int(sys.argv[2])):
    kept = records.record(answer(), session=sys.argv[3], front_end=FrontEnd.CHAT)
    print(kept or "FAILED " + records.trouble, flush=True)
"""


def writer(url, number, session):
    command = [sys.executable, "-c", WRITER, url, str(number), session]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def test_several_processes_open_and_write_at_once(url):
    writers = [writer(url, 20, f"s{number}") for number in range(3)]
    kept = [process.communicate()[0].split("\n")[:-1] for process in writers]
    records = Records(open_database(url), days=30)
    assert [len(of_one) for of_one in kept] == [20, 20, 20]
    assert [{entry.id for entry in records.conversation(f"s{n}")} for n in range(3)] == [set(of_one) for of_one in kept]
    records.close()


def test_what_was_kept_outlives_a_kill(tmp_path):
    url = f"sqlite:///{tmp_path}/desk.sqlite"
    process = writer(url, 1_000_000, "s")
    kept = [process.stdout.readline().strip() for _ in range(20)]
    process.send_signal(signal.SIGKILL)
    kept += process.communicate()[0].split("\n")[:-1]
    records = Records(open_database(url), days=30)
    there = {entry.id for entry in records.conversation("s")}
    assert set(kept) <= there and len(there) <= len(kept) + 1
    with records._database.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    records.close()
