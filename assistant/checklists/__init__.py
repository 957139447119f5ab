"""The documents that an application needs, as a checklist in which every item and every rule is quoted.

From the words up, each module using those above it:

``items``         what a checklist is made of
``vocabulary``    words for documents, and which of them mean the same one
``names``         the name of a document inside a sentence or an entry
``applying``      words that say what a part is about, and what a list is a list of
``asking``        words that ask for something: how far, of whom
``ruling``        words that state a rule, and what it is about
``pieces``        requests and rules as places of a text; sentences, lines, cells
``surroundings``  what a block stands in
``choosing``      where one of several things will do
``finding``       a document -> its requests, in reading order
``missing``       a document -> what it may ask for and no request holds
``sending``       where it all goes, what not to send, rules about no single document
``merging``       the requests of all documents -> items, each once, with their rules
``markdown``      a checklist -> text to keep
"""

from collections.abc import Iterable

from assistant.checklists.finding import DocumentReader
from assistant.checklists.items import (
    MAX_ITEMS,
    MAX_SENTENCES,
    Checklist,
    ChecklistItem,
    Gap,
    ItemRule,
    Need,
    RuleKind,
)
from assistant.checklists.markdown import checklist_to_markdown
from assistant.checklists.merging import Collection
from assistant.checklists.missing import gaps_in
from assistant.checklists.sending import sending_of
from assistant.types import Document

__all__ = [
    "MAX_ITEMS",
    "MAX_SENTENCES",
    "Checklist",
    "ChecklistItem",
    "Gap",
    "ItemRule",
    "Need",
    "RuleKind",
    "checklist_to_markdown",
    "make_checklist",
]


def make_checklist(documents: Iterable[Document]) -> Checklist:
    """The checklist of one program, from all its documents in their order; what they do not ask for is not in it."""
    readers = [DocumentReader(document) for document in documents]
    collection = Collection()
    for reader in readers:
        reader.read()
        for request in reader.requests:
            collection.add(reader.document, request)
    for reader in readers:
        for choice in reader.choices:
            collection.add_choice(reader.document, choice)
    sending = [sending_of(reader, collection) for reader in readers]
    return Checklist(
        items=collection.items(),
        not_wanted=tuple(citation for found in sending for citation in found.not_wanted),
        where=tuple(citation for found in sending for citation in found.where),
        gaps=(*(gap for reader in readers for gap in gaps_in(reader)), *collection.gaps),
        general=tuple(citation for found in sending for citation in found.general),
    )
