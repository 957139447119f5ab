import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import __version__
from assistant.index import current_version

ROOT = Path(__file__).parent.parent
QUESTION = "What is the application deadline of the Coastal Residency?"
COMPONENTS = {"dense", "keyword", "match", "applicants", "unnamed", "unmentioned", "other_degree"}


@pytest.fixture
def built(command, corpus, tmp_path):
    """The folder of an index that the command built."""
    assert command("build", corpus, "--index", tmp_path / "index").code == 0
    return tmp_path / "index"


@pytest.fixture
def batch(tmp_path):
    """Writes lines, given as objects or as text, to a file of questions."""

    def write(*lines):
        path = tmp_path / "questions.jsonl"
        text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


# build


def test_build_says_what_it_did(command, corpus, tmp_path):
    done = command("build", corpus, "--index", tmp_path / "index")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"built {current_version(tmp_path / 'index')}: 4 documents, ")
    assert done.out.count("\n") == 1
    assert " embedded, 0 left out, " in done.out
    assert "passages/s" in done.out


def test_second_build_says_that_nothing_changed(command, corpus, built):
    done = command("build", corpus, "--index", built)
    assert done.code == 0
    assert done.out.startswith(f"unchanged {current_version(built)}: 4 documents, ")
    assert "0 embedded" in done.out


def test_build_takes_corpus_and_index_from_the_settings(command, corpus, tmp_path, monkeypatch):
    monkeypatch.setenv("ASSISTANT_CORPUS", str(corpus))
    monkeypatch.setenv("ASSISTANT_INDEX", str(tmp_path / "elsewhere"))
    assert command("build").code == 0
    assert command("ask", QUESTION).code == 0
    assert (tmp_path / "elsewhere" / "CURRENT").exists()


def test_build_uses_the_folders_corpus_and_index_unless_told_otherwise(command, corpus, tmp_path):
    assert command("build").code == 0  # Both lie in the folder the command runs in.
    assert (tmp_path / "index" / "CURRENT").exists()


def test_build_lists_the_files_it_left_out(command, corpus, tmp_path):
    (corpus / "alpine" / "empty.md").write_bytes(b"")
    done = command("build", corpus, "--index", tmp_path / "index")
    assert done.code == 0
    assert done.err.startswith("left out 'alpine/empty.md': ")
    assert done.err.count("\n") == 1
    assert "1 left out" in done.out


# ask


def test_ask_shows_quote_place_and_confidence(command, built):
    done = command("ask", QUESTION, "--index", built)
    assert (done.code, done.err) == (0, "")
    assert "15 January 2027" in done.out
    assert "[1] Coastal Residency (coastal/overview.md)" in done.out
    assert re.search(r"^confidence \d\.\d\d, \d+ ms$", done.out, re.MULTILINE)


def test_ask_shows_a_refusal_with_nearest_sections_and_contact(command, built, monkeypatch):
    monkeypatch.setenv("ASSISTANT_REFUSAL_THRESHOLD", "1")
    done = command("ask", QUESTION, "--index", built)
    assert done.code == 0
    assert done.out.startswith("The documents do not say.\n  nearest: Coastal Residency")
    assert "ask: Coastal office, 555-0100" in done.out


def test_ask_json_prints_one_object(command, built):
    done = command("ask", QUESTION, "--index", built, "--json")
    answer = json.loads(done.out)
    assert (done.code, done.err) == (0, "")
    assert answer["question"] == QUESTION
    assert answer["index_version"] == current_version(built)
    assert "hits" not in answer


def test_ask_json_explain_adds_hits(command, built):
    answer = json.loads(command("ask", QUESTION, "--index", built, "--json", "--explain").out)
    assert answer["hits"][0]["components"].keys() == COMPONENTS
    assert answer["features"]


def test_ask_explain_shows_hits(command, built):
    done = command("ask", QUESTION, "--index", built, "--explain")
    assert "What the confidence is made of" in done.out
    assert "\n    1  " in done.out


