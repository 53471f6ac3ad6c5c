"""Pulls and pushes of small and full vaults, against another checkout: each in its own process, in turns."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from statistics import median

from bench.results import store
from tests.browser.real_server import ROOT

BARS = {
    "pull": 1.1,
    "push": 1.1,
    "pull, 2,000 records": 1.1,
    "push, 2,000 records": 0.5,
    "pull everything, 2,000 records": 1.2,
    "pull, 12 MB": 1.1,
    "push, 12 MB": 0.5,
    "pull everything, 12 MB": 1.2,
}
"""Pulls have nothing new; pushes edit one record of 4 kB."""
MEASURE = """
import json, os, sys, tempfile
from pathlib import Path
from statistics import median
sys.path.insert(0, ".")
from bench.in_process import cost
from bench.vault_places import Place, fill
from base64 import urlsafe_b64encode

def text(size):
    return urlsafe_b64encode(os.urandom(size)).rstrip(b"=").decode()

def written():
    return int(dict(line.split(": ") for line in open("/proc/self/io").read().splitlines())["wchar"])

def everything(place):
    since, more = 0, True
    while more:
        page = json.loads(place.request("GET", f"/records?since={since}")()[1])
        since, more = page["records"][-1]["seq"], page["more"]

def filled(place, records):
    sealed = text(65536 + 29)
    for first in range(0, records, 95):
        pushes = [{"id": text(16), "base": 0, "sealed": sealed} for _ in range(95)]
        assert place.request("POST", "/records", {"records": pushes})()[0] == 200
    place.seq += records
    return place

def costs(place, name, pushes, pulls):
    everything(place), place.push(1)
    before, repeated = written(), 9 * pushes
    found = {f"push{name}": [cost(lambda: place.push(1), pushes) for _ in range(9)]}
    found[f"bytes of a push{name}"] = [(written() - before) / repeated]
    found[f"pull{name}"] = [cost(place.pull(), 200) for _ in range(5)]
    if pulls:
        found[f"pull everything{name}"] = [cost(lambda: everything(place), pulls) for _ in range(3)]
    return {name: median(all) for name, all in found.items()}

with tempfile.TemporaryDirectory() as folder:
    few = Path(folder) / "few"
    fill(few, 20)
    found = costs(Place(few, 20), "", 10, 0)
    found |= costs(Place(few, 2000), ", 2,000 records", 5, 4)
    found |= costs(filled(Place(few, 20), 190), ", 12 MB", 5, 6)
    print(json.dumps(found))
"""
TIMEOUT_SECONDS = 300


def measured(checkout: Path) -> dict[str, float]:
    """Microseconds of each act in a checkout, and the bytes that its pushes write to files."""
    command = [str(checkout / ".venv" / "bin" / "python"), "-c", MEASURE]
    output = subprocess.run(
        command, cwd=checkout, capture_output=True, text=True, check=True, timeout=TIMEOUT_SECONDS
    ).stdout
    found: dict[str, float] = json.loads(output)
    return found


def main() -> int:
    """Print and store the ratios; return 1 if a limit is exceeded."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--base", type=Path, required=True, help="a checkout that is set up")
    arguments.add_argument("--rounds", type=int, default=7)
    options = arguments.parse_args()
    pairs = [(measured(options.base), measured(ROOT)) for _ in range(options.rounds)]
    ratios = {name: median(now[name] / base[name] for base, now in pairs) for name in BARS}
    for name in pairs[0][1]:
        base, now = (median(pair[side][name] for pair in pairs) for side in (0, 1))
        limit = f"{ratios[name]:5.2f} times (at most {BARS[name]})" if name in BARS else ""
        print(f"{name:36} {base:12,.0f} before {now:12,.0f} now  {limit}")
    store("vaults_against", {"ratios": ratios, "pairs": pairs})
    return int(any(ratios[name] > most for name, most in BARS.items()))


if __name__ == "__main__":
    sys.exit(main())
