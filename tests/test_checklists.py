import re
from pathlib import Path

import pytest
from growing import in_proportion
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.checklists import (
    MAX_ITEMS,
    MAX_SENTENCES,
    Checklist,
    Need,
    RuleKind,
    checklist_to_markdown,
    make_checklist,
)
from assistant.citing import verify
from assistant.documents import read_document

PAGE = Path(__file__).parents[1].parent / "shared" / "data" / "page" / "mgh-msk-fellowship.txt"
WORDS = (
    "# How to apply|## Required documents|You must submit a CV, a statement and two letters.|- Transcript (PDF)|"
    "- Essay: two pages at most|If you are a student, send|Please do not send|| Document | Length ||--|--||"
    "| Budget | 1 page ||Send your application to:|(optional)|international applicants|:|.|\n|\n\n|<b>|[x](y)|*"
).split("|")


def document(text, name="apply.md"):
    return read_document(text.encode(), f"program/{name}")


def checklist(*texts):
    return make_checklist([document(text, f"page-{number}.md") for number, text in enumerate(texts)])


def names(made, need=None):
    return [item.name for item in made.items if need is None or item.need is need]


def rules(made, name):
    item = next(item for item in made.items if item.name == name)
    return {(rule.kind, rule.citation.quote) for rule in item.rules}


def citations(made: Checklist):
    for item in made.items:
        yield from (item.citation, *(rule.citation for rule in item.rules), *item.also)
    yield from (*made.general, *made.not_wanted, *made.where, *(gap.citation for gap in made.gaps))


@pytest.fixture(scope="module")
def fellowship():
    if not PAGE.exists():
        pytest.skip("The fellowship page is in the shared folder, which is not here.")
    return make_checklist([read_document(PAGE.read_bytes(), "program/page.txt")])


def test_fellowship_page_names_two_documents_and_those_it_may_ask_for(fellowship):
    assert names(fellowship, Need.REQUIRED) == ["Curriculum Vitae", "Personal statement"]
    assert names(fellowship, Need.ON_REQUEST) == [
        "medical school transcripts",
        "USMLE score transcripts",
        "residency rotation reports",
    ]
    assert len(fellowship.items) == 5


def test_fellowship_page_gives_each_document_its_rules(fellowship):
    assert rules(fellowship, "Curriculum Vitae") == {(RuleKind.FORMAT, "[PDF]")}
    limits = "Do not exceed one page, use single space, with one-inch margins."
    statement = rules(fellowship, "Personal statement")
    assert {(RuleKind.LENGTH, limits), (RuleKind.LAYOUT, limits)} <= statement
    assert (RuleKind.CONTENT, "Please include your USMLE scores for Step 1, 2, and 3.") in statement


def test_list_that_the_fellowship_page_announces_and_does_not_hold_is_a_gap(fellowship):
    (gap,) = fellowship.gaps
    assert gap.citation.quote == "1. Compile these required documents:"
    assert "is not in the document" in gap.text


def test_fellowship_page_says_how_documents_are_sent(fellowship):
    later, separately = fellowship.general
    assert later.quote.startswith("If other documents are deemed necessary")
    assert later.quote.endswith("we will contact you and request the specific documents.")
    assert separately.quote.startswith("You may send your application documents separately")


def test_fellowship_page_says_what_not_to_send_and_where_to_send_the_rest(fellowship):
    (unwanted,) = fellowship.not_wanted
    assert "do not send documents other than those listed below" in unwanted.quote
    ways, address = fellowship.where
    assert ways.quote == "(Electronic or paper applications are both acceptable)"
    assert address.quote.startswith("Connie Y. Chang, MD")
    assert address.quote.endswith("Boston, MA USA 02114")


def test_list_under_a_heading():
    made = checklist("# Required documents\n\n- Project schedule\n- Three letters of recommendation\n- Passport copy\n")
    assert names(made) == ["Project schedule", "Three letters of recommendation", "Passport copy"]


def test_list_under_a_lead_in_is_cited_with_it():
    made = checklist("# How to apply\n\nYour application must include:\n\n- a cover letter\n- a resume\n")
    assert names(made) == ["cover letter", "resume"]
    assert made.items[0].citation.lead_in.quote == "Your application must include:"


