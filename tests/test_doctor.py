"""`egne-ord doctor` and `egne-ord show-config`: what each says to a host, and that no secret is printed."""

from __future__ import annotations

import dataclasses
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from browser.real_server import RealServer, free_port
from webapp.cli import main
from webapp.commands.checks_of_a_host import (
    clock_is_steady,
    data_can_be_written,
    is_not_root,
    key_can_be_read,
    origin_is_set,
    port_is_free_or_ours,
    proxies_are_set,
)
from webapp.commands.doctor import push_service_answers
from webapp.config import Settings
from webapp.push.vapid import VapidKeys

NOBODY = 65534
Said = Callable[..., tuple[int, str]]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Said:
    """Runs a command with these variables. Returns its exit code and what it printed."""

    def run(command: str, **environment: str) -> tuple[int, str]:
        for variable, text in {
            "EGNE_ORD_DATA": str(tmp_path),
            "PORT": str(free_port()),
            **environment,
        }.items():
            monkeypatch.setenv(variable, text)
        return main([command]), capsys.readouterr().out

    return run


def test_show_config_prints_every_setting_and_where_it_comes_from(said: Said) -> None:
    code, output = said("show-config", EGNE_ORD_WORKERS="3", EGNE_ORD_SENDER="off")
    lines = output.splitlines()
    variables = [row.metadata["variable"] for row in dataclasses.fields(Settings)]
    assert (code, [line.partition("=")[0] for line in lines]) == (0, variables)
    assert "EGNE_ORD_WORKERS=3  # environment" in lines
    assert "EGNE_ORD_SENDER=off  # environment" in lines
    assert f"EGNE_ORD_VAULT_RECORDS={Settings().vault_records}  # default" in lines


@pytest.mark.parametrize("user", ["", "counter"])
def test_show_config_hides_the_password_of_a_redis(said: Said, user: str) -> None:
    output = said("show-config", EGNE_ORD_REDIS=f"redis://{user}:s3cret@counts.example/0")[1]
    assert "s3cret" not in output
    assert "EGNE_ORD_REDIS=redis://…@counts.example/0  # environment" in output


def test_doctor_finds_nothing_wrong_with_a_host_that_is_set_up(said: Said, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o700)
    code, output = said(
        "doctor", EGNE_ORD_DATA=str(tmp_path / "data"), EGNE_ORD_ORIGIN="https://egneord.example",
        EGNE_ORD_PROXIES="1", EGNE_ORD_CONTACT="mailto:vagt@egneord.example",
    )  # fmt: skip
    lines = output.splitlines()
    assert (code, lines[-1]) == (0, f"{len(lines) - 1} checks, 0 wrong: it can serve")
    assert {line.split()[0] for line in lines[:-1]} <= {"ok", "advice"}
    assert [line for line in lines if "Nobody has confirmed the crisis lines" in line]


def test_doctor_ends_with_1_and_names_what_is_wrong(said: Said, tmp_path: Path) -> None:
    (tmp_path / "vapid.pem").write_text("x")
    code, output = said("doctor", EGNE_ORD_ORIGIN="https://egneord.example")
    assert code == 1
    assert re.search(r"(?m)^wrong +vapid\.pem in the data folder holds no key", output)
    assert re.search(r"(?m)^wrong +EGNE_ORD_PROXIES is 0", output)
    assert output.splitlines()[-1].endswith("2 wrong")


def test_a_data_folder_that_is_a_file_or_shown_to_others_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert data_can_be_written(Settings(data=tmp_path / "file")).mark == "wrong"
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o755)
    assert data_can_be_written(Settings(data=tmp_path / "open")).mark == "advice"
    (tmp_path / "open").chmod(0o700)
    found = data_can_be_written(Settings(data=tmp_path / "open"))
    assert (found.mark, list((tmp_path / "open").iterdir())) == ("ok", [])
    assert data_can_be_written(Settings(data=tmp_path / "open/later/data")).sentence.endswith("when needed.")


@contextmanager
def somebody_else() -> Iterator[None]:
    """Be a user to whom nothing belongs, if this is root; others may not write in a folder of 0500 anyway."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


def test_a_folder_that_this_user_may_not_write_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o500)
    tmp_path.chmod(0o711)
    with somebody_else():
        assert data_can_be_written(Settings(data=tmp_path / "data")).mark == "wrong"


def test_a_data_folder_that_this_user_may_not_see_is_named(tmp_path: Path) -> None:
    (tmp_path / "closed/data").mkdir(parents=True)
    (tmp_path / "closed").chmod(0o000)
    with somebody_else():
        assert data_can_be_written(Settings(data=tmp_path / "closed/data")).mark == "wrong"
    (tmp_path / "closed").chmod(0o700)


def test_a_key_that_others_may_read_is_named(tmp_path: Path) -> None:
    assert key_can_be_read(Settings(data=tmp_path)).mark == "ok"
    VapidKeys(tmp_path).public_text()
    assert key_can_be_read(Settings(data=tmp_path)).mark == "ok"
    (tmp_path / "vapid.pem").chmod(0o644)
    assert key_can_be_read(Settings(data=tmp_path)).mark == "advice"


def test_a_clock_that_leapt_is_named(tmp_path: Path) -> None:
    (tmp_path / "vaults").mkdir()
    assert clock_is_steady(Settings(data=tmp_path)).mark == "ok"
    (tmp_path / "clock.json").write_text('{"day":1,"sweep_day":1}')
    assert clock_is_steady(Settings(data=tmp_path)).mark == "advice"


def test_a_port_is_free_ours_or_taken(server: RealServer) -> None:
    assert port_is_free_or_ours(Settings(port=server.port)).sentence.startswith("Egne ord answers")
    assert port_is_free_or_ours(Settings(port=free_port())).sentence.endswith("no server runs there now.")


def test_another_program_on_the_port_is_wrong(tmp_path: Path) -> None:
    command = [sys.executable, "-u", "-m", "http.server", "--bind", "127.0.0.1", "--directory", str(tmp_path)]
    pipe, null = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen([*command, "0"], stdout=pipe, stderr=null, text=True) as other:
        assert other.stdout is not None
        port = int(re.findall(r"port (\d+)", other.stdout.readline())[0])
        found = port_is_free_or_ours(Settings(port=port))
        other.terminate()
    assert (found.mark, found.sentence[:24]) == ("wrong", "Another program has port")


@pytest.mark.parametrize(
    ("settings", "mark"),
    [
        (Settings(), "ok"),
        (Settings(origin="https://a.example"), "wrong"),
        (Settings(origin="https://a.example", proxies=1), "ok"),
        (Settings(origin="https://a.example", proxies=1, host="0.0.0.0"), "advice"),
    ],
)
def test_a_forgotten_proxy_is_wrong(settings: Settings, mark: str) -> None:
    assert proxies_are_set(settings).mark == mark


def test_an_address_that_is_missing_is_advice() -> None:
    assert [origin_is_set(Settings(origin=text)).mark for text in ("", "https://a.example")] == [
        "advice",
        "ok",
    ]


def test_root_is_told_to_use_another_user() -> None:
    assert is_not_root(Settings()).mark == ("advice" if os.geteuid() == 0 else "ok")


def test_a_push_service_that_cannot_be_reached_is_named_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = ("127.0.0.1", closed.getsockname()[1])
    found = push_service_answers("push.example", lambda host: [address])
    assert (found.mark, "push.example cannot be reached" in found.sentence) == ("advice", True)
    assert push_service_answers("push.example", lambda host: []).mark == "advice"
