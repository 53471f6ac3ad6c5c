"""`send-reminders`: send reminders until a signal ends it."""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import Path

from storage.folder_lock import hold_for_sender
from webapp.config import Settings
from webapp.container import sender_of
from webapp.events import log_json
from webapp.metrics import serve_metrics
from webapp.start import ImpossibleStart, check_folder, check_key, refuse_backup, refuse_unfinished
from webapp.watch import Watch


def send(settings: Settings) -> int:
    """Send reminders until SIGTERM or SIGINT, and finish the pushes in progress."""
    if not settings.store:
        refuse_backup(settings.data)
    refuse_unfinished(settings)
    check_key(settings)
    hold_for_sender(settings.data)
    if not settings.store:
        _note_if_empty(settings.data)
    log_json()
    serve_metrics(settings, lambda: Watch(settings))
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    sender_of(settings).run(stop)
    return 0


def _note_if_empty(data: Path) -> None:
    """Say that no server has been in a folder: it may come yet, or a setting is wrong."""
    try:
        check_folder(data)
    except ImpossibleStart:
        sentence = f"No server has been in {data} yet: reminders are sent once one has."
        print(sentence, file=sys.stderr, flush=True)
