"""Where the answer to a group of questions may be missing."""

from dataclasses import dataclass

from assistant.citing import block_at
from assistant.index import Index
from assistant.recording import Group


@dataclass(frozen=True, slots=True)
class ToMend:
    """A document to look at; ``start`` and ``end`` are the section's passage, both 0 where it stands there no more."""

    doc_id: str
    title: str
    section: str
    url: str | None
    start: int
    end: int


def place_to_mend(group: Group, index: Index) -> ToMend | None:
    """The section that was nearest to most of the questions, as the documents are now; None where its page is gone."""
    nearest = group.nearest
    document = index.documents.get(nearest.doc_id) if nearest else None
    if nearest is None or document is None:
        return None
    # The questions may have been asked of an older version of the document.
    block = block_at(document, nearest.start) if nearest.end <= len(document.text) else None
    is_there = block is not None and " > ".join(block.section) == nearest.section
    start, end = (nearest.start, nearest.end) if is_there else (0, 0)
    return ToMend(document.doc_id, document.title, nearest.section, document.url, start, end)
