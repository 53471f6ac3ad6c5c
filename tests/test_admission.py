"""What one address, and all together, may add; and the reserve of disk that is kept for edits."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from reminder_client import ReminderClient, ahead
from share_client import ShareClient
from storage.files.disk_reserve import BYTES_AN_INODE, DiskReserve
from storage.vaults.interface import FIRST_DAY_BYTES
from storage_makers import SIZES
from vault_client import ELSEWHERE, HOME_6, VaultClient, new_record, problem
from webapp import create_app
from webapp.config import Settings

SMALL, MIDDLE, LARGE = SIZES
NEIGHBOUR_6 = "2001:db8:9::1"
KIB = 1024
EMPTY_UNITS, SMALL_UNITS = 4, 5
"""What a new vault and a small record count as, in KiB."""


def free_bytes(folder: Path) -> int:
    disk = os.statvfs(folder)
    parts = [disk.f_bavail * disk.f_frsize, disk.f_favail * BYTES_AN_INODE]
    return min(parts) if disk.f_files else parts[0]


def client(folder: Path, address: str = HOME_6, **settings: int) -> VaultClient:
    return VaultClient(create_app(Settings(data=folder, **settings)), address=address)


def refused(answer: TestResponse, seconds_max: int) -> tuple[int, str]:
    """The problem of a refusal that says when to come again."""
    assert 1 <= int(answer.headers["Retry-After"]) <= seconds_max
    return problem(answer)


def test_an_address_may_add_so_much_a_day_and_another_goes_on(tmp_path: Path) -> None:
    vault = client(tmp_path, rate_bytes=(EMPTY_UNITS + 3 * SMALL_UNITS) * KIB).make()
    first = new_record()
    assert vault.push(first).status_code == 200
    assert vault.push(new_record(), new_record()).status_code == 200
    assert refused(vault.push(new_record()), 86400) == (429, "no-room")
    assert refused(VaultClient(vault.app, address=HOME_6).send("PUT"), 86400) == (429, "no-room")
    assert refused(ShareClient(vault.app, address=HOME_6).put(), 86400) == (429, "no-room")
    assert vault.push(new_record(1, first["id"])).status_code == 200, "an edit adds nothing"
    assert vault.pull()["seq"] == 4
    vault.address = NEIGHBOUR_6
    assert vault.push(new_record()).status_code == 200


def test_only_growth_counts(tmp_path: Path) -> None:
    vault = client(tmp_path, rate_bytes=(EMPTY_UNITS + SMALL_UNITS + 12) * KIB).make()
    record = new_record()
    assert vault.push(record).status_code == 200
    for base in range(1, 40):
        assert vault.push(new_record(base, record["id"])).status_code == 200
    assert vault.push(new_record(40, record["id"], MIDDLE)).status_code == 200
    assert refused(vault.push(new_record(41, record["id"], LARGE)), 86400) == (429, "no-room")


def test_a_conflict_and_a_refusal_count_nothing(tmp_path: Path) -> None:
    vault = client(tmp_path, rate_bytes=(EMPTY_UNITS + 2 * SMALL_UNITS) * KIB).make()
    for _ in range(20):
        assert vault.push(new_record(3)).status_code == 409
        assert vault.push(new_record(size=LARGE)).status_code == 429
    assert vault.push(new_record(), new_record()).status_code == 200


def test_the_host_takes_so_much_an_hour_and_what_exists_may_grow_for_longer(tmp_path: Path) -> None:
    vault = client(tmp_path, "127.0.0.1", host_bytes=(EMPTY_UNITS + SMALL_UNITS) * KIB).make()
    assert vault.push(new_record()).status_code == 200
    for number, address in enumerate([HOME_6, NEIGHBOUR_6, ELSEWHERE, "127.0.0.1"]):
        new = VaultClient(vault.app, address=address)
        assert refused(new.send("PUT"), 3600) == (503, "no-room")
        assert refused(ShareClient(vault.app, address=address).put(), 3600) == (503, "no-room")
        vault.address = address
        assert vault.push(new_record()).status_code == (200 if number == 0 else 503)


def test_a_vault_that_is_full_for_the_day_says_so(tmp_path: Path) -> None:
    vault = client(tmp_path).make()
    largest = FIRST_DAY_BYTES // LARGE
    assert vault.push(*[new_record(size=LARGE) for _ in range(largest)]).status_code == 200
    assert refused(vault.push(new_record(size=LARGE)), 3600) == (429, "full-today")
    assert vault.send("GET", "/api/v1/limits").get_json()["first_day_bytes"] == FIRST_DAY_BYTES


@dataclass
class Stored:
    """A vault with one record, a share, and a list of reminders, from before the disk was full."""

    vault: VaultClient
    record: str
    share: ShareClient

    def on(self, **settings: int) -> Stored:
        """The same on a server with these settings."""
        app = create_app(Settings(data=self.vault.app.config["SERVICES"].settings.data, **settings))
        vault = VaultClient(app, self.vault.vault, self.vault.token)
        return Stored(
            vault, self.record, ShareClient(app, self.share.id, self.share.token, self.share.sealed)
        )


@pytest.fixture
def stored(tmp_path: Path) -> Stored:
    vault = client(tmp_path, "127.0.0.1").make()
    record = new_record()
    assert vault.push(record).status_code == 200
    return Stored(vault, record["id"], ShareClient(vault.app).make())


def test_below_the_reserve_new_data_is_refused_and_edits_go_on(
    stored: Stored, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    full = stored.on(reserve_bytes=free_bytes(tmp_path) * 2)
    app = full.vault.app
    assert refused(VaultClient(app).send("PUT"), 3600) == (503, "no-room")
    assert refused(ShareClient(app).put(), 3600) == (503, "no-room")
    assert refused(full.share.answer(), 3600) == (503, "no-room")
    listed = ReminderClient(app).add(("A" * 22, ahead(days=1)))
    assert listed.status == 503
    assert "Der er ikke plads til flere påmindelser på serveren lige nu." in listed.response.text
    assert [line for line in caplog.messages if "EGNE_ORD_RESERVE_BYTES" in line] == caplog.messages
    assert len(caplog.messages) == 1

    assert full.vault.send("PUT").status_code == 200, "it exists"
    assert full.vault.push(new_record(1, full.record), new_record()).status_code == 200
    assert full.share.put().status_code == 201, "it exists"
    assert full.share.read().status_code == 200
    assert full.share.send("DELETE").status_code == 204
    assert full.vault.send("DELETE").status_code == 204


def test_below_a_quarter_of_the_reserve_one_may_only_read_and_delete(stored: Stored, tmp_path: Path) -> None:
    full = stored.on(reserve_bytes=free_bytes(tmp_path) * 8)
    assert refused(full.vault.push(new_record(1, full.record)), 3600) == (503, "no-room")
    assert full.vault.pull()["seq"] == 1
    assert full.share.read().status_code == 200
    assert full.share.send("DELETE").status_code == 204
    assert full.vault.send("DELETE").status_code == 204


def test_without_a_reserve_nothing_is_refused(stored: Stored) -> None:
    open_ = stored.on(reserve_bytes=0)
    assert VaultClient(open_.vault.app).send("PUT").status_code == 201


def test_the_disk_is_looked_at_once_a_second(tmp_path: Path) -> None:
    now = [100.0]
    reserve = DiskReserve(tmp_path / "not" / "made" / "yet", free_bytes(tmp_path) * 2, lambda: now[0])
    assert not reserve.has_room_for_new()
    assert reserve.has_room_for_edits()
    part = reserve.free_part()
    (tmp_path / "large").write_bytes(bytes(20_000_000))
    now[0] += 0.9
    assert reserve.free_part() == part
    now[0] += 0.2
    assert reserve.free_part() != part
