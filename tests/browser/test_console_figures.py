"""The console's figures, unanswered questions and messages by keyboard, and what axe-core can tell of them."""

import datetime

import pytest
from console import PASSWORD, consoles, desk_settings, open_desk, served
from test_accessibility import violations

from assistant.questions import make_question
from assistant.recording import FrontEnd, HandOffStatus
from assistant.reporting import report_html

pytestmark = pytest.mark.browser

SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"
QUESTIONS = (
    "How much is the stipend?",
    "Who feeds my dog?",
    "Is housing provided?",
    "Does <b>somebody</b> feed my dog?",
)


@pytest.fixture(scope="module")
def office(tmp_path_factory, shared_index):
    """A desk with some records and two messages, and the address of its console."""
    settings = desk_settings(tmp_path_factory.mktemp("figures"), shared_index, refusal_threshold=0.3, today=None)
    desk = open_desk(settings)
    for number, text in enumerate(QUESTIONS * 3):
        question = make_question(text, program=("alpine", "coastal")[number % 2])
        _, entry = desk.ask(question, session=f"s{number}", front_end=FrontEnd.CHAT)
        desk.records.rate(entry, session=f"s{number}", good=number % 3 > 0, remark="Not <clear>.")
    for number in range(2):
        desk.records.hand_off("May I?\n\nAnn", session=f"s{number}", reply_to="ann@example.org", program="alpine")
    with served(desk, settings) as address:
        yield desk, settings, address
    desk.close()


@pytest.fixture
def open_console(browser, office):
    """Opens the console and signs in."""
    with consoles(browser, office[2]) as opened:
        yield opened


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1200, "light")])
def test_the_pages_have_no_violations(open_console, office, width, scheme):
    page = open_console(width, scheme)
    told = []
    page.on("console", lambda message: told.append(message.text))
    message = office[0].records.hand_offs()[0].id
    for name in ("", "?period=7d&program=alpine", "/questions", "/messages", f"/messages/{message}/erase"):
        page.goto(f"{office[2]}/console{name}")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert violations(page) == [], name
        assert page.evaluate(SIDEWAYS) <= 0, name
    assert told == []  # The browser would tell of a style or script that it refused.


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1200, "dark")])
def test_what_was_typed_past_the_end_of_a_session_is_sent_after_the_password(open_console, office, width, scheme):
    page = open_console(width, scheme)
    page.goto(f"{office[2]}/console/answers/new")
    page.get_by_label("Question", exact=True).fill("May I bring a dog to the clinic?")
    page.context.clear_cookies()
    page.get_by_role("button", name="Search quotes for the question").press("Enter")
    page.get_by_text("May I bring a dog to the clinic?").wait_for()
    assert violations(page) == []
    page.get_by_label("Password of the program office").fill(PASSWORD)
    page.keyboard.press("Enter")
    send = page.get_by_role("button", name="Send it now")
    send.wait_for()
    assert violations(page) == []
    assert page.evaluate(SIDEWAYS) <= 0
    send.press("Enter")
    page.get_by_label("Question", exact=True).wait_for()
    assert page.get_by_label("Question", exact=True).input_value() == "May I bring a dog to the clinic?"


def test_the_page_that_waits_has_no_violations(open_console, office, monkeypatch):
    monkeypatch.setattr("assistant.web.console.documents.LintRun.findings", lambda *_, **__: None)
    page = open_console(360, "dark")
    page.goto(f"{office[2]}/console/documents/lint")
    assert "are being looked through" in page.get_by_role("status").inner_text()
    assert violations(page) == []
    page.goto(f"{office[2]}/console/nothing")
    assert "There is no page at" in page.get_by_role("alert").inner_text()
    assert violations(page) == []


def test_the_report_opens_as_a_file_and_has_no_violations(browser, office, tmp_path):
    desk, settings, _ = office
    now = datetime.datetime.now(datetime.UTC)
    file = tmp_path / "report.html"
    file.write_text(report_html(desk.assistant, desk.records, settings, now - datetime.timedelta(7), now), "utf-8")
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert asked == [file.as_uri()]
    assert violations(page) == []
    assert page.evaluate(SIDEWAYS) <= 0
    context.close()


def test_the_office_chooses_replies_and_erases_by_keyboard(open_console, office):
    page = open_console()
    page.get_by_label("Period").focus()
    page.keyboard.press("Home")
    page.get_by_role("button", name="Show").press("Enter")
    page.wait_for_url("**/console?period=7d*")
    page.get_by_role("link", name="open messages").press("Enter")
    page.get_by_role("link", name="UTC").first.press("Enter")
    page.get_by_label("Reply", exact=True).fill("Yes, you may.\n\nThe office")
    page.get_by_role("button", name="Keep the reply").press("Enter")
    assert page.get_by_role("status").inner_text().startswith("The reply is kept here.")
    assert page.get_by_role("link", name="Open in your mail program").get_attribute("href").startswith("mailto:ann@")
    assert len(office[0].records.hand_offs(HandOffStatus.ANSWERED)) == 1
    page.get_by_role("link", name="Delete all that is held").press("Enter")
    page.get_by_role("button", name="Delete it all").press("Enter")
    assert "1 question and 1 message" in page.get_by_role("status").inner_text()
    assert len(office[0].records.hand_offs()) == 1
