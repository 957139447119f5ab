"""The program office's desk: the assistant with the office's own answers before it, and the records beside it."""

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.assistant import Assistant
from assistant.curating import CuratedAnswers, CuratedAssistant, RememberingEmbedder
from assistant.embedding import Embedder, open_embedder
from assistant.recording import FrontEnd, open_records
from assistant.settings import Settings
from assistant.types import Answer, Question

if TYPE_CHECKING:
    from assistant.recording.records import Records


class Desk:
    """What answers applicants and keeps what the office wants to know of it; safe to use from several threads.

    ``records`` is None where nothing is recorded. ``curated`` is the folder of the office's own answers.
    """

    def __init__(
        self, assistant: CuratedAssistant, curated: Path, embedder: Embedder, records: "Records | None"
    ) -> None:
        self.assistant = assistant
        self.curated = curated
        self.embedder = embedder
        self.records = records
        self._purging: threading.Event | None = None
        self._reading = threading.Lock()

    @classmethod
    def open(cls, settings: Settings, *, embedder: Embedder | None = None) -> "Desk":
        """The desk over the live index.

        :raises AssistantError: the index, the folder of the office's answers or the records cannot be opened.
        """
        remembering = RememberingEmbedder(embedder or open_embedder(settings.embedding_model))
        assistant = Assistant.open(settings, embedder=remembering)
        answers = CuratedAnswers.open(settings.curated, assistant.index, remembering)
        records = open_records(settings, embedder=remembering)
        return cls(CuratedAssistant(assistant, answers), settings.curated, remembering, records)

    def ask(self, question: Question, *, session: str, front_end: FrontEnd) -> tuple[Answer, str | None]:
        """The answer, and the id by which it can be rated: None where nothing is recorded.

        :raises QuestionError: the question names a program that has no documents.
        """
        answer = self.assistant.ask(question)
        entry = self.records.record(answer, session=session, front_end=front_end) if self.records else None
        return answer, entry

    def read_answers_again(self) -> None:
        """Takes over what was changed in the folder of the office's answers.

        :raises AssistantError: the folder cannot be read; what was known before still is.
        """
        with self._reading:  # Whoever saved last must be read last.
            self.assistant.curated = CuratedAnswers.open(self.curated, self.assistant.index, self.embedder)

    def start_purging(self) -> None:
        """Begins to delete, now and every day, what was recorded too long ago; `close` ends it."""
        if self.records is not None and self._purging is None:
            self._purging = threading.Event()
            threading.Thread(target=self.records.purge_daily, args=(self._purging,), daemon=True).start()

    def close(self) -> None:
        """Ends what runs beside and closes the records."""
        if self._purging is not None:
            self._purging.set()
        if self.records is not None:
            self.records.close()
