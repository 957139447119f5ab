"""A condition of a requirement -> the question that asks it, in the document's own words."""

import re

from assistant.eligibility.patterns import PEOPLE, SINGULAR, is_everyone, names_people
from assistant.rules import Condition, Rule
from assistant.rules.clauses import is_negative
from assistant.rules.logic import Marker

MAX_CHARACTERS = 330
"""Longer words are left to the quote, since a question of that length is not understood."""

_PARTICIPLE = (
    r"(?:(?!(?:advanced|proven|demonstrated|related|limited|detailed|sustained|documented|established|combined|accredited|"
    r"unrestricted|required|qualified|verified|need|speed)\b)[a-z]+ed|been|had|got|taken|paid|held|made|done|given|gone|written|chosen|begun|found|lost|met|read|sent|spent|"
    r"taught|won|left|kept|sold|bought|built|become|come|seen|shown|known|spoken|stood|lived|studied)"
)
_BASE = (
    r"(?:live|reside|work|want|need|hold|own|study|earn|receive|get|speak|plan|intend|apply|meet|pay|act|agree|know|use|wish|"
    r"teach|lead|pass|attend|belong|qualify|support|make|keep|come|go|serve|run|complete|demonstrate|show|look|possess|"
    r"achieve|attain|obtain|maintain|satisfy|fulfil|fulfill|rank|score|graduate|specialise|specialize|major|fall|commit|"
    r"exhibit|operate|represent|manage|train|provide|have|send|submit|take|use|start|begin|intend|seek|pursue|participate|volunteer|drive)"
)
_THIRD = {"has": "have", "does": "do", "goes": "go", "studies": "study", "qualifies": "qualify", "satisfies": "satisfy"}
_ADVERB = r"(?:also|already|currently|still|successfully|normally|usually|previously|ever|both|either|recently)"
_APPLICANT = (
    r"(?:you|they|he\s+or\s+she|(?:(?:the|an?|each|every|all)\s+)?(?:applicants?|candidates?|students?|individuals?))"
)
_START = re.compile(
    rf"(?:{_APPLICANT}\s+)?(?:(?:must|shall|should|(?:will\s+)?(?:need|have|has)\s+to|needs\s+to|(?:is|are)\s+required\s+to)\s+)?"
    rf"(?:(?:also|normally|usually|generally|typically)\s+)?",
    re.IGNORECASE,
)
# "Are you registered and provide ...": the second verb does not fit the first word.
_UNCLEAR = re.compile(
    r"\b(?:unless|except|neither|without)\b|,\s+(?:if|but)\b|\s(?:has|have)\s+(?:its|their)\b|"
    r",\s+(?:and\s+)?(?:possess|have|hold|demonstrate|submit|align|meet)\s|\b(?:of|for|in|after|with)$|"
    r"^are you .{1,200} and (?:provide|have|hold|be|live|meet|possess)\s",
    re.IGNORECASE,
)
_BRIEF_ONE_OF = re.compile(
    r"\s+(?:either|both|(?:at\s+least\s+)?(?:one|any|all|both|each|some)(?:\s+or\s+more)?\s+of(?:\s+the\s+following|\s+these)?|"
    r"the\s+following)\s*$",
    re.IGNORECASE,
)
_OTHER = re.compile(
    rf"(?P<subject>(?:your|the|this|that|it|there|each|every|an?|at\s+least\s+[\w-]+)(?:\s+(?!(?:who|that|which|and|or|is|are|was|were|has|have|can|"
    rf"will|must)\b)[\w’'%.-]+){{0,9}}?)\s+(?:(?P<be>is|are|was|were)|(?P<must>must)\s+(?:be|also\s+be)|(?P<have>has|have)(?=\s+(?:not\s+)?"
    rf"{_PARTICIPLE}\b)|(?P<musthave>must)\s+have(?=\s+{_PARTICIPLE}\b)|(?P<can>can|will))\b\s*",
    re.IGNORECASE,
)
_ENDS_SENTENCE = re.compile(r"[;?!](?:\s|$)|\.\s+[A-Z]|:\s[^:]{0,60}?\b(?:may|is|are|must|can|will)\b")
_DONE_BY_NOW = {
    verb: f"{verb.removesuffix('e')}ed"
    for verb in ("complete", "pass", "earn", "obtain", "achieve", "attain", "receive")
}
_THEIR = [
    (re.compile(pattern, re.IGNORECASE), word)
    for pattern, word in [
        (r"\bhe\s+or\s+she\s+is\b", "you are"),
        (r"\bhe\s+or\s+she\s+has\b", "you have"),
        (r"\bhe\s+or\s+she\b", "you"),
        (r"\b(?:his\s+or\s+her|his/her|their)\b", "your"),
    ]
]
_THEY = re.compile(r"\b(?:they|them|themselves|their|he|she|him|her|his)\b", re.IGNORECASE)
_SPELT = [
    (re.compile(pattern, re.IGNORECASE), plain)
    for pattern, plain in [
        (r"\b(?:can['’]t|cannot)\b", "can not"),
        (r"\bwon['’]t\b", "will not"),
        (r"(?<=\w)n['’]t\b", " not"),
        (r"\b(you|they|we)['’]re\b", r"\1 are"),
        (r"\b(you|they|we)['’]ve\b", r"\1 have"),
        (r"\b(it|he|she)['’]s\s+(?=been\b)", r"\1 has "),
        (r"\b(it|he|she)['’]s\b", r"\1 is"),
    ]
]
_PLURAL_END = re.compile(rf"\b({'|'.join(sorted(map(re.escape, SINGULAR), key=len, reverse=True))})$", re.IGNORECASE)
_COMMON_ARTICLE = re.compile(r"^(?:the|an?|every|each|any|all|our|those|only)\s+", re.IGNORECASE)
_SEVERAL = re.compile(
    rf"(?:be|are)\s+(?P<who>(?!an?\s|one\s|members?\b|among\s)(?:[\w’'-]+\s+){{0,4}}?(?P<noun>{PEOPLE})\b.*)",
    re.IGNORECASE | re.DOTALL,
)
_DONE = re.compile(rf"(?:{_ADVERB}\s+)?{_PARTICIPLE}\b(?!\s+(?:degree|status)\b)", re.IGNORECASE)
_OFFERED = re.compile(
    r"\b(?:Scholarships?|Fellowships?|Awards?|Grants?|Prizes?|Tracks?|Concentration|Certificate|[Pp]rogram(?:me)?s?|Fund)$"
)
_NEEDS = re.compile(r"(?:(?:will\s+)?needs?|requires?)$", re.IGNORECASE)


