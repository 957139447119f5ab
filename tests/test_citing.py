"""Spans -> citations: cut from the document, checked against it, linked to the very words."""

from dataclasses import replace
from urllib.parse import unquote

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assistant.citing import block_at, cite, verify
from assistant.documents import read_document
from assistant.types import BlockKind, Span

PAGE = "https://example.org/grant"


def read(text, doc_id="grant/page.md"):
    return read_document(f"{PAGE}\n\n{text}".encode(), doc_id)


def read_page(body):
    return read_document(f'<link rel="canonical" href="{PAGE}"><main>{body}</main>'.encode(), "grant/page.html")


def span(document, first, last=None, **changes):
    """The span from the words `first` to the end of the words `last`."""
    start = document.text.index(first)
    end = document.text.index(last, start) + len(last) if last else start + len(first)
    return Span(document.doc_id, start, end, 0.5, **changes)


def link(document, first, last=None):
    return cite(span(document, first, last), document).link


def words_of(link):
    """The text directive of a link, decoded part by part."""
    return [unquote(part) for part in link.split(":~:text=")[1].split(",")]


# Citations


def test_a_citation_is_cut_from_the_document_with_its_place():
    document = read("# Grant\n\n## Dates\n\n### Early\n\nApply by May 5. Good luck.\n")
    citation = cite(span(document, "Apply by May 5."), document)
    assert citation.quote == "Apply by May 5." == document.text[citation.start : citation.end]
    assert (citation.doc_id, citation.program, citation.title) == ("grant/page.md", "grant", "Grant")
    assert (citation.section, citation.url, citation.page, citation.score) == ("Dates > Early", PAGE, None, 0.5)
    assert citation.lead_in is None


def test_a_lead_in_is_cut_from_the_document_too():
    document = read("Send these:\n\n- a letter\n- a form\n")
    citation = cite(span(document, "a form", lead_in=(0, len("Send these:"))), document)
    assert citation.lead_in.quote == "Send these:"
    assert verify(citation, document)


def test_a_document_without_an_address_gives_no_link():
    document = read_document(b"Apply by May 5.", "page.md")
    citation = cite(span(document, "May 5"), document)
    assert citation.url is citation.link is None


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (5, 3), (0, 10_000), (10_000, 10_001)])
def test_a_span_outside_the_document_is_refused(start, end):
    document = read("Apply by May 5.")
    with pytest.raises(ValueError, match="does not lie in document"):
        cite(Span(document.doc_id, start, end, 0.5), document)


def test_a_span_of_another_document_is_refused():
    with pytest.raises(ValueError, match="does not lie in document"):
        cite(Span("other.md", 0, 3, 0.5), read("Apply by May 5."))


def test_the_block_at_an_offset_is_the_last_that_starts_before_it():
    document = read("One.\n\nTwo.")
    assert block_at(document, 0) == block_at(document, 3) == document.blocks[0]
    assert block_at(document, document.text.index("Two")) == document.blocks[1]
    assert block_at(replace(document, blocks=()), 0) is None


# Verification


TEXT = """# Grant

Send the following documents:

- a letter of support
- a signed form

Apply by May 5, 2027. Late forms are not read.
"""


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_what_is_cited_holds_and_anything_changed_does_not(data):
    document = read(TEXT)
    size = len(document.text)
    start = data.draw(st.integers(0, size - 1))
    end = data.draw(st.integers(start + 1, size))
    lead_in = data.draw(st.none() | st.just((0, 5)))
    citation = cite(Span(document.doc_id, start, end, 0.5, lead_in=lead_in), document)
    assert verify(citation, document)

    shift = data.draw(st.integers(-3, 3).filter(bool))
    moved = document.text[max(0, start + shift) : max(0, end + shift)]
    assert verify(replace(citation, start=start + shift, end=end + shift), document) is (
        moved == citation.quote and start + shift >= 0
    )
    assert not verify(replace(citation, end=end + shift), document)
    assert not verify(replace(citation, start=start + shift), document)
    place = data.draw(st.integers(0, len(citation.quote) - 1))
    other = data.draw(st.characters().filter(lambda character: character != citation.quote[place]))
    assert not verify(replace(citation, quote=citation.quote[:place] + other + citation.quote[place + 1 :]), document)
    assert not verify(replace(citation, quote=citation.quote + " "), document)
    assert not verify(replace(citation, quote="", end=start), document)
    assert not verify(replace(citation, doc_id="other.md"), document)
    if citation.lead_in:
        changed = replace(citation.lead_in, quote=citation.lead_in.quote.upper())
        assert not verify(replace(citation, lead_in=changed), document)


