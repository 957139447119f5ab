"""A question that could mean several things -> what it could mean, as short texts to choose from."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.applicants import kind_rivals
from assistant.index import Index
from assistant.language import terms, words
from assistant.naming import program_name
from assistant.reading import Reader
from assistant.reading.asking import passage_terms
from assistant.rewriting import asks
from assistant.types import Document, Hit, Passage, Question

CLARIFY_TEXT = "Which do you mean?"
"""What is said instead of an answer; it ends as a question, which `rewriting` goes by when the applicant replies."""

_MOST_CHOICES = 4
_NEAR = 0.9
"""A hit is near the best one when its score is at least this share of the best score."""
_AS_LIKELY = 0.8
"""A choice is offered when its quote is at least this share as likely to answer as the likeliest one's."""
_ALIKE = 0.3
"""Headings are alike when they share at least this part of the longer one's words."""
_SAME_WORDS = 0.8
"""Quotes say the same when they share this part of all their words, and the same figures and denials."""
_DENIALS = frozenset("no not none never cannot can't without unless only".split())
# "4.", "4.2" or "Step 1", but no year. "Round 1 deadline" beside "Round 2 deadline" may still be one or the other.
_ORDINAL = re.compile(r"\d{1,2}(?:(?:\.\d{1,2})+\b|(?=[.):]))|(?P<word>[^\W\d_]+) \d{1,2}\b")
_SAME_NAME = re.compile(r" \w")
# "Option 1" and "Track 2" are one or the other.
_STEPS = frozenset(
    "step stage phase part year semester quarter month week day round module unit session section chapter".split()
)
_OTHER_PROGRAMS = re.compile(
    r"\b(?:both|others)(?=\W*$)|\b(?:(?:the|an) ?other (?:one|program(?:me)?)"
    r"|(?:both|all|each|every|either|neither|any)(?: of)?(?: the| these| those| your)? (?:of them|program(?:me)?s?))\b",
    re.IGNORECASE,
)
_PLEASE = frozenset(terms("please mean meant one program programme choose take"))

_Rivals = dict[str, Hit]
"""What could be meant -> the best hit for it, best first."""


def clarify(question: Question, standalone: str, hits: Sequence[Hit], index: Index, reader: Reader) -> tuple[str, ...]:
    """What the question could mean, likeliest first: 2 to 4 programs, pages, sections, applicant kinds; or nothing.

    It is clear when one hit leads, when the question or its history names one of them, or when all would be answered
    alike. Nobody is asked back twice in a row.
    """
    if not hits or hits[0].score <= 0 or _replies(question):
        return ()
    near = [hit for hit in hits if hit.score >= _NEAR * hits[0].score]
    said = frozenset(terms(" ".join((standalone, *(turn.question for turn in question.history)))))
    found = frozenset(terms(standalone))
    texts = (*(turn.question for turn in question.history), standalone)
    rivals = _programs(near, said, found, index) if question.program is None else {}
    rivals = rivals or _sisters(near, said, found, index) or kind_rivals(texts, near, index.document)
    rivals = _best_informed(rivals, found, index)
    return _answered_otherwise(rivals, lambda hit: _quote(standalone, hit, index, reader))


def chosen_program(question: Question, programs: Sequence[str]) -> str | None:
    """The program that the applicant last chose in reply to `CLARIFY_TEXT`; None where others are named since."""
    called = _called(programs)
    since: set[str] = set()
    for asked in _latest_first(question):
        chosen = program_in_reply(asked, programs)
        if chosen is not None:
            ours = called[chosen]
            others = [name for program, name in called.items() if program != chosen]
            named = any(since & (name - ours) or (name and name <= since and not ours <= since) for name in others)
            return None if named else chosen
        if _OTHER_PROGRAMS.search(asked.text):
            return None
        since.update(terms(asked.text))
    return None


