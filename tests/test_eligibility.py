import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from growing import in_proportion
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.citing import verify
from assistant.documents import read_document
from assistant.eligibility import (
    FindingState,
    Reply,
    find_requirements,
    interview,
    read_reply,
    trail_to_text,
)
from assistant.errors import DocumentError
from assistant.rules.logic import conditions_of, evaluate, read_otherwise

ROOT = Path(__file__).parents[1]
PAGE = ROOT.parent / "shared" / "data" / "page" / "mgh-msk-fellowship.txt"
UNDECIDED = "This is not a decision; the program decides."
YES, NO, UNSURE = Reply.YES, Reply.NO, Reply.UNSURE
MET, NOT_MET, OPEN, NOT_APPLICABLE = (
    FindingState.MET,
    FindingState.NOT_MET,
    FindingState.OPEN,
    FindingState.NOT_APPLICABLE,
)
GRADUATES = """# International Medical Graduates (FMGs, IMGs)

International medical graduates are welcome to apply for our fellowship. Please note: to be considered for a fellowship
position, you must have passed the entire USMLE (Steps 1, 2, 3, CSA and TOEFL) and be eligible for a Full Medical
License in the Commonwealth of Massachusetts. Please visit the USMLE and Massachusetts Medical Board for more detailed
information.
"""


def document(text, name="program/page.md"):
    return read_document(text.encode(), name)


def requirements_of(*texts):
    return find_requirements([document(text, f"program/{at}.md") for at, text in enumerate(texts)])


def below(heading, *sentences):
    return requirements_of(f"# {heading}\n\n" + "\n\n".join(sentences))


def run(requirements, *answers):
    """The interview after these answers, given in the order of the questions."""
    replies = {}
    for answer in answers:
        now = interview(requirements, replies)
        replies[now.next.key] = answer
    return interview(requirements, replies)


def questions(requirements, answer=YES):
    """All questions that are asked where each answer is this."""
    replies, asked = {}, []
    while (following := interview(requirements, replies).next) is not None:
        asked.append(following.question)
        replies[following.key] = answer
    return asked


def states(found):
    return [finding.state for finding in found.findings]


def could_not_be_asked(requirements):
    """The statements that the interview says may be requirements but could not be asked."""
    found = run(requirements)
    return [remark.citation.quote for remark in found.remarks if remark.text.startswith("This may be a requirement")]


def test_the_graduates_rule_is_asked_after_whether_it_applies():
    requirements = requirements_of(GRADUATES)
    assert questions(requirements) == [
        "Are you an international medical graduate?",
        "Have you passed the entire USMLE (Steps 1, 2, 3, CSA and TOEFL)?",
        "Are you eligible for a Full Medical License in the Commonwealth of Massachusetts?",
    ]
    assert requirements[0].kind == "International Medical Graduates (FMGs, IMGs)"
    assert requirements[0].citation.lead_in.quote == "International Medical Graduates (FMGs, IMGs)"


@pytest.mark.parametrize(
    ("answers", "state", "summary"),
    [
        ((), OPEN, "Open: 1 requirement."),
        ((NO,), NOT_APPLICABLE, "The documents state no requirement for applicants like you."),
        ((YES, YES, YES), MET, "You meet every requirement the documents state."),
        ((YES, NO), NOT_MET, "The documents state 1 requirement that you do not meet."),
        ((YES, UNSURE, YES), OPEN, "Open: 1 requirement."),
        ((YES, UNSURE, NO), NOT_MET, "The documents state 1 requirement that you do not meet."),
        ((UNSURE, YES, YES), MET, "You meet every requirement the documents state."),
        ((UNSURE, NO), OPEN, "Open: 1 requirement."),
    ],
)
def test_an_interview_ends_in_a_statement_that_is_no_decision(answers, state, summary):
    found = run(requirements_of(GRADUATES), *answers)
    assert states(found) == [state]
    assert found.summary == f"{summary} {UNDECIDED}"
    assert (found.next is None) == bool(answers)


def test_a_rule_that_refers_to_another_place_is_remarked_on_with_its_words():
    found = run(requirements_of(GRADUATES), YES)
    assert [remark.citation.quote for remark in found.remarks] == [
        "Please visit the USMLE and Massachusetts Medical Board for more detailed information."
    ]
    assert run(requirements_of(GRADUATES), NO).remarks == ()


