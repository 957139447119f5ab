"""The newest part of a mail -> the questions in it, each as it is written and as it can be asked alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.language import sentences, terms, words
from assistant.mail import foreign, wording
from assistant.mail.values import Mail, MailQuestion

MAX_QUESTIONS = 8
_MAX_ASKED_CHARACTERS = 1_000
_MAX_CONTEXT_CHARACTERS = 400
_SELF_CONTAINED_TERMS = 3
_MAX_ITEM_WORDS = 9
# A line that would have become longer than the first, and is not longer than the second, was wrapped.
_WRAPPED_AT = (58, 100)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"]{1,500}[^\s<>\".,;:!?)\]]|[^\s<>@,;:()]{1,64}@[\w.-]{1,200}\w")
_MARKS = re.compile(
    r"(?:[?？؟]+|(?<=[\u0370-\u03ff])[;\u037e])[)\]\"'”’»*_]{0,4}(?=\s|$|[^\W\d_a-z]|[^\x00-\u024f])|[。！]"
)
_ASKS_AT_END = re.compile(r"(?:[?？؟]|(?<=[\u0370-\u03ff])[;\u037e])[!?？؟.…\s)\]\"'”’»*_]{0,6}$")
_QUOTES_A_QUESTION = re.compile(r"[^\"“«]{3,200}[\"“«][^\"”»]{1,200}[?？؟][\"”»]\s{0,2}$")
_PREFIX = re.compile(
    r"(?:one more|another|a (?:quick|short|further|last|final|general|second)|my|the|eine|noch|otra|une)\b", re.I
)
_FOREIGN = re.compile(
    r"[^\x00-\x7f]|\b(?:ich|und|der|die|das|ist|je|vous|les|est|el|los|para|que|uma|não|os)\b", re.IGNORECASE
)
_LETTERS = re.compile(r"[^\W\d_]{2}|[^\x00-\u024f]")
_COLON = re.compile(r"[:：]\s{1,3}|\s[–—-]\s")
_REPLY_PREFIX = re.compile(
    r"(?:(?:re|aw|fwd?|wg|sv|tr|rv|r|antw|enc|vs)\s?(?:\[\d\])?\s?[:：]\s{0,9}){0,9}", re.IGNORECASE
)
_TRAILING = re.compile(r"[,;]? (?:thanks?|thank you|thx|many thanks|cheers|regards)\b.{0,40}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence, without its list mark and greeting: its place in the newest part, and itself on one line."""

    start: int
    end: int
    text: str
    item: bool
    line: int


def questions(mail: Mail) -> tuple[MailQuestion, ...]:
    """The questions of the mail in their order, at most `MAX_QUESTIONS`; ``mail.remarks`` say where there are more.

    A question asked twice is given once. The subject is looked at where the text asks nothing and the mail is no reply.
    """
    return find_questions(mail)[:MAX_QUESTIONS]


def find_questions(mail: Mail) -> tuple[MailQuestion, ...]:
    """All the questions of the mail."""
    found = _in_text(mail.newest)
    if found or (mail.in_reply_to and not mail.forwarded):
        return found
    return _in_subject(mail.subject)


def hands_on(note: str) -> bool:
    """Whether the words above a forwarded mail ask nothing themselves, but only pass it on."""
    said = [
        one
        for one in _in_text(note, alone=True)
        if not (wording.HAND_ON.search(one.words) or foreign.HAND_ON.search(one.words))
    ]
    return not said


# A mail is asked for its questions when it is read, judged and answered.
@lru_cache(maxsize=4)
def _in_text(newest: str, *, alone: bool = False) -> tuple[MailQuestion, ...]:
    told = list(_sentences(newest))
    kinds = _kinds(told)
    if not alone and not any(kind in ("asks", "leads") for kind in kinds):
        kinds = [
            "asks" if kind == "help" and _has_before(told, kinds, place) else kind for place, kind in enumerate(kinds)
        ]
    asking = [
        place for place, kind in enumerate(kinds) if kind == "asks" or (kind == "leads" and _stands(told, kinds, place))
    ]
    found: list[MailQuestion] = []
    seen: set[tuple[str, ...]] = set()
    for place in asking:
        one = told[place]
        key = tuple(words(one.text))
        if key in seen or not any(character.isalnum() for character in one.text):
            continue
        seen.add(key)
        found.append(MailQuestion(newest[one.start : one.end], one.start, one.end, _alone(told, kinds, place)))
    return tuple(found)


