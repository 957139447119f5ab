"""HTML pages -> blocks: what a reader sees in the page's own part, with its structure."""

import pytest

from assistant.documents import read_document
from assistant.errors import DocumentError


def read(page):
    return read_document(page.encode(), "grant/page.html")


def blocks(page):
    """The blocks of the page as (kind, text)."""
    document = read(page)
    return [(block.kind.value, document.text[block.start : block.end]) for block in document.blocks]


def texts(page):
    return [text for _, text in blocks(page)]


def leads(page):
    """Text of a block -> text of the block that introduces it, None without one."""
    document = read(page)
    pieces = [document.text[block.start : block.end] for block in document.blocks]
    return {
        piece: None if block.lead is None else pieces[block.lead]
        for piece, block in zip(pieces, document.blocks, strict=True)
    }


def sections(page):
    document = read(page)
    return {document.text[block.start : block.end]: block.section for block in document.blocks}


def anchors(page):
    document = read(page)
    return {document.text[block.start : block.end]: block.anchor for block in document.blocks}


# Kinds of blocks


def test_headings_make_the_section_path_of_what_follows():
    page = "<title>T</title><h2>Dates</h2><p>One.</p><h3>Early</h3><p>Two.</p><h2>Fees</h2><p>Three.</p>"
    found = sections(page)
    assert found["One."] == ("Dates",)
    assert found["Two."] == ("Dates", "Early")
    assert found["Three."] == ("Fees",)
    assert ("heading", "Early") in blocks(page)


def test_loose_text_in_containers_becomes_paragraphs():
    page = "<div>One <b>bold</b> word.<div>Two.</div>Three.<section>Four.</section></div>"
    assert blocks(page) == [("paragraph", text) for text in ("One bold word.", "Two.", "Three.", "Four.")]


def test_a_list_item_is_introduced_by_the_words_before_its_list():
    page = "<p>Send the following:</p><ul><li>a letter</li><li>a <em>signed</em> form</li></ul><p>Thank you.</p>"
    assert blocks(page)[1:] == [("list_item", "a letter"), ("list_item", "a signed form"), ("paragraph", "Thank you.")]
    assert leads(page) == {
        "Send the following:": None,
        "a letter": "Send the following:",
        "a signed form": "Send the following:",
        "Thank you.": None,
    }


@pytest.mark.parametrize("words", ["You need these documents", "Applicants must", "Send one of the following items."])
def test_words_that_lead_on_introduce_a_list_without_a_colon(words):
    assert leads(f"<p>{words}</p><ul><li>letter</li></ul>")["letter"] == words


def test_a_finished_sentence_does_not_introduce_a_list():
    assert leads("<p>We wish you luck.</p><ul><li>Home page</li></ul>")["Home page"] is None


def test_a_nested_list_is_introduced_by_its_item_and_the_item_by_the_outer_words():
    page = "<p>You need:</p><ul><li>two letters<ul><li>from a teacher</li></ul></li><li>a form</li></ul>"
    assert leads(page) == {
        "You need:": None,
        "two letters": "You need:",
        "from a teacher": "two letters",
        "a form": "You need:",
    }


def test_a_nested_list_outside_of_any_item_is_kept():
    page = "<p>You need:</p><ul><li>letters</li><ul><li>from a teacher</li></ul></ul>"
    assert leads(page)["from a teacher"] == "You need:"


def test_ordered_lists_show_their_numbers_from_their_start():
    assert texts("<ol><li>Read.<li>Write.</ol>") == ["1. Read.", "2. Write."]
    assert texts('<ol start="7"><li>Read.<li>Write.</ol>') == ["7. Read.", "8. Write."]
    assert texts('<ol start="soon"><li>Read.</ol>') == ["1. Read."]


def test_a_number_stays_with_its_item_when_the_item_holds_paragraphs():
    assert texts("<ol><li><p>Read.</p><p>Twice.</p></li><li><div>Write.</div></li></ol>") == [
        "1. Read.",
        "Twice.",
        "2. Write.",
    ]


def test_an_inner_list_has_numbers_of_its_own():
    page = "<ol><li>Read<ol><li>slowly</li><li>aloud</li></ol></li><li>Write<ul><li>neatly</li></ul></li></ol>"
    assert texts(page) == ["1. Read", "1. slowly", "2. aloud", "2. Write", "neatly"]


def test_an_empty_item_leaves_no_lone_number():
    assert texts("<ol><li></li><li>Write.</li></ol>") == ["2. Write."]


