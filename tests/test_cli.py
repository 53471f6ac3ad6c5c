"""The host's commands: what they find, what they leave alone, and what they never print."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from share_makers import new_note, new_share, share_file
from storage.files.paths import path_of
from storage.shares.tinydb import TinyDBShares
from storage.steady_clock import SteadyClock
from storage.vaults.interface import Access
from storage.vaults.tinydb import TinyDBVaults
from storage_makers import Clock, new_access, new_push, new_sealed
from webapp.cli import main, usage
from webapp.config import ROOT

LISTED = ["serve", "check", "sweep", "send-reminders", "backup", "restore", "remove", "show-config", "doctor"]
Command = Callable[..., tuple[int, str]]


def command_itself(name: str, data: Path) -> tuple[int, str, str]:
    """Run the command as a process. Returns its exit code, stdout and stderr."""
    ended = subprocess.run(
        [sys.executable, "-m", "webapp.cli", name], cwd=ROOT, text=True, capture_output=True,
        env={**os.environ, "EGNE_ORD_DATA": str(data)},
    )  # fmt: skip
    return ended.returncode, ended.stdout, ended.stderr


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """A function that runs a command in this process. Returns the exit code and all output."""

    def run(name: str, data: Path, *more: str) -> tuple[int, str]:
        monkeypatch.setenv("EGNE_ORD_DATA", str(data))
        code, captured = main([name, *more]), capfd.readouterr()
        return code, captured.out + captured.err

    return run


@pytest.fixture
def vault(tmp_path: Path) -> tuple[Access, Path]:
    """A vault of three records, one of them edited, next to a second vault."""
    store, access = TinyDBVaults(tmp_path), new_access(0x3F)
    for each in (access, new_access()):
        store.make(each)
        store.push(each, pushes := [new_push() for _ in range(3)])
        store.push(each, [new_push(1, pushes[0].id)])
    return access, Path(path_of(tmp_path / "vaults", access.vault_id))


def test_the_commands_run_as_a_program(tmp_path: Path, vault: tuple[Access, Path]) -> None:
    healthy = "2 vaults, 0 lists of reminders, 0 shares, 0 damages\n"
    assert command_itself("check", tmp_path) == (0, healthy, "")
    vault[1].write_text("{")
    code, output, wrong = command_itself("check", tmp_path)
    assert (code, output.splitlines()[-1], wrong) == (
        1,
        healthy.strip().replace("0 damages", "1 damages"),
        "",
    )
    code, output, wrong = command_itself("help", tmp_path)
    assert (code, output.splitlines()[0], wrong) == (0, "Usage: egne-ord COMMAND", "")
    assert set(LISTED) <= {line.split()[0] for line in output.splitlines()[1:]}
    assert all(len(line.split()) > 3 for line in output.splitlines()[1:]), "each command has a sentence"


def test_a_healthy_store_has_no_damage(command: Command, tmp_path: Path, vault: tuple[Access, Path]) -> None:
    assert command("check", tmp_path) == (0, "2 vaults, 0 lists of reminders, 0 shares, 0 damages\n")
    assert command("sweep", tmp_path)[0] == 0
    assert command("check", tmp_path) == (0, "2 vaults, 0 lists of reminders, 0 shares, 0 damages\n")


def test_a_folder_where_nothing_was_stored_yet_has_no_damage(command: Command, tmp_path: Path) -> None:
    (tmp_path / "server.lock").write_text("")
    assert command("check", tmp_path) == (0, "0 vaults, 0 lists of reminders, 0 shares, 0 damages\n")
    assert command("sweep", tmp_path)[0] == 0
    assert [path.name for path in tmp_path.iterdir()] == ["server.lock"]


Change = Callable[[dict[str, Any]], object]
CHANGES: dict[str, tuple[Change, str]] = {
    "a record twice": (lambda t: t["records"].update({"9": t["records"]["1"]}), "holds a record twice"),
    "a gap": (lambda t: t["records"]["2"].update(rev=7), "gap in its sequence"),
    "a number twice": (lambda t: t["records"]["2"].update(seq=3), "gap in its sequence"),
    "a newer head": (lambda t: t["vault"]["1"].update(seq=9), "gap in its sequence"),
    "a record gone": (lambda t: t["records"].pop("2"), "another number of records or bytes"),
    "a size": (lambda t: t["records"]["2"].update(sealed="AAAA"), "impossible size"),
    "no letter": (lambda t: t["records"]["2"].update(sealed="!" * 5500), "impossible size or form"),
    "an id": (lambda t: t["records"]["2"].update(id="../x"), "cannot be read"),
    "a kind": (lambda t: t["records"]["2"].update(rev="2"), "cannot be read"),
    "no record": (lambda t: t["records"].update({"2": None}), "cannot be read"),
    "another table": (lambda t: t.update(more={}), "holds more than a vault"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_damage_inside_a_vault_is_found(
    command: Command, tmp_path: Path, vault: tuple[Access, Path], change: str
) -> None:
    tables = json.loads(vault[1].read_text())
    CHANGES[change][0](tables)
    vault[1].write_text(json.dumps(tables))
    code, output = command("check", tmp_path)
    assert code == 1
    assert CHANGES[change][1] in output
    assert all(line.startswith(f"vaults/3f/{vault[1].name} ") for line in output.splitlines()[:-1])
    assert_no_secret_in(tables, output)


def assert_no_secret_in(tables: dict[str, Any], output: str) -> None:
    assert tables["vault"]["1"]["token_sha256"] not in output
    assert not [
        r for r in tables["records"].values() if r and (r["id"] in output or r["sealed"][:40] in output)
    ]


def test_damaged_and_misplaced_files_are_found(
    command: Command, tmp_path: Path, vault: tuple[Access, Path]
) -> None:
    path = vault[1]
    elsewhere = tmp_path / "vaults/00"
    elsewhere.mkdir(exist_ok=True)
    (elsewhere / path.name).write_bytes(path.read_bytes())
    (elsewhere / "notes").write_text("x")
    (elsewhere / f"{path.name}.tmp").write_bytes(b"half")
    (tmp_path / "vaults/file").write_text("x")
    path.write_bytes(path.read_bytes()[:-1])
    code, output = command("check", tmp_path)
    assert code == 1
    for line in (
        f"vaults/00/{path.name} is in the wrong folder",
        "vaults/00/notes is no vault",
        f"vaults/00/{path.name}.tmp is a stray temporary file",
        "vaults/file is no folder of vaults",
        f"vaults/3f/{path.name} cannot be read",
    ):
        assert line in output
    assert output.endswith(" 5 damages\n")


def test_after_a_leap_of_the_clock_a_sweep_removes_nothing(command: Command, tmp_path: Path) -> None:
    (tmp_path / "vaults").mkdir()
    assert command("sweep", tmp_path)[0] == 0
    (tmp_path / "clock.json").write_bytes(b'{"day":1000,"sweep_day":1000}')
    code, output = command("sweep", tmp_path)
    assert (code, command("sweep", tmp_path)) == (1, (code, output))
    assert output.startswith("The clock of this machine leapt from 1972-09-27 to ")
    assert output.endswith(
        ": nothing is removed for 7 days. If it is right now, `sweep --confirm` removes what has expired.\n"
    )


def test_a_sweep_puts_expired_vaults_aside_and_removes_strays(command: Command, tmp_path: Path) -> None:
    past = Clock()
    past.now = 0.0
    store = TinyDBVaults(tmp_path, clock=past)
    store.make(access := new_access())
    path = Path(path_of(tmp_path / "vaults", access.vault_id))
    path.with_name(path.name + ".tmp").write_bytes(b"half")
    SteadyClock(tmp_path).confirm()  # else the clock seems to have leapt since 1970
    code, output = command("sweep", tmp_path)
    assert (code, output) == (
        0,
        "1 expired vaults put into expired/, 0 old ones and 1 stray files removed, 0 old reminders removed, "
        "0 expired shares removed, 0 marks mended, 0 folders and 0 shares could not be had\n",
    )
    assert not path.exists()
    assert "holds 1 vaults, for 30 days from then on\n0 vaults" in command("check", tmp_path)[1]


def test_shares_are_checked_and_expired_ones_removed(command: Command, tmp_path: Path) -> None:
    past = Clock()
    ended, stays, broken = new_share(), new_share(0x3F), new_share(0x3F)
    TinyDBShares(tmp_path, past).make(ended, new_sealed(), 3600)
    for access in (stays, broken):
        TinyDBShares(tmp_path).make(access, new_sealed(), 3600)
        TinyDBShares(tmp_path).answer(access.name, new_note())
    assert command("check", tmp_path) == (0, "0 vaults, 0 lists of reminders, 3 shares, 0 damages\n")
    share_file(tmp_path, broken).write_bytes(b"{")
    assert command("sweep", tmp_path) == (
        0,
        "0 expired vaults put into expired/, 0 old ones and 0 stray files removed, 0 old reminders removed, "
        "1 expired shares removed, 0 marks mended, 0 folders and 0 shares could not be had\n",
    )
    code, output = command("check", tmp_path)
    line = f"shares/3f/{share_file(tmp_path, broken).name} cannot be read\n"
    assert (code, output) == (1, f"{line}0 vaults, 0 lists of reminders, 2 shares, 1 damages\n")


WRONG = [("",), ("helf",), ("check", "more"), ("restore",), ("restore", "a", "b"), ("restore", "a", "--all")]


@pytest.mark.parametrize("names", WRONG)
def test_an_unknown_command_prints_the_usage(
    command: Command, tmp_path: Path, names: tuple[str, ...]
) -> None:
    assert command(names[0], tmp_path, *names[1:]) == (2, f"{usage()}\n")


@pytest.mark.parametrize("names", [("help",), ("--help",), ("-h",), ("check", "--help")])
def test_who_asks_for_the_usage_gets_it(
    tmp_path: Path, names: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*names]) == 0
    assert tuple(capsys.readouterr()) == (f"{usage()}\n", "")


def check_into(output: int, data: Path, unbuffered: str = "") -> tuple[int, str]:
    """Run `check` with its output going somewhere. Returns its exit code and its errors."""
    ended = subprocess.run(
        [sys.executable, "-m", "webapp.cli", "check"], cwd=ROOT, text=True, stdout=output,
        stderr=subprocess.PIPE,
        env={**os.environ, "EGNE_ORD_DATA": str(data), "PYTHONUNBUFFERED": unbuffered},
    )  # fmt: skip
    return ended.returncode, ended.stderr


def test_output_that_cannot_be_written_is_a_sentence(tmp_path: Path, vault: tuple[Access, Path]) -> None:
    with Path("/dev/full").open("w") as full:
        said = "The output cannot be written (No space left on device).\n"
        assert check_into(full.fileno(), tmp_path) == (1, said)


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_closed_pipe_ends_a_command_without_a_word(
    tmp_path: Path, vault: tuple[Access, Path], unbuffered: str
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    assert check_into(writing, tmp_path, unbuffered) == (141, "")
    os.close(writing)
