"""Every setting of the app: one frozen table, read from the environment once, at the start."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("da", "en")
"""Interface languages, the default first."""


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
    """Folder for what a server keeps [EGNE_ORD_DATA]. Nothing is written there yet."""
    workers: int = 1
    """Server processes, 1 to 64 [EGNE_ORD_WORKERS]."""
    build: Path = ROOT / ".build"
    """Folder of the built, versioned static files [EGNE_ORD_BUILD]."""
    version_salt: str = ""
    """Mixed into the version; a host changes it so that phones fetch the app anew [EGNE_ORD_VERSION_SALT]."""


def _whole_number(environ: Mapping[str, str], name: str, default: int, highest: int) -> int:
    text = environ.get(name, "").strip() or str(default)
    plain = text.isascii() and text.isdigit() and len(text) <= len(str(highest))
    if not plain or not 1 <= int(text) <= highest:
        raise ImpossibleSetting(f"{name} must be a whole number from 1 to {highest}, not {text!r}.")
    return int(text)


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
    )
