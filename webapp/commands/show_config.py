"""`show-config`: print every setting with its value, and where it comes from."""

from __future__ import annotations

import os
import re
from dataclasses import fields

from webapp.config import Settings

SECRET = re.compile(r"(?<=://)[^/@]*:[^/@]*(?=@)")
"""The user and the password in the address of a Redis."""
HIDDEN = "…"


def show_config(settings: Settings) -> int:
    """Print a line for each setting, in the form of a file of settings. Returns 0."""
    for row in fields(Settings):
        variable = row.metadata["variable"]
        source = "environment" if os.environ.get(variable, "").strip() else "default"
        print(f"{variable}={text_of(getattr(settings, row.name))}  # {source}")
    return 0


def text_of(value: object) -> str:
    """A value as its variable writes it, without a password."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple):
        return " ".join(value)
    return SECRET.sub(HIDDEN, str(value))