def test_a_citation_does_not_hold_in_a_document_that_changed():
    document = read(TEXT)
    citation = cite(span(document, "Apply by May 5, 2027."), document)
    assert not verify(citation, read(TEXT.replace("May 5", "May 6")))


# Links


def test_a_short_quote_is_linked_by_all_of_its_words():
    document = read("Apply by May 5. Good luck.")
    assert link(document, "Apply by May 5.") == f"{PAGE}#:~:text=Apply%20by%20May%205."


@pytest.mark.parametrize(
    ("quote", "encoded"),
    [
        ("US-based fellows", "US%2Dbased%20fellows"),
        ("Q&A session", "Q%26A%20session"),
        ("letters, forms", "letters%2C%20forms"),
        ("a + b = 100%", "a%20%2B%20b%20%3D%20100%25"),
        ("it’s #1 / 2?", "it%E2%80%99s%20%231%20%2F%202%3F"),
        ("e-mail: a@b.org", "e%2Dmail%3A%20a%40b.org"),
    ],
)
def test_every_character_that_means_something_in_a_link_is_encoded(quote, encoded):
    document = read(f"See {quote} here.")
    assert link(document, quote) == f"{PAGE}#:~:text={encoded}"


def test_ten_words_are_linked_as_one_and_eleven_by_their_ends():
    numbers = "one two three four five six seven eight nine ten eleven twelve"
    document = read(numbers)
    assert words_of(link(document, "one", "ten")) == ["one two three four five six seven eight nine ten"]
    assert words_of(link(document, "one", "eleven")) == ["one two three four five", "seven eight nine ten eleven"]


def test_the_start_grows_until_it_stands_only_once_in_the_document():
    document = read("The last day to apply online is May 5. The last day to apply by post is April 30, at noon sharp.")
    start, _ = words_of(link(document, "The last day to apply by post", "sharp."))
    assert start == "The last day to apply by"


def test_a_quote_over_several_blocks_is_linked_by_words_inside_its_first_and_last():
    document = read("Send these:\n\n- a letter\n- a signed form\n")
    assert words_of(link(document, "Send these:", "a signed form")) == ["Send these:", "a signed form"]


def test_a_quote_over_several_lines_is_linked_by_words_of_its_first_and_last_line():
    document = read("Fellowship Director  \n55 Fruit Street  \nBoston\n")
    assert words_of(link(document, "Fellowship Director", "Boston")) == ["Fellowship Director", "Boston"]


@pytest.mark.parametrize("body", ["<ol><li>a letter<li>a form</ol>", "<ol start=12><li>a letter<li>a form</ol>"])
def test_numbers_that_the_page_only_draws_are_left_out(body):
    document = read_page(body)
    first, second = document.blocks
    for block, words in ((first, "a letter"), (second, "a form")):
        assert words_of(cite(Span(document.doc_id, block.start, block.end, 0.5), document).link) == [words]
    both = cite(Span(document.doc_id, first.start, second.end, 0.5), document)
    assert both.quote[0].isdigit()
    assert words_of(both.link) == ["a letter", "a form"]


def test_numbers_that_a_text_file_holds_are_words_of_it():
    document = read("Steps:\n1. Write a letter\n", "grant/page.txt")
    assert words_of(link(document, "1. Write a letter")) == ["1. Write a letter"]


def test_a_number_that_begins_a_later_sentence_is_a_word():
    document = read_page("<ul><li>It began in 2026. 2027. was better</ul>")
    assert words_of(link(document, "2027. was better")) == ["2027. was better"]


def test_a_table_row_is_linked_by_words_inside_its_first_and_last_cell():
    document = read_page(
        "<table><tr><th>Step</th><th>Date</th><th>Time</th></tr>"
        "<tr><td>Deadline</td><td>May 5</td><td>noon</td></tr></table>"
    )
    assert words_of(link(document, "Deadline", "noon")) == ["Time-", "Deadline", "noon"]
    assert words_of(link(document, "May 5")) == ["May 5"]
    assert words_of(link(document, "Step | Date | Time", "noon")) == ["Step", "noon"]


