"""The kinds of applicant that rules are written for, and the words that each is known by."""

from dataclasses import dataclass

PROGRAMS = r"program(?:me)?s?|degrees?(?! audit)|study|route|m\.?b\.?a\.?|master'?s|j\.?d\.?|ll\.?m\.?"
_UP_TO_TWO_WORDS = r"(?:[\w.'-]{1,15} ){0,2}"
_STUDIES = r"(?:program(?:me)?|fellowship|degree|course|residency|training|studies|study|mba|master'?s)"
# "I study it part-time", but not "I work part-time".
_NO_JOB = r"(?<!work )(?<!working )(?<!employed )"
_STUDY = (
    r"(?:(?:study|studying|attend|attending|enrol(?:l|led|ling)?)(?: [\w'-]{1,20}){0,4}?"
    rf"|(?:do|doing|take|taking|complete|completing|pursue|pursuing|start)"
    rf"(?: [\w'-]{{1,20}}){{0,3}}? (?:it|{_STUDIES}))"
    rf" {_NO_JOB}"
)
_OFFERED = rf"{_STUDIES}(?: [\w'-]{{1,15}}){{0,3}}? {_NO_JOB}"
_NO_JOB_AFTER = r"(?! (?:paid )?(?:career|job|work|employ|staff|position))"
_POSSIBLE = r"(?: study)? (?:possible|allowed|available|offered|an option)"
_US = r"(?:u\.?s\.?a?|united states)"
_COMMON_MATTERS = r"admissions?|applications?|applicants?|deadlines?|requirements?|tuition"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of applicant; kinds of one dimension exclude each other.

    ``opposite`` is the kind of whoever denies this one. The rest are patterns, without regard to case, for text in
    which white space is a single blank: ``adjectives`` stand before people ("transfer students") or one of the
    ``matters`` ("transfer admission"), ``nouns`` are people by themselves ("US citizens"), ``states`` follow "you are",
    ``acts`` follow "you" or "I", ``clauses`` stand by themselves, ``alone`` is all there is in a heading.
    """

    name: str
    dimension: str
    label: str
    opposite: str = ""
    adjectives: str = ""
    nouns: str = ""
    states: str = ""
    acts: str = ""
    clauses: str = ""
    matters: str = _COMMON_MATTERS
    alone: str = ""


def _nation(name: str) -> Kind:
    # "Church of England", "New South Wales" and "New England" are no places to live in here.
    place = rf"(?<!of )(?<!new )(?<!south ){name}(?! (?:centre|center|hall|house|street|university))"
    if name != "northern ireland":
        place += "|great britain"
    return Kind(name.replace(" ", "-"), "nation", f"people in {name.title()}", alone=place)


KINDS: tuple[Kind, ...] = (
    Kind(
        "international",
        "origin",
        "international applicants",
        opposite="domestic",
        adjectives=r"(?<!non[- ])(?:international|overseas|foreign|non-?u\.?s\.?(?: citizen)?)",
        nouns=r"foreign national|non-?u\.?s\.? (?:citizen|national|resident)|nonresident alien"
        r"|(?:applicant|student|graduate|candidate)s? from"
        rf" (?:abroad|overseas|other countries|outside (?:of )?the (?:{_US}|country))"
        r"|(?:applicant|student|graduate|candidate)s? on (?:an? )?[fj]-?1",
        states=rf"from (?:abroad|overseas|outside (?:of )?the (?:{_US}|country))"
        r"|(?:here )?on an? (?:[fj]-?1|student)(?: student)? visa",
        acts=r"(?:have|hold|need|am on|will need) an? (?:[fj]-?1|student) (?:student )?visa"
        r"|(?:graduated|trained|went to (?:medical|law|graduate) school|attended (?:medical|law) school)"
        rf" (?:abroad|overseas|outside (?:of )?the (?:{_US}|country))",
        alone=r"international",
    ),
    Kind(
        "domestic",
        "origin",
        "domestic applicants",
        # Who denies being a citizen may be a permanent resident: no opposite.
        adjectives=r"domestic|home(?= (?:student|applicant|candidate))"
        r"|(?-i:U\.S\.|US)(?= (?:medical )?(?:student|applicant|graduate|candidate))",
        nouns=r"(?-i:U\.?S\.?A?|[Uu]\.[Ss]\.|us|American|american) (?:citizen|national|permanent resident)"
        r"|citizens? of the (?:u\.?s\.?a?|united states)|(?:lawful |legal )?permanent resident(?! of)"
        r"|green[- ]card holder",
        acts=r"(?:have|hold) (?:an? |my )?(?:green card|(?:u\.?s\.?|american) (?:citizenship|passport))",
        alone=r"domestic",
    ),
    Kind(
        "md",
        "medical degree",
        "MD applicants",
        adjectives=r"(?-i:M\.?D\.?)(?![/-]ph)|allopathic",
        nouns=r"(?<=an )m\.?d\.?(?![\w/-]|\. ?ph| (?:degree|program|or))",
        matters="(?!)",
    ),
    Kind(
        "do",
        "medical degree",
        "DO applicants",
        # "do" is mostly the verb: only in capitals before people, or after "a".
        adjectives=r"(?-i:D\.?O\.?(?= [a-z]| [A-Z][a-z]))|osteopathic",
        acts=r"(?:have|hold|earned|will have|am getting) an? (?:d\.?o\.?|osteopathic) degree",
        nouns=r"(?<=[Aa] )d\.?o\.?(?![\w'-]| (?:degree|program|or))|(?-i:DO)(?=s)"
        r"|osteopath|doctors? of osteopath(?:y|ic medicine)",
        matters="(?!)",
    ),
    Kind(
        "img",
        "medical degree",
        "international medical graduates",
        nouns=r"(?-i:[IF]MG)|(?:international|foreign)(?:ly[- ]trained)? medical (?:graduate|school graduate|student)"
        r"|graduates? of (?:foreign|international|non-?u\.?s\.?) medical schools?",
        alone=r"(?-i:[IF]MGs?)",
    ),
    Kind(
        "full-time",
        "load",
        "full-time students",
        opposite="part-time",
        adjectives=rf"full[- ]time{_NO_JOB_AFTER}",
        acts=rf"{_STUDY}full[- ]time{_NO_JOB_AFTER}",
        clauses=rf"{_OFFERED}full[- ]time{_NO_JOB_AFTER}|full[- ]time{_POSSIBLE}",
        matters=rf"{_UP_TO_TWO_WORDS}(?:{PROGRAMS}|options?|enrol+ment|tuition|courses?)",
        alone=r"full[- ]time",
    ),
    Kind(
        "part-time",
        "load",
        "part-time students",
        opposite="full-time",
        adjectives=rf"part[- ]time{_NO_JOB_AFTER}",
        acts=rf"{_STUDY}part[- ]time{_NO_JOB_AFTER}",
        clauses=rf"{_OFFERED}part[- ]time{_NO_JOB_AFTER}|part[- ]time{_POSSIBLE}",
        matters=rf"{_UP_TO_TWO_WORDS}(?:{PROGRAMS}|options?|enrol+ment|tuition|courses?)",
        alone=r"part[- ]time",
    ),
    Kind(
        "undergraduate",
        "level",
        "undergraduates",
        adjectives=r"undergraduate",
        nouns=r"undergraduate|undergrad",
        matters=r"admissions?|applications?|programs?|financial aid|tuition|housing|loans?",
        alone=r"undergraduates?",
    ),
    Kind(
        "graduate",
        "level",
        "graduate students",
        adjectives=r"(?<!to a )(?<!types of )(?:post-?)?graduate|grad",
        nouns=r"postgraduate|postgrad",
        matters=r"admissions?|applications?|programs?|financial aid|tuition|housing|loans?",
        alone=r"graduate|postgraduates?",
    ),
    Kind(
        "first-year",
        "entry",
        "first-year students",
        adjectives=r"first[- ]year|freshm[ae]n",
        nouns=r"freshm[ae]n|first-years|(?<=a )first[- ]year",
        alone=r"first[- ]years?|freshm[ae]n",
    ),
    Kind(
        "transfer",
        "entry",
        "transfer students",
        adjectives=r"transfer(?:ring)?",
        acts=r"transfer(?:ring)? (?:to|into|from) (?:an? |another |your |the |my )?(?:[\w'-]{1,20} ){0,2}"
        r"(?:college|university|school)",
        alone=r"transfers?",
    ),
    Kind(
        "visiting",
        "entry",
        "visiting students",
        adjectives=r"visiting|exchange|non-?degree(?:-seeking)?|non-?matriculat(?:ed|ing)",
    ),
    Kind(
        "returning",
        "entry",
        "returning students",
        adjectives=r"returning|re-?admit(?:ted)?|re-?admission|re-?entry",
    ),
    Kind(
        "employed",
        "work",
        "employed people",
        adjectives="(?<!self-)(?<!self )employed",
        states=r"employed(?! (?:by|for|to|at|as|[\d£$]))|an employee",
        alone=r"(?<!self-)(?<!self )employed",
    ),
    Kind(
        "self-employed",
        "work",
        "self-employed people",
        adjectives=r"self[- ]employed",
        states=r"(?:an? )?self[- ]employed|a sole trader",
        alone=r"self[- ]employed",
    ),
    Kind(
        "unemployed",
        "work",
        "unemployed people",
        adjectives=r"unemployed",
        states=r"unemployed",
        alone=r"unemployed",
    ),
    Kind(
        "veteran",
        "service",
        "veterans",
        opposite="non-veteran",
        adjectives=r"(?<!non[- ])(?:veteran|military)",
        nouns=r"(?<!non[- ])(?:student )?veteran|service ?member",
        alone=r"veterans?",
    ),
    Kind("non-veteran", "service", "non-veterans", nouns=r"non-?veteran", opposite="veteran"),
    Kind(
        "online",
        "mode",
        "online students",
        opposite="on-campus",
        adjectives=r"online|distance(?:[- ]learning)?",
        acts=rf"{_STUDY}online",
        matters=rf"{_UP_TO_TWO_WORDS}(?:{PROGRAMS})",
    ),
    Kind(
        "on-campus",
        "mode",
        "on-campus students",
        opposite="online",
        adjectives=r"on[- ]campus|campus-based|in-person",
        acts=rf"{_STUDY}(?:on[- ]campus|in person)",
        matters=rf"{_UP_TO_TWO_WORDS}(?:{PROGRAMS})",
    ),
    Kind(
        "in-state",
        "state residence",
        "in-state students",
        opposite="out-of-state",
        adjectives=r"(?<!of-)in[- ]state",
        alone=r"in-state",
    ),
    Kind(
        "out-of-state",
        "state residence",
        "out-of-state students",
        opposite="in-state",
        adjectives=r"out[- ]of[- ]state",
        alone=r"out[- ]of[- ]state",
    ),
    *(_nation(name) for name in ("england", "scotland", "wales", "northern ireland")),
)
DIMENSION = {kind.name: kind.dimension for kind in KINDS}
"""A kind's name -> its dimension."""
KIND = {kind.name: kind for kind in KINDS}


def choice(kind: str) -> str:
    """A kind as one of several to choose from: "International applicants"."""
    label = KIND[kind].label
    return label[0].upper() + label[1:]
