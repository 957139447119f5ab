"""Fits the reader on labelled questions and writes assistant/reading/model.json.

usage: python scripts/fit_reader.py --set NAME QUESTIONS.jsonl INDEX [--set ...] [--by-words] [--dry-run]

Each set is a file of questions ({"question", "history", "program", "answerable", "gold": [text, ...],
"passages": [doc_id, ...]}) and the index they are asked of. Two logistic regressions are fitted:

statement   which statements hold gold text; on the answerable questions of the sets that have gold text
confidence  which answers are right; on all questions. An answer is right when the question is answerable and one of
            its citations holds gold text, or, where a set has no gold text, comes from a right document.

With --by-words both are fitted for the reader that has no model. For the first every question weighs the same, for the
second every set. Printed: the figures of five-fold cross-validation over questions, and of a confidence fitted on all
the other sets.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from tqdm import tqdm

from assistant.assistant import Assistant
from assistant.evaluation.cases import Case, GivenCitation, read_cases
from assistant.evaluation.figures import bin_of
from assistant.evaluation.judging import answer_case, squeeze
from assistant.reading import model as reader_model
from assistant.reading.answer_model import OnnxAnswerModel
from assistant.reading.ranking import read_passages
from assistant.settings import read_settings
from assistant.types import Answer

TARGET = Path(reader_model.__file__).with_name("model.json")
MODEL_FIGURES = ["odds", "odds_behind", "unread", "rank", "asking", "no_figure"]
"""Of the statements, where the model reads; the others made fresh questions worse."""
FOLDS = 5
STATEMENT_STRENGTH, CONFIDENCE_STRENGTH = 0.3, 0.1
"""The inverse of how much large weights cost; the second chosen by docs/decisions/022-whatever-stands-out.md."""
SEED = 1
LEAST_ANSWERS = 50
"""Of fewer answers the share of wrong ones says little: of three, all may be right."""


@dataclass
class Asking:
    """One question as it was asked: the rows of its statements with their labels, and its answer's figures."""

    answerable: bool
    statements: list[dict[str, float]]
    golden: list[bool]
    features: dict[str, float]
    right: bool


def is_right(case: Case, answer: Answer) -> bool:
    return case.answerable and bool(answer_case(case, [GivenCitation(**asdict(one)) for one in answer.citations]))


def is_golden(statement: str, golds: Sequence[str]) -> bool:
    text = squeeze(statement)
    return any(gold and (gold in text or (text in gold and len(text) >= 12)) for gold in map(squeeze, golds))


def collect(questions: Path, index: Path, reader: str) -> list[Asking]:
    assistant = Assistant.open(read_settings(index=index, refusal_threshold=0.0, reader=reader))
    model = None if reader == "words" else OnnxAnswerModel()
    found = []
    for case in tqdm(read_cases(questions), desc=questions.parent.name, disable=None):
        answer = assistant.ask(case.question)
        if not answer.hits or not (case.answerable or case.unanswerable):
            continue
        if model and "odds" not in answer.features:
            continue  # A word or two, which the words judge.
        statements, golden = [], []
        for passage in read_passages(answer.standalone_question, answer.hits, assistant.document, model):
            statements += passage.figures
            text = passage.document.text
            golden += [is_golden(text[one.start : one.end], case.gold) for one in passage.statements]
        found.append(Asking(case.answerable, statements, golden, answer.features, is_right(case, answer)))
    return found


def matrix(rows: list[dict[str, float]], names: list[str]) -> np.ndarray:
    return np.array([[row[name] for name in names] for row in rows])


