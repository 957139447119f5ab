"""Pages of PDF files as pictures with the quote marked, and what is said where one cannot be shown."""

import base64
import io
import json
import random
import re
import sys
import threading
import zlib
from html import unescape

import pypdfium2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from assistant.assistant import Assistant
from assistant.documents import sandbox
from assistant.documents.pdf import render_page
from assistant.documents.sandbox import MAX_PICTURE_BYTES, MarkedPage, mark_page
from assistant.embedding import HashingEmbedder
from assistant.errors import DocumentError
from assistant.index import build_index
from assistant.questions import make_question
from assistant.settings import Settings
from assistant.web import create_app, pdf_page
from assistant.web.cards import answer_html
from assistant.web.live import Live
from assistant.web.metrics import Metrics
from assistant.web.passage import passage_routes
from assistant.web.pdf_page import PagePictures, page_routes
from assistant.web.problems import show_problems
from assistant.web.visits import Visits

PAGES = [
    [
        "The office of the harbour closes at noon.",
        "Applicants send their form to the office before the first of May.",
        "The office of the harbour closes at noon.",
        "The committee reads every form that is complete, and it",
    ],
    ["meets in the spring and again in the autumn of the year.", "Fellows are paid 61,000 dollars a year."],
    ["A last page says that nothing else is needed from anyone."],
]


