"""What an applicant sees where too much is asked at once."""

import json
from types import SimpleNamespace

import pytest
import serving
from test_accessibility import violations

from assistant.assistant import Assistant
from assistant.web import create_app
from assistant.web.translating import translator

pytestmark = pytest.mark.browser
QUESTION = "When is the application deadline?"


@pytest.fixture(scope="module")
def limited_site(options):
    """A server that takes one question in a minute."""
    careful = options.model_copy(update={"questions_per_minute": 1})
    with serving.served(create_app(Assistant.open(careful), careful)) as address:
        yield address


def test_too_many_questions_are_refused_kindly_and_nothing_is_lost(open_chat, limited_site, monkeypatch):
    # In the middle of a minute; between two, one more may be taken.
    clock = SimpleNamespace(time=lambda: 1_800_000_030.0)
    for module in ("limits.storage.memory", "limits.strategies", "assistant.web.limiting"):
        monkeypatch.setattr(f"{module}.time", clock)
    chat = open_chat(address=limited_site)
    chat.ask(QUESTION)
    chat.box.fill("How much is the stipend?")
    chat.page.get_by_role("button", name="Ask", exact=True).click()
    told = chat.page.get_by_text("Too many questions came in one minute. Please try again in")
    told.wait_for()
    assert chat.box.input_value() == "How much is the stipend?"
    chat.page.set_viewport_size({"width": 360, "height": 800})
    assert violations(chat.page) == []

    chat.page.goto(f"{limited_site}/?lang=ar")
    chat.page.locator("#question textarea").fill(QUESTION)
    chat.page.get_by_role("button", name=translator("ar").gettext("Ask"), exact=True).click()
    chat.page.get_by_text(translator("ar").gettext("Too many questions came in one minute.")).wait_for()
    assert violations(chat.page) == []


def test_a_full_queue_is_told_kindly_and_nothing_is_lost(open_chat):
    chat = open_chat(width=360)
    message = "Many people are asking just now. Please try again in a moment."
    body = json.dumps({"error": {"code": "too_many", "message": message}, "detail": message})
    chat.page.route(
        "**/queue/join*", lambda route: route.fulfill(status=429, content_type="application/json", body=body)
    )
    chat.box.fill(QUESTION)
    chat.page.get_by_role("button", name="Ask", exact=True).click()
    chat.page.get_by_text(message).first.wait_for()
    assert violations(chat.page) == []
    assert chat.box.input_value() == QUESTION
    chat.page.unroute("**/queue/join*")
    assert chat.ask(QUESTION).is_visible()
