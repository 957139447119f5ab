"""Nothing of a hostile document or question executes, loads, covers or leads away in a real browser."""

from urllib.parse import quote

import pytest
from hostile import HIDDEN, QUESTIONS

pytestmark = pytest.mark.browser

# What a document could only have brought in: its own elements, links that run, boxes that lie over the page.
FOREIGN = """() => {
  const found = [...document.querySelectorAll(
    '#evil, .evil, base[href*=evil], iframe, object, embed, video, audio, math, foreignObject, meta[http-equiv]'
  )];
  for (const one of document.querySelectorAll('a[href], area, form[action], [src]')) {
    const address = one.getAttribute('href') || one.getAttribute('action') || one.getAttribute('src') || '';
    if (/^\\s*(?:javascript|data|vbscript|file):/i.test(address) && !address.startsWith('data:image/svg+xml')) {
      found.push(one);
    }
  }
  const part = document.querySelector('#document, #conversation');
  for (const one of part?.querySelectorAll('*') ?? []) {
    if (['fixed', 'sticky'].includes(getComputedStyle(one).position)) found.push(one);
    if ([...one.attributes].some(({ name }) => name.startsWith('on'))) found.push(one);
  }
  return found.map((one) => one.outerHTML.slice(0, 200));
}"""


@pytest.fixture
def watched(browser, hostile_site):
    """A page, and all that it did which it should not have: dialogs, requests elsewhere, other windows, other pages."""
    address, _ = hostile_site
    context = browser.new_context(viewport={"width": 1000, "height": 800})
    page = context.new_page()
    page.set_default_timeout(30_000)
    done = []
    page.on("dialog", lambda dialog: (done.append(dialog.message), dialog.dismiss()))
    context.on("request", lambda request: request.url.startswith((address, "data:")) or done.append(request.url))
    context.on("page", lambda other: done.append(other.url))
    page.on("framenavigated", lambda frame: frame.url.startswith((address, "about:")) or done.append(frame.url))
    yield page, done
    context.close()


def test_documents_are_only_text_on_their_pages(watched, hostile_site):
    page, done = watched
    address, assistant = hostile_site
    for document in assistant.index.documents.values():
        page.goto(f"{address}/passage/{quote(document.doc_id, safe='/')}?start=0&end={min(400, len(document.text))}")
        assert page.evaluate(FOREIGN) == [], document.doc_id
        shown = page.locator("#document").inner_text().lower()
        assert not any(words in shown for words in HIDDEN), document.doc_id
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), document.doc_id
        assert done == [], document.doc_id


@pytest.mark.parametrize("name", ["timeline", "checklist", "eligibility"])
@pytest.mark.parametrize("program", ["harbour", "<img src=x onerror=alert(1)>"])
def test_dates_and_lists_are_only_text(watched, hostile_site, name, program):
    page, done = watched
    address, _ = hostile_site
    page.goto(f"{address}/{name}?program={quote(program)}")
    assert page.evaluate(FOREIGN) == []
    assert not any(words in page.locator("body").inner_text().lower() for words in HIDDEN)
    assert done == []


def test_questions_and_answers_are_only_text_in_the_chat(watched, hostile_site, as_chat):
    page, done = watched
    address, _ = hostile_site
    chat = as_chat(page, address)
    asked = [
        QUESTIONS[2],
        QUESTIONS[3],
        QUESTIONS[4],
        QUESTIONS[7],
        QUESTIONS[9],
        "When do overlays, beacons and forms close?",
    ]
    for question in asked:
        answer = chat.ask(question)
        assert not any(words in answer.inner_text().lower() for words in HIDDEN)
        assert page.evaluate(FOREIGN) == [], question
        assert done == [], question
    assert chat.errors == []
