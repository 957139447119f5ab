"""Damaged characters, markup that shows, and words that were meant to be replaced."""

import re
from collections.abc import Iterator

from assistant.linting.findings import Finding, Severity
from assistant.linting.pages import Page

# UTF-8 read as Windows-1252 or Latin-1; a replacement character; entities and links that were never turned into text.
_DAMAGED = re.compile(
    r"\ufffd|â€[™œ˜“”¦\u009d\u0080-\u00bf]|Ã[©¨¡³¼¶¤±«º]|Â[£§©°»«®]|&(?:nbsp|amp|quot|rsquo|lsquo|ldquo|rdquo|ndash|mdash|#\d{2,5});"
)
_MARKUP = re.compile(
    r"\[[^\[\]\n]{1,100}\]\((?:https?:|/|#|mailto:)[^()\s]{0,300}\)|</?(?:div|span|p|br|strong|em|li|ul|table|td|tr|a|h[1-6])(?:\s[^<>\n]{0,200})?/?>"
)
_PLACEHOLDER = re.compile(
    r"(?i:\blorem\s+ipsum\b|\[(?:insert|enter)\s(?:\w+\s){0,3}(?:date|deadline|year|link|text|url|phone|e-?mail|contact|program|title)\w{0,4}\]|<(?:insert|enter)\s[^<>\n]{1,60}>)|\{\{[^{}\n]{1,60}\}\}|"
    r"\bTODO:|\bXX/XX\b|\bINSERT\s(?:DATE|NAME|LINK|TEXT|HERE)\b"
)
_MOST_OTHERS = 5


def garbled_text(page: Page) -> Iterator[Finding]:
    """The first damaged place of a page."""
    for pattern, what in ((_DAMAGED, "is a damaged character"), (_MARKUP, "is markup that shows as text")):
        yield from _first(
            page, pattern, "garbled-text", Severity.WARNING, f"{what}; save the page again as it should read."
        )


def placeholders(page: Page) -> Iterator[Finding]:
    """The first words of a page that were meant to be replaced."""
    yield from _first(
        page, _PLACEHOLDER, "placeholder", Severity.ERROR, "was meant to be replaced; put in what belongs here."
    )


def _first(page: Page, pattern: re.Pattern[str], check: str, severity: Severity, what: str) -> Iterator[Finding]:
    first = pattern.search(page.text)
    if first is not None:
        count = sum(1 for _ in pattern.finditer(page.text))
        more = f" (and {count - 1} more on the page)" if count > 1 else ""
        yield Finding(check, severity, f"“{first[0]}”{more} {what}", page.cite_sentence(*first.span()))
