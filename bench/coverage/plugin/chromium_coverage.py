"""A pytest plugin: keep what V8 notes of every page and service worker of each Chromium that a test starts.

A second connection to the browser attaches itself to whatever opens, before its first script runs. It asks
for the notes twice a second, and once more before a test closes or leaves a page.
"""

from __future__ import annotations

import gzip
import json
import os
import socket
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page
from websocket import WebSocketException, WebSocketTimeoutException, create_connection

FOLDER = Path(os.environ["EGNE_ORD_COVERAGE_DATA"])
ASK_SECONDS = 0.5
ANSWER_SECONDS_MAX = 5.0
"""A page that hangs or shows a dialog does not answer; its test goes on all the same."""
KINDS = ({"type": "page"}, {"type": "service_worker"})
watchers: list[Watcher] = []


def devtools_address(port: int) -> str:
    """Where the browser that listens on a port speaks its protocol."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/version", timeout=10) as answer:
        return str(json.load(answer)["webSocketDebuggerUrl"])


class Watcher(threading.Thread):
    """Notes of one browser, in a file of one answer a line, until the browser is gone."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self._socket = create_connection(devtools_address(port), suppress_origin=True)
        self._socket.settimeout(ASK_SECONDS / 2)
        self._sessions: set[str] = set()
        self._awaited: dict[int, str] = {}
        self._number = 0
        self._lock = threading.Condition()
        FOLDER.mkdir(parents=True, exist_ok=True)
        self._file = FOLDER / f"{os.getpid()}-{port}.gz"
        self._send(
            "Target.setAutoAttach", autoAttach=True, waitForDebuggerOnStart=True, flatten=True, filter=KINDS
        )

    def _send(self, method: str, session: str | None = None, **params: object) -> int:
        with self._lock:
            self._number += 1
            message = {"id": self._number, "method": method, "params": params}
            if session:
                message["sessionId"] = session
            if method == "Profiler.takePreciseCoverage":
                self._awaited[self._number] = str(session)
            self._socket.send(json.dumps(message))
            return self._number

    def run(self) -> None:
        """Read what the browser says, and ask for notes in between."""
        asked = time.monotonic()
        with gzip.open(self._file, "wt", compresslevel=1) as notes:
            try:
                while True:
                    with suppress(WebSocketTimeoutException):
                        self._hear(str(self._socket.recv()), notes)
                    if time.monotonic() - asked > ASK_SECONDS:
                        self.ask()
                        asked = time.monotonic()
            except (OSError, WebSocketException):
                with self._lock:
                    self._sessions.clear()
                    self._awaited.clear()
                    self._lock.notify_all()

    def _hear(self, text: str, notes: Any) -> None:  # noqa: ANN401 (a text file)
        if not text:
            raise ConnectionError
        message = json.loads(text)
        params = message.get("params", {})
        if message.get("method") == "Target.attachedToTarget":
            session = params["sessionId"]
            self._send("Profiler.enable", session)
            self._send("Profiler.startPreciseCoverage", session, callCount=True, detailed=True)
            self._send("Runtime.runIfWaitingForDebugger", session)
            with self._lock:
                self._sessions.add(session)
        elif message.get("method") == "Target.detachedFromTarget":
            self._forget(params["sessionId"])
        elif message.get("id") in self._awaited:
            if "result" in message:
                notes.write(text + "\n")
            with self._lock:
                del self._awaited[message["id"]]
                self._lock.notify_all()

    def _forget(self, session: str) -> None:
        with self._lock:
            self._sessions.discard(session)
            self._awaited = {number: of for number, of in self._awaited.items() if of != session}
            self._lock.notify_all()

    def ask(self) -> list[int]:
        """Ask every page and worker that owes no answer."""
        with self._lock:
            owing = set(self._awaited.values())
            return [self._send("Profiler.takePreciseCoverage", session) for session in self._sessions - owing]

    def ask_and_wait(self) -> None:
        """Return when all that were asked have answered, or after a while."""
        try:
            asked = set(self.ask())
        except (OSError, WebSocketException):
            return
        with self._lock:
            self._lock.wait_for(lambda: not asked & set(self._awaited), ANSWER_SECONDS_MAX)


def watched(launch: Callable[..., Any]) -> Callable[..., Any]:
    """Start a browser as before, and watch it."""

    @wraps(launch)
    def start(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 (Playwright's own)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        if "chromium" not in str(options.get("executable_path", "chromium")):
            return launch(*arguments, **options)
        options["args"] = [*(options.get("args") or []), f"--remote-debugging-port={port}"]
        browser = launch(*arguments, **options)
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
