"""Web pages -> the corpus: what is stored, and that no site, however it behaves, leads astray, stalls or floods."""

import gzip
import json
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
import tracemalloc
import zlib
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.documents import find_files, read_document
from assistant.errors import AssistantError
from assistant.fetching import Clock, Limits, fetch, make_sources, read_provenance, read_sources
from assistant.fetching.addresses import PageRefused, host_of, is_allowed_address, normalise
from assistant.fetching.client import Client, connect_to
from assistant.fetching.names import file_name, is_file_name
from assistant.fetching.pages import links_of
from assistant.fetching.sitemaps import read_sitemap

PROSE = "<p>The fellowship lasts one year and begins in July.</p>"


class Site:
    """A server on loopback; `pages` maps a path to a response, or to a function that writes to the connection."""

    def __init__(self):
        self.pages = {}
        self.asked = []
        self.headers = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                site.asked.append(self.path)
                site.headers.append(dict(self.headers))
                answer = site.pages.get(self.path, (404, {}, b""))
                if callable(answer):
                    answer = answer(self)
                if answer is not None:
                    status, headers, body = answer
                    self.send_response(status)
                    for name, value in ({"Content-Length": str(len(body))} | headers).items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        class Server(ThreadingHTTPServer):
            def handle_error(self, request, client_address):
                pass  # The client hangs up on most of what is tried here.

        self.server = Server(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def url(self, path="/"):
        return f"http://{self.host}{path}"

    def html(self, path, body=PROSE, head="<title>Fellowship</title>", **headers):
        page = f"<html><head>{head}</head><body>{body}</body></html>"
        self.pages[path] = (200, {"Content-Type": "text/html; charset=utf-8"} | headers, page.encode())

    def redirect(self, path, target, status=302):
        self.pages[path] = (status, {"Location": target}, b"")

    def pages_asked(self):
        return [path for path in self.asked if path != "/robots.txt"]


@pytest.fixture
def site():
    site = Site()
    yield site
    site.server.shutdown()
    site.server.server_close()
    site.thread.join()


class FakeClock:
    """Time that passes only while somebody sleeps."""

    def __init__(self):
        self.seconds = 1000.0
        self.pauses = []

    def clock(self):
        return Clock(lambda: self.seconds, self.sleep, lambda: datetime(2027, 1, 15, 12, 0, tzinfo=UTC))

    def sleep(self, seconds):
        self.pauses.append(seconds)
        self.seconds += seconds


@pytest.fixture
def run(site, tmp_path):
    """Fetches the given paths, or whole sources written in TOML, into tmp_path/corpus."""

    def run(*paths, toml=None, clock=None, limits=None, more="", **options):
        if toml is None:
            urls = json.dumps([site.url(path) for path in paths])
            toml = f'[[source]]\nprogram = "grant"\nurls = {urls}\n{more}\n'
        file = tmp_path / "sources.toml"
        file.write_text(
            f'contact = "office@example.edu"\n{toml}\n[[host]]\nname = "{site.host}"\nhttp = true\n', encoding="utf-8"
        )
        options = {"allow_private": True} | options
        clock = (clock or FakeClock()).clock()
        return fetch(read_sources(file), tmp_path / "corpus", clock=clock, limits=limits or Limits(), **options)

    return run


@pytest.fixture
def corpus(tmp_path):
    return tmp_path / "corpus"


def documents(corpus):
    return {
        file.relative_to(corpus).as_posix(): read_document(file.read_bytes(), file.relative_to(corpus).as_posix())
        for file in find_files(corpus)
    }


def only(report, kind):
    """The one page that the report holds, which must be of this kind."""
    counts = {name: len(getattr(report, name)) for name in ("added", "changed", "unchanged", "gone", "refused")}
    assert counts == dict.fromkeys(counts, 0) | {kind: 1}, report
    return getattr(report, kind)[0]


def refusal(report):
    reason = only(report, "refused").reason
    assert "\n" not in reason and len(reason) < 500
    return reason


# What is stored


def test_page_becomes_a_document_with_its_address(site, run, corpus):
    site.html("/how/to-apply")
    page = only(run("/how/to-apply"), "added")
    (document,) = documents(corpus).values()
    assert document.url == page.url == site.url("/how/to-apply")
    assert document.doc_id == page.doc_id
    assert document.program == "grant"
    assert document.title == "Fellowship"


def test_html_with_its_own_address_is_stored_byte_for_byte(site, run, corpus):
    site.html("/a", head=f'<title>T</title><link rel="canonical" href="{site.url("/a")}">')
    page = only(run("/a"), "added")
    assert (corpus / page.doc_id).read_bytes() == site.pages["/a"][2]


@pytest.mark.parametrize(
    "page",
    [
        PROSE,
        "<body>" + PROSE,
        "<!doctype html>\n<!-- <head> --><html lang='en' data-x=\"a>b\"><head><title>T</title></head>" + PROSE,
        "\ufeff<!DOCTYPE html><head\n class=x>" + PROSE,
        "<?xml version='1.0' encoding='utf-8'?><html xmlns='http://www.w3.org/1999/xhtml'><head/>" + PROSE,
        "<head><link rel=canonical href=/elsewhere><base href='https://evil.example/'></head>" + PROSE,
        "<head><link rel=canonical href=''></head>" + PROSE,
        "<html " + PROSE,
        "<header>Site</header>" + PROSE,
    ],
)
def test_reader_finds_the_address_in_any_page(site, run, corpus, page):
    site.pages["/a?b=1&c=%22"] = (200, {"Content-Type": "text/html"}, page.encode())
    only(run("/a?b=1&c=%22"), "added")
    (document,) = documents(corpus).values()
    assert document.url == site.url("/a?b=1&c=%22")
    assert "The fellowship lasts one year" in document.text


@pytest.mark.parametrize(
    ("media_type", "body", "text"),
    [
        ("text/html; charset=windows-1252", "<p>Café fellowship lasts a year.</p>".encode("cp1252"), "Café"),
        ("text/html; charset=ISO-8859-1", "<p>“Café” fellowship lasts a year.</p>".encode("cp1252"), "“Café”"),
        ("text/html", "<meta charset=koi8-r><p>Стипендия на год.</p>".encode("koi8-r"), "Стипендия"),
        ("text/html; charset=utf-8", "<meta charset=koi8-r><p>Стипендия на год.</p>".encode(), "Стипендия"),
        ("text/html", "<p>Café fellowship lasts a year.</p>".encode("utf-16"), "Café"),
        ("text/html; charset=Shift_JIS", "<p>奨学金は一年間です。</p>".encode("shift_jis"), "奨学金"),
        ("text/plain; charset=iso-8859-1", "Café fellowship.\n\nIt lasts a year.".encode("latin-1"), "Café"),
    ],
)
def test_pages_in_any_named_encoding_are_read(site, run, corpus, media_type, body, text):
    site.pages["/a"] = (200, {"Content-Type": media_type}, body)
    only(run("/a"), "added")
    (document,) = documents(corpus).values()
    assert text in document.text
    assert document.url == site.url("/a")


@pytest.mark.parametrize(
    "media_type", ["text/html", "text/plain", "text/html; charset=utf-16", "text/html; charset=rot13"]
)
def test_bytes_that_are_not_in_their_encoding_are_refused(site, run, media_type):
    site.pages["/a"] = (200, {"Content-Type": media_type}, b"<p>Caf\xe9 lasts one year</p>!")
    assert "is not UTF-" in refusal(run("/a"))


def test_text_and_markdown_begin_with_their_address(site, run, corpus):
    site.pages["/a.md"] = (200, {"Content-Type": "text/plain"}, b"---\ntitle: Rules\n---\n# One\n\nIt lasts a year.\n")
    site.pages["/b"] = (200, {"Content-Type": "text/plain"}, b"It lasts a year.\n")
    assert len(run("/a.md", "/b").added) == 2
    markdown, text = documents(corpus).values()
    assert (markdown.title, markdown.url) == ("Rules", site.url("/a.md"))
    assert (text.text, text.url) == ("It lasts a year.", site.url("/b"))


@pytest.mark.parametrize(
    "front",
    [
        "title: Rules\nurl: https://evil.example/\n",
        "url: https://evil.example/\ntitle: Rules\n",
        "'url': 'https://evil.example/'\ntitle: Rules\n",
        "? url\n: https://evil.example/\ntitle: Rules\n",
        "!!str url: >-\n  https://evil.example/\ntitle: Rules\n",
        "a: &a\n  url: https://evil.example/\n<<: *a\ntitle: Rules\n",
        "{url: https://evil.example/, title: Rules}\n",
        "  url: https://evil.example/\n  title: Rules\n",
        "url: https://evil.example/\ntitle: Rules\ntext: " + "x" * 19_930 + "\n",
        "url: https://evil.example/\ntitle: Rules\ntext: " + "é" * 15_000 + "\n",
        "url: javascript:alert(1)\ntitle: Rules\n",
        "url: no address\ntitle: Rules\n",
    ],
)
@pytest.mark.parametrize("path", ["/a.md", "/a?b=:&c=", "/" + "a" * 600])
def test_fetched_address_outranks_the_one_that_markdown_names(site, run, corpus, front, path):
    site.pages[path] = (200, {"Content-Type": "text/markdown"}, f"---\n{front}---\n# One\n\nA year.\n".encode())
    only(run(path), "added")
    only(run(path), "unchanged")
    (document,) = documents(corpus).values()
    assert document.url == site.url(path)
    assert document.text == "One\n\nA year."


@pytest.mark.parametrize(
    "front", ["a: [\n", "url: https://evil.example/\n  x\ny\n", "- x\n", "https://evil.example/\n"]
)
def test_what_only_looks_like_front_matter_comes_after_the_address(site, run, corpus, front):
    site.pages["/a.md"] = (200, {"Content-Type": "text/plain"}, f"---\n{front}---\nIt lasts a year.\n".encode())
    only(run("/a.md"), "added")
    (document,) = documents(corpus).values()
    assert document.url == site.url("/a.md")
    assert "It lasts a year." in document.text


def test_markdown_that_names_its_own_address_is_stored_byte_for_byte(site, run, corpus):
    text = f"---\nurl: {site.url('/a.md')}\n---\nIt lasts a year.\n".encode()
    site.pages["/a.md"] = (200, {"Content-Type": "text/markdown"}, text)
    assert (corpus / only(run("/a.md"), "added").doc_id).read_bytes() == text


def test_pdf_and_docx_are_stored_as_they_are_with_their_provenance(site, run, corpus):
    pdf, docx = b"%PDF-1.7\n...", b"PK\x03\x04..."
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    site.pages["/f/Guide.PDF"] = (200, {"Content-Type": "application/pdf", "Last-Modified": "Fri, 1 Jan 2027"}, pdf)
    site.pages["/f/form.docx"] = (200, {"Content-Type": word}, docx)
    report = run("/f/Guide.PDF", "/f/form.docx")
    assert [(corpus / page.doc_id).read_bytes() for page in report.added] == [pdf, docx]
    provenance = read_provenance(corpus)
    assert [provenance[page.doc_id][0] for page in report.added] == [page.url for page in report.added]
    assert provenance[report.added[0].doc_id][1].last_modified == "Fri, 1 Jan 2027"


@pytest.mark.parametrize(
    ("media_type", "body", "said"),
    [
        ("image/png", b"\x89PNG", "'image/png'"),
        ("", b"<p>x</p>", "its type is ''"),
        ("application/pdf", b"<html>Please log in</html>", "not a PDF file"),
        ("text/html", b"  \n", "empty"),
    ],
)
def test_what_is_no_page_is_refused(site, run, media_type, body, said):
    site.pages["/a"] = (200, {"Content-Type": media_type} if media_type else {}, body)
    assert said in refusal(run("/a"))


# Again


def test_second_fetch_asks_only_for_what_has_changed(site, run):
    def answer(handler):
        if handler.headers.get("If-None-Match") == '"v1"' and handler.headers["If-Modified-Since"]:
            return 304, {}, b""
        return 200, {"Content-Type": "text/html", "ETag": '"v1"', "Last-Modified": "Fri, 1 Jan 2027"}, PROSE.encode()

    site.pages["/a"] = answer
    only(run("/a"), "added")
    only(run("/a"), "unchanged")
    only(run("/a"), "unchanged")  # A 304 without the validators keeps those that were known.


def test_page_that_changes_is_stored_anew_and_the_same_bytes_are_not(site, run, corpus):
    site.html("/a")
    doc_id = only(run("/a"), "added").doc_id
    only(run("/a"), "unchanged")
    site.html("/a", "<p>It lasts two years.</p>")
    assert only(run("/a"), "changed").doc_id == doc_id
    assert "two years" in documents(corpus)[doc_id].text


@pytest.mark.parametrize("harm", ["edited", "deleted", "state lost"])
def test_stored_page_that_is_not_as_written_is_fetched_whole(site, run, corpus, harm):
    site.html("/a", ETag='"v1"')
    file = corpus / only(run("/a"), "added").doc_id
    before = file.read_bytes()
    if harm == "edited":
        file.write_bytes(b"<p>It lasts a day.</p>")
    elif harm == "deleted":
        file.unlink()
    else:
        (corpus / "grant/.fetched.json").unlink()
    run("/a")
    assert "If-None-Match" not in site.headers[-1]
    assert file.read_bytes() == before
    assert len(find_files(corpus)) == 1


def test_304_that_nobody_asked_for_is_refused(site, run):
    site.pages["/a"] = (304, {}, b"")
    assert "answered 304" in refusal(run("/a"))


def test_page_goes_after_two_fetches_in_a_row_that_miss_it_and_is_kept_aside(site, run, corpus):
    site.html("/a")
    doc_id = only(run("/a"), "added").doc_id
    page = site.pages.pop("/a")
    assert "kept until the next fetch" in refusal(run("/a"))
    site.pages["/a"] = page
    only(run("/a"), "unchanged")  # It was there in between, so the count begins again.
    del site.pages["/a"]
    refusal(run("/a"))
    assert (corpus / doc_id).exists()
    assert only(run("/a"), "gone").doc_id == doc_id
    assert not (corpus / doc_id).exists()
    assert (corpus / "grant/.gone" / doc_id.removeprefix("grant/")).exists()
    assert "answered 404" in refusal(run("/a"))


def test_stored_page_that_nothing_links_to_any_more_is_still_asked_for(site, run):
    site.html("/", '<a href="/a">A</a>' + PROSE)
    site.html("/a")
    assert len(run("/", more="depth = 1").added) == 2
    site.html("/", PROSE)
    report = run("/", more="depth = 1")
    assert [page.url for page in report.unchanged] == [site.url("/a")]
    del site.pages["/a"]
    run("/", more="depth = 1")
    assert [page.url for page in run("/", more="depth = 1").gone] == [site.url("/a")]


def test_page_taken_off_the_sources_goes(site, run):
    site.html("/a")
    site.html("/b")
    run("/a", "/b", more='include = ["/x/*"]')
    run("/a", more='include = ["/x/*"]')
    report = run("/a", more='include = ["/x/*"]')
    assert [page.url for page in report.gone] == [site.url("/b")]


@pytest.mark.parametrize("status", [500, 503, 403, 429])
def test_site_in_trouble_leaves_the_stored_page(site, run, corpus, status):
    site.html("/a")
    doc_id = only(run("/a"), "added").doc_id
    site.pages["/a"] = (status, {}, b"<p>Sorry</p>")
    for _ in range(3):
        assert f"answered {status}" in refusal(run("/a"))
    assert "one year" in documents(corpus)[doc_id].text


def test_run_that_is_broken_off_can_go_on(site, run, corpus):
    site.html("/a")
    site.html("/b")

    def stop(line):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run("/a", "/b", progress=stop)
    assert [len(page) for page in (find_files(corpus), read_provenance(corpus))] == [1, 1]
    report = run("/a", "/b")
    assert (len(report.unchanged), len(report.added)) == (1, 1)


def test_damaged_state_file_is_said_and_nothing_outside_is_opened(site, run, corpus):
    site.html("/a")
    run("/a")
    state = corpus / "grant/.fetched.json"
    whole = state.read_text("utf-8")
    for damaged in ("{", whole.replace('.html"', '.html/../../../x"'), whole.replace('"version": 1', '"version": 2')):
        state.write_text(damaged, encoding="utf-8")
        with pytest.raises(AssistantError, match="delete it, and every page is fetched anew"):
            run("/a")


def test_corpus_that_cannot_be_written_is_one_line(site, run, corpus):
    site.html("/a")
    corpus.write_text("not a folder", encoding="utf-8")
    with pytest.raises(AssistantError, match="cannot be"):
        run("/a")


def test_half_written_pages_are_never_documents(site, run, corpus, monkeypatch):
    site.html("/a")
    doc_id = only(run("/a"), "added").doc_id
    before = (corpus / doc_id).read_bytes()
    site.html("/a", "<p>It lasts two years.</p>")

    def power_cut(*arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("os.replace", power_cut)
        run("/a")
    assert (corpus / doc_id).read_bytes() == before
    assert len(find_files(corpus)) == 1
    only(run("/a"), "changed")


@pytest.mark.parametrize("step", ["os.replace", "os.fsync"])
def test_stop_at_any_write_leaves_whole_pages_and_the_next_run_mends_it(site, run, corpus, monkeypatch, step):
    whole = getattr(os, step.removeprefix("os."))
    texts = [f"<p>It lasts {number} years.</p>" for number in ("one", "two")]
    for stop_at in range(1, 20):
        shutil.rmtree(corpus, ignore_errors=True)
        site.pages.clear()
        site.html("/a", texts[0], ETag='"a1"')
        site.html("/old", texts[0], ETag='"old"')
        run("/a", "/old")
        site.redirect("/old", "/b", 301)
        run("/a", "/old")
        site.html("/a", texts[1], ETag='"a2"')
        site.html("/b", texts[1], ETag='"b"')
        calls = []

        def stopping(*arguments, calls=calls, stop_at=stop_at):
            calls.append(arguments)
            if len(calls) >= stop_at:
                raise KeyboardInterrupt
            return whole(*arguments)

        stopped = False
        with monkeypatch.context() as patch:
            patch.setattr(step, stopping)
            try:
                run("/a", "/old")
            except KeyboardInterrupt:
                stopped = True
        for document in documents(corpus).values():
            assert document.text in ("It lasts one years.", "It lasts two years.")
        run("/a", "/old")
        run("/a", "/old")
        kept = {document.url: document.text for document in documents(corpus).values()}
        assert kept == {site.url("/a"): "It lasts two years.", site.url("/b"): "It lasts two years."}
        if not stopped:
            return
    pytest.fail("It never came to an end.")


# Links and sitemaps


def test_links_are_followed_as_deep_as_the_source_says(site, run):
    for number in range(4):
        site.html(f"/{number}", f'<a href="/{number + 1}">next</a>' + PROSE)
    assert site.url("/2") not in [page.url for page in run("/0", more="depth = 1").added]
    assert [page.url for page in run("/0", more="depth = 2").added] == [site.url("/2")]


def test_links_are_followed_from_a_page_that_has_not_changed(site, run):
    site.pages["/"] = lambda handler: (
        (304, {}, b"")
        if "If-None-Match" in handler.headers
        else (200, {"Content-Type": "text/html", "ETag": '"1"'}, b'<a href="/a">A</a>' + PROSE.encode())
    )
    site.html("/a")
    run("/")
    assert [page.url for page in run("/", more="depth = 1").added] == [site.url("/a")]


def test_thousand_links_to_oneself_are_one_page(site, run):
    links = "".join(f'<a href="/?utm_source={n}#part{n}">x</a><a href="./././?gclid={n}">y</a>' for n in range(1000))
    site.html("/", links + PROSE)
    only(run("/", more="depth = 3"), "added")
    assert site.pages_asked() == ["/"]


def test_links_elsewhere_are_not_followed(site, run):
    links = [
        "https://other.example/",
        "mailto:a@b.c",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://[bad",
        "/a.jpg",
    ]
    site.html("/", "".join(f'<a href="{link}">x</a>' for link in links) + PROSE)
    only(run("/", more="depth = 1"), "added")
    assert site.pages_asked() == ["/"]


def test_globs_choose_among_the_links(site, run):
    site.html("/", "".join(f'<a href="{path}">x</a>' for path in ("/in/a", "/in/old/b", "/out")) + PROSE)
    for path in ("/in/a", "/in/old/b", "/out"):
        site.html(path)
    report = run("/", more='depth = 1\ninclude = ["/in/*"]\nexclude = ["*/old/*"]')
    assert [page.url for page in report.added] == [site.url("/"), site.url("/in/a")]


def test_endless_site_ends_at_max_pages_in_one_line(site, run):
    def trap(handler):
        links = "".join(f'<a href="{handler.path}/{n}">x</a>' for n in range(50))
        return 200, {"Content-Type": "text/html"}, (links + PROSE).encode()

    class Trap(dict):
        def get(self, path, default=None):
            return default if path == "/robots.txt" else trap

    site.pages = Trap()
    report = run("/a", more="depth = 3\nmax_pages = 20")
    assert len(report.added) == 20
    assert len(report.refused) == 1
    assert "max_pages is 20" in report.refused[0].reason


def sitemap(*addresses, kind="url"):
    outer = {"url": "urlset", "sitemap": "sitemapindex"}[kind]
    entries = "".join(f"<{kind}><loc> {address} </loc></{kind}>" for address in addresses)
    return f'<?xml version="1.0"?><{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</{outer}>'.encode()


def from_sitemap(site, path="/sitemap.xml", more=""):
    return f'[[source]]\nprogram = "grant"\nsitemap = "{site.url(path)}"\n{more}\n'


def test_sitemap_index_and_packed_sitemaps_are_read(site, run):
    index = sitemap(site.url("/1.xml"), site.url("/2.xml.gz"), site.url("/missing.xml"), kind="sitemap")
    site.pages["/sitemap.xml"] = (200, {"Content-Type": "text/xml"}, index)
    site.pages["/1.xml"] = (200, {}, sitemap(site.url("/a"), "https://other.example/b"))
    site.pages["/2.xml.gz"] = (200, {}, gzip.compress(sitemap(site.url("/b"))))
    site.html("/a")
    site.html("/b")
    report = run(toml=from_sitemap(site))
    assert [page.url for page in report.added] == [site.url("/a"), site.url("/b")]
    assert [(page.url, page.reason) for page in report.refused] == [
        (site.url("/missing.xml"), "the sitemap answered 404; mend its address")
    ]


def test_sitemaps_that_name_each_other_end(site, run):
    class Endless(dict):
        def get(self, path, default=None):
            if path == "/robots.txt":
                return default
            names = [site.url("/sitemap.xml"), *(site.url(f"{path}/{n}.xml") for n in range(100))]
            return 200, {"Content-Type": "text/xml"}, sitemap(*names, kind="sitemap")

    site.pages = Endless()
    report = run(toml=from_sitemap(site))
    assert report.added == ()
    assert len(site.pages_asked()) == 50
    assert all("sitemaps" in page.reason for page in report.refused)


@pytest.mark.parametrize(
    "data",
    [
        b"<html><p>Not found",
        b"",
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><urlset><url><loc>&b;</loc></url></urlset>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><urlset><url><loc>&a;</loc></url></urlset>',
        gzip.compress(b" " * 200_000_000),
        gzip.compress(sitemap("https://a.example/"))[:-9],
        b"<a>" * 1_000_000,
    ],
    ids=["html", "empty", "entities", "file", "bomb", "cut", "deep"],
)
def test_hostile_sitemap_is_refused(data):
    started = time.monotonic()
    with pytest.raises(PageRefused, match="sitemap|cut short"):
        read_sitemap(data)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "cp037"])
