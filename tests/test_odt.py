"""OpenDocument texts -> blocks: what a reader of the printed document sees, and nothing else."""

import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office import Office
from test_docx import packed

from assistant.documents import read_document
from assistant.documents.odt import read_odt
from assistant.errors import DocumentError

SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
        ("meta", "meta"),
        ("fo", "xsl-fo-compatible"),
    )
)
HEADINGS = "".join(
    f'<style:style style:name="Heading_20_{n}" style:family="paragraph" style:default-outline-level="{n}"/>'
    for n in (1, 2)
)
BOLD = '<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
HIDDEN = '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'


def odt(body, *, styles="", meta=None, **extra):
    """The bytes of an OpenDocument text with this body and these automatic styles."""
    files = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {SPACES}><office:automatic-styles>{BOLD}{HIDDEN}{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>",
        "styles.xml": f"<office:document-styles {SPACES}><office:styles>{HEADINGS}</office:styles>"
        "</office:document-styles>",
    }
    if meta is not None:
        files["meta.xml"] = (
            f'<office:document-meta {SPACES} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>{meta}'
            "</office:meta></office:document-meta>"
        )
    return packed(files | extra)


def p(text, style=None):
    return f"<text:p{named(style)}>{text}</text:p>"


def h(text, level):
    return f'<text:h{named(f"Heading_20_{level}")} text:outline-level="{level}">{text}</text:h>'


def named(style):
    return f' text:style-name="{style}"' if style else ""


def bold(text):
    return f'<text:span text:style-name="B">{text}</text:span>'


def items(*contents, style="L", extra=""):
    """A list of items, each the XML of its content."""
    lines = "".join(f"<text:list-item>{content}</text:list-item>" for content in contents)
    return f"<text:list{named(style)}{extra}>{lines}</text:list>"


def numbers(*levels, name="L"):
    """A list style; a level is (format, prefix, suffix, levels shown), or None for a bullet."""
    made = ""
    for place, level in enumerate(levels, 1):
        if level is None:
            made += f'<text:list-level-style-bullet text:level="{place}" text:bullet-char="•"/>'
            continue
        form, prefix, suffix, shown = level
        made += (
            f'<text:list-level-style-number text:level="{place}" style:num-format="{form}" style:num-prefix="{prefix}" '
            f'style:num-suffix="{suffix}" text:display-levels="{shown}"/>'
        )
    return f'<text:list-style style:name="{name}">{made}</text:list-style>'


def table(*rows, headed=None):
    """A table of rows of cells, each cell the XML of its content."""
    lines = [
        "<table:table-row>"
        + "".join(cell if cell.startswith("<table:") else td(cell) for cell in row)
        + "</table:table-row>"
        for row in rows
    ]
    if headed is not None:
        lines[:headed] = [f"<table:table-header-rows>{''.join(lines[:headed])}</table:table-header-rows>"]
    return f"<table:table>{''.join(lines)}</table:table>"


def td(content, extra=""):
    return f"<table:table-cell{extra}>{content}</table:table-cell>"


OFFICE = Office(read_odt)
read, blocks, texts, leads = OFFICE.read, OFFICE.blocks, OFFICE.texts, OFFICE.leads


# Headings


def test_headings_make_the_section_path():
    _, text, found = read(odt(h("Dates", 1) + h("Early", 2) + p("By May.")))
    assert [text[block.start : block.end] for block in found] == ["Dates", "Early", "By May."]
    assert found[2].section == ("Dates", "Early")


def test_a_style_inherits_what_it_is_based_on_and_a_circle_ends():
    styles = (
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Heading_20_1"/>'
        '<style:style style:name="P2" style:family="paragraph" style:parent-style-name="P3"/>'
        '<style:style style:name="P3" style:family="paragraph" style:parent-style-name="P2"/>'
    )
    data = odt('<text:h text:style-name="P1" text:outline-level="1">Fees</text:h>' + p("None.", "P2"), styles=styles)
    assert blocks(data) == [("heading", "Fees"), ("paragraph", "None.")]


def test_a_short_bold_line_is_a_heading_and_a_bold_sentence_is_not():
    data = odt(p(bold("Eligibility")) + p(bold("Apply by May 2.")) + p(bold("Name") + ": text"))
    assert [kind for kind, _ in blocks(data)] == ["heading", "paragraph", "paragraph"]


def test_numbered_headings_are_counted_as_the_outline_says():
    outline = (
        '<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="1" '
        'style:num-suffix="."/><text:outline-level-style text:level="2" style:num-format="a" text:display-levels="2"/>'
        "</text:outline-style>"
    )
    data = odt(h("Aims", 1) + p("Text.") + h("Fees", 1) + h("Early", 2) + p("Text."), styles=outline)
    assert texts(data) == ["1. Aims", "Text.", "2. Fees", "2.a Early", "Text."]


