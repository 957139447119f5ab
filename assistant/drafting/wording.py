"""A reply -> the words of its draft: quotes for the applicant, and lines in brackets for the person who sends it."""

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from assistant.drafting.plain import one_line
from assistant.drafting.replying import AnsweredQuestion, Reply
from assistant.notices import LIKELY
from assistant.types import Answer, Citation, Outcome, Part

ANSWER = "please answer"
LOOK = "please look"
"""What the lines in brackets begin with; no draft is to be sent before they are gone."""
_MOST_QUESTION = 400
_MOST_NAME = 60
_NO_NAME = re.compile(r"[…@/\\:<>\[\]{}\"“”?!|#0-9]|\b(?:www|https?)\b", re.IGNORECASE)
_SAID_OTHERWISE = ("part_missing", "figure_missing", "curated", "document_date")
"""Notices whose matter stands in an open line already, or that tell the person who sends the draft nothing."""

_TO_APPLICANTS = "Ask the program’s office what holds now."


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What is the same in every draft: the address it comes from, greeting and signature.

    ``greeting`` may hold ``{name}``; without a name, ``greeting_without_name`` is taken.
    """

    sender: str | None = None
    greeting: str = "Dear {name},"
    greeting_without_name: str = "Hello,"
    signature: str = ""


def reply_text(reply: Reply, letterhead: Letterhead, *, on: datetime.date) -> str:
    """The words of the draft: every question with its quotes, or with an open line for the person who sends it."""
    told = Counter(line for one in reply.answers for line in _told(one.answer))
    at_once = [line for line, times in told.items() if times > 1]
    pieces = [_greeting(reply, letterhead)]
    pieces += [f"[{LOOK}: {line}]" for line in (*_remarks(reply), *at_once)]
    for said, answers in groupby(reply.answers, key=lambda one: tuple(_answer_pieces(one))):
        # Questions in a row that the same quotes answer get them once; each that is open stays by itself.
        is_plain = not any(piece.startswith("[") for piece in said)
        for group in [list(answers)] if is_plain else ([one] for one in answers):
            pieces.append("\n".join(f"Your question: {one_line(one.question.words, _MOST_QUESTION)}" for one in group))
            lines = dict.fromkeys(line for one in group for line in _told(one.answer) if line not in at_once)
            pieces += [f"[{LOOK}: {line}]" for line in lines]
            pieces += said
    if any(one.answer and one.answer.citations for one in reply.answers):
        pieces.append(f"The passages in quotation marks are word for word from our documents as of {_day(on)}.")
    if letterhead.signature:
        pieces.append(letterhead.signature)
    return "\n\n".join(pieces) + "\n"


def _greeting(reply: Reply, letterhead: Letterhead) -> str:
    name = reply.to.name
    if not name and reply.to.address == reply.mail.sender.address:
        name = reply.mail.sender.name
    name = one_line(name, _MOST_NAME + 1)
    family, comma, given = name.partition(", ")
    if comma and given.count(" ") < 2 and not given.isupper():  # "Obi, Ada", but not "Ada Obi, MD".
        name = f"{given} {family}"
    if not name or len(name) > _MOST_NAME or _NO_NAME.search(name):
        return letterhead.greeting_without_name
    return letterhead.greeting.replace("{name}", name)


def _remarks(reply: Reply) -> Iterator[str]:
    """What the person who sends the draft has to know of the mail."""
    mail = reply.mail
    if mail.forwarded:
        asker = mail.original_sender
        named = f"{asker.name} {asker.address}" if asker else "somebody who is not named"
        who = one_line(named, 200)
        yield f"the mail was forwarded; {who} asks; this draft is addressed to {reply.to.address}"
    yield from (_as_part(one_line(remark, 300)) for remark in mail.remarks)


def _answer_pieces(one: AnsweredQuestion) -> Iterator[str]:
    answer = one.answer
    if answer is None:
        yield f"[{ANSWER}: {one.problem}]"
    elif answer.outcome is Outcome.CLARIFY:
        choices = "; ".join(one_line(choice, 100) for choice in answer.suggestions)
        yield f"[{ANSWER}: it could mean several things: {choices}]"
    elif answer.outcome is Outcome.NOT_FOUND:
        yield _nothing_found()
    else:
        if answer.confidence < LIKELY:
            yield f"[{LOOK}: it is not sure that the quotes answer this]"
        yield from _quote_pieces(answer)
    for offer in answer.offered if answer else ():
        yield f"[{LOOK}: the office has answered a question like this: {one_line(offer.question, _MOST_QUESTION)}]"


def _quote_pieces(answer: Answer) -> Iterator[str]:
    if answer.approved is not None:
        yield answer.approved.text
    if not answer.parts:
        yield from map(_quoted, answer.citations)
    for part in answer.parts:
        yield f"On “{one_line(part.question, _MOST_QUESTION)}”:"
        yield from _part_pieces(part, answer.citations)
    if any(notice.kind == "figure_missing" for notice in answer.notices):
        yield f"[{ANSWER}: a date or a number is asked for, and the quote gives none]"


def _part_pieces(part: Part, citations: tuple[Citation, ...]) -> Iterable[str]:
    return [_quoted(citations[place]) for place in part.citations] or [_nothing_found()]


def _nothing_found() -> str:
    return f"[{ANSWER}: no passage of the documents was found that answers this]"


def _told(answer: Answer | None) -> Iterator[str]:
    """What the person who sends the draft has to know of the quotes."""
    if answer is None or answer.outcome is not Outcome.ANSWERED:
        return
    for notice in answer.notices:
        if notice.kind not in _SAID_OTHERWISE:
            yield _as_part(one_line(notice.text, 400).removesuffix(_TO_APPLICANTS))


def _as_part(sentence: str) -> str:
    """The sentence as it stands behind a colon."""
    text = sentence.rstrip(". ")
    return text[:1].lower() + text[1:] if text[:2].istitle() else text


def _quoted(citation: Citation) -> str:
    """The quote on lines of its own, exactly as it stands in the document, with where that is."""
    lead_in = f"“{citation.lead_in.quote}” …\n" if citation.lead_in else ""
    place = " > ".join(filter(None, (citation.title, citation.section)))
    page = f", page {citation.page}" if citation.page else ""
    link = f"\n{citation.link or citation.url}" if citation.link or citation.url else ""
    return f"{lead_in}“{citation.quote}”\n({place}{page}){link}"


def _day(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"
