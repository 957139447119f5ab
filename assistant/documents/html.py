"""HTML -> blocks: what a reader of the page sees in its main part, with lists, tables and accordions kept."""

import re
from dataclasses import dataclass

from lxml import etree
from lxml import html as lxml_html

from assistant.documents.builder import DocumentBuilder
from assistant.documents.frontmatter import web_address
from assistant.errors import DocumentError

_DROPPED = frozenset(
    "script style noscript template svg math canvas iframe object embed nav footer aside dialog select option "
    "textarea input audio video map head".split()
)
_DROPPED_ROLES = frozenset("navigation banner contentinfo search dialog alertdialog menu menubar complementary".split())
_DROPPED_CLASS = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|breadcrumbs?|skip-?(?:link|nav|to)\S*|visually-?hidden|sr-only|screen-reader-text"
    r"|share-?(?:bar|links?|buttons?)|social-?(?:media|links?|share))(?:$|[\s_-])",
    re.IGNORECASE,
)
_INVISIBLE_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)|font-size\s*:\s*0|"
    r"(?:text-indent|left|top)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    "address article blockquote body center dd details div dl dt fieldset figcaption figure form h1 h2 h3 h4 h5 h6 "
    "header hr li legend main ol p pre section summary table tbody td tfoot th thead tr ul caption".split()
)
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_DETAILS_LEVEL = 7
_BOLD_LINE_LEVEL = 8
_BOLD_LINE_CHARACTERS = 90
_MAX_DEPTH = 200
_LONE_QUESTION = re.compile(r"\s*[^.!?\n]{8,200}\?\s*")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,40})", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_PROTECTED_EMAIL = re.compile(r"/cdn-cgi/l/email-protection#([0-9a-fA-F]{4,400})$")


@dataclass(frozen=True, slots=True)
class HtmlHead:
    """What the page's head says: its title, canonical address and date, None where it says nothing."""

    title: str | None
    url: str | None
    updated: str | None


def read_html_head(data: bytes) -> str | None:
    """The character encoding that the page declares in its first 2 kB, if any; UTF-8 may be written in any way."""
    match = _CHARSET.search(data[:2048])
    name = match.group(1).decode("ascii").lower() if match else None
    return "utf-8-sig" if name in (None, "utf-8", "utf8") else name


def read_html(text: str, builder: DocumentBuilder) -> HtmlHead:
    """Adds the blocks of the page's main part and returns what its head says.

    :raises DocumentError: nothing in it can be parsed as HTML.
    """
    # A processing instruction with an encoding makes lxml refuse a str.
    text = re.sub(r"\A\s*<\?xml[^>]{0,200}\?>", "", text)
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        root = lxml_html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(f"The HTML cannot be parsed ({error}); a page has a body; save it again.") from None
    walker = _Walker(builder, _controlled_ids(root))
    walker.walk(_main_part(root))
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
        " ".join(title.split())[:500] if title and title.strip() else None,
        web_address(str(canonical).strip()),
        date.group() if date else None,
    )


def _main_part(root: etree._Element) -> etree._Element:
    """The element that holds the page's own content: main, else a lone article, else the body."""
    for query in ("//main", "//*[@role='main']", "//article[count(//article)=1]", "//body"):
        found = root.xpath(query)
        if isinstance(found, list) and found and isinstance(found[0], etree._Element):
            return found[0]
    return root


def _controlled_ids(root: etree._Element) -> frozenset[str]:
    """Ids of panels that a button or tab of the page opens: hidden at first, but meant to be read."""
    found = root.xpath("//@aria-controls | //@data-bs-target | //@data-target")
    names = " ".join(str(value) for value in found) if isinstance(found, list) else ""
    return frozenset(name.lstrip("#") for name in names.split())