@pytest.mark.parametrize("entity", ['"x"', 'SYSTEM "file:///etc/hostname"', 'PUBLIC "-" "http://127.0.0.1/"'])
def test_sitemap_entities_are_refused_in_any_encoding(encoding, entity):
    page = f"<!DOCTYPE x [<!ENTITY a {entity}>]><urlset><url><loc>https://x.example/&a;</loc></url></urlset>"
    with pytest.raises(PageRefused, match="document type|not XML"):
        read_sitemap(f'<?xml version="1.0" encoding="{encoding}"?>{page}'.encode(encoding))


# Redirects


def test_page_is_stored_under_the_address_it_redirects_to(site, run):
    site.redirect("/old", "/n%C3%A9w?utm_source=x", 301)
    site.html("/n%C3%A9w")
    assert only(run("/old", "/n%C3%A9w"), "added").url == site.url("/n%C3%A9w")


def test_page_that_moves_is_stored_anew_and_the_old_one_goes(site, run, corpus):
    site.html("/old")
    run("/old")
    site.redirect("/old", "/new", 301)
    site.html("/new")
    assert len(run("/old").added) == 1
    assert [page.url for page in run("/old").gone] == [site.url("/old")]
    assert [document.url for document in documents(corpus).values()] == [site.url("/new")]


