"""The console's page that says why an answer is what it is."""

import json
import re
from html import unescape

import pytest
from console import Console

QUESTION = "How much is the stipend?"


@pytest.fixture(scope="module")
def console(tmp_path_factory, shared_index):
    opened = Console(tmp_path_factory.mktemp("console"), shared_index)
    yield opened
    opened.desk.close()


def text_of(page):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_an_answer_is_shown_as_the_applicant_gets_it_and_why(console):
    page = console.get("/console/explain?question=How+much+is+the+stipend%3F&program=alpine")
    text = text_of(page)
    assert "The documents say:" in text
    assert "The stipend is 61,000 dollars a year." in text
    assert "above the refusal threshold" in text
    assert "The passages that were read, best first" in text
    assert "None asks the same." in text
    assert "/console/answers/new?question=How+much+is+the+stipend%3F&amp;program=alpine" in page
    assert 'style="' not in page  # The console's pages may have no styles of their own.


def test_an_approved_answer_is_explained(console):
    quote = json.dumps({"document": "alpine/overview.md", "quote": "The stipend is 61,000 dollars a year."})
    console.post(
        "/console/answers/save",
        question=QUESTION, program="alpine", text="It is <b>61,000</b> dollars.", quote=quote, approved_by="Office",
    )  # fmt: skip
    page = console.get("/console/explain?question=What+is+the+stipend%3F&program=alpine")
    text = text_of(page)
    assert "It is <b>61,000</b> dollars." in text
    assert f"The approved answer “{QUESTION}” is given." in text
    assert "/console/answers/edit/how-much-is-the-stipend" in page


def test_an_earlier_turn_is_taken_into_account(console):
    page = console.get(
        "/console/explain?question=And+how+is+it+paid%3F&program=alpine&before=How+much+is+the+stipend%3F"
    )
    assert "Read as:" in text_of(page)


def test_nothing_is_recorded(console):
    console.get("/console/explain?question=Where+is+the+zeppelin%3F")
    page = console.desk.records
    assert page.unanswered(console.desk.records._now().replace(year=2000)) == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("question=" + "a" * 1001, "at most 1,000"),
        ("question=%3F", "no letter or digit"),
        ("question=What&program=%3Cb%3E", "has no documents"),
    ],
)
def test_what_cannot_be_asked_is_said(console, query, said):
    assert said in text_of(console.get(f"/console/explain?{query}", 422))


@pytest.mark.parametrize("query", ["", "?question=", "?question=%20&before=x"])
def test_without_a_question_there_is_the_form(console, query):
    assert "What the applicant gets" not in console.get(f"/console/explain{query}")


def test_hostile_questions_are_only_text(console):
    page = console.get("/console/explain?question=%3Cscript%3Ealert(1)%3C/script%3E+stipend&before=%22%3E%3Cb%3E")
    assert "<script>alert" not in page and '"><b>' not in page
