"""Checks before a server starts: what cannot work ends in a sentence, before anybody is served."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from storage.errors import Busy
from storage.files.atomic_file import sync_folder
from storage.files.gate import FolderGate
from storage.folder_lock import SENDERS_LOCK, SERVER_LOCK, FolderHeld, hold_for_server
from storage.interface import KEY, READ_ONLY, UNFINISHED
from storage.manifest import has_manifest
from webapp.config import Settings
from webapp.container import stores_of
from webapp.push.vapid import VapidKeys
from webapp.readiness import HEARTBEAT_NAME

PROBE_NAME = ".probe.tmp"
PROBE_BYTES = 4096
"""As much as a small vault, so that a full disk is noticed."""
OURS = {
    *("vaults", "reminders", "shares", "due", "expires", "expired", "clock.json", KEY, READ_ONLY),
    *(SERVER_LOCK, SENDERS_LOCK, PROBE_NAME, HEARTBEAT_NAME),
}
SIGNS = (OURS - {READ_ONLY, SENDERS_LOCK, HEARTBEAT_NAME}) | {UNFINISHED}
"""What a server leaves: where none of these is, none has been. Senders and moves mark also what is empty."""
OTHERS_RIGHTS = 0o077


class ImpossibleStart(Exception):
    """The server cannot start; the message is a sentence for the host."""


def prepare(settings: Settings) -> Settings:
    """Check the folder, the key and HOST, and hold the folder until this process ends.

    Returns the settings with HOST as an address. Raises ImpossibleStart, DamagedKey.
    """
    address = address_of(settings.host)
    refuse_backup(settings.data)
    refuse_unfinished(settings)
    with _as_sentence(f"EGNE_ORD_DATA is {settings.data}, which cannot be used"):
        make_private(settings.data)
        _check_writing(settings.data)
        hold_for_server(settings.data, address, settings.port)
    check_key(settings)
    return replace(settings, host=address)


def make_private(data: Path) -> None:
    """Make the data folder, for this user alone. Raises OSError.

    An existing one is closed to others if everything in it is ours; else the host is told, who may have
    named a folder that others need.
    """
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    mode = data.stat().st_mode
    if not mode & OTHERS_RIGHTS:
        return
    with suppress(OSError):
        if all(each.name in OURS or each.name.startswith("before-restore-") for each in data.iterdir()):
            data.chmod(mode & 0o700)
            return
    print(f"Others on this machine may look into {data}: `chmod 0700` closes it to them.", flush=True)


def check_folder(folder: Path, *, is_setting: bool = True) -> None:
    """Check that a server has been in a folder, or that it is a backup. Raises ImpossibleStart, OSError.

    `is_setting`: EGNE_ORD_DATA names it, rather than an argument.
    Threat: a host names the folder above, and is told that nothing is damaged, or that all was removed.
    """
    if not folder.is_dir():
        raise ImpossibleStart(
            f"{'EGNE_ORD_DATA is ' if is_setting else ''}{folder}: there is no such folder."
        )
    if not has_manifest(folder) and not any((folder / name).exists() for name in SIGNS):
        raise ImpossibleStart(f"{_named(folder, is_setting)} is no data folder: no server has been there.")


def refuse_backup(folder: Path, *, is_setting: bool = True) -> None:
    """Refuse to change a backup, which would no longer be what its manifest says. Raises ImpossibleStart.

    A host may have set EGNE_ORD_DATA to one for `check` or `remove`, and forgotten it.
    """
    if has_manifest(folder):
        raise ImpossibleStart(f"{_named(folder, is_setting)} is a backup: `restore` it elsewhere.")


def _named(folder: Path, is_setting: bool) -> str:
    return f"EGNE_ORD_DATA is {folder}, which" if is_setting else str(folder)


def refuse_unfinished(settings: Settings) -> None:
    """Refuse a data folder that a move has not filled yet. Raises ImpossibleStart.

    Threat: phones are told that there is no such vault.
    """
    if not settings.store and FolderGate(settings.data).state() == UNFINISHED:
        raise ImpossibleStart(f"A move into {settings.data} has not ended: run it again.")


def check_key(settings: Settings) -> None:
    """Check that the key for push services can be read. Raises ImpossibleStart, DamagedKey.

    A database that cannot be reached stops no start: the server waits for it.
    """
    with _as_sentence("vapid.pem in the data folder cannot be read"), suppress(Busy):
        VapidKeys(stores_of(settings).keys).check()


def address_of(host: str) -> str:
    """The address of HOST, which may be a name, IPv4 before IPv6. Raises ImpossibleStart."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        found = []
    addresses = [str(entry[4][0]) for entry in sorted(found, key=lambda entry: entry[0] != socket.AF_INET)]
    if not addresses:
        wanted = "an address of this machine, such as 127.0.0.1, or a name that leads to one"
        raise ImpossibleStart(f"HOST must be {wanted}, not {host!r}.")
    return addresses[0]


def _check_writing(data: Path) -> None:
    """Write, make durable and remove a file. Raises OSError, as on a full or a read-only disk."""
    probe = data / PROBE_NAME
    try:
        with probe.open("wb") as file:
            file.write(bytes(PROBE_BYTES))
            file.flush()
            os.fsync(file.fileno())
    finally:
        probe.unlink(missing_ok=True)
    sync_folder(data)


@contextmanager
def _as_sentence(beginning: str) -> Iterator[None]:
    try:
        yield
    except FolderHeld as error:
        raise ImpossibleStart(str(error)) from None
    except (FileExistsError, NotADirectoryError):
        raise ImpossibleStart(f"{beginning} (a file is in its place).") from None
    except OSError as error:
        raise ImpossibleStart(f"{beginning} ({error.strerror or 'the system refuses'}).") from None
