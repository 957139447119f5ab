"""Files -> Documents, whatever their format: what is found, refused, named and normalised."""

import unicodedata
from pathlib import Path

import pytest
from growing import in_proportion
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.documents import find_files, read_bytes, read_document
from assistant.errors import AssistantError, CorpusError, DocumentError
from assistant.types import BlockKind, Contact

CORPUS = Path(__file__).parent.parent / "corpus"
FELLOWSHIP_PAGE = Path(__file__).parents[2] / "shared" / "data" / "page" / "mgh-msk-fellowship.txt"
JOINERS = "\u200c\u200d"
HEADINGS = (BlockKind.HEADING, BlockKind.QUESTION)


def read(text, doc_id="page.md"):
    return read_document(text.encode(), doc_id)


def one_line_of_three_parts(error):
    message = str(error.value)
    return "\n" not in message and len(message.split("; ")) >= 3


def invisible(text):
    """The characters of the text that a reader cannot see, line breaks left out."""
    hidden = "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufeff\U000e0041"
    controls = [character for character in text if unicodedata.category(character) == "Cc" and character != "\n"]
    return controls + [character for character in text if character in hidden]


# Finding and loading files


def test_files_of_known_kinds_are_found_in_the_order_of_their_doc_ids(tmp_path, write):
    write(tmp_path, {"b/one.MD": "x", "a.txt": "x", "b.html": "x", "b/two.htm": "x", "b/c/deep.txt": "x"})
    found = [path.relative_to(tmp_path).as_posix() for path in find_files(tmp_path)]
    assert found == ["a.txt", "b.html", "b/c/deep.txt", "b/one.MD", "b/two.htm"]


def test_dot_files_and_other_kinds_are_left_out(tmp_path, write):
    write(tmp_path, {"a.md": "x", ".hidden.md": "x", ".git/b.md": "x", "picture.png": "x", "notes.md~": "x"})
    assert [path.name for path in find_files(tmp_path)] == ["a.md"]


def test_a_linked_folder_is_not_followed(tmp_path, write):
    write(tmp_path, {"a/one.md": "x"})
    (tmp_path / "a" / "again").symlink_to(tmp_path, target_is_directory=True)
    assert len(find_files(tmp_path)) == 1


