"""What a date is about: the stems that stay when it is moved to another day."""

import re
from functools import cache

from assistant.dates import DateMention
from assistant.language import terms
from assistant.timeline.lines import Statement
from assistant.timeline.rows import row_labels
from assistant.types import Document

_FIGURE = re.compile(r"\d")
_DATE_WORDS = (
    "January February March April May June July August September October November December Jan Feb Mar Apr Jun Jul Aug"
    " Sep Sept Oct Nov Dec Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Wed Thu Fri Sat Sun"
    " spring summer fall autumn winter am pm noon midnight date dates deadline deadlines due close closes closing open"
    " opens opening begin begins beginning start starts later than last day must received eastern time et est edt"
)


def subject_of(
    document: Document, statement: Statement, mention: DateMention, before: str, after: str
) -> frozenset[str]:
    """The stems that say what the date is about, from the nearest words that hold any."""
    text = document.text
    if statement.cells:
        pieces = row_labels(document, statement)
        pieces += [text[slice(*head)] for cell, head in statement.cells if head and cell[0] <= mention.start < cell[1]]
        nearest = " ".join(pieces)
    else:
        nearest = f"{before} {after}"
    section = document.blocks[statement.block].section
    lead = text[slice(*statement.lead_in)] if statement.lead_in else ""
    for words in (nearest, lead, *reversed(section), document.title):
        if found := _about(words):
            return found
    return frozenset()


def _about(words: str) -> frozenset[str]:
    return frozenset(term for term in terms(words) if not _FIGURE.match(term)) - _date_terms()


@cache
def _date_terms() -> frozenset[str]:
    return frozenset(terms(_DATE_WORDS))
