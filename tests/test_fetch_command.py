import http.server
import json
import threading

import pytest

PAGE = b"<html><head><title>Dates</title></head><body><h1>Dates</h1><p>The deadline is March 1, 2027.</p></body></html>"


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        found = self.path == "/dates"
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(PAGE) if found else 0))
        self.end_headers()
        self.wfile.write(PAGE if found else b"")

    def log_message(self, *_):
        pass


@pytest.fixture
def site():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def sources(site, tmp_path):
    file = tmp_path / "sources.toml"
    file.write_text(
        'contact = "office@example.edu"\n'
        f'[[source]]\nprogram = "grant"\nurls = ["http://{site}/dates"]\n'
        f'[[host]]\nname = "{site}"\nhttp = true\ndelay = 0.1\n'
    )
    return file


def test_a_fetched_page_is_answered_from_with_its_address(command, sources, site, tmp_path, monkeypatch):
    monkeypatch.setenv("ASSISTANT_REFUSAL_THRESHOLD", "0")
    done = command("fetch", "--sources", sources, "--allow-private", "--json")
    assert done.code == 0, done.err
    assert [page["url"] for page in json.loads(done.out)["added"]] == [f"http://{site}/dates"]
    assert command("build", "--index", tmp_path / "index").code == 0
    answer = command("ask", "When is the deadline?", "--json", "--index", tmp_path / "index")
    citation = json.loads(answer.out)["citations"][0]
    assert citation["url"] == f"http://{site}/dates"
    assert citation["program"] == "grant"


def test_a_private_address_is_refused_unless_it_is_allowed(command, sources):
    done = command("fetch", "--sources", sources)
    assert done.code == 1
    assert "1 refused" in done.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("https://www.example.edu/",),
        ("--into", "corpus/grant"),
        ("https://www.example.edu/", "--into", "corpus/grant"),
        ("--sources", "gone.toml"),
    ],
    ids=["no folder", "no address", "no contact", "no file"],
)
def test_what_is_missing_is_said_in_one_line(command, arguments):
    done = command("fetch", *arguments)
    assert done.code == 2
    assert done.err.count("\n") == 1
