"""A place full of vaults, lists and shares that are drawn by a seed, and moves that are killed."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable

from share_makers import NOTE_SIZES
from storage import base64url
from storage.days import SECONDS_A_DAY
from storage.interface import KEY
from storage.move import Move
from storage.place import Stores
from storage.reminders.interface import SLOT_SECONDS, Reminder, ReminderList, Subscription
from storage.shares.interface import NOTES_MAX, Share
from storage.steady_clock import ClockRecord
from storage.transfer import KINDS, everything, text_of
from storage.vaults.interface import Record
from storage.vaults.rules import ExpiredVault, Header, StoredVault, sealed_size
from storage_makers import SIZES
from webapp.push.vapid import VapidKeys

TODAY = 20_000


def fill(stores: Stores, seed: int, vaults: int) -> None:
    """Store so many vaults, and a tenth as many that expired, lists of reminders, and shares."""
    chance = random.Random(seed)
    for number in range(vaults):
        stores.vaults.take_in(drawn_vault(chance, is_large=number % 40 == 7))
    for number in range(vaults // 10):
        expired = ExpiredVault(TODAY - chance.randrange(29), drawn_vault(chance))
        stores.retention.take_in(expired)
        if number % 5 == 0:  # it expired twice
            stores.retention.take_in(ExpiredVault(expired.day - 1, expired.vault))
        stores.reminders.take_in((chance.randbytes(32), drawn_list(chance)))
        stores.shares.take_in((chance.randbytes(32), drawn_share(chance)))
    stores.clock.take_in(ClockRecord(TODAY, TODAY + 2, TODAY - 5, TODAY - 7, TODAY - 9))
    VapidKeys(stores.keys).public_text()  # makes the key


def drawn_vault(chance: random.Random, *, is_large: bool = False) -> StoredVault:
    """A vault as it may be after some use; a large one has segments on a disk."""
    count = chance.randrange(4)
    sizes = [SIZES[2]] * 3 if is_large else [SIZES[0]] * count
    records, seq = [], 0
    for size in sizes:
        rev = chance.randrange(1, 4)
        seq += rev
        id, sealed = base64url.encode(chance.randbytes(16)), base64url.encode(chance.randbytes(size))
        records.append(Record(id, rev, seq, sealed))
    made_day, days = TODAY - chance.randrange(900), chance.randrange(3)
    header = Header(
        chance.randbytes(32), made_day, seq, len(records), sum(map(sealed_size, records)),
        chance.choice([bytes(16), chance.randbytes(16)]), days, made_day + 1 if days else 0,
    )  # fmt: skip
    return StoredVault(chance.randbytes(16), header, made_day + chance.randrange(900), tuple(records))


def drawn_list(chance: random.Random) -> ReminderList:
    """A list of one to three reminders: waiting, tried in vain, or given up."""
    to = Subscription("https://push.example/x", "p" * 87, "a" * 22)
    reminders = tuple(
        Reminder(
            base64url.encode(chance.randbytes(16)), chance.randrange(400_000, 6_000_000) * SLOT_SECONDS,
            float(chance.choice([0, TODAY * SECONDS_A_DAY + 0.5])), chance.randrange(3),
            chance.random() < 0.3,
        )
        for _ in range(chance.randrange(1, 4))
    )  # fmt: skip
    return ReminderList(chance.choice(["da", "en"]), TODAY - 1, chance.choice([to, None]), reminders)


def drawn_share(chance: random.Random) -> Share:
    """A share with some notes."""
    notes = [
        base64url.encode(chance.randbytes(NOTE_SIZES[0])) for _ in range(chance.randrange(NOTES_MAX + 1))
    ]
    sealed = base64url.encode(chance.randbytes(SIZES[0]))
    return Share(chance.randbytes(32), sealed, TODAY * SECONDS_A_DAY + chance.randrange(10**6), tuple(notes))


def contents(stores: Stores) -> dict[str, list[bytes]]:
    """Everything of a place, item by item, to the byte."""
    found = {kind: [text_of(item) for item in everything(store(stores))] for kind, store in KINDS.items()}
    found["clock"] = [repr(stores.clock.stored()).encode()]
    found["keys"] = [stores.keys.get(KEY) or b""]
    return found


def ended_before_tick(move: Callable[[Callable[[str, int], None]], Move], tick: int) -> bool:
    """Run a move in a process that is killed a moment after its nth item; whether it ended before that."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code = 1
        try:
            move(lambda kind, count: os.write(writing, b".") and None).run()
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    left = tick
    while left > 0 and (read := os.read(reading, min(left, 4096))):
        left -= len(read)
    os.close(reading)
    if left == 0:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL)
    return status == 0
