"""Answers -> the JSON object of the public contract."""

import json

import pytest

from assistant.answers import answer_to_json
from assistant.types import Answer, Citation, Contact, Hit, LeadIn, Notice, Outcome, Passage, Question, Section

CITATION = Citation(
    quote="a letter",
    doc_id="grant/page.md",
    program="grant",
    title="Grant",
    section="Dates > Early",
    url="https://example.org/a",
    page=None,
    start=12,
    end=20,
    score=0.75,
    link="https://example.org/a#:~:text=a%20letter",
    lead_in=LeadIn("Send these:", 0, 11),
)
PASSAGE = Passage("grant/page.md", "grant", 0, 20, "Send these:\na letter", ("Dates",), "Grant > Dates")


def answer(**changes):
    values = {
        "question": Question("Is it paid?", id="7"),
        "standalone_question": "Is the grant paid?",
        "outcome": Outcome.ANSWERED,
        "text": "a letter",
        "citations": (CITATION,),
        "confidence": 0.123456,
        "notices": (Notice("date_passed", "That date has passed."),),
        "suggestions": ("Is there a fee?",),
        "contact": Contact("Office", "a@example.org"),
        "nearest": (Section("grant/page.md", "grant", "Grant", "Dates", None, 0, 11),),
        "index_version": "v1",
        "timings_ms": {"total": 1.23456},
        "hits": (Hit(PASSAGE, 0.5, {"dense": 0.25, "keyword": 1.0}),),
        "features": {"overlap": 0.5},
    }
    return Answer(**{**values, **changes})


def test_an_answer_has_the_keys_of_the_contract():
    assert list(answer_to_json(answer())) == [
        "id",
        "question",
        "standalone_question",
        "outcome",
        "answer",
        "citations",
        "parts",
        "confidence",
        "notices",
        "suggestions",
        "contact",
        "nearest",
        "index_version",
        "timings_ms",
    ]


def test_values_are_given_as_the_contract_says():
    table = answer_to_json(answer())
    assert (table["id"], table["question"], table["standalone_question"]) == ("7", "Is it paid?", "Is the grant paid?")
    assert (table["outcome"], table["answer"]) == ("answered", "a letter")
    assert table["confidence"] == pytest.approx(0.1235)
    assert table["notices"] == [{"kind": "date_passed", "text": "That date has passed."}]
    assert table["contact"] == {"name": "Office", "email": "a@example.org", "phone": None, "url": None}
    assert table["timings_ms"] == {"total": 1.235}


def test_a_citation_has_all_its_parts_and_its_lead_in():
    (citation,) = answer_to_json(answer())["citations"]
    assert citation == {
        "quote": "a letter",
        "doc_id": "grant/page.md",
        "program": "grant",
        "title": "Grant",
        "section": "Dates > Early",
        "url": "https://example.org/a",
        "page": None,
        "start": 12,
        "end": 20,
        "score": 0.75,
        "link": "https://example.org/a#:~:text=a%20letter",
        "lead_in": {"quote": "Send these:", "start": 0, "end": 11},
    }


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_is_a_word(outcome):
    assert answer_to_json(answer(outcome=outcome))["outcome"] in ("answered", "not_found", "clarify")


def test_an_answer_without_anything_is_complete_all_the_same():
    table = answer_to_json(
        answer(question=Question("x"), citations=(), notices=(), suggestions=(), contact=None, nearest=(), hits=())
    )
    assert table["id"] is table["contact"] is None
    assert table["citations"] == table["notices"] == table["suggestions"] == table["nearest"] == []


def test_hits_and_features_are_given_only_when_asked_for():
    assert not {"hits", "features"} & answer_to_json(answer()).keys()
    table = answer_to_json(answer(), explain=True)
    assert table["hits"] == [
        {"doc_id": "grant/page.md", "start": 0, "end": 20, "score": 0.5, "components": {"dense": 0.25, "keyword": 1.0}}
    ]
    assert table["features"] == {"overlap": 0.5}


def test_the_object_is_json_and_comes_back_the_same():
    table = answer_to_json(answer(), explain=True)
    assert json.loads(json.dumps(table, allow_nan=False)) == table