def program_in_reply(question: Question, programs: Sequence[str]) -> str | None:
    """The program that this reply to `CLARIFY_TEXT` names and says nothing besides; None otherwise.

    A part of its name will do where no other program has it. A reply that says more may be a page's title, which can
    hold the name of a program that the page does not belong to.
    """
    if not _replies(question):
        return None
    named = {program_name(program): program for program in programs}
    if question.text.strip() in named:
        return named[question.text.strip()]
    if not _DENIALS.isdisjoint(words(question.text)):
        return None
    called = _called(programs)
    said = frozenset(terms(question.text))
    told = said & frozenset[str]().union(*called.values())
    if not told or said - told - _PLEASE:
        return None
    held = [program for program, name in called.items() if told <= name]
    found = [program for program in held if called[program] == told] or held
    return found[0] if len(found) == 1 else None


def settled(question: Question) -> Question | None:
    """The question that this one settles by its reply to `CLARIFY_TEXT`, as it was asked; None where this one asks."""
    if not _replies(question) or asks(question.text):
        return None
    return replace(question, text=question.history[-1].question, history=question.history[:-1])


def _replies(question: Question) -> bool:
    return bool(question.history) and question.history[-1].answer.strip() == CLARIFY_TEXT


def _latest_first(question: Question) -> Iterator[Question]:
    """The question, then each of its history with what was before it."""
    yield question
    for place in range(len(question.history) - 1, -1, -1):
        yield replace(question, text=question.history[place].question, history=question.history[:place])


def _called(programs: Sequence[str]) -> dict[str, frozenset[str]]:
    return {program: frozenset(terms(program_name(program))) for program in programs}


def _programs(near: Sequence[Hit], said: frozenset[str], found: frozenset[str], index: Index) -> _Rivals:
    """The programs whose passages hold as much of the question as the best hit does, unless it names a program."""
    best = near[0].passage
    if best.program is None or any(said & called for called in index.names.programs.values()):
        return {}
    rivals: _Rivals = {}
    for hit in near:
        if hit.passage.program and found & passage_terms(best) <= passage_terms(hit.passage):
            rivals.setdefault(program_name(hit.passage.program), hit)
    return rivals if len(rivals) > 1 else {}


def _sisters(near: Sequence[Hit], said: frozenset[str], found: frozenset[str], index: Index) -> _Rivals:
    """The largest family of passages that only one heading tells apart, unless the question says which."""
    families = (_family(hit, near, found, index) for hit in near)
    rivals = max(families, key=len, default={})
    called = [frozenset(terms(choice)) for choice in rivals]
    if len(called) < 2 or said & (frozenset.union(*called) - frozenset.intersection(*called)):
        return {}
    return dict(sorted(rivals.items(), key=lambda pair: -pair[1].score))


def _best_informed(rivals: _Rivals, found: frozenset[str], index: Index) -> _Rivals:
    """The rivals whose whole documents hold most of the question's terms: what only one page speaks of decides."""
    held = {choice: len(found & _document_terms(index.document(hit.passage.doc_id))) for choice, hit in rivals.items()}
    return {choice: hit for choice, hit in rivals.items() if held[choice] == max(held.values())}


@lru_cache(maxsize=256)
def _document_terms(document: Document) -> frozenset[str]:
    return frozenset(terms(f"{document.title}\n{document.text}"))


def _family(first: Hit, near: Sequence[Hit], found: frozenset[str], index: Index) -> _Rivals:
    """The passages that one heading tells apart from the first, and that hold the same terms of the question."""
    held = found & passage_terms(first.passage)
    headings = _headings(first.passage, index)
    rivals: _Rivals = {}
    for hit in near:
        # Programs are told apart by their own names, if at all.
        if hit.passage.program != first.passage.program:
            continue
        apart = _apart(headings, _headings(hit.passage, index))
        if apart and first.passage.doc_id == hit.passage.doc_id and _in_sequence(*apart):
            continue
        if apart and held == found & passage_terms(hit.passage):
            rivals.setdefault(apart[0], first)
            rivals.setdefault(apart[1], hit)
    return rivals


