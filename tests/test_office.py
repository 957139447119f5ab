import datetime

import pytest
from fastapi.testclient import TestClient

from assistant.desk import Desk
from assistant.embedding import HashingEmbedder
from assistant.questions import make_question
from assistant.recording import FrontEnd, HandOffStatus
from assistant.settings import Settings
from assistant.web import create_app
from assistant.web.cards import RecordedEntry, answer_html
from assistant.web.office import mail_link

LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)


@pytest.fixture
def desk(shared_index, tmp_path):
    settings = Settings(index=shared_index, curated=tmp_path / "curated", record_to=f"sqlite:///{tmp_path}/desk.sqlite")
    opened = Desk.open(settings, embedder=HashingEmbedder())
    yield opened
    opened.close()


@pytest.fixture
def client(desk, shared_index):
    with TestClient(create_app(desk.assistant, Settings(index=shared_index), desk=desk)) as opened:
        yield opened


def asked(desk, question, program="alpine"):
    return desk.ask(make_question(question, program=program), session="s1", front_end=FrontEnd.CHAT)


def test_an_answer_is_rated_by_the_session_that_asked(desk, client):
    _, entry = asked(desk, "How long does the Alpine Fellowship last?")
    assert client.post("/api/v1/ratings", json={"entry": entry, "session": "s1", "good": False}).status_code == 204
    assert desk.records.conversation("s1")[0].good is False
    other = client.post("/api/v1/ratings", json={"entry": entry, "session": "s2", "good": True})
    assert other.status_code == 404
    assert other.json()["error"]["message"].startswith("There is no such answer of this session")


def test_a_message_goes_to_the_office_with_its_program(desk, client):
    _, entry = asked(desk, "Is there a pool?")
    sent = {"session": "s1", "entry": entry, "message": "Is there a pool? I swim.", "reply_to": "anna@example.org"}
    assert client.post("/api/v1/messages", json=sent).status_code == 204
    (message,) = desk.records.hand_offs(HandOffStatus.OPEN)
    assert (message.program, message.message, message.reply_to) == ("alpine", sent["message"], sent["reply_to"])
    assert message.entry == entry


def test_only_who_asked_something_can_write(client):
    sent = {"session": "s1", "entry": "e1", "message": "Is there a pool?", "reply_to": "anna@example.org"}
    assert client.post("/api/v1/messages", json=sent).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"entry": "a\0"},
        {"reply_to": "a\u202e@example.org"},
        {"reply_to": "anna"},
        {"reply_to": "a b@c"},
        {"message": ""},
        {"message": "x" * 8001},
        {"session": ""},
    ],
)
def test_what_is_no_message_is_refused_in_one_line(client, change):
    sent = {"session": "s1", "entry": "e1", "message": "Is there a pool?", "reply_to": "anna@example.org"} | change
    refused = client.post("/api/v1/messages", json=sent)
    assert refused.status_code == 422
    assert "\n" not in refused.json()["error"]["message"]


def test_a_foreign_page_can_neither_rate_nor_write(client):
    sent = {"session": "s1", "message": "Is there a pool?", "reply_to": "anna@example.org"}
    assert client.post("/api/v1/messages", json=sent, headers={"Origin": "https://evil.example"}).status_code == 403


def test_questions_of_other_programs_are_recorded_redacted(desk, client):
    client.post("/api/v1/ask", json={"question": "I am anna@example.org. How long does the fellowship last?"})
    (volume,) = desk.records.volume(LONG_AGO, by="whole", by_program=False)
    assert volume.questions == 1
    (entry,) = desk.records.unanswered(LONG_AGO) or [None]
    assert entry is None or "anna@example.org" not in entry.question
    assert client.get("/healthz").json()["status"] == "ok"


def test_nothing_is_offered_where_nothing_is_recorded(shared_index, assistant):
    with TestClient(create_app(assistant, Settings(index=shared_index))) as client:
        sent = {"session": "s1", "message": "Is there a pool?", "reply_to": "anna@example.org"}
        assert client.post("/api/v1/messages", json=sent).status_code in (404, 405)
    answer = assistant.ask(make_question("How long does the Alpine Fellowship last?"))
    assert 'class="office"' not in answer_html(answer, assistant)
    assert 'id="entry.e1.s1"' in answer_html(answer, assistant, entry=RecordedEntry("e1", "s1"))


def test_the_mail_link_holds_the_question_and_those_before(assistant):
    answer = assistant.ask(make_question("Is there a pool & a gym?"))
    assert mail_link("office@example.edu", answer) == (
        "mailto:office@example.edu?subject=A%20question&body=Is%20there%20a%20pool%20%26%20a%20gym%3F"
    )


@pytest.mark.parametrize("limit", ["_MOST_OPEN", "_MOST_OF_SESSION"])
def test_there_is_an_end_to_messages_that_nobody_reads(desk, client, monkeypatch, limit):
    monkeypatch.setattr(f"assistant.web.office.{limit}", 2)
    _, entry = asked(desk, "Is there a pool?")
    sent = {"session": "s1", "entry": entry, "message": "Is there a pool?", "reply_to": "anna@example.org"}
    assert [client.post("/api/v1/messages", json=sent).status_code for _ in range(3)] == [204, 204, 503]
    desk.records.reply(desk.records.hand_offs()[0].id, "There is.")
    assert client.post("/api/v1/messages", json=sent).status_code == 204
