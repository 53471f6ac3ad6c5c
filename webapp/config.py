"""All settings of the app: one frozen table, read from the environment once, at the start."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from storage.place import ImpossibleStore
from storage.stores import check_address
from webapp.push.hosts import HOST, LABEL

ROOT = Path(__file__).resolve().parent.parent
PACKAGED = ROOT / "webapp" / "built"
"""The files that bin/release built, in an installed package. A checkout has none, and builds its own."""
BUILD = PACKAGED if PACKAGED.is_dir() else ROOT / ".build"
ORIGIN = re.compile(rf"https://(?:{LABEL}\.)*{LABEL}(?::[0-9]{{1,5}})?")
CONTACT = re.compile(rf"mailto:[\w.+-]+@(?:{LABEL}\.)+{LABEL}|https://(?:{LABEL}\.)+{LABEL}")


RELEASE = "0.1.0"
"""The same as in pyproject.toml."""
NAME_CHARACTERS_MAX = 80


class ImpossibleSetting(ValueError):
    """A setting has a value with which the app cannot start."""


T = TypeVar("T")
Read = Callable[[str, str], T]
"""Turns the name of a variable and its text, which is not empty, into a value. Raises ImpossibleSetting."""


def _whole_number(highest: int, lowest: int = 1) -> Read[int]:
    def read(variable: str, text: str) -> int:
        plain = text.isascii() and text.isdigit() and len(text) <= len(str(highest))
        if not plain or not lowest <= int(text) <= highest:
            wanted = f"a whole number from {lowest} to {highest}"
            raise ImpossibleSetting(f"{variable} must be {wanted}, not {text!r}.")
        return int(text)

    return read


def _matching(pattern: re.Pattern[str], wanted: str) -> Read[str]:
    def read(variable: str, text: str) -> str:
        if not pattern.fullmatch(text):
            raise ImpossibleSetting(f"{variable} must be {wanted}, not {text!r}.")
        return text

    return read


def _text(variable: str, text: str) -> str:
    return text


def _path(variable: str, text: str) -> Path:
    return Path(text)


def _name(variable: str, text: str) -> str:
    # Threat: characters that turn the direction of a text, or end its line.
    if not text.isprintable() or len(text) > NAME_CHARACTERS_MAX:
        wanted = f"one line of at most {NAME_CHARACTERS_MAX} printable characters"
        raise ImpossibleSetting(f"{variable} must be {wanted}.")
    return text


def _store(variable: str, text: str) -> str:
    try:
        check_address(text)
    except ImpossibleStore as error:
        raise ImpossibleSetting(f"{variable}: {error}") from None
    return text


def _push_hosts(variable: str, text: str) -> tuple[str, ...]:
    names = tuple(text.split())
    # Threat: an IP address, or a `*.` so wide that it covers other people's hosts.
    if wrong := [name for name in names if not HOST.fullmatch(name) or name.count(".") < name.count("*") + 1]:
        raise ImpossibleSetting(f"{variable} must be names of hosts with spaces between, not {wrong[0]!r}.")
    return names


def _on_or_off(variable: str, text: str) -> bool:
    if text not in {"on", "off"}:
        raise ImpossibleSetting(f"{variable} must be on or off, not {text!r}.")
    return text == "on"


def _setting(variable: str, default: T, read: Read[T], *, strip: bool = True, shown: bool = True) -> T:
    """One row of the table: its environment variable, its default, and how its text is read.

    One that may hold a password is not `shown` where settings are printed.
    """
    metadata = {"variable": variable, "read": read, "strip": strip}
    return field(default=default, metadata=metadata, repr=shown)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a host can set. A new setting is one row here, and one row in docs/operating.md."""

    host: str = _setting("HOST", "127.0.0.1", _text)
    """Address to listen on."""
    port: int = _setting("PORT", 8000, _whole_number(65535))
    """TCP port to listen on, 1 to 65535."""
    data: Path = _setting("EGNE_ORD_DATA", Path("data"), _path)
    """Folder of vaults, reminders and shares. It is created when the first of them is stored."""
    store: str = _setting("EGNE_ORD_STORE", "", _store, shown=False)
    """Where vaults, reminders and shares are instead, such as `postgresql://user:password@host/name`."""
    workers: int = _setting("EGNE_ORD_WORKERS", 1, _whole_number(64))
    """Server processes."""
    build: Path = _setting("EGNE_ORD_BUILD", BUILD, _path)
    """Folder of the built, versioned static files; by default those of an installed package, as they are."""
    version_salt: str = _setting("EGNE_ORD_VERSION_SALT", "", _text, strip=False)
    """Mixed into the version. A host changes it so that phones fetch the app anew."""
    vault_bytes: int = _setting("EGNE_ORD_VAULT_BYTES", 12 * 1024 * 1024, _whole_number(256 * 1024 * 1024))
    """Sealed bytes that one vault may hold."""
    vault_records: int = _setting("EGNE_ORD_VAULT_RECORDS", 2_000, _whole_number(100_000))
    """Records that one vault may hold."""
    batch_records: int = _setting("EGNE_ORD_BATCH_RECORDS", 100, _whole_number(1_000))
    """Records that one push may hold."""
    unused_days: int = _setting("EGNE_ORD_UNUSED_DAYS", 30, _whole_number(36_500))
    """Days after which a vault with at most one record, visited on one day only, is deleted."""
    unvisited_days: int = _setting("EGNE_ORD_UNVISITED_DAYS", 730, _whole_number(36_500))
    """Days without a visit after which any vault is deleted."""
    rate_requests: int = _setting("EGNE_ORD_RATE_REQUESTS", 1_200, _whole_number(1_000_000, 0))
    """Requests to vaults, shares and reminders per home network (IPv6 /64) and minute, and per vault; 0 means
    no limit. For this limit and the next three, webapp/api/addresses.py has the factors of other networks."""
    rate_vaults: int = _setting("EGNE_ORD_RATE_VAULTS", 200, _whole_number(1_000_000, 0))
    """Attempts to create vaults and reminder lists per home network and hour; 0 means no limit."""
    rate_shares: int = _setting("EGNE_ORD_RATE_SHARES", 200, _whole_number(1_000_000, 0))
    """Attempts to create shares and notes per home network and hour; 0 means no limit."""
    rate_bytes: int = _setting("EGNE_ORD_RATE_BYTES", 64 * 1024 * 1024, _whole_number(2**40, 0))
    """Bytes that one home network may add to what is stored in a day (UTC); 0 means no limit."""
    host_bytes: int = _setting("EGNE_ORD_HOST_BYTES", 1024 * 1024 * 1024, _whole_number(2**40, 0))
    """Bytes of new vaults, shares and notes from everybody in an hour; 0 means no limit."""
    reserve_bytes: int = _setting("EGNE_ORD_RESERVE_BYTES", 512 * 1024 * 1024, _whole_number(2**50, 0))
    """Free bytes of the disk below which nothing new is taken, only edits; 0 means no reserve."""
    proxies: int = _setting("EGNE_ORD_PROXIES", 0, _whole_number(8, 0))
    """The host's own proxies in front of the server, which append to X-Forwarded-For."""
    redis: str = _setting("EGNE_ORD_REDIS", "", _text, shown=False)
    """URL of a Redis in which several machines count requests; empty: each process counts alone."""
    lock_seconds: int = _setting("EGNE_ORD_LOCK_SECONDS", 10, _whole_number(60))
    """How long a push waits for a lock before the response is `busy`."""
    origin: str = _setting(
        "EGNE_ORD_ORIGIN", "", _matching(ORIGIN, "like https://host, without a slash behind it")
    )
    """Where the app is, such as `https://egneord.example`. A reminder opens it there."""
    contact: str = _setting(
        "EGNE_ORD_CONTACT", "", _matching(CONTACT, "like mailto:name@host or https://host")
    )
    """Where people and push services can reach the host, as `mailto:` or `https:`."""
    host_name: str = _setting("EGNE_ORD_HOST_NAME", "", _name)
    """Who runs the site, as its pages say it; empty: they do not."""
    push_hosts: tuple[str, ...] = _setting("EGNE_ORD_PUSH_HOSTS", (), _push_hosts)
    """Push services besides those of browsers, separated by spaces; `*.` matches one or more labels."""
    metrics_port: int = _setting("EGNE_ORD_METRICS_PORT", 0, _whole_number(65535, 0))
    """Loopback port for counts and times in Prometheus's format; 0 means none."""
    sender: bool = _setting("EGNE_ORD_SENDER", True, _on_or_off)
    """Whether the server sends reminders itself; `off` where `cli send` does."""


