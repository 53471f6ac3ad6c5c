"""Stores figures in bench/results/, which is not committed."""

from __future__ import annotations

import json
import os
import platform
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


def store(name: str, figures: object) -> None:
    """Write the figures of one run, with the machine and its load, as JSON."""
    RESULTS.mkdir(exist_ok=True)
    machine = {"system": platform.platform(), "processors": os.cpu_count(), "load": os.getloadavg()}
    text = json.dumps({"machine": machine, "figures": figures}, indent=1, ensure_ascii=False)
    (RESULTS / f"{name}.json").write_text(text + "\n")
