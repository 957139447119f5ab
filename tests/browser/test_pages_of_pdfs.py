"""The page of a PDF with the quote marked, as it looks in a browser, and under a quote in the chat."""

import pytest
from test_accessibility import small_targets, violations

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1200, "light")])
def test_the_page_is_drawn_when_it_is_asked_for_and_has_no_violations(open_chat, pdf_site, width, scheme):
    chat = open_chat(width, scheme, pdf_site)
    page, answer = chat.page, chat.ask("How much are keepers paid in dollars?")
    page.wait_for_timeout(200)
    assert not [address for address in chat.requests if "/context/" in address or ".png" in address]

    answer.get_by_text("Show in context").first.click()
    answer.locator(".sheet svg path").first.wait_for()
    assert "with the quote marked: “" in answer.locator(".sheet svg").first.get_attribute("aria-label")
    assert violations(page) == [] and small_targets(page) == []

    whole = answer.locator("a.paged").first
    assert whole.inner_text().startswith("See it on page 1")
    with page.expect_response("**/*.png?v=*") as picture:
        page.goto(chat.site + whole.get_attribute("href"))
    assert picture.value.status == 200
    mark = page.locator("#quote")
    assert mark.evaluate("one => one.tagName") == "path"
    box = mark.bounding_box()
    assert 0 < box["y"] < 800 and box["width"] > 40
    assert page.get_by_role("img", name="Page 1 of Lighthouse handbook").is_visible()
    assert violations(page) == [] and small_targets(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    # The quote may stand on both pages: from the first one alone a link leads to the second.
    page.goto(f"{page.url.partition('?')[0].partition('#')[0]}?page=1")
    page.get_by_role("link", name="Page 2").click()
    page.get_by_role("heading", name="Page 2 of 2").wait_for()
    assert chat.errors == []
