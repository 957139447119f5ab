"""Links of documents, those of them that lead nowhere, and sections that no question leads to."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from growing import in_proportion
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.citing import verify
from assistant.documents import read_document
from assistant.documents.builder import DocumentBuilder, normalise
from assistant.documents.docx import read_docx
from assistant.documents.links import MOST_LINKS, MOST_TARGET_CHARACTERS, RawLink
from assistant.documents.rows import document_of, document_row
from assistant.errors import DocumentError
from assistant.linting import FEWEST_QUESTIONS, GonePages, Reach, Severity, lint, read_gone
from assistant.types import Link

TODAY = date(2026, 11, 25)
WORD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>{}</w:body></w:document>'
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# Letters that compose, spaces of every kind, what is removed, and what stands between cells.
PIECES = st.text(st.sampled_from("ab1 \n\t\u00a0\u200b\u0301e\u00ad|?.\u1100\u1161<"), max_size=6)
WORDS = "word " * 40


def html(body, name="page.html", head=""):
    return read_document(
        f"<html><head>{head}</head><body><main>{body}</main></body></html>".encode(), f"program/{name}"
    )


def markdown(text, name="page.md"):
    return read_document(f"{text}\n".encode(), f"program/{name}")


def shown(document):
    return [(document.text[link.start : link.end], link.target) for link in document.links]


def dead(*documents, **known):
    return [
        (finding.message.partition(" leads nowhere: ")[2].removesuffix("; mend it."), finding.citation.quote)
        for finding in lint(documents, TODAY, checks=["dead-link"], **known)
    ]


def why(*documents, **known):
    return [reason for reason, _ in dead(*documents, **known)]


def test_links_of_every_kind_of_block_are_kept_with_their_words():
    page = html(
        """<h1>Apply <a href="/h">now </a></h1><p>See  <a href=" /fees ">the <b>fees</b><br>and more</a>.</p>
        <ol><li>First <a href="one.html#x">one</a></li></ol>
        <table><tr><td>Form</td><td></td><td>The <a href="form.pdf">form</a></td></tr></table>
        <dl><dt><a href="t">Term</a></dt><dd>Its <a href="d">words</a></dd></dl>
        <details><summary><a href="s">More</a></summary>Hidden <a href="i">inside</a></details>
        <a href="card"><h2>Card</h2><p>Its text</p></a>""",
    )
    assert shown(page) == [
        ("now", "/h"),
        ("the fees\nand more", "/fees"),
        ("one", "one.html#x"),
        ("form", "form.pdf"),
        ("Term", "t"),
        ("words", "d"),
        ("More", "s"),
        ("inside", "i"),
        ("Card", "card"),
        ("Its text", "card"),
    ]
    assert page.text[page.links[2].start - 9 : page.links[2].start] == "1. First "


def test_links_of_markdown_are_kept_and_those_of_menus_and_pictures_are_not():
    assert shown(markdown("# A\n\nSee [rules](rules.md) or <https://a.example/x>. [![p](p.png)](q)")) == [
        ("rules", "rules.md"),
        ("https://a.example/x", "https://a.example/x"),
    ]
    assert shown(html('<nav><a href="/">Home</a></nav><p>Text <a href="/a"><img alt="A"></a></p>')) == []


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        ("javascript:alert(1)", False),
        (" jAva\nScript:alert(1)", False),
        ("data:text/html,x", False),
        ("tel:5550100", False),
        ("x" * (MOST_TARGET_CHARACTERS + 1), False),
        ("a\u202eb", False),
        ("mailto:a@example.org", True),
        ("HTTPS://example.org", True),
        ("?page=2", True),
        ("", True),
    ],
)
def test_only_targets_that_are_safe_and_short_are_kept(target, kept):
    assert len(html(f'<p>A <a href="{target}">link</a></p>').links) == kept


def test_a_page_has_no_more_links_than_a_reader_would_follow():
    assert len(html("<p><a href=a>a</a> </p>" * (MOST_LINKS + 5)).links) == MOST_LINKS


def test_a_base_address_is_where_relative_links_begin():
    page = html('<p><a href="a">A</a> <a href="#x">B</a></p>', head='<base href="https://example.org/b/">')
    assert shown(page) == [("A", "https://example.org/b/a"), ("B", "#x")]


@settings(deadline=None)
@given(st.lists(st.tuples(PIECES, PIECES, PIECES), min_size=1, max_size=4))
def test_the_words_of_a_link_are_those_that_stand_there(cells):
    builder = DocumentBuilder()
    builder.paragraph("Before:")
    builder.row([before + words + after for before, words, after in cells], None)
    builder.link(
        *(
            (before + words + after, [RawLink(len(before), len(before) + len(words), str(number))])
            for number, (before, words, after) in enumerate(cells)
        )
    )
    text, _ = builder.finish()
    starts = [link.start for link in builder.links]
    assert starts == sorted(starts)
    for link in builder.links:
        assert text[link.start : link.end] == normalise(cells[int(link.target)][1]).replace("\n", " ") != ""
    composing = "\u0301\u1161"
    if not any(set(composing) & set("".join(cell)) for cell in cells):
        assert len(builder.links) == sum(bool(normalise(words)) for _, words, _ in cells)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "<a href=x>",
                "<a href='#'>",
                "</a>",
                "<h2>",
                "</h2>",
                "<li>",
                "<table><tr><td>",
                "<td>",
                "<dl><dt>",
            ]
            + [
                "<b>",
                "<br>",
                "</p>",
                "</table>",
                "<ul>",
                "</ul>",
                "<details><summary>",
                "</summary>",
                " ",
                "a",
                "e\u0301",
            ]
        ),
        max_size=40,
    )
)
def test_links_of_any_page_lie_in_its_text_in_order(pieces):
    try:
        page = html("<p>Text.</p>" + "".join(pieces))
    except DocumentError:
        return
    before = 0
    for link in page.links:
        words = page.text[link.start : link.end]
        assert before <= link.start < link.end
        assert words.strip() == words != ""
        before = link.start
    assert document_of(json.loads(json.dumps(document_row(page)))) == page


@pytest.mark.parametrize(
    "row",
    [
        [0, 99, "a", False],
        [3, 3, "a", False],
        [-1, 2, "a", False],
        [0, True, "a", False],
        [0, 2, "javascript:x", False],
        [0, 2, "x" * (MOST_TARGET_CHARACTERS + 1), False],
        [0, 2, " a", False],
        [0, 2, None, False],
        [0, 2, "\ud800", False],
        [0, 2, "a", 1],
        [0, 2, "a"],
        "ab",
    ],
)
def test_a_row_with_a_wrong_link_is_no_document(row):
    table = document_row(markdown("# A\n\nText that is long enough."))
    with pytest.raises(ValueError):
        document_of({**table, "links": [row]})


def test_rows_have_links_in_order_and_not_too_many_and_older_ones_have_none():
    table = document_row(markdown("# A\n\nText that is long enough."))
    with pytest.raises(ValueError):
        document_of({**table, "links": [[4, 6, "a", False], [0, 2, "a", False]]})
    with pytest.raises(ValueError):
        document_of({**table, "links": [[0, 2, "a", False]] * (MOST_LINKS + 1)})
    del table["links"]
    assert document_of(table).links == ()


def docx_links(body, relations=""):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", WORD.format(body))
        archive.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="x">{relations}</Relationships>')
    builder = DocumentBuilder()
    read_docx(stream.getvalue(), builder)
    text, _ = builder.finish()
    return [(text[link.start : link.end], link.target, link.lost) for link in builder.links]


def test_hyperlinks_of_a_word_file_are_kept_and_those_to_no_bookmark_are_lost():
    link = '<w:hyperlink r:id="r1"><w:r><w:t>our page</w:t></w:r></w:hyperlink>'
    inside = '<w:hyperlink w:anchor="{}"><w:r><w:t>{}</w:t></w:r></w:hyperlink>'
    body = (
        f'<w:p><w:bookmarkStart w:name="fees"/><w:r><w:t xml:space="preserve">See  </w:t></w:r>{link}</w:p>'
        f"<w:p>{inside.format('fees', 'Fees')}{inside.format('dates', 'Dates')}{inside.format('_top', 'Top')}</w:p>"
    )
    external = f'<Relationship Id="r1" Type="{RELATION}/hyperlink" TargetMode="External" Target="https://a.example"/>'
    assert docx_links(body, external) == [
        ("our page", "https://a.example", False),
        ("Fees", "#fees", False),
        ("Dates", "#dates", True),
        ("Top", "#_top", False),
    ]
    assert docx_links(body)[0] == ("Fees", "#fees", False)


def test_a_place_that_the_page_does_not_have_is_found():
    page = html('<h2 id="fees">Fees</h2><p>See <a href="#fees">fees</a>. See <a href="#dates">dates</a>.</p>')
    assert dead(page) == [("the page has no place named “dates”", "See dates.")]
    (finding,) = lint([page], TODAY, checks=["dead-link"])
    assert finding.severity is Severity.WARNING
    assert "“dates”" in finding.message


@pytest.mark.parametrize(
    "page",
    [
        html('<p>A page whose ids were taken off. See <a href="#dates">dates</a>.</p>'),
        html('<p id="a">See <a href="#top">top</a> <a href="#/route">x</a> <a href="#:~:text=a">y</a>.</p>'),
        html('<p id="a">See <a href="#key-dates">dates</a>.</p><h2>Key dates</h2><p>None.</p>'),
        html('<p>See <a href="#d%C3%A9lai">dates</a>.</p><a name="délai"></a>'),
        markdown("# A\n\n## Key dates!\n\nSee [dates](#key-dates), [more](#key-dates-1), [top](#)."),
        markdown("# A\n\n## Key dates {#when}\n\nSee [dates](#when)."),
        markdown("https://example.org/a\n\n# A\n\nA page that was turned into Markdown: [dates](#dates)."),
        html('<p>Press <a href="#">Print</a>.</p><script>1</script>'),
    ],
    ids=range(8),
)
def test_a_place_that_the_page_may_have_is_not(page):
    assert why(page) == []


def test_a_place_that_no_heading_of_a_markdown_file_makes_is_found():
    assert why(markdown("# A\n\n## Dates\n\nSee [fees](#fees).")) == ["the page has no place named “fees”"]


def test_a_link_without_target_is_found_where_no_script_can_give_it_one():
    assert why(markdown("# A\n\nSee [the form]().")) == ["it has no target"]
    assert why(html('<p>See <a href="#">the form</a>, <a href="#">back to top</a> or <a href="">ⓘ</a>.</p>')) == [
        "it has no target"
    ]


@pytest.mark.parametrize(
    "target",
    [
        "http://https://example.org/a",
        "https://https//example.org/a",
        "ttps://example.org/a",
        "https//example.org/a",
        "%20https://example.org",
        "https://www.https://example.org",
        "http://doi:10.1000/1",
        "http://www.example.org,",
        "https:///a",
        "http://localhost:3000/a",
        "http://office@example.org/",
        "office@example.org",
        "www.example.org/a",
        "example.org/a",
        "mailto:office",
        "mailto:",
        "file:///C:/Users/me/rules.docx",
    ],
)
def test_an_address_that_nobody_can_follow_is_found(target):
    assert len(why(html(f'<p>See <a href="{target}">this</a>.</p>'))) == 1


@pytest.mark.parametrize(
    "target",
    [
        "https://example.org",
        "https://example.org:8080/a?b=https://c.example#d",
        "http://192.0.2.1/a",
        "http://[2001:db8::1]/a",
        "https://bücher.example/a",
        "https://user:word@example.org/",
        "https://web.archive.org/web/2020/http://example.org",
        "//example.org/a",
        "/apply",
        "apply",
        "?page=2",
        "rules.org.html",
        "mailto:office@example.org?subject=A",
        "mailto:?subject=Look",
        "mailto:office%40example.org",
    ],
)
def test_an_address_that_may_lead_somewhere_is_not(target):
    assert why(html(f'<p>See <a href="{target}">this</a>.</p>')) == []


def test_a_markdown_file_that_links_to_one_which_is_not_there_is_found():
    text = "# A\n\nSee [rules](rules.md), [fees](sub/../Fees.md#a), [folder](guide.md), [x](../other/x.md), [y](/y.md)."
    beside = [markdown("# Fees\n\nNone.", "fees.md"), markdown("# Guide\n\nNone.", "guide/index.md")]
    assert why(markdown(text), *beside) == ["the corpus has no file “program/rules.md”"]
    assert why(markdown(text), *beside, files=["program/rules.md"]) == []


def test_other_relative_links_lead_to_files_only_where_one_of_the_program_does():
    page = html('<p>See <a href="rules.html">rules</a> and <a href="a/form.pdf">form</a>.</p>')
    assert why(page) == []
    linked = html('<p>Back to <a href="page.html">the page</a>.</p>', "fees.html")
    assert why(page, linked) == ["the corpus has no file “program/rules.html”"]
    assert why(replace(page, url="https://example.org/page.html")) == []


def test_a_link_to_a_page_that_a_fetch_found_gone_is_found_and_one_never_fetched_is_not(tmp_path):
    folder = tmp_path / "program"
    (folder / ".gone" / "example.org").mkdir(parents=True)
    (folder / ".gone" / "example.org" / "old_rules.html").write_text("x")
    stored = {"digest": "d", "fetched": "f", "changed": "c"}
    pages = {
        "https://example.org/shaky": {**stored, "file": "example.org/shaky.html", "missing": 1},
        "https://example.org/there": {**stored, "file": "example.org/there.html"},
    }
    (folder / ".fetched.json").write_text(json.dumps({"version": 1, "pages": pages}))
    text = (
        "# A\n\n[A](/old/rules#x), [B](https://EXAMPLE.org/shaky), [C](there), [D](/never), [E](http://other.example/a)"
    )
    page = replace(markdown(text), url="https://example.org/start")
    gone = read_gone(tmp_path)
    assert why(page, gone=gone) == [
        "a fetch found the page “/old/rules#x” to be gone",
        "a fetch found the page “https://EXAMPLE.org/shaky” to be gone",
    ]
    assert why(page) == []
    assert read_gone(tmp_path / "nowhere") == GonePages()


def test_what_is_dead_on_several_pages_is_one_finding_and_a_page_has_few():
    pages = [markdown("# A\n\nSee [rules](ttps://a).", f"{number}.md") for number in range(3)]
    (finding,) = lint(pages, TODAY, checks=["dead-link"])
    assert len(finding.others) == 2
    many = " ".join(f"[rules {number}](ttps://a)." for number in range(50))
    assert len(why(markdown(f"# A\n\n{many}"))) == 10


SECTIONS = f"# Grant\n\n{WORDS}\n\n## Fees\n\n{WORDS}\n\n### Waivers\n\nShort.\n\n## Dates\n\n{WORDS}"


def reached(document, *words, questions=FEWEST_QUESTIONS, program=None):
    places = [(start, start + 1) for word in words for start in [document.text.index(word)]]
    return Reach((program,) * questions, {document.doc_id: frozenset(places)})


def unreached(documents, reach):
    return [finding.citation.quote for finding in lint(documents, TODAY, checks=["unreached-section"], reach=reach)]


def test_sections_to_which_no_question_leads_are_notes_in_order():
    page = markdown(SECTIONS)
    fees = page.text.index("Fees") + len("Fees\n\n")
    (first, last) = lint(
        [page],
        TODAY,
        checks=["unreached-section"],
        reach=Reach((None,) * 40, {page.doc_id: frozenset({(fees, fees + 4)})}),
    )
    assert last.citation.quote == "Dates"
    assert first.citation.quote == "Grant"
    assert {one.severity for one in (first, last)} == {Severity.NOTE}
    assert first.message.startswith("None of the 40 known questions leads here")
    assert verify(first.citation, page)


def test_a_question_that_leads_to_a_heading_alone_does_not_lead_to_what_is_below():
    page = markdown(SECTIONS)
    assert unreached([page], reached(page, "Dates")) == ["Grant", "Fees", "Dates"]


def test_a_beginning_without_heading_is_quoted_by_its_first_sentence():
    page = markdown(f"Send it now. {WORDS}\n\n## Fees\n\nNone.")
    assert unreached([page], reached(page, "Fees")) == ["Send it now."]


def test_few_questions_or_those_of_another_program_tell_nothing():
    page = markdown(SECTIONS)
    assert unreached([page], reached(page, questions=FEWEST_QUESTIONS - 1)) == []
    assert unreached([page], reached(page, program="other")) == []
    assert len(unreached([page], reached(page, program="program"))) == 3
    assert lint([page], TODAY, checks=["unreached-section"]) == ()


def test_answers_lead_to_their_first_passages_and_quotes(assistant):
    from assistant.questions import make_question

    answer = assistant.ask(make_question("Where do I bring my passport?", program="alpine"))
    reach = Reach.of([answer])
    assert reach.programs == ("alpine",)
    assert sum(map(len, reach.spans.values())) <= 5 + len(answer.citations)
    for found in (*(hit.passage for hit in answer.hits[:5]), *answer.citations):
        assert reach.holds(found.doc_id, found.start, found.end)
    assert (reach.questions("alpine"), reach.questions("coastal"), reach.questions(None)) == (1, 0, 1)


def test_a_question_that_names_no_program_is_about_the_one_that_it_leads_to(assistant):
    from assistant.questions import make_question

    def about(text):
        return Reach.of([assistant.ask(make_question(text))]).programs

    assert about("How much does the Coastal Residency pay for travel a week?") == ("coastal",)
    assert about("Where do I bring my passport for the visa office?") == (None,)


@pytest.mark.parametrize(
    "unit",
    [
        "<a href='#a'>a ",
        "<a href=''>a</a>",
        "<p><a href=x>a</a>",
        "<h2>a</h2><a href='#b'>a</a>",
        "<td><a href=x>e\u0301",
    ],
)
def test_a_page_of_links_made_to_be_slow_is_not(unit):
    text = f"<p id=x>Text.</p>{unit * (300_000 // len(unit))}"
    assert in_proportion(lambda read: lint([html(read)], TODAY, checks=["dead-link"]), text)


def test_targets_made_to_be_slow_are_not():
    targets = [
        unit * (2_000 // len(unit)) for unit in ("%20", "a.", "http:", "a@", "https://a.", "-", "../", "mailto:a")
    ]
    page = replace(markdown("# A\n\nText."), url="https://example.org")

    def work(times):
        links = tuple(Link(0, 1, target) for target in targets * times)
        gone = GonePages(frozenset({"https://example.org/x"}))
        lint([replace(page, links=links)], TODAY, checks=["dead-link"], gone=gone)

    assert in_proportion(work, 256)
