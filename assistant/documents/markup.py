"""HTML as browsers take it, where our parser takes it otherwise: else what a browser hides would stand open here.

In `noscript`, `template` and `select` browsers pass over end tags of elements around them, and elements that style text
go on in the paragraphs in them and after them. (The HTML standard, sections 13.2.5 and 13.2.6.)
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from assistant.errors import DocumentError

AGAIN = "again-"
"""Before the name of an element that goes on where our parser has closed it."""

# Linear: what one part has taken, it does not give back.
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,60})((?:=\s*+\"[^\"]*+\"|=\s*+'[^']*+'|[^>])*+)>")
# Without one of these a page hides nothing.
_HIDES = re.compile(
    r"<(?:style|noscript|template|select|bdo|frameset|fencedframe|noembed|noframes)|stylesheet|hidden|popover"
    r"|(?:style|color)\s*=",
    re.IGNORECASE,
)
_RAW = frozenset("script style textarea title xmp iframe noembed noframes noscript".split())
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SMALL = frozenset("b big i s small strike tt u".split())
_STYLING = _SMALL | {"a", "code", "em", "font", "nobr", "strong"}
# What our parser closes where one of these begins, if it is the innermost.
_CLOSED_BY = {
    "p": _SMALL | _HEADINGS,
    "center": frozenset(("b", "i", "font")),
    "table": _HEADINGS | {"a"},
    "fieldset": _HEADINGS | {"a"},
    "form": _HEADINGS,
    "li": _HEADINGS,
}
_GOING_ON = _HEADINGS | {"p", "div", "section", "article", "blockquote", "center"}
_MOST_AGAIN = 10_000
_MOST_ALIKE = 3
_COMMENT_END = re.compile(r"--!?>")


@dataclass(frozen=True, slots=True)
class _Open:
    name: str
    attributes: str
    again: bool = False


def as_browsers_read(html: str) -> str:
    """The page without what is in `noscript`, `template` and `select`, and with styled text styled to its end.

    :raises DocumentError: too much of it goes on beyond its end.
    """
    return "".join(_pieces(html)) if _HIDES.search(html) else html


def _pieces(html: str) -> Iterator[str]:
    kept, at = 0, 0
    inside, depth, slots = "", 0, ""
    opened = _Opened()
    while (match := _next_tag(html, at)) is not None:
        at = match.end()
        closing, name, attributes = bool(match[1]), match[2].lower(), match[3].rstrip("/")
        raw_end = _raw_end(html, name, at) if name in _RAW and not closing else at
        if inside:
            slots = slots or ("<slot></slot>" if name == "slot" else "")
            depth += (name == inside) * (-1 if closing or inside == "select" else 1)
            if depth <= 0:
                yield slots if closing else f"</{inside}>"
                kept, inside = (match.start() if closing else at), ""
        elif name in ("template", "select") and not closing:
            yield html[kept:at]
            inside, depth, slots = name, 1, ""
        elif name == "noscript" and not closing:
            yield html[kept:at]
            kept = raw_end
        elif closing:
            yield html[kept : match.start()]
            yield from opened.end(name, match.group())
            kept = at
        elif name not in _VOID and name not in _RAW:
            if name in _CLOSED_BY and (gone_on := opened.begin(name)):
                yield html[kept : match.start()]
                yield gone_on
                kept = match.start()
            opened.push(_Open(name, attributes))
        at = raw_end
    if not inside:
        yield html[kept:]


class _Opened:
    """The elements that are open, the innermost last."""

    def __init__(self) -> None:
        self._all: list[_Open] = []
        self._names: Counter[str] = Counter()
        self._same: Counter[tuple[str, str]] = Counter()
        self._left = _MOST_AGAIN

    def push(self, one: _Open) -> None:
        self._all.append(one)
        self._names[one.name] += 1
        self._same[one.name, one.attributes] += 1

    def _pop(self) -> _Open:
        one = self._all.pop()
        self._names[one.name] -= 1
        self._same[one.name, one.attributes] -= 1
        return one

    def begin(self, name: str) -> str:
        """Closes the innermost elements that our parser closes before one with this name, and opens them again."""
        ended: list[_Open] = []
        while self._all and not self._all[-1].again and self._all[-1].name in _CLOSED_BY[name]:
            ended.append(self._pop())
        return "".join([*(f"</{one.name}>" for one in ended), *self._again(reversed(ended))])

    def end(self, name: str, tag: str) -> Iterator[str]:
        """The end tag, and the beginning anew of what styles text beyond it."""
        left: list[_Open] = []
        while self._names[name] and (one := self._pop()):
            if one.name == name:
                tag = f"</{AGAIN}{name}>" if one.again else tag
                break
            left += [one] if name in _GOING_ON and one.name in _STYLING and one.attributes.strip() else []
        yield tag
        # As browsers do, since some pages never close such elements.
        yield from self._again(one for one in reversed(left) if self._same[one.name, one.attributes] < _MOST_ALIKE)

    def _again(self, ended: Iterable[_Open]) -> Iterator[str]:
        for one in ended:
            self._left -= 1
            if self._left < 0:
                raise DocumentError(
                    f"More than {_MOST_AGAIN:,} elements of the page go on beyond the end of what they stand in; "
                    "what they hide is followed only so far; save the page as plain text."
                )
            self.push(replace(one, again=True))
            yield f"<{AGAIN}{one.name}{one.attributes}>"


def _next_tag(html: str, at: int) -> re.Match[str] | None:
    """The next start or end tag that is in no comment; None too where the page ends in one that is open."""
    while (start := html.find("<", at)) >= 0:
        if (match := _TAG.match(html, start)) is not None:
            return match
        follows = html[start + 1 : start + 3]
        if html.startswith("<!--", start):
            # The shortest, <!--> and <!--->, are whole.
            shortest = html.startswith(("<!-->", "<!--->"), start)
            end = _COMMENT_END.search(html, start + (2 if shortest else 4))
            if end is None:
                return None
            at = end.end()
        elif follows[:1] in ("!", "?") or (follows[:1] == "/" and not re.match("[a-zA-Z]", follows[1:])):
            at = html.find(">", start) + 1
            if not at:
                return None
        elif re.match("/?[a-zA-Z]", follows):
            return None
        else:
            at = start + 1
    return None


def _raw_end(html: str, name: str, at: int) -> int:
    """Where an element ends in which only its own end tag is one; a script may hold another in a comment."""
    pattern = re.compile(rf"</{name}(?=[\s/>])" + (r"|<!--|-->|<script(?=[\s/>])" if name == "script" else ""), re.I)
    in_comment = in_script = False
    for match in pattern.finditer(html, at):
        found = match.group().lower()
        if found == "<!--":
            in_comment = True
        elif found == "-->":
            in_comment = in_script = False
        elif found == "<script":
            in_script = in_script or in_comment
        elif in_script:
            in_script = False
        else:
            return match.start()
    return len(html)
