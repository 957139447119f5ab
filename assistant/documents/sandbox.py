"""Files are parsed in a process of their own, within limits, so that a hostile one costs itself and nothing else."""

import base64
import hashlib
import json
import os
import signal
import struct
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import PurePosixPath
from types import TracebackType
from typing import IO, Any, Self

from assistant.documents.builder import is_normal
from assistant.documents.frontmatter import web_address
from assistant.documents.rows import document_of
from assistant.errors import AssistantError, DocumentError
from assistant.types import Document

CPU_SECONDS = 20
WALL_SECONDS = 60.0  # For what waits rather than works; a busy machine alone must not reach it.
MEMORY_BYTES = 1 << 30
MAX_ANSWER_BYTES = 64_000_000
MAX_REASON_CHARACTERS = 1_000
PICTURE_WIDTH = 1_200
MAX_PICTURE_BYTES = 4_000_000
_MAX_PICTURE_HEIGHT = 4  # Of the width.
_MAX_PAGE_ANSWER = 6_000_000  # The picture is a third larger as text.
_MAX_RECTANGLES = 2_000  # What more lines there are is not marked.
_PNG_START = b"\x89PNG\r\n\x1a\n"
_WATCH_SECONDS = 0.1
_END_SECONDS = 1.0
# Read by libraries whose faults have let files take programs over: after such a file no other is read in its process.
_RISKY_SUFFIXES = frozenset((".pdf", ".docx", ".odt"))
# What the parser's process sees of the environment; nothing secret goes there.
_KEPT_VARIABLES = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


class _ChildDiedError(Exception):
    """The parser's process ended, or said something that is no answer."""


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A page of a PDF as a PNG picture, `width` by `height` pixels, and where on it a quote stands.

    ``rectangles`` are left, top, right, bottom, as fractions of the page's width and height from its top left corner,
    one for each line; none where the quote was not found. ``share`` of the quote, in [0, 1], was found.
    """

    png: bytes
    width: int
    height: int
    rectangles: tuple[tuple[float, float, float, float], ...]
    share: float


def mark_page(
    data: bytes,
    doc_id: str,
    page: int,
    quote: str = "",
    *,
    before: str = "",
    after: str = "",
    width: int = PICTURE_WIDTH,
    cpu_seconds: int = CPU_SECONDS,
    wall_seconds: float = WALL_SECONDS,
    memory_bytes: int = MEMORY_BYTES,
) -> MarkedPage:
    """A page (from 1) of a PDF, drawn in a process of its own, which has the limits of `Parsers`.

    `before` and `after` are what the document's text has on the page around the quote; where the same words stand on
    the page more than once, they say which are meant.

    :raises DocumentError: the file has no such page, cannot be read, or goes beyond a limit.
    :raises AssistantError: the process cannot be started.
    """
    task = {
        "page": page,
        "quote": quote,
        "before": before,
        "after": after,
        "width": width,
        "max_picture_bytes": MAX_PICTURE_BYTES,
    }
    child = _Child(cpu_seconds, wall_seconds, memory_bytes, max_answer_bytes=_MAX_PAGE_ANSWER)
    try:
        answer = child.ask(data, doc_id, task)
    except _ChildDiedError:
        raise _refused(doc_id, "ends the program that reads it", "save it again in another format") from None
    finally:
        child.end()
    _refuse(answer, doc_id)
    try:
        return _marked_page(answer.get("page"), width)
    except (KeyError, TypeError, ValueError, OverflowError):
        raise _refused(doc_id, "misleads the program that reads it", "save it again in another format") from None


class Parsers:
    """Parses files one after another in one process, replaced after a PDF or office file or when a file ends it.

    Each file has `cpu_seconds` of processor time and `wall_seconds` of time, and the process `memory_bytes` beyond what
    it needs when it starts. Where the system has no such limits (Windows; memory on macOS), only `wall_seconds` are
    held. The process has no limit on network access; the formats' parsers are told to fetch nothing.
    """

    def __init__(
        self,
        *,
        cpu_seconds: int = CPU_SECONDS,
        wall_seconds: float = WALL_SECONDS,
        memory_bytes: int = MEMORY_BYTES,
    ) -> None:
        self._cpu_seconds = cpu_seconds
        self._wall_seconds = wall_seconds
        self._memory_bytes = memory_bytes
        self._child: _Child | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the process; the next file would start another."""
        if self._child is not None:
            self._child.end()
            self._child = None

    def parse(self, data: bytes, doc_id: str) -> Document:
        """The Document that `read_document` makes of the bytes.

        :raises DocumentError: it refuses them, fails on them, or goes beyond a limit.
        :raises AssistantError: the process cannot be started.
        """
        try:
            answer = self._ask(data, doc_id)
        except _ChildDiedError:
            raise _refused(doc_id, "ends the program that reads it", "save it again in another format") from None
        return _document(answer, data, doc_id)

    def _ask(self, data: bytes, doc_id: str) -> dict[str, Any]:
        if self._child is None:
            self._child = _Child(self._cpu_seconds, self._wall_seconds, self._memory_bytes)
        child, fresh = self._child, self._child.files == 0
        try:
            answer = child.ask(data, doc_id)
        except _ChildDiedError:
            self.close()
            if fresh:
                raise
            return self._ask(data, doc_id)
        except BaseException:  # An interrupt, too, leaves half an answer in the pipe.
            self.close()
            raise
        # What earlier files left behind in the process is not held against this one.
        spoilt = not fresh and ("limit" in answer or "failed" in answer)
        risky = PurePosixPath(doc_id).suffix.lower() in _RISKY_SUFFIXES
        if spoilt or risky or answer.get("last") is not False:
            self.close()
        return self._ask(data, doc_id) if spoilt else answer


