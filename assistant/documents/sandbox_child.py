"""The process that `sandbox` starts: reads files from its input and writes what was asked, as JSON, to its output."""

import base64
import contextlib
import json
import os
import sys
from typing import IO, Any

from assistant.documents import read_document
from assistant.documents.rows import document_row
from assistant.errors import DocumentError

try:
    import resource
except ImportError:  # Windows has no such limits.
    resource = None  # type: ignore[assignment]

_OPEN_FILES = 32
# A process that has grown by this share of its allowance is replaced, since the next file is to have all of it.
_GROWN_SHARE = 0.25


def main() -> None:
    """Answers request after request until the input ends."""
    memory_bytes, cpu_seconds, max_answer_bytes = (int(argument) for argument in sys.argv[1:4])
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not look like an answer.
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    at_start = address_space()
    set_limits(at_start + memory_bytes)
    while line := requests.readline():
        doc_id, size, *task = json.loads(line)
        limit_cpu(cpu_seconds)
        answer = answer_about(requests.read(size), doc_id, *task)
        grown = address_space() - at_start > memory_bytes * _GROWN_SHARE
        last = grown or "limit" in answer
        write_answer(answers, {**answer, "last": last}, max_answer_bytes)
        if last:
            return


def answer_about(data: bytes, doc_id: str, task: dict[str, Any] | None = None) -> dict[str, Any]:
    """The document, or the page of the task, or why there is none.

    That is "refused" with the line to show, "limit" of memory, or "failed" and how.
    """
    try:
        if task is not None:
            return {"page": marked_page(data, **task)}
        return {"document": document_row(read_document(data, doc_id))}
    except DocumentError as error:
        return {"refused": str(error)}
    except MemoryError:
        return {"limit": "memory"}
    except Exception as error:  # A fault of a parser is the file's, not that of the whole corpus.
        return {"failed": type(error).__name__}


def marked_page(
    data: bytes, *, page: int, quote: str, before: str, after: str, width: int, max_picture_bytes: int
) -> dict[str, Any]:
    """The page as a picture, and where the quote stands on it."""
    from assistant.documents.pdf.marking import find_quote, render_page

    rectangles, share = find_quote(data, page, quote, before=before, after=after)
    picture = render_page(data, page, width=width, max_bytes=max_picture_bytes)
    return {"png": base64.b64encode(picture).decode("ascii"), "rectangles": rectangles, "share": share}


def write_answer(answers: IO[bytes], answer: dict[str, Any], max_bytes: int) -> None:
    """Writes the answer's size on a line of its own, then the answer."""
    try:
        body = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        if len(body) > max_bytes:
            body = json.dumps({"large": len(body), "last": answer["last"]}).encode()
    except MemoryError:
        body = json.dumps({"limit": "memory", "last": True}).encode()
    answers.write(b"%d\n" % len(body))
    answers.write(body)
    answers.flush()


def set_limits(memory_bytes: int) -> None:
    """No more memory than this in all, no file written, no process started, few files open, where the system can."""
    if resource is None:
        return
    limits = {"RLIMIT_AS": memory_bytes, "RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0, "RLIMIT_NPROC": 0}
    for name, value in {**limits, "RLIMIT_NOFILE": _OPEN_FILES}.items():
        with contextlib.suppress(ValueError, OSError, AttributeError):
            resource.setrlimit(getattr(resource, name), (value, value))


def limit_cpu(seconds: int) -> None:
    """So much processor time from now on: where the parent has died, nobody else ends this process."""
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + seconds + 1
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def address_space() -> int:
    """The bytes of address space in use, 0 where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


if __name__ == "__main__":
    main()
