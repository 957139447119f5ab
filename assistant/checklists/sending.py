"""How an application is sent as a whole: where it goes, what not to send, and rules about no single document."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.checklists.asking import is_for_later
from assistant.checklists.finding import DocumentReader
from assistant.checklists.merging import Collection
from assistant.checklists.names import Piece, subject_of
from assistant.checklists.pieces import RulePiece, joined_sentences
from assistant.checklists.ruling import kinds_of, kinds_said_of_document
from assistant.citing import cite
from assistant.types import BlockKind, Citation, Document, Span

_PROSE = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.DEFINITION)

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


_PROVIDED = re.compile(r"\b(?:provided|as\s+long\s+as|only\s+if)\b[^.;]{0,200}$", re.IGNORECASE)
# Sentences about those who do not send something, or about where it is said what to send.
_NOT_SAID = re.compile(
    r"\b(?:who|if\s+you|if\s+they)\s+(?:do|does|did)\s+not\b|\bto\s+(?:determine|see|check|find\s+out)\b", re.IGNORECASE
)
_WHOLE = (
    r"(?:(?:application|supporting|required|requested|specific|additional|further|other|all|your)\s+){1,3}(?:documents?|documentation|"
    r"materials?|files?|attachments?|items|uploads)\b"
)
_ABOUT_ALL = re.compile(
    rf"(?:\b{_WHOLE}|^(?:documents|materials|files|attachments|uploads|everything)\b)[^.;:]{{0,60}}?\b(?:must|should|may|can|will|are\s+to|needs?\s+to|"
    r"ha(?:ve|s)\s+to)\s+(?:\w+\s+){0,2}be\s+(?:\w+ly\s+)?(?:sent|submitted|uploaded|received|in|written|translated|e-?mailed|mailed|saved|"
    r"combined|named|scanned|provided|typed|returned|accompanied)\b|"
    rf"\b(?:must|should|may|can|will|please|and)\s+(?:\w+\s+){{0,2}}?(?:send|submit|upload|e-?mail|mail|provide|save|combine|name|request)\s+"
    rf"(?:(?:\w+\s+){{0,3}}?{_WHOLE}|(?:documents|materials|files|attachments)\b)",
    re.IGNORECASE,
)


def is_not_wanted(words: str) -> bool:
    """Whether the sentence says what not to send, other than as the condition of something that may be done."""
    found = _NOT_SENT.search(words)
    if found is None or _DOCUMENT.search(words) is None:
        return False
    return not _PROVIDED.search(words[: found.start()]) and not _NOT_SAID.search(words)


def is_about_all(words: str) -> bool:
    """Whether the sentence says how documents are sent, without being about a single one of them."""
    return not words.rstrip().endswith(":") and _ABOUT_ALL.search(words) is not None and not is_for_later(words)


@dataclass(frozen=True, slots=True)
class Sending:
    """What one document says about sending an application, in reading order."""

    where: tuple[Citation, ...]
    not_wanted: tuple[Citation, ...]
    general: tuple[Citation, ...]


def sending_of(reader: DocumentReader, collection: Collection) -> Sending:
    """What the document says about sending; sentences about an item of the collection become rules of that."""
    document = reader.document
    where: list[tuple[Piece, Piece | None]] = []
    not_wanted: list[Piece] = []
    general: list[Piece] = []
    asked = {request.place for request in reader.requests}
    for index, start, end in _sentences(reader):
        words = document.text[start:end]
        unwanted = is_not_wanted(words)
        goes_to = _where(reader, index, start, end)
        where += goes_to
        if start < reader.entries.get(index, 0):
            continue
        if (start, end) not in asked and _add_rule(collection, document, start, end, unwanted=unwanted):
            continue
        if unwanted:
            not_wanted.append((start, end))
        elif not goes_to and is_about_all(words):
            general.append((start, end))
    led = {piece for piece, lead in where if lead is not None}
    return Sending(
        tuple(_cite(document, piece, lead) for piece, lead in where if lead is not None or piece not in led),
        tuple(_cite(document, piece) for piece in not_wanted),
        tuple(_cite(document, piece) for piece in general),
    )


def _sentences(reader: DocumentReader) -> Iterator[tuple[int, int, int]]:
    """The sentences that were read and may speak of sending, each with the block it stands in."""
    document = reader.document
    for index, block in enumerate(document.blocks):
        if block.start < reader.end and reader.surroundings.applying[index] and block.kind in _PROSE:
            read, _ = joined_sentences(document.text, block.start, block.end)
            yield from ((index, start, end) for start, end in read if start < reader.end)


def _add_rule(collection: Collection, document: Document, start: int, end: int, *, unwanted: bool) -> bool:
    """Whether the sentence is about an item of the collection; what it states is then a rule of that."""
    sort = subject_of(document.text, start, end)
    item = collection.find(sort) if sort is not None else None
    if sort is None or item is None or unwanted and item.sort != sort and not sort.general:
        return False
    words = document.text[start:end]
    if is_for_later(words):
        return True
    if kinds := kinds_said_of_document(words) if unwanted else kinds_of(words):
        item.add_rule(document, RulePiece(start, end, tuple(kinds)))
    return True


def _where(reader: DocumentReader, index: int, start: int, end: int) -> list[tuple[Piece, Piece | None]]:
    """The pieces that say where an application is sent, by a sentence or below it, each with what introduces it."""
    document = reader.document
    if not _says_where(document.text[start:end]):
        return []
    block = document.blocks[index]
    if document.text[end - 1] == ":" and end == block.end:
        below = _address_below(document, index, reader.last_below.get(index))
        if below:
            return [(piece, (block.start, block.end)) for piece in below]
    return [((start, end), None)]


def _says_where(words: str) -> bool:
    if (
        _NOT_SENT.search(words)
        or re.search(
            r"\b(?:cannot|can[’']t|unable|defer\w*|(?:after|once)\s+you|we\s+will|has\s+been|not|additional\s+time|extensions?)\b",
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


def _address_below(document: Document, index: int, last: int | None) -> list[Piece]:
    """The address under "Send it to:", in one piece, after what stands there in brackets."""
    below = list(range(index + 1, last + 1)) if last is not None else []
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


def _cite(document: Document, place: Piece, lead: Piece | None = None) -> Citation:
    return cite(Span(document.doc_id, *place, 1.0, lead), document)
