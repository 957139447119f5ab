"""The form of an approved answer: what is typed into it -> the answer, with quotes chosen from the documents."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

from fastapi import Form

from assistant.assistant import Assistant
from assistant.citing import cite
from assistant.curating import (
    Curated,
    Finding,
    Quoted,
    Reason,
    Status,
    after_check,
    anchored,
    approved,
    check,
    make_curated,
)
from assistant.curating.values import MOST_QUOTES
from assistant.documents.builder import normalise
from assistant.errors import AssistantError
from assistant.index import Index
from assistant.questions import make_question
from assistant.types import Document, Span
from assistant.web.console.standing import standing_now
from assistant.web.passage import passage_link

_PASSAGES = 8
_SHORTEST, _LONGEST = 12, 4000
"""Characters of a quote that may be under an answer."""
_MOST_WORDS = 800
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form.

    ``seen`` is the digest of the file as it was opened, empty for a new answer. ``quotes`` are those chosen, each as
    the JSON of its document and words; ``own_document`` and ``own_quote`` are typed by hand.
    """

    id: str = ""
    seen: str = ""
    question: str = ""
    phrasings: str = ""
    program: str = ""
    text: str = ""
    quotes: tuple[str, ...] = ()
    own_document: str = ""
    own_quote: str = ""
    approved_by: str = ""
    status: str = Status.LIVE.value


@dataclass(frozen=True, slots=True)
class Choice:
    """A quote to choose, as the form shows it; ``value`` is its JSON.

    ``words`` are its pieces, each with whether a quote that it stands ``instead`` of has it otherwise. ``place`` says
    where it stands, ``passage`` leads there; one that is ``gone`` stands nowhere.
    """

    value: str
    words: tuple[tuple[str, bool], ...]
    place: str
    passage: str | None = None
    chosen: bool = False
    gone: bool = False
    instead: bool = False


def typed(
    id: Annotated[str, Form()] = "",
    seen: Annotated[str, Form()] = "",
    question: Annotated[str, Form()] = "",
    phrasings: Annotated[str, Form()] = "",
    program: Annotated[str, Form()] = "",
    text: Annotated[str, Form()] = "",
    quote: Annotated[list[str] | None, Form()] = None,
    own_document: Annotated[str, Form()] = "",
    own_quote: Annotated[str, Form()] = "",
    approved_by: Annotated[str, Form()] = "",
    status: Annotated[str, Form()] = Status.LIVE.value,
) -> Typed:
    """The form as it was sent, nothing of it checked."""
    quotes = tuple(dict.fromkeys(quote or ()))
    return Typed(id, seen, question, phrasings, program, text, quotes, own_document, own_quote, approved_by, status)


def typed_of(curated: Curated, digest: str) -> Typed:
    """The form of an answer that was read."""
    return Typed(
        id=curated.id,
        seen=digest,
        question=curated.question,
        phrasings="\n".join(curated.phrasings),
        program=curated.program or "",
        text=curated.text,
        quotes=tuple(_value(one.doc_id, one.quote) for one in curated.quotes),
        approved_by=curated.approved_by,
        status=curated.status.value,
    )


def curated_of(form: Typed, index: Index, assistant: Assistant, *, stored: Curated | None, folder: Path) -> Curated:
    """The answer as it is to be written: its quotes where they stand now.

    A quote that stands nowhere is kept only where `stored` has it and the answer is not to be live.

    :raises AssistantError: a value breaks its rule, or a quote does not stand in its document.
    """
    program = form.program.strip() or None
    chosen = [_quoted_of(value) for value in form.quotes]
    if form.own_quote.strip():
        chosen.append(_own_quote(form, index, program))
    quotes = list(dict.fromkeys((one.doc_id, one.quote) for one in chosen))
    if not 1 <= len(quotes) <= MOST_QUOTES:
        raise AssistantError(
            f"{len(quotes) or 'No'} quotes are chosen; an answer rests on 1 to {MOST_QUOTES}; tick those it rests on."
        )
    today = assistant.today()
    live = form.status == Status.LIVE.value
    approved_on = stored.approved_on if stored and not live else today
    curated = make_curated(
        {
            "id": form.id or free_id(form.question, folder),
            "question": form.question,
            "phrasings": [line for line in form.phrasings.splitlines() if line.strip()],
            "text": form.text,
            "quotes": [{"document": doc_id, "quote": quote} for doc_id, quote in quotes],
            "approved_by": form.approved_by,
            "approved_on": approved_on.isoformat(),
            "status": form.status,
        }
        | ({"program": program} if program else {})
    )
    known = {(one.doc_id, one.quote) for one in stored.quotes} if stored else set()
    for finding in check([replace(curated, status=Status.LIVE)], index):
        gone = finding.quoted
        if gone is not None and (live or (gone.doc_id, gone.quote) not in known):
            raise AssistantError(f"“{gone.quote[:80]}” cannot be quoted. {said(finding)} Choose another quote.")
        if gone is None and live:
            raise AssistantError(f"The answer cannot be shown. {said(finding)} Choose another program, or retire it.")
    if live:
        return approved(curated, index, by=curated.approved_by, on=today)
    return after_check(curated, index) if curated.status is Status.REVIEW else anchored(curated, index) or curated


def choices(form: Typed, index: Index, found: Iterable[Quoted] = ()) -> list[Choice]:
    """The quotes that are chosen, each followed by what stands in its place where it is gone; then those found.

    What cannot be read of the form is left out.
    """
    chosen = [one for value in form.quotes if (one := _readable(value)) is not None]
    offered = {choice.value: choice for one in chosen for choice in _with_successors(one, index)}
    for one in found:
        choice = _choice(one, index)
        offered.setdefault(choice.value, choice)
    return list(offered.values())


