"""The web application without a browser: the REST interface, the passage page, and what is shown."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.assistant import Assistant
from assistant.documents import read_document
from assistant.embedding import HashingEmbedder
from assistant.errors import AssistantError, DocumentError
from assistant.index import build_index
from assistant.naming import program_name
from assistant.settings import Settings
from assistant.types import Contact
from assistant.web import create_app, serve
from assistant.web.cards import answer_html
from assistant.web.pages import dialled, web_link
from assistant.web.passage import surroundings
from assistant.web.structure import document_html, quote_html
from assistant.web.translating import ENGLISH

SITE = "https://www.example.edu"
FEES = """---
title: Fees
url: https://www.example.edu/fees
updated: 2026-11-16
---
# Fees

The application fee is $75 & must be paid by card.

| Item | Amount |
| --- | --- |
| Late fee | <$30 |
| Transcript | free |

You need the following:

- a photo
- a passport
"""


@pytest.fixture(scope="module")
def options(tmp_path_factory):
    """Settings over a small index, with a threshold at which whatever is found is shown."""
    folder = tmp_path_factory.mktemp("web")
    corpus = folder / "corpus"
    (corpus / "msk-fellowship").mkdir(parents=True)
    (corpus / "msk-fellowship" / "fees.md").write_text(FEES, "utf-8")
    (corpus / "msk-fellowship" / "rules #1.txt").write_text(
        "Every applicant must write an essay about lanterns.\n", "utf-8"
    )
    (corpus / "arts").mkdir()
    (corpus / "arts" / "dates.txt").write_text("The harbour grant closes on May 1, 2027.\n", "utf-8")
    build_index(corpus, folder / "index", HashingEmbedder(), passage_tokens=128, max_bytes=10**6)
    return Settings(
        index=folder / "index",
        embedding_model="hashing",
        refusal_threshold=0,
        questions_per_minute=0,  # One client asks for all tests.
        allowed_sites=(SITE,),
        contact_email="office@example.edu",
    )


@pytest.fixture(scope="module")
def assistant(options):
    return Assistant.open(options)


@pytest.fixture(scope="module")
def client(assistant, options):
    with TestClient(create_app(assistant, options), raise_server_exceptions=False) as client:
        yield client


def ask(client, question="What is the application fee?", **more):
    return client.post("/api/v1/ask", json={"question": question, **more})


class Reader(HTMLParser):
    """The text of some HTML as a browser would have it, and of its <mark> elements."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.text, self.marked, self.tags, self._depth = "", "", [], 0
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self._depth += tag == "mark"

    def handle_endtag(self, tag):
        self._depth -= tag == "mark"

    def handle_data(self, data):
        self.text += data
        self.marked += data if self._depth else ""


# The REST interface


def test_an_answer_has_every_field_of_the_contract(client):
    answer = ask(client, id="q1").json()
    assert set(answer) == {
        *("id", "question", "standalone_question", "outcome", "answer", "citations", "parts", "confidence"),
        *("notices", "suggestions", "contact", "nearest", "index_version", "timings_ms"),
    }
    assert (answer["id"], answer["outcome"]) == ("q1", "answered")


def test_each_of_several_things_asked_points_to_its_quotes(client):
    answer = ask(client, question="How much is the application fee, and when is the choir rehearsal?").json()
    assert [part["question"] for part in answer["parts"]] == [
        "How much is the application fee",
        "when is the choir rehearsal?",
    ]
    places = range(len(answer["citations"]))
    assert all(set(part["citations"]) <= set(places) for part in answer["parts"])
    assert {place for part in answer["parts"] for place in part["citations"]} == set(places)


def test_every_quote_stands_in_its_document(client, assistant):
    citations = ask(client).json()["citations"]
    assert citations
    for citation in citations:
        text = assistant.document(citation["doc_id"]).text
        assert citation["quote"] == text[citation["start"] : citation["end"]]


def test_explain_adds_hits_and_features(client):
    answer = client.post("/api/v1/ask?explain=true", json={"question": "What is the application fee?"}).json()
    assert answer["hits"]
    assert answer["features"]
    assert answer["explanation"]["candidates"]


