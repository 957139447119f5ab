"""A question that asks several things -> its parts, each of which stands alone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.language import sentences as sentences_of
from assistant.rewriting import leans_on_the_part_before, names_something, points_back, without_courtesies

MAX_PARTS = 3
"""As many as an answer has quotes; what is asked beyond them stays with the last part."""

_VERB = r"(?:do|does|did|is|are|was|were|am|can|could|may|must|shall|should|will|would)(?:n['’]t)?"
_SOMEONE = r"(?:i|you|he|she|it|we|they|there|this|that|these|those|the|an?|my|your|our|their|any|all|anyone|someone)"
_HOW_MUCH = r"how (?:many|much|long|often|soon|late|early|old|big|far|high)"
_ASKING_WORD = (
    r"(?:(?:by|at|for|from|in|on|to|with|until|till|since|after|before|under) )?"
    rf"(?:whom?|whose|what|which|when|where|why|{_HOW_MUCH}|how)"
)
# "When is it", "which documents are", "how many letters", "do I", but not "when I was" or "is rare".
_CLAUSE = (
    rf"(?:{_ASKING_WORD}(?:['’]?s| to| (?!{_SOMEONE}\b)(?:[\w-]+ ){{0,3}}?{_VERB})\b"
    rf"|{_VERB} {_SOMEONE}\b|{_HOW_MUCH}\b)"
)
# "Do I have to say how many grants I have won and how much they were": the embedded question goes on.
_EMBEDS = re.compile(rf"(?:and |so |also |or )?{_VERB} {_SOMEONE}\b.* {_ASKING_WORD}\b", re.IGNORECASE)
_GOES_ON = re.compile(rf"{_ASKING_WORD} {_SOMEONE}\b", re.IGNORECASE)
_IF_SO = r"(?:if (?:so|yes|not), )?"
_NEEDS = re.compile(rf"\b{_ASKING_WORD} (?:else )?{_VERB} {_SOMEONE} need\W*$", re.IGNORECASE)
_BARE = rf"{_ASKING_WORD}(?=\W*$|,| and )"
_ASKS = re.compile(rf"(?:and |so |also |or )?(?:{_CLAUSE}|{_ASKING_WORD}(?! {_SOMEONE}\b)\b)", re.IGNORECASE)
_LIST_NUMBER = re.compile(r"\W*\d{1,2}\W*")
_BARELY_ASKS = re.compile(rf"{_ASKING_WORD}\W*", re.IGNORECASE)
# People leave out the full stop before "Can I".
_ASKS_INSIDE = re.compile(rf"(?:[,;:] |(?<= )(?=(?-i:[A-Z]))){_CLAUSE}|\b{_HOW_MUCH}\b", re.IGNORECASE)
_JOINT = re.compile(rf"(?:,? (?:and|plus)(?: also| then)?|[,;](?: also)?) (?={_IF_SO}{_CLAUSE}|{_BARE})", re.IGNORECASE)
_TWO_ASKING_WORDS = re.compile(rf"({_ASKING_WORD}) and ({_ASKING_WORD}) (?={_VERB}\b)(.+)", re.IGNORECASE)
# In "tell me what I need and when it is due" the order of words does not show what asks.
_INDIRECT = re.compile(
    r"(?:please )?(?:(?:can|could|would) you (?:please )?)?(?:tell|explain)(?: (?:to )?(?:me|us))?\b"
    r"|(?:i|we)(?:['’]d| would)? (?:like|want|need|love|wish) to know\b|do you know\b|i wonder\b",
    re.IGNORECASE,
)
_AND = re.compile(r"(?:and|also|plus),? ", re.IGNORECASE)
_INDIRECT_JOINT = re.compile(rf",? and (?={_ASKING_WORD} )", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Subquestion:
    """One part of a question: ``words`` as they were asked, ``text`` with what it needs from the rest."""

    words: str
    text: str


def decompose(question: str) -> tuple[Subquestion, ...]:
    """The parts of a question, in their order, 1 to `MAX_PARTS`; a question that asks one thing is its only part.

    What is told before or between the parts goes with each of them. A part that leans on those before ("by when?")
    has the one that names the subject in parentheses behind it, and perhaps one between. "I
    would like to know" asks only where nothing else does.
    """
    sentences = _sentences(without_courtesies(question))
    asking = [one for one in sentences if one.endswith("?") or _ASKS.match(one)]
    asking = asking or [one for one in sentences if _INDIRECT.match(one)]
    parts = _with_content(clause for sentence in asking for clause in _clauses(sentence))
    if len(parts) < 2:
        return (Subquestion(question, question),)
    if len(parts) > MAX_PARTS:
        parts[MAX_PARTS - 1 :] = [" ".join(parts[MAX_PARTS - 1 :])]
    told = [one for one in sentences if one not in asking and not _LIST_NUMBER.fullmatch(one)]
    found = []
    subject = between = ""
    for part in parts:
        bare = bool(_BARELY_ASKS.fullmatch(part))
        if subject and leans_on_the_part_before(part):
            # "Is it paid" is about the same as "does it start in July", "is there a fee" is what "how much" is about.
            behind = f"{subject} {between}" if between and (bare or not points_back(between)) else subject
            alone = f"{part} ({behind})"
            between = between if bare else part
        else:
            alone = part
            subject, between = "" if bare else part, ""
        found.append(Subquestion(part, " ".join([*told, alone])))
    return tuple(found)


def _sentences(text: str) -> list[str]:
    """The sentences; what goes on in small letters after a full stop ("the S.J.D. want") is one sentence with it."""
    found: list[str] = []
    for start, end in sentences_of(text, 0, len(text)):
        if found and found[-1].endswith(".") and text[start].islower():
            found[-1] = f"{found[-1]} {text[start:end]}"
        else:
            found.append(text[start:end])
    return found


def _clauses(sentence: str) -> list[str]:
    """The sentence cut where another thing is asked; what stands before the first asking clause stays with it."""
    both = _TWO_ASKING_WORDS.fullmatch(sentence)
    if both:
        return [f"{word} {both[3]}" for word in both.group(1, 2)]
    if _INDIRECT.match(sentence):
        return _INDIRECT_JOINT.split(sentence)
    found: list[str] = []
    start = 0
    for joint in _JOINT.finditer(sentence):
        before = sentence[start : joint.start()]
        goes_on = _EMBEDS.match(before) and _GOES_ON.match(sentence, joint.end())
        if not goes_on and (_ASKS.match(before) or _ASKS_INSIDE.search(before)):
            found.append(before)
            start = joint.end()
    return [*found, sentence[start:]]


def _with_content(clauses: Iterable[str]) -> list[str]:
    """The clauses; one that neither names anything nor is a bare "by when?" is one with its neighbour."""
    found: list[str] = []
    empty = ""
    for clause in (clause[joint.end() :] if (joint := _AND.match(clause)) else clause for clause in clauses):
        if names_something(clause) or _NEEDS.search(clause) or (found and _BARELY_ASKS.fullmatch(clause)):
            found.append(f"{empty} {clause}".strip())
            empty = ""
        elif found:
            found[-1] = f"{found[-1]} {clause}"
        else:
            empty = clause
    return found
