"""A pull with nothing new and a push of one, against another checkout: each in its own process, in turns."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from statistics import median

from bench.results import store
from tests.browser.real_server import ROOT

BARS = {"pull": 1.1, "push": 1.2}
MEASURE = """
import json, sys, tempfile, time
from pathlib import Path
from statistics import median
sys.path.insert(0, ".")
from bench.in_process import cost
from bench.vault_places import Place, fill
with tempfile.TemporaryDirectory() as folder:
    fill(Path(folder) / "few", 20)
    place = Place(Path(folder) / "few", 40)
    pull, push = place.pull(), lambda: place.push(1)
    size = len(pull()[1])
    costs = {"pull": [cost(pull, 200) for _ in range(5)], "push": [cost(push, 5) for _ in range(9)]}
    print(json.dumps({"bytes": size, **{name: median(all) for name, all in costs.items()}}))
"""
TIMEOUT_SECONDS = 120


def measured(checkout: Path) -> dict[str, float]:
    """Microseconds of each act in a checkout, and the bytes of the pull's body."""
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
    for name, most in BARS.items():
        print(f"{name}: {ratios[name]:.2f} times (at most {most})")
    print(f"bytes of a pull with nothing new: {pairs[0][0]['bytes']} before, {pairs[0][1]['bytes']} now")
    store("vaults_against", {"ratios": ratios, "bytes": [side["bytes"] for side in pairs[0]]})
    return int(any(ratios[name] > most for name, most in BARS.items()))


if __name__ == "__main__":
    sys.exit(main())