def test_bold_items_stay_items():
    page = "<p>You need:</p><ul><li><p><b>Letter</b></p></li><li><p><strong>Form</strong></p></li></ul>"
    assert blocks(page)[1:] == [("list_item", "Letter"), ("list_item", "Form")]


TABLE = """<table><caption>All times are local.</caption>
<thead><tr><th>Step</th><th>Date</th></tr></thead>
<tbody><tr><td>Deadline</td><td>May <b>5</b></td></tr><tr><td>Interview</td><td>June<br>7</td></tr></tbody></table>"""


def test_table_rows_join_their_cells_and_are_introduced_by_the_header_row():
    assert blocks(TABLE) == [
        ("paragraph", "All times are local."),
        ("table_header", "Step | Date"),
        ("table_row", "Deadline | May 5"),
        ("table_row", "Interview | June 7"),
    ]
    assert leads(TABLE)["Deadline | May 5"] == leads(TABLE)["Interview | June 7"] == "Step | Date"


def test_a_table_without_a_header_row_is_introduced_by_the_words_before_it():
    page = "<p>The dates are as follows:</p><table><tr><th>Deadline</th><td>May 5</td></tr></table>"
    assert blocks(page)[1] == ("table_row", "Deadline | May 5")
    assert leads(page)["Deadline | May 5"] == "The dates are as follows:"


def test_an_empty_corner_leaves_each_cell_in_its_column_and_each_link_in_its_place():
    page = """<table><tr><th></th><th>Opens</th><th>Deadline</th></tr>
    <tr><td>Fall</td><td></td><td><a href="/may">May 5</a></td></tr></table>"""
    document = read_document(page.encode(), "page.html")
    assert document.text == "– | Opens | Deadline\nFall | – | May 5"
    assert [document.text[link.start : link.end] for link in document.links] == ["May 5"]


@pytest.mark.parametrize("lead", ["The grant does not pay for", "Not eligible: applicants who are", "You may send:"])
def test_words_that_end_in_the_middle_of_a_sentence_introduce_the_list_behind_them(lead):
    document = read_document(f"<p>{lead}</p><ul><li>food</li></ul>".encode(), "page.html")
    assert document.blocks[1].lead == 0


def test_a_whole_sentence_before_a_list_does_not_introduce_it():
    document = read_document(b"<p>Write to the office.</p><ul><li>food</li></ul>", "page.html")
    assert document.blocks[1].lead is None


def test_a_table_inside_a_cell_is_read_once():
    page = "<table><tr><td>Fee<table><tr><td>ten</td><td>dollars</td></tr></table></td></tr></table>"
    assert texts(page) == ["Fee ten dollars"]


def test_definitions_are_introduced_by_their_term():
    page = "<dl><div><dt>Fee</dt><dd>Ten dollars.</dd><dd>No refund.</dd></div><dt>Term</dt><dd>One year.</dd></dl>"
    assert blocks(page) == [
        ("term", "Fee"),
        ("definition", "Ten dollars."),
        ("definition", "No refund."),
        ("term", "Term"),
        ("definition", "One year."),
    ]
    assert leads(page)["No refund."] == "Fee"
    assert leads(page)["One year."] == "Term"


def test_definitions_inside_a_definition_are_read_once():
    assert texts("<dl><dt>Fee<dd>Ten.<dl><dt>Late<dd>Twenty.</dl></dl>") == ["Fee", "Ten.\nLate\nTwenty."]


def test_a_closed_detail_is_a_question_with_its_answer():
    page = "<title>T</title><details><summary>Is there a fee?</summary><p>No fee.</p></details><p>Good luck.</p>"
    assert blocks(page) == [("question", "Is there a fee?"), ("paragraph", "No fee."), ("paragraph", "Good luck.")]
    assert leads(page)["No fee."] == "Is there a fee?"
    assert sections(page)["No fee."] == ("Is there a fee?",)
    assert sections(page)["Good luck."] == ()


def test_an_empty_detail_does_not_claim_what_follows():
    page = "<details><summary>Is there a fee?</summary></details><p>Good luck.</p>"
    assert leads(page)["Good luck."] is None


def test_a_heading_that_asks_introduces_the_answer():
    page = "<h1>FAQ</h1><h2>Is there a fee?</h2><p>No fee.</p>"
    assert ("question", "Is there a fee?") in blocks(page)
    assert leads(page)["No fee."] == "Is there a fee?"
    assert sections(page)["No fee."] == ("Is there a fee?",)


