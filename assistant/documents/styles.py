"""What a page's own style sheets and attributes declare for an element: as much as decides whether it is seen.

Sheets in files of their own are not looked up: a document is read from its bytes alone.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import tinycss2
from lxml import etree

PROPERTIES = frozenset(
    """display visibility content-visibility opacity filter zoom color background background-color background-clip
    -webkit-background-clip -webkit-text-fill-color font font-size text-indent position left top right bottom inset
    margin margin-left margin-top transform translate scale rotate clip clip-path overflow overflow-x overflow-y width
    height max-width max-height inline-size block-size direction unicode-bidi""".split()
)
# What scripts and tabs switch, so that a page hides it only at first.
_SWITCHED = frozenset("display visibility content-visibility opacity height max-height block-size".split())
_STATE = re.compile(
    r"(?:is-|has-|-{0,2})?(?:active|open|opened|opening|show|shown|showing|visible|expanded|selected|current|in|on)"
)
_SCREEN = re.compile(r"(?:only\s+)?(?:all|screen)?(?:\s+and\s+)?")
_WIDTH = re.compile(r"\(\s*(min|max)-width\s*:\s*(\d{1,5}(?:\.\d{1,5})?)(px|em|rem)\s*\)(?:\s+and\s+)?")
_SCREEN_PIXELS = 1280
# Python refuses to count that far, and a sheet that is not parsed hides nothing.
_LONG_NUMBER = re.compile(r"\d{40,}")
# Steps to ancestors and siblings for all elements of a page; beyond, their conditions are taken to hold.
_MOST_STEPS = 200_000


@dataclass(frozen=True, slots=True)
class _Compound:
    """What one element has to be: `relation` is how it stands to the next one of the selector."""

    relation: str = " "
    tag: str | None = None
    names: frozenset[str] = frozenset()
    attributes: tuple[tuple[str, str, str], ...] = ()

    def fits(self, element: etree._Element) -> bool:
        return (
            (self.tag is None or element.tag == self.tag)
            and self.names <= _names(element)
            and all(_has(element, *attribute) for attribute in self.attributes)
        )


@dataclass(frozen=True, slots=True)
class _Selector:
    """Its elements from the outermost to its subject; `sure` unless it asks for what only a browser knows."""

    compounds: tuple[_Compound, ...]
    sure: bool

    @property
    def weight(self) -> tuple[int, int, int]:
        names = [name for one in self.compounds for name in one.names]
        ids = sum(name.startswith("#") for name in names)
        attributes = sum(len(one.attributes) for one in self.compounds)
        return ids, len(names) - ids + attributes, sum(one.tag is not None for one in self.compounds)


@dataclass(frozen=True, slots=True)
class _Rule:
    selector: _Selector
    declarations: tuple[tuple[str, str, bool], ...]
    order: int


class Styles:
    """The declarations for every element of a page, by the cascade of its sheets and attributes."""

    def __init__(self, root: etree._Element) -> None:
        rules = [rule for sheet in root.iter("style") for rule in _rules_of(sheet)]
        switched = {name for rule in rules for name in _switched(rule)}
        self._by_key: dict[str, list[_Rule]] = defaultdict(list)
        self._inline: dict[str, tuple[tuple[str, str, bool], ...]] = {}
        self._steps = 0
        for order, rule in enumerate(rules):
            if not rule.selector.sure:
                continue
            subject = rule.selector.compounds[-1]
            kept = rule.declarations
            if not subject.names.isdisjoint(switched):
                kept = tuple(one for one in kept if one[0] not in _SWITCHED)
            key = next(iter(sorted(subject.names)), subject.tag or "*")
            if kept:
                self._by_key[key].append(replace(rule, declarations=kept, order=order))

    def of(self, element: etree._Element) -> dict[str, str]:
        """Property -> value in small letters, for what is declared of `PROPERTIES`."""
        style = element.get("style")
        found: list[tuple[bool, bool, tuple[int, int, int], int, str, str]] = []
        if self._by_key:
            for key in ("*", str(element.tag), *_names(element)):
                for rule in self._by_key.get(key, ()):
                    if self._matches(rule.selector.compounds, element):
                        weight = rule.selector.weight
                        found += [
                            (much, False, weight, rule.order, name, value) for name, value, much in rule.declarations
                        ]
        if style:
            found += [(much, True, (0, 0, 0), 0, name, value) for name, value, much in self._own(style)]
        found.sort(key=lambda one: one[:4])
        return {name: value for *_, name, value in found}

    def _own(self, style: str) -> tuple[tuple[str, str, bool], ...]:
        if style not in self._inline:
            self._inline[style] = _declarations(
                tinycss2.parse_blocks_contents(_LONG_NUMBER.sub("9999", style), skip_comments=True)
            )
        return self._inline[style]

    def _matches(self, compounds: tuple[_Compound, ...], element: etree._Element) -> bool:
        if not compounds[-1].fits(element):
            return False
        if len(compounds) == 1:
            return True
        for other in _related(element, compounds[-2].relation):
            self._steps += 1
            if self._steps > _MOST_STEPS or self._matches(compounds[:-1], other):
                return True
        return False


def _related(element: etree._Element, relation: str) -> Iterator[etree._Element]:
    if relation == " ":
        yield from element.iterancestors()
    elif relation == "~":
        yield from element.itersiblings(preceding=True)
    else:
        other = element.getparent() if relation == ">" else element.getprevious()
        if other is not None:
            yield other


def _names(element: etree._Element) -> frozenset[str]:
    """The element's id and classes as selectors write them."""
    names = [f".{name}" for name in (element.get("class") or "").split()]
    if identifier := element.get("id"):
        names.append(f"#{identifier}")
    return frozenset(names)


