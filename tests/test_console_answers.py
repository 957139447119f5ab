"""The console's approved answers: listed, written, mended, exchanged."""

import csv
import io
import json
import re
import shutil
import zipfile
from html import unescape

import pytest
from console import Console, sign_in
from hypothesis import given
from hypothesis import strategies as st

from assistant.curating import Status, read_folder, read_one
from assistant.documents import read_document
from assistant.documents.builder import normalise
from assistant.questions import make_question
from assistant.recording import FrontEnd
from assistant.web.console.access import COOKIE
from assistant.web.console.standing import standing_now

STIPEND = "The stipend is 61,000 dollars a year."
QUESTION = "How much is the stipend?"


@pytest.fixture(scope="module")
def opened(tmp_path_factory, shared_index):
    one = Console(tmp_path_factory.mktemp("console"), shared_index)
    yield one
    one.desk.close()


@pytest.fixture
def console(opened):
    """A console without any approved answer."""
    shutil.rmtree(opened.desk.curated, ignore_errors=True)
    opened.desk.read_answers_again()
    if COOKIE not in opened.client.cookies:
        opened.token = sign_in(opened.client)
    return opened


def answers_of(console):
    return {name: stored.curated for name, stored in read_folder(console.desk.curated).stored.items()}


def value(quote, document="alpine/overview.md"):
    return json.dumps({"document": document, "quote": quote})


def fields(**changes):
    return {
        "question": QUESTION,
        "phrasings": "What do fellows get paid?\n\n  \n",
        "program": "alpine",
        "text": "It is 61,000 dollars.\r\n\r\nWrite to us about taxes.",
        "quote": value(STIPEND),
        "approved_by": "Dr. Okafor",
        "status": "live",
        **changes,
    }


def shown_value(page, name):
    """What stands in a field of the form."""
    field = re.search(rf'<(?:input|textarea) [^>]*name="{name}"[^>]*>([^<]*)', page)
    value = re.search(r' value="([^"]*)"', field[0])
    return unescape(value[1] if value else field[1])


def test_an_answer_that_is_saved_is_given_at_once(console):
    console.post("/console/answers/save", **fields())
    curated = answers_of(console)["how-much-is-the-stipend"]
    assert curated.text == "It is 61,000 dollars.\n\nWrite to us about taxes."
    assert curated.phrasings == ("What do fellows get paid?",)
    assert curated.approved_on.isoformat() == "2026-06-01"
    document = console.desk.assistant.index.document("alpine/overview.md")
    assert document.text[curated.quotes[0].start : curated.quotes[0].end] == STIPEND
    answer = console.desk.assistant.ask(make_question("What do fellows get paid?", program="alpine"))
    assert answer.approved is not None
    page = console.get("/console/answers?done=saved")
    assert "The answer is saved and in use." in page
    assert "approved by Dr. Okafor on June 1, 2026" in page


def test_quotes_are_offered_for_the_question(console):
    page = console.post("/console/answers/save", 200, **fields(quote=(), do="find")).text
    offered = [json.loads(unescape(found)) for found in re.findall(r'name="quote" value="([^"]*)"', page)]
    assert offered and {"document": "alpine/overview.md"}.items() <= offered[0].items()
    for one in offered:
        assert one["quote"] in console.desk.assistant.index.document(one["document"]).text
    assert " checked" not in page
    assert shown_value(page, "question") == QUESTION
    # What was chosen stays chosen.
    page = console.post("/console/answers/save", 200, **fields(do="find")).text
    assert page.count(" checked") == 1
    assert answers_of(console) == {}


