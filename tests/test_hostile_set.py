"""Documents and questions that try to be quoted unseen, to run, to load, to cover or to command."""

import re
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from hostile import HIDDEN, QUESTIONS, SET, grants, hostile_settings

from assistant.assistant import Assistant
from assistant.citing import verify
from assistant.types import Question
from assistant.web import create_app
from assistant.web.cards import answer_html, question_html
from assistant.web.structure import document_html

# What our own templates and structure are made of.
TAGS = frozenset(
    """html head meta title link script body a header main section article aside nav footer h1 h2 h3 h4 h5 h6 p ul ol li
    dl dt dd table thead tbody caption tr th td span strong em cite q mark figure figcaption blockquote details summary
    div button form label input select option fieldset legend time svg path image br output progress
    bdi b i small optgroup""".split()
)
# What documents may be made of, and nothing else.
OF_DOCUMENTS = frozenset("h2 h3 h4 h5 h6 p ul li dl dt dd table tr th td span mark div".split())


@pytest.fixture(scope="module")
def options(tmp_path_factory):
    return hostile_settings(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def assistant(options):
    return Assistant.open(options)


@pytest.fixture(scope="module")
def client(assistant, options):
    with TestClient(create_app(assistant, options), raise_server_exceptions=False) as client:
        yield client


class Elements(HTMLParser):
    """The elements of some HTML with their attributes."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def assert_harmless(html, tags=TAGS):
    for tag, attributes in Elements(html).found:
        assert tag in tags, tag
        assert not any(name.startswith("on") or name in ("srcset", "srcdoc") for name in attributes), attributes
        assert re.fullmatch(r"(?:--[a-z]+: [\d.]+%;? ?)*", attributes.get("style", "")), attributes
        assert attributes.get("id") != "evil"
        for name in ("href", "src", "action", "formaction", "poster", "data"):
            address = attributes.get(name) or ""
            assert re.match(r"(?:https?:|mailto:|tel:|/|#|\?|[\w.-]*\Z)", address), (tag, address)
            if name != "href":
                assert not re.match(r"(?:\w+:)?//", address), (tag, address)


def says_hidden(text):
    return [words for words in HIDDEN if words in text.lower()]


def test_every_document_of_the_set_is_explained_and_none_is_missing():
    listed = re.findall(r"^\| `([^`]+)` \|", (SET / "README.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(path.name for path in (SET / "harbour").iterdir())
    assert len(listed) + len(QUESTIONS) >= 60


def test_no_document_holds_text_that_nobody_sees(assistant):
    for document in assistant.index.documents.values():
        sections = [heading for block in document.blocks for heading in block.section]
        links = [link.target for link in document.links]
        assert not says_hidden("\n".join((document.text, document.title, *sections, *links))), document.doc_id


def test_every_document_keeps_what_is_seen(assistant):
    for document in assistant.index.documents.values():
        assert "closes on March 1, 2027" in document.text, document.doc_id
    text = assistant.document("harbour/hidden-visibility.html").text
    assert "Bring a pen." in text
    assert "Bring a pen." in assistant.document("harbour/hidden-white-inherited.html").text


def test_no_document_holds_what_reorders_or_hides_letters(assistant):
    for document in assistant.index.documents.values():
        assert not re.search(
            "[\x00-\x08\x0b-\x1f\x7f\u200b\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]", document.text
        )


def test_documents_become_our_own_elements_only(assistant):
    for document in assistant.index.documents.values():
        assert_harmless(document_html(document, mark=(0, len(document.text))), OF_DOCUMENTS)


def test_pages_of_documents_are_harmless(client, assistant):
    for document in assistant.index.documents.values():
        response = client.get(f"/passage/{quote(document.doc_id, safe='/')}?start=0&end=9")
        assert response.status_code == 200
        assert_harmless(response.text)


def test_answers_quote_only_what_is_seen_and_show_it_as_text(assistant):
    for asked in (*QUESTIONS, *grants(assistant)):
        answer = assistant.ask(Question(asked))
        for citation in answer.citations:
            assert verify(citation, assistant.document(citation.doc_id))
            assert not says_hidden(citation.quote + (citation.lead_in.quote if citation.lead_in else ""))
        told = [notice.text for notice in answer.notices] + list(answer.suggestions)
        told += [section.section + section.title for section in answer.nearest]
        assert set(says_hidden("\n".join(told))) <= set(says_hidden(asked)), told
        html = str(answer_html(answer, assistant, explain=True))
        assert_harmless(html, TAGS)
        assert_harmless(question_html(asked), TAGS)


def test_the_interface_answers_every_question_of_the_set(client):
    for asked in QUESTIONS:
        response = client.post("/api/v1/ask", json={"question": asked})
        assert response.status_code in (200, 422), asked
        if response.status_code == 200:
            answer = response.json()
            assert not says_hidden(str([answer["citations"], answer["suggestions"]]))
            for citation in answer["citations"]:
                assert not citation["link"] or citation["link"].startswith(("http://", "https://"))


@pytest.mark.parametrize("page", ["timeline", "checklist", "eligibility", "timeline.ics"])
@pytest.mark.parametrize("program", ["harbour", "<img src=x onerror=alert(1)>"])
def test_dates_and_lists_hold_nothing_hidden_and_nothing_live(client, page, program):
    response = client.get(f"/{page}", params={"program": program})
    assert response.status_code in (200, 404)
    assert not says_hidden(response.text)
    if "html" in response.headers["content-type"]:
        assert_harmless(response.text)


@pytest.mark.parametrize(
    "path",
    [
        "/passage/../../etc/passwd",
        "/passage/%2e%2e/%2e%2e/etc/passwd",
        "/passage/..%2f..%2f..%2fetc%2fpasswd",
        "/passage/harbour/..%2f..%2f..%2fetc/passwd",
        "/passage/%2fetc%2fpasswd",
        "/passage/harbour%00.md",
        "/passage/" + "a" * 5000,
        "/context/..%2f..%2fetc%2fpasswd",
        "/page/..%2f..%2fetc%2fpasswd/1.png",
        "/api/v1/passages/..%2f..%2fetc%2fpasswd",
    ],
)
def test_no_path_leads_out_of_the_documents(client, path):
    response = client.get(path)
    assert response.status_code in (404, 414, 422)
    assert "root:" not in response.text


@pytest.mark.parametrize("start", ["9" * 30, "9" * 5000, "-1", "1e9", "0x1", "", "٣"])
def test_no_number_breaks_the_page_of_a_document(client, start):
    response = client.get("/passage/harbour/words-ignore.txt", params={"start": start, "end": start + "9"})
    assert response.status_code in (200, 414, 422)
    assert "<mark" not in response.text or start == "٣"
