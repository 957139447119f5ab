"""Which elements of a page selectors mean, as a browser tells before anything is done there."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from lxml import etree

from assistant.documents.markup import AGAIN
from assistant.documents.selectors import Compound, Selector, Test, too_much

# From a rule to an element that it may mean, and on to ancestors and siblings: for a page, and more for each element.
_STEPS = 3_000_000
_STEPS_OF_AN_ELEMENT = 100
_WHITE = re.compile(r"[ \t\n\f\r]+")  # No other space parts the names of classes.


class Page:
    """The elements of a page as selectors ask for them.

    Whatever looks for elements raises DocumentError where it takes more steps than a page is given.
    """

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.folds = _is_in_quirks_mode(root)
        self._keys: dict[etree._Element, frozenset[str]] = {}
        self._counts: Counter[str] = Counter()
        self._left = _STEPS
        self._places: dict[tuple[etree._Element, Test | str], dict[etree._Element, int]] = {}
        self._anchors: list[etree._Element] = []

    def index(self) -> None:
        """Notes what every element may be called, which all that follows needs."""
        sets: dict[tuple[str, str | None, str | None, tuple[str, ...]], frozenset[str]] = {}
        for element in self.root.iter(etree.Element):
            shape = (str(element.tag), element.get("class"), element.get("id"), tuple(map(str, element.attrib)))
            if shape not in sets:
                sets[shape] = frozenset(self._keys_of(*shape))
            self._keys[element] = sets[shape]
        self._counts = Counter(chain.from_iterable(self._keys.values()))
        self._left += _STEPS_OF_AN_ELEMENT * len(self._keys)

    def _keys_of(self, tag: str, classes: str | None, identifier: str | None, names: Iterable[str]) -> Iterator[str]:
        yield from ("*", tag.removeprefix(AGAIN))
        yield from (f"[{name}" for name in names)
        yield from (f".{name}" for name in _WHITE.split(self.folded(classes or "")) if name)
        if identifier:
            yield f"#{self.folded(identifier)}"

    def folded(self, name: str) -> str:
        """A class or id as it is compared."""
        return name.lower() if self.folds else name

    def keys(self, element: etree._Element) -> frozenset[str]:
        """What selectors may call it: its tag, id, classes, attributes, and ``*``."""
        return self._keys.get(element, frozenset())

    def has_all(self, selector: Selector) -> bool:
        """Whether each of the names that it asks for stands somewhere on the page."""
        return all(one.keys <= self._counts.keys() for one in selector.compounds)

    def rarest(self, selector: Selector) -> str:
        """Of the keys of its subject, the one that fewest elements have."""
        return min(sorted(selector.subject), key=self._counts.__getitem__, default="*")

    def take(self, steps: int = 1) -> None:
        """Counts work."""
        self._left -= steps
        if self._left < 0:
            raise too_much("and its elements are more than can be compared")

    def matches(self, selector: Selector, element: etree._Element) -> bool:
        """Whether the selector means the element."""
        compounds = selector.compounds
        at = len(compounds) - 1
        if at == 0:
            return self._fits(compounds[0], element)
        open_ends = [iter((element,))]
        while open_ends:
            for one in open_ends[-1]:
                if self._fits(compounds[at], one):
                    if at == 0:
                        return True
                    at -= 1
                    open_ends.append(_related(one, compounds[at].relation))
                    break
            else:
                open_ends.pop()
                at += 1
        return False

    def _fits(self, one: Compound, element: etree._Element) -> bool:
        self.take()
        return (
            one.keys <= self._keys.get(element, frozenset())
            and all(_has(element, *attribute) for attribute in one.attributes)
            and all(self._holds(test, element) for test in one.tests)
        )

    def _holds(self, test: Test, element: etree._Element) -> bool:
        match test.kind:
            case "is":
                return any(self.matches(one, element) for one in test.selectors)
            case "not":
                return not any(self.matches(one, element) for one in test.selectors)
            case "has":
                return any(self._is_near(one, element) for one in test.selectors)
            case "root":
                return element is self.root
            case "anchor":
                return bool(self._anchors) and element is self._anchors[-1]
            case "link":
                return element.tag in ("a", "area") and element.get("href") is not None
            case "empty":
                return not len(element) and not element.text
            case "":
                return False
        place = self._place(test, element)
        a, b = test.nth
        return place is not None and (place == b if a == 0 else (place - b) % a == 0 and (place - b) // a >= 0)

    def _is_near(self, selector: Selector, anchor: etree._Element) -> bool:
        below = selector.compounds[0].relation in " >"
        beside = chain.from_iterable(one.iter(etree.Element) for one in anchor.itersiblings(etree.Element))
        others = anchor.iterdescendants(etree.Element) if below else beside
        self._anchors.append(anchor)
        try:
            return any(self.matches(selector, other) for other in others)
        finally:
            self._anchors.pop()

    def _place(self, test: Test, element: etree._Element) -> int | None:
        """Its place, from 1, among the siblings that count; None where it does not count itself."""
        parent = element.getparent()
        if parent is None:
            return 1
        key = (parent, test if test.selectors else test.kind)
        if key not in self._places:
            self._places[key] = found = {}
            seen: Counter[str] = Counter()
            for one in parent.iterchildren(etree.Element, reversed="last" in test.kind):
                self.take()
                if not test.selectors or any(self.matches(selector, one) for selector in test.selectors):
                    kind = str(one.tag) if "of-type" in test.kind else ""
                    seen[kind] += 1
                    found[one] = seen[kind]
        return self._places[key].get(element)


def _is_in_quirks_mode(root: etree._Element) -> bool:
    """Whether browsers take the page for one of the nineties: its classes and ids then fit in any case."""
    about = root.getroottree().docinfo
    public = (about.public_id or "").upper()
    complete = "HTML 4.01" in public and bool(getattr(about, "system_url", None))  # The stubs have it not.
    return bool(public) and not complete and "XHTML 1." not in public


def _related(element: etree._Element, relation: str) -> Iterator[etree._Element]:
    if relation == " ":
        yield from element.iterancestors()
    elif relation == "~":
        yield from element.itersiblings(etree.Element, preceding=True)
    elif relation == "+":
        yield from islice(element.itersiblings(etree.Element, preceding=True), 1)
    elif (parent := element.getparent()) is not None:
        yield parent


def _has(element: etree._Element, name: str, sign: str, value: str, folds: bool) -> bool:
    own = element.get(name) or ""
    if folds:
        own, value = own.lower(), value.lower()
    match sign:
        case "~=":
            return value in _WHITE.split(own)
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
