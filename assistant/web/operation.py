"""What those who run the service look at: how it is, whether it can be asked, and figures for Prometheus."""

from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from assistant.desk import Desk
from assistant.web.live import Live
from assistant.web.metrics import Metrics, age_seconds
from assistant.web.models import HealthOut, ReadyOut
from assistant.web.problems import failures, problem

if TYPE_CHECKING:
    from assistant.recording.records import Records

INDEX_TROUBLE = "The live version of the index cannot be served, so an earlier one is; the log and the console say why."
RECORDS_TROUBLE = "Questions are not recorded, or not deleted in time; the log and the console say why."


def operation_routes(live: Live, metrics: Metrics, desk: Desk | None = None) -> APIRouter:
    """The routes for machines that watch; anybody may read them, so that they name no path and no error's own words."""
    routes = APIRouter(tags=["operation"])

    @routes.get("/healthz", response_model=HealthOut, summary="How the service is")
    def health() -> HealthOut:
        assistant = live.now().assistant
        reasons = _reasons(desk.health.status if desk else assistant.health.status, desk.records if desk else None)
        return HealthOut(
            status="degraded" if reasons else "ok",
            reasons=reasons,
            index_version=assistant.index_version,
            built_at=assistant.built_at,
            index_age_seconds=age_seconds(assistant.built_at),
            last_reload=desk.last_reload.isoformat(timespec="seconds") if desk and desk.last_reload else None,
            documents_updated=assistant.documents_updated,
            programs=assistant.programs,
        )

    @routes.get(
        "/readyz",
        response_model=ReadyOut,
        responses=failures(503),
        summary="Whether questions can be asked",
    )
    def ready() -> ReadyOut | JSONResponse:
        # Without a sound index the application does not start, so that whoever gets an answer can ask.
        if live.stopping:
            return problem(503, "The server is stopping; what it has begun is answered; ask another one.")
        return ReadyOut(status="ready", index_version=live.now().assistant.index_version)

    @routes.get("/metrics", response_class=PlainTextResponse, summary="Prometheus metrics")
    def read_metrics() -> Response:
        return Response(metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")

    return routes


def _reasons(index: str, records: "Records | None") -> tuple[str, ...]:
    reasons = {
        INDEX_TROUBLE: index != "ok",
        RECORDS_TROUBLE: records is not None and bool(records.trouble),
    }
    return tuple(reason for reason, holds in reasons.items() if holds)
