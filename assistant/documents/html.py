"""HTML -> blocks: what a reader of the page sees in its main part, with lists, tables and accordions kept."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, takewhile

from lxml import etree
from lxml import html as lxml_html

from assistant.documents.builder import DocumentBuilder, normalise
from assistant.documents.frontmatter import web_address
from assistant.documents.headlines import LONE_QUESTION, is_bold_line, is_bold_question
from assistant.documents.hidden import hide
from assistant.documents.links import RawLink
from assistant.documents.markup import as_browsers_read
from assistant.documents.targets import Targets, protected_email
from assistant.errors import DocumentError

_DROPPED = frozenset(
    "script style noscript template svg math canvas iframe object embed nav footer aside dialog select option "
    "textarea input audio video map title noembed noframes datalist rp progress meter".split()
)
_DROPPED_ROLES = frozenset("navigation banner contentinfo search dialog alertdialog menu menubar complementary".split())
_DROPPED_CLASS = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|breadcrumbs?|skip-?(?:link|nav|to)\S*|visually-?hidden|sr-only|screen-reader-text"
    r"|share-?(?:bar|links?|buttons?)|social-?(?:media|links?|share))(?:$|[\s_-])",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    "address article blockquote body center dd details div dl dt fieldset figcaption figure form h1 h2 h3 h4 h5 h6 "
    "head header hr li legend main ol p pre section summary table tbody td tfoot th thead tr ul caption".split()
)
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_DETAILS_LEVEL = 7
_BOLD_LINE_LEVEL = 8
# Elements below this depth give their text, not their structure: Python's own stack ends somewhere.
_MAX_DEPTH = 200
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,40})", re.IGNORECASE)
# Encodings of languages; Python knows others that decode escapes or fail in their own way. What calls itself Latin-1
# or ASCII is read as Windows-1252 by every browser (https://encoding.spec.whatwg.org/#names-and-labels).
_KNOWN_CHARSET = re.compile(r"(?:windows|iso|cp|koi8|gb|big5|euc|shift|mac)[a-z0-9_-]*")
_LATIN_CHARSET = re.compile(r"iso-?8859-1|latin-?1|(?:us-)?ascii")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class HtmlHead:
    """What the page's head says: its title, canonical address and date, None where it says nothing."""

    title: str | None
    url: str | None
    updated: str | None


def read_html_head(data: bytes) -> str | None:
    """The character encoding that the page declares in its first 2 kB, as browsers take it; None stands for UTF-8."""
    match = _CHARSET.search(data[:2048])
    if match is None or data.startswith(codecs.BOM_UTF8):
        return None
    return known_encoding(match.group(1).decode("ascii"))


def known_encoding(label: str) -> str | None:
    """Python's name of an encoding as browsers take it; None stands for UTF-8."""
    name = label.lower()
    if _LATIN_CHARSET.fullmatch(name):
        return "cp1252"
    return name if _KNOWN_CHARSET.fullmatch(name) else None


def read_html(text: str, builder: DocumentBuilder, *, has_places: bool | None = None) -> HtmlHead:
    """Adds the blocks of the page's main part and returns what its head says.

    `has_places` tells whether the text has every place that its own links may lead to; None: when it has any at all.

    :raises DocumentError: it is nested so deeply that the parser gives up.
    """
    # A processing instruction with an encoding makes lxml refuse a str.
    text = re.sub(r"\A\s*<\?xml[^>]{0,200}\?>", "", text)
    text = as_browsers_read(text)
    # Without huge_tree the parser drops, unasked, what follows a long text or the 256th level.
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        root = lxml_html.document_fromstring(text, parser=parser)
    except etree.ParserError:  # There is no element and no text in it.
        return HtmlHead(None, None, None)
    for error in parser.error_log:
        if error.type_name == "ERR_RESOURCE_LIMIT":
            reason = error.message.split(",")[0]
            raise DocumentError(
                f"The page is too much for the parser ({reason}); elements are nested at most 2,000 deep; "
                "save it again as plain text."
            )
    walker = _Walker(builder, hide(root, _controlled_ids(root)), Targets(root, has_places))
    walker.walk(_main_part(root))
    walker.flush()
    return _head(root)


def _head(root: etree._Element) -> HtmlHead:
    title = root.findtext(".//title")
    canonical = root.xpath("string(//link[@rel='canonical']/@href)")
    modified = root.xpath(
        "string((//meta[@property='article:modified_time' or @name='last-modified' or @name='dcterms.modified']"
        "/@content)[1])"
    )
    date = _DATE.search(str(modified))
    return HtmlHead(
        " ".join(normalise(title or "").split())[:500] or None,
        web_address(str(canonical).strip()),
        date.group() if date else None,
    )


def _main_part(root: etree._Element) -> etree._Element:
    """The element that holds the page's own content: main, else a lone article, else the page.

    The page, not its body: without a body tag, the parser puts elements that it does not know into the head.
    """
    for query in ("//main", "//*[@role='main']", "//article"):
        found = root.xpath(query)
        if isinstance(found, list) and found and isinstance(found[0], etree._Element):
            if query == "//article" and len(found) > 1:
                continue
            return found[0]
    return root


