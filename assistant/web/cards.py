"""Answer -> the HTML of one exchange in the chat."""

from dataclasses import dataclass

from markupsafe import Markup

from assistant.assistant import Assistant
from assistant.naming import program_name
from assistant.notices import LIKELY, WARNINGS
from assistant.types import Answer, Citation, Contact, Outcome, Section
from assistant.web.office import mail_link
from assistant.web.pages import page, web_link
from assistant.web.passage import passage_link, surroundings
from assistant.web.structure import quote_html
from assistant.web.tongues import UNKNOWN, language_of
from assistant.web.translating import ENGLISH, N_, Translator
from assistant.web.why import explanation_html

_ABOVE = {
    Outcome.CLARIFY: N_("Choose one, or say it in your own words:"),
    Outcome.ANSWERED: N_("You could also ask:"),
    Outcome.NOT_FOUND: N_("This may help:"),
}
_SHOWN_IN_CARDS = ("document_date", "part_missing")


@dataclass(frozen=True, slots=True)
class Card:
    """One citation as it is shown; ``around`` is the text around the quote, with the quote marked in it.

    ``asked`` are the parts of the question that it answers, where several things are asked and the card before answers
    others. ``language`` is that of the document.
    """

    asked: tuple[str, ...]
    citation: Citation
    program: str | None
    skips: bool
    lead_in: Markup | None
    quote: Markup
    around: Markup
    updated: str | None
    source: str | None
    passage: str
    language: str


@dataclass(frozen=True, slots=True)
class RecordedEntry:
    """A recorded question, and the session that may rate it."""

    id: str
    session: str


@dataclass(frozen=True, slots=True)
class Place:
    """A section to look at, and the address of the page that shows it."""

    section: Section
    program: str | None
    passage: str


def question_html(text: str, t: Translator = ENGLISH) -> Markup:
    """What the applicant asked, as plain text."""
    return page("question.html", t, text=text)


def answer_html(
    answer: Answer,
    assistant: Assistant,
    t: Translator = ENGLISH,
    *,
    explain: bool = False,
    entry: RecordedEntry | None = None,
) -> Markup:
    """The quotes with where they stand, or where to look and whom to ask instead; with `explain` also why.

    What was recorded, as `entry`, can be rated and followed by a message to the office.
    """
    many = len(assistant.programs) > 1
    contact = _safe(answer.contact)
    missing = [part.question for part in answer.parts if not part.citations]
    cards = [_card(answer, place, assistant, named=many) for place in range(len(answer.citations))]
    return page(
        "answer.html",
        t,
        answer=answer,
        outcome=answer.outcome.value,
        likely=answer.confidence >= LIKELY,
        cards=cards,
        language=cards[0].language if cards else UNKNOWN,
        missing=missing,
        places=[_place(section, named=many) for section in answer.nearest],
        warnings=[notice.text for notice in answer.notices if notice.kind in WARNINGS],
        notices=[notice.text for notice in answer.notices if notice.kind not in (*_SHOWN_IN_CARDS, *WARNINGS)],
        contact=contact if missing or answer.outcome is Outcome.NOT_FOUND else None,
        mail=mail_link(contact.email, answer) if contact and contact.email else None,
        entry=entry if answer.outcome is not Outcome.CLARIFY else None,
        why=explanation_html(assistant.explain(answer), t) if explain else None,
    )


def above_buttons(answer: Answer, t: Translator = ENGLISH) -> str:
    """The line above the buttons with the questions that could be asked next."""
    return t.gettext(_ABOVE[answer.outcome])


def line_html(words: str) -> Markup:
    """The line above a row of buttons."""
    return page("next.html", words=words)


def note_html(text: str, t: Translator = ENGLISH) -> Markup:
    """A remark in place of an answer, such as that a question is too long."""
    return page("note.html", t, text=text)


def _card(answer: Answer, place: int, assistant: Assistant, *, named: bool) -> Card:
    citation = answer.citations[place]
    document = assistant.document(citation.doc_id)
    start, end = citation.start, citation.end
    first, last = surroundings(document, start, end)
    lead_in = citation.lead_in
    asked = _asked(answer, place)
    return Card(
        asked=asked if place == 0 or asked != _asked(answer, place - 1) else (),
        citation=citation,
        program=program_name(citation.program) if named and citation.program else None,
        skips=lead_in is not None and bool(document.text[lead_in.end : start].strip()),
        lead_in=quote_html(document, lead_in.start, lead_in.end) if lead_in else None,
        quote=quote_html(document, start, end),
        around=quote_html(document, first, last, mark=(start, end)),
        updated=document.updated,
        source=web_link(citation.link or citation.url),
        passage=passage_link(citation.doc_id, start, end, citation.quote),
        language=language_of(document),
    )


def _asked(answer: Answer, place: int) -> tuple[str, ...]:
    return tuple(part.question for part in answer.parts if place in part.citations)


def _place(section: Section, *, named: bool) -> Place:
    return Place(
        section=section,
        program=program_name(section.program) if named and section.program else None,
        passage=passage_link(section.doc_id, section.start, section.end),
    )


def _safe(contact: Contact | None) -> Contact | None:
    """The contact without what cannot be a link: an address with spaces, a page that is not http."""
    if contact is None:
        return None
    email = (
        contact.email if contact.email and "@" in contact.email and not set(contact.email) & set(" ?&<>\"'") else None
    )
    safe = Contact(contact.name, email, contact.phone, web_link(contact.url))
    return safe if safe != Contact() else None
