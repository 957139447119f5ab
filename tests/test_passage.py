"""Links to quotes in documents that have changed since, and what the page of a document stands."""

import pytest
from fastapi.testclient import TestClient

from assistant.assistant import Assistant
from assistant.embedding import HashingEmbedder
from assistant.index import build_index
from assistant.settings import Settings
from assistant.types import Question
from assistant.web import create_app
from assistant.web.cards import answer_html
from assistant.web.passage import CHANGED, passage_link
from assistant.web.structure import fingerprint

QUOTE = "The fee is 75 dollars."


def opened(folder, text):
    (folder / "corpus").mkdir(exist_ok=True)
    (folder / "corpus" / "fees.md").write_text(text, "utf-8")
    build_index(folder / "corpus", folder / "index", HashingEmbedder(), passage_tokens=128, max_bytes=10**6)
    options = Settings(index=folder / "index", embedding_model="hashing", refusal_threshold=0)
    return Assistant.open(options), options


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    assistant, options = opened(tmp_path_factory.mktemp("passage"), f"# Fees\n\n{QUOTE} It is due in May.\n")
    with TestClient(create_app(assistant, options)) as client:
        yield client, assistant


def link_to(assistant, words, quoted=None):
    start = assistant.document("fees.md").text.index(words)
    return passage_link("fees.md", start, start + len(words), quoted or words)


def test_the_words_that_a_link_was_made_for_are_marked(served):
    client, assistant = served
    html = client.get(link_to(assistant, QUOTE)).text
    assert f">{QUOTE}</mark>" in html
    assert CHANGED not in html


@pytest.mark.parametrize("page", ["/passage/", "/context/"])
@pytest.mark.parametrize("quoted", ["The fee is 65 dollars.", QUOTE.lower(), QUOTE + " ", " "])
def test_other_words_in_their_place_are_not(served, quoted, page):
    client, assistant = served
    response = client.get(link_to(assistant, QUOTE, quoted).replace("/passage/", page))
    assert response.status_code == 200
    assert "<mark" not in response.text
    assert (CHANGED in response.text) is (page == "/passage/")


def test_a_place_beyond_a_document_that_became_shorter_is_said_to_be_gone(served):
    client, _ = served
    html = client.get(passage_link("fees.md", 900, 922, QUOTE)).text
    assert CHANGED in html
    assert "<mark" not in html


def test_a_link_without_a_fingerprint_marks_whatever_stands_there(served):
    client, _ = served
    html = client.get("/passage/fees.md?start=0&end=4").text
    assert ">Fees</mark>" in html
    assert CHANGED not in html
    assert CHANGED not in client.get("/passage/fees.md").text


@pytest.mark.parametrize("of", ["", "x", "%00", "0" * 64, fingerprint(QUOTE)[:-1], fingerprint(QUOTE).upper()])
def test_no_other_fingerprint_fits(served, of):
    client, assistant = served
    address = link_to(assistant, QUOTE).replace(fingerprint(QUOTE), of)
    assert "<mark" not in client.get(address).text


def test_every_link_of_an_answer_carries_the_fingerprint_of_its_quote(served):
    _, assistant = served
    answer = assistant.ask(Question("How much is the fee?"))
    html = str(answer_html(answer, assistant))
    assert answer.citations
    for citation in answer.citations:
        assert f"&amp;of={fingerprint(citation.quote)}#quote" in html


def test_a_rebuilt_index_does_not_mark_other_words_for_an_old_link(tmp_path):
    assistant, options = opened(tmp_path, f"# Fees\n\n{QUOTE} It is due in May.\n")
    old = link_to(assistant, QUOTE)
    newer, _ = opened(tmp_path, "# Fees\n\nNew: the fee is 90 dollars. It is due in June.\n")
    with TestClient(create_app(newer, options)) as client:
        html = client.get(old).text
    assert CHANGED in html
    assert "<mark" not in html
    assert "90 dollars" in html
