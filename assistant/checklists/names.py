"""The verbatim names of documents in a list entry or in what a sentence asks for."""

import re

from assistant.checklists.vocabulary import WORDS, Sort, mentions, sort_of

MAX_CHARACTERS = 110
Piece = tuple[int, int]

_VERB = (
    r"(?:submit|send|upload|provide|include|attach|enclose|complete|fill\s+(?:in|out)|sign|prepare|write|compile|obtain|"
    r"supply|pay|show|have(?!\s+(?:\w+ed|taken|been|had)\b)|bring|add|e-?mail|mail|arrange(?:\s+for)?|request|return|gather|download|ask\s+for)"
)
_OPENING = re.compile(
    r"(?:\(?\d{1,2}[.)]\s+|\(?[a-zA-Z][.)]\s+|[-*•–]\s*)?"
    r"(?:(?:please|also|and|or|then|plus|both|either|including|e\.g\.,?|submission\s+of|sending|submitting|providing|uploading)\s+|"
    rf"(?:an?\s+|your\s+)?(?:\w+\s+)?application(?:\s+(?:packages?|packets?|materials?))?\s+(?:including|consisting\s+of|that\s+includes)\s+|"
    rf"{_VERB}\s+(?!of\b))*"
    r"(?:(?:us|them|(?:the\s+)?(?-i:[A-Z]{2,6}))\s+(?=(?:an?|your|the)\s))?"
    r"(?:(?:the\s+following|an?|the|your|their|his\s+or\s+her|his|her|its|our|any|all|some)\s+)*",
    re.IGNORECASE,
)
_VERB_FIRST = re.compile(
    rf"(?:\(?\d{{1,2}}[.)]\s+)?(?:{_VERB}|follow|read|create|see|visit|check|choose|make|go|use|"
    r"contact|describe|explain|discuss|tell|state|e-?mail|send|address|answer|list|take|meet|be|indicate|demonstrate|show|agree|confirm|identify|what|"
    r"how|why|which|enter|select|click|apply|register|pass|keep|get|find)\b",
    re.IGNORECASE,
)
# What ends a name. A bracket that only holds an abbreviation does not, nor the stop of one.
_END = re.compile(
    r"[:!?\n\[|]|\((?!(?!optional|required)(?-i:[A-Z][A-Za-z./]{1,7})\)|s\)|\d{1,2}\))|(?<!\b(?-i:[A-Z]))(?<!\bPh\.D)\.(?=\s|$)|\s[–—-]\s|—|\.{2,}|"
    r"(?<![\w-])(?:that|which|who|whose|to|must|should|shall|will|would|can|could|may|is|are|was|were|has|have|be|being|detailing|"
    r"explaining|describing|outlining|showing|saying|including|via|through|if|when|where|unless|until|so|because|indicating|"
    r"demonstrating|confirming|stating|using|before|after|within|no\s+(?:later|longer|more)|not|by|as\s+(?!well\b|a\s+Foreign\b)|along|"
    r"adds?|submits?|sends?|provides?|needs?|includes?|uploads?|contains?|sent|submitted|made|payable|directly|for\s+which|in\s+which|in\s+order|e\.g|such\s+as|but|prior|up\s+to)\b",
    re.IGNORECASE,
)
_JOIN = re.compile(
    r",\s*(?:and\s+|or\s+|&\s+|plus\s+)?|\s+(?:and|as\s+well\s+as|plus|along\s+with)\s+|\s+&\s+|\s*;\s*|(?<=\w)[-–]\s+(?=(?-i:[A-Z]))|"
    r"(?-i:(?<=[a-z)])(?=[A-Z][a-z]{2}))",
    re.I,
)
_QUOTED = re.compile(r"\s*[‘“\"](?P<title>[^‘“”\"\n]{3,110}?)[’”\"](?=\s*(?:$|[(\[.,;–—-]))")
# Where a list goes on after what a bracket or a clause said of one of its documents.
_GOES_ON = re.compile(
    r";\s+(?:and\s+|or\s+)?(?=\w)|(?<=\))(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|&)\s+|(?=(?-i:[A-Z][a-z])))(?=\w)|"
    r",\s+(?:and|as\s+well\s+as|plus)\s+(?=(?:an?|your|the|one|two|three|four|official|copies\s+of|proof\s+of)\s)",
    re.IGNORECASE,
)
# What has to be proved belongs to the name: "evidence that you live there".
_MATTER = re.compile(r"(?:\w+\s+){0,2}?(?:evidence|proof|documentation|confirmation)\s+that\s+", re.IGNORECASE)
_NOT_BEFORE = re.compile(
    r"\b(?:on|in|of|with|from|to|by|for|about|into|during|under|is|are|how|see|review|visit|refer|check|achieve|pass|earn|maintain|taken?|taking|completed|passed|earned|received|holds?|what|we|you|they|who|only\s+if|between|"
    r"whether|related|regarding|than)\b",
    re.IGNORECASE,
)
# How high a score has to be is no document.
_LEVEL = re.compile(
    r"(?:average|minimum|passing|satisfactory|preferred|competitive)\s+(?:\w+\s+)?scores?", re.IGNORECASE
)
_NOT_SUBJECT = re.compile(
    r"\b(?:for|of|about|from|on|with|in|to|by|via|through|within|include|mention|discuss|give)\b|:|(?:\S{1,40}\s+){8}",
    re.IGNORECASE,
)
_DETERMINED = re.compile(r"(?:an?|your|the|their|one|two|three)\s", re.IGNORECASE)
_AT = re.compile(r"\b(?:at\s+least|at\s+most|up\s+to|a\s+minimum\s+of|one\s+of|each\s+of|set\s+of|copy\s+of)\b", re.I)
_AFTER_HEAD = re.compile(
    r"\s*(?:$|[^\w\s’']|(?:of|from|for|on|in|at|and|or|with|within|about|required|optional|taken|written|made|sent|payable|[a-z]+ed|that|to|showing|narrative|"
    r"attesting|via|by|translated|attended|along|plus|as|if|only|per|each|yourself|themselves|directly|online)\b)|\s*[’']s?\s*$",
    re.IGNORECASE,
)


