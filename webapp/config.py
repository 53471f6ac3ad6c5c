"""Every setting of the app: one frozen table, read from the environment once, at the start."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from webapp.push_hosts import HOST, LABEL

ROOT = Path(__file__).resolve().parent.parent
ORIGIN = re.compile(rf"https://(?:{LABEL}\.)*{LABEL}(?::[0-9]{{1,5}})?")
CONTACT = re.compile(rf"mailto:[\w.+-]+@(?:{LABEL}\.)+{LABEL}|https://(?:{LABEL}\.)+{LABEL}")


class ImpossibleSetting(ValueError):
    """A setting has a value the app cannot start with."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a host can set, with its environment variable in brackets."""

    host: str = "127.0.0.1"
    """Address to listen on [HOST]."""
    port: int = 8000
    """TCP port to listen on, 1 to 65535 [PORT]."""
    data: Path = Path("data")
    """Folder of vaults, reminders and shares [EGNE_ORD_DATA]. Nothing is written before the first of them."""
    workers: int = 1
    """Server processes, 1 to 64 [EGNE_ORD_WORKERS]."""
    build: Path = ROOT / ".build"
    """Folder of the built, versioned static files [EGNE_ORD_BUILD]."""
    version_salt: str = ""
    """Mixed into the version; a host changes it so that phones fetch the app anew [EGNE_ORD_VERSION_SALT]."""
    vault_bytes: int = 12 * 1024 * 1024
    """Sealed bytes that one vault may hold, up to 256 MiB [EGNE_ORD_VAULT_BYTES]."""
    vault_records: int = 2_000
    """Records that one vault may hold, up to 100,000 [EGNE_ORD_VAULT_RECORDS]."""
    batch_records: int = 100
    """Records that one push may hold, up to 1,000 [EGNE_ORD_BATCH_RECORDS]."""
    unused_days: int = 30
    """Days after which a vault with at most one record, visited on one day, goes [EGNE_ORD_UNUSED_DAYS]."""
    unvisited_days: int = 730
    """Days without a visit after which any vault goes [EGNE_ORD_UNVISITED_DAYS]."""
    rate_requests: int = 1_200
    """Requests for what is kept that one address may make a minute; 0: no limit [EGNE_ORD_RATE_REQUESTS]."""
    rate_vaults: int = 200
    """Vaults and lists that one address may try to make an hour; 0: no limit [EGNE_ORD_RATE_VAULTS]."""
    rate_shares: int = 200
    """Shares and notes that one address may try to make an hour; 0: no limit [EGNE_ORD_RATE_SHARES]."""
    proxies: int = 0
    """Proxies of one's own in front, which write X-Forwarded-For, up to 8 [EGNE_ORD_PROXIES]."""
    redis: str = ""
    """Address of a Redis where several machines count; empty: each process counts alone [EGNE_ORD_REDIS]."""
    lock_seconds: int = 10
    """How long a push waits for its turn before it hears `busy`, up to 60 [EGNE_ORD_LOCK_SECONDS]."""
    origin: str = ""
    """Where the app is, such as `https://egneord.example`; a reminder opens it there [EGNE_ORD_ORIGIN]."""
    contact: str = ""
    """Where push services reach the host, as `mailto:` or `https:`; empty: the origin [EGNE_ORD_CONTACT]."""
    push_hosts: tuple[str, ...] = ()
    """Push services besides those of browsers, spaces between, `*.` for any label [EGNE_ORD_PUSH_HOSTS]."""
    sender: bool = True
    """Whether the server sends reminders itself; `off` where `cli send` does [EGNE_ORD_SENDER]."""


def _whole_number(environ: Mapping[str, str], name: str, default: int, highest: int, lowest: int = 1) -> int:
    text = environ.get(name, "").strip() or str(default)
    plain = text.isascii() and text.isdigit() and len(text) <= len(str(highest))
    if not plain or not lowest <= int(text) <= highest:
        raise ImpossibleSetting(f"{name} must be a whole number from {lowest} to {highest}, not {text!r}.")
    return int(text)


def _fitting(environ: Mapping[str, str], name: str, fits: re.Pattern[str], what: str) -> str:
    text = environ.get(name, "").strip()
    if text and not fits.fullmatch(text):
        raise ImpossibleSetting(f"{name} must be {what}, not {text!r}.")
    return text


def _push_hosts(environ: Mapping[str, str], name: str) -> tuple[str, ...]:
    names = tuple(environ.get(name, "").split())
    # Threat: an address, or a `*.` so wide that it is everybody's.
    if wrong := [text for text in names if not HOST.fullmatch(text) or text.count(".") < text.count("*") + 1]:
        raise ImpossibleSetting(f"{name} must be names of hosts with spaces between, not {wrong[0]!r}.")
    return names


def _on(environ: Mapping[str, str], name: str) -> bool:
    text = environ.get(name, "").strip() or "on"
    if text not in {"on", "off"}:
        raise ImpossibleSetting(f"{name} must be on or off, not {text!r}.")
    return text == "on"


def settings_from(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings in `environ`. Raises ImpossibleSetting with a sentence that names the variable."""
    plain = Settings()
    return Settings(
        host=environ.get("HOST", "").strip() or plain.host,
        port=_whole_number(environ, "PORT", plain.port, 65535),
        data=Path(environ.get("EGNE_ORD_DATA", "").strip() or plain.data),
        workers=_whole_number(environ, "EGNE_ORD_WORKERS", plain.workers, 64),
        build=Path(environ.get("EGNE_ORD_BUILD", "").strip() or plain.build),
        version_salt=environ.get("EGNE_ORD_VERSION_SALT", ""),
        vault_bytes=_whole_number(environ, "EGNE_ORD_VAULT_BYTES", plain.vault_bytes, 256 * 1024 * 1024),
        vault_records=_whole_number(environ, "EGNE_ORD_VAULT_RECORDS", plain.vault_records, 100_000),
        batch_records=_whole_number(environ, "EGNE_ORD_BATCH_RECORDS", plain.batch_records, 1_000),
        unused_days=_whole_number(environ, "EGNE_ORD_UNUSED_DAYS", plain.unused_days, 36_500),
        unvisited_days=_whole_number(environ, "EGNE_ORD_UNVISITED_DAYS", plain.unvisited_days, 36_500),
        rate_requests=_whole_number(environ, "EGNE_ORD_RATE_REQUESTS", plain.rate_requests, 1_000_000, 0),
        rate_vaults=_whole_number(environ, "EGNE_ORD_RATE_VAULTS", plain.rate_vaults, 1_000_000, 0),
        rate_shares=_whole_number(environ, "EGNE_ORD_RATE_SHARES", plain.rate_shares, 1_000_000, 0),
        proxies=_whole_number(environ, "EGNE_ORD_PROXIES", plain.proxies, 8, 0),
        redis=environ.get("EGNE_ORD_REDIS", "").strip(),
        lock_seconds=_whole_number(environ, "EGNE_ORD_LOCK_SECONDS", plain.lock_seconds, 60),
        origin=_fitting(environ, "EGNE_ORD_ORIGIN", ORIGIN, "like https://host, without a slash behind it"),
        contact=_fitting(environ, "EGNE_ORD_CONTACT", CONTACT, "like mailto:name@host or https://host"),
        push_hosts=_push_hosts(environ, "EGNE_ORD_PUSH_HOSTS"),
        sender=_on(environ, "EGNE_ORD_SENDER"),
    )
