"""The words around a date -> what it is the date of, or that it is no date for applicants at all."""

import re
from collections.abc import Iterator, Sequence

from assistant.timeline import cues
from assistant.timeline.items import Event

_EXTENT_WORDS = 120
_FEWEST_WORDS = 5
_CLAUSE = re.compile(r"[;|•]|\s[-–—]\s|\.\s|\n")
_LEADING = re.compile(r"(?:[\W_]|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b){0,40}", re.IGNORECASE)
_RUN_TOGETHER = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DATED_STEP = re.compile(r"\s{0,2}(?::|[-–—]\s)\W{0,6}[^\W\d_]")


def is_elsewhere(headings: Sequence[str]) -> bool:
    """Whether headings announce what was, such as news, history and lives, or what is for others."""
    return any(cues.NOT_NOW.search(heading) or cues.OF_OTHERS.search(heading) for heading in headings)


def is_of_others(name: str) -> bool:
    """Whether a document's name or a table's header is of what is for others than those who apply or study."""
    return cues.OF_OTHERS.search(name) is not None


def is_no_event(before: str) -> bool:
    """Whether the words right before a date make it one of a condition, a rule, a law, a page or a life."""
    before = before[-_EXTENT_WORDS:]
    if cues.SUPPOSED.search(before) or cues.CONDITION_BEFORE.search(before):
        return True
    found = cues.NO_EVENT_BEFORE.search(before)
    return found is not None and not cues.MUST_BE.search(before[: found.end()])


def is_not_held(before: str) -> bool:
    """Whether the words before a date deny that something takes place, or say only that it can."""
    before = before[-_EXTENT_WORDS:]
    return cues.NOT_HELD.search(before) is not None or cues.CAN_BE.search(before) is not None


def is_of_test(before: str) -> bool:
    """Whether the words before a date make it one of a test or a licence."""
    return cues.OF_TESTS.search(before[-_EXTENT_WORDS:]) is not None


def concerns_applicants(sentence: str) -> bool:
    """Whether prose speaks of those who apply or study, or of what is theirs."""
    return cues.CONCERNED.search(sentence) is not None


def is_until(before: str) -> bool:
    """Whether the word right before a date makes it the end of what lasts."""
    return cues.UNTIL.search(before[-_EXTENT_WORDS:]) is not None


def is_limit(before: str) -> bool:
    """Whether the words right before a date make it the last day for something: "by", "until"."""
    return cues.CLOSE_AT.search(before[-_EXTENT_WORDS:]) is not None


def is_after(before: str) -> bool:
    """Whether something is said to be after a date, which is then no event of its own."""
    return cues.AFTER.search(before[-_EXTENT_WORDS:]) is not None


def names_gathering(heading: str) -> bool:
    """Whether a heading names what applicants and students attend or wait for."""
    return cues.GATHERING.search(heading) is not None


def is_example(sentence: str) -> bool:
    """Whether the sentence supposes something rather than says it."""
    return cues.FOR_EXAMPLE.search(sentence) is not None


def is_history(sentence: str) -> bool:
    """Whether prose tells of what was and holds nothing that is to come or to be done."""
    return cues.WAS.search(sentence) is not None and not (cues.TO_COME.search(sentence) or cues.ASKS.search(sentence))


def speaks_of_coming(sentence: str) -> bool:
    """Whether prose says that something is to come."""
    return cues.TO_COME.search(sentence) is not None


def is_calendar(heading: str) -> bool:
    """Whether a heading announces dates."""
    return cues.CALENDAR.search(heading) is not None


def has_task(words: str) -> bool:
    """Whether the words speak of something that applicants or students do."""
    return cues.TASKED.search(words) is not None


def is_told_of_applying(before: str, after: str) -> bool:
    """Whether what was said to be, opened or closed for those who apply."""
    event = _strong(_last_clause(before), last=True)
    return event is Event.CLOSES or (event is Event.OPENS and has_task(f"{before} {after}"))