_AFTER_ENTRY = re.compile(
    r"\s*(?:$|[:;.(\[|,–—*-]|\b(?:that|which|from|of|for|in|detailing|explaining|describing|outlining|showing|including|indicating|"
    r"demonstrating|stating|sent|submitted|via|with|as|to\s+be|by|if|when|where|who|using|such|[a-z]+ing)\b)",
    re.IGNORECASE,
)
_AFTER_ANNOUNCED = re.compile(r"\s*(?:$|[:;.(\[]|[–—-]\s)")
_AFTER_ALONE = re.compile(r"\s*(?:\([^()\n]{0,80}\)\s*)?(?:$|[:\[]|[–—-]\s)")
# Alone, as a heading or the start of a paragraph, these do not say which document is meant.
_BARE = set("form fee report certificate letter application list copy budget passport visa accounts plan".split())


def goes_on_as_entry(text: str, start: int, end: int) -> bool:
    """Whether what follows a name fits an entry of a list, rather than a sentence."""
    return _AFTER_ENTRY.match(text, start, end) is not None


def stands_announced(text: str, start: int, end: int) -> bool:
    """Whether a name stands at the start of a paragraph as an entry of an announced list does."""
    return _AFTER_ANNOUNCED.match(text, start, end) is not None


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether nothing but a bracket, a colon or a dash follows a name."""
    return _AFTER_ALONE.match(text, start, end) is not None


def is_too_bare(name: str) -> bool:
    """Whether the name does not say by itself which document is meant."""
    sort = sort_of(name)
    return not sort.marks and sort.kind in _BARE and len(name.split()) < 2


def names_in(text: str, start: int, end: int, *, any_words: bool = False) -> list[Piece]:
    """The names that `text[start:end]` begins with, as (start, end); several where it joins them by "and" or commas.

    With `any_words`, what holds no word for a document is a name too, as in a list that is said to be one of documents.
    """
    if any_words and (title := _QUOTED.match(text, start, end)):
        return [title.span("title")]
    begin = _after_opening(text, start, end)
    names: list[Piece] = []
    here: int | None = begin
    while here is not None:
        stop = _end_of_name(text, here, end)
        found = (_trimmed(text, first, last) for first, last in _groups(text, here, stop))
        names += [name for name in found if name is not None and _is_document(text, *name)]
        # What follows a colon or a dash describes the document before it.
        described = re.compile(r":|\s?[–—]|\s-\s").match(text, stop, end)
        more = None if described else _GOES_ON.search(text, stop, end)
        here = _after_opening(text, more.end(), end) if more and "\n" not in text[stop : more.end()] else None
    first_stop = _end_of_name(text, begin, end)
    if not names and any_words and not _VERB_FIRST.match(text, start, first_stop):
        name = _trimmed(text, begin, first_stop)
        return [name] if name is not None and _is_short_phrase(text[slice(*name)]) else []
    return names


def _end_of_name(text: str, start: int, end: int) -> int:
    """Where the words that name documents end, from the start of the first name."""
    matter = _MATTER.match(text, start, end)
    stop = _END.search(text, matter.end() if matter else start, end)
    return stop.start() if stop else end


def _after_opening(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    opening = _OPENING.match(text, start, end)
    return opening.end() if opening else start


def _groups(text: str, start: int, end: int) -> list[Piece]:
    """The parts that commas and "and" divide, each with a word for a document in it."""
    parts: list[Piece] = []
    begin = start
    joins = list(_JOIN.finditer(text, start, end))
    for join in joins:
        parts.append((begin, join.start()))
        begin = join.end()
    parts.append((begin, end))
    joined = "".join(join.group() for join in joins)
    chosen = joins and re.search(r"\bor\b", text[joins[-1].start() : end])
    if chosen and not re.search(r"\band\b|;|&|-|plus|well", joined):
        return [(start, end)]
    groups: list[Piece] = []
    open_start: int | None = None
    last_named = max((first for first, last in parts if next(mentions(text, first, last), None)), default=start)
    for first, last in parts:
        if next(mentions(text, first, last), None) is not None:
            groups.append((first if open_start is None else open_start, last))
            open_start = None
        elif not groups or (first < last_named and _DETERMINED.match(text, first, last)):
            open_start = first if open_start is None else open_start
        elif not _adds_something_else(text, groups[-1][1], first, last):
            groups[-1] = (groups[-1][0], last)
    return groups


def _adds_something_else(text: str, before: int, first: int, last: int) -> bool:
    """Whether a part that names no document does not belong to the name before it either."""
    return (
        _VERB_FIRST.match(text, first, last) is not None
        or re.search(r"\b(?:documents|materials|information|items)$", text[first:last]) is not None
        or re.search(r"[,;]", text[before:first]) is not None
    )


def _trimmed(text: str, start: int, end: int) -> Piece | None:
    start = _after_opening(text, start, end)
    while start < end and not (text[start].isalnum() or text[start] in "$£€"):
        start += 1
    while end > start and (
        text[end - 1].isspace() or text[end - 1] in ",;:*\"'“”‘’.-–—/" and text[end - 2 : end] != "V."
    ):
        end -= 1
    if end > start and text[end - 1] == ")" and text.count(")", start, end) > text.count("(", start, end):
        end -= 1
    cut = re.search(
        r"\s(?:and|or|of|from|for|in|on|at|with|the|a|an|your|you|we|they|that|online)$", text[start:end], re.IGNORECASE
    )
    if cut:
        end = start + cut.start()
    if end - start > MAX_CHARACTERS:
        first = next(mentions(text, start, end), None)
        of = re.compile(r"\s+of\s+[\w’'-]+(?:\s+(?:and|or)\s+\w+)?").match(text, first.end(), end) if first else None
        end = of.end() if of else first.end() if first else start
        if end - start > MAX_CHARACTERS:
            return None
    return (start, end) if end > start else None


def _is_document(text: str, start: int, end: int) -> bool:
    """Whether the phrase means a document and does not only mention one, as "name on a form" does."""
    found = list(mentions(text, start, end))
    if not found or _LEVEL.match(text, start, end):
        return False
    before = _AT.sub(" ", text[start : found[0].start()])
    if _NOT_BEFORE.search(before) or len(before.split()) > 8:
        return False
    head = found[0]
    for following in found[1:]:
        if text[head.end() : following.start()].strip():
            break
        head = following
    return _AFTER_HEAD.match(text, head.end(), end) is not None or head.lastgroup in {"proof", "copy", "list"}


def subject_of(text: str, start: int, end: int) -> Sort | None:
    """Which document a sentence speaks of in its first words; None where it does not begin with one."""
    first = next(mentions(text, start, min(end, start + 90)), None)
    if first is None or _NOT_SUBJECT.search(text, start + 4, first.start()):
        return None
    after = first.end()
    while after < end and text[after].isspace():
        after += 1
    if _AFTER_HEAD.match(text, after, end) is None and _END.match(text, after, end) is None:
        return None
    described = text[start:after]
    last = list(WORDS.finditer(described))
    if not last:
        return None
    return sort_of(" ".join([*described[: last[-1].start()].split()[-2:], described[last[-1].start() :]]))


def _is_short_phrase(words: str) -> bool:
    return len(words.split()) <= 8 and not re.search(
        r"@|https?:|\b(?:GPA|grade\s+point|interview|deposit|documents|materials|items|is|are|was|were|will|can|may|should|must|you|we|students|applicants|candidates|click|here|visit|please|read|create|log|apply|register)\b",
        words,
        re.IGNORECASE,
    )
