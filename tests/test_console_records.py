"""The console's pages over the records: the overview, what was asked in vain, messages to the office."""

import datetime
import html
import re
import shutil
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from console import client_of, desk_settings, open_desk, sign_in
from starlette.testclient import TestClient

from assistant.desk import Desk
from assistant.embedding import HashingEmbedder
from assistant.errors import AssistantError
from assistant.questions import make_question
from assistant.recording import FrontEnd, HandOffStatus
from assistant.recording.opening import open_database
from assistant.recording.records import Records
from assistant.syncing.waiting import WaitingPage, write_waiting
from assistant.web import create_app
from assistant.web.console import questions as questions_page
from assistant.web.console.grouping import Grouping

DAY = datetime.timedelta(days=1)
HOSTILE = "<script>alert('dog')</script> & may I bring a dog?"


class Clock:
    """A clock that can be set back from now."""

    def __init__(self):
        self.ago = datetime.timedelta()

    def __call__(self):
        return datetime.datetime.now(datetime.UTC) - self.ago


@pytest.fixture(scope="module")
def office(tmp_path_factory, shared_index):
    """A desk over the small corpus whose records can be written at any time past."""
    folder = tmp_path_factory.mktemp("office")
    index = Path(shutil.copytree(shared_index, folder / "index"))
    settings = desk_settings(folder, index, refusal_threshold=0.3, today=None, record_days=60)
    opened, clock = open_desk(settings), Clock()
    opened.close()
    records = Records(open_database(settings.record_to), days=60, embedder=HashingEmbedder(), now=clock)
    desk = Desk(opened.assistant, settings, opened.embedder, records)
    yield desk, settings, clock, create_app(desk.assistant, settings, desk=desk)
    desk.close()


@pytest.fixture
def records(office):
    """The records, empty again afterwards."""
    desk, _, clock, _ = office
    clock.ago = datetime.timedelta()
    yield desk.records
    clock.ago = -10 * DAY
    desk.records.purge(datetime.datetime.now(datetime.UTC) + 1000 * DAY)


@pytest.fixture
def asked(office, records):
    """Asks something, some days ago; the id of its entry."""
    desk, _, clock, _ = office

    def ask(text, *, session="one", program=None, days_ago=0.0):
        clock.ago = days_ago * DAY
        _, entry = desk.ask(make_question(text, program=program), session=session, front_end=FrontEnd.CHAT)
        clock.ago = datetime.timedelta()
        return entry

    return ask


@pytest.fixture
def client(office, monkeypatch):
    """A signed-in browser; what was grouped for another test is not shown again."""
    monkeypatch.setattr("assistant.web.console.grouping.KEPT_SECONDS", 0.0)
    client = TestClient(office[3], base_url="https://testserver", follow_redirects=False)
    client.form_token = sign_in(client)
    return client


