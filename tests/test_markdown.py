"""Markdown -> blocks, by way of the HTML reader: the same structure, written another way."""

import pytest

from assistant.documents import read_document


def read(text):
    return read_document(text.encode(), "grant/page.md")


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


def test_headings_make_the_section_path():
    document = read("# Grant\n\n## Dates\n\n### Early\n\nMay 5.\n")
    assert document.title == "Grant"
    assert document.blocks[-1].section == ("Dates", "Early")


def test_markup_is_not_part_of_the_text():
    assert texts('Apply **by** _May_ `5` at [our page](https://example.org "title").') == [
        "Apply by May 5 at our page."
    ]


def test_lines_of_a_paragraph_join_unless_the_author_breaks_them():
    assert texts("One\nsentence.  \nAnother\\\nline.") == ["One sentence.\nAnother\nline."]


def test_a_list_item_is_introduced_by_the_words_before_its_list():
    text = "Send these documents:\n\n- a letter\n- a signed form\n"
    assert blocks(text)[1:] == [("list_item", "a letter"), ("list_item", "a signed form")]
    assert leads(text)["a letter"] == leads(text)["a signed form"] == "Send these documents:"


def test_a_list_directly_below_its_words_is_a_list():
    assert leads("Send these:\n- a letter\n- a form\n")["a form"] == "Send these:"


def test_items_with_blank_lines_between_them_stay_whole_items():
    text = "Send these:\n\n1. **Letter**\n\n2. Form\n\n   Sign it.\n"
    assert blocks(text)[1:] == [("list_item", "1. Letter"), ("list_item", "2. Form"), ("list_item", "Sign it.")]
    assert set(leads(text).values()) == {None, "Send these:"}


def test_ordered_lists_keep_the_number_they_start_with():
    assert texts("3. Sign.\n4. Send.\n") == ["3. Sign.", "4. Send."]


def test_a_nested_list_is_introduced_by_its_item():
    text = "You need:\n\n- letters:\n  - from a teacher\n  - from a friend\n- a form\n"
    assert leads(text)["from a friend"] == "letters:"
    assert leads(text)["a form"] == "You need:"


def test_wrapped_items_are_one_item():
    assert texts("- a letter of\n  two pages\n- a form\n") == ["a letter of two pages", "a form"]


def test_a_table_has_a_header_row_that_introduces_the_others():
    text = "| Step | Date |\n|---|---|\n| Deadline | May 5 |\n"
    assert blocks(text) == [("table_header", "Step | Date"), ("table_row", "Deadline | May 5")]
    assert leads(text)["Deadline | May 5"] == "Step | Date"


def test_an_empty_cell_keeps_the_cells_behind_it_in_their_columns():
    table = "| Term | Opens | Deadline |\n|---|---|---|\n| Fall | | May 5 |\n| Spring | June 1 | |\n| **Later** | | |\n"
    assert texts(table) == ["Term | Opens | Deadline", "Fall | – | May 5", "Spring | June 1 | –", "Later"]


def test_a_heading_that_asks_introduces_the_answer():
    text = "# FAQ\n\n## Is there a fee?\n\nNo fee.\n\nGood luck.\n"
    assert blocks(text)[1] == ("question", "Is there a fee?")
    assert leads(text)["No fee."] == "Is there a fee?"


def test_a_line_that_is_nothing_but_bold_is_a_heading():
    assert blocks("**Residents**\n\nYou may apply.\n") == [("heading", "Residents"), ("paragraph", "You may apply.")]


def test_quotes_code_and_indented_text_are_text():
    assert texts("> Quoted.\n\n```\ncode  here\nmore\n```\n\n    indented\n") == [
        "Quoted.",
        "code here\nmore",
        "indented",
    ]


def test_html_in_markdown_is_judged_like_any_page():
    text = 'Seen. <!-- gone --><span style="display:none">gone</span>\n\n<nav>gone</nav>\n\n<p id="fee">Ten.</p>\n'
    document = read(text)
    assert document.text == "Seen.\n\nTen."
    assert document.blocks[1].anchor == "fee"


def test_html_details_in_markdown_are_questions():
    text = "<details><summary>Is there a fee?</summary>\n\nNo fee.\n\n</details>\n"
    assert blocks(text) == [("question", "Is there a fee?"), ("paragraph", "No fee.")]


