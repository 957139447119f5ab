"""Markdown -> HTML, so that one walker gives both formats their structure."""

import re
from functools import cache

from markdown_it import MarkdownIt

from assistant.documents.headlines import BOLD_LINE_CHARACTERS, LONE_QUESTION

# Pages converted from HTML leave a bullet alone on its line, its text on a later one, and the next bullet at the
# end of the line before: "-\nThe first item. -\nThe second". CommonMark would read the dash as a heading underline.
_LONE_BULLET = re.compile(r"(?:^|(?<=[^\S\n]))[-*][ \t]*\n(?:[ \t]*\n)*(?=\S)", re.MULTILINE)
_JOINED_BULLET = re.compile(r"(?<=\S)[ \t]-[ \t]*\n(?:[ \t]*\n)*(?=\S)")
# An entry of an accordion: a bullet before bold words that ask, or that stand alone above a text without a bullet.
_ENTRY = re.compile(
    r"^(?:- )+(?=\*\*[^*\n]{8,200}\?[ \t]*\*\*|\*\*[^*\n]{1,90}\*\*[ \t]*\n[ \t]*\n+(?![-*#\s]))", re.MULTILINE
)
# Bold words as pairs of marks in the order of the line, so that what stands between two of them is never taken for one.
_BOLD = re.compile(r"\*\*([^*\n]{1,400})\*\*")
_MARKERS = re.compile(r"[ \t]*(?:(?:[-*+>]|\d{1,9}[.)])[ \t]*)*")
_HEADING_OR_ROW = re.compile(rf"{_MARKERS.pattern}#{{1,6}}[ \t]|.*\|")
_RUNS_ON = re.compile(r"(?!e?s\b)[^\s*.,;:!?()\]|]")
_GLUED_OR_ENDED = re.compile(r"(?:\S|[.!?)][ \t]+)$")
# The end of a sentence; "Dr." is too short for one, "Prof." and "Mrs." are not.
_ENDED = re.compile(r"(?:(?!rof|Mrs)[^\W\d_]{3}|[\d%)])[.!?][)”\"]?$")
_STOPS = tuple(".,;:!?")
# "please visit the\n\n[Fees](/fees)page": a link that the converter put on a paragraph of its own, in mid-sentence.
_TORN_LINK = re.compile(r"(?<=[a-z,])[ \t]*\n\n(?=\[[^\]\n]{1,200}\]\([^)\n]{0,500}\)[ \t]?[a-z])")
# "our[fees](/fees)are", "The end.## Heading": converters left out the space, and the line.
_WORD_THEN_LINK = re.compile(r"(?<=[^\W_])(?=\[[^\W\d_][^\[\]\n]{2,200}\]\([^)\s]{0,500}\))")
_GLUED_HEADING = re.compile(r"(?<=[a-z\d.!?):])(?=#{2,6} [A-Z])")
_LINK_THEN_WORD = re.compile(r"(\]\([^)\s]{0,500}\))(?=[^\W_])(?!e?s\b)")
_TYPED_BULLET = re.compile(r"^[•·▪‣◦][ \t]*(?=\S)", re.MULTILINE)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable("table").disable(["lheading", "code"])


def markdown_to_html(text: str) -> str:
    """HTML of the Markdown text; raw HTML in it passes through, to be judged by the HTML reader."""
    text = _JOINED_BULLET.sub("\n- ", text)
    text = _TYPED_BULLET.sub("- ", _LONE_BULLET.sub("- ", text))
    text = _GLUED_HEADING.sub("\n\n", _ENTRY.sub("\n", text))
    text = "\n".join(_tidy_line(line) if "**" in line else line for line in text.split("\n"))
    text = _LINK_THEN_WORD.sub(r"\1 ", _WORD_THEN_LINK.sub(" ", _TORN_LINK.sub(" ", text)))
    html: str = _parser().render(text)
    return html


def _tidy_line(line: str) -> str:
    # The text of a heading or of a row cannot go on in another line.
    breaks = not _HEADING_OR_ROW.match(line)
    return _BOLD.sub(lambda match: _tidy_bold(match, breaks), line)


def _tidy_bold(match: re.Match[str], breaks: bool) -> str:
    """Bold words as CommonMark sees them, without space inside the marks, and what began a line on one again.

    Converters write "**Label: **text", "text**Label:**text" and "The end.**Caption**The next text".
    """
    line, inside = match.string, match.group(1)
    before, after = line[match.start() - 1 : match.start()], line[match.end() : match.end() + 3]
    words = inside.strip()
    stand_apart = inside[0].isspace() and before in (" ", "\t") and inside[-1].isspace() and after[:1] in (" ", "\t")
    if not words or stand_apart:
        return match.group()
    first = _MARKERS.fullmatch(line, 0, match.start()) is not None
    after_bold = line.endswith("**", 0, match.start()) and not line.endswith("***", 0, match.start())
    after_word = before.isalnum() and words[0].isupper() or before in _STOPS and words[0].isalpha()
    apart = inside[0].isspace() or after_bold or after_word
    lead = " " if apart and before.strip() else ""
    tail = " " if _RUNS_ON.match(after) else ""
    if breaks and not first:
        lead = _break_before(line[max(0, match.start() - 20) : match.start()].rstrip("*"), words, after) or lead
    if breaks and (first or "\n" in lead):
        tail = _break_after(words, after) or tail
    return f"{lead}**{words}**{tail}"


def _break_before(before: str, words: str, after: str) -> str:
    """What a label begins, a line, or a caption or question, a paragraph; nothing where the words run on."""
    if words.endswith(":"):
        return "  \n" if _GLUED_OR_ENDED.search(before) else ""
    glued = not before[-1:].isspace()
    if LONE_QUESTION.fullmatch(words):
        return "\n\n" if glued or not after and _ENDED.search(before.rstrip()) else ""
    return "\n\n" if glued and words[0].isupper() and _ENDED.search(before) else ""


def _break_after(words: str, after: str) -> str:
    """Ends the paragraph where a caption heads the next, or a list begins."""
    if words[-1] in ":?":
        return "\n\n" if after.startswith("- ") else ""
    heads = words[0].isupper() and words[-1] not in ".!;," and len(words) <= BOLD_LINE_CHARACTERS
    return "\n\n" if heads and after[:1].isupper() else ""