def drawn_pdf(pages):
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=letter, invariant=1)
    canvas.setTitle("Harbour handbook")
    for lines in pages:
        for place, line in enumerate(lines):
            canvas.drawString(72, 720 - 40 * place, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def raw_pdf(content, *, size=(612, 792), image=None, more=b""):
    """A PDF of one page without a table of its objects, which readers rebuild."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 %d %d]/Resources"
        b"<</Font<</F <</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>/XObject<</I 5 0 R>>>>>>" % size,
        b"<</Length %d%b>>stream\n%b\nendstream" % (len(content), more, content),
    ]
    if image is not None:
        side, data = image
        objects.append(
            b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8"
            b"/Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (side, side, len(data), data)
        )
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % (number, one) for number, one in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n"


HANDBOOK = drawn_pdf(PAGES)
NOTES = "# Notes\n\nThe lantern stands in the window.\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    corpus = folder / "corpus" / "harbour"
    corpus.mkdir(parents=True)
    for name in ("handbook.pdf", "changed.pdf", "gone.pdf", "linked.pdf"):
        # Each is a file of its own: what is known of one must not be taken for another.
        (corpus / name).write_bytes(HANDBOOK + b"%" + name.encode() + b"\n")
    (corpus / "notes.md").write_text(NOTES, "utf-8")
    build_index(folder / "corpus", folder / "index", HashingEmbedder(), passage_tokens=128, max_bytes=10**6)
    (corpus / "changed.pdf").write_bytes(HANDBOOK + b"%another\n")
    (corpus / "gone.pdf").unlink()
    (corpus / "linked.pdf").rename(folder / "linked.pdf")
    (corpus / "linked.pdf").symlink_to(folder / "linked.pdf")
    return folder


@pytest.fixture(scope="module")
def options(folder):
    return Settings(
        corpus=folder / "corpus", index=folder / "index", embedding_model="hashing", refusal_threshold=0, top_k=10
    )


@pytest.fixture(scope="module")
def assistant(options):
    return Assistant.open(options)


@pytest.fixture(scope="module")
def app(assistant, options):
    return create_app(assistant, options)


@pytest.fixture(scope="module")
def client(app):
    """One server for the tests that draw, so that they share what it keeps."""
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def pages_alone(assistant, options):
    """A client of these routes without the rest of the application."""
    app = FastAPI()
    show_problems(app, Metrics())
    pictures = PagePictures(options.corpus, max_bytes=int(options.file_megabytes * 1_000_000))
    live, visits = Live(lambda: assistant), Visits(options)
    app.include_router(passage_routes(live, visits, pictures))
    app.include_router(page_routes(live, pictures, visits))
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def fresh(assistant, options):
    """A server that has drawn nothing yet."""
    with pages_alone(assistant, options) as client:
        yield client


def span(assistant, words, doc_id="harbour/handbook.pdf", *, last=False):
    text = assistant.document(doc_id).text
    start = text.rindex(words) if last else text.index(words)
    return f"start={start}&end={start + len(words)}"


def sheets(html):
    """For each page shown: its number, the words for those who do not see it, its lines (left, top, right, bottom)."""
    found = re.findall(r'<svg viewBox="([^"]+)".*?aria-label="([^"]*)">\s*<image href="([^"]+)".*?</svg>', html, re.S)
    paths = re.findall(r"<svg.*?</svg>", html, re.S)
    return [
        (
            unescape(picture),
            unescape(words),
            [tuple(map(float, line)) for line in re.findall(r"M(\S+) (\S+)H(\S+)V(\S+)H\S+Z", path)],
        )
        for (_, words, picture), path in zip(found, paths, strict=True)
    ]


# The page of a document


def test_a_quote_is_marked_on_the_picture_of_its_page(client, assistant):
    html = client.get(f"/passage/harbour/handbook.pdf?{span(assistant, 'Fellows are paid 61,000')}").text
    [(picture, words, lines)] = sheets(html)
    assert words == "Page 2 of Harbour handbook, with the quote marked: “Fellows are paid 61,000”"
    [(left, top, right, bottom)] = lines
    scale = 1200 / letter[0]
    assert left < 72 * scale < left + 12 and 72 * scale < right < 300 * scale
    assert top < (letter[1] - 684) * scale < bottom and bottom - top < 20 * scale
    assert (
        html.count('id="quote"') == 1 and '<mark id="quote-text" tabindex="-1">Fellows are paid 61,000</mark>' in html
    )
    assert 'Page 2 <span class="of">of 3</span>' in html
    assert "?page=1#page-1" in html and "?page=3#page-3" in html
    response = client.get(picture)
    assert response.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert response.headers["content-type"] == "image/png"
    with Image.open(io.BytesIO(response.content)) as image:
        assert image.size == (1200, 1553)


def test_of_the_same_words_twice_on_a_page_those_that_are_quoted_are_marked(client, assistant):
    words = "The office of the harbour closes at noon."
    tops = [
        sheets(client.get(f"/passage/harbour/handbook.pdf?{span(assistant, words, last=last)}").text)[0][2][0][1]
        for last in (False, True)
    ]
    assert tops[1] - tops[0] > 40


def test_a_quote_over_two_pages_is_marked_on_both(client, assistant):
    text = assistant.document("harbour/handbook.pdf").text
    start, end = text.index("The committee reads"), text.index("of the year.") + len("of the year.")
    html = client.get(f"/passage/harbour/handbook.pdf?start={start}&end={end}").text
    shown = sheets(html)
    assert [picture.split("/")[-1].split("?")[0] for picture, _, _ in shown] == ["1.png", "2.png"]
    assert all(len(lines) == 1 for _, _, lines in shown)
    assert html.count('id="quote"') == 1 and "?page=3#page-3" in html and "?page=2#" not in html
    assert pdf_page.PARTLY not in html


def test_of_a_quote_over_many_pages_the_first_two_are_shown_and_that_is_said(client, assistant):
    end = len(assistant.document("harbour/handbook.pdf").text)
    html = client.get(f"/passage/harbour/handbook.pdf?start=0&end={end}").text
    assert len(sheets(html)) == 2 and pdf_page.PARTLY in html


def test_without_a_quote_the_page_that_is_asked_for_is_shown(client):
    [(picture, words, lines)] = sheets(client.get("/passage/harbour/handbook.pdf?page=3").text)
    assert ("/3.png" in picture, words, lines) == (True, "Page 3 of Harbour handbook", [])
    for query in ("", "?page=4", "?page=" + "9" * 30, "?start=9&end=3"):
        response = client.get(f"/passage/harbour/handbook.pdf{query}")
        assert response.status_code == 200 and "<svg" not in response.text and 'class="remark"' not in response.text


def test_other_documents_are_shown_as_before(client, assistant):
    html = client.get(f"/passage/harbour/notes.md?{span(assistant, 'lantern', 'harbour/notes.md')}&page=1").text
    assert '<mark id="quote" tabindex="-1">lantern</mark>' in html
    assert "<svg" not in html and 'class="sheets"' not in html


@pytest.mark.parametrize(
    ("name", "line"), [("changed", pdf_page.CHANGED), ("gone", pdf_page.ABSENT), ("linked", pdf_page.ABSENT)]
)
def test_a_file_that_is_not_the_one_of_the_index_is_not_shown(client, assistant, name, line):
    doc_id = f"harbour/{name}.pdf"
    response = client.get(f"/passage/{doc_id}?{span(assistant, 'Fellows are paid', doc_id)}")
    assert response.status_code == 200
    assert line in response.text and "<svg" not in response.text
    assert '<mark id="quote" tabindex="-1">Fellows are paid</mark>' in response.text
    picture = client.get(f"/page/{doc_id}/1.png")
    assert picture.status_code == 404 and picture.json()["error"]["message"] == line


def test_without_the_corpus_the_text_is_shown(assistant, options, tmp_path):
    elsewhere = options.model_copy(update={"corpus": tmp_path / "nowhere"})
    with pages_alone(assistant, elsewhere) as client:
        response = client.get(f"/passage/harbour/handbook.pdf?{span(assistant, 'Fellows are paid')}")
    assert response.status_code == 200 and pdf_page.ABSENT in response.text


def test_a_file_that_has_grown_over_the_limit_is_not_read(assistant, options):
    small = options.model_copy(update={"file_megabytes": 0.0001})
    with pages_alone(assistant, small) as client:
        assert pdf_page.CHANGED in client.get("/passage/harbour/handbook.pdf?page=1").text


# Pictures


@pytest.mark.parametrize(
    "path",
    [
        "harbour/notes.md/1.png",
        "harbour/handbook.pdf/0.png",
        "harbour/handbook.pdf/4.png",
        "harbour/handbook.pdf/-1.png",
        "harbour/handbook.pdf/x.png",
        f"harbour/handbook.pdf/{'9' * 5000}.png",
        "harbour/handbook.pdf/¹.png",
        "harbour/none.pdf/1.png",
        "../../etc/passwd/1.png",
        "..%2f..%2fetc%2fpasswd/1.png",
        "%2fetc%2fpasswd/1.png",
        "harbour/..%2f..%2flinked.pdf/1.png",
        "harbour%00/handbook.pdf/1.png",
    ],
)
def test_what_is_no_page_of_a_pdf_is_not_found_in_one_line(client, path):
    response = client.get(f"/page/{path}")
    assert response.status_code == 404
    message = response.json()["error"]["message"]
    assert message and "\n" not in message and len(message) < 500


def test_a_picture_at_an_old_address_is_not_kept_by_browsers(client):
    for query in ("", "?v=0123456789abcdef"):
        response = client.get(f"/page/harbour/handbook.pdf/1.png{query}")
        assert (response.status_code, response.headers["cache-control"]) == (200, "private, no-cache")


def test_no_pdf_is_opened_in_the_server_itself(fresh, assistant, monkeypatch):
    def opened(*_, **__):
        raise AssertionError("PDFium runs in the server.")

    monkeypatch.setattr(pypdfium2, "PdfDocument", opened)
    html = fresh.get(f"/passage/harbour/handbook.pdf?{span(assistant, 'Fellows are paid')}").text
    assert len(sheets(html)) == 1


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (100).to_bytes(4, "big") + (50).to_bytes(4, "big")


def test_a_page_is_drawn_once_for_its_text_and_its_picture(fresh, monkeypatch):
    drawn = []

    def mark(data, doc_id, number, quote="", **_):
        drawn.append((number, quote))
        return MarkedPage(PNG, 100, 50, ((0.1, 0.2, 0.3, 0.4),), 1.0)

    monkeypatch.setattr(pdf_page, "mark_page", mark)
    [(picture, _, _)] = sheets(fresh.get("/passage/harbour/handbook.pdf?start=0&end=3").text)
    fresh.get("/passage/harbour/handbook.pdf?start=0&end=3")
    assert fresh.get(picture).content == PNG
    assert drawn == [(1, "The")]


@pytest.mark.parametrize(
    ("share", "line", "count"), [(0.0, pdf_page.NOT_FOUND, 0), (0.3, pdf_page.NOT_FOUND, 0), (0.7, pdf_page.PARTLY, 1)]
)
def test_a_quote_that_is_not_found_on_its_page_is_said_so(fresh, monkeypatch, share, line, count):
    monkeypatch.setattr(pdf_page, "mark_page", lambda *_, **__: MarkedPage(PNG, 100, 50, ((0, 0, 1, 1),), share))
    html = fresh.get("/passage/harbour/handbook.pdf?start=0&end=40").text
    assert line in html and len(sheets(html)) == count and "<mark " in html


def test_a_page_that_cannot_be_drawn_is_tried_once_a_minute_with_each_quote(assistant, options, monkeypatch):
    tried, time = [], [0.0]

    def mark(data, doc_id, number, quote="", **_):
        tried.append(quote)
        raise DocumentError("It takes too long.")

    monkeypatch.setattr(pdf_page, "mark_page", mark)
    pictures = PagePictures(options.corpus, max_bytes=10**6, now=lambda: time[0])
    document = assistant.document("harbour/handbook.pdf")
    for moment, span in ((0, (0, 3)), (59, (0, 3)), (59, (4, 10)), (59, None), (60, (0, 3))):
        time[0] = moment
        with pytest.raises(DocumentError, match=re.escape(pdf_page.FAILED)):
            pictures.marked(document, 1, span)
    assert tried == ["The", "office", "", "The"]
    monkeypatch.setattr(pdf_page, "mark_page", lambda *_, **__: MarkedPage(PNG, 100, 50, (), 1.0))
    time[0] = 120
    assert pictures.marked(document, 1, (0, 3)).png == PNG


def test_a_page_that_cannot_be_drawn_is_shown_as_text(fresh, monkeypatch):
    def mark(*_, **__):
        raise DocumentError("It takes too long.")

    monkeypatch.setattr(pdf_page, "mark_page", mark)
    response = fresh.get("/passage/harbour/handbook.pdf?start=0&end=3")
    assert response.status_code == 200 and pdf_page.FAILED in response.text
    picture = fresh.get("/page/harbour/handbook.pdf/1.png")
    assert (picture.status_code, picture.json()["error"]["message"]) == (404, pdf_page.FAILED)


def test_a_server_that_is_drawing_much_says_so_instead_of_waiting(fresh, monkeypatch):
    finish, begun = threading.Event(), threading.Semaphore(0)

    def mark(*_, **__):
        begun.release()
        finish.wait(20)
        return MarkedPage(PNG, 100, 50, (), 1.0)

    monkeypatch.setattr(pdf_page, "mark_page", mark)
    monkeypatch.setattr(pdf_page, "_PATIENCE_SECONDS", 0.1)
    busy = [threading.Thread(target=fresh.get, args=(f"/page/harbour/handbook.pdf/{page}.png",)) for page in (1, 2)]
    try:
        for thread in busy:
            thread.start()
            assert begun.acquire(timeout=20)
        html = fresh.get("/passage/harbour/handbook.pdf?page=3")
        picture = fresh.get("/page/harbour/handbook.pdf/3.png")
    finally:
        finish.set()
        for thread in busy:
            thread.join(20)
    assert html.status_code == 200 and pdf_page.BUSY in html.text
    assert (picture.status_code, picture.headers["retry-after"]) == (503, "3")
    assert fresh.get("/page/harbour/handbook.pdf/3.png").status_code == 200


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    data=st.data(),
    rectangles=st.lists(
        st.tuples(*[st.floats(0, 1)] * 4).map(lambda r: (*map(min, r[:2], r[2:]), *map(max, r[:2], r[2:])))
    ),
)
def test_any_span_is_looked_for_word_by_word_and_shown_within_its_page(
    assistant, options, monkeypatch, data, rectangles
):
    document = assistant.document("harbour/handbook.pdf")
    start = data.draw(st.integers(0, len(document.text) - 1))
    end = data.draw(st.integers(start + 1, len(document.text)))
    asked = []

    def mark(_, doc_id, number, quote="", *, before="", after="", **__):
        asked.append(quote)
        assert document.text[document.pages[number - 1] :].startswith(before + quote + after)
        return MarkedPage(PNG, 100, 50, tuple(rectangles), 1.0)

    monkeypatch.setattr(pdf_page, "mark_page", mark)
    pictures = PagePictures(options.corpus, max_bytes=10**6)
    shown, _ = pdf_page.sheets(pictures, document, (start, end), near=True)
    assert document.text[start:end].startswith("".join(asked))
    for sheet in shown:
        left, top, width, height = sheet.view
        assert 0 <= left < left + width <= 100 and 0 <= top < top + height <= 50


# The chat


def test_the_chat_leads_to_the_page_and_gets_the_part_around_the_quote(client, assistant):
    answer = client.post("/api/v1/ask", json={"question": "How much are fellows paid in dollars?"}).json()
    citation = next(one for one in answer["citations"] if one["doc_id"].endswith(".pdf"))
    assert citation["page"] == 2
    start, end = citation["start"], citation["end"]
    html = client.get(f"/context/harbour/handbook.pdf?start={start}&end={end}").text
    [(_, _, lines)] = sheets(html)
    _, top, width, height = map(int, re.search(r'viewBox="(\d+) (\d+) (\d+) (\d+)"', html).group(0)[9:-1].split())
    assert lines and top + height < 600 and width <= 1200
    assert " id=" not in html and "<h2" not in html


def test_the_card_of_a_quote_from_a_pdf_names_its_page(assistant):
    html = str(answer_html(assistant.ask(make_question("How much are fellows paid in dollars?")), assistant))
    assert re.search(
        r'class="whole paged" href="/passage/harbour/\w+\.pdf\?start=\d+&amp;end=\d+&amp;of=\w+#quote">'
        "See it on page 2",
        html,
    )
    html = str(answer_html(assistant.ask(make_question("Where does the lantern stand?")), assistant))
    assert 'class="whole" href="/passage/harbour/notes.md' in html


def test_around_a_quote_of_another_document_no_page_is_shown(client):
    assert client.get("/context/harbour/notes.md?start=0&end=3").text.strip() == ""
    assert client.get("/context/harbour/handbook.pdf").text.strip() == ""
    assert client.get("/context/nowhere.pdf").status_code == 404


# The process that draws


def test_a_page_and_the_places_of_a_quote_come_from_a_process_of_its_own():
    page = mark_page(HANDBOOK, "a.pdf", 1, "Applicants send their form", width=300)
    assert (page.width, page.share, len(page.rectangles)) == (300, 1.0, 1)
    assert mark_page(HANDBOOK, "a.pdf", 1, "No such words are here.").rectangles == ()
    with pytest.raises(DocumentError, match="Page 9 is not in the PDF"):
        mark_page(HANDBOOK, "a.pdf", 9)


TEXT = b"BT /F 12 Tf 50 50 Td (Some words of the page.) Tj ET\n"
SLOW = TEXT + b"0 0 m 600 780 l S\n" * 100_000
BOMB = zlib.compress(TEXT + bytes(100_000_000), 1)
on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux limits a process's memory")


@on_linux
@pytest.mark.parametrize(
    ("data", "limits"),
    [
        (raw_pdf(BOMB, more=b"/Filter/FlateDecode"), {"memory_bytes": 60_000_000}),
        (raw_pdf(SLOW), {"cpu_seconds": 1}),
        (raw_pdf(SLOW), {"wall_seconds": 1.0}),
        (b"%PDF-1.4\n" + b"(" * 100_000, {}),
        (b"no PDF at all", {}),
    ],
)
def test_a_page_beyond_the_limits_is_refused_in_one_line(data, limits):
    with pytest.raises(DocumentError) as refused:
        mark_page(data, "a.pdf", 1, "Some words", **limits)
    line = str(refused.value)
    assert line and "\n" not in line and len(line) < 500


@pytest.mark.parametrize("size", [(1_000_000, 800), (1_000_000, 1_000_000), (20, 1_000_000), (1, 1), (0, 0)])
def test_a_page_of_any_size_gives_a_picture_of_few_pixels(size):
    page = mark_page(raw_pdf(TEXT, size=size), "a.pdf", 1)
    assert page.width <= 1201 and page.height <= 4801 and len(page.png) <= MAX_PICTURE_BYTES


def test_a_picture_that_would_be_too_large_has_fewer_colours_or_is_none():
    noise = zlib.compress(random.Random(1).randbytes(3 * 200 * 200))
    data = raw_pdf(TEXT + b"q 612 0 0 792 0 0 cm /I Do Q", image=(200, noise))
    usual = len(render_page(data, 1, width=200))
    fewer = render_page(data, 1, width=200, max_bytes=usual - 1)
    assert len(fewer) < usual
    with Image.open(io.BytesIO(fewer)) as image:
        assert image.mode == "P"
    with pytest.raises(DocumentError, match="picture of page 1 has 0.0 MB"):
        render_page(data, 1, width=200, max_bytes=1_000)


@pytest.fixture
def impostor(monkeypatch, tmp_path):
    """Puts a program in the place of the process that draws, which answers with this row."""

    def replace(answer):
        program = tmp_path / "impostor.py"
        program.write_text(
            f"#!{sys.executable}\nimport json, sys\nline = sys.stdin.buffer.readline()\n"
            "sys.stdin.buffer.read(json.loads(line)[1])\n"
            f"body = {json.dumps(answer).encode()!r}\n"
            "sys.stdout.buffer.write(b'%d\\n' % len(body) + body)\nsys.stdout.flush()\nsys.stdin.read()\n"
        )
        program.chmod(0o755)
        monkeypatch.setattr(sandbox.sys, "executable", str(program))

    return replace


def row(png=PNG, rectangles=((0.1, 0.1, 0.2, 0.2),), share=1.0):
    return {"page": {"png": base64.b64encode(png).decode(), "rectangles": rectangles, "share": share}}


def test_an_honest_answer_is_believed(impostor):
    impostor(row())
    assert mark_page(HANDBOOK, "a.pdf", 1) == MarkedPage(PNG, 100, 50, ((0.1, 0.1, 0.2, 0.2),), 1.0)


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"page": []},
        {"page": {"png": "<svg>", "rectangles": [], "share": 1}},
        {"page": {"png": 5, "rectangles": [], "share": 1}},
        row(png=b"<html>"),
        row(png=PNG[:18]),
        row(png=PNG[:16] + b"\xff" * 8),
        row(png=PNG + bytes(MAX_PICTURE_BYTES)),
        row(rectangles=[[0.1, 0.1, 0.2]]),
        row(rectangles=[[0.1, 0.1, 0.2, 1.2]]),
        row(rectangles=[[0.3, 0.1, 0.2, 0.2]]),
        row(rectangles=[[0.1, 0.1, 0.2, '"/><script>']]),
        row(rectangles="abcd"),
        row(rectangles={"a": 1}),
        row(share=2),
        row(share=None),
        row(share=float("nan")),
        row(share=10**400),
        row(rectangles=[[0.1, 0.1, float("inf"), 0.2]]),
    ],
    ids=range(19),
)
def test_a_process_that_lies_gives_no_page(impostor, answer):
    impostor(answer)
    with pytest.raises(DocumentError, match="misleads the program|ends the program"):
        mark_page(HANDBOOK, "a.pdf", 1)
