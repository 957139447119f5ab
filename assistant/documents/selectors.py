"""Selectors of style sheets, as they are written: what an element has to be for a rule to mean it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import Any

from tinycss2.nth import parse_nth

from assistant.errors import DocumentError

_MOST_NESTED = 50
STATE = re.compile(
    r"(?:is-|has-|-{0,2})?(?:active|open|opened|opening|show|shown|showing|visible|expanded|selected|current|in|on)"
)
# What a click or a link to the place brings about: what only waits for it is meant to be read.
_OPENED = frozenset("target target-within checked open focus-within popover-open modal".split())
_UNTIL_THEN = _OPENED | frozenset(
    """hover active focus focus-visible visited indeterminate disabled invalid user-invalid user-valid in-range
    out-of-range placeholder-shown autofill fullscreen picture-in-picture required default blank read-write""".split()
)
_STATE_KEYS = frozenset(("[open", "[aria-expanded", "[aria-selected", "[data-state"))
# What is true of text, or not, by more than can be told here.
_DOUBTFUL = frozenset("defined read-only enabled optional valid lang dir current past future".split())
_PARTS = frozenset("before after marker selection placeholder backdrop".split())
_ANY_OF = frozenset(("is", "where", "matches", "-webkit-any", "-moz-any"))
_PLACES = {
    "first-child": ("nth-child",),
    "last-child": ("nth-last-child",),
    "only-child": ("nth-child", "nth-last-child"),
    "first-of-type": ("nth-of-type",),
    "last-of-type": ("nth-last-of-type",),
    "only-of-type": ("nth-of-type", "nth-last-of-type"),
}
_NTH = frozenset(chain.from_iterable(_PLACES.values()))
# Attributes whose values HTML compares without regard to capitals.
_FOLDED = frozenset("align bgcolor charset color dir face hreflang lang media method rel rev text type valign".split())


def too_much(what: str) -> DocumentError:
    """The refusal of a page of which it can't be told what its styles hide."""
    return DocumentError(
        f"The page's styles {what}, so that it is not known what they hide; they are followed only so far; "
        "save the page as plain text."
    )


def check_depth(depth: int) -> None:
    """Refuses what is nested further than the styles of a page are.

    :raises DocumentError: it is.
    """
    if depth > _MOST_NESTED:
        raise too_much(f"are nested more than {_MOST_NESTED} deep")


@dataclass(frozen=True, slots=True, eq=False)
class Test:
    """What a pseudo-class asks."""

    kind: str
    selectors: tuple["Selector", ...] = ()
    nth: tuple[int, int] = (0, 1)


_IS_ROOT, _IS_LINK, _IS_EMPTY, _IS_ANCHOR, _NEVER = (Test(kind) for kind in ("root", "link", "empty", "anchor", ""))


