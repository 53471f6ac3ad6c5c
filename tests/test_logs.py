"""What the real server leaves behind: no log of who requested what, no file, no process."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from browser.real_server import ROOT, RealServer, free_port
from sweeps import quarter

VISITOR = "127.0.0.77"
"""A loopback address that only these requests come from."""
FORWARDED = "203.0.113.9"
SECRET = "zqxjkvzq"
TRIES_MAX = 5
START_RATIO_MAX = 12
"""Start time as a multiple of importing Flask. It detects a start that waits, and is no benchmark."""
ADDRESS = re.compile(r"\d+\.\d+\.\d+\.\d+|\[?::1\]?|\bf[ce][0-9a-f]{2}:")


def send(port: int, raw: bytes) -> bytes:
    """Send these bytes from VISITOR. Returns the response, or b"" if either side closes the connection."""
    answer = b""
    with socket.socket() as line, contextlib.suppress(ConnectionError):
        line.settimeout(60)  # hang guard: an answer takes milliseconds
        line.bind((VISITOR, 0))
        line.connect(("127.0.0.1", port))
        line.sendall(raw)
        while raw is not CUT_SHORT and (part := line.recv(65536)):
            answer += part
    return answer


def request(line: str, *headers: str, body: bytes = b"") -> bytes:
    lines = [line, "Host: localhost", "Connection: close", f"X-Forwarded-For: {FORWARDED}", *headers]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode("latin-1") + body


CUT_SHORT = f"GET /{SECRET} HTTP/1.1\r\nHost: x".encode()
ABUSE = {
    "query": request(f"GET /da/?ord={SECRET} HTTP/1.1"),
    "unknown": request(f"GET /da/{SECRET}?a={SECRET} HTTP/1.1"),
    "fragment": request(f"GET /da/skriv#{SECRET} HTTP/1.1"),
    "htmx": request("GET /da/eksempler HTTP/1.1", f"HX-Current-URL: http://x/#{SECRET}", "HX-Request: true"),
    "post": request("POST /da/skriv HTTP/1.1", body=SECRET.encode() * 10),
    "too large": request("POST /da/skriv HTTP/1.1", body=SECRET.encode() * 100_000),
    "odd path": request(f"GET /%00%ff%2e%2e/{SECRET}/..%2f HTTP/1.1"),
    "static": request(f"GET /static/../../{SECRET} HTTP/1.1"),
    "upgrade": request(f"GET /{SECRET} HTTP/1.1", "Upgrade: websocket", "Sec-WebSocket-Key: x"),
    "bad line": f"GET {SECRET}\r\n\r\n".encode(),
    "no line": f"\0\xff{SECRET}\r\n\r\n".encode("latin-1"),
    "bad header": request("GET /da/ HTTP/1.1", f"{SECRET} no colon"),
    "bad length": f"POST /{SECRET} HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n".encode(),
    "huge header": request("GET / HTTP/1.1", f"Cookie: {SECRET * 20_000}"),
    "cut short": CUT_SHORT,
}


@contextlib.contextmanager
def started(folder: Path) -> Iterator[tuple[subprocess.Popen[str], int, float]]:
    """A server in its own process group, as in a terminal.

    Yields the process, its port, and the seconds to its first response.
    """
    port = free_port()
    env = {**os.environ, "PORT": str(port), "EGNE_ORD_DATA": str(folder)}
    began = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "webapp"], cwd=ROOT, env=env, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            while not is_healthy(port):
                assert process.poll() is None, process.communicate()[0]
                # hang guard: a start takes a second or two
                assert time.monotonic() - began < 120
                time.sleep(0.02)  # fixed wait: between two looks
            yield process, port, time.monotonic() - began
        finally:
            for pid in [*children(process.pid), process.pid] if process.poll() is None else []:
                os.kill(pid, signal.SIGKILL)


def is_healthy(port: int) -> bool:
    try:
        # hang guard: the server answers in milliseconds, or refuses
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=30) as answer:
            return answer.read() == b"ok"
    except OSError:
        return False


def children(pid: int) -> list[int]:
    """The ids of the child processes of a running process."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.fixture(scope="module")
def abused(tmp_path_factory: pytest.TempPathFactory) -> tuple[RealServer, dict[str, bytes]]:
    """A server that got all of ABUSE and was then stopped, and its responses by name."""
    with RealServer(tmp_path_factory.mktemp("abused")) as server:
        answers = {name: send(server.port, raw) for name, raw in ABUSE.items()}
        answers["healthy"] = send(server.port, request("GET /healthz HTTP/1.1"))
    return server, answers


def test_every_abuse_gets_a_response_that_reflects_nothing(
    abused: tuple[RealServer, dict[str, bytes]],
) -> None:
    for name, answer in abused[1].items():
        assert name == "cut short" or re.match(rb"HTTP/1.1 [234]\d\d ", answer), name
        assert SECRET.encode() not in answer, name
        assert b"set-cookie" not in answer.lower(), name
    assert abused[1]["healthy"].endswith(b"\r\n\r\nok")


def test_the_log_says_neither_who_made_a_request_nor_what(
    abused: tuple[RealServer, dict[str, bytes]],
) -> None:
    output = [line for line in abused[0].log_text().splitlines() if line]
    assert output, "the first line gives the URL of the app"
    for line in output:
        assert not ADDRESS.search(line), line
        assert SECRET not in line, line
        assert not re.search(r"/(da|en|static)/|\?|GET|POST|Traceback|Error", line), line


def test_the_server_writes_no_file_but_its_lock(abused: tuple[RealServer, dict[str, bytes]]) -> None:
    assert [path.name for path in abused[0].data.rglob("*")] == ["server.lock"]


@pytest.mark.parametrize("again", range(quarter(3)))
@pytest.mark.parametrize("to_all", [True, False], ids=["as a terminal does", "the process alone"])
def test_ctrl_c_stops_it_cleanly(tmp_path: Path, to_all: bool, again: int) -> None:
    """Repeated, since a worker that gets the signal twice hangs only sometimes, or seems to end by itself."""
    with started(tmp_path) as (process, port, _):
        (os.killpg if to_all else os.kill)(process.pid, signal.SIGINT)
        # hang guard: the server ends at once, or kills its worker after ten seconds
        output, _ = process.communicate(timeout=120)
        assert process.returncode in (0, 130), output
    # On a busy machine a worker may miss the signal. It is then killed after a while, which adds a line.
    lines = [line for line in output.splitlines() if "Killing worker" not in line]
    assert len(lines) == 1, output
    assert not is_healthy(port)
    assert [path.name for path in tmp_path.iterdir()] == ["server.lock"]


def test_a_second_start_is_fast(server: RealServer, tmp_path: Path) -> None:
    """The first start, by the fixture, has built the assets.

    The best of a few tries counts, because the machine may be busy. Each has its own baseline.
    """
    ratios: list[float] = []
    while min(ratios, default=START_RATIO_MAX + 1) > START_RATIO_MAX and len(ratios) < TRIES_MAX:
        began = time.monotonic()
        subprocess.run([sys.executable, "-c", "import flask"], check=True)
        flask_alone = time.monotonic() - began
        with started(tmp_path) as (process, _, seconds):
            process.terminate()
            process.communicate(timeout=120)  # hang guard: as for Ctrl-C
        ratios.append(seconds / flask_alone)
    assert min(ratios) <= START_RATIO_MAX, ratios
