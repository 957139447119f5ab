"""Markdown -> HTML, so that one walker gives both formats their structure."""

import re
from functools import cache

from markdown_it import MarkdownIt

# Pages converted from HTML leave a bullet alone on its line, its text on a later one, and the next bullet at the
# end of the line before: "-\nThe first item. -\nThe second". CommonMark would read the dash as a heading underline.
_LONE_BULLET = re.compile(r"(?:^|(?<=[^\S\n]))[-*][ \t]*\n(?:[ \t]*\n)*(?=\S)", re.MULTILINE)
_JOINED_BULLET = re.compile(r"(?<=\S)[ \t]-[ \t]*\n(?:[ \t]*\n)*(?=\S)")
# Bold words as pairs of marks in the order of the line, so that what stands between two of them is never taken for one.
_BOLD = re.compile(r"\*\*([^*\n]{1,400})\*\*")
_LINE_STARTS = re.compile(r"[ \t]*(?:(?:[-*+>]|\d{1,9}[.)])[ \t]*)*(?:#{1,6}[ \t].*|.*\|.*)?")
_RUNS_ON = re.compile(r"(?!e?s\b)[^\s*.,;:!?()\]|]")
_GLUED_OR_ENDED = re.compile(r"(?:\S|[.!?)][ \t]+)$")
# "please visit the\n\n[Fees](/fees)page": a link that the converter put on a paragraph of its own, in mid-sentence.
_TORN_LINK = re.compile(r"(?<=[a-z,])[ \t]*\n\n(?=\[[^\]\n]{1,200}\]\([^)\n]{0,500}\)[ \t]?[a-z])")
_LINK_THEN_WORD = re.compile(r"(\]\([^)\s]{0,500}\))(?=[^\W_])(?!e?s\b)")
_TYPED_BULLET = re.compile(r"^[•·▪‣◦][ \t]*(?=\S)", re.MULTILINE)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable("table").disable(["lheading", "code"])


def markdown_to_html(text: str) -> str:
    """HTML of the Markdown text; raw HTML in it passes through, to be judged by the HTML reader."""
    text = _JOINED_BULLET.sub("\n- ", text)
    text = _TYPED_BULLET.sub("- ", _LONE_BULLET.sub("- ", text))
    text = _BOLD.sub(_tidy_bold, text)
    text = _LINK_THEN_WORD.sub(r"\1 ", _TORN_LINK.sub(" ", text))
    html: str = _parser().render(text)
    return html


def _tidy_bold(match: re.Match[str]) -> str:
    """Bold words as CommonMark sees them: without space inside the marks, and with space after a label.

    Converters write "**Label: **text" and "text**Label:**text" where a page had lines; the label begins one again.
    """
    text, inside = match.string, match.group(1)
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 3]
    words = inside.strip()
    stand_apart = inside[0].isspace() and before in (" ", "\t") and inside[-1].isspace() and after[:1] in (" ", "\t")
    if not words or stand_apart:
        return match.group()
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    if words.endswith(":") and _GLUED_OR_ENDED.search(line) and not _LINE_STARTS.fullmatch(line):
        lead = "  \n"
    else:
        apart = inside[0].isspace() or before.isalnum() and words[0].isupper()
        lead = " " if apart and before.strip() else ""
    return f"{lead}**{words}**{' ' if _RUNS_ON.match(after) else ''}"