def quotes_for(question: str, program: str, assistant: Assistant) -> list[Quoted]:
    """What the assistant would quote for the question, then the passages it finds, best first.

    :raises QuestionError: it cannot be asked.
    """
    asked = make_question(question, program=program.strip() or None)
    quoted = [
        *(Quoted(one.doc_id, one.quote, one.start, one.end) for one in assistant.ask(asked).citations),
        *(
            Quoted(hit.passage.doc_id, hit.passage.text, hit.passage.start, hit.passage.end)
            for hit in assistant.search(asked, top_k=_PASSAGES)
        ),
    ]
    return [one for one in dict.fromkeys(quoted) if _SHORTEST <= len(one.quote) <= _LONGEST]


def said(finding: Finding) -> str:
    """What is to be looked at, in plain words; the quote it is about is shown beside it."""
    document = finding.quoted.doc_id[:200] if finding.quoted else ""
    match finding.reason:
        case Reason.DOCUMENT_GONE:
            return f"The document {document} is no longer there."
        case Reason.QUOTE_GONE:
            return f"The document {document} no longer has these words."
        case Reason.OTHER_PROGRAM:
            return f"The document {document} is of another program."
        case Reason.PROGRAM_GONE:
            return "Its program has no documents any more."
        case Reason.IN_REVIEW:
            return "It waits for the office to approve it."
        case Reason.SAME_QUESTION:
            return finding.text


def free_id(question: str, folder: Path) -> str:
    """A file's name made of the question's words that no answer has yet."""
    plain = unicodedata.normalize("NFKD", question[:400]).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain)[:60].strip("-") or "answer"
    return next(free for free in _numbered(name) if not (folder / f"{free}.md").exists())


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1


def _with_successors(quoted: Quoted, index: Index) -> Iterator[Choice]:
    """A quote that is chosen, and, where it is gone, what stands in its place."""
    choice = replace(_choice(quoted, index), chosen=True)
    yield choice
    document = index.documents.get(quoted.doc_id)
    if not choice.gone or document is None:
        return
    for now in standing_now(quoted.quote, document):
        if _SHORTEST <= len(now.text) <= _LONGEST:
            successor = _choice(Quoted(quoted.doc_id, now.text, now.start, now.end), index)
            yield replace(successor, words=now.words, instead=True)


def _choice(quoted: Quoted, index: Index) -> Choice:
    """The quote as it is offered; without a place, where it stands first."""
    value = _value(quoted.doc_id, quoted.quote)
    document = index.documents.get(quoted.doc_id)
    start = -1
    if document is not None:
        start = document.text.find(quoted.quote) if quoted.start is None else quoted.start
    if document is None or start < 0:
        return Choice(value, ((quoted.quote, False),), quoted.doc_id, gone=True)
    end = start + len(quoted.quote)
    citation = cite(Span(document.doc_id, start, end, 1.0), document)
    page = f"page {citation.page}" if citation.page else ""
    place = " › ".join(filter(None, (citation.title, citation.section.replace(" > ", " › "), page)))
    return Choice(value, ((citation.quote, False),), place, passage_link(document.doc_id, start, end))


def _own_quote(form: Typed, index: Index, program: str | None) -> Quoted:
    """The quote typed by hand, as the document has it.

    :raises AssistantError: it does not stand there, or the document is not known.
    """
    quote = normalise(form.own_quote.replace("\r\n", "\n"))
    named = form.own_document.strip()
    documents = [one for one in index.documents.values() if program is None or one.program in (program, None)]
    if named:
        documents = [one for one in documents if named in (one.doc_id, one.url, one.title)]
        if not documents:
            raise AssistantError(
                f"Document {named[:200]!r} is not in the index or not of this program; a quote stands in one of its "
                "documents; give its file or address."
            )
    found = [one for one in (_standing(quote, document) for document in documents) if one is not None]
    if not found:
        raise _not_there(quote, named)
    if len(found) > 1:
        some = ", ".join(repr(one.doc_id) for one in found[:_NAMED])
        raise AssistantError(
            f"The quote {quote[:60]!r} stands in {len(found)} documents, {some} among them; an answer rests on one of "
            "them; name it."
        )
    return found[0]


def _standing(quote: str, document: Document) -> Quoted | None:
    """The quote as the document has it, whatever stands between its words in white space."""
    start = document.text.find(quote)
    if start >= 0:
        return Quoted(document.doc_id, quote, start, start + len(quote))
    words = quote.split()
    if not 1 < len(words) <= _MOST_WORDS or not all(word in document.text for word in words):
        return None
    match = re.search(r"\s+".join(map(re.escape, words)), document.text)
    return Quoted(document.doc_id, match[0], match.start(), match.end()) if match else None


def _not_there(quote: str, document: str) -> AssistantError:
    where = f" in {document[:200]!r}" if document else " in any document of this program"
    return AssistantError(
        f"The quote {quote[:80]!r} does not stand{where} word for word; every quote must; copy it from the document."
    )


def _value(doc_id: str, quote: str) -> str:
    return json.dumps({"document": doc_id, "quote": quote}, ensure_ascii=False)


def _quoted_of(value: str) -> Quoted:
    if (quoted := _readable(value)) is None:
        raise AssistantError("A chosen quote cannot be read; it is a document and its words; search for quotes again.")
    return quoted


def _readable(value: str) -> Quoted | None:
    try:
        given = json.loads(value)
        document, quote = given["document"], given["quote"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return Quoted(document, quote) if isinstance(document, str) and isinstance(quote, str) and quote else None
