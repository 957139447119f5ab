import datetime
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.embedding import HashingEmbedder
from assistant.errors import AssistantError
from assistant.evaluation import read_known_questions
from assistant.index import current_version, load_index, roll_back, verify_index
from assistant.settings import Settings
from assistant.syncing import Fate, read_waiting, sync, sync_text, sync_to_json

DATES = """# Dates of the grant

The application deadline is March 1, 2027.

Interviews are held in April 2027.

Results are sent in May 2027.

Awards are paid in July 2027.
"""
PAGES = {
    "grant/dates.md": DATES,
    "grant/money.md": "# Money\n\nThe grant pays 900 dollars a month.\n\nTravel is paid as well.\n",
    "grant/people.md": "# People\n\nDr Lind leads the grant office.\n",
    "grant/place.md": "# Place\n\nThe office is in the old mill.\n",
}


@pytest.fixture
def pages(tmp_path, write):
    return write(tmp_path / "corpus", PAGES)


@pytest.fixture
def run(tmp_path, pages):
    """Syncs the pages; the first version is live already."""

    def run_sync(**options):
        settings = Settings(
            corpus=pages, index=tmp_path / "index", refusal_threshold=0.0, today=datetime.date(2026, 11, 2)
        )
        return sync(settings, HashingEmbedder(), **options)

    run_sync()
    return run_sync


@pytest.fixture
def live(tmp_path):
    return lambda: load_index(tmp_path / "index")


def test_a_changed_page_goes_live_and_is_reported_sentence_by_sentence(pages, run, live):
    (pages / "grant/money.md").write_text("# Money\n\nThe grant pays 950 dollars a month.\n\nTravel is paid as well.\n")
    (pages / "grant/new.md").write_text("# New\n\nThere is a new page.\n")
    report = run()
    assert [(change.doc_id, change.fate) for change in report.changes] == [
        ("grant/money.md", Fate.CHANGED),
        ("grant/new.md", Fate.ADDED),
    ]
    assert report.changes[0].became == (("The grant pays 900 dollars a month.", "The grant pays 950 dollars a month."),)
    assert report.changes[0].removed == report.changes[0].inserted == ()
    assert not report.waiting
    assert "950 dollars" in live().document("grant/money.md").text
    text = sync_text(report)
    assert "was   “The grant pays 900 dollars a month.”" in text
    assert "is    “The grant pays 950 dollars a month.”" in text
    assert json.loads(json.dumps(sync_to_json(report)))["changes"][0]["fate"] == "changed"


def test_what_has_not_changed_is_neither_embedded_nor_written(pages, run, live):
    before = live().version
    report = run()
    assert not report.build.changed
    assert report.changes == ()
    (pages / "grant/people.md").write_text("# People\n\nDr Sand leads the grant office.\n")
    report = run()
    assert report.build.embedded == 1
    assert live().version == report.build.version != before


def test_a_page_that_lost_most_of_what_it_said_waits_until_it_is_approved(pages, run, live, tmp_path):
    (pages / "grant/dates.md").write_text("# Back soon\n\nWe are moving.\n")
    (pages / "grant/place.md").write_text("# Place\n\nThe office is in the new mill.\n")
    report = run()
    assert list(report.waiting) == ["grant/dates.md"]
    assert "of its sentences are gone" in report.waiting["grant/dates.md"].reason
    assert live().document("grant/dates.md").text == load_index(tmp_path / "index").document("grant/dates.md").text
    assert "March 1, 2027" in live().document("grant/dates.md").text
    assert "new mill" in live().document("grant/place.md").text  # What passes goes live all the same.
    assert read_waiting(tmp_path / "index") == report.waiting
    assert "--approve" in sync_text(report)

    assert list(run().waiting) == ["grant/dates.md"]
    assert not run(approved=["grant/dates.md"]).waiting
    assert "We are moving." in live().document("grant/dates.md").text
    assert read_waiting(tmp_path / "index") == {}


def test_a_page_that_changed_since_it_was_listed_is_checked_again(pages, run, live):
    (pages / "grant/dates.md").write_text("# Back soon\n\nWe are moving.\n")
    run()
    (pages / "grant/dates.md").write_text("# Back later\n\nNothing is here.\n")
    assert list(run(approved=["all"]).waiting) == ["grant/dates.md"]
    (pages / "grant/dates.md").write_text(DATES)
    assert not run().waiting
    assert "March 1, 2027" in live().document("grant/dates.md").text


def test_a_page_that_newly_misleads_waits(pages, run):
    (pages / "grant/dates.md").write_text(
        DATES.replace("March 1, 2027", "February 30, 2027") + "\nTBD: [INSERT DATE]\n"
    )
    assert list(run().waiting) == ["grant/dates.md"]


