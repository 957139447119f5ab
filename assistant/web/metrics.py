"""Counts what happens, for Prometheus; no question and no address is kept, and no label comes from outside."""

import datetime
from collections.abc import Callable, Iterable
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Metric, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from assistant.desk import Desk
from assistant.types import Answer, Question
from assistant.web.live import Live

Ask = Callable[[Question], Answer]

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8)


class Metrics:
    """Counters since the start; safe to use from several threads, and apart from those of another application."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._questions = Counter(
            "assistant_questions",
            "Questions answered, by where they were asked and how they ended.",
            ("channel", "outcome"),
            registry=self._registry,
        )
        self._question_seconds = Histogram(
            "assistant_question_seconds", "Time taken by questions.", buckets=_SECONDS, registry=self._registry
        )
        self._errors = Counter(
            "assistant_errors", "Requests that failed, by error code.", ("code",), registry=self._registry
        )
        self._requests = Counter(
            "assistant_requests", "Requests answered, by status.", ("status",), registry=self._registry
        )
        self.in_flight = Gauge(
            "assistant_requests_in_flight",
            "Requests that are being answered; an open chat page holds one.",
            registry=self._registry,
        )

    def watch(self, live: Live, desk: Desk | None = None) -> None:
        """Tells from now on which version of the index answers, and how often another was taken over."""
        self._registry.register(_IndexState(live, desk))

    def counting(self, ask: Ask, *, channel: str) -> Ask:
        """The same as `ask`, with each question counted by channel and outcome."""

        def counted(question: Question) -> Answer:
            started = perf_counter()
            answer = ask(question)
            self._question_seconds.observe(perf_counter() - started)
            self._questions.labels(channel, answer.outcome.value).inc()
            return answer

        return counted

    def count_error(self, code: str) -> None:
        """One more error of this code."""
        self._errors.labels(code).inc()

    def count_request(self, status: int) -> None:
        """One more request that ended with this status."""
        self._requests.labels(str(status)).inc()

    def text(self) -> bytes:
        """The Prometheus text format, version 0.0.4."""
        return generate_latest(self._registry)


class _IndexState(Collector):
    """Which version answers and how old it is, as of the moment it is asked for."""

    def __init__(self, live: Live, desk: Desk | None) -> None:
        self._live = live
        self._desk = desk

    def collect(self) -> Iterable[Metric]:
        assistant = self._live.now().assistant
        info = GaugeMetricFamily("assistant_index_info", "The index version that answers.", labels=("version",))
        info.add_metric((assistant.index_version,), 1)
        yield info
        age = "Seconds since the index that answers was built."
        yield GaugeMetricFamily("assistant_index_age_seconds", age, age_seconds(assistant.built_at))
        reloads = CounterMetricFamily(
            "assistant_index_reloads", "Versions of the index taken over while serving, or refused.", labels=("result",)
        )
        reloads.add_metric(("taken",), self._desk.reloads if self._desk else 0)
        reloads.add_metric(("refused",), self._desk.refusals if self._desk else 0)
        yield reloads


def age_seconds(built_at: str) -> int:
    """Seconds since a moment in ISO 8601; never negative, as clocks differ."""
    return max(
        0, int((datetime.datetime.now(datetime.UTC) - datetime.datetime.fromisoformat(built_at)).total_seconds())
    )
