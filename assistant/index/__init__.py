"""Owns the index on disk: builds, saves, checks, loads and searches it.

``build`` makes a version, ``store`` is the disk, ``snapshot`` what is served from memory.
"""

from assistant.index.build import BuildReport, Review, build_index, keyword_text
from assistant.index.corpus import Corpus, Progress
from assistant.index.snapshot import Index
from assistant.index.store import (
    Manifest,
    check_files,
    current_version,
    load_index,
    load_newest_good,
    read_manifest,
    roll_back,
    versions,
)
from assistant.index.vectors import embedded_text
from assistant.index.verify import verify_index

__all__ = [
    "BuildReport",
    "Corpus",
    "Index",
    "Manifest",
    "Progress",
    "Review",
    "build_index",
    "check_files",
    "current_version",
    "embedded_text",
    "keyword_text",
    "load_index",
    "load_newest_good",
    "read_manifest",
    "roll_back",
    "verify_index",
    "versions",
]