def text_of(response):
    """What a reader sees, in one line."""
    body = re.sub(r"<(svg|style|head)\b.*?</\1>", " ", response.text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def links_of(response, words):
    """The addresses of the links that begin with these words."""
    found = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', response.text, re.DOTALL)
    shown = ((html.unescape(address), " ".join(re.sub(r"<[^>]+>", " ", label).split())) for address, label in found)
    return [address for address, label in shown if label.startswith(words)]


def test_the_overview_counts_what_was_asked(client, asked, records):
    for number in range(3):
        asked("How much is the stipend?", session=f"s{number}", program="alpine")
    asked("Are zeppelins green?", session="s3", program="coastal")
    entry = asked("Is housing provided?", session="s4", program="alpine")
    records.rate(entry, session="s4", good=True)
    records.hand_off("Is it?", session="s4", reply_to="a@example.org", program="alpine", entry_id=entry)
    shown = text_of(client.get("/console"))
    assert "Questions 5 " in shown
    assert "Answered 80% 4 of 5" in shown
    assert "Answered without the office 60% 3 of 5" in shown
    assert "Not answered 1 " in shown
    assert "Messages to the office 1 " in shown
    assert "Rated good 100% 1 good, 0 bad" in shown
    assert re.search(r"Time to answer \d+ ms half took less, 95% at most \d+ ms", shown)
    assert "1 open message " in shown
    assert re.search(r"Alpine 4 100% .*Coastal 1 0%", shown)


def test_the_overview_is_of_one_program_where_one_is_chosen(client, asked):
    asked("How much is the stipend?", program="alpine")
    asked("Are zeppelins green?", program="coastal")
    shown = text_of(client.get("/console?program=coastal"))
    assert "Questions 1 " in shown
    assert "Answered 0% 0 of 1" in shown
    assert "Questions 2 " in text_of(client.get("/console?program=elsewhere"))


@pytest.mark.parametrize(("period", "count"), [("7d", 1), ("30d", 2), ("12w", 3), ("", 2), ("nonsense", 2)])
def test_the_overview_is_of_the_period_chosen(client, asked, period, count):
    for days_ago in (1, 20, 55):
        asked("How much is the stipend?", days_ago=days_ago)
    assert f"Questions {count} " in text_of(client.get(f"/console?period={period}"))


def test_a_period_longer_than_records_are_kept_says_so(client, asked):
    asked("How much is the stipend?")
    assert "Records are kept for 60 days" in text_of(client.get("/console?period=12w"))
    assert "Records are kept" not in text_of(client.get("/console?period=30d"))


def test_the_plots_say_in_words_what_they_show_and_stand_in_a_table_too(client, asked):
    asked("How much is the stipend?")
    asked("Are zeppelins green?")
    page = client.get("/console?period=7d")
    descriptions = re.findall(r"<desc[^>]*>(.*?)</desc>", page.text)
    assert any("1 answered, 0 asked back, 1 not answered" in words for words in descriptions)
    assert any("50% of 2" in words for words in descriptions)
    assert re.search(r"[A-Z][a-z]{2} \d+ 2 1 50% 0 1 0", text_of(page))


def test_an_overview_of_nothing_says_so(client, records):
    shown = text_of(client.get("/console"))
    assert "Nothing was asked in this period" in shown
    assert "Answered – 0 of 0" in shown


def test_the_overview_tells_what_waits_and_what_is_wrong(client, office, records):
    _, settings, _, _ = office
    write_waiting(settings.index, {"alpine/dates.html": WaitingPage(digest=None, reason="gone", since="2026-06-01")})
    try:
        page = client.get("/console")
        assert "1 changed page to approve" in text_of(page)
        assert "/console/documents" in page.text
        (settings.index / "waiting.json").write_text("damaged", "utf-8")
        page = client.get("/console")
        assert page.status_code == 200
        assert "– changed pages to approve" in text_of(page)
        assert 'role="alert"' in page.text
    finally:
        (settings.index / "waiting.json").unlink()


def test_a_database_that_fails_is_told_in_a_line_on_every_page(client, office, monkeypatch):
    def fail(*_, **__):
        raise AssistantError("The records cannot be read <now>.")

    for name in ("volume", "count_hand_offs", "message", "groups"):
        monkeypatch.setattr(office[0].records, name, fail)
    for address in ("/console", "/console/questions", "/console/messages", "/console/messages/x"):
        page = client.get(address)
        assert "The records cannot be read <now>." in text_of(page)
        assert "Traceback" not in page.text
        assert "The documents" in text_of(page) or address != "/console"


def test_where_nothing_is_recorded_the_pages_say_how_to_begin(tmp_path, shared_index):
    settings = desk_settings(tmp_path, shared_index, record_to=None)
    client = client_of(open_desk(settings), settings)
    token = sign_in(client)
    for address in ("/console", "/console/questions", "/console/messages"):
        page = client.get(address)
        assert page.status_code == 200
        assert "ASSISTANT_RECORD_TO=sqlite:///desk.sqlite" in text_of(page)
    assert client.get("/console/messages/x").status_code == 404
    assert client.post("/console/messages/x", data={"form_token": token, "reply": "Yes."}).status_code == 404
    assert client.post("/console/messages/x/erase", data={"form_token": token}).status_code == 404


def test_what_was_asked_in_vain_is_grouped_with_what_can_be_done(client, asked, records):
    for number in range(3):
        asked("Who feeds my dog?", session=f"s{number}", program="alpine")
    asked("Are zeppelins green?", session="s9", program="coastal")
    page = client.get("/console/questions")
    shown = text_of(page)
    assert "4 questions in 2 groups" in shown
    assert re.search(r"Who feeds my dog\? 3 times by 3 people · last on .* 3 not answered · Alpine", shown)
    (write, _), (explain, _) = links_of(page, "Write an approved answer"), links_of(page, "Explain “")
    for link, path in ((write, "/console/answers/new"), (explain, "/console/explain")):
        assert urlsplit(link).path == path
        assert parse_qs(urlsplit(link).query) == {"question": ["Who feeds my dog?"], "program": ["alpine"]}
        assert client.get(link).status_code == 200


def test_the_document_to_mend_is_the_one_that_was_nearest(client, asked, records):
    asked("Who feeds my dog?", program="alpine")
    nearest = records.unanswered(Clock()() - DAY)[0].nearest
    (link,) = links_of(client.get("/console/questions"), "Alpine")
    assert link == f"/passage/{nearest.doc_id}?start={nearest.start}&end={nearest.end}#quote"
    assert client.get(link).status_code == 200


def test_a_document_that_has_changed_is_shown_from_its_beginning_and_one_that_is_gone_not(client, office, records):
    desk = office[0]
    answer = desk.assistant.ask(make_question("Who feeds my dog?", program="alpine"))
    for doc_id, section in (("alpine/overview.md", "No such section"), ("gone.md", "")):
        nearest = (replace(answer.nearest[0], doc_id=doc_id, section=section),)
        records.record(replace(answer, nearest=nearest), session="one", front_end=FrontEnd.CHAT)
        page = client.get("/console/questions")
        records.erase("one")
        assert ("/passage/alpine/overview.md?start=0&amp;end=0" in page.text) is (doc_id != "gone.md")
        assert ("Look here to mend" in page.text) is (doc_id != "gone.md")


def test_questions_are_those_of_the_program_and_period(client, asked):
    asked("Who feeds my dog?", program="alpine")
    asked("Are zeppelins green?", program="coastal")
    asked("Who washes the lanterns?", program="alpine", days_ago=20)
    assert "1 question in 1 group" in text_of(client.get("/console/questions?program=alpine&period=7d"))
    assert "2 questions in 2 groups" in text_of(client.get("/console/questions?program=alpine"))
    assert "3 questions in 3 groups" in text_of(client.get("/console/questions"))


def test_badly_rated_answers_stand_among_them_with_what_was_said(client, asked, records):
    entry = asked("How much is the stipend?")
    records.rate(entry, session="one", good=False, remark="Not what I <asked>.")
    shown = text_of(client.get("/console/questions"))
    assert "1 rated bad" in shown
    assert "“Not what I <asked>.”" in shown


def test_nothing_asked_in_vain_is_said(client, asked):
    asked("How much is the stipend?")
    assert "Nothing was asked in vain" in text_of(client.get("/console/questions"))


def test_what_applicants_write_is_text_on_every_page(client, asked, records):
    entry = asked(HOSTILE)
    message = records.hand_off(HOSTILE, session="one", reply_to='"><b>@x', entry_id=entry)
    records.reply(message, HOSTILE)
    addresses = [
        f"/console/messages/{message}",
        f"/console/messages/{message}/erase",
        "/console/messages?show=answered",
    ]
    for address in ("/console", "/console/questions", *addresses):
        page = client.get(address)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<b>" not in page.text


def test_a_grouping_that_takes_long_is_waited_for_elsewhere(client, office, asked, monkeypatch):
    asked("Who feeds my dog?")
    monkeypatch.setattr(questions_page.Grouping, "groups", lambda *_: None)
    page = client.get("/console/questions?period=7d")
    assert page.status_code == 200
    assert page.headers["refresh"] == "2"
    assert "are being grouped" in text_of(page)
    assert links_of(page, "Look now") == ["/console/questions?period=7d&page=1"]
    monkeypatch.undo()


def test_a_grouping_is_made_once_for_all_who_ask_within_a_minute(monkeypatch):
    made = []
    grouping = Grouping()
    for _ in range(3):
        assert grouping.groups("7d", None, lambda: made.append(1) or ()) == ()
    grouping.groups("7d", "alpine", lambda: made.append(2) or ())
    assert made == [1, 2]
    monkeypatch.setattr("assistant.web.console.grouping.KEPT_SECONDS", 0.0)
    grouping.groups("7d", None, lambda: made.append(3) or ())
    assert made == [1, 2, 3]


def test_messages_stand_with_what_was_asked_before_them(client, asked, records):
    asked("How much is the stipend?", days_ago=0.1)
    entry = asked("Are zeppelins green?", days_ago=0.05)
    records.hand_off("Dear office,\n\nare they?", session="one", reply_to="ann@example.org", entry_id=entry)
    asked("Is housing provided?", days_ago=-0.01)
    shown = text_of(client.get("/console/messages"))
    assert "From ann@example.org" in shown
    assert "Dear office, are they?" in shown
    assert re.search(r"1?How much is the stipend\? .* answered Are zeppelins green\? .* not answered", shown)
    assert "Is housing provided?" not in shown


def test_a_reply_is_kept_and_handed_to_the_mail_program(client, records):
    message = records.hand_off("May I?", session="one", reply_to="ann+x@example.org", program="alpine")
    reply = "Dear Ann,\r\n\r\nyes & no?\r\n\r\nThe office"
    response = client.post(f"/console/messages/{message}", data={"form_token": client.form_token, "reply": reply})
    assert response.status_code == 303
    page = client.get(response.headers["location"])
    assert "It is not sent" in text_of(page)
    assert records.hand_offs(HandOffStatus.ANSWERED)[0].reply == "Dear Ann,\n\nyes & no?\n\nThe office"
    (link,) = links_of(page, "Open in your mail program")
    assert link.startswith("mailto:ann%2Bx@example.org?subject=")
    assert "+" not in link
    query = dict(part.split("=", 1) for part in link.split("?", 1)[1].split("&"))
    assert unquote(query["body"]) == reply
    (curate,) = links_of(page, "Make this reply")
    assert curate == f"/console/answers/new?message={message}"
    assert "yes & no?" in text_of(client.get(curate))
    assert "No message waits" in text_of(client.get("/console/messages"))
    assert "ann+x@example.org" in text_of(client.get("/console/messages?show=answered"))


@pytest.mark.parametrize("address", ["call me", "a@b?bcc=c@d.org", "a@b,c@d.org", "a b@c.org", "a@b\nbcc: c@d.org"])
def test_what_is_no_address_opens_no_mail_program(client, records, address):
    message = records.hand_off("May I?", session="one", reply_to=address)
    records.reply(message, "Yes.")
    page = client.get(f"/console/messages/{message}")
    assert "mailto:" not in page.text
    assert "is no e-mail address" in text_of(page)


def test_a_reply_too_long_for_a_link_is_to_be_copied(client, records):
    message = records.hand_off("May I?", session="one", reply_to="ann@example.org")
    records.reply(message, "No. " * 700)
    page = client.get(f"/console/messages/{message}")
    (link,) = links_of(page, "Open in your mail program")
    assert "body=" not in link
    assert "copy it from here" in text_of(page)


@pytest.mark.parametrize(("reply", "says"), [("  ", "is empty"), ("x" * 8001, "at most 8,000")])
def test_a_reply_that_cannot_be_kept_stays_in_the_form(client, records, reply, says):
    message = records.hand_off("May I?", session="one", reply_to="ann@example.org")
    page = client.post(f"/console/messages/{message}", data={"form_token": client.form_token, "reply": reply})
    assert page.status_code == 422
    assert says in text_of(page)
    assert reply in page.text
    assert records.hand_offs()[0].status is HandOffStatus.OPEN


def test_all_of_an_applicant_is_erased_after_asking_again(client, asked, records):
    asked("How much is the stipend?", session="one")
    asked("How much is the stipend?", session="two")
    message = records.hand_off("May I?", session="one", reply_to="ann@example.org")
    page = client.get(f"/console/messages/{message}/erase")
    assert "1 question with their ratings and 1 message" in text_of(page)
    held = client.get(f"/console/messages/{message}/held.json")
    assert held.headers["content-disposition"].startswith("attachment")
    assert held.json()["hand_offs"][0]["message"] == "May I?"
    assert client.post(f"/console/messages/{message}/erase", data={}).status_code == 403
    assert len(records.conversation("one")) == 1
    response = client.post(f"/console/messages/{message}/erase", data={"form_token": client.form_token})
    assert "Deleted: 1 question and 1 message." in text_of(client.get(response.headers["location"]))
    assert records.conversation("one") == []
    assert records.hand_offs() == []
    assert len(records.conversation("two")) == 1
    assert client.get(f"/console/messages/{message}/erase").status_code == 404


def test_long_lists_come_in_pages(client, office, records):
    for number in range(55):
        office[2].ago = (55 - number) * datetime.timedelta(seconds=1)
        records.hand_off(f"Message {number}.", session=f"s{number}", reply_to="ann@example.org")
    first, second = (text_of(client.get(f"/console/messages?page={page}")) for page in (1, 2))
    assert "Page 1 of 2" in first
    assert "Message 49." in first
    assert "Message 50." not in first
    assert "Message 54." in second
    assert client.get("/console/messages?page=0").status_code == 422
