"""Measures `assistant.rules` on ShARC dialogues by five-fold cross-validation over rule texts, and fits its weights.

    python scripts/evaluate_sharc.py DIALOGUES.jsonl [--write] [--cache VECTORS.npz] [--errors]

Each line of DIALOGUES.jsonl has a `snippet` (the rule), a `question`, a `scenario`, a `history` of follow-up questions
and their answers, and the `answer`: Yes, No, Irrelevant or the next follow-up question, which counts as More. Printed
are, for dialogues without and with a scenario, the micro and macro accuracy and the confusion table, with vectors and
without. All figures come from weights fitted on the other folds. `--write` fits on all and stores
assistant/rules/weights.json.
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from assistant.embedding import open_embedder
from assistant.rules import Rule, Verdict, decide, parse_rule
from assistant.rules.aligning import whole_words
from assistant.rules.logic import Similarity, conditions_of
from assistant.rules.weighing import Weights, relevance_figures

WEIGHTS = Path(__file__).parent.parent / "assistant" / "rules" / "weights.json"
CLASSES = ["Yes", "No", "Irrelevant", "More"]
CLASS_OF = {Verdict.YES: "Yes", Verdict.NO: "No", Verdict.IRRELEVANT: "Irrelevant", Verdict.ASK: "More"}
FOLDS = 5
STRENGTH = 1.0


class CachedVectors:
    """Cosines by all-MiniLM-L6-v2; every text is embedded once."""

    def __init__(self, cache: Path | None) -> None:
        self.cache = cache
        self.vectors: dict[str, np.ndarray] = {}
        if cache is not None and cache.exists():
            stored = np.load(cache)
            self.vectors = dict(zip(stored["texts"].tolist(), stored["vectors"], strict=True))
        self.embedder = None

    def __call__(self, texts: list[str], others: list[str]) -> np.ndarray:
        """The cosines of the texts, one a row, with the others."""
        missing = sorted({*texts, *others} - self.vectors.keys())
        if missing:
            self.embedder = self.embedder or open_embedder("all-MiniLM-L6-v2")
            self.vectors |= dict(zip(missing, self.embedder.embed_passages(missing).vectors, strict=True))
        return np.array([self.vectors[text] for text in texts]) @ np.array([self.vectors[text] for text in others]).T

    def save(self) -> None:
        """Keeps the vectors for the next run, where a file was named for them."""
        if self.cache is not None:
            np.savez(self.cache, texts=np.array(list(self.vectors)), vectors=np.array(list(self.vectors.values())))


def answers_of(dialogue: dict) -> list[tuple[str, bool]]:
    return [(turn["follow_up_question"], turn["follow_up_answer"] == "Yes") for turn in dialogue["history"]]


def gold_of(dialogue: dict) -> str:
    return dialogue["answer"] if dialogue["answer"] in CLASSES else "More"


def relevance_rows(dialogues: Sequence[dict], rules: dict[str, Rule], similarity: Similarity | None) -> list[tuple]:
    """(figures, label) of each rule with each question that is asked of it."""
    asked = {(one["snippet"], one["question"], gold_of(one) != "Irrelevant") for one in dialogues if not one["history"]}
    return [(relevance_figures(rules[text], question, similarity), label) for text, question, label in sorted(asked)]


def fit_one(rows: list[tuple]) -> dict[str, float]:
    names = sorted(rows[0][0])
    features = np.array([[figures[name] for name in names] for figures, _ in rows])
    model = LogisticRegression(C=STRENGTH, max_iter=5000).fit(features, [label for _, label in rows])
    weights = dict(zip(names, model.coef_[0].tolist(), strict=True)) | {"bias": float(model.intercept_[0])}
    return {name: round(value, 4) for name, value in weights.items()}


def fit(dialogues: Sequence[dict], rules: dict[str, Rule], similarity: Similarity | None) -> Weights:
    return {"relevant": fit_one(relevance_rows(dialogues, rules, similarity))}


def predict(dialogue: dict, rule: Rule, similarity: Similarity | None, weights: Weights) -> str:
    decision = decide(
        rule, dialogue["question"], answers_of(dialogue), dialogue["scenario"], similarity=similarity, weights=weights
    )
    return CLASS_OF[decision.verdict]


def cross_validate(dialogues: Sequence[dict], rules: dict[str, Rule], similarity: Similarity | None) -> list[str]:
    """The predicted class of each dialogue, from weights that no dialogue of the same rule text was used for."""
    predicted = [""] * len(dialogues)
    groups = [one["snippet"] for one in dialogues]
    for train, test in GroupKFold(FOLDS, shuffle=True, random_state=0).split(groups, groups=groups):
        weights = fit([dialogues[at] for at in train], rules, similarity)
        for at in test:
            predicted[at] = predict(dialogues[at], rules[dialogues[at]["snippet"]], similarity, weights)
    return predicted


def report(title: str, golds: Sequence[str], predicted: Sequence[str]) -> None:
    counts = Counter(zip(golds, predicted, strict=True))
    present = [name for name in CLASSES if name in golds]
    recalls = [counts[name, name] / golds.count(name) for name in present]
    micro = sum(counts[name, name] for name in CLASSES) / len(golds)
    print(f"\n{title}: {len(golds)} dialogues, micro {micro:.3f}, macro {sum(recalls) / len(recalls):.3f}")
    print(f"{'gold, predicted':>16}" + "".join(f"{name:>12}" for name in CLASSES) + f"{'accuracy':>12}")
    for name, recall in zip(present, recalls, strict=True):
        print(f"{name:>16}" + "".join(f"{counts[name, other]:>12}" for other in CLASSES) + f"{recall:>12.3f}")


def print_errors(dialogues: Sequence[dict], predicted: Sequence[str], rules: dict[str, Rule]) -> None:
    for one, found in zip(dialogues, predicted, strict=True):
        if not one["scenario"] and found != gold_of(one):
            turns = " ".join(f"{question} {'Y' if yes else 'N'};" for question, yes in answers_of(one))
            words = [whole_words(rules[one["snippet"]], each) for each in conditions_of(rules[one["snippet"]].logic)]
            print(f"{found} for {gold_of(one)}: {one['question']} | {turns} | {words}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dialogues", type=Path)
    parser.add_argument("--write", action="store_true", help="fit on all dialogues and store the weights")
    parser.add_argument("--cache", type=Path, help="a file to keep vectors in between runs")
    parser.add_argument("--errors", action="store_true", help="list wrong decisions on dialogues without a scenario")
    options = parser.parse_args()
    dialogues = [json.loads(line) for line in options.dialogues.read_text("utf-8").splitlines()]
    rules = {text: parse_rule(text) for text in {one["snippet"] for one in dialogues}}
    vectors = CachedVectors(options.cache)
    stored = {}
    for name, similarity in (("terms", None), ("vectors", vectors)):
        predicted = cross_validate(dialogues, rules, similarity)
        for has_scenario in (False, True):
            chosen = [at for at, one in enumerate(dialogues) if bool(one["scenario"]) == has_scenario]
            title = f"{name}, {'with' if has_scenario else 'without'} a scenario"
            report(title, [gold_of(dialogues[at]) for at in chosen], [predicted[at] for at in chosen])
        if options.errors:
            print_errors(dialogues, predicted, rules)
        stored[name] = fit(dialogues, rules, similarity)
    vectors.save()
    if options.write:
        WEIGHTS.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