def _controlled_ids(root: etree._Element) -> frozenset[str]:
    """Ids of panels that a button or tab of the page opens: hidden at first, but meant to be read."""
    found = root.xpath("//@aria-controls | //@data-bs-target | //@data-target")
    names = " ".join(str(value) for value in found) if isinstance(found, list) else ""
    return frozenset(name.lstrip("#") for name in names.split())


class _Walker:
    """Depth-first over the elements; text between block boundaries gathers into one block."""

    def __init__(self, builder: DocumentBuilder, hidden: frozenset[etree._Element], targets: Targets) -> None:
        self._builder = builder
        self._hidden = hidden
        self._targets = targets
        self._inline: list[str] = []
        self._links: list[RawLink] = []  # Their offsets count pieces of the inline text.
        self._open: RawLink | None = None  # The link around this place.
        self._lists: list[int | None] = []  # The leads of the lists around this place.
        self._items: list[int | None] = []  # For every list item around it, the block before that item.
        self._number = ""  # What an ordered list draws before the text that comes next.
        self._preformatted = 0

    def walk(self, element: etree._Element, depth: int = 0) -> None:
        if self._dropped(element):
            return
        if element.tag in _BLOCKS:
            self.flush()
        self._anchor(element)
        if depth > _MAX_DEPTH:
            self._gather(element)
            return
        if element.tag not in _BLOCKS:
            self._walk_inline(element, depth)
            return
        if element.tag in _HEADINGS:
            self._heading(element, _HEADINGS[str(element.tag)])
        elif element.tag == "details":
            self._details(element, depth)
        elif element.tag in ("ul", "ol"):
            self._list(element, depth)
        elif element.tag == "table":
            self._table(element)
        elif element.tag == "dl":
            self._definitions(element)
        elif element.tag == "p" and not self._items and is_bold_line(element):
            self._heading(element, _BOLD_LINE_LEVEL)
        else:
            self._preformatted += element.tag == "pre"
            self._children(element, depth)
            self.flush()
            self._preformatted -= element.tag == "pre"

    def _children(self, element: etree._Element, depth: int) -> None:
        self._text(element.text)
        for child in element:
            self.walk(child, depth + 1)
            self._text(child.tail)

    def _walk_inline(self, element: etree._Element, depth: int) -> None:
        if element.tag == "br":
            self._inline.append("\n")
        elif element.tag == "button" and not (element.get("aria-controls") or element.get("aria-expanded")):
            return
        elif (address := protected_email(element)) is not None:
            self._apart()
            self._inline.append(address)
        elif is_bold_question(element) and self._begins_line():
            self.flush()
            self._heading(element, _BOLD_LINE_LEVEL)
        else:
            if element.tag == "a" and _follows_link(element):
                self._apart()
            opened = self._open_link(element)
            self._children(element, depth)
            if opened:
                self._close_link()

    def _apart(self) -> None:
        if self._inline and self._inline[-1][-1:].isalnum():
            self._inline.append(" ")

    def _begins_line(self) -> bool:
        """Whether what comes next begins a line of a paragraph."""
        last = "".join(self._inline[-3:]).rstrip(" ")
        ended = last.endswith("\n") or not last and len(self._inline) <= 3
        return ended and not self._items and self._open is None and not self._preformatted

    def _text(self, text: str | None) -> None:
        if text:
            self._inline.append(text if self._preformatted else re.sub(r"\s+", " ", text))

    def _open_link(self, element: etree._Element) -> bool:
        """Whether the element is a link that is kept; its words begin here."""
        found = self._targets.of(element) if element.tag == "a" and self._open is None else None
        if found is None:
            return False
        self._open = RawLink(len(self._inline), 0, *found)
        return True

    def _close_link(self) -> None:
        if self._open is not None:
            self._links.append(self._open._replace(end=len(self._inline)))
            self._open = None

    def _take(self) -> tuple[str, list[RawLink]]:
        """The text gathered, and the links in it; a link around this place goes on in what comes next."""
        text = "".join(self._inline)
        around = self._open
        self._close_link()
        links, self._links = self._links, []
        if links:
            places = list(accumulate(map(len, self._inline), initial=0))
            links = [link._replace(start=places[link.start], end=places[link.end]) for link in links]
        self._open = around and around._replace(start=0)
        self._inline.clear()
        return text, links

    def flush(self) -> None:
        """Adds the text gathered since the last block as a block of its own."""
        text, links = self._take()
        if not text.strip():
            return
        if self._items:
            self._builder.item(self._number + text, self._lists[-1])
            self._number = ""
        elif LONE_QUESTION.fullmatch(text):
            self._builder.heading(text, _BOLD_LINE_LEVEL)
        else:
            self._builder.paragraph(text)
        if links:
            self._builder.link((text, links))

    def _heading(self, element: etree._Element, level: int) -> None:
        text, links = self._plain(element)
        self._builder.heading(text, level)
        self._builder.link((text, links))

    def _anchor(self, element: etree._Element) -> None:
        if identifier := element.get("id"):
            self._builder.anchor(identifier[:200])

    def _plain(self, element: etree._Element) -> tuple[str, list[RawLink]]:
        """The element's visible text on its own, whatever is inside, and the links in it."""
        outer = self._inline, self._links, self._open
        self._inline, self._links, self._open = [], [], self._open and self._open._replace(start=0)
        self._gather(element)
        found = self._take()
        self._inline, self._links, self._open = outer
        return found

    def _gather(self, element: etree._Element) -> None:
        """Adds the element's visible text without structure; not by recursion, since pages nest without end."""
        steps = etree.iterwalk(element, events=("start", "end"))
        link: etree._Element | None = None
        for event, part in steps:
            if event == "end" and link is part:
                self._close_link()
            if part is not element and (part.tag == "br" and event == "start" or part.tag in _BLOCKS):
                self._inline.append("\n")
            if event == "end":
                self._text(part.tail if part is not element else None)
            elif part is not element and self._dropped(part):
                steps.skip_subtree()
            elif (address := protected_email(part)) is not None:
                self._inline.append(address)
                steps.skip_subtree()
            else:
                if part is not element and self._open_link(part):
                    link = part
                self._text(part.text)

    def _details(self, element: etree._Element, depth: int) -> None:
        summary = element.find("summary")
        if summary is not None:
            self._heading(summary, _DETAILS_LEVEL)
        self._text(element.text)
        for child in element:
            if child is not summary:
                self.walk(child, depth + 1)
            self._text(child.tail)
        self.flush()
        self._builder.close_heading(_DETAILS_LEVEL)

    def _list(self, element: etree._Element, depth: int) -> None:
        lead = self._builder.list_lead()
        if lead is None and self._items and self._builder.last != self._items[-1]:
            lead = self._builder.last  # The item that this list is nested in.
        elif lead is None and self._lists:
            lead = self._lists[-1]
        self._lists.append(lead)
        start = element.get("start", "1")
        number = int(start) if start.isdecimal() and len(start) < 6 else 1
        for child in element:
            if child.tag != "li":
                self.walk(child, depth + 1)
            elif not self._dropped(child):
                self._anchor(child)
                self._items.append(self._builder.last)
                self._number = f"{number}. " if element.tag == "ol" else ""
                self._children(child, depth + 1)
                self.flush()
                self._number = ""
                self._items.pop()
                number += 1
        self._lists.pop()

    def _table(self, element: etree._Element) -> None:
        caption = element.find("caption")
        if caption is not None and not self._dropped(caption):
            self._anchor(caption)
            text, links = self._plain(caption)
            self._builder.paragraph(text)
            self._builder.link((text, links))
        lead = self._builder.list_lead()
        for position, row in enumerate(self._own(element, "tr")):
            self._anchor(row)
            cells = [cell for cell in row if cell.tag in ("td", "th") and not self._dropped(cell)]
            is_header = position == 0 and bool(cells) and all(cell.tag == "th" for cell in cells)
            before = self._builder.last
            plain = [self._plain(cell) for cell in cells]
            texts = self._builder.in_columns([text for text, _ in plain], lead, header=is_header)
            self._builder.row(texts, lead, header=is_header)
            self._builder.link(*zip(texts, (links for _, links in plain), strict=True))
            if is_header and self._builder.last != before:
                lead = self._builder.last

    def _definitions(self, element: etree._Element) -> None:
        term: int | None = None
        for child in self._own(element, "dt", "dd"):
            self._anchor(child)
            text, links = self._plain(child)
            if child.tag == "dt":
                self._builder.term(text)
                term = self._builder.last
            else:
                self._builder.definition(text, term)
            self._builder.link((text, links))

    def _own(self, element: etree._Element, *tags: str) -> Iterator[etree._Element]:
        """The visible descendants with these tags, those of an element of the same kind inside it left out."""
        for part in element.iter(*tags):
            above = takewhile(lambda outer: outer is not element, part.iterancestors())
            if not any(outer.tag == element.tag or self._dropped(outer) for outer in (part, *above)):
                yield part

    def _dropped(self, element: etree._Element) -> bool:
        if element.tag in _DROPPED or not isinstance(element.tag, str):
            return True
        if element.tag == "header" and next(element.iterancestors("main", "article", "section"), None) is None:
            return True  # The site's own, not that of a part of the page.
        if element in self._hidden:
            return True
        if not element.attrib:
            return False
        if element.get("role") in _DROPPED_ROLES:
            return True
        return bool(_DROPPED_CLASS.search(f"{element.get('class', '')} {element.get('id', '')}"))


def _follows_link(element: etree._Element) -> bool:
    """True when a link stands directly before this one: in a list that lost its markup, names would run together."""
    before = element.getprevious()
    return before is not None and before.tag == "a" and not before.tail
