"""What a page's own style sheets and attributes declare for an element: as much as decides whether it is seen.

Sheets in files of their own are not looked up: a document is read from its bytes alone.
"""

import re
from base64 import b64decode
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from math import inf
from typing import Any
from urllib.parse import unquote_to_bytes

import tinycss2
from lxml import etree

from assistant.documents.declarations import Declaration, accepts, declarations, size_of_font, written
from assistant.documents.matching import Page
from assistant.documents.media import is_for_screens
from assistant.documents.selectors import STATE, Selector, check_depth, read_selectors
from assistant.documents.values import plain, refers, resolved

# What scripts and tabs switch, so that a page hides it only at first.
_SWITCHED = frozenset("display visibility content-visibility opacity height max-height".split())
# Python refuses to count that far, and a sheet that is not parsed hides nothing.
_LONG_NUMBER = re.compile(r"\d{40,}")
_HIDDEN = {"display": "none", "visibility": "hidden", "content-visibility": "hidden"}
# A browser that runs scripts takes what is in them for text, or for a page of its own.
_INERT = frozenset("noscript template iframe noembed noframes textarea title".split())
_DATA = re.compile(r"data:text/css(?:;[^,;]{0,60}){0,4}?(;base64)?,", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where rules stand: in which layer, in which rules, under conditions that are not known to hold, how deep."""

    layer: tuple[float, ...] = ()
    around: tuple[Selector, ...] | None = None
    doubtful: bool = False
    depth: int = 0

    def within(self, **changes: Any) -> "_Place":
        """A place further in.

        :raises DocumentError: it is too deep.
        """
        check_depth(self.depth + 1)
        return replace(self, depth=self.depth + 1, **changes)


@dataclass(slots=True)
class _Rule:
    """All that is declared for one selector in one layer: (property, importance) -> (value, place of the last)."""

    selector: Selector
    layer: tuple[float, ...]
    doubtful: bool
    declared: dict[tuple[str, bool], tuple[str, int]] = field(default_factory=dict)


class _Sheets:
    """The rules of all sheets, in their order."""

    def __init__(self, page: Page) -> None:
        self.rules: list[_Rule] = []
        self.last_frames: dict[str, tuple[Declaration, ...]] = {}
        self.initial: dict[str, str] = {}
        self._page = page
        self._same: dict[tuple[Any, ...], _Rule] = {}
        self._layers: dict[tuple[tuple[float, ...], str], int] = {}
        self._order = 0
        for element in page.root.iter("style", "link"):
            media = is_for_screens(element.get("media") or "")
            if media is not False and next(element.iterancestors(*_INERT), None) is None:
                self._read_sheet(_sheet_of(element), _Place(doubtful=media is None))

    def _read_sheet(self, text: str, place: _Place) -> None:
        self._read(tinycss2.parse_stylesheet(_LONG_NUMBER.sub("9999", text), skip_comments=True), place)

    def _read(self, nodes: Iterable[Any], place: _Place) -> None:
        for node in nodes:
            if node.type == "qualified-rule":
                self._read_rule(node, place)
            elif node.type == "at-rule":
                self._read_at_rule(node, node.lower_at_keyword, place)

    def _read_rule(self, node: Any, place: _Place) -> None:
        selectors, doubtful = read_selectors(node.prelude, self._page.folded, place.around)
        if selectors:
            within = place.within(around=selectors, doubtful=place.doubtful or doubtful)
            self._read_block(node.content, within)

    def _read_block(self, content: Any, place: _Place) -> None:
        if place.around is None:
            self._read(tinycss2.parse_rule_list(content, skip_comments=True), place)
            return
        nodes = tinycss2.parse_blocks_contents(content, skip_comments=True)
        self._declare(declarations(nodes), place.around, place)
        self._read(nodes, place)

    def _declare(self, declared: tuple[Declaration, ...], selectors: Iterable[Selector], place: _Place) -> None:
        for selector in selectors if declared else ():
            key = (selector.compounds, place.layer, place.doubtful)
            if key not in self._same:
                self._same[key] = _Rule(selector, place.layer, place.doubtful)
                self.rules.append(self._same[key])
            self._page.take(len(declared))
            for name, value, much in declared:
                self._order += 1
                self._same[key].declared[name, much] = (value, self._order)

    def _read_at_rule(self, node: Any, name: str, place: _Place) -> None:
        if name == "layer":
            self._read_layers(node, place)
        elif name == "import":
            self._read_imported(node, place)
        elif node.content is None:
            return
        elif name == "media":
            holds = is_for_screens(written(node.prelude))
            if holds is not False:
                self._read_block(node.content, place.within(doubtful=place.doubtful or holds is None))
        elif name in ("supports", "container", "scope"):
            self._read_block(node.content, place.within(doubtful=True))
        elif name in ("keyframes", "-webkit-keyframes"):
            for frame in tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True):
                if frame.type == "qualified-rule" and re.search(r"\bto\b|100%", written(frame.prelude).lower()):
                    block = tinycss2.parse_blocks_contents(frame.content, skip_comments=True)
                    self.last_frames[written(node.prelude).lower()] = declarations(block)
        elif name == "property":
            for one in tinycss2.parse_blocks_contents(node.content, skip_comments=True):
                if one.type == "declaration" and one.lower_name == "initial-value":
                    self.initial[written(node.prelude)] = written(one.value)

    def _read_layers(self, node: Any, place: _Place) -> None:
        names = [one.strip() for one in written(node.prelude).split(",")]
        for name in names:
            layer = place.layer
            for part in name.split("."):
                known = (layer, part or f"{len(self._layers)} unnamed")
                layer = (*layer, self._layers.setdefault(known, len(self._layers)))
        if node.content is not None:
            self._read_block(node.content, place.within(layer=layer))

    def _read_imported(self, node: Any, place: _Place) -> None:
        tokens = [token for token in node.prelude if token.type != "whitespace"]
        if tokens and tokens[0].type == "function":
            tokens = tokens[0].arguments
        if tokens and tokens[0].type in ("url", "string"):
            self._read_sheet(_data_of(tokens[0].value), place.within())


class Styles:
    """The declarations for every element of a page, by the cascade of its sheets and attributes.

    :raises DocumentError: the sheets are too deep or too many to be followed; so does `of`.
    """

    def __init__(self, root: etree._Element) -> None:
        self._page = Page(root)
        sheets = _Sheets(self._page)
        self.initial = sheets.initial
        self._last_frames = sheets.last_frames
        if sheets.rules:
            self._page.index()
        self._by_key: dict[str, list[_Rule]] = defaultdict(list)
        self._inline: dict[str, tuple[Declaration, ...]] = {}
        switched = {name for rule in sheets.rules for name in _switched(rule)}
        for rule in sheets.rules:
            selector = rule.selector
            if not selector.sure or not self._page.has_all(selector):
                continue
            if selector.switching or not selector.subject.isdisjoint(switched):
                rule.declared = {key: one for key, one in rule.declared.items() if key[0] not in _SWITCHED}
            if rule.declared:
                self._by_key[self._page.rarest(selector)].append(rule)
        kept = chain.from_iterable(self._by_key.values())
        self.are_doubtful = any(self._last_frames.values()) or any(rule.doubtful for rule in kept)

    def of(self, element: etree._Element, variables: Mapping[str, str], *, doubtful: bool) -> dict[str, str]:
        """Property -> value in small letters, for what is declared of `PROPERTIES` and of the page's own properties.

        `variables` are the page's own properties around the element; `doubtful` tells to take what holds only perhaps.
        """
        found: list[tuple[tuple[Any, ...], str, str]] = []
        for rule in self._rules_for(element, doubtful=doubtful):
            self._page.take(len(rule.declared))
            for (name, much), (value, order) in rule.declared.items():
                found.append(((*_rank(rule.layer, much), rule.selector.weight, order), name, value))
        style = element.get("style")
        if style:
            for order, (name, value, much) in enumerate(self._own(style)):
                found.append(((much, 1, (), (0, 0, 0), order), name, value))
        if not found:
            return {}
        found.sort(key=lambda one: one[0])
        declared = {name: value for _, name, value in found}
        if doubtful and self._last_frames and "animation" in declared:
            declared |= self._frames_of(declared["animation"])
        return _known(declared, variables, element)

    def _rules_for(self, element: etree._Element, *, doubtful: bool) -> Iterator[_Rule]:
        if self._by_key:
            for key in self._page.keys(element):
                for rule in self._by_key.get(key, ()):
                    if (doubtful or not rule.doubtful) and self._page.matches(rule.selector, element):
                        yield rule

    def _frames_of(self, animation: str) -> dict[str, str]:
        """What stays when the animations are over."""
        found: dict[str, str] = {}
        for name, frame in self._last_frames.items():
            if "infinite" not in animation and name in re.split(r"[\s,]+", animation):
                found |= {name: value for name, value, _ in frame}
        return found

    def _own(self, style: str) -> tuple[Declaration, ...]:
        if style not in self._inline:
            self._inline[style] = declarations(
                tinycss2.parse_blocks_contents(_LONG_NUMBER.sub("9999", style), skip_comments=True)
            )
        return self._inline[style]


def _rank(layer: tuple[float, ...], much: bool) -> tuple[bool, int, tuple[float, ...]]:
    """Where a declaration stands among others: what is in no layer is last, or first of what is important."""
    ends = (*layer, inf)
    return much, 0, tuple(-one for one in ends) if much else ends


def _known(declared: dict[str, str], variables: Mapping[str, str], element: etree._Element) -> dict[str, str]:
    """The values with what they refer to.

    Where that is not known, it may be in a sheet elsewhere: then a background stays as it is. What is reckoned in a way
    that is not known here hides.
    """
    own = {name: value for name, value in declared.items() if name.startswith("--")}
    variables = {**variables, **own} if own else variables
    found = dict(own)
    for name, value in declared.items():
        if name in own:
            continue
        value_known = resolved(value, variables, element) if refers(value) else plain(value)
        if value_known is None:
            if name.startswith("background"):
                found[name] = value
            elif name in _HIDDEN and "var(" not in value.lower():
                found[name] = _HIDDEN[name]
        elif accepts(name, value_known):
            found[name] = value_known
        elif name == "font-size" and (size := size_of_font(value_known)):  # It stood in a `font`.
            found[name] = size
    return found


def _sheet_of(element: etree._Element) -> str:
    """The text of a sheet that is in the page itself."""
    if element.tag == "style":
        kind = (element.get("type") or "text/css").strip().lower()
        return "".join(map(str, element.itertext())) if kind == "text/css" else ""
    kinds = (element.get("rel") or "").lower().split()
    return _data_of(element.get("href") or "") if "stylesheet" in kinds and "alternate" not in kinds else ""


def _data_of(address: str) -> str:
    """The sheet that an address holds itself; nothing where it leads elsewhere."""
    match = _DATA.match(address.strip())
    if match is None:
        return ""
    data = unquote_to_bytes(address.strip()[match.end() :])
    try:
        return (b64decode(data) if match[1] else data).decode("utf-8")
    except ValueError:
        return ""


def _switched(rule: _Rule) -> set[str]:
    """Names of elements that this rule shows once something has been done: a tab chosen, a box ticked."""
    selector = rule.selector
    states = {name for name in selector.names if STATE.fullmatch(name[1:].lower())}
    shows = any(
        name in _SWITCHED and value not in ("none", "hidden", "collapse") and not re.match(r"[0.]+(?:px|%)?$", value)
        for (name, _), (value, _) in rule.declared.items()
    )
    subject = {key for key in selector.subject if key[0] in "#."}
    return subject - states if shows and (states or not selector.sure) else set()