@dataclass(frozen=True, slots=True)
class Compound:
    """What one element has to be: `relation` is how it stands to the next one of the selector.

    ``keys`` are its tag, ``#id``, ``.class``es and the names of its attributes with a ``[`` before.
    """

    relation: str = " "
    keys: frozenset[str] = frozenset()
    attributes: tuple[tuple[str, str, str, bool], ...] = ()
    tests: tuple[Test, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Selector:
    """Its elements from the outermost to its subject, and its specificity.

    It is ``sure`` unless it asks for what has to be done first, and ``switching`` if it holds until that is done.
    """

    compounds: tuple[Compound, ...]
    weight: tuple[int, int, int]
    sure: bool
    switching: bool
    depth: int

    @property
    def names(self) -> frozenset[str]:
        """The ids and classes that it asks for."""
        return frozenset(key for one in self.compounds for key in one.keys if key[0] in "#.")

    @property
    def subject(self) -> frozenset[str]:
        """The keys of what it means."""
        return self.compounds[-1].keys


def read_selectors(
    tokens: Iterable[Any],
    fold: Callable[[str], str],
    around: tuple[Selector, ...] | None = None,
) -> tuple[tuple[Selector, ...], bool]:
    """The selectors of a rule, and whether a browser may take them otherwise, or not at all.

    `fold` is how classes and ids are compared on the page; `around` are the selectors of the rule around.

    :raises DocumentError: they are nested without end.
    """
    return _read_list(tokens, _Context(fold, None if around is None else Test("is", around)), is_led=around is not None)


@dataclass(frozen=True, slots=True)
class _Context:
    """Where selectors stand: what ``&`` means there, and how deep they are nested."""

    fold: Callable[[str], str]
    around: Test | None
    depth: int = 0


def _read_list(tokens: Iterable[Any], context: _Context, *, is_led: bool) -> tuple[tuple[Selector, ...], bool]:
    """As `read_selectors`; each stands below what is around, if `is_led`, unless it says itself how."""
    check_depth(context.depth)
    found: list[Selector] = []
    known = True
    one: list[Any] = []
    for token in [*tokens, None]:
        if token is None or (token.type == "literal" and token.value == ","):
            reading = _Reading(context, context.around if is_led and not _names_around(one) else None)
            selector = reading.selector(one)
            known = known and reading.known
            found += [selector] if selector else []
            one = []
        elif token.type != "comment":
            one.append(token)
    return tuple(found), not known


class _Reading:
    """One selector as it is read, compound after compound."""

    def __init__(self, context: _Context, leader: Test | None) -> None:
        self.known = True
        self._context = context
        self._leader = leader
        self._compounds = [Compound()]
        self._weight = [0, 0, 0]
        self._sure = True
        self._switching = False
        self._depth = 0
        self._of_a_part = False

    def selector(self, tokens: list[Any]) -> Selector | None:
        """What the tokens say; None where it is nothing that an element can be."""
        before = ""
        for token, after in pairwise([*tokens, None]):
            self._read(token, before, is_last=after is None)
            before = token.value if token.type == "literal" else ""
        if self._of_a_part or not any(one != Compound() for one in self._compounds):
            return None
        self._lead()
        check_depth(self._depth)
        a, b, c = self._weight
        return Selector(tuple(self._compounds), (a, b, c), self._sure, self._switching, self._depth)

    def _lead(self) -> None:
        """Puts before it what it is relative to."""
        first = self._compounds[0]
        begins_with_relation = first == Compound(first.relation) and len(self._compounds) > 1
        if self._leader is None:
            self.known = self.known and not begins_with_relation
            return
        if begins_with_relation:
            self._compounds[0] = replace(first, tests=(self._leader,))
        else:
            self._compounds.insert(0, Compound(tests=(self._leader,)))
        self._weigh(self._leader)

    def _read(self, token: Any, before: str, *, is_last: bool) -> None:
        last = self._compounds[-1]
        match token.type:
            case "whitespace":
                if last != Compound() and not is_last:
                    self._compounds.append(Compound())
            case "literal" if token.value in (">", "+", "~"):
                if last == Compound() and len(self._compounds) > 1:
                    self._compounds.pop()
                self._compounds[-1:] = [replace(self._compounds[-1], relation=token.value), Compound()]
            case "literal" if token.value == "&":
                self._test(self._context.around or _IS_ROOT)
            case "literal" if token.value == "*":
                self._key("*")
            case "literal" if token.value == "|":
                self._namespace(last.keys)
            case "ident" if before == ".":
                self._key(f".{self._context.fold(token.value)}", 1)
            case "hash":
                self._key(f"#{self._context.fold(token.value)}", 0)
            case "ident" if before == ":":
                self._pseudo(token.lower_value)
            case "ident":
                self._key(token.lower_value, 2)
            case "function" if before == ":":
                self._function(token.lower_name, token.arguments)
            case "[] block":
                self._attribute([part for part in token.content if part.type not in ("whitespace", "comment")])
            case "literal" if token.value in (".", ":"):
                pass
            case _:
                self._unknown()

    def _namespace(self, before: frozenset[str]) -> None:
        """Reads what stood before a bar; the elements of a page are in a namespace, so that none is not theirs."""
        self.known = self.known and before == {"*"}
        self._compounds[-1] = Compound() if before else Compound(tests=(_NEVER,))

    def _key(self, key: str, counts: int | None = None) -> None:
        last = self._compounds[-1]
        self._compounds[-1] = replace(last, keys=last.keys | {key})
        if counts is not None:
            self._weight[counts] += 1

    def _test(self, test: Test) -> None:
        last = self._compounds[-1]
        self._compounds[-1] = replace(last, tests=(*last.tests, test))
        self._weigh(test)

    def _weigh(self, test: Test) -> None:
        most = max((one.weight for one in test.selectors), default=(0, 0, 0))
        self._weight = [own + more for own, more in zip(self._weight, most, strict=True)]
        self._depth = max(self._depth, 1 + max((one.depth for one in test.selectors), default=-1))

    def _unknown(self) -> None:
        self.known = False
        self._test(_NEVER)

    def _pseudo(self, name: str) -> None:
        self._weight[1] += 1
        if name in _UNTIL_THEN:
            self._sure = False
            self._test(_NEVER)
            self._switching = self._switching or name in _OPENED
        elif name in _PLACES:
            for kind in _PLACES[name]:
                self._test(Test(kind))
        elif name in ("root", "scope"):
            self._test(_IS_ROOT)
        elif name in ("link", "any-link"):
            self._test(_IS_LINK)
        elif name == "empty":
            self._test(_IS_EMPTY)
        elif name in ("first-line", "first-letter"):
            self.known = False  # It styles all the text of what has one line, or one letter.
        elif name in _DOUBTFUL:
            self.known = False
        elif name in _PARTS or name.startswith("-"):
            self.known = self.known and name in _PARTS
            self._of_a_part = True
        else:
            self._unknown()

    def _function(self, name: str, arguments: list[Any]) -> None:
        inside = replace(self._context, depth=self._context.depth + 1)
        if name == "has":
            inside = replace(inside, around=_IS_ANCHOR)
        if name in _ANY_OF or name in ("not", "has"):
            inner, doubtful = _read_list(arguments, inside, is_led=name == "has")
            self.known = self.known and not doubtful
            weight = self._weight
            self._test(Test(name if name in ("not", "has") else "is", inner))
            if name == "where":
                self._weight = weight
            if name == "not" and any(_is_state(one) for one in inner):
                self._switching = True
        elif name in _NTH:
            self._weight[1] += 1
            self._nth(name, arguments, inside)
        elif name in _DOUBTFUL:
            self._weight[1] += 1
            self.known = False
        else:
            self._unknown()

    def _nth(self, name: str, arguments: list[Any], inside: _Context) -> None:
        at = next(
            (n for n, token in enumerate(arguments) if token.type == "ident" and token.lower_value == "of"),
            len(arguments),
        )
        nth = parse_nth(arguments[:at])
        if nth is None:
            self._unknown()
            return
        inner, doubtful = _read_list(arguments[at + 1 :], inside, is_led=False)
        self.known = self.known and not doubtful
        self._test(Test(name, inner, nth))

    def _attribute(self, tokens: list[Any]) -> None:
        sign, value, flag = "", "", ""
        match [token.type for token in tokens]:
            case ["ident"]:
                pass
            case ["ident", "literal", "ident" | "string"]:
                sign, value = tokens[1].value, tokens[2].value
            case ["ident", "literal", "ident" | "string", "ident"]:
                sign, value, flag = tokens[1].value, tokens[2].value, tokens[3].lower_value
            case _:
                self._unknown()
                return
        name = tokens[0].lower_value
        self._key(f"[{name}", 1)
        if sign:
            last = self._compounds[-1]
            folds = flag == "i" or (name in _FOLDED and flag != "s")
            self._compounds[-1] = replace(last, attributes=(*last.attributes, (name, sign, value, folds)))


def _names_around(tokens: list[Any]) -> bool:
    """Whether ``&`` stands in the selector, however deep."""
    left = list(tokens)
    while left:
        token = left.pop()
        if token.type == "literal" and token.value == "&":
            return True
        left += token.arguments if token.type == "function" else ()
    return False


def _is_state(selector: Selector) -> bool:
    """Whether it means what has been opened or chosen."""
    keys = frozenset(chain.from_iterable(one.keys for one in selector.compounds))
    return (
        selector.switching
        or not keys.isdisjoint(_STATE_KEYS)
        or any(STATE.fullmatch(key[1:].lower()) for key in keys if key[0] in "#.")
    )
