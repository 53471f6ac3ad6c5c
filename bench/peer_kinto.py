"""Kinto on PostgreSQL, as its documentation recommends for production, and a client of it."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson

from bench.peer_driver import Act, Answer, ask, http
from bench.peer_postgres import postgres
from bench.peer_servers import WORKERS, Server, running, wait_until_it_answers
from tests.browser.real_server import ROOT, free_port

PACKAGES = ROOT / "bench" / "kinto-requirements.txt"
INSTALL_SECONDS = 900.0
SETTINGS = """
[app:main]
use = egg:kinto
kinto.userid_hmac_secret = bench
kinto.storage_backend = kinto.core.storage.postgresql
kinto.storage_url = {database}
kinto.cache_backend = kinto.core.cache.postgresql
kinto.cache_url = {database}
kinto.permission_backend = kinto.core.permission.postgresql
kinto.permission_url = {database}
kinto.storage_pool_size = 50
kinto.cache_pool_size = 50
kinto.permission_pool_size = 50
kinto.paginate_by = 100
kinto.batch_max_requests = 25
kinto.includes = kinto.plugins.accounts
multiauth.policies = account
multiauth.policy.account.use = kinto.plugins.accounts.AccountsPolicy
kinto.account_create_principals = system.Everyone
[loggers]
keys = root
[handlers]
keys = console
[formatters]
keys = plain
[logger_root]
level = WARNING
handlers = console
[handler_console]
class = StreamHandler
args = (sys.stderr,)
formatter = plain
[formatter_plain]
"""
"""The recommended ones, and those of the accounts that `kinto init` writes. Two make it faster than what that
writes: nothing is logged about a request, and no plugin is included that the bench does not need."""
ETAG = re.compile(rb'\r\netag: *"([0-9]+)"', re.IGNORECASE)


def environment() -> Path:
    """The `bin` of a virtual environment with Kinto under .build/. Made at the first call."""
    stamp = hashlib.sha256(PACKAGES.read_bytes() + sys.version.encode()).hexdigest()[:12]
    folder = ROOT / ".build" / f"kinto-{stamp}"
    if not (folder / "installed").exists():
        print("Installing Kinto ...", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True, timeout=INSTALL_SECONDS)
        install = [folder / "bin" / "pip", "install", "-qqq", "--no-input", "-r", PACKAGES]
        subprocess.run(install, check=True, timeout=INSTALL_SECONDS)
        (folder / "installed").touch()
    return folder / "bin"


@contextmanager
def kinto_server(folder: Path) -> Iterator[Server]:
    """Kinto with its database."""
    bin, port, log, settings = environment(), free_port(), folder / "kinto.log", folder / "kinto.ini"
    with postgres() as (database, postmaster):
        settings.write_text(SETTINGS.format(database=database))
        migrate = [bin / "kinto", "migrate", "--ini", settings]
        subprocess.run(migrate, check=True, capture_output=True, timeout=INSTALL_SECONDS)
        address = ["--host", "127.0.0.1", "--port", str(port), "--workers", str(WORKERS)]
        command = [bin / "granian", "--interface", "wsgi", *address, "kinto_app:application"]
        with running(command, log, {"KINTO_INI": str(settings)}, cwd=ROOT / "bench") as process:
            wait_until_it_answers(process, port, "/v1/", log)
            yield Server(port, (process.pid, postmaster))


def _account(port: int) -> str:
    """The credentials of a new account."""
    name, password = os.urandom(12).hex(), os.urandom(16).hex()
    answer = ask(
        port, http("PUT", f"/v1/accounts/{name}", body=orjson.dumps({"data": {"password": password}}))
    )
    assert answer.status == 201, answer
    return base64.b64encode(f"{name}:{password}".encode()).decode()


class Collection:
    """One person's collection of sealed records, as a client that syncs it uses it."""

    def __init__(self, port: int, sealed: deque[str], records: int) -> None:
        self._headers = [f"Authorization: Basic {_account(port)}"]
        bucket = f"/buckets/{os.urandom(16).hex()}"
        self._path = f"{bucket}/collections/words"
        self._sealed = sealed
        self._newest = "0"
        self._records: deque[tuple[str, str]] = deque()
        self._under_way: list[str] = []
        for path in (bucket, self._path):
            assert ask(port, http("PUT", f"/v1{path}", self._headers, b"{}")).status == 201
        for _ in range(records):
            self._make(port, os.urandom(16).hex())

    def acts(self) -> dict[str, Act]:
        """What a client does, by name."""
        return {
            "pull": Act(self._pull, self._unchanged),
            "push of 1": Act(self._put, self._stored),
            "push of 10": Act(self._batch, self._all_stored),
        }

    def _make(self, port: int, id: str) -> None:
        headers = [*self._headers, "If-None-Match: *"]
        answer = ask(port, http("PUT", self._address(id, "/v1"), headers, orjson.dumps(self._document())))
        assert answer.status == 201, answer
        self._under_way = [id]
        self._note(self._etag(answer))

    def _address(self, id: str, before: str = "") -> str:
        return f"{before}{self._path}/records/{id}"

    def _document(self) -> dict[str, object]:
        self._sealed.rotate()
        return {"data": {"sealed": self._sealed[0]}}

    def _etag(self, answer: Answer) -> str:
        found = ETAG.search(answer.head)
        assert found, answer
        return found[1].decode()

    def _note(self, version: str) -> None:
        self._records.append((self._under_way.pop(0), version))
        self._newest = max(self._newest, version, key=int)

    def _pull(self) -> bytes:
        # The answer is 304; with _since alone it is an empty list, which takes Kinto longer.
        headers = [*self._headers, f'If-None-Match: "{self._newest}"']
        return http("GET", f"/v1{self._path}/records?_since=%22{self._newest}%22", headers)

    def _unchanged(self, answer: Answer) -> None:
        assert answer.status == 304, answer

    def _put(self) -> bytes:
        id, version = self._records.popleft()
        self._under_way = [id]
        return http(
            "PUT",
            self._address(id, "/v1"),
            [*self._headers, f'If-Match: "{version}"'],
            orjson.dumps(self._document()),
        )

    def _stored(self, answer: Answer) -> None:
        assert answer.status == 200, answer
        self._note(self._etag(answer))

    def _batch(self) -> bytes:
        edited = [self._records.popleft() for _ in range(10)]
        self._under_way = [id for id, _ in edited]
        requests = [
            {"path": self._address(id), "headers": {"If-Match": f'"{version}"'}, "body": self._document()}
            for id, version in edited
        ]
        body = orjson.dumps({"defaults": {"method": "PUT"}, "requests": requests})
        return http("POST", "/v1/batch", self._headers, body)

    def _all_stored(self, answer: Answer) -> None:
        responses = orjson.loads(answer.body)["responses"]
        assert [response["status"] for response in responses] == [200] * 10, answer
        for response in responses:
            self._note(response["headers"]["ETag"].strip('"'))
