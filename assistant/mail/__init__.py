"""A raw e-mail -> what a draft needs: who asks, the newest part, its questions, or why no draft is made."""

from assistant.mail.asking import MAX_QUESTIONS, questions
from assistant.mail.reading import MAX_MAIL_BYTES, MAX_TEXT_CHARACTERS, MAX_TEXT_LINES, read_mail
from assistant.mail.refusing import reason_not_to_draft
from assistant.mail.values import Address, Mail, MailQuestion, Reason, ReasonKind

__all__ = [
    "MAX_MAIL_BYTES",
    "MAX_QUESTIONS",
    "MAX_TEXT_CHARACTERS",
    "MAX_TEXT_LINES",
    "Address",
    "Mail",
    "MailQuestion",
    "Reason",
    "ReasonKind",
    "questions",
    "read_mail",
    "reason_not_to_draft",
]
