"""Statements of what is required: "applicants must ...", "your income must be ...", "a degree is required"."""

import re

from assistant.eligibility import patterns
from assistant.eligibility.criteria import is_bare_criterion
from assistant.eligibility.parts import (
    BROKEN_OFF,
    MAX_ASKED_APART,
    ONE_OF,
    RELATIVE_END,
    Frame,
    Opening,
    Reading,
    after_space,
    connective_of,
    kind_of,
    made,
    tidy,
)
from assistant.eligibility.patterns import is_everyone, names_people
from assistant.eligibility.statements import Item, Statement
from assistant.rules.clauses import is_negative
from assistant.rules.logic import Logic, Marker

_SELF_CONTAINED = re.compile(
    r"\b(?:meet|satisfy|fulfil+|apply|true|conditions?|requirements?|criteria)\b", re.IGNORECASE
)
_OTHERS = re.compile(
    r"(?:since|because|while|although|though|as|when|whereas|after|before|once|until)\s|(?:the|your|our)\s+(?:[\w-]+\s+){0,3}(?:company|intern|parent|employer|institution|school|university|department|teacher|"
    r"organi[sz]ation|mediator|team|group|panel|owner|holder|speaker|leader|business|charity)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\b(?:except|unless|if|other\s+than|only|and|or|but|all|any)\b|\d", re.IGNORECASE)
_FINITE_SUBJECT = re.compile(r"\s(?:may|can|will|must)\s", re.IGNORECASE)
_ADVISED = re.compile(r"\b(?:competitive|ideal|strong|successful)\b", re.IGNORECASE)
_TAKEN_IN = re.compile(r"(?:\w+\s+)?(?:admitted|accepted|incoming|matriculat\w+|selected|new)\b", re.IGNORECASE)
_FOR_ADMISSION = re.compile(
    r"\s+(?:for\s+(?:admission|entry|eligibility)|to\s+(?:apply|qualify|be\s+\w+))\b", re.IGNORECASE
)
_APPLICANT = re.compile(r"\b(?:applicants?|candidates?)\b", re.IGNORECASE)
_DEGREE_OR_CREDITS = re.compile(
    r"\b(?:degree|credits?|residency|training|coursework|courses|hours|gpa)\b", re.IGNORECASE
)
_THEIRS = re.compile(
    r"(?:your|their|his|her|the\s+(?:applicant|candidate|student)[’']s)\b|.*\b(?:applicants?|candidates?|projects?|"
    r"proposals?|organi[sz]ations?|income|household|institutions?|research|works?|films?|books?|manuscripts?|sponsors?|"
    r"mentors?|proposed|gpa|degree|scores?|average|partner|child|parent)\b",
    re.IGNORECASE,
)
_CAN_APPLY = re.compile(r"(?P<who>[A-Z][^.;:?!]{3,250}?)\s+(?:can|may)\s+(?:all\s+)?apply\s*\.?\s*$")


def read_requirement(text: str, statement: Statement, frame: Frame, opening: Opening) -> Reading | None:
    """Of "applicants must be ..." what they must be or have; what they must do or send is no such rule."""
    end = statement.end
    found = patterns.REQUIRES.match(text, opening.position, end) or (
        patterns.BARE_MODAL.match(text, opening.position, end) if statement.eligibility else None
    )
    if found is None:
        return None
    subject = found.span("subject") if "subject" in found.groupdict() else (found.start(), found.start())
    if RELATIVE_END.search(text, *subject) or _FINITE_SUBJECT.search(text, *subject):
        return None
    kind = opening.kind or kind_of(text, subject)
    begin = after_space(text, found.end(), end)
    after = patterns.PURPOSE_AFTER.search(text, begin, end) if not statement.items else None
    strong = opening.strong or after is not None
    # What comes after the purpose is left out only where it says nothing more: "to apply to all programs except ...".
    if after is not None and (
        " " not in text[begin : after.start()].strip() or _GOES_ON.search(text, after.end(), end) is not None
    ):
        after = None
    stop = after.start() if after is not None else end
    modal = found["modal"].lower()
    having = modal.split()[-1] in ("need", "needs", "require")
    if not _is_asked_of_applicants(text, statement, subject, begin, stop, modal, strong):
        return None
    if not statement.items and BROKEN_OFF.search(text, begin, end):
        return None
    logic = _required(
        text, statement, frame, found.start("modal"), begin, stop, having, opening.strong or statement.eligibility
    )
    states = bool(statement.items) or patterns.STATE.match(text, begin, stop) is not None
    follows = statement.follows and modal != "should" and states
    if logic is None or not (
        strong or statement.eligibility or follows or _is_strong(text, statement, subject, begin, stop)
    ):
        return None
    if opening.condition is not None:
        if kind is not None:
            # "If you ..., the other parent must ...": the rule is about somebody else, so it is asked as it stands.
            logic = frame.condition(subject[0], statement.stop, Marker.REQUIREMENT)
        kind = opening.condition
    elif "(" in text[slice(*subject)] and kind is None:
        # "You (or your partner) must ...".
        logic = frame.condition(subject[0], statement.stop, Marker.REQUIREMENT)
    return made(text, statement, logic, kind=kind)


