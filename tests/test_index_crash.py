"""Whatever stops a build, the index that was live still is, or the new one is: whole."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from assistant.errors import AssistantError
from assistant.index import current_version, load_index, verify_index
from assistant.questions import make_question

ROOT = Path(__file__).parent.parent


class Disk:
    """Counts what is done to the disk and fails at the step it is told to."""

    def __init__(self, fail_at=None, error=None):
        self.steps = 0
        self.fail_at = fail_at
        self.error = error or OSError(28, "No space left on device")

    def step(self):
        self.steps += 1
        if self.steps == self.fail_at:
            raise self.error

    def watch(self, patch):
        """Puts a step before every call that makes, fills, syncs or moves a file."""
        for owner, name in ((os, "fsync"), (os, "rename"), (os, "replace"), (Path, "mkdir")):
            patch.setattr(owner, name, self._stepping(getattr(owner, name)))
        opened = Path.open

        def open_path(path, mode="r", *arguments, **options):
            if "w" not in mode:
                return opened(path, mode, *arguments, **options)
            self.step()
            return _Written(opened(path, mode, *arguments, **options), self)

        patch.setattr(Path, "open", open_path)

    def _stepping(self, call):
        def stepping(*arguments, **options):
            self.step()
            return call(*arguments, **options)

        return stepping


class _Written:
    """A file whose writes are steps."""

    def __init__(self, file, disk):
        self._file = file
        self._disk = disk

    def write(self, data):
        self._disk.step()
        return self._file.write(data)

    def __getattr__(self, name):
        return getattr(self._file, name)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._file.close()


def build_with(disk, build, corpus, index):
    with pytest.MonkeyPatch.context() as patch:
        disk.watch(patch)
        return build(corpus, index)


def all_files(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def small(tmp_path, write):
    """A corpus of two files, so that every step of its build can be tried."""
    return write(tmp_path / "small", {"a.txt": "The visa office is open.", "b.txt": "Bring your passport."})


def count_steps(build, corpus, folder):
    """The steps of the build that each test stops: the second one of an index."""
    build(corpus, folder)
    (corpus / "a.txt").write_text("The visa office has moved.")
    disk = Disk()
    build_with(disk, build, corpus, folder)
    (corpus / "a.txt").write_text("The visa office is open.")
    return disk.steps


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["OSError", "Ctrl-C"]
)
def test_failure_at_any_step_leaves_a_whole_index(small, tmp_path, build, error):
    steps = count_steps(build, small, tmp_path / "counted")
    assert steps > 20
    seen = set()
    for step in range(1, steps + 1):
        index = tmp_path / f"index-{step}"
        (small / "a.txt").write_text("The visa office is open.")
        old = build(small, index).version
        (small / "a.txt").write_text("The visa office has moved.")
        expected = AssistantError if isinstance(error, OSError) else KeyboardInterrupt
        with pytest.raises(expected):
            build_with(Disk(step, error), build, small, index)

        is_old = current_version(index) == old
        seen.add(is_old)
        assert verify_index(index) == [], step
        assert load_index(index).document("a.txt").text.endswith("is open." if is_old else "has moved."), step

        build(small, index)
        assert verify_index(index) == [], step
        assert load_index(index).document("a.txt").text.endswith("has moved."), step
        assert not list(index.glob(".tmp-*")), step
    assert seen == {True, False}  # Both sides of the swap were tried.


def test_full_disk_is_reported_in_one_line(small, tmp_path, build):
    build(small, tmp_path / "index")
    (small / "a.txt").write_text("The visa office has moved.")
    with pytest.raises(AssistantError) as refusal:
        build_with(Disk(5), build, small, tmp_path / "index")
    line = str(refusal.value)
    assert "No space left on device" in line
    assert "what was live still is" in line
    assert "\n" not in line


def test_failure_while_embedding_changes_nothing(corpus, index, build):
    from assistant.embedding import HashingEmbedder

    class Failing(HashingEmbedder):
        digest = "failing"

        def embed_passages(self, texts, progress=None):
            raise MemoryError

    before = all_files(index)
    with pytest.raises(MemoryError):
        build(corpus, index, Failing())
    assert all_files(index) == before


def test_failed_first_build_leaves_nothing_that_looks_like_an_index(small, tmp_path, build):
    disk = Disk()
    build_with(disk, build, small, tmp_path / "counted")
    for step in range(1, disk.steps + 1):
        index = tmp_path / f"index-{step}"
        with pytest.raises(AssistantError):
            build_with(Disk(step), build, small, index)
        if (index / "CURRENT").exists():
            assert verify_index(index) == [], step
        build(small, index)
        assert verify_index(index) == [], step


def test_killed_build_leaves_the_old_index(corpus, index, build, write):
    old = current_version(index)
    write(corpus, {f"more/{number:03}.txt": f"Paragraph {number} about visas. " * 40 for number in range(120)})
    script = (
        "import sys; from pathlib import Path; from assistant.embedding import HashingEmbedder; "
        "from assistant.index import build_index; print('ready', flush=True); "
        "build_index(Path(sys.argv[1]), Path(sys.argv[2]), HashingEmbedder(), passage_tokens=128, max_bytes=10**6)"
    )
    moments = random.Random(7)
    for _ in range(5):
        process = subprocess.Popen(
            [sys.executable, "-c", script, str(corpus), str(index)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        with process:
            process.stdout.readline()
            time.sleep(moments.uniform(0, 0.5))
            process.send_signal(signal.SIGKILL)
        loaded = load_index(index)
        assert verify_index(index) == []
        assert loaded.version == old or "more/000.txt" in loaded.documents
    (corpus / "visas.txt").write_text("The visa office has moved.")
    build(corpus, index)  # The lock of the killed process is free, and what it left is gone.
    assert verify_index(index) == []
    assert not list(index.glob(".tmp-*"))


def test_answers_stay_true_to_the_version_they_name_while_builds_swap(tmp_path, write, build, open_assistant):
    corpus = write(tmp_path / "corpus", {"fees.txt": "The fee is 0 dollars.", "visas.txt": "The visa office is open."})
    index = tmp_path / "index"
    texts = {build(corpus, index).version: "The fee is 0 dollars."}
    answers, failures, done = [], [], threading.Event()

    def keep_asking(reopen):
        assistant = open_assistant(index)
        while not done.is_set():
            try:
                assistant = open_assistant(index) if reopen else assistant
                answers.append(assistant.ask(make_question("What is the fee in dollars?")))
            except Exception as error:  # Whatever it is, the test shall show it.
                failures.append(error)

    threads = [threading.Thread(target=keep_asking, args=(reopen,)) for reopen in (True, True, False)]
    for thread in threads:
        thread.start()
    with contextlib.ExitStack() as stack:
        stack.callback(done.set)
        for number in range(1, 13):
            text = f"The fee is {number} dollars."
            (corpus / "fees.txt").write_text(text)
            texts[build(corpus, index).version] = text
            time.sleep(0.1)
    for thread in threads:
        thread.join()

    assert failures == []
    assert len({answer.index_version for answer in answers}) > 3
    for answer in answers:
        assert answer.citations[0].quote == texts[answer.index_version]
