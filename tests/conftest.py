"""Fixtures that tests share: real servers, an app on empty data, a clock, a push service, a copy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from browser.real_server import RealServer, free_port
from push_service import PushService
from restore_makers import Folders, Run, make_folders
from storage_makers import Clock
from webapp import create_app
from webapp.cli import main
from webapp.config import Settings


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """A running server that no test stops."""
    with RealServer(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """A running server that the test may stop and start."""
    with RealServer(tmp_path_factory.mktemp("own-server")) as running:
        yield running


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An app with default settings, whose data folder is empty when the module's tests begin."""
    return create_app(Settings(data=tmp_path_factory.mktemp("data")))


@pytest.fixture
def clock() -> Clock:
    """A clock that the test moves."""
    return Clock()


@pytest.fixture
def service(tmp_path: Path) -> Iterator[PushService]:
    """A running push service."""
    with PushService(tmp_path) as running:
        yield running


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """A data folder and an older copy of it."""
    return make_folders(tmp_path)


@pytest.fixture
def restore(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in this process. Returns the exit code and all output."""

    def run(data: Path, copy: Path, port: int | None = None) -> tuple[int, str]:
        monkeypatch.setenv("EGNE_ORD_DATA", str(data))
        monkeypatch.setenv("PORT", str(port or free_port()))
        code, captured = main(["restore", str(copy), "--over"]), capfd.readouterr()
        return code, captured.out + captured.err

    return run


@pytest.fixture
def backup(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in this process. Returns the exit code and all output."""

    def run(data: Path, target: Path, *options: str) -> tuple[int, str]:
        monkeypatch.setenv("EGNE_ORD_DATA", str(data))
        code, captured = main(["backup", str(target), *options]), capfd.readouterr()
        return code, captured.out + captured.err

    return run
