"""What axe-core can tell of accessibility, and what it cannot."""

import pytest

pytestmark = pytest.mark.browser

WIDTHS = (360, 1200)


def violations(page):
    """What axe finds, in light colours and in dark ones."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed.")
    found = []
    for scheme in ("light", "dark"):
        # Without motion, since a colour that is still on its way to another would be measured.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        rules = axe.Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        found += [(scheme, rule["id"], node["html"][:200]) for rule in rules for node in rule["nodes"]]
    return found


def small_targets(page):
    """Buttons and links outside of running text that are smaller than 24 by 24 pixels (WCAG 2.5.8)."""
    return page.evaluate(
        """() => [...document.querySelectorAll(
                'button, summary, .source, .whole, .places a, .contact a, [role=combobox]')]
            .filter(one => one.checkVisibility())
            .map(one => [one.textContent.trim(), one.getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24).map(([text]) => text)"""
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_the_chat_has_no_violations(open_chat, width):
    chat = open_chat(width)
    assert violations(chat.page) == []
    answer = chat.ask("When is the application deadline?")
    answer.get_by_text("Show in context").first.click()
    assert violations(chat.page) == []
    assert small_targets(chat.page) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_a_refusal_has_no_violations(open_chat, refusing_site, width):
    chat = open_chat(width, address=refusing_site)
    chat.ask("When is the application deadline?")
    assert violations(chat.page) == []
    assert small_targets(chat.page) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_an_answer_in_parts_has_no_violations(open_chat, width):
    chat = open_chat(width)
    answer = chat.ask("How much is the <b>stipend</b>, and how many zeppelins are in the hangar?")
    assert answer.locator(".about").first.inner_text() == "On How much is the <b>stipend</b>"
    assert answer.locator("blockquote").first.is_visible()
    assert violations(chat.page) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_panel_that_says_why_has_no_violations(open_chat, explaining_site, width):
    chat = open_chat(width, address=explaining_site)
    answer = chat.ask("When is the kestrel deadline of the zeppelin?")
    answer.locator(".why > summary").focus()
    chat.page.keyboard.press("Enter")
    assert answer.locator(".why table").first.is_visible()
    assert violations(chat.page) == []
    assert small_targets(chat.page) == []
    assert chat.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("width", WIDTHS)
def test_a_document_page_has_no_violations(open_chat, assistant, width):
    text = assistant.document("msk-fellowship/guide.md").text
    start, end = text.index("You must send"), text.index("## ") if "## " in text else len(text)
    page = open_chat(width).page
    for address in (f"guide.md?start={start}&end={end}#quote", "guide.md", "gone.md"):
        page.goto(page.url.split("/passage")[0].rstrip("/") + f"/passage/msk-fellowship/{address}")
        assert violations(page) == []


@pytest.mark.parametrize("width", [320, 360, 1200])
def test_nothing_scrolls_sideways(open_chat, width):
    chat = open_chat(width)
    sideways = "document.documentElement.scrollWidth - innerWidth"
    assert chat.page.evaluate(sideways) <= 0
    for question in ("What is the rule of harrier?", "How much is the stipend?", "a" * 300):
        chat.ask(question)
        assert chat.page.evaluate(sideways) <= 0
    chat.page.goto(chat.site + "/passage/field-station/harrier.txt")
    assert chat.page.evaluate(sideways) <= 0


def test_the_box_stays_in_the_window(open_chat):
    chat = open_chat(360)
    for question in ("When is the application deadline?", "How much is the stipend?"):
        chat.ask(question)
    for place in ("0", "document.documentElement.scrollHeight"):
        chat.page.evaluate(f"scrollTo({{top: {place}, behavior: 'instant'}})")
        assert chat.page.evaluate("document.querySelector('#question').getBoundingClientRect().bottom <= innerHeight")


def test_the_new_question_is_brought_to_the_top(open_chat):
    chat = open_chat(360, reduced_motion="reduce")
    chat.ask("How much is the stipend?")
    chat.ask("When is the application deadline?")
    chat.page.wait_for_timeout(200)
    top = chat.page.locator("#conversation .asked").last.bounding_box()["y"]
    assert 0 <= top < 300


def test_letters_in_the_box_are_large_enough_not_to_zoom(open_chat):
    sizes = open_chat(360).page.evaluate(
        "[...document.querySelectorAll('textarea, input')].filter(one => one.checkVisibility())"
        ".map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= 16


def test_a_touch_screen_keeps_its_keyboard_down_after_an_answer(open_chat):
    chat = open_chat(360, has_touch=True, is_mobile=True)
    chat.ask("When is the application deadline?")
    chat.page.evaluate("document.activeElement.blur()")
    chat.ask("How much is the stipend?")
    chat.page.wait_for_timeout(300)
    assert chat.answers.count() == 2


def test_forced_colours_and_print_keep_the_quote(open_chat):
    chat = open_chat(forced_colors="active")
    chat.ask("When is the application deadline?")
    chat.page.emulate_media(media="print")
    assert chat.page.locator("blockquote.quote").first.is_visible()
    assert not chat.page.locator("#composer").is_visible()
