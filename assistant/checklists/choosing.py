"""Where one of several things will do: "one of the following counts as proof of address"."""

import re
from dataclasses import dataclass

from assistant.checklists.applying import ListOf, offers_choice
from assistant.checklists.asking import asks_anything, condition_in, is_for_later
from assistant.checklists.items import Need
from assistant.checklists.names import Piece, names_in
from assistant.checklists.pieces import Request
from assistant.checklists.surroundings import last_sentence, words_of
from assistant.checklists.vocabulary import Sort, mentions, sort_of
from assistant.types import Document

_ONE_OF = re.compile(
    r"\b(?:(?:any|at\s+least|only)\s+)?(?:one|two|any|either)\s+(?:or\s+more\s+)?of\s+(?:the\s+following|these)\b(?:\s+\w+){0,4}?(?=\s*(?:[:,.;(]|as\b|to\b|$))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A place that says of which things one will do.

    ``place`` is the whole of it, with its list; ``about`` are the documents that it may be a rule of, the likeliest
    first; ``request`` asks for one of the things, for where no other place names the document.
    """

    place: Piece
    about: tuple[Sort, ...]
    request: Request | None


def last_below(document: Document) -> dict[int, int]:
    """For each block that introduces others, the last of those that stand below it, at any depth."""
    last: dict[int, int] = {}
    for index in range(len(document.blocks) - 1, -1, -1):
        lead = document.blocks[index].lead
        if lead is not None and lead < index:
            last[lead] = max(last.get(lead, 0), last.get(index, index))
    return last


def choice_of_list(document: Document, index: int, last: int, listed: ListOf) -> Choice | None:
    """The choice between the blocks from the one at `index`, which introduces them, to `last`."""
    if listed is not ListOf.ALTERNATIVES:
        return None
    block = document.blocks[index]
    words = last_sentence(words_of(document, index))
    return _choice(document, (block.end - len(words), block.end), document.blocks[last].end)


def choice_in_sentence(document: Document, start: int, end: int) -> Choice | None:
    """The choice between things that a sentence lists after its colon."""
    colon = document.text.find(": ", start, end)
    if colon < 0 or not offers_choice(document.text[start:colon]):
        return None
    return _choice(document, (start, colon + 1), end)


def _choice(document: Document, lead: Piece, end: int) -> Choice | None:
    text = document.text
    if is_for_later(text[slice(*lead)]):
        return None
    about = tuple(dict.fromkeys(sort for found in mentions(text, *lead) for sort in _sorts(text, lead, found.start())))
    request = None
    one_of = _ONE_OF.search(text, *lead)
    if one_of and asks_anything(text[slice(*lead)]) and next(mentions(text, lead[1], end), None):
        condition = condition_in(text, *lead)
        need = Need.REQUIRED if condition is None else Need.CONDITIONAL
        request = Request(sort_of(one_of.group()), one_of.span(), (lead[0], end), None, need, condition)
    return Choice((lead[0], end), about, request) if about or request else None


def _sorts(text: str, lead: Piece, start: int) -> list[Sort]:
    """What the words for a document at `start` may mean, with two, one or none of the words before them."""
    before = [found.start() for found in re.finditer(r"\S+", text[max(lead[0], start - 60) : start])][-2:]
    starts = [*(max(lead[0], start - 60) + place for place in before), start]
    found = (names_in(text, begin, lead[1])[:1] for begin in starts)
    return [sort_of(text[slice(*names[0])]) for names in found if names]
