"""Long lists in pages of fifty."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

T = TypeVar("T")
PAGE = 50


@dataclass(frozen=True, slots=True)
class Paged(Generic[T]):
    """One page of a list; ``number`` counts from 1 to ``last``, ``earlier`` and ``later`` are addresses."""

    items: Sequence[T]
    number: int
    last: int
    total: int
    earlier: str | None
    later: str | None


def paged(items: Sequence[T], number: int, address: str, **query: str) -> Paged[T]:
    """The page of that number, the last one where there are fewer; `query` stays in the addresses."""
    last = max(1, -(-len(items) // PAGE))
    number = min(max(1, number), last)
    kept = {name: value for name, value in query.items() if value}

    def at(other: int) -> str | None:
        return f"{address}?{urlencode({**kept, 'page': other})}" if 1 <= other <= last else None

    shown = items[(number - 1) * PAGE : number * PAGE]
    return Paged(shown, number, last, len(items), at(number - 1), at(number + 1))
