"""The chat in other people's pages: the widget on host pages of every kind, in a real browser."""

import html
import json
import re
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from conftest import ARGUMENTS, CHROMIUM, served

from assistant.assistant import Assistant
from assistant.embedding import HashingEmbedder
from assistant.index import build_index
from assistant.settings import Settings

pytestmark = pytest.mark.browser

NAME = "program-assistant"
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1200, "height": 800}
# Written as frameworks are, and worse: nothing of it may reach the widget.
RESET = """*,*::before,*::after{box-sizing:border-box!important;margin:0!important;font-family:cursive!important}
div,section,aside,program-assistant{display:none!important;position:static!important;opacity:.1!important}
button{all:unset!important;display:none!important;background:red!important;font-size:3px!important}
dialog{display:none!important}iframe{width:10px!important;height:10px!important}
.btn{display:inline-block;padding:.375rem .75rem}p{color:#333;background:#fff}h1{color:#000;background:#fff}"""
WATCH = """addEventListener("securitypolicyviolation", event => (window.refused ??= []).push(event.violatedDirective));
new PerformanceObserver(list => {
    for (const entry of list.getEntries()) window.shifted = (window.shifted ?? 0) + entry.value;
}).observe({type: "layout-shift", buffered: true})"""


class Host:
    """A web site of somebody else's, whose pages a test writes."""

    def __init__(self):
        pages = self.pages = {}

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                body, headers = pages.get(urlsplit(self.path).path, (b"", {}))
                self.send_response(200 if body else 204)
                for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        # The same machine by other names: to a browser, another site.
        self.address = f"http://localhost:{self.server.server_port}"
        self.unlisted = f"http://site.localhost:{self.server.server_port}"

    def write(self, *tags, head="", attributes='lang="en"', style="", **headers):
        body = f"""<!doctype html><html {attributes}><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1"><title>A faculty</title>{head}
            <link rel="stylesheet" href="/style.css"></head>
            <body><main><h1>A faculty</h1><p>Some text with <a href="#here">a link</a>.</p></main>
            {"".join(tags)}</body></html>"""
        self.pages["/style.css"] = (style.encode() or b"/* */", {"Content-Type": "text/css"})
        self.pages["/"] = (body.encode(), {name.replace("_", "-"): value for name, value in headers.items()})