def test_the_real_fellowship_page_has_the_one_rule_for_graduates():
    if not PAGE.exists():
        pytest.skip("the shared data are not here")
    requirements = find_requirements([read_document(PAGE.read_bytes(), "fellowship/page.txt")])
    assert questions(requirements)[0] == "Are you an international medical graduate?"
    assert len(questions(requirements)) == 3
    assert len(run(requirements, YES).remarks) == 1


def test_without_rules_nothing_is_asked_and_nothing_promised():
    found = interview(requirements_of("# About\n\nThe program is in Boston."), {})
    assert (found.next, found.done, found.total, found.findings) == (None, 0, 0, ())
    assert found.summary == f"The documents state no requirements that can be asked. {UNDECIDED}"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Applicants must hold an MD or DO degree and have completed a residency.", None),
        ("Applicants must hold a degree.", ["Do you hold a degree?"]),
        ("You must be 18 or over and live in Boston.", ["Are you 18 or over?", "Do you live in Boston?"]),
        ("You must not have received this award before.", ["Have you received this award before?"]),
        ("You are not eligible if you have previously held this award.", ["Have you previously held this award?"]),
        ("Only U.S. citizens may apply.", ["Are you a U.S. citizen?"]),
        ("The award is open to full-time students.", ["Are you a full-time student?"]),
        ("The scholarship is open only to women who are enrolled full-time.", None),
        ("Applicants need a licence by July 1, 2027.", ["Do you have a licence by July 1, 2027?"]),
        ("Your household income must be below $40,000.", ["Is your household income below $40,000?"]),
        ("You can apply if you live in England.", ["Do you live in England?"]),
        ("A person under 18 may not apply.", ["Are you a person under 18?"]),
        ("Applicants must finish their studies by May.", None),
    ],
)
def test_a_rule_is_asked_in_its_own_words(sentence, expected):
    asked = questions(below("Eligibility", sentence), YES)
    assert asked
    assert all(question.endswith("?") for question in asked)
    if expected is not None:
        assert asked == expected


def test_what_joins_and_and_or_is_asked_as_one():
    requirements = below("Eligibility", "Applicants must hold an MD or DO degree and have completed a residency.")
    assert (
        questions(requirements) == ["Do you hold an MD or DO degree and have completed a residency?"]
        or len(questions(requirements)) == 1
    )


LIST_ALL = "You must:\n\n- be 18 or over\n- live in Boston\n- not have a criminal record"
LIST_ANY = "You must be one of the following:\n\n- a teacher\n- a nurse"
LIST_OR = "You must:\n\n- be a teacher; or\n- be a nurse"
LIST_DENIED = "The following cannot receive a grant:\n\n- members of the panel\n- political parties"
LIST_UNSAID = "You can apply if you're:\n\n- a student\n- a teacher"


@pytest.mark.parametrize(
    ("text", "answers", "state"),
    [
        (LIST_ALL, (YES, YES, NO), MET),
        (LIST_ALL, (YES, YES, YES), NOT_MET),
        (LIST_ALL, (YES, NO), NOT_MET),
        (LIST_ANY, (NO, YES), MET),
        (LIST_ANY, (YES,), MET),
        (LIST_ANY, (NO, NO), NOT_MET),
        (LIST_ANY, (NO, UNSURE), OPEN),
        (LIST_OR, (NO, YES), MET),
        (LIST_DENIED, (NO, NO), MET),
        (LIST_DENIED, (NO, YES), NOT_MET),
        (LIST_UNSAID, (YES, NO), OPEN),
        (LIST_UNSAID, (YES, YES), MET),
        (LIST_UNSAID, (NO, NO), NOT_MET),
        ("You must hold a degree unless you are a veteran.", (NO, YES), MET),
        ("You must hold a degree unless you are a veteran.", (NO, NO), NOT_MET),
        ("You may not apply if you hold a degree, unless you are a veteran.", (YES, YES), MET),
        ("You may not apply if you hold a degree, unless you are a veteran.", (YES, NO), NOT_MET),
        ("You cannot apply unless you hold a degree.", (NO,), NOT_MET),
        ("If you are a student, you must have a sponsor.", (NO,), NOT_APPLICABLE),
        ("If you are a student, you must have a sponsor.", (YES, NO), NOT_MET),
        ("A full-time student may not apply for a project that is part of his or her course work.", (YES, NO), MET),
        ("A full-time student may not apply for a project that is part of his or her course work.", (NO,), MET),
        ("You can apply if you are a teacher. You can also apply if you are a nurse.", (NO, YES), MET),
    ],
)
def test_lists_and_exceptions_are_judged_as_their_words_join_them(text, answers, state):
    found = run(below("Eligibility", text), *answers)
    assert (states(found), found.next) == ([state], None)