def test_many_pages_gone_at_once_wait_and_one_does_not(pages, run, live):
    (pages / "grant/people.md").unlink()
    report = run()
    assert [change.fate for change in report.changes] == [Fate.GONE]
    assert not report.waiting
    assert "grant/people.md" not in live().documents
    for number in range(4):
        (pages / f"grant/more-{number}.md").write_text(f"# More\n\nThis is page {number}.\n")
    run()
    for number in range(4):
        (pages / f"grant/more-{number}.md").unlink()
    report = run()
    assert len(report.waiting) == 4
    assert "4 of the 7 pages of grant are gone at once" in report.waiting["grant/more-0.md"].reason
    assert "grant/more-0.md" in live().documents
    assert not run(approved=["all"]).waiting
    assert "grant/more-0.md" not in live().documents


def test_a_page_that_can_no_longer_be_read_stays_as_it_was(pages, run, live):
    (pages / "grant/money.md").write_bytes(b"\xff\xfe\xfa broken \xff")
    report = run()
    assert "can no longer be read" in report.waiting["grant/money.md"].reason
    assert "900 dollars" in live().document("grant/money.md").text


def test_a_page_that_was_approved_as_unreadable_is_not_approved_as_gone(pages, run, live):
    (pages / "grant/dates.md").write_bytes(b"\xff\xfe\xfa broken \xff")
    (pages / "grant/money.md").write_bytes(b"\xff\xfe\xfa broken \xff")
    assert {page.file for page in run().waiting.values()} == {"unreadable"}
    for name in ("dates", "money", "people"):
        (pages / f"grant/{name}.md").unlink()
    report = run(approved=["all"])
    assert {page.file for page in report.waiting.values()} == {"gone"}
    assert "March 1, 2027" in live().document("grant/dates.md").text


def test_what_was_approved_stays_so_where_the_version_it_went_live_in_is_damaged(pages, run, live, tmp_path):
    (pages / "grant/dates.md").write_text("# Back soon\n\nWe are moving.\n")
    run()
    run(approved=["all"])
    index = tmp_path / "index"
    (index / current_version(index) / "documents.jsonl").write_text("damaged")
    assert not run().waiting
    assert "We are moving." in live().document("grant/dates.md").text


def test_what_was_approved_waits_again_where_it_has_changed_or_was_rolled_back(pages, run, live, tmp_path):
    (pages / "grant/dates.md").write_text("# Back soon\n\nWe are moving.\n")
    run()
    first = current_version(tmp_path / "index")
    run(approved=["all"])
    roll_back(tmp_path / "index", first)
    assert list(run().waiting) == ["grant/dates.md"]


def test_known_questions_say_what_would_be_answered_otherwise(pages, run, live, tmp_path):
    file = tmp_path / "questions.jsonl"
    rows = [
        {
            "id": "pay",
            "question": "What does the grant pay a month?",
            "answerable": True,
            "gold": ["900 dollars a month"],
        },
        {"id": "place", "question": "Where is the office in the mill?"},
    ]
    file.write_text("\n".join(map(json.dumps, rows)))
    questions = read_known_questions(file)
    (pages / "grant/place.md").write_text("# Place\n\nThe office is in the new mill.\n")
    report = run(questions=questions)
    assert not report.waiting
    assert [pair.new.case.id for pair in report.answers.changed] == ["place"]
    assert "new mill" in sync_text(report)

    (pages / "grant/money.md").write_text("# Money\n\nThe grant pays well.\n\nTravel is paid as well.\n")
    report = run(questions=questions)
    assert report.waiting["grant/money.md"].reason == (
        "the known question “What does the grant pay a month?” would be answered worse"
    )
    assert "900 dollars" in live().document("grant/money.md").text
    report = run(questions=questions, approved=["grant/money.md"])
    assert not report.waiting
    assert "pays well" in live().document("grant/money.md").text


def test_a_dry_run_leaves_everything_as_it_was(pages, run, tmp_path):
    def files():
        return {path: path.read_bytes() for path in (tmp_path / "index").rglob("*") if path.is_file()}

    before = files()
    (pages / "grant/money.md").write_text("# Money\n\nThe grant pays 950 dollars a month.\n\nTravel is paid as well.\n")
    report = run(publish=False)
    assert not report.build.live
    assert len(report.changes) == 1
    assert files() == before


def test_what_does_not_wait_cannot_be_approved(run):
    with pytest.raises(AssistantError, match="'grant/none.md' does not wait for approval; those that do are none"):
        run(approved=["grant/none.md"])


def test_a_damaged_list_is_one_line(run, tmp_path):
    (tmp_path / "index" / "waiting.json").write_text("{")
    with pytest.raises(AssistantError, match="lists the pages that wait for approval; delete it") as error:
        run()
    assert "\n" not in str(error.value)