@pytest.mark.parametrize(
    "document", ["", "alpine/overview.md", "Alpine Fellowship", "https://alpine.example.org/overview"]
)
def test_a_quote_typed_by_hand_is_taken_where_it_stands(console, document):
    typed = "Housing is not provided,\n but the   office keeps a list of apartments."
    console.post("/console/answers/save", **fields(quote=(), own_quote=typed, own_document=document))
    (quoted,) = answers_of(console)["how-much-is-the-stipend"].quotes
    assert quoted.quote == "Housing is not provided, but the office keeps a list of apartments."
    assert quoted.doc_id == "alpine/overview.md"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"quote": value("The stipend is 99,000 dollars a year.")}, "no longer has these words"),
        ({"quote": value(STIPEND, "coastal/overview.md")}, "of another program"),
        ({"quote": value(STIPEND, "gone.md")}, "no longer there"),
        ({"quote": "not JSON"}, "cannot be read"),
        ({"quote": '{"document": 1, "quote": []}'}, "cannot be read"),
        ({"quote": ()}, "No quotes are chosen"),
        ({"quote": (), "own_quote": "The stipend is 99,000 dollars."}, "word for word"),
        ({"quote": (), "own_quote": STIPEND, "own_document": "nowhere.md"}, "not in the index"),
        ({"quote": (), "own_quote": "The residency pays travel"}, "word for word"),
        ({"quote": [value(STIPEND[: 20 + n]) for n in range(4)]}, "4 quotes are chosen"),
        ({"question": " "}, "question"),
        ({"approved_by": ""}, "approved_by"),
        ({"status": "wild"}, "status"),
        ({"program": "nowhere"}, "has no documents"),
        ({"id": "../../etc/passwd"}, "id is"),
        ({"text": "x" * 4001}, "at most 4000"),
    ],
)
def test_what_breaks_a_rule_is_said_and_what_was_typed_stays(console, changes, said):
    page = unescape(console.post("/console/answers/save", 422, **fields(**changes)).text)
    assert said in re.search(r'role="alert">(.*?)</p>', page, re.S)[1]
    assert shown_value(page, "phrasings").strip() == "What do fellows get paid?"
    assert answers_of(console) == {}


def test_two_answers_to_the_same_words_get_names_of_their_own(console):
    console.post("/console/answers/save", **fields())
    console.post("/console/answers/save", **fields(text="Another."))
    assert sorted(answers_of(console)) == ["how-much-is-the-stipend", "how-much-is-the-stipend-2"]
    assert "answers the same question" in console.get("/console/answers?show=look")


def test_of_two_editors_the_second_keeps_what_was_typed(console):
    console.post("/console/answers/save", **fields())
    path = console.desk.curated / "how-much-is-the-stipend.md"
    page = console.get("/console/answers/edit/how-much-is-the-stipend")
    mine = {"id": shown_value(page, "id"), "seen": shown_value(page, "seen")}
    console.post("/console/answers/save", **fields(**mine, text="The other's text."))
    page = console.post("/console/answers/save", 409, **fields(**mine, text="My own text.")).text
    assert "somebody else meanwhile" in page
    assert shown_value(page, "text") == "My own text."
    assert "The other&#39;s text." in page
    assert read_one(path).curated.text == "The other's text."
    console.post("/console/answers/save", **fields(**mine | {"seen": shown_value(page, "seen")}, text="My own text."))
    assert read_one(path).curated.text == "My own text."
    seen = shown_value(console.get("/console/answers/edit/how-much-is-the-stipend"), "seen")
    path.unlink()
    page = console.post("/console/answers/save", 409, **fields(id=mine["id"], seen=seen)).text
    assert "deleted" in page
    console.post("/console/answers/save", **fields(id=mine["id"], seen=shown_value(page, "seen")))
    assert path.exists()


