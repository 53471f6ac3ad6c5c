"""Fixtures that run each contract test on every store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reminder_makers import REMINDER_STORES
from share_makers import SHARE_STORES
from storage.reminders.interface import ReminderStore
from storage.shares.interface import ShareStore
from storage.vaults.interface import Limits, VaultStore
from storage_makers import STORES, Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=STORES)
def store_with(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Callable[..., VaultStore]:
    """Makes a store of vaults of each kind, with the limits that a test asks for."""
    return lambda **limits: STORES[request.param](tmp_path, Limits(**limits), clock)


@pytest.fixture
def store(store_with: Callable[..., VaultStore]) -> VaultStore:
    return store_with()


@pytest.fixture(params=REMINDER_STORES)
def reminders(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> ReminderStore:
    """A store of reminders of each kind."""
    return REMINDER_STORES[request.param](tmp_path, clock)


@pytest.fixture(params=SHARE_STORES)
def shares(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> ShareStore:
    """A store of shares of each kind."""
    return SHARE_STORES[request.param](tmp_path, clock)
