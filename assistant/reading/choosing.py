"""Ranked statements -> the spans to quote: few, whole, each able to stand alone."""

from collections.abc import Sequence

from assistant.language import words
from assistant.reading.ranking import RankedPassage
from assistant.reading.statements import with_lead
from assistant.types import Span

MAX_SPANS = 3
QUOTE_WORDS = 90
"""A quote has at most this many words, unless one statement alone is longer."""

# A statement is worth quoting beside another when its chance is above this, and above this share of the best one's.
_WORTH_QUOTING = 0.15
_WORTH_SHARE = 0.45
# A passage is quoted second or third when its best chance is at least this, and this share of the first one's.
_RUNNER_UP_CHANCE = 0.2
_RUNNER_UP_SHARE = 0.6
# Of a runner-up only statements whose chance is at least this share of its best one's are quoted.
_RUNNER_UP_FOCUS = 0.7


def choose_spans(passages: Sequence[RankedPassage]) -> list[Span]:
    """At most `MAX_SPANS` spans, best first, that neither overlap nor repeat each other's words."""
    runs = sorted(((passage, _best_run(passage)) for passage in passages), key=lambda pair: -_peak(*pair))
    first = _peak(*runs[0]) if runs else 0.0
    spans: list[Span] = []
    quoted: list[list[str]] = []
    for passage, run in runs:
        chance = _peak(passage, run)
        if spans and (chance < _RUNNER_UP_CHANCE or chance < _RUNNER_UP_SHARE * first):
            break
        span = _span(passage, _focus(passage, run) if spans else run)
        quote = words(passage.document.text[span.start : span.end])
        if quote not in quoted and not any(overlap(span, other) for other in spans):
            spans.append(span)
            quoted.append(quote)
        if len(spans) == MAX_SPANS:
            break
    return spans


def _best_run(passage: RankedPassage) -> range:
    """The consecutive statements of highest worth: the sum of (chance - threshold) * square root of their words."""
    statements, chances = passage.statements, passage.chances
    threshold = max(_WORTH_QUOTING, _WORTH_SHARE * passage.best)
    best, best_worth = range(1), float("-inf")
    for first in range(len(statements)):
        worth, length = 0.0, 0
        for last in range(first, len(statements)):
            length += statements[last].words
            if length > QUOTE_WORDS and last > first:
                break
            worth += (chances[last] - threshold) * statements[last].words ** 0.5
            if worth > best_worth:
                best, best_worth = range(first, last + 1), worth
    return best


def _peak(passage: RankedPassage, run: range) -> float:
    return max(passage.chances[place] for place in run)


def _focus(passage: RankedPassage, run: range) -> range:
    """The statements around the likeliest one of the run that come near it."""
    top = max(run, key=lambda place: passage.chances[place])
    least = _RUNNER_UP_FOCUS * passage.chances[top]
    first, last = top, top
    while first - 1 in run and passage.chances[first - 1] >= least:
        first -= 1
    while last + 1 in run and passage.chances[last + 1] >= least:
        last += 1
    return range(first, last + 1)


def _span(passage: RankedPassage, run: range) -> Span:
    """The run as a span, with what introduces it; an introduction to what is not quoted is left off its end."""
    document, statements = passage.document, passage.statements
    run = _with_list(passage, run)
    while len(run) > 1 and document.text.endswith(":", 0, statements[run[-1]].end):
        run = run[:-1]
    first = statements[run[0]]
    start, lead_in = with_lead(document, first.block, first.start)
    return Span(document.doc_id, start, statements[run[-1]].end, _peak(passage, run), lead_in)


def _with_list(passage: RankedPassage, run: range) -> range:
    """The run, and where its likeliest statement introduces the list after it, as many items as a quote can hold."""
    statements, blocks = passage.statements, passage.document.blocks
    if passage.chances[run[-1]] < _peak(passage, run):
        return run
    introduction = statements[run[-1]].block
    length = sum(statements[place].words for place in run)
    end = run.stop
    while end < len(statements) and blocks[statements[end].block].lead == introduction:
        length += statements[end].words
        if length > QUOTE_WORDS:
            break
        end += 1
    return range(run.start, end)


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one.doc_id == other.doc_id and one.start < other.end and other.start < one.end
