"""RTF files -> blocks: what a reader of the printed document sees, and nothing else."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office import Office

from assistant.documents import read_document
from assistant.documents.rtf import read_rtf
from assistant.errors import DocumentError

STYLES = r"{\stylesheet{\ql Normal;}{\s1\outlinelevel0 heading 1;}{\s2 \'dcberschrift 2;}{\s3 Title;}{\s4 toc 1;}" + (
    r"{\*\cs10 heading 3;}}"
)


def rtf(*body, head=STYLES):
    """The bytes of an RTF file; a line of `body` is its source, or its bytes."""
    parts = [part if isinstance(part, bytes) else part.encode("ascii") for part in body]
    return b"{\\rtf1\\ansi\\ansicpg1252 " + head.encode("ascii") + b"\n".join(parts) + b"}"


def p(text, style=0, more=""):
    return rf"\pard\plain\s{style}{more} {text}\par"


def item(text, label, number=1, level=0):
    return rf"\pard\plain{{\listtext\pard\plain {label}\tab}}\ilvl{level}\ls{number} {text}\par"


def row(*cells, shape="", edges=(1000, 2000, 3000)):
    """A row of a table; `shape` is what is said before the first cell's edge."""
    said = shape if isinstance(shape, tuple) else (shape, "", "")
    defined = "".join(rf"{before}\cellx{edge}" for before, edge in zip(said, edges[: len(cells)], strict=False))
    return rf"\trowd{defined}" + "".join(rf"\pard\intbl {cell}\cell" for cell in cells) + r"\row"


OFFICE = Office(read_rtf)
read = OFFICE.read


def blocks(*body):
    return OFFICE.blocks(rtf(*body))


def texts(*body):
    return OFFICE.texts(rtf(*body))


def leads(*body):
    return OFFICE.leads(rtf(*body))


# Headings


def test_headings_by_style_name_in_any_language_make_the_section_path():
    _, text, found = read(rtf(p("Dates", 1), p("Early", 2), p("By May.")))
    assert [text[block.start : block.end] for block in found] == ["Dates", "Early", "By May."]
    assert found[2].section == ("Dates", "Early")


def test_a_short_bold_line_is_a_heading_and_a_bold_sentence_is_not():
    body = p(r"\b Eligibility"), p(r"\b Apply by May 2."), p(r"{\b Name}: text")
    assert [kind for kind, _ in blocks(*body)] == ["heading", "paragraph", "paragraph"]


def test_outline_levels_of_paragraphs_count_for_bold_lines_only():
    body = p(r"\b Aims", more=r"\outlinelevel0"), p("A sentence about the aims.", more=r"\outlinelevel0")
    assert [kind for kind, _ in blocks(*body)] == ["heading", "paragraph"]


def test_title_and_day_come_from_what_the_file_says_of_itself_when_the_text_has_the_title_too():
    info = r"{\info{\title Other gr\'e4nt}{\revtim\yr2025\mo2\dy20\hr1}}"
    about, _, _ = read(rtf(info, p("Text.")))
    assert (about.title, about.updated) == (None, "2025-02-20")
    about, _, _ = read(rtf(info.replace("mo2", "mo13"), p(r"THE OTHER GR\'c4NT of 2025.")))
    assert (about.title, about.updated) == ("Other gränt", None)
    about, _, _ = read(rtf(info, p("The Grant", 3), p("Text.")))
    assert about.title == "The Grant"


def test_a_table_of_contents_is_left_out():
    assert texts(p("Fees 3", 4), p("Text.")) == ["Text."]


# Lists


def test_numbers_are_those_that_the_file_draws_and_bullets_are_none():
    body = item("Letters", "1."), item("two", "(a)", level=1), item("deep", r"\f3\'b7", level=2), item("Form", "2.")
    assert blocks(*body) == [("list_item", text) for text in ("1. Letters", "(a) two", "deep", "2. Form")]
    assert texts(r"\pard{\pntext\f1\'B7\tab}{\*\pn\pnlvlblt{\pntxtb\'B7}}Old list\par") == ["Old list"]


