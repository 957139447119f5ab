import pytest

from assistant.questions import make_question


def notices(assistant, question, kind):
    return [notice.text for notice in assistant.ask(make_question(question)).notices if notice.kind == kind]


def test_the_part_that_the_documents_do_not_answer_is_named(assistant):
    answer = assistant.ask(make_question("Which letters do I send, and when does the choir sing?"))
    assert [part.question for part in answer.parts] == ["Which letters do I send", "when does the choir sing?"]
    assert answer.parts[0].citations
    missing = [part.question for part in answer.parts if not part.citations]
    said = [notice.text for notice in answer.notices if notice.kind == "part_missing"]
    assert said == [f"The documents do not say: “{part}”" for part in missing]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Is the TOEFL required, or only letters of recommendation?", ["No document mentions “TOEFL”."]),
        ("Are letters of recommendation required?", []),
        ("Hello! How much is the stipned?", []),
    ],
)
def test_names_that_no_document_has_are_said(assistant, question, said):
    assert notices(assistant, question, "words_missing") == said


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("When does the office keep a list of apartments?", True),
        ("How much is the stipend?", False),
        ("Is housing provided?", False),
        ("Is housing provided when I come from abroad?", False),
    ],
)
def test_a_date_or_number_that_is_asked_for_and_not_quoted_is_said(assistant, question, said):
    assert bool(notices(assistant, question, "figure_missing")) is said


def test_a_refusal_has_no_notices(shared_index, open_assistant):
    answer = open_assistant(shared_index, refusal_threshold=1.0).ask(make_question("Is the TOEFL required?"))
    assert answer.notices == ()