def test_a_paragraph_that_only_asks_introduces_the_answer():
    page = "<p>Who may apply?</p><p>Residents.</p>"
    assert blocks(page) == [("question", "Who may apply?"), ("paragraph", "Residents.")]


def test_a_list_right_under_a_question_answers_it():
    page = "<h2>Who may apply?</h2><ul><li>Residents</li><li>Students</li></ul>"
    assert leads(page)["Residents"] == leads(page)["Students"] == "Who may apply?"


def test_an_accordion_made_of_a_list_joins_each_answer_to_its_question():
    page = """<ul><li><h3><button aria-expanded="false" aria-controls="a">Is there a fee?</button></h3>
    <div id="a" hidden>No fee.</div></li><li><h3><button aria-controls="b">Is it paid?</button></h3>
    <div id="b" style="display: none">It is paid.</div></li></ul>"""
    assert leads(page)["No fee."] == "Is there a fee?"
    assert leads(page)["It is paid."] == "Is it paid?"


def test_a_line_that_is_nothing_but_bold_is_a_heading():
    page = "<p><strong>Residents</strong></p><p>You may apply.</p><p><b>Always sign it!</b></p><p><b>5 May</b></p>"
    assert blocks(page)[0] == ("heading", "Residents")
    assert blocks(page)[2:] == [("paragraph", "Always sign it!"), ("paragraph", "5 May")]


@pytest.mark.parametrize(
    "page",
    [
        "<p><b>Is there a fee?</b> No fee.</p><p><strong>Is it <i>paid</i>?</strong><br>It is paid.</p>",
        "<p><b>Is there a fee?</b><br>No fee.<br><br> <b>Is it paid?</b> It is paid.</p>",
        "<div> <b>Is there a fee?</b>No fee.<p><b>Is it paid?</b></p>It is paid.</div>",
    ],
)
def test_bold_questions_that_begin_a_line_head_their_answers(page):
    assert blocks(page) == [
        ("question", "Is there a fee?"),
        ("paragraph", "No fee."),
        ("question", "Is it paid?"),
        ("paragraph", "It is paid."),
    ]
    assert leads(page)["It is paid."] == "Is it paid?"


def test_other_bold_words_head_nothing():
    page = "<p>He asked: <b>is it paid?</b> It is.</p><p><b>Yes.</b> Why?</p><ul><li><b>Is it paid?</b> Yes.</li></ul>"
    assert texts(page) == ["He asked: is it paid? It is.", "Yes. Why?", "Is it paid? Yes."]


def test_line_breaks_divide_lines_and_source_line_ends_do_not():
    assert texts("<p>One\n  line.<br>Another\tline.<br/></p>") == ["One line.\nAnother line."]


def test_preformatted_lines_stay_lines():
    assert texts("<pre>Monday:  nine\nTuesday: ten</pre>") == ["Monday: nine\nTuesday: ten"]


def test_links_that_stand_directly_side_by_side_do_not_run_together():
    assert texts("<p><a href=a>Fees</a><a href=b>Dates</a></p>") == ["Fees Dates"]


def test_inline_markup_does_not_divide_words():
    assert texts("<p>A<b>pp</b>ly by <a href=x>May</a>, <span>2027</span>.</p>") == ["Apply by May, 2027."]


# What is left out and what is kept


@pytest.mark.parametrize(
    "main",
    [
        "<main>Kept.</main>",
        '<div role="main">Kept.</div>',
        "<article>Kept.</article>",
        "<main><article>Kept.</article></main>",
        "<main><header>Kept.</header></main>",
        "<article><section><p>Kept.</p></section></article>",
    ],
)
def test_only_the_main_part_of_a_page_is_read(main):
    assert texts(f"<body><div>Site name</div>{main}<div>Imprint</div></body>") == ["Kept."]


def test_a_page_without_head_and_body_tags_is_read_whole():
    assert texts("<title>T</title><section>One.</section><p>Two.</p>Three.") == ["One.", "Two.", "Three."]


def test_loose_text_in_a_main_part_of_any_element_is_read():
    assert texts('<span role="main">One.</span>') == ["One."]


def test_without_a_main_part_the_body_is_read():
    page = "<body><div>One.</div><article>Two.</article><article>Three.</article></body>"
    assert texts(page) == ["One.", "Two.", "Three."]


