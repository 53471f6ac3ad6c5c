"""Commands on a folder that is not the data folder, or broken off: they say so, and change nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from restore_makers import Folders, Run
from webapp.cli import main, run

COMMANDS = {
    "check": ["check"],
    "sweep": ["sweep"],
    "sweep --put-back": ["sweep", "--put-back"],
    "remove": ["remove", "--link"],
    "backup": ["backup", "TARGET"],
    "move": ["move", "FOLDER", "TARGET"],
}


def places(folder: Path) -> list[str]:
    """Every file and folder below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.mark.parametrize("slip", ["above", "empty", "missing"])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_folder_where_no_server_has_been_is_refused(
    folders: Folders, name: str, slip: str,
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """Threat: a host is told that a link is gone, or that nothing is damaged, while it looked elsewhere."""
    (folders.root / "empty").mkdir()
    folder = {"above": folders.root, "empty": folders.root / "empty"}.get(slip, folders.root / "no/data")
    monkeypatch.setenv("EGNE_ORD_DATA", str(folder))
    before = places(folders.root)
    words = {"FOLDER": str(folder), "TARGET": str(folders.root.parent / f"{folders.root.name}-target")}
    code, (out, err) = main([words.get(each, each) for each in COMMANDS[name]]), capfd.readouterr()
    named = str(folder) if name == "move" else f"EGNE_ORD_DATA is {folder}"
    which = "" if name == "move" else ", which"
    why = (
        ": there is no such folder."
        if slip == "missing"
        else f"{which} is no data folder: no server has been there."
    )
    assert (code, out + err) == (
        (1, f"{named}{why} Nothing was copied.\n") if name == "backup" else (2, f"{named}{why}\n")
    )
    assert places(folders.root) == before
    assert not Path(words["TARGET"]).exists()


@pytest.mark.parametrize("finished", [True, False])
def test_a_backup_is_checked_without_a_trace(
    folders: Folders, backup: Run, restore: Run, finished: bool,
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    target = folders.root / "backup"
    backup(folders.data, target)
    if not finished:
        (target / "manifest.json").unlink()
    before = places(target)
    monkeypatch.setenv("EGNE_ORD_DATA", str(target))
    assert main(["check"]) == 0
    assert capfd.readouterr().out == "3 vaults, 2 lists of reminders, 0 shares, 0 damages\n"
    assert places(target) == before, "no lock is left that a restore would call a stray"
    if finished:
        assert "is not in the manifest" not in restore(folders.root / "new", target)[1]


def test_damage_in_a_backup_is_found_where_no_lock_can_be_made(
    folders: Folders, backup: Run, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    target = folders.root / "backup"
    backup(folders.data, target)
    head = folders.vault_file(folders.edited, target)
    head.write_bytes(b"{")
    monkeypatch.setenv("EGNE_ORD_DATA", str(target))

    def refuse(*_: object) -> int:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("storage.files.locks._acquire", refuse)
    assert main(["check"]) == 1
    said = capfd.readouterr().out
    assert said.startswith(f"vaults/3f/{head.name} cannot be read\n")
    assert said.endswith(" 1 damages\n")


def test_a_folder_is_moved_neither_into_itself_nor_out_of_itself(
    folders: Folders, capfd: pytest.CaptureFixture[str]
) -> None:
    before = folders.files()
    for target in (folders.data / "new", folders.root):
        assert main(["move", str(folders.data), str(target)]) == 2
        assert capfd.readouterr().err == "TO must be outside FROM, and must not contain it.\n"
    assert folders.files() == before


def test_a_restore_that_cannot_begin_says_so(folders: Folders, restore: Run) -> None:
    (folders.root / "file").write_text("x")
    refused = "It cannot begin (Not a directory). Nothing was changed.\n"
    assert restore(folders.root / "file/data", folders.copy) == (1, refused)


@pytest.mark.parametrize("options", [[], ["--put-back"], ["--confirm"]])
def test_a_sweep_of_what_was_moved_says_so(
    folders: Folders, options: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["move", str(folders.data), str(folders.root / "moved")]) == 0
    monkeypatch.setenv("EGNE_ORD_DATA", str(folders.data))
    capfd.readouterr()
    assert main(["sweep", *options]) == 1
    said = "The store takes no changes, since it was moved (see `move`). Nothing was swept.\n"
    assert capfd.readouterr().out == said


def test_who_breaks_off_at_the_prompt_removes_nothing(
    folders: Folders, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

        def readline(self, _: int) -> str:
            raise KeyboardInterrupt

    monkeypatch.setenv("EGNE_ORD_DATA", str(folders.data))
    monkeypatch.setattr("sys.stdin", Terminal())
    assert main(["remove", "--link"]) == 130
    assert capfd.readouterr().err == "Paste the link and press Enter:\n\nNothing was removed.\n"


def test_a_data_folder_needs_no_migration(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EGNE_ORD_STORE", "")
    assert main(["migrate"]) == 0
    assert "a data folder has no tables" in capfd.readouterr().out


def test_ctrl_c_ends_a_command_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("webapp.cli.main", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
    monkeypatch.setattr("sys.argv", ["egne-ord", "serve"])
    with pytest.raises(SystemExit, match="130"):
        run()
    assert capsys.readouterr().err == "\nIt was stopped before its end.\n"
