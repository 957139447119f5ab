"""What those who run the service rely on: health, figures, logs, stopping, and the files in deploy/."""

import json
import logging
import re
import signal
import threading
import traceback
import warnings
from pathlib import Path

import gradio as gr
import httpx
import pytest
import yaml
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from serving import process

from assistant.assistant import Assistant, Health
from assistant.settings import Settings
from assistant.web import create_app
from assistant.web.guard import MAX_BODY_BYTES
from assistant.web.logs import start_logging

ROOT = Path(__file__).parent.parent
SECRET = "Zanzibar"


@pytest.fixture(scope="module")
def options(shared_index):
    return Settings(index=shared_index, embedding_model="hashing", refusal_threshold=0, questions_per_minute=0)


@pytest.fixture(scope="module")
def client(options):
    with TestClient(create_app(Assistant.open(options), options)) as opened:
        yield opened


@pytest.fixture
def own(options):
    """An application that no other test uses."""
    with TestClient(create_app(Assistant.open(options), options), raise_server_exceptions=False) as opened:
        yield opened


def figures(client):
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {(one.name, *sorted(one.labels.values())): one.value for family in families for one in family.samples}


def test_health_says_how_old_the_index_is_and_when_it_was_taken_over(client):
    health = client.get("/healthz").json()
    assert (health["status"], health["reasons"], health["last_reload"]) == ("ok", [], None)
    assert 0 <= health["index_age_seconds"] < 3600


def test_a_degraded_health_names_no_path_and_no_error(own):
    own.app.state.live.now().assistant.health = Health("degraded", "'/srv/index/1/passages.jsonl' has SHA-256 ...")
    health = own.get("/healthz").json()
    assert health["status"] == "degraded"
    assert len(health["reasons"]) == 1
    assert "/srv" not in str(health)


def test_ready_until_it_stops(own):
    assert own.get("/readyz").json()["status"] == "ready"
    own.app.state.live.stopping = True
    response = own.get("/readyz")
    assert (response.status_code, response.json()["error"]["code"]) == (503, "unavailable")
    assert own.post("/api/v1/ask", json={"question": "How much is the stipend?"}).status_code == 200


def test_figures_are_what_prometheus_reads_and_apart_from_another_applications(client, own):
    client.get("/readyz")
    own.post("/api/v1/ask", json={"question": "How much is the stipend?"})
    own.post("/api/v1/ask", json={"question": SECRET, "program": SECRET})
    read = figures(own)
    assert read["assistant_questions_total", "answered", "api"] == 1
    assert read["assistant_question_seconds_count",] == 1
    assert read["assistant_question_seconds_bucket", "+Inf"] == 1
    assert read["assistant_errors_total", "invalid_question"] == 1
    assert read["assistant_requests_total", "200"] == 1
    assert read["assistant_requests_in_flight",] == 1
    assert read["assistant_index_reloads_total", "taken"] == 0
    assert read["assistant_index_age_seconds",] >= 0
    assert SECRET not in str(read)


# Logs


def lines_of(caplog):
    return [record for record in caplog.records if record.name == "assistant.requests"]


@pytest.mark.parametrize(
    ("method", "path", "route"),
    [
        ("GET", f"/api/v1/passages/alpine/overview.md?secret={SECRET}", "/api/v1/passages/{doc_id:path}"),
        ("GET", f"/passage/{SECRET}.md", "/passage/{doc_id:path}"),
        ("GET", f"/{SECRET}", "-"),
        ("GET", "/site/chat.css", "/site"),
        ("GET", "/config", "/config"),
    ],
)
def test_a_line_names_the_route_and_nothing_that_was_put_in_its_place(client, caplog, method, path, route):
    caplog.set_level(logging.INFO, "assistant")
    response = client.request(method, path, headers={"User-Agent": SECRET})
    (line,) = lines_of(caplog)
    assert (line.method, line.route.rstrip("/") or "/", line.status) == (method, route, response.status_code)
    assert line.milliseconds > 0
    assert SECRET not in str(vars(line))


