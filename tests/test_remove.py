"""The remove command: every trace of a link or a vault goes, nothing else does, and nothing is said of it."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from restore_makers import Folders, Run
from share_makers import HOUR, new_note
from storage import base64url
from storage.errors import NoShare, Unauthorized
from storage.manifest import check_manifest
from storage.shares.interface import ShareAccess
from storage.shares.tinydb import TinyDBShares
from storage.vaults.check import check_vaults
from storage_makers import SIZES, new_sealed
from webapp.cli import main
from webapp.commands.remove import name_of_link, name_of_vault

Remove = Callable[..., tuple[int, str]]
NOTHING = "Nothing is stored under that. It may have been withdrawn, deleted or expired before.\n"


@pytest.fixture
def remove(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Remove:
    """Runs the command in this process with a line of input. Returns the exit code and all output."""

    def run(data: Path, kind: str, line: str) -> tuple[int, str]:
        monkeypatch.setenv("EGNE_ORD_DATA", str(data))
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{line}\n"))
        code, captured = main(["remove", kind]), capfd.readouterr()
        return code, captured.out + captured.err

    return run


def linked(folders: Folders) -> tuple[str, str]:
    """A share that was answered. Returns its link and the name of its file."""
    id, key = base64url.encode(os.urandom(16)), base64url.encode(os.urandom(32))
    link = f"https://egneord.example/d#{id}.{key}.abcd"
    name = name_of_link(link)
    assert name is not None
    shares = TinyDBShares(folders.data)
    shares.make(ShareAccess(bytes.fromhex(name), os.urandom(32)), new_sealed(), HOUR)
    shares.answer(bytes.fromhex(name), new_note())
    return link, name


def spread(data: Path, kind: str, name: str) -> None:
    """Put a file also where a restore, a sweep and a killed writer leave one."""
    path = data / kind / name[:2] / f"{name}.json"
    for place in ("before-restore-1", "before-restore-2", "expired/20261126"):
        aside = data / place / kind / name[:2]
        aside.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, aside)
    path.with_name(f"{path.name}.tmp").write_bytes(b"half")


def traces(folder: Path, name: str) -> list[str]:
    """Every path with the name in it, and every file whose content has it."""
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if name in path.name or (path.is_file() and name.encode() in path.read_bytes())
    ]


def test_every_trace_of_a_link_goes_and_nothing_else_does(folders: Folders, remove: Remove) -> None:
    link, name = linked(folders)
    spread(folders.data, "shares", name)
    others = {path: content for path, content in folders.files().items() if name not in path}
    code, output = remove(folders.data, "--link", link)
    assert (code, output.startswith("Removed: 2 files that were served, 3 of expired/")) == (0, True)
    assert "1 marks" in output
    assert traces(folders.data, name) == []
    assert folders.files() == others
    with pytest.raises(NoShare):
        TinyDBShares(folders.data).get(bytes.fromhex(name))
    assert all(part not in output for part in (link, name, *link.split("#")[1].split(".")))
    assert remove(folders.data, "--link", link) == (1, NOTHING)


def test_every_trace_of_a_vault_goes_and_nothing_else_does(folders: Folders, remove: Remove) -> None:
    id = base64url.encode(folders.edited.vault_id)
    name = folders.edited.vault_id.hex()
    spread(folders.data, "vaults", name)
    segment = folders.vault_file(folders.edited).with_name(f"{name}.0123456789abcdef.json")
    segment.write_bytes(b"{}")  # whatever else a vault consists of begins with its name
    others = {path: content for path, content in folders.files().items() if name not in path}
    traced = traces(folders.data, name)
    code, output = remove(folders.data, "--vault", id)
    assert (code, id in output, name in output) == (0, False, False)
    served = [each for each in traced if each.startswith("vaults/")]
    assert output.startswith(f"Removed: {len(served)} files that were served, 3 of expired/")
    assert traces(folders.data, name) == []
    assert folders.files() == others
    with pytest.raises(Unauthorized):
        folders.records(folders.edited)
    assert list(check_vaults(folders.data, frozenset(SIZES))) == []


def test_a_backup_still_holds_after_something_was_removed_from_it(
    folders: Folders, backup: Run, restore: Run, remove: Remove, tmp_path: Path
) -> None:
    link, name = linked(folders)
    target = tmp_path / "backup"
    backup(folders.data, target, "--with-shares")
    for kind, line in (("--link", link), ("--vault", f"vaults/3f/{folders.edited.vault_id.hex()}.json")):
        assert remove(target, kind, line)[0] == 0
    assert traces(target, name) + traces(target, folders.edited.vault_id.hex()) == []
    assert list(check_manifest(target)) == []
    assert not list(target.rglob("lock")), "nothing is added to a backup"
    new = Folders(tmp_path / "new")
    assert restore(new.data, target)[1].startswith("Put back: 2 vaults, 2 reminders, 2 shares.")


def test_a_link_is_understood_as_it_may_come() -> None:
    id = base64url.encode(bytes(range(16)))
    name = name_of_link(id)
    assert name is not None
    tail = f"{id}.{'k' * 43}.abcd"
    for text in (f"https://x.example/d#{tail}", f"https://x.example/da/d%23{tail}", f"x/d%2523{tail}", tail):
        assert name_of_link(text) == name
    assert name_of_link(f"shares/{name[:2]}/{name}.json") == name_of_link(name) == name
    assert name_of_vault(id) == bytes(range(16)).hex()
    for text in ("", "https://x.example/d", "../../etc", id[:-1], f"{id}x", "0" * 63, "*"):
        assert name_of_link(text) is None
        assert name_of_vault(text) is None


def test_what_is_no_link_or_vault_removes_nothing(folders: Folders, remove: Remove) -> None:
    before = folders.files()
    assert remove(folders.data, "--link", "x#y") == (2, "That is no link. Nothing was removed.\n")
    assert remove(folders.data, "--vault", "") == (2, "That is no id of a vault. Nothing was removed.\n")
    code, output = remove(folders.data, "--vault", " ".join(["hest"] * 12))
    assert (code, "hest" in output, "do not ask for them" in output) == (2, False, True)
    assert folders.files() == before
    assert main(["remove"]) == main(["remove", "--link", "--vault"]) == 2
