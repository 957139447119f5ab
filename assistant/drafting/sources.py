"""Files, folders, mailboxes of files and standard input -> raw mails."""

import re
import sys
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from assistant.errors import AssistantError
from assistant.mail import MAX_MAIL_BYTES, Mail, ReasonKind, read_mail, reason_not_to_draft

STANDARD_INPUT = "-"
_MOST_LINE = 1_000_000
# Not every line that begins with "From " begins a mail: behind an empty line, it is dated or names an address.
_FROM_LINE = re.compile(
    rb"From (?:[^\s@]{0,200}@\S{1,250}\s{0,9}$|\S{1,300}\s{1,9}(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b.{0,60}\d{4})"
)


@dataclass(frozen=True, slots=True)
class RawMail:
    """A mail as it came; ``name`` is where it was found. ``answered`` says that the office has replied to it."""

    name: str
    data: bytes
    answered: bool = False


def read_mails(path: str) -> Iterator[RawMail]:
    """The mails of an `.eml` file, of a folder's `.eml` files, of an mbox file, or those on standard input ("-").

    More than the largest mail that is read is not kept of any.

    :raises AssistantError: there is nothing of that name, or it cannot be read.
    """
    place = Path(path)
    try:
        if path == STANDARD_INPUT:
            yield from _mails(sys.stdin.buffer, "standard input", several=True)
        elif place.is_dir():
            for file in sorted(one for one in place.iterdir() if one.suffix.lower() == ".eml" and one.is_file()):
                yield from _of_file(file)
        else:
            yield from _of_file(place)
    except OSError as error:
        raise AssistantError(
            f"{path!r} cannot be read ({error.strerror or error}); it is an .eml or mbox file, or a folder of .eml "
            "files; give the path of one."
        ) from None


def answers_in(mails: Iterable[RawMail], own: Collection[str]) -> set[tuple[str, str]]:
    """What the office has answered, by mails of its own among these: Message-ID and who got the answer."""
    found: set[tuple[str, str]] = set()
    for raw in mails:
        try:
            mail = read_mail(raw.data)
        except AssistantError:
            continue  # Whoever drafts the replies says so.
        reason = reason_not_to_draft(mail, own_addresses=own) if own else None
        if reason is not None and reason.kind is ReasonKind.OWN:
            replied = {mail.in_reply_to, *mail.references} - {None}
            found |= {(one, got.address) for one in replied if one for got in (*mail.to, *mail.cc)}
    return found


def is_among(answers: Collection[tuple[str, str]], mail: Mail) -> bool:
    """Whether one of the answers is to this mail."""
    askers = filter(None, (mail.sender, mail.reply_to))
    return any((mail.message_id, asker.address) in answers for asker in askers)


def _of_file(file: Path) -> Iterator[RawMail]:
    with file.open("rb") as opened:
        yield from _mails(opened, str(file), several=file.suffix.lower() != ".eml")


def _mails(stream: BinaryIO, name: str, *, several: bool) -> Iterator[RawMail]:
    """The mail in the stream; or, where it begins as mailboxes do and may hold several, each of its mails."""
    first = stream.readline(_MOST_LINE)
    if not (several and first.startswith(b"From ")):
        yield RawMail(name, first + stream.read(MAX_MAIL_BYTES + 1))
        return
    kept, size, number, empty = [first], len(first), 1, False
    while line := stream.readline(_MOST_LINE):
        if empty and _FROM_LINE.match(line):
            yield RawMail(f"{name} ({number})", b"".join(kept))
            kept, size, number = [], 0, number + 1
        if size <= MAX_MAIL_BYTES:
            kept.append(line)
            size += len(line)
        empty = line in (b"\n", b"\r\n")
    yield RawMail(f"{name} ({number})", b"".join(kept))
