"""Parse recorded HTTP/1.1: how many bytes of head and of body each answer took on the wire."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.browser.recording_proxy import Connection


@dataclass(frozen=True)
class Answer:
    """One request and its answer, in bytes on the wire."""

    path: str
    status: int
    kind: str
    """The media type, without parameters."""
    encoding: str
    request_bytes: int
    """Size of the request; `head` and `body` are the answer's."""
    head: int
    body: int


def _fields(head: bytes) -> dict[str, str]:
    lines = head.decode("latin-1").split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines if line)
    return {name.lower(): value.strip() for name, _, value in pairs}


def _chunked_length(stream: bytes, start: int) -> int:
    at = start
    while True:
        end = stream.index(b"\r\n", at)
        size = int(stream[at:end].split(b";")[0], 16)
        at = end + 2 + size + 2
        if size == 0:
            return at - start


def _body_length(stream: bytes, start: int, status: int, fields: dict[str, str]) -> int:
    if status in (204, 304):
        return 0
    if fields.get("transfer-encoding") == "chunked":
        return _chunked_length(stream, start)
    return int(fields.get("content-length", len(stream) - start))


def _requests(stream: bytes) -> Iterator[tuple[str, int]]:
    """Paths and sizes of the requests; no request in this bench has a body."""
    for head in stream.split(b"\r\n\r\n")[:-1]:
        yield head.split(b" ", 2)[1].decode("latin-1"), len(head) + 4


def answers(connection: Connection) -> list[Answer]:
    """The answers on one connection, in order."""
    stream = bytes(connection.received)
    found, at = [], 0
    for path, request_bytes in _requests(bytes(connection.sent)):
        end = stream.index(b"\r\n\r\n", at) + 4
        head = stream[at:end]
        fields = _fields(head)
        status = int(head.split(b" ", 2)[1])
        body = _body_length(stream, end, status, fields)
        kind, encoding = fields.get("content-type", "").partition(";")[0], fields.get("content-encoding", "")
        found.append(Answer(path, status, kind, encoding, request_bytes, len(head), body))
        at = end + body
    return found