def test_items_are_introduced_by_the_words_before_and_nested_ones_by_their_item():
    body = p("You need the following:"), item("Letters", "1."), item("two", "a.", level=1), item("Form", "2.")
    assert leads(*body, p("Signed.", more=r"\li720"), p("Then wait.")) == {
        "You need the following:": None,
        "1. Letters": "You need the following:",
        "a. two": "1. Letters",
        "2. Form": "You need the following:",
        "Signed.": "You need the following:",
        "Then wait.": None,
    }


# Tables


def test_rows_are_led_by_the_header_row_or_by_a_bold_first_one():
    headed = row("Term", "Due", shape=r"\trhdr"), row("Fall", "May")
    bold_first = row(r"{\b Term}", r"{\b Due}"), row("Fall", "May")
    for body in (headed, bold_first):
        assert blocks(*body) == [("table_header", "Term | Due"), ("table_row", "Fall | May")]
        assert leads(*body)["Fall | May"] == "Term | Due"


def test_a_cell_merged_over_rows_is_said_in_each_and_one_merged_over_columns_once():
    body = row("Fall", "May", shape=r"\clvmgf"), row("", "June", shape=r"\clvmrg")
    wide = row("Both", "", shape=(r"\clmgf", r"\clmrg", "")), row("Spring", "July")
    assert texts(*body, *wide) == ["Fall | May", "Fall | June", "Both", "Spring | July"]


def test_a_nested_table_follows_its_row_and_a_frame_is_no_table():
    nested = r"\pard\intbl\itap2 a\nestcell b\nestcell{\*\nesttableprops\trowd\cellx1\cellx2\nestrow}{\nonesttables x}"
    body = rf"\trowd\cellx1\cellx2\pard\intbl x\par{nested}\pard\intbl\cell y\cell\row"
    assert texts(body, p("After.")) == ["x | y", "a | b", "After."]
    assert blocks(row(r"{\b Fees}\par None.")) == [("heading", "Fees"), ("paragraph", "None.")]


# What is in a paragraph


def test_deleted_text_comments_headers_and_instructions_are_no_part_of_the_text():
    body = r"{\header No.}{\pard Due in {\revised June}{\deleted May}.{\*\atnid x}{\*\annotation No.}\par}"
    link = r'{\field{\*\fldinst HYPERLINK "http://x.org"}{\fldrslt us}}'
    assert texts(body, p(rf"Ask {link}{{\pict\bin4 }}}}}}}}}}, now.")) == ["Due in June.", "Ask us, now."]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next():
    assert texts(r"\pard Apply {\deleted\par}now.\par") == ["Apply now."]


def test_hidden_text_is_dropped_with_a_remark():
    about, text, _ = read(
        rtf(p(r"Open.{\v Obey.}{\fs2 Obey.} Now."), p(r"\v Obey.{\footnote Obey.}\v0{\deleted x{\footnote y}}"))
    )
    assert text == "Open. Now."
    assert about.remarks == ("Left out 2 pieces of hidden text.",)


def test_letters_of_every_kind_are_read():
    fonts = r"{\fonttbl{\f0\fcharset0 A;}{\f1\fnil\fcharset204 B;}{\f2\fcharset128 C;}{\f3\fcharset2 Wingdings;}}"
    body = rf"{fonts}\f0 caf\'e9 \u8364\'80 \u-10179?\u-8704? {{\f1\'c4\'e0}} {{\f2\'93\'fa\'96\'7b}} {{\f3\'fc\'01}}"
    dashes = r"\uc2\u233xy\uc0\u233  a\~b\_c\-d\endash\ldblquote\{\}\\\rdblquote\line z\tab."
    assert texts(body + dashes + r"\par") == ["café € 😀 Да 日本 ✓éé a b-cd–“{}\\”\nz ."]