def test_a_question_is_not_logged_wherever_it_goes(client, caplog):
    caplog.set_level(logging.DEBUG)
    client.post("/api/v1/ask", json={"question": f"Where is {SECRET}?"})
    client.post("/api/v1/ask", json={"question": SECRET, "program": SECRET})
    client.post("/api/v1/ask", content=SECRET)
    assert [line.status for line in lines_of(caplog)] == [200, 422, 422]
    assert SECRET not in caplog.text


def test_what_the_guard_refuses_is_logged_too(client, caplog):
    caplog.set_level(logging.INFO, "assistant")
    client.post("/api/v1/ask", json={"question": "Fee?"}, headers={"Origin": "https://evil.example"})
    client.post("/api/v1/ask", content=b"a" * (MAX_BODY_BYTES + 1))
    assert [line.status for line in lines_of(caplog)] == [403, 413]


def test_a_proxys_number_of_a_request_is_kept_and_another_is_made_up(client):
    assert (
        client.get("/readyz", headers={"X-Request-ID": "0123456789abcdef"}).headers["X-Request-ID"]
        == "0123456789abcdef"
    )
    made = client.get("/readyz", headers={"X-Request-ID": 'x" forged'}).headers["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{32}", made)
    assert client.get("/readyz").headers["X-Request-ID"] != made


def test_a_failure_is_logged_under_the_number_that_the_client_got(own, caplog):
    own.app.state.live.now().assistant.ask = lambda question: 1 / 0
    response = own.post("/api/v1/ask", json={"question": "How much is the stipend?"})
    assert response.status_code == 500
    assert response.headers["X-Request-ID"]
    assert "ZeroDivisionError" in caplog.text
    assert figures(own)["assistant_errors_total", "internal"] == 1


@pytest.fixture
def logged(capsys, monkeypatch):
    """Starts the logging of a server in a style, and then gives the lines that came since."""
    for logger in (logging.getLogger(), logging.getLogger("assistant")):
        monkeypatch.setattr(logger, "handlers", [])
        monkeypatch.setattr(logger, "level", logger.level)
    monkeypatch.setattr(traceback, "print_exc", traceback.print_exc)

    def lines(style=None):
        if style:
            start_logging(style)
        return capsys.readouterr().err.splitlines()

    yield lines
    logging.captureWarnings(False)


@pytest.mark.parametrize("style", ["text", "json"])
def test_nobody_can_write_a_line_of_their_own(style, logged):
    logged(style)
    logging.getLogger("assistant.web.guard").error("GET %s", "/a\n2027 ERROR forged")
    logging.getLogger("another").info("not shown")
    (line,) = logged()
    if style == "json":
        assert json.loads(line)["message"] == "GET /a\n2027 ERROR forged"
        assert set(json.loads(line)) == {"time", "level", "logger", "request", "message"}
    else:
        assert "GET /a\\n2027 ERROR forged" in line


def test_a_line_of_the_log_has_an_end(logged):
    logged("json")
    try:
        raise OSError(36, "File name too long", "/srv/" + "a" * 30_000)
    except OSError:
        logging.getLogger("assistant.web.guard").exception("GET /%s failed", "a" * 30_000)
    (line,) = logged()
    assert len(line) < 10_000


@pytest.mark.parametrize("error", [ZeroDivisionError("of ours"), gr.Error(f"Value {SECRET} is not offered")])
def test_what_gradio_prints_becomes_a_line(logged, error):
    logged("json")
    try:
        raise error
    except Exception:
        gr.queueing.traceback.print_exc()
    (line,) = map(json.loads, logged())
    assert line["logger"] == "assistant.chat"
    assert ("of ours" in str(line)) == (type(error) is ZeroDivisionError)
    assert SECRET not in str(line)