@pytest.mark.parametrize(
    "hidden",
    [
        "<nav>Gone</nav>",
        "<header>Gone</header>",
        "<header class=site>Gone</header>",
        "<div><header>Gone</header></div>",
        "<footer>Gone</footer>",
        "<aside>Gone</aside>",
        "<script>Gone</script>",
        "<style>Gone</style>",
        "<template><p>Gone</p></template>",
        "<noscript>Gone</noscript>",
        "<!-- Gone -->",
        "<select><option>Gone</option></select>",
        "<textarea>Gone</textarea>",
        "<svg><text>Gone</text></svg>",
        "<iframe>Gone</iframe>",
        "<button>Gone</button>",
        '<div role="navigation">Gone</div>',
        '<div role="dialog">Gone</div>',
        '<div role="search">Gone</div>',
        '<div class="cookie-bar"><p>Gone</p></div>',
        '<div id="gdpr">Gone</div>',
        '<a class="skip-link" href="#x">Gone</a>',
        '<ol class="breadcrumb"><li>Gone</li></ol>',
        '<span class="sr-only">Gone</span>',
        '<div class="share-buttons">Gone</div>',
        "<p hidden>Gone</p>",
        '<p aria-hidden="true">Gone</p>',
        '<p style="display:none">Gone</p>',
        '<p style="color: red; DISPLAY : None !important">Gone</p>',
        '<p style="visibility: hidden">Gone</p>',
        '<p style="opacity:0">Gone</p>',
        '<p style="font-size:0">Gone</p>',
        '<p style="font-size: 0px;">Gone</p>',
        '<p style="position:absolute; left:-9999px">Gone</p>',
        '<p style="text-indent: -9999px">Gone</p>',
        "<ul><li hidden>Gone</li></ul>",
        "<table><tr hidden><td>Gone</td></tr></table>",
        "<table><tbody style='display:none'><tr><td>Gone</td></tr></tbody></table>",
        "<table><caption class='sr-only'>Gone</caption><tr><td></td></tr></table>",
        "<dl hidden><dt>Gone</dt></dl>",
        "<dl><div hidden><dt>Gone</dt><dd>Gone</dd></div></dl>",
    ],
)
def test_what_a_reader_of_the_page_does_not_see_is_left_out(hidden):
    assert texts(f"<body>{hidden}<p>Kept.</p></body>") == ["Kept."]


@pytest.mark.parametrize(
    "style",
    [
        "font-size: 0.9em",
        "font-size:0.875rem",
        "opacity: 0.8",
        "margin-left:-100px",
        "margin-top: -99px",
        "left: -5px",
    ],
)
def test_styles_that_hide_nothing_hide_nothing(style):
    assert texts(f'<p style="{style}">Kept.</p>') == ["Kept."]


@pytest.mark.parametrize("name", ["consentaneous", "cookiejar", "breadcrumbling", "shared", "navigate"])
def test_names_that_only_resemble_page_furniture_hide_nothing(name):
    assert texts(f'<div class="{name}">Kept.</div>') == ["Kept."]


@pytest.mark.parametrize("attribute", ['aria-controls="x"', 'data-bs-target="#x"', 'data-target="#x"'])
@pytest.mark.parametrize("hiding", ["hidden", 'style="display:none"', 'aria-hidden="true"'])
def test_a_hidden_panel_that_a_button_opens_is_kept(attribute, hiding):
    page = f'<button aria-expanded="false" {attribute}>Is there a fee?</button><div id="x" {hiding}>No fee.</div>'
    assert blocks(page) == [("question", "Is there a fee?"), ("paragraph", "No fee.")]
    assert leads(page)["No fee."] == "Is there a fee?"


def test_hidden_text_inside_a_visible_item_heading_or_cell_is_left_out():
    hidden = '<span style="display:none">Gone</span>'
    page = f"<h2>Fees{hidden}</h2><ul><li>ten{hidden}</li></ul><table><tr><td>five{hidden}</td></tr></table>"
    assert texts(page) == ["Fees", "ten", "five"]


# Anchors


def test_the_nearest_element_id_is_the_anchor():
    page = "<p>Top.</p><h2 id=fees>Fees</h2><p>Ten.</p><div id=late><p>Twenty.</p></div><p id=end>End.</p>"
    assert anchors(page) == {"Top.": None, "Fees": "fees", "Ten.": "fees", "Twenty.": "late", "End.": "end"}


