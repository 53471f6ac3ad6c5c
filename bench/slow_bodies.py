"""Times of others' answers beside slow bodies: the server itself, behind Debian's nginx, and behind Caddy."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

from bench.results import store
from tests.browser.real_server import RealServer, free_port

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from open_requests import Requests, answered

SLOW, ASKED = 50, 200
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


@contextmanager
def proxy(name: str, server: int, folder: Path) -> Iterator[int]:
    """Run a proxy in front of the server; gives its port."""
    program, text, more, arguments = PROXIES[name]
    found = shutil.which(program)
    if not found:
        sys.exit(f"{program} is missing; on Debian: apt-get install nginx-light caddy")
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


def times_beside(port: int, size: int) -> list[float]:
    """Milliseconds of answers beside SLOW bodies of `size` bytes that never end."""
    with Requests(port) as requests:
        requests.make()
        path = f"/api/v1/vaults/{requests.vault}/records"
        begun = [requests.begin("POST", path, f"Content-Length: {size}", body=b"{") for _ in range(SLOW)]
        times = []
        for number in range(ASKED):
            start = time.perf_counter()
            assert requests.ask("GET", ("/healthz", "/da/")[number % 2]).status == 200
            times.append(1000 * (time.perf_counter() - start))
        assert answered(begun) == []
        return times


def main() -> int:
    """Print and store the figures; return 1 if one answer in twenty takes longer than the bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=["direct", *PROXIES])
    chosen, figures = parser.parse_args().only, {}
    with tempfile.TemporaryDirectory() as name, RealServer(Path(name)) as server:
        for way in chosen:
            for size in (900, 500_000):
                if way == "direct":
                    times = times_beside(server.port, size)
                else:
                    with proxy(way, server.port, Path(name)) as port:
                        times = times_beside(port, size)
                row = {"median": median(times), "19 of 20": quantiles(times, n=20)[-1], "all": max(times)}
                figures[f"{way}, {size} bytes"] = row
                print(f"{way:22} {size:7} bytes", *(f"{key} {ms:6.1f} ms" for key, ms in row.items()))
    store("slow_bodies", figures)
    return int(any(row["19 of 20"] > BAR_MS for row in figures.values()))


if __name__ == "__main__":
    sys.exit(main())