@pytest.mark.parametrize("name", ["missing", "file.md", "empty"])
def test_a_corpus_that_is_no_folder_of_documents_is_refused(tmp_path, name):
    (tmp_path / "file.md").write_text("x", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    with pytest.raises(CorpusError, match=name) as error:
        find_files(tmp_path / name)
    assert one_line_of_three_parts(error)


def test_bytes_are_read_as_they_are(tmp_path):
    (tmp_path / "a.md").write_bytes(b"\xff\r\n")
    assert read_bytes(tmp_path / "a.md", max_bytes=3) == b"\xff\r\n"


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n "])
def test_a_file_without_content_is_refused(tmp_path, content):
    (tmp_path / "a.md").write_bytes(content)
    with pytest.raises(DocumentError, match="'a.md' is empty") as error:
        read_bytes(tmp_path / "a.md", max_bytes=100)
    assert one_line_of_three_parts(error)


def test_a_file_that_is_too_large_is_refused_and_the_setting_is_named(tmp_path):
    (tmp_path / "a.md").write_bytes(b"x" * 101)
    with pytest.raises(DocumentError, match="'a.md' has .* file_megabytes") as error:
        read_bytes(tmp_path / "a.md", max_bytes=100)
    assert one_line_of_three_parts(error)


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    (tmp_path / "a.md").mkdir()
    for path in (tmp_path / "a.md", tmp_path / "gone.md"):
        with pytest.raises(DocumentError, match=f"'{path.name}' cannot be read") as error:
            read_bytes(path, max_bytes=100_000)
        assert one_line_of_three_parts(error)


# What is no document


@pytest.mark.parametrize("doc_id", ["p/page.md", "p/page.txt", "p/page.html"])
@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\xef\xbb\xbf", "\u200b\u00ad\n\u2060".encode()])
def test_a_document_without_text_is_refused(doc_id, data):
    with pytest.raises(DocumentError, match=f"'{doc_id}' holds no text") as error:
        read_document(data, doc_id)
    assert one_line_of_three_parts(error)


@pytest.mark.parametrize(
    ("doc_id", "text"),
    [
        ("page.md", "# One\n\n## Two\n"),
        ("page.md", "---\ntitle: Only front matter\n---\n"),
        ("page.html", "<h1>One</h1><h2>Is there more?</h2>"),
        ("page.html", "<nav>Home</nav><!-- nothing -->"),
    ],
)
def test_a_document_of_headings_only_is_refused(doc_id, text):
    with pytest.raises(DocumentError, match="no text besides headings"):
        read(text, doc_id)


@pytest.mark.parametrize("doc_id", ["p/page.md", "p/page.txt", "p/page.html"])
def test_latin_1_bytes_are_refused_with_the_place(doc_id):
    with pytest.raises(DocumentError, match=f"'{doc_id}' is not UTF-8 text at byte 3") as error:
        read_document("Café".encode("latin-1"), doc_id)
    assert one_line_of_three_parts(error)


def test_what_is_refused_can_be_caught_as_one_kind_of_error():
    assert issubclass(DocumentError, AssistantError)
    assert issubclass(CorpusError, AssistantError)


# What a document says about itself


def test_the_first_folder_is_the_program_and_the_root_has_none():
    assert read("Text.", "grant/rules/page.md").program == "grant"
    assert read("Text.", "page.md").program is None


def test_the_same_bytes_have_the_same_digest_and_others_another():
    assert read("Text.").digest == read("Text.", "other.txt").digest != read("Text").digest


def test_the_title_comes_from_front_matter_then_the_first_heading_then_the_file_name():
    assert read("---\ntitle: From the author\n---\n# Heading\n\nText.").title == "From the author"
    assert read("Text.\n\n# Heading\n\nMore.").title == "Heading"
    assert read("Text.", "grant/how-to_apply.md").title == "how to apply"


def test_the_title_of_a_page_comes_before_its_heading():
    assert read("<title> Grant\n  rules </title><h1>Heading</h1><p>Text.", "page.html").title == "Grant rules"
    assert read("<title> </title><h1>Heading</h1><p>Text.", "page.html").title == "Heading"


def test_the_title_holds_no_invisible_characters():
    assert read("<title>Gr\u00adant\u202e rules</title><p>Text.", "page.html").title == "Grant rules"
    assert read('---\ntitle: "Gr\u00adant\u202e rules"\n---\nText.').title == "Grant rules"


def test_sections_do_not_repeat_the_title():
    document = read("# Grant\n\nText.\n\n## Dates\n\nMay 5.")
    assert [block.section for block in document.blocks if block.kind is BlockKind.PARAGRAPH] == [(), ("Dates",)]


def test_the_address_comes_from_front_matter_before_the_first_line():
    assert read("https://b.example.org/b\n\nText.").url == "https://b.example.org/b"
    document = read("---\nurl: https://a.example.org/a\n---\nhttps://b.example.org/b\n\nText.")
    assert (document.url, document.text) == ("https://a.example.org/a", "Text.")


def test_a_first_line_that_is_an_address_is_not_part_of_the_text():
    document = read("\nhttps://example.org/a\nText.", "page.txt")
    assert (document.url, document.text) == ("https://example.org/a", "Text.")


def test_a_first_line_with_more_than_an_address_is_text():
    document = read("See https://example.org/a first.\n\nText.", "page.txt")
    assert document.url is None
    assert "https://example.org/a" in document.text


def test_the_address_of_a_page_is_its_canonical_link():
    page = '<head><link rel="canonical" href=" https://example.org/a "></head><p>Text.'
    assert read(page, "page.html").url == "https://example.org/a"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "/a", "https://"])
def test_an_address_that_is_no_web_address_is_left_out(address):
    assert read(f'---\nurl: "{address}"\n---\nText.').url is None
    assert read(f"{address}\n\nText.", "page.txt").url is None
    assert read(f'<link rel="canonical" href="{address}"><p>Text.', "page.html").url is None
    assert read(f'---\ncontact: {{name: Office, url: "{address}"}}\n---\nText.').contact == Contact(name="Office")


def test_the_date_comes_from_front_matter_or_the_page():
    assert read("---\nupdated: 2026-05-04\n---\nText.").updated == "2026-05-04"
    assert read("---\nas_of: 2026-05-04\n---\nText.").updated == "2026-05-04"
    page = '<meta property="article:modified_time" content="2026-05-04T09:00:00Z"><p>Text.'
    assert read(page, "page.html").updated == "2026-05-04"


def test_the_contact_comes_from_front_matter():
    contact = "{name: Office, email: a@example.org, phone: 555-0100, url: https://example.org}"
    expected = Contact("Office", "a@example.org", "555-0100", "https://example.org")
    assert read(f"---\ncontact: {contact}\n---\nText.").contact == expected
    assert read("Text.").contact is None