PREFIX = "EGNE_ORD_"
OURS = re.compile(r"EGNE_?ORD.*", re.IGNORECASE)
OF_CHECKS = ("CHROMIUM", "FIREFOX", "WITHOUT", "COVERAGE_DATA", "COVERAGE_SOURCE")
"""What the checks of a checkout read (CONTRIBUTING.md)."""


def refuse_unknown(environ: Mapping[str, str]) -> None:
    """Raises ImpossibleSetting if a name looks like a setting and is none, with the nearest that is one.

    Threat: a misspelt EGNE_ORD_PROXIES leaves a server without rate limits, and nobody notices.
    """
    known = {row.metadata["variable"] for row in fields(Settings)}
    for name in sorted(environ):
        if OURS.fullmatch(name) and name not in known and name.removeprefix(PREFIX) not in OF_CHECKS:
            near = difflib.get_close_matches(name.upper(), sorted(known), 1)
            raise ImpossibleSetting(f"There is no setting {name}." + (f" Is it {near[0]}?" if near else ""))


def settings_from(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings in `environ`. Raises ImpossibleSetting with a sentence that names the variable."""
    refuse_unknown(environ)
    values: dict[str, Any] = {}
    for row in fields(Settings):
        variable = row.metadata["variable"]
        text = environ.get(variable, "")
        text = text.strip() if row.metadata["strip"] else text
        values[row.name] = row.metadata["read"](variable, text) if text else row.default
    return Settings(**values)
