"""The chat page in a real browser."""

from html.parser import HTMLParser
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

pytestmark = pytest.mark.browser

TEXT = "element => element.textContent"


def cited(assistant, card):
    """What the document holds at the place the card names."""
    address = urlsplit(card.locator("a.whole").get_attribute("href"))
    asked = parse_qs(address.query)
    place = {name: int(asked[name][0]) for name in ("start", "end")}
    document = assistant.document(unquote(address.path.removeprefix("/passage/")))
    return document.text[place["start"] : place["end"]]


def test_quotes_equal_the_documents_character_for_character(chat, assistant, awkward):
    for word, written in awkward.items():
        document = assistant.document(f"field-station/{word}.txt")
        quotes = []
        for card in chat.ask(f"What about the {word}?").locator("figure.card").all():
            quote = card.locator("blockquote.quote").evaluate(TEXT)
            assert quote == cited(assistant, card)
            assert (
                "".join(card.locator(".around mark").evaluate_all("marks => marks.map(mark => mark.textContent)"))
                == quote
            )
            quotes.append(quote)
        assert any(quote in document.text and len(quote) > 10 for quote in quotes), (word, written, quotes)
        chat.start_again()
    assert chat.errors == []


def test_lead_ins_stand_before_their_items(chat, assistant):
    answer = chat.ask("Do I need two letters of recommendation?")
    said = answer.locator("figure.card").first.evaluate(TEXT)
    assert said.index("You must send all of the following:") < said.index("two letters of recommendation")


def test_the_context_opens_with_the_quote_marked(chat, assistant):
    answer = chat.ask("When is the application deadline?")
    card = answer.locator("figure.card").first
    around = card.locator(".around")
    assert not around.is_visible()
    card.get_by_text("Show in context").click()
    assert around.is_visible()
    marks = around.locator("mark").evaluate_all("marks => marks.map(mark => mark.textContent)")
    assert "".join(marks) == card.locator("blockquote.quote").evaluate(TEXT)


def test_the_whole_document_opens_at_the_quote(chat, assistant):
    card = chat.ask("When is the application deadline?").locator("figure.card").first
    card.get_by_text("Show in context").click()
    with chat.page.context.expect_page() as opened:
        card.locator("a.whole").click()
    page = opened.value
    page.locator("#quote").wait_for()
    marks = page.locator("mark").evaluate_all("marks => marks.map(mark => mark.textContent)")
    assert "".join(marks) == card.locator("blockquote.quote").evaluate(TEXT)
    assert page.evaluate("document.querySelector('#quote').getBoundingClientRect().bottom <= innerHeight")
    assert page.locator("article").evaluate(TEXT) == assistant.document("msk-fellowship/guide.md").text


def test_the_source_opens_elsewhere_at_the_words(chat):
    link = chat.ask("When is the application deadline?").locator("a.source").first
    assert link.get_attribute("href").startswith("https://www.example.edu/guide#")
    assert ":~:text=" in link.get_attribute("href")
    assert link.get_attribute("target") == "_blank"
    assert "noopener" in link.get_attribute("rel")


def test_a_follow_up_is_read_with_what_came_before(chat):
    chat.ask("How much is the stipend in the first year?")
    answer = chat.ask("And in the second year?")
    assert "$63,000" in answer.evaluate(TEXT)
    assert chat.answers.count() == 2


def test_a_suggestion_asks_on_click(chat):
    chat.ask("Which documents must I send?")
    button = chat.page.locator("#conversation .option").first
    question = button.inner_text()
    wait = chat.waiting()
    button.click()
    wait()
    assert chat.page.locator("#conversation .asked .words").last.evaluate(TEXT) == question


def test_a_starter_question_asks_on_click(chat):
    wait = chat.waiting()
    chat.page.get_by_role("button", name="Which documents must I send?").click()
    assert "a curriculum vitae" in wait().evaluate(TEXT)
    assert not chat.page.locator("#welcome").is_visible()