def test_warnings_become_lines(logged):
    logged("json")
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        logging.captureWarnings(False)
        logging.captureWarnings(True)
        warnings.warn("An old way to do it.", DeprecationWarning, stacklevel=1)
    (line,) = map(json.loads, logged())
    assert "An old way" in line["message"]


def test_a_failure_of_gradio_is_logged_once(own, caplog, monkeypatch):
    async def failing(*_, **__):
        raise OSError("inside")

    monkeypatch.setattr("gradio.routes.cancel_tasks", failing)
    body = {"session_hash": "page", "fn_index": 0, "event_id": "one"}
    assert own.post("/gradio_api/cancel", json=body).status_code == 500
    (record,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert record.getMessage() == "POST /gradio_api/cancel failed"
    assert figures(own)["assistant_errors_total", "internal"] == 1


# A process of its own


def test_told_to_stop_it_says_so_ends_what_it_has_begun_and_exits_well(shared_index, tmp_path):
    with process(tmp_path, index=shared_index, log_format="json", refusal_threshold=0) as (server, address):
        with httpx.Client(base_url=address, timeout=60) as client:
            assert client.get("/readyz").status_code == 200
            waiting = threading.Thread(target=hold_open, args=(address,), daemon=True)
            waiting.start()
            server.send_signal(signal.SIGTERM)
            last = 200
            while last == 200:
                try:
                    last = client.get("/readyz").status_code
                except httpx.TransportError:
                    last = 0
            if last == 503:
                answer = client.post("/api/v1/ask", json={"question": "How much is the stipend?"})
                assert (answer.status_code, answer.json()["outcome"]) == (200, "answered")
        _, err = server.communicate(timeout=60)
        waiting.join(60)
    assert last == 503
    assert server.returncode == 0
    lines = [json.loads(line) for line in err.splitlines()]
    asked = [line for line in lines if line.get("route") == "/api/v1/ask"]
    assert [(line["method"], line["status"], line["logger"]) for line in asked] == [("POST", 200, "assistant.requests")]
    assert "stipend" not in err
    assert "127.0.0.1" not in err


def hold_open(address):
    """What an open chat page does."""
    with httpx.stream("GET", f"{address}/gradio_api/heartbeat/a-page", timeout=60) as response:
        for _ in response.iter_raw():
            pass


# The files in deploy/


def settings_named(text):
    return {name.lower() for name in re.findall(r"ASSISTANT_([A-Z_]+)", text)}


@pytest.mark.parametrize("name", ["Dockerfile", "compose.yaml", "deploy/assistant@.service", "docs/operations.md"])
def test_each_setting_that_is_named_exists(name):
    named = settings_named((ROOT / name).read_text("utf-8"))
    assert named
    assert named <= set(Settings.model_fields)


def test_the_unit_and_the_compose_file_give_settings_that_fit(monkeypatch):
    unit = (ROOT / "deploy" / "assistant@.service").read_text("utf-8").replace("%i", "7861")
    (service,) = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"].values()
    for given in (dict(re.findall(r"(ASSISTANT_\w+)=(\S+)", unit)), service["environment"]):
        with monkeypatch.context() as patch:
            for name, value in given.items():
                patch.setenv(name, value)
            assert Settings().trusted_proxies


def test_the_containers_root_is_read_only_and_what_is_written_is_mounted():
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
    (service,) = compose["services"].values()
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    mounted = {one.split(":")[1] for one in service["volumes"]}
    image = (ROOT / "Dockerfile").read_text("utf-8")
    assert set(json.loads(re.search(r"^VOLUME (.*)$", image, re.MULTILINE)[1])) <= mounted
    assert re.search(r"^USER (?!0\b|root\b)\d+", image, re.MULTILINE)
    assert all(one.startswith("127.0.0.1:") for one in service["ports"])


def test_the_web_server_allows_bodies_of_the_size_that_the_program_does():
    assert f"client_max_body_size {MAX_BODY_BYTES // 1024}k;" in (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