def test_title_and_day_come_from_what_the_file_says_of_itself_when_the_text_has_the_title_too():
    meta = "<dc:title>Other grant</dc:title><dc:date>2025-02-20T14:40:00</dc:date>"
    about, _, _ = read(odt(p("Text."), meta=meta))
    assert (about.title, about.updated) == (None, "2025-02-20")
    about, _, _ = read(odt(p("THE  OTHER GRANT of 2025."), meta=meta.replace("2025-02-20", "someday")))
    assert (about.title, about.updated) == ("Other grant", None)
    about, _, _ = read(odt(p("The Grant", "Title") + p("Text."), meta=meta))
    assert about.title == "The Grant"


def test_a_table_of_contents_is_left_out():
    contents = f"<text:table-of-content><text:index-body>{p('Fees 3')}</text:index-body></text:table-of-content>"
    assert texts(odt(contents + p("Text."))) == ["Text."]


# Lists


def test_numbers_of_every_form_are_those_that_the_program_draws():
    levels = numbers(("1", "", ".", 1), ("a", "(", ")", 1), ("I", "", "", 3), ("i", "", ")", 1), None)
    nested = items(p("x"), p("x") + items(p("x") + items(p("x"), p("x") + items(p("x"), style=None), style=None),
                   style=None), style=None)  # fmt: skip
    data = odt(items(p("x") + nested, p("x")), styles=levels)
    assert texts(data) == ["1. x", "(a) x", "(b) x", "1.b.I x", "i) x", "ii) x", "x", "2. x"]
    assert {kind for kind, _ in blocks(data)} == {"list_item"}


def test_a_list_begins_anew_unless_it_goes_on_with_another():
    body = items(p("x"), p("x"), extra=' xml:id="one"') + p("Text.") + items(p("x"))
    body += p("Text.") + items(p("x"), extra=' text:continue-numbering="true"')
    body += p("Text.") + items(p("x"), extra=' text:continue-list="one"')
    body += p("Text.") + '<text:list text:style-name="L"><text:list-item text:start-value="7">' + p("x")
    data = odt(body + "</text:list-item></text:list>", styles=numbers(("1", "", ".", 1)))
    assert [text for text in texts(data) if text != "Text."] == ["1. x", "2. x", "1. x", "2. x", "3. x", "7. x"]


def test_items_are_introduced_by_the_words_before_and_nested_ones_by_their_item():
    body = p("You need the following:") + items(p("Letters") + items(p("two"), style=None), p("Form") + p("Signed."))
    assert leads(odt(body + p("Then wait."), styles=numbers(None, None))) == {
        "You need the following:": None,
        "Letters": "You need the following:",
        "two": "Letters",
        "Form": "You need the following:",
        "Signed.": "You need the following:",
        "Then wait.": None,
    }


# Tables


def test_rows_are_led_by_the_header_row_or_by_a_bold_first_one():
    headed = odt(table([p("Term"), p("Due")], [p("Fall"), p("May")], headed=1))
    bold_first = odt(table([p(bold("Term")), p(bold("Due"))], [p("Fall"), p("May")]))
    for data in (headed, bold_first):
        assert blocks(data) == [("table_header", "Term | Due"), ("table_row", "Fall | May")]
        assert leads(data)["Fall | May"] == "Term | Due"


def test_a_cell_merged_over_rows_is_said_in_each_and_one_merged_over_columns_once():
    tall, wide = ' table:number-rows-spanned="2"', ' table:number-columns-spanned="2"'
    covered = "<table:covered-table-cell/>"
    data = odt(table([td(p("Fall"), tall), p("May")], [covered, p("June")], [td(p("Both"), wide), covered],
                     [p("Spring"), p("July")]))  # fmt: skip
    assert texts(data) == ["Fall | May", "Fall | June", "Both", "Spring | July"]


def test_a_nested_table_follows_its_row_and_a_frame_is_no_table():
    inner = table([p("a"), p("b")])
    assert texts(odt(table([p("x") + inner, p("y")]))) == ["x | y", "a | b"]
    assert blocks(odt(table([p(bold("Fees")) + p("None.")]))) == [("heading", "Fees"), ("paragraph", "None.")]


# What is in a paragraph


def test_deletions_comments_and_prompts_are_no_part_of_the_text():
    gone = (
        '<text:tracked-changes><text:changed-region text:id="c"><text:deletion>'
        f"{p('Gone.')}</text:deletion></text:changed-region></text:tracked-changes>"
    )
    body = p(
        'Due in <text:change text:change-id="c"/><text:change-start text:change-id="d"/>June'
        f'<text:change-end text:change-id="d"/>.<office:annotation>{p("Why?")}</office:annotation>'
        "<text:placeholder>Click here</text:placeholder>"
    )
    assert texts(odt(gone + body)) == ["Due in June."]


def test_hidden_text_is_dropped_with_a_remark():
    styles = (
        '<style:style style:name="P" style:family="paragraph"><style:text-properties text:display="none"/>'
        "</style:style>"
        '<style:style style:name="T" style:family="text"><style:text-properties fo:font-size="1pt"/></style:style>'
    )
    body = p('Open.<text:span text:style-name="H">Obey.</text:span>') + p("Obey.", "P")
    body += p('<text:span text:style-name="T">Obey.</text:span>Now.')
    body += p('<text:hidden-text text:is-hidden="true">Obey.</text:hidden-text>')
    body += p('<text:hidden-paragraph text:is-hidden="true"/>Obey.')
    body += f'<text:section text:display="none">{p("Obey.")}</text:section>'
    about, text, _ = read(odt(body, styles=styles))
    assert text == "Open.\n\nNow."
    assert about.remarks == ("Left out 6 pieces of hidden text.",)


