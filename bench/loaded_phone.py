"""A phone of a load: it sleeps, wakes up, pulls, and often pushes what was edited meanwhile."""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque
from dataclasses import dataclass, field

import orjson

from bench.peer_driver import LENGTH, http
from storage import base64url

RECORDS = 10
SLEEP_SECONDS = 20.0
"""On average."""
EDITS_SHARE = 0.5
"""Of the times that it wakes up."""
BATCH_MAX = 3
ANSWER_SECONDS = 30.0
"""After that the phone gives up, and tries again when it next wakes up."""


@dataclass
class Log:
    """Every answer: when it was asked for, what for, how long it took, and whether it was as it should be."""

    began: float = field(default_factory=time.perf_counter)
    answers: list[tuple[float, str, float, bool]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def note(self, act: str, asked: float, *, is_fine: bool, said: str = "") -> None:
        """Note an answer that has just come, or not come."""
        self.answers.append((asked - self.began, act, time.perf_counter() - asked, is_fine))
        if not is_fine:
            self.wrong.append(f"{act}: {said}")


class Line:
    """One connection of a phone, for as long as it is awake."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        """The status and body of an answer. Raises OSError, asyncio.IncompleteReadError."""
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = LENGTH.search(head)
        return int(head[9:12]), await self._reader.readexactly(int(length[1]) if length else 0)

    async def close(self) -> None:
        """Close the connection."""
        self._writer.close()


class Phone:
    """One phone with a vault of its own, which asks one server."""

    def __init__(self, port: int, sealed: deque[str], log: Log) -> None:
        self._port, self._sealed, self._log = port, sealed, log
        self._path = f"/api/v1/vaults/{base64url.encode(random.randbytes(16))}"
        self._headers = [f"Authorization: Bearer {base64url.encode(random.randbytes(32))}"]
        self._records: deque[tuple[str, int]] = deque(
            (base64url.encode(random.randbytes(16)), 0) for _ in range(RECORDS)
        )
        self._seq = 0

    async def make(self) -> None:
        """Make the vault with its records."""
        line = Line(*await asyncio.open_connection("127.0.0.1", self._port))
        status, said = await line.ask(http("PUT", self._path, self._headers))
        assert status == 201, said
        await self._push(line, RECORDS)
        await line.close()

    async def live(self, until: float) -> None:
        """Sleep and sync until a moment of perf_counter."""
        sleep = random.uniform(0, SLEEP_SECONDS)
        while (left := until - time.perf_counter()) > sleep:
            await asyncio.sleep(sleep)
            await self._wake()
            sleep = random.expovariate(1 / SLEEP_SECONDS)
        await asyncio.sleep(max(0, left))

    async def _wake(self) -> None:
        asked = time.perf_counter()
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                line = Line(*await asyncio.open_connection("127.0.0.1", self._port))
                try:
                    await self._pull(line, asked)
                    if random.random() < EDITS_SHARE:
                        await self._push(line, random.randint(1, BATCH_MAX))
                finally:
                    await line.close()
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            self._log.note("sync", asked, is_fine=False, said=type(error).__name__)

    async def _pull(self, line: Line, asked: float) -> None:
        """A pull counts from the moment of waking up, so the connection is part of it."""
        status, said = await line.ask(http("GET", f"{self._path}/records?since={self._seq}", self._headers))
        is_fine = status == 200 and orjson.loads(said)["seq"] == self._seq
        self._log.note("pull", asked, is_fine=is_fine, said=f"{status} {said[:200]!r}")

    async def _push(self, line: Line, count: int) -> None:
        pushes = []
        for _ in range(count):
            id, rev = self._records.popleft()
            self._sealed.rotate()
            pushes.append({"id": id, "base": rev, "sealed": self._sealed[0]})
        body, asked = orjson.dumps({"records": pushes}), time.perf_counter()
        status, said = await line.ask(http("POST", f"{self._path}/records", self._headers, body))
        self._log.note("push", asked, is_fine=status == 200, said=f"{status} {said[:200]!r}")
        if status == 200:
            found = orjson.loads(said)
            self._seq = found["seq"]
            self._records.extend((record["id"], record["rev"]) for record in found["records"])
        else:
            self._records.extendleft((push["id"], push["base"]) for push in reversed(pushes))
