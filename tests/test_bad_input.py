"""What users get wrong gives one clear line, the exit code 2 and no damage: what was built still answers."""

import os
from pathlib import Path

import pytest

from assistant.embedding import HashingEmbedder
from assistant.index import current_version, load_index

QUESTION = "Where do I bring my passport?"
BUILD = "python -m assistant build"


@pytest.fixture
def built(command, corpus, tmp_path):
    """The folder of an index of the small corpus."""
    assert command("build", corpus, "--index", tmp_path / "index").code == 0
    return tmp_path / "index"


@pytest.fixture
def refused(command):
    """Runs a command that must be refused and returns its one line."""

    def run(*arguments):
        done = command(*arguments)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith("assistant: ")
        assert done.err.count("\n") == 1
        assert "Traceback" not in done.err
        return done.err

    return run


@pytest.fixture
def still_answers(command):
    """Checks that the index answers as it did, without a warning."""

    def check(index):
        done = command("ask", QUESTION, "--index", index)
        assert (done.code, done.err) == (0, "")
        assert "Bring your passport to the visa office." in done.out

    return check


def assert_says(line, *parts):
    """The parts stand in the line in this order: the value, the rule, the remedy."""
    places = [line.find(part) for part in parts]
    assert -1 not in places, (parts, line)
    assert places == sorted(places), (parts, line)


# Questions


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("", ("''", "at least one word", "type what you want to know")),
        (" \t\n\u200b", ("''", "at least one word", "type what you want to know")),
        ("visa " * 2000, ("9,999 characters", "at most 1,000", "shorten it")),
        ("x" * 10_000, ("10,000 characters", "at most 1,000", "shorten it")),
        ("🙂🎉👍", ("'🙂🎉👍'", "no letter or digit", "type what you want to know")),
        ("?!…", ("'?!…'", "no letter or digit", "type what you want to know")),
    ],
    ids=["empty", "spaces", "words", "one word", "emoji", "marks"],
)
def test_question_that_is_none(refused, built, question, parts):
    assert_says(refused("ask", question, "--index", built), *parts)
    assert_says(refused("search", question, "--index", built), *parts)


@pytest.mark.parametrize("question", ["\udcff passport", "passport\0", "<script>passport</script>", "passport " * 100])
def test_odd_question_is_answered_all_the_same(command, built, question):
    done = command("ask", question, "--index", built)
    assert (done.code, done.err) == (0, "")


# Indexes


def test_missing_index(refused, tmp_path):
    line = refused("ask", QUESTION, "--index", tmp_path / "nowhere")
    assert_says(line, repr(str(tmp_path / "nowhere")), "one is needed to answer", BUILD)
    assert not (tmp_path / "nowhere").exists()


def test_index_that_is_a_file(refused, corpus, tmp_path):
    (tmp_path / "file").write_text("kept")
    assert_says(refused("ask", QUESTION, "--index", tmp_path / "file"), str(tmp_path / "file"), "names the live", BUILD)
    assert_says(refused("build", corpus, "--index", tmp_path / "file"), repr(str(tmp_path / "file")), "writable")
    assert (tmp_path / "file").read_text() == "kept"


def test_index_built_with_another_model(refused, corpus, built, build):
    class Other(HashingEmbedder):
        name = "other-model"
        digest = "0" * 64

    build(corpus, built, Other())
    assert_says(refused("ask", QUESTION, "--index", built), "'other-model'", "'hashing'", "must be the same", BUILD)


def flip_vectors(index):
    path = index / current_version(index) / "vectors.faiss"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_one_flipped_byte_in_the_vectors(refused, built):
    flip_vectors(built)
    assert_says(refused("ask", QUESTION, "--index", built), "vectors.faiss", "its manifest says", "damaged", BUILD)


def test_one_flipped_byte_is_survived_by_the_version_before(command, corpus, built):
    first = current_version(built)
    (corpus / "alpine" / "dates.html").unlink()
    command("build", corpus, "--index", built)
    flip_vectors(built)
    done = command("ask", QUESTION, "--index", built)
    assert done.code == 0
    assert "Bring your passport to the visa office." in done.out
    assert_says(done.err, "assistant: warning: ", "vectors.faiss", BUILD, f"Until then version {first} is served.")
    assert done.err.count("\n") == 1


def test_unknown_model(refused, built, monkeypatch):
    monkeypatch.setenv("ASSISTANT_EMBEDDING_MODEL", "")
    assert_says(refused("ask", QUESTION, "--index", built), "embedding_model is ''", "at least 1 character", "unset")


# Corpora


def test_corpus_that_is_empty(refused, built, still_answers, tmp_path):
    (tmp_path / "empty").mkdir()
    line = refused("build", tmp_path / "empty", "--index", built)
    assert_says(line, repr(str(tmp_path / "empty")), "at least one", "put the program's pages there")
    still_answers(built)


