"""What stores of every kind say alike."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong with what is stored."""

    where: str
    """The file, or the kind and the id. Never content."""
    what: str
    is_stray: bool = False
    """It belongs to nothing, does no harm, and may be removed."""
