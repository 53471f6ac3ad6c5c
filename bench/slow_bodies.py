"""Times of others' answers beside slow bodies on every route that reads one: direct, and behind proxies.

The proxies are Debian's nginx, with and without buffering of requests, and Debian's Caddy.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from statistics import median, quantiles

from bench.results import store
from tests.browser.real_server import RealServer, free_port

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from open_requests import Requests, answered
from proxies import UNPACKED
from test_slow_bodies import paths_that_take_a_body
from webapp import create_app
from webapp.config import Settings
from webapp.serving.environ import READ_FIRST_BYTES

SLOW, ASKED = 50, 100
SMALL, LARGE, LARGEST = 900, READ_FIRST_BYTES + 1, 500_000
"""Bytes of a body that is read first, of one that a view asks for, and of a push of many records."""
BAR_MS = 100
NGINX = """daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 1024; }}
http {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{port}; client_max_body_size 10m; proxy_request_buffering {buffering};
    location / {{ proxy_pass http://127.0.0.1:{server}; proxy_http_version 1.1;
      proxy_set_header Host $host; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; }} }} }}
"""
CADDY = """{{
  admin off
  auto_https off
}}
http://:{port} {{
  bind 127.0.0.1
  reverse_proxy 127.0.0.1:{server}
}}
"""
PROXIES = {
    "nginx": ("nginx", NGINX, {"buffering": "on"}, ["-c"]),
    "nginx, not buffering": ("nginx", NGINX, {"buffering": "off"}, ["-c"]),
    "Caddy": ("caddy", CADDY, {}, ["run", "--adapter", "caddyfile", "--config"]),
}


def program_of(name: str) -> str:
    """The path of a proxy: installed, or unpacked by bin/set-up-browsers. Ends the bench if there is none."""
    places = [os.environ.get("PATH", ""), "/usr/sbin", str(UNPACKED / "sbin"), str(UNPACKED / "bin")]
    found = shutil.which(name, path=os.pathsep.join(places))
    return found or sys.exit(f"{name} is missing; on Debian: apt-get install nginx-light caddy")


@contextmanager
def proxy(name: str, server: int, folder: Path) -> Iterator[int]:
    """Run a proxy in front of the server; gives its port."""
    program, text, more, arguments = PROXIES[name]
    found = program_of(program)
    port, path = free_port(), folder / f"{program}.conf"
    path.write_text(text.format(port=port, server=server, folder=folder, **more))
    with (folder / f"{program}.out").open("wb") as log:
        running = subprocess.Popen([found, *arguments, str(path)], stdout=log, stderr=log)
    try:
        wait_until_it_answers(port)
        yield port
    finally:
        running.terminate()
        running.wait(60)


def wait_until_it_answers(port: int) -> None:
    """Return when /healthz answers."""
    for _ in range(200):
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=30):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"nothing answers at port {port}")


def times_beside(port: int, size: int, routes: list[tuple[str, str]], requests: Requests) -> list[float]:
    """Milliseconds of answers beside SLOW bodies of `size` bytes that never end, on each route in turn."""
    times = []
    for method, path in routes:
        with Requests(port, token=requests.token) as slow:
            begun = [slow.begin(method, path, f"Content-Length: {size}", body=b"{") for _ in range(SLOW)]
            for number in range(ASKED):
                start = time.perf_counter()
                with Requests(port) as other:
                    assert other.ask("GET", ("/healthz", "/da/")[number % 2]).status == 200
                times.append(1000 * (time.perf_counter() - start))
            assert answered(begun) == [], f"{method} {path} does not wait for its body"
    return times


def routes_by_size(folder: Path, requests: Requests) -> dict[int, list[tuple[str, str]]]:
    """The method and path of every route that reads a body, by the size of body that it waits for."""
    routes = paths_that_take_a_body(create_app(Settings(data=folder / "routes")), requests)
    pushes = [each for each in routes if each[1].endswith("/records")]
    shares = [each for each in routes if each[0] == "PUT" and "/shares/" in each[1]]
    return {SMALL: routes, LARGE: pushes + shares, LARGEST: pushes}


def main() -> int:
    """Print and store the figures; return 1 if one answer in twenty takes longer than the bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=["direct", *PROXIES])
    chosen, figures = parser.parse_args().only, {}
    with (
        tempfile.TemporaryDirectory() as name,
        RealServer(Path(name)) as server,
        Requests(server.port) as requests,
    ):
        routes = routes_by_size(Path(name), requests.make())
        for way in chosen:
            for size in (SMALL, LARGE, LARGEST):
                is_direct = way == "direct"
                front = nullcontext(server.port) if is_direct else proxy(way, server.port, Path(name))
                with front as port:
                    times = times_beside(port, size, routes[size], requests)
                row = {"median": median(times), "19 of 20": quantiles(times, n=20)[-1], "all": max(times)}
                figures[f"{way}, {size} bytes"] = row
                print(f"{way:22} {size:7} bytes", *(f"{key} {ms:6.1f} ms" for key, ms in row.items()))
    store("slow_bodies", figures)
    return int(any(row["19 of 20"] > BAR_MS for row in figures.values()))


if __name__ == "__main__":
    sys.exit(main())
