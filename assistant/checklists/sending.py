"""Where and how an application is sent, and what is not to be sent with it."""

import re

from assistant.checklists.asking import is_for_later
from assistant.checklists.names import Piece
from assistant.checklists.pieces import joined_sentences
from assistant.types import Block, BlockKind, Document

_THINGS = (
    r"(?:applications?|application\s+(?:materials|documents|forms?|packages?)|materials|documents?|documentation|"
    r"everything|completed\s+forms?)"
)
_SEND = re.compile(
    r"\b(?:send|submit|(?:mail|e-?mail|post)(?=\s+(?:your|the|all|it|this|completed|applications?|materials)\b)|return|upload|"
    r"deliver|(?:be|are|is)\s+(?:\w+\s+)?(?:submitted|e-?mailed|mailed|sent|made|uploaded|returned))\b"
    r"(?P<what>[^.;:?!\n]{0,100}?)\s"
    r"(?:to|at|via|through|using|online|by\s+(?:post|e-?mail|mail|fax)|electronically|in\s+person)\b",
    re.IGNORECASE,
)
_APPLY = re.compile(
    r"\bapply\s+(?:online|by\s+post|by\s+mail|electronically|(?:through|via|using|at|on)\b[^.;:?!\n]{1,80}?\b(?:portal|site|website|system|service|"
    r"online\s+application|https?))\b",
    re.IGNORECASE,
)
_WAYS = re.compile(
    r"\b(?:electronic|paper|online|e-?mailed|hard\s*copy)\b[^.;:?!\n]{0,60}\bapplications?\b[^.;:?!\n]{0,60}\b(?:accept\w*|sent|submitted)\b|"
    r"\bapplications?\b[^.;:?!\n]{0,40}\b(?:electronic(?:ally)?|paper|online)\b[^.;:?!\n]{0,60}",
    re.IGNORECASE,
)
_ABOUT = re.compile(rf"\b{_THINGS}\b", re.IGNORECASE)
_TARGET = re.compile(
    r"https?://|\S{1,64}@\S|\b(?:portal|site|website|system|address|online|post|e-?mail|office|department|director)\b|:\s*$",
    re.I,
)
_NOT_SENT = re.compile(
    r"\b(?:do\s+not|don[’']t|should\s+not|must\s+not|may\s+not|cannot|please\s+avoid|no\s+need\s+to|(?:do|does)\s+not\s+need\s+to|need\s+not)\s+"
    r"(?:\w+\s+){0,2}?(?:send|submit|upload|include|attach|enclose|mail|e-?mail|provide)\w*\b|"
    r"\b(?:do(?:es)?\s+not|don[’']t|will\s+not|cannot)\s+(?:accept|require|need|consider|review)\b|\bnot\s+(?:be\s+)?accepted\b|"
    r"\b(?:send|submit|include)\s+only\b|\bno\s+(?:other|additional|further)\s+(?:documents|materials)\b",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(
    r"\b(?:documents?|materials?|attachments?|letters?|transcripts?|essays?|scores?|cop(?:y|ies)|reports?|publications)\b",
    re.I,
)


def is_not_wanted(words: str) -> bool:
    """Whether the sentence says what not to send."""
    return _NOT_SENT.search(words) is not None and _DOCUMENT.search(words) is not None


def where_to_send(document: Document, applying: list[bool]) -> list[tuple[Piece, Piece | None]]:
    """The pieces that say where and how an application is sent, each with what introduces it."""
    found: list[tuple[Piece, Piece | None]] = []
    children: dict[int, list[int]] = {}
    for index, block in enumerate(document.blocks):
        if block.lead is not None:
            children.setdefault(block.lead, []).append(index)
    for index, block in enumerate(document.blocks):
        if not applying[index] or block.kind in (BlockKind.HEADING, BlockKind.QUESTION, BlockKind.TABLE_HEADER):
            continue
        for start, end in joined_sentences(document.text, block.start, block.end):
            if not _says_where(document.text[start:end]):
                continue
            below = (
                _address_below(document, index, block, children)
                if document.text[end - 1] == ":" and end == block.end
                else []
            )
            if below:
                found += [(piece, (block.start, block.end)) for piece in below]
            else:
                found.append(((start, end), None))
    led = {piece for piece, lead in found if lead is not None}
    return [(piece, lead) for piece, lead in found if lead is not None or piece not in led]


def _says_where(words: str) -> bool:
    if (
        _NOT_SENT.search(words)
        or re.search(
            r"\b(?:cannot|can[’']t|unable|defer\w*|(?:after|once)\s+you|we\s+will|has\s+been|not)\b",
            words,
            re.IGNORECASE,
        )
        or is_for_later(words)
    ):
        return False
    if _WAYS.search(words) and re.search(r"\b(?:accept|send|sent|submit|made)", words, re.IGNORECASE):
        return True
    if _APPLY.search(words):
        return True
    sent = _SEND.search(words)
    if sent is None or _TARGET.search(words, sent.start()) is None:
        return False
    return (
        _ABOUT.search(sent["what"]) is not None
        or _ABOUT.match(words[: sent.start()].split(" must ")[0].strip()) is not None
    )


def _address_below(document: Document, index: int, block: Block, children: dict[int, list[int]]) -> list[Piece]:
    """The address under "Send it to:", in one piece, after what stands there in brackets."""
    below = children.get(index, [])
    if not below:
        for position in range(index + 1, min(index + 12, len(document.blocks))):
            following = document.blocks[position]
            words = document.text[following.start : following.end]
            if following.kind is not BlockKind.PARAGRAPH or len(words) > 300 or re.search(r"[a-z]{3,}[.!?]$", words):
                break
            below.append(position)
    pieces: list[Piece] = []
    open_piece = False
    for position in below:
        start, end = document.blocks[position].start, document.blocks[position].end
        if document.text[start] == "(" and document.text[end - 1] == ")":
            pieces.append((start, end))
            open_piece = False
        elif open_piece and document.blocks[position - 1].end == pieces[-1][1]:
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
            open_piece = True
    return pieces
