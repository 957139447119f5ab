"""Figures of a rule and a question, and the weights that tell from them whether one is about the other."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from assistant.language import sentences, terms
from assistant.rules.logic import Rule, Similarity

Weights = Mapping[str, Mapping[str, float]]
"""A judgement's name -> the weight of each figure, with ``bias``; a sum above 0 says yes."""

_GENERAL = "eligible eligibility qualify qualified apply entitled requirements criteria conditions meet rule program"


@cache
def stored_weights(with_vectors: bool) -> Weights:
    """The fitted weights, for figures with or without vectors."""
    stored = json.loads(files("assistant.rules").joinpath("weights.json").read_text(encoding="utf-8"))
    weights: Weights = stored["vectors" if with_vectors else "terms"]
    return weights


def judge(weights: Mapping[str, float], figures: Mapping[str, float]) -> float:
    """The log-odds that the judgement holds."""
    return weights.get("bias", 0.0) + sum(weights.get(name, 0.0) * value for name, value in figures.items())


def is_general(question: str) -> bool:
    """Whether the question asks about a rule as such, in words that fit any: "Am I eligible?", "Do I qualify?"."""
    asked = set(terms(question))
    return bool(asked) and asked <= _general_terms()


def relevance_figures(rule: Rule, question: str, similarity: Similarity | None = None) -> dict[str, float]:
    """What tells a question about the rule from one about something else; every figure is in [-1, 1].

    ``terms`` is the share of the question's terms that the text has, ``sentence`` the largest such share of one of its
    sentences, ``some`` whether there is any. ``cosine_text`` and ``cosine_sentence`` are cosines with the whole text
    and the nearest sentence.
    """
    asked = set(terms(question))
    lines = _sentences(rule.text)
    shares = [_held(asked, line) for line in lines]
    whole = _held(asked, rule.text)
    found = {"terms": whole, "sentence": max(shares, default=0.0), "some": float(whole > 0)}
    if similarity is not None:
        cosines = [float(value) for value in similarity([question], [rule.text, *lines])[0]]
        found |= {"cosine_text": cosines[0], "cosine_sentence": max(cosines[1:], default=0.0)}
    return found


@cache
def _general_terms() -> frozenset[str]:
    return frozenset(terms(_GENERAL))


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, 0, len(text))]


def _held(asked: set[str], text: str) -> float:
    return len(asked & set(terms(text))) / len(asked) if asked else 0.0
