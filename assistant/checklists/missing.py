"""What a document may ask for and no item holds: lists that do not follow, and what was not read."""

from assistant.checklists.applying import announces_documents
from assistant.checklists.finding import DocumentReader
from assistant.checklists.items import MAX_SENTENCES, Gap
from assistant.checklists.names import Piece
from assistant.checklists.surroundings import last_sentence, words_of
from assistant.citing import cite
from assistant.types import BlockKind, Document, Span

_SHOWN = 160
_HEADED = (BlockKind.HEADING, BlockKind.QUESTION)


def gaps_in(reader: DocumentReader) -> list[Gap]:
    """The gaps of one document that has been read, in reading order."""
    document = reader.document
    gaps = [
        _missing_list(document, (block.start, block.end))
        for index, block in enumerate(document.blocks)
        if block.start < reader.end
        and reader.surroundings.applying[index]
        and index not in reader.answered
        and _announces_a_list(document, index)
        and not _follows(document, index)
    ]
    gaps += [_too_long(document, start, end) for start, end in reader.too_long]
    if reader.end < len(document.text):
        text = f"More than {MAX_SENTENCES:,} passages of this document name documents; what follows them was not read."
        last = document.text.rfind("\n", 0, reader.end) + 1
        gaps.append(_gap(document, (max(last, reader.end - _SHOWN), reader.end), text))
    return sorted(gaps, key=lambda gap: gap.citation.start)


def _announces_a_list(document: Document, index: int) -> bool:
    block = document.blocks[index]
    words = last_sentence(words_of(document, index))
    if not announces_documents(words):
        return False
    if block.kind is BlockKind.HEADING:
        return len(words.split()) <= 5 and words != document.title and not block.section
    return words.rstrip().endswith(":") and block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)


def _follows(document: Document, index: int) -> bool:
    """Whether anything stands below the block that could be its list."""
    block = document.blocks[index]
    if index + 1 == len(document.blocks):
        return False
    following = document.blocks[index + 1]
    if block.kind is BlockKind.HEADING:
        return following.kind is not BlockKind.HEADING or words_of(document, index) in following.section
    both_items = block.kind is BlockKind.LIST_ITEM and following.kind is BlockKind.LIST_ITEM
    return following.kind not in _HEADED and not (both_items and following.lead == block.lead)


def _missing_list(document: Document, place: Piece) -> Gap:
    words = " ".join(document.text[slice(*place)].split())
    shown = words if len(words) <= _SHOWN else f"… {words[-_SHOWN:]}"
    return _gap(document, place, f"The page announces a list here (“{shown}”), but the list is not in the document.")


def _too_long(document: Document, start: int, end: int) -> Gap:
    text = f"A passage of {end - start:,} characters is too long to be read for documents; please read it on the page."
    return _gap(document, (start, start + _SHOWN), text)


def _gap(document: Document, place: Piece, text: str) -> Gap:
    return Gap(cite(Span(document.doc_id, *place, 1.0), document), text)
