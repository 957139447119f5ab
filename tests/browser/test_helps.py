"""Dates, documents and eligibility in the chat and on pages of their own, by keyboard alone."""

import pytest
from test_accessibility import WIDTHS, small_targets, violations

pytestmark = pytest.mark.browser

SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"


@pytest.mark.parametrize("width", WIDTHS)
def test_the_dates_by_keyboard(open_chat, helping_site, width):
    chat = open_chat(width, address=helping_site)
    card = chat.press("Dates and deadlines")
    said = card.inner_text()
    assert "in 6 days" in said
    assert "January 15, 2027, 11:59 pm ET" in said
    assert card.locator(".quote mark").first.inner_text() == "December 1, 2026"
    assert violations(chat.page) == []
    assert small_targets(chat.page) == []
    assert chat.page.evaluate(SIDEWAYS) <= 0


@pytest.mark.parametrize("width", WIDTHS)
def test_the_documents_by_keyboard_are_ticked_and_remembered(open_chat, helping_site, width):
    chat = open_chat(width, address=helping_site)
    card = chat.press("Documents to send")
    assert "Please do not send transcripts." in card.inner_text()
    boxes = card.get_by_role("checkbox")
    assert boxes.count() == 3
    boxes.first.focus()
    chat.page.keyboard.press("Space")
    assert card.locator(".progress").inner_text() == "1 of 3 ticked"
    assert violations(chat.page) == []
    assert chat.page.evaluate(SIDEWAYS) <= 0
    chat.page.goto(helping_site + "/checklist")
    assert chat.page.get_by_role("checkbox").first.is_checked()
    assert violations(chat.page) == []
    assert small_targets(chat.page) == []
    chat.page.get_by_role("button", name="Clear my ticks").click()
    assert not chat.page.get_by_role("checkbox").first.is_checked()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_eligibility_questions_by_keyboard(open_chat, helping_site, width):
    chat = open_chat(width, address=helping_site)
    card = chat.press("Check my eligibility")
    assert violations(chat.page) == []
    asked = []
    while card.locator(".question").count():
        chat.page.get_by_role("button", name="I don’t know").wait_for()
        asked.append(card.locator(".question").inner_text())
        assert card.locator("blockquote.quote").count() == 1
        card = chat.press("Yes")
        assert len(asked) < 10
    assert len(asked) == len(set(asked)) >= 3
    said = card.inner_text()
    assert "You meet every requirement the documents state." in said
    assert "This is not a decision; the program decides." in said
    assert violations(chat.page) == []
    assert small_targets(chat.page) == []
    assert chat.page.evaluate(SIDEWAYS) <= 0


def test_an_answer_is_typed_and_a_question_may_come_between(open_chat, helping_site):
    chat = open_chat(address=helping_site)
    first = chat.ask("Check my eligibility").locator(".question").inner_text()
    second = chat.ask("yes, I do").locator(".question").inner_text()
    assert second != first
    assert "January 15, 2027" in chat.ask("When is the application deadline?").inner_text()
    wait = chat.waiting()
    chat.page.get_by_role("button", name="Go on with the eligibility questions").click()
    assert wait().locator(".question").inner_text() == second
    chat.ask("no")
    last = chat.ask("stop")
    assert "that you do not meet" in last.inner_text()
    assert chat.errors == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_timeline_page(open_chat, helping_site, width):
    page = open_chat(width, address=helping_site).page
    page.goto(helping_site + "/timeline")
    assert page.get_by_role("heading", name="Coming up").is_visible()
    assert page.locator("svg.strip .mark").count() >= 3
    assert "Decisions are sent by March 30." in page.inner_text("main")
    assert "No year is given." in page.inner_text("main")
    assert violations(page) == []
    assert small_targets(page) == []
    assert page.evaluate(SIDEWAYS) <= 0


def test_a_date_is_taken_to_the_calendar(open_chat, helping_site):
    page = open_chat(address=helping_site).page
    page.goto(helping_site + "/timeline")
    with page.expect_download() as loaded:
        page.get_by_role("link", name="Add all to my calendar").click()
    text = loaded.value.path().read_text("utf-8")
    assert text.count("BEGIN:VEVENT") >= 3
    assert "TZID=America/New_York:20270115T235900" in text


def test_the_record_of_an_interview_is_saved(open_chat, helping_site):
    chat = open_chat(address=helping_site)
    chat.ask("Check my eligibility")
    card = chat.ask("stop")
    card.get_by_text("The whole record, to keep").click()
    with chat.page.expect_download() as loaded:
        card.get_by_role("button", name="Save the record").click()
    assert "not a decision" in loaded.value.path().read_text("utf-8")


def test_a_question_about_dates_offers_the_dates(open_chat, helping_site):
    chat = open_chat(address=helping_site)
    chat.ask("When is the application deadline?")
    assert "Dates and deadlines" in chat.page.locator("#conversation .option").all_inner_texts()


def test_with_several_programs_the_program_is_asked_for(open_chat, asking_site):
    chat = open_chat(address=asking_site)
    chat.ask("Documents to send")
    wait = chat.waiting()
    chat.page.locator("#conversation .option", has_text="South Residency").click()
    assert "South Residency" in wait().inner_text()
