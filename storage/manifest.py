"""The manifest of a backup: SHA256SUMS names every file, and manifest.json, written last, counts them.

A folder with SHA256SUMS and no manifest.json is a backup that was not finished. `sha256sum -c SHA256SUMS`
checks one without this program.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import orjson

from storage.days import SECONDS_A_DAY, day_of
from storage.errors import Damaged
from storage.files.atomic_file import replace_file
from storage.files.check import Damage
from storage.files.paths import paths_in

SUMS_NAME, MANIFEST_NAME = "SHA256SUMS", "manifest.json"
VERSION = 1
LINE = re.compile(r"([0-9a-f]{64})  ([^\0\n]+)\n")
LINE_BYTES_MAX = 4_096
CHUNK_BYTES = 1 << 20


def has_manifest(folder: Path) -> bool:
    """Whether a folder was made by `backup`, finished or not."""
    return (folder / SUMS_NAME).exists() or (folder / MANIFEST_NAME).exists()


def begin_manifest(folder: Path) -> None:
    """Mark a folder as a backup that is not finished yet. Raises FileExistsError, OSError."""
    os.close(os.open(folder / SUMS_NAME, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))


def write_manifest(folder: Path, today: int) -> dict[str, int]:
    """Hash every file and finish the backup; return how many files each kind has. Raises OSError."""
    counts: Counter[str] = Counter()
    with (folder / SUMS_NAME).open("wb") as sums:
        for path in files_below(folder):
            name = path.relative_to(folder)
            sums.write(f"{sha256_of(path)}  {name}\n".encode(errors="surrogateescape"))
            counts[name.parts[0]] += 1
        sums.flush()
        os.fsync(sums.fileno())
    _finish(folder, counts, today)
    return dict(counts)


def _finish(folder: Path, counts: Counter[str], day: int) -> None:
    content = {
        "version": VERSION,
        "unix_time": day * SECONDS_A_DAY,
        "files": dict(sorted(counts.items())),
        "sums_sha256": sha256_of(folder / SUMS_NAME),
    }
    replace_file(folder / MANIFEST_NAME, orjson.dumps(content), day)


def check_manifest(folder: Path) -> Iterator[Damage]:
    """Every file that is not as it was backed up, or that was added since. Raises Damaged, OSError.

    Raises Damaged if the backup was not finished or its manifest is not the one that was written.
    """
    listed, counts = 0, _counts_of(folder)
    files = files_below(folder)
    here = next(files, None)
    for sha256, name in _lines_of(folder / SUMS_NAME):
        path, listed = folder / name, listed + 1
        while here is not None and here < path:  # both are in one order
            yield Damage(here, "is not in the manifest", is_stray=True)
            here = next(files, None)
        if here != path:
            yield Damage(path, "is missing")
            continue
        yield from _damage_of(path, sha256)
        here = next(files, None)
    while here is not None:
        yield Damage(here, "is not in the manifest", is_stray=True)
        here = next(files, None)
    if listed != sum(counts.values()):
        raise Damaged


def _damage_of(path: Path, sha256: str) -> Iterator[Damage]:
    try:
        if sha256_of(path) != sha256:
            yield Damage(path, "is not as it was backed up")
    except OSError as error:
        yield Damage(path, f"cannot be read: {error.strerror}")


def forget(folder: Path, names: list[str]) -> None:
    """Take removed files out of the manifest of a finished backup. Raises Damaged, OSError."""
    _counts_of(folder)  # a manifest that does not hold stays as it is
    gone, counts, sums = set(names), Counter[str](), folder / SUMS_NAME
    kept = []
    for sha256, name in _lines_of(sums):
        if name not in gone:
            kept.append(f"{sha256}  {name}\n")
            counts[Path(name).parts[0]] += 1
    day = day_of((folder / MANIFEST_NAME).stat().st_mtime)
    # In this order a kill between the two leaves a backup that says that it does not hold, never a wrong one.
    replace_file(sums, "".join(kept).encode(errors="surrogateescape"), day)
    _finish(folder, counts, day)


def _counts_of(folder: Path) -> dict[str, int]:
    """The counts in manifest.json, once it fits SHA256SUMS. Raises Damaged, OSError."""
    try:
        content = orjson.loads((folder / MANIFEST_NAME).read_bytes())
        counts: dict[str, int] = content["files"]
        if content["version"] != VERSION or content["sums_sha256"] != sha256_of(folder / SUMS_NAME):
            raise Damaged
        if not all(type(count) is int for count in counts.values()):
            raise Damaged
    except (FileNotFoundError, orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
        raise Damaged from None
    return counts


def _lines_of(sums: Path) -> Iterator[tuple[str, str]]:
    with sums.open(encoding="utf-8", errors="surrogateescape", newline="\n") as file:
        while line := file.readline(LINE_BYTES_MAX):
            if not (found := LINE.fullmatch(line)):
                raise Damaged
            yield found[1], found[2]


def files_below(folder: Path) -> Iterator[Path]:
    """Every file of a backup but its manifest, in a fixed order. Links are not followed."""
    for path in paths_in(folder):
        if path.is_symlink() or path.name in {SUMS_NAME, MANIFEST_NAME}:
            continue
        if path.is_dir():
            yield from files_below(path)
        elif path.is_file():
            yield path


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file in hex, read in pieces. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
