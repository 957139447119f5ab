"""Why an answer is what it is: for the terminal, for programs, and in the chat."""

import json
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from assistant.answers import answer_to_json
from assistant.explaining import explanation_text, figure_label
from assistant.questions import make_question
from assistant.settings import Settings
from assistant.types import Fate, Outcome
from assistant.web import create_app
from assistant.web.cards import answer_html
from assistant.web.why import explanation_html

STIPEND = "How much is the stipend of the Alpine Fellowship?"


@pytest.fixture
def explain(assistant):
    """Asks the assistant over the small corpus why it answers as it does."""
    return lambda text, **more: assistant.explain(assistant.ask(make_question(text, **more)))


@pytest.fixture
def explain_files(tmp_path, write, build, open_assistant):
    """Asks why over files given as name -> text."""

    def explained(files, text, **options):
        build(write(tmp_path / "files", files), tmp_path / "files-index")
        assistant = open_assistant(tmp_path / "files-index", **options)
        return assistant.explain(assistant.ask(make_question(text)))

    return explained


def fates(explanation):
    return [candidate.fate for candidate in explanation.candidates]


# What became of the passages


def test_every_passage_found_is_a_candidate_in_its_order(assistant):
    answer = assistant.ask(make_question(STIPEND))
    candidates = assistant.explain(answer).candidates
    assert [candidate.rank for candidate in candidates] == list(range(1, len(answer.hits) + 1))
    for candidate, hit in zip(candidates, answer.hits, strict=True):
        assert (candidate.doc_id, candidate.start, candidate.end) == (
            *(hit.passage.doc_id, hit.passage.start, hit.passage.end),
        )
        assert (candidate.score, candidate.components) == (hit.score, hit.components)
        assert candidate.behind == pytest.approx(answer.hits[0].score - hit.score)


def test_the_passage_of_each_quote_is_told_as_quoted(assistant):
    answer = assistant.ask(make_question(STIPEND))
    quoted = [one for one in assistant.explain(answer).candidates if one.fate is Fate.QUOTED]
    assert any(one.reason.startswith("quoted first: ") for one in quoted)
    for citation in answer.citations:
        assert any(
            one.doc_id == citation.doc_id and one.start < citation.end and citation.start < one.end for one in quoted
        )


def test_a_passage_that_was_read_but_hardly_answers_is_too_far_behind(explain):
    behind = [one for one in explain(STIPEND).candidates if one.fate is Fate.BEHIND]
    assert behind
    assert all(one.chance is not None and f"{one.chance:.0%} likely to answer" in one.reason for one in behind)


def test_passages_after_those_that_are_read_are_told_as_not_read(explain_files):
    files = {f"{number:02}.txt": f"The visa office number {number} is open." for number in range(12)}
    explanation = explain_files(files, "Is the visa office open?")
    unread = [one for one in explanation.candidates if one.fate is Fate.UNREAD]
    assert unread == list(explanation.candidates[-len(unread) :])
    assert all(one.chance is None and one.reason.startswith("not read") for one in unread)


def test_the_same_words_in_another_document_are_told_as_repeated(explain_files):
    text = "The late fee is 30 dollars."
    explanation = explain_files({"a.txt": text, "b.txt": text}, "How much is the late fee?")
    assert fates(explanation) == [Fate.QUOTED, Fate.REPEATED]
    assert explanation.candidates[1].reason == "it repeats the first quote"


def test_a_refusal_says_what_it_withheld(shared_index, open_assistant):
    assistant = open_assistant(shared_index, refusal_threshold=1.0)
    answer = assistant.ask(make_question(STIPEND))
    explanation = assistant.explain(answer)
    assert answer.outcome is Outcome.NOT_FOUND
    assert Fate.WITHHELD in fates(explanation)
    assert Fate.QUOTED not in fates(explanation)
    assert "the confidence is too low" in next(
        one.reason for one in explanation.candidates if one.fate is Fate.WITHHELD
    )


def test_where_a_question_is_asked_back_nothing_is_quoted_yet(assistant):
    answer = replace(assistant.ask(make_question(STIPEND)), outcome=Outcome.CLARIFY, citations=())
    explanation = assistant.explain(answer)
    assert explanation.summary.startswith("Nothing is quoted yet")
    assert Fate.QUOTED not in fates(explanation)


# The confidence


@pytest.mark.parametrize(("threshold", "begins", "way"), [(0.0, "Quoted", "above"), (1.0, "Withheld", "below")])
def test_the_margin_is_told_with_its_direction(shared_index, open_assistant, threshold, begins, way):
    assistant = open_assistant(shared_index, refusal_threshold=threshold)
    explanation = assistant.explain(assistant.ask(make_question(STIPEND)))
    assert explanation.margin == pytest.approx(explanation.confidence - threshold)
    assert explanation.summary.startswith(begins)
    assert f"{abs(explanation.margin):.2f} {way} the refusal threshold, {threshold:.2f}." in explanation.summary


def test_the_figures_are_those_of_the_answer(assistant):
    answer = assistant.ask(make_question(STIPEND))
    figures = assistant.explain(answer).figures
    assert {figure.name: figure.value for figure in figures} == answer.features
    assert all(figure.label for figure in figures)


def test_a_figure_without_a_label_keeps_its_name():
    assert figure_label("quite_new") == "Quite new"


def test_the_lead_is_the_distance_of_the_first_two(explain, explain_files):
    explanation = explain(STIPEND)
    first, second = explanation.candidates[:2]
    assert explanation.lead == pytest.approx(first.score - second.score)
    assert explain_files({"a.txt": "The fee is 30 dollars."}, "Fee?").lead is None


