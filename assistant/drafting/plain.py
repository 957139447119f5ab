"""Words from outside -> what may stand in a header or in one line of a draft."""

import unicodedata
from email.header import Header
from email.headerregistry import Address as HeaderAddress
from email.utils import formataddr

from assistant.errors import AssistantError
from assistant.mail import Address

_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn")
"""Control and invisible characters, those that turn the direction of writing among them."""


def one_line(text: str, limit: int) -> str:
    """The text on one line, without invisible characters, shortened to `limit` characters with "…"."""
    visible = "".join(
        " " if character.isspace() else character
        for character in text[: 2 * limit + 1000]
        if character.isspace() or unicodedata.category(character) not in _HIDDEN
    )
    line = " ".join(visible.split())
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def header_words(text: str, limit: int) -> str:
    """The text for a header; what would be read as an encoded word is none any more.

    Python's own writer of headers decodes such words and, before 3.11.10, writes the line breaks in them as they are.
    """
    return one_line(text.replace("=?", "= ?"), limit)


def header_address(address: Address) -> HeaderAddress:
    """The mailbox for a header, its domain in ASCII.

    :raises AssistantError: nothing can be sent to it by every mail server.
    """
    local, _, domain = address.address.rpartition("@")
    try:
        spec = f"{local}@{domain if domain.isascii() else domain.encode('idna').decode()}"
        return HeaderAddress(display_name=header_words(address.name, 100), addr_spec=spec.encode("ascii").decode())
    except (ValueError, IndexError):  # The standard library raises both, by what is wrong.
        raise AssistantError(
            f"{address.address[:100]!r} is no address that a reply can be sent to; one is needed in From or Reply-To; "
            "answer this mail by hand."
        ) from None


def header_mailbox(address: HeaderAddress) -> str:
    """The mailbox as a header holds it: the name in quotation marks where needed, or encoded."""
    name, spec = address.display_name, address.addr_spec
    if not name or name.isascii():
        return formataddr((name, spec))
    words = Header(name, "utf-8", header_name="From").encode(linesep="\r\n")
    return f"{words}\r\n <{spec}>"
