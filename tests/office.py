"""What the tests of word processors' formats have in common."""

from collections.abc import Callable

from assistant.documents.about import About
from assistant.documents.builder import DocumentBuilder
from assistant.types import Block


class Office:
    """Reads files of one format, by its reader."""

    def __init__(self, reader: Callable[[bytes, DocumentBuilder], About]) -> None:
        self._reader = reader

    def read(self, data: bytes) -> tuple[About, str, tuple[Block, ...]]:
        """What the file says about itself, its text and its blocks; every block is checked."""
        builder = DocumentBuilder()
        about = self._reader(data, builder)
        text, found = builder.finish()
        before = 0
        for number, block in enumerate(found):
            assert before <= block.start < block.end <= len(text)
            assert block.lead is None or block.lead < number
            before = block.end
        return about, text, found

    def blocks(self, data: bytes) -> list[tuple[str, str]]:
        """The blocks as (kind, text)."""
        _, text, found = self.read(data)
        return [(block.kind.value, text[block.start : block.end]) for block in found]

    def texts(self, data: bytes) -> list[str]:
        """The texts of the blocks."""
        return [text for _, text in self.blocks(data)]

    def leads(self, data: bytes) -> dict[str, str | None]:
        """The text of each block -> that of the block which leads it."""
        _, text, found = self.read(data)
        pieces = [text[block.start : block.end] for block in found]
        return {
            piece: None if block.lead is None else pieces[block.lead]
            for piece, block in zip(pieces, found, strict=True)
        }