def ask(rule: Rule, condition: Condition) -> tuple[str, bool]:
    """The question, and whether a yes to it makes the condition false because its negation was left out.

    What cannot be turned into a question safely is quoted in one.
    """
    own = _flat(condition.text)
    lead = "" if condition.lead is None else _flat(rule.text[slice(*condition.lead)])
    if "\n" in condition.text and len(lead) + len(own) > MAX_CHARACTERS:
        own = f"{_flat(condition.text.split(chr(10))[0]).rstrip(' :')} (the list is in the quote)"
    if re.match(r"must\b", own, re.IGNORECASE):
        lead = ""
    turned = None
    if len(lead) + len(own) <= MAX_CHARACTERS:
        turned = _turn(lead, own, condition)
    if turned is not None:
        return turned
    return _quoted(f"{lead} … {own}" if lead and own[:1].islower() else own), False


def _quoted(words: str) -> str:
    """The question that quotes what cannot be turned."""
    if len(words) > MAX_CHARACTERS:
        return f"Does all of this apply to you, as it is quoted here: “{words[:80].rsplit(' ', 1)[0]} …”?"
    return f"Does this apply to you: “{words}”?"


def _turn(lead: str, own: str, condition: Condition) -> tuple[str, bool] | None:
    words = _plain(own)
    if _ENDS_SENTENCE.search(words if "\n" not in condition.text else words.replace(";", "")):
        return None
    if condition.marker == Marker.RESTRICTION:
        return _turn_kind(words)
    if "\n" in condition.text and condition.marker == Marker.REQUIREMENT and words[0].isupper() and not lead:
        return None  # A whole sentence with its list, which is quoted.
    if re.match(r"(?:for|to|with)\s", words) and not lead and not re.search(r"\bmust\b", words):
        return _finished(f"is your application {words}", False)
    if " | " in words:
        return f"Does {'one of these' if '; ' in words else 'this'} apply to you: “{words}”?", False
    lead = _BRIEF_ONE_OF.sub("", f" {_plain(lead)}").strip()
    if re.search(r"\bhave$", lead, re.IGNORECASE) and _DONE.match(words):
        return _turn_predicate(f"{lead} {words}", True)
    if (
        _NEEDS.search(lead)
        or re.search(r"\b(?:have|hold|possess)$", lead, re.IGNORECASE)
        or _is_thing(lead, words, condition)
    ):
        return _turn_thing(words)
    being = re.search(r"\b(?:be|are)$", lead) is not None
    if being and names_people(words) and _is_safe(f"are you {words}"):
        return f"Are you {_decapitalised(words)}?", False
    turned = _turn_predicate(f"{lead} {_decapitalised(words) if lead else words}".strip(), bool(lead))
    return (f"Are you one of these: “{words}”?", False) if turned is None and being else turned


