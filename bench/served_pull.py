"""Processor time of a pull with nothing new from the real server, against an empty Flask route on it."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

from bench.results import store
from tests.browser.real_server import RealServer

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from open_requests import Requests

ROUNDS, ASKED, CONNECTIONS = 5, 4_000, 8
RATIO_MAX = 2.0
BARE = """
import os
from flask import Flask
from webapp.serving.listening import listen
from webapp.serving.supervisor import Supervisor
from webapp.serving.worker import serve
app = Flask("bare")
app.add_url_rule("/empty", "empty", lambda: b"")
app.add_url_rule("/healthz", "health", lambda: "ok")
listener = listen("127.0.0.1", int(os.environ["PORT"]))
Supervisor(1, lambda: serve(app, listener, 0), listener.close).run()
"""


def cpu_seconds(server: RealServer) -> float:
    """Processor time of the worker so far (Linux)."""
    (worker,) = server.workers(1)
    fields = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def ask(port: int, path: str, token: str) -> None:
    """Ask many times on one connection."""
    line = HTTPConnection("127.0.0.1", port)
    for _ in range(ASKED // CONNECTIONS):
        line.request("GET", path, headers={"Authorization": f"Bearer {token}"})
        answer = line.getresponse()
        answer.read()
        assert answer.status == 200
    line.close()


def microseconds(server: RealServer, path: str, token: str) -> float:
    """Processor time of one request."""
    before = cpu_seconds(server)
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        list(threads.map(lambda _: ask(server.port, path, token), range(CONNECTIONS)))
    return 1e6 * (cpu_seconds(server) - before) / ASKED


def main() -> int:
    """Print and store the figures; return 1 if the ratio is above the bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", help="another checkout, set up, whose server is measured too")
    base, times = parser.parse_args().base, dict[str, list[float]]()
    with tempfile.TemporaryDirectory() as name:
        servers = {"pull": RealServer(Path(name) / "app")}
        servers["empty"] = RealServer(Path(name) / "bare", [sys.executable, "-c", BARE])
        if base:
            command = ["env", "-C", base, sys.executable, "-m", "webapp"]
            servers["pull, base"] = RealServer(Path(name) / "base", command)
        try:
            for server in servers.values():
                server.start()
            paths = {key: path_of(key, server) for key, server in servers.items()}
            for _ in range(ROUNDS):
                for key, server in servers.items():
                    times.setdefault(key, []).append(microseconds(server, *paths[key]))
        finally:
            for server in servers.values():
                server.stop()
    figures = {key: median(took) for key, took in times.items()}
    figures["ratio"] = median(a / b for a, b in zip(times["pull"], times["empty"], strict=True))
    print(*(f"{key}: {value:.2f}" for key, value in figures.items()), sep="\n")
    store("served_pull", figures)
    return int(figures["ratio"] > RATIO_MAX)


def path_of(key: str, server: RealServer) -> tuple[str, str]:
    """The path to ask for, and the token."""
    if key == "empty":
        return "/empty", ""
    with Requests(server.port) as requests:
        assert requests.make().push(20).status == 200
        return f"/api/v1/vaults/{requests.vault}/records?since=20", requests.token


if __name__ == "__main__":
    sys.exit(main())
