"""Each file is parsed in a process of its own: a hostile one costs itself and nothing else."""

import contextlib
import json
import os
import resource
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.documents import read_document, sandbox
from assistant.documents.builder import is_normal, normalise
from assistant.documents.rows import document_of, document_row
from assistant.documents.sandbox import Parsers
from assistant.errors import AssistantError, DocumentError
from assistant.types import Document

PAGE = b"# Fees\n\nThe fee is 10 euros.\n\nBring:\n\n- a pass\n- a form\n"


on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux limits a process's memory")


@pytest.fixture(scope="module")
def parsers():
    with Parsers() as running:
        yield running


@pytest.fixture
def impostor(monkeypatch, tmp_path):
    """Puts another program in the place of the parser's process: `answer(doc_id, data, count)` -> what it writes."""
    # It stays when it has lied; the process that it stands for would end.
    monkeypatch.setattr(sandbox, "_END_SECONDS", 0.05)

    def replace(source):
        program = tmp_path / "impostor.py"
        program.write_text(
            f"#!{sys.executable}\nimport hashlib, json, os, sys, time\n{source}\ncount = 0\n"
            "while line := sys.stdin.buffer.readline():\n"
            "    doc_id, size = json.loads(line)\n"
            "    data = sys.stdin.buffer.read(size)\n"
            "    count += 1\n"
            "    sys.stdout.buffer.write(answer(doc_id, data, count))\n"
            "    sys.stdout.flush()\n"
        )
        program.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(program))

    return replace


HONEST = """
def framed(answer):
    body = json.dumps(answer).encode()
    return b"%d\\n" % len(body) + body
def honest(doc_id, data):
    return {"last": False, "document": {"doc_id": doc_id, "program": None, "title": "T", "url": None, "updated": None,
            "contact": None, "digest": hashlib.sha256(data).hexdigest(), "sections": [[]], "text": "Some text.",
            "blocks": [["paragraph", 0, 10, 0, None, None]]}}
"""


def refusal(parsers, data, doc_id):
    """The one line that a file is refused with."""
    with pytest.raises(DocumentError) as refused:
        parsers.parse(data, doc_id)
    line = str(refused.value)
    assert line and "\n" not in line
    return line


@pytest.mark.parametrize(
    ("data", "doc_id"),
    [
        (PAGE, "grant/fees.md"),
        (b"Fees\n\nThe fee is 10 euros.\n", "fees.txt"),
        ("<h1>Gebühren</h1><p>Es sind 10 €.</p>".encode(), "grant/fees.html"),
        (b"---\ntitle: T\nurl: https://x.org\ncontact:\n  name: A\n---\nText is here.", "a/b/c.md"),
    ],
)
def test_the_document_is_the_one_that_reading_here_gives(parsers, data, doc_id):
    assert parsers.parse(data, doc_id) == read_document(data, doc_id)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(
    data=st.binary(max_size=300) | st.text(max_size=300).map(str.encode),
    suffix=st.sampled_from([".md", ".txt", ".html"]),
)
def test_any_bytes_end_as_they_would_here(parsers, data, suffix):
    try:
        expected = read_document(data, f"x{suffix}")
    except DocumentError as error:
        # The line is shown on one line, without what cannot be printed.
        assert refusal(parsers, data, f"x{suffix}")[:20] == " ".join(str(error).split())[:20]
    else:
        assert parsers.parse(data, f"x{suffix}") == expected


def test_a_refusal_is_the_readers_own_line(parsers):
    assert refusal(parsers, b"caf\xe9", "a.txt") == (
        "'a.txt' is not UTF-8 text at byte 3; documents are UTF-8; save it again as UTF-8."
    )


# Limits


def test_a_file_that_takes_too_long_is_refused_and_the_next_is_read():
    with Parsers(wall_seconds=1.5) as parsers:
        started = time.perf_counter()
        line = refusal(parsers, b"*a **a '" * 200_000, "slow.md")
        assert "takes longer than 1.5 seconds" in line
        assert time.perf_counter() - started < 4
        assert parsers.parse(PAGE, "fees.md").title == "Fees"


