"""Cost of requests to vaults, measured in process, alternating with a bare route: bench/run vaults."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from bench.bare_route import bare_route
from bench.in_process import costs, ratio, request
from bench.results import store
from bench.vault_places import Place, fill
from storage import base64url

FEW_VAULTS, MANY_VAULTS = 100, 100_000
BARS = {
    "a pull with nothing new / a bare route": ("pull", "bare", 3.0),
    "that pull, 100,000 vaults / 100": ("pull many vaults", "pull", 1.3),
    "that pull, 500 records / 10": ("pull many records", "pull", 1.3),
    "500 revisions / a pull of all 500": ("revisions", "pull everything", 0.6),
    "an unknown vault / a wrong token": ("unknown", "wrong", 1.05),
    "a wrong token / an unknown vault": ("wrong", "unknown", 1.05),
    "a push of one, 100,000 vaults / 100": ("push 1 many vaults", "push 1", 1.3),
    "a push of twenty, 100,000 vaults / 100": ("push 20 many vaults", "push 20", 1.3),
}
"""{label: (act, baseline, highest ratio)}. Ratios are of processor time, for pushes of real time."""


def pull_acts(few: Path, many: Path) -> dict[str, Callable[[], object]]:
    """Requests that cost processor time only."""
    small, beside_many, large = Place(few, 10), Place(many, 10), Place(few, 500)
    stranger, nobody = (
        base64url.encode(bytes(32)),
        f"/api/v1/vaults/{base64url.encode(bytes(16))}/records?since=10",
    )
    acts = {
        "bare": request(bare_route(), "GET", "/"),
        "pull": small.pull(),
        "pull many vaults": beside_many.pull(),
        "pull many records": large.pull(),
        "wrong": small.request("GET", "/records?since=10", token=stranger),
        "unknown": request(small.app, "GET", nobody, stranger),
    }
    assert [act()[0] for act in acts.values()] == [200, 200, 200, 200, 401, 401]
    return dict(acts)


def list_acts(few: Path) -> dict[str, Callable[[], object]]:
    """Requests for every record of a vault, which take longer."""
    large = Place(few, 500)
    return {
        "revisions": large.request("GET", "/revisions"),
        "pull everything": large.request("GET", "/records"),
    }


def push_acts(few: Path, many: Path) -> dict[str, Callable[[], object]]:
    """Pushes, which also wait for the disk."""
    small, beside_many = Place(few, 40), Place(many, 40)
    acts: dict[str, Callable[[], object]] = {
        "push 1": lambda: small.push(1),
        "push 1 many vaults": lambda: beside_many.push(1),
        "push 20": lambda: small.push(20),
        "push 20 many vaults": lambda: beside_many.push(20),
    }
    for records in (10, 100, 500, 2_000):
        place = Place(few, records)
        acts[f"push 1 of {records}"] = lambda place=place: place.push(1)  # type: ignore[misc]
    return acts


def main() -> int:
    """Print and store the figures; return 1 if a limit is exceeded."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rounds", type=int, default=30)
    rounds = arguments.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        few, many = Path(folder) / "few", Path(folder) / "many"
        fill(few, FEW_VAULTS)
        fill(many, MANY_VAULTS)
        found = costs(pull_acts(few, many), rounds, 300)
        found |= costs(list_acts(few), rounds, 10)
        found |= costs(push_acts(few, many), rounds, 5, time.perf_counter_ns)
    medians = {name: median(values) for name, values in found.items()}
    ratios = {bar: ratio(found, *BARS[bar][:2]) for bar in BARS}
    for name, value in medians.items():
        print(f"{name:22} {value:9.1f} µs")
    for bar, (_, _, most) in BARS.items():
        print(f"{bar:42} {ratios[bar]:5.2f}  (at most {most})")
    store("vaults", {"microseconds": medians, "ratios": ratios})
    return int(any(ratios[bar] > most for bar, (_, _, most) in BARS.items()))


if __name__ == "__main__":
    sys.exit(main())
