"""A statement -> which of its dates are events for applicants, and of which kind."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.dates import DateKind, DateMention, Precision
from assistant.timeline import wording
from assistant.timeline.items import Event
from assistant.timeline.lines import HEADINGS, Statement, within
from assistant.timeline.rows import has_several, is_mixed, row_event
from assistant.timeline.subjects import subject_of
from assistant.types import Document

_MONTH_SAID_BEFORE = re.compile(
    r"(?:\A|[:|(–—-]\s?|\b(?:in|by|from|between|until|early|late|mid|during|of|starting|beginning|usually|typically|through|to"
    r"|after|around|and|or|,|&|is|are|opens?|begins?|starts?|each|every|before)(?:\sthe)?[\s-]?)\Z",
    re.IGNORECASE,
)
_BEGINS_IN = re.compile(
    r"\b(?:opens?|closes?|due|begins?|starts?|announced|released|notified|available|held|place|accepted)"
    r"\s(?:in|during|each|every|by)\s(?:the\s)?(?:early\s|late\s)?\Z",
    re.IGNORECASE,
)
_THING_FOLLOWS = re.compile(
    r"[^\S\n](?!(?:and|or|to|for|of|in|with|at|on|the|each|but|when|if|by|is|are|until|through|will|as|prior|before"
    r"|after|every|due|deadline|only)\b)[^\W\d_]"
)
# A day that could not be read: without it the month would be a wrong date.
_DAY_FOLLOWS = re.compile(r"[\s*_.]{1,6}\d{1,3}(?!\d)")
# The words before a date are its own, even where the first date of the statement stands before its words.
_LEADS_TO_DATE = re.compile(
    r"(?:\b(?:is|are|on|by|until|till|through|before|from|in|begins?|starts?|ends?|opens?|closes?|than)|:)(?:\sthe)?\s?\Z",
    re.IGNORECASE,
)
_LONGEST_JOINT, _MOST_JOINED = 30, 4
_JOINT = re.compile(
    r"(?:[\W_]|\b(?:and|or|to|through|until|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b){1,30}", re.IGNORECASE
)
_NO_COLUMN = "The document does not say which of several dates this is."
_NOT_SET = re.compile(r"\s{0,3}(?:Rolling|TBD|TBA|N/A)\b", re.IGNORECASE)
_MARKS = re.compile(r"\s?\*{1,8}\s?")
_SHORTEST_SENTENCE = 40
_IN_ADDRESS = re.compile(r"https?://\S{0,300}[\s(]{0,2}\Z|\bwww\.\S{0,300}[\s(]{0,2}\Z")
_AGO = re.compile(r"\b(?:past|last|previous|ago)\b", re.IGNORECASE)
_WORD = re.compile(r"(?!(?:and|or|to|through|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b)[^\W\d_]{3}", re.IGNORECASE)
_BRACKETED = re.compile(r"\([^()\n]{0,80}\)")
_LONGEST_AFTER = 300
_MOST_BARE = 10
_LONGEST_NAME = 4
_LONGEST_STEP = 80
_LONGEST_HEADING = 150


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """What a date is the date of; ``doubt`` says in plain words what is not known of it."""

    mention: DateMention
    event: Event
    doubt: str | None
    subject: frozenset[str]


def dated_events(document: Document, statement: Statement, goes_on: Event | None) -> Iterator[DatedEvent]:
    """The dates of the statement that are events for applicants: event, what is doubtful of it, what it is about.

    `goes_on` is the event of the statement right before: a list that goes on with a date goes on with that.
    """
    block = document.blocks[statement.block]
    sentence = document.text[statement.start : statement.end]
    lead = document.text[slice(*statement.lead_in)] if statement.lead_in else ""
    if wording.is_elsewhere(block.section) or wording.is_example(sentence):
        return
    names = [lead, sentence[:_LONGEST_HEADING]] if statement.cells else [sentence[:_LONGEST_HEADING]]
    if statement.listed and any(map(wording.is_of_others, names)):
        return
    candidates = [mention for mention in statement.dates if _may_be_event(document, statement, mention)]
    if not candidates:
        return
    prose = not statement.cells and (not statement.listed or _is_sentence(sentence))
    told = prose and wording.is_history(sentence)
    date_first = not document.text[statement.start : candidates[0].start].strip(" \t\n*•-–—:|(")
    columns = _run_together(document, statement, candidates)
    text, skipped = document.text, False
    event: Event | None = None
    limited = False
    for place, mention in enumerate(candidates):
        before, after = map(_unmarked, _words_around(document, statement, candidates, place, date_first))
        listed_on = skipped and len(before) <= _LONGEST_JOINT and _JOINT.fullmatch(before) is not None
        skipped = listed_on or wording.is_no_event(
            _unmarked(text[max(statement.start, mention.start - 150) : mention.start])
        )
        if skipped:
            continue
        doubt = None
        if columns:
            found = columns[place]
            if found is None:
                continue
        elif mention.kind is DateKind.RELATIVE:
            found = wording.limit_event(before, _near(document, statement, mention))
        elif statement.cells:
            found, doubt = _cell_event(document, statement, mention, sentence)
        else:
            found = _said_event(before, after, told)
            if found is None and place and not told:
                found = event if _goes_on(before, limited) else None
            if found is None and (block.kind not in HEADINGS or statement.end > block.end):
                found = _placed_event(document, statement, mention, before, after, told)
        if found is None and not place and date_first and statement.listed and not statement.cells:
            found = goes_on
        if found is Event.HAPPENS and not statement.cells:
            skipped = not _surely_happens(document, statement, mention, before, prose)
        if found is not None and not skipped:
            event, limited = found, found is Event.CLOSES or wording.is_limit(before)
            yield DatedEvent(mention, found, doubt, subject_of(document, statement, mention, before, after))


def _cell_event(
    document: Document, statement: Statement, mention: DateMention, sentence: str
) -> tuple[Event | None, str | None]:
    """The event of a date in a row, and what is doubtful of it.

    Of several dates in columns that nothing names, only headings about deadlines tell what they are.
    """
    if (found := row_event(document, statement, mention)) or is_mixed(document, statement):
        return found, None
    found = _context_event(document, statement, sentence)
    if has_several(document, statement) and not any(head for _, head in statement.cells):
        return (found, _NO_COLUMN) if found is Event.CLOSES else (None, None)
    return found, None


def _surely_happens(document: Document, statement: Statement, mention: DateMention, before: str, prose: bool) -> bool:
    """Whether what happens on a date does so for those who apply or study, is not denied and no test's or season's."""
    if wording.is_of_test(before) or mention.precision is Precision.SEASON:
        return False
    if prose and not wording.concerns_applicants(_near(document, statement, mention)):
        return False
    return not ((prose or len(before.split()) > _LONGEST_NAME) and wording.is_not_held(before))


def _unmarked(words: str) -> str:
    """The words with spaces for the marks of emphasis that a broken page leaves in them."""
    return _MARKS.sub(" ", words)


def _is_sentence(words: str) -> bool:
    """Whether an item of a list is a sentence as in prose."""
    return len(words) >= _SHORTEST_SENTENCE and words.endswith(".") and not words.endswith(".m.") and "|" not in words


def _run_together(
    document: Document, statement: Statement, candidates: Sequence[DateMention]
) -> list[Event | None] | None:
    """The columns of the dates where a table has run together into one line, header first; None for a doubtful date."""
    text = document.text
    columns, named = wording.column_events(text[statement.start : candidates[0].start])
    if len(set(columns)) < 2 or len(candidates) < 2 or statement.cells:
        return None
    groups: list[list[DateMention]] = []
    for mention in candidates:
        if groups and not text[groups[-1][-1].end : mention.start].strip():
            groups[-1].append(mention)
        else:
            groups.append([mention])
    found: list[Event | None] = []
    longest = 1
    for group in groups:
        length = len(group) + (_NOT_SET.match(text, group[-1].end) is not None)
        longest = max(longest, length)
        fits = length == len(columns)
        found += [columns[at] if fits else None for at in range(len(group))]
    # Sentences have words between their dates.
    return found if longest > 1 and (named or None not in found) else None


def _may_be_event(document: Document, statement: Statement, mention: DateMention) -> bool:
    """Whether the date is narrow enough to be an event, and stands where one is said."""
    text = document.text
    before = text[max(statement.start, mention.start - 40) : mention.start]
    kind = document.blocks[statement.block].kind
    if _IN_ADDRESS.search(text, max(statement.start, mention.start - _LONGEST_AFTER), mention.start):
        return False
    if mention.replaced:
        return False
    if mention.kind is DateKind.RELATIVE:
        words = text[mention.start : mention.end]
        return (
            mention.unit not in ("year", "minute", "semester") and mention.amount is not None and not _AGO.search(words)
        )
    if mention.precision is Precision.SEASON:
        return kind not in HEADINGS and _BEGINS_IN.search(before) is not None
    if mention.precision in (Precision.YEAR, Precision.ACADEMIC_YEAR):
        return False
    if mention.precision is Precision.MONTH:
        if kind in HEADINGS or _THING_FOLLOWS.match(text, mention.end) or _DAY_FOLLOWS.match(text, mention.end):
            return False
        return statement.listed and mention.year is not None or _MONTH_SAID_BEFORE.search(before) is not None
    return True


def _words_around(
    document: Document, statement: Statement, candidates: Sequence[DateMention], place: int, date_first: bool
) -> tuple[str, str]:
    """The words before and after a date, up to the next date and without those that belong to it."""
    text, mention = document.text, candidates[place]
    begin = candidates[place - 1].end if place else statement.start
    last = place + 1 == len(candidates)
    stop = statement.end if last else candidates[place + 1].start
    before = text[begin : mention.start]
    if replaced := next((other for other in within(statement.dates, begin, mention.start) if other.replaced), None):
        before = f"{text[begin : replaced.start].rstrip()} {text[replaced.end : mention.start].lstrip()}"
    after = text[mention.end : min(stop, mention.end + _LONGEST_AFTER)]
    if before.endswith("("):
        return before, after.split(")")[0]
    if date_first:
        following = place + 1
        while (
            following < min(len(candidates), place + _MOST_JOINED)
            and len(after) <= _LONGEST_JOINT
            and _JOINT.fullmatch(after)
        ):
            following += 1
            stop = candidates[following].start if following < len(candidates) else statement.end
            after = text[candidates[following - 1].end : min(stop, candidates[following - 1].end + _LONGEST_AFTER)]
        return ("" if place and not _LEADS_TO_DATE.search(before) else before), after
    if not last:
        after = re.split(r"[,;|]|\b(?:and|or|with)\b", after, maxsplit=1)[0]
    return before, after


def _near(document: Document, statement: Statement, mention: DateMention) -> str:
    """The words of the statement around a date, as many as matter."""
    start, end = max(statement.start, mention.start - _LONGEST_AFTER), mention.end + _LONGEST_AFTER
    return document.text[start : min(statement.end, end)]


def _said_event(before: str, after: str, told: bool) -> Event | None:
    """The event that the words beside the date say themselves."""
    found = wording.direct_event(before[-200:], after) or wording.named_event(before, after)
    if told and found and not wording.is_told_of_applying(before, after):
        return None
    if found is Event.OPENS and wording.is_until(before):
        return Event.CLOSES if wording.has_task(before) else None
    return found


def _goes_on(before: str, limited: bool) -> bool:
    """Whether the words between two dates only go on with what was said before the first."""
    if wording.is_after(before) or (wording.is_limit(before) and not limited):
        return False
    return len(before) < 80 and not wording.happens(_BRACKETED.sub("", before))


def _placed_event(
    document: Document, statement: Statement, mention: DateMention, before: str, after: str, told: bool
) -> Event | None:
    """The event that the statement, its lead-in or the headings above give to a date without words of its own."""
    words = f"{before} {after}"
    if told or wording.is_after(before):
        return None
    if wording.is_limit(before) and not (wording.is_until(before) and wording.happens(before)):
        if not statement.listed:
            return None
        return Event.CLOSES if _context_event(document, statement, words) is Event.CLOSES else None
    if (wording.happens(before) or wording.happens(after)) and (
        (statement.listed and (wording.is_applicants_own(words) or _under_calendar(document, statement)))
        or wording.speaks_of_coming(_near(document, statement, mention))
    ):
        return Event.HAPPENS
    if not statement.listed:
        return _lead_event(document, statement)
    if event := _context_event(document, statement, words):
        return event
    named = len(after) < _LONGEST_STEP or _under_calendar(document, statement)
    return Event.HAPPENS if named and wording.is_dated_step(before, after) else None


def _lead_event(document: Document, statement: Statement) -> Event | None:
    if statement.lead_in is None:
        return None
    lead = document.text[slice(*statement.lead_in)]
    return wording.strong_event(lead) or (Event.HAPPENS if wording.happens(lead) else None)


def _under_calendar(document: Document, statement: Statement) -> bool:
    """Whether the lead-in, a heading or the title announces dates."""
    section = document.blocks[statement.block].section
    lead = document.text[slice(*statement.lead_in)] if statement.lead_in else ""
    return any(map(wording.is_calendar, (lead, *section, document.title)))


def _says_what(document: Document, statement: Statement) -> bool:
    """Whether the statement says anything beside its dates; one with many dates surely does."""
    if len(statement.dates) > _MOST_BARE:
        return True
    ends = [statement.start, *(mention.end for mention in statement.dates)]
    starts = [*(mention.start for mention in statement.dates), statement.end]
    return any(_WORD.search(document.text, *rest) for rest in zip(ends, starts, strict=True))


def _context_event(document: Document, statement: Statement, words: str) -> Event | None:
    """What the lead-in, the headings and the title make of a date, the nearest of them first."""
    block = document.blocks[statement.block]
    says_what = _says_what(document, statement)
    above = [heading for heading in (*reversed(block.section), document.title) if len(heading) <= _LONGEST_HEADING]
    if statement.lead_in:
        above.insert(0, document.text[slice(*statement.lead_in)])
    for place, heading in enumerate(above):
        if event := wording.strong_event(heading):
            return event
        nearest = place < 2 or heading == document.title
        if (nearest and wording.names_gathering(heading)) or (says_what and wording.is_calendar(heading)):
            return Event.HAPPENS
    return Event.HAPPENS if wording.may_happen(words) and wording.speaks_of_coming(words) else None
