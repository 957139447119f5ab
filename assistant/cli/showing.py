"""Answers, passages and progress on a terminal."""

from collections.abc import Sequence
from typing import Any

from assistant.notices import WARNINGS
from assistant.types import Answer, Hit, Outcome


def show_answer(answer: Answer) -> None:
    """Prints the answer for people."""
    print(answer_text(answer))
    print(f"confidence {answer.confidence:.2f}, {answer.timings_ms['total']:.0f} ms")


def answer_text(answer: Answer) -> str:
    """The answer in plain text: each quote with its place and its link, and what is to be known beside them."""
    lines = []
    if answer.standalone_question != answer.question.text:
        lines.append(f"(read as: {answer.standalone_question})\n")
    if answer.outcome is not Outcome.ANSWERED:
        lines.append(answer.text)
        lines += [f"  - {choice}" for choice in answer.suggestions if answer.outcome is Outcome.CLARIFY]
        lines += ["  nearest: " + " > ".join(filter(None, (place.title, place.section))) for place in answer.nearest]
    lines += [f"note: {notice.text}\n" for notice in answer.notices if notice.kind in WARNINGS]
    if answer.approved is not None:
        lines.append(f"{answer.text}\n")
    for number, citation in enumerate(answer.citations, start=1):
        lines += [f"on “{part.question}”:" for part in answer.parts if number - 1 in part.citations]
        if citation.lead_in is not None:
            lines.append(f"    {citation.lead_in.quote}\n    …")
        lines += [f"    {line}" for line in citation.quote.split("\n")]
        place = " > ".join(filter(None, (citation.title, citation.section)))
        link = f"\n    {citation.link}" if citation.link else ""
        lines.append(f"[{number}] {place} ({citation.doc_id}){link}\n")
    lines += [f"note: {notice.text}" for notice in answer.notices if notice.kind not in WARNINGS]
    lines += [f"The program office has answered a question like this: {offer.question}" for offer in answer.offered]
    if answer.contact is not None and answer.outcome is not Outcome.ANSWERED:
        contact = answer.contact
        lines.append("ask: " + ", ".join(filter(None, (contact.name, contact.email, contact.phone, contact.url))))
    return "\n".join(lines)


def show_hits(hits: Sequence[Hit]) -> None:
    """Prints ranked passages with their scores."""
    for rank, hit in enumerate(hits, start=1):
        scores = "  ".join(f"{name} {score:.3f}" for name, score in hit.components.items())
        print(f"{rank:3}  {hit.score:.3f}  ({scores})  {hit.passage.doc_id} {hit.passage.start}-{hit.passage.end}")
        print(f"     {' '.join(hit.passage.text.split())[:160]}")


class ProgressBars:
    """A tqdm bar for each step of a build, on standard error; nothing where that is no terminal."""

    def __init__(self) -> None:
        from tqdm import tqdm

        self._tqdm = tqdm
        self._step = ""
        self._bar: tqdm[Any] | None = None

    def __enter__(self) -> "ProgressBars":
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def show(self, step: str, done: int, total: int) -> None:
        """Moves the bar of the step, opening it when the step is new."""
        bar = self._bar
        if step != self._step or bar is None:
            self._close()
            self._step = step
            bar = self._bar = self._tqdm(total=total, desc=step, unit="", disable=None, leave=True)
        bar.update(done - bar.n)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None