def test_an_answer_whose_quote_has_changed_is_shown_beside_what_stands_there_now(console, tmp_path, corpus, build):
    console.post("/console/answers/save", **fields())
    page = corpus / "alpine" / "overview.md"
    page.write_text(page.read_text("utf-8").replace("61,000 dollars a year", "64,000 dollars a year"), "utf-8")
    build(corpus, tmp_path / "newer")
    newer = Console(console.desk.curated.parent, tmp_path / "newer")
    text = newer.get("/console/answers?show=look")
    assert "no longer has these words" in text
    assert f'<blockquote class="old" dir="auto">{STIPEND}</blockquote>' in text
    assert '<blockquote dir="auto">The stipend is <mark>64,000</mark> dollars a year.</blockquote>' in text
    assert "not shown" in text
    form = newer.get("/console/answers/edit/how-much-is-the-stipend")
    assert "no longer there" in form
    assert f'value="{value("The stipend is 64,000 dollars a year.")}">' in unescape(form)
    kept = {"id": "how-much-is-the-stipend", "seen": shown_value(form, "seen")}
    newer.post("/console/answers/save", 422, **fields(**kept))
    # Put aside with the quote that is gone, then mended.
    newer.post("/console/answers/save", **fields(**kept, status="review"))
    assert answers_of(newer)["how-much-is-the-stipend"].status is Status.REVIEW
    kept["seen"] = shown_value(newer.get("/console/answers/edit/how-much-is-the-stipend"), "seen")
    newer.post("/console/answers/save", **fields(**kept, quote=value("The stipend is 64,000 dollars a year.")))
    assert newer.desk.assistant.curated.findings == ()
    newer.desk.close()


def test_an_answer_is_retired_or_deleted_after_a_second_look(console):
    console.post("/console/answers/save", **fields())
    address = "/console/answers/delete/how-much-is-the-stipend"
    seen = shown_value(console.get(address), "seen")
    assert "somebody else" in console.post(address, 409, seen="0" * 64, do="delete").text
    assert len(answers_of(console)) == 1
    console.post(address, seen=seen, do="retire")
    assert answers_of(console)["how-much-is-the-stipend"].status is Status.RETIRED
    assert console.desk.assistant.ask(make_question(QUESTION, program="alpine")).approved is None
    assert "retired" in console.get("/console/answers?show=retired")
    console.post(address, seen=shown_value(console.get(address), "seen"), do="delete")
    assert answers_of(console) == {}
    assert "cannot be read" in unescape(console.get(address, 404))


@pytest.mark.parametrize("name", ["..%2f..%2fsecret", "UPPER", "a b", "%00", "x" * 81])
def test_no_other_file_is_opened(console, name):
    (console.desk.curated.parent / "secret.md").write_text("secret", "utf-8")
    for what in ("edit", "delete"):
        assert console.client.get(f"/console/answers/{what}/{name}").status_code == 404


def test_a_new_answer_begins_with_what_was_asked(console):
    page = console.get("/console/answers/new?question=How+much+is+the+stipend%3F&program=alpine")
    assert shown_value(page, "question") == QUESTION
    assert '<option value="alpine" selected>' in page
    assert STIPEND in unescape(page)


def test_a_message_and_its_reply_become_an_answer(console):
    records = console.desk.records
    answer = console.desk.assistant.ask(make_question("Is there <parking>?", program="alpine"))
    entry = records.record(answer, session="s", front_end=FrontEnd.CHAT)
    message = records.hand_off(
        "I am Ada. Is there <b>parking</b>?", session="s", reply_to="ada@example.org", program="alpine", entry_id=entry
    )
    records.reply(message, "Yes, behind the house.")
    page = console.get(f"/console/answers/new?message={message}")
    assert shown_value(page, "question") == "Is there <parking>?"
    assert shown_value(page, "text") == "Yes, behind the house."
    assert "I am Ada. Is there &lt;b&gt;parking&lt;/b&gt;?" in page
    alone = records.hand_off("May I\nbring a dog?", session="t", reply_to="bo@example.org")
    assert shown_value(console.get(f"/console/answers/new?message={alone}"), "question") == "May I bring a dog?"
    assert "no message" in console.get("/console/answers/new?message=0", 503)