@pytest.fixture(scope="module")
def host():
    host = Host()
    thread = threading.Thread(target=host.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield host
    host.server.shutdown()
    host.server.server_close()
    thread.join(10)


@pytest.fixture(scope="module")
def chat_address(host, tmp_path_factory):
    """A chat about two programs that only the host's first name may show."""
    folder = tmp_path_factory.mktemp("widget")
    for program, day in (("north-fellowship", "March 1"), ("south-residency", "June 9")):
        (folder / "corpus" / program).mkdir(parents=True)
        text = f"# Guide\n\n## Deadline\n\nThe application deadline is {day}, 2027.\n"
        (folder / "corpus" / program / "guide.md").write_text(text, "utf-8")
    build_index(folder / "corpus", folder / "index", HashingEmbedder(), passage_tokens=128, max_bytes=10**6)
    options = Settings(
        index=folder / "index", embedding_model="hashing", refusal_threshold=0, allowed_sites=(host.address,)
    )
    with served(Assistant.open(options), options) as address:
        yield address


@pytest.fixture(scope="module")
def strict(chat_address):
    """A policy without any exception, and isolation: only what docs/embedding.md says is added."""
    policy = f"default-src 'none'; style-src 'self'; script-src {chat_address}; frame-src {chat_address}"
    return {
        "Content_Security_Policy": f"{policy}; require-trusted-types-for 'script'",
        "Cross_Origin_Embedder_Policy": "require-corp",
    }


class Visit:
    """A page of the host as a person sees it, and what it asked for and said."""

    def __init__(self, page):
        self.page = page
        self.requests = []
        self.said = []
        page.set_default_timeout(30_000)
        page.add_init_script(WATCH)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("console", lambda message: self.said.append(message.text) if NAME in message.text else None)

    @property
    def button(self):
        return self.page.locator("program-assistant button").first

    @property
    def panel(self):
        return self.page.get_by_role("dialog")

    @property
    def chat(self):
        return self.page.frame_locator("program-assistant iframe")

    def open(self):
        self.button.click()
        self.chat.get_by_label("Your question").wait_for()
        return self

    def ask(self, question="When is the application deadline?"):
        self.chat.get_by_label("Your question").fill(question)
        self.chat.get_by_role("button", name="Ask", exact=True).click()
        answer = self.chat.locator("#conversation .answer").last
        answer.wait_for()
        return answer.inner_text()

    def focused(self):
        """The tag of what has the focus, in the widget or outside of it."""
        return self.page.evaluate(
            "(document.activeElement.shadowRoot?.activeElement ?? document.activeElement).localName"
        )

    def violations(self):
        axe = pytest.importorskip(
            "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed."
        )
        found = []
        for frame in self.page.frames:
            rules = axe.Axe().run(frame, options={"resultTypes": ["violations"]}).response["violations"]
            found += [(frame.url, rule["id"], node["html"][:200]) for rule in rules for node in rule["nodes"]]
        return found


@pytest.fixture
def visit(browser, host):
    contexts = []

    def visited(viewport=DESKTOP, address=None, page=None, **more):
        if page is None:
            context = browser.new_context(viewport=viewport, reduced_motion="reduce", **more)
            contexts.append(context)
            page = context.new_page()
        visit = Visit(page)
        page.goto((address or host.address) + "/")
        return visit

    yield visited
    for context in contexts:
        context.close()


def tag(chat_address, **data):
    given = "".join(f' data-{name.replace("_", "-")}="{value}"' for name, value in data.items())
    return f'<script async src="{chat_address}/widget.js"{given}></script>'


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_under_a_strict_policy_and_isolated_the_chat_answers(host, chat_address, strict, visit, viewport):
    host.write(tag(chat_address, title="Admissions", program="south-residency"), **strict)
    seen = visit(viewport)
    seen.button.wait_for()
    assert [url for url in seen.requests if chat_address in url] == [f"{chat_address}/widget.js"]
    assert seen.page.evaluate("document.cookie") == ""

    seen.open()
    frame = seen.page.locator("program-assistant iframe")
    assert frame.get_attribute("src") == f"{chat_address}/?lang=en&program=south-residency"
    assert "allow-popups-to-escape-sandbox" in frame.get_attribute("sandbox")
    assert frame.get_attribute("referrerpolicy") == "strict-origin"
    seen.chat.locator("#program input").wait_for()
    # As a function: an expression would be evaluated by what the chat's policy forbids.
    seen.page.frames[1].wait_for_function("() => document.querySelector('#program input').value === 'South Residency'")
    assert "June 9, 2027" in seen.ask()
    assert "March 1, 2027" not in seen.chat.locator("#conversation").inner_text()

    assert seen.violations() == []
    assert seen.page.evaluate("window.shifted ?? 0") == 0
    origins = {f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" for url in seen.requests if url.startswith("http")}
    assert origins == {host.address, chat_address}
    assert seen.page.evaluate("window.refused ?? []") == []
    assert seen.said == []


def test_focus_goes_into_the_panel_and_back(host, chat_address, visit):
    host.write(tag(chat_address))
    seen = visit()
    seen.button.focus()
    assert seen.button.get_attribute("aria-expanded") == "false"
    seen.page.keyboard.press("Enter")
    assert seen.button.get_attribute("aria-expanded") == "true"
    assert seen.panel.get_attribute("id") == seen.button.get_attribute("aria-controls")
    seen.page.wait_for_function("document.activeElement.shadowRoot?.activeElement?.localName === 'iframe'")
    seen.chat.get_by_label("Your question").wait_for()
    # On a machine with a keyboard, the box: the question can be typed at once.
    seen.page.frames[1].wait_for_function("document.activeElement.matches('#question textarea')")

    seen.page.keyboard.press("Escape")
    seen.panel.wait_for(state="hidden")
    seen.page.wait_for_function("document.activeElement.shadowRoot?.activeElement?.localName === 'button'")
    assert seen.button.get_attribute("aria-expanded") == "false"

    seen.page.keyboard.press("Enter")
    seen.page.wait_for_function("document.activeElement.shadowRoot?.activeElement?.localName === 'iframe'")
    seen.panel.get_by_role("button", name="Close").press("Escape")
    seen.panel.wait_for(state="hidden")
    assert seen.page.locator("program-assistant iframe").count() == 1  # The conversation is still there.


def test_escape_closes_an_open_list_and_not_the_panel(host, chat_address, visit):
    host.write(tag(chat_address))
    seen = visit().open()
    seen.chat.locator("#program input").click()
    seen.chat.get_by_role("option").first.wait_for()
    seen.page.keyboard.press("Escape")
    seen.chat.get_by_role("option").first.wait_for(state="hidden")
    assert seen.panel.is_visible()


def test_a_phone_shows_nothing_but_the_chat(host, chat_address, visit):
    host.write(tag(chat_address))
    seen = visit(PHONE, has_touch=True, is_mobile=True)
    seen.button.tap()
    assert seen.panel.evaluate("panel => panel.matches(':modal')")  # The rest of the page is inert.
    box = seen.panel.bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 360, 740)
    seen.chat.get_by_label("Your question").wait_for()
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 360
    # The keyboard would cover the chat.
    assert not seen.page.frames[1].evaluate("document.activeElement.matches('textarea')")
    seen.page.set_viewport_size(DESKTOP)
    seen.page.wait_for_function(
        "!document.querySelector('program-assistant').shadowRoot.querySelector('dialog').matches(':modal')"
    )
    assert seen.panel.is_visible()
    seen.panel.get_by_role("button", name="Close").tap()
    seen.panel.wait_for(state="hidden")
    assert seen.focused() == "button"


def test_the_styles_of_the_page_do_not_reach_the_widget(host, chat_address, visit):
    host.write(tag(chat_address, z_index="77"), style=RESET)
    seen = visit()
    seen.button.wait_for()
    style = seen.button.evaluate(
        """button => {
            const {fontSize, backgroundColor} = getComputedStyle(button);
            return [fontSize, backgroundColor, getComputedStyle(button.getRootNode().host).zIndex];
        }"""
    )
    assert style == ["16px", "rgb(13, 92, 85)", "77"]
    seen.button.click()
    assert seen.page.locator("program-assistant iframe").bounding_box()["width"] > 380
    seen.page.emulate_media(forced_colors="active")
    assert seen.button.evaluate("button => getComputedStyle(button).borderTopWidth") == "2px"  # Else it has no edge.
    seen.page.emulate_media(media="print")
    assert not seen.button.is_visible()


def test_right_to_left_the_widget_changes_sides_and_speaks_the_page_s_language(host, chat_address, visit):
    host.write(tag(chat_address), attributes='lang="ar" dir="rtl"')
    seen = visit()
    seen.button.wait_for()
    assert seen.button.inner_text() == "اطرح سؤالاً"
    assert seen.button.bounding_box()["x"] == 16
    seen.button.click()
    panel, close = seen.panel.bounding_box(), seen.panel.get_by_role("button", name="إغلاق").bounding_box()
    assert panel["x"] == 16
    assert close["x"] < panel["x"] + panel["width"] / 2
    host.write(tag(chat_address, position="right"), attributes='lang="ar" dir="rtl"')
    right = visit()
    right.button.wait_for()
    assert right.button.bounding_box()["x"] > 600
    assert "lang=ar" in seen.page.locator("program-assistant iframe").get_attribute("src")


def test_in_the_head_and_twice_and_with_nonsense_it_works(host, chat_address, visit):
    first = f'<script src="{chat_address}/widget.js" data-title="First"></script>'
    same = tag(chat_address, position="nowhere", theme="neon", lang="xx", z_index="-1;}", open="maybe")
    other = tag(
        chat_address,
        program="north-fellowship",
        title="Second",
        position="bottom-right",
        label="Ask &lt;b&gt;us&lt;/b&gt;",
        theme="dark",
    )
    host.write(same, other, head=first)
    seen = visit()
    widgets = seen.page.locator("program-assistant")
    widgets.nth(1).locator("button").first.wait_for()
    assert widgets.count() == 2  # The same tag again adds nothing.
    labels = [widgets.nth(n).locator("button").first for n in range(2)]
    assert [label.inner_text() for label in labels] == ["Ask a question", "Ask <b>us</b>"]
    lower, upper = (label.bounding_box() for label in labels)
    assert upper["y"] + upper["height"] <= lower["y"]
    labels[1].click()
    assert "program=north-fellowship" in widgets.nth(1).locator("iframe").get_attribute("src")
    assert "__theme=dark" in widgets.nth(1).locator("iframe").get_attribute("src")
    assert widgets.nth(0).locator("iframe").count() == 0
    assert seen.said == []


def test_it_opens_by_itself_only_if_told_and_then_leaves_the_focus(host, chat_address, visit):
    host.write(tag(chat_address, open="true"))
    seen = visit()
    seen.panel.wait_for()
    seen.chat.get_by_label("Your question").wait_for()
    assert seen.focused() == "body"
    assert seen.page.evaluate("window.shifted ?? 0") == 0
    phone = visit(PHONE)
    phone.button.wait_for()
    assert phone.panel.count() == 0


def test_an_unlisted_site_gets_a_plain_link(host, chat_address, visit):
    pinned = urllib.request.urlopen(f"{chat_address}/embed").read().decode()
    pinned = html.unescape(re.search(r"&lt;script[^<]*integrity=[^<]*&lt;/script&gt;", pinned)[0])
    host.write(pinned.replace("<script", '<script data-program="north-fellowship"'))
    seen = visit(address=host.unlisted)
    seen.button.click()
    link = seen.panel.get_by_role("link")
    link.wait_for()
    assert link.get_attribute("href") == f"{chat_address}/?lang=en&program=north-fellowship"
    assert link.get_attribute("target") == "_blank"
    assert seen.focused() == "a"
    assert not seen.page.locator("program-assistant iframe").is_visible()
    assert [line for line in seen.said if line.startswith("program-assistant:")] == [
        f"program-assistant: no chat in the frame; {chat_address}/embed tells why"
    ]
    assert seen.page.evaluate("window.shifted ?? 0") == 0


def test_a_browser_without_shadow_roots_gets_a_plain_link(host, chat_address, browser):
    host.write(tag(chat_address, label="Ask the office"))
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script("delete Element.prototype.attachShadow")
    seen = Visit(page)
    page.goto(host.address + "/")
    link = page.get_by_role("link", name="Ask the office")
    link.wait_for()
    assert link.get_attribute("href") == f"{chat_address}/?lang=en"
    assert len([line for line in seen.said if line.startswith("program-assistant:")]) == 1
    context.close()


def test_messages_of_others_are_not_listened_to(host, chat_address, visit):
    host.write(tag(chat_address), f'<iframe title="Other" src="{chat_address}/embed"></iframe>')
    seen = visit().open()
    for frame in (seen.page.main_frame, next(one for one in seen.page.frames if one.url.endswith("/embed"))):
        frame.evaluate("parent.postMessage({type: 'program-assistant:close'}, '*')")
    seen.page.evaluate("new Promise(done => setTimeout(done))")
    assert seen.panel.is_visible()


def test_with_storage_denied_the_chat_answers(host, chat_address, visit, browser, tmp_path):
    """In the browser of somebody who has forbidden sites to keep anything."""
    (tmp_path / "Default").mkdir()
    preferences = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(preferences), "utf-8")
    context = browser.browser_type.launch_persistent_context(tmp_path, executable_path=CHROMIUM, args=ARGUMENTS)
    host.write(tag(chat_address, program="north-fellowship"))
    seen = visit(page=context.pages[0]).open()
    for frame in seen.page.frames:
        assert frame.evaluate(
            "(() => { try { return localStorage.length } catch (error) { return error.name } })()"
        ) == ("SecurityError")
    assert "March 1, 2027" in seen.ask()
    context.close()


