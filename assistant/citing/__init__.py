"""Span -> Citation: a quotation is cut out of the stored document, never typed."""

from bisect import bisect_right
from urllib.parse import quote

from assistant.citing.fragments import text_fragment
from assistant.types import Block, Citation, Document, LeadIn, Span


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
    """The page's address with a text fragment.

    The nearest id above the quote is what remains when the page has changed, or when no words single the quote out.
    """
    page = (document.url or "").split("#")[0]
    anchor = quote(block.anchor, safe="") if block and block.anchor else ""
    fragment = text_fragment(document, span.start, span.end)
    if fragment is None:
        return f"{page}#{anchor}" if anchor else page
    return f"{page}#{anchor}:~:text={fragment}"