def test_ask_asks_one_program_only(command, built, monkeypatch):
    monkeypatch.setenv("ASSISTANT_REFUSAL_THRESHOLD", "0")
    answer = json.loads(command("ask", QUESTION, "--index", built, "--json", "--program", "alpine").out)
    assert {citation["program"] for citation in answer["citations"]} <= {"alpine", None}


def test_unknown_program_is_refused(command, built):
    done = command("ask", QUESTION, "--index", built, "--program", "polar")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("assistant: Program 'polar' has no documents; the programs are 'alpine', 'coastal'")


# ask --batch


def test_batch_answers_line_by_line_in_order_with_ids(command, built, batch):
    questions = [{"id": f"q{number}", "question": f"Deadline number {number}?"} for number in (3, 1, 2)]
    done = command("ask", "--batch", batch(*questions), "--index", built)
    assert (done.code, done.err) == (0, "")
    assert [(answer["id"], answer["question"]) for answer in lines(done.out)] == [
        (question["id"], question["question"]) for question in questions
    ]


def test_batch_knows_history_program_and_missing_ids(command, built, batch):
    history = [["What is the stipend of the Coastal Residency?", "Much."]]
    path = batch({"question": "And the deadline?", "history": history, "program": "coastal"}, {"question": QUESTION})
    first, second = lines(command("ask", "--batch", path, "--index", built).out)
    assert first["standalone_question"] == f"And the deadline? ({history[0][0]})"
    assert first["id"] is second["id"] is None


def test_batch_skips_blank_lines_and_keeps_characters(command, built, batch):
    path = batch({"question": "Frist für Bewerbungen – 期限?"}, "", "   ", {"question": QUESTION})
    done = command("ask", "--batch", path, "--index", built)
    assert [answer["question"] for answer in lines(done.out)] == ["Frist für Bewerbungen – 期限?", QUESTION]
    assert "期限" in done.out


def test_batch_explain_adds_hits(command, built, batch):
    done = command("ask", "--batch", batch({"question": QUESTION}), "--index", built, "--explain")
    assert lines(done.out)[0]["hits"]


def test_batch_reads_standard_input(command, built, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps({"id": "in", "question": QUESTION})))
    done = command("ask", "--batch", "-", "--index", built)
    assert [answer["id"] for answer in lines(done.out)] == ["in"]


def test_empty_batch_prints_nothing(command, built, batch):
    done = command("ask", "--batch", batch(), "--index", built)
    assert (done.code, done.out, done.err) == (0, "", "")


@pytest.mark.parametrize(
    "bad",
    [
        "not json",
        "[]",
        "null",
        "{}",
        '{"question": ""}',
        '{"question": 7}',
        '{"question": "x", "history": [["only one"]]}',
        '{"question": "Deadline?", "program": "polar"}',
        '{"question": "\\ud800"}',
        "[" * 100_000,
    ],
)
def test_batch_with_a_bad_line_names_it_and_answers_nothing(command, built, batch, bad):
    path = batch({"question": QUESTION}, "", bad, {"question": QUESTION})
    done = command("ask", "--batch", path, "--index", built)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"assistant: Line 3 of {str(path)!r}: ")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("content", [None, b"\xff\xfe{}"])
def test_batch_that_cannot_be_read_is_refused(command, built, tmp_path, content):
    path = tmp_path / "questions.jsonl"
    if content is not None:
        path.write_bytes(content)
    done = command("ask", "--batch", path, "--index", built)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"assistant: Batch {str(path)!r} cannot be read")
    assert done.err.count("\n") == 1


