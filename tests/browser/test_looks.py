"""The pages in six languages, both schemes, small and enlarged windows, high contrast, and on paper."""

import re
from pathlib import Path

import pytest
from conftest import served
from test_accessibility import violations

from assistant.assistant import Assistant
from assistant.web.translating import LANGUAGES, translator

pytestmark = pytest.mark.browser
SIDEWAYS = "() => document.documentElement.scrollWidth - innerWidth"
STYLE = "(element, name) => getComputedStyle(element)[name]"
DEADLINE = "When is the application deadline?"


class Chat:
    """The chat page in one language."""

    def __init__(self, page, address, language):
        self.page = page
        self.t = translator(language)
        page.goto(f"{address}/?lang={language}")
        page.locator("#question textarea").wait_for()
        page.wait_for_function("() => getComputedStyle(document.querySelector('#helps')).flexWrap !== ''")

    def ask(self, question):
        self.page.locator("#question textarea").fill(question)
        return self._after(lambda: self.page.get_by_role("button", name=self.t.gettext("Ask"), exact=True).click())

    def press(self, message):
        return self._after(
            lambda: self.page.get_by_role("button", name=self.t.gettext(message), exact=True).last.click()
        )

    def _after(self, act):
        answers = self.page.locator("#conversation .answer")
        before = answers.count()
        act()
        self.page.wait_for_function(
            "count => document.querySelectorAll('#conversation .answer').length > count", arg=before, timeout=30_000
        )
        return answers.last


@pytest.fixture
def open_page(browser):
    """Opens pages as different people see them."""
    contexts = []

    def opened(width=1200, height=800, **more):
        context = browser.new_context(viewport={"width": width, "height": height}, locale="en-US", **more)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [(language, 320 if place % 2 else 1200, ("light", "dark")[place % 2]) for place, language in enumerate(LANGUAGES)],
)
def test_the_chat_speaks_each_language_around_quotes_that_keep_theirs(open_page, helping_site, language, width, scheme):
    page = open_page(width, color_scheme=scheme)
    chat = Chat(page, helping_site, language)
    t = chat.t
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [t.tag, t.direction]
    assert page.evaluate("navigator.language").startswith(language)
    assert page.get_by_role("heading", name=t.gettext("What would you like to know?")).is_visible()
    answer = chat.ask("When is the application deadline for the fellowship?")
    quote = answer.locator("blockquote.quote").first
    assert quote.get_attribute("lang") == "en"
    assert quote.evaluate(STYLE, "direction") == "ltr"
    assert answer.get_by_text(t.gettext("Copy quote")).first.is_visible()
    assert page.evaluate(SIDEWAYS) <= 0
    assert not violations(page)


def test_buttons_in_arabic_lead_through_dates_documents_and_eligibility(open_page, helping_site):
    page = open_page(360)
    chat = Chat(page, helping_site, "ar")
    t = chat.t
    dates = chat.press("Dates and deadlines")
    assert t.gettext("Opens") in dates.inner_text()
    assert t.away(6, "day") in dates.inner_text()
    asked = chat.press("Check my eligibility")
    assert t.gettext("The documents say:") in asked.inner_text()
    chat.press("No")
    result = chat.press("Stop")
    assert t.gettext("This is not a decision.") in result.inner_text()
    assert page.evaluate(SIDEWAYS) <= 0
    assert not violations(page)


@pytest.mark.parametrize(("language", "scheme"), [("ar", "dark"), ("fr", "light")])
@pytest.mark.parametrize(
    "path", ["/timeline", "/checklist", "/embed?site=example.edu", "/passage/harbour/guide.md?start=30&end=60"]
)
def test_the_pages_speak_each_language_in_narrow_windows(open_page, helping_site, path, language, scheme):
    page = open_page(320)
    page.goto(f"{helping_site}{path}{'&' if '?' in path else '?'}lang={language}&__theme={scheme}")
    assert page.locator("html").get_attribute("lang") == translator(language).tag
    assert page.locator("body").evaluate(STYLE, "colorScheme") == scheme
    assert page.evaluate(SIDEWAYS) <= 0
    assert not violations(page)


