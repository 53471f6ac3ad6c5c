"""What vaults, reminders and shares stand on, made once for each process from the settings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Flask

from storage.reminders.interface import ReminderStore
from storage.reminders.tinydb import TinyDBReminders
from storage.shares.interface import ShareStore
from storage.shares.tinydb import TinyDBShares
from storage.steady_clock import SteadyClock
from storage.vaults.interface import Limits, VaultStore
from storage.vaults.tinydb import TinyDBVaults
from webapp.config import ImpossibleSetting, Settings
from webapp.push_hosts import Hosts
from webapp.rates import Counter, MemoryCounter, Rates
from webapp.sender import Sender
from webapp.sweeper import Sweeper
from webapp.vapid import VapidKeys

PORT = re.compile(r":[0-9]+$")
NOBODY = "mailto:reminders@egne-ord.example"
"""For push services where a host has said nothing: well formed, as some insist, and nobody's address."""


@dataclass(frozen=True, slots=True)
class Services:
    """What a view asks."""

    settings: Settings
    store: VaultStore
    rates: Rates
    sweeper: Sweeper
    reminders: ReminderStore
    shares: ShareStore
    hosts: Hosts
    keys: VapidKeys


def limits_of(settings: Settings) -> Limits:
    """The limits of each vault."""
    return Limits(
        vault_bytes=settings.vault_bytes,
        records=settings.vault_records,
        unused_days=settings.unused_days,
        unvisited_days=settings.unvisited_days,
    )


def store_of(settings: Settings) -> VaultStore:
    """The store that the settings ask for."""
    return TinyDBVaults(settings.data, limits_of(settings), lock_seconds=settings.lock_seconds)


def reminders_of(settings: Settings) -> ReminderStore:
    """The store of reminders that the settings ask for."""
    return TinyDBReminders(settings.data, lock_seconds=settings.lock_seconds)


def shares_of(settings: Settings) -> ShareStore:
    """The store of shares that the settings ask for."""
    return TinyDBShares(settings.data, lock_seconds=settings.lock_seconds)


def contact_of(settings: Settings) -> str:
    """Where push services reach whoever runs this server."""
    return settings.contact or PORT.sub("", settings.origin) or NOBODY


def sender_of(settings: Settings) -> Sender:
    """What sends reminders."""
    from webapp.push import Pusher  # brings much that a start need not wait for

    hosts, keys = Hosts(settings.push_hosts), VapidKeys(settings.data)
    pusher = Pusher(keys, contact_of(settings), hosts, settings.origin)
    return Sender(reminders_of(settings), pusher)


def counter_of(settings: Settings) -> Counter:
    """Where requests are counted. Raises ImpossibleSetting."""
    if not settings.redis:
        return MemoryCounter()
    try:
        from webapp.redis_counter import RedisCounter
    except ImportError:
        raise ImpossibleSetting("EGNE_ORD_REDIS needs the Python package redis.") from None
    return RedisCounter(settings.redis)


def rates_of(settings: Settings) -> Rates:
    """The limits per address that the settings ask for. Raises ImpossibleSetting."""
    limits = {
        "requests": settings.rate_requests,
        "vaults": settings.rate_vaults,
        "shares": settings.rate_shares,
    }
    return Rates(limits, settings.proxies, counter_of(settings))


def keep_services(app: Flask, settings: Settings) -> None:
    """Hang the services on the app. Opens and writes nothing."""
    store, reminders, shares = store_of(settings), reminders_of(settings), shares_of(settings)
    app.config["SERVICES"] = Services(
        settings,
        store,
        rates_of(settings),
        Sweeper(
            [shares.sweep, store.sweep, reminders.sweep],
            is_steady=SteadyClock(settings.data).is_steady,
        ),
        reminders,
        shares,
        Hosts(settings.push_hosts),
        VapidKeys(settings.data),
    )