def test_a_list_that_leaves_open_whether_all_or_any_is_meant_stays_open_with_a_remark():
    found = run(below("Eligibility", LIST_UNSAID), YES, NO)
    assert "all of these are needed or any one" in found.remarks[0].text
    assert found.remarks[0].citation.quote.startswith("You can apply if you're:")


@pytest.mark.parametrize(
    "text",
    [
        "Applicants must submit two letters of recommendation.",
        "You must upload your transcript and pay the fee.",
        "You should read the handbook.",
        "Recipients send a final report within 60 days.",
        "International students are welcome to apply.",
        "The GRE is not required.",
        "Please do not send documents.",
        "You must do this by email.",
    ],
)
def test_what_has_to_be_sent_or_done_is_no_requirement(text):
    assert below("Eligibility", text) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("You must be 18 or over.", False),
        ("Fellows must attend a conference.", False),
        ("To be eligible, you must be 18 or over.", True),
        ("Applicants must have a doctoral degree.", True),
        ("You are not eligible if you are over 35.", True),
        ("Only U.S. citizens may apply.", True),
    ],
)
def test_elsewhere_than_below_a_heading_on_eligibility_only_strong_words_count(text, found):
    assert bool(below("Life in Boston", text)) == found


def test_rules_for_one_kind_are_left_out_for_others_and_the_kind_is_asked_once():
    requirements = requirements_of(
        "# Eligibility\n\nApplicants must hold a degree.\n\n## International students\n\nYou must have a visa.\n\n"
        "You must be 21 or over."
    )
    asked = questions(requirements, NO)
    assert asked == ["Do you hold a degree?", "Are you an international student?"]
    assert states(run(requirements, YES, NO)) == [MET, NOT_APPLICABLE, NOT_APPLICABLE]
    assert run(requirements, YES, NO).summary.startswith(
        "You meet every requirement the documents state for applicants like you."
    )


def test_met_is_not_said_of_a_reading_that_left_something_out():
    requirements = below("Eligibility", "Applicants must hold a PhD. The proposal shall be original.")
    assert could_not_be_asked(requirements) == ["The proposal shall be original."]
    assert run(requirements, YES).summary == (
        f"You meet every requirement that was asked about; 1 more statement could not be asked. {UNDECIDED}"
    )
    assert run(requirements, NO).summary == (
        f"The documents state 1 requirement that you do not meet; 1 more statement could not be asked. {UNDECIDED}"
    )


def test_what_could_not_be_asked_is_said_where_nothing_else_is_asked():
    requirements = below("Eligibility", "You cannot hold this award twice.")
    assert questions(requirements) == []
    assert interview(requirements, {}).summary == (
        f"The documents state no requirements that can be asked; 1 statement could not be asked. {UNDECIDED}"
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "Some colour must be in it.",
        "Only those who somehow excel at length will be considered.",
        "Late entries are not accepted.",
        "A minimum of joy is there.",
        "You cannot apply twice.",
        "A long rule that must be kept " + "and kept " * 300 + "holds.",
    ],
)
def test_each_statement_of_a_strong_form_is_asked_or_remarked_on(sentence):
    requirements = below("Eligibility", "Applicants must hold a PhD.", sentence)
    quotes = could_not_be_asked(requirements) + [one.citation.quote for one in requirements if not one.unasked]
    assert any(sentence.startswith(quote) or quote == sentence for quote in quotes)


def test_an_item_that_no_question_covers_is_remarked_on():
    requirements = below(
        "Requirements", "- Minimum GPA of 3.0\n- Two years of work experience\n- Strong will\n- A letter"
    )
    assert len(questions(requirements)) == 2
    assert could_not_be_asked(requirements) == ["Strong will"]


def test_ten_statements_at_most_are_quoted_and_the_others_counted():
    rules = [f"The work number {number} shall be original." for number in range(25)]
    found = run(below("Eligibility", "Applicants must hold a PhD.", *rules), YES)
    assert len(found.remarks) == 10
    assert found.remarks[-1].text.endswith("The documents have 15 more statements like it.")
    assert "25 more statements could not be asked." in found.summary


