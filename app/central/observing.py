"""What the server tells its administrator: one JSON line per request, figures for Prometheus, no persons."""

from __future__ import annotations

import json
import logging
import os
import uuid
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from traceback import extract_tb
from typing import Any, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.central.failures import answer
from app.central.serving import COUNTING
from app.clock import Clock
from app.logs import masked
from app.wire.messages import PushReply

log = logging.getLogger(__name__)

REQUEST_ID: Final = "X-Request-Id"
DEVICE: Final = "wire.device"  # in the scope: who asked, once that is proven
_SECONDS: Final = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_FIELDS: Final = ("request", "method", "route", "status", "ms", "device")

Figures = Callable[[], Iterable[Metric]]


class JsonLines(logging.Formatter):
    """A record as one line of JSON, in which no ID number and no phone is ever whole."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "who": record.name,
            "pid": record.process,
            "told": masked(record.getMessage()),
        }
        line |= {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[1] is not None:
            line["trace"] = trace(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def trace(error: BaseException) -> list[str]:
    """Where it happened and what kind of error, oldest cause first; never its text, which may quote a row."""
    told, seen = [], set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        frames = (
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in extract_tb(cause.__traceback__)
        )
        told.append(" < ".join([type(cause).__name__, *reversed(list(frames))]))
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return told[::-1]


def start_log(stream: Any, level: int = logging.INFO) -> None:
    """Every record of this process as lines on a stream, the web server's own ones too."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "sse_starlette", "alembic"):
        logging.getLogger(name).setLevel(max(level, logging.WARNING) if name != "uvicorn.error" else level)


class Metrics:
    """What is counted. With several workers all counts are added up over the folder they share."""

    def __init__(self, figures: Figures) -> None:
        """`figures` are read from the database when somebody asks: they are nobody's count."""
        self._figures = figures
        self._own = CollectorRegistry()
        self.requests = Counter(
            "window_central_requests", "Requests answered", ("route", "status"), registry=self._own
        )
        self.seconds = Histogram(
            "window_central_request_seconds",
            "Time to the end of the answer",
            ("route",),
            buckets=_SECONDS,
            registry=self._own,
        )
        self.commands = Counter(
            "window_central_commands",
            "Commands answered, repetitions included",
            ("status",),
            registry=self._own,
        )
        self.listeners = Gauge(
            "window_central_listeners",
            "Windows that wait for pokes",
            registry=self._own,
            multiprocess_mode="livesum",
        )

    def pushed(self, reply: PushReply) -> None:
        for outcome in reply.outcomes:
            self.commands.labels(outcome.status).inc()

    def text(self) -> bytes:
        """The exposition format of Prometheus."""
        if os.environ.get(COUNTING):
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        else:
            registry = self._own
        return generate_latest(registry) + generate_latest(_Asked(self._figures))

    def end(self) -> None:
        """This worker stops: its listeners are gone."""
        if os.environ.get(COUNTING):
            mark_process_dead(os.getpid())  # type: ignore[no-untyped-call]


class _Asked(CollectorRegistry):
    """A registry of figures that are read when it is collected."""

    def __init__(self, figures: Figures) -> None:
        super().__init__()
        self._read = figures

    def collect(self) -> Iterable[Metric]:
        return self._read()


def gauge(name: str, told: str, label: str, values: Iterable[tuple[str, float]]) -> Metric:
    """A figure for each value of one label."""
    family = GaugeMetricFamily(name, told, labels=[label])
    for value, figure in values:
        family.add_metric([value], figure)
    return family


class Observing:
    """The outermost middleware: counts, writes the line, and turns what nobody caught into an answer."""

    def __init__(self, app: ASGIApp, metrics: Metrics, clock: Clock) -> None:
        self._app = app
        self._metrics = metrics
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, request_id, status = self._clock.monotonic_ms(), uuid.uuid4().hex[:16], 0

        async def told(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(raw=message["headers"])[REQUEST_ID] = request_id
            await send(message)

        try:
            await self._app(scope, receive, told)
        except Exception as error:  # the edge: whatever it was, the caller gets an answer
            if status:
                log.exception("an answer broke off", extra={"request": request_id})
                raise
            await answer(error)(scope, receive, told)
        finally:
            self._note(scope, request_id, status, self._clock.monotonic_ms() - began)

    def _note(self, scope: Scope, request_id: str, status: int, ms: int) -> None:
        """The route is named as the program has it: the path of a caller could hold anything."""
        route = getattr(scope.get("route"), "path", "-")
        self._metrics.requests.labels(route, str(status)).inc()
        self._metrics.seconds.labels(route).observe(ms / 1000)
        line = {
            "request": request_id,
            "method": scope["method"] if scope["method"].isalpha() and len(scope["method"]) < 10 else "-",
            "route": route,
            "status": status,
            "ms": ms,
            "device": scope.get(DEVICE),
        }
        log.info("%s %s", route, status, extra=line)
