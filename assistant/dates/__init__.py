"""Dates in a text, each with the exact words that say it; nothing is guessed that the words do not say."""

import datetime
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain

from assistant.dates.days import find_days
from assistant.dates.mention import DateKind, DateMention, Precision
from assistant.dates.ordinals import find_ordinals
from assistant.dates.relative import find_relative
from assistant.dates.terms import find_cycles, find_seasons, find_years

__all__ = ["DateKind", "DateMention", "Precision", "find_dates"]


def find_dates(text: str, *, today: datetime.date | None = None) -> list[DateMention]:
    """The dates of the text in reading order, none over another, in time proportional to its length.

    `today` is used for what is said from today and nothing else: "next year", "this summer". Without it these have no
    year.
    """
    return _without_overlap(
        text,
        chain(
            find_days(text),
            find_ordinals(text),
            find_seasons(text, today),
            find_cycles(text),
            find_years(text),
            find_relative(text, today),
        ),
    )


def _without_overlap(text: str, mentions: Iterable[DateMention]) -> list[DateMention]:
    """The mentions in order; of two over each other, the one that begins first, or else the longer."""
    kept: list[DateMention] = []
    end = 0
    for mention in sorted(mentions, key=lambda mention: (mention.start, -mention.end)):
        if mention.start >= end:
            kept.append(mention)
        elif mention.end > end and kept[-1].anchor:
            kept[-1] = _with_whole_anchor(text, kept[-1], mention.end)
        end = kept[-1].end
    return kept


def _with_whole_anchor(text: str, mention: DateMention, end: int) -> DateMention:
    """The relative date up to the end of the date it is said from: "two weeks before March 1, 2027"."""
    start = mention.end - len(mention.anchor or "")
    return replace(mention, end=end, anchor=text[start:end])
