"""Statements of who may apply and who may not: "you can apply if ...", "only ...", "not eligible", "open to ..."."""

import re

from assistant.eligibility import patterns
from assistant.eligibility.parts import (
    MAX_ASKED_APART,
    ONE_OF,
    RELATIVE_END,
    Frame,
    Opening,
    Reading,
    connective_of,
    kind_of,
    list_lead_of,
    made,
    tidy,
)
from assistant.eligibility.patterns import is_everyone, names_people
from assistant.eligibility.statements import Statement
from assistant.rules.logic import Logic, Marker, all_of, negate

_FOR_SOMETHING = re.compile(
    r"\s(?P<what>(?:for|to|with)\s+(?:an?|any|the\s+same)\s[^;:.]{1,200}?\b(?:that|which|whose)\s[^;:.]{1,200})"
)
_NAMED_THING = re.compile(
    r"\s+(?:(?:for|to)\s+)?+(?!(?:if|unless|until|in|on|as|because|when|by|admission|alone|apply|participate|enrol|join|be\s+(?:considered|admitted))\b)(?!(?:a\s+new|the|this|our|these)\s)\w"
)
_WELCOMES = re.compile(r"\b(?:welcome|encouraged|invited|again)\b", re.IGNORECASE)
_GETS = re.compile(r"\b(?:get|claim|receive|eligible|qualif\w+|entitled|considered|join)\b", re.IGNORECASE)
_SOMETHING_ELSE = re.compile(
    r"\b(?:aid|housing|loans?|scholarships?|waivers?|refunds?|funding|grants?|visas?|status|extension|credit|discounts?|benefits?)\b",
    re.IGNORECASE,
)
_REFERS_BACK = re.compile(
    r"\b(?:if|meets?|all)\b[^.;:]{0,40}\b(?:conditions|requirements|criteria|rules)\s+(?:for\s+(?:every|all)|above|below)|"
    r"\b(?:is|are|['’]re)\s+(?:not\s+)?eligible\b(?=[^.;:]{0,40}\W{0,3}$)|\bif\b[^.;:]{0,80}\bcertain\b",
    re.IGNORECASE,
)


def read_denied_list(text: str, statement: Statement, frame: Frame, opening: Opening) -> Reading | None:
    """Of "the following cannot receive a grant:" those who are listed."""
    found = patterns.DENIES_LISTED.match(text, opening.position, statement.end)
    if found is None or not statement.items:
        return None
    logic = frame.items(statement.items, Marker.RESTRICTION, None, "any", denies=True)
    return made(text, statement, logic, kind=opening.kind, denial=(opening.position, statement.end))


def read_only(text: str, statement: Statement, frame: Frame, opening: Opening) -> Reading | None:
    """Of "only citizens may apply" who may."""
    found = patterns.ONLY_THEY.match(text, opening.position, statement.end)
    if (
        found is None
        or is_everyone(found["who"])
        or re.match(r"\s+(?:in|as|when|for\s+purposes)\b", text[found.end() : statement.end])
    ):
        return None
    if not (names_people(found["who"]) or re.match(r"(?:those|you|if|one|groups?)\b", found["who"], re.IGNORECASE)):
        return None
    logic = frame.condition(*found.span("who"), Marker.RESTRICTION)
    return made(text, statement, logic, kind=opening.kind)


def read_denial(text: str, statement: Statement, frame: Frame, opening: Opening) -> Reading | None:
    """Of "you are not eligible if ..." and "an applicant who ... may not apply" whom that is true of."""
    end = statement.end
    found = patterns.DENIES.match(text, opening.position, end)
    if found is None and statement.eligibility and patterns.UNLESS.search(text, opening.position, end):
        found = patterns.CANNOT.match(text, opening.position, end)
    if found is None or RELATIVE_END.search(found["subject"]) or _is_one_case(text, statement, found["subject"]):
        return None
    other = _SOMETHING_ELSE.search(text, found.end(), end) is not None
    if not statement.eligibility and other:
        return None
    if not (statement.eligibility or statement.applying or _is_of_the_program(text, found.end(), end)):
        return None
    parts: list[Logic | None] = []
    subject = kind_of(text, found.span("subject"))
    if opening.condition is not None:
        parts.append(frame.clause(*opening.condition, Marker.IF))
    if subject is not None and not re.match(r"(?:you|they|he)\b", text[slice(*subject)], re.IGNORECASE):
        parts.append(frame.condition(*subject, Marker.RESTRICTION))
    named = bool(parts)
    unless = patterns.UNLESS.search(text, found.end(), end)
    main_end = unless.start() if unless is not None else end
    condition = patterns.CONDITION.search(text, found.end(), main_end)
    what = _FOR_SOMETHING.search(text, found.end(), condition.start() if condition else main_end)
    if what is not None:
        parts.append(frame.condition(*what.span("what"), Marker.STATEMENT))
    if statement.items:
        if unless is not None:
            return None
        lead = list_lead_of(text, condition.end(), end) if condition else None
        parts.append(frame.items(statement.items, Marker.IF, lead, connective_of(text, statement, "any"), denies=True))
    elif condition is not None:
        if condition["marker"].lower().endswith("only if"):
            return None
        parts.append(frame.clause(condition.end(), main_end, Marker.IF, denies=True))
    known = [part for part in parts if part is not None]
    if unless is not None and (exception := frame.clause(unless.end(), end, Marker.EXCEPTION)) is not None:
        if not known:
            # "You cannot apply unless you ...": this is required.
            return made(text, statement, exception, kind=opening.kind)
        return made(
            text, statement, all_of([*known, negate(exception)]), kind=opening.kind, denial=found.span(), named=named
        )
    return made(text, statement, all_of(known), kind=opening.kind, denial=found.span(), named=named) if known else None


