"""Control Chromium by its DevTools protocol: a driver would attach to workers and delay their start."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import Any, Self

from websocket import WebSocket, create_connection

from bench.quiet import raise_priority
from tests.browser.chromium import ARGUMENTS, PHONE, launch_options

START_TIMEOUT_SECONDS = 20.0
ANSWER_TIMEOUT_SECONDS = 60.0


class DevtoolsError(RuntimeError):
    """Chromium refused a command, or a script on the page threw."""


def chromium_path() -> str:
    """The Chromium that the tests use."""
    return str(launch_options().get("executable_path") or shutil.which("chromium") or "chromium")


class Chromium:
    """One browser process with a profile on disk, as on a phone."""

    def __init__(self, profile: Path) -> None:
        flags = [*ARGUMENTS, "--headless=new", "--remote-debugging-port=0", "--lang=da-DK"]
        flags += [f"--user-data-dir={profile}", f"--window-size={PHONE['width']},{PHONE['height']}"]
        self._process = subprocess.Popen(
            [chromium_path(), *flags, "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        raise_priority(self._process.pid)
        self._socket = self._connected(profile / "DevToolsActivePort")
        self._number = 0

    @property
    def process_group(self) -> int:
        """The group of all of this browser's processes."""
        return self._process.pid

    def _connected(self, announced: Path) -> WebSocket:
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        while time.monotonic() < deadline:
            lines = announced.read_text().split("\n") if announced.exists() else []
            if len(lines) == 2:
                address = f"ws://127.0.0.1:{lines[0]}{lines[1]}"
                return create_connection(address, timeout=ANSWER_TIMEOUT_SECONDS, suppress_origin=True)
            time.sleep(0.05)
        raise DevtoolsError("Chromium did not start")

    def call(self, method: str, session: str | None = None, **params: object) -> dict[str, Any]:
        """Send one command and wait for its answer; drop events in between."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        self._socket.send(json.dumps(message))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise DevtoolsError(f"{method}: {answer['error']['message']}")
                return dict(answer["result"])

    def tab(self) -> Tab:
        """Open a new tab of a phone's size."""
        tab = self.tab_at("about:blank")
        tab.call("Emulation.setDeviceMetricsOverride", **PHONE, deviceScaleFactor=1, mobile=True)
        return tab

    def tab_at(self, url: str) -> Tab:
        """Open a new tab straight at an address, as from an icon: no empty page is there before."""
        target = self.call("Target.createTarget", url=url)["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        return Tab(self, target, session)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()
        os.killpg(self.process_group, signal.SIGKILL)
        self._process.wait()


class Tab:
    """One tab, until it is closed."""

    def __init__(self, browser: Chromium, target: str, session: str) -> None:
        self._browser = browser
        self._target = target
        self._session = session

    def call(self, method: str, **params: object) -> dict[str, Any]:
        """Send one command to this tab."""
        return self._browser.call(method, self._session, **params)

    def loaded(self) -> None:
        """Wait until the page has loaded."""
        self.evaluate(
            "() => new Promise((done) => document.readyState === 'complete' ? done()"
            " : addEventListener('load', done, { once: true }))"
        )

    def goto(self, url: str) -> None:
        """Navigate, and return when the new document has begun to arrive."""
        failure = self.call("Page.navigate", url=url).get("errorText")
        if failure:
            raise DevtoolsError(f"{url}: {failure}")

    def evaluate(self, function: str, *arguments: object) -> Any:  # noqa: ANN401 (JSON)
        """Run a function on the page, and return its awaited result."""
        given = ", ".join(json.dumps(argument) for argument in arguments)
        answer = self.call(
            "Runtime.evaluate", expression=f"({function})({given})", awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in answer:
            raise DevtoolsError(str(answer["exceptionDetails"].get("exception", {}).get("description")))
        return answer["result"].get("value")

    def close(self) -> None:
        """Close the tab."""
        self._browser.call("Target.closeTarget", targetId=self._target)


class SlowedBrowser:
    """A slower phone: stops all processes of the browser most of the time, and so its worker threads too.

    The protocol's own throttling slows only the main thread of a page.
    """

    def __init__(self, group: int, times: float, period_seconds: float = 0.008) -> None:
        self._group = group
        self._on = period_seconds / times
        self._off = period_seconds - self._on
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def _beat(self) -> None:
        while not self._ended.is_set():
            os.killpg(self._group, signal.SIGSTOP)
            time.sleep(self._off)
            os.killpg(self._group, signal.SIGCONT)
            time.sleep(self._on)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        os.killpg(self._group, signal.SIGCONT)
