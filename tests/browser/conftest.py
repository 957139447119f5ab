"""A server over a small awkward corpus, and a real browser in front of it."""

import os
import shutil
from contextlib import closing

import pytest
import serving
from hostile import hostile_settings
from reportlab.pdfgen.canvas import Canvas

from assistant.assistant import Assistant
from assistant.desk import Desk
from assistant.embedding import HashingEmbedder
from assistant.index import build_index
from assistant.settings import Settings
from assistant.web import create_app

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()

# One word that stands nowhere else -> the passage, as a plain text file holds it.
AWKWARD = {
    "kestrel": "The kestrel fee is $$6,000$$ for residents and $7,500 for others.",
    "juniper": "Juniper applicants need a score < 18 and > 4, not <b>more</b>.",
    "lantern": "The lantern grant pays *up to* **two** _whole_ years.",
    "quarry": "Quarry visits:\n1. arrive at nine\n2. bring boots\n10. leave by five",
    "saffron": "Saffron fees\u00a0are due on\u202f1\u00a0March\u2009at noon.",
    "bramble": "Bramble forms stand at [the office](javascript:alert(1)) and https://example.org/a_b?c=d&e=f.",
    "thistle": "Thistle & Sons, R&D, &amp; &lt;all&gt; &#169; &copy partners may apply.",
    "willow": "Willow staff type `rm -rf *` and ```fences``` never.",
    "osprey": "The osprey_form_number is __A_1__ and ~~B~~ is gone.",
    "meridian": "Meridian: \u05d4\u05de\u05d5\u05e2\u05d3 \u05d4\u05d0\u05d7\u05e8\u05d5\u05df "
    "\u05d4\u05d5\u05d0 1 \u05d1\u05de\u05e8\u05e5 (noon).",
    "pelican": "Pelican fans \U0001f468\u200d\U0001f469\u200d\U0001f467 "
    "and \U0001f1fa\U0001f1f8 \u2764\ufe0f are welcome.",
    "granite": "Granite rules: <script>document.title='x'</script><img src=x onerror=alert(1)>.",
    "harrier": "The harrier code is " + "Donaudampfschifffahrt" * 12 + ".",
    "cobalt": "Cobalt: ${1+1} {{value}} {% raw %} %s \\n \\u003c \\\\ done.",
    "fennel": "# Fennel is no heading, > nor a quote, - nor a list.",
    "marlin": "Marlin \"quotes\" 'single' \u201ccurly\u201d \u00abguillemets\u00bb stay as they are.",
    "tundra": "Tundra sum: $a_1 + b^2$ and \\(x\\) and \\[y\\] are no formulas.",
    "walnut": "Walnut | pipes | in | text :--- are no table.",
    "zephyr": "Zephyr caf\u00e9, na\u00efve, \ufb01ne, \u00bd, \u2163, a\u0301, \u1e69 are spelt so.",
    "orchid": "Orchid line one\nline two\nline three ends here.",
}
HOSTILE = """The obelisk rule is plain.
<div style="position:fixed;inset:0;z-index:99999;background:red" id="overlay">Pay here</div>
<img src="http://127.0.0.1:9/beacon.png" id="beacon">
<form action="http://127.0.0.1:9/steal" id="steal"><input name="password"><button>Send</button></form>
<iframe src="http://127.0.0.1:9/frame"></iframe><svg onload="alert(1)"></svg>
<a href="javascript:alert(1)" id="trap">here</a>
"""
GUIDE = """---
title: Guide
url: https://www.example.edu/guide
updated: 2026-11-16
contact:
  name: Admissions office
  email: admissions@example.edu
  phone: "+1 617 555 0100"
  url: https://www.example.edu/contact
---
# Guide

## When is the application deadline?

The application deadline is March 1, 2027.

## Which documents must I send?

You must send all of the following:

- a curriculum vitae
- a personal statement of one page
- two letters of recommendation

## How much is the stipend?

| Year | Stipend |
| --- | --- |
| First year | $61,000 |
| Second year | $63,000 |
"""

QUESTIONS = """# Questions

## Can I apply late?

No, the deadline is the same for everyone.

## Can I defer my place?

You may defer your place by one year.
"""


