"""The fitted weights of the reader, read from ``model.json`` beside this file."""

import json
import math
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.errors import AssistantError


def logistic(model: str, features: dict[str, float]) -> float:
    """Logistic regression of that name, ``statement`` or ``confidence``, each also ``_by_words``; in (0, 1).

    A feature without a weight counts nothing, so that a new one can be fitted. Fitted by ``scripts/fit_reader.py``.
    """
    weights = _weights()[model]
    logit = weights["intercept"] + sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def threshold_for(wrong_at_most: float) -> float:
    """The lowest refusal threshold from which on no larger share of the answers given was wrong.

    Measured on labelled questions, with a confidence fitted on other documents than those they are asked of; an answer
    is wrong when none of its quotes holds what the question's author marked.

    :raises AssistantError: no threshold kept wrong answers that rare.
    """
    shares: list[float] = _table()["wrong_shares"]
    for place, share in enumerate(shares):
        if share <= wrong_at_most:
            return place / len(shares)
    raise AssistantError(
        f"Setting wrong_at_most is {wrong_at_most}; the least that was reached is {min(shares)}; give at least that."
    )


def _weights() -> dict[str, dict[str, float]]:
    return _table()


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(files("assistant.reading").joinpath("model.json").read_text(encoding="utf-8"))
    return table
