"""A document -> the items of its timeline."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from assistant.citing import cite
from assistant.dates import DateKind, DateMention
from assistant.timeline import wording
from assistant.timeline.cycles import Cycle, Cycles, contradiction
from assistant.timeline.events import DatedEvent, dated_events
from assistant.timeline.items import Event, TimelineItem, state_of
from assistant.timeline.lines import Extent, Statement, within
from assistant.timeline.statements import dated_statements
from assistant.types import Document, Span

_MARKS = re.compile(r"[-_./]{1,5}")
# No program has as many; without a limit a document could be made to take minutes.
MOST_ITEMS = 2_000
_CYCLE_WITHIN = 300
_LONGEST_QUOTE = 700
_QUOTED_BEFORE, _QUOTED_AFTER = 300, 200
_YEAR = re.compile(r"(?<![\w$£€#])(?:19|20)\d\d(?![\w%])")
_CLAUSE_ENDS = re.compile(r"[;|•\n]|(?<!\.m)\.\s")
_YEAR_WITHIN = 80


def items_of(document: Document, today: date) -> tuple[TimelineItem, ...]:
    """What opens, closes and happens according to the document, in reading order, as seen from `today`.

    At most `MOST_ITEMS`, after which the document is read no further.
    """
    if wording.is_elsewhere([document.title]) or wording.is_of_others(_MARKS.sub(" ", document.doc_id)):
        return ()
    cycles = Cycles(document)
    counts: Counter[str] = Counter()
    items = []
    block = -2
    event: Event | None = None
    for statement in dated_statements(document, today):
        goes_on = event if statement.block - block <= 1 else None
        found = list(dated_events(document, statement, goes_on))
        block, event = statement.block, found[-1].event if found else None
        if not found:
            cycles.passing(statement, statement.dates)
        for dated in found:
            start, end = dated.mention.start - _CYCLE_WITHIN, dated.mention.end + _CYCLE_WITHIN
            cycle = cycles.of(statement, dated.mention, within(statement.dates, start, end))
            items.append(_item(document, today, statement, dated, cycle, counts))
        if len(items) >= MOST_ITEMS:
            break
    return tuple(items[:MOST_ITEMS])


def _item(
    document: Document,
    today: date,
    statement: Statement,
    dated: DatedEvent,
    cycle: Cycle | None,
    counts: Counter[str],
) -> TimelineItem:
    mention = dated.mention
    start, end = _quoted(document, statement, mention)
    first, last = (None, None) if mention.problem or mention.ambiguous else (mention.first, mention.last)
    state, days = state_of(first, last, today)
    key = "\n".join((document.doc_id, dated.event, cycle.words if cycle else "", *sorted(dated.subject)))
    counts[key] += 1
    return TimelineItem(
        event=dated.event,
        state=state,
        first=first,
        last=last,
        when=document.text[mention.start : mention.end],
        date_start=mention.start,
        date_end=mention.end,
        mention=mention,
        citation=cite(Span(document.doc_id, start, end, 1.0, statement.lead_in), document),
        cycle=cycle.words if cycle else None,
        cycle_is_past=cycle is not None and cycle.is_past(today),
        problems=tuple(_problems(document, statement, (start, end), dated, cycle)),
        days=days,
        subject=dated.subject,
        uid=hashlib.sha256(f"{key}\n{counts[key]}".encode()).hexdigest()[:32],
    )


def _quoted(document: Document, statement: Statement, mention: DateMention) -> Extent:
    """What is quoted: the whole statement, or where that runs on for too long, the words around the date."""
    start, end = statement.start, statement.end
    if end - start <= _LONGEST_QUOTE:
        return start, end
    if mention.start - start > _QUOTED_BEFORE:
        start = document.text.find(" ", mention.start - _QUOTED_BEFORE, mention.start) + 1 or mention.start
    if end - mention.end > _QUOTED_AFTER:
        stop = document.text.rfind(" ", mention.end, mention.end + _QUOTED_AFTER)
        end = stop if stop > mention.end else mention.end
    return start, end


def _problems(
    document: Document, statement: Statement, quoted: Extent, dated: DatedEvent, cycle: Cycle | None
) -> Iterator[str]:
    mention = dated.mention
    if mention.problem:
        yield mention.problem
    if mention.ambiguous:
        yield "Day and month could be swapped."
    lacks_year = mention.year is None and not mention.recurring and mention.kind is not DateKind.RELATIVE
    if lacks_year and not _year_may_follow(document, statement, mention):
        yield "No year is given."
    if mention.time is not None and mention.zone is None:
        yield "The time has no time zone."
    if dated.doubt:
        yield dated.doubt
    if cycle and dated.event is not Event.HAPPENS and (wrong := contradiction(document, quoted, cycle, mention)):
        yield wrong


def _year_may_follow(document: Document, statement: Statement, mention: DateMention) -> bool:
    """Whether the clause goes on with a year that may be the date's; that of a term or an academic year is not."""
    text, stop = document.text, min(statement.end, mention.end + _YEAR_WITHIN)
    if clause := _CLAUSE_ENDS.search(text, mention.end, stop):
        stop = clause.start()
    following = within(statement.dates, mention.end, stop)
    periods = [other for other in following if other.kind in (DateKind.SEASON, DateKind.CYCLE)]
    return any(
        not any(period.start <= year.start() < period.end for period in periods)
        for year in _YEAR.finditer(text, mention.end, stop)
    )
