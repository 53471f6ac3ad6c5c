"""The server on a folder and on PostgreSQL beside Kinto, and a pull beside a bare route: bench/run peers."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from bench.peer_driver import Act, Turn, drive
from bench.peer_kinto import Collection, kinto_server
from bench.peer_postgres import own_server_on_postgres
from bench.peer_servers import Server, bare_server, own_server
from bench.peer_vault import Vault, bare_act, sealed_texts
from bench.quiet import wait_until_quiet
from bench.results import store

CONNECTIONS = 8
RECORDS = 20
"""In each vault and each collection."""
LEAST = {
    "own": {"pull": 15.0, "push of 1": 6.0, "push of 10": 40.0},
    "own on PostgreSQL": {"pull": 10.0, "push of 1": 8.0, "push of 10": 40.0},
}
"""How many times the rate of Kinto, by our side: on a folder, and on a database."""
ACTS = tuple(LEAST["own"])
CPU_MOST = 2.0
"""Processor time of a pull, in that of a bare route."""
DRIVER_SHARE_MOST = 0.75
"""Of one processor. Above it, the driver may be what was measured."""

BUSY: list[float] = []
"""The share of the machine that other programs used before each turn."""
FIGURES = "rate", "cpu", "driver_share"


@dataclass(frozen=True)
class Side:
    """One server, and what each of the connections to it can do."""

    server: Server
    acts: list[dict[str, Act]]

    def turn(self, act: str, seconds: float) -> Turn:
        """Let all connections do one thing for a while, at a quiet moment if one comes within a second."""
        BUSY.append(wait_until_quiet())
        return drive(self.server.port, [acts[act] for acts in self.acts], seconds, self.server.roots)


Turns = dict[str, list[dict[str, Turn]]]
"""By act: the turns of each round, by side."""


@contextmanager
def sides() -> Iterator[dict[str, Side]]:
    """All servers, running on the same disk."""
    sealed, numbers = sealed_texts(64), range(CONNECTIONS)
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory()))
        kinto = running.enter_context(kinto_server(folder))
        own = running.enter_context(own_server(folder))
        on_postgres = running.enter_context(own_server_on_postgres(folder))
        bare = running.enter_context(bare_server(folder))
        yield {
            "own": Side(own, [Vault(own.port, sealed, RECORDS).acts() for _ in numbers]),
            "own on PostgreSQL": Side(
                on_postgres, [Vault(on_postgres.port, sealed, RECORDS).acts() for _ in numbers]
            ),
            "kinto": Side(kinto, [Collection(kinto.port, sealed, RECORDS).acts() for _ in numbers]),
            "bare": Side(bare, [{"pull": bare_act()} for _ in numbers]),
        }


def measure(found: dict[str, Side], rounds: int, seconds: float) -> Turns:
    """All turns. The sides take turns, in the other order in every second round; the first warms up."""
    turns: Turns = {act: [] for act in ACTS}
    for number in range(rounds + 1):
        for act in ACTS:
            names = [name for name, side in found.items() if act in side.acts[0]]
            row = {name: found[name].turn(act, seconds) for name in names[:: -1 if number % 2 else 1]}
            turns[act] += [row] if number else []
    return turns


def ratios(turns: list[dict[str, Turn]], figure: str, over: str, side: str = "own") -> list[float]:
    """A figure of one of our sides in that of another, in each round, smallest first."""
    return sorted(getattr(row[side], figure) / getattr(row[over], figure) for row in turns)


def say(label: str, found: list[float], bar: str) -> None:
    """Print a ratio with its spread."""
    print(f"{label:56} {median(found):6.2f}  ({found[0]:.2f} to {found[-1]:.2f}; {bar})")


def report(turns: Turns) -> bool:
    """Print all figures. Gives whether all bars hold."""
    share = 0.0
    for act, rows in turns.items():
        for name in sorted(rows[0]):
            rate, cpu, busy = (
                median(getattr(row[name], figure) for row in rows)
                for figure in ("rate", "cpu", "driver_share")
            )
            share = max(share, busy)
            print(f"{act:12} {name:18} {rate:9.1f} a second {cpu * 1e6:8.0f} µs of it, driver {busy:4.0%}")
    holds = share <= DRIVER_SHARE_MOST
    for side, act, least in [(name, act, least) for name in LEAST for act, least in LEAST[name].items()]:
        rates = ratios(turns[act], "rate", "kinto", side)
        say(f"{side}, {act}: rate, in Kinto's", rates, f"at least {least:g}")
        times = ratios(turns[act], "cpu", "kinto", side)
        say(f"{side}, {act}: processor time, in Kinto's", times, "no bar")
        holds &= median(rates) >= least
    cpu = ratios(turns["pull"], "cpu", "bare")
    say("pull: processor time, in that of a bare route", cpu, f"at most {CPU_MOST:g}")
    say("pull: rate, in that of a bare route", ratios(turns["pull"], "rate", "bare"), "no bar")
    return holds and median(cpu) <= CPU_MOST


def main() -> int:
    """Print and store the figures; return 1 if a bar is broken."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=7)
    arguments.add_argument("--seconds", type=float, default=2.0)
    options = arguments.parse_args()
    with sides() as found:
        turns = measure(found, options.rounds, options.seconds)
    figures = {
        act: [{name: asdict(turn) for name, turn in row.items()} for row in turns[act]] for act in turns
    }
    store("peers", {"turns": figures, "busy": BUSY})
    print(f"Other programs used {median(BUSY):.0%} of the machine before the turns.")
    return int(not report(turns))


if __name__ == "__main__":
    sys.exit(main())