def test_a_rule_between_paragraphs_is_no_text():
    assert texts("One.\n\n---\n\nTwo.\n\n***\n\nThree.\n") == ["One.", "Two.", "Three."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Send these:\n\n-\nThe first item. -\nThe second.", ["Send these:", "The first item.", "The second."]),
        ("**Deadline: **May 5", ["Deadline: May 5"]),
        ("- **Letter: **one page\n- **Form: **signed", ["Letter: one page", "Form: signed"]),
        ("The** fee **is ten", ["The fee is ten"]),
        ("One page.**Form:**signed", ["One page.\nForm: signed"]),
        ("please see the\n\n[Fees](/fees)page.", ["please see the Fees page."]),
        ("please see[our fees](/fees).", ["please see our fees."]),
        ("A form is **due**now.**Send it.**It is **short**.", ["A form is due now.", "Send it. It is short."]),
        ("One **letter.****Form.**Signed", ["One letter.", "Form. Signed"]),
        ("Rooms **One****Two**", ["Rooms One Two"]),
        ("**Deadlines:**- May 5\n- May 6", ["Deadlines:", "May 5", "May 6"]),
    ],
)
def test_what_converters_leave_behind_is_mended(text, expected):
    assert texts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "**Is there a fee?** No fee.**May I start in January?**Only in autumn.",
        "-\n**Is there a fee?**No fee. -\n**May I start in January?**\n\nOnly in autumn.",
        "**Is there a fee?**\nNo fee. **May I start in January?**\n\nOnly in autumn.",
        "- **Is there a fee?**\n\n  No fee.\n\n- **May I start in January?** Only in autumn.",
    ],
)
def test_bold_questions_in_running_text_head_their_answers(text):
    assert blocks(text) == [
        ("question", "Is there a fee?"),
        ("paragraph", "No fee."),
        ("question", "May I start in January?"),
        ("paragraph", "Only in autumn."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "It is ten dollars.**Form**\n\nSign it.",
        "It is ten dollars.**Form**Sign it.",
        "It is ten dollars.## Form\n\nSign it.",
        "It is ten dollars. -\n**Form**\n\nSign it.",
    ],
)
def test_captions_that_run_into_the_text_head_it(text):
    assert blocks(f"**Fee**{text}") == [
        ("heading", "Fee"),
        ("paragraph", "It is ten dollars."),
        ("heading", "Form"),
        ("paragraph", "Sign it."),
    ]


def test_bold_words_that_run_on_are_no_captions():
    assert texts("He met Prof.**Ada Lovelace**and took the**GRE**General Test.") == [
        "He met Prof. Ada Lovelace and took the GRE General Test."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Both CV and letter are needed.",
        "A first second word third.",
        "CV / Letter: one page",
        "Please note the Deadline: it is May 5.",
        "Send two(2) letters, see this, and that.",
    ],
)
def test_ordinary_bold_words_change_nothing_of_the_text(text):
    for word in ("CV", "letter", "first", "second", "third", "Letter:", "Deadline:", "two", "this", "that"):
        text = text.replace(word, f"**{word}**")
    assert texts(text) == [text.replace("*", "")]


def test_lists_and_tables_of_bold_labels_stay_what_they_are():
    assert texts("- **CV:** one page\n- **Form:** signed\n") == ["CV: one page", "Form: signed"]
    assert texts("1. **CV:** one page\n2. **Form:** signed\n") == ["1. CV: one page", "2. Form: signed"]
    assert texts("| **Step:** | **Date:** |\n|---|---|\n| see **A:** b | c |\n") == ["Step: | Date:", "see A: b | c"]


def test_stars_that_are_no_marks_stay():
    assert texts("2 ** 3 ** 4 and 5 * 6") == ["2 ** 3 ** 4 and 5 * 6"]


def test_a_link_in_the_middle_of_a_word_does_not_divide_it():
    assert texts("Two [letter](a)s and [form](b)s.") == ["Two letters and forms."]


def test_entities_and_escapes_are_the_characters_they_stand_for():
    assert texts(r"R&amp;D costs &lt;5&nbsp;dollars, 2 \* 3") == ["R&D costs <5 dollars, 2 * 3"]
