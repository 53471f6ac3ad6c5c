"""HTTP/1.1 as it stands on the wire: which answer took how many bytes of head and of body."""

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
    """Media type without parameters."""
    encoding: str
    asked: int
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
    """Paths and sizes of the requests; none of this app's has a body."""
    for head in stream.split(b"\r\n\r\n")[:-1]:
        yield head.split(b" ", 2)[1].decode("latin-1"), len(head) + 4


def answers(connection: Connection) -> list[Answer]:
    """The answers of one connection in their order."""
    stream = bytes(connection.received)
    found, at = [], 0
    for path, asked in _requests(bytes(connection.sent)):
        end = stream.index(b"\r\n\r\n", at) + 4
        head = stream[at:end]
        fields = _fields(head)
        status = int(head.split(b" ", 2)[1])
        body = _body_length(stream, end, status, fields)
        kind = fields.get("content-type", "").partition(";")[0]
        found.append(Answer(path, status, kind, fields.get("content-encoding", ""), asked, len(head), body))
        at = end + body
    return found
