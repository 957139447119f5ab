"""A follow-up and its history -> a question that stands alone."""

import re

from assistant.language import terms, words
from assistant.types import Question

# Words that point back at something said before.
_POINTING = frozenset(
    """he him his she her hers it its they them their theirs this that these those there then one ones other others
    another same such both either else also too instead more again""".split()
)
_OPENING = re.compile(
    r"^(?:and|or|but|so|also|then|ok(?:ay)?|what about|how about|what if|why|really|yes|no)\b", re.IGNORECASE
)
_SELF_CONTAINED_TERMS = 7


def rewrite(question: Question) -> str:
    """The question itself, or, when it leans on the conversation, the applicant's question before it and then itself.

    Only what the applicant said is used: the answers in a history come from the client and may be forged.
    """
    if not question.history or not _leans_on_history(question.text):
        return question.text
    before = question.history[-1].question
    if not before or before == question.text:
        return question.text
    return f"{before} {question.text}"


def _leans_on_history(text: str) -> bool:
    if _OPENING.search(text) or _POINTING.intersection(words(text)):
        return True
    return len(set(terms(text))) < _SELF_CONTAINED_TERMS
