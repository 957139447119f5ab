"""The documents that an application needs, as a checklist in which every item and every rule is quoted."""

from collections.abc import Iterable

from assistant.checklists.finding import DocumentReader
from assistant.checklists.items import Checklist, ChecklistItem, Gap, ItemRule, Need, RuleKind
from assistant.checklists.markdown import checklist_to_markdown
from assistant.checklists.merging import Collection
from assistant.checklists.names import subject_of
from assistant.checklists.pieces import RulePiece, joined_sentences
from assistant.checklists.quoting import Quoter
from assistant.checklists.ruling import kinds_of, kinds_said_of_document
from assistant.checklists.sending import is_not_wanted, where_to_send
from assistant.types import BlockKind, Citation, Document

__all__ = [
    "Checklist",
    "ChecklistItem",
    "Gap",
    "ItemRule",
    "Need",
    "RuleKind",
    "checklist_to_markdown",
    "make_checklist",
]

_GAP_WORDS = 160


def make_checklist(documents: Iterable[Document]) -> Checklist:
    """The checklist of one program, from all its documents in their order; what they do not ask for is not in it."""
    readers = [DocumentReader(document) for document in documents]
    collection = Collection()
    where: list[Citation] = []
    gaps: list[Gap] = []
    for reader in readers:
        reader.read()
        quoter = Quoter(reader.document)
        for request in reader.requests:
            collection.add(quoter, request)
        where += [quoter.quote(*piece, lead) for piece, lead in where_to_send(reader.document, reader.applying)]
        gaps += [_gap(quoter, index) for index in reader.unanswered]
    not_wanted = [citation for reader in readers for citation in _read_rules(reader, collection)]
    return Checklist(collection.items(), tuple(not_wanted), tuple(where), tuple(gaps))


def _read_rules(reader: DocumentReader, collection: Collection) -> list[Citation]:
    """Adds the rules about items that stand elsewhere; returns what is said not to send."""
    document, text = reader.document, reader.document.text
    quoter = Quoter(document)
    not_wanted: list[Citation] = []
    for index, block in enumerate(document.blocks):
        if not reader.applying[index] or block.kind not in (
            BlockKind.PARAGRAPH,
            BlockKind.LIST_ITEM,
            BlockKind.DEFINITION,
        ):
            continue
        for start, end in joined_sentences(text, block.start, block.end):
            words = text[start:end]
            if start < reader.entries.get(index, 0):
                continue
            unwanted = is_not_wanted(words)
            sort = subject_of(text, start, end)
            item = collection.find(sort) if sort is not None else None
            if item is not None and (not unwanted or item.sort == sort or sort is not None and sort.general):
                kinds = kinds_said_of_document(words) if unwanted else kinds_of(words)
                if kinds:
                    item.add_rule(quoter, RulePiece(start, end, tuple(kinds)))
            elif unwanted:
                not_wanted.append(quoter.quote(start, end))
    return not_wanted


def _gap(quoter: Quoter, index: int) -> Gap:
    block = quoter.document.blocks[index]
    citation = quoter.quote(block.start, block.end)
    words = " ".join(citation.quote.split())
    shown = words if len(words) <= _GAP_WORDS else f"… {words[-_GAP_WORDS:]}"
    return Gap(citation, f"The page announces a list here (“{shown}”), but the list is not in the document.")