def test_the_nearest_id_stands_before_the_words():
    document = read_page('<h2 id="fees & dates">Fees</h2><p>Ten dollars.</p>')
    assert link(document, "Ten dollars.") == f"{PAGE}#fees%20%26%20dates:~:text=Ten%20dollars."


def test_a_fragment_of_the_address_gives_way_to_our_own():
    document = replace(read_page("<p id=fee>Ten dollars.</p>"), url=f"{PAGE}?a=1#old")
    assert link(document, "Ten dollars.") == f"{PAGE}?a=1#fee:~:text=Ten%20dollars."


def test_words_beside_a_repeated_quote_tell_it_from_the_first():
    document = read_page("<h2>North</h2><p>The fee is due.</p><h2>South side</h2><p>The fee is due.</p>")
    second = document.text.rindex("The fee")
    citation = cite(Span(document.doc_id, second, second + 15, 0.5), document)
    assert words_of(citation.link) == ["South side-", "The fee is due."]
    assert words_of(link(document, "The fee is due.")) == ["The fee is due."]


def test_words_after_a_repeated_end_tell_it_from_the_first():
    document = read_page("<p>The leave must</p><ul><li>start in May</li><li>start in May</li></ul><p>Ask us.</p>")
    assert words_of(link(document, "The leave must", "May\nstart in May")) == [
        "The leave must",
        "start in May",
        "-Ask us.",
    ]


def test_capitals_are_no_difference_to_a_browser():
    document = read_page("<p>APPLY NOW.</p><p>Or later.</p><p>Apply now.</p>")
    assert words_of(link(document, "Apply now.")) == ["Or later.-", "Apply now."]


def test_a_quote_that_nothing_tells_from_another_is_linked_by_its_place():
    same = "<p>Ask us.</p><p>The fee is due.</p><p>Bring a pen.</p>"
    document = read_page(f"<h2>North</h2>{same}<h2 id=south>South</h2>{same}")
    second = document.text.rindex("The fee")
    assert cite(Span(document.doc_id, second, second + 15, 0.5), document).link == f"{PAGE}#south"


def test_a_page_that_repeats_itself_is_marked_where_it_says_the_same_first():
    document = read_page("<p>Ask us.</p><p>The fee is due.</p><p>Ask us.</p><p>The fee is due.</p>")
    second = document.text.rindex("The fee")
    assert words_of(cite(Span(document.doc_id, second, second + 15, 0.5), document).link) == ["The fee is due."]


@pytest.mark.parametrize(
    ("quote", "words"),
    [("000 dollars are due", "dollars are due"), ("t ask the office", "ask the office"), ("fice soon", "soon")],
)
def test_parts_of_words_are_left_out(quote, words):
    document = read("The 1,000 dollars are due. Don't ask the office soon")
    assert words_of(link(document, quote)) == [words]


def test_a_long_sentence_without_spaces_is_linked_by_its_clauses():
    clauses = [f"第{number}个条款在这里说明" for number in "一二三四五六七八九十百千"]
    document = read("，".join(clauses) + "。")
    assert words_of(link(document, clauses[0], "。")) == ["，".join(clauses[:5]) + "，", "，".join(clauses[-5:]) + "。"]


VISIBLE = st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8)


@given(words=st.lists(VISIBLE, min_size=1, max_size=30))
@settings(max_examples=150, deadline=None)
def test_the_words_of_any_link_are_found_in_the_quote(words):
    # Words that end in "?" may be read as a heading, which is no document on its own.
    document = read(f"<p>Ten dollars.</p><p>{' '.join(words).replace('<', '').replace('&', '')}</p>")
    block = document.blocks[-1]
    assume(block.kind is BlockKind.PARAGRAPH)
    citation = cite(Span(document.doc_id, block.start, block.end, 0.5), document)
    directive = citation.link.split(":~:text=")[1]
    assert not set(directive) & set("-& #+")
    first, *last = words_of(citation.link)
    lines = citation.quote.split("\n")
    assert lines[0].startswith(first)
    assert len(last) <= 1
    assert all(lines[-1].endswith(part) for part in last)
