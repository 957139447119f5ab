"""The program office's desk: the assistant with the office's own answers before it, and the records beside it."""

import contextlib
import datetime
import logging
import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from assistant.assistant import Assistant, Health
from assistant.curating import CuratedAnswers, CuratedAssistant, RememberingEmbedder
from assistant.embedding import Embedder, open_embedder
from assistant.errors import AssistantError, IndexDamagedError
from assistant.index import Index, current_version, load_index
from assistant.recording import FrontEnd, open_records
from assistant.settings import Settings
from assistant.types import Answer, Question

if TYPE_CHECKING:
    from assistant.recording.records import Records

_RETRY_SECONDS = 60.0
"""After which a version that was refused is tried again: to load one costs as much whether it is whole or not."""
_MOST_MOVES = 5
_log = logging.getLogger(__name__)


class Desk:
    """What answers applicants and keeps what the office wants to know of it; safe to use from several threads.

    ``assistant`` is the one that answers now: a caller takes it once and keeps it until its request ends, since another
    takes its place when another version of the index is live. ``records`` is None where nothing is recorded.
    ``curated`` is the folder of the office's own answers. ``reloads`` and ``refusals`` count the versions taken over
    and those refused, ``last_reload`` is when the last one was taken over.
    """

    def __init__(
        self,
        assistant: CuratedAssistant,
        settings: Settings,
        embedder: Embedder,
        records: "Records | None",
    ) -> None:
        self.assistant = assistant
        self.curated = settings.curated
        self.embedder = embedder
        self.records = records
        self.reloads = 0
        self.refusals = 0
        self.last_reload: datetime.datetime | None = None
        self._settings = settings
        self._trouble = assistant.health.message
        self._refused: tuple[str, float] | None = None
        self._folder_as_read = _state_of(settings.curated)
        self._changing = threading.Lock()
        self._stopped = threading.Event()
        self._beside: list[threading.Thread] = []

    @classmethod
    def open(cls, settings: Settings, *, embedder: Embedder | None = None) -> "Desk":
        """The desk over the live index.

        :raises AssistantError: the index, the folder of the office's answers or the records cannot be opened.
        """
        remembering = RememberingEmbedder(embedder or open_embedder(settings.embedding_model))
        assistant = Assistant.open(settings, embedder=remembering)
        answers = CuratedAnswers.open(settings.curated, assistant.index, remembering)
        records = open_records(settings, embedder=remembering)
        return cls(CuratedAssistant(assistant, answers), settings, remembering, records)

    def ask(self, question: Question, *, session: str, front_end: FrontEnd) -> tuple[Answer, str | None]:
        """The answer, and the id by which it can be rated: None where nothing is recorded.

        :raises QuestionError: the question names a program that has no documents.
        """
        answer = self.assistant.ask(question)
        entry = self.records.record(answer, session=session, front_end=front_end) if self.records else None
        return answer, entry

    @property
    def health(self) -> Health:
        """Whether the version that answers is the live one."""
        return Health("degraded", self._trouble) if self._trouble else Health("ok", "")

    def read_answers_again(self) -> None:
        """Takes over what was changed in the folder of the office's answers.

        :raises AssistantError: the folder cannot be read; what was known before still is.
        """
        with self._changing:  # Whoever saved last must be read last.
            self._folder_as_read = _state_of(self.curated)
            self.assistant.curated = CuratedAnswers.open(self.curated, self.assistant.index, self.embedder)

    def reload(self) -> bool:
        """Takes over the live version of the index where it is another one; whether it was.

        It is loaded beside the one that answers, which ends what it has begun and is then forgotten; the embedding
        model is kept.

        :raises AssistantError: the live version cannot be served; what was served before still is; `health` says so.
        """
        with self._changing:
            try:
                return self._take_over()
            except Exception as error:
                self._refuse(error)
                raise

    def start_purging(self) -> None:
        """Begins to delete, now and every day, what was recorded too long ago; `close` ends it."""
        if self.records is not None:
            self._start(self.records.purge_daily, self._stopped)

    def start_watching(self, seconds: float) -> None:
        """Begins to look, every so many seconds, for another live version and for changed answers; `close` ends it."""
        self._start(self._watch, seconds)

    def close(self) -> None:
        """Ends what runs beside and closes the records."""
        self._stopped.set()
        for thread in self._beside:
            thread.join(timeout=1)
        if self.records is not None:
            self.records.close()

    def _start(self, run: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=run, args=arguments, daemon=True)
        self._beside.append(thread)
        thread.start()

    def _take_over(self) -> bool:
        if current_version(self._settings.index) == self.assistant.index_version:
            self._trouble, self._refused = "", None
            return False
        index = _load_live(self._settings.index)
        assistant = Assistant.over(index, self._settings, self.embedder)
        self._folder_as_read = _state_of(self.curated)
        answers = CuratedAnswers.open(self.curated, index, self.embedder)
        before = self.assistant.index_version
        self.assistant = CuratedAssistant(assistant, answers)
        self._trouble, self._refused = "", None
        self.reloads += 1
        self.last_reload = datetime.datetime.now(datetime.UTC)
        _log.info("Index version %s answers now instead of %s.", index.version, before)
        return True

    def _refuse(self, error: Exception) -> None:
        trouble = f"{error} Until then version {self.assistant.index_version} is served."
        if trouble != self._trouble:
            _log.error("The live version of the index is not taken over: %s", trouble)
        self._trouble = trouble
        self._refused = (_named(self._settings.index), monotonic())
        self.refusals += 1

    def _watch(self, seconds: float) -> None:
        while not self._stopped.wait(seconds):
            try:
                self._look()
            except Exception:  # The next look may find it mended; a thread that has ended would never look again.
                _log.exception("What is live could not be looked at.")

    def _look(self) -> None:
        named = _named(self._settings.index)
        refused, since = self._refused or ("", 0.0)
        if named == self.assistant.index_version:
            due = bool(self._trouble)
        else:
            due = named != refused or monotonic() - since > _RETRY_SECONDS
        if due:
            with contextlib.suppress(AssistantError):  # It is told where it is refused.
                self.reload()
        if _state_of(self.curated) != self._folder_as_read:
            try:
                self.read_answers_again()
            except AssistantError as error:
                _log.error("The office's answers stay as they were: %s", error)


def _named(index: Path) -> str:
    """What ``CURRENT`` names; empty where that cannot be told."""
    try:
        return current_version(index)
    except AssistantError:
        return ""


def _load_live(folder: Path) -> Index:
    """The live version; where another is published, and this one deleted, while it is read, then that one."""
    for _ in range(_MOST_MOVES):
        version = current_version(folder)
        try:
            return load_index(folder, version)
        except IndexDamagedError:
            if current_version(folder) == version:
                raise
    return load_index(folder)


def _state_of(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """What changes when a file of the folder does; the program may run more than once over the same folder."""
    try:
        files = [(entry.name, entry.stat()) for entry in folder.glob("*.md")]
    except OSError:
        return ()
    return tuple(sorted((name, state.st_mtime_ns, state.st_size) for name, state in files))