def test_ids_of_items_rows_and_terms_are_anchors():
    page = "<ul><li id=a>One</ul><table><tr id=b><td>Two</table><dl><dt id=c>Three<dd id=d>Four</dl>"
    assert anchors(page) == {"One": "a", "Two": "b", "Three": "c", "Four": "d"}


def test_ids_of_what_is_left_out_are_no_anchors():
    assert anchors("<p id=a>One.</p><nav id=menu>Gone</nav><p>Two.</p>")["Two."] == "a"


# Odd pages


def scrambled(address, key=0x42):
    return bytes([key, *(byte ^ key for byte in address.encode())]).hex()


def test_scrambled_addresses_are_read_as_a_browser_shows_them():
    code = scrambled("office@example.org")
    page = f'<p>Write to <a class="__cf_email__" data-cfemail="{code}">[email&#160;protected]</a>.</p>'
    assert texts(page) == ["Write to office@example.org."]
    page = f'<ul><li><h3><a href="/cdn-cgi/l/email-protection#{code}">[email&#160;protected]</a></h3>x</ul>'
    assert texts(page) == ["office@example.org", "x"]


def test_a_scrambled_link_that_shows_a_name_keeps_the_name():
    code = scrambled("office@example.org")
    assert texts(f'<p><a href="/cdn-cgi/l/email-protection#{code}">The office</a></p>') == ["The office"]


@pytest.mark.parametrize("code", ["", "4", "zz", "42zz"])
def test_a_broken_scramble_is_left_as_it_is(code):
    assert texts(f'<p>a <span data-cfemail="{code}">shown</span></p>') == ["a shown"]


def test_the_declared_encoding_is_used():
    for name in ("windows-1251", "koi8-r", "shift_jis", "gb18030"):
        data = f'<meta charset="{name}"><p>Привет.'.encode(name)
        assert read_document(data, "page.html").text == "Привет."
    data = '<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-15"><p>10 €.'.encode("iso-8859-15")
    assert read_document(data, "page.html").text == "10 €."


@pytest.mark.parametrize("name", ["iso-8859-1", "latin1", "us-ascii", "ISO-8859-1", "windows-1252"])
def test_latin_1_means_what_browsers_take_it_for(name):
    data = f"<meta charset={name}><p>Don’t send “originals”.".encode("cp1252")
    assert read_document(data, "page.html").text == "Don’t send “originals”."


@pytest.mark.parametrize("name", ["utf8", "UTF-8", "utf-16", "idna", "undefined", "unicode_escape", "rot13", "martian"])
def test_any_other_declared_encoding_is_read_as_utf_8(name):
    assert texts(f"<meta charset={name}><p>Café \\x41.") == ["Café \\x41."]


def test_a_byte_order_mark_outweighs_the_declared_encoding():
    data = b"\xef\xbb\xbf" + "<meta charset=iso-8859-1><p>Café.".encode()
    assert read_document(data, "page.html").text == "Café."


def test_bytes_that_are_not_in_the_declared_encoding_are_refused():
    with pytest.raises(DocumentError, match="is not CP1252 text at byte"):
        read_document(b"<meta charset=latin1><p>\x81", "page.html")


def test_an_xml_declaration_is_no_obstacle():
    assert texts('<?xml version="1.0" encoding="utf-8"?><html><body><p>Text.</p></body></html>') == ["Text."]


@pytest.mark.parametrize("depth", [150, 250, 300, 1_500])
@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "table><tr><td", "details"])
def test_text_is_kept_however_deep_it_is_nested(depth, tag):
    levels = depth // (1 + tag.count("<"))
    page = f"<p>Before.</p>{f'<{tag}>' * levels}Deep.<p hidden>Gone</p>{'</div>' * levels}<p>After.</p>"
    joined = " ".join(texts(page))
    assert "Before." in joined
    assert "Deep." in joined
    assert "After." in joined
    assert "Gone" not in joined


def test_a_page_nested_too_deep_for_the_parser_is_refused():
    with pytest.raises(DocumentError, match="Excessive depth") as error:
        read("<p>Before.</p>" + "<div>" * 5_000 + "Deep." + "</div>" * 5_000 + "<p>After.</p>")
    assert "\n" not in str(error.value)


@pytest.mark.no_cover
def test_a_very_long_text_is_read_to_its_end():
    page = "<p>" + "word " * 2_200_000 + "end.</p><p>After.</p>"
    text = read(page).text
    assert text.endswith("word end.\n\nAfter.")
