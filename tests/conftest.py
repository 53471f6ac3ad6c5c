"""Fixtures that many tests share: real servers, an app on empty data, a clock, a push service."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from browser.real_server import RealServer
from push_service import PushService
from storage_makers import Clock
from webapp import create_app
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