class _Child:
    """One parser's process and the pipes to it."""

    def __init__(
        self, cpu_seconds: int, wall_seconds: float, memory_bytes: int, *, max_answer_bytes: int = MAX_ANSWER_BYTES
    ) -> None:
        self.files = 0
        self._max_answer_bytes = max_answer_bytes
        self._cpu_seconds = cpu_seconds
        self._wall_seconds = wall_seconds
        variables = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
        paths = os.pathsep.join(path for path in sys.path if path)
        try:
            # -P: what lies in the working folder is no module of ours. -B: the process may write no file.
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-B", "-m", "assistant.documents.sandbox_child"]
                + [str(memory_bytes), str(cpu_seconds), str(max_answer_bytes)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**variables, "PYTHONPATH": paths, "PYTHONUTF8": "1"},
                start_new_session=True,  # Ctrl+C is for the parent, which ends this process.
            )
        except OSError as error:
            raise AssistantError(
                f"The process that reads files, {sys.executable!r}, cannot be started ({error.strerror}); files are "
                "read in one of their own; free memory or end other processes, then try again."
            ) from None
        if self._process.stdin is None or self._process.stdout is None:
            raise AssertionError("Popen was asked for pipes.")
        self._requests: IO[bytes] = self._process.stdin
        self._answers: IO[bytes] = self._process.stdout
        self._lock = threading.Lock()
        self._deadline: float | None = None
        self._late = False
        self._ended = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def ask(self, data: bytes, doc_id: str, task: dict[str, Any] | None = None) -> dict[str, Any]:
        """The process's answer about one file, or about what the task asks of it, checked for its outer shape only.

        :raises DocumentError: the time is up.
        """
        with self._lock:
            self._late = False
            self._deadline = time.monotonic() + self._wall_seconds
        try:
            return self._exchange(data, [doc_id, len(data), *([task] if task else [])])
        except (OSError, ValueError):
            if self._late:
                what = f"takes longer than {self._wall_seconds:g} seconds to read"
                raise _refused(doc_id, what, "split it or simplify it") from None
            if self._is_spent():
                what = f"takes more than {self._cpu_seconds} seconds of processor time to read"
                raise _refused(doc_id, what, "split it or simplify it") from None
            raise _ChildDiedError from None
        finally:
            with self._lock:
                self._deadline = None
            self.files += 1

    def _is_spent(self) -> bool:
        """Whether the system has ended the process because its processor time is up."""
        try:
            code = self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            return False
        return hasattr(signal, "SIGXCPU") and code == -signal.SIGXCPU

    def _watch(self) -> None:
        """Ends the process when the time of its file is up; one thread for all, since a timer for each is dear."""
        while not self._ended.wait(_WATCH_SECONDS):
            with self._lock:
                if self._deadline is not None and time.monotonic() > self._deadline:
                    self._late = True
                    self._process.kill()

    def _exchange(self, data: bytes, request: list[Any]) -> dict[str, Any]:
        self._requests.write(json.dumps(request).encode() + b"\n")
        self._requests.write(data)
        self._requests.flush()
        size = int(self._answers.readline(32))
        if not 0 < size <= self._max_answer_bytes:
            raise ValueError("No answer is of this size.")
        body = self._answers.read(size)
        if len(body) < size:
            raise ValueError("The answer ends early.")
        try:
            answer = json.loads(body)
        except RecursionError:
            raise ValueError("The answer is nested without end.") from None
        if not isinstance(answer, dict):
            raise ValueError("The answer is no object.")
        return answer

    def end(self) -> None:
        """Ends the process at once: between two files it has nothing to save."""
        self._ended.set()
        self._process.kill()
        self._process.wait()
        for pipe in (self._requests, self._answers):
            try:
                pipe.close()
            except OSError:  # What was not yet written cannot be any more.
                continue


