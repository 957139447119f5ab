"""A client of the REST interface: one function, for programs that have a question."""

from collections.abc import Sequence

import httpx
from pydantic import ValidationError

from assistant.contract import AnswerOut, Problem
from assistant.errors import AssistantError


class RefusedError(AssistantError):
    """A question that got no answer; ``str(error)`` is the line to show.

    ``code`` is the service's short name for what went wrong, ``no_answer`` where nothing understandable came back.
    ``status`` is the HTTP status, None where nothing came back. ``retry_after`` are the seconds that the service asks
    to wait, None where it names none.
    """

    def __init__(self, message: str, *, code: str, status: int | None = None, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.retry_after = retry_after


def ask(
    url: str,
    question: str,
    *,
    history: Sequence[tuple[str, str]] = (),
    program: str | None = None,
    timeout: float = 10.0,
) -> AnswerOut:
    """The answer of the service at an address such as ``https://ask.example.edu``; asked once, never again by itself.

    `history` are earlier (question, answer) turns, oldest first. `timeout` is in seconds, for each step of the
    exchange.

    :raises RefusedError: the question was refused, or the service did not answer.
    """
    body = {"question": question, "history": [list(turn) for turn in history], "program": program}
    try:
        response = httpx.post(f"{url.rstrip('/')}/api/v1/ask", json=body, timeout=timeout)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise RefusedError(
            f"{url!r} did not answer ({error}); it must be the address of a running assistant; check it, or try later.",
            code="no_answer",
        ) from None
    try:
        if response.status_code == httpx.codes.OK:
            return AnswerOut.model_validate_json(response.content)
        refusal = Problem.model_validate_json(response.content).error
    except ValidationError:
        raise RefusedError(
            f"{url!r} answered with status {response.status_code} and nothing that can be understood; it must be the "
            "address of a running assistant; check it.",
            code="no_answer",
            status=response.status_code,
        ) from None
    raise RefusedError(
        refusal.message,
        code=refusal.code,
        status=response.status_code,
        retry_after=_seconds(response.headers.get("Retry-After", "")),
    )


def _seconds(header: str) -> float | None:
    """The seconds of a Retry-After header, None where it has none."""
    return float(header) if header.isascii() and header.isdigit() else None
