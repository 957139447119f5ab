"""Links to quotes mark, in a real browser, exactly the quote on the page that it was read from."""

import re
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import marking
import pytest

from assistant.citing import cite
from assistant.documents import read_document
from assistant.types import Span

pytestmark = pytest.mark.browser

SHEET = f"{marking.SHEET}<style>body{{font:16px/1.6 sans-serif}}</style>"
FILLER = "".join(f"<p>Nothing on line {number} matters here.</p>" for number in range(60))
# Name -> the page's main part, and the quote by its first and last words in the text that is read.
CASES = {
    "hyphen": ("<p>Only US-based fellows apply. Others wait.</p>", "Only US-based fellows apply."),
    "signs": ("<p>The Q&amp;A costs $5, i.e. 100% + 1 #tag, a/b = c? Yes.</p>", "The Q&A costs $5, i.e. 100% + 1 #tag"),
    "repeated sentence": (
        "<h2>Residents</h2><p>The fee is due in May.</p><h2>Visitors</h2><p>The fee is due in May.</p>",
        "The fee is due in May.",
    ),
    "other case": ("<p>APPLY BY MAY 5 or wait.</p><p>Apply by May 5 or write.</p>", "Apply by May 5 or write."),
    "same beginning": (
        "<p>You must file two tax returns, one for the first year and one for the other.</p>"
        "<p>You must file two tax returns, one for the later years and one for all of those before.</p>",
        "You must file two tax returns, one for the later",
        "before.",
    ),
    "same end": (
        "<p>The leave:</p><ul><li>can start on the date of the death or stillbirth</li>"
        "<li>must finish within 56 weeks of the date of the death or stillbirth</li></ul>",
        "The leave:",
        "56 weeks of the date of the death or stillbirth",
    ),
    "paragraphs": ("<p>First comes this line.</p><p>Then comes that line.</p>", "First comes this", "that line."),
    "list": ("<p>Send these:</p><ol><li>a letter</li><li>a signed form</li></ol>", "Send these:", "a signed form"),
    "number of a list": ("<ol><li>a letter</li><li>a signed form</li></ol>", "2. a signed form"),
    "row": (
        "<p>Deadline</p><table><tr><th>Step</th><th>Day</th></tr><tr><td>Deadline</td><td>May 5</td></tr></table>",
        "Deadline | May 5",
    ),
    "lines": ("<p>Fellowship Director<br>55 Fruit Street<br>Boston</p>", "Fellowship Director", "Boston"),
    "spaces": ("<p>Fees are\n   due  on\t1 March 2027.</p>", "Fees are due on 1 March 2027."),
    "no-break space": ("<p>Fees are due on 1&nbsp;March&#8239;2027.</p>", "Fees are due on 1 March 2027."),
    "bold inside": ("<p>Send <b>two</b> let<i>ters</i> of <a href='#'>support</a> now.</p>", "Send two letters of"),
    "soft hyphen": ("<p>Your appli&shy;cation form goes here.</p>", "Your application form goes here."),
    "long": (
        f"<p>It is said that {'one more word and then ' * 30}all is done at last. Not more.</p>",
        "It is said",
        "at last.",
    ),
    "Chinese": ("<p>申请截止日期是三月一日。请准时提交所有材料。谢谢。</p>", "请准时提交所有材料。"),
    "Arabic": ("<p>آخر موعد هو الأول من مارس. أرسل الوثائق إلى المكتب.</p>", "أرسل الوثائق إلى المكتب."),
    "Hangul": ("<p>마감일은 삼월 일일입니다. 서류를 보내세요.</p>", "서류를 보내세요."),
    "run-on": ("<p>That ends here.Now begins the next one. And more.</p>", "Now begins the next one."),
    "emoji": (
        "<p>Families 👨\u200d👩\u200d👧 are welcome ❤️ here.</p>",
        "Families 👨\u200d👩\u200d👧 are welcome ❤️ here.",
    ),
    "closed details": (
        "<details><summary>More</summary><p>The pool opens in June.</p></details>",
        "The pool opens in June.",
    ),
    "links side by side": (
        "<p><a href='/a'>Business Law Section</a><br><a href='/b'>Academy of Estates</a><br><a href='/c'>Bar</a></p>",
        "Business Law Section",
        "Bar",
    ),
    "email": (
        "<p>Write to a.b@example.org, or call 617-555-0100.</p>",
        "Write to a.b@example.org, or call 617-555-0100.",
    ),
}


@pytest.fixture(scope="module")
def pages():
    """The main part of each page of a server on this machine, by path, and the address of the server."""
    held = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = held.get(urlsplit(self.path).path)
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *values):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=partial(server.serve_forever, poll_interval=0.02), daemon=True).start()
        yield held, f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(scope="module")
def window(browser):
    context = browser.new_context(viewport={"width": 900, "height": 700})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", CASES)
def test_the_browser_marks_exactly_the_quote(window, pages, name):
    body, first, *more = CASES[name]
    held, address = pages
    path = "/" + re.sub(r"\W", "-", name)
    main = f"<nav>Deadline</nav><main>{FILLER}{body}{FILLER}</main>"
    held[path] = f"<!doctype html><meta charset=utf-8>{SHEET}{main}".encode()
    document = read_document(f'<link rel="canonical" href="{address}{path}">{main}'.encode(), "a.html")
    start = document.text.rindex(first)
    last = more[0] if more else first
    end = document.text.index(last, start) + len(last)
    window.goto("about:blank")
    window.goto(cite(Span("a.html", start, end, 1.0), document).link)
    wanted = re.sub(r"^\d\. ", "", document.text[start:end], flags=re.MULTILINE).replace(" | ", "")
    assert marking.marked(window) == "".join(wanted.split())


def test_words_that_cannot_be_told_apart_are_not_marked_elsewhere(window, pages):
    """Neither what stands before nor after tells the second from the first, and their headings differ."""
    held, address = pages
    same = "<p>Ask the office.</p><p>The fee is due in May.</p><p>Bring a pen.</p>"
    page = f"<h2>North</h2>{same}<h2 id=south>South</h2>{same}"
    held["/same"] = (f"<!doctype html><meta charset=utf-8>{SHEET}{page}").encode()
    document = read_document(f'<link rel="canonical" href="{address}/same"><main>{page}</main>'.encode(), "a.html")
    start = document.text.rindex("The fee is due in May.")
    link = cite(Span("a.html", start, start + 22, 1.0), document).link
    assert link == f"{address}/same#south"
    window.goto(link)
    assert marking.marked(window) == ""


def test_a_picture_that_could_not_be_taken_is_taken_again(window):
    from playwright.sync_api import Error

    class Busy:
        """A page of which the first two pictures fail."""

        failures = 2

        def screenshot(self):
            if self.failures:
                self.failures -= 1
                raise Error("Page.captureScreenshot: Protocol error: Unable to capture screenshot")
            return window.screenshot()

        def __getattr__(self, name):
            return getattr(window, name)

    window.set_content(f"{SHEET}<p>Words.</p>")
    assert marking.marked(Busy()) == ""