def _refuse(answer: dict[str, Any], doc_id: str) -> None:
    """Raises what an answer says instead of giving what was asked."""
    if isinstance(reason := answer.get("refused"), str):
        line = " ".join("".join(filter(lambda letter: letter.isprintable() or letter.isspace(), reason)).split())
        raise DocumentError(line[:MAX_REASON_CHARACTERS])
    if "limit" in answer:
        raise _refused(doc_id, "needs more memory than a file may", "split it or simplify it")
    if "large" in answer:
        raise _refused(doc_id, f"holds more than {MAX_ANSWER_BYTES / 1e6:g} MB of text", "split it")
    if isinstance(kind := answer.get("failed"), str):
        what = f"is damaged or needs more memory than a file may ({kind[:60]})"
        raise _refused(doc_id, what, "save it again in another format")


def _marked_page(row: Any, width: int) -> MarkedPage:
    """The page of an answer, which may be anything; the picture is looked at no further than its size.

    :raises ValueError: it is not of the agreed shape; KeyError, TypeError and OverflowError say the same.
    """
    png = base64.b64decode(row["png"], validate=True)
    if len(png) > MAX_PICTURE_BYTES or not png.startswith(_PNG_START) or png[12:16] != b"IHDR":
        raise ValueError("It is no PNG picture of the agreed size.")
    across, down = struct.unpack(">II", png[16:24].ljust(8, b"\0"))
    if not (0 < across <= width + 1 and 0 < down <= _MAX_PICTURE_HEIGHT * width + 1):
        raise ValueError("The picture has more pixels than were asked for.")
    rectangles = tuple((float(a), float(b), float(c), float(d)) for a, b, c, d in row["rectangles"][:_MAX_RECTANGLES])
    inside = all(0 <= left <= right <= 1 and 0 <= top <= bottom <= 1 for left, top, right, bottom in rectangles)
    share = float(row["share"])
    if not inside or not 0 <= share <= 1:
        raise ValueError("The rectangles do not lie on the page.")
    return MarkedPage(png, across, down, rectangles, share)


def _document(answer: dict[str, Any], data: bytes, doc_id: str) -> Document:
    """The document of an answer, held against what was asked: the process that gave it may have been taken over."""
    _refuse(answer, doc_id)
    try:
        document = document_of(answer.get("document"))
    except (ValueError, RecursionError):
        raise _refused(doc_id, "misleads the program that reads it", "save it again in another format") from None
    if (document.doc_id, document.digest) != (doc_id, hashlib.sha256(data).hexdigest()) or not _is_shown_as_is(
        document
    ):
        raise _refused(doc_id, "misleads the program that reads it", "save it again in another format")
    parts = PurePosixPath(doc_id).parts
    contact = document.contact and replace(document.contact, url=web_address(document.contact.url))
    return replace(
        document, program=parts[0] if len(parts) > 1 else None, url=web_address(document.url), contact=contact
    )


def _is_shown_as_is(document: Document) -> bool:
    """Whether a reader sees all of its words in their order; a title may be the file's name, whatever is in that."""
    contact = document.contact
    words = [document.text, document.updated, *document.remarks]
    words += [contact.name, contact.email, contact.phone] if contact else []
    if document.title != PurePosixPath(document.doc_id).stem.replace("_", " ").replace("-", " "):
        words.append(document.title)
    headings = chain.from_iterable({block.section for block in document.blocks})
    return all(map(is_normal, {*filter(None, words), *headings}))


def _refused(doc_id: str, what: str, remedy: str) -> DocumentError:
    return DocumentError(f"{doc_id!r} {what}; every file is read alone and within limits; {remedy}, or delete it.")