def test_what_is_exported_can_be_imported(console, tmp_path, shared_index):
    console.post("/console/answers/save", **fields())
    table = console.client.get("/console/answers/export.csv")
    assert table.headers["content-disposition"] == 'attachment; filename="approved-answers.csv"'
    text = table.content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["quote_1"] == STIPEND
    packed = zipfile.ZipFile(io.BytesIO(console.client.get("/console/answers/export.zip").content))
    markdown = packed.read("how-much-is-the-stipend.md").decode()
    before = answers_of(console)
    for kind, pasted in (("csv", text), ("markdown", markdown)):
        (tmp_path / kind).mkdir()
        other = Console(tmp_path / kind, shared_index)
        page = other.post("/console/answers/exchange", 200, kind=kind, text=pasted.replace("\n", "\r\n")).text
        assert "1 added" in page
        assert answers_of(other) == before
        assert other.desk.assistant.ask(make_question(QUESTION, program="alpine")).approved is not None
        other.desk.close()


def test_what_cannot_be_imported_is_named(console):
    rows = "id,question,text,approved_by,approved_on,document_1,quote_1\r\n"
    bad = rows + "one,What is it?,It is.,Me,2026-01-01,alpine/overview.md,These words stand nowhere.\r\n"
    page = unescape(console.post("/console/answers/exchange", 200, kind="csv", text=bad).text)
    assert "1 refused" in page and "no longer has the words" in page
    assert "These words stand nowhere." in shown_value(page, "text")
    for kind, text in (("csv", "a,b\r\n1,2"), ("markdown", "no front matter"), ("csv", " ")):
        console.post("/console/answers/exchange", 422, kind=kind, text=text)
    assert answers_of(console) == {}


def test_hostile_text_is_only_text(console):
    hostile = "<script>alert(1)</script> & \"quoted\" 'words'?"
    console.post("/console/answers/save", **fields(question=hostile, text=hostile, phrasings=hostile + "2"))
    (name,) = answers_of(console)
    for address in ("/console/answers", f"/console/answers/edit/{name}", f"/console/answers/delete/{name}"):
        page = console.get(address)
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


def test_a_file_changed_by_hand_is_taken_over_when_asked(console):
    console.post("/console/answers/save", **fields())
    path = console.desk.curated / "how-much-is-the-stipend.md"
    path.write_text(path.read_text("utf-8").replace("It is 61,000", "They are 61,000"), "utf-8")
    (path.parent / "broken.md").write_text("nothing", "utf-8")
    assert "They are 61,000" not in console.get("/console/answers")
    console.post("/console/answers/read")
    page = console.get("/console/answers")
    assert "They are 61,000" in page
    assert "broken" in page


def test_fifty_answers_are_on_a_page(console):
    console.post("/console/answers/save", **fields())
    path = console.desk.curated / "how-much-is-the-stipend.md"
    text = path.read_text("utf-8")
    for number in range(60):
        (path.parent / f"a{number:02}.md").write_text(text.replace(QUESTION, f"What is number {number}?"), "utf-8")
    console.desk.read_answers_again()
    assert console.get("/console/answers").count("<article") == 50
    second = console.get("/console/answers?page=2")
    assert second.count("<article") == 11
    assert "Page 2 of 2" in console.get("/console/answers?page=99")


def test_every_change_needs_the_form_of_the_session(console):
    console.post("/console/answers/save", **fields())
    for address in ("save", "read", "exchange", "delete/how-much-is-the-stipend"):
        response = console.client.post(f"/console/answers/{address}", data=fields())
        assert response.status_code == 403
    console.client.cookies.clear()
    for address in ("", "/new", "/edit/how-much-is-the-stipend", "/exchange", "/export.csv", "/export.zip"):
        assert console.client.get(f"/console/answers{address}").headers["location"] == "/console/sign-in"
    assert "Password of the program office" in console.client.post("/console/answers/save", data=fields()).text
    assert len(answers_of(console)) == 1


@given(st.text(max_size=80), st.text(max_size=80))
def test_what_stands_there_now_is_word_for_word(old, tail):
    text = normalise(f"The fee is 90 dollars. It is paid in May. {tail}")
    document = read_document(text.encode(), "fees.txt")
    for now in standing_now(f"The fee is 80 dollars. {old}", document):
        assert document.text[now.start : now.end] == now.text == "".join(piece for piece, _ in now.words)
