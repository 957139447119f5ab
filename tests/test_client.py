"""The Python client: one answer or one error, whatever the other side sends."""

import json
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import uvicorn

from assistant.answers import answer_to_json
from assistant.client import RefusedError, ask
from assistant.contract import AnswerOut
from assistant.questions import make_question
from assistant.settings import Settings
from assistant.types import Outcome
from assistant.web import create_app
from assistant.web.server import _listen

QUESTION = "How much is the stipend of the Alpine Fellowship?"


@pytest.fixture
def url(assistant):
    """The address of a real server over the small corpus."""
    listener = _listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(create_app(assistant, Settings()), log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    server.should_exit = True
    thread.join()
    listener.close()


@contextmanager
def answering(status, body, **headers):
    """A server that answers whatever it is sent in the same way."""

    class Same(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Same) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def test_an_answer_is_the_one_that_the_assistant_gives(url, assistant):
    answer = ask(url, QUESTION, history=[("Is there a stipend?", "Yes.")], program="alpine")
    assert isinstance(answer, AnswerOut)
    assert answer.outcome is Outcome.ANSWERED
    assert answer.index_version == assistant.index_version
    for citation in answer.citations:
        text = assistant.document(citation.doc_id).text
        assert citation.quote == text[citation.start : citation.end]
    with pytest.raises(RefusedError, match="'polar' has no documents") as refused:
        ask(url, QUESTION, program="polar")
    assert (refused.value.code, refused.value.status) == ("invalid_question", 422)


def test_a_refusal_says_when_to_come_back():
    body = b'{"error": {"code": "too_many", "message": "Too many questions; wait 7 seconds."}}'
    with answering(429, body, Retry_After="7") as url, pytest.raises(RefusedError) as refused:
        ask(url, QUESTION)
    assert str(refused.value) == "Too many questions; wait 7 seconds."
    assert (refused.value.code, refused.value.status, refused.value.retry_after) == ("too_many", 429, 7)


@pytest.mark.parametrize(
    ("status", "body"),
    [(200, b"<html>hello"), (200, b"{}"), (502, b"Bad gateway"), (404, b'{"detail": "no"}'), (302, b"")],
)
def test_what_cannot_be_understood_is_an_error_with_its_status(status, body):
    with answering(status, body) as url, pytest.raises(RefusedError, match="address of a running") as refused:
        ask(url, QUESTION)
    assert (refused.value.code, refused.value.status) == ("no_answer", status)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "ask.example.edu", "http://[", ""])
def test_nobody_there_is_an_error_without_a_status(url):
    with pytest.raises(RefusedError, match="did not answer") as refused:
        ask(url, QUESTION)
    assert (refused.value.code, refused.value.status, refused.value.retry_after) == ("no_answer", None, None)


def test_a_field_that_a_later_version_adds_is_no_error(assistant):

    table = answer_to_json(assistant.ask(make_question(QUESTION))) | {"later": [1]}
    with answering(200, json.dumps(table).encode()) as url:
        assert ask(url, QUESTION).answer == table["answer"]


def test_the_client_loads_nothing_heavy():
    script = "import sys, assistant.client; print(*{'torch', 'gradio', 'fastapi', 'faiss', 'scipy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
