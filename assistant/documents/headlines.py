"""Lines that are headings in all but their markup: bold ones, and questions on their own."""

import re

from lxml import etree

LONE_QUESTION = re.compile(r"\s*[^.!?\n]{8,200}\?\s*")
"""A line that is one question and nothing else."""

BOLD_LINE_CHARACTERS = 90
"""Longer bold words are text, not a heading."""

_BOLD = ("strong", "b")
_MOST_ASKED = 240


def is_bold_line(element: etree._Element) -> bool:
    """A short paragraph that is nothing but bold."""
    if len(element) != 1 or element[0].tag not in _BOLD or (element.text or "").strip():
        return False
    text = str(element.xpath("string()")).strip()
    return (
        not (element[0].tail or "").strip()
        and 0 < len(text) <= BOLD_LINE_CHARACTERS
        and text[-1] not in ".!;,:"
        and not any(character.isdigit() for character in text)
    )


def is_bold_question(element: etree._Element) -> bool:
    """Bold words that are one question: where they begin a line, what follows is the answer."""
    if element.tag not in _BOLD:
        return False
    text = ""
    for piece in element.itertext():
        text += str(piece)
        if len(text) > _MOST_ASKED:
            return False
    return LONE_QUESTION.fullmatch(" ".join(text.split())) is not None
