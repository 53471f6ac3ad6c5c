"""Start the server: `python -m webapp`. Nothing it prints holds an address or a query."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading

from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from webapp import create_app
from webapp.assets import build
from webapp.bundling import BuildFailed
from webapp.config import ImpossibleSetting, Settings, settings_from
from webapp.content.strict import ImpossibleContent
from webapp.services import rates_of, sender_of
from webapp.vapid import DamagedKey, VapidKeys

STOP_SECONDS = 10
"""How long a worker may take to stop. One that misses the signal is killed; what it kept is on the disk."""
PR_SET_PDEATHSIG = 1
"""See prctl(2)."""


def end_with_parent() -> None:
    """Let the system end this worker when its parent is gone, where the system can (Linux).

    A parent that is killed tells nobody, and a worker that is left behind would hold the port and send on.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def app_of_worker() -> Flask:
    """The app, in a process group of its own.

    Ctrl-C in a terminal reaches every process of the group, and granian's parent then tells its workers
    again; one that is told twice may hang. So only the parent hears the terminal.
    """
    os.setpgrp()
    end_with_parent()
    settings = settings_from()
    app = create_app(settings)
    app.config["SERVICES"].sweeper.start()  # a share ends also where nobody asks for anything
    if settings.sender:
        threading.Thread(target=send, args=(settings,), name="sender", daemon=True).start()
    return app


def send(settings: Settings) -> None:
    """Send reminders for as long as this process lives."""
    sender_of(settings).run(threading.Event())


def main() -> None:
    """Serve until a signal ends it; an impossible setting or text stops the start with a sentence."""
    try:
        settings = settings_from()
        rates_of(settings)
        VapidKeys(settings.data).check()
        build(settings)
    except (ImpossibleSetting, ImpossibleContent, BuildFailed, DamagedKey) as refusal:
        sys.exit(str(refusal))
    shown = "localhost" if settings.host in {"127.0.0.1", "::1"} else settings.host
    print(f"Egne ord: http://{shown}:{settings.port}  (Ctrl-C stops it)", flush=True)
    Granian(
        "webapp.__main__:app_of_worker",
        factory=True,
        interface=Interfaces.WSGI,
        blocking_threads=4,
        address=settings.host,
        port=settings.port,
        workers=settings.workers,
        workers_kill_timeout=STOP_SECONDS,
        websockets=False,
        log_access=False,  # an access log would hold addresses and queries
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
