"""What an applicant tells the office from the chat, by keyboard alone."""

import pytest
from test_accessibility import small_targets, violations

from assistant.recording import HandOffStatus

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1200, "light")])
def test_a_refusal_leads_to_the_office(open_chat, recording_site, width, scheme):
    address, desk = recording_site
    chat = open_chat(width, scheme, address)
    chat.ask("When is the application deadline?")
    chat.page.get_by_role("button", name="Ask the program office").focus()
    chat.page.keyboard.press("Enter")
    message = chat.page.get_by_label("Your message")
    assert message.input_value() == "When is the application deadline?"
    assert violations(chat.page) == []
    assert small_targets(chat.page) == []
    chat.page.get_by_label("Your e-mail address").fill(f"anna-{width}@example.org")
    chat.page.keyboard.press("Tab")
    chat.page.keyboard.press("Enter")
    chat.page.get_by_text("Your message is with the program office.").wait_for()
    assert f"anna-{width}@example.org" in [one.reply_to for one in desk.records.hand_offs(HandOffStatus.OPEN)]
    assert chat.errors == []
