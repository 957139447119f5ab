"""The console's documents and versions: what is indexed, what to mend, what waits, and the way back."""

import shutil
import threading
from html import unescape

import pytest
from console import Console, desk_settings
from filelock import FileLock

from assistant.embedding import HashingEmbedder
from assistant.errors import AssistantError
from assistant.index import current_version, load_index, versions
from assistant.syncing import read_waiting, sync

OVERVIEW = "alpine/overview.md"


@pytest.fixture(scope="module")
def console(tmp_path_factory, shared_index):
    """A console over an index that nothing changes."""
    opened = Console(tmp_path_factory.mktemp("console"), shared_index)
    yield opened
    opened.desk.close()


def shortened(folder, shared_index):
    """A console over a copy of the small corpus and its index, one page of which waits for approval."""
    shutil.copytree(shared_index.parent, folder / "copy")
    index = folder / "copy" / "index"
    page = folder / "copy" / "corpus" / OVERVIEW
    text = page.read_text("utf-8")
    page.write_text(text[: text.index("## Application")] + "All <b>else</b> is &amp; gone.\n", "utf-8")
    assert list(sync(desk_settings(folder, index), HashingEmbedder()).waiting) == [OVERVIEW]
    return Console(folder, index)


@pytest.fixture
def own(tmp_path, shared_index):
    """A console whose index and corpus are to be changed, with a page that waits."""
    opened = shortened(tmp_path, shared_index)
    yield opened
    opened.desk.close()


@pytest.fixture(scope="module")
def waiting(tmp_path_factory, shared_index):
    """A console with a page that waits, which nothing changes."""
    opened = shortened(tmp_path_factory.mktemp("waiting"), shared_index)
    yield opened
    opened.desk.close()


def test_every_document_is_listed(console):
    page = console.get("/console/documents")
    for document in console.desk.assistant.index.documents.values():
        assert document.doc_id in page and document.title in page
    assert "4 documents" in page
    assert "May 4, 2026" in page and "no date" in page
    found = console.get("/console/documents?find=ALPINE+dates")
    assert "alpine/dates.html" in found and OVERVIEW not in found
    assert "None of these." in console.get("/console/documents?program=nowhere")
    of_program = console.get("/console/documents?program=coastal")
    assert "coastal/overview.md" in of_program and OVERVIEW not in of_program


def test_files_left_out_are_listed_with_their_reason(tmp_path, corpus, build):
    (corpus / "alpine" / "<b>empty.md").write_text("", "utf-8")
    (corpus / "broken.pdf").write_bytes(b"no PDF")
    build(corpus, tmp_path / "index")
    opened = Console(tmp_path, tmp_path / "index")
    page = opened.get("/console/documents")
    assert "2 files were left out" in page
    assert "&lt;b&gt;empty.md" in page and "is empty; a document has text" in page
    assert "broken.pdf" in page
    opened.desk.close()


def test_what_to_mend_is_found_when_asked_for_and_kept(tmp_path, corpus, build, monkeypatch):
    page = corpus / "alpine" / "news.md"
    page.write_text("# News\n\nSend the following documents:\n", "utf-8")
    build(corpus, tmp_path / "index")
    opened = Console(tmp_path, tmp_path / "index")
    assert "Look through the documents" in opened.get("/console/documents")
    text = opened.get("/console/documents/lint")
    assert "Send the following documents:" in text
    monkeypatch.setattr("assistant.web.console.documents.lint", None)  # It would fail if it were called again.
    errors = opened.get("/console/documents/lint?severity=error")
    notes = opened.get("/console/documents/lint?severity=note")
    assert errors.count("<article") + notes.count("<article") <= text.count("<article")
    assert "Nothing of this kind" in opened.get("/console/documents/lint?check=near-duplicate&program=coastal")
    assert "were found today" in opened.get("/console/documents")
    report = opened.client.get("/console/documents/lint.html")
    assert report.headers["content-disposition"] == 'attachment; filename="what-to-mend.html"'
    assert "Send the following documents:" in report.text
    opened.desk.close()


def test_nobody_waits_for_thousands_of_documents(tmp_path, shared_index, monkeypatch):
    opened = Console(tmp_path, shared_index)
    going_on = threading.Event()
    monkeypatch.setattr("assistant.web.console.documents._WAIT_SECONDS", 0.01)
    monkeypatch.setattr("assistant.web.console.documents.lint", lambda *_, **__: (going_on.wait(20), ())[1])
    for address in ("lint", "lint.html"):
        assert "are being looked through" in opened.get(f"/console/documents/{address}", 202)
    assert "Look through the documents" in opened.get("/console/documents")
    going_on.set()
    monkeypatch.setattr("assistant.web.console.documents._WAIT_SECONDS", 20.0)
    assert "Nothing of this kind was found." in opened.get("/console/documents/lint")
    opened.desk.close()


