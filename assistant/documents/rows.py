"""A Document <-> a row of JSON: the same on disk and in what a parser in its own process answers."""

from dataclasses import asdict
from typing import Any

from assistant.documents.links import MOST_LINKS, fit_target
from assistant.types import Block, BlockKind, Contact, Document, Link


def document_row(document: Document) -> dict[str, Any]:
    """The document as values that JSON can write; each section path once."""
    sections = list(dict.fromkeys(block.section for block in document.blocks))
    place = {section: position for position, section in enumerate(sections)}
    return {
        "doc_id": document.doc_id,
        "program": document.program,
        "title": document.title,
        "url": document.url,
        "updated": document.updated,
        "contact": asdict(document.contact) if document.contact else None,
        "digest": document.digest,
        "pages": document.pages,
        "remarks": document.remarks,
        "sections": sections,
        "blocks": [
            (block.kind.value, block.start, block.end, place[block.section], block.lead, block.anchor)
            for block in document.blocks
        ],
        "links": [(link.start, link.end, link.target, link.lost) for link in document.links],
        "text": document.text,
    }


def document_of(row: Any) -> Document:
    """The document that a row holds, whoever wrote it.

    :raises ValueError: a value is missing, is of the wrong type, or points out of the text.
    """
    try:
        text = _text(row["text"])
        sections = [tuple(map(_text, section)) for section in row["sections"]]
        contact = row["contact"]
        return Document(
            doc_id=_text(row["doc_id"]),
            program=_text_or_none(row["program"]),
            title=_text(row["title"]),
            text=text,
            blocks=_blocks(row["blocks"], sections, len(text)),
            digest=_text(row["digest"]),
            url=_text_or_none(row["url"]),
            updated=_text_or_none(row["updated"]),
            contact=None
            if contact is None
            else Contact(*(_text_or_none(contact[key]) for key in ("name", "email", "phone", "url"))),
            pages=_pages(row.get("pages", ()), len(text)),
            remarks=tuple(map(_text, row.get("remarks", ()))),
            links=_links(row.get("links", ()), len(text)),
        )
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise ValueError(f"The row is no document: {error}.") from None


def _blocks(rows: Any, sections: list[tuple[str, ...]], length: int) -> tuple[Block, ...]:
    blocks = []
    kinds = {kind.value: kind for kind in BlockKind}
    before = 0
    for number, (kind, start, end, section, lead, anchor) in enumerate(rows):
        if not (type(start) is type(end) is type(section) is int and before <= start < end <= length and section >= 0):
            raise ValueError(f"Block {number} stands at {start!r} to {end!r}; it must lie in the text, after the last.")
        if lead is not None and not (type(lead) is int and 0 <= lead < number):
            raise ValueError(f"Block {number} is led by {lead!r}; a lead is a block before it.")
        blocks.append(Block(kinds[kind], start, end, sections[section], lead, _text_or_none(anchor)))
        before = end
    return tuple(blocks)


def _pages(offsets: Any, length: int) -> tuple[int, ...]:
    before = 0
    for offset in offsets:
        if not (type(offset) is int and before <= offset <= length):
            raise ValueError(f"A page begins at {offset!r}; it must lie in the text, after the last.")
        before = offset
    return tuple(offsets)


def _links(rows: Any, length: int) -> tuple[Link, ...]:
    links: list[Link] = []
    before = 0
    for start, end, target, lost in rows:
        if not (type(start) is type(end) is int and before <= start < end <= length):
            raise ValueError(f"A link stands at {start!r} to {end!r}; it must lie in the text, after the last.")
        if type(lost) is not bool or fit_target(_text(target)) != target or len(links) == MOST_LINKS:
            raise ValueError(f"A link leads to {target!r:.100}; a target is a short web address, one of many at most.")
        links.append(Link(start, end, target, lost))
        before = start
    return tuple(links)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{type(value).__name__} stands where text belongs.")
    value.encode()  # Fails, as a ValueError, on half a character, which no file can hold.
    return value


def _text_or_none(value: Any) -> str | None:
    return None if value is None else _text(value)
