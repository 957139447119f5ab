"""Which sites show the chat in a frame and send it questions: those that are listed, in a real browser."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import serving

from assistant.assistant import Assistant
from assistant.web import create_app

pytestmark = pytest.mark.browser
ASKS = """async address => {
    const body = JSON.stringify({question: "Where is the office?"});
    const headers = {"Content-Type": "application/json"};
    try { return (await fetch(address + "/api/v1/ask", {method: "POST", headers, body})).status; } catch { return 0; }
}"""


@contextmanager
def host_pages():
    """The port of a server of one page, which shows what its query names in a frame."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f'<title>Host</title><iframe src="{self.path.partition("?")[2]}"></iframe>'.encode())

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join(10)


@pytest.fixture(scope="module")
def listed():
    with host_pages() as port:
        yield f"http://localhost:{port}"


@pytest.fixture(scope="module")
def unlisted():
    with host_pages() as port:
        yield f"http://localhost:{port}"


@pytest.fixture(scope="module")
def framed_site(options, listed):
    careful = options.model_copy(update={"allowed_sites": (listed,)})
    with serving.served(create_app(Assistant.open(careful), careful)) as address:
        yield address


@pytest.fixture
def page(browser):
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


def is_refused(page, address):
    """Whether the browser says that the page's frame may not be shown there."""
    with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
        page.goto(address)
    return True


def test_only_listed_sites_show_the_chat_in_a_frame(page, framed_site, listed, unlisted):
    page.goto(f"{listed}/?{framed_site}/")
    page.frame_locator("iframe").get_by_label("Your question").wait_for()
    assert is_refused(page, f"{unlisted}/?{framed_site}/")


def test_no_site_shows_the_console_in_a_frame(page, framed_site, listed):
    assert is_refused(page, f"{listed}/?{framed_site}/console/sign-in")


def test_only_listed_sites_ask(page, framed_site, listed, unlisted):
    page.goto(f"{unlisted}/?about:blank")
    assert page.evaluate(ASKS, framed_site) == 0
    page.goto(f"{listed}/?about:blank")
    assert page.evaluate(ASKS, framed_site) == 200
