"""Counts what happens, for Prometheus; no question and no address is kept."""

from collections import Counter
from collections.abc import Callable
from threading import Lock
from time import perf_counter

from assistant.types import Answer, Question

Ask = Callable[[Question], Answer]


class Metrics:
    """Counters since the start; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._questions: Counter[tuple[str, str]] = Counter()
        self._errors: Counter[str] = Counter()
        self._seconds = 0.0

    def counting(self, ask: Ask, *, channel: str) -> Ask:
        """The same as `ask`, with each question counted by channel and outcome."""

        def counted(question: Question) -> Answer:
            started = perf_counter()
            answer = ask(question)
            with self._lock:
                self._seconds += perf_counter() - started
                self._questions[channel, answer.outcome.value] += 1
            return answer

        return counted

    def count_error(self, code: str) -> None:
        """One more error of this code."""
        with self._lock:
            self._errors[code] += 1

    def text(self, *, index_version: str) -> str:
        """The Prometheus text format, version 0.0.4."""
        with self._lock:
            questions, errors, seconds = dict(self._questions), dict(self._errors), self._seconds
        lines = [
            "# HELP assistant_questions_total Questions answered, by where they were asked and how they ended.",
            "# TYPE assistant_questions_total counter",
            *(
                f'assistant_questions_total{{channel="{channel}",outcome="{outcome}"}} {count}'
                for (channel, outcome), count in sorted(questions.items())
            ),
            "# HELP assistant_question_seconds Time taken by questions.",
            "# TYPE assistant_question_seconds summary",
            f"assistant_question_seconds_sum {seconds:.6f}",
            f"assistant_question_seconds_count {sum(questions.values())}",
            "# HELP assistant_errors_total Requests that failed, by error code.",
            "# TYPE assistant_errors_total counter",
            *(f'assistant_errors_total{{code="{code}"}} {count}' for code, count in sorted(errors.items())),
            "# HELP assistant_index_info The index version that answers.",
            "# TYPE assistant_index_info gauge",
            f'assistant_index_info{{version="{index_version}"}} 1',
        ]
        return "\n".join(lines) + "\n"