def checked(page):
    report = page.locator("program-assistant-check pre")
    report.wait_for()
    return report.inner_text()


def test_the_check_finds_nothing_where_all_is_well(host, chat_address, strict, visit):
    host.write(f'<script src="{chat_address}/embed/check.js"></script>', **strict)
    seen = visit()
    assert checked(seen.page).endswith("Nothing to add.")
    assert seen.violations() == []


def test_the_check_names_the_lines_that_a_policy_lacks(host, chat_address, visit):
    host.write(Content_Security_Policy="default-src 'self'")
    page = visit().page
    # As one does in the console, where the page's policy does not hold for what is typed.
    page.evaluate(page.request.get(f"{chat_address}/embed/check.js").text().replace('"use strict";', "", 1))
    report = checked(page)
    assert f"script-src {chat_address}" in report
    assert f"frame-src {chat_address}" in report
    assert "ALLOWED_SITES" not in report


def test_the_check_names_the_setting_that_an_unlisted_site_lacks(host, chat_address, visit):
    host.write(f'<script src="{chat_address}/embed/check.js"></script>')
    report = checked(visit(address=host.unlisted).page)
    assert f"ASSISTANT_ALLOWED_SITES={host.unlisted}" in report
    assert "Content-Security-Policy" not in report


@pytest.mark.parametrize(
    ("viewport", "colours", "site"),
    [(DESKTOP, "light", "https://www.example.edu/apply"), (PHONE, "dark", "nonsense+here")],
    ids=["desktop", "phone"],
)
def test_the_page_about_embedding_has_no_violations(chat_address, visit, viewport, colours, site):
    seen = visit(viewport, address=f"{chat_address}/embed?site={site}#", color_scheme=colours)
    seen.button.wait_for()
    assert seen.violations() == []
    assert seen.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
