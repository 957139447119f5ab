"""Fits what narrows the token vectors of the default model, and writes assistant/token_projection.npy.

usage: python scripts/fit_projection.py QUESTIONS.jsonl

Each line is a question with its evidence and the page it stands on: {"question", "gold": [text, ...], "url"}. The
projection starts as the first principal axes of the evidence's token vectors and is trained so that the tokens of a
question match its evidence better than other evidence of the same page and of the other questions in the batch. The
match is that of `assistant.retrieval`. Takes two minutes on two processor cores.
"""

import argparse
import json
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import normalize
from torch.nn.utils.rnn import pad_sequence
from tqdm import tqdm

from assistant import embedding
from assistant.types import Vectors

TARGET = Path(embedding.__file__).with_name("token_projection.npy")
WIDTH = 64
EPOCHS = 6
BATCH = 16
RIVALS = 6
"""Other evidence of the same page that is put beside a question's own."""
LEARNING_RATE = 1e-3
FIRST_TEMPERATURE = 25.0
PULL = 0.02
"""How strongly the projection is held to the principal axes it starts from."""
SEED = 0


@dataclass
class Asked:
    """A question's token vectors, the numbers of its evidence, and those of other evidence of its page."""

    tokens: torch.Tensor
    gold: list[int]
    rivals: list[int]


def whole_embedder() -> embedding.SentenceTransformerEmbedder:
    """The default model with token vectors of full width."""
    embedder = embedding.SentenceTransformerEmbedder()
    embedder._projection, embedder.token_dim = None, embedder.dim
    return embedder


def read(questions: Path) -> tuple[list[Asked], list[torch.Tensor]]:
    """The questions that have evidence, and the token vectors of each piece of evidence."""
    rows = [json.loads(line) for line in questions.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["gold"]]
    texts = sorted({text for row in rows for text in row["gold"]})
    place = {text: number for number, text in enumerate(texts)}
    pages: dict[str, set[int]] = {}
    for row in rows:
        pages.setdefault(row["url"], set()).update(place[text] for text in row["gold"])
    embedder = whole_embedder()
    with tqdm(total=len(texts), desc="evidence", disable=None) as bar:
        tokens = embedder.embed_passages(texts, bar.update).tokens
    evidence = [
        tensor_of(tokens.vectors[start:end].astype(np.float32))
        for start, end in zip(tokens.starts, tokens.starts[1:], strict=False)
    ]
    asked = []
    for row in tqdm(rows, desc="questions", disable=None):
        gold = [place[text] for text in row["gold"]]
        rivals = sorted(pages[row["url"]] - set(gold))
        asked.append(Asked(tensor_of(embedder.embed_question(row["question"]).tokens), gold, rivals))
    return asked, evidence


def tensor_of(vectors: Vectors) -> torch.Tensor:
    return normalize(torch.from_numpy(np.array(vectors)), dim=-1)


def padded(texts: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """The token vectors of several texts and which of them are there."""
    return pad_sequence(texts, batch_first=True), pad_sequence([torch.ones(len(text)) for text in texts], True) > 0


def matches(projection: torch.Tensor, questions: list[torch.Tensor], evidence: list[torch.Tensor]) -> torch.Tensor:
    """The match of each question with each piece of evidence."""
    asked, asked_there = padded(questions)
    held, held_there = padded(evidence)
    asked, held = normalize(asked @ projection, dim=-1), normalize(held @ projection, dim=-1)
    cosines = torch.einsum("qid,cjd->qcij", asked, held).masked_fill(~held_there[None, :, None, :], -9)
    nearest = cosines.amax(-1) * asked_there[:, None]
    return nearest.sum(-1) / asked_there.sum(-1)[:, None]


def batch_loss(
    projection: torch.Tensor, sharpness: torch.Tensor, batch: list[Asked], evidence: list[torch.Tensor]
) -> torch.Tensor:
    """Cross-entropy of any of the own evidence against all that the batch puts beside it."""
    shown = [number for one in batch for number in (random.choice(one.gold), *sample(one.rivals))]
    shown = list(dict.fromkeys(shown))
    scores = matches(projection, [one.tokens for one in batch], [evidence[number] for number in shown])
    own = torch.tensor([[number in one.gold for number in shown] for one in batch])
    chances = torch.log_softmax(scores * sharpness.exp(), -1)
    return -torch.logsumexp(chances.masked_fill(~own, -1e9), -1).mean()


def sample(rivals: list[int]) -> list[int]:
    return random.sample(rivals, min(RIVALS, len(rivals)))


def fit(asked: list[Asked], evidence: list[torch.Tensor]) -> np.ndarray:
    random.seed(SEED)
    axes = torch.linalg.svd(torch.cat([one[::5] for one in evidence]), full_matrices=False)[2][:WIDTH].T.clone()
    projection = torch.nn.Parameter(axes.clone())
    sharpness = torch.nn.Parameter(torch.tensor(FIRST_TEMPERATURE).log())
    optimizer = torch.optim.Adam([{"params": [projection], "lr": LEARNING_RATE}, {"params": [sharpness], "lr": 1e-2}])
    steps = EPOCHS * (len(asked) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.02, 1 - step / steps))
    for epoch in range(EPOCHS):
        random.shuffle(asked)
        losses = []
        for start in tqdm(range(0, len(asked) - BATCH + 1, BATCH), desc=f"epoch {epoch + 1}", disable=None):
            loss = batch_loss(projection, sharpness, asked[start : start + BATCH], evidence)
            optimizer.zero_grad()
            (loss + PULL * ((projection - axes) ** 2).sum()).backward()
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.3f}")
    return projection.detach().numpy().astype(np.float16)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("questions", type=Path, metavar="QUESTIONS.jsonl")
    asked, evidence = read(parser.parse_args().questions)
    np.save(TARGET, fit(asked, evidence))
    print(f"wrote {TARGET.name}; indexes built before have to be built again")


if __name__ == "__main__":
    main()
