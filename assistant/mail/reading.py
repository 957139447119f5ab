"""A raw e-mail -> `Mail`."""

import re
from dataclasses import dataclass, replace

from assistant.errors import AssistantError
from assistant.mail import headers
from assistant.mail.asking import MAX_QUESTIONS, find_questions, hands_on
from assistant.mail.parts import Part, split_mail
from assistant.mail.quoting import split_layers
from assistant.mail.signing import without_signature
from assistant.mail.texts import MAX_TEXT_CHARACTERS, MAX_TEXT_LINES, text_of
from assistant.mail.values import Address, Mail

__all__ = ["MAX_MAIL_BYTES", "MAX_TEXT_CHARACTERS", "MAX_TEXT_LINES", "read_mail"]

MAX_MAIL_BYTES = 25_000_000
_MAX_PASSING_WORDS = 12
_MAX_FORWARDS = 5  # A mail that was forwarded more often is read no deeper.
_FORWARD_SUBJECT = re.compile(
    r"\s{0,9}(?:fwd?|wg|weiterleitung|tr|rv|i|enc|doorst|vb|vs|vl|pd|inoltra|πρθ|i̇?lt|転送|转发|轉寄|إعادة توجيه)\s?"
    r"(?:\[\d\])?[:：]",
    re.I,
)
_REPLY_SUBJECT = re.compile(r"\s{0,9}(?:re|aw|antw|sv|odp|ref|rif|r|res|ynt|回复|答复|回覆)\s?(?:\[\d\])?[:：]", re.I)
_FORM_LABEL = re.compile(
    r"(?:your )?(?:message|comments?|question|enquiry|inquiry|nachricht|mensaje|mensagem)(?: body| text)?\s?:\s{0,9}",
    re.IGNORECASE,
)
_ANSWERS_INSIDE = re.compile(
    r"\b(?:see|find|added|put|wrote|my|with|in) (?:\w+ ){0,3}(?:answers?|comments?|repl(?:y|ies)|responses?)\b.{0,40}"
    r"\b(?:below|inline|in-line|in red|in blue|in bold|in caps)\b|\b(?:answers?|replies|responses?"
    r"|comments?) (?:are )?"
    r"(?:inline|in-line|in red|in blue)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Found:
    newest: str
    forwarded: bool = False
    original: Address | None = None
    note: str = ""


def read_mail(raw: bytes) -> Mail:
    """The e-mail as a draft needs it.

    :raises AssistantError: it is larger than `MAX_MAIL_BYTES`, or no e-mail: it names no sender.
    """
    if len(raw) > MAX_MAIL_BYTES:
        raise AssistantError(
            f"The mail has {len(raw):,} bytes; at most {MAX_MAIL_BYTES:,} are read; answer it by hand."
        )
    start = _start(raw)
    part, remarks = split_mail(raw, start, len(raw))
    sender = next(iter(headers.addresses(part, "from") or headers.addresses(part, "sender")), None)
    if sender is None:
        raise AssistantError(
            f"The file beginning with {raw[start : start + 30]!r} is no mail; a mail has a line such as "
            "'From: name@example.org' among its first; save it again as .eml."
        )
    subject = headers.subject(part)
    to, cc = headers.addresses(part, "to"), headers.addresses(part, "cc")
    is_reply = bool(part.get("in-reply-to"))
    receivers = frozenset(one.address for one in (*to, *cc))
    found = _newest(text_of(part, raw, remarks), subject, sender, is_reply, remarks, receivers)
    attached = [one for one in part.walk() if one.type == "message/rfc822"]
    if attached and part.type != "multipart/report" and not found.forwarded and hands_on(found.newest):
        found = _attached(attached, raw, found.newest, remarks)
    mail = Mail(
        message_id=next(iter(headers.message_ids(part, "message-id")), None),
        subject=subject,
        sender=sender,
        reply_to=next(iter(headers.addresses(part, "reply-to")), None),
        to=to,
        cc=cc,
        date=headers.date(part),
        in_reply_to=next(iter(headers.message_ids(part, "in-reply-to")), None),
        references=headers.message_ids(part, "references"),
        newest=found.newest,
        forwarded=found.forwarded,
        original_sender=found.original,
        note=found.note,
        automatic=headers.automatic(part, sender),
        listed=headers.listed(part),
    )
    asked = len(find_questions(mail))
    if asked > MAX_QUESTIONS:
        remarks.append(f"The mail asks {asked} questions; the first {MAX_QUESTIONS} are taken.")
    return replace(mail, remarks=tuple(remarks))


def _start(raw: bytes) -> int:
    """Where the headers begin, behind a byte order mark, empty lines and the line that mailboxes put before a mail."""
    start = 3 if raw.startswith(b"\xef\xbb\xbf") else 0
    while raw[start : start + 1] in (b"\n", b"\r", b" ", b"\t") and start < 1_000:
        start += 1
    if raw[start : start + 5] == b"From " or raw[start : start + 6] == b">From ":
        start = raw.find(b"\n", start, start + 1_000) + 1
    return start


def _newest(
    text: str,
    subject: str,
    sender: Address | None,
    is_reply: bool,
    remarks: list[str],
    receivers: frozenset[str] = frozenset(),
) -> _Found:
    """What the sender wrote or, where the mail only hands another on, what that one's sender wrote.

    Who quotes a mail of one of the ``receivers`` answers it.
    """
    notes: list[str] = []
    forwarded = False
    for depth in range(_MAX_FORWARDS + 1):
        layers = split_layers(text)
        own = without_signature(layers.own, _names(sender))
        if label := _FORM_LABEL.match(own):
            own = own[label.end() :]
        fields = layers.fields or {}
        is_forward = layers.forward or bool(_FORWARD_SUBJECT.match(subject))
        below = headers.address_in(_named_in(fields))
        is_answer = (
            is_reply or bool(_REPLY_SUBJECT.match(subject)) or (below is not None and below.address in receivers)
        )
        # Programs that mark a forwarded mail in no way, and forms on web pages, put it below its headers.
        is_forward = is_forward or (bool(layers.fields) and not is_answer and not _ANSWERS_INSIDE.search(own))
        # Between two forwarded mails stands no more than a word to a colleague.
        passed_on = hands_on(own) or (depth > 0 and len(own.split()) <= _MAX_PASSING_WORDS)
        if not (layers.below.strip() and is_forward and passed_on) or depth == _MAX_FORWARDS:
            if not own and layers.below.strip():
                remarks.append("The mail holds nothing but what it quotes from an earlier one.")
            if layers.below.strip() and _ANSWERS_INSIDE.search(own):
                remarks.append("The sender says that there are words inside the quoted mail; those are not read.")
            note = "\n\n".join(note for note in notes if note)
            return _Found(own, forwarded, sender if forwarded else None, note)
        notes.append(own)
        forwarded = True
        text, subject, is_reply = layers.below, fields.get("subject", ""), False
        sender = below
    raise AssertionError("The last round returns.")


def _named_in(fields: dict[str, str]) -> str:
    """The field of a quoted mail that says who wrote it."""
    return (fields.get("from") or next((value for value in fields.values() if "@" in value), ""))[:400]


def _attached(attached: list[Part], raw: bytes, note: str, remarks: list[str]) -> _Found:
    """What the sender of the mail wrote that is attached to this one."""
    if len(attached) > 1:
        remarks.append(f"Of {len(attached)} attached mails, the first is read.")
    inner, more = split_mail(raw, attached[0].start, attached[0].end)
    remarks += more
    sender = next(iter(headers.addresses(inner, "from")), None)
    reply = bool(inner.get("in-reply-to"))
    found = _newest(text_of(inner, raw, remarks), headers.subject(inner), sender, reply, remarks)
    if not found.newest:
        return _Found(note)
    notes = "\n\n".join(one for one in (note, found.note) if one)
    return _Found(found.newest, True, found.original or sender, notes)


def _names(sender: Address | None) -> frozenset[str]:
    """The words of the sender's name, or of the address where there is no name."""
    if sender is None:
        return frozenset()
    named = sender.name or sender.address.split("@")[0]
    return frozenset(word for word in re.findall(r"[^\W\d_]+", named.lower()) if len(word) > 1)