def _turn_kind(words: str) -> tuple[str, bool] | None:
    own = re.sub(
        r"^(?:those|anyone|persons?|people|individuals|applicants|candidates|students)\s+who\s+",
        "",
        words,
        flags=re.IGNORECASE,
    )
    if own != words:
        turned = _turn_predicate(own, True)
        if turned is not None:
            return turned
    return kind_question(words), False


def _is_thing(lead: str, words: str, condition: Condition) -> bool:
    """Whether a listed criterion names something one has: "Minimum 3.0 GPA"."""
    return (
        condition.marker == Marker.STATEMENT
        and not lead
        and re.match(
            rf"(?:{_APPLICANT}|be|have|has|are|is|possess|hold|not|currently|your|it|(?!(?:graduate|score|rank|major|work|study|train|look)\b){_BASE}\s)\b",
            words,
            re.IGNORECASE,
        )
        is None
        and not re.match(
            rf"(?:an?\s+)?(?:[\w’'-]+\s+){{0,2}}(?:{PEOPLE})\b(?!\s+(?:degree|gpa|grade|credit|cours|program|level|stud))",
            words,
            re.IGNORECASE,
        )
    )


def _turn_thing(words: str) -> tuple[str, bool] | None:
    if re.search(r"\b(?:is|are|may|can|must)\b", re.sub(r"\([^()]*\)", "", words)):
        return f"Does this apply to you: “{words}”?", False
    if (
        not is_negative(words)
        and re.match(
            r"(?:an?|at\s+least|the|one|two|three|both|your|some|\d+\s+(?:(?:or\s+more|college|semester|full)\s+)?(?:years?|months|credits?|hours))\b",
            words,
            re.IGNORECASE,
        )
        and not re.search(r"[:.]\s", words)
    ):
        return f"Do you have {_decapitalised(words)}?", False
    return f"Does this apply to you: “{words}”?", False


def _turn_predicate(words: str, led: bool) -> tuple[str, bool] | None:
    about_applicant = re.match(rf"{_APPLICANT}\b", words, re.IGNORECASE) is not None
    start = _START.match(words)
    rest = words[start.end() :] if start is not None else words
    negated = False
    found = re.match(r"(not)\s+", rest, re.IGNORECASE)
    if found is not None:
        negated, rest = True, rest[found.end() :]
    question = _of_predicate(rest)
    if question is None:
        of_other = re.match(r"(?:your|the)\b", words, re.IGNORECASE) is not None and not about_applicant
        return _turn_other(words) if of_other or not (about_applicant or led) else None
    text, inner = question
    return _finished(text, negated != inner)


