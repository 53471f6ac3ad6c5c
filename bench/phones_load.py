"""2,000 phones edit, sleep and sync for ten minutes: on a folder, and on two app servers with PostgreSQL.

`--write` puts the table and the picture into docs/.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import quantiles

from bench.latency_plot import Series, picture
from bench.loaded_phone import Log, Phone
from bench.peer_postgres import postgres
from bench.peer_servers import own_server
from bench.peer_vault import sealed_texts
from bench.process_time import tree_seconds
from bench.results import store
from storage.postgresql.schema import migrate
from tests.browser.real_server import ROOT

MAKERS = 8
WINDOW_SECONDS = 10.0
P99_MS_MOST = 1000.0
"""Of pulls and pushes. A person waits for neither."""
PICTURE = ROOT / "docs" / "pictures" / "phones-load.svg"
PAGE = ROOT / "docs" / "several-machines.md"
BEGIN, END = "<!-- bench/run phones_load --write -->", "<!-- end -->"
Row = dict[str, float]


@contextmanager
def on_folder(folder: Path) -> Iterator[tuple[list[int], list[int]]]:
    """One server with two workers: its port, and the processes that cost."""
    with own_server(folder) as server:
        yield [server.port], list(server.roots)


@contextmanager
def on_postgresql(folder: Path) -> Iterator[tuple[list[int], list[int]]]:
    """Two app servers with one worker each, on one database."""
    with ExitStack() as running:
        database, postmaster = running.enter_context(postgres())
        migrate(database)
        servers = [running.enter_context(own_server(folder, database, workers=1)) for _ in range(2)]
        roots = [root for server in servers for root in server.roots]
        yield [server.port for server in servers], [*roots, postmaster]


STORES = {"a folder, one server": on_folder, "PostgreSQL, two app servers": on_postgresql}


async def load(ports: list[int], roots: list[int], count: int, seconds: float) -> tuple[Log, float]:
    """Let so many phones live for a while. Each stays with one server, as behind a proxy.

    Also gives the processor seconds of the servers, without those of making the vaults.
    """
    sealed, log = sealed_texts(64), Log()
    phones = [Phone(ports[number % len(ports)], sealed, log) for number in range(count)]
    free = asyncio.Semaphore(MAKERS)

    async def make(phone: Phone) -> None:
        async with free:
            await phone.make()

    await asyncio.gather(*map(make, phones))
    log.answers.clear()
    before, log.began = tree_seconds(roots), time.perf_counter()
    await asyncio.gather(*(phone.live(log.began + seconds) for phone in phones))
    return log, tree_seconds(roots) - before


def rows_of(log: Log, seconds: float) -> dict[str, Row]:
    """By act: how many a second, percentiles in milliseconds, and errors."""
    found = {}
    for act in ("pull", "push"):
        times = [taken * 1000 for _, name, taken, _ in log.answers if name == act]
        cuts = quantiles(times, n=1000)
        errors = sum(not is_fine for _, name, _, is_fine in log.answers if name == act)
        found[act] = {"count": len(times), "rate": len(times) / seconds, "p50": cuts[499], "p90": cuts[899],
                      "p99": cuts[989], "max": max(times), "errors": errors}  # fmt: skip
    found["pull"]["errors"] += sum(name == "sync" for _, name, _, _ in log.answers)
    return found


def series_of(log: Log) -> Series:
    """By act and percentile: minutes and milliseconds, for each ten seconds."""
    windows: dict[tuple[str, int], list[float]] = {}
    for asked, act, taken, _ in log.answers:
        windows.setdefault((act, int(asked // WINDOW_SECONDS)), []).append(taken * 1000)
    found: dict[str, list[tuple[float, float]]] = {}
    for (act, window), times in sorted(windows.items()):
        if act == "sync" or len(times) < 20:
            continue
        cuts = quantiles(times, n=100)
        for label, value in ((f"{act} p50", cuts[49]), (f"{act} p99", cuts[98])):
            found.setdefault(label, []).append(((window + 0.5) * WINDOW_SECONDS / 60, value))
    return found


def table(found: dict[str, dict[str, Row]], cores: dict[str, float], busy: dict[str, float]) -> str:
    """The table, in Markdown."""
    head = "| Store | Act | a second | p50 | p90 | p99 | longest | errors |"
    lines = [head, "| --- " * 8 + "|"]
    for name, acts in found.items():
        for act, row in acts.items():
            times = " | ".join(f"{row[cut]:.0f} ms" for cut in ("p50", "p90", "p99", "max"))
            lines.append(f"| {name} | {act} | {row['rate']:.0f} | {times} | {row['errors']:.0f} |")
    said = [f"{name}: {cores[name]:.2f} of a core, load average {busy[name]:.1f}" for name in found]
    return "\n".join([*lines, "", "; ".join(said) + "."])


def write(text: str, panels: dict[str, Series]) -> None:
    """Put the table and the picture into the documents."""
    PICTURE.write_text(picture(panels))
    before, _, rest = PAGE.read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}")


def main() -> int:
    """Print and store the figures; return 1 after an error, or if a p99 is above its bar."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--phones", type=int, default=2000)
    arguments.add_argument("--minutes", type=float, default=10.0)
    arguments.add_argument("--write", action="store_true")
    options = arguments.parse_args()
    found, panels, cores, busy = {}, {}, {}, {}
    for name, serve in STORES.items():
        with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as (ports, roots):
            seconds = options.minutes * 60
            log, spent = asyncio.run(load(ports, roots, options.phones, seconds))
        cores[name] = spent / seconds
        found[name], panels[name], busy[name] = rows_of(log, seconds), series_of(log), os.getloadavg()[2]
        print(table({name: found[name]}, cores, busy), flush=True)
        print("\n".join(sorted(set(log.wrong))[:10]))
    if options.write:
        write(table(found, cores, busy), panels)
    store("phones_load", {"acts": found, "cores": cores, "load": busy})
    rows = [row for acts in found.values() for row in acts.values()]
    return int(any(row["errors"] or row["p99"] > P99_MS_MOST for row in rows))


if __name__ == "__main__":
    sys.exit(main())