def _has(element: etree._Element, name: str, sign: str, value: str) -> bool:
    own = element.get(name)
    if own is None:
        return False
    match sign:
        case "":
            return True
        case "~=":
            return value in own.split()
        case "^=":
            return bool(value) and own.startswith(value)
        case "$=":
            return bool(value) and own.endswith(value)
        case "*=":
            return bool(value) and value in own
        case "|=":
            return own == value or own.startswith(f"{value}-")
        case _:
            return own == value


def _rules_of(sheet: etree._Element) -> Iterator[_Rule]:
    if _on_screen(sheet.get("media") or ""):
        text = _LONG_NUMBER.sub("9999", "".join(map(str, sheet.itertext())))
        yield from _rules(tinycss2.parse_stylesheet(text, skip_comments=True))


def _rules(nodes: Iterable[Any]) -> Iterator[_Rule]:
    for node in nodes:
        if node.type == "qualified-rule":
            declarations = _declarations(tinycss2.parse_blocks_contents(node.content, skip_comments=True))
            if declarations:
                yield from (_Rule(selector, declarations, 0) for selector in _selectors(node.prelude))
        elif node.type == "at-rule" and node.content is not None:
            name = node.lower_at_keyword
            if name in ("supports", "layer") or (name == "media" and _on_screen(_written(node.prelude))):
                yield from _rules(tinycss2.parse_rule_list(node.content, skip_comments=True))


def _on_screen(media: str) -> bool:
    """Whether a list of media holds for the window of a desk: what only narrow ones hide is hidden from few."""
    for query in media.lower().split(","):
        rest = _SCREEN.sub("", query.strip(), count=1)
        widths = _WIDTH.findall(rest)
        pixels = [(kind, float(size) * (1 if unit == "px" else 16)) for kind, size, unit in widths]
        fits = all(size <= _SCREEN_PIXELS if kind == "min" else size >= _SCREEN_PIXELS for kind, size in pixels)
        if not _WIDTH.sub("", rest).strip() and fits:
            return True
    return False


def _declarations(nodes: Iterable[Any]) -> tuple[tuple[str, str, bool], ...]:
    return tuple(
        (node.lower_name, value, node.important)
        for node in nodes
        if node.type == "declaration" and node.lower_name in PROPERTIES and (value := _written(node.value))
    )


def _written(tokens: Iterable[Any]) -> str:
    """Tokens as text in small letters, escapes resolved; nothing where they are nested without end."""
    try:
        text: str = tinycss2.serialize([token for token in tokens if token.type != "comment"])
    except RecursionError:
        return ""
    return " ".join(text.lower().split())


def _selectors(prelude: Iterable[Any]) -> Iterator[_Selector]:
    one: list[Any] = []
    for token in [*prelude, None]:
        if token is None or (token.type == "literal" and token.value == ","):
            if (selector := _selector(one)) is not None:
                yield selector
            one = []
        elif token.type != "comment":
            one.append(token)


def _selector(tokens: list[Any]) -> _Selector | None:
    """The selector; None where it is empty or styles what the browser puts in itself, such as ::before."""
    compounds = [_Compound()]
    sure = True
    before = ""
    for token, after in pairwise([*tokens, None]):
        last = compounds[-1]
        match token.type:
            case "whitespace" if last != _Compound() and after is not None:
                compounds.append(_Compound())
            case "literal" if token.value in (">", "+", "~"):
                if last == _Compound() and len(compounds) > 1:
                    compounds.pop()
                compounds[-1:] = [replace(compounds[-1], relation=token.value), _Compound()]
            case "ident" if before == ".":
                compounds[-1] = replace(last, names=last.names | {f".{token.value}"})
            case "ident" if before == ":":
                if token.lower_value in ("before", "after"):
                    return None
                sure = sure and token.lower_value in ("link", "any-link")
            case "ident":
                compounds[-1] = replace(last, tag=token.lower_value)
            case "hash":
                compounds[-1] = replace(last, names=last.names | {f"#{token.value}"})
            case "[] block":
                attribute = _attribute(token.content)
                compounds[-1] = replace(last, attributes=(*last.attributes, *attribute))
                sure = sure and bool(attribute)
            case "literal" if token.value in (".", ":", "*"):
                pass
            case "whitespace":
                pass
            case _:
                sure = False
        before = token.value if token.type == "literal" else ""
    return None if compounds == [_Compound()] and not tokens else _Selector(tuple(compounds), sure)


def _attribute(tokens: list[Any]) -> list[tuple[str, str, str]]:
    kept = [token for token in tokens if token.type not in ("whitespace", "comment")]
    match [token.type for token in kept]:
        case ["ident"]:
            return [(kept[0].lower_value, "", "")]
        case ["ident", "literal", "ident" | "string"]:
            return [(kept[0].lower_value, kept[1].value, kept[2].value)]
        case _:
            return []


def _switched(rule: _Rule) -> set[str]:
    """Names of elements that this rule shows once something has been done: a tab chosen, a box ticked."""
    subject = rule.selector.compounds[-1]
    names = {name for one in rule.selector.compounds for name in one.names}
    states = {name for name in names if _STATE.fullmatch(name[1:].lower())}
    shows = any(
        name in _SWITCHED and value not in ("none", "hidden", "collapse") and not re.match(r"[0.]+(?:px|%)?$", value)
        for name, value, _ in rule.declarations
    )
    return set(subject.names - states) if shows and (states or not rule.selector.sure) else set()
