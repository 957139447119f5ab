"""The shape of an answer, which scripts and pages rely on: these keys, no others, of these types."""

import json
from types import NoneType

import pytest

from assistant.answers import answer_to_json
from assistant.questions import make_question
from assistant.types import Turn

TEXT, TEXT_OR_NONE = (str,), (str, NoneType)
CONTACT = {"name": TEXT_OR_NONE, "email": TEXT_OR_NONE, "phone": TEXT_OR_NONE, "url": TEXT_OR_NONE}
ANSWER = {
    "id": TEXT_OR_NONE,
    "question": TEXT,
    "standalone_question": TEXT,
    "outcome": TEXT,
    "answer": TEXT,
    "citations": (list,),
    "parts": (list,),
    "confidence": (float,),
    "notices": (list,),
    "suggestions": (list,),
    "contact": (dict, NoneType),
    "nearest": (list,),
    "index_version": TEXT,
    "timings_ms": (dict,),
}
EXPLAINED = {**ANSWER, "hits": (list,), "features": (dict,), "explanation": (dict,)}
CITATION = {
    "quote": TEXT,
    "doc_id": TEXT,
    "program": TEXT_OR_NONE,
    "title": TEXT,
    "section": TEXT,
    "url": TEXT_OR_NONE,
    "page": (int, NoneType),
    "start": (int,),
    "end": (int,),
    "score": (float,),
    "link": TEXT_OR_NONE,
    "lead_in": (dict, NoneType),
}
LEAD_IN = {"quote": TEXT, "start": (int,), "end": (int,)}
NOTICE = {"kind": TEXT, "text": TEXT}
NEAREST = {
    "doc_id": TEXT,
    "program": TEXT_OR_NONE,
    "title": TEXT,
    "section": TEXT,
    "url": TEXT_OR_NONE,
    "start": (int,),
    "end": (int,),
}
HIT = {"doc_id": TEXT, "start": (int,), "end": (int,), "score": (float,), "components": (dict,)}
OUTCOMES = {"answered", "not_found", "clarify"}


def assert_shape(table, shape):
    assert list(table) == list(shape)
    for key, kinds in shape.items():
        assert type(table[key]) in kinds, (key, table[key])


def assert_answer(table, *, explain):
    """Checks every value of an answer, down to the last."""
    assert_shape(table, EXPLAINED if explain else ANSWER)
    assert table["outcome"] in OUTCOMES
    assert 0.0 <= table["confidence"] <= 1.0
    assert len(table["citations"]) <= 3
    assert (table["outcome"] == "answered") == bool(table["citations"])
    for citation in table["citations"]:
        assert_shape(citation, CITATION)
        assert citation["end"] - citation["start"] == len(citation["quote"]) > 0
        assert 0.0 <= citation["score"] <= 1.0
        if citation["lead_in"] is not None:
            assert_shape(citation["lead_in"], LEAD_IN)
    for notice in table["notices"]:
        assert_shape(notice, NOTICE)
    for section in table["nearest"]:
        assert_shape(section, NEAREST)
    for hit in table.get("hits", []):
        assert_shape(hit, HIT)
    assert all(type(suggestion) is str for suggestion in table["suggestions"])
    assert all(type(value) is float for value in table["timings_ms"].values())
    assert "total" in table["timings_ms"]
    if table["contact"] is not None:
        assert_shape(table["contact"], CONTACT)


@pytest.mark.parametrize("explain", [False, True])
@pytest.mark.parametrize(
    "question",
    [
        make_question("How many letters of recommendation must I send?"),
        make_question("When are the interviews?", program="alpine", question_id="q-1"),
        make_question("And the stipend?", history=(Turn("Who is the Coastal Residency for?", "I do not know."),)),
        make_question("giraffe zebra", question_id=""),
    ],
)
@pytest.mark.parametrize("threshold", [0.0, 1.0])
def test_answer_has_exactly_the_agreed_keys_and_types(shared_index, open_assistant, question, explain, threshold):
    assistant = open_assistant(shared_index, refusal_threshold=threshold)
    answer = assistant.ask(question)
    table = answer_to_json(answer, explanation=assistant.explain(answer) if explain else None)
    assert_answer(table, explain=explain)
    assert (table["id"], table["question"]) == (question.id, question.text)
    assert json.loads(json.dumps(table, ensure_ascii=False, allow_nan=False)) == table


def test_all_outcomes_are_covered_by_those_questions(shared_index, open_assistant):
    question = make_question("When are the interviews?")
    outcomes = {
        open_assistant(shared_index, refusal_threshold=threshold).ask(question).outcome.value for threshold in (0, 1)
    }
    assert outcomes == {"answered", "not_found"}


def test_question_asked_back_has_the_agreed_shape(tmp_path, write, build, open_assistant):
    files = {
        f"{name}/guide.md": f"The application deadline is {day}.\n" for name, day in (("a", "May 1"), ("b", "May 9"))
    }
    build(write(tmp_path / "corpus", files), tmp_path / "index")
    assistant = open_assistant(tmp_path / "index")
    answer = assistant.ask(make_question("When is the application deadline?"))
    for explanation in (None, assistant.explain(answer)):
        table = answer_to_json(answer, explanation=explanation)
        assert_answer(table, explain=explanation is not None)
        assert (table["outcome"], table["citations"]) == ("clarify", [])
        assert table["nearest"]
        assert 2 <= len(table["suggestions"]) <= 4


@pytest.fixture
def long_index(tmp_path, write, build):
    """An index of thirty passages about the same thing."""
    files = {f"{number:02}.txt": f"The visa office number {number} is open." for number in range(30)}
    build(write(tmp_path / "long", files), tmp_path / "long-index")
    return tmp_path / "long-index"


@pytest.mark.parametrize("retriever", ["hybrid", "dense", "keyword"])
def test_explained_answer_has_at_least_ten_hits_where_there_are(long_index, open_assistant, retriever):
    for top_k in (10, 20):
        answer = open_assistant(long_index, retriever=retriever, top_k=top_k).ask(
            make_question("Where is the visa office?")
        )
        hits = answer_to_json(answer, explain=True)["hits"]
        assert len(hits) >= 10
        assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)


def test_explained_answer_has_every_hit_of_a_small_corpus(tmp_path, write, build, open_assistant):
    build(write(tmp_path / "corpus", {"a.txt": "The visa office is open."}), tmp_path / "index")
    answer = open_assistant(tmp_path / "index").ask(make_question("Where is the visa office?"))
    assert len(answer_to_json(answer, explain=True)["hits"]) == 1


def test_command_prints_the_agreed_object(command, corpus, tmp_path):
    command("build", corpus, "--index", tmp_path / "index")
    for options, explain in ((["--json"], False), (["--json", "--explain"], True)):
        done = command("ask", "When are the interviews?", "--index", tmp_path / "index", *options)
        assert_answer(json.loads(done.out), explain=explain)