def _kinds(told: list[_Sentence]) -> list[str]:
    """For every sentence "asks", "leads" (in to what is asked), "help" (asks about what was told), "polite" or ""."""
    kinds = [_kind(one.text) for one in told]
    asking_lines = {one.line for one, kind in zip(told, kinds, strict=True) if kind == "asks"}
    listing = False  # The items of a list here are asked about.
    for place, one in enumerate(told):
        before = told[place - 1] if place else None
        if one.item or (listing and before and one.line == before.line + 1 and _is_short_line(one.text)):
            if listing and (kinds[place] == "leads" or (kinds[place] == "" and one.line not in asking_lines)):
                kinds[place] = "asks"
            continue
        listing = False
        following = told[place + 1] if place + 1 < len(told) else None
        if following is None or _ASKS_AT_END.search(one.text):
            continue
        colon = one.text.endswith((":", "："))
        if following.item or (colon and following.line == one.line + 1 and _is_short_line(following.text)):
            listing = bool(wording.ITEMS_FOLLOW.search(one.text)) or (colon and kinds[place] in ("asks", "leads"))
        if listing or (colon and kinds[place] in ("asks", "leads")):
            kinds[place] = "polite"
    return kinds


def _is_short_line(text: str) -> bool:
    """Whether it could be an item of a list that has no marks."""
    return len(text.split()) <= _MAX_ITEM_WORDS and text[-1] not in ".!。:,"


def _kind(text: str) -> str:
    if not _LETTERS.search(text):
        return ""
    if wording.COURTESY.match(text):
        return "help" if wording.HELP.search(text) else "polite"
    if wording.BARE_ADVISE.match(text) or wording.ANNOUNCES.search(text):
        return "help"
    if _ASKS_AT_END.search(text):
        return "" if _QUOTES_A_QUESTION.match(text) else "asks"
    if wording.OFFER.search(text) or foreign.OFFERS.search(text):
        return "polite"
    if not text.endswith("!") and (wording.ASKS_AT_START.match(text) or wording.ASKS_INSIDE.search(text)):
        return "asks"
    if wording.UNMARKED.match(text) or foreign.UNMARKED.match(text):
        return "asks"
    if any(pattern.search(text) for pattern in (*wording.INDIRECT, *foreign.ASKS)):
        return "asks" if _names_something(text) else ""
    if any(pattern.search(text) for pattern in wording.WEAK):
        return "leads"
    return ""


def _names_something(text: str) -> bool:
    return len(set(terms(text))) >= 1


def _stands(told: list[_Sentence], kinds: list[str], place: int) -> bool:
    """Whether a sentence that could lead in to a question is one: nothing after it asks about what it names."""
    asked_after = [number for number in range(place + 1, len(told)) if kinds[number] == "asks"]
    if not asked_after:
        return not any(kind == "asks" for kind in kinds)
    if any(wording.ANNOUNCES.search(one.text) for one in told[place + 1 : asked_after[0]]):
        return False
    named = {word for word in words(told[place].text)} - wording.GENERAL_TERMS
    meaning = {stem for word in named for stem in terms(word)}
    later = {stem for number in asked_after for stem in terms(told[number].text)}
    following = told[asked_after[0]].text.lower()
    goes_on = (asked_after[0] == place + 1 or _leans(following)) and not following.startswith(
        ("also", "and ", "in addition", "second", "further")
    )
    return bool(meaning - later) and not goes_on and not meaning & later


def _alone(told: list[_Sentence], kinds: list[str], place: int) -> str:
    """The question on one line, with the sentence before where it leans on that: told before it, asked behind it."""
    text = told[place].text
    before = next((number for number in range(place - 1, -1, -1) if kinds[number] != "polite"), None)
    if before is None or told[place].item or not (_leans(text) or _is_about_the_writer(told, kinds, before, place)):
        return text[:_MAX_ASKED_CHARACTERS]
    context = told[before].text
    if len(context) > _MAX_CONTEXT_CHARACTERS or len(context) + len(text) > _MAX_ASKED_CHARACTERS - 4:
        return text[:_MAX_ASKED_CHARACTERS]
    if kinds[before] == "asks":
        return f"{text} ({context})"
    return f"{context}{'' if context[-1] in '.!?:;,。！' else '.'} {text}"


def _leans(text: str) -> bool:
    """Whether the question points back at what was said, or names almost nothing itself."""
    if pointing := wording.POINTS_BACK.search(text):
        # "My topic is bone density - is that ...": it points into the sentence itself.
        return len(set(terms(text[: pointing.start()]))) < _SELF_CONTAINED_TERMS
    if _FOREIGN.search(text):
        return False
    named = [word for word in words(text) if word not in wording.GENERAL_TERMS]
    meaning = set(terms(" ".join(named)))
    return len(meaning) < (3 if wording.POINTING_WORD.search(text) and len(words(text)) < 9 else 1)


