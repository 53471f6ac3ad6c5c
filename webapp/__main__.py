"""Start the server: `python -m webapp`. It prints no network address of a visitor and no query."""

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
from webapp.container import rate_limiter_of, sender_of
from webapp.content.strict import ImpossibleContent
from webapp.events import CONFIG
from webapp.metrics import serve_metrics
from webapp.push.vapid import DamagedKey
from webapp.start import ImpossibleStart, prepare
from webapp.watch import Watch

STOP_SECONDS = 10
"""Time for a worker to stop. One that misses the signal is killed; stored data is already on the disk."""
PR_SET_PDEATHSIG = 1
"""See prctl(2)."""


def end_with_parent() -> None:
    """Ask the system to end this worker when its parent ends (Linux only).

    A killed parent cannot tell its workers. An orphaned worker would keep the port and go on sending.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def app_of_worker() -> Flask:
    """The app, in its own process group.

    Ctrl-C in a terminal signals every process of the group, and granian's parent then signals its workers
    again. A worker that is signalled twice may hang, so only the parent gets the terminal's signal.
    """
    os.setpgrp()
    end_with_parent()
    settings = settings_from()
    app = create_app(settings)
    app.config["SERVICES"].sweeper.start()  # expired shares must go even without requests
    if settings.sender:
        threading.Thread(target=send, args=(settings,), name="sender", daemon=True).start()
    return app


def send(settings: Settings) -> None:
    """Send reminders until this process ends."""
    sender_of(settings).run(threading.Event())


def main() -> None:
    """Serve until a signal. An impossible setting or text stops the start with a sentence."""
    try:
        settings = settings_from()
        rate_limiter_of(settings)
        settings = prepare(settings)
        build(settings)
        serve_metrics(settings, lambda: Watch(settings))
    except (ImpossibleSetting, ImpossibleContent, BuildFailed, DamagedKey, ImpossibleStart) as error:
        sys.exit(str(error))
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
        log_access=False,  # an access log would contain addresses and queries
        log_level=LogLevels.warning,
        log_dictconfig=CONFIG,
    ).serve()


if __name__ == "__main__":
    main()
