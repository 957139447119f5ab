"""Answers to labelled questions stay as good as they were: floors under the figures of the scorer.

The questions and their documents are not part of this repository; they lie in ``../shared`` where they are at hand.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
SCORER = SHARED / "bench" / "score.py"

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(not SCORER.exists(), reason="the labelled questions of ../shared are not at hand"),
]


def run(*arguments, output=None):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ASSISTANT_")}
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=ROOT,
        env=environment,
        stdout=output or subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def figures(tmp_path_factory):
    """Builds, answers and scores a data set, once for each."""
    known = {}

    def score(name):
        if name not in known:
            folder = tmp_path_factory.mktemp(name)
            data = SHARED / "data" / name
            corpus = data / "corpus" if (data / "corpus").is_dir() else data
            questions, answers = data / "questions.jsonl", folder / "answers.jsonl"
            run("-m", "assistant", "build", corpus, "--index", folder / "index")
            with answers.open("w", encoding="utf-8") as file:
                run(
                    "-m",
                    "assistant",
                    "ask",
                    "--batch",
                    questions,
                    "--index",
                    folder / "index",
                    "--explain",
                    output=file,
                )
            known[name] = json.loads(run(SCORER, questions, answers, "--corpus", corpus, "--json"))
        return known[name]

    return score


@pytest.mark.parametrize(
    ("name", "figure", "floor"),
    [
        ("conditionalqa", "verbatim", 1.0),
        ("conditionalqa", "quote@1", 0.60),
        ("conditionalqa", "quote@3", 0.80),
        ("conditionalqa", "doc@1", 0.94),
        ("mtrag-un", "verbatim", 1.0),
        ("mtrag-un", "doc@1", 0.80),
        ("mtrag-un", "ndcg@5", 0.86),
        ("page", "verbatim", 1.0),
        ("page", "quote@3", 0.75),
    ],
)
def test_figure_stays_above_its_floor(figures, name, figure, floor):
    assert figures(name)[figure] >= floor


def test_page_questions_are_seldom_refused_wrongly(figures):
    assert figures("page")["false_refusal"] <= 0.12