def statement_rows(askings: list[Asking], names: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features, labels and weights of all statements: every question weighs the same."""
    used = [asking for asking in askings if asking.answerable and any(asking.golden)]
    features = np.vstack([matrix(asking.statements, names) for asking in used])
    labels = np.concatenate([asking.golden for asking in used])
    weights = np.concatenate([np.full(len(asking.golden), 1 / len(asking.golden)) for asking in used])
    return features, labels, weights


def confidence_rows(askings: list[Asking], names: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features, labels and weights of all answers: every set weighs the same."""
    features = matrix([asking.features for asking in askings], names)
    return features, np.array([asking.right for asking in askings]), np.full(len(askings), 1 / len(askings))


def fit(sets: list[tuple[np.ndarray, np.ndarray, np.ndarray]], strength: float) -> LogisticRegression:
    features, labels, weights = (np.concatenate(parts) for parts in zip(*sets, strict=True))
    scale = features.std(axis=0).clip(min=1e-6)  # So that the penalty treats every figure alike.
    model = LogisticRegression(C=strength, max_iter=5000)
    model.fit(features / scale, labels, sample_weight=weights * len(labels) / weights.sum())
    model.coef_ = model.coef_ / scale
    return model


def calibration_error(labels: np.ndarray, chances: np.ndarray) -> float:
    """Expected calibration error over ten bins of equal width."""
    bins = bin_of(chances)
    return float(
        sum((bins == one).mean() * abs(labels[bins == one].mean() - chances[bins == one].mean()) for one in set(bins))
    )


def folds_of(sets: dict[str, list[Asking]]) -> dict[str, np.ndarray]:
    random = np.random.default_rng(SEED)
    return {name: random.permutation(len(askings)) % FOLDS for name, askings in sets.items()}


def part(askings: list[Asking], folds: np.ndarray, fold: int, *, held_out: bool) -> list[Asking]:
    return [asking for asking, one in zip(askings, folds, strict=True) if (one == fold) == held_out]


def validate_statements(sets: dict[str, list[Asking]], names: list[str]) -> dict[str, float]:
    """Mean average precision of the statements of a question, for each set, five-fold."""
    folds, figures = folds_of(sets), {name: [] for name in sets}
    for fold in range(FOLDS):
        model = fit(
            [statement_rows(part(askings, folds[name], fold, held_out=False), names) for name, askings in sets.items()],
            STATEMENT_STRENGTH,
        )
        for name, askings in sets.items():
            for asking in part(askings, folds[name], fold, held_out=True):
                if asking.answerable and any(asking.golden):
                    chances = model.predict_proba(matrix(asking.statements, names))[:, 1]
                    figures[name].append(average_precision_score(asking.golden, chances))
    return {name: round(float(np.mean(values)), 3) for name, values in figures.items()}


def chances_fitted_apart(sets: dict[str, list[Asking]], names: list[str]) -> dict[str, np.ndarray]:
    """For each set the confidence of its answers by a model fitted on all other sets."""
    found = {}
    for name, askings in sets.items():
        rows = [confidence_rows(other, names) for known, other in sets.items() if known != name]
        others = fit(rows, CONFIDENCE_STRENGTH)
        found[name] = others.predict_proba(confidence_rows(askings, names)[0])[:, 1]
    return found


def wrong_shares(sets: dict[str, list[Asking]], names: list[str]) -> list[float]:
    """The share of wrong answers among those given, for the refusal thresholds 0, 0.01 ... 0.99.

    By the confidence fitted on other sets; every set weighs the same. By Laplace's rule of succession, (wrong + 1) /
    (given + 2): that none of a few was wrong does not mean that none will be. Never growing with the threshold: where
    the share would grow, the larger one holds for the lower thresholds too. Where fewer than `LEAST_ANSWERS` were
    given, the share of the highest threshold at which as many were.
    """
    apart = chances_fitted_apart(sets, names)
    chances = np.concatenate([apart[name] for name in sets])
    wrong = np.concatenate([[not asking.right for asking in askings] for askings in sets.values()])
    weights = np.concatenate([np.full(len(askings), 1 / len(askings)) for askings in sets.values()])
    shares = []
    for threshold in np.arange(100) / 100:
        given = chances >= threshold
        count = given.sum()
        if count < LEAST_ANSWERS:
            shares.append(shares[-1])
        else:
            shares.append((np.average(wrong[given], weights=weights[given]) * count + 1) / (count + 2))
    return [round(float(share), 3) for share in np.maximum.accumulate(shares[::-1])[::-1]]


def validate_confidence(sets: dict[str, list[Asking]], names: list[str]) -> dict[str, dict[str, float]]:
    """For each set, five-fold: AUROC of answerable and of right, calibration error; and those fitted on other sets."""
    folds, chances = folds_of(sets), {name: np.empty(len(askings)) for name, askings in sets.items()}
    for fold in range(FOLDS):
        model = fit(
            [
                confidence_rows(part(askings, folds[name], fold, held_out=False), names)
                for name, askings in sets.items()
            ],
            CONFIDENCE_STRENGTH,
        )
        for name, askings in sets.items():
            held = folds[name] == fold
            rows = matrix([asking.features for asking in part(askings, folds[name], fold, held_out=True)], names)
            chances[name][held] = model.predict_proba(rows)[:, 1]
    report = {}
    fitted_apart = chances_fitted_apart(sets, names)
    for name, askings in sets.items():
        right = np.array([asking.right for asking in askings])
        answerable = np.array([asking.answerable for asking in askings])
        apart = fitted_apart[name]
        report[name] = {
            "questions": len(askings),
            "right": int(right.sum()),
            "auroc_answerable": round(float(roc_auc_score(answerable, chances[name])), 3),
            "auroc_right": round(float(roc_auc_score(right, chances[name])), 3),
            "ece": round(calibration_error(right, chances[name]), 3),
            "other_sets_auroc_answerable": round(float(roc_auc_score(answerable, apart)), 3),
            "other_sets_ece": round(calibration_error(right, apart), 3),
        }
    return report


def weights_of(model: LogisticRegression, names: list[str]) -> dict[str, float]:
    weights = {name: round(float(weight), 4) for name, weight in zip(names, model.coef_[0], strict=True)}
    return {"intercept": round(float(model.intercept_[0]), 4)} | weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--set", action="append", nargs=3, required=True, metavar=("NAME", "QUESTIONS", "INDEX"), dest="sets"
    )
    parser.add_argument("--by-words", action="store_true", help="fit the reader that has no model")
    parser.add_argument("--dry-run", action="store_true", help="print the figures, write nothing")
    options = parser.parse_args()
    reader, suffix = ("words", "_by_words") if options.by_words else ("model", "")
    sets = {name: collect(Path(questions), Path(index), reader) for name, questions, index in options.sets}

    table: dict[str, Any] = {}
    golden = {name: askings for name, askings in sets.items() if any(any(asking.golden) for asking in askings)}
    names = list(next(iter(sets.values()))[0].statements[0]) if options.by_words else MODEL_FIGURES
    print("statements, mean average precision:", validate_statements(golden, names))
    fitted = fit([statement_rows(askings, names) for askings in golden.values()], STATEMENT_STRENGTH)
    table["statement" + suffix] = weights_of(fitted, names)

    names = list(next(iter(sets.values()))[0].features)
    report = validate_confidence(sets, names)
    for name, figures in report.items():
        print(name, figures)
    fitted = fit([confidence_rows(askings, names) for askings in sets.values()], CONFIDENCE_STRENGTH)
    table["confidence" + suffix] = weights_of(fitted, names)
    if not options.by_words:
        table |= {"wrong_shares": wrong_shares(sets, names), "cross_validated": report}
    print(table)
    if not options.dry_run:
        known = json.loads(TARGET.read_text("utf-8"))
        TARGET.write_text(json.dumps(known | table, indent=1) + "\n", encoding="utf-8")
        print("The confidence depends on the statements' weights: run again until nothing changes.")


if __name__ == "__main__":
    main()
