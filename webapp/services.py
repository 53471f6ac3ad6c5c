"""What the vaults' addresses stand on, made once for each process from the settings."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask

from storage.interface import Limits, Store
from storage.tinydb_store import TinyDBStore
from webapp.config import ImpossibleSetting, Settings
from webapp.rates import Counter, MemoryCounter, Rates
from webapp.sweeper import Sweeper


@dataclass(frozen=True, slots=True)
class Services:
    """What a view of the vaults asks."""

    settings: Settings
    store: Store
    rates: Rates
    sweeper: Sweeper


def limits_of(settings: Settings) -> Limits:
    """The limits of each vault."""
    return Limits(
        vault_bytes=settings.vault_bytes,
        records=settings.vault_records,
        unused_days=settings.unused_days,
        unvisited_days=settings.unvisited_days,
    )


def store_of(settings: Settings) -> Store:
    """The store that the settings ask for."""
    return TinyDBStore(settings.data, limits_of(settings), lock_seconds=settings.lock_seconds)


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
    limits = {"requests": settings.rate_requests, "vaults": settings.rate_vaults}
    return Rates(limits, settings.proxies, counter_of(settings))


def keep_services(app: Flask, settings: Settings) -> None:
    """Hang the services on the app. Opens and writes nothing."""
    store = store_of(settings)
    app.config["SERVICES"] = Services(settings, store, rates_of(settings), Sweeper(store))