def test_prose_names_several_documents():
    made = checklist(
        "# Apply\n\nApplicants must submit a CV, a personal statement and three letters of recommendation."
    )
    assert names(made) == ["CV", "personal statement", "three letters of recommendation"]


def test_table_gives_rules_by_its_columns():
    made = checklist(
        "# Required documents\n\n| Document | Format | Length |\n|--|--|--|\n| Budget | PDF | 1 page |\n"
        "| Project description | XLSX | short |\n"
    )
    assert names(made) == ["Budget", "Project description"]
    assert rules(made, "Project description") == {(RuleKind.FORMAT, "XLSX"), (RuleKind.LENGTH, "short")}


def test_headings_below_a_lead_in_are_items_with_their_sections_as_rules():
    made = checklist(
        "# Admissions information\n\nCompleted applications will include each of the following items:\n\n"
        "## Resume/CV\n\nSubmitted via the online application.\n\n## Statement of intent\n\nUp to 500 words.\n\n"
        "## Areas of interest\n\nPlease choose one.\n"
    )
    assert names(made) == ["Resume/CV", "Statement of intent"]
    assert (RuleKind.LENGTH, "Up to 500 words.") in rules(made, "Statement of intent")
    assert (RuleKind.PLACE, "Submitted via the online application.") in rules(made, "Resume/CV")


def test_sentences_elsewhere_are_rules_of_the_document_they_speak_of():
    made = checklist(
        "# Required documents\n\n- Personal statement\n- Letters of recommendation\n",
        "# Applying: questions\n\nPersonal statements: no more than 500 words. "
        "Letters must be sent by the referees directly.",
    )
    assert (RuleKind.LENGTH, "no more than 500 words.") in rules(made, "Personal statement")
    assert RuleKind.SENDER in {kind for kind, _ in rules(made, "Letters of recommendation")}


def test_rules_nested_below_a_document_are_not_documents():
    made = checklist(
        "# Application requirements\n\n## Personal statement\n\nThe personal statement has to follow these rules:\n\n"
        "- Write one page at most.\n- Use one-inch margins.\n"
    )
    assert names(made) == ["Personal statement"]
    assert rules(made, "Personal statement") == {
        (RuleKind.LENGTH, "Write one page at most."),
        (RuleKind.LAYOUT, "Use one-inch margins."),
    }


@pytest.mark.parametrize(
    ("sentence", "name", "condition"),
    [
        (
            "International applicants must submit a TOEFL score report.",
            "TOEFL score report",
            "International applicants",
        ),
        (
            "If you studied abroad, please submit a credential evaluation.",
            "credential evaluation",
            "If you studied abroad",
        ),
        ("You need a letter of support for a Lantern grant.", "letter of support", "for a Lantern grant"),
    ],
)
def test_document_for_some_applicants_says_for_whom(sentence, name, condition):
    (item,) = checklist(f"# How to apply\n\n{sentence}").items
    assert (item.name, item.need, item.condition) == (name, Need.CONDITIONAL, condition)


def test_those_who_need_not_send_a_document_are_not_those_who_have_to():
    made = checklist(
        "# How to apply\n\nInternational applicants must submit TOEFL scores (waived if they studied here)."
    )
    assert made.items[0].condition == "International applicants"


def test_optional_documents_stand_after_required_ones():
    made = checklist("# Required documents\n\n- Supplemental essay (optional)\n- Transcript\n")
    assert [(item.name, item.need) for item in made.items] == [
        ("Transcript", Need.REQUIRED),
        ("Supplemental essay", Need.OPTIONAL),
    ]


def test_same_document_by_other_names_on_other_pages_is_one_item():
    made = checklist(
        "# Required documents\n\n- Curriculum Vitae\n- Three letters of recommendation\n",
        "# How to apply\n\nYou must submit a CV and three letters of reference.",
    )
    assert names(made) == ["Curriculum Vitae", "Three letters of recommendation"]
    assert [len(item.also) for item in made.items] == [1, 1]