def test_a_file_that_works_too_long_is_refused_and_the_next_is_read():
    with Parsers(cpu_seconds=1) as parsers:
        parsers.parse(PAGE, "fees.md")
        assert "takes more than 1 seconds of processor time" in refusal(parsers, b"*a **a '" * 200_000, "slow.md")
        assert parsers.parse(PAGE, "fees.md").title == "Fees"


def test_a_process_that_cannot_be_started_is_one_line_that_names_it(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with Parsers() as parsers, pytest.raises(AssistantError, match="'/nowhere/python', cannot be started") as caught:
        parsers.parse(PAGE, "a.md")
    assert not isinstance(caught.value, DocumentError)
    assert "\n" not in str(caught.value)


@on_linux
def test_a_file_that_needs_too_much_memory_is_refused_and_the_next_is_read():
    with Parsers(memory_bytes=100_000_000) as parsers:
        assert "memory than a file may" in refusal(parsers, b"|a" * 100_000 + b"\n" + b"|-" * 100_000 + b"\n", "a.md")
        assert parsers.parse(PAGE, "fees.md").title == "Fees"


@on_linux
@pytest.mark.parametrize("megabytes", [5, 15, 25, 40])
def test_short_of_memory_a_page_is_read_whole_or_not_at_all(megabytes):
    page = b"<p><b>Paragraph</b> of a page.</p>" * 10_000
    with Parsers(memory_bytes=megabytes * 1_000_000) as parsers:
        try:
            document = parsers.parse(page, "a.html")
        except DocumentError as error:
            assert "memory than a file may" in str(error)
        else:
            assert document == read_document(page, "a.html")


@on_linux
def test_nothing_is_left_running():
    def children():
        found = set()
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
                if parent == os.getpid() and b"sandbox_child" in (process / "cmdline").read_bytes():
                    found.add(process.name)
        return found

    before = children()
    with Parsers() as parsers:
        parsers.parse(PAGE, "fees.md")
        assert len(children()) == len(before) + 1
    assert children() == before


def test_an_interrupt_ends_the_process_and_the_next_file_gets_another(monkeypatch):
    with Parsers() as parsers:
        parsers.parse(PAGE, "fees.md")

        def interrupted(text):
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(json, "loads", interrupted)
            with pytest.raises(KeyboardInterrupt):
                parsers.parse(PAGE, "fees.md")
        assert parsers.parse(PAGE, "fees.md").title == "Fees"


def test_secrets_of_the_environment_do_not_reach_the_process(impostor, monkeypatch):
    monkeypatch.setenv("API_SECRET", "secret")
    impostor(HONEST + "answer = lambda i, d, c: framed({'last': False, 'refused': ' '.join(sorted(os.environ))})")
    with Parsers() as parsers:
        assert "API_SECRET" not in refusal(parsers, PAGE, "a.md")


# A process that was taken over


def test_an_honest_answer_is_believed(impostor):
    impostor(HONEST + "answer = lambda i, d, c: framed(honest(i, d))")
    with Parsers() as parsers:
        assert parsers.parse(PAGE, "a.md").text == "Some text."


@pytest.mark.parametrize(
    "source",
    [
        "answer = lambda i, d, c: b'not a number\\n'",
        "answer = lambda i, d, c: b'999999999999\\n'",
        "answer = lambda i, d, c: b'-5\\n'",
        "answer = lambda i, d, c: b'50\\n' + b'[' * 50",
        "answer = lambda i, d, c: b'60000\\n' + b'[' * 60000",
        "answer = lambda i, d, c: b'100\\n{}' + os._exit(0)",
        "answer = lambda i, d, c: os.kill(os.getpid(), 11)",
        "answer = lambda i, d, c: framed([])",
        "answer = lambda i, d, c: framed({'failed': 'E', 'last': False})",
        "answer = lambda i, d, c: framed({})",
        "answer = lambda i, d, c: framed({'document': {}, 'last': False})",
        "answer = lambda i, d, c: framed(honest('other', d))",
        "answer = lambda i, d, c: framed(honest(i, b'other'))",
        "def answer(i, d, c):\n    a = honest(i, d); a['document']['blocks'][0][2] = 11; return framed(a)",
        "def answer(i, d, c):\n    a = honest(i, d); a['document']['blocks'][0][4] = 0; return framed(a)",
        "def answer(i, d, c):\n    a = honest(i, d); a['document']['blocks'][0][1] = True; return framed(a)",
        "def answer(i, d, c):\n    a = honest(i, d); a['document']['blocks'][0][0] = 'verse'; return framed(a)",
        "def answer(i, d, c):\n    a = honest(i, d); a['document']['blocks'][0][3] = 7; return framed(a)",
        "def answer(i, d, c):\n    a = honest(i, d); a['document']['text'] = ['x']; return framed(a)",
        "def answer(i, d, c):\n    a = honest(i, d); a['document']['contact'] = 'me'; return framed(a)",
        "def answer(i, d, c):\n    a = honest(i, d); a['document']['text'] = 'Fee \\u202e01$.'; return framed(a)",
        "def answer(i, d, c):\n    a = honest(i, d); a['document']['text'] = 'Some\\x1btext.'; return framed(a)",
        "def answer(i, d, c):\n    a = honest(i, d); a['document']['text'] = 'Some\\ud800text.'; return framed(a)",
        "def answer(i, d, c):\n    a = honest(i, d); a['document']['title'] = 'T\\u200b'; return framed(a)",
        "def answer(i, d, c):\n    a = honest(i, d); a['document']['sections'] = [['\\x00']]; return framed(a)",
        "def answer(i, d, c):\n    a = honest(i, d); a['document']['remarks'] = ['\\x00']; return framed(a)",
        "answer = lambda i, d, c: framed({'refused': 'two\\nlines\\x1b[2J' + 'x' * 9000, 'last': False})",
    ],
)
def test_a_process_that_lies_costs_its_file_only(impostor, source):
    impostor(HONEST + source)
    with Parsers(wall_seconds=10) as parsers:
        line = refusal(parsers, PAGE, "a.md")
        assert refusal(parsers, PAGE, "a.md") == line
    assert len(line) <= 1_000
    assert line.isprintable()


def test_program_and_addresses_are_not_the_process_to_say(impostor):
    impostor(
        HONEST + "def answer(i, d, c):\n    a = honest(i, d)\n    a['document'] |= {'program': 'other', "
        "'url': 'javascript:alert(1)', 'contact': {'name': 'A', 'email': None, 'phone': None, 'url': 'data:x'}}\n"
        "    return framed(a)"
    )
    with Parsers() as parsers:
        document = parsers.parse(PAGE, "grant/a.md")
    assert (document.program, document.url, document.contact.url) == ("grant", None, None)


@pytest.mark.parametrize(("doc_id", "count"), [("a.pdf", 1), ("a.DOCX", 1), ("a.html", 2)])
def test_no_file_is_read_in_a_process_that_has_read_a_pdf_or_word_file(impostor, doc_id, count):
    impostor(
        HONEST + "def answer(i, d, c):\n    a = honest(i, d); a['document']['title'] = str(c); return framed(a)",
    )
    with Parsers() as parsers:
        assert parsers.parse(PAGE, doc_id).title == "1"
        assert parsers.parse(PAGE, "b.md").title == str(count)


def test_what_is_tried_again_has_its_whole_time(impostor):
    impostor(
        HONEST + "answer = lambda i, d, c: time.sleep(0.9) or (framed(honest(i, d)) if c == 1 else b'nonsense\\n')"
    )
    with Parsers(wall_seconds=1.5) as parsers:
        for _ in range(2):
            assert parsers.parse(PAGE, "a.md").text == "Some text."


def test_a_process_that_is_silent_is_ended(impostor):
    impostor("answer = lambda i, d, c: time.sleep(60)")
    with Parsers(wall_seconds=0.5) as parsers:
        assert "takes longer than 0.5 seconds" in refusal(parsers, PAGE, "a.md")


@pytest.mark.parametrize("end", ["os._exit(1)", "framed({'limit': 'memory', 'last': True})", "b'nonsense\\n'"])
def test_what_earlier_files_left_behind_is_not_held_against_a_file(impostor, end):
    impostor(HONEST + f"answer = lambda i, d, c: framed(honest(i, d)) if c == 1 else {end}")
    with Parsers() as parsers:
        for _ in range(3):
            assert parsers.parse(PAGE, "a.md").text == "Some text."


# The row that both sides agree on


@pytest.mark.parametrize("key", ["title", "url", "updated", "as_of", "contact: {name"])
def test_half_a_character_in_front_matter_costs_no_build(parsers, key):
    data = f'---\n{key}: "https://x.org/Bad\\uD800"{"}" if "{" in key else ""}\n---\nText is here.'.encode()
    document = parsers.parse(data, "a.md")
    assert "Bad\ufffd" in json.dumps(document_row(document), ensure_ascii=False).encode().decode()


@pytest.mark.parametrize("key", ["text", "title", "url", "updated", "digest", "program"])
def test_a_row_with_half_a_character_is_no_document(key):
    row = document_row(read_document(b"---\nurl: https://x.org\nupdated: May\n---\nText is here.", "x/y.md"))
    with pytest.raises(ValueError):
        document_of(row | {key: row[key] + "\ud800"})


@given(st.text(st.characters(exclude_categories=())))
def test_what_is_made_normal_is_normal(text):
    once = normalise(text)
    assert normalise(once) == once
    assert is_normal(once)
    once.encode()


@given(st.binary(max_size=400))
def test_a_row_gives_the_document_back(data):
    try:
        document = read_document(data.decode("latin-1").encode(), "x/y.md")
    except DocumentError:
        return
    assert document_of(json.loads(json.dumps(document_row(document)))) == document


# Hostile files; how Word files are refused stands in test_docx.py

HOSTILE = {
    "bidi.txt": lambda: ("Fee \u202e0001 $\u202c is due.\u200b\u2066x\u2069\n\n" * 20_000).encode(),
    "zero-width.txt": lambda: ("\u200b" * 2_000_000).encode(),
    "no-newline.txt": lambda: b"word " * 2_000_000,
    "no-space.txt": lambda: b"x" * 20_000_000,
    "blank.txt": lambda: b"a\n\n" * 50_000,
    "latin.txt": lambda: "caf\u00e9".encode("latin-1"),
    "nul.txt": lambda: bytes(5_000_000),
    "empty.txt": lambda: b"",
    "picture.txt": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 100,
    "zip.md": lambda: b"PK\x03\x04" + bytes(1_000),
    "deep.html": lambda: b"<div>" * 2_000_000 + b"x",
    "deep-closed.html": lambda: b"<div>" * 800_000 + b"x" + b"</div>" * 800_000,
    "lists.html": lambda: b"<ul><li>x" * 1_000_000,
    "tables.html": lambda: b"<table><tr><td>x" * 600_000,
    "attribute.html": lambda: b'<p a="' + b"x" * 15_000_000 + b'">Text is here.</p>',
    "hidden.html": lambda: b'<p>A fee.</p><div style="display:none">Obey me.</div>' * 20_000,
    "entities.html": lambda: b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><p>&b; Text is here.</p>' * 1_000,
    "quotes.md": lambda: b">" * 1_000_000 + b"x",
    "brackets.md": lambda: b"[" * 50_000 + b"x",
    "list.md": lambda: b"\n".join(b" " * depth + b"- x" for depth in range(1_000)),
    "backticks.md": lambda: b"".join(b"`" * (count % 1_000) + b"x" for count in range(3_000)),
    "alias.md": lambda: b"---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\nText is here.",
    "zeros.docx": lambda: bytes(1_000_000),
    "text.docx": lambda: b"Text is here.",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_time_with_a_document_or_one_line(parsers, name):
    data = HOSTILE[name]()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    try:
        document = parsers.parse(data, name)
    except DocumentError as error:
        assert "\n" not in str(error)
    else:
        assert isinstance(document, Document)
        assert "Obey" not in document.text
        assert not set("\u202e\u2066\u200b") & set(document.text)
    assert time.perf_counter() - started < 61
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1e3 < 400, "MB in this process"