def test_what_could_not_be_asked_of_others_is_left_out():
    text = "# Eligibility\n\n## International students\n\nYou must have a visa.\n\nThe visa shall be of this year."
    assert len(run(requirements_of(text), YES).remarks) == 1
    assert run(requirements_of(text), NO).remarks == ()


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("Eligibility", "Admitted students must attend the orientation."),
        ("Eligibility", "Students must maintain a GPA of 3.0."),
        ("Eligibility", "A competitive candidate should have a story to share."),
        ("Eligibility", "You can apply by email if you wish."),
        ("Degree requirements", "You must have at least 30 credits."),
        ("Course descriptions", "Students must be proficient in Python."),
        ("Refunds", "You must be enrolled for 30 days."),
        ("Student housing", "You must be a full-time student."),
        ("Requirements of the company", "The company must be willing to teach."),
        ("Admission", "Applicants who do not have the score may be considered."),
        ("Admission", "There are many courses that are open to students."),
        ("How to apply", "| GPA | 3.6 |\n|---|---|\n| Average GPA | 3.8 |"),
        ("How to apply", "| Term | Deadline |\n|---|---|\n| Minimum time | May 1 |"),
    ],
)
def test_duties_courses_and_descriptions_are_not_asked(heading, text):
    assert questions(below(heading, text)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "# Admission\n\n| Test | Score |\n|---|---|\n| Minimum GPA | 3.0 |",
            "Does this apply to you: “Minimum GPA | 3.0”?",
        ),
        (
            "# Admission\n\n| Test | Score |\n|---|---|\n| TOEFL | 100 |\n| IELTS | 7.0 |",
            "Does one of these apply to you: “TOEFL | 100; IELTS | 7.0”?",
        ),
        ("# Admission\n\nA bachelor's degree is required.", "Do you have a bachelor's degree?"),
        ("# Admission\n\nWe consider applicants who hold a degree in law.", "Do you hold a degree in law?"),
        (
            "# Admission\n\nApplicants with a degree in physics are eligible.",
            "Are you one of these: “Applicants with a degree in physics”?",
        ),
        ("# Admission\n\nCandidates should have a degree in law.", "Do you have a degree in law?"),
        ("# Admission\n\n- Minimum GPA of 3.0", "Does this apply to you: “Minimum GPA of 3.0”?"),
        ("# Questions\n\n## Do I need a degree?\n\nYes, you must have a degree.", "Do you have a degree?"),
        ("# Questions\n\n## Do I need a law degree to apply?\n\nYes.", "Do you have a law degree?"),
        ("# Questions\n\n## What else?\n\nNo. A law degree is required for admission.", None),
        ("# Fellowship\n\nWho can apply: PhD students in their third year.", None),
        ("# Admission\n\nEligibility: You must be a citizen.", "Are you a citizen?"),
    ],
)
def test_requirements_are_found_in_rows_answers_and_lines(text, expected):
    asked = questions(requirements_of(text))
    assert len(asked) == 1
    assert expected in (None, asked[0])


def test_a_test_of_a_language_that_is_not_had_decides_nothing():
    found = run(requirements_of("# Admission\n\n| Test | Score |\n|---|---|\n| TOEFL | 100 |"), NO)
    assert states(found) == [OPEN]
    assert found.remarks[0].text.startswith("The words quoted do not say of whom")


def test_a_question_that_was_answered_with_no_contests_the_rule():
    requirements = requirements_of(
        "# Eligibility\n\nApplicants must have teaching experience.\n\n"
        "# Questions\n\n## Do I need teaching experience?\n\nNo."
    )
    assert states(run(requirements, NO)) == [OPEN]