def test_reader_that_leaves_early_is_no_error(command, built, batch):
    path = batch(*({"question": f"{QUESTION} {number}"} for number in range(300)))
    environment = {**os.environ, "ASSISTANT_EMBEDDING_MODEL": "hashing", "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", "ask", "--batch", str(path), "--index", str(built)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 0


# search


def test_search_shows_ranked_passages_with_their_scores(command, built):
    done = command("search", "passport visa office", "-k", "2", "--index", built)
    assert (done.code, done.err) == (0, "")
    first, _, second, _ = done.out.splitlines()
    assert first.startswith("  1  ")
    assert "(dense " in first and "keyword " in first and "visas.txt" in first
    assert second.startswith("  2  ")


def test_search_json_gives_passages(command, built):
    rows = json.loads(command("search", "passport visa office", "-k", "3", "--json", "--index", built).out)
    assert len(rows) == 3
    assert rows[0]["doc_id"] == "visas.txt"
    assert rows[0]["components"].keys() == COMPONENTS
    assert len(rows[0]["text"]) == rows[0]["end"] - rows[0]["start"]


def test_search_stays_within_a_program(command, built):
    rows = json.loads(command("search", "stipend", "--json", "--program", "coastal", "--index", built).out)
    assert {row["program"] for row in rows} == {"coastal", None}


@pytest.mark.parametrize("k", ["0", "-1", "1001"])
def test_search_refuses_impossible_numbers(command, built, k):
    done = command("search", "stipend", "-k", k, "--index", built)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"assistant: -k is {k}; ")


# verify


def test_verify_of_a_whole_index_ends_with_0(command, built):
    done = command("verify", "--index", built)
    assert (done.code, done.err) == (0, "")
    assert done.out == f"{current_version(built)}: every hash, count and slice holds\n"


def test_verify_of_a_damaged_index_ends_with_1(command, built):
    flip(built / current_version(built) / "vectors.faiss")
    done = command("verify", "--index", built)
    assert done.code == 1
    assert "vectors.faiss" in done.out
    assert done.out.endswith(f"{current_version(built)}: 1 problem\n")


def test_verify_without_an_index_ends_with_2(command, tmp_path):
    done = command("verify", "--index", tmp_path / "nowhere")
    assert (done.code, done.out) == (2, "")
    assert "python -m assistant build" in done.err


# Usage


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["dance"],
        ["ask"],
        ["ask", "Deadline?", "--batch", "file.jsonl"],
        ["ask", "Deadline?", "--unheard"],
        ["search"],
        ["search", "stipend", "-k", "many"],
        ["serve", "--port", "http"],
        ["serve", "--port", "99999"],
        ["build", "one", "two"],
    ],
    ids=" ".join,
)
def test_usage_errors_are_one_line_on_standard_error(command, arguments):
    done = command(*arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("assistant")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value"), [("TOP_K", "many"), ("TOP_K", "1"), ("REFUSAL_THRESHOLD", "2"), ("RETRIEVER", "magic")]
)
def test_setting_that_breaks_its_rule_is_refused(command, built, monkeypatch, name, value):
    monkeypatch.setenv(f"ASSISTANT_{name}", value)
    done = command("ask", QUESTION, "--index", built)
    assert (done.code, done.out) == (2, "")
    assert f"is {value!r}: " in done.err
    assert f"unset ASSISTANT_{name}" in done.err
    assert done.err.count("\n") == 1


def test_help_and_version_end_with_0(command):
    assert command("--version").out == f"assistant {__version__}\n"
    for arguments in (["--help"], ["ask", "--help"]):
        done = command(*arguments)
        assert (done.code, done.err) == (0, "")
        assert "usage: assistant" in done.out


def test_interrupted_build_says_that_the_old_index_still_serves(command, corpus, built, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("assistant.index.build_index", interrupt)
    done = command("build", corpus, "--index", built)
    assert (done.code, done.out) == (2, "")
    assert done.err == "assistant: stopped; an index that was live still is.\n"


def test_package_runs_as_a_module(tmp_path):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "verify"], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert done.stderr.startswith("assistant: Index 'index' holds no built version")
