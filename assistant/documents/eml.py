"""An e-mail -> blocks: its own words, with what it quotes; addresses and attachments are no part of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.policy import EmailPolicy
from email.utils import parsedate_to_datetime
from itertools import groupby

from assistant.documents.about import About, title_line
from assistant.documents.builder import DocumentBuilder
from assistant.documents.html import known_encoding, read_html
from assistant.documents.plaintext import read_plain_text
from assistant.errors import DocumentError

_MAX_PARTS = 100
_MAX_PART_LINES = 10_000
_MAX_HEADER_CHARACTERS = 2_000
_MAX_DATE_CHARACTERS = 100
_PART_MARK = re.compile(rb"boundary\*?[0-9]{0,3}\*?\s{0,10}=|message/rfc822", re.IGNORECASE)
_OF_MAIL = frozenset(("from", "to", "subject", "date", "received", "message-id", "mime-version", "return-path"))
_QUOTE_MARK = re.compile(r"(?:>\s?){1,50}")
_LOCKED = frozenset(("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"))
_READ_ERRORS = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError)


class _Bounded(EmailPolicy):
    """Headers are cut before they are parsed: the standard library takes time that is not linear in their length."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_MAX_HEADER_CHARACTERS]


@dataclass(slots=True)
class _Parts:
    """The parts of a mail that are read, in order, and how many were left out."""

    texts: list[Message]
    attachments: int = 0
    pictures: int = 0
    locked: bool = False


def read_eml(data: bytes, builder: DocumentBuilder) -> About:
    """Adds the blocks of an e-mail's text, else of its HTML; the title is its subject, the day that of sending.

    :raises DocumentError: it is no e-mail, is encrypted, is made of too many parts, or its text is not what it says.
    """
    if (parts := len(_PART_MARK.findall(data))) > _MAX_PARTS:
        raise DocumentError(
            f"The e-mail is made of {parts:,} mails and multiple parts; one has at most {_MAX_PARTS}; save those you "
            "need as files of their own."
        )
    if (lines := data.count(b"\n--")) > _MAX_PART_LINES:
        raise DocumentError(
            f"The e-mail has {lines:,} lines that may begin a part; one has at most {_MAX_PART_LINES:,}; save what you "
            "need as a file of its own."
        )
    try:
        message = BytesParser(EmailMessage, policy=_Bounded()).parsebytes(data)
    except _READ_ERRORS:
        raise _damaged("its parts cannot be told apart") from None
    headers = {name.lower(): value for name, value in reversed(list(message.raw_items()))}
    if not _OF_MAIL & headers.keys():
        raise DocumentError(
            "The file is not an e-mail: it has none of the headers From, To, Subject and Date; an .eml file has them; "
            "save it again from the mail program."
        )
    found = _Parts([])
    _collect(message, found)
    if found.locked and not found.texts:
        raise DocumentError("The e-mail is encrypted; documents are open; save its text as a file of its own.")
    for part in found.texts:
        _read_text(part, builder)
    remarks = {"attachments": found.attachments, "pictures": found.pictures}
    return About(
        _subject(headers.get("subject")),
        _day(headers.get("date")),
        tuple(f"Left out {count:,} {what}." for what, count in remarks.items() if count),
    )


def _collect(message: Message, found: _Parts) -> None:
    """Finds what is read: of several forms of the same text one, and of other parts those that are shown as text."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        kind = part.get_content_type()
        if kind in _LOCKED:
            found.locked = True
        elif kind == "multipart/alternative":
            chosen = _chosen(_inside(part))
            waiting += [chosen] if chosen is not None else []
        elif part.get_content_maintype() == "multipart":
            waiting += reversed(_inside(part))
        elif part.get_content_maintype() == "image" and part.get_content_disposition() != "attachment":
            found.pictures += 1
        elif kind in ("text/plain", "text/html") and part.get_content_disposition() != "attachment":
            found.texts.append(part)
        elif not kind.endswith("-signature"):
            found.attachments += 1


def _chosen(forms: list[Message]) -> Message | None:
    """The plain text, else the HTML, else the last form, which the sender holds to be the best."""
    for kind in ("text/plain", "text/html"):
        for form in forms:
            if form.get_content_type() == kind and _payload(form).strip():
                return form
    return forms[-1] if forms else None


def _inside(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [inner for inner in payload if isinstance(inner, Message)] if isinstance(payload, list) else []


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _read_text(part: Message, builder: DocumentBuilder) -> None:
    text = _decoded(_payload(part), part.get_content_charset("utf-8"))
    if part.get_content_type() == "text/html":
        read_html(text, builder)
        return
    flowed = str(part.get_param("format", "")).lower() == "flowed"
    for _, lines in groupby(_lines(text), key=lambda line: line[0]):
        words = [line for _, line in lines]
        read_plain_text("\n".join(_unfolded(words) if flowed else words), builder)
        builder.close_heading(1)  # What is quoted is not below a heading of the answer, nor the other way round.


def _decoded(data: bytes, label: str) -> str:
    encoding = known_encoding(label) or "utf-8-sig"
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        raise _damaged(f"its text is not {encoding.removesuffix('-sig').upper()} as it says") from None


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines without the marks of what is quoted, each with how many marks it had."""
    for line in text.replace("\r\n", "\n").split("\n"):
        mark = _QUOTE_MARK.match(line)
        yield (mark.group().count(">"), line[mark.end() :]) if mark else (0, line)


def _unfolded(lines: list[str]) -> Iterator[str]:
    """The lines of a flowed text, in which one that ends with a space goes on in the next (RFC 3676)."""
    held: list[str] = []
    for line in lines:
        held.append(line if held else line.removeprefix(" "))
        if not line.endswith(" ") or line == "-- ":
            yield "".join(held)
            held.clear()
    yield "".join(held)


def _subject(written: str | None) -> str | None:
    if written is None:
        return None
    try:
        return title_line(str(_Bounded().header_factory("subject", written[:_MAX_HEADER_CHARACTERS])))
    except (*_READ_ERRORS, IndexError):
        return title_line(written[:_MAX_HEADER_CHARACTERS])


def _day(written: str | None) -> str | None:
    try:
        return parsedate_to_datetime((written or "")[:_MAX_DATE_CHARACTERS]).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _damaged(what: str) -> DocumentError:
    return DocumentError(
        f"The e-mail is damaged: {what}; an .eml file is as it was sent; save it again from the mail program."
    )