def test_rules_for_one_of_several_things_to_apply_for_are_left_out_for_the_others():
    requirements = requirements_of(
        "# Requirements\n\n## Biology (M.S.T.)\n\nApplicants must have a degree in biology.\n\n"
        "## English (M.S.T.)\n\nApplicants must have a degree in English."
    )
    assert questions(requirements, NO) == [
        "Is this what you apply for: “Biology (M.S.T.)”?",
        "Is this what you apply for: “English (M.S.T.)”?",
    ]
    assert states(run(requirements, YES, YES, NO)) == [MET, NOT_APPLICABLE]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Applicants must have a minimum GPA of 3.0.", "Candidates must hold a GPA of at least 3.0.", True),
        ("Applicants must hold a PhD in biology.", "A PhD in biology is required.", True),
        ("Applicants must have two years of experience.", "You must have at least two years of experience.", False),
        ("Applicants must have a minimum GPA of 3.0.", "Applicants must have a minimum GPA of 3.5.", False),
        ("Applicants must hold a PhD in biology.", "Applicants must hold a PhD or a degree in biology.", False),
        ("You must be a member of the club.", "You must not be a member of the club.", False),
        ("Applicants must be over 18 years old.", "Applicants must be under 18 years old.", False),
    ],
)
def test_a_rule_on_two_pages_is_asked_once_only_where_both_say_the_same(first, second, same):
    requirements = requirements_of(f"# Eligibility\n\n{first}", f"# Requirements\n\n{second}")
    assert len(requirements) == (1 if same else 2)
    assert [citation.quote for citation in requirements[0].also] == ([second] if same else [])
    assert (f"> {second}" in trail_to_text(run(requirements, *[YES] * len(requirements)), title="x")) is True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You must:\n\n- have previously held a grant", ["Have you previously held a grant?"]),
        ("You must:\n\n- must not be in default on a loan", ["Are you in default on a loan?"]),
        ("F-1 students must be enrolled.", ["Are you an F-1 student?", "Are you enrolled?"]),
        (
            "You must have a GPA of 3.2 to apply to all programs except biology.",
            ["Does this apply to you: “have a GPA of 3.2 to apply to all programs except biology”?"],
        ),
        ("You must be able to qualify medically.", ["Are you able to qualify medically?"]),
        ("Applicants must be full-time nurses.", ["Are you one of these: “full-time nurses”?"]),
        ("- 3.0 GPA", ["Does this apply to you: “3.0 GPA”?"]),
    ],
)
def test_questions_are_grammatical_or_quote(text, expected):
    assert questions(below("Eligibility", text)) == expected


def test_rules_that_contradict_are_both_asked_and_neither_is_picked():
    requirements = requirements_of(
        "# Eligibility\n\nApplicants must have at least 3 years of experience.",
        "# Requirements\n\nApplicants must have at least five years of experience.",
    )
    assert len(questions(requirements)) == 2
    found = run(requirements, YES, NO)
    assert states(found) == [OPEN, OPEN]
    assert [remark.citation.quote for remark in found.remarks] == [
        "Applicants must have at least 3 years of experience.",
        "Applicants must have at least five years of experience.",
    ]
    assert states(run(requirements, YES, YES)) == [MET, MET]


def test_a_rule_that_is_said_not_to_be_needed_is_never_held_against_the_applicant():
    requirements = requirements_of(
        "# Eligibility\n\nApplicants must have teaching experience.",
        "# Questions\n\nTeaching experience is not required.",
    )
    found = run(requirements, NO)
    assert states(found) == [OPEN]
    assert found.remarks[0].citation.quote == "Teaching experience is not required."


def test_a_rule_that_stands_elsewhere_stays_open():
    requirements = below("Eligibility", "See the eligibility criteria on the website of the board.")
    found = interview(requirements, {})
    assert (states(found), found.next, len(found.remarks)) == ([OPEN], None, 1)
    assert found.summary == f"Open: 1 requirement. {UNDECIDED}"


def test_more_rules_than_can_be_asked_are_said_to_be_there():
    rules = "\n\n".join(
        f"You must have at least {years} years of experience in field {years}." for years in range(2, 60)
    )
    requirements = requirements_of(f"# Eligibility\n\n{rules}")
    found = interview(requirements, {})
    assert found.total == 40
    assert found.remarks[0].citation.quote == "You must have at least 42 years of experience in field 42."
    every = run(requirements, *[YES] * 40)
    assert every.summary == f"Open: 1 requirement. {UNDECIDED}"


def test_a_way_in_that_is_shut_decides_nothing_where_another_is_open():
    requirements = requirements_of(
        "# Eligibility\n\nYou can apply if you live in Boston.",
        "# Who can apply\n\nYou can apply if you work in Salem.",
    )
    found = run(requirements, NO, YES)
    assert states(found) == [OPEN, MET]
    assert [remark.citation.quote for remark in found.remarks] == ["You can apply if you live in Boston."]
    assert states(run(requirements, NO, NO)) == [NOT_MET, NOT_MET]


