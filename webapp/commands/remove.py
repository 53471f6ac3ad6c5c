"""`remove`: remove one shared link or one vault, which is read from standard input."""

from __future__ import annotations

import hashlib
import re
import sys
import time
from pathlib import PurePath

from storage import base64url
from storage.days import day_of
from storage.errors import Busy, Damaged
from storage.removal import Removed, remove_everywhere
from storage.stores import remove_from_database
from webapp.api.validation import ID_BYTES
from webapp.commands.trouble import why
from webapp.config import Settings
from webapp.container import place_of
from webapp.start import check_folder

LINE_CHARACTERS_MAX = 4_096
WORDS_OF_A_VAULT = 12
NOTHING = "Nothing is stored under that. It may have been withdrawn, deleted or expired before."
FRAGMENT = re.compile(r".*(?:#|%(?:25)*23)", re.DOTALL)
"""The beginning of a link up to its fragment, also where a mail filter wrote # as %23."""
TWELVE_WORDS = """These look like the twelve words of a vault. Nothing was removed.
They open the vault, and you do not need them: do not ask for them, and keep them nowhere. Whoever has them
deletes the vault in the app: Hent dine ord, then Boksen, then Slet boksen."""


def remove(settings: Settings, link: bool = False, vault: bool = False) -> int:
    """Remove what one line of standard input names. Returns 1 if nothing was there, 2 if it names nothing.

    Threat: arguments are seen by other users of the machine and kept by shells. Nothing of the line is
    printed or logged.
    """
    if link == vault:
        print("Say --link or --vault.", file=sys.stderr)
        return 2
    if not settings.store:
        check_folder(settings.data)
    try:
        line = _read_line("the link" if link else "the vault's id")
    except KeyboardInterrupt:
        print("\nNothing was removed.", file=sys.stderr)
        return 130
    if len(line.split()) >= WORDS_OF_A_VAULT:
        print(TWELVE_WORDS, file=sys.stderr)
        return 2
    if (name := name_of_link(line) if link else name_of_vault(line)) is None:
        print(f"That is no {'link' if link else 'id of a vault'}. Nothing was removed.", file=sys.stderr)
        return 2
    kind, today = ("shares" if link else "vaults"), day_of(time.time())
    try:
        if settings.store:
            return _remove_from_database(settings, kind, name)
        removed = remove_everywhere(settings.data.resolve(), kind, name, today, settings.lock_seconds)
    except (Busy, Damaged, OSError) as error:
        print(f"It stopped ({why(error)}). Run it again.")
        return 1
    return _print_removed(removed)


def _remove_from_database(settings: Settings, kind: str, name: str) -> int:
    if not remove_from_database(place_of(settings), kind, bytes.fromhex(name)):
        print(NOTHING)
        return 1
    print("Removed from the database. Copies of it may still have it.")
    return 0


def _print_removed(removed: Removed) -> int:
    if removed == Removed():
        print(NOTHING)
        return 1
    print(f"Removed: {removed.here} files that were served, {removed.beside} of expired/, damaged/ and")
    print(f"before-restore folders, {removed.marks} marks. Copies elsewhere may still have it: run the same")
    print("with EGNE_ORD_DATA set to each backup.")
    return 0


def _read_line(what: str) -> str:
    if sys.stdin.isatty():
        print(f"Paste {what} and press Enter:", file=sys.stderr)
    return sys.stdin.readline(LINE_CHARACTERS_MAX).strip()


def name_of_link(text: str) -> str | None:
    """The name of a share's files in hex, from its link, its id, or a path that `check` prints; or None."""
    if (name := _hex(text, 32)) is not None:
        return name
    id = _id(FRAGMENT.sub("", text).partition(".")[0])
    return None if id is None else hashlib.sha256(id).hexdigest()


def name_of_vault(text: str) -> str | None:
    """The name of a vault's files in hex, from its id, or a path that `check` prints; or None."""
    if (name := _hex(text, 16)) is not None:
        return name
    id = _id(text)
    return None if id is None else id.hex()


def _id(text: str) -> bytes | None:
    try:
        return base64url.decode(text, ID_BYTES)
    except ValueError:
        return None


def _hex(text: str, size: int) -> str | None:
    name = PurePath(text).name.partition(".")[0] if text else ""
    return name if re.fullmatch(rf"[0-9a-f]{{{2 * size}}}", name) else None
