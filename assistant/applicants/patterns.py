"""The patterns of each kind, compiled when first used; every repetition in them is bounded."""

import re
from functools import cache

from assistant.applicants.kinds import KINDS, Kind

PERSON = "applicant|student|graduate|candidate|fellow|trainee|learner|admit|doctor|physician"
# What may stand between a kind and the people: "international (medical) graduates".
_BETWEEN = (
    r"(?:(?:newly|new|admitted|accepted|prospective|current|incoming|continuing|degree|degree-seeking|medical|law|college"
    r"|school|university|nursing|dental|research|ph\.?d\.?|doctoral|master'?s|ms|ma|mba|ll\.?m\.?|j\.?d\.?|m\.?d\.?"
    r"|d\.?o\.?|eligible|qualified|enrolled|adult|evening|weekend|day|undergraduate"
    r"|(?:post-?)?graduate|transfer|first[- ]year|freshman"
    r"|international|domestic|visiting|exchange|overseas|home|(?:full|part)[- ]time|online|on-campus|in-state"
    r"|out-of-state|non-?degree|non-?matriculated"
    rf"|(?:and|or)(?! (?:{PERSON})s))[ /,&()]{{1,3}}){{0,4}}"
)
_GAP = r"[ /&()]{1,3}"
# A state at the beginning of what follows "I am", or after another.
_STATED = r"(?:(?<=^)|(?<=, )|(?<= and )|(?<=\bam )|(?<=\bnow )|(?<=\bmade )|(?<=\bcurrently ))"
# "International student admission": the singular in a heading about a matter, not about a person of that kind.
_PERSON_MATTERS = (
    r"admissions?|applications?|deadlines?|requirements?|tuition|fees?|eligibility|faqs?|program(?:me)?s?|advising"
    r"|financial aid|orientation|checklists?|guide|information|housing|services|experience|scholarships?|polic(?:y|ies)"
)
# "An undergraduate degree" is no undergraduate.
_NO_THING = (
    r"(?=[.,;:?!)]|$| (?:applicant|student|at|in|from|on|for|with|by|to|who|and|or|but|must|may|can|should|will|is|are"
    r"|has|have|need|applying|looking)\b)"
)
# "An international student adviser" is no student.
_NO_OFFICE = r"(?! (?:advis|assistant|worker|office|union|government))"

_PLAIN = str.maketrans({"’": "'", "‐": "-", "‑": "-", "–": "-", "İ": "I", "ı": "i", "ſ": "s"})


def tidy(text: str) -> str:
    """The text as the patterns expect it: single blanks, plain apostrophes, hyphens and letters.

    A dotless i matches an i where case does not count, and is none in lower case.
    """
    return " ".join(text.translate(_PLAIN).split())


@cache
def people(kind: Kind) -> re.Pattern[str]:
    """Several of the kind, or one with an article."""
    return _compiled(_several(kind), _one(kind))


@cache
def people_or_matter(kind: Kind) -> re.Pattern[str]:
    """Several of the kind, one with an article, or what is for them ("transfer admission")."""
    return _compiled(_several(kind), _one(kind), _matter(kind), kind.clauses)


@cache
def as_one(kind: Kind) -> re.Pattern[str]:
    """One of the kind as it follows "I am": "a transfer student", "self-employed"."""
    return _compiled(_several(kind), _one(kind), kind.states and rf"{_STATED}(?:{kind.states})\b")


@cache
def bare(kind: Kind) -> re.Pattern[str]:
    """What directly follows "I am" without people: "part-time"."""
    return _compiled(kind.adjectives and rf"(?:{kind.adjectives})(?=[.,;!?)]|$| (?:and|but|so)\b)")


@cache
def state(kind: Kind) -> re.Pattern[str]:
    """What follows "if you are"."""
    return _compiled(kind.states and rf"(?:{kind.states})\b")


@cache
def act(kind: Kind) -> re.Pattern[str]:
    """What follows "if you" or "I"."""
    return _compiled(kind.acts and rf"(?:{kind.acts})\b")


@cache
def coordinated(kind: Kind) -> re.Pattern[str]:
    """The kind beside another: "undergraduate and (graduate) scholarships"."""
    if not kind.adjectives:
        return _compiled()
    return re.compile(
        rf"(?:\b(?:and|or) |[/&,|] ?)(?:{kind.adjectives})\b|\b(?:{kind.adjectives})(?: (?:and|or)\b| ?[/&])",
        re.IGNORECASE,
    )


@cache
def alone(kind: Kind) -> re.Pattern[str]:
    """The words that alone make a heading."""
    return _compiled(kind.alone and rf"(?:{kind.alone})(?![\w-])")


@cache
def all_alone() -> re.Pattern[str]:
    """A whole heading that only names kinds: "Full-time and part-time"."""
    named = "|".join(kind.alone for kind in KINDS if kind.alone)
    filler = r"for|in|only|and|or|options?|students?|applicants?|people|if you're in|if you live in"
    return re.compile(rf"(?:(?:{named}|{filler})(?:[ /,&():]{{1,3}}|$)){{1,9}}", re.IGNORECASE)


def _compiled(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(filter(None, alternatives)) or '(?!)'})", re.IGNORECASE)


def _several(kind: Kind) -> str:
    several = rf"(?:{kind.adjectives}){_GAP}{_BETWEEN}(?:(?:{PERSON})s|freshmen)\b" if kind.adjectives else ""
    return "|".join(filter(None, (several, kind.nouns and rf"(?:{kind.nouns})s\b|(?:{kind.nouns})\b(?<=men)")))


def _one(kind: Kind) -> str:
    one = rf"an? {_BETWEEN}(?:{kind.adjectives}){_GAP}{_BETWEEN}(?:{PERSON})\b{_NO_OFFICE}" if kind.adjectives else ""
    return "|".join(filter(None, (one, kind.nouns and rf"an? {_BETWEEN}(?:{kind.nouns})\b{_NO_THING}")))


def _matter(kind: Kind) -> str:
    if not kind.adjectives:
        return ""
    matters = rf"(?:{PERSON}) (?:[\w-]{{1,20}} ){{0,2}}(?:{_PERSON_MATTERS})|(?:{kind.matters})"
    return rf"(?:{kind.adjectives})[ /]{_BETWEEN}(?:{matters})\b"