def test_keys_stay_when_text_is_put_before_the_rule():
    before = requirements_of(GRADUATES)
    after = requirements_of(f"# News\n\nWe have moved.\n\n{GRADUATES}")
    assert [one.key for one in before] == [one.key for one in after]
    replies = {run(before).next.key: NO}
    assert states(interview(after, replies)) == [NOT_APPLICABLE]


def test_replies_to_what_is_no_longer_asked_count_for_nothing():
    requirements = requirements_of(GRADUATES)
    key = requirements[0].key
    replies = {run(requirements).next.key: NO, f"{key}:0": NO, "unknown": YES}
    found = interview(requirements, replies)
    assert (states(found), found.done, found.total) == ([NOT_APPLICABLE], 1, 1)


def test_the_example_program_is_read_as_its_pages_say():
    folder = ROOT / "corpus" / "harbor-light-arts-grant"
    documents = [read_document(path.read_bytes(), f"{folder.name}/{path.name}") for path in sorted(folder.iterdir())]
    requirements = find_requirements(documents)
    quotes = [one.citation.quote.split("\n")[0] for one in requirements]
    for lead in (
        "The applicant must be one of the following:",
        "Every applicant must meet all of these conditions:",
        "Every project must meet all of these conditions:",
        "The following cannot receive a grant:",
        "A person under 18 may take part in a project but may not be the applicant.",
    ):
        assert lead in quotes
    assert not any("report within" in quote or "upload" in quote for quote in quotes)


@pytest.mark.parametrize(
    ("typed", "reply"),
    [
        *[(words, YES) for words in ("yes", "Yes.", "Yes I have", "yep", "Y", "I do", "I am", "sure", "of course")],
        *[(words, NO) for words in ("no", "nope", "not yet", "No, I don't", "I haven't", "never", "I am not", "NO!")],
        *[
            (words, UNSURE)
            for words in (
                "I don't know",
                "not sure",
                "maybe",
                "I'm not sure",
                "no idea",
                "don't know",
                "?",
                "unsure",
                "dunno",
            )
        ],
        *[
            (words, None)
            for words in (
                "",
                "What is a visa?",
                "yes but not yet",
                "yesterday",
                "nothing",
                "note",
                "I have a degree from Rome",
                "not a citizen, but I hold a visa",
                "yes " * 500,
            )
        ],
    ],
)
def test_a_typed_reply_is_read_only_where_it_is_plain(typed, reply):
    assert read_reply(typed) is reply


def test_the_trail_holds_every_quote_answer_and_remark():
    found = run(requirements_of(GRADUATES), YES, UNSURE, YES)
    text = trail_to_text(found, title="Eligibility")
    assert text.startswith(f"# Eligibility\n\n{found.summary}\n\n## Open\n")
    assert "- Have you passed the entire USMLE (Steps 1, 2, 3, CSA and TOEFL)? Unsure." in text
    assert "> International Medical Graduates (FMGs, IMGs)" in text
    assert "## Remarks" in text
    assert UNDECIDED in text


def test_no_markup_of_a_document_is_markup_in_the_trail():
    hostile = "You must be a <b>member</b> of [the club](javascript:x) & have *one* `key`."
    requirements = requirements_of(f"# Eligibility\n\n{hostile}".replace("<", "\\<").replace("[", "\\["))
    text = trail_to_text(run(requirements), title="<script>\n# x")
    assert "<b>" not in text
    assert "<script>" not in text
    assert "[the" not in text.replace("\\[the", "")


PIECES = st.sampled_from(
    """Applicants You must not be have hold a degree visa or and either unless if only may cannot apply eligible
    to for students citizens who : . , ; ( ) one of the following all 18 or over at least 3 years passed # ##
    Eligibility \n \n\n
    \n-\n International Only open Please see website your income is need their his or her not required ’re""".split(" ")
)
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(PIECES, max_size=80).map(" ".join),
    st.lists(
        st.sampled_from(
            [GRADUATES, LIST_ALL, LIST_ANY, LIST_OR, LIST_DENIED, LIST_UNSAID, "# Eligibility", "# Students"]
        ),
        max_size=5,
    ).map("\n\n".join),
)
REPLIES = st.lists(st.sampled_from(list(Reply)), min_size=1, max_size=50)