def test_like_documents_of_different_kinds_stay_apart():
    made = checklist(
        "# Required documents\n\n- Research statement\n- Teaching statement\n- Proof of address\n- Proof of age\n"
    )
    assert len(made.items) == 4


def test_key_is_stable_and_differs_between_programs():
    text = b"# Required documents\n\n- Transcript\n"
    keys = {make_checklist([read_document(text, f"{program}/a.md")]).items[0].key for program in ("one", "one", "two")}
    assert len(keys) == 2


@pytest.mark.parametrize(
    "text",
    [
        "# Library services\n\nPlease submit the form at the desk. You must show a passport.",
        "# How to apply\n\nOur transcripts office is open daily.",
        "# How to apply\n\nVisit our website and read the rules.",
        "# How to apply\n\nIf you are offered admission, you must submit official transcripts.",
        "# After the award\n\nYou must submit a final report.",
        "# How to apply\n\nWe do not require transcripts.",
        "# Tips for writing a cover letter\n\nYour application must include a resume and a cover letter.",
        "# How to apply\n\n## Student visas\n\nYou must show a passport and a letter of admission.",
        "# Your college application essay\n\n## Essays\n\nMost students will submit essays with an application.",
        "# Graduate loans\n\nTo apply, you must complete the loan request form.",
        "# Apply\n\nIf there is an application on file, the office will send us a score report.",
        "# How to apply\n\nSend your application to:\n\n- Jane Doe\n- 1 Main Street\n",
    ],
)
def test_what_is_no_document_to_apply_with_is_not_listed(text):
    assert names(checklist(text)) == []


def test_gap_only_where_the_list_is_missing():
    assert not checklist("# How to apply\n\nPlease submit the following documents:\n\n- CV\n").gaps
    assert (
        len(checklist("# How to apply\n\nPlease submit the following documents:\n\n# Contact\n\nWrite to us.").gaps)
        == 1
    )


def test_choice_is_a_rule_with_its_whole_list():
    made = checklist(
        "# How to apply\n\nYou must send proof of address.\n\n"
        "Any one of the following counts as proof of address:\n\n- a bank statement\n- a lease\n",
    )
    assert names(made) == ["proof of address"]
    assert (
        RuleKind.ALTERNATIVES,
        "Any one of the following counts as proof of address:\na bank statement\na lease",
    ) in rules(made, "proof of address")


def test_choice_without_a_name_is_one_item():
    made = checklist("# How to apply\n\nYou must provide one of the following documents:\n\n- a passport\n- a visa\n")
    assert names(made) == ["one of the following documents"]
    assert made.items[0].citation.quote.endswith("a passport\na visa")


def test_choice_in_a_sentence_is_not_a_list_of_required_documents():
    made = checklist(
        "# How to apply\n\nYou must send proof of age. One of these counts as proof of age: a passport or a visa."
    )
    assert names(made) == ["proof of age"]
    assert RuleKind.ALTERNATIVES in {kind for kind, _ in rules(made, "proof of age")}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Please submit the following: a CV (two pages); a letter of support, signed by your host; a budget.",
            ["CV", "letter of support", "budget"],
        ),
        (
            "You must submit form C2 and your birth, naturalisation or registration certificate.",
            ["form C2", "birth, naturalisation or registration certificate"],
        ),
        (
            "Applicants must submit an application including a project narrative and two letters of reference.",
            ["project narrative", "two letters of reference"],
        ),
        ("You must submit TOEFL or IELTS scores.", ["TOEFL or IELTS scores"]),
        ("You must submit GRE and TOEFL scores.", ["GRE", "TOEFL scores"]),
        ("You must write in English.Academic transcripts must be sent as PDF.", ["Academic transcripts"]),
    ],
)
def test_names_in_a_sentence(sentence, expected):
    assert names(checklist(f"# How to apply\n\n{sentence}")) == expected


def test_documents_beyond_those_of_everyone_are_items_of_their_own():
    made = checklist(
        "# How to apply\n\nYou must submit two letters of recommendation and an essay. "
        "Additional letters of recommendation are optional. A supplemental essay is optional."
    )
    assert names(made, Need.REQUIRED) == ["two letters of recommendation", "essay"]
    assert names(made, Need.OPTIONAL) == ["Additional letters of recommendation", "supplemental essay"]


