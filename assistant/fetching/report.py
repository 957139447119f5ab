"""What a fetch did, page by page."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page of the corpus and the address that it was fetched from."""

    url: str
    doc_id: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """An address that was not taken, and why: one line, with the rule and the remedy."""

    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class FetchReport:
    """The pages that were asked for, in that order; of one that is refused, what is stored is kept."""

    added: tuple[Fetched, ...] = ()
    changed: tuple[Fetched, ...] = ()
    unchanged: tuple[Fetched, ...] = ()
    gone: tuple[Fetched, ...] = ()
    refused: tuple[Refusal, ...] = ()
