"""Markdown -> HTML, so that one walker gives both formats their structure."""

import re
from functools import cache

from markdown_it import MarkdownIt

# Pages converted from HTML leave a bullet alone on its line, its text on a later one, and the next bullet at the
# end of the line before: "-\nThe first item. -\nThe second". CommonMark would read the dash as a heading underline.
_LONE_BULLET = re.compile(r"(?:^|(?<=[^\S\n]))[-*][ \t]*\n(?:[ \t]*\n)*(?=\S)", re.MULTILINE)
_JOINED_BULLET = re.compile(r"(?<=\S)[ \t]-[ \t]*\n(?:[ \t]*\n)*(?=\S)")
# "**Label: **text": CommonMark sees no end of the bold text there, converters write it all the same.
_LOOSE_BOLD = re.compile(r"\*\*(?=\S)([^*\n]{1,200}?)[ \t]+\*\*(?=\S)")


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable("table").disable(["lheading", "code"])


def markdown_to_html(text: str) -> str:
    """HTML of the Markdown text; raw HTML in it passes through, to be judged by the HTML reader."""
    text = _JOINED_BULLET.sub("\n- ", text)
    text = _LOOSE_BOLD.sub(r"**\1** ", _LONE_BULLET.sub("- ", text))
    html: str = _parser().render(text)
    return html
