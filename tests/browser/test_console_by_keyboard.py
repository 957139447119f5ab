"""The console's answers, documents and drafts by keyboard, and what axe-core can tell of their pages."""

import pytest
from console import consoles, desk_settings, open_desk, served
from test_accessibility import violations

pytestmark = pytest.mark.browser

SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"
PAGES = (
    "answers", "answers/new?question=How+much+is+the+stipend%3F&program=alpine", "answers/exchange", "documents",
    "documents/lint", "versions", "drafts", "explain?question=How+much+is+the+stipend%3F&program=alpine",
)  # fmt: skip
DRAFT = b"To: ada@example.org\nSubject: Re: Stipend\n\nDear Ada,\n\n[please answer: the documents do not say]\n"


@pytest.fixture(scope="module")
def console_site(tmp_path_factory, shared_index):
    """The address of a console with a draft."""
    folder = tmp_path_factory.mktemp("console")
    settings = desk_settings(folder, shared_index)
    settings.drafts.mkdir()
    (settings.drafts / "one.eml").write_bytes(DRAFT)
    desk = open_desk(settings)
    with served(desk, settings) as address:
        yield address
    desk.close()


@pytest.fixture
def open_console(browser, console_site):
    """Opens the console and signs in."""
    with consoles(browser, console_site) as opened:
        yield opened


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1200, "light")])
def test_the_pages_have_no_violations(open_console, console_site, width, scheme):
    page = open_console(width, scheme)
    told = []
    page.on("console", lambda message: told.append(message.text))
    for name in PAGES:
        page.goto(f"{console_site}/console/{name}")
        assert violations(page) == [], name
        assert page.evaluate(SIDEWAYS) <= 0, name
    assert told == []  # The browser would tell of a style or script that it refused.


def test_an_answer_is_written_and_retired_by_keyboard(open_console, console_site):
    page = open_console()

    def reach(target):
        """Goes there by Tab alone."""
        for _ in range(80):
            page.keyboard.press("Tab")
            if target.evaluate("one => one === document.activeElement"):
                return
        raise AssertionError("It cannot be reached.")

    page.goto(f"{console_site}/console/answers")
    reach(page.get_by_role("link", name="Write an answer"))
    page.keyboard.press("Enter")
    reach(page.get_by_label("Question"))
    page.keyboard.type("How much is the stipend?")
    page.keyboard.press("Enter")  # Searches for quotes.
    quote = page.get_by_label("The stipend is 61,000 dollars a year").first
    reach(page.get_by_label("The office’s answer"))
    page.keyboard.type("It is 61,000 dollars.")
    reach(quote)
    page.keyboard.press("Space")
    reach(page.get_by_label("Approved by"))
    page.keyboard.type("Dr. Okafor")
    reach(page.get_by_role("button", name="Save"))
    page.keyboard.press("Enter")
    page.get_by_text("The answer is saved and in use.").wait_for()
    reach(page.get_by_role("link", name="Retire or delete"))
    page.keyboard.press("Enter")
    reach(page.get_by_role("button", name="Retire it"))
    page.keyboard.press("Enter")
    page.get_by_text("The answer is retired").wait_for()


def test_a_draft_is_read_and_put_away_by_keyboard(open_console, console_site):
    page = open_console(360, "dark")
    page.goto(f"{console_site}/console/drafts")
    page.get_by_role("link", name="Re: Stipend").focus()
    page.keyboard.press("Enter")
    assert page.locator("mark").inner_text() == "[please answer: the documents do not say]"
    assert violations(page) == []
    page.get_by_role("button", name="Done: put it away").focus()
    page.keyboard.press("Enter")
    page.get_by_text("The draft is put away.").wait_for()