def _is_about_the_writer(told: list[_Sentence], kinds: list[str], before: int, place: int) -> bool:
    """Whether the writer asks about themselves and has just said something about themselves."""
    statement = told[before]
    return (
        statement.line == told[place].line
        and kinds[before] == ""
        and bool(wording.WRITER.search(told[place].text))
        and bool(wording.TELLS_OF_WRITER.match(statement.text))
        and not wording.INTRODUCTION.match(statement.text)
    )


def _has_before(told: list[_Sentence], kinds: list[str], place: int) -> bool:
    return place > 0 and kinds[place - 1] == "" and len(terms(told[place - 1].text)) >= 2


def _in_subject(subject: str) -> tuple[MailQuestion, ...]:
    """The subject as a question, where it is one."""
    prefix = _REPLY_PREFIX.match(subject)
    start = prefix.end() if prefix else 0
    text = subject[start:]
    named = wording.SUBJECT_ASKS.match(text)
    if named and not terms(" ".join(set(words(text[named.end() :])) - wording.GENERAL_TERMS)):
        return ()  # "Question about your program" names nothing.
    if not named and _kind(text) not in ("asks", "leads"):
        return ()
    if wording.COURTESY.match(text):
        return ()
    return (MailQuestion(text, start, len(subject), " ".join(text.split()), in_subject=True),)


def _sentences(newest: str) -> Iterator[_Sentence]:
    """The sentences in their order; lines that a mail program wrapped are read as one, those of a list apart."""
    hidden = _ADDRESS.sub(lambda match: "x" * len(match.group()), newest)
    joined = _joined(hidden)
    start = 0
    for number, line in enumerate(joined.split("\n")):
        end = start + len(line)
        marker = wording.MARKER.match(line)
        inner = start + marker.end() if marker else start
        for begin, stop in _split(joined, inner, end):
            begin = _behind_greeting(joined, begin, stop)
            begin, stop = _trimmed(newest, begin, stop)
            if begin < stop:
                yield _Sentence(begin, stop, " ".join(newest[begin:stop].split()), marker is not None, number)
        start = end + 1


def _joined(text: str) -> str:
    """The text, as long as before, with spaces for the line breaks within a sentence."""
    lines = text.split("\n")
    pieces = []
    carried = 0  # The length of the line so far, where it goes on from the one before.
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        pieces.append(line)
        first = following.split(" ", 1)[0]
        ended = line.rstrip()[-1:] in ".?!:;。？！؟"
        wrapped = _WRAPPED_AT[0] < len(line) + 1 + len(first) and len(line) <= _WRAPPED_AT[1]
        goes_on = following[:1].islower() and not ended
        is_break = not line.strip() or not following.strip() or wording.MARKER.match(following) is not None
        if not is_break and (wrapped or (goes_on and (carried or line.rstrip().endswith(",")))):
            pieces.append(" ")
            carried += len(line)
        else:
            pieces.append("\n")
            carried = 0
    return "".join(pieces)[: len(text)]


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences between two places; a question mark always ends one, except before "or" in small letters."""
    pieces: list[tuple[int, int]] = []
    for stop in [*(match.end() for match in _MARKS.finditer(text, start, end)), end]:
        for begin, last in sentences(text, start, stop):
            if pieces and (
                (text.startswith("or ", begin) and text[pieces[-1][1] - 1] in "?？؟")
                or foreign.ORDINAL.search(text, pieces[-1][0], pieces[-1][1])
            ):
                begin = pieces.pop()[0]
            pieces.append((begin, last))
        start = stop
    yield from pieces


def _behind_greeting(text: str, start: int, end: int) -> int:
    """The place behind a greeting, "P.S." or "One more question:", where what asks stands behind it."""
    for pattern in (wording.POSTSCRIPT, wording.GREETING, wording.GREETING):
        match = pattern.match(text, start, end)
        if match and match.end() < end:
            start = match.end()
    sentence = text[start:end]
    for colon in _COLON.finditer(sentence[:160]):
        rest = sentence[colon.end() :]
        asks = _ASKS_AT_END.search(rest) or wording.ASKS_AT_START.match(rest)
        lead = sentence[: colon.start()]
        if asks and (wording.META.search(lead) or foreign.LEADS.search(lead)) and rest.strip():
            return start + colon.end()
    return start


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in "*_)]\"'”’»"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "*_"):
        end -= 1
    return start, end