def test_corpus_without_any_document(refused, built, still_answers, tmp_path, write):
    corpus = write(tmp_path / "other", {"notes.xlsx": "x", ".hidden.txt": "x", "folder.txt/picture.png": "x"})
    assert_says(refused("build", corpus, "--index", built), repr(str(corpus)), "holds no document", "put")
    still_answers(built)


def test_corpus_that_is_missing(refused, built, still_answers, tmp_path):
    line = refused("build", tmp_path / "nowhere", "--index", built)
    assert_says(line, repr(str(tmp_path / "nowhere")), "a corpus is a folder", "give the path of one")
    still_answers(built)


def test_corpus_that_is_a_file(refused, built, still_answers, corpus):
    path = corpus / "visas.txt"
    assert_says(refused("build", path, "--index", built), repr(str(path)), "a corpus is a folder", "give the path")
    still_answers(built)


def test_corpus_that_cannot_be_listed(refused, corpus, built, still_answers, monkeypatch):
    listed = Path.iterdir

    def iterdir(self):
        if self == corpus / "alpine":
            raise PermissionError(13, "Permission denied")
        return listed(self)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "iterdir", iterdir)
        line = refused("build", corpus, "--index", built)
    assert_says(line, repr(str(corpus)), "Permission denied", "must be readable", "mend its permissions")
    still_answers(built)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may list every folder")
def test_corpus_without_permission(refused, corpus, built, still_answers):
    corpus.chmod(0)
    try:
        assert_says(refused("build", corpus, "--index", built), repr(str(corpus)), "Permission denied", "readable")
    finally:
        corpus.chmod(0o755)
    still_answers(built)


def test_corpus_in_which_no_file_can_be_read(refused, built, still_answers, tmp_path):
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "empty.txt").write_bytes(b"")
    (tmp_path / "bad" / "latin.txt").write_bytes("Gebühr".encode("latin-1"))
    line = refused("build", tmp_path / "bad", "--index", built)
    assert_says(line, repr(str(tmp_path / "bad")), "holds 2 files and none can be read", "'empty.txt' is empty", "mend")
    still_answers(built)


# Files: listed, left out, and the rest is built


@pytest.fixture
def left_out(command, corpus, built, still_answers):
    """Builds a corpus with a bad file in it and returns the line that lists it."""

    def run(name):
        done = command("build", corpus, "--index", built)
        assert done.code == 0
        assert done.err.startswith(f"left out {name!r}: ")
        assert done.err.count("\n") == 1
        assert "4 documents" in done.out
        assert "1 left out" in done.out
        still_answers(built)
        return done.err

    return run


def test_file_of_0_bytes(left_out, corpus):
    (corpus / "alpine" / "bad.txt").write_bytes(b"")
    assert_says(left_out("alpine/bad.txt"), "'bad.txt' is empty", "a document has text", "fill it or delete it")


def test_file_in_latin_1(left_out, corpus):
    (corpus / "bad.md").write_bytes("# Gebühren\n\nDie Gebühr beträgt 20 Euro.\n".encode("latin-1"))
    assert_says(left_out("bad.md"), "'bad.md' is not UTF-8 text at byte 5", "documents are UTF-8", "save it again")


def test_file_of_50_megabytes(left_out, corpus):
    with (corpus / "bad.txt").open("wb") as file:
        file.truncate(50_000_000)
    assert_says(left_out("bad.txt"), "'bad.txt' has 50.0 MB", "at most 20 MB", "split it or raise")


def test_file_that_cannot_be_read(left_out, corpus, monkeypatch):
    (corpus / "bad.txt").write_text("The visa office is open.")
    read = Path.read_bytes

    def read_bytes(self):
        if self.name == "bad.txt":
            raise PermissionError(13, "Permission denied")
        return read(self)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    assert_says(left_out("bad.txt"), "'bad.txt' cannot be read (Permission denied)", "readable", "mend its permissions")


def test_file_with_a_name_that_is_not_utf8(left_out, corpus):
    path = os.fsencode(corpus) + b"/caf\xe9.txt"
    try:
        with open(path, "w") as file:
            file.write("The visa office is open.")
    except OSError:
        pytest.skip("this file system takes no such name")
    assert_says(left_out("caf\\udce9.txt"), "is not UTF-8", "a document's name is its id", "rename it")


def test_file_with_a_line_break_in_its_name(left_out, corpus):
    (corpus / "two\nlines.txt").write_bytes(b"")
    left_out("two\nlines.txt")


def test_link_that_leads_nowhere_is_no_document(command, corpus, built):
    (corpus / "gone.txt").symlink_to(corpus / "nowhere.txt")
    done = command("build", corpus, "--index", built)
    assert (done.code, done.err) == (0, "")
    assert set(load_index(built).documents) == {
        "alpine/dates.html",
        "alpine/overview.md",
        "coastal/overview.md",
        "visas.txt",
    }
