"""The words for documents of an application, and which of them mean the same document."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.language import terms, words

_TESTS = (
    r"GRE|GMAT|TOEFL|IELTS|USMLE|COMLEX|MCAT|LSAT|SAT|PTE|Duolingo(?:\s+English\s+Test)?|DET|"
    r"English\s+(?:language\s+)?proficiency\s+test"
)
# In this order: the first that matches at a place wins.
_SORTS = {
    "cv": r"curricul(?:um|a)\s+vitae|C\.V\.?|CVs?|r[ée]sum[ée]s?",
    "recommendation": (
        r"(?:letters?|forms?)\s+of\s+(?:recommendations?|references?)|recommendation\s+(?:letters?|forms?)|"
        r"reference\s+(?:letters?|forms?)|(?:academic|professional|written|faculty|personal)\s+references?|"
        r"recommendations?|references|referee\s+reports?"
    ),
    "transcript": r"transcripts?(?:\(s\))?|academic\s+records?|mark\s?sheets?|records?\s+of\s+grades",
    "score": rf"(?:{_TESTS})(?:\s+(?:general|subject|test|exam|scores?|results?|reports?)){{0,3}}|"
    r"scores?(?:\s+reports?)?|test\s+results|results(?=\s+(?:from|of|on)\s)",
    "application": (
        r"applications?\s+forms?|applications?\s+for\s+admission|(?:completed|online|electronic|common|signed|supplemental|supplementary)\s+(?:(?:graduate|online|admissions?|signed)\s+){0,2}"
        r"application(?:\s+forms?)?(?!\s+(?:fees?|essays?|letters?|budgets?))|"
        r"(?-i:(?:[A-Z][\w.]{1,20}\s+){1,4}Application)(?:\s+forms?)?(?!\s+(?:fees?|essays?|letters?|deadlines?|portal|process|status|"
        r"materials?|requirements?|information|checklist|instructions|procedures?|components|packages?))"
    ),
    "fee": r"(?:(?:application|processing|filing|registration|administration)\s+)?fees?",
    "statement": r"statements?",
    "essay": r"essays?",
    "narrative": r"(?:project|program|grant|personal|research|budget|funding|justification|teaching)\s+narratives?",
    "plan": r"(?:work|data\s+management|dissemination|evaluation|business|lesson)\s+plans?",
    "cover": r"cover\s+(?:sheets?|pages?)",
    "proposal": r"(?:research|project|thesis|study)\s+(?:proposals?|plans?|descriptions?|schedules?|outlines?)|"
    r"proposals?",
    "sample": r"(?:writing|work|research|code|art)\s+samples?|samples?\s+of\s+(?:\w+\s+){0,3}(?:work|writing)|"
    r"portfolios?|manuscripts?|publications",
    "recording": r"video\s+auditions?|(?:audition|performance)\s+(?:videos?|tapes?|recordings?)|"
    r"video\s+(?:essays?|statements?|recordings?)|recordings?|headshots?",
    "diploma": r"diplomas?|degree\s+certificates?",
    "evaluation": r"(?:credential|credentials|course-by-course|transcript|performance|academic|third-party)\s+"
    r"(?:credential\s+)?evaluations?(?:\s+reports?)?|MSPE|dean[’']s\s+letters?",
    "proof": r"proofs?\s+(?:of|that)|evidence\s+(?:of|that)|documentation\s+(?:of|that|showing|proving)|"
    r"verification\s+of|confirmation\s+of",
    "copy": r"(?:photo)?cop(?:y|ies)\s+of",
    "bibliography": r"bibliograph(?:y|ies)",
    "list": r"lists?\s+of(?=\s+(?:\w+\s+){0,4}(?:referees|recommenders|references|publications|works?|courses|names|"
    r"presentations|awards|repertoire))",
    "letter": r"letters?",
    "passport": r"passports?(?:\s+cop(?:y|ies))?",
    "identification": r"(?:photo\s+)?(?:identification|identity\s+(?:cards?|documents?))|photo\s+IDs?|"
    r"driving\s+licen[cs]e",
    "photo": r"photographs?|photos?",
    "certificate": r"(?<!advanced\s)(?<!graduate\s)(?<!professional\s)(?<!teaching\s)certificates?|"
    r"certifications?|licen[cs]es?|licensure",
    "translation": r"translations?",
    "budget": r"budgets?",
    "biography": r"biograph(?:y|ies)|bios?",
    "abstract": r"abstracts?|synops[ie]s",
    "report": r"reports?",
    "form": r"forms?(?:\s+(?-i:[A-Z]{1,4}-?\d{1,5}[A-Z]?)\b)?|questionnaires?|affidavits?|FAFSA|CSS\s+Profile",
    "accounts": r"tax\s+returns?|payslips?|wage\s+slips?|receipts?|invoices?|bank\s+statements?|utility\s+bills?|"
    r"log\s?books?",
    "visa": r"visas?",
}
WORDS = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(f"(?P<{sort}>{pattern})" for sort, pattern in _SORTS.items())
    + r")(?!(?-i:[a-z\d_-]|[A-Z](?![a-z])))",
    re.IGNORECASE,
)
# These are one document of an application, whatever is said beside it, but for one beyond those that everyone sends.
_ONE_EACH = {"cv", "recommendation", "application"}
# Without a word beside it, one of these is the one of its sort that the documents ask for.
_SHORTENED = {"transcript", "statement", "essay", "sample", "proposal", "diploma", "budget", "biography"}
_ENGLISH = re.compile(r"\b(?:TOEFL|IELTS|PTE|Duolingo|DET|English)\b", re.IGNORECASE)
_OTHER_TEST = re.compile(r"\b(?:GRE|GMAT|USMLE|COMLEX|MCAT|LSAT|SAT|ACT)\b")
_EXTRA = re.compile(r"\b(?:additional|optional|extra|further|supplement(?:al|ary))\b", re.IGNORECASE)
_COMPLEMENT = re.compile(
    r"\s*(?:\([^()]{0,40}\)\s*)?(?:(?:of|from|for|that|to)\s+)?(?:(?!(?:of|from|for|in|at|on|with|by|to|and|or)\b)[\w’'-]+\s*){1,6}(?:(?:and|or)\s+\w+)?",
    re.I,
)
_OTHER_WORDS = {
    "photo": "photograph",
    "biography": "bio",
    "certificate": "licensure licence license certification",
    "proof": "evidence documentation verification confirmation",
}
_OF_MATTERS = {"statement", "proof", "letter", "list", "certificate", "copy", "report", "form"}
_NEUTRAL = set(
    terms(
        "official unofficial academic original final current recent updated completed signed electronic "
        "scanned optional additional extra further supplementary strong "
        " brief short typed written online pdf least minimum maximum sealed "
        "certified separate general nonrefundable refundable non formal required one two three four five six "
        "copy copies supplemental applicant recommended test exam score sample complete valid graduate record "
        "examination application individual word page"
    )
)


@dataclass(frozen=True, slots=True)
class Sort:
    """Which document a name means: what it is, and the stems of the words that tell it from others of its kind."""

    kind: str
    marks: frozenset[str]

    @property
    def extra(self) -> bool:
        """Whether it comes on top of another document of its kind."""
        return "additional" in self.marks

    @property
    def general(self) -> bool:
        """Whether it stands for any one document of its kind."""
        return not self.marks and self.kind in _SHORTENED

    def is_like(self, other: "Sort") -> bool:
        """Whether both are of one kind; a letter may be one of recommendation."""
        return self.kind == other.kind or (self.kind, other.kind) == ("letter", "recommendation")


def mentions(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The words for documents in `text[start:end]`, in order."""
    return WORDS.finditer(text, start, end)


def sort_of(name: str) -> Sort:
    """Which document the name means."""
    found = list(WORDS.finditer(name))
    if not found:
        return Sort("", frozenset(terms(name)) - _NEUTRAL or frozenset(words(name)))
    head = found[0]
    for following in found[1:]:
        between = name[head.end() : following.start()]
        if between.strip() and head.lastgroup != "copy":
            break
        head = following
    kind = head.lastgroup or ""
    extra = frozenset({"additional"}) if _EXTRA.search(name, 0, head.start() + 1) else frozenset()
    if kind == "score" and _ENGLISH.search(name) and not _OTHER_TEST.search(name):
        return Sort("english", frozenset())
    if kind in _ONE_EACH:
        return Sort(kind, extra)
    described = name[: head.end()]
    if kind in _OF_MATTERS and (complement := _COMPLEMENT.match(name, head.end())):
        described = name[: complement.end()]
    marks = (
        frozenset(terms(described))
        - (_NEUTRAL - {"applic"} if kind == "fee" else _NEUTRAL)
        - set(terms(f"{kind} {_OTHER_WORDS.get(kind, '')}"))
    )
    return Sort(kind, extra | frozenset(mark for mark in marks if len(mark) > 1 and not mark.isdigit()))
