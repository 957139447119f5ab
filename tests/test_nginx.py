"""Debian's nginx with deploy/nginx.conf in front of the real application."""

import json

import httpx
import pytest
from fronting import NGINX, checked, fronted, prepared
from serving import served

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.web import create_app

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed (Debian: apt-get install nginx)")

QUESTION = {"question": "How much is the stipend?", "program": "alpine"}
PER_MINUTE = 4


def app_of(index, title="One", **settings):
    given = {"refusal_threshold": 0, "trusted_proxies": ("127.0.0.1",), "questions_per_minute": 0} | settings
    options = Settings(index=index, embedding_model="hashing", title=title, **given)
    return create_app(Assistant.open(options), options)


@pytest.fixture(scope="module")
def sites(shared_index, tmp_path_factory):
    """Two servers, of which the second is called so, and nginx in front of them."""
    with (
        served(app_of(shared_index)) as one,
        served(app_of(shared_index, "Two")) as two,
        fronted(tmp_path_factory.mktemp("nginx"), one, two) as address,
    ):
        yield address


@pytest.fixture
def client(sites):
    with httpx.Client(base_url=sites, timeout=60, headers={"X-Visitor": "192.0.2.1"}) as opened:
        yield opened


def test_the_file_is_right(tmp_path):
    prepared(tmp_path, ["127.0.0.1:7861"])
    right, said = checked(tmp_path)
    assert right, said
    assert "warn" not in said


def test_questions_are_answered(client):
    answer = client.post("/api/v1/ask", json=QUESTION)
    assert (answer.status_code, answer.json()["outcome"]) == (200, "answered")
    assert answer.headers["content-security-policy"]
    assert len(answer.headers["x-request-id"]) == 32


def test_the_chat_answers_through_its_queue(client):
    page = client.get("/")
    assert page.status_code == 200
    config = client.get("/config").json()
    (submit,) = [n for n, one in enumerate(config["dependencies"]) if one["targets"][0][1] == "submit"]
    event = {"fn_index": submit, "session_hash": "nginx1", "data": [QUESTION["question"], "alpine", None]}
    assert client.post("/gradio_api/queue/join", json=event).status_code == 200
    with client.stream("GET", "/gradio_api/queue/data?session_hash=nginx1") as response:
        messages = [json.loads(line[6:]) for line in response.iter_lines() if line.startswith("data: ")]
    assert [one["msg"] for one in messages][-1] == "close_stream"
    (done,) = [one for one in messages if one["msg"] == "process_completed"]
    assert "61,000 dollars" in str(done["output"])


def test_events_arrive_before_the_response_ends(client):
    with client.stream("GET", "/gradio_api/heartbeat/nginx2") as response:
        assert next(response.iter_text()).startswith("data: ALIVE")


def test_a_body_that_is_too_large_is_refused_in_the_one_shape(client):
    response = client.post("/api/v1/ask", json={"question": "a" * 70_000})
    assert (response.status_code, response.json()["error"]["code"]) == (413, "too_large")


def test_pages_of_the_site_itself_may_ask_and_others_may_not(client, sites):
    assert client.post("/api/v1/ask", json=QUESTION, headers={"Origin": sites}).status_code == 200
    assert client.post("/api/v1/ask", json=QUESTION, headers={"Origin": "https://evil.example"}).status_code == 403


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "X-Forwarded-For"])
def test_what_a_visitor_writes_about_proxies_does_not_come_through(client, name):
    value = {"X-Forwarded-Proto": "https", "Forwarded": "host=evil.example;proto=https"}.get(name, "evil.example")
    config = client.get("/config", headers={name: value}).text
    assert "evil.example" not in config
    assert "https://127.0.0.1" not in config


def test_the_address_that_nginx_saw_is_counted_and_no_other(shared_index, tmp_path):
    limited = app_of(shared_index, questions_per_minute=PER_MINUTE)
    with (
        served(limited) as one,
        fronted(tmp_path, one) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):

        def ask(visitor, claimed):
            headers = {"X-Visitor": visitor, "X-Forwarded-For": claimed}
            return client.post("/api/v1/ask", json=QUESTION, headers=headers).status_code

        asked = [ask("192.0.2.1", f"198.51.100.{number}") for number in range(2 * PER_MINUTE)]
        assert asked[:PER_MINUTE] == [200] * PER_MINUTE
        assert 429 in asked
        assert [ask(f"192.0.2.{number}", "198.51.100.1") for number in range(10, 10 + PER_MINUTE)] == [200] * PER_MINUTE


def test_each_visitor_stays_with_one_process_and_all_are_used(client):
    def title(number):
        return client.get("/manifest.json", headers={"X-Visitor": f"198.51.100.{number}"}).json()["name"]

    first = [title(number) for number in range(30)]
    assert [title(number) for number in range(30)] == first
    assert set(first) == {"One", "Two"}


def test_a_network_of_ipv6_is_one_visitor(client):
    def title(address):
        return client.get("/manifest.json", headers={"X-Visitor": address}).json()["name"]

    assert len({title(f"2001:db8:0:a0a::{number:x}") for number in range(1, 30)}) == 1
    assert {title(f"2001:db8:0:{number:x}::1") for number in range(1, 30)} == {"One", "Two"}


def test_visitors_of_a_process_that_is_gone_are_sent_to_the_other(shared_index, tmp_path):
    with served(app_of(shared_index)) as one:
        with served(app_of(shared_index, "Two")) as two:
            gone = two
        with fronted(tmp_path, one, gone) as address, httpx.Client(base_url=address, timeout=60) as client:
            for number in range(20):
                answer = client.post("/api/v1/ask", json=QUESTION, headers={"X-Visitor": f"198.51.100.{number}"})
                assert answer.status_code == 200
        with fronted(tmp_path, gone) as address:
            answer = httpx.get(f"{address}/readyz", timeout=60)
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "unavailable")
    assert answer.headers["retry-after"] == "5"
