"""Where the hyperlinks of a Word file lead."""

from collections.abc import Mapping

from lxml import etree

from assistant.documents.docx.markup import attribute
from assistant.documents.links import fit_target

# The beginning of the document; it has no bookmark.
_TOP = "_top"


class Hyperlinks:
    """The targets of the hyperlinks in the text part, whose root is given; those in notes have names of their own."""

    def __init__(self, root: etree._Element, targets: Mapping[str, str]) -> None:
        self._root = root
        self._targets = targets
        self._bookmarks = frozenset(attribute(mark, "name") for mark in root.iter("{*}bookmarkStart"))

    def of(self, element: etree._Element) -> tuple[str, bool] | None:
        """The target of a hyperlink and whether it is lost; None where it has none that is kept."""
        if element.getroottree().getroot() is not self._root:
            return None
        named = next((value for name, value in element.attrib.items() if str(name).endswith("}id")), None)
        anchor = attribute(element, "anchor")
        if named is not None:
            target = fit_target(self._targets.get(str(named), "\0"))
            return None if target is None else (target, False)
        target = fit_target(f"#{anchor}") if anchor else None
        # Other programs name what is no bookmark, with a bar in it.
        lost = anchor not in self._bookmarks and anchor != _TOP and "|" not in (anchor or "")
        return None if target is None else (target, lost)