def test_history_and_program_are_understood(client):
    answer = ask(
        client, "And the late fee?", history=[["What is the application fee?", "$75"]], program="msk-fellowship"
    )
    assert {citation["program"] for citation in answer.json()["citations"]} == {"msk-fellowship"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('{"question": ""}', "invalid_question"),
        ('{"question": "?!"}', "invalid_question"),
        ('{"question": "' + "a" * 1001 + '"}', "invalid_question"),
        ('{"question": "Fee?", "program": "nowhere"}', "invalid_question"),
        ("{}", "invalid_request"),
        ("not json", "invalid_request"),
        ('{"question": 7}', "invalid_request"),
        ('{"question": "Fee?", "history": [["only a question"]]}', "invalid_request"),
    ],
)
def test_what_is_no_question_is_refused_in_one_shape(client, body, code):
    response = client.post("/api/v1/ask", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 422
    assert response.json()["error"].keys() == {"code", "message"}
    assert response.json()["error"]["code"] == code


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/api/v1/nowhere", 404),
        ("GET", "/site/nowhere.css", 404),
        ("GET", "/assets/nowhere.js", 404),
        ("GET", "/api/v1/ask", 405),
        ("DELETE", "/healthz", 405),
        ("GET", "/api/v1/passages/nowhere.md", 404),
        ("GET", "/api/v1/passages/msk-fellowship/fees.md?start=5&end=5", 404),
        ("GET", "/api/v1/passages/msk-fellowship/fees.md?start=0&end=99999", 404),
        ("GET", "/api/v1/passages/msk-fellowship/fees.md?start=x", 422),
        ("GET", "/passage/nowhere.md", 404),
        ("GET", "/passage/..%2f..%2fetc/passwd", 404),
    ],
)
def test_errors_have_one_shape(client, method, path, status):
    response = client.request(method, path)
    assert response.status_code == status
    assert response.json()["error"].keys() == {"code", "message"}


def test_a_failure_says_nothing_about_the_inside(options):
    broken = Assistant.open(options)
    broken.ask = lambda question: 1 / 0
    with TestClient(create_app(broken, options), raise_server_exceptions=False) as client:
        response = ask(client)
    assert response.status_code == 500
    assert response.json()["error"]["code"] == "internal"
    assert "division" not in response.text
    assert "Content-Security-Policy" in response.headers


def test_a_passage_comes_with_what_stands_around_it(client, assistant):
    document = assistant.document("msk-fellowship/fees.md")
    start = document.text.index("The application fee")
    passage = client.get(f"/api/v1/passages/msk-fellowship/fees.md?start={start}&end={start + 23}").json()
    assert passage["text"] == "The application fee is "
    assert passage["before"] + passage["text"] + passage["after"] in document.text
    assert passage["after"].startswith("$75 & must")
    assert passage["characters"] == len(document.text)


def test_health_says_which_index_answers(client, assistant):
    health = client.get("/healthz").json()
    assert (health["status"], health["index_version"]) == ("ok", assistant.index_version)
    assert health["documents_updated"] == ["2026-11-16", "2026-11-16"]
    assert client.get("/readyz").status_code == 200


def test_metrics_count_questions_by_outcome_and_errors_by_code(options):
    with TestClient(create_app(Assistant.open(options), options)) as client:
        ask(client)
        ask(client)
        ask(client, "")
        text = client.get("/metrics").text
    assert 'assistant_questions_total{channel="api",outcome="answered"} 2.0' in text
    assert 'assistant_errors_total{code="invalid_question"} 1.0' in text
    assert re.search(r"^assistant_question_seconds_count 2\.0$", text, re.MULTILINE)


def test_openapi_describes_questions_answers_and_errors(client):
    table = client.get("/openapi.json").json()
    assert set(table["paths"]) == {
        *("/api/v1/ask", "/api/v1/passages/{doc_id}", "/healthz", "/readyz", "/metrics"),
        *("/api/v1/timeline", "/timeline.ics", "/api/v1/checklist", "/api/v1/eligibility", "/api/v1/faq.jsonld"),
    }
    responses = table["paths"]["/api/v1/ask"]["post"]["responses"]
    assert responses["200"]["content"]["application/json"]["schema"]["$ref"].endswith("/AnswerOut")
    assert responses["422"]["content"]["application/json"]["schema"]["$ref"].endswith("/Problem")
    assert "HTTPValidationError" not in table["components"]["schemas"]


def test_manifest_is_served_where_browsers_look_for_it(client):
    assert client.get("/manifest.json").json()["start_url"] == "/"


# The passage page and the structure of documents


def test_the_page_marks_the_quote_and_nothing_else(client, assistant):
    text = assistant.document("msk-fellowship/fees.md").text
    start, end = text.index("The application"), text.index("Late fee")
    response = client.get(f"/passage/msk-fellowship/fees.md?start={start}&end={end}")
    page = Reader(response.text)
    assert page.marked == text[start:end]
    assert response.text.count('id="quote"') == 1
    assert {"h1", "p", "table", "th", "td", "ul", "li"} <= set(page.tags)


@pytest.mark.parametrize("query", ["", "?start=5&end=2", "?start=0&end=99999"])
def test_a_place_that_is_not_in_the_document_marks_nothing(client, query):
    response = client.get(f"/passage/msk-fellowship/fees.md{query}")
    assert response.status_code == 200
    assert "<mark" not in response.text


