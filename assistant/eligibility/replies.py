"""What an applicant types -> yes, no or unsure."""

import re

from assistant.eligibility.values import Reply

_FILLER = re.compile(r"^(?:(?:well|um+|uh|hmm+|oh|actually|sorry|okay|ok)\b[\s,.:;!-]*){1,4}(?=\w)", re.IGNORECASE)
_TAIL = (
    r"(?:[\s,.;:!-]+(?:i|we|it|that|he|she|they|thanks?|thank\s+you|please|of\s+course|definitely|absolutely|sir)\b"
    r".{0,80})?"
)
_SHORT = r"(?:i|we|it|that|they)\s+(?:{0})(?:\s+(?:indeed|so|already|all|all\s+of\s+(?:them|it)|now|yet|either))?"
_POSITIVE = r"do|am|are|have|has|can|did|is|does|will|was|were"
_NEGATIVE = (
    r"(?:do|am|are|have|has|can|did|is|does|will|was|were)\s+not|cannot|"
    r"(?:do|are|have|has|ca|did|is|does|wo|was|were)n['’]?t"
)
_UNSURE = re.compile(
    r"(?:(?:i\s+am|i['’]?m|im|we\s+are|we['’]re)\s+)?(?:not\s+(?:so\s+|really\s+|quite\s+|entirely\s+|completely\s+|too\s+)?"
    r"(?:sure|certain)|unsure|uncertain)\b.{0,80}|(?:i\s+)?(?:really\s+)?(?:do\s+not|don['’]?t|dont|dunno|can['’]?t|cannot)"
    r"(?:\s+(?:really\s+|quite\s+)?(?:know|remember|say|tell)\b.{0,80})|(?:i\s+)?(?:dunno|idk)\b.{0,40}|no\s+idea\b.{0,40}|"
    r"(?:i\s+have\s+no|no)\s+(?:idea|clue)\b.{0,40}|(?:may\s*be|perhaps|possibly|probably(?:\s+not)?|unsure|unknown|"
    r"it\s+depends|that\s+depends|depends|skip|pass|hard\s+to\s+say|could\s+be|i\s+guess(?:\s+so)?|i\s+think\s+so|"
    r"i\s+(?:don['’]?t|do\s+not)\s+think\s+so|sort\s+of|kind\s+of|partly|\?{1,3})\b.{0,40}|\?{1,3}",
    re.IGNORECASE,
)
_NO = re.compile(
    rf"(?:no|n|nope|nah|nay|never|negative|false|not\s+(?:yet|at\s+all|really|now|currently|any\s*more))\b{_TAIL}|"
    rf"{_SHORT.format(_NEGATIVE)}",
    re.IGNORECASE,
)
_YES = re.compile(
    rf"(?:yes|y|yep|yeah|yup|yea|sure|certainly|of\s+course|correct|right|true|indeed|affirmative|absolutely|definitely|"
    rf"that['’]?s\s+(?:right|correct|true))\b{_TAIL}|{_SHORT.format(_POSITIVE)}",
    re.IGNORECASE,
)
# "Yes, but not yet" and "no, I mean yes" are neither.
_TURNS = re.compile(r"\b(?:but|except|although|though|however|unless|if|only|wait|mean|yes|no|not|maybe)\b|n['’]t\b")
# "No, when is the deadline" and "not sure what the fee is" ask, "yes, I failed it" says more than yes.
_ASKS = re.compile(
    r"\?|\b(?:what|when|where|which|who|whom|how|why|want|question|ask|asking|stop|(?:i|we)\s+never|lack|lacks|fail\w*)\b",
    re.IGNORECASE,
)
_MARKS_ONLY = re.compile(r"\?{1,3}")
MAX_CHARACTERS = 120
"""A longer answer says more than yes or no."""


def read_reply(text: str) -> Reply | None:
    """What the words answer, None where they say something else or more than that."""
    words = " ".join(text[: MAX_CHARACTERS * 2].split()).strip(" .!,;:'\"“”")
    if not words or len(words) > MAX_CHARACTERS or (_ASKS.search(words) and not _MARKS_ONLY.fullmatch(words)):
        return None
    words = words if _UNSURE.fullmatch(words) else _FILLER.sub("", words)
    if _UNSURE.fullmatch(words):
        return Reply.UNSURE
    for pattern, reply in ((_NO, Reply.NO), (_YES, Reply.YES)):
        if pattern.fullmatch(words):
            return None if _contradicts(words, reply) else reply
    return None


def _contradicts(words: str, reply: Reply) -> bool:
    tail = words.lower().split(" ", 1)[1] if " " in words else ""
    found = set(_TURNS.findall(tail))
    harmless = {"no", "not", "n't", "n’t"} if reply == Reply.NO else {"yes"}
    return bool(found - harmless)
