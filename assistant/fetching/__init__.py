"""A program's web pages -> files of the corpus, fetched safely and politely.

Only listed hosts are asked, by GET, as their robots.txt allows, slowly, and only at addresses that were checked.
"""

from assistant.fetching.client import Limits
from assistant.fetching.crawl import fetch
from assistant.fetching.manners import Clock
from assistant.fetching.report import Fetched, FetchReport, Refusal
from assistant.fetching.sources import Source, Sources, make_sources, read_sources
from assistant.fetching.storing import Stored, read_provenance

__all__ = [
    "Clock",
    "FetchReport",
    "Fetched",
    "Limits",
    "Refusal",
    "Source",
    "Sources",
    "Stored",
    "fetch",
    "make_sources",
    "read_provenance",
    "read_sources",
]
