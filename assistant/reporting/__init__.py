"""What the office and the faculty are told of a period: the same figures and drawings in the console and the report."""

from assistant.reporting.charts import questions_chart, rate_chart, rate_strip, short_day
from assistant.reporting.figures import (
    Figures,
    OfProgram,
    answer_rate,
    deflection,
    duration,
    figures_of,
    kept_from,
    percent,
)
from assistant.reporting.mending import ToMend, place_to_mend
from assistant.reporting.page import report_html
from assistant.reporting.wording import Card, cards, long_day

__all__ = [
    "Card",
    "Figures",
    "OfProgram",
    "ToMend",
    "answer_rate",
    "cards",
    "deflection",
    "duration",
    "figures_of",
    "kept_from",
    "long_day",
    "percent",
    "place_to_mend",
    "questions_chart",
    "rate_chart",
    "rate_strip",
    "report_html",
    "short_day",
]