def documents_of(text):
    found = []
    for suffix in ("md", "txt"):
        try:
            found.append(read_document(f"Eligibility\n\n{text}".encode(), f"program/page.{suffix}"))
        except (DocumentError, UnicodeEncodeError):
            continue
    return found


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_whatever_is_quoted_stands_in_the_document(text):
    documents = {one.doc_id: one for one in documents_of(text)}
    requirements = find_requirements(documents.values())
    found = interview(requirements, {})
    citations = [one.citation for one in requirements] + [remark.citation for remark in found.remarks]
    assert all(verify(citation, documents[citation.doc_id]) for citation in citations)
    for requirement in requirements:
        text = documents[requirement.citation.doc_id].text
        for condition in conditions_of(requirement.rule.logic):
            start, end = (requirement.citation.start + offset for offset in (condition.start, condition.end))
            assert text[start:end] == condition.text != ""
        assert requirement.kind is None or requirement.kind in text
    assert len({one.key for one in requirements}) == len(requirements)


@settings(max_examples=200, deadline=None)
@given(TEXTS, REPLIES)
def test_an_interview_ends_within_its_number_of_questions_whatever_is_replied(text, answers):
    requirements = find_requirements(documents_of(text))
    replies = {}
    first = now = interview(requirements, replies)
    assert first.total <= 40
    for count, answer in enumerate(itertools.cycle(answers), 1):
        assert now.summary.endswith(UNDECIDED)
        assert now.done <= now.total <= first.total
        if now.next is None:
            break
        assert count <= first.total
        assert now.next.key not in replies
        replies[now.next.key] = answer
        now = interview(requirements, replies)
    assert now.done == now.total == len(replies)
    assert trail_to_text(now, title=text)


@settings(max_examples=200, deadline=None)
@given(TEXTS, REPLIES)
def test_met_is_said_only_where_either_reading_of_the_answers_says_so(text, answers):
    requirements = find_requirements(documents_of(text))
    replies = {}
    for answer in itertools.cycle(answers):
        now = interview(requirements, replies)
        for finding in now.findings:
            if finding.state == MET:
                logic = finding.requirement.rule.logic
                values = values_of(finding)
                for reading in (logic, read_otherwise(logic)):
                    assert evaluate(reading, values) == finding.requirement.rule.grants
        if now.next is None:
            return
        replies[now.next.key] = answer


def values_of(finding):
    """The conditions that the trail settles; a flipped question is told from its words, which have no "not"."""
    from assistant.eligibility.wording import ask

    requirement = finding.requirement
    said = {asked.key: reply for asked, reply in finding.answers if reply != UNSURE}
    values = {}
    for at, condition in enumerate(conditions_of(requirement.rule.logic)):
        reply = said.get(f"{requirement.key}:{at}")
        if reply is not None:
            values[condition] = (reply == YES) != ask(requirement.rule, condition)[1]
    return values


@given(st.text(max_size=300))
def test_any_reply_is_read_without_an_error(text):
    assert read_reply(text) in (YES, NO, UNSURE, None)


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "text",
    [
        "Applicants must have a degree and be eligible if you are a citizen unless you must. " * 12_000,
        "You must:\n" + "- have a degree and either be 18 or hold a licence\n" * 20_000,
        "Applicants must have " + "a degree and have " * 55_000,
        "You must be " + "(" * 900_000 + " x",
        "\n\n".join("the " * 450 + "must be." for _ in range(550)),
        "You can apply if you are a citizen. You can also apply if you hold a degree. " * 13_000,
        "| Test | Score |\n|---|---|\n" + "| TOEFL | 100 |\n" * 15_000,
        "Applicants who " + "currently hold a degree and " * 36_000 + "are eligible.",
        "We consider applicants who " + "hold a degree, " * 66_000,
        "The minimum " + "score " * 160_000 + "is 3.",
        "See the requirements at the website. Exempt are all who need not have a degree. " * 12_000,
    ],
)
def test_hostile_text_is_read_in_time(text):
    name = "program/page.md" if text.startswith("|") else "program/page.txt"

    def work(read):
        page = document(f"Eligibility\n\n{read}", name)
        trail_to_text(interview(find_requirements([page]), {}), title="x")

    assert in_proportion(work, text)


def test_requirements_are_values():
    (requirement,) = requirements_of(GRADUATES)
    assert replace(requirement) == requirement
