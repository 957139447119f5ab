"""What applicants say of themselves -> their kinds."""

import re
from collections.abc import Iterable
from functools import cache

from assistant.applicants.addressing import excepted, nations, said_in_heading
from assistant.applicants.countries import NAMES, PEOPLES
from assistant.applicants.kinds import DIMENSION, KINDS, choice
from assistant.applicants.patterns import act, as_one, bare, people, tidy
from assistant.language import sentences

_MOST_CHARACTERS = 8000
# "I am from Canada but am a US citizen": only oneself "am".
_I_AM = r"\b(?:(?:i|we)(?: am| are| will be|'m|'re|'ll be|m)|(?:and|but|yet)(?: also)? am(?! (?:i|we)\b))"
_SELF = re.compile(
    rf"(?:{_I_AM}(?: currently| also| already| still| now| just| only| considered| classed as| applying as"
    r"| going to be| either){0,2}|(?<!such )(?<!same )\b(?P<as>as)(?= an? ))"
    r" (?P<denied>(?:not|no longer) )?(?=(?P<rest>[^.;!?]{1,80}))",
    re.IGNORECASE,
)
# Behind these words somebody else is spoken of.
_OTHERS = re.compile(
    r"\b(?:my|his|her|their|our|for|to|of|with|about|who|whose|that|but|while|because|if|or|not|i|we|whether|should)\b",
    re.IGNORECASE,
)
_I_DO = re.compile(r"\b(?:i|we)\b(?=(?P<rest>[^.;!?]{1,80}))", re.IGNORECASE)
_NOT_DONE = re.compile(r"n't\b|\b(?:not|no longer|never|who|my|his|her|their|they|he|she|used to|if)\b", re.IGNORECASE)
# "Do I have to study full-time?": somebody may hope not to.
_ONE = r"(?:i|we|you|one|\w{1,15}s)"
_WHETHER_ONE_MUST = re.compile(
    rf"\b(?:(?:do|does|did|will|would) {_ONE} (?:have|need) to|(?:must|should) {_ONE}"
    rf"|(?:am i|are {_ONE}) (?:required|obliged|expected) to"
    r"|is it (?:required|necessary|mandatory|compulsory) to|(?:if|whether) (?:i|we) (?:must|(?:have|need) to))"
    r"(?: (?:always|also|be|still))? (?=(?P<rest>[^.;!?]{1,80}))",
    re.IGNORECASE,
)
_MOST_HELD = 60
_HOLDING = re.compile(r",? (?:with|holding|on) (?=(?P<held>[^.,;!?]{1,40}))", re.IGNORECASE)
_LIVES = re.compile(
    r"\b(?:i|we)\b(?P<between>[^.;!?]{0,60}?)(?:\b(?:live|reside|am (?:based|living|resident)|are (?:based|living))"
    r"|'[mr]e? (?:based|living|resident))(?: currently)? in (?P<place>[^.;!?]{1,60})",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(
    r"\b(?:who|that|which|my|his|her|their|they|he|she|it|not|don't|parents|sons|daughters|children|used)\b",
    re.IGNORECASE,
)
_ADMISSION_TO_GRADUATE_STUDY = re.compile(
    r"\b(?:master'?s|ph\.?d|mba|ll\.?m|j\.?d|doctora\w+|fellowship|residency|graduate (?:school|program\w*|degree)"
    r"|med(?:ical)? school|law school|postgrad\w*)\b",
    re.IGNORECASE,
)


def kinds_named(texts: Iterable[str], *, home: str | None = "United States") -> frozenset[str]:
    """The kinds that an applicant is, by what these turns say, oldest first; at most one kind of each dimension.

    A later turn replaces what an earlier one said. The last turn may also ask about a kind without claiming it ("Do
    transfer students ...?"), which then is the kind that counts. Two kinds of one dimension in a turn leave it open.
    ``home`` is the country of the programs, in English, by which "I am from India" tells the kind; None infers nothing.
    """
    turns = [text[:_MOST_CHARACTERS] for text in texts]
    named: dict[str, str] = {}
    for number, text in enumerate(turns):
        plain = tidy(text)
        said = _said_of_self(plain, home)
        if number == len(turns) - 1:
            said |= _asked_about(text)
        said -= _perhaps_required(plain)
        for dimension in {DIMENSION[kind] for kind in said}:
            kinds = {kind for kind in said if DIMENSION[kind] == dimension}
            named.pop(dimension, None)
            if len(kinds) == 1:
                named[dimension] = kinds.pop()
    if named.get("medical degree") == "img":
        named.setdefault("origin", "international")
    elif named.get("medical degree") == "md" and named.get("origin") == "international":
        del named["medical degree"]  # An MD from abroad is mostly an international medical graduate.
    if named.get("level") == "undergraduate" and any(map(_ADMISSION_TO_GRADUATE_STUDY.search, turns)):
        del named["level"]  # An undergraduate who wants to become a graduate student is served by the latter's rules.
    return frozenset(named.values())


def kinds_mentioned(texts: Iterable[str], *, home: str | None = "United States") -> frozenset[str]:
    """Every kind that one of the turns says or asks about, also where two of a dimension leave it open."""
    found: set[str] = set()
    for text in texts:
        plain = tidy(text[:_MOST_CHARACTERS])
        found |= _said_of_self(plain, home) | said_in_heading(plain)
    return frozenset(found)


def _asked_about(text: str) -> set[str]:
    """The kinds in the sentences that ask; in all of them where none does."""
    spans = [text[start:end] for start, end in sentences(text, 0, len(text))]
    asking = [sentence for sentence in spans if sentence.endswith("?")] or spans
    return set[str]().union(*(said_in_heading(tidy(sentence)) for sentence in asking))


def _perhaps_required(plain: str) -> set[str]:
    """The kinds of which the text asks whether one must be of them."""
    rests = [match["rest"] for match in _WHETHER_ONE_MUST.finditer(plain)]
    return {kind.name for kind in KINDS if any(map(act(kind).match, rests))}


def _said_of_self(plain: str, home: str | None) -> set[str]:
    chosen = {kind.name for kind in KINDS if choice(kind.name) == plain}
    if chosen:  # A reply to what was asked back.
        return chosen
    found: set[str] = set()
    for match in _SELF.finditer(plain):
        rest = match["rest"]
        other = _OTHERS.search(rest, 1)
        found |= _in_own_words(
            rest[: other.start()] if other else rest, denied=bool(match["denied"]), state=not match["as"]
        )
    for match in _I_DO.finditer(plain):
        for kind in KINDS:
            done = act(kind).search(match["rest"])
            if done and not _NOT_DONE.search(match["rest"], 0, done.start()):
                found.add(kind.name)
    for match in _LIVES.finditer(plain):
        if not _SOMEBODY.search(match["between"]):
            found |= nations(match["place"])
    return found | _origin(plain, home)


def _in_own_words(rest: str, *, denied: bool, state: bool) -> set[str]:
    """The kinds in what follows "I am" or, where it is no state, "as"."""
    found = set()
    for kind in KINDS:
        one = (bare(kind).match(rest) or as_one(kind).search(rest)) if state else people(kind).search(rest)
        if one and not excepted(rest, one.start()):
            found.add(kind.opposite if denied else kind.name)
    if "img" in found:
        found.discard("international")
    return found - {""}


def _held_with(rest: str) -> set[str]:
    """The kinds of whoever has what follows a nationality: "with a green card"."""
    match = _HOLDING.match(rest)
    return {kind.name for kind in KINDS if match and act(kind).match(f"have {match['held']}")}


@cache
def _origin_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """From or of a country; of a people; a degree from a country; a country or people that is joined to one."""
    country = "|".join(map(re.escape, sorted(NAMES, key=len, reverse=True)))
    people = "|".join(map(re.escape, sorted(PEOPLES, key=len, reverse=True)))
    joined = "|".join(map(re.escape, sorted(NAMES | PEOPLES, key=len, reverse=True)))
    country = rf"(?:the )?(?P<country>{country})(?![\w-])"
    degree = (
        r"degree|mbbs|m\.?d\.?|bachelor'?s?|master'?s?|ph\.?d\.?|(?:medical|law|high) school|residency|training|studies"
        r"|undergrad(?:uate)?|education|diploma|schooling|university"
    )
    whom = r"(?: (?:citizen|national|student|applicant|graduate|passport holder|physician|doctor|medical graduate))?"
    end = r"[.,;!?)]|$| (?:and|but|so|with|who|applying|living|from)\b"
    # A "French student" may study the language.
    languages = "arabic|chinese|french|german|greek|italian|japanese|korean|polish|portuguese|russian|spanish"
    return (
        re.compile(
            rf"(?:\b(?:i|we)(?: am|'m| are|'re|m)?(?: originally| currently| also)? (?:from|come from|came from)"
            rf"|{_I_AM} an? (?:[\w.-]{{1,20}} )?(?:citizen|national) of"
            rf"|{_I_AM} an? (?:[\w.-]{{1,20}} ){{1,3}}from) {country}",
            re.IGNORECASE,
        ),
        re.compile(
            rf"{_I_AM} (?:an? )?(?!(?:{languages}) (?:student|graduate))(?P<people>{people})"
            rf"{whom}(?={end})",
            re.IGNORECASE,
        ),
        re.compile(
            rf"\b(?:(?:i|who|and) (?:have |just |recently )?(?:graduated|(?:did|got|earned|received|completed|obtained"
            rf"|finished|have|hold) (?:my|an?) (?:[\w'.-]{{1,15}} ){{0,3}}(?:{degree}))"
            rf"|my (?:[\w'.-]{{1,15}} ){{0,2}}(?:{degree}) (?:is|was)) (?:in|from) {country}",
            re.IGNORECASE,
        ),
        re.compile(
            rf"(?:,? (?:and|&)|,|/)(?: also)? ?(?:(?:of|from|an?|the) ){{0,2}}(?P<joined>{joined})"
            rf"{whom}(?= &|/|{end})",
            re.IGNORECASE,
        ),
    )


def _origin(plain: str, home: str | None) -> set[str]:
    """What nationality, or a degree from abroad, says in a program of the country `home`."""
    if home is None:
        return set()
    of_country, of_people, degree_from, joined = _origin_patterns()
    countries = NAMES | PEOPLES
    belongs: set[str] = set()
    held: set[str] = set()
    for match in (*of_country.finditer(plain), *of_people.finditer(plain)):
        belongs.add(countries[match[1].lower()])
        end = match.end()
        while also := joined.match(plain, end):
            belongs.add(countries[also["joined"].lower()])
            end = also.end()
        held |= _held_with(plain[end : end + _MOST_HELD])
    learned = {NAMES[match["country"].lower()] for match in degree_from.finditer(plain)}
    here = {"domestic"} if home in belongs else set[str]()
    return held | here | ({"international"} if (belongs | learned) - {home} else set())