def test_the_command_syncs_without_sources_and_says_so(command, pages, tmp_path):
    first = command("sync", pages, "--index", tmp_path / "i")
    assert first.code == 0, first.err
    assert "nothing is fetched" in first.err
    (pages / "grant/dates.md").write_text("# Back soon\n\nWe are moving.\n")
    second = command("sync", pages, "--index", tmp_path / "i", "--json")
    assert second.code == 1
    assert list(json.loads(second.out)["waiting"]) == ["grant/dates.md"]
    assert command("sync", pages, "--index", tmp_path / "i", "--approve", "all").code == 0


def test_watching_builds_at_each_change_and_survives_a_bad_one(command, pages, tmp_path, monkeypatch):
    def changes(folder, **_):
        (folder / "grant/money.md").write_text("# Money\n\nThe grant pays 950 dollars a month.\n")
        yield {"changed"}
        for file in folder.rglob("*.md"):
            file.unlink()
        yield {"deleted"}

    monkeypatch.setattr("watchfiles.watch", changes)
    done = command("build", pages, "--index", tmp_path / "i", "--watch")
    assert done.code == 0
    assert done.out.count("built") == 2
    assert "holds no document" in done.err


def test_a_sync_without_anything_to_compare_with_lets_nothing_go_live(pages, run, tmp_path):
    (tmp_path / "index" / "CURRENT").unlink()
    with pytest.raises(AssistantError, match="a sync compares with what is live"):
        run()


def test_what_cannot_be_read_is_told(pages, run):
    (pages / "grant/junk.pdf").write_bytes(b"%PDF-1.4 junk")
    assert "left out  grant/junk.pdf" in sync_text(run())


def test_a_known_question_of_no_program_is_refused(pages, run, tmp_path):
    file = tmp_path / "questions.jsonl"
    file.write_text('{"question": "What does it pay?", "program": "grnat"}')
    (pages / "grant/place.md").write_text("# Place\n\nThe office is in the new mill.\n")
    with pytest.raises(AssistantError, match="Line 1 of the known questions: program 'grnat' has no documents"):
        run(questions=read_known_questions(file))


KILLER = """
import datetime, json, os, shutil, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
import pytest
from test_index_crash import Disk
from assistant.documents import read_document
from assistant.embedding import HashingEmbedder
from assistant.index import corpus, current_version, load_index, verify_index
from assistant.settings import Settings
from assistant.syncing import read_waiting, sync

class InProcess:
    __enter__ = lambda self: self
    __exit__ = lambda self, *error: None
    parse = staticmethod(read_document)

class Killing(Disk):
    def step(self):
        self.steps += 1
        if self.steps == self.fail_at:
            os.kill(os.getpid(), signal.SIGKILL)

corpus.Parsers = InProcess
folder = Path(sys.argv[1])
pages = folder / "corpus"
texts = {"a.md": "# A\\n\\nThe visa office is {}.\\n", "b.md": "# B\\n\\nOne.\\n\\nTwo.\\n\\nThree.\\n\\nFour.\\n"}

def write(state):
    pages.mkdir(exist_ok=True)
    (pages / "a.md").write_text(texts["a.md"].format(state))
    (pages / "b.md").write_text(texts["b.md"] if state == "open" else "# B\\n\\nGone.\\n")

def run(index, disk=None):
    settings = Settings(corpus=pages, index=index, today=datetime.date(2026, 11, 2))
    with pytest.MonkeyPatch.context() as patch:
        if disk is not None:
            disk.watch(patch)
        return sync(settings, HashingEmbedder())

write("open")
run(folder / "start")
write("moved")
shutil.copytree(folder / "start", folder / "counted")
disk = Disk()
run(folder / "counted", disk)
for step in range(1, disk.steps + 1):
    index = folder / "index"
    shutil.rmtree(index, ignore_errors=True)
    shutil.copytree(folder / "start", index)
    old = current_version(index)
    child = os.fork()
    if child == 0:
        run(index, Killing(step))
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    is_old = current_version(index) == old
    held = load_index(index).documents
    whole = verify_index(index) == [] and held["a.md"].text.endswith("open." if is_old else "moved.")
    run(index)
    mended = (
        verify_index(index) == []
        and load_index(index).document("a.md").text.endswith("moved.")
        and "Two." in load_index(index).document("b.md").text
        and list(read_waiting(index)) == ["b.md"]
        and not list(index.glob(".tmp-*"))
    )
    killed = os.WIFSIGNALED(status)
    print(json.dumps({"step": step, "killed": killed, "is_old": is_old, "whole": whole, "mended": mended}), flush=True)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_sync_killed_at_any_write_leaves_the_old_or_the_new_index(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", KILLER, str(tmp_path), str(Path(__file__).parent)],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rows) > 20
    assert all(row["killed"] and row["whole"] and row["mended"] for row in rows), rows
    assert {row["is_old"] for row in rows} == {True, False}
    assert verify_index(tmp_path / "index") == []
    assert current_version(tmp_path / "index")
