"""Figures in words, the same in the console and in the report."""

import datetime
from typing import NamedTuple

from assistant.recording import Volume
from assistant.reporting.figures import answer_rate, deflection, duration, percent


class Card(NamedTuple):
    """One figure: what it is, the figure, and what it was counted from."""

    label: str
    figure: str
    hint: str


def cards(total: Volume) -> tuple[Card, ...]:
    """The figures that a period is judged by."""
    rated = total.rated_up + total.rated_down
    return (
        Card("Questions", f"{total.questions:,}", f"{total.clarified:,} of them asked back"),
        Card("Answered", percent(answer_rate(total)), f"{total.answered:,} of {total.questions:,}"),
        Card(
            "Answered without the office",
            percent(deflection(total)),
            f"{total.deflected:,} of {total.in_chat:,} in the chat, with no message to the office after them",
        ),
        Card("Not answered", f"{total.refused:,}", "“The documents do not say.”"),
        Card("Messages to the office", f"{total.handed_off:,}", "sent instead of, or after, asking here"),
        Card(
            "Rated good",
            percent(total.rated_up / rated if rated else None),
            f"{total.rated_up:,} good, {total.rated_down:,} bad",
        ),
        Card("Time to answer", duration(total.median_ms), f"half took less, 95% at most {duration(total.p95_ms)}"),
    )


def long_day(at: datetime.date) -> str:
    """A day for people."""
    return f"{at:%B} {at.day}, {at.year}"