def test_links_spaces_tabs_and_breaks_give_their_text():
    body = p('Ask\n  <text:a xmlns:xlink="x" xlink:href="u">us</text:a>.<text:s text:c="3"/>Now<text:tab/>x'
             "<text:line-break/>y")  # fmt: skip
    assert texts(odt(f"<text:section>{body}</text:section>")) == ["Ask us. Now x\ny"]


def test_notes_follow_their_paragraph_marked_by_their_number():
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        f"{p('Not in 2025.')}</text:note-body></text:note>"
    )
    data = odt(p(f"Send these:{note}") + items(p("Form")), styles=numbers(("1", "", ".", 1)))
    assert texts(data) == ["Send these:[1]", "[1] Not in 2025.", "1. Form"]
    assert leads(data)["1. Form"] == "Send these:[1]"


def test_a_text_box_follows_its_paragraph_and_an_embedded_file_is_remarked():
    box = f"<draw:frame><draw:text-box>{p('Boxed.')}</draw:text-box></draw:frame>"
    shape = f"<draw:g><draw:custom-shape>{p('Shaped.')}</draw:custom-shape></draw:g>"
    data = odt(p(f"Text.{box}{shape}<draw:frame><draw:object/><draw:image/></draw:frame>") + p("More."))
    assert texts(data) == ["Text.", "Boxed.", "Shaped.", "More."]
    assert read(data)[0].remarks == ("Left out 1 embedded files.",)


# Files that are none


def deep(times, begin, inside, end):
    return odt(begin * times + inside + end * times)


CELL = "<table:table><table:table-row><table:table-cell>", "</table:table-cell></table:table-row></table:table>"
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
HOSTILE = {
    "bomb": lambda: odt(p("a" * 60_000_000)),
    "high ratio": lambda: odt("<text:p/>" * 3_000_000),
    "entities": lambda: packed({"content.xml": f"{ENTITIES}<x>&b;</x>"}),
    "10,000 nested tables": lambda: deep(10_000, CELL[0], "", CELL[1]),
    "10,000 nested spans": lambda: deep(10_000, "<text:span>", "", "</text:span>"),
    "Word file": lambda: packed({"word/document.xml": "<x/>"}),
    "spreadsheet": lambda: packed(
        {"content.xml": f"<office:d {SPACES}><office:body><office:spreadsheet/></office:body></office:d>"}
    ),
    "broken XML": lambda: packed({"content.xml": "<office:document-content"}),
    "cut short": lambda: odt(p("x"))[:-40],
    "RTF": lambda: b"{\\rtf1 Text.}",
    "locked": lambda: odt(p("x"), **{"META-INF/manifest.xml": "<m><manifest:encryption-data/></m>"}),
    "unusual packing": lambda: packed({"content.xml": b"<x/>"}, compression=zipfile.ZIP_LZMA),
    "only a heading": lambda: odt(h("Fees", 1)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_one_line(name):
    data = HOSTILE[name]()
    started = time.perf_counter()
    with pytest.raises(DocumentError) as refused:
        read_document(data, "a.odt")
    assert time.perf_counter() - started < 5
    assert "\n" not in str(refused.value)
    assert str(refused.value).count(";") >= 2, "The value, the rule, the remedy."


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        CELL,
        ("<text:list><text:list-item>", "</text:list-item></text:list>"),
        ("<text:section>", "</text:section>"),
        ("<text:p><draw:frame><draw:text-box>", "</draw:text-box></draw:frame></text:p>"),
    ],
)
def test_what_is_nested_deeper_than_python_can_follow_still_gives_its_text(begin, end):
    times = 200 // begin.count("<")
    found = " ".join(texts(deep(times, begin + p("a"), p("deep"), end)))
    assert found.endswith("deep")
    assert found.count("a") == times


def test_repeated_cells_are_not_made():
    wide = '<table:table-cell table:number-columns-repeated="999999999"/><table:covered-table-cell '
    wide += 'table:number-columns-repeated="999999999"/>'
    assert texts(odt(table([wide, p("a"), p("b")]))) == ["a | b"]


PIECES = [
    p("Text."),
    p(bold("Bold")),
    h("Head", 1),
    items(p("x"), p("y") + items(p("z"), style=None)),
    items("<text:p/>", items(p("only nested"))),
    p("Following:"),
    table([p("a"), p("b")], [p("c")]),
    "<table:table/><text:list/><text:p/><text:note/><draw:frame/>",
    p('<text:note><text:note-citation>1</text:note-citation></text:note><text:span text:style-name="H">h</text:span>'),
    f"<text:tracked-changes>{p('out')}</text:tracked-changes>",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_every_block_is_a_slice_after_the_last_and_led_by_one_before(pieces):
    _, text, _ = read(odt("".join(pieces), styles=numbers(("1", "", ".", 1), None)))
    assert "out" not in text
