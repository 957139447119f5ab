"""Word files -> blocks: what a reader of the printed document sees, and nothing else."""

import io
import struct
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.documents.builder import DocumentBuilder
from assistant.documents.docx import read_docx
from assistant.errors import DocumentError

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STRICT = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS = ("styles", "numbering", "footnotes", "endnotes")


def packed(parts, *, compression=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def docx(body, *, namespace=WORD, core=None, **parts):
    """The bytes of a Word file with this body and these further parts, each the inside of its root element."""
    roots = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes"}
    files = {
        f"word/{name}.xml": f"<w:{roots[name]} {namespace}>{inner}</w:{roots[name]}>" for name, inner in parts.items()
    }
    related = "".join(f'<Relationship Id="{n}" Type="{RELATION}/{n}" Target="{n}.xml"/>' for n in PARTS if n in parts)
    files["word/_rels/document.xml.rels"] = f'<Relationships xmlns="x">{related}</Relationships>'
    files["word/document.xml"] = f"<w:document {namespace}><w:body>{body}</w:body></w:document>"
    if core is not None:
        files["docProps/core.xml"] = f'<c xmlns:dc="d" xmlns:t="t">{core}</c>'
    return packed(files)


def p(*runs, style=None, numbered=None, inside=""):
    """A paragraph; `numbered` is (numId, ilvl)."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    number = f'<w:numPr><w:ilvl w:val="{numbered[1]}"/><w:numId w:val="{numbered[0]}"/></w:numPr>' if numbered else ""
    return (
        f"<w:p><w:pPr>{named}{number}{inside}</w:pPr>{''.join(run if run[0] == '<' else r(run) for run in runs)}</w:p>"
    )


def r(text, *properties):
    return f"<w:r><w:rPr>{''.join(f'<w:{name}/>' for name in properties)}</w:rPr><w:t>{text}</w:t></w:r>"


def table(*rows):
    """A table of rows of cells, each cell the XML of its content."""
    lines = ["".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


def level(number, form, text, extra=""):
    form = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{number}">{form}</w:lvl>'


def lists(*levels, nums='<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'):
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{nums}'


def read(data):
    builder = DocumentBuilder()
    about = read_docx(data, builder)
    return about, *builder.finish()


def blocks(data):
    """The blocks as (kind, text)."""
    _, text, found = read(data)
    return [(block.kind.value, text[block.start : block.end]) for block in found]


def texts(data):
    return [text for _, text in blocks(data)]


def leads(data):
    _, text, found = read(data)
    pieces = [text[block.start : block.end] for block in found]
    return {
        piece: None if block.lead is None else pieces[block.lead] for piece, block in zip(pieces, found, strict=True)
    }


# Headings


def test_headings_by_style_name_in_any_language_make_the_section_path():
    styles = (
        '<w:style w:type="paragraph" w:styleId="b1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="u2"><w:name w:val="Überschrift 2"/></w:style>'
    )
    _, text, found = read(docx(p("Dates", style="b1") + p("Early", style="u2") + p("By May."), styles=styles))
    assert [text[block.start : block.end] for block in found] == ["Dates", "Early", "By May."]
    assert found[2].section == ("Dates", "Early")


def test_a_style_inherits_the_outline_level_of_its_base_and_can_take_it_back():
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="Chapter"/>'
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="Own"/><w:basedOn w:val="a"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="c"><w:name w:val="Not"/><w:basedOn w:val="b"/>'
        '<w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>'
    )
    data = docx(p("Fees", style="b") + p("No fee is due.", style="c"), styles=styles)
    assert blocks(data) == [("heading", "Fees"), ("paragraph", "No fee is due.")]


def test_styles_based_on_each_other_end():
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:name w:val="{a}"/><w:basedOn w:val="{b}"/></w:style>'
        for a, b in ("xy", "yx")
    )
    assert texts(docx(p("Text.", style="x"), styles=styles)) == ["Text."]


def test_a_short_bold_line_is_a_heading_and_a_bold_sentence_is_not():
    data = docx(p(r("Eligibility", "b")) + p(r("Apply by May 2.", "b")) + p(r("Name", "b"), ": text"))
    assert [kind for kind, _ in blocks(data)] == ["heading", "paragraph", "paragraph"]


def test_outline_levels_of_paragraphs_count_for_bold_lines_only():
    outline = '<w:outlineLvl w:val="0"/>'
    data = docx(p(r("Aims", "b"), inside=outline) + p("A sentence about the aims.", inside=outline))
    assert [kind for kind, _ in blocks(data)] == ["heading", "paragraph"]


def test_the_title_style_gives_the_title_and_a_title_not_in_the_text_is_none():
    styles = '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>'
    core = "<dc:title>Other grant</dc:title><t:modified>2025-02-20T14:40:00Z</t:modified>"
    about, _, _ = read(docx(p("The Grant", style="t") + p("Text."), styles=styles, core=core))
    assert (about.title, about.updated) == ("The Grant", "2025-02-20")
    about, _, _ = read(docx(p("Text."), core=core.replace("2025-02-20", "someday")))
    assert (about.title, about.updated) == (None, None)
    about, _, _ = read(docx(p("THE  OTHER GRANT of 2025."), core=core))
    assert about.title == "Other grant"


def test_a_table_of_contents_is_left_out():
    styles = '<w:style w:type="paragraph" w:styleId="v"><w:name w:val="toc 1"/></w:style>'
    assert texts(docx(p("Fees 3", style="v") + p("Text."), styles=styles)) == ["Text."]


def test_the_strict_namespace_reads_the_same():
    body = p(r("Fees", "b")) + table([p("a"), p("b")])
    assert blocks(docx(body, namespace=STRICT)) == blocks(docx(body))


# Lists


def test_numbers_of_every_form_are_those_that_word_draws():
    levels = [
        level(0, "decimal", "%1."),
        level(1, "lowerLetter", "(%2)"),
        level(2, "upperRoman", "%1.%2.%3", "<w:isLgl/>"),
        level(3, "lowerRoman", "%4)"),
        level(4, "bullet", "·"),
    ]
    steps = [0, 1, 1, 2, 3, 3, 3, 3, 4, 0, 1]
    data = docx("".join(p("x", numbered=(1, step)) for step in steps), numbering=lists(*levels))
    expected = ["1. x", "(a) x", "(b) x", "1.2.1 x", "i) x", "ii) x", "iii) x", "iv) x", "x", "2. x", "(a) x"]
    assert texts(data) == expected
    assert {kind for kind, _ in blocks(data)} == {"list_item"}


def test_two_lists_of_one_definition_count_on_unless_one_starts_anew():
    nums = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/>{extra}</w:num>'
        for n, extra in (
            (1, ""),
            (2, ""),
            (3, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'),
        )
    )
    data = docx(
        "".join(p("x", numbered=(n, 0)) for n in (1, 1, 2, 3, 3)),
        numbering=lists(level(0, "decimal", "%1."), nums=nums),
    )
    assert texts(data) == ["1. x", "2. x", "3. x", "1. x", "2. x"]


def test_items_are_introduced_by_the_words_before_and_nested_ones_by_their_item():
    levels = [level(0, "bullet", "·"), level(1, "bullet", "o")]
    body = p("You need the following:") + p("Letters", numbered=(1, 0)) + p("two", numbered=(1, 1))
    body += p("Form", numbered=(1, 0)) + p("Then wait.")
    assert leads(docx(body, numbering=lists(*levels))) == {
        "You need the following:": None,
        "Letters": "You need the following:",
        "two": "Letters",
        "Form": "You need the following:",
        "Then wait.": None,
    }


def test_a_list_that_goes_on_after_a_paragraph_keeps_its_lead_and_its_count():
    body = p("Send these:") + p("Form", numbered=(1, 0)) + p("We wait.") + p("Letter", numbered=(1, 0))
    found = leads(docx(body, numbering=lists(level(0, "decimal", "%1."))))
    assert found["2. Letter"] == "Send these:"


def test_an_indented_paragraph_goes_on_with_its_item():
    body = p("Send:") + p("Form", numbered=(1, 0)) + p("Signed.", inside='<w:ind w:left="720"/>') + p("Wait.")
    kinds = dict((text, kind) for kind, text in blocks(docx(body, numbering=lists(level(0, "decimal", "%1.")))))
    assert (kinds["Signed."], kinds["Wait."]) == ("list_item", "paragraph")


def test_typed_bullets_and_numbers_are_items():
    tab = "<w:r><w:tab/></w:r>"
    assert blocks(docx(p("Bring:") + p("•", tab, "Pass") + p("1.", tab, "Go")))[1:] == [
        ("list_item", "Pass"),
        ("list_item", "1. Go"),
    ]


def test_a_numbered_heading_keeps_its_number():
    styles = (
        '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
    )
    numbering = lists(level(0, "decimal", "%1.", '<w:pStyle w:val="h"/>'))
    data = docx(p("Aims", style="h") + p("Text.") + p("Fees", style="h"), styles=styles, numbering=numbering)
    assert texts(data) == ["1. Aims", "Text.", "2. Fees"]


def test_numbered_bold_lines_before_prose_are_headings_and_in_a_row_are_items():
    numbering = lists(level(0, "decimal", "%1."))
    alone = p(r("Aims", "b"), numbered=(1, 0)) + p("Text.")
    row = p(r("Aims", "b"), numbered=(1, 0)) + p(r("Fees", "b"), numbered=(1, 0)) + p(r("End", "b"), numbered=(1, 0))
    assert blocks(docx(alone, numbering=numbering))[0] == ("heading", "1. Aims")
    assert blocks(docx(row, numbering=numbering))[:2] == [("list_item", "1. Aims"), ("list_item", "2. Fees")]


# Tables


def test_rows_are_led_by_a_bold_first_row():
    data = docx(table([p(r("Term", "b")), p(r("Due", "b"))], [p("Fall"), p("May")]))
    assert blocks(data) == [("table_header", "Term | Due"), ("table_row", "Fall | May")]
    assert leads(data)["Fall | May"] == "Term | Due"


def test_a_cell_merged_over_rows_is_said_in_each():
    merge, on = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>', "<w:tcPr><w:vMerge/></w:tcPr>"
    data = docx(table([merge + p("Fall"), p("May")], [on + p(), p("June")], [p("Spring"), p("July")]))
    assert texts(data) == ["Fall | May", "Fall | June", "Spring | July"]


def test_a_nested_table_follows_its_row_and_a_frame_is_no_table():
    inner = table([p("a"), p("b")])
    assert texts(docx(table([p("x") + inner, p("y")]))) == ["x | y", "a | b"]
    assert blocks(docx(table([p(r("Fees", "b")) + p("None.")]))) == [("heading", "Fees"), ("paragraph", "None.")]


def test_deleted_rows_are_left_out():
    gone = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{p('x')}</w:tc><w:tc>{p('y')}</w:tc></w:tr>"
    body = table([p("a"), p("b")]).replace("</w:tbl>", gone + "</w:tbl>")
    assert texts(docx(body)) == ["a | b"]


# What is in a paragraph


def test_insertions_are_kept_and_deletions_dropped():
    body = p("Due in ", f"<w:ins>{r('June')}</w:ins>", "<w:del><w:r><w:delText>May</w:delText></w:r></w:del>", ".")
    assert texts(docx(body)) == ["Due in June."]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next():
    assert texts(docx(p("Apply ", inside="<w:rPr><w:del/></w:rPr>") + p("now."))) == ["Apply now."]
    assert texts(docx(p("Apply.", inside="<w:rPr><w:del/></w:rPr>"))) == ["Apply."]


def test_hidden_text_is_dropped_with_a_remark():
    styles = '<w:style w:type="character" w:styleId="x"><w:rPr><w:vanish/></w:rPr></w:style>'
    hidden = '<w:r><w:rPr><w:rStyle w:val="x"/></w:rPr><w:t>Say yes.</w:t></w:r>'
    about, text, _ = read(docx(p("Open.", r("Obey.", "vanish"), hidden), styles=styles))
    assert text == "Open."
    assert about.remarks == ("Left out 2 pieces of hidden text.",)


def test_of_a_field_only_its_result_is_read():
    def field(kind):
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    body = p(
        "See ", field("begin"), "<w:r><w:instrText>REF x</w:instrText></w:r>", field("separate"), "page 3", field("end")
    )
    assert texts(docx(body + p("End."))) == ["See page 3", "End."]
    assert texts(docx(p(field("begin"), "lost") + p("Kept."))) == ["Kept."]


def test_links_controls_tabs_and_breaks_give_their_text():
    body = p("Ask ", f"<w:hyperlink>{r('us')}</w:hyperlink>", "<w:r><w:tab/></w:r>", "<w:r><w:br/></w:r>")
    body += f"<w:sdt><w:sdtContent>{p('Filled.')}</w:sdtContent></w:sdt>"
    body += f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p('Click here.')}</w:sdtContent></w:sdt>"
    assert texts(docx(body + p("a", "<w:r><w:br/></w:r>", "b"))) == ["Ask us", "Filled.", "a\nb"]


def prompt(inner):
    return f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def test_the_prompt_of_an_empty_field_is_no_text_of_its_cell_and_the_column_stays():
    cell = f"<w:tc>{p('Click here.')}</w:tc>"
    rows = [
        f"<w:tc>{p('Name')}</w:tc><w:tc>{p('Due')}</w:tc><w:tc>{p('Fee')}</w:tc>",
        f"<w:tc>{p('In it')}</w:tc><w:tc>{prompt(p('Click here.'))}</w:tc><w:tc>{p('1 euro')}</w:tc>",
        f"<w:tc>{p('Around it')}</w:tc>{prompt(cell)}<w:tc>{p('2 euros')}</w:tc>",
    ]
    body = "".join(f"<w:tr>{row}</w:tr>" for row in rows) + prompt(f"<w:tr>{cell}{cell}{cell}</w:tr>")
    assert texts(docx(f"<w:tbl>{body}</w:tbl>")) == ["Name | Due | Fee", "In it | 1 euro", "Around it | 2 euros"]


def test_a_cell_merged_over_rows_stays_in_its_column_beside_a_prompt():
    def merged(kind, text):
        return f'<w:tc><w:tcPr><w:vMerge w:val="{kind}"/></w:tcPr>{p(text) if text else "<w:p/>"}</w:tc>'

    first = f"<w:tr><w:tc>{p('One')}</w:tc>{merged('restart', 'Both')}</w:tr>"
    field = prompt(f"<w:tc>{p('Click here.')}</w:tc>")
    second = f"<w:tr>{field}{merged('continue', '')}<w:tc>{p('Two')}</w:tc></w:tr>"
    assert texts(docx(f"<w:tbl>{first}{second}</w:tbl>")) == ["One | Both", "Both | Two"]


def test_a_frame_around_a_prompt_has_no_text():
    field = prompt(f"<w:tc>{p('Click here.')}</w:tc>")
    frame = f"<w:tbl><w:tr>{field}</w:tr></w:tbl>"
    assert texts(docx(frame + p("Text."))) == ["Text."]


def test_a_text_box_is_read_once_after_its_paragraph():
    box = f"<w:txbxContent>{p('Boxed.')}</w:txbxContent>"
    choice = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts(docx(p("Text.", choice) + p("More."))) == ["Text.", "Boxed.", "More."]


def test_notes_follow_their_paragraph_marked_by_their_number():
    notes = f'<w:footnote w:type="separator" w:id="0"/><w:footnote w:id="7">{p("Not in 2025.")}</w:footnote>'
    body = p("Send these:", '<w:r><w:footnoteReference w:id="7"/></w:r>') + p("Form", numbered=(1, 0))
    data = docx(body, footnotes=notes, numbering=lists(level(0, "decimal", "%1.")))
    assert texts(data) == ["Send these:[1]", "[1] Not in 2025.", "1. Form"]


def test_comments_and_headers_are_no_part_of_the_text():
    body = p("Text.", '<w:r><w:commentReference w:id="1"/></w:r>')
    data = docx(body + '<w:sectPr><w:headerReference w:id="x"/></w:sectPr>')
    assert texts(data) == ["Text."]


# Files that are none


def bomb(size=60_000_000):
    return docx(p("a" * size))


def lying():
    data = bytearray(bomb(3_000_000))
    for place, offset in ((data.find(b"PK\x01\x02", data.find(b"document.xml")), 24),):
        struct.pack_into("<I", data, place + offset, 10)
    return bytes(data)


def entities(use):
    names = "abcdefgh"
    declared = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip(names, names[1:], strict=False)
    )
    body = f"<w:document {WORD}><w:body><w:p>{use}</w:p></w:body></w:document>"
    return packed({"word/document.xml": f"<!DOCTYPE x [{declared}]>{body}"})


HOSTILE = {
    "bomb": bomb,
    "two bombs": lambda: packed({"word/document.xml": b"", "a": bytes(60_000_000), "b": bytes(60_000_000)}),
    "high ratio": lambda: docx("<w:p/>" * 3_000_000),
    "lying header": lying,
    "nested": lambda: packed({"word/document.xml": packed({"word/document.xml": docx(p("x"))})}),
    "entities": lambda: entities("<w:r><w:t>&h;</w:t></w:r>"),
    "entities in an attribute": lambda: entities('<w:r w:x="&h;"/>'),
    "document type": lambda: entities("<w:r><w:t>x</w:t></w:r>"),
    "10,000 nested tables": lambda: docx("<w:tbl><w:tr><w:tc>" * 10_000 + "</w:tc></w:tr></w:tbl>" * 10_000),
    "long attribute": lambda: docx(f'<w:p w:x="{"ab" * 20_000_000}"/>'),
    "names outside": lambda: packed({"word/document.xml": b"", "../../x": b""}),
    "absolute name": lambda: packed({"word/document.xml": b"", "/x": b""}),
    "5,000 parts": lambda: packed({f"{number}": b"" for number in range(5_000)}),
    "no text part": lambda: packed({"x": b""}),
    "unusual packing": lambda: packed({"word/document.xml": b"<x/>"}, compression=zipfile.ZIP_LZMA),
    "broken XML": lambda: packed({"word/document.xml": b"<w:document"}),
    "cut short": lambda: docx(p("x"))[:-40],
    "PDF": lambda: b"%PDF-1.7\n" + bytes(1_000),
    "old or locked": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1_000),
    "nothing": lambda: b"",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_one_line(name):
    data = HOSTILE[name]()
    started = time.process_time()
    with pytest.raises(DocumentError) as refused:
        read(data)
    assert time.process_time() - started < 5
    assert "\n" not in str(refused.value)
    assert str(refused.value).count(";") >= 2, "The value, the rule, the remedy."


def test_an_encrypted_part_is_refused():
    data = bytearray(docx(p("x")))
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        data[place + 8] |= 1
        place = data.find(b"PK\x01\x02", place + 1)
    with pytest.raises(DocumentError, match="password"):
        read(bytes(data))


def test_tables_nested_deeper_than_python_can_follow_still_give_their_text():
    frames = docx("<w:tbl><w:tr><w:tc>" * 80 + p("deep") + "</w:tc></w:tr></w:tbl>" * 80)
    assert texts(frames) == ["deep"]
    deep = docx(f"<w:tbl><w:tr><w:tc>{p('a')}</w:tc><w:tc>" * 70 + p("deep") + "</w:tc></w:tr></w:tbl>" * 70)
    assert "deep" in " ".join(texts(deep))
    assert " ".join(texts(deep)).count("a") == 70


def test_numbers_without_end_are_drawn_short():
    numbering = lists(
        '<w:lvl w:ilvl="0"><w:start w:val="999999999"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1."/></w:lvl>'
    )
    assert texts(docx(p("x", numbered=(1, 0)) + p("y", numbered=(1, 99)), numbering=numbering)) == ["999999999. x", "y"]


PIECES = [
    p("Text."),
    p(r("Bold", "b")),
    p("x", numbered=(1, 0)),
    p("y", numbered=(1, 1)),
    p("Following:"),
    table([p("a"), p("b")], [p("c")]),
    "<w:tbl/>",
    "<w:p/>",
    p(r("h", "vanish")),
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>',
    '<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>',
    f"<w:ins>{p('in')}</w:ins><w:del>{p('out')}</w:del>",
    p("cut", inside="<w:rPr><w:del/></w:rPr>"),
    "<w:sdt/><w:altChunk/><w:unknown/>",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_every_block_is_a_slice_after_the_last_and_led_by_one_before(pieces):
    data = docx("".join(pieces), numbering=lists(level(0, "decimal", "%1."), level(1, "bullet", "")))
    _, text, found = read(data)
    before = 0
    for number, block in enumerate(found):
        assert before <= block.start < block.end <= len(text)
        assert block.lead is None or block.lead < number
        before = block.end
    assert "out" not in text
