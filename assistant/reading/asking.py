"""What a question asks for: its terms, how much each tells, and the kind of answer it wants."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.language import STOPWORDS, sentences, terms
from assistant.types import Hit, Passage

_FEWEST_ASKING_TERMS = 3
_NAMES_FIGURE = re.compile(
    r"\b(?:when|deadline|dates?|how (?:many|much|long|old|often|soon|far)|what time|cost|fees?|amount)\b",
    re.IGNORECASE,
)
# Narrower: "when I was", "is the fee waived" and "the fee policy" name a time and an amount without asking for them.
_ASKS_FOR_FIGURE = re.compile(
    r"\b(?:when(?! (?:i|we|you|he|she|they|it|my|our|the|an?)\b)|how (?:many|much|long|old|often|soon|far)|what time"
    r"|what(?: is|['’]?s| are) (?:[\w-]+ ){0,4}(?:deadlines?|dates?(?! of birth)|costs?|fees?|amounts?)"
    rf"(?=\s*(?:[^\w\s]|$)|\s+(?:{'|'.join(sorted(STOPWORDS))}|per|spring|summer|fall|winter|\d+)\b)"
    r"|(?:^|by )what date)\b",
    re.IGNORECASE,
)
_ASKS_WHEN = re.compile(r"\b(?:when|deadlines?|dates?|what time)\b", re.IGNORECASE)
_ASKS_HOW_LONG = re.compile(r"\bhow (?:long|often|soon)\b", re.IGNORECASE)
# "May" is a month only beside a figure or after a preposition.
_MONTH = (
    r"January|February|March|April|June|July|August|September|October|November|December|May(?=,? \d)|(?<=\d )May"
    r"|(?i:in|by|until|till|of|from|before|after|since|late|early|mid|through|to|and)[ -]May(?! (?:I|we|you|not|be)\b)"
)
_FIGURE = re.compile(
    rf"\d|\b(?:{_MONTH}|(?i:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:four|fif|six|seven|eigh|nine)"
    r"teen|twenty|thirty|forty|fifty|sixty|eighty|ninety|hundred|dozen|half|single|once|twice))\b"
)
# "There is no fee" tells how much, "there is no deadline" tells when.
_NONE = re.compile(
    r"\bno (?:[\w-]+ ){0,2}(?:fees?|costs?|charges?|tuition|deadlines?|dates?|limits?|minimum|maximum)\b|\bnone\b"
    r"|\bfree of charge\b|\b(?:is|are) (?:free|waived)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    rf"\d|\b(?:{_MONTH}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|(?i:spring|summer|autumn|fall|winter|noon"
    r"|midnight|rolling|any ?time|year[- ]round|always|annually|(?:dai|week|month|quarter|year)ly|days?|weeks?|months?"
    r"|years?))\b"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question against the hits found for it.

    ``weights`` tells for each of its terms how much that term distinguishes one hit from another; ``asking`` are
    the terms of the sentence that asks, the whole question's where that has too few.
    """

    weights: dict[str, float]
    asking: frozenset[str]
    wants_figure: bool

    @classmethod
    def of(cls, question: str, hits: Sequence[Hit]) -> "Asked":
        """The question's terms, weighed by how few of the hits have them: ln(1 + (N + 0.5) / (n + 0.5)).

        Counted over the hits, not the corpus, so that a weight means the same in a corpus of any size.
        """
        held = [passage_terms(hit.passage) for hit in hits]
        weights = {
            term: math.log(1 + (len(held) + 0.5) / (sum(term in one for one in held) + 0.5))
            for term in dict.fromkeys(terms(question))
        }
        return cls(weights, _asking_terms(question), _NAMES_FIGURE.search(question) is not None)

    def share(self, held: frozenset[str]) -> float:
        """How much of the question's weight these terms hold, in [0, 1]."""
        total = sum(self.weights.values())
        return sum(weight for term, weight in self.weights.items() if term in held) / total if total else 0.0

    def asking_share(self, held: frozenset[str]) -> float:
        """How much of the asking sentence's weight these terms hold, in [0, 1]."""
        # In the order of the weights, not of a set: equal questions get equal figures to the last digit.
        asking = {term: weight for term, weight in self.weights.items() if term in self.asking}
        total = sum(asking.values())
        return sum(weight for term, weight in asking.items() if term in held) / total if total else 0.0


def asking_sentence(question: str) -> str:
    """The last sentence that asks; the whole text where none does."""
    spans = sentences(question, 0, len(question))
    asking = [question[start:end] for start, end in spans if question[start:end].endswith("?")]
    return asking[-1] if asking else question


def asks_for_figure(question: str) -> bool:
    """Whether a date, an amount or a number is asked for."""
    return _ASKS_FOR_FIGURE.search(asking_sentence(question)) is not None


def has_figure(text: str) -> bool:
    """Whether the text gives a number, in digits or as a word, or a month."""
    return _FIGURE.search(text) is not None


def gives_figure(question: str, text: str) -> bool:
    """Whether the text gives what the question asks for: a time where it asks when, else a number; or that none is."""
    asking = asking_sentence(question)
    wanted = [_TIME] if _ASKS_WHEN.search(asking) else [_TIME, _FIGURE] if _ASKS_HOW_LONG.search(asking) else [_FIGURE]
    return any(kind.search(text) for kind in (*wanted, _NONE))


# Weighing the question, the confidence and asking back look at the same passages.
@lru_cache(maxsize=4096)
def passage_terms(passage: Passage) -> frozenset[str]:
    """The terms of a passage and of the headings above it."""
    return frozenset(terms(f"{passage.heading}\n{passage.text}"))


def _asking_terms(question: str) -> frozenset[str]:
    """The terms of the sentence that asks; of the whole text where that has too few to stand alone."""
    last = frozenset(terms(asking_sentence(question)))
    return last if len(last) >= _FEWEST_ASKING_TERMS else frozenset(terms(question))
