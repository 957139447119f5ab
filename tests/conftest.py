"""What the tests share: a small corpus of two programs, built with the embedder that hashes words."""

import gc
from dataclasses import dataclass

import pytest

from assistant.assistant import Assistant
from assistant.cli import main
from assistant.documents.sandbox import Parsers
from assistant.embedding import DEFAULT_MODEL, HashingEmbedder, open_embedder
from assistant.index import build_index
from assistant.settings import Settings

FILES = {
    "visas.txt": """Visas

Fellows from abroad need a J-1 visa. The visa office starts the paperwork in March.

Bring your passport to the visa office.
""",
    "alpine/overview.md": """---
title: Alpine Fellowship
url: https://alpine.example.org/overview
updated: 2026-05-04
contact:
  name: Alpine office
  email: alpine@example.org
---

# Alpine Fellowship

The Alpine Fellowship lasts two years. It has eight funded positions.

## Application materials

To apply, send the following:

- a personal statement of one page
- three letters of recommendation
- a copy of your diploma

## How much is the stipend?

The stipend is 61,000 dollars a year. It is paid monthly.

## Is housing provided?

Housing is not provided, but the office keeps a list of apartments.
""",
    "alpine/dates.html": """<html><head><title>Alpine dates</title></head><body><h1>Alpine dates</h1>
<p>All dates of the Alpine Fellowship are Central European Time.</p>
<table><tr><th>Step</th><th>Date</th></tr>
<tr><td>Application deadline</td><td>1 October 2026</td></tr>
<tr><td>Interviews</td><td>9 November 2026</td></tr></table></body></html>
""",
    "coastal/overview.md": """---
title: Coastal Residency
contact:
  name: Coastal office
  phone: 555-0100
---

# Coastal Residency

The Coastal Residency lasts six weeks. Its application deadline is 15 January 2027.

## What does the residency pay?

The residency pays travel and a stipend of 900 dollars a week.
""",
}


@dataclass(frozen=True)
class Finished:
    """How a command ended."""

    code: int
    out: str
    err: str


def write_files(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def only_own_objects_collected(request):
    """Where time is measured, the collector leaves alone what earlier tests hold: to walk it may double the time."""
    measured = request.node.get_closest_marker("no_cover") is not None
    if measured:
        gc.freeze()
    yield
    if measured:
        gc.unfreeze()


@pytest.fixture(scope="session")
def write():
    """Writes files, given as name -> text, below a folder."""
    return write_files


@pytest.fixture(scope="session")
def build():
    """Builds an index of a corpus, by hashing unless another embedder is given.

    All builds have their files parsed in one process: to start one takes longer than to build a small index.
    """
    with Parsers() as running:

        def build_with_hashing(corpus, index, embedder=None, *, max_bytes=1_000_000):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(Parsers, "__enter__", lambda parsers: running)
                return build_index(
                    corpus, index, embedder or HashingEmbedder(), passage_tokens=128, max_bytes=max_bytes
                )

        yield build_with_hashing


@pytest.fixture
def corpus(tmp_path):
    """A fresh copy of the small corpus, to change."""
    return write_files(tmp_path / "corpus", FILES)


@pytest.fixture
def index(corpus, tmp_path, build):
    """A fresh index of the small corpus, to change."""
    build(corpus, tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture(scope="session")
def shared_index(tmp_path_factory, build):
    """An index of the small corpus that no test changes."""
    folder = tmp_path_factory.mktemp("shared")
    build(write_files(folder / "corpus", FILES), folder / "index")
    return folder / "index"


@pytest.fixture
def open_assistant():
    """Opens the assistant over an index by hashing; it answers whatever it finds, unless a threshold is given."""

    def open_it(index, **settings):
        return Assistant.open(
            Settings(index=index, **{"refusal_threshold": 0.0, **settings}), embedder=HashingEmbedder()
        )

    return open_it


@pytest.fixture
def assistant(shared_index, open_assistant):
    """An assistant over the small corpus that answers whatever it finds."""
    return open_assistant(shared_index)


@pytest.fixture
def command(capsys, monkeypatch, tmp_path):
    """Runs a command as the shell would, in an empty folder and with the embedder that hashes."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSISTANT_EMBEDDING_MODEL", "hashing")

    def run(*arguments):
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stopped:
            code = stopped.code
        return Finished(code, *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def real_embedder():
    """The default model; loading it takes seconds."""
    return open_embedder(DEFAULT_MODEL)
