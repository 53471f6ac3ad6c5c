"""The metrics port: figures of all processes together, for this machine alone, and about nobody."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests

from browser.real_server import RealServer, free_port
from sending_makers import add
from share_makers import HOUR
from storage import base64url
from storage.reminders.tinydb import TinyDBReminders
from storage_makers import SIZES, new_sealed
from vault_client import new_record
from webapp.config import ROOT

PULLS, REFUSED = 40, 7
ADDRESS = "203.0.113.9"


def figures(port: int) -> str:
    # hang guard: it answers in milliseconds
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=60) as answer:
        return str(answer.read().decode())


def value(text: str, name: str) -> float:
    """The value of a line, by its name with labels; 0 if there is none."""
    found = re.search(rf"(?m)^{re.escape(name)} (\S+)$", text)
    return float(found[1]) if found else 0.0


@dataclass
class Measured:
    """A server with two workers after some requests: its figures, and every secret that was used."""

    port: int
    text: str = ""
    secrets: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Measured]:
    server, made = RealServer(tmp_path_factory.mktemp("measured")), Measured(free_port())
    late = add(TinyDBReminders(server.data), time.time() - 86_400)  # given up at once
    server.start(
        EGNE_ORD_METRICS_PORT=str(made.port),
        EGNE_ORD_WORKERS="2",
        EGNE_ORD_PROXIES="1",
        TMPDIR=str(server.folder),
    )
    with Stopped(server):
        vault, share, token = (base64url.encode(os.urandom(size)) for size in (16, 16, 32))
        made.secrets = [vault, share, token, late.id, late.name.hex(), ADDRESS]
        made.secrets += [base64url.decode(each, 16).hex() for each in (vault, share)]
        url = f"http://127.0.0.1:{server.port}/api/v1"
        headers = {"Authorization": f"Bearer {token}", "X-Forwarded-For": ADDRESS}
        record = new_record(size=SIZES[-1])  # a body that is read only once the view asks for it
        made.secrets.append(record["id"])
        requests.put(f"{url}/vaults/{vault}", headers=headers)
        requests.post(f"{url}/vaults/{vault}/records", json={"records": [record]}, headers=headers)
        for _ in range(PULLS):  # each over its own connection, so that both workers get some
            assert requests.get(f"{url}/vaults/{vault}/records", headers=headers).status_code == 200
        for _ in range(REFUSED):
            requests.get(f"{url}/vaults/{vault}/records?since=0", headers={"X-Forwarded-For": ADDRESS})
        body = {"sealed": new_sealed(), "expires_in": HOUR}
        requests.put(f"{url}/shares/{share}", json=body, headers=headers)
        requests.get(f"http://127.0.0.1:{server.port}/da/{vault}?{token}", headers=headers)
        until = time.monotonic() + 120  # hang guard: both senders begin with the server
        while value(figures(made.port), 'egne_ord_events_total{code="reminder-unsent"}') < 1:
            assert time.monotonic() < until  # hang guard: as above
            time.sleep(0.02)
        made.text = figures(made.port)
        yield made


class Stopped:
    """Stops a server at the end, and checks that its counts go with it."""

    def __init__(self, server: RealServer) -> None:
        self.server = server

    def __enter__(self) -> None:
        assert list(self.server.folder.glob("egne-ord-metrics-*"))

    def __exit__(self, *_: object) -> None:
        self.server.stop()
        assert not list(self.server.folder.glob("egne-ord-metrics-*"))


def test_a_request_whose_body_is_read_late_counts_once(measured: Measured) -> None:
    assert value(measured.text, 'egne_ord_requests_total{route="vaults.push",status="200"}') == 1
    assert 'status="500"' not in measured.text


def test_the_workers_are_summed(measured: Measured) -> None:
    text = measured.text
    assert value(text, 'egne_ord_requests_total{route="vaults.pull",status="200"}') == PULLS
    assert value(text, 'egne_ord_requests_total{route="vaults.pull",status="401"}') == REFUSED
    assert value(text, 'egne_ord_request_seconds_count{route="vaults.pull"}') == PULLS + REFUSED
    assert value(text, 'egne_ord_requests_total{route="vaults.push",status="200"}') == 1
    assert value(text, 'egne_ord_requests_total{route="shares.make",status="201"}') == 1


def test_reminders_that_were_not_sent_are_counted(measured: Measured) -> None:
    assert value(measured.text, 'egne_ord_reminders_total{result="unsent"}') == 1
    assert value(measured.text, 'egne_ord_events_total{code="reminder-unsent"}') == 1
    assert value(measured.text, "egne_ord_reminders_overdue") == 0


def test_the_host_sees_the_disk_and_whether_the_server_is_ready(measured: Measured) -> None:
    assert value(measured.text, "egne_ord_ready") == 1
    assert 0 < value(measured.text, "egne_ord_disk_free_bytes") < value(measured.text, "egne_ord_disk_bytes")


def test_no_figure_is_about_anybody(measured: Measured) -> None:
    assert [secret for secret in measured.secrets if secret in measured.text] == []
    labels = set(re.findall(r'="([^"]*)"', measured.text))
    fixed = re.compile(r"[a-z]+[a-z._-]*|\d{3}|\d+\.\d+|\+Inf")
    assert [label for label in labels if not fixed.fullmatch(label)] == []


def test_the_port_is_for_this_machine_alone(measured: Measured) -> None:
    with socket.socket() as line:
        assert line.connect_ex(("127.0.0.2", measured.port)) != 0


def test_a_port_that_is_taken_stops_the_start_with_a_sentence(measured: Measured, tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "webapp"], cwd=ROOT, text=True, capture_output=True,
        env={**os.environ, "EGNE_ORD_DATA": str(tmp_path), "PORT": str(free_port()),
             "EGNE_ORD_METRICS_PORT": str(measured.port)},
    )  # fmt: skip
    assert ended.returncode == 1
    assert ended.stderr == f"EGNE_ORD_METRICS_PORT {measured.port} cannot be had: Address already in use.\n"
