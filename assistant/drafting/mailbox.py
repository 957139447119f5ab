"""An IMAP account: mails are looked at without a trace, drafts are put beside them, and nothing else is done."""

import datetime
import re
from collections.abc import Iterator

from imap_tools import AND, BaseMailBox, FolderInfo, H, MailMessageFlags

from assistant.drafting.composing import SOURCE_HEADER
from assistant.drafting.connecting import Connection
from assistant.drafting.sources import RawMail
from assistant.errors import AssistantError
from assistant.mail import MAX_MAIL_BYTES, Mail

MOST_MAILS = 200
"""In one run, the newest."""
_DRAFTS = ("Drafts", "[Gmail]/Drafts", "INBOX.Drafts", "INBOX/Drafts")
_SENT = ("Sent", "Sent Items", "Sent Messages", "[Gmail]/Sent Mail", "INBOX.Sent", "INBOX/Sent")
_SEARCHABLE_ID = re.compile(r"<[A-Za-z0-9.!#$&*+/=?^_`{|}~@:%-]{1,500}>")
_SEARCHABLE_ADDRESS = re.compile(r"[A-Za-z0-9.!#$&*+/=?^_`{|}~@%-]{1,320}")
_UID = re.compile(rb"\bUID (\d{1,10})\b")
_ANSWERED = re.compile(rb"\bFLAGS \([^()]*\\Answered\b", re.IGNORECASE)


class ImapAccount:
    """Reads one folder of an account and keeps drafts in another; no mail is moved, flagged or deleted.

    ``left_out`` counts the older mails that were too many, once `mails` has begun.
    """

    def __init__(self, connection: Connection, *, folder: str, drafts: str | None) -> None:
        """`drafts` names the folder of drafts; None looks for it.

        :raises AssistantError: there is no such folder, or the server does not say.
        """
        self._connection = connection
        self._folder = folder
        self.left_out = 0
        with connection.asking() as mailbox:
            folders = mailbox.folder.list()
        self._sent = _named(folders, "\\sent", _SENT)
        self._drafts = drafts or _named(folders, "\\drafts", _DRAFTS) or ""
        if not any(one.name == self._drafts for one in folders):
            raise AssistantError(
                f"The account has no folder {drafts or 'of drafts'!r}; it has "
                f"{', '.join(repr(one.name[:80]) for one in folders[:20]) or 'none'}; name one in the setting "
                "imap_drafts."
            )

    def mails(self, since: datetime.date) -> Iterator[RawMail]:
        """The mails that came on that day or later, oldest first, the newest `MOST_MAILS` of them."""
        with self._connection.asking() as mailbox:
            mailbox.folder.set(self._folder, readonly=True)
            found = mailbox.uids(AND(date_gte=since, deleted=False, draft=False), charset=None)
            numbers = sorted(map(int, found))
        self.left_out = max(0, len(numbers) - MOST_MAILS)
        for number in numbers[self.left_out :]:
            with self._connection.asking() as mailbox:
                mailbox.folder.set(self._folder, readonly=True)  # Looking for drafts has left it.
                got = _fetched(mailbox, number)
            if got is not None:  # Else it has gone meanwhile.
                data, answered = got
                yield RawMail(f"{self._folder} {number}", data, answered)

    def is_answered(self, mail: Mail) -> bool:
        """Whether an answer to the sender lies in the folder of sent mail, or one is begun in that of drafts."""
        if mail.message_id is None or not _SEARCHABLE_ID.fullmatch(mail.message_id):
            return False
        if self._finds(self._drafts, AND(header=H("In-Reply-To", mail.message_id))):
            return True
        askers = {one.address for one in (mail.sender, mail.reply_to) if one and _SEARCHABLE_ADDRESS.match(one.address)}
        return self._sent is not None and any(
            self._finds(self._sent, AND(header=H(name, mail.message_id), to=asker))
            for asker in sorted(askers)
            for name in ("In-Reply-To", "References")
        )

    def has(self, key: str) -> bool:
        """Whether a draft for the mail of that key lies there; also one that was put there before a crash."""
        return self._finds(self._drafts, AND(header=H(SOURCE_HEADER, key)))

    def add(self, key: str, draft: bytes) -> str:
        """Puts the draft into the folder of drafts; which one that is.

        :raises AssistantError: the server does not take it.
        """
        with self._connection.asking() as mailbox:
            mailbox.append(draft, self._drafts, flag_set=[MailMessageFlags.DRAFT])
        return f"{self._drafts} of the account"

    def _finds(self, folder: str, criteria: AND) -> bool:
        with self._connection.asking() as mailbox:
            mailbox.folder.set(folder, readonly=True)
            return bool(mailbox.uids(criteria, charset=None))  # Some servers refuse to be told a charset.


def _fetched(mailbox: BaseMailBox, number: int) -> tuple[bytes, bool] | None:
    """A mail and whether it is flagged as answered; the server may speak of other mails between."""
    state, rows = mailbox.client.uid("fetch", str(number), f"(UID FLAGS BODY.PEEK[]<0.{MAX_MAIL_BYTES + 1}>)")
    if state != "OK":
        raise mailbox.client.error(f"{state} to the request for mail {number}")
    for place, row in enumerate(rows):
        if isinstance(row, tuple):
            rest = rows[place + 1] if place + 1 < len(rows) else b""
            told = row[0] + b" " + (rest if isinstance(rest, bytes) else b"")
            if (uid := _UID.search(told)) and int(uid[1]) == number:
                return row[1], _ANSWERED.search(told) is not None
    return None


def _named(folders: list[FolderInfo], flag: str, names: tuple[str, ...]) -> str | None:
    """The folder with the flag (RFC 6154), else the first that bears one of the names."""
    flagged = [one.name for one in folders if flag in map(str.lower, one.flags)]
    held = {one.name for one in folders}
    return next(iter([*flagged, *(name for name in names if name in held)]), None)