def test_outage_behind_a_redirect_leaves_the_stored_pages(site, run, corpus):
    site.html("/apply")
    site.html("/fees")
    assert len(run("/apply", "/fees").added) == 2
    site.redirect("/apply", "/maintenance")
    site.redirect("/fees", "/maintenance")
    site.pages["/maintenance"] = (503, {}, b"")
    for _ in range(3):
        report = run("/apply", "/fees")
        assert (report.gone, len(report.refused)) == ((), 2)
        assert "which was not taken; the stored page is kept" in report.refused[1].reason
    assert len(documents(corpus)) == 2
    site.html("/apply")
    assert [page.url for page in run("/apply").unchanged] == [site.url("/apply")]


@pytest.mark.parametrize("status", [500, 503, 429])
def test_outage_before_a_redirect_leaves_the_page_that_it_led_to(site, run, corpus, status):
    more = 'include = ["/apply"]'
    site.redirect("/apply", "/2027/apply")
    site.html("/2027/apply")
    assert only(run("/apply", more=more), "added").url == site.url("/2027/apply")
    site.pages["/apply"] = (status, {}, b"")
    for _ in range(3):
        assert f"answered {status}" in refusal(run("/apply", more=more))
    assert len(documents(corpus)) == 1


def test_two_pages_that_move_to_one_go(site, run, corpus):
    site.html("/a")
    site.html("/b")
    run("/a", "/b")
    for path in ("/a", "/b"):
        site.redirect(path, "/c", 301)
    site.html("/c")
    run("/a", "/b")
    assert [page.url for page in run("/a", "/b").gone] == [site.url("/a"), site.url("/b")]
    assert [document.url for document in documents(corpus).values()] == [site.url("/c")]


