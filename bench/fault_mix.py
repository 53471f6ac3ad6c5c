"""Killed writers, a reader, a sweeper and the check at once, on vaults of one folder: bench/run fault_mix.

Each writer has a vault of its own and logs what it sends and what was acknowledged. After each kill the vault
holds what was acknowledged, or with it all of the one push that was under way.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from bench.results import store as store_figures
from bench.vault_ledger import ALL, digest
from storage import base64url
from storage.errors import Busy, FullToday, Unauthorized
from storage.vaults.check import check_vaults
from storage.vaults.interface import Access, Limits, Push
from storage.vaults.tinydb import TinyDBVaults

FOLDER = b"\x3f"
"""Of all vaults, so that they share one lock and one listing."""
SIZES = (4096 + 29, 16384 + 29, 65536 + 29)
WRITERS, RECORDS_MAX, PUSHES_MAX = 3, 25, 10_000
STEP_SECONDS = 60
LIMITS = Limits(unused_days=10**6, unvisited_days=10**6)
HELD = dict[str, tuple[int, str]]
"""By id: the revision and a digest of the bytes. The model of one vault; empty after it was deleted."""


def access_of(seed: int, number: int) -> Access:
    """The same vault in every process."""
    chance = random.Random(f"{seed}/{number}")
    return Access(FOLDER + chance.randbytes(15), chance.randbytes(32))


def held_in(store: TinyDBVaults, access: Access) -> HELD:
    """What a vault holds, page by page; nothing if there is none."""
    held, since = HELD(), 0
    with suppress(Unauthorized):
        while records := store.pull(access, since, ALL).records:
            held |= {r.id: (r.rev, digest(r.sealed)) for r in records}
            since = records[-1].seq
    return held


def write(data: Path, seed: int, number: int) -> None:
    """Push and now and then delete, until killed. Prints the model before each change, and `ok` after it."""
    store, access = TinyDBVaults(data, LIMITS, lock_seconds=STEP_SECONDS), access_of(seed, number)
    chance = random.Random(f"{seed}/{number}/{os.getpid()}")
    held, is_full = held_in(store, access), False
    for _ in range(PUSHES_MAX):
        if is_full or chance.random() < 0.01:
            held = delete(store, access)
        store.make(access)
        pushes = pushes_of(held, chance)
        after = held | {push.id: (push.base + 1, digest(push.sealed)) for push in pushes}
        print(json.dumps(after), flush=True)
        try:
            store.push(access, pushes)
            held, is_full = after, False
        except FullToday:
            is_full = True
            print(json.dumps(held), flush=True)
        print("ok", flush=True)


def delete(store: TinyDBVaults, access: Access) -> HELD:
    """Delete the vault, if there is one."""
    print(json.dumps({}), flush=True)
    with suppress(Unauthorized):
        store.delete(access)
    print("ok", flush=True)
    return {}


def pushes_of(held: HELD, chance: random.Random) -> list[Push]:
    """A few edits and new records of any size."""
    edited = chance.sample(sorted(held), min(len(held), chance.randrange(4)))
    fresh = [base64url.encode(chance.randbytes(16)) for _ in range(chance.randrange(1, 3))]
    ids = edited + (fresh if len(held) < RECORDS_MAX or not edited else [])
    texts = [base64url.encode(os.urandom(chance.choice(SIZES))) for _ in ids]
    return [Push(id, held.get(id, (0, ""))[0], text) for id, text in zip(ids, texts, strict=True)]


def possible(lines: list[str], before: HELD) -> list[HELD]:
    """What the vault may hold after a kill: what was acknowledged, and what was on its way."""
    found = [before]
    for line in lines:
        if line == "ok":
            found = found[-1:]
        else:
            found.append({id: (rev, text) for id, (rev, text) in json.loads(line).items()})
    return found


def life(data: Path, seed: int, number: int, seconds: float, before: HELD) -> tuple[list[HELD], int]:
    """Let one writer run until it is killed after about `seconds`; return what is possible then, and acks."""
    command = [sys.executable, "-m", "bench.fault_mix", "--write", str(data), str(seed), str(number)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    killer = threading.Timer(seconds, process.send_signal, [signal.SIGKILL])
    killer.start()
    output = process.communicate(timeout=STEP_SECONDS)[0]
    killer.cancel()
    assert process.returncode == -signal.SIGKILL, f"a writer ended with {process.returncode}"
    lines = [line for line in output.split("\n")[:-1] if line]
    return possible(lines, before), lines.count("ok")


def beside(act: Callable[[], list[str]], stop: threading.Event, wrong: list[str]) -> threading.Thread:
    """Repeat something in a thread until told to stop, and gather what is wrong."""

    def run() -> None:
        while not stop.is_set():
            try:
                wrong.extend(act())
            except Busy:
                pass
            except Exception as error:
                wrong.append(f"{act.__name__}: {error!r}")

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def observers(data: Path, seed: int) -> list[Callable[[], list[str]]]:
    """A reader of all vaults, the sweeper, and the check."""
    store = TinyDBVaults(data, LIMITS)

    def read() -> list[str]:
        for number in range(WRITERS):
            held_in(store, access_of(seed, number))
        return []

    def sweep() -> list[str]:
        store.sweep(FOLDER[0])
        return []

    def check() -> list[str]:
        found = [f"{each.path.name}: {each.what}" for each in check_vaults(data, frozenset(SIZES))]
        return [text for text in found if "stray" not in text]

    return [read, sweep, check]


def lives(data: Path, seed: int, number: int, kills: int, wrong: list[str], acks: list[int]) -> None:
    """One writer after the other on one vault; after each kill the vault is compared with the model."""
    store, chance, held = TinyDBVaults(data, LIMITS), random.Random(f"{seed}/{number}"), HELD()
    for kill in range(kills):
        allowed, acked = life(data, seed, number, 0.4 + chance.random(), held)
        acks.append(acked)
        held = held_in(store, access_of(seed, number))
        if held not in allowed:
            wrong.append(f"vault {number} after kill {kill}: none of {len(allowed)} possible states")


def mix(data: Path, seed: int, kills: int) -> tuple[list[int], list[str]]:
    """Run everything at once; return the acknowledged changes of each life, and what is wrong."""
    wrong, acks, stop = list[str](), list[int](), threading.Event()
    watching = [beside(act, stop, wrong) for act in observers(data, seed)]
    with ThreadPoolExecutor(WRITERS) as pool:
        ended = [pool.submit(lives, data, seed, number, kills, wrong, acks) for number in range(WRITERS)]
    stop.set()
    for thread in watching:
        thread.join()
    for each in ended:
        each.result()
    TinyDBVaults(data, LIMITS).sweep(FOLDER[0])
    wrong += [f"{each.path.name}: {each.what}" for each in check_vaults(data, frozenset(SIZES))]
    return acks, wrong


def main() -> int:
    """Print and store the counts; return 1 if anything was lost or damaged."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--kills", type=int, default=40, help="of each of the writers")
    arguments.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    arguments.add_argument("--write", nargs=3, help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.write:
        write(Path(options.write[0]), *map(int, options.write[1:]))
        return 1
    print(f"seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        acks, wrong = mix(Path(folder), options.seed, options.kills)
    print(f"{len(acks)} kills, {sum(acks)} changes acknowledged, {len(wrong)} things wrong")
    print(*wrong[:20], sep="\n")
    store_figures("fault_mix", {"kills": len(acks), "acknowledged": sum(acks), "wrong": wrong})
    return int(bool(wrong) or len(acks) < WRITERS * options.kills)


if __name__ == "__main__":
    sys.exit(main())