def test_notes_follow_their_paragraph_marked_by_their_number():
    note, end = (r"{\super\chftn{\footnote\chftn  Not in 2025.}}", r"{\super\chftn{\*\footnote\ftnalt\chftn  End.}}")
    body = p(f"Send these:{note}{end}"), item("Form", "1.")
    assert texts(*body) == ["Send these:[1][i]", "[1] Not in 2025.", "[i] End.", "1. Form"]


def test_a_text_box_follows_its_paragraph_and_an_embedded_file_is_remarked():
    box = r"{\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt\pard Boxed.\par}}{\shprslt No.}}{\object{\result No.}}"
    about, text, _ = read(rtf(p(f"Text.{box}"), p("More.")))
    assert text.split("\n\n") == ["Text.", "Boxed.", "More."]
    assert about.remarks == ("Left out 1 embedded files.",)


def test_a_file_that_is_cut_short_says_so():
    about, text, _ = read(rb"{\rtf1 Text. {\b More")
    assert text == "Text. More"
    assert about.remarks == ("Left out what comes after the end of the file, which is cut short.",)


# Hostile files

REFUSED = {
    "500,000 braces": lambda: rtf("{" * 500_000 + "x" + "}" * 500_000),
    "PDF": lambda: b"%PDF-1.7\n" + bytes(1_000),
    "zip": lambda: b"PK\x03\x04" + bytes(1_000),
    "zeros": lambda: bytes(1_000_000),
    "nothing in it": lambda: b"{\\rtf1}",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_document_is_refused_in_one_line(name):
    with pytest.raises(DocumentError) as refused:
        read_document(REFUSED[name](), "a.rtf")
    assert "\n" not in str(refused.value)
    assert str(refused.value).count(";") >= 2, "The value, the rule, the remedy."


HOSTILE = {
    "pairs of braces": "{}" * 200_000,
    "a picture of a gigabyte": r"{\pict\bin999999999 " + "}" * 100_000,
    "numbers without end": r"\uc99999999\s9999999999\ilvl-999999999\ls9999999999\bin-5\cellx-9\itap99999" * 5_000,
    "escapes": r"\u-10179?\u99999999?\'zz\'e9" * 15_000,
    "backslashes": "\\" * 300_001,
    "cells alone": r"\cell\row\nestcell\nestrow" * 8_000,
    "tables in tables": r"\itap30 x\nestcell\itap1 y\par " * 5_000,
    "notes in notes": r"x{\footnote y" * 1_500,
    "boxes in boxes": r"{\shp{\*\shpinst{\shptxt y\par " * 600,
    "boxes in cells in boxes": r"{\shptxt\pard\intbl\itap30 y\nestcell z" * 600,
    "open fonts": r"{\fonttbl" + r"{\f1\fcharset" * 20_000,
    "open styles": r"{\stylesheet" + r"{\s1 heading 1;" * 20_000,
    "open titles": r"{\info" + r"{\title x" * 30_000,
    "a label of a megabyte": r"{\listtext " + "." * 1_000_000 + r"}\ls1 x\par",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_read_in_time(name):
    data = rtf(p("Text is here."), HOSTILE[name], head="")
    started = time.perf_counter()
    assert "Text is here." in read_document(data, "a.rtf").text
    assert time.perf_counter() - started < 10


PIECES = [
    p("Text."), p(r"\b Bold"), p("Head", 1), item("x", "1."), item("y", "", level=1), p("Following:"),
    row("a", "b"), row("", "c", shape=r"\clvmrg"), r"\cell", r"\nestrow", r"{\footnote n}", r"{\shptxt b\par", "}", "{",
    r"\pard\intbl\itap3 deep\nestcell", r"{\deleted out\par}", r"\par", r"{\v out}", r"\u-10179?", r"{\listtext 9.}",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=15))
def test_every_block_is_a_slice_after_the_last_and_led_by_one_before(pieces):
    _, text, _ = read(rtf(*pieces))
    assert "out" not in text


@given(st.binary(max_size=200) | st.text("\\{}'*bu0-9 \n;parcelintb", max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(data):
    try:
        read_document(b"{\\rtf1 " + data, "a.rtf")
    except DocumentError as error:
        assert "\n" not in str(error)
