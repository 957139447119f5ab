"""What Gradio keeps for pages that do not fetch it."""

import json
import time
from types import SimpleNamespace

import anyio
import pytest
from fastapi.testclient import TestClient
from looping import run_apart
from starlette.exceptions import HTTPException

from assistant.assistant import Assistant
from assistant.questions import MAX_QUESTION_CHARACTERS
from assistant.settings import Settings
from assistant.web import create_app
from assistant.web.guard import MAX_CHAT_BODY_BYTES
from assistant.web.waiting import FORGOTTEN_SECONDS, MOST_WAITING, Waiting

SECRET = "Zanzibar"


def app_of(index, **settings):
    options = Settings(index=index, embedding_model="hashing", **({"questions_per_minute": 0} | settings))
    return create_app(Assistant.open(options), options)


@pytest.fixture(scope="module")
def client(shared_index):
    with TestClient(app_of(shared_index), raise_server_exceptions=False) as opened:
        yield opened


def event(client, page, **more):
    """A question as the page sends it."""
    config = client.get("/config").json()["dependencies"]
    (submit,) = [number for number, one in enumerate(config) if one["targets"][0][1] == "submit"]
    return {"fn_index": submit, "session_hash": page, "data": ["How much is the stipend?", "", None]} | more


def join(client, given):
    return client.post("/gradio_api/queue/join", json=given)


def fetched(client, page):
    """All that waits for the page, until Gradio closes the stream."""
    stream = client.get("/gradio_api/queue/data", params={"session_hash": page})
    return [json.loads(line.removeprefix("data: ")) for line in stream.text.splitlines() if line]


def test_a_page_that_fetches_nothing_is_refused_in_the_end(client):
    given = event(client, "page")
    answers = [join(client, given) for _ in range(MOST_WAITING + 1)]
    refused = answers[-1]
    assert (answers[0].status_code, refused.status_code) == (200, 429)
    assert refused.json()["error"]["code"] == "too_many"
    assert refused.json()["detail"] == refused.json()["error"]["message"]
    assert int(refused.headers["Retry-After"]) > 0
    assert join(client, given | {"session_hash": "another"}).status_code == 200
    assert fetched(client, "page")[-1]["msg"] == "close_stream"
    assert join(client, given).status_code == 200


@pytest.mark.parametrize(
    "more",
    [
        *({"fn_index": number} for number in (999, -1, None, 10**30, SECRET)),
        *({"session_hash": page} for page in ("", "a b", SECRET * 100, None)),
        *({"data": data} for data in ([], [SECRET], [SECRET] * 4, None)),
    ],
)
def test_what_no_page_of_ours_sends_is_refused_and_nothing_is_kept(client, more, caplog):
    refused = join(client, event(client, "no-page", **more))
    assert refused.status_code in (400, 422)
    assert refused.json()["error"]["code"] in ("bad_request", "invalid_request")
    assert SECRET not in refused.text + caplog.text
    assert fetched(client, "no-page")[0]["session_not_found"] is True


def test_what_is_too_large_for_a_question_is_not_kept(client):
    refused = join(client, event(client, "page", event_data="a" * MAX_CHAT_BODY_BYTES))
    assert (refused.status_code, refused.json()["error"]["code"]) == (413, "too_large")


def test_a_stream_of_a_page_that_is_not_known_ends_and_nothing_fails(client, caplog):
    assert [one["msg"] for one in fetched(client, "nobody")] == ["unexpected_error", "close_stream"]
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_a_refusal_gives_back_no_more_than_a_question(shared_index):
    with TestClient(app_of(shared_index, questions_per_minute=1)) as client:
        given = event(client, "page", data=["a" * 3000, "", None])
        for _ in range(2):
            join(client, given)
            done = next(one for one in fetched(client, "page") if one["msg"] == "process_completed")
        box, *_ = done["output"]["data"]
    assert box == "a" * MAX_QUESTION_CHARACTERS


def test_pages_that_nobody_listens_to_are_forgotten(shared_index, monkeypatch):
    queues = []
    monkeypatch.setattr("assistant.web.chat.Waiting", lambda queue: queues.append(queue) or Waiting(queue))
    with TestClient(app_of(shared_index)) as client:
        (queue,) = queues
        given = event(client, "left")
        assert join(client, given).status_code == 200
        while queue.event_ids_to_events:
            time.sleep(0.01)
        later = SimpleNamespace(monotonic=lambda: time.monotonic() + FORGOTTEN_SECONDS)
        monkeypatch.setattr("assistant.web.waiting.time", later)
        join(client, given | {"session_hash": "another"})
        assert fetched(client, "left")[0]["session_not_found"] is True
        assert fetched(client, "another")[-1]["msg"] == "close_stream"
        assert "left" not in queue.pending_event_ids_session


class Queue:
    """What of Gradio's queue is looked at."""

    def __init__(self):
        self.blocks = SimpleNamespace(fns={0: SimpleNamespace(inputs=[])})
        self.pending_messages_per_session = {}
        self.pending_event_ids_session = {}
        self.event_ids_to_events = {}

    async def push(self, body, request, username):
        self.pending_messages_per_session[body.session_hash] = SimpleNamespace(qsize=lambda: 0)
        self.pending_event_ids_session[body.session_hash] = {"1"}


@pytest.fixture
def clock(monkeypatch):
    clock = SimpleNamespace(now=0.0, monotonic=lambda: clock.now)
    monkeypatch.setattr("assistant.web.waiting.time", clock)
    return clock


async def ask(waiting, page):
    await waiting.push(body=SimpleNamespace(session_hash=page, fn_index=0, data=[]), request=None, username=None)


def test_what_is_kept_of_a_page_goes_with_it_and_the_rest_stays(clock):
    queue = Queue()
    waiting = Waiting(queue)

    async def run():
        for page in ("old", "busy", "new"):
            clock.now += FORGOTTEN_SECONDS / 2
            await ask(waiting, page)
        queue.event_ids_to_events["2"] = SimpleNamespace(session_hash="busy")
        clock.now += FORGOTTEN_SECONDS * 0.6
        await ask(waiting, "newest")

    run_apart(run)
    assert set(queue.pending_messages_per_session) == {"busy", "new", "newest"}
    assert set(queue.pending_event_ids_session) == {"busy", "new", "newest"}


def test_a_page_that_listens_is_not_forgotten(clock):
    queue = Queue()
    waiting = Waiting(queue)
    ended = anyio.Event()
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/gradio_api/queue/data",
        "query_string": b"session_hash=page",
        "headers": [],
    }

    async def gradio(scope, receive, send):
        await ended.wait()

    async def run():
        await ask(waiting, "page")
        async with anyio.create_task_group() as group:
            group.start_soon(waiting.fetched_from(gradio), scope, None, None)
            await anyio.wait_all_tasks_blocked()
            clock.now += 2 * FORGOTTEN_SECONDS
            await ask(waiting, "another")
            assert "page" in queue.pending_messages_per_session
            ended.set()
        clock.now += 2 * FORGOTTEN_SECONDS
        await ask(waiting, "another")
        assert "page" not in queue.pending_messages_per_session

    run_apart(run)


def test_who_is_refused_leaves_nothing_behind(clock):
    queue = Queue()
    waiting = Waiting(queue)

    async def run():
        with pytest.raises(HTTPException):
            await ask(waiting, "no page of ours")

    run_apart(run)
    assert not queue.pending_messages_per_session
