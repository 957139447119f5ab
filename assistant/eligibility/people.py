"""The words by which documents name applicants, and how one applicant is asked whether he or she is among them."""

import re

_NOUNS = (
    "applicant candidate student fellow graduate undergraduate postgraduate trainee intern scholar researcher "
    "scientist physician doctor nurse teacher educator citizen national resident immigrant refugee person individual "
    "artist writer musician recipient holder owner member employee worker volunteer veteran parent woman man child "
    "adult learner senior junior sophomore freshman alumnus nominee entrant foreigner non-citizen speaker leader "
    "professional practitioner party campaign panel organization organisation group club charity nonprofit business "
    "company institution school team household employer"
).split()
_IRREGULAR = {
    "person": "people|persons",
    "woman": "women",
    "man": "men",
    "child": "children",
    "freshman": "freshmen",
    "alumnus": "alumni",
    "charity": "charities",
    "business": "businesses",
    "company": "companies",
    "party": "parties",
}
_SINGULAR = {plural: noun for noun in _NOUNS for plural in _IRREGULAR.get(noun, f"{noun}s").split("|")} | {
    "alums": "alum",
    "imgs": "IMG",
    "fmgs": "FMG",
    "u.s. citizens": "U.S. citizen",
    "anyone": "anyone",
}
PEOPLE = "|".join(sorted((re.escape(word) for word in [*_NOUNS, *_SINGULAR]), key=len, reverse=True))
_GENERIC_NOUN = (
    r"(?:applicants?|candidates?|individuals?|persons?|people|nominees?|entrants?|anyone|everyone|students?|participants?|"
    r"those)"
)
_DETERMINERS = (
    r"(?:(?:all|every|each|the|an?|any|both|most|prospective|interested|potential|eligible|ideal|admitted|successful|"
    r"qualified|new|only|lead|our)\s+){0,3}"
)
_GENERIC = re.compile(
    rf"(?:you(?:\s+\([^()]{{1,40}}\))?|they|he|she|he\s+or\s+she|we|{_DETERMINERS}{_GENERIC_NOUN}"
    rf"(?:\s+(?:(?:applying\s+)?(?:to|for)\s+(?:the|this|our|these|any|an?|admission|[A-Z][\w.’']*)|who\s+(?:wish|want|intend)\s+to\s+"
    rf"(?:apply|enrol)|interested\s+in|seeking)\b.{{0,120}})?)",
    re.IGNORECASE | re.DOTALL,
)
_NAMES_PEOPLE = re.compile(rf"\b(?:{PEOPLE})\b", re.IGNORECASE)
_NAMES_KIND = re.compile(
    rf"(?:[\w.’'/&-]+\s+){{0,6}}(?:{'|'.join(sorted(map(re.escape, _SINGULAR), key=len, reverse=True))})\b"
    rf"(?:$|\s*[(,/&]|\s+(?:and|or|under|over|with|without|who|whose|from|in|on|holding|seeking|applying)\b)",
    re.IGNORECASE,
)
_PLURAL_END = re.compile(rf"\b({'|'.join(sorted(map(re.escape, _SINGULAR), key=len, reverse=True))})$", re.IGNORECASE)
_COMMON_ARTICLE = re.compile(r"^(?:the|an?|every|each|any|all|our|those|only)\s+", re.IGNORECASE)


def names_people(words: str) -> bool:
    """Whether the words name persons or bodies that could apply."""
    return _NAMES_PEOPLE.search(words) is not None


def names_kind(words: str) -> bool:
    """Whether the words are a name for several persons or bodies: "Transfer students", "Young people under 18"."""
    return _NAMES_KIND.match(" ".join(words.split())) is not None


def is_everyone(words: str) -> bool:
    """Whether the words name just any applicant: "you", "all applicants", "candidates for the fellowship"."""
    return _GENERIC.fullmatch(" ".join(words.split()).strip(" ,")) is not None


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
        single = f"{own[: plural.start()]}{_SINGULAR[plural[1].lower()]}"
        return f"Are you {_article(single)} {_lower_first(single)}?"
    if re.match(r"an?\s", words, re.IGNORECASE) and len(words) <= 200:
        return f"Are you {_lower_first(words)}?"
    return f"Are you one of these: “{words}”?"


def _article(words: str) -> str:
    if re.match(
        r"(?:[AEFHILMNORSX][A-Z.]|[aeio]|u(?!ni|s)|hono|hour)", words if words[:2].isupper() else words.lower()
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
    return lower if lower in _LOWERED or (word.istitle() and lower in _SINGULAR.values()) else word


_LOWERED = frozenset(
    """international full-time part-time graduate undergraduate transfer incoming current continuing new domestic
    foreign medical students applicants candidates young earlier previous first-year second-year advanced adult part
    full an a individual artists artist informal public nonprofit non-degree degree returning prospective doctoral
    master's former early native permanent the political non-citizen non-citizens people person anyone members
    employees veterans""".split()
)