def _is_asked_of_applicants(
    text: str, statement: Statement, subject: tuple[int, int], begin: int, end: int, modal: str, strong: bool
) -> bool:
    """Whether it is no advice, and no duty of those who are in already."""
    who, verb = text[slice(*subject)], patterns.STATE.match(text, begin, end)
    having = verb is not None and verb["verb"].lower() in ("be", "have", "hold", "possess")
    if modal == "should" and not (
        (statement.eligibility or statement.applying)
        and having
        and patterns.QUALITY.search(text, begin, max(end, statement.stop if statement.items else end))
    ):
        return False
    if modal == "shall" and re.match(r"be\s+(?:in)?eligible\b", text[begin:end], re.IGNORECASE):
        return False
    if (
        _OTHERS.match(who)
        or _ADVISED.search(who)
        or patterns.ADMITTED.match(who)
        and not (having and not _TAKEN_IN.match(who))
    ):
        return False
    if strong or statement.items or not patterns.DUTY.match(text, begin, end):
        return True
    return _APPLICANT.search(who) is not None and _DEGREE_OR_CREDITS.search(text, begin, end) is not None


def _is_strong(text: str, statement: Statement, subject: tuple[int, int], begin: int, end: int) -> bool:
    """Whether a sentence outside the sections on eligibility says by itself that it is about who may apply."""
    if _APPLICANT.search(text[slice(*subject)]) is None:
        return False
    spans = [(begin, end), *((item.start, item.end) for item in statement.items)]
    return any(_is_quality(text, *span) for span in spans)


def _is_quality(text: str, begin: int, end: int) -> bool:
    state = patterns.STATE.match(text, begin, end)
    verb = state is not None and state["verb"].lower() in ("be", "have", "hold", "possess")
    return verb and patterns.QUALITY.search(text, begin, end) is not None and not patterns.DOING.match(text, begin, end)


def _required(
    text: str, statement: Statement, frame: Frame, modal: int, begin: int, end: int, having: bool, strong: bool
) -> Logic | None:
    if not statement.items:
        return _required_words(text, frame, begin, end, having, modal, strong)
    lead = text[begin:end]
    bare = ONE_OF.fullmatch(lead.strip()) is not None
    if not bare:
        if patterns.DOING.match(text, begin, end) or not (having or patterns.STATE.match(text, begin, end)):
            return None
        # The introduction says something of its own: it is asked with its list as one.
        return frame.condition(begin, statement.stop, Marker.REQUIREMENT)
    connective = connective_of(text, statement, "all")
    if _SELF_CONTAINED.search(lead):
        list_lead = None
    else:
        list_lead = (modal, modal + len(text[modal : statement.end].rstrip(" :-–—")))
    noun_items = having or re.search(r"\b(?:have|hold|possess)\b", lead, re.IGNORECASE) is not None
    is_be = re.search(r"\bbe\b", lead, re.IGNORECASE) is not None
    kept = [item for item in statement.items if _is_criterion(text, item, noun_items or is_be)]
    if not kept:
        return None
    if connective == "any" and (len(kept) < len(statement.items) or len(kept) > MAX_ASKED_APART):
        return frame.condition(begin, statement.stop, Marker.REQUIREMENT)
    return frame.items(kept, Marker.REQUIREMENT, list_lead, connective)


def _is_criterion(text: str, item: Item, of_nouns: bool) -> bool:
    """Whether the item is something to be or have rather than something to send or do."""
    begin, end = tidy(text, item.start, item.end)
    modal = patterns.BARE_MODAL.match(text, begin, end)
    if modal is not None:
        begin = after_space(text, modal.end(), end)
        return patterns.STATE.match(text, begin, end) is not None and not patterns.DOING.match(text, begin, end)
    if of_nouns:
        return (
            patterns.ABOUT_PAPERS.search(text, begin, end) is None
            or patterns.QUALITY.search(text, begin, end) is not None
        )
    if text.startswith("Only ", begin) or _is_clause(text, begin, end):
        return True
    if re.match(r"(?:not|only)\s", text[begin:end], re.IGNORECASE):
        return True
    if patterns.STATE.match(text, begin, end) is None and patterns.FINITE.search(text, begin, end):
        return False
    return _is_state(text, begin, end, strong=True)


