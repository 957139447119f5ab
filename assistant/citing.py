"""Span -> Citation: a quotation is cut out of the stored document, never typed."""

import re
from bisect import bisect_right
from itertools import islice, takewhile
from urllib.parse import quote

from assistant.types import Block, BlockKind, Citation, Document, LeadIn, Span

_LIST_NUMBER = re.compile(r"\d{1,5}\.\s+")
# A fragment of this many words is matched as one; a longer one by its first and last words.
_WHOLE_WORDS = 10
_END_WORDS = 5


def cite(span: Span, document: Document) -> Citation:
    """The quotation at the span, with where it stands and a link that leads there.

    :raises ValueError: the span does not lie in the document.
    """
    if span.doc_id != document.doc_id or not 0 <= span.start < span.end <= len(document.text):
        raise ValueError(
            f"Span {span!r} does not lie in document {document.doc_id!r} of {len(document.text)} characters."
        )
    block = block_at(document, span.start)
    lead_in = None
    if span.lead_in is not None:
        start, end = span.lead_in
        lead_in = LeadIn(document.text[start:end], start, end)
    return Citation(
        quote=document.text[span.start : span.end],
        doc_id=document.doc_id,
        program=document.program,
        title=document.title,
        section=" > ".join(block.section) if block else "",
        url=document.url,
        page=page_at(document, span.start),
        start=span.start,
        end=span.end,
        score=span.score,
        link=_link(document, span, block),
        lead_in=lead_in,
    )


def verify(citation: Citation, document: Document) -> bool:
    """True when the quotation, and its lead-in if any, stand in the document exactly where they say."""
    pieces = [(citation.quote, citation.start, citation.end)]
    if citation.lead_in is not None:
        pieces.append((citation.lead_in.quote, citation.lead_in.start, citation.lead_in.end))
    return citation.doc_id == document.doc_id and all(
        words and 0 <= start < end <= len(document.text) and document.text[start:end] == words
        for words, start, end in pieces
    )


def block_at(document: Document, offset: int) -> Block | None:
    """The last block that starts at or before the offset; None before the first."""
    place = bisect_right(document.blocks, offset, key=_start)
    return document.blocks[place - 1] if place else None


def page_at(document: Document, offset: int) -> int | None:
    """The number of the page on which the offset lies, from 1; None where the document has no pages."""
    return max(1, bisect_right(document.pages, offset)) if document.pages else None


def _start(block: Block) -> int:
    return block.start


def _link(document: Document, span: Span, block: Block | None) -> str | None:
    """The address that leads to the quote: its page in a file with pages, its words in a web page."""
    if not document.url:
        return None
    if page := page_at(document, span.start):
        return f"{document.url.split('#')[0]}#page={page}"
    return _deep_link(document, span, block)


def _deep_link(document: Document, span: Span, block: Block | None) -> str:
    """The page's address with a text fragment (https://wicg.github.io/scroll-to-text-fragment/).

    A single term must lie within one element of the page, so a quote over several is given by its first and
    last words; the nearest id above it is what remains when the page has changed.
    """
    page = (document.url or "").split("#")[0]
    pieces = _page_pieces(document, span)
    first, last = pieces[0].split(), pieces[-1].split()
    if len(pieces) == 1 and len(first) <= _WHOLE_WORDS:
        directive = _encode(" ".join(first))
    else:
        directive = f"{_encode(' '.join(_unique_start(document, first)))},{_encode(' '.join(last[-_END_WORDS:]))}"
    anchor = quote(block.anchor, safe="") if block and block.anchor else ""
    return f"{page}#{anchor}:~:text={directive}"


def _page_pieces(document: Document, span: Span) -> list[str]:
    """The quote as the page has it: cut at lines and table cells, without numbers the list itself draws."""
    ordered_list = not document.doc_id.lower().endswith(".txt")
    pieces: list[str] = []
    first = max(0, bisect_right(document.blocks, span.start, key=_start) - 1)
    for block in takewhile(lambda block: block.start < span.end, islice(document.blocks, first, None)):
        if block.end <= span.start:
            continue
        text = document.text[max(block.start, span.start) : min(block.end, span.end)]
        if block.kind is BlockKind.LIST_ITEM and ordered_list and span.start <= block.start:
            text = text[number.end() :] if (number := _LIST_NUMBER.match(text)) else text
        divider = r"\n| \| " if block.kind in (BlockKind.TABLE_ROW, BlockKind.TABLE_HEADER) else r"\n"
        pieces.extend(piece for piece in re.split(divider, text) if piece.strip())
    return pieces or [document.text[span.start : span.end]]


def _unique_start(document: Document, words: list[str]) -> list[str]:
    """As few of the first words as single out one place in the document, at least `_END_WORDS`."""
    for count in range(_END_WORDS, _WHOLE_WORDS + 1):
        if document.text.count(" ".join(words[:count])) <= 1:
            return words[:count]
    return words[:_END_WORDS]


def _encode(text: str) -> str:
    # A bare hyphen would divide prefix from text; quote() leaves it as it is.
    return quote(text, safe="").replace("-", "%2D")