def test_front_matter_is_taken_as_it_is_written():
    document = read("---\ntitle: 010\nupdated: no\ncontact: {phone: 5550100, name: ~}\n---\nText.")
    assert (document.title, document.updated, document.contact) == ("010", "no", Contact(phone="5550100"))


def test_front_matter_may_follow_a_byte_order_mark_and_have_windows_line_ends():
    document = read("\ufeff---\r\ntitle: Grant\r\n---\r\nText.\r\n")
    assert (document.title, document.text) == ("Grant", "Text.")


LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "front_matter",
    [
        LAUGHS + "title: *i",
        "title: &a [*a]",
        "title: [1, 2]\nurl: {a: b}\nupdated: true\ncontact: [1]",
        "contact: {name: [x], email: {a: b}, phone: null, url: 5}",
        "- a\n- list",
        "just words",
        "5",
        "",
        "title: !!python/object/apply:os.system ['true']",
        "title: !!bool maybe\nurl: !!int ''\nupdated: !!timestamp soon",
        "title: 0x" + "f" * 5_000,
        "title: " + "9" * 5_000,
        "updated: 2026-99-99",
        "? [a, b]\n: c",
        "[" * 15_000,
        "a: " + "{" * 15_000,
        "title: 'open",
        "\ttitle: tab",
        "<<: 5",
        "title: \x00",
        "title: " + "x" * 25_000,
    ],
    ids=lambda text: text[:20],
)
def test_hostile_front_matter_never_stops_a_document(front_matter):
    document = read(f"---\n{front_matter}\n---\nThe text stays.")
    assert "The text stays." in document.text
    assert len(document.title) <= 30_000


# Normalisation


@pytest.mark.parametrize("doc_id", ["page.md", "page.txt", "page.html"])
@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("ten\u00a0dollars,\u2009or\u3000more", "ten dollars, or more"),
        ("zero\u200bwidth \u2060word\ufeff joiner", "zerowidth word joiner"),
        ("left \u202eright\u202c \u2066isolate\u2069 mark\u200e\u200f\u061c", "left right isolate mark"),
        ("hyphen\u00adation", "hyphenation"),
        ("Cafe\u0301 au lait", "Caf\u00e9 au lait"),
        ("Cafe\u200b\u0301 au lait", "Caf\u00e9 au lait"),
        ("bell\x07 and \x1b[31mred", "bell and [31mred"),
        ("hidden\U000e0061\U000e0062 tags", "hidden tags"),
        ("tabs\t\tand   spaces", "tabs and spaces"),
        ("curly \u201cquotes\u201d \u2013 kept", "curly \u201cquotes\u201d \u2013 kept"),
        ("family \U0001f469\u200d\U0001f467 kept", "family \U0001f469\u200d\U0001f467 kept"),
    ],
)
def test_text_is_normalised_in_every_format(doc_id, written, expected):
    assert read(f"Start: {written} end.", doc_id).text == f"Start: {expected} end."


def test_line_ends_of_every_system_are_the_same():
    texts = {read(f"One line.{end}{end}Another line.{end}", "page.txt").text for end in ("\n", "\r\n")}
    assert texts == {"One line.\n\nAnother line."}


MARKUP = st.sampled_from(
    ["\n\n", "\n- ", "\n1. ", "\n# ", "**", "| a | b |\n|---|---|\n| ", "```", "  \n", "[a](b)", ": ", "?", "\r\n"]
    + ["<p>", "<li>", "</ul>", "<table><tr><td>", "<h2>", "<dl><dt>", "<dd>", "<details><summary>", "</summary>"]
    + ["<div id=x>", "</div>", "<br>", "<pre>", "<ol start=3>", "<!--", "&nbsp;"]
    + ["\u200b", "\u0301", "\u202e", "\x00", "\u00a0", "e"]
)
WORDS = st.sampled_from("word Another 12. yes".split())
ANY_TEXT = st.lists(st.one_of(MARKUP, WORDS, st.text(max_size=12)), max_size=30)


@given(pieces=ANY_TEXT, doc_id=st.sampled_from(["p/page.md", "p/page.txt", "p/page.html"]))
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_becomes_blocks_in_order_or_is_refused(pieces, doc_id):
    try:
        document = read("".join(pieces), doc_id)
    except DocumentError:
        return
    at = 0
    for index, block in enumerate(document.blocks):
        words = document.text[block.start : block.end]
        assert at <= block.start < block.end <= len(document.text)
        assert words == words.strip() != ""
        assert not document.text[at : block.start].strip()
        assert block.lead is None or block.lead < index
        assert all(heading in document.text for heading in block.section)
        at = block.end
    assert at == len(document.text)
    assert not invisible(document.text)
    assert unicodedata.is_normalized("NFC", document.text)
    assert "  " not in document.text
    assert read("".join(pieces), doc_id) == document