def test_names_with_signs_are_found(client):
    assert "lanterns" in client.get("/passage/msk-fellowship/rules%20%231.txt").text


def test_people_get_a_page_when_a_document_is_gone(client):
    response = client.get("/passage/gone.md", headers={"Accept": "text/html"})
    assert response.status_code == 404
    assert "<h1>" in response.text


def test_of_a_very_long_document_the_part_around_the_quote_is_shown(client, assistant, options):
    document = read_document("\n\n".join(f"Rule {number} is a rule." for number in range(20_000)).encode(), "long.txt")
    assistant = Assistant.open(options)
    assistant.document = lambda doc_id: document
    start = document.text.index("Rule 12345 is")
    with TestClient(create_app(assistant, options)) as client:
        page = Reader(client.get(f"/passage/long.txt?start={start}&end={start + 10}").text)
    assert page.marked == "Rule 12345"
    assert "Rule 12000 " in page.text
    assert "Rule 1 " not in page.text


def test_a_row_of_another_width_is_not_put_under_headers_that_are_not_its_own():
    head = "<tr><th>A</th><th>B</th><th>C</th></tr>"
    rows = "<tr><td>1</td><td>2</td><td>3</td></tr><tr><td>4</td><td>6</td></tr><tr><td>7</td><td></td><td>9</td></tr>"
    html = str(document_html(read_document(f"<table>{head}{rows}</table>".encode(), "t.html")))
    assert re.findall(r"<td[^>]*>", html) == ["<td>"] * 3 + ['<td colspan="3">'] + ["<td>"] * 3


MARKDOWN = st.lists(
    st.sampled_from(
        [
            *("# Title", "## Part", "### What is it?", "Words & <b>more</b> words.", "First line\nsecond line"),
            *(
                "- one\n- two",
                "1. one\n2. two",
                "You need:\n\n- `this`",
                "| A | B |\n|---|---|\n| 1 | x < y |\n| 2 | |",
            ),
            *("<div style='position:fixed'>over</div>", "\\<script>alert(1)\\</script>", "$$6,000$$ ${1+1} {{value}}"),
        ]
    ),
    min_size=1,
    max_size=8,
).map("\n\n".join)


@given(MARKDOWN, st.data())
@settings(max_examples=150, deadline=None)
def test_the_html_of_a_document_has_its_text_character_for_character(source, data):
    try:
        document = read_document(("Start.\n\n" + source).encode(), "folder/a.md")
    except DocumentError:
        return
    start = data.draw(st.integers(0, len(document.text) - 1))
    end = data.draw(st.integers(start + 1, len(document.text)))
    whole = Reader(document_html(document, mark=(start, end)))
    assert (whole.text, whole.marked) == (document.text, document.text[start:end])
    assert Reader(quote_html(document, start, end)).text == document.text[start:end]
    first, last = surroundings(document, start, end)
    around = Reader(quote_html(document, first, last, mark=(start, end)))
    assert (around.text, around.marked) == (document.text[first:last], document.text[start:end])


# What is shown in the chat


def test_only_web_addresses_become_links():
    assert web_link("https://example.edu/a?b=c#d") == "https://example.edu/a?b=c#d"
    assert [web_link(address) for address in ("javascript:alert(1)", "data:text/html,x", "//evil", "", None)] == [
        None
    ] * 5


def test_a_contact_that_is_no_link_is_left_out(assistant):
    answer = assistant.ask(make("zzz qqq xxx"))
    shown = answer_html(
        replace(
            answer,
            citations=(),
            outcome=type(answer.outcome)("not_found"),
            contact=Contact("Office <b>", "a@example.edu?cc=x", "+1 (617) 555-0100 ext. 4", "javascript:alert(1)"),
        ),
        assistant,
    )
    assert "Office &lt;b&gt;" in shown
    assert "tel:+16175550100;ext=4" in shown
    assert "javascript" not in shown
    assert "mailto" not in shown


def make(text):
    from assistant.questions import make_question

    return make_question(text)


def test_folder_names_are_made_readable():
    assert program_name("msk-imaging-fellowship") == "MSK Imaging Fellowship"
    assert program_name("school_of_public_health") == "School of Public Health"
    assert ENGLISH.long_date("2026-11-05T10:00:00Z") == "November 5, 2026"
    assert ENGLISH.long_date("spring 2026") == "spring 2026"
    assert dialled("617.555.0100") == "6175550100"


# Serving


def test_a_taken_port_is_said_in_one_line(options):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AssistantError, match=f"127.0.0.1:{port} cannot be listened on .*--port"):
            serve(options.model_copy(update={"port": port}))