def _headings(passage: Passage, index: Index) -> tuple[str, ...]:
    """The title and the headings below it, none of them twice."""
    return tuple(dict.fromkeys((index.document(passage.doc_id).title, *passage.section)))


def _apart(one: Sequence[str], other: Sequence[str]) -> tuple[str, str] | None:
    """The heading that tells two heading paths apart, when they are alike in all else.

    They are alike when all other headings are the same, and in this one something stands between like words ("M.A.
    in English, Admissions" and "M.A. in History, Admissions"), or a number differs. Pages that only begin alike ("M.A.
    in English, Courses") are about the same thing.
    """
    places = [place for place, pair in enumerate(zip(one, other, strict=False)) if words(pair[0]) != words(pair[1])]
    if len(one) != len(other) or len(places) != 1:
        return None
    place = places[0]
    here, there = words(one[place]), words(other[place])
    before = _common_start(here, there)
    after = _common_start(here[before:][::-1], there[before:][::-1])
    ours, theirs = " ".join(here[before : len(here) - after]), " ".join(there[before : len(there) - after])
    if not terms(ours) or not terms(theirs):
        return None
    # On the same page the title is no likeness.
    around = sum(len(words(heading)) for at, heading in enumerate(one) if 0 < at != place)
    alike = (before + after + around) / (max(len(here), len(there)) + around)
    ends_alike = after > 0 or place < len(one) - 1
    return (one[place], other[place]) if alike >= _ALIKE and (ends_alike or _numbered(ours, theirs)) else None


def _in_sequence(one: str, other: str) -> bool:
    """Whether two headings are steps of the same ("Step 1: Write", "Step 2: Send"), not one or the other."""
    here, there = _ORDINAL.match(one), _ORDINAL.match(other)
    if here is None or there is None:
        return False
    called = {(ordinal["word"] or "").lower() for ordinal in (here, there)}
    if len(called) > 1 or not called <= _STEPS | {""}:
        return False
    rest = one[here.end() :]
    return rest != other[there.end() :] or not _SAME_NAME.match(rest)


def _common_start(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    pairs = zip(one, other, strict=False)
    return next((place for place, pair in enumerate(pairs) if pair[0] != pair[1]), min(len(one), len(other)))


def _numbered(*texts: str) -> bool:
    return all(any(sign.isdigit() for sign in text) for text in texts)


def _answered_otherwise(rivals: _Rivals, quote_of: Callable[[Hit], tuple[str, float]]) -> tuple[str, ...]:
    """The choices whose quotes are about as likely to answer and differ from one another, their own words aside."""
    if len(rivals) < 2:
        return ()
    names = frozenset(words(" ".join(rivals)))
    found = {choice: quote_of(hit) for choice, hit in rivals.items()}
    likeliest = max(chance for _, chance in found.values())
    quotes: dict[str, frozenset[str]] = {}
    for choice, (text, chance) in found.items():
        quote = frozenset(words(text)) - names
        likely = chance >= _AS_LIKELY * likeliest
        if quote and likely and not any(_say_the_same(quote, other) for other in quotes.values()):
            quotes[choice] = quote
    return tuple(quotes)[:_MOST_CHOICES] if len(quotes) > 1 else ()


def _say_the_same(one: frozenset[str], other: frozenset[str]) -> bool:
    decisive = {word for word in one ^ other if word in _DENIALS or _numbered(word)}
    return not decisive and len(one & other) >= _SAME_WORDS * len(one | other)


def _quote(standalone: str, hit: Hit, index: Index, reader: Reader) -> tuple[str, float]:
    """What would be quoted of this hit alone, and how likely that is to answer."""
    spans = reader.read(standalone, [hit], index.document).spans
    if not spans:
        return "", 0.0
    return index.document(hit.passage.doc_id).text[spans[0].start : spans[0].end], spans[0].score
