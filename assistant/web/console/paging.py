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
    number = existing(number, len(items))
    return fetched(items[(number - 1) * PAGE : number * PAGE], number, len(items), address, **query)


def existing(number: int, total: int) -> int:
    """The number of the page that is shown where a list of so many is asked for that one."""
    return min(max(1, number), max(1, -(-total // PAGE)))


def fetched(shown: Sequence[T], number: int, total: int, address: str, **query: str) -> Paged[T]:
    """The page of that number, which is there, of a list of which only this page was read."""
    last = existing(total, total)
    kept = {name: value for name, value in query.items() if value}

    def at(other: int) -> str | None:
        return f"{address}?{urlencode({**kept, 'page': other})}" if 1 <= other <= last else None

    return Paged(shown, number, last, total, at(number - 1), at(number + 1))
