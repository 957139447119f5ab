"""Reading WordprocessingML elements by local name, since Word writes two namespaces for the same words."""

from collections.abc import Iterator

from lxml import etree

_OFF = frozenset(("0", "false", "off", "none"))


def local_name(element: etree._Element) -> str:
    """The tag without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of this local name."""
    return None if element is None else next(element.iterchildren("{*}" + name), None)


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The children of this local name."""
    return iter(()) if element is None else element.iterchildren("{*}" + name)


def attribute(element: etree._Element | None, name: str = "val") -> str | None:
    """The attribute of this local name in the element's own namespace, or in none."""
    if element is None:
        return None
    namespace = str(element.tag).rpartition("}")[0]
    value = element.get(f"{namespace}}}{name}") if namespace else None
    return value if value is not None else element.get(name)


def number(element: etree._Element | None, name: str = "val") -> int | None:
    """The attribute as a whole number of at most nine digits, None when it is none."""
    value = (attribute(element, name) or "").strip()
    return int(value) if value.isascii() and len(value) <= 9 and value.lstrip("-").isdigit() else None


def switch(properties: etree._Element | None, name: str) -> bool | None:
    """Whether the properties turn something on or off; None when they leave it as it is."""
    found = child(properties, name)
    return None if found is None else attribute(found) not in _OFF