def direct_event(before: str, after: str) -> Event | None:
    """The event that the preposition right before a date tells, together with what is done by or from then."""
    near, first = _last_clause(before), _first_clause(after)
    both = f"{near} {first}"
    leads = len(near.split()) <= _FEWEST_WORDS
    if cues.TOO_LATE.search(before) and cues.REFUSED.search(first):
        return Event.CLOSES
    if cues.CLOSE_AT.search(before):
        if _answers(before) or (len(near.split()) == 1 and cues.GETS.search(first) and not cues.ASKS.search(first)):
            return Event.HAPPENS
        if cues.CLOSES.search(before) or (cues.UNTIL.search(before) and cues.OPENS.search(near) and has_task(near)):
            return Event.CLOSES
        return Event.CLOSES if has_task(both) and (cues.BY.search(before) or cues.DUTY.search(both)) else None
    if cues.OPEN_AT.search(before) or cues.BEGINNING.search(before):
        if _answers(before):
            return Event.HAPPENS
        if cues.LASTS.search(before) or (before.endswith("between ") and cues.HAPPENS.search(before)):
            return Event.HAPPENS
        words = both if leads else near
        if before.endswith("between ") and not (cues.OPENS.search(words) or cues.MAY.search(words)):
            return None
        return Event.OPENS if has_task(words) and (cues.ALLOWED.search(words) or cues.OPENS.search(words)) else None
    return None


def _answers(before: str) -> bool:
    """Whether it is the program that answers by or from a date, not the applicant who acts."""
    answers = [found.end() for found in cues.ANSWERED.finditer(before)]
    asks = [found.start() for found in (*cues.CLOSES.finditer(before), *cues.ASKS.finditer(before))]
    return bool(answers) and answers[-1] > max(asks, default=-1)


def named_event(before: str, after: str) -> Event | None:
    """The event that is named nearest to a date: before it in the same clause, else after it, else farther before."""
    near = _last_clause(before)
    first = _first_clause(after)
    if cues.CLOSES.search(near) and _answers(near):
        return Event.HAPPENS
    if event := _strong(near, last=True):
        return event
    if cues.HAPPENS_AT.search(near):
        return Event.HAPPENS
    return _strong(first, last=False) or _strong(before, last=True) or _strong(after, last=False)


def happens(words: str) -> bool:
    """Whether the words name something that takes place on a day."""
    return cues.HAPPENS.search(words) is not None


def is_applicants_own(words: str) -> bool:
    """Whether what the words name takes place for those who apply or study, and not for anybody."""
    return cues.OWN.search(words) is not None


def is_bare_date_label(header: str) -> bool:
    """Whether a column's header says only that dates stand below."""
    return cues.BARE_DATE_LABEL.fullmatch(header.strip()) is not None


def is_dated_step(before: str, after: str) -> bool:
    """Whether a date stands beside the words that name it, as in "May 5: Reader assigned" or "Phase 1: May 5: …"."""
    return (
        _DATED_STEP.match(after) is not None
        and cues.STEP_BEFORE.fullmatch(before) is not None
        and not cues.WAS.search(after)
    )


def may_happen(words: str) -> bool:
    """Whether the words name something that has a day, or something else of the same name."""
    return cues.MAY_HAPPEN.search(words) is not None


def strong_event(label: str) -> Event | None:
    """What the words say that opens or closes, the last of them deciding."""
    return _strong(label, last=True)


def column_events(head: str) -> tuple[list[Event], bool]:
    """The events of a table's columns, in order, where its header has run together with its rows.

    The second value is True where a column is surely one, being called a date.
    """
    head = _RUN_TOGETHER.sub(" ", head)
    dated = [(found.end(), Event.HAPPENS) for found in cues.DATED_COLUMN.finditer(head)]
    return [event for _, event in sorted([*_cues(head), *dated])], bool(dated)


def limit_event(before: str, around: str) -> Event | None:
    """The event of a time limit, "within 10 days of …": something to be done by somebody, or that opens."""
    clause = _last_clause(before)
    if clause.endswith("must be "):
        return None
    if _strong(clause, last=True) is Event.OPENS and not cues.ASKS.search(clause):
        return Event.OPENS
    return Event.CLOSES if cues.LIMIT.search(around) and not cues.ANSWERED.search(around) else None


def _strong(words: str, *, last: bool) -> Event | None:
    words = _RUN_TOGETHER.sub(" ", words)
    found = sorted(_cues(words))
    return found[-1 if last else 0][1] if found else None


def _cues(words: str) -> Iterator[tuple[int, Event]]:
    for event, cue in ((Event.CLOSES, cues.CLOSES), (Event.OPENS, cues.OPENS)):
        for found in cue.finditer(words):
            yield found.end(), event


def _last_clause(words: str) -> str:
    cuts = [found.end() for found in _CLAUSE.finditer(words)]
    kept = [words[cut:] for cut in reversed(cuts) if words[cut:].strip(" \t-–—:|")]
    return kept[0] if kept else words


def _first_clause(words: str) -> str:
    begin = _LEADING.match(words)
    words = words[begin.end() if begin else 0 :]
    cut = _CLAUSE.search(words)
    return words[: cut.start()] if cut else words
