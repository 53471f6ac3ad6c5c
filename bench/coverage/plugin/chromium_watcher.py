"""Record V8's coverage of every page and service worker of one Chromium.

A second connection to the browser attaches to everything that opens, before its first script runs. It asks
for coverage twice a second, and once more before a test closes or leaves a page.
"""

from __future__ import annotations

import gzip
import json
import os
import threading
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

from websocket import WebSocketException, WebSocketTimeoutException, create_connection

FOLDER = Path(os.environ["EGNE_ORD_COVERAGE_DATA"])
ASK_SECONDS = 0.5
ANSWER_SECONDS_MAX = 5.0
"""A page that hangs or shows a dialog does not answer; its test goes on all the same."""
KINDS = ({"type": "page"}, {"type": "service_worker"})
LEAVING = {"Page.frameRequestedNavigation", "Page.frameStartedNavigating"}
"""On a navigation to another site a page's coverage is lost, so ask as soon as the navigation starts."""


def devtools_address(port: int) -> str:
    """The DevTools address of the browser that listens on a port."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/version", timeout=10) as answer:
        return str(json.load(answer)["webSocketDebuggerUrl"])


class Watcher(threading.Thread):
    """Writes the coverage of one browser to a file, one answer per line, until the browser is gone."""

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
        """Read the browser's messages, and ask for coverage in between."""
        asked = time.monotonic()
        with gzip.open(self._file, "wt", compresslevel=1) as file:
            try:
                while True:
                    with suppress(WebSocketTimeoutException):
                        self._handle(str(self._socket.recv()), file)
                    if time.monotonic() - asked > ASK_SECONDS:
                        self.ask()
                        asked = time.monotonic()
            except (OSError, WebSocketException):
                with self._lock:
                    self._sessions.clear()
                    self._awaited.clear()
                    self._lock.notify_all()

    def _handle(self, text: str, file: Any) -> None:  # noqa: ANN401 (a text file)
        if not text:
            raise ConnectionError
        message = json.loads(text)
        params = message.get("params", {})
        if message.get("method") == "Target.attachedToTarget":
            session = params["sessionId"]
            if params["targetInfo"]["type"] == "page":
                self._send("Page.enable", session)
            self._send("Profiler.enable", session)
            self._send("Profiler.startPreciseCoverage", session, callCount=True, detailed=True)
            self._send("Runtime.runIfWaitingForDebugger", session)
            with self._lock:
                self._sessions.add(session)
        elif message.get("method") in LEAVING:
            self.ask()
        elif message.get("method") == "Target.detachedFromTarget":
            self._forget(params["sessionId"])
        elif message.get("id") in self._awaited:
            if "result" in message:
                file.write(text + "\n")
            with self._lock:
                del self._awaited[message["id"]]
                self._lock.notify_all()

    def _forget(self, session: str) -> None:
        with self._lock:
            self._sessions.discard(session)
            self._awaited = {number: of for number, of in self._awaited.items() if of != session}
            self._lock.notify_all()

    def ask(self) -> list[int]:
        """Ask every page and worker that has no request pending."""
        with self._lock:
            pending = set(self._awaited.values())
            idle = self._sessions - pending
            return [self._send("Profiler.takePreciseCoverage", session) for session in idle]

    def ask_and_wait(self) -> None:
        """Ask, and return when all have answered, or after ANSWER_SECONDS_MAX."""
        with self._lock:  # an answer that is already under way may not include the last act
            self._lock.wait_for(lambda: not self._awaited, ANSWER_SECONDS_MAX)
        try:
            asked = set(self.ask())
        except (OSError, WebSocketException):
            return
        with self._lock:
            self._lock.wait_for(lambda: not asked & set(self._awaited), ANSWER_SECONDS_MAX)
