"""Sacred: a marker typed through the whole journey is nowhere but in the phone's own database."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright

from .canary import MARKER, Witness, journey
from .chromium import open_kept_phone
from .journey import first_visit
from .real_server import RealServer
from .recording_proxy import RecordingProxy, disguises
from .screens import address

ADDRESS = re.compile(r"\b\d{1,3}(\.\d{1,3}){3}\b|::")
NOT_FOR_WORDS = (
    "Cache",
    "Cookies",
    "CacheStorage",
    "Local Storage",
    "Session Storage",
    "Sessions",
    "Network",
    "History",
)


@dataclass(frozen=True)
class Seen:
    """Everything that one journey left behind, and where."""

    witness: Witness
    server: RealServer
    proxy: RecordingProxy
    profile: Path
    cookies: list[Any]


@pytest.fixture(scope="module")
def seen(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    """The journey, run once through a proxy that records every byte; part of it without the server."""
    folder, witness = tmp_path_factory.mktemp("canary"), Witness()
    with RealServer(folder) as server, RecordingProxy(server.port) as proxy:
        with open_kept_phone(playwright, folder / "profile") as context:
            witness.listen(context)
            page = first_visit(context, proxy.url)
            journey(page, proxy.url, witness)
            server.stop()
            page.reload()
            server.start()
            page.goto(address(proxy.url, "en", "help"))
            witness.record(page)
            cookies: list[Any] = list(context.cookies())
        yield Seen(witness, server, proxy, folder / "profile", cookies)


def holds_marker(content: bytes) -> bool:
    """Whether ``content`` holds the marker, plain or in a common encoding."""
    return any(shape in content for shape in disguises(MARKER))


def test_the_witness_would_have_seen_the_marker(seen: Seen) -> None:
    assert all(MARKER in download for download in seen.witness.downloads)
    assert any("/precache/" in request for request in seen.witness.requests), (
        "no request of the worker was recorded"
    )
    assert b"GET /da/ " in seen.proxy.sent
    assert len(seen.witness.kept) > 100, "no cache was recorded"
    assert holds_marker(b'{"part":"' + MARKER.encode() + b' 0"}')
    assert any(holds_marker(file.read_bytes()) for file in seen.profile.rglob("IndexedDB/**/*.log"))


def test_the_marker_is_in_no_request(seen: Seen) -> None:
    assert not holds_marker(seen.proxy.sent)
    assert not holds_marker(seen.proxy.received)
    assert [request for request in seen.witness.requests if holds_marker(request.encode())] == []


def test_no_other_server_gets_a_request(seen: Seen) -> None:
    own = (seen.proxy.url + "/", f"blob:{seen.proxy.url}/", "data:")
    assert [request for request in seen.witness.requests if not request.startswith(own)] == []


def test_no_request_holds_a_statement_id(seen: Seen) -> None:
    lines = [
        line
        for line in seen.proxy.sent.split(b"\r\n")
        if b" HTTP/1.1" in line or line.lower().startswith(b"referer:")
    ]
    assert [line for line in lines if re.search(rb"[?#]", line)] == []
    assert b"hx-current-url: " not in re.sub(rb"hx-current-url: [^#\r]*\r", b"", seen.proxy.sent.lower())


def test_the_marker_is_in_no_page_storage_but_the_database(seen: Seen) -> None:
    assert [kept[:200] for kept in seen.witness.kept if MARKER in kept] == []


def test_the_marker_is_in_no_title_and_no_console_line(seen: Seen) -> None:
    assert [title for title in seen.witness.titles if MARKER in title] == []
    assert [line for line in seen.witness.console if MARKER in line] == []


def test_no_cookie_is_set(seen: Seen) -> None:
    assert seen.cookies == []
    assert b"set-cookie" not in seen.proxy.received.lower()


def test_the_marker_is_in_no_browser_file_but_the_database(seen: Seen) -> None:
    files = [
        file
        for file in seen.profile.rglob("*")
        if file.is_file() and any(name in str(file) for name in NOT_FOR_WORDS)
    ]
    assert files
    assert [
        str(file) for file in files if "IndexedDB" not in str(file) and holds_marker(file.read_bytes())
    ] == []


def test_the_marker_is_in_no_server_file(seen: Seen) -> None:
    files = [*seen.server.data.rglob("*"), seen.server.log]
    assert [str(file) for file in files if file.is_file() and holds_marker(file.read_bytes())] == []


def test_no_log_line_holds_an_address_or_a_query(seen: Seen) -> None:
    for path in ("/da/?hemmelig=Kanariefugl", "/nowhere?hemmelig=1", "/static/nowhere.js?hemmelig=1"):
        try:
            # hang guard: this machine answers at once
            urllib.request.urlopen(seen.server.url + path, timeout=10).close()
        except urllib.error.HTTPError as error:
            error.close()
    log = seen.server.log_text()
    assert [
        line for line in log.splitlines() if ADDRESS.search(line) or "?" in line or "hemmelig" in line
    ] == []
