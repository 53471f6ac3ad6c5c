"""Shared by all tests: a real server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from browser.real_server import RealServer


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
