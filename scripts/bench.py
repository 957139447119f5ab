"""Measures, in one run and as ratios: answering against embedding the question alone, building against bare encoding.

usage: python scripts/bench.py [CORPUS] [--questions FILE.jsonl] [--repeat N]

Without questions the corpus is asked its own headings. Times are wall clock; the two sides alternate, so that a busy
machine slows both alike.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tqdm import tqdm

from assistant.assistant import Assistant
from assistant.embedding import BATCH_SIZE, SentenceTransformerEmbedder
from assistant.index import build_index, embedded_text
from assistant.questions import make_question, parse_question
from assistant.settings import read_settings
from assistant.types import BlockKind, Question


def milliseconds(function: Callable[..., object], *arguments: object) -> float:
    started = time.perf_counter()
    function(*arguments)
    return (time.perf_counter() - started) * 1000


def questions_of(assistant: Assistant, path: Path | None) -> list[Question]:
    if path is not None:
        return [
            parse_question(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
        ]
    return [
        make_question(document.text[block.start : block.end][:200])
        for document in assistant.index.documents.values()
        for block in document.blocks
        if block.kind in (BlockKind.HEADING, BlockKind.QUESTION)
    ]


def bench_answers(
    assistant: Assistant, embedder: SentenceTransformerEmbedder, questions: list[Question], repeat: int
) -> None:
    for question in questions[:10]:
        assistant.ask(question)
    answer_times, embed_times = [], []
    for question in tqdm(questions * repeat, desc="answering", disable=None):
        answer = assistant.ask(question)
        answer_times.append(answer.timings_ms["total"])
        embed_times.append(milliseconds(embedder.embed_question, answer.standalone_question))
    answered, embedded = statistics.median(answer_times), statistics.median(embed_times)
    print(
        f"answer p50 {answered:.1f} ms, embedding the question alone p50 {embedded:.1f} ms: "
        f"{answered / embedded:.2f} x over {len(answer_times)} questions"
    )


def bench_build(corpus: Path, embedder: SentenceTransformerEmbedder, index: Path) -> None:
    settings = read_settings()
    report = build_index(
        corpus,
        index,
        embedder,
        passage_tokens=settings.passage_tokens,
        max_bytes=int(settings.file_megabytes * 1_000_000),
    )
    print(
        f"build {report.seconds:.1f} s, embedding {report.embedding_seconds:.1f} s of it; {report.embedded:,} texts: "
        f"{report.embedded / report.seconds:.1f} passages/s"
    )


def bench_encode(embedder: SentenceTransformerEmbedder, texts: list[str]) -> None:
    started = time.perf_counter()
    embedder.model.encode(texts, batch_size=BATCH_SIZE, normalize_embeddings=True, show_progress_bar=False)
    seconds = time.perf_counter() - started
    print(f"bare encode {seconds:.1f} s for {len(texts):,} texts: {len(texts) / seconds:.1f} passages/s")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", nargs="?", type=Path, default=Path("corpus"))
    parser.add_argument("--questions", type=Path, help="a file of question objects; without it the headings are asked")
    parser.add_argument("--repeat", type=int, default=3, help="rounds over the questions (default 3)")
    options = parser.parse_args()
    embedder = SentenceTransformerEmbedder()
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        embedder.embed_passages(["warm"] * BATCH_SIZE)
        bench_build(options.corpus, embedder, index)
        assistant = Assistant.open(read_settings(index=index), embedder=embedder)
        texts = list(dict.fromkeys(map(embedded_text, assistant.index.passages)))
        bench_encode(embedder, texts)
        bench_answers(assistant, embedder, questions_of(assistant, options.questions), options.repeat)
    return 0


if __name__ == "__main__":
    sys.exit(main())