# Hostile sizes


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "pattern",
    [
        "<",
        "*",
        "[",
        "![",
        "- ",
        "`",
        "&",
        ".",
        "a. ",
        "|-|\n",
        "<div>",
        "<article></article>",
        "**a" + " " * 999,
        "**Is there a fee?**No.",
        "No fee.**A form**",
        "word[a form](a)",
        "<b>Is there a fee?</b>No.",
        "<b>Is there a fee?",
    ],
    ids=lambda pattern: repr(pattern[:5]),
)
@pytest.mark.parametrize(
    ("doc_id", "size"),
    # Markdown takes about 10 s for a megabyte; a part shows as well that it takes no more than its share.
    [("page.txt", 1_000_000), ("page.html", 1_000_000), ("page.md", 50_000)],
)
def test_a_long_run_of_markup_is_read_or_refused_in_proportion(pattern, doc_id, size):
    def work(text):
        try:
            read(text, doc_id)
        except DocumentError as error:
            assert "\n" not in str(error)

    text = "Text. " + pattern * (size // len(pattern))
    assert in_proportion(work, text)


# Real documents


@pytest.mark.parametrize("path", find_files(CORPUS), ids=lambda path: path.relative_to(CORPUS).as_posix())
def test_every_document_of_the_corpus_is_read_whole(path):
    doc_id = path.relative_to(CORPUS).as_posix()
    document = read_document(read_bytes(path, max_bytes=1_000_000), doc_id)
    assert document.program == doc_id.split("/")[0]
    assert document.title[0].isupper()
    assert {block.section for block in document.blocks if block.section}
    for block in document.blocks:
        assert block.kind is not BlockKind.LIST_ITEM or block.lead is not None, document.text[block.start : block.end]
        assert block.kind is not BlockKind.TABLE_ROW or document.blocks[block.lead].kind is BlockKind.TABLE_HEADER


def test_the_questions_and_answers_of_the_corpus_belong_together():
    document = read_document((CORPUS / "harbor-light-arts-grant/faq.md").read_bytes(), "harbor-light-arts-grant/faq.md")
    questions = [index for index, block in enumerate(document.blocks) if block.kind is BlockKind.QUESTION]
    assert len(questions) > 5
    for index in questions:
        answer = document.blocks[index + 1]
        assert answer.lead == index
        assert answer.section[-1] == document.text[document.blocks[index].start : document.blocks[index].end]


@pytest.fixture(scope="module")
def fellowship():
    if not FELLOWSHIP_PAGE.exists():
        pytest.skip("the fellowship's page is not beside this checkout")
    return read_document(FELLOWSHIP_PAGE.read_bytes(), "fellowship/page.txt")


def test_the_headings_of_the_fellowship_page_are_found(fellowship):
    headings = [fellowship.text[block.start : block.end] for block in fellowship.blocks if block.kind in HEADINGS]
    assert headings[0] == fellowship.title == "About This Fellowship"
    expected = {"Selection Process", "MR & CT Imaging", "How to Apply", "International Medical Graduates (FMGs, IMGs)"}
    assert expected < set(headings)
    assert not any("," in heading for heading in headings if "IMGs" not in heading)


def test_the_steps_of_the_fellowship_page_know_what_introduces_them(fellowship):
    text = [fellowship.text[block.start : block.end] for block in fellowship.blocks]
    leads = {
        words: text[block.lead] for words, block in zip(text, fellowship.blocks, strict=True) if block.lead is not None
    }
    steps = next(words for words in text if words.endswith("these three steps regarding application materials:"))
    assert leads["1. Compile these required documents:"] == steps
    assert leads["2. Follow these formats:"] == steps
    assert leads["Curriculum Vitae [PDF]"] == "2. Follow these formats:"
    assert leads["3. Send your application materials to:"] == steps
    assert leads["Connie Y. Chang, MD"] == "3. Send your application materials to:"
    address = next(words for words in leads if words.endswith("Boston, MA USA 02114"))
    assert leads[address] == "3. Send your application materials to:"


def test_the_facts_of_the_fellowship_page_stand_under_their_heading(fellowship):
    position = fellowship.text.index("We have eight fully-funded fellowship positions.")
    block = next(block for block in fellowship.blocks if block.start == position)
    assert block.section == ("Selection Process",)
