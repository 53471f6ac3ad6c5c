"""The lock files cover every Python that we support, not only the one that made them."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, requires

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from webapp.config import ROOT

PYTHONS = ("3.11.0", "3.11.2", "3.11.9", "3.12.0", "3.13.0", "3.14.0")
"""Debian 12 has 3.11.2, where redis needs one package more than on 3.11.3."""
PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)==", re.MULTILINE)


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_all_requirements_of_pinned_packages_are_pinned(lock: str, python: str) -> None:
    pinned = {canonicalize_name(name) for name in PINNED.findall((ROOT / lock).read_text())}
    there = {"python_full_version": python, "python_version": ".".join(python.split(".")[:2]), "extra": ""}
    needed = {(name, Requirement(text).name) for name in pinned for text in needs_of(name, there)}
    assert {(name, need) for name, need in needed if canonicalize_name(need) not in pinned} == set()
    assert len(needed) >= len(pinned) / 2, "most packages were checked"


def needs_of(name: str, environment: dict[str, str]) -> list[str]:
    """The requirements of a package on such a Python; none if the package is not installed here."""
    try:
        listed = requires(name) or []
    except PackageNotFoundError:
        return []
    return [
        text for text in listed if not (marker := Requirement(text).marker) or marker.evaluate(environment)
    ]