def _is_of_the_program(text: str, start: int, end: int) -> bool:
    """Whether what is denied is what the page is about rather than a thing with a name of its own."""
    return _NAMED_THING.match(text, start, end) is None


def read_grant(text: str, statement: Statement, frame: Frame, opening: Opening) -> Reading | None:
    """Of "you can apply if ..." the conditions."""
    end = statement.end
    found = patterns.GRANTS.match(text, opening.position, end)
    if found is None or _is_one_case(text, statement, found["subject"]) or _FREE.search(text, found.end(), end):
        return None
    if RELATIVE_END.search(found["subject"]) or _REFERS_BACK.search(text, opening.position, end):
        return None
    condition = patterns.CONDITION.search(text, found.end(), end)
    unless = patterns.UNLESS.search(text, found.end(), end)
    if condition is not None and patterns.OTHER_THING.search(text, found.end(), condition.start()):
        return None
    only = re.search(r"\bonly\b", text[found.start() : condition.end() if condition else found.end()], re.IGNORECASE)
    kind = opening.kind or kind_of(text, found.span("subject"))
    if unless is not None and (condition is None or unless.start() < condition.start()):
        if statement.items:
            logic = frame.items(
                statement.items, Marker.EXCEPTION, list_lead_of(text, unless.end(), end), "any", denies=True
            )
        else:
            logic = frame.condition(unless.end(), end, Marker.EXCEPTION)
        return made(text, statement, logic, kind=kind, denial=(unless.start(), unless.end()))
    if condition is not None and not statement.items:
        return made(text, statement, frame.clause(condition.end(), end, Marker.IF), kind=kind, alternative=only is None)
    if condition is not None:
        logic = _listed_conditions(text, statement, frame, condition.end())
        return made(text, statement, logic, kind=kind, alternative=only is None)
    if found["only"] or (condition is None and re.search(r"\bonly\b", found[0])):
        what = re.compile(r"\s+(?P<what>for\s+[^;:]{3,300})").match(text, found.end(), end)
        if what is not None and kind is not None and not statement.items:
            return made(text, statement, frame.condition(*what.span("what"), Marker.REQUIREMENT), kind=kind)
    other = patterns.OTHER_THING.search(text, found.end(), end) or (
        not statement.eligibility and _SOMETHING_ELSE.search(text, found.end(), end)
    )
    other = other or re.search(r"\bonly\b", found[0])
    if (
        opening.condition is not None
        and _GETS.search(text, *found.span())
        and not statement.items
        and not other
        and not re.match(r"\s+an?\s", text[found.end() : end])
        and " certain " not in text[slice(*opening.condition)]
    ):
        logic = frame.clause(*opening.condition, Marker.IF)
        return made(text, statement, logic, kind=opening.kind, alternative=True)
    return None


def _listed_conditions(text: str, statement: Statement, frame: Frame, begin: int) -> Logic | None:
    """Of "if ... :" with a list: the items, or where the introduction says something of its own, that with its list."""
    words = text[begin : statement.end]
    lead = list_lead_of(text, begin, statement.end)
    own = words if lead is None else text[begin : lead[0]]
    if ONE_OF.fullmatch(own.strip()) is None:
        joined = re.search(r"\band\s+", own, re.IGNORECASE)
        first = (
            frame.condition(begin, begin + joined.start(), Marker.IF)
            if joined and not re.search(r"\bor\b", own)
            else None
        )
        rest = frame.condition(begin + (joined.end() if joined and first else 0), statement.stop, Marker.IF)
        return all_of([part for part in (first, rest) if part is not None])
    connective, stated = connective_of(text, statement, "unsaid"), True
    if connective == "unsaid":
        about_you = sum(
            re.match(r"you\b|your\b", text[item.start : item.end], re.IGNORECASE) is not None
            for item in statement.items
        )
        verbs = lead is not None and text[slice(*lead)].strip().lower() == "you"
        connective, stated = ("all" if verbs or 2 * about_you > len(statement.items) else "any"), False
    if connective == "any" and stated and len(statement.items) > MAX_ASKED_APART:
        return frame.condition(begin, statement.stop, Marker.IF)
    return frame.items(statement.items, Marker.IF, lead, connective, stated=stated)


