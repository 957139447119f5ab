"""Where a fetched page lies in its program's folder: one folder for each host, one file for each address."""

import hashlib
import re
from urllib.parse import urlsplit

MARKUP = ".html"
_READABLE_CHARACTERS = 150
_SLUG_CHARACTERS = 60
_DIGEST_CHARACTERS = 16
_PLAIN_PATH = re.compile(r"/(?:[a-z0-9][a-z0-9-]*/)*(?:[a-z0-9][a-z0-9-]*)?")
_LIKE_HASHED = re.compile(r".*-[0-9a-f]{16}")
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in range(10))]
)


def file_name(url: str, suffix: str) -> str:
    """The file of a normalised address, relative to the program's folder, POSIX style: lower case, at most two levels.

    A plain path stays readable (/how/to/ -> how_to_.html); any other gets a hash of the whole address, so that no two
    addresses share a file. It depends on nothing else: a lost state file or a crash renames nothing.
    """
    parts = urlsplit(url)
    return f"{_host_folder(parts.scheme, parts.netloc)}/{_stem(url, parts.path, parts.query, suffix)}{suffix}"


def is_file_name(name: str) -> bool:
    """Whether it could have come from `file_name`: checked before a name from the state file is opened."""
    return re.fullmatch(r"[a-z0-9_][a-z0-9_.-]{0,220}/[a-z0-9][a-z0-9_-]{0,160}\.[a-z]{2,8}", name) is not None


def _host_folder(scheme: str, netloc: str) -> str:
    # Host names hold no underscore, so each of these additions can be told from the name.
    folder = netloc.replace("]:", "_").strip("[]").replace(":", "-") if "[" in netloc else netloc.replace(":", "_")
    if scheme != "https":
        folder = f"{scheme}_{folder}"
    return f"_{folder}" if re.split(r"[._]", folder)[0] in _RESERVED or folder.startswith("-") else folder


def _stem(url: str, path: str, query: str, suffix: str) -> str:
    own = path.removesuffix(suffix) if suffix != MARKUP else path
    if path == "/" and not query and suffix == MARKUP:
        return "index"
    if _PLAIN_PATH.fullmatch(own) and not query and (suffix == MARKUP or own != path):
        readable = own[1:].replace("/", "_")
        unfit = readable == "index" or readable.split("_")[0] in _RESERVED or _LIKE_HASHED.fullmatch(readable)
        if not unfit and 0 < len(readable) <= _READABLE_CHARACTERS:
            return readable
    slug = re.sub(r"[^a-z0-9]+", "-", own.lower()).strip("-")[-_SLUG_CHARACTERS:].strip("-") or "page"
    return f"{slug}-{hashlib.sha256(url.encode()).hexdigest()[:_DIGEST_CHARACTERS]}"
