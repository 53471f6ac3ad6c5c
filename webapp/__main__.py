"""Start the server: `python -m webapp`. It prints no network address of a visitor and no query."""

from __future__ import annotations

import sys
import threading

from flask import Flask

from webapp import create_app
from webapp.bundling import BuildFailed
from webapp.config import ImpossibleSetting, Settings, settings_from
from webapp.container import sender_of
from webapp.content.strict import ImpossibleContent
from webapp.events import log_json
from webapp.metrics import serve_metrics
from webapp.push.vapid import DamagedKey
from webapp.serving.listening import CannotListen, listen, shown
from webapp.serving.supervisor import Supervisor
from webapp.serving.worker import serve
from webapp.start import ImpossibleStart, prepare
from webapp.watch import Watch

IMPOSSIBLE = (
    ImpossibleSetting,
    ImpossibleContent,
    ImpossibleStart,
    BuildFailed,
    DamagedKey,
    CannotListen,
)
"""What ends a start with a sentence."""


def start_threads(app: Flask, settings: Settings) -> None:
    """Start what runs beside the requests, in a worker: a fork copies no threads."""
    app.config["SERVICES"].sweeper.start()  # expired shares must go even without requests
    if settings.sender:
        threading.Thread(target=send, args=(settings,), name="sender", daemon=True).start()


def send(settings: Settings) -> None:
    """Send reminders until this process ends."""
    sender_of(settings).run(threading.Event())


def main() -> None:
    """Serve until a signal. An impossible setting, text or address stops the start with a sentence."""
    try:
        settings = settings_from()
        settings = prepare(settings)
        listener = listen(settings.host, settings.port)
        serve_metrics(settings, lambda: Watch(settings))
        app = create_app(settings)  # once, so that a worker that is started again serves the same version
    except IMPOSSIBLE as error:
        sys.exit(str(error))
    host = "localhost" if settings.host in {"127.0.0.1", "::1"} else settings.host
    print(f"Egne ord: http://{shown(host, settings.port)}  (Ctrl-C stops it)", flush=True)
    log_json()

    def work() -> None:
        start_threads(app, settings)
        serve(app, listener, settings.proxies)

    Supervisor(settings.workers, work, at_stop=listener.close).run()


if __name__ == "__main__":
    main()
