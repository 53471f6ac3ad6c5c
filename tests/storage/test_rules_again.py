"""A store may run a rule several times for one change: rules are pure, so what they made last is right."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace

import pytest

from move_makers import drawn_list, drawn_share
from reminder_makers import new_name, new_reminder_id, new_subscription, slot
from share_makers import HOUR, new_note, new_share
from storage.errors import (
    Conflict,
    FullToday,
    ListFull,
    NoRoom,
    NoShare,
    NotesFull,
    Taken,
    Unauthorized,
    VaultFull,
)
from storage.reminders import rules as reminder_rules
from storage.reminders.interface import DueEntry, ReminderList
from storage.reminders.memory import MemoryReminders
from storage.shares import rules as share_rules
from storage.shares.interface import Share, ShareAccess
from storage.shares.memory import MemoryShares
from storage.vaults.interface import Allowance, Limits, Record
from storage.vaults.rules import Header, accept
from storage_makers import Clock, new_push, new_sealed
from sweeps import quarter

STORIES = quarter(200)
REFUSED = (Unauthorized, Taken, NotesFull, NoShare)


class ReminderAgain(MemoryReminders):
    """Runs each rule on stale lists first, as a database does whose transactions were undone."""

    def _change(
        self, name: bytes, rule: reminder_rules.Rule, entry: DueEntry | None = None, *, ends: bool = False
    ) -> ReminderList:
        def again(stored: ReminderList) -> ReminderList:
            for stale in (drawn_list(random.Random(len(name))), reminder_rules.EMPTY, stored):
                with suppress(ListFull):
                    rule(stale)
            return rule(stored)

        return super()._change(name, again, entry, ends=ends)


class SharesAgain(MemoryShares):
    """The same for shares."""

    def _change(self, name: bytes, rule: share_rules.Rule[share_rules.After]) -> share_rules.After:
        def again(stored: Share | None) -> share_rules.After:
            for stale in (drawn_share(random.Random(len(name))), None, stored):
                with suppress(*REFUSED):
                    rule(stale)
            return rule(stored)

        return super()._change(name, again)


@pytest.mark.parametrize("story", range(STORIES // 10))
def test_lists_come_out_the_same_however_often_a_rule_runs(clock: Clock, story: int) -> None:
    chance, once, again = random.Random(story), MemoryReminders(clock), ReminderAgain(clock)
    name, to, ids = new_name(), new_subscription(), [new_reminder_id() for _ in range(6)]
    for _ in range(60):
        clock.now += chance.randrange(3_000)
        entry = DueEntry(slot(clock.now), name, chance.choice(ids))
        act = chance.choice(["add", "cancel", "register", "sent", "postpone", "give_up", "end", "sweep"])
        results = []
        for store in (once, again):
            lease = store.claim(entry, 60)
            results.append(lease)
            if act == "add":
                store.add(name, "da", to, [(entry.id, entry.due), (ids[0], entry.due + 300)])
            elif act == "cancel":
                store.cancel(name, entry.id)
            elif act == "register":
                store.register(name, to)
            elif act == "sweep":
                results.append(store.sweep(name[0]))
            elif lease:
                {
                    "sent": store.sent,
                    "give_up": store.give_up,
                    "end": store.end_subscription,
                    "postpone": lambda lease, store=store: store.postpone(lease, clock.now + 99, 2),
                }[act](lease)
        assert again.get(name) == once.get(name)
        assert results[: len(results) // 2] == results[len(results) // 2 :]


def result_of(store: MemoryShares, act: int, who: ShareAccess, text: str, note: str) -> object:
    """What a call returns, or how it was refused."""
    try:
        if act == 0:
            return store.make(who, text, 3 * HOUR)
        if act == 1:
            return store.answer(who.name, note)
        return store.withdraw(who) if act == 2 else store.sweep(0)
    except REFUSED as error:
        return type(error)


@pytest.mark.parametrize("story", range(STORIES // 10))
def test_shares_come_out_the_same_however_often_a_rule_runs(clock: Clock, story: int) -> None:
    chance, once, again = random.Random(story), MemoryShares(clock), SharesAgain(clock)
    access, texts, notes = new_share(), [new_sealed(), new_sealed()], [new_note() for _ in range(7)]
    for _ in range(40):
        clock.now += chance.randrange(HOUR)
        text, note, act = chance.choice(texts), chance.choice(notes), chance.randrange(4)
        who = access if chance.random() < 0.8 else replace(access, token_sha256=bytes(32))
        results = [result_of(store, act, who, text, note) for store in (once, again)]
        assert results[0] == results[1]
        assert again._stored(access.name) == once._stored(access.name)


@pytest.mark.parametrize("story", range(STORIES))
def test_a_push_is_accepted_alike_each_time_and_changes_nothing_it_was_given(story: int) -> None:
    chance = random.Random(story)
    sealed = new_sealed(64)
    stored = {f"{n}": Record(f"{n}", chance.randrange(1, 4), n + 1, sealed) for n in range(5)}
    header = Header(bytes(32), 20_000, 20, 5, 5 * 64, days=chance.randrange(3))
    pushes = [
        replace(new_push(chance.randrange(4), f"{n}"), sealed=sealed) for n in chance.sample(range(9), 3)
    ]
    allowance = Allowance(Limits(records=chance.randrange(4, 9)), 20_001, chance.choice([0, 100, 10**6]))
    before, given = dict(stored), list(pushes)
    results: list[object] = []
    for _ in range(3):
        try:
            results.append(accept(header, stored, pushes, allowance))
        except (Conflict, VaultFull, FullToday, NoRoom) as error:
            results.append((type(error), str(error)))
    assert results[0] == results[1] == results[2]
    assert (stored, pushes) == (before, given)
