"""What applicants' abbreviations stand for, and how a question is asked with their words."""

import re
from collections.abc import Mapping

from assistant.language import terms

CUSTOMARY = {
    "app": "application",
    "cv": "curriculum vitae",
    "dept": "department",
    "docs": "documents",
    "ecfmg": "Educational Commission for Foreign Medical Graduates",
    "fafsa": "Free Application for Federal Student Aid",
    "faq": "frequently asked questions",
    "gmat": "Graduate Management Admission Test",
    "gpa": "grade point average",
    "grad": "graduate",
    "gre": "Graduate Record Examination",
    "ielts": "International English Language Testing System",
    "img": "international medical graduate",
    "intl": "international",
    "lor": "letters of recommendation",
    "lsat": "Law School Admission Test",
    "mba": "Master of Business Administration",
    "mcat": "Medical College Admission Test",
    "nrmp": "National Resident Matching Program",
    "phd": "doctorate",
    "prereq": "prerequisites",
    "rec": "recommendation",
    "sop": "statement of purpose",
    "toefl": "Test of English as a Foreign Language",
    "undergrad": "undergraduate",
    "uni": "university",
    "usmle": "United States Medical Licensing Examination",
    # These are also words, or mean something else in lower case.
    "ERAS": "Electronic Residency Application Service",
    "LLM": "Master of Laws",
    "OPT": "optional practical training",
    "PI": "principal investigator",
    "RA": "research assistant",
    "TA": "teaching assistant",
}
"""Abbreviation -> its words. One in lower case is known in any case, another only as it is written."""

_MOST_EXPANDED = 4
_WORD = re.compile(r"(?<![\w@.<#-])[A-Za-z]{2,10}(?![\w@-]|\.\w)")


def expand(question: str, table: Mapping[str, str]) -> str:
    """The question with each abbreviation's words after it in parentheses, where they are not there already.

    "how many LoR do i need" -> "how many LoR (letters of recommendation) do i need". At most `_MOST_EXPANDED`; keys
    are as in `CUSTOMARY`.
    """
    said = set(terms(question))
    parts, done = [], 0
    for match in _WORD.finditer(question):
        meaning = _meaning(match[0], table)
        if meaning is None or said.issuperset(terms(meaning)):
            continue
        parts += [question[done : match.end()], f" ({meaning})"]
        done = match.end()
        said.update(terms(meaning))
        if len(parts) == 2 * _MOST_EXPANDED:
            break
    return "".join([*parts, question[done:]])


def _meaning(word: str, table: Mapping[str, str]) -> str | None:
    """What the abbreviation or its plural stands for; None when the word is none."""
    forms = (word, word.lower(), word.removesuffix("s"), word.lower().removesuffix("s"))
    return next((table[form] for form in forms if form in table), None)
