"""Vaults on the real server: bodies with a false length, damaged files, and a log without secrets."""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
from pathlib import Path

import pytest

from browser.real_server import RealServer
from storage import base64url
from storage.files.locks import locked
from storage.files.paths import path_of
from vault_client import VaultClient, new_record, problem
from webapp import create_app
from webapp.config import Settings

ADDRESS = re.compile(r"\d+\.\d+\.\d+\.\d+|::1")


def raw_request(server: RealServer, head: list[str], body: bytes = b"") -> tuple[int, bytes]:
    """Send these header lines and this body to the real server. Returns the status and the body."""
    raw = "\r\n".join([*head, "Host: localhost", "Connection: close", "", ""]).encode("latin-1") + body
    answer = b""
    # hang guard: an answer takes milliseconds
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as line:
        with contextlib.suppress(ConnectionError):  # the server may close before it has read all
            line.sendall(raw)
        with contextlib.suppress(ConnectionError):
            while part := line.recv(65536):
                answer += part
    status = re.match(rb"HTTP/1\.1 (\d+) ", answer)
    return int(status[1]) if status else 0, answer.partition(b"\r\n\r\n")[2]


def chunks(body: bytes, size: int) -> bytes:
    parts = [body[n : n + size] for n in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


class Vault:
    """A vault on the real server, used by raw requests."""

    def __init__(self, server: RealServer) -> None:
        self.server = server
        self.id, self.token = (base64url.encode(os.urandom(n)) for n in (16, 32))
        assert self.request("PUT", "")[0] == 201

    def request(self, method: str, path: str, *headers: str, body: bytes = b"") -> tuple[int, bytes]:
        line = f"{method} /api/v1/vaults/{self.id}{path} HTTP/1.1"
        return raw_request(self.server, [line, f"Authorization: Bearer {self.token}", *headers], body)

    def path(self) -> Path:
        return Path(path_of(self.server.data / "vaults", base64url.decode(self.id, 16)))


def test_a_chunked_body_is_read_up_to_the_limit_only(server: RealServer) -> None:
    vault, is_json = Vault(server), "Content-Type: application/json"
    chunked = (is_json, "Transfer-Encoding: chunked")
    body = json.dumps({"records": [new_record() for _ in range(5)]}).encode()
    assert vault.request("POST", "/records", *chunked, body=chunks(body, 1000))[0] == 200
    too_large = chunks(b" " * 9_500_000, 65536)
    assert vault.request("POST", "/records", *chunked, body=too_large)[0] in {0, 413}, (
        "or the connection is cut"
    )
    claimed = f"Content-Length: {10**12}"
    assert vault.request("POST", "/records", is_json, claimed)[0] == 413
    assert vault.request("POST", "/records", is_json)[0] == 400, "without a length there is no body"
    assert json.loads(vault.request("GET", "/records?since=5")[1])["seq"] == 5


def test_a_wrong_token_is_refused_before_the_body_is_read(server: RealServer) -> None:
    vault = Vault(server)
    vault.token = base64url.encode(os.urandom(32))
    claimed = f"Content-Length: {8 * 10**6}"
    status, answer = vault.request("POST", "/records", "Content-Type: application/json", claimed, body=b"{")
    assert (status, json.loads(answer)["type"]) == (401, "urn:egne-ord:unauthorized")


def test_the_log_contains_nothing_about_a_damaged_vault(own_server: RealServer) -> None:
    vault = Vault(own_server)
    vault.path().write_bytes(b"{")
    assert vault.request("GET", "/records")[0] == 503
    vault.path().unlink()
    vault.path().mkdir()
    assert vault.request("GET", "/records")[0] == 503
    assert vault.request("GET", "/records?since=x")[0] == 400
    own_server.stop()
    log = own_server.log_text()
    events = [json.loads(line) for line in log.splitlines()[1:]]
    assert [(each["level"], each["code"]) for each in events] == [("error", "damaged"), ("error", "disk")]
    assert [each["place"].partition(":")[0] for each in events] == ["storage.vaults.file"] * 2
    assert all(set(each) == {"time", "level", "code", "place", "message"} for each in events)
    for secret in (vault.id, vault.token, vault.path().stem, str(own_server.data), "since", "/api/"):
        assert secret not in log
    assert not ADDRESS.search(log)


def test_a_killed_parent_leaves_no_worker_behind(own_server: RealServer) -> None:
    own_server.kill()


@pytest.fixture
def client(tmp_path: Path) -> VaultClient:
    return VaultClient(create_app(Settings(data=tmp_path, lock_seconds=1))).make()


def file_of(client: VaultClient) -> Path:
    data = client.app.config["SERVICES"].settings.data
    return Path(path_of(data / "vaults", base64url.decode(client.vault, 16)))


def test_a_damaged_vault_is_busy_for_an_hour_and_others_still_work(client: VaultClient) -> None:
    file_of(client).write_bytes(b'{"vault":{}}')
    for method, path in (("GET", "/records"), ("GET", "/revisions"), ("PUT", ""), ("DELETE", "")):
        refused = client.send(method, path)
        assert problem(refused) == (503, "busy")
        assert refused.headers["Retry-After"] == "3600"
    assert problem(client.push(new_record())) == (503, "busy")
    assert VaultClient(client.app).make().push(new_record()).status_code == 200


def test_a_vault_that_stays_locked_is_busy(client: VaultClient) -> None:
    with locked(file_of(client).parent, 1):
        refused = client.push(new_record())
        assert client.pull()["seq"] == 0
    assert problem(refused) == (503, "busy")
    assert refused.headers["Retry-After"] == "5"
    assert client.push(new_record()).status_code == 200


def test_an_internal_error_is_a_problem_without_details(
    client: VaultClient, caplog: pytest.LogCaptureFixture
) -> None:
    client.app.config["SERVICES"] = None
    refused = client.send("GET", f"/records?since={client.vault}")
    assert problem(refused) == (500, "failed")
    assert client.vault not in caplog.text + refused.text
    (record,) = caplog.records
    place, code = record.__dict__["place"], record.__dict__["code"]
    assert (record.getMessage(), code, place.partition(":")[0]) == (
        "AttributeError",
        "failed",
        "webapp.api.vaults",
    )