def _is_clause(text: str, begin: int, end: int) -> bool:
    return (
        re.match(
            r"(?:you|your|they|he|she|the|an?|it|at\s+least|has|is|are|have|lives?|holds?)\b",
            text[begin:end],
            re.IGNORECASE,
        )
        is not None
    )


def _is_state(text: str, begin: int, end: int, strong: bool) -> bool:
    """Whether the words are of what one is or has; what says itself that it is about who may apply may be any deed."""
    if patterns.DOING.match(text, begin, end):
        return False
    if patterns.STATE.match(text, begin, end) is not None:
        return True
    return (
        strong
        and patterns.ACTION.match(text, begin, end) is None
        and patterns.QUALITY.search(text, begin, end) is not None
    )


def _required_words(
    text: str, frame: Frame, begin: int, end: int, having: bool, modal: int, strong: bool
) -> Logic | None:
    if having:
        if patterns.ABOUT_PAPERS.search(text, begin, end):
            return None
        return frame.clause(begin, end, Marker.REQUIREMENT, (modal, begin))
    if not _is_state(text, begin, end, strong):
        return None
    return frame.clause(begin, end, Marker.REQUIREMENT)


def read_other(text: str, statement: Statement, frame: Frame, opening: Opening) -> Reading | None:
    """Of a section on eligibility: "your income must be ...", "every project must meet these conditions:"."""
    stated = patterns.REQUIREMENTS_ARE.match(text, opening.position, statement.end)
    if (
        stated is not None
        and (statement.eligibility or statement.applying)
        and not statement.items
        and patterns.QUALITY.search(stated["what"])
        and not patterns.ABOUT_PAPERS.search(stated["what"])
    ):
        own = frame.condition(*stated.span("what"), Marker.STATEMENT)
        return made(text, statement, own, kind=opening.kind)
    required = patterns.IS_REQUIRED.match(text, opening.position, statement.end)
    if required is not None and not statement.items and is_bare_criterion(text, *required.span("what")):
        threshold = patterns.THRESHOLD.search(required["what"]) is not None
        named = threshold and _FOR_ADMISSION.match(text, required.end(), statement.end) is not None
        if statement.eligibility or named or (statement.applying and threshold):
            own = frame.condition(*required.span("what"), Marker.STATEMENT)
            return made(text, statement, own, kind=opening.kind or opening.condition)
        return None
    if not statement.eligibility:
        return None
    who = _CAN_APPLY.match(text, opening.position, statement.end)
    if who is not None and names_people(who["who"]) and not is_everyone(who["who"]) and "," in who["who"]:
        return made(text, statement, frame.condition(*who.span("who"), Marker.RESTRICTION), kind=opening.kind)
    found = patterns.REQUIRES_OTHER.match(text, opening.position, statement.end)
    if found is None:
        return _read_within(text, statement, frame, opening)
    if patterns.ABOUT_PAPERS.search(text, *found.span("other")) or not _THEIRS.match(found["other"]):
        return None
    if statement.items:
        lead = text[found.end() : statement.end]
        if ONE_OF.fullmatch(lead.strip()) is None:
            return None
        kept = [item for item in statement.items if _is_criterion(text, item, False)]
        connective = connective_of(text, statement, "all")
        if not kept or (connective == "any" and len(kept) < len(statement.items)):
            return None
        span = (found.start(), found.start() + len(text[found.start() : statement.end].rstrip(" :-–—")))
        logic = frame.items(kept, Marker.REQUIREMENT, None if _SELF_CONTAINED.search(lead) else span, connective)
        return made(text, statement, logic, kind=opening.kind)
    begin = after_space(text, found.end(), statement.end)
    if patterns.DOING.match(text, begin, statement.end) or not patterns.STATE.match(text, begin, statement.end):
        return None
    if BROKEN_OFF.search(text, begin, statement.end):
        return None
    logic = frame.clause(opening.position, statement.end, Marker.REQUIREMENT)
    return made(text, statement, logic, kind=opening.kind or opening.condition)


def _read_within(text: str, statement: Statement, frame: Frame, opening: Opening) -> Reading | None:
    """Of "when they died you must have been ..." the whole, since what comes first belongs to the rule."""
    found = patterns.MUST_WITHIN.match(text, opening.position, statement.end)
    if found is None or is_negative(text[opening.position : found.end()]):
        return None
    if not statement.items and BROKEN_OFF.search(text, found.end(), statement.end):
        return None
    begin = after_space(text, found.end(), statement.end)
    if patterns.DOING.match(text, begin, statement.end) or not patterns.STATE.match(text, begin, statement.end):
        return None
    logic = frame.condition(opening.position, statement.stop, Marker.REQUIREMENT)
    return made(text, statement, logic, kind=opening.kind or opening.condition)
