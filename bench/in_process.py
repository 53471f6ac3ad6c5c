"""Requests straight to a WSGI app in this process, so that they cost processor time and nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from statistics import median
from typing import Any

import orjson
from flask import Flask
from werkzeug.test import EnvironBuilder

VISITOR = "203.0.113.9"
"""Not this machine's own address, so that the rate limiter counts the request as any other."""


@dataclass(frozen=True)
class Request:
    """One request that can be repeated."""

    app: Flask
    environ: Mapping[str, Any]
    body: bytes = b""

    def __call__(self) -> tuple[int, bytes]:
        """Send it; return the status and the body of the answer."""
        statuses: list[str] = []
        environ = {**self.environ, "wsgi.input": BytesIO(self.body)}
        answer = self.app(environ, lambda status, headers, exc_info=None: statuses.append(status))
        body = b"".join(answer)
        getattr(answer, "close", lambda: None)()
        return int(statuses[0].split()[0]), body


def request(app: Flask, method: str, path: str, token: str = "", body: object = None) -> Request:
    """A request, as a server hands it to the app."""
    sent = orjson.dumps(body) if body is not None else b""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    builder = EnvironBuilder(path, method=method, headers=headers)
    environ = {**builder.get_environ(), "REMOTE_ADDR": VISITOR}
    if body is not None:
        environ |= {"CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(sent))}
    return Request(app, environ, sent)


def cost(act: Callable[[], object], times: int, clock: Callable[[], int] = time.process_time_ns) -> float:
    """Microseconds of `clock` per call, averaged over `times` calls."""
    began = clock()
    for _ in range(times):
        act()
    return (clock() - began) / times / 1000


def costs(
    acts: Mapping[str, Callable[[], object]], rounds: int, times: int,
    clock: Callable[[], int] = time.process_time_ns,
) -> dict[str, list[float]]:  # fmt: skip
    """The costs of each act in each round. The acts take turns, so that other load hits all alike."""
    found: dict[str, list[float]] = {name: [] for name in acts}
    for turn in range(rounds + 1):
        for name, act in acts.items():
            took = cost(act, times, clock)
            found[name] += [took] if turn else []  # the first round warms up
    return found


def ratio(found: Mapping[str, list[float]], act: str, baseline: str) -> float:
    """The median of the ratios within each round."""
    return median(a / b for a, b in zip(found[act], found[baseline], strict=True))
