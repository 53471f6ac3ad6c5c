"""The pace that a body must keep, and who gives way when there is no room, on clocks that tests move."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import suppress
from typing import Any

import pytest

from webapp.api.exceptions import BodyNotRead, Malformed
from webapp.serving.bodies import GRACE_SECONDS, LEAST_PACE, read_body
from webapp.serving.slots import NoSlot, Slot, Slots

PUSH = 8_800_000
"""Bytes of the largest push by default."""
PHONE, HOME = (b"\xc6\x33\x64", b"\xc6\x33\x64\7"), (b"\xcb\0\x71", b"\xcb\0\x71\x09")


class SkippingLoop(asyncio.SelectorEventLoop):
    """An event loop that skips every wait: its clock goes on to the next thing that is due."""

    now = 0.0

    def time(self) -> float:
        return self.now

    def _run_once(self) -> None:
        waiting: Any = self
        if not waiting._ready and waiting._scheduled:
            self.now = max(self.now, waiting._scheduled[0]._when)
        super()._run_once()  # type: ignore[misc]


def on_skipping_loop(work: Coroutine[Any, Any, Any]) -> tuple[Any, float]:
    """The result, or the exception, and the seconds that seemed to pass."""
    loop = SkippingLoop()
    try:
        task = loop.create_task(work)
        loop.run_until_complete(asyncio.wait({task}))
        return task.exception() or task.result(), loop.now
    finally:
        loop.close()


async def at_pace(size: int, bytes_a_second: float, part: int = 1000) -> AsyncIterator[bytes]:
    """A body of `size` bytes in parts."""
    for start in range(0, size, part):
        sent = min(part, size - start)
        await asyncio.sleep(sent / bytes_a_second)  # fixed wait: on a loop that skips time
        yield b"x" * sent


def new_slot(size: int = PUSH) -> Slot:
    return Slot(HOME, size, 0.0)


@pytest.mark.parametrize("pace", [8_000, 64_000])
def test_a_phone_with_a_bad_connection_gets_a_full_push_through(pace: int) -> None:
    parts = at_pace(PUSH, pace, 1400)
    body, seconds = on_skipping_loop(read_body(parts, new_slot(), PUSH, PUSH))
    assert len(body) == PUSH
    assert seconds > PUSH / pace - 1


def test_a_connection_may_pause(pause: float = GRACE_SECONDS - 1) -> None:
    async def parts() -> AsyncIterator[bytes]:
        for _ in range(5):
            yield b"x" * 100_000
            await asyncio.sleep(pause)  # fixed wait: on a loop that skips time

    assert len(on_skipping_loop(read_body(parts(), new_slot(), 500_000, PUSH))[0]) == 500_000


@pytest.mark.parametrize("pace", [1, 20, LEAST_PACE / 2])
def test_a_trickle_is_refused_soon(pace: float) -> None:
    refusal, seconds = on_skipping_loop(read_body(at_pace(PUSH, pace, int(pace)), new_slot(), PUSH, PUSH))
    assert isinstance(refusal, BodyNotRead)
    assert seconds <= GRACE_SECONDS * 2 + 1


def test_a_chunked_body_is_read_to_one_byte_more_than_its_limit() -> None:
    body, _ = on_skipping_loop(read_body(at_pace(5_000, 8_000), new_slot(), None, 1_500))
    assert len(body) == 1_501
    body, _ = on_skipping_loop(read_body(at_pace(1_200, 8_000), new_slot(), None, 1_500))
    assert len(body) == 1_200


def test_a_body_shorter_than_announced_is_malformed() -> None:
    assert isinstance(on_skipping_loop(read_body(at_pace(400, 8_000), new_slot(), 500, 500))[0], Malformed)


def test_a_body_that_gives_way_is_refused_at_once() -> None:
    async def give_way() -> tuple[object, float]:
        slot = new_slot()
        reading = asyncio.ensure_future(read_body(at_pace(PUSH, 8_000), slot, PUSH, PUSH))
        await asyncio.sleep(5)  # fixed wait: on a loop that skips time
        slot.give_way()
        return await asyncio.gather(reading, return_exceptions=True), asyncio.get_running_loop().time()

    ((refusal,), seconds), _ = on_skipping_loop(give_way())
    assert isinstance(refusal, BodyNotRead)
    assert seconds < 6


class Crowd:
    """Bodies that are held at once."""

    def __init__(self, count: int, size: int = 10**9) -> None:
        self.now = 0.0
        self.slots = Slots(count, size, clock=lambda: self.now)
        self.gone: list[Slot] = []

    def take(self, groups: tuple[bytes, bytes], size: int = 1) -> Slot:
        slot = self.slots.take(groups, size)
        slot.give_way = self.noting(slot)
        return slot

    def noting(self, slot: Slot) -> Callable[[], None]:
        return lambda: self.gone.append(slot)


def site(number: int, home: int = 0) -> tuple[bytes, bytes]:
    """The groups of an IPv6 address: a /48 and a /64 of it."""
    wide = number.to_bytes(6, "big")
    return wide, wide + home.to_bytes(2, "big")


def test_a_crowd_behind_one_address_may_have_all_slots() -> None:
    crowd = Crowd(20)
    for _ in range(20):
        crowd.take(PHONE)
    with pytest.raises(NoSlot):
        crowd.take(PHONE)
    assert crowd.gone == []


def test_a_network_with_many_addresses_counts_as_one() -> None:
    crowd = Crowd(20)
    held = [crowd.take(site(1, home)) for home in range(20)]
    for slot in held:
        slot.received = 5_000
    held[7].received = 20
    crowd.now = 10.0
    for number in range(2, 11):
        crowd.take(site(number))
    assert crowd.gone[0] is held[7], "the slowest gives way"
    assert len(crowd.gone) == 9
    assert all(slot in held for slot in crowd.gone)


def test_within_a_network_the_address_that_holds_most_gives_way() -> None:
    crowd = Crowd(10)
    held = [crowd.take(site(1, 1)) for _ in range(9)]
    crowd.take(site(1, 2))
    crowd.take(site(1, 3))
    assert [slot in held for slot in crowd.gone] == [True]


def test_nobody_gives_way_to_an_equal() -> None:
    crowd = Crowd(10)
    for number in range(10):
        crowd.take(site(number))
    with pytest.raises(NoSlot):
        crowd.take(site(11))


def test_large_bodies_give_way_to_a_small_one() -> None:
    crowd = Crowd(100, size=10 * PUSH)
    for number in range(10):
        crowd.take(site(number), PUSH)
    with pytest.raises(NoSlot):
        crowd.take(site(11), PUSH)
    crowd.take(site(12), 6_000)
    assert len(crowd.gone) == 1


def test_a_body_that_was_read_keeps_its_room_until_it_is_answered() -> None:
    crowd = Crowd(2)
    for _ in range(2):
        crowd.take(PHONE).is_reading = False
    with pytest.raises(NoSlot):
        crowd.take(HOME)


def test_the_bounds_hold_in_any_order() -> None:
    seed = random.SystemRandom().randrange(2**32)
    print("seed", seed)
    chance = random.Random(seed)
    crowd, open_now = Crowd(8, size=100), list[Slot]()
    for _ in range(3_000):
        if open_now and chance.random() < 0.4:
            crowd.slots.free(open_now.pop(chance.randrange(len(open_now))))
            continue
        with suppress(NoSlot):
            groups = site(chance.randrange(4), chance.randrange(3))
            open_now.append(crowd.take(groups, chance.randrange(1, 40)))
        held = [one for one in open_now if one not in crowd.gone]
        assert len(held) <= 8, f"seed {seed}"
        assert sum(one.size for one in held) <= 100, f"seed {seed}"


def test_a_body_larger_than_all_slots_takes_them_all() -> None:
    crowd = Crowd(10, size=PUSH)
    held = crowd.take(site(1), 3 * PUSH)
    with pytest.raises(NoSlot):
        crowd.take(site(1), 1)
    crowd.take(site(2), 1)
    assert crowd.gone == [held]