def test_table_without_titles_is_a_list():
    made = checklist(
        "# Application requirements\n\n| Personal statement | 500 words |\n|--|--|\n| Writing sample | 10 pages |\n"
    )
    assert names(made) == ["Personal statement", "Writing sample"]


def test_list_that_can_only_be_one_of_an_application_needs_no_heading():
    made = checklist("# Counselling\n\nDegree: MA\n\n- Personal statement\n- Resume\n- Two letters of recommendation\n")
    assert len(made.items) == 3


def test_rule_of_one_document_in_a_sentence_is_not_one_of_the_others():
    made = checklist(
        "# Apply\n\nYou must submit a resume, a research proposal (2-3 pages), and two letters of reference."
    )
    assert {kind for kind, _ in rules(made, "research proposal")} == {RuleKind.LENGTH}
    assert rules(made, "resume") == set()


def test_passage_that_is_too_long_to_be_read_is_a_gap():
    (gap,) = checklist("# How to apply\n\n" + "you must submit a letter and " * 100).gaps
    assert "too long" in gap.text
    assert gap.citation.quote.startswith("you must submit a letter")


def test_more_documents_than_a_checklist_holds_are_said_to_be_missing():
    listed = "\n".join(f"- w{number}x letter" for number in range(MAX_ITEMS + 5))
    made = checklist(f"# Required documents\n\n{listed}\n")
    assert len(made.items) == MAX_ITEMS
    assert any(f"more than {MAX_ITEMS}" in gap.text for gap in made.gaps)


def test_more_passages_than_are_read_are_said_to_be_missing():
    (gap,) = checklist("# How to apply\n\n" + "You must submit a CV. " * (MAX_SENTENCES + 5)).gaps
    assert "not read" in gap.text


@given(st.one_of(st.text(max_size=400), st.lists(st.sampled_from(WORDS), max_size=25).map("\n".join)))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_a_checklist_whose_pieces_stand_in_it(text):
    made_of = document(f"# Applying to the program\n\nx\n\n{text}")
    made = make_checklist([made_of])
    assert all(verify(citation, made_of) for citation in citations(made))
    for item in made.items:
        assert item.name
        assert item.name in made_of.text
        assert item.condition is None or item.condition in made_of.text
    markdown = checklist_to_markdown(made, title=text[:20])
    assert len(re.findall(r"^- \[ \] ", markdown, re.MULTILINE)) == len(made.items)


def test_markdown_holds_no_markup_of_the_documents():
    markdown_it = pytest.importorskip("markdown_it")
    made = checklist(
        "# Required documents\n\n- Essay &lt;script&gt;alert(1)&lt;/script&gt; \\[x\\](javascript:y) "
        "\\*now\\*\n- CV | ~~x~~\n"
    )
    markdown = checklist_to_markdown(made, title="<img src=x> # Title")
    tokens = markdown_it.MarkdownIt("commonmark", {"html": True}).parse(markdown)
    kinds = {child.type for token in tokens for child in [token, *(token.children or [])]}
    assert kinds.isdisjoint({"html_block", "html_inline", "link_open", "em_open", "image"})
    assert markdown.count("- [ ] ") == len(made.items)


def test_markdown_names_gaps_and_sources(fellowship):
    markdown = checklist_to_markdown(fellowship, title="What to send")
    assert markdown.startswith("# What to send\n")
    assert "## What this list may lack" in markdown
    assert "## What not to send" in markdown
    assert "The program decides" in markdown


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "piece",
    [
        "you must submit a CV, ",
        "letter, and ",
        "if a letter of ",
        "international applicants who ",
        "(a [b ",
        "send to: ",
        "You must submit a CV. ",
        "Transcripts must be in English and PDF. ",
        "in English.Academic transcripts- Letter",
    ],
)
def test_hostile_text_is_read_in_linear_time(piece):
    text = "# How to apply\n\n" + piece * (400_000 // len(piece))
    assert in_proportion(lambda read: make_checklist([document(read)]), text)