def test_what_hinders_the_look_is_told_and_can_be_mended(tmp_path, shared_index, monkeypatch):
    opened = Console(tmp_path, shared_index)

    def damaged(_):
        raise AssistantError("The corpus is damaged; mend it.")

    with monkeypatch.context() as patched:
        patched.setattr("assistant.web.console.documents.read_gone", damaged)
        assert "The corpus is damaged; mend it." in opened.get("/console/documents/lint", 503)
    opened.get("/console/documents/lint")
    opened.desk.close()


def test_a_page_that_waits_is_shown_with_what_would_change(waiting):
    page = waiting.get("/console/documents")
    assert "Waiting for approval" in page
    assert "/console/documents/waiting?id=alpine%2Foverview.md" in page
    page = waiting.get(f"/console/documents/waiting?id={OVERVIEW}")
    assert "of its sentences are gone" in page
    assert "The stipend is 61,000 dollars a year." in page
    assert "All else is &amp; gone." in page
    assert "does not wait" in unescape(waiting.get("/console/documents/waiting?id=../../etc/passwd", 404))


def test_a_page_that_changed_since_waits_on(own):
    page = own.settings.corpus / OVERVIEW
    page.write_text(page.read_text("utf-8").replace("gone", "lost"), "utf-8")
    assert own.post("/console/documents/waiting", id=OVERVIEW).headers["location"].endswith("done=again")
    assert list(read_waiting(own.settings.index)) == [OVERVIEW]
    # Its file is broken, then gone; the list of what waits is damaged.
    page.write_text("", "utf-8")
    assert "is empty" in own.get(f"/console/documents/waiting?id={OVERVIEW}")
    page.unlink()
    assert "Its file is gone" in own.get(f"/console/documents/waiting?id={OVERVIEW}")
    (own.settings.index / "waiting.json").write_text("{", "utf-8")
    assert "delete it, and every changed page is checked again" in own.get("/console/documents")
    own.get(f"/console/documents/waiting?id={OVERVIEW}", 503)


def test_nothing_is_approved_while_a_build_runs(waiting):
    with FileLock(waiting.settings.index / ".lock"):
        page = waiting.post("/console/documents/waiting", 409, id=OVERVIEW).text
    assert "is being built by another process" in page
    assert list(read_waiting(waiting.settings.index)) == [OVERVIEW]


def test_a_large_corpus_is_approved_by_a_command(waiting, monkeypatch):
    monkeypatch.setattr("assistant.web.console.documents._SMALL", 1)
    page = waiting.get(f"/console/documents/waiting?id={OVERVIEW}")
    assert "assistant sync --no-fetch --approve alpine/overview.md" in page
    assert "Approve this page" not in page
    waiting.post("/console/documents/waiting", 409, id=OVERVIEW)
    assert list(read_waiting(waiting.settings.index)) == [OVERVIEW]


def test_an_approved_page_goes_live_on_disk_and_an_earlier_version_comes_back(own):
    earlier = own.desk.assistant.index_version
    own.post("/console/documents/waiting", id=OVERVIEW)
    assert read_waiting(own.settings.index) == {}
    newer = current_version(own.settings.index)
    assert newer != earlier
    assert "61,000" not in load_index(own.settings.index).document(OVERVIEW).text
    page = own.get("/console/documents?done=approved")
    assert "answered from it" in page
    assert own.desk.assistant.index_version == newer
    assert "61,000" not in own.desk.assistant.document(OVERVIEW).text
    assert "does not wait" in unescape(own.post("/console/documents/waiting", 404, id=OVERVIEW).text)
    page = own.get("/console/versions")
    assert earlier in page and newer in page
    assert "still answers" not in page
    assert page.count(">live<") == 1 and page.count(">answers now<") == 1
    own.post("/console/versions", version=earlier)
    assert current_version(own.settings.index) == own.desk.assistant.index_version == earlier
    assert "still answers" not in own.get("/console/versions?done=1")
    damaged = own.settings.index / newer / "documents.jsonl"
    damaged.write_bytes(damaged.read_bytes() + b"\n")
    assert "damaged or changed" in own.post("/console/versions", 409, version=newer).text
    (own.settings.index / newer / "manifest.json").unlink()
    assert ">damaged<" in own.get("/console/versions")
    own.post("/console/versions", 409, version="../..")
    assert current_version(own.settings.index) == earlier
    shutil.rmtree(own.settings.index / newer)
    (own.settings.index / "CURRENT").unlink()
    assert "holds no built version" in own.get("/console/versions")
    assert versions(own.settings.index) == [earlier]


def test_pages_and_changes_are_for_who_signed_in(console):
    for address in ("documents/waiting", "versions"):
        assert console.client.post(f"/console/{address}", data={"id": OVERVIEW}).status_code == 403
    console.client.cookies.clear()
    for address in ("documents", "documents/lint", "documents/lint.html", "documents/waiting", "versions", "explain"):
        assert console.client.get(f"/console/{address}").headers["location"] == "/console/sign-in"