def _of_predicate(rest: str) -> tuple[str, bool] | None:
    """The question of "be ...", "have ...", "lives ...", and whether a "not" was left out."""
    no = r"(?P<no>not\s+)?"
    rest = re.sub(r"^(?:complete|earn|pass|obtain)\s+or\s+(?=have\s)", "", rest)
    several = _SEVERAL.match(rest)
    if several is not None and several["noun"].lower() in SINGULAR:
        return f"are you one of these: “{several['who']}”", False
    if found := re.match(rf"(?:be|are|is)\s+{no}(?=\S)", rest, re.IGNORECASE):
        return f"are you {rest[found.end() :]}", bool(found["no"])
    if found := re.match(rf"(?P<v>were|was|can|will|did|do|does|would|could)\s+{no}(?=\S)", rest, re.IGNORECASE):
        verb = {"was": "were", "does": "do"}.get(found["v"].lower(), found["v"].lower())
        return f"{verb} you {rest[found.end() :]}", bool(found["no"])
    if found := re.match(
        rf"(?:have|has)\s+{no}(?P<adverb>{_ADVERB}\s+)?(?P<done>{_PARTICIPLE})\b(?!\s+(?:degree|status)\b)",
        rest,
        re.IGNORECASE,
    ):
        adverb = (found["adverb"] or "").lower()
        return f"have you {adverb}{found['done'].lower()}{rest[found.end() :]}", bool(found["no"])
    if found := re.match(rf"(?P<adverb>{_ADVERB}\s+)?(?P<verb>[a-z]+)\b", rest, re.IGNORECASE):
        adverb, verb = (found["adverb"] or "").lower(), found["verb"].lower()
        base = _THIRD.get(verb, verb if re.fullmatch(_BASE, verb) else re.sub(r"(?<=[a-z])s$", "", verb))
        if base in _DONE_BY_NOW:
            return f"have you {adverb}{_DONE_BY_NOW[base]}{rest[found.end() :]}", False
        if base not in ("do", "go") and re.fullmatch(_BASE, base):
            return f"do you {adverb}{base}{rest[found.end() :]}", False
    return None


def _turn_other(words: str) -> tuple[str, bool] | None:
    found = _OTHER.match(words)
    if found is None:
        return None
    subject, rest = _decapitalised(found["subject"]), words[found.end() :]
    negated = re.match(r"not\s+", rest, re.IGNORECASE)
    rest = rest[negated.end() :] if negated else rest
    if found["be"] or found["have"] or found["can"]:
        verb = (found["be"] or found["have"] or found["can"]).lower()
    elif found["must"]:
        verb = "are" if re.match(r"at\s+least\s+(?!one\b)", subject) or subject.endswith("s") else "is"
    else:
        verb = "has"
    return _finished(f"{verb} {subject} {rest}", negated is not None)


def _finished(question: str, negated: bool) -> tuple[str, bool] | None:
    if _THEY.search(question) and not names_people(re.sub(r"^(?:are|is) you an? ", "", question)):
        for pattern, word in _THEIR:
            question = pattern.sub(word, question)
    question = " ".join(question.split()).rstrip(" ,;:.-")
    if not _is_safe(question) or len(question.split()) < 3:
        return None
    return f"{question[0].upper()}{question[1:]}?", negated


def _is_safe(question: str) -> bool:
    """Whether no negation is left that a yes or no would be unclear about, and nobody else is spoken of as "they"."""
    if re.match(r"\w+ you\b", question, re.IGNORECASE) and _THEY.search(question):
        return False
    return not is_negative(re.sub(r"“[^”]*”", "", question)) and _UNCLEAR.search(question) is None


