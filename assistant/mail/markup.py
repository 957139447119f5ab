"""HTML of mail programs -> the text they show, with their marks of quoted mail and signatures kept.

What stands in a quotation gets "> " before each line, as in plain text. Lines of one private character mark where a
mail program begins the mail that is answered, and where its signature begins and ends.
"""

import re

from lxml import etree
from lxml import html as lxml_html

HISTORY = "\ue000"
SIGNATURE = "\ue001"
SIGNATURE_END = "\ue002"

_DROPPED = frozenset("script style noscript template svg math iframe object embed select textarea title head".split())
_HIDDEN = re.compile(
    r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|mso-hide\s{0,3}:\s{0,3}all"
    r"|(?<![-\w])(?:font-size|max-height|opacity)\s{0,3}:\s{0,3}0(?:\.0{1,9})?(?:px|pt|em|%)?\s{0,3}(?:[;!]|$)",
    re.IGNORECASE,
)
_LINES = frozenset(
    "address article body center dd div dl dt fieldset figure footer form header hr li main section table tbody tfoot "
    "thead tr".split()
)
_SPACED = frozenset("blockquote h1 h2 h3 h4 h5 h6 ol p pre ul".split())
_NO_MARGIN = re.compile(r"(?<![-\w])margin(?:-top|-bottom)?\s{0,3}:\s{0,3}0", re.IGNORECASE)
_OWN_QUOTE = re.compile(r"border\s{0,3}:\s{0,3}none", re.IGNORECASE)  # Gmail indents the writer's own text so.
_HISTORY_NAME = re.compile(
    r"divRplyFwdMsg|appendonsend|yahoo_quoted|gmail_attr|moz-cite-prefix|moz-email-headers-table|protonmail_quote"
    r"|zmail_extra|OLK_SRC_BODY_SECTION|OutlookMessageHeader|tutanota_quote|hm_reply_header",
    re.IGNORECASE,
)
_HISTORY_STYLE = re.compile(
    r"border-top\s{0,3}:\s{0,3}solid #(?:E1E1E1|B5C4DF) 1\.0pt", re.IGNORECASE
)  # Outlook for Windows and for Mac.
_SIGNATURE_NAME = re.compile(
    r"(?:^|[\s_])(?:gmail_signature|moz-signature|ms-outlook-mobile-signature|AppleMailSignature|Signature"
    r"|protonmail_signature_block)(?:$|\s)",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ue000-\uf8ff\ufffe\uffff]")
_XML_DECLARATION = re.compile(r"\s{0,99}<\?xml[^>]{0,200}\?>")


def html_to_text(markup: str, remarks: list[str]) -> str:
    """The text that the markup shows; hidden elements are left out, what is in no order is told in the remarks."""
    markup = _CONTROLS.sub("", markup)
    if declaration := _XML_DECLARATION.match(markup):  # lxml refuses a str with an encoding.
        markup = markup[declaration.end() :]
    # Without huge_tree the parser drops, unasked, what is nested deeper than 256; long exchanges are.
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        root = lxml_html.document_fromstring(markup, parser=parser)
    except (etree.ParserError, ValueError):  # There is no element and no text in it.
        return ""
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        remarks.append("The mail's HTML is nested too deeply; what follows in it is not read.")
    writer = _Writer()
    walk = etree.iterwalk(root, events=("start", "end"))
    dropped: etree._Element | None = None
    for event, element in walk:
        if event == "start":
            if _is_dropped(element):
                dropped = element
                walk.skip_subtree()
            else:
                writer.open(element)
                writer.text(element.text)
        else:
            if element is dropped:
                dropped = None
            else:
                writer.close(element)
            writer.text(element.tail)
    writer.flush()
    return "\n".join(writer.lines)


def _is_dropped(element: etree._Element) -> bool:
    if element.tag in _DROPPED or element.get("hidden") is not None:
        return True
    return bool(_HIDDEN.search((element.get("style") or "")[:2_000]))


class _Writer:
    """Gathers inline text into lines; the elements that begin and end lines tell it where."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._inline: list[str] = []
        self._quotes = 0
        self._preformatted = 0
        self._numbers: list[int | None] = []  # For every list around this place, its last number.

    def open(self, element: etree._Element) -> None:
        tag = str(element.tag)
        names = f"{element.get('id') or ''} {element.get('class') or ''}"[:400]
        if tag == "br":
            self._inline.append("\n")
            self.flush()
        elif tag in ("td", "th"):
            self._inline.append(" ")
        elif tag in _SPACED and not _has_no_margin(element):
            self._space()
        elif tag in _LINES or tag in _SPACED:
            self.flush()
        if _HISTORY_NAME.search(names) or _HISTORY_STYLE.search((element.get("style") or "")[:2_000]):
            self._mark(HISTORY)
        elif names != " " and _SIGNATURE_NAME.search(names):
            self._mark(SIGNATURE)
        if _is_quote(element):
            self._quotes += 1
        elif tag == "pre":
            self._preformatted += 1
        elif tag in ("ol", "ul"):
            self._numbers.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._inline.append(self._bullet())

    def close(self, element: etree._Element) -> None:
        tag = str(element.tag)
        names = f"{element.get('id') or ''} {element.get('class') or ''}"[:400]
        if tag in _LINES or tag in _SPACED:
            self.flush()
        if names != " " and not _HISTORY_NAME.search(names) and _SIGNATURE_NAME.search(names):
            self._mark(SIGNATURE_END)
        if _is_quote(element):
            self._quotes -= 1
        elif tag == "pre":
            self._preformatted -= 1
        elif tag in ("ol", "ul") and self._numbers:
            self._numbers.pop()
        if tag in _SPACED and not _has_no_margin(element):
            self._space()

    def text(self, text: str | None) -> None:
        if not text:
            return
        if not self._preformatted:
            self._inline.append(_SPACES.sub(" ", text))
            return
        first, *others = text.replace("\r", "").split("\n")
        self._inline.append(first)
        for line in others:
            self._inline.append("\n")
            self.flush()
            self._inline.append(line)

    def flush(self) -> None:
        """Ends the line; an empty one stays only where a break or a hard space asks for it."""
        line = "".join(self._inline)
        self._inline.clear()
        if line.strip(" "):
            # Trailing space tells "-- " from a dash, as in plain text.
            shown = line.strip(" \n\xa0") if line.strip() != "--" else "-- "
            self.lines.append("> " * min(self._quotes, 9) + shown if shown or self._quotes else "")

    def _bullet(self) -> str:
        if not self._numbers or self._numbers[-1] is None:
            return "- "
        self._numbers[-1] += 1
        return f"{self._numbers[-1]}. "

    def _mark(self, mark: str) -> None:
        self.flush()
        if not self._quotes:
            self.lines.append(mark)

    def _space(self) -> None:
        self.flush()
        if self.lines and self.lines[-1]:
            self.lines.append("> " * min(self._quotes, 9))


def _is_quote(element: etree._Element) -> bool:
    """Whether it is a quotation and not the writer's own text moved to the right."""
    if element.tag != "blockquote":
        return False
    if element.get("type") == "cite" or element.get("cite") is not None or element.get("class"):
        return True
    return not _OWN_QUOTE.search((element.get("style") or "")[:2_000])


def _has_no_margin(element: etree._Element) -> bool:
    return (element.get("class") or "").startswith(("Mso", "x_Mso", "p1", "p2")) or bool(
        _NO_MARGIN.search((element.get("style") or "")[:2_000])
    )
