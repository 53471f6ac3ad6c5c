"""Counts and times for the host, in Prometheus's text format at a loopback port; off unless a port is set.

Threat: figures that tell who did what. So a label is one of a few fixed words, never an id, address or path.
"""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from time import perf_counter
from typing import TYPE_CHECKING

from flask import Flask, Response, request

from webapp.config import ImpossibleSetting, Settings
from webapp.events import code_of, log
from webapp.serving.bodies import BodyWanted

if TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The environment variable with the folder in which all processes count. prometheus_client reads it as it is
imported."""
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
LOOPBACK = "127.0.0.1"
ROUTE = "egne_ord.route"


class Metrics:
    """What one process counts. There is one per process, since the library has one registry."""

    def __init__(self) -> None:
        from prometheus_client import Counter, Histogram

        self._requests = Counter(
            "egne_ord_requests", "Requests by what was asked for and status.", ["route", "status"]
        )
        self._seconds = Histogram(
            "egne_ord_request_seconds", "Seconds from a request to its answer.", ["route"], buckets=SECONDS
        )
        self._events = Counter("egne_ord_events", "Events in the log, by code.", ["code"])
        self._reminders = Counter(
            "egne_ord_reminders", "Reminders: sent, postponed, or given up as unsent.", ["result"]
        )

    def request(self, route: str, status: str, seconds: float) -> None:
        """Count an answer."""
        self._requests.labels(route, status).inc()
        self._seconds.labels(route).observe(seconds)

    def event(self, code: str) -> None:
        """Count a line of the log."""
        self._events.labels(code).inc()

    def reminder(self, result: str) -> None:
        """Count what became of one try to send a reminder."""
        self._reminders.labels(result).inc()


class CountEvents(logging.Handler):
    """Counts each event of the app."""

    def __init__(self, metrics: Metrics) -> None:
        super().__init__()
        self._metrics = metrics

    def emit(self, record: logging.LogRecord) -> None:
        """Count the record."""
        self._metrics.event(code_of(record))


@cache
def metrics_of_process() -> Metrics:
    """The metrics of this process, which also count its events."""
    metrics = Metrics()
    log.addHandler(CountEvents(metrics))
    return metrics


def metrics_of(settings: Settings) -> Metrics | None:
    """The metrics, if the host wants any."""
    return metrics_of_process() if settings.metrics_port else None


def count_reminders(settings: Settings) -> Callable[[str], None]:
    """What the sender calls with each result."""
    metrics = metrics_of(settings)
    return metrics.reminder if metrics else lambda result: None


class MeasuringMiddleware:
    """WSGI middleware that counts requests, and times them until their answer is there."""

    def __init__(self, wrapped: WSGIApplication, metrics: Metrics) -> None:
        self._wrapped, self._metrics = wrapped, metrics

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        began, code = perf_counter(), "500"

        def start(
            status: str, headers: list[tuple[str, str]], exc_info: OptExcInfo | None = None, /
        ) -> Callable[[bytes], object]:
            nonlocal code
            code = status[:3]
            return start_response(status, headers, exc_info)

        try:
            return self._wrapped(environ, start)
        except BodyWanted:
            began = 0.0  # nothing was answered: the request comes again, with its body
            raise
        finally:
            if began:
                self._metrics.request(environ.get(ROUTE, "static"), code, perf_counter() - began)


def measure(app: Flask, metrics: Metrics) -> None:
    """Count every request to the app, static files included."""

    @app.after_request
    def name_the_route(response: Response) -> Response:
        # The name of the view, such as `vaults.pull`. Threat: a path may contain an id.
        request.environ[ROUTE] = request.endpoint or "unknown"
        return response

    app.wsgi_app = MeasuringMiddleware(app.wsgi_app, metrics)  # type: ignore[method-assign]


def serve_metrics(settings: Settings, watched: Callable[[], object]) -> None:
    """Answer at the metrics port, from a thread. Call it once, before any process counts.

    It must come before `create_app` in a process that forks workers. `watched` makes a further collector, of
    what is measured when somebody asks. Raises ImpossibleSetting.
    """
    if not settings.metrics_port:
        return
    folder = tempfile.mkdtemp(prefix="egne-ord-metrics-")  # only its owner may enter it
    atexit.register(_remove, folder, os.getpid())
    os.environ[FOLDER] = folder
    from prometheus_client import CollectorRegistry, start_http_server
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    registry.register(watched())  # type: ignore[arg-type]
    try:
        start_http_server(settings.metrics_port, LOOPBACK, registry)
    except OSError as error:
        port = settings.metrics_port
        raise ImpossibleSetting(f"EGNE_ORD_METRICS_PORT {port} cannot be had: {error.strerror}.") from None


def _remove(folder: str, pid: int) -> None:
    if os.getpid() == pid:  # a forked worker that ends must not take the counts of the others along
        shutil.rmtree(folder, ignore_errors=True)