def test_the_program_narrows_the_question_and_the_starters(chat):
    chat.page.get_by_role("combobox", name="Program").click()
    chat.page.get_by_role("option", name="Field Station").click()
    chat.page.get_by_role("button", name="Which documents must I send?").wait_for(state="hidden")
    answer = chat.ask("When is the kestrel application deadline?")
    assert "March 1, 2027" not in answer.locator("figure.card").evaluate_all(
        "cards => cards.map(c => c.textContent).join()"
    )


def test_a_new_chat_begins_empty(chat):
    chat.ask("When is the application deadline?")
    chat.start_again()
    assert chat.page.locator("#welcome").is_visible()
    assert chat.page.locator("#conversation .asked").count() == 0


def test_a_refusal_says_so_and_where_to_turn(open_chat, refusing_site):
    chat = open_chat(address=refusing_site)
    answer = chat.ask("When is the application deadline?")
    assert "The documents do not say." in answer.inner_text()
    assert answer.locator("blockquote").count() == 0
    assert answer.locator(".places a").first.get_attribute("href").startswith("/passage/")
    links = answer.locator(".contact a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    written = "mailto:admissions@example.edu?subject=A%20question&body=When%20is%20the%20application%20deadline%3F"
    assert links == ["mailto:admissions@example.edu", written, "tel:+16175550100", "https://www.example.edu/contact"]


def test_a_choice_of_what_is_asked_back_is_made_by_keyboard_and_answered(open_chat, asking_site):
    chat = open_chat(address=asking_site)
    answer = chat.ask("When is the application deadline?")
    assert "Which do you mean?" in answer.inner_text()
    assert answer.locator("blockquote").count() == 0
    choices = chat.page.locator("#conversation .option")
    assert sorted(choices.all_inner_texts()) == ["North Fellowship", "South Residency"]
    answer = chat.press("South Residency")
    assert answer.locator("blockquote.quote").all_inner_texts() == ["The application deadline is June 9, 2027."]
    assert answer.locator(".program").all_inner_texts() == ["South Residency"]


def test_the_copy_button_copies_the_quote(open_chat):
    chat = open_chat(permissions=["clipboard-read", "clipboard-write"])
    card = chat.ask("What is the rule of kestrel?").locator("figure.card").first
    card.get_by_role("button", name="Copy quote").click()
    card.get_by_role("button", name="Copied").wait_for()
    assert chat.page.evaluate("navigator.clipboard.readText()") == card.locator("blockquote.quote").evaluate(TEXT)


def test_the_copy_button_works_where_the_clipboard_is_closed(open_chat):
    chat = open_chat()
    chat.page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    card = chat.ask("What is the rule of kestrel?").locator("figure.card").first
    card.get_by_role("button", name="Copy quote").click()
    card.get_by_role("button", name="Copied").wait_for()


def test_what_is_asked_is_shown_as_it_was_typed(chat):
    question = "Is <b>this</b> *bold* & ${1+1} `code` $$5$$ <img src=x onerror=alert(1)> kestrel?"
    chat.ask(question)
    words = chat.page.locator("#conversation .asked .words")
    assert words.evaluate(TEXT) == question
    assert words.locator("*").count() == 0


def test_hostile_text_in_a_document_does_nothing(chat):
    for question in ("What is the obelisk rule?", "Pay here obelisk password"):
        chat.ask(question)
    page = chat.page
    assert "position:fixed;inset:0" in page.locator("#conversation").evaluate(TEXT)
    assert page.locator("#overlay, #beacon, #steal, #trap, #conversation :is(img, form, iframe, input)").count() == 0
    page.goto(chat.site + "/passage/field-station/hostile.txt?start=0&end=400#quote")
    assert page.locator("#overlay, #beacon, #steal, #trap, :is(img, form, iframe, input)").count() == 0
    assert not any(":9/" in address for address in chat.requests)


def test_the_keyboard_alone_is_enough(chat):
    page = chat.page
    for _ in range(30):
        page.keyboard.press("Tab")
        if chat.box.evaluate("box => box === document.activeElement"):
            break
    wait = chat.waiting()
    page.keyboard.type("When is the application deadline?")
    page.keyboard.press("Enter")
    wait()
    page.wait_for_timeout(300)
    assert chat.box.evaluate("box => box === document.activeElement")
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.context > summary')"):
            break
    page.keyboard.press("Enter")
    assert chat.answers.last.locator("details[open] mark").first.is_visible()


def test_the_keyboard_opens_why_an_answer_was_given(open_chat, explaining_site):
    chat = open_chat(address=explaining_site)
    answer = chat.ask("When is the obelisk deadline of the zeppelin?")
    panel = answer.locator(".why")
    assert not panel.locator("table").first.is_visible()
    for _ in range(30):
        chat.page.keyboard.press("Shift+Tab")
        if chat.page.evaluate("document.activeElement.matches('.why > summary')"):
            break
    chat.page.keyboard.press("Enter")
    said = panel.inner_text()
    assert "above the refusal threshold" in said
    assert "No document has “zeppelin”." in said
    assert panel.locator(".gauge .limit").is_visible()
    assert panel.locator("tr.quoted .gauge .fill").first.bounding_box()["width"] > 0
    assert panel.locator("img, form, iframe, input").count() == 0


def test_why_an_answer_was_given_is_not_shown_to_applicants(chat):
    assert chat.ask("When is the application deadline?").locator(".why").count() == 0


@pytest.mark.parametrize("by", ["button", "starter"])
def test_the_focus_returns_to_the_box(chat, by):
    if by == "button":
        chat.ask("When is the application deadline?")
    else:
        wait = chat.waiting()
        chat.page.get_by_role("button", name="Which documents must I send?").click()
        wait()
    chat.page.wait_for_timeout(400)
    assert chat.box.evaluate("box => box === document.activeElement")


def test_opened_context_stays_open_when_more_is_asked(chat):
    first = chat.ask("When is the application deadline?")
    first = chat.answers.first
    first.get_by_text("Show in context").first.click()
    chat.ask("How much is the stipend?")
    assert first.locator("details[open]").count() == 1


def test_the_page_says_what_it_is_and_how_old_its_documents_are(chat):
    text = chat.page.locator("body").inner_text()
    assert "automated assistant" in text
    assert "decides nothing" in text
    assert "Don’t enter personal or health details" in text
    assert "November 16, 2026" in text
    assert chat.page.get_by_role("heading", level=1).inner_text() == "Ask the <Office> & co"
    assert chat.page.title() == "Ask the <Office> & co"


def test_screen_readers_are_not_read_the_markup(chat):
    chat.ask("When is the application deadline?")
    chat.page.wait_for_timeout(200)
    labels = chat.page.locator("[aria-label]").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    assert [label for label in labels if "<" in label] == []
    assert chat.page.locator("[role=log][aria-live=polite] .answer").count() == 1


def test_nothing_is_fetched_from_elsewhere(chat):
    chat.ask("When is the application deadline?")
    assert {urlsplit(address).hostname for address in chat.requests if not address.startswith(("data:", "blob:"))} == {
        "127.0.0.1"
    }


def test_our_own_files_and_the_fonts_are_found(chat):
    failed = []
    chat.page.on("response", lambda response: response.status >= 400 and failed.append(response.url))
    chat.open()
    chat.ask("When is the application deadline?")
    assert failed == []


class _Scripts(HTMLParser):
    """Counts what a page would run that is not a file of ours."""

    inline = 0

    def handle_starttag(self, tag, attrs):
        names = dict(attrs)
        self.inline += (tag == "script" and "src" not in names) + any(name.startswith("on") for name in names)


def test_document_pages_need_no_inline_script(chat):
    chat.page.goto(chat.site + "/passage/msk-fellowship/guide.md?start=0&end=5")
    scripts = _Scripts()
    scripts.feed(chat.page.content())
    assert scripts.inline == 0
