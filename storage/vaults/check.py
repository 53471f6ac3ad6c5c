"""Looks through the default store for what should not be there; says which file, never what it holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.base64url import bytes_of, is_text
from storage.files.atomic_file import STRAY_SUFFIX, tables_of
from storage.files.paths import LOCK_NAME, VAULT_NAME, locked, paths_in
from storage.files.time_index import DAY_NAME, SLOT_NAME
from storage.vaults.file import head_of
from storage.vaults.interface import Busy, Damaged, Record
from storage.vaults.rules import sealed_size

LOCK_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Damage:
    """One file, and in a few words what is wrong with it."""

    path: Path
    what: str


def damages(data: Path, sealed_bytes: frozenset[int]) -> Iterator[Damage]:
    """All damage under `<data>/vaults/`, also while servers run. `sealed_bytes`: the sizes of records."""
    for folder in paths_in(data / "vaults"):
        if not folder.is_dir() or len(folder.name) != 2:
            yield Damage(folder, "is no folder of vaults")
            continue
        for path in paths_in(folder):
            yield from (Damage(path, what) for what in _of_path(path, sealed_bytes))


def vault_count(data: Path) -> int:
    """How many vaults there are."""
    return file_count(data / "vaults", VAULT_NAME)


def _of_path(path: Path, sealed_bytes: frozenset[int]) -> Iterator[str]:
    what = misplaced(path, VAULT_NAME, "vault")
    if what is None:
        yield from _of_vault(path, sealed_bytes)
    elif what:
        yield what


def misplaced(path: Path, name: re.Pattern[str], what: str) -> str | None:
    """Why a file is not where and what it should be; empty for a lock, None where one must look inside."""
    if path.name == LOCK_NAME:
        return ""
    if path.name.endswith(STRAY_SUFFIX):
        return "is a stray temporary file; `sweep` removes it" if is_stray(path) else ""
    if not name.fullmatch(path.name):
        return f"is no {what}"
    return "is in the wrong folder" if path.name[:2] != path.parent.name else None


def file_damages(
    root: Path, name: re.Pattern[str], what: str, plural: str, inside: Callable[[Path], str]
) -> Iterator[Damage]:
    """What is wrong under a folder of files of one kind; `inside` says what is wrong in one, or ''.

    It looks under the folder's lock, since a file and its marks are two steps.
    """
    for folder in paths_in(root):
        if not folder.is_dir() or len(folder.name) != 2:
            yield Damage(folder, f"is no folder of {plural}")
            continue
        for path in paths_in(folder):
            wrong = misplaced(path, name, what)
            if wrong := _read_alone(path, inside) if wrong is None else wrong:
                yield Damage(path, wrong)


def _read_alone(path: Path, inside: Callable[[Path], str]) -> str:
    try:
        with locked(path.parent, LOCK_SECONDS):
            return inside(path)
    except (FileNotFoundError, Busy):
        return ""  # gone meanwhile, or in use
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    except Damaged:
        return "cannot be read"


def file_count(root: Path, name: re.Pattern[str]) -> int:
    """How many files of a kind there are."""
    return sum(bool(name.fullmatch(path.name)) for folder in paths_in(root) for path in paths_in(folder))


def mark_damages(root: Path, name: re.Pattern[str]) -> Iterator[Damage]:
    """What is in a folder of marks and is none."""
    for day in paths_in(root):
        if not DAY_NAME.fullmatch(day.name):
            yield Damage(day, "is no folder of marks")
        for slot in paths_in(day):
            if not SLOT_NAME.fullmatch(slot.name):
                yield Damage(slot, "is no folder of marks")
            yield from (Damage(p, "is no mark") for p in paths_in(slot) if not name.fullmatch(p.name))


def is_stray(path: Path) -> bool:
    """Under the folder's lock nobody writes: a file that is still there is nobody's."""
    try:
        with locked(path.parent, LOCK_SECONDS):
            return path.exists()
    except Busy:
        return False


def _of_vault(path: Path, sealed_bytes: frozenset[int]) -> Iterator[str]:
    try:
        tables = tables_of(path.read_bytes())
        head = head_of(tables["vault"]["1"])
        records = [_plain(document) for document in tables.get("records", {}).values()]
    except FileNotFoundError:
        return  # deleted meanwhile
    except OSError as error:
        yield f"cannot be read: {error.strerror}"
        return
    except (Damaged, KeyError, TypeError, ValueError):
        yield "cannot be read"
        return
    if set(tables) - {"vault", "records"} or len(tables["vault"]) != 1:
        yield "holds more than a vault"
    sizes, seqs = [sealed_size(record.sealed) for record in records], [record.seq for record in records]
    if len({record.id for record in records}) != len(records):
        yield "holds a record twice"
    if set(sizes) - sealed_bytes or not all(is_text(record.sealed or "") for record in records):
        yield "holds a record of an impossible size or form"
    if (head.records, head.size) != (len(records), sum(sizes)):
        yield "says another number of records or bytes than it holds"
    # Each accepted record raises the vault's sequence by one, and its own revision by one.
    if (
        head.seq != sum(record.rev for record in records)
        or len(set(seqs)) != len(seqs)
        or max(seqs, default=0) != head.seq
    ):
        yield "has a gap in its sequence"


def _plain(document: dict[str, Any]) -> Record:
    """A record whose values are of the right kinds. Raises KeyError, TypeError, ValueError."""
    id, rev, seq, sealed = (document[name] for name in ("id", "rev", "seq", "sealed"))
    bytes_of(id, 16)
    if type(rev) is not int or type(seq) is not int or not isinstance(sealed, str) or min(rev, seq) < 1:
        raise ValueError
    return Record(id, rev, seq, sealed)
