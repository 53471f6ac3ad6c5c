"""A pytest plugin: watch each Chromium that a test starts, and keep what V8 notes there."""

from __future__ import annotations

import socket
from collections.abc import Callable
from functools import wraps
from typing import Any

import pytest
from chromium_watcher import ANSWER_SECONDS_MAX, Watcher
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page

SAME_FRAME = "--enable-features=RenderDocument:level/crashed-frame"
"""The next page of the same site keeps the frame, and the notes of the page before it."""
COMPILED_ANEW = ("--js-flags=--no-compilation-cache", "--v8-cache-options=none")
"""A script that an earlier page left compiled has lost what V8 counts its arms with."""
watchers: list[Watcher] = []


def watched(launch: Callable[..., Any]) -> Callable[..., Any]:
    """Start a browser as before, and watch it."""

    @wraps(launch)
    def start(kind: BrowserType, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 (Playwright's own)
        if kind.name != "chromium":
            return launch(kind, *arguments, **options)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        own = (f"--remote-debugging-port={port}", SAME_FRAME, *COMPILED_ANEW)
        options["args"] = [*(options.get("args") or []), *own]
        browser = launch(kind, *arguments, **options)
        watchers.append(Watcher(port))
        watchers[-1].start()
        return browser

    return start


def noted_first(act: Callable[..., Any]) -> Callable[..., Any]:
    """Keep what ran until now, then do it."""

    @wraps(act)
    def note_and_act(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 (Playwright's own)
        for watcher in [w for w in watchers if w.is_alive()]:
            watcher.ask_and_wait()
        return act(*arguments, **options)

    return note_and_act


for owner, names, wrap in (
    (BrowserType, ("launch", "launch_persistent_context"), watched),
    (Page, ("close", "goto", "reload", "go_back"), noted_first),
    (BrowserContext, ("close",), noted_first),
    (Browser, ("close",), noted_first),
):
    for name in names:
        setattr(owner, name, wrap(getattr(owner, name)))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Wait until the files are whole."""
    for watcher in watchers:
        watcher.join(ANSWER_SECONDS_MAX)