def test_redirect_to_an_excluded_page_is_refused_and_the_stored_page_kept(site, run, corpus):
    site.html("/a")
    run("/a", more='exclude = ["/login*"]')
    site.redirect("/a", "/login?next=a")
    site.html("/login?next=a")
    for _ in range(3):
        assert "which the source excludes" in refusal(run("/a", more='exclude = ["/login*"]'))
    assert [document.url for document in documents(corpus).values()] == [site.url("/a")]
    assert "/login?next=a" not in site.asked


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("http://169.254.169.254/latest/meta-data/", "'169.254.169.254' is not among"),
        ("http://localhost/", "'localhost' is not among"),
        ("http://[::1]/", "'[::1]' is not among"),
        ("http://127.0.0.1:1/", "'127.0.0.1:1' is not among"),
        ("https://other.example/", "'other.example' is not among"),
        ("file:///etc/passwd", "its scheme is 'file'"),
        ("javascript:alert(1)", "its scheme is 'javascript'"),
        ("http://user:secret@127.0.0.1/", "user name"),
        ("http://[", "not a web address"),
        ("/" + "a" * 5000, "5,001 characters"),
        ("/a", "in a circle"),
        ("", "in a circle"),
    ],
)
def test_redirect_that_leads_astray_is_refused(site, run, target, said):
    site.redirect("/a", target)
    assert said in refusal(run("/a"))
    assert site.pages_asked() == ["/a"]


