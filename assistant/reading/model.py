"""The fitted weights of the reader, read from ``model.json`` beside this file."""

import json
import math
from functools import cache
from importlib.resources import files


def logistic(model: str, features: dict[str, float]) -> float:
    """Logistic regression of that name, ``statement`` or ``confidence``; in (0, 1).

    A feature without a weight counts nothing, so that a new one can be fitted. Fitted by ``scripts/fit_reader.py``.
    """
    weights = _weights()[model]
    logit = weights["intercept"] + sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


@cache
def _weights() -> dict[str, dict[str, float]]:
    table: dict[str, dict[str, float]] = json.loads(
        files("assistant.reading").joinpath("model.json").read_text(encoding="utf-8")
    )
    return table
