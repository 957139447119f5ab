"""Fits the confidence of an answer on labelled questions and writes assistant/confidence.json.

usage: python scripts/fit_confidence.py --set NAME QUESTIONS.jsonl INDEX [--set ...] [--dry-run]

Each set is a file of questions ({"question", "history", "program", "answerable", "gold": [text, ...],
"passages": [doc_id, ...]}) and the index they are asked of. An answer counts as right when the question is answerable
and one of its citations holds gold text, or, where a set has no gold text, comes from a right document. Every set
weighs the same, and within a set right and wrong answers weigh 2 : 1, so that no set's mix of questions becomes a
belief about other programs. Printed: for each set, the figures of a model fitted on all the other sets.
"""

import argparse
import json
import re
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score

from assistant.assistant import Assistant
from assistant.questions import parse_question
from assistant.settings import read_settings
from assistant.types import Answer

TARGET = Path(__file__).parent.parent / "assistant" / "confidence.json"
RIGHT_TO_WRONG = 2.0


def squeeze(text: str) -> str:
    return "".join(re.findall(r"\w+", text.lower()))


def is_right(row: dict, answer: Answer) -> bool:
    if not row["answerable"]:
        return False
    if row.get("gold"):
        quotes = [squeeze(citation.quote) for citation in answer.citations]
        golds = [squeeze(gold) for gold in row["gold"]]
        return any(
            gold and (gold in quote or (quote in gold and 2 * len(quote) >= len(gold)))
            for gold in golds
            for quote in quotes
        )
    wanted = {Path(passage).stem for passage in row.get("passages", [])}
    return any(
        re.sub(r"\.(txt|md|html?)$", "", citation.doc_id.rsplit("/", 1)[-1]) in wanted for citation in answer.citations
    )


def collect(questions: Path, index: Path) -> tuple[list[dict[str, float]], list[bool]]:
    assistant = Assistant.open(read_settings(index=index, refusal_threshold=0.0))
    features, labels = [], []
    for line in questions.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row.get("label") == "underspecified":
            continue
        answer = assistant.ask(parse_question(row))
        if answer.features:
            features.append(answer.features)
            labels.append(is_right(row, answer))
    return features, labels


def weights_of(labels: np.ndarray) -> np.ndarray:
    right, wrong = labels.sum(), (~labels).sum()
    share = RIGHT_TO_WRONG / (1 + RIGHT_TO_WRONG)
    return np.where(labels, share / max(right, 1), (1 - share) / max(wrong, 1))


def fit(sets: list[tuple[np.ndarray, np.ndarray]]) -> LogisticRegression:
    rows = np.vstack([rows for rows, _ in sets])
    labels = np.concatenate([labels for _, labels in sets])
    weights = np.concatenate([weights_of(labels) for _, labels in sets])
    return LogisticRegression(C=30.0, max_iter=1000).fit(
        rows, labels, sample_weight=weights * len(labels) / weights.sum()
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--set", action="append", nargs=3, required=True, metavar=("NAME", "QUESTIONS", "INDEX"), dest="sets"
    )
    parser.add_argument("--dry-run", action="store_true", help="print the figures, write nothing")
    options = parser.parse_args()

    sets, names = {}, []
    for name, questions, index in options.sets:
        features, labels = collect(Path(questions), Path(index))
        names = sorted(features[0])
        earlier = sets.get(name, (np.empty((0, len(names))), np.empty(0, bool)))
        rows = np.array([[row[feature] for feature in names] for row in features])
        sets[name] = (np.vstack([earlier[0], rows]), np.concatenate([earlier[1], np.array(labels, bool)]))

    report = {}
    for name, (rows, labels) in sets.items():
        others = [data for other, data in sets.items() if other != name] or [sets[name]]
        chances = fit(others).predict_proba(rows)[:, 1]
        report[name] = {
            "questions": len(labels),
            "right": int(labels.sum()),
            "auroc": round(float(roc_auc_score(labels, chances)), 3),
            "brier": round(float(brier_score_loss(labels, chances, sample_weight=weights_of(labels))), 3),
        }
        print(name, report[name])
    model = fit(list(sets.values()))
    weights = {"intercept": round(float(model.intercept_[0]), 4)}
    weights |= {feature: round(float(weight), 4) for feature, weight in zip(names, model.coef_[0], strict=True)}
    print(weights)
    for name, (rows, labels) in sets.items():
        chances = model.predict_proba(rows)[:, 1]
        for threshold in (0.3, 0.35, 0.4, 0.45, 0.5):
            refused, passed = (chances[labels] < threshold).mean(), (chances[~labels] >= threshold).mean()
            print(f"{name}: threshold {threshold}: right answers withheld {refused:.3f}, wrong ones shown {passed:.3f}")
    if not options.dry_run:
        TARGET.write_text(
            json.dumps({"weights": weights, "left_out_one_set": report}, indent=1) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
