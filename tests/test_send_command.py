"""`send-reminders` as a host starts it: on a folder that is a backup, or that no server has used yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from restore_makers import Folders, Run
from webapp.cli import main


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in this process, with a sender that ends at once. Returns the code and all output."""

    class Sender:
        def run(self, _: object) -> None:
            pass

    monkeypatch.setattr("webapp.commands.send.sender_of", lambda _: Sender())
    monkeypatch.setattr("webapp.commands.send.log_json", lambda: None)
    monkeypatch.setattr("webapp.commands.send.signal.signal", lambda *_: None)

    def run(data: Path) -> tuple[int, str]:
        monkeypatch.setenv("EGNE_ORD_DATA", str(data))
        code, captured = main(["send-reminders"]), capfd.readouterr()
        return code, captured.out + captured.err

    return run


def test_nothing_is_sent_from_a_backup(folders: Folders, backup: Run, sent: Run) -> None:
    """Threat: people are reminded a second time, and the backup is no longer what its manifest says."""
    target = folders.root / "backup"
    backup(folders.data, target)
    before = sorted(target.rglob("*"))
    refused = f"EGNE_ORD_DATA is {target}, which is a backup: `restore` it elsewhere.\n"
    assert sent(target) == (2, refused)
    assert sorted(target.rglob("*")) == before


def test_a_sender_may_start_before_the_first_server_and_says_so(tmp_path: Path, sent: Run) -> None:
    said = f"No server has been in {tmp_path}/data yet: reminders are sent once one has.\n"
    assert sent(tmp_path / "data") == (0, said)
    assert sent(tmp_path / "data") == (0, said), "a sender is no server"
    (tmp_path / "data/server.lock").write_text("")
    assert sent(tmp_path / "data") == (0, "")


def test_a_sender_on_a_data_folder_says_nothing(folders: Folders, sent: Run) -> None:
    assert sent(folders.data) == (0, "")