def test_long_and_circular_redirects_end(site, run):
    for number in range(10):
        site.redirect(f"/{number}", f"/{number + 1}")
    site.redirect("/x", "/y")
    site.redirect("/y", "/x")
    report = run("/0", "/x")
    assert [page.reason.partition(";")[0] for page in report.refused] == [
        "it redirects more than 3 times",
        "it redirects in a circle",
    ]
    assert site.pages_asked() == ["/0", "/1", "/2", "/3", "/x", "/y"]


def test_plain_http_is_only_for_hosts_that_allow_it(site, tmp_path):
    file = tmp_path / "sources.toml"
    file.write_text(f'contact="a@b.edu"\n[[source]]\nprogram="p"\nurls=["{site.url()}"]\n', encoding="utf-8")
    with pytest.raises(AssistantError, match="is not https"):
        read_sources(file)


# Limits of size and time


def raw(*pieces, pause=0.0, endless=False):
    """A page that writes these bytes to the connection and hangs up."""

    def answer(handler):
        handler.close_connection = True
        for piece in pieces:
            handler.wfile.write(piece)
        while endless:
            handler.wfile.write(pieces[-1])
            time.sleep(pause)

    return answer


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
TIGHT = Limits(connect=0.6, read=0.6, total=1.0, body=2_000_000)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (raw(HEAD + b"Content-Length: 10000000000\r\n\r\n<p>"), "announces 10,000 MB"),
        (raw(HEAD + b"\r\n", b"<p>x</p>" * 10_000, endless=True), "it goes on"),
        (
            raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"2000\r\n" + b"x" * 8192 + b"\r\n", endless=True),
            "it goes on",
        ),
        (raw(HEAD + b"Content-Length: 100\r\n\r\n<p>One"), "ended 94 bytes early"),
        (raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n<p>On"), "cannot be read"),
        (raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n"), "cannot be read"),
        (raw(HEAD + b"X: " + b"y" * 10_000_000 + b"\r\n\r\n"), "cannot be read"),
        (raw(HEAD + b"".join(b"X-%d: y\r\n" % n for n in range(100_000))), "cannot be read"),
        (raw(b"HTTP/1.1 100 Continue\r\n\r\n" * 100, endless=True), "it "),
        (raw(b"\x00\xff" * 1000), "cannot be read"),
        (raw(b""), "cannot be read"),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>", b"x", pause=0.05, endless=True), "too long"),
        (raw(b"HTTP/1.1 200 OK\r\nX: ", b"x", pause=0.05, endless=True), "too long"),
        (lambda handler: time.sleep(0.9), "too long"),
    ],
    ids="huge endless chunks short-body short-chunk bad-chunk long-header many-headers continue junk nothing drip "
    "header-drip silence".split(),
)
def test_hostile_answer_ends_soon_in_one_line(site, run, answer, said):
    site.pages["/a"] = answer
    tracemalloc.start()
    started = time.monotonic()
    reason = refusal(run("/a", limits=TIGHT))
    assert time.monotonic() - started < 5
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert said in reason
    assert peak < 60_000_000  # The test's own server, in the same process, holds its 10 MB twice.


def packed(data, kind):
    if kind == "gzip":
        return gzip.compress(data)
    compressor = zlib.compressobj(wbits=15 if kind == "zlib" else -15)
    return compressor.compress(data) + compressor.flush()


@pytest.mark.parametrize("kind", ["gzip", "zlib", "raw"])
def test_packed_pages_are_unpacked(site, run, corpus, kind):
    body = (PROSE + "<p>Apply by 1 May.</p>" * 20_000).encode()
    encoding = "gzip" if kind == "gzip" else "deflate"
    site.pages["/a"] = (200, {"Content-Type": "text/html", "Content-Encoding": encoding}, packed(body, kind))
    page = only(run("/a"), "added")
    assert (corpus / page.doc_id).read_bytes().endswith(body)
    assert site.headers[-1]["Accept-Encoding"] == "gzip, deflate"


