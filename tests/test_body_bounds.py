"""The pace that a body must keep, and who gives way when there is no room, on clocks that tests move."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from contextlib import suppress

import pytest

from webapp.api.exceptions import BodyNotRead, Malformed
from webapp.serving.bodies import Body, Part, Parts, Result
from webapp.serving.slots import GRACE_SECONDS, LEAST_PACE, NoSlot, Slot, Slots

PUSH = 8_800_000
"""Bytes of the largest push by default."""
PHONE, HOME = (b"\xc6\x33\x64", b"\xc6\x33\x64\7"), (b"\xcb\0\x71", b"\xcb\0\x71\x09")


class Network(list[tuple[float, bytes]]):
    """A body as granian hands it over: its parts and when each comes, on a clock that skips waits."""

    now = 0.0
    waiting: Callable[[Part], None] | None = None
    was_cancelled = False

    def __aiter__(self) -> Parts:
        return self

    def __anext__(self) -> Part:
        return self

    def add_done_callback(self, callback: Callable[[Part], None]) -> None:
        self.waiting = callback

    def result(self) -> bytes:
        return self.pop(0)[1] if self else b""

    def cancel(self) -> bool:
        self.was_cancelled = True
        return True

    def play(self, body: Body, end: float = math.inf) -> None:
        """Let the parts come, and end the body when it is late, as a worker does."""
        while (callback := self.waiting) and not body.slot.is_late(self.now) and self.now < end:
            self.now = max(self.now, self[0][0]) if self else self.now
            if body.slot.is_late(self.now):
                break
            self.waiting = None
            callback(self)
        if body.slot.is_late(self.now):
            body.give_way()


def at_pace(size: int, bytes_a_second: float, part: int = 1000) -> Network:
    """A body of `size` bytes in parts."""
    starts = range(0, size, part)
    return Network(((start + part) / bytes_a_second, b"x" * min(part, size - start)) for start in starts)


def read(
    network: Network, size: int | None, most: int = PUSH, end: float = math.inf
) -> tuple[list[Result], Body]:
    """What was reported, and the body."""
    told: list[Result] = []
    body = Body(network, Slot(HOME, PUSH, 0.0), size, most, told.append)
    body.read()
    network.play(body, end)
    return told, body


@pytest.mark.parametrize("pace", [8_000, 64_000])
def test_a_phone_with_a_bad_connection_gets_a_full_push_through(pace: int) -> None:
    network = at_pace(PUSH, pace, 1400)
    assert read(network, PUSH)[0] == [b"x" * PUSH]
    assert network.now > PUSH / pace - 1


def test_a_connection_may_pause(pause: float = GRACE_SECONDS - 1) -> None:
    network = Network((pause * number, b"x" * 100_000) for number in range(5))
    assert read(network, 500_000)[0] == [b"x" * 500_000]


@pytest.mark.parametrize("pace", [1, 20, LEAST_PACE / 2])
def test_a_trickle_is_refused_soon(pace: float) -> None:
    network = at_pace(PUSH // 100, pace, int(pace))
    (refusal,), _ = read(network, PUSH)
    assert isinstance(refusal, BodyNotRead)
    assert network.was_cancelled
    assert network.now <= GRACE_SECONDS * 2 + 1


def test_a_chunked_body_is_read_to_one_byte_more_than_its_limit() -> None:
    assert read(at_pace(5_000, 8_000), None, 1_500)[0] == [b"x" * 1_501]
    assert read(at_pace(1_200, 8_000), None, 1_500)[0] == [b"x" * 1_200]


def test_a_body_shorter_than_announced_is_malformed() -> None:
    (refusal,), _ = read(at_pace(400, 8_000), 500, 500)
    assert isinstance(refusal, Malformed)


def test_a_body_that_gives_way_is_refused_at_once_and_once() -> None:
    network = at_pace(PUSH, 8_000)
    told, body = read(network, PUSH, end=5.0)
    assert told == []
    body.slot.give_way()
    body.slot.give_way()
    network.play(body)
    assert [type(one) for one in told] == [BodyNotRead]
    assert network.was_cancelled


def test_a_broken_connection_is_malformed() -> None:
    class Broken(Network):
        def result(self) -> bytes:
            raise RuntimeError

    (refusal,), _ = read(Broken([(1.0, b"x")]), 500, 500)
    assert isinstance(refusal, Malformed)


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


def test_late_bodies_and_no_others_are_ended() -> None:
    crowd = Crowd(10)
    quick, slow, read_already = (crowd.take(site(number)) for number in range(3))
    quick.received, read_already.is_reading = 100 * LEAST_PACE, False
    crowd.now = GRACE_SECONDS + 1
    crowd.slots.end_late()
    assert crowd.gone == [slow]
