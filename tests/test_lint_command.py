"""The command that says what to mend: what it prints, writes and says of files that it could not look at."""

import io
import json
import zipfile

import pytest

from assistant.index import current_version

DOCUMENT = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'
    "Complete the attached form.</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>Or not.</w:t></w:r></w:p>"
    "</w:body></w:document>"
)


@pytest.fixture(autouse=True)
def before_every_deadline(monkeypatch):
    """A day on which no date of the small corpus is past."""
    monkeypatch.setenv("ASSISTANT_TODAY", "2026-09-01")


@pytest.fixture
def partly_read(corpus, tmp_path, build):
    """An index whose corpus has a file that cannot be read and one that is read in part."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", DOCUMENT)
    (corpus / "alpine" / "form.docx").write_bytes(stream.getvalue())
    (corpus / "alpine" / "broken.pdf").write_bytes(b"no PDF")
    build(corpus, tmp_path / "index")
    return tmp_path / "index"


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_the_json_has_what_was_found_and_what_was_not_read(command, partly_read):
    done = command("lint", "--json", "--index", partly_read)
    assert (done.code, done.err) == (0, "")
    table = json.loads(done.out)
    assert table.keys() == {"findings", "not_read", "read_in_part", "not_checked"}
    assert "alpine/form.docx" in {finding["citation"]["doc_id"] for finding in table["findings"]}
    (unread,), (partly,) = table["not_read"], table["read_in_part"]
    assert (unread.keys(), unread["file"]) == ({"file", "reason"}, "alpine/broken.pdf")
    assert "alpine/broken.pdf" in unread["reason"]
    assert (partly.keys(), partly["doc_id"]) == ({"doc_id", "remark"}, "alpine/form.docx")
    assert "hidden text" in partly["remark"]


def test_the_page_and_the_text_have_what_was_not_read(command, partly_read, tmp_path):
    done = command("lint", "--html", tmp_path / "lint.html", "--index", partly_read)
    assert (done.code, done.out) == (0, "")
    page = (tmp_path / "lint.html").read_text("utf-8")
    text = command("lint", "--index", partly_read).out
    assert "not read: alpine/broken.pdf: " in text
    assert "read in part: alpine/form.docx: " in text
    for said in ("alpine/broken.pdf", "alpine/form.docx", "hidden text"):
        assert said in page


def test_a_whole_index_has_nothing_unread(command, index):
    table = json.loads(command("lint", "--json", "--index", index).out)
    assert (table["not_read"], table["read_in_part"]) == ([], [])


def test_a_damaged_index_is_said_and_the_one_before_is_linted(command, corpus, index, build):
    first = current_version(index)
    (corpus / "visas.txt").write_text("The visa office has moved to Lisbon.")
    build(corpus, index)
    flip(index / current_version(index) / "vectors.faiss")
    done = command("lint", "--index", index)
    assert done.code == 0
    assert done.err.startswith("assistant: warning: ")
    assert f"version {first} is linted." in done.err
    assert done.err.count("\n") == 1


def test_an_unknown_program_is_refused_as_by_other_commands(command, index):
    done = command("lint", "--program", "polar", "--index", index)
    assert (done.code, done.out) == (2, "")
    assert done.err == command("timeline", "--program", "polar", "--index", index).err


def test_an_error_in_the_documents_ends_with_1(command, corpus, build, tmp_path):
    (corpus / "alpine" / "apply.md").write_text("# Apply\n\nApplications are due February 30, 2027.\n")
    build(corpus, tmp_path / "index")
    done = command("lint", "--program", "alpine", "--check", "date-problem", "--index", tmp_path / "index")
    assert done.code == 1
    assert "1 error" in done.out


def known(folder, *questions):
    path = folder / "known.jsonl"
    path.write_text(
        "".join(json.dumps(one if isinstance(one, dict) else {"question": one}) + "\n" for one in questions)
    )
    return path


def test_without_questions_it_is_said_which_check_was_not_made(command, index, tmp_path):
    assert "\nnot checked: unreached-section: it needs questions" in command("lint", "--index", index).out
    (row,) = json.loads(command("lint", "--json", "--index", index).out)["not_checked"]
    assert (row["check"], "--questions" in row["reason"]) == ("unreached-section", True)
    command("lint", "--html", tmp_path / "lint.html", "--index", index)
    assert "it needs questions" in (tmp_path / "lint.html").read_text("utf-8")
    assert "not checked" not in command("lint", "--check", "placeholder", "--index", index).out


def test_known_questions_tell_which_sections_nobody_asks_for(command, corpus, build, tmp_path):
    (corpus / "alpine" / "parking.md").write_text(f"# Garage\n\n{'Cars stand in the cellar. ' * 10}\n")
    build(corpus, tmp_path / "index")
    questions = known(tmp_path, *(["How much is the stipend?", "Do I need a visa?"] * 10))
    options = ("lint", "--program", "alpine", "--check", "unreached-section", "--index", tmp_path / "index")
    done = command(*options, "--questions", questions)
    assert (done.code, done.err) == (0, "")
    assert "None of the 20 known questions leads here" in done.out
    assert "“Garage”" in done.out
    assert done.out.endswith("1 note in 1 document.\n")
    asked = known(tmp_path, *(["Where do cars stand?"] * 20))
    assert command(*options, "--questions", asked).out == "Nothing to mend was found.\n"


def test_a_program_with_few_questions_is_said_not_to_be_checked(command, index, tmp_path):
    questions = known(tmp_path, *([{"question": "How much is the stipend?", "program": "alpine"}] * 20))
    done = command("lint", "--questions", questions, "--index", index)
    assert "not checked: unreached-section: program 'coastal' has 0 known questions" in done.out
    assert "program 'alpine'" not in done.out


def test_few_questions_and_those_that_cannot_be_asked_are_refused_in_one_line(command, index, tmp_path):
    def refusal(*options):
        done = command("lint", "--index", index, *options)
        assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
        return done.err

    few = known(tmp_path, *["What does it cost?"] * 19)
    assert "holds 19 questions; it takes 20" in refusal("--questions", few)
    of_another = {"question": "What does it cost?", "program": "coastal"}
    both = known(tmp_path, *[of_another] * 19, "What does it cost?")
    assert "holds 1 questions for program 'alpine'" in refusal("--questions", both, "--program", "alpine")
    unknown = known(tmp_path, *["What does it cost?"] * 20, {**of_another, "program": "polar"})
    assert "Line 21" in refusal("--questions", unknown)
    assert "belong together" in refusal("--check", "unreached-section")
    assert "belong together" in refusal("--check", "placeholder", "--questions", both)
