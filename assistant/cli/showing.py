"""Answers, passages and progress on a terminal."""

from collections.abc import Sequence
from typing import Any

from assistant.notices import WARNINGS
from assistant.types import Answer, Hit, Outcome


def show_answer(answer: Answer) -> None:
    """Prints the answer for people."""
    if answer.standalone_question != answer.question.text:
        print(f"(read as: {answer.standalone_question})\n")
    if answer.outcome is not Outcome.ANSWERED:
        print(answer.text)
        for choice in answer.suggestions if answer.outcome is Outcome.CLARIFY else ():
            print(f"  - {choice}")
        for section in answer.nearest:
            print(f"  nearest: {section.title}" + (f" > {section.section}" if section.section else ""))
    for notice in answer.notices:
        if notice.kind in WARNINGS:
            print(f"note: {notice.text}\n")
    if answer.approved is not None:
        print(f"{answer.text}\n")
    for number, citation in enumerate(answer.citations, start=1):
        for part in answer.parts:
            if number - 1 in part.citations:
                print(f"on “{part.question}”:")
        if citation.lead_in is not None:
            print(f"    {citation.lead_in.quote}\n    …")
        print("\n".join(f"    {line}" for line in citation.quote.split("\n")))
        place = " > ".join(filter(None, (citation.title, citation.section)))
        print(f"[{number}] {place} ({citation.doc_id})" + (f"\n    {citation.link}" if citation.link else "") + "\n")
    for notice in answer.notices:
        if notice.kind not in WARNINGS:
            print(f"note: {notice.text}")
    if answer.contact is not None and answer.outcome is not Outcome.ANSWERED:
        contact = answer.contact
        print("ask: " + ", ".join(filter(None, (contact.name, contact.email, contact.phone, contact.url))))
    print(f"confidence {answer.confidence:.2f}, {answer.timings_ms['total']:.0f} ms")


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
