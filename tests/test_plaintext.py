"""Plain text -> blocks: headings, lists and steps that only their lines and words give away."""

import pytest

from assistant.documents import read_document


def read(text):
    return read_document(text.encode(), "grant/page.txt")


def blocks(text):
    """The blocks as (kind, text)."""
    document = read(text)
    return [(block.kind.value, document.text[block.start : block.end]) for block in document.blocks]


def texts(text):
    return [piece for _, piece in blocks(text)]


def leads(text):
    """Text of a block -> text of the block that introduces it, None without one."""
    document = read(text)
    pieces = [document.text[block.start : block.end] for block in document.blocks]
    return {
        piece: None if block.lead is None else pieces[block.lead]
        for piece, block in zip(pieces, document.blocks, strict=True)
    }


# Headings


def test_short_lines_without_a_stop_are_headings():
    document = read("Grant\n\nWelcome to the grant.\n\nDates and Fees\n\nMay 5 is the last day.\n")
    assert document.title == "Grant"
    assert [(block.kind.value, block.section) for block in document.blocks] == [
        ("heading", ()),
        ("paragraph", ()),
        ("heading", ()),
        ("paragraph", ("Dates and Fees",)),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Write to us.",
        "Connie Y. Chang, MD",
        "office@example.org",
        "lower case words",
        "- a bullet",
        "555-0100 / 555-0101 ---",
        "Send your form to:",
        "A line of so many words that nobody would ever take it for a heading anywhere",
    ],
)
def test_lines_that_are_no_headings_are_text(line):
    kinds = dict((text, kind) for kind, text in blocks(f"Grant\n\n{line}\n\nThe end.\n"))
    assert kinds[line] in ("paragraph", "list_item") or line.startswith("555")


def test_the_last_line_is_never_a_heading():
    assert blocks("Grant\n\nWelcome.\n\nThe Office") == [
        ("heading", "Grant"),
        ("paragraph", "Welcome."),
        ("paragraph", "The Office"),
    ]


def test_a_heading_directly_above_a_long_line_is_a_heading():
    long_line = (
        "The grant supports artists of every kind who live in the county, and pays for materials, rooms and help."
    )
    assert blocks(f"Purpose\n{long_line}") == [("heading", "Purpose"), ("paragraph", long_line)]


def test_underlined_lines_are_headings_and_the_underline_is_no_text():
    text = "Grant rules\n===========\n\nFees, late\n----------\nTen dollars.\n\n-----\n\nThe end.\n"
    assert blocks(text) == [
        ("heading", "Grant rules"),
        ("heading", "Fees, late"),
        ("paragraph", "Ten dollars."),
        ("paragraph", "The end."),
    ]


def test_a_line_that_asks_introduces_the_answer():
    text = "FAQ\n\nIs there a fee?\n\nNo fee.\n"
    assert blocks(text)[1:] == [("question", "Is there a fee?"), ("paragraph", "No fee.")]
    assert leads(text)["No fee."] == "Is there a fee?"


# Paragraphs


def test_lines_that_an_editor_wrapped_are_joined():
    text = (
        "The grant supports artists of every kind who live in the\n"
        "county, and it pays for materials, for rooms and for the\n"
        "help of others.\n"
    )
    assert texts(text) == [" ".join(text.split())]


def test_short_lines_stay_lines():
    assert texts("Office hours\nMonday: nine to five.\nTuesday: ten to six.\n") == [
        "Office hours\nMonday: nine to five.\nTuesday: ten to six."
    ]


def test_windows_line_ends_divide_paragraphs_too():
    assert texts("One.\r\n\r\nTwo.\r\n \t\r\nThree.\r\n") == ["One.", "Two.", "Three."]


# Lists


@pytest.mark.parametrize("bullet", ["-", "*", "•", "–", "·", "o", "1.", "1)", "(1)", "a)", "(b)"])
def test_bullets_and_numbers_of_many_kinds_make_items(bullet):
    text = f"Send the following:\n{bullet} a letter\n"
    assert blocks(text)[1] == ("list_item", f"{bullet} a letter")
    assert leads(text)[f"{bullet} a letter"] == "Send the following:"


def test_items_after_a_blank_line_still_know_what_introduces_them():
    text = "Send the following:\n\n- a letter\n- a form\n\nThank you for applying.\n"
    assert leads(text)["- a letter"] == leads(text)["- a form"] == "Send the following:"
    assert blocks(text)[-1] == ("paragraph", "Thank you for applying.")
    assert leads(text)["Thank you for applying."] is None


def test_items_that_an_editor_wrapped_are_joined():
    text = (
        "Send the following:\n"
        "- letters of recommendation, of which at least one has to\n"
        "  come from the Director,\n"
        "  or the chair\n"
        "- a form\n"
    )
    assert texts(text)[1:] == [
        "- letters of recommendation, of which at least one has to come from the Director, or the chair",
        "- a form",
    ]


def test_a_plain_line_below_a_finished_item_is_an_item_of_its_own():
    assert texts("Send:\n- a letter.\nSign it.\n- a form\n")[1:] == ["- a letter.", "Sign it.", "- a form"]


STEPS = """Please follow these three steps:

1. Compile these required documents:

2. Follow these formats:

Curriculum Vitae [PDF]
Personal statement: State why you apply. Do not exceed one page.

3. Send your application materials to:

(Electronic or paper applications are both acceptable)

Connie Y. Chang, MD

Fellowship Director
55 Fruit Street
Boston, MA 02114"""


def test_steps_are_introduced_by_the_words_before_the_first_one():
    found = leads(STEPS)
    for step in (
        "1. Compile these required documents:",
        "2. Follow these formats:",
        "3. Send your application materials to:",
    ):
        assert found[step] == "Please follow these three steps:"


def test_a_step_whose_list_is_missing_claims_nothing():
    assert "1. Compile these required documents:" not in leads(STEPS).values()


def test_lines_below_a_step_are_introduced_by_it():
    found = leads(STEPS)
    assert found["Curriculum Vitae [PDF]"] == "2. Follow these formats:"
    statement = "Personal statement: State why you apply. Do not exceed one page."
    assert found[statement] == "2. Follow these formats:"


def test_an_address_below_a_lead_in_is_introduced_by_it():
    found = leads(STEPS)
    for lines in (
        "(Electronic or paper applications are both acceptable)",
        "Connie Y. Chang, MD",
        "Fellowship Director\n55 Fruit Street\nBoston, MA 02114",
    ):
        assert found[lines] == "3. Send your application materials to:"


def test_a_heading_after_an_address_is_a_heading_again():
    text = "Guide\n\nSend your form to:\n\nThe Office\n12 Street\n\nEligibility\n\nYou must live in the county.\n"
    assert ("heading", "Eligibility") in blocks(text)
    assert leads(text)["The Office\n12 Street"] == "Send your form to:"
    assert leads(text)["You must live in the county."] is None


def test_short_lines_below_a_lead_in_are_items_even_with_blank_lines_between():
    text = "Guide\n\nYou need:\n\nCurriculum vitae\n\nPersonal statement\n\nSigned form"
    assert set(leads(text).values()) == {None, "You need:"}
    assert [kind for kind, _ in blocks(text)][2:] == ["list_item"] * 3


def test_prose_after_a_lead_in_ends_its_list():
    text = "Guide\n\nPlease note:\n\nThe office is closed in May.\n\nApplications are read in June.\n"
    assert blocks(text)[2:] == [
        ("paragraph", "The office is closed in May."),
        ("paragraph", "Applications are read in June."),
    ]
