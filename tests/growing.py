"""Whether the time that hostile input takes grows in proportion to it, on any machine and beside any other work."""

import time
from collections.abc import Callable
from typing import TypeVar

Input = TypeVar("Input", str, int)

PARTS = (64, 16, 4, 1)
"""What is read: a sixty-fourth of the input and so on up to the whole, four times as much each time.

Where only so much of an input is read, its small parts still show how the time grows up to there.
"""
MOST_TIMES = 8
"""How many times its share a larger part may take: with the square of its length, the whole would take 64 times it."""
LEAST = 0.005
"""Seconds of the processor that the smallest part is said to take at least; in fewer all else counts for too much."""
ATTEMPTS = 3
"""A machine that stumbles once does not decide: the best of so many attempts does."""


def in_proportion(work: Callable[[Input], object], whole: Input) -> bool:
    """Whether the time for a text, or for a number of things, is in proportion to it, within a factor of eight.

    Work in other threads does not count.
    """
    parts = [whole[: len(whole) // part] if isinstance(whole, str) else whole // part for part in PARTS]
    work(parts[0])  # What is loaded once is not measured.
    return any(_is_in_proportion([_seconds(work, part) for part in parts]) for _ in range(ATTEMPTS))


def _is_in_proportion(seconds: list[float]) -> bool:
    least = max(LEAST, seconds[0])
    return all(took <= MOST_TIMES * least * PARTS[0] / part for took, part in zip(seconds, PARTS, strict=True))


def _seconds(work: Callable[[Input], object], part: Input) -> float:
    started = time.thread_time()
    work(part)
    return time.thread_time() - started
