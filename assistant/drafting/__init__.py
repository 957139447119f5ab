"""E-mails -> draft replies that quote the documents; there is no code here that sends anything.

``replying`` asks the questions of a mail, ``wording`` and ``composing`` write the draft, ``sources`` reads files,
``folder`` keeps drafts as files, ``mailbox`` as drafts of an IMAP account, ``register`` which mails have had one.
"""

from assistant.drafting.composing import SOURCE_HEADER, compose
from assistant.drafting.folder import DONE, DraftFolder
from assistant.drafting.register import Register, open_register
from assistant.drafting.replying import AnsweredQuestion, Ask, NotDrafted, Reply, is_open, key_of, make_reply
from assistant.drafting.sources import STANDARD_INPUT, RawMail, answers_in, is_among, read_mails
from assistant.drafting.wording import Letterhead, reply_text
from assistant.drafting.working import Drafts, Handled, draft_mails

__all__ = [
    "DONE",
    "SOURCE_HEADER",
    "STANDARD_INPUT",
    "AnsweredQuestion",
    "Ask",
    "DraftFolder",
    "Drafts",
    "Handled",
    "Letterhead",
    "NotDrafted",
    "RawMail",
    "Register",
    "Reply",
    "answers_in",
    "compose",
    "draft_mails",
    "is_among",
    "is_open",
    "key_of",
    "make_reply",
    "open_register",
    "read_mails",
    "reply_text",
]
