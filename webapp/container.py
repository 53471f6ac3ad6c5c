"""Composition root: builds the stores, rate limiter and sender from the settings, once per process."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from storage import base64url
from storage.files.disk_reserve import DiskReserve
from storage.place import ImpossibleStore, Place, Sizes, Stores
from storage.reminders.interface import ReminderStore
from storage.shares.interface import ShareStore
from storage.stores import open_stores
from storage.vaults.interface import Limits, VaultStore
from webapp.api.admission import Admission
from webapp.api.counters import Counter, MemoryCounter
from webapp.api.rate_limits import RateLimiter, units_of
from webapp.api.share_validation import NOTE_SIZES
from webapp.api.validation import SEALED_TEXTS
from webapp.config import ImpossibleSetting, Settings
from webapp.metrics import count_reminders
from webapp.push.hosts import Hosts
from webapp.push.sender import Sender
from webapp.push.vapid import VapidKeys
from webapp.readiness import Heartbeat, Readiness, readiness_of
from webapp.sweeper import Sweeper

PORT = re.compile(r":[0-9]+$")
DEFAULT_CONTACT = "mailto:reminders@egne-ord.example"
"""For push services where the host set none: well formed, as some require, and nobody's real address."""


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a view may use."""

    settings: Settings
    store: VaultStore
    rate_limiter: RateLimiter
    admission: Admission
    sweeper: Sweeper
    reminders: ReminderStore
    shares: ShareStore
    hosts: Hosts
    keys: VapidKeys
    readiness: Readiness


def limits_of(settings: Settings) -> Limits:
    """The limits of each vault."""
    return Limits(
        vault_bytes=settings.vault_bytes,
        records=settings.vault_records,
        unused_days=settings.unused_days,
        unvisited_days=settings.unvisited_days,
    )


def place_of(settings: Settings) -> Place:
    """Where the stores are."""
    return Place(settings.data, settings.store, limits_of(settings), settings.lock_seconds)


def sizes_of_texts() -> Sizes:
    """The sizes that sealed texts may have."""
    return Sizes(frozenset(base64url.decoded_size(length) for length in SEALED_TEXTS), NOTE_SIZES)


def stores_for_move(settings: Settings) -> Stores:
    """The stores that the settings name, to be filled or moved by a command. Raises ImpossibleSetting."""
    return _stores_at(replace(place_of(settings), is_for_move=True))


def stores_of(settings: Settings, *, is_copy: bool = False) -> Stores:
    """The stores that the settings name. Raises ImpossibleSetting. `is_copy`: see Place."""
    return _stores_at(replace(place_of(settings), is_copy=is_copy))


def _stores_at(place: Place) -> Stores:
    try:
        return open_stores(place)
    except ImpossibleStore as error:
        raise ImpossibleSetting(f"EGNE_ORD_STORE: {error}") from None


def store_of(settings: Settings) -> VaultStore:
    """The vault store. Raises ImpossibleSetting."""
    return stores_of(settings).vaults


def reminders_of(settings: Settings) -> ReminderStore:
    """The reminder store. Raises ImpossibleSetting."""
    return stores_of(settings).reminders


def shares_of(settings: Settings) -> ShareStore:
    """The share store. Raises ImpossibleSetting."""
    return stores_of(settings).shares


def contact_of(settings: Settings) -> str:
    """Where push services can contact the host: a `mailto:` or `https:` address."""
    return settings.contact or PORT.sub("", settings.origin) or DEFAULT_CONTACT


def sender_of(settings: Settings) -> Sender:
    """The sender of reminders."""
    from webapp.push.client import WebPushClient  # slow to import, and not needed to start serving

    stores = stores_of(settings)
    hosts, keys = Hosts(settings.push_hosts), VapidKeys(stores.keys)
    client = WebPushClient(keys, contact_of(settings), hosts, settings.origin)
    beat, count = Heartbeat(settings.data).beat, count_reminders(settings)
    return Sender(stores.reminders, client, beat=beat, count=count, is_steady=stores.clock.is_steady)


def counter_of(settings: Settings) -> Counter:
    """Where requests are counted: in this process, or in Redis. Raises ImpossibleSetting."""
    if not settings.redis:
        return MemoryCounter()
    try:
        from webapp.api.redis_counter import RedisCounter
    except ImportError:
        raise ImpossibleSetting("EGNE_ORD_REDIS needs the Python package redis.") from None
    return RedisCounter(settings.redis)


def rate_limiter_of(settings: Settings) -> RateLimiter:
    """The rate limiter. Raises ImpossibleSetting."""
    limits = {
        "requests": settings.rate_requests,
        "vaults": settings.rate_vaults,
        "shares": settings.rate_shares,
        "bytes": units_of(settings.rate_bytes),
        "host": units_of(settings.host_bytes),
    }
    return RateLimiter(limits, settings.proxies, counter_of(settings))


def admission_of(settings: Settings, limiter: RateLimiter) -> Admission:
    """What decides whether there is room for new data."""
    reserve = DiskReserve(settings.data, settings.reserve_bytes)
    return Admission(limiter, reserve, units_of(settings.host_bytes))


def services_of(settings: Settings) -> Services:
    """Build all services. Opens and writes no file. Raises ImpossibleSetting."""
    stores = stores_of(settings)
    store, reminders, shares = stores.vaults, stores.reminders, stores.shares
    limiter = rate_limiter_of(settings)
    sweeper = Sweeper(
        [shares.sweep, store.sweep, reminders.sweep],
        is_steady=stores.clock.is_steady,
    )
    return Services(
        settings=settings,
        store=store,
        rate_limiter=limiter,
        admission=admission_of(settings, limiter),
        sweeper=sweeper,
        reminders=reminders,
        shares=shares,
        hosts=Hosts(settings.push_hosts),
        keys=VapidKeys(stores.keys),
        readiness=readiness_of(settings, stores),
    )