@pytest.fixture(scope="session")
def options(tmp_path_factory):
    """Settings over the index; whatever is found is shown."""
    folder = tmp_path_factory.mktemp("browser")
    rules = folder / "corpus" / "field-station"
    rules.mkdir(parents=True)
    for word, text in AWKWARD.items():
        (rules / f"{word}.txt").write_text(text + "\n", "utf-8")
    (rules / "hostile.txt").write_text(HOSTILE, "utf-8")
    guide = folder / "corpus" / "msk-fellowship"
    guide.mkdir()
    (guide / "guide.md").write_text(GUIDE, "utf-8")
    (guide / "questions.md").write_text(QUESTIONS, "utf-8")
    build_index(folder / "corpus", folder / "index", HashingEmbedder(), passage_tokens=128, max_bytes=10**6)
    return Settings(
        index=folder / "index", embedding_model="hashing", refusal_threshold=0, title="Ask the <Office> & co"
    )


@pytest.fixture(scope="session")
def awkward():
    """A word that stands nowhere else -> the passage it stands in."""
    return AWKWARD


@pytest.fixture(scope="session")
def assistant(options):
    return Assistant.open(options)


def served(assistant, options, desk=None):
    """The address of a server in a thread; one client asks for all tests, and is limited where its settings say so."""
    if "questions_per_minute" not in options.model_fields_set:
        options = options.model_copy(update={"questions_per_minute": 0})
    return serving.served(create_app(assistant, options, desk=desk))


@pytest.fixture(scope="module")
def site(assistant, options):
    """A server that answers whatever it is asked."""
    with served(assistant, options) as address:
        yield address


@pytest.fixture(scope="module")
def refusing_site(options):
    """A server that is never sure enough."""
    careful = options.model_copy(update={"refusal_threshold": 1.0})
    with served(Assistant.open(careful), careful) as address:
        yield address


@pytest.fixture(scope="module")
def recording_site(options, tmp_path_factory):
    """A server that is never sure enough and records what it is asked, and its desk."""
    folder = tmp_path_factory.mktemp("desk")
    careful = options.model_copy(
        update={"refusal_threshold": 1.0, "record_to": f"sqlite:///{folder}/desk.sqlite", "curated": folder / "curated"}
    )
    with closing(Desk.open(careful)) as desk, served(desk.assistant, careful, desk) as address:
        yield address, desk


@pytest.fixture(scope="module")
def explaining_site(options):
    """A server for coordinators: it says why it answers as it does."""
    open_minded = options.model_copy(update={"explain_in_chat": True})
    with served(Assistant.open(open_minded), open_minded) as address:
        yield address


@pytest.fixture(scope="module")
def asking_site(tmp_path_factory):
    """A server over two programs that answer the same question differently."""
    folder = tmp_path_factory.mktemp("asking")
    for program, day in (("north-fellowship", "March 1"), ("south-residency", "June 9")):
        (folder / "corpus" / program).mkdir(parents=True)
        text = f"# Guide\n\n## Deadline\n\nThe application deadline is {day}, 2027.\n"
        (folder / "corpus" / program / "guide.md").write_text(text, "utf-8")
    build_index(folder / "corpus", folder / "index", HashingEmbedder(), passage_tokens=128, max_bytes=10**6)
    options = Settings(index=folder / "index", embedding_model="hashing", refusal_threshold=0)
    with served(Assistant.open(options), options) as address:
        yield address


FELLOWSHIP = """---
title: Harbour Fellowship
url: https://www.example.edu/harbour
---
# Harbour Fellowship

## Dates for the 2027-2028 cycle

| Step | Date |
| --- | --- |
| Applications open | December 1, 2026 |
| Application deadline | January 15, 2027, 11:59 pm ET |
| Interviews | February 8-12, 2027 |

Last year the deadline was January 10, 2026.

Decisions are sent by March 30.

## Application materials

To apply, send the following documents:

- Curriculum vitae, as a PDF
- Personal statement of at most one page, with one-inch margins
- Three letters of recommendation, sent by their authors

Please do not send transcripts.

## Who can apply

To be eligible, you must have a medical degree. You must have passed USMLE Step 3.

### International medical graduates

International medical graduates must hold an ECFMG certificate.
"""


@pytest.fixture(scope="module")
def helping_site(tmp_path_factory):
    """A server over a program with dates, documents and requirements, on a day before all of them."""
    folder = tmp_path_factory.mktemp("helping")
    (folder / "corpus" / "harbour").mkdir(parents=True)
    (folder / "corpus" / "harbour" / "guide.md").write_text(FELLOWSHIP, "utf-8")
    build_index(folder / "corpus", folder / "index", HashingEmbedder(), passage_tokens=128, max_bytes=10**6)
    options = Settings(index=folder / "index", embedding_model="hashing", refusal_threshold=0, today="2026-11-25")
    with served(Assistant.open(options), options) as address:
        yield address


