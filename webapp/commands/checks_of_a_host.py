"""The checks of `doctor`: each looks at one thing and says in a sentence how it is, or what to do."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import socket
import tempfile
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from storage.errors import Busy
from storage.interface import KEY, READ_ONLY
from webapp.assets import is_generated
from webapp.config import PACKAGED, Settings
from webapp.container import stores_of
from webapp.content.crisis import load_crisis
from webapp.content.languages import default_language
from webapp.push.vapid import DamagedKey, VapidKeys

FREE_BYTES_MIN = 1024**3
FREE_FILES_MIN = 100_000
"""A vault, a share or a list is a few files each."""
ANSWER_SECONDS = 5.0
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found. `mark`: `ok`, `advice` for what works but not as it should, or `wrong`."""

    mark: str
    sentence: str


def fine(sentence: str) -> Finding:
    """All is well."""
    return Finding("ok", sentence)


def advice(sentence: str) -> Finding:
    """The server can serve, but something is missing."""
    return Finding("advice", sentence)


def wrong(sentence: str) -> Finding:
    """The server cannot serve, or not safely."""
    return Finding("wrong", sentence)


def is_not_root(settings: Settings) -> Finding:
    """Whether the server would run with the rights of an ordinary user."""
    if os.geteuid() == 0:
        return advice("This is root. The server needs no rights: run it as a user of its own.")
    return fine(f"It runs as user {os.geteuid()}, not as root.")


def build_is_whole(settings: Settings) -> Finding:
    """Whether every installed file is as it was released. A checkout builds its files itself."""
    if not PACKAGED.is_dir():
        state = "is up to date" if is_generated() else "will be built at the next start"
        return fine(f"This is a checkout; what it generates {state}.")
    changed = [str(file) for file in metadata.files("egne-ord") or () if _is_changed(file)]
    if changed:
        return wrong(f"{len(changed)} installed files are not as released, such as {changed[0]}: reinstall.")
    return fine(f"Every file of version {metadata.version('egne-ord')} is as released.")


def _is_changed(file: metadata.PackagePath) -> bool:
    """Whether a file of the wheel differs. Content is for hosts to change, such as the crisis lines."""
    if file.hash is None or "content" in file.parts or ".dist-info" in file.parts[0] or ".." in file.parts:
        return False
    path = Path(str(file.locate()))
    digest = hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b""
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != file.hash.value


def nearest_folder(data: Path) -> Path:
    """The data folder, or the nearest one above it that there is and that this user may see."""
    for path in (data, *data.parents):
        with suppress(OSError):
            if path.exists():
                return path
    return Path("/")


def data_can_be_written(settings: Settings) -> Finding:
    """Whether the data folder, or the place where it will be made, can be written and made durable."""
    data = settings.data.resolve()
    folder = nearest_folder(data)
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".doctor-", suffix=".tmp") as file:
            file.write(b"x")
            os.fsync(file.fileno())
    except OSError as error:
        return wrong(f"EGNE_ORD_DATA: {folder} cannot be written ({error.strerror}): give it to this user.")
    if folder == data and data.stat().st_mode & 0o077:
        return advice(f"EGNE_ORD_DATA: others on this machine may look into {data}: chmod 0700 it.")
    return fine(f"{data} can be written" + ("." if folder == data else "; it will be made when needed."))


def disk_has_room(settings: Settings) -> Finding:
    """Whether the disk of the data has room, for bytes and for files."""
    data = settings.data.resolve()
    folder = nearest_folder(data)
    free, disk = shutil.disk_usage(folder).free, os.statvfs(folder)
    if free < FREE_BYTES_MIN:
        return advice(f"Only {free // 1024**2} MB are free where the data is: make room, or move the data.")
    if disk.f_files and disk.f_favail < FREE_FILES_MIN:
        return advice(f"Only {disk.f_favail} files more fit where the data is: make room.")
    return fine(f"{free // 1024**3} GB are free where the data is.")


