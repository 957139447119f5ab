"""The REST interface against its own OpenAPI description; docs/api.md says how to try thousands of requests."""

import json
import tomllib
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
import schemathesis
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator
from schemathesis.engine import Status, events, from_schema

from assistant.assistant import Assistant
from assistant.curating import CuratedAnswers, CuratedAssistant, make_curated
from assistant.curating import Status as Standing
from assistant.embedding import HashingEmbedder
from assistant.settings import Settings
from assistant.web import create_app

CONFIG = Path(__file__).parent.parent / "schemathesis.toml"
STIPEND = {
    "id": "stipend",
    "program": "alpine",
    "question": "How much is the stipend?",
    "phrasings": [],
    "text": "It is 61,000 dollars, if <18 or >65.\n\nWrite to us. </script><script>alert(1)</script>",
    "quotes": [{"document": "alpine/overview.md", "quote": "The stipend is 61,000 dollars a year."}],
    "approved_by": "Dr. Okafor",
    "approved_on": "2026-03-03",
}
VISA = {
    **STIPEND,
    "id": "visa",
    "program": None,
    "question": "Is a visa needed?",
    "text": "Yes.",
    "quotes": [{"document": "visas.txt", "quote": "Fellows from abroad need a J-1 visa."}],
}
GONE = {
    **STIPEND,
    "id": "gone",
    "question": "Is lunch free?",
    "quotes": [{"document": "alpine/overview.md", "quote": "Lunch is free for everybody."}],
}
WAITING = {**STIPEND, "id": "waiting", "question": "Is it paid monthly?", "status": Standing.REVIEW}
RETIRED = {**STIPEND, "id": "retired", "question": "Was it less before?", "status": Standing.RETIRED}


@pytest.fixture(scope="module")
def options(shared_index):
    return Settings(
        index=shared_index,
        embedding_model="hashing",
        refusal_threshold=0,
        today="2026-09-01",
        questions_per_minute=0,
        questions_per_day=0,
        visitor_questions_per_day=0,
    )


@pytest.fixture(scope="module")
def app(options):
    """The application over the small corpus, which shows whatever it finds, with the office's own answers."""
    assistant = Assistant.open(options)
    answers = [make_curated(values) for values in (VISA, STIPEND, GONE, WAITING, RETIRED)]
    curated = CuratedAnswers(answers, assistant.index, HashingEmbedder())
    return create_app(CuratedAssistant(assistant, curated), options)


@pytest.fixture(scope="module")
def client(app):
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def description(client):
    return client.get("/openapi.json").json()


# The description holds


def test_every_operation_does_what_its_description_says(app):
    fixed = {"seed": 1, "generation": {"max-examples": 8, "deterministic": True, "database": "none"}}
    config = schemathesis.Config.from_dict(tomllib.loads(CONFIG.read_text("utf-8")) | fixed)
    schema = schemathesis.openapi.from_asgi("/openapi.json", app, config=config)
    tried, statuses, failures = Counter(), Counter(), []
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError):
            failures.append(f"{event.label}: {event.value}")
        elif isinstance(event, events.FatalError):
            failures.append(str(event.exception))
        elif isinstance(event, events.ScenarioFinished):
            recorder = event.recorder
            for node in (node for nodes in recorder.checks.values() for node in nodes):
                tried[node.name] += 1
                if node.status is not Status.SUCCESS:
                    failures.append(f"{recorder.label}: {node.name}: {node.failure_info}")
            statuses.update(sent.response.status_code for sent in recorder.interactions.values() if sent.response)
    assert failures == []
    assert tried.keys() >= {
        *("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"),
        *("response_headers_conformance", "negative_data_rejection", "positive_data_acceptance", "unsupported_method"),
    }
    assert min(statuses[200], statuses[422]) > 50
    assert 429 not in statuses  # What is turned away at the door tells nothing.


def test_every_operation_has_a_name_a_summary_an_example_and_its_failures(description):
    operations = [
        operation
        for path, operations in description["paths"].items()
        for operation in operations.values()
        if path not in ("/metrics", "/timeline.ics")
    ]
    assert len({operation["operationId"] for operation in operations}) == len(operations)
    for operation in operations:
        assert operation["summary"]
        assert operation["tags"]
        content = operation["responses"]["200"]["content"]
        assert all("example" in one for one in content.values()), operation["operationId"]
        for status, response in operation["responses"].items():
            if status.startswith(("4", "5")):
                schema = response["content"]["application/json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/Problem"}
    assert description["servers"]
    assert description["info"]["license"]["identifier"] == "Apache-2.0"
    tags = {tag["name"] for tag in description["tags"]}
    assert {tag for operation in operations for tag in operation["tags"]} == tags


