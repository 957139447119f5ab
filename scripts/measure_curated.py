"""Measures how approved answers are found: those given, and those offered beside what the documents say.

usage: python scripts/measure_curated.py [FILE.jsonl] [--unrelated FILE.jsonl]

Each row of the file is an approved answer ({"program", "question", "answer"}) with "paraphrases" of its question and
questions "near" it that no answer of the program answers, or {"unrelated": question}, which is asked of each program.
Each answer rests on a document that says nothing else. `--unrelated` adds the questions of a file of labelled
questions. Printed: the shares of paraphrases whose answer is given, offered or missed, and of the others that any
answer is given or offered to; then what other values of `LEAST_LIKENESS` would do.
"""

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.curating import CuratedAnswers, RememberingEmbedder, make_curated
from assistant.curating.offering import LEAST_LIKENESS
from assistant.embedding import DEFAULT_MODEL, Embedder, open_embedder
from assistant.index import Index, build_index, load_index
from assistant.rewriting import rewrite
from assistant.types import Question

DATA = Path(__file__).parent / "data" / "curated.jsonl"
OTHERS = (0.37, 0.395, 0.42, 0.445, 0.47)
Row = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """A question, the id of the answer it wants, and those it gets; ``kind`` is paraphrase, near or unrelated."""

    kind: str
    wants: str | None
    given: str | None
    offered: tuple[str, ...]

    @property
    def ended(self) -> str:
        """What became of it; answers to what is not asked are wrong when given, "others" when offered."""
        if self.given is not None:
            return "given" if self.given == self.wants else "given wrongly"
        if self.offered:
            return "offered" if self.wants in self.offered else "offered others"
        return "nothing"


def opened(rows: Sequence[Row], embedder: Embedder, folder: Path) -> tuple[CuratedAnswers, Index]:
    """The answers of the rows, over documents that are written into the folder."""
    answers = []
    for number, row in enumerate(rows):
        if "answer" in row:
            doc_id = f"{row['program']}/page-{number}.md"
            path = folder / "corpus" / doc_id
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"# Page {number}\n\n{row['answer']}\n", "utf-8")
            values = {"id": f"answer-{number}", "program": row["program"], "question": row["question"]}
            values |= {"text": row["answer"], "quotes": [{"document": doc_id, "quote": row["answer"]}]}
            answers.append(make_curated({**values, "approved_by": "The office", "approved_on": "2026-11-01"}))
    build_index(folder / "corpus", folder / "index", embedder, passage_tokens=128, max_bytes=1_000_000)
    index = load_index(folder / "index")
    return CuratedAnswers(answers, index, embedder), index


def ask_all(rows: Sequence[Row], curated: CuratedAnswers, index: Index, least: float = LEAST_LIKENESS) -> list[Asked]:
    """Asks every question of the rows."""
    asked = []
    for kind, wants, program, text in questions_of(rows):
        alone = index.in_own_words(rewrite(Question(text)))
        given = curated.find(alone, program)
        offers = () if given else curated.offers(alone, program, least=least)
        asked.append(Asked(kind, wants, given.id if given else None, tuple(one.id for one in offers)))
    return asked


def questions_of(rows: Sequence[Row]) -> Iterator[tuple[str, str | None, str, str]]:
    """Kind, wanted answer, program and text of each question."""
    programs = sorted({row["program"] for row in rows if "program" in row})
    for number, row in enumerate(rows):
        for text in row.get("paraphrases", ()):
            yield "paraphrase", f"answer-{number}", row["program"], text
        for text in row.get("near", ()):
            yield "near", None, row["program"], text
        if "unrelated" in row:
            for program in programs:
                yield "unrelated", None, program, row["unrelated"]


def shares(asked: Iterable[Asked]) -> dict[str, dict[str, float]]:
    """By kind of question, how it ended -> its share; "found" is given or offered."""
    ended: dict[str, Counter[str]] = {}
    for one in asked:
        ended.setdefault(one.kind, Counter())[one.ended] += 1
    found = {}
    for kind, many in ended.items():
        found[kind] = {how: count / many.total() for how, count in sorted(many.items())}
        found[kind]["found"] = (many["given"] + many["offered"]) / many.total()
    return found


def read(path: Path) -> list[Row]:
    """The rows of a file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("file", nargs="?", type=Path, default=DATA)
    options.add_argument("--unrelated", type=Path)
    options.add_argument("--once", action="store_true", help="only with the value in force")
    options_given = options.parse_args()
    rows = read(options_given.file)
    if options_given.unrelated:
        rows += [{"unrelated": row["question"]} for row in read(options_given.unrelated)]
    with tempfile.TemporaryDirectory() as folder:
        curated, index = opened(rows, RememberingEmbedder(open_embedder(DEFAULT_MODEL)), Path(folder))
        for least in (LEAST_LIKENESS,) if options_given.once else OTHERS:
            print(f"at least {least}")
            for kind, ends in shares(ask_all(rows, curated, index, least)).items():
                print(f"  {kind:<10} " + ", ".join(f"{how} {share:.3f}" for how, share in ends.items()))


if __name__ == "__main__":
    main()
