"""A pytest plugin that records V8's coverage in each Chromium that a test starts."""

from __future__ import annotations

import socket
from collections.abc import Callable
from functools import wraps
from typing import Any

import pytest
from chromium_watcher import ANSWER_SECONDS_MAX, Watcher
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page

SAME_FRAME = "--enable-features=RenderDocument:level/crashed-frame"
"""The next page of the same site then keeps the frame, and with it the coverage of the page before it."""
NO_CODE_CACHE = ("--js-flags=--no-compilation-cache", "--v8-cache-options=none")
"""Code from V8's caches has lost its block counters, so every script is compiled anew."""
watchers: list[Watcher] = []


def watched(launch: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a launch function, so that the browser that it starts is watched."""

    @wraps(launch)
    def start(kind: BrowserType, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 (Playwright's own)
        if kind.name != "chromium":
            return launch(kind, *arguments, **options)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        added = (f"--remote-debugging-port={port}", SAME_FRAME, *NO_CODE_CACHE)
        options["args"] = [*(options.get("args") or []), *added]
        browser = launch(kind, *arguments, **options)
        watchers.append(Watcher(port))
        watchers[-1].start()
        return browser

    return start


def recorded_first(act: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap an act that ends a page, so that the coverage up to then is recorded first."""

    @wraps(act)
    def record_and_act(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 (Playwright's own)
        for watcher in [w for w in watchers if w.is_alive()]:
            watcher.ask_and_wait()
        return act(*arguments, **options)

    return record_and_act


for owner, names, wrap in (
    (BrowserType, ("launch", "launch_persistent_context"), watched),
    (Page, ("close", "goto", "reload", "go_back"), recorded_first),
    (BrowserContext, ("close",), recorded_first),
    (Browser, ("close",), recorded_first),
):
    for name in names:
        setattr(owner, name, wrap(getattr(owner, name)))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Wait until the files are complete."""
    for watcher in watchers:
        watcher.join(ANSWER_SECONDS_MAX)
