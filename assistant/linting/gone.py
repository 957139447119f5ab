"""The pages that fetches found to be gone, as they left it in the corpus."""

from dataclasses import dataclass
from pathlib import Path

from assistant.documents import SUFFIXES
from assistant.fetching import read_provenance
from assistant.fetching.addresses import PageRefused, normalise
from assistant.fetching.names import file_name
from assistant.fetching.storing import GONE


@dataclass(frozen=True, slots=True)
class GonePages:
    """Addresses that the last fetch did not find, and the files of pages that were put away."""

    urls: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()

    def has(self, target: str, base: str) -> bool:
        """Whether the page that a link on the page `base` leads to is gone."""
        if not self.urls and not self.files:
            return False
        try:
            url = normalise(target, base)
        except PageRefused:
            return False
        return url in self.urls or any(file_name(url, suffix) in self.files for suffix in SUFFIXES)


def read_gone(corpus: Path) -> GonePages:
    """The pages of the corpus that are gone; none of a corpus that was not fetched.

    :raises AssistantError: what a fetch left is damaged.
    """
    fetched = read_provenance(corpus)
    there = {doc_id.partition("/")[2] for doc_id, (_, stored) in fetched.items() if not stored.missing}
    put_away = {path.relative_to(path.parents[1]).as_posix() for path in corpus.glob(f"*/{GONE}/*/*")}
    missing = {url for url, stored in fetched.values() if stored.missing}
    return GonePages(
        frozenset(missing - {url for url, stored in fetched.values() if not stored.missing}),
        frozenset(put_away - there),
    )