def test_every_example_is_what_the_description_says(description):
    checked = 0
    for operations in description["paths"].values():
        for operation in operations.values():
            for media in operation["responses"]["200"].get("content", {}).values():
                if "example" in media:
                    schema = {**media["schema"], "components": description["components"]}
                    Draft202012Validator(schema).validate(media["example"])
                    checked += 1
    assert checked == 8


def test_the_description_names_the_programs_that_can_be_asked_for(description):
    schemas = description["components"]["schemas"]
    assert schemas["QuestionIn"]["properties"]["program"]["anyOf"][0]["enum"] == ["alpine", "coastal", ""]
    assert schemas["InterviewIn"]["required"] == ["program"]  # There are several.
    (program,) = description["paths"]["/api/v1/checklist"]["get"]["parameters"]
    assert (program["required"], program["schema"]["enum"]) == (True, ["alpine", "coastal"])


@pytest.mark.parametrize(("path", "allowed"), [("/api/v1/ask", "POST"), ("/api/v1/timeline", "GET")])
def test_a_wrong_method_is_told_the_right_ones(client, path, allowed):
    response = client.delete(path)
    assert (response.status_code, response.headers["Allow"]) == (405, allowed)
    assert response.json()["error"]["code"] == "method_not_allowed"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/api/v1/ask", b'{"question": "\xff"}', 400),
        ("/api/v1/ask", b"[" * 60_000, 400),
        ("/api/v1/ask", b'{"question": "fee", "id": "\\udfff"}', 422),
        ("/api/v1/ask", b'{"question": "fee", "program": " "}', 422),
        ("/api/v1/eligibility", b'{"program": "alpine", "replies": {"\\ud800\\n": "perhaps"}}', 422),
        ("/api/v1/eligibility", b'{"program": "alpine", "replies": {"' + b"k" * 50_000 + b'": "perhaps"}}', 422),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_short_line(client, path, body, status):
    response = client.post(path, content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == status
    message = response.json()["error"]["message"]
    assert message.isprintable()
    assert len(message) < 500


def test_the_same_question_has_the_same_answer(client):
    answers = [client.post("/api/v1/ask", json={"question": "Is housing provided?"}).json() for _ in range(2)]
    for answer in answers:
        del answer["timings_ms"]
    assert answers[0] == answers[1]


# The approved answers as FAQPage


def names(response):
    return [question["name"] for question in response.json()["mainEntity"]]


def test_the_faq_page_has_the_shape_that_schema_org_gives_it(client):
    response = client.get("/api/v1/faq.jsonld")
    assert response.headers["content-type"] == "application/ld+json"
    page = response.json()
    assert (page["@context"], page["@type"]) == ("https://schema.org", "FAQPage")
    question = page["mainEntity"][0]
    assert question == {
        "@type": "Question",
        "name": STIPEND["question"],
        "acceptedAnswer": {
            "@type": "Answer",
            "text": STIPEND["text"],
            "dateCreated": "2026-03-03",
            "citation": [
                {
                    "@type": "CreativeWork",
                    "name": "Alpine Fellowship",
                    "url": "https://alpine.example.org/overview",
                }
            ],
        },
    }


def test_only_answers_that_hold_now_are_on_the_faq_page(client):
    assert names(client.get("/api/v1/faq.jsonld")) == [STIPEND["question"], VISA["question"]]


def test_the_faq_page_of_a_program_has_what_is_true_of_all_too(client):
    assert names(client.get("/api/v1/faq.jsonld?program=coastal")) == [VISA["question"]]
    assert client.get("/api/v1/faq.jsonld?program=polar").status_code == 422


def test_the_faq_page_cannot_leave_the_script_element_it_is_put_into(client):
    text = client.get("/api/v1/faq.jsonld").text

    class Tags(HTMLParser):
        def handle_starttag(self, tag, attrs):
            found.append(tag)

        def handle_data(self, data):
            inside.append(data)

    found, inside = [], []
    Tags().feed(f'<script type="application/ld+json">{text}</script>')
    assert found == ["script"]
    assert json.loads("".join(inside))["mainEntity"][0]["acceptedAnswer"]["text"] == STIPEND["text"]
    assert not set("<>&'") & set(text)


def test_an_unchanged_faq_page_is_not_sent_again(client):
    first = client.get("/api/v1/faq.jsonld")
    assert first.headers["cache-control"] == "public, max-age=300"
    tag = first.headers["etag"]
    for known in (tag, f'"other", W/{tag}', "*"):
        again = client.get("/api/v1/faq.jsonld", headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get("/api/v1/faq.jsonld", headers={"If-None-Match": '"other"'}).status_code == 200


def test_an_office_without_answers_has_an_empty_faq_page(assistant, options):
    with TestClient(create_app(assistant, options)) as client:
        assert client.get("/api/v1/faq.jsonld").json()["mainEntity"] == []