class _Walker:
    """Depth-first over the elements; text between block boundaries gathers into one block."""

    def __init__(self, builder: DocumentBuilder, controlled: frozenset[str]) -> None:
        self._builder = builder
        self._controlled = controlled
        self._inline: list[str] = []
        # (True when in an item or cell whose text is emitted as that, lead of the innermost list)
        self._lists: list[int | None] = []
        self._in_item = 0
        self._preformatted = 0

    def walk(self, element: etree._Element, depth: int = 0) -> None:
        if not isinstance(element.tag, str) or depth > _MAX_DEPTH or self._dropped(element):
            return
        if identifier := element.get("id"):
            if element.tag in _BLOCKS:
                self._flush()
            self._builder.anchor(identifier[:200])
        if element.tag not in _BLOCKS:
            self._walk_inline(element, depth)
            return
        self._flush()
        handler = {"ul": self._list, "ol": self._list, "table": self._table, "dl": self._definitions}.get(element.tag)
        if element.tag in _HEADINGS:
            self._heading(element, depth)
        elif element.tag == "details":
            self._details(element, depth)
        elif handler is not None:
            handler(element, depth)
        elif element.tag == "p" and _is_bold_line(element):
            self._builder.heading(self._plain(element, depth), _BOLD_LINE_LEVEL)
        else:
            self._preformatted += element.tag == "pre"
            self._children(element, depth)
            self._flush()
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
        elif (address := _protected_email(element)) is not None:
            self._inline.append(address)
        else:
            if element.tag == "a" and self._inline and self._inline[-1][-1:].isalnum() and _follows_link(element):
                self._inline.append(" ")
            self._children(element, depth)

    def _text(self, text: str | None) -> None:
        if text:
            self._inline.append(text if self._preformatted else re.sub(r"\s+", " ", text))

    def _take(self) -> str:
        text = "".join(self._inline)
        self._inline.clear()
        return text

    def _flush(self) -> None:
        text = self._take()
        if not text.strip():
            return
        if self._in_item:
            self._builder.item(text, self._lists[-1] if self._lists else None)
        elif _LONE_QUESTION.fullmatch(text):
            self._builder.heading(text, _BOLD_LINE_LEVEL)
        else:
            self._builder.paragraph(text)

    def _plain(self, element: etree._Element, depth: int) -> str:
        """The element's visible text on its own, whatever is inside."""
        outer, self._inline = self._inline, []
        self._gather(element, depth)
        text = self._take()
        self._inline = outer
        return text

    def _gather(self, element: etree._Element, depth: int) -> None:
        self._text(element.text)
        for child in element:
            if isinstance(child.tag, str) and depth < _MAX_DEPTH and not self._dropped(child):
                if child.tag == "br" or child.tag in _BLOCKS:
                    self._inline.append("\n")
                if (address := _protected_email(child)) is not None:
                    self._inline.append(address)
                else:
                    self._gather(child, depth + 1)
                if child.tag in _BLOCKS:
                    self._inline.append("\n")
            self._text(child.tail)

    def _heading(self, element: etree._Element, depth: int) -> None:
        self._builder.heading(self._plain(element, depth), _HEADINGS[str(element.tag)])

    def _details(self, element: etree._Element, depth: int) -> None:
        summary = element.find("summary")
        if summary is not None:
            self._builder.heading(self._plain(summary, depth), _DETAILS_LEVEL)
        self._text(element.text)
        for child in element:
            if child is not summary:
                self.walk(child, depth + 1)
            self._text(child.tail)
        self._flush()
        self._builder.close_heading(_DETAILS_LEVEL)

    def _list(self, element: etree._Element, depth: int) -> None:
        lead = self._builder.list_lead()
        if lead is None and self._lists:
            lead = self._lists[-1]
        self._lists.append(lead)
        start = element.get("start", "1")
        first = int(start) if start.isdecimal() and len(start) < 6 else 1
        for number, child in enumerate((item for item in element if item.tag == "li"), first):
            if self._dropped(child):
                continue
            if identifier := child.get("id"):
                self._builder.anchor(identifier[:200])
            self._in_item += 1
            if element.tag == "ol":
                self._inline.append(f"{number}. ")
            self._children(child, depth + 1)
            if re.fullmatch(r"\s*\d+\.\s*", "".join(self._inline)):
                self._inline.clear()
            self._flush()
            self._in_item -= 1
        self._lists.pop()

    def _table(self, element: etree._Element, depth: int) -> None:
        lead = self._builder.list_lead()
        caption = element.find("caption")
        if caption is not None:
            self._builder.paragraph(self._plain(caption, depth))
            lead = self._builder.list_lead()
        rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
        header: int | None = lead
        for position, row in enumerate(rows):
            if self._dropped(row):
                continue
            cells = [cell for cell in row if cell.tag in ("td", "th") and not self._dropped(cell)]
            is_header = position == 0 and bool(cells) and all(cell.tag == "th" for cell in cells)
            before = self._builder.last
            self._builder.row([self._plain(cell, depth + 2) for cell in cells], header, header=is_header)
            if is_header and self._builder.last != before:
                header = self._builder.last

    def _definitions(self, element: etree._Element, depth: int) -> None:
        term: int | None = None
        for child in element.iter("dt", "dd"):
            if self._dropped(child):
                continue
            text = self._plain(child, depth + 1)
            if child.tag == "dt":
                self._builder.term(text)
                term = self._builder.last
            else:
                self._builder.definition(text, term)

    def _dropped(self, element: etree._Element) -> bool:
        if element.tag in _DROPPED or not isinstance(element.tag, str):
            return True
        parent = element.getparent()
        if element.tag == "header" and parent is not None and parent.tag == "body":
            return True
        if not element.attrib:
            return False
        if element.get("role") in _DROPPED_ROLES:
            return True
        if _DROPPED_CLASS.search(f"{element.get('class', '')} {element.get('id', '')}"):
            return True
        if element.get("id") in self._controlled:
            return False
        return (
            element.get("hidden") is not None
            or element.get("aria-hidden") == "true"
            or _INVISIBLE_STYLE.search(element.get("style", "")) is not None
        )


def _is_bold_line(element: etree._Element) -> bool:
    """A short paragraph that is nothing but bold: a heading in all but its markup."""
    if len(element) != 1 or element[0].tag not in ("strong", "b") or (element.text or "").strip():
        return False
    text = str(element.xpath("string()")).strip()
    return (
        not (element[0].tail or "").strip()
        and 0 < len(text) <= _BOLD_LINE_CHARACTERS
        and text[-1] not in ".!;,:"
        and not any(character.isdigit() for character in text)
    )


def _follows_link(element: etree._Element) -> bool:
    """True when a link stands directly before this one: in a list that lost its markup, names would run together."""
    before = element.getprevious()
    return before is not None and before.tag == "a" and not before.tail


def _protected_email(element: etree._Element) -> str | None:
    """The address behind a link that a content network has scrambled, as a browser would show it."""
    code = element.get("data-cfemail")
    if code is None:
        match = _PROTECTED_EMAIL.search(element.get("href", ""))
        code = match.group(1) if match else None
    if code is None or len(code) % 2 or not re.fullmatch(r"[0-9a-fA-F]+", code):
        return None
    key, *scrambled = bytes.fromhex(code)
    address = bytes(byte ^ key for byte in scrambled).decode("ascii", errors="backslashreplace")
    shown = str(element.xpath("string()"))
    # Some pages scramble only the link and show a name; then the name is what is read.
    return address if "protected" in shown or not shown.strip() else None
