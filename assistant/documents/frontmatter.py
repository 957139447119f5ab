"""The optional front matter of a Markdown file: YAML between two lines of three dashes."""

import re
from dataclasses import dataclass
from typing import Any

import yaml

from assistant.documents.builder import normalise
from assistant.types import Contact

_FENCE = re.compile(r"\A---[ \t]*\r?\n(.{0,20000}?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a file says about itself; a key that is missing or is not plain text is None."""

    title: str | None = None
    url: str | None = None
    updated: str | None = None
    contact: Contact | None = None


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """The front matter and the rest; a text without one, or with one that is not YAML, is all rest."""
    match = _FENCE.match(text)
    if match is None:
        return FrontMatter(), text
    try:
        # Words only: what YAML makes of "010", "no" or a tag is not what the author wrote, and can fail in any way.
        table = yaml.load(match.group(1), Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return FrontMatter(), text
    if not isinstance(table, dict):
        return FrontMatter(), text
    return (
        FrontMatter(
            title=_text(table.get("title")),
            url=web_address(_text(table.get("url"))),
            updated=_text(table.get("updated")) or _text(table.get("as_of")),
            contact=_contact(table.get("contact")),
        ),
        text[match.end() :],
    )


def web_address(value: str | None) -> str | None:
    """The address when a page may safely link to it (http or https), else None."""
    return value if value and re.fullmatch(r"https?://[^\s<>\"]{1,2000}", value, re.IGNORECASE) else None


def _contact(value: Any) -> Contact | None:
    if not isinstance(value, dict):
        return None
    name, email, phone, url = (_text(value.get(key)) for key in ("name", "email", "phone", "url"))
    return Contact(name, email, phone, web_address(url))


def _text(value: Any) -> str | None:
    if not isinstance(value, str) or value in ("null", "~"):
        return None
    return " ".join(normalise(value).split())[:500] or None
