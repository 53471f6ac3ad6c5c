"""Data written by commit 28f4cfa, before the stores were reorganised, is read, checked and written on.

`written_by_28f4cfa.json` is the data folder that `write_everything` left behind when run on that commit: each
path with its content, mode and modification time.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from share_makers import NOTE_SIZES
from storage import base64url
from storage.reminders.check import check_reminders
from storage.reminders.interface import DueEntry, Reminder, ReminderList, Subscription
from storage.reminders.tinydb import TinyDBReminders
from storage.shares.check import check_shares
from storage.shares.interface import Share, ShareAccess
from storage.shares.tinydb import TinyDBShares
from storage.vaults.check import check_vaults
from storage.vaults.interface import FIRST_EPOCH, Access, Push, Record
from storage.vaults.tinydb import TinyDBVaults
from storage_makers import SIZES, Clock

WRITTEN = json.loads(Path(__file__).with_name("written_by_28f4cfa.json").read_text())
DAY = 86_400
NEW_QUOTA = ',"days":1,"pushed_day":20000'
VAULT, EMPTY_VAULT = Access(b"v" * 16, b"t" * 32), Access(b"e" * 16, b"t" * 32)
PHONE, ENDED_PHONE = b"p" * 32, b"q" * 32
SUBSCRIPTION = Subscription("https://push.example/1", "public key", "secret")
SHARE, SHORT_SHARE = ShareAccess(b"s" * 32, b"t" * 32), ShareAccess(b"x" * 32, b"t" * 32)


def sealed(letter: str, size: int = SIZES[0]) -> str:
    """A sealed text that is the same each time."""
    return base64url.encode(letter.encode() * size)


def id_of(letter: str) -> str:
    return base64url.encode(letter.encode() * 16)


def write_everything(data: Path, clock: Clock) -> None:
    """Something of each kind that a store writes. Vaults had no epochs yet."""
    vaults, reminders, shares = (
        TinyDBVaults(data, clock=clock, epochs=lambda: FIRST_EPOCH),
        TinyDBReminders(data, clock),
        TinyDBShares(data, clock),
    )
    vaults.make(VAULT)
    vaults.make(EMPTY_VAULT)
    vaults.push(VAULT, [Push(id_of("a"), 0, sealed("a")), Push(id_of("b"), 0, sealed("b"))])
    vaults.push(VAULT, [Push(id_of("a"), 1, sealed("c")), Push(id_of("d"), 0, sealed("d"))])
    due = int(clock.now)
    reminders.add(PHONE, "da", SUBSCRIPTION, [(id_of("r"), due - 300), (id_of("s"), due + 90_000)])
    reminders.add(PHONE, "da", SUBSCRIPTION, [(id_of("u"), due - 600)])
    reminders.add(ENDED_PHONE, "en", SUBSCRIPTION, [(id_of("r"), due - 300)])
    for entry in sorted(reminders.due(), key=lambda entry: (entry.name, entry.due)):
        lease = reminders.claim(entry, 60)
        assert lease
        if entry.name == ENDED_PHONE:
            reminders.end_subscription(lease)
        elif entry.id == id_of("u"):
            reminders.give_up(lease)
        else:
            reminders.postpone(lease, due + 99.5, 2)
    shares.make(SHARE, sealed("s"), 30 * DAY)
    shares.make(SHORT_SHARE, sealed("x"), 3600)
    for letter in "mn":
        shares.answer(SHARE.name, sealed(letter, NOTE_SIZES[0]))


def tree(data: Path) -> dict[str, list[object]]:
    """Each path below the folder, with its content, mode, and modification time if it is a whole day.

    A vault's folder shows when it was changed, and the mode of a lock depends on the umask.
    """
    found: dict[str, list[object]] = {}
    for path in sorted(data.rglob("*")):
        status = path.stat()
        content = path.read_text() if path.is_file() else None
        mode = None if path.name == "lock" else oct(status.st_mode & 0o7777)
        found[str(path.relative_to(data))] = [
            content,
            mode,
            status.st_mtime if status.st_mtime % DAY == 0 else None,
        ]
    return found


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """The data folder that 28f4cfa left behind."""
    for name, (content, mode, seconds) in reversed(WRITTEN.items()):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(exist_ok=True) if content is None else path.write_text(content)
        path.chmod(int(mode or "0o644", 8))
        if seconds is not None:
            os.utime(path, (seconds, seconds))
    return tmp_path


def damage(data: Path) -> list[str]:
    """What the integrity check finds."""
    sizes = frozenset(SIZES)
    found = [
        *check_vaults(data, sizes),
        *check_reminders(data),
        *check_shares(data, sizes, frozenset(NOTE_SIZES)),
    ]
    return [f"{each.path} {each.what}" for each in found]


def test_the_same_calls_write_the_same_files(tmp_path: Path, clock: Clock) -> None:
    """All but the quota of a new vault, which it has until it was used for days."""
    write_everything(tmp_path, clock)
    for path in (tmp_path / "vaults").rglob("*.json"):
        content = path.read_text()
        assert content.count(NEW_QUOTA) == 1
        path.write_text(content.replace(NEW_QUOTA, ""))
        os.utime(path, (clock.now // DAY * DAY,) * 2)
    assert tree(tmp_path) == WRITTEN


def test_older_data_is_undamaged(older: Path) -> None:
    assert damage(older) == []


def test_an_older_vault_is_read_and_written_on(older: Path, clock: Clock) -> None:
    vaults = TinyDBVaults(older, clock=clock)
    assert vaults.pull(VAULT, 0, 10).records == [
        Record(id_of("b"), 1, 2, sealed("b")),
        Record(id_of("a"), 2, 3, sealed("c")),
        Record(id_of("d"), 1, 4, sealed("d")),
    ]
    assert vaults.push(VAULT, [Push(id_of("b"), 1, sealed("e"))]).seq == 5
    assert damage(older) == []
    clock.pass_days(30)
    assert vaults.sweep(EMPTY_VAULT.vault_id[0]).vaults == 1
    assert vaults.sweep(VAULT.vault_id[0]).vaults == 0


def test_an_older_vault_has_the_first_epoch_and_its_file_stays_as_it_is(older: Path, clock: Clock) -> None:
    vaults, before = TinyDBVaults(older, clock=clock), tree(older)
    page = vaults.revisions(VAULT)
    assert page.epoch == vaults.pull(VAULT, 0, 10).epoch == vaults.pull(VAULT, 4, 10).epoch == bytes(16)
    assert [(record.id, record.rev, record.seq, record.sealed) for record in page.records] == [
        (id_of("b"), 1, 2, None),
        (id_of("a"), 2, 3, None),
        (id_of("d"), 1, 4, None),
    ]
    assert vaults.revisions(EMPTY_VAULT).records == []
    assert tree(older) == before
    vaults.push(VAULT, [Push(id_of("b"), 1, sealed("e"))])
    assert vaults.pull(VAULT, 0, 10).epoch == bytes(16)


def test_older_reminders_are_read_and_sent(older: Path, clock: Clock) -> None:
    reminders, now = TinyDBReminders(older, clock), int(clock.now)
    assert reminders.get(PHONE) == ReminderList(
        "da",
        20_000,
        SUBSCRIPTION,
        (
            Reminder(id_of("r"), now - 300, now + 99.5, 2),
            Reminder(id_of("s"), now + 90_000),
            Reminder(id_of("u"), now - 600, now + 60, unsent=True),
        ),
    )
    assert reminders.get(ENDED_PHONE).subscription is None
    clock.now += 100
    lease = reminders.claim(DueEntry(now - 300, PHONE, id_of("r")), 60)
    assert lease
    reminders.sent(lease)
    assert [entry.name for entry in reminders.due()] == [ENDED_PHONE]
    assert damage(older) == []


def test_older_shares_are_read_answered_and_swept(older: Path, clock: Clock) -> None:
    shares = TinyDBShares(older, clock)
    notes = (sealed("m", NOTE_SIZES[0]), sealed("n", NOTE_SIZES[0]))
    ends = int(clock.now) + 30 * DAY
    assert shares.get(SHARE.name) == Share(SHARE.token_sha256, sealed("s"), ends, notes)
    shares.answer(SHARE.name, sealed("o", NOTE_SIZES[0]))
    clock.now += 3600
    assert shares.sweep(0).shares == 1
    assert damage(older) == []