LIGHTHOUSE = [
    "The lighthouse is open from May to September.",
    "Applicants for the lighthouse send their form before the first of May.",
    "Keepers are paid 61,000 dollars a year, every month.",
]


@pytest.fixture(scope="module")
def pdf_site(tmp_path_factory):
    """A server over one PDF of two pages, which say the same."""
    folder = tmp_path_factory.mktemp("pdf")
    (folder / "corpus").mkdir()
    canvas = Canvas(str(folder / "corpus" / "handbook.pdf"), invariant=1)
    canvas.setTitle("Lighthouse handbook")
    for _ in range(2):
        for place, line in enumerate(LIGHTHOUSE):
            canvas.drawString(72, 700 - 40 * place, line)
        canvas.showPage()
    canvas.save()
    build_index(folder / "corpus", folder / "index", HashingEmbedder(), passage_tokens=128, max_bytes=10**6)
    options = Settings(corpus=folder / "corpus", index=folder / "index", embedding_model="hashing", refusal_threshold=0)
    with served(Assistant.open(options), options) as address:
        yield address


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory):
    """A server over the hostile documents, and its assistant."""
    options = hostile_settings(tmp_path_factory.mktemp("hostile"))
    assistant = Assistant.open(options)
    with served(assistant, options) as address:
        yield address, assistant


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        pytest.skip("No Chromium is installed; name one by the environment variable CHROMIUM.")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed.")
    with playwright.sync_playwright() as engine:
        chromium = engine.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


class Chat:
    """The chat page as a person uses it."""

    def __init__(self, page, site):
        self.page = page
        self.site = site
        self.requests = []
        self.errors = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    @property
    def box(self):
        return self.page.get_by_label("Your question")

    @property
    def answers(self):
        return self.page.locator("#conversation .answer")

    def open(self):
        self.page.goto(self.site + "/")
        self.box.wait_for()
        self.page.wait_for_function("() => getComputedStyle(document.querySelector('#composer')).position === 'sticky'")
        return self

    def waiting(self):
        """Counts the answers now; the function it returns waits for one more."""
        before = self.answers.count()

        def wait(timeout=30_000):
            self.page.wait_for_function(
                "count => document.querySelectorAll('#conversation .answer').length > count",
                arg=before,
                timeout=timeout,
            )
            return self.answers.last

        return wait

    def ask(self, question):
        wait = self.waiting()
        self.box.fill(question)
        self.page.get_by_role("button", name="Ask", exact=True).click()
        return wait()

    def press(self, name):
        """Reaches the button by Tab alone, forwards or back, and presses it; the answer that follows.

        The page moves the focus for a moment after an answer, so that on a busy machine a key may miss its button; a
        person would press again.
        """
        from playwright.sync_api import TimeoutError as NoAnswerError  # Not on top: without it these tests are skipped.

        for _ in range(3):
            self.page.wait_for_timeout(300)  # The page gives the focus back 150 ms after an answer.
            wait = self.waiting()
            self._reach(name)
            self.page.keyboard.press("Enter")
            try:
                return wait(timeout=10_000)
            except NoAnswerError:
                continue
        raise AssertionError(f"Pressing {name!r} does nothing.")

    def _reach(self, name):
        for key in ("Tab", "Shift+Tab"):
            for _ in range(60):
                if self.page.evaluate("document.activeElement.textContent.trim()") == name:
                    return
                self.page.keyboard.press(key)
        raise AssertionError(f"No Tab leads to {name!r}.")

    def start_again(self):
        self.page.get_by_role("button", name="New chat").click()
        self.page.wait_for_function("() => !document.querySelector('#conversation .answer')")


@pytest.fixture
def as_chat():
    """Opens the chat of a server in a page that there is already."""
    return lambda page, address: Chat(page, address).open()


@pytest.fixture
def open_chat(browser, site):
    """Opens the chat; the size and the colours of the window can be given."""
    contexts = []

    def opened(width=1200, scheme="light", address=None, **more):
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, **more)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        return Chat(page, address or site).open()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def chat(open_chat):
    return open_chat()
