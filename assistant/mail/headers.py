"""The values of an e-mail's headers, as senders mean them."""

import re
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.utils import getaddresses, parsedate_to_datetime

from assistant.mail.parts import Part
from assistant.mail.values import Address

_MAX_SUBJECT_CHARACTERS = 1_000
_MAX_ADDRESSES_CHARACTERS = 50_000
_MAX_NAME_CHARACTERS = 200
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,900}>")
_ADDRESS = re.compile(r"[^\s<>@,;:\"()\[\]]{1,64}@[^\s<>@,;:\"()\[\]]{1,255}")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_ENCODED = re.compile(r"=\?[^?\s]{1,60}\?[bBqQ]\?")
_NOT_AUTOMATIC = frozenset(("", "no", "none"))
_AUTOMATIC_HEADERS = ("auto-submitted", "x-auto-response-suppress", "x-autoreply", "x-autorespond", "x-autoresponder",
                      "x-failed-recipients", "x-vacation", "x-out-of-office")  # fmt: skip
_AUTOMATIC_PRECEDENCE = frozenset(("bulk", "junk", "auto_reply", "auto-reply"))
_LIST_HEADERS = ("list-id", "list-unsubscribe", "list-post", "x-mailing-list", "x-campaign-id", "feedback-id")
_AUTOMATIC_SUBJECT = re.compile(
    r"(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response|antwort)|automatische antwort|out of (?:the )?office"
    r"|abwesenheits(?:notiz|nachricht)|réponse automatique|absence du bureau|respuesta automática"
    r"|fuera de (?:la )?oficina"
    r"|resposta automática|risposta automatica|automatisch antwoord|undeliver(?:able|ed)|unzustellbar"
    r"|delivery (?:status notification|failure|has failed)|mail delivery (?:failed|subsystem|failure)|returned mail"
    r"|failure notice|(?:accepted|declined|tentative|canceled|cancelled): |read: |gelesen: )",
    re.IGNORECASE,
)
_MAILER = re.compile(r"(?:mailer-daemon|postmaster|mail-daemon|bounces?)(?:[+@-]|$)", re.IGNORECASE)


def decoded(value: str) -> str:
    """The header's value with its encoded words read, on one line."""
    try:
        pieces = decode_header(value) if _ENCODED.search(value) else [(value, None)]
    except HeaderParseError:
        pieces = [(value, None)]
    text = "".join(piece if isinstance(piece, str) else _decoded(piece, charset) for piece, charset in pieces)
    return " ".join(_CONTROLS.sub(" ", text).split())


def subject(part: Part) -> str:
    """The subject, decoded; empty where there is none."""
    return decoded(part.get("subject")[: 4 * _MAX_SUBJECT_CHARACTERS])[:_MAX_SUBJECT_CHARACTERS]


def addresses(part: Part, name: str) -> tuple[Address, ...]:
    """The mailboxes that the header names, in their order."""
    value = ", ".join(part.headers.get(name, []))[:_MAX_ADDRESSES_CHARACTERS]
    try:
        pairs = getaddresses([value])
    except RecursionError:  # Comments nested a thousand deep.
        pairs = [("", address) for address in _ADDRESS.findall(value)]
    found = (address_in(f"<{address}>", decoded(display)) for display, address in pairs)
    return tuple(one for one in found if one is not None)


def address_in(text: str, name: str | None = None) -> Address | None:
    """The first mailbox in a piece of text such as "Ada Obi <ada@post.example>", None where there is none."""
    match = _ADDRESS.search(text)
    if match is None:
        return None
    shown = text[: match.start()] if name is None else name
    shown = " ".join(_CONTROLS.sub(" ", shown.replace("mailto:", "")).split()).strip(" <[(\"'*,;:")
    return Address(shown[:_MAX_NAME_CHARACTERS], match.group().strip("'.").lower())


def message_ids(part: Part, name: str) -> tuple[str, ...]:
    """The message ids that the header names, with their angle brackets."""
    value = part.get(name)
    found = tuple(_MESSAGE_ID.findall(value))
    if found or not value.strip() or len(value.split()) > 1:
        return found
    return (f"<{value.strip('<> ')[:900]}>",)


def date(part: Part) -> datetime | None:
    """When the mail was sent, by its own account; a time without a zone is taken as UTC, as RFC 5322 has it."""
    try:
        found = parsedate_to_datetime(part.get("date")[:200])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def automatic(part: Part, sender: Address) -> str | None:
    """What shows that a machine wrote the mail, None where nothing does."""
    for name in _AUTOMATIC_HEADERS:
        value = part.get(name).split(";")[0].strip()
        if value.lower() not in _NOT_AUTOMATIC:
            return f"{name.title()}: {value[:60]}"
    if part.get("precedence").strip().lower() in _AUTOMATIC_PRECEDENCE:
        return f"Precedence: {part.get('precedence').strip()}"
    if "return-path" in part.headers and part.get("return-path").strip() == "<>":
        return "Return-Path: <>"
    if part.type == "multipart/report":
        return "it is a report on a mail (multipart/report)"
    if any(one.type == "text/calendar" and not one.attached for one in part.walk()):
        return "it is an invitation to an appointment (text/calendar)"
    if _MAILER.match(sender.address):
        return f"it comes from {sender.address}"
    if _AUTOMATIC_SUBJECT.match(subject(part)):
        return f"its subject is {subject(part)[:60]!r}"
    return None


def listed(part: Part) -> str | None:
    """The header that shows that the mail went to a mailing list, None where none does."""
    if part.get("precedence").strip().lower() == "list":
        return "Precedence: list"
    return next((name.title() for name in _LIST_HEADERS if part.get(name).strip()), None)


def _decoded(piece: bytes, charset: str | None) -> str:
    known = {"iso-8859-1": "cp1252", "us-ascii": "cp1252", "gb2312": "gb18030", "ks_c_5601-1987": "cp949"}
    name = (charset or "utf-8").lower()
    for candidate in (known.get(name, name), "utf-8"):
        try:
            return piece.decode(candidate)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return piece.decode("latin-1")
