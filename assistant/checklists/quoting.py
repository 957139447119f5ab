"""A piece of a document's text -> its citation, at a cost that does not grow with the document's blocks."""

from bisect import bisect_right
from dataclasses import dataclass, field, replace

from assistant.citing import cite
from assistant.types import Citation, Document, Span


@dataclass(frozen=True, slots=True)
class Quoter:
    """Cites pieces of one document."""

    document: Document
    _starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        """Remembers where blocks start."""
        object.__setattr__(self, "_starts", [block.start for block in self.document.blocks])

    def quote(self, start: int, end: int, lead_in: tuple[int, int] | None = None) -> Citation:
        """The citation of `text[start:end]`; only the blocks that it lies in are looked at."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = bisect_right(self._starts, end)
        near = replace(self.document, blocks=self.document.blocks[first:last])
        return cite(Span(self.document.doc_id, start, end, 1.0, lead_in), near)