def _is_one_case(text: str, statement: Statement, subject: str) -> bool:
    """Whether an answer tells one who asked what holds in his or her case: "Yes, you can if you were dismissed"."""
    if not statement.answers or re.match(r"(?:you|they|he|she)\b", subject, re.IGNORECASE) is None:
        return False
    return (
        not statement.eligibility
        or re.match(r"yes\b", text[statement.start : statement.end], re.IGNORECASE) is not None
    )


def read_accepted(text: str, statement: Statement, frame: Frame, opening: Opening) -> Reading | None:
    """Of "we consider applicants who ..." and "applicants with ... are eligible" whom they name."""
    end = statement.end
    if statement.items or not (statement.eligibility or statement.applying or opening.strong):
        return None
    found = patterns.ACCEPTS.match(text, opening.position, end)
    sought = found is not None and _SEEKS.search(found[0][: found.start("who") - found.start()]) is not None
    described = found is not None and (not sought or patterns.QUALITY.search(found["who"]) is not None)
    if found is not None and described and not _WEAKENED.search(text, found.start(), end):
        return made(
            text,
            statement,
            frame.condition(*found.span("who"), Marker.RESTRICTION),
            kind=opening.kind,
            alternative=True,
        )
    found = patterns.GRANTS.match(text, opening.position, end)
    if found is None or _WEAKENED.search(text, found.start(), end) or _SOMETHING_ELSE.search(text, found.end(), end):
        return None
    if not (statement.eligibility or _is_of_the_program(text, found.end(), end)):
        return None
    subject = kind_of(text, found.span("subject"))
    if (
        subject is None
        or re.match(r"(?:we|in|for|our|if|when)\b", text[slice(*subject)], re.IGNORECASE)
        or _DESCRIBED.search(text, *subject) is None
        or patterns.CONDITION.search(text, found.end(), end)
    ):
        return None
    if patterns.OTHER_THING.search(text, found.end(), end) or RELATIVE_END.search(found["subject"]):
        return None
    condition = frame.condition(*subject, Marker.RESTRICTION)
    return made(text, statement, condition, kind=opening.kind, alternative=True)


_WEAKENED = re.compile(
    r"\b(?:still|also|encouraged|might|could|slightly|conditional\w*|provisional\w*|unable|special|encourage\w*|all\s+(?:backgrounds|majors|fields)|any\s+(?:background|major|field)|without|regardless|do(?:es)?\s+not|who\s+(?:wish|want|seek))\b",
    re.IGNORECASE,
)
_FREE = re.compile(r"\bif\s+(?:they|you)\s+(?:wish|want|would\s+like|like|choose|prefer|need)\b", re.IGNORECASE)
_SEEKS = re.compile(r"\b(?:seek|looking|welcome|invite)", re.IGNORECASE)
_SITUATED = re.compile(
    r"\b(?:employed|enrolled|pursuing|majoring|working|residing|citizens?|veterans)\b", re.IGNORECASE
)
_DESCRIBED = re.compile(rf"\b(?:{patterns.PEOPLE})\b,?\s+\w", re.IGNORECASE)


def read_open(text: str, statement: Statement, frame: Frame, opening: Opening) -> Reading | None:
    """Of "open to citizens" whom it is open to."""
    found = patterns.OPEN_TO.search(text, opening.position, statement.end)
    if found is None or statement.items or _WELCOMES.search(found["who"]):
        return None
    before = text[opening.position : found.start("open")]
    if "welcome" in found["open"].lower() and not statement.eligibility:
        return None
    if (
        len(before) > 120
        or (before.strip() and not patterns.AWARD.search(before))
        or re.search(r"[.;:,]|\b(?:must|there|that|which|who)\b", before, re.IGNORECASE)
    ):
        return None
    begin, end = tidy(text, *found.span("who"))
    turn = re.search(r",?\s+(?:but|however)\b|\s+only$", text[begin:end])
    end = begin + turn.start() if turn is not None else end
    who = text[begin:end]
    if found["open"].lower().endswith(("available to", "available for")) and not (
        statement.eligibility or patterns.THRESHOLD.search(who) or _SITUATED.search(who)
    ):
        return None
    if re.match(r"(?:is|are)\s+for\b", found["open"], re.IGNORECASE) and not (
        statement.eligibility or patterns.QUALITY.search(who)
    ):
        return None
    if not names_people(who) and not re.match(r"(?:those|anyone|persons?|individuals?|only)\b", who, re.IGNORECASE):
        return None
    if re.match(r"(?:all\s+|the\s+)?(?:public|everyone|anyone\s*$|all\b)", who, re.IGNORECASE):
        return None
    return made(text, statement, frame.condition(begin, end, Marker.RESTRICTION), kind=opening.kind)
