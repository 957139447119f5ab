"""A reply -> the e-mail that a person looks through and sends."""

import datetime
import re
from email.headerregistry import HeaderRegistry, UniqueAddressHeader, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime

from assistant.drafting.plain import header_address, header_mailbox, header_words
from assistant.drafting.replying import Reply
from assistant.drafting.wording import Letterhead, reply_text
from assistant.mail import Address

SOURCE_HEADER = "X-Program-Assistant-Source"
"""Holds the key of the mail that a draft replies to, so that no mail gets two."""
VERSION_HEADER = "X-Program-Assistant-Index"
_MOST_REFERENCES = 30
_MOST_SUBJECT = 300
# Re, Re[2], AW (German), SV (Swedish), Antw (Dutch), RV and RES (Spanish, Portuguese) and their like are taken off.
_PREFIXES = re.compile(r"(?:(?:re|aw|antw|sv|vs|res|odp|ref)(?:\[\d{1,3}\])?\s?:\s{0,3}){1,50}", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,900}>")


class _MessageIds(UnstructuredHeader):
    """Message ids, one a line: the standard library encodes those that are too long for it, and no thread is found."""

    def fold(self, *, policy: Policy) -> str:
        separator = f"{policy.linesep} "
        return f"{self.name}: {separator.join(str(self).split())}{policy.linesep}"  # type: ignore[attr-defined]


class _Mailbox(UniqueAddressHeader):
    """One mailbox, on one line: the standard library loses the quotation marks of a long name when it breaks it.

    What stands before a comma or semicolon in the name would then be an address that the draft goes to.
    """

    def fold(self, *, policy: Policy) -> str:
        (address,) = self.addresses
        return f"{self.name}: {header_mailbox(address)}{policy.linesep}"  # type: ignore[attr-defined]


def _policy() -> Policy:
    headers = HeaderRegistry()
    for name in ("from", "to"):
        headers.map_to_type(name, _Mailbox)  # type: ignore[arg-type]  # As for its own types of headers.
    for name in ("message-id", "in-reply-to", "references"):
        headers.map_to_type(name, _MessageIds)  # type: ignore[arg-type]  # As for its own types of headers.
    return SMTP.clone(header_factory=headers)


_POLICY = _policy()


def compose(reply: Reply, letterhead: Letterhead, *, now: datetime.datetime) -> bytes:
    """The draft as a message of RFC 5322, threaded under the mail it replies to; unsent, to be opened and edited.

    :raises AssistantError: the office's address is none.
    """
    mail = reply.mail
    message = EmailMessage(policy=_POLICY)
    if letterhead.sender:
        message["From"] = header_address(Address("", letterhead.sender))
    message["To"] = header_address(reply.to)
    message["Subject"] = _subject(mail.subject)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{reply.key}.draft@{_domain(letterhead.sender)}>"
    if mail.message_id and _MESSAGE_ID.fullmatch(mail.message_id):
        known = [one for one in mail.references if _MESSAGE_ID.fullmatch(one) and one != mail.message_id]
        kept = known[:1] + known[1:][-_MOST_REFERENCES:]
        message["In-Reply-To"] = mail.message_id
        message["References"] = " ".join([*kept, mail.message_id])
    message["X-Unsent"] = "1"  # Outlook opens it as a draft.
    message[SOURCE_HEADER] = reply.key
    versions = sorted({one.answer.index_version for one in reply.answers if one.answer})
    message[VERSION_HEADER] = " ".join(versions) or "none"
    message.set_content(reply_text(reply, letterhead, on=now.date()), cte="quoted-printable")
    return message.as_bytes()


def _subject(subject: str) -> str:
    """The subject with one "Re: " before it."""
    plain = header_words(subject, _MOST_SUBJECT)
    prefix = _PREFIXES.match(plain)
    return f"Re: {(plain[prefix.end() :] if prefix else plain) or 'your question'}"


def _domain(sender: str | None) -> str:
    domain = (sender or "").rpartition("@")[2]
    return domain if re.fullmatch(r"[A-Za-z0-9.-]{1,253}", domain) else "program-assistant.invalid"
