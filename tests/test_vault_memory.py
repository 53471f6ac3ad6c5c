"""What a process holds in memory after many pulls at once."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from browser.real_server import RealServer
from open_requests import Requests, read_answer
from storage_makers import SIZES

RECORDS = 30
PULLS = 60
PAGES_HELD = 60
"""What the server may keep for the next pulls, in pages: two for each thread, and the room for readers."""


def resident_bytes(pid: int) -> int:
    """The memory of a process that is in use."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1]) * 1024


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_threads_do_not_each_keep_the_memory_of_their_largest_page(tmp_path: Path) -> None:
    server = RealServer(tmp_path)
    server.start()
    with server.stopping(), Requests(server.port) as phone:
        phone.make()
        assert phone.push(RECORDS, SIZES[-1]).status == 200
        (worker,) = server.workers(1)
        before, path = resident_bytes(worker), f"/api/v1/vaults/{phone.vault}/records"
        begun = [phone.begin("GET", path) for _ in range(PULLS)]
        pages = [len(read_answer(line).body) for line in begun]
        print("grown by", resident_bytes(worker) - before)
        assert resident_bytes(worker) - before < PAGES_HELD * max(pages)