def test_where_nothing_is_found_there_is_nothing_to_tell(shared_index, open_assistant):
    assistant = open_assistant(shared_index, retriever="keyword")
    explanation = assistant.explain(assistant.ask(make_question("zzz qqq")))
    assert (explanation.candidates, explanation.lead) == ((), None)
    assert explanation.summary == "Nothing is quoted: no passage was found."
    assert explanation.unknown == ("zzz", "qqq")
    assert "zzz" in explanation_text(explanation)


# The words of the question


def test_words_that_no_document_has_are_told_as_they_were_typed(explain):
    assert explain("Does the Zermatt stipend cover a SKI pass?").unknown == ("Zermatt", "cover", "SKI", "pass")
    assert explain(STIPEND).unknown == ()


def test_misspelt_words_are_told_with_what_they_were_read_as(explain):
    explanation = explain("Is a recomendation needed?")
    assert [(word.typed, word.meant) for word in explanation.corrected] == [("recomendation", "recommendation")]
    assert "recomendation" not in explanation.unknown
    assert "“recomendation” was read as “recommendation”." in explanation_text(explanation)


def test_abbreviations_are_told_with_what_they_stand_for(explain):
    explanation = explain("How many LoR must I send?")
    assert [(word.typed, word.meant) for word in explanation.spelt_out] == [("LoR", "letters of recommendation")]
    assert "LoR" not in explanation.unknown


# For the terminal and for programs


def test_the_text_leaves_out_scores_that_no_passage_has(assistant):
    text = explanation_text(assistant.explain(assistant.ask(make_question(STIPEND))))
    assert "meaning    words" in text
    assert "other degree" not in text


@pytest.mark.parametrize("question", [STIPEND, "giraffe " * 60, "Is a recomendation needed for a visa of Ruritania?"])
def test_the_text_is_readable_in_a_hundred_columns(explain, question):
    lines = explanation_text(explain(question)).splitlines()
    assert max(map(len, lines)) <= 100
    assert [line for line in lines if line != line.rstrip()] == []


def test_the_text_of_a_terminal_has_a_row_for_each_candidate(explain):
    explanation = explain(STIPEND)
    lines = explanation_text(explanation).splitlines()
    for candidate in explanation.candidates:
        assert any(line.split()[:2] == [str(candidate.rank), f"{candidate.score:.2f}"] for line in lines), candidate


def test_ask_explain_prints_the_explanation_below_the_answer(command, corpus, tmp_path):
    command("build", corpus, "--index", tmp_path / "index")
    out = command("ask", STIPEND, "--index", tmp_path / "index", "--explain").out
    assert out.index("confidence 0.") < out.index("Why this answer?") < out.index("What the confidence is made of")
    assert "Why this answer?" not in command("ask", STIPEND, "--index", tmp_path / "index").out


def test_the_json_of_an_explanation_is_json_and_complete(assistant):
    answer = assistant.ask(make_question(STIPEND))
    table = answer_to_json(answer, explanation=assistant.explain(answer))
    assert {"hits", "features"} < table.keys()
    assert list(table["explanation"]) == [
        *("summary", "confidence", "threshold", "margin", "figures", "candidates", "lead"),
        *("unknown", "corrected", "spelt_out", "parts"),
    ]
    assert json.loads(json.dumps(table, allow_nan=False)) == table


def test_the_rest_interface_explains_when_asked_to(assistant, shared_index):
    with TestClient(create_app(assistant, Settings(index=shared_index))) as client:
        explained = client.post("/api/v1/ask?explain=true", json={"question": STIPEND}).json()["explanation"]
        assert "explanation" not in client.post("/api/v1/ask", json={"question": STIPEND}).json()
    answer = assistant.ask(make_question(STIPEND))
    assert explained == answer_to_json(answer, explanation=assistant.explain(answer))["explanation"]


# In the chat


def test_the_panel_is_there_only_where_it_is_asked_for(assistant):
    answer = assistant.ask(make_question(STIPEND))
    assert "Why this answer?" not in answer_html(answer, assistant)
    assert "Why this answer?" in answer_html(answer, assistant, explain=True)


def test_the_panel_lists_what_was_read_and_counts_the_rest(explain_files):
    files = {f"{number:02}.txt": f"The visa office number {number} is open." for number in range(12)}
    explanation = explain_files(files, "Is the visa office open?")
    unread = fates(explanation).count(Fate.UNREAD)
    panel = str(explanation_html(explanation))
    assert panel.count("/passage/") == len(files) - unread
    assert f"{unread} more passages were found and not read." in panel


def test_the_panel_marks_confidence_and_threshold(shared_index, open_assistant):
    assistant = open_assistant(shared_index, refusal_threshold=0.25)
    explanation = assistant.explain(assistant.ask(make_question(STIPEND)))
    assert f"--share: {round(100 * explanation.confidence)}%; --threshold: 25%" in explanation_html(explanation)


def test_hostile_text_is_shown_as_text(explain_files):
    files = {"a<b>.md": "# Fees\n\n## \\<img src=x>\n\nThe late fee is 30 dollars.\n"}
    panel = str(explanation_html(explain_files(files, 'What is the late fee of <i>Ruritania</i> & "co"?')))
    assert not any(tag in panel for tag in ("<img", "<b>", "<i>"))
    assert "&lt;img src=x&gt;" in panel
    assert "a&lt;b&gt;.md" in panel
    assert "“Ruritania”" in panel
