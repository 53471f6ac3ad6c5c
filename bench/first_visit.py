"""Bytes on the wire of a first visit to the start screen, with everything that the service worker caches."""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from bench.devtools import Chromium
from bench.five_minutes import WORKER_READY
from bench.http_bytes import Answer, answers
from bench.results import store
from tests.browser.real_server import RealServer
from tests.browser.recording_proxy import RecordingProxy

ALL_MAX_BYTES = 120_000
SCRIPT_MAX_BYTES = 45_000
QUIET_SECONDS = 2.0


def part_of(answer: Answer) -> str:
    """Which part of the app an answer belongs to."""
    names = {
        "/js/htmx.js": "script: htmx",
        "/js/phone.js": "script: phone.js",
        "/js/shared.js": "script: shared.js",
        "/sw.js": "script: sw.js",
    }
    for ending, name in names.items():
        if answer.path.endswith(ending):
            return name
    if answer.kind == "text/javascript":
        return "script: other vendor" if "/vendor/" in answer.path else "script: page modules"
    if "/precache/" in answer.path:
        return "pages: all screens for offline use"
    kinds = {"text/html": "pages", "text/css": "css", "application/manifest+json": "manifest"}
    return "icons" if answer.kind.startswith("image/") else kinds.get(answer.kind, answer.kind or "other")


def visited(url: str, proxy: RecordingProxy, folder: Path) -> list[Answer]:
    """What a new phone fetches, until the app is cached and the connections are quiet."""
    with Chromium(folder / "profile") as browser:
        tab = browser.tab()
        tab.goto(url)
        tab.loaded()
        tab.evaluate(WORKER_READY, "")
        seen = -1
        while seen != (now := sum(len(c.received) for c in proxy.connections)):
            seen = now
            time.sleep(QUIET_SECONDS)
    return [answer for connection in proxy.connections for answer in answers(connection)]


def main() -> int:
    """Print and store the table; return 1 if a limit is exceeded."""
    with tempfile.TemporaryDirectory() as folder:
        server = RealServer(Path(folder))
        server.start()
        try:
            with RecordingProxy(server.port) as proxy:
                found = visited(f"{proxy.url}/da/", proxy, Path(folder))
        finally:
            server.stop()
    bodies, heads, count = Counter[str](), Counter[str](), Counter[str]()
    for answer in found:
        part = part_of(answer)
        bodies[part] += answer.body
        heads[part] += answer.head
        count[part] += 1
    for part in sorted(bodies):
        print(f"{part:36} {count[part]:3} answers {bodies[part]:7,} body + {heads[part]:6,} head bytes")
    received = sum(len(c.received) for c in proxy.connections)
    script = sum(bodies[part] + heads[part] for part in bodies if part.startswith("script"))
    sent = sum(answer.request_bytes for answer in found)
    repeated = [path for path, times in Counter(a.path for a in found).items() if times > 1]
    print(f"{'in all':36} {received:,} bytes (limit {ALL_MAX_BYTES:,})")
    print(f"{'script, with heads':36} {script:,} bytes (limit {SCRIPT_MAX_BYTES:,})")
    print(f"{'sent':36} {sent:,} bytes; fetched more than once: {repeated or 'nothing'}")
    figures = {"received": received, "script": script, "sent": sent, "answers": [asdict(a) for a in found]}
    store("first_visit", figures)
    return int(received > ALL_MAX_BYTES or script > SCRIPT_MAX_BYTES)


if __name__ == "__main__":
    sys.exit(main())
