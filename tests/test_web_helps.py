"""Timelines, checklists and interviews over HTTP, without a browser."""

import shutil

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar

from assistant.assistant import Assistant
from assistant.embedding import HashingEmbedder
from assistant.settings import Settings
from assistant.web import create_app

HOSTILE = """# Apply <script>alert(1)</script>

## Deadlines

The application deadline for <img src=x onerror=alert(1)> is March 1, 2027, "at noon" EST.

## Required documents

To apply, send the following documents:

- Curriculum vitae <b>signed</b>
- Personal statement [a](javascript:alert(1))

## Eligibility

Applicants must hold a <i>medical</i> degree.
"""


@pytest.fixture(scope="module")
def client(shared_index, write, build, tmp_path_factory):
    folder = tmp_path_factory.mktemp("helps")
    corpus = shutil.copytree(shared_index.parent / "corpus", folder / "corpus")
    (corpus / "visas.txt").unlink()
    build(write(corpus, {"hostile/a.txt": HOSTILE}), folder / "index")
    options = Settings(index=folder / "index", embedding_model="hashing", today="2026-09-01")
    with TestClient(create_app(Assistant.open(options, embedder=HashingEmbedder()), options)) as opened:
        yield opened


def test_the_timeline_in_json_is_verbatim(client):
    table = client.get("/api/v1/timeline", params={"program": "alpine"}).json()
    assert table["today"] == "2026-09-01"
    assert [(item["first"], item["event"]) for item in table["items"]] == [
        ("2026-10-01", "closes"),
        ("2026-11-09", "happens"),
    ]
    for item in table["items"]:
        place = {"start": item["date_start"], "end": item["date_end"]}
        passage = client.get(f"/api/v1/passages/{item['citation']['doc_id']}", params=place).json()
        assert passage["text"] == item["when"]


def test_the_calendar_holds_all_items_or_one(client):
    items = client.get("/api/v1/timeline").json()["items"]
    response = client.get("/timeline.ics")
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(response.content).walk("VEVENT")
    assert {str(event["UID"]).split("@")[0] for event in events} == {item["uid"] for item in items if item["first"]}
    one = client.get("/timeline.ics", params={"uid": items[0]["uid"]}).content
    assert len(Calendar.from_ical(one).walk("VEVENT")) == 1
    assert not Calendar.from_ical(client.get("/timeline.ics", params={"uid": "none"}).content).walk("VEVENT")


def test_the_checklist_as_json_and_as_markdown(client):
    table = client.get("/api/v1/checklist", params={"program": "alpine"}).json()
    assert len(table["items"]) == 3
    text = client.get("/checklist.md", params={"program": "alpine"}).text
    assert text.count("- [ ] ") == 3


def test_an_interview_is_gone_through_by_its_replies(client):
    replies = {}
    for _ in range(10):
        table = client.post("/api/v1/eligibility", json={"program": "hostile", "replies": replies}).json()
        if table["next"] is None:
            break
        replies[table["next"]["key"]] = "yes"
    assert replies
    assert table["next"] is None
    assert table["summary"].endswith("This is not a decision; the program decides.")
    assert {finding["state"] for finding in table["findings"]} == {"met"}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v1/timeline?program=polar", None),
        ("/api/v1/checklist", None),
        ("/api/v1/eligibility", {}),
        ("/api/v1/eligibility", {"program": "alpine", "replies": {"x": "perhaps"}}),
        ("/timeline?program=polar", None),
        ("/checklist?program=polar", None),
        ("/checklist.md", None),
        ("/timeline.ics?program=" + "x" * 300, None),
    ],
)
def test_what_cannot_be_given_is_refused_in_one_line(client, path, body):
    response = client.get(path) if body is None else client.post(path, json=body)
    assert response.status_code == 422
    assert "\n" not in response.json()["error"]["message"]


@pytest.mark.parametrize("path", ["/timeline", "/timeline?program=hostile", "/checklist?program=hostile"])
def test_pages_escape_what_documents_say(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert "&lt;" in response.text or "hostile" not in path
    for tag in ("<script>alert", "<img src=x", "<b>signed", 'href="javascript:'):
        assert tag not in response.text
    assert "script-src 'self'" in response.headers["content-security-policy"]


def test_a_page_without_dates_or_documents_says_so(client):
    assert "The documents name no document" in client.get("/checklist", params={"program": "coastal"}).text