def key_can_be_read(settings: Settings) -> Finding:
    """Whether the key for push services is sound and private. It is made at the first use."""
    path, is_folder = settings.data.resolve() / KEY, not settings.store
    try:
        is_made = VapidKeys(stores_of(settings).keys).check()
    except (DamagedKey, Busy) as error:
        return wrong(f"{error}" or "The key for push services cannot be read from the database.")
    except OSError as error:
        return wrong(f"{KEY} cannot be read ({error.strerror}): give it to this user.")
    if not is_made:
        made = "The key for push services will be made at the first request for reminders."
        return fine(made + (f" Then copy {KEY}." if is_folder else ""))
    if not is_folder:
        return fine("The key for push services is in the database, and in its copies.")
    if path.exists() and path.stat().st_mode & 0o077:
        return advice(f"Others on this machine may read {KEY}: chmod 0600 it.")
    return fine(f"{KEY} holds a key. Keep a copy of it.")


def database_can_be_used(settings: Settings) -> Finding:
    """Whether the store takes writes."""
    if not settings.store:
        return fine("Everything is in the data folder.")
    problem = stores_of(settings).problem()
    if problem == READ_ONLY:
        return advice("The database takes no changes, since it is moved or was moved (see `move`).")
    if problem:
        return wrong("EGNE_ORD_STORE takes no writes: see that it runs, and `egne-ord migrate` its tables.")
    return fine("The database takes writes, and its tables are up to date.")


def redis_counts(settings: Settings) -> Finding:
    """Whether the machines count requests together, if they shall. A wrong password stops nothing else."""
    if not settings.redis:
        return fine("Each process counts requests by itself.")
    from webapp.api.redis_counter import RedisCounter  # its package is missing in some installations

    if not RedisCounter(settings.redis).answers():
        return advice("EGNE_ORD_REDIS does not answer, so each process counts by itself: see the password.")
    return fine("Redis counts requests for all machines.")


def clock_is_steady(settings: Settings) -> Finding:
    """Whether the clock of this machine may decide what has expired."""
    try:
        days = stores_of(settings).clock.held_days()
    except Busy:
        if settings.store:
            return wrong("The record of the clock cannot be read from the database.")
        return wrong("clock.json in the data folder cannot be written: give it to this user.")
    if days:
        return advice(f"The clock leapt, so nothing is removed for {days} days: see that it is right now.")
    return fine("The clock has not leapt. Keep it right (NTP).")


def port_is_free_or_ours(settings: Settings) -> Finding:
    """Whether the server can have its port, or has it already."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    url = f"http://{host}:{settings.port}/healthz"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with suppress(OSError), opener.open(url, timeout=ANSWER_SECONDS) as answer:
        if answer.read(100).strip() == b"ok":
            return fine(f"Egne ord answers on port {settings.port}.")
    if is_answered(settings):
        return wrong(f"Another program has port {settings.port}: end it, or set PORT.")
    return fine(f"Port {settings.port} is free; no server runs there now.")


def origin_is_set(settings: Settings) -> Finding:
    """Whether reminders know the address of the app."""
    missing = "EGNE_ORD_ORIGIN is empty: set it to the address of the app, such as https://host."
    return _is_set(settings.origin, f"The app is at {settings.origin}.", missing)


def _is_set(value: str, found: str, missing: str) -> Finding:
    return fine(found) if value else advice(missing)


def proxies_are_set(settings: Settings) -> Finding:
    """Whether rate limits see visitors, and not the proxy in front."""
    if settings.proxies == 0 and settings.origin and settings.host in LOOPBACK:
        return wrong("EGNE_ORD_PROXIES is 0, but a proxy must be in front: all visitors count as one. Set 1.")
    if settings.proxies and settings.host not in LOOPBACK:
        return advice(
            "HOST is reachable from outside: see that nobody gets past the proxy, or set 127.0.0.1."
        )
    return fine(f"{settings.proxies} proxies of yours are in front.")


def contact_is_set(settings: Settings) -> Finding:
    """Whether push services and people can reach the host."""
    missing = "EGNE_ORD_CONTACT is empty: set it, since some push services refuse a server without."
    return _is_set(settings.contact, f"The contact is {settings.contact}.", missing)


def crisis_lines_are_confirmed(settings: Settings) -> Finding:
    """Whether a host has confirmed the numbers on the help screen."""
    day = load_crisis()[default_language()].confirmed
    if day is None:
        return advice("Nobody has confirmed the crisis lines, so only 112 is shown: see docs/operating.md.")
    return fine(f"The crisis lines were confirmed on {day}.")


def is_answered(settings: Settings) -> bool:
    """Whether anything listens where this server would."""
    with suppress(OSError), socket.create_connection((settings.host, settings.port), timeout=1):
        return True
    return False