def _decapitalised(words: str) -> str:
    first = words.split(" ")[0] if words else ""
    return first.lower() + words[len(first) :] if first.lower() in _FUNCTION_WORDS else words


_FUNCTION_WORDS = frozenset(
    """a an the at one two three four five both all some any your you their his her it each every this that these those
    be have hold are is possess live meet demonstrate currently already not in on with from""".split()
)


def _plain(words: str) -> str:
    for pattern, plain in _SPELT:
        words = pattern.sub(plain, words)
    return words


def _flat(words: str) -> str:
    """The words on one line, the items of a list divided by semicolons."""
    lines = [line.strip() for line in words.split("\n") if line.strip()]
    joined = lines[0] if lines else ""
    for line in lines[1:]:
        joined += (" " if joined.endswith((":", ";", ",", " or", " and")) else "; ") + line
    return " ".join(joined.split())


def ask_kind(words: str) -> str:
    """The question whether the applicant is of the kind that a rule is for."""
    words = _plain(_flat(words))
    if (
        _OFFERED.search(words)
        or not (names_people(words) or re.fullmatch(r"[A-Z]{2,6}s", words))
        and not re.match(r"(?:you|your|they|he|she|anyone|those|everyone)\b", words, re.IGNORECASE)
    ):
        return f"Is this what you apply for: “{words}”?"
    if re.match(r"(?:you|your)\b", words, re.IGNORECASE):
        turned = (
            _turn_predicate(words, False) if len(words) <= MAX_CHARACTERS and not _ENDS_SENTENCE.search(words) else None
        )
        return turned[0] if turned is not None and not turned[1] else f"Does this apply to you: “{words}”?"
    return kind_question(words) if not is_everyone(words) else "Are you an applicant?"


def kind_question(words: str) -> str:
    """The question whether one is of the kind that the words name: "Are you an international medical graduate?"."""
    words = " ".join(words.split())
    bare = _COMMON_ARTICLE.sub("", words)
    own = bare.split(" (")[0].strip()
    if re.fullmatch(r"[A-Z]{2,6}s", own):
        own = f"{own[:-1]}"
        return f"Are you {_article(own)} {own}?"
    plural = _PLURAL_END.search(own)
    if plural is not None and len(own.split()) <= 5 and not re.search(r"[,;/]|\b(?:and|or|of|who|with)\b", own):
        single = f"{own[: plural.start()]}{SINGULAR[plural[1].lower()]}"
        return f"Are you {_article(single)} {_lower_first(single)}?"
    if re.match(r"an?\s", words, re.IGNORECASE) and len(words) <= 200:
        return f"Are you {_lower_first(words)}?"
    return f"Are you one of these: “{words}”?"


def _article(words: str) -> str:
    if re.match(
        r"(?:[AEFHILMNORSX][A-Z.-]|[aeio]|u(?!ni|s)|hono|hour)", words if words[:2].isupper() else words.lower()
    ):
        return "an" if not words.startswith(("U.S", "US", "UK")) else "a"
    return "a"


def _lower_first(words: str) -> str:
    """The words as they stand within a sentence; names of which the capital is a part keep it."""
    first = words.split(" ")[0]
    return (
        " ".join(_lowered(word) for word in words.split(" ")) if _lowered(first) != first or words == first else words
    )


def _lowered(word: str) -> str:
    lower = word.lower()
    return lower if lower in _LOWERED or (word.istitle() and lower in SINGULAR.values()) else word


_LOWERED = frozenset(
    """international full-time part-time graduate undergraduate transfer incoming current continuing new domestic
    foreign medical students applicants candidates young earlier previous first-year second-year advanced adult part
    full an a individual artists artist informal public nonprofit non-degree degree returning prospective doctoral
    master's former early native permanent the political non-citizen non-citizens people person anyone members
    employees veterans""".split()
)
