"""An answer of the office's own that is offered beside what the documents say, and asked for by keyboard."""

import pytest
from serving import served
from test_accessibility import small_targets, violations

from assistant.assistant import Assistant
from assistant.curating import CuratedAnswers, make_curated, with_curated
from assistant.embedding import HashingEmbedder
from assistant.web import create_app

pytestmark = pytest.mark.browser

DEFERRED = {
    "id": "defer",
    "question": "Can I defer my place by one year?",
    "text": "Yes, once. Write to us by June 1.",
    "quotes": [{"document": "msk-fellowship/questions.md", "quote": "You may defer your place by one year."}],
    "approved_by": "Dr. Okafor",
    "approved_on": "2026-11-02",
}
LIKE_IT = ("May I defer my place by two years, or by one year and a half?", "Must I defer my place by a whole year?")


@pytest.fixture(scope="module")
def offering_site(options):
    """A server with as many approved answers as are offered to one question."""
    assistant = Assistant.open(options)
    others = [{**DEFERRED, "id": f"other-{number}", "question": one} for number, one in enumerate(LIKE_IT)]
    answers = [make_curated(one) for one in (DEFERRED, *others)]
    curated = CuratedAnswers(answers, assistant.index, HashingEmbedder())
    assert curated.findings == ()
    with served(create_app(with_curated(assistant, curated), options)) as address:
        yield address


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1200, "light")])
def test_an_offered_question_is_asked_by_its_button(open_chat, offering_site, width, scheme):
    chat = open_chat(width, scheme, offering_site)
    offered = chat.ask("When must my place be deferred by one year?")
    assert "The program office has answered a question like this:" in offered.inner_text()
    assert offered.locator(".approved").count() == 0
    assert offered.locator(".offered button").count() == 1 + len(LIKE_IT)
    assert violations(chat.page) == []
    assert small_targets(chat.page) == []
    wait = chat.waiting()
    offered.get_by_role("button", name=DEFERRED["question"]).focus()
    chat.page.keyboard.press("Enter")
    given = wait()
    assert given.locator(".approved .words").inner_text() == DEFERRED["text"]
    assert given.locator(".read-as, .offered").count() == 0
    assert violations(chat.page) == []
    assert chat.errors == []