def test_links_keep_the_language_and_the_scheme_that_were_asked_for(open_page, helping_site):
    page = open_page(color_scheme="light")
    page.goto(f"{helping_site}/timeline?lang=es&__theme=dark")
    page.get_by_role("link", name="Documentos").click()
    page.wait_for_url("**/checklist?*")
    assert {"lang=es", "__theme=dark"} <= set(page.url.partition("?")[2].split("&"))
    page.locator(".home").click()
    page.locator("#question textarea").wait_for()
    assert page.locator("html").get_attribute("lang") == "es"
    page.wait_for_function("() => getComputedStyle(document.body).backgroundColor === 'rgb(20, 25, 24)'")


def test_an_enlarged_page_leaves_room_to_read(open_page, helping_site):
    page = open_page(320, 256)  # 1280 by 1024 at 400 %.
    chat = Chat(page, helping_site, "es")
    answer = chat.ask(DEADLINE)
    assert page.locator("#composer").evaluate(STYLE, "position") == "static"
    answer.locator("blockquote.quote").first.scroll_into_view_if_needed()
    assert page.evaluate(SIDEWAYS) <= 0


def test_paper_has_questions_quotes_and_addresses_and_no_buttons(open_page, helping_site):
    page = open_page(color_scheme="dark")
    answer = Chat(page, helping_site, "fr").ask(DEADLINE)
    page.emulate_media(media="print")
    assert answer.get_by_text("https://www.example.edu/harbour", exact=True).first.is_visible()
    assert page.locator("#conversation .asked h2").is_visible()
    assert [button.inner_text() for button in page.get_by_role("button").all() if button.is_visible()] == []
    assert page.locator(":root").evaluate(STYLE, "colorScheme") == "light"


def test_forced_colours_keep_edges_and_marks(open_page, helping_site):
    page = open_page(forced_colors="active")
    chat = Chat(page, helping_site, "en")
    chat.ask(DEADLINE)
    assert page.locator("#conversation .asked h2").evaluate(STYLE, "borderTopStyle") == "solid"
    page.goto(f"{helping_site}/timeline")
    marked = page.locator("mark").first
    assert marked.evaluate(STYLE, "backgroundColor") != page.locator("body").evaluate(STYLE, "backgroundColor")


def test_more_contrast_is_given_where_it_is_wanted(open_page, helping_site):
    page = open_page(contrast="more")
    page.goto(f"{helping_site}/timeline")
    assert page.locator("body").evaluate(STYLE, "backgroundColor") == "rgb(255, 255, 255)"


def test_nothing_moves_where_that_is_not_wanted(open_page, helping_site):
    page = open_page(reduced_motion="reduce")
    Chat(page, helping_site, "hi")
    assert page.locator(".help-button").first.evaluate(STYLE, "transitionDuration") in ("0s", "1e-05s")


@pytest.fixture(scope="module")
def themed_site(options, tmp_path_factory):
    """A server in the colours of somebody's site, one of which cannot be read on paper."""
    logo = Path(tmp_path_factory.mktemp("logo")) / "logo.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>')
    themed = options.model_copy(update={"accent": "#ffd200", "font": "Georgia, serif", "logo": logo})
    with served(Assistant.open(themed), themed) as address:
        yield address


def test_the_theme_of_the_settings_is_worn_and_can_be_read(open_page, themed_site):
    page = open_page()
    refused = []
    page.on("console", lambda message: refused.append(message.text) if "looks.css" in message.text else None)
    chat = Chat(page, themed_site, "en")
    page.wait_for_function("() => getComputedStyle(document.querySelector('#title h1')).fontFamily.includes('Georgia')")
    assert re.search(
        r"/logo\?v=", page.locator("#title h1").evaluate("e => getComputedStyle(e, '::before').background")
    )
    chat.ask(DEADLINE)
    assert not violations(page)
    assert not refused