@pytest.mark.parametrize(
    ("encoding", "body", "said"),
    [
        ("gzip", gzip.compress(b"\0" * 300_000_000), "20 MB when unpacked"),
        ("gzip", gzip.compress(gzip.compress(b"<p>x")) + b"more", "something follows"),
        ("gzip", gzip.compress(PROSE.encode())[:-10], "cut short"),
        ("gzip", PROSE.encode(), "cannot be read"),
        ("gzip", b"", "cut short"),
        ("deflate", b"\x78", "cut short"),
        ("br", b"x", "packed as 'br'"),
        ("gzip, gzip", b"x", "packed as 'gzip, gzip'"),
    ],
    ids=["bomb", "more", "cut", "plain", "empty", "cut deflate", "brotli", "twice"],  # Packed bytes bear the time.
)
def test_bombs_and_broken_packing_are_refused(site, run, encoding, body, said):
    site.pages["/a"] = (200, {"Content-Type": "text/html", "Content-Encoding": encoding}, body)
    tracemalloc.start()
    reason = refusal(run("/a"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert said in reason
    assert peak < 60_000_000


@pytest.mark.parametrize(
    "unit", ["<a href='/x", "<a>", "<!--", "<head ", '<html a="', "<meta ", "<base href=x>", "<div>\0"]
)
def test_hostile_markup_is_scanned_in_time(site, run, unit):
    site.pages["/"] = (200, {"Content-Type": "text/html"}, (unit * 1_000_000)[:2_000_000].encode())
    started = time.monotonic()
    run("/", more="depth = 1\nmax_pages = 1")
    assert time.monotonic() - started < 5


# Which addresses are connected to


@pytest.mark.parametrize(
    "address",
    "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 255.255.255.255 224.0.0.1 239.1.1.1 "
    "240.0.0.1 192.0.2.1 198.18.0.1 192.88.99.1 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd00:ec2::254 ff02::1 "
    "::ffff:127.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::7f00:1 2002:7f00:1:: 2001::1 2001:db8::1 "
    "192.0.0.9 192.0.0.192 168.63.129.16 3fff::1 fec0::1 5f00::1 localhost 127.1 0x7f000001 2130706433".split(),
)
def test_only_public_addresses_are_connected_to(address):
    assert not is_allowed_address(address, allow_private=False)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946"])
def test_public_addresses_are_connected_to(address):
    assert is_allowed_address(address, allow_private=False)


def test_local_network_only_where_allowed_and_cloud_secrets_never():
    private = ["127.0.0.1", "::1", "10.1.2.3", "192.168.1.1", "fc00::1"]
    never = ["169.254.169.254", "fe80::1", "fd00:ec2::254", "::ffff:169.254.169.254", "64:ff9b:1::a9fe:a9fe", "0.0.0.0"]
    never += ["192.0.0.1", "192.0.0.10", "192.0.0.192", "168.63.129.16", "::ffff:168.63.129.16"]
    assert all(is_allowed_address(address, allow_private=True) for address in private)
    assert not any(is_allowed_address(address, allow_private=True) for address in never)


def test_site_with_a_private_address_among_others_is_not_asked(site, run):
    site.html("/a")
    report = run("/a", allow_private=False, resolver=lambda host, port: ["93.184.216.34", "10.0.0.1"])
    assert "10.0.0.1, which is not public" in refusal(report)
    assert site.asked == []


def test_loopback_is_refused_unless_allowed(site, run):
    site.html("/a")
    assert "127.0.0.1, which is not public" in refusal(run("/a", allow_private=False))
    assert site.asked == []


def test_name_is_looked_up_once_and_the_checked_address_is_used(site, run, tmp_path):
    answers = [["93.184.216.34"], ["127.0.0.1"], ["169.254.169.254"]]
    looked_up, connected = [], []

    def rebinding(host, port):
        looked_up.append(host)
        return answers[len(looked_up) - 1]

    def to_the_site(address, port, timeout):
        connected.append(address)
        return connect_to("127.0.0.1", site.server.server_port, timeout)

    name = "program.example"
    for path in ("/a", "/b"):
        site.html(path)
    (tmp_path / "s.toml").write_text(
        f'contact = "a@b.edu"\n[[source]]\nprogram = "p"\nurls = ["http://{name}/a", "http://{name}/b"]\n'
        f'[[host]]\nname = "{name}"\nhttp = true\n',
        encoding="utf-8",
    )
    sources = read_sources(tmp_path / "s.toml")
    clock = FakeClock().clock()
    report = fetch(sources, tmp_path / "corpus", resolver=rebinding, connect=to_the_site, clock=clock)
    assert len(report.added) == 2
    assert looked_up == [name]
    assert set(connected) == {"93.184.216.34"}
    assert {headers["Host"] for headers in site.headers} == {name}


def test_second_address_is_tried_where_the_first_does_not_answer(site, run):
    site.html("/a")
    tried = []

    def connect(address, port, timeout):
        tried.append(address)
        if address == "127.0.0.2":
            raise ConnectionRefusedError(111, "Connection refused")
        return connect_to(address, port, timeout)

    only(run("/a", resolver=lambda host, port: ["127.0.0.2", "127.0.0.1"], connect=connect), "added")
    assert tried[:2] == ["127.0.0.2", "127.0.0.1"]


@pytest.mark.parametrize(
    "failure",
    [socket.gaierror(-2, "Name or service not known"), UnicodeError("label too long"), TimeoutError("timed out")],
)
def test_name_that_is_not_found_is_one_line(site, run, failure):
    def resolver(host, port):
        raise failure

    assert "is not found" in refusal(run("/a", "/b", "/c", resolver=resolver))


@pytest.fixture
def certificate(tmp_path):
    """A certificate for program.example that only this test trusts."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed, so no certificate can be made")
    key, file = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=x"
    names = ["-addext", "subjectAltName=DNS:program.example", "-keyout", str(key), "-out", str(file)]
    subprocess.run([*command.split(), *names], check=True, capture_output=True)
    return key, file


class OpenGate:
    def enter(self, url):
        return {}


def test_certificate_must_be_trusted_and_bear_the_name(site, certificate):
    key, file = certificate
    named = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key)
    context.sni_callback = lambda connection, name, context: named.append(name)
    site.server.socket = context.wrap_socket(site.server.socket, server_side=True)
    site.html("/a")
    trusting = ssl.create_default_context(cafile=str(file))

    def client(tls):
        port = site.server.server_port
        return Client(
            "robot",
            resolver=lambda host, port: ["93.184.216.34"],
            connect=lambda address, _, timeout: connect_to("127.0.0.1", port, timeout),
            tls=tls,
        )

    assert client(trusting).get("https://program.example/a", OpenGate()).status == 200
    assert named == ["program.example"]
    assert site.headers[-1]["Host"] == "program.example"
    for url, tls in (
        ("https://program.example/a", ssl.create_default_context()),
        ("https://other.example/a", trusting),
    ):
        with pytest.raises(PageRefused, match="its certificate does not hold"):
            client(tls).get(url, OpenGate())
    assert len(site.asked) == 1


# Manners


def test_robot_says_who_it_is_and_keeps_no_cookies(site, run):
    site.html("/a", **{"Set-Cookie": "session=1"})
    site.html("/b")
    run("/a", "/b")
    assert all("(+office@example.edu)" in headers["User-Agent"] for headers in site.headers)
    assert not any("Cookie" in headers or "Referer" in headers for headers in site.headers)


def test_host_is_asked_once_a_second(site, run):
    for path in ("/a", "/b", "/c"):
        site.html(path)
    site.redirect("/a", "/b")
    clock = FakeClock()
    run("/a", "/c", clock=clock)
    assert site.asked == ["/robots.txt", "/a", "/b", "/c"]
    assert clock.pauses == [1.0, 1.0, 1.0]


@pytest.mark.parametrize(("asked", "kept"), [("5", 5.0), ("0.01", 1.0), ("86400", 60.0), ("nan", 1.0), ("-3", 1.0)])
def test_crawl_delay_is_kept_up_to_a_minute(site, run, asked, kept):
    site.pages["/robots.txt"] = (200, {}, f"User-agent: *\nCrawl-delay: {asked}\n".encode())
    for path in ("/a", "/b", "/c"):
        site.html(path)
    clock = FakeClock()
    run("/a", "/b", "/c", clock=clock)
    assert clock.pauses[1:] == [kept, kept]


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("User-agent: *\nDisallow: /a", False),
        ("User-agent: *\nDisallow: /b", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: program-assistant\nDisallow:", True),
        ("User-agent: *\nDisallow:\n\nUser-agent: Program-Assistant/2.0\nDisallow: /", False),
        ("User-agent: otherbot\nDisallow: /", True),
        ("User-agent: program\nDisallow: /", True),
        ("User-agent: *\nDisallow: /*a$", False),
        ("User-agent: *\nDisallow: /caf\xe9\nDisallow: /a", False),
        ("<html>Not found</html>", True),
    ],
)
def test_robots_txt_is_obeyed(site, run, rules, allowed):
    site.pages["/robots.txt"] = (200, {}, rules.encode("latin-1"))
    site.html("/a")
    report = run("/a")
    if allowed:
        only(report, "added")
    else:
        assert "robots.txt disallows it" in refusal(report)
    assert site.asked[0] == "/robots.txt"
    assert ("/a" in site.asked) == allowed


def test_robots_txt_is_obeyed_behind_a_redirect(site, run):
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /private/")
    site.redirect("/a", "/private/b")
    site.html("/private/b")
    assert "robots.txt disallows it" in refusal(run("/a"))


@pytest.mark.parametrize(
    "trouble", [(500, {}, b""), (429, {}, b""), raw(b"junk"), (302, {"Location": "https://x.example/"}, b"")]
)
def test_robots_txt_that_cannot_be_read_disallows_everything_for_now(site, run, trouble):
    site.html("/a")
    site.pages["/robots.txt"] = trouble
    reason = refusal(run("/a", "/b", "/c"))
    assert "robots.txt" in reason and "2 further addresses" in reason
    assert site.pages_asked() == []
    del site.pages["/robots.txt"]
    only(run("/a"), "added")


def test_robots_txt_is_asked_for_twice_before_it_is_given_up(site, run):
    answers = [(503, {}, b""), (200, {}, b"")]
    site.pages["/robots.txt"] = lambda handler: answers.pop(0)
    site.html("/a")
    only(run("/a"), "added")


def test_hostile_robots_txt_is_read_in_time(site, run):
    rules = [
        "".join(f"User-agent: a{n}\n" for n in range(9000)) + "".join(f"Disallow: /x{n}\n" for n in range(9000)),
        "User-agent: *\n" + "".join(f"Disallow: /*{n}*a*z\n" for n in range(20_000)),
        "User-agent: *\nDisallow: /" + "*a" * 200_000,
        "User agent a\n" * 30_000 + "disallow /x\n" * 10_000,
        "\x00" * 10_000_000,
    ]
    for text in rules:
        site.pages["/robots.txt"] = (200, {}, text.encode())
        site.html("/" + "a" * 1900)
        started = time.monotonic()
        only(run("/" + "a" * 1900), "added" if text == rules[0] else "unchanged")
        assert time.monotonic() - started < 3


def test_host_that_says_stop_or_keeps_failing_is_left_alone(site, run):
    site.pages |= {f"/{n}": (429, {}, b"") for n in range(9)}
    report = run(*(f"/{n}" for n in range(9)))
    assert site.pages_asked() == ["/0"]
    assert "7 further addresses" in report.refused[-1].reason
    site.pages |= {f"/{n}": (500, {}, b"") for n in range(9)}
    site.asked.clear()
    report = run(*(f"/{n}" for n in range(9)))
    assert site.pages_asked() == ["/0", "/1", "/2", "/3", "/4"]
    assert "failed 5 times" in report.refused[-1].reason


# Names


SEGMENTS = st.sampled_from(
    ["", "a" * 300, "a\u202eb"]
    + "a A apply a-b a_b .. . %2e%2e%2f %2E%2e %00 con aux nul.txt index index.html apply.html apply.htm apply.pdf ~x "
    ".hidden é %c3%a9 a:b x-0123456789abcdef".split()
)
PATHS = st.builds(
    lambda segments, query: "/" + "/".join(segments) + query,
    st.lists(SEGMENTS | st.text(max_size=12), max_size=4),
    st.sampled_from(["", "?", "?a=1", "?a=2", "?utm_source=x", "#top"]) | st.text(max_size=8).map("?{}".format),
)
HOSTS = st.sampled_from(
    [
        "www.example.edu",
        "www.example.edu:8443",
        "WWW.EXAMPLE.EDU.",
        "con",
        "nul.example.edu",
        "[::1]",
        "[::1]:80",
        "a-1",
        "bücher.example",
    ]
)
ADDRESSES = st.builds("{}://{}{}".format, st.sampled_from(["https", "http"]), HOSTS, PATHS)
RESERVED = {"con", "prn", "aux", "nul", "com1", "lpt1"}


@given(
    st.lists(st.tuples(ADDRESSES, st.sampled_from([".html", ".pdf", ".md", ".txt", ".docx"])), min_size=1, max_size=30)
)
def test_file_names_stay_inside_and_are_unique(addresses):
    named = {}
    for address, suffix in addresses:
        try:
            url = normalise(address)
        except PageRefused:
            continue
        name = file_name(url, suffix)
        path = PurePosixPath(name)
        assert not path.is_absolute() and len(path.parts) == 2 and is_file_name(name)
        for part in path.parts:
            assert not part.startswith(".") and not part.endswith((".", " ")) and len(part) <= 160
            assert part.split(".")[0].split("_")[0] not in RESERVED
            assert part == part.lower() and part.isascii() and not set(part) & set('<>:"/\\|?*')
        assert named.setdefault(name, (url, suffix)) == (url, suffix)


@given(ADDRESSES)
def test_normalised_address_is_normal(address):
    try:
        url = normalise(address)
    except PageRefused:
        return
    assert normalise(url) == url
    assert url.isascii() and "#" not in url and "/../" not in url
    assert not any(pair.startswith("utm_") for pair in urlsplit(url).query.split("&"))
    assert not any(character.isspace() for character in url)


@given(st.text(max_size=60), st.text(max_size=60))
def test_normalise_refuses_or_returns(url, base):
    try:
        assert host_of(normalise(url, base))
    except PageRefused as error:
        assert "\n" not in str(error)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_scanned_for_links(data):
    try:
        links_of(b"<a href=x>" + data, "https://www.example.edu/")
    except PageRefused:
        return


@given(st.binary(max_size=300))
def test_any_bytes_are_a_sitemap_or_refused(data):
    try:
        read_sitemap(data)
    except PageRefused as error:
        assert "\n" not in str(error)


def test_readable_names():
    names = {
        "https://www.example.edu/": "www.example.edu/index.html",
        "https://www.example.edu/how/to-apply": "www.example.edu/how_to-apply.html",
        "https://www.example.edu/how/to-apply/": "www.example.edu/how_to-apply_.html",
    }
    assert {url: file_name(url, ".html") for url in names} == names
    assert file_name("https://www.example.edu/f/guide.pdf", ".pdf") == "www.example.edu/f_guide.pdf"


def test_name_that_climbs_stays_in_the_folder(site, run, corpus):
    path = "/%2e%2e%2f%2e%2e%2fetc%2fpasswd"
    site.html("/..%2F..%2Fetc%2Fpasswd")
    page = only(run(path), "added")
    assert PurePosixPath(page.doc_id).parent.as_posix() == f"grant/http_{site.host.replace(':', '_')}"
    assert [file.resolve() for file in find_files(corpus)] == [(corpus / page.doc_id).resolve()]


# sources.toml


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "contact"),
        ("contact = 1 = 2", "is not TOML"),
        ('contact = "nobody"\n[[source]]\nprogram = "p"\nurls = ["https://a.example"]', "e-mail address"),
        ('contact = "a@b.edu\\r\\nX: y"\n[[source]]\nprogram = "p"\nurls = ["https://a.example"]', "e-mail address"),
        ('contact = "a@b.edu"', "source"),
        ('contact = "a@b.edu"\n[[source]]\nprogram = "../p"\nurls = ["https://a.example"]', "folder name"),
        ('contact = "a@b.edu"\n[[source]]\nprogram = "p"\nurls = []', "urls or a sitemap"),
        ('contact = "a@b.edu"\n[[source]]\nprogram = "p"\nurls = ["ftp://a.example"]', "scheme is 'ftp'"),
        ('contact = "a@b.edu"\n[[source]]\nprogram = "p"\nurls = ["https://a.example"]\ndepth = 4', "depth"),
        ('contact = "a@b.edu"\n[[source]]\nprogram = "p"\nurls = ["https://a.example"]\ndeph = 1', "deph"),
        ('contact = "a@b.edu"\n[[source]]\nprogram = "p"\nurls = ["https://a.example"]\nhosts = ["a/b"]', "hosts"),
    ],
)
def test_wrong_sources_are_one_line(tmp_path, text, said):
    file = tmp_path / "sources.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(AssistantError, match=said) as caught:
        read_sources(file)
    assert "\n" not in str(caught.value)


def test_sources_file_that_is_missing_is_one_line(tmp_path):
    with pytest.raises(AssistantError, match="cannot be read"):
        read_sources(tmp_path / "missing.toml")


def test_sources_of_a_command_line():
    sources = make_sources(["https://WWW.example.edu/a#b"], program="grant", contact="a@b.edu", depth=1)
    (source,) = sources.sources
    assert (source.urls, source.hosts, source.depth) == (
        ("https://www.example.edu/a",),
        frozenset(["www.example.edu"]),
        1,
    )
    with pytest.raises(AssistantError, match="is not https"):
        make_sources(["http://www.example.edu/a"], program="grant", contact="a@b.edu")


def test_pages_beside_those_of_a_command_line_stay(site, run, corpus):
    site.html("/a")
    site.html("/b")
    run("/a", "/b")
    sources = make_sources(["https://www.example.edu/a"], program="grant", contact="a@b.edu")
    for _ in range(3):
        report = fetch(
            sources, corpus, clock=FakeClock().clock(), resolver=lambda host, port: ["93.184.216.34"], connect=unreached
        )
        assert report.gone == ()
        assert {page.url for page in report.refused} == {"https://www.example.edu/a"}
    assert len(documents(corpus)) == 2


def unreached(address, port, timeout):
    raise OSError("The network is down.")


def test_real_clock_waits(site, run, tmp_path):
    site.html("/a")
    (tmp_path / "s.toml").write_text(
        f'contact = "a@b.edu"\n[[source]]\nprogram = "p"\nurls = ["{site.url("/a")}"]\n'
        f'[[host]]\nname = "{site.host}"\nhttp = true\ndelay = 0.3\n',
        encoding="utf-8",
    )
    started = time.monotonic()
    page = only(fetch(read_sources(tmp_path / "s.toml"), tmp_path / "corpus", allow_private=True), "added")
    assert time.monotonic() - started >= 0.3
    fetched = datetime.fromisoformat(read_provenance(tmp_path / "corpus")[page.doc_id][1].fetched)
    assert abs(fetched - datetime.now(UTC)) < timedelta(seconds=30)
