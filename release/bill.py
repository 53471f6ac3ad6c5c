"""The bill of materials (CycloneDX 1.6): every package of the two locks that a release holds or needs."""

from __future__ import annotations

import base64
import datetime
import json
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

import webapp

NAME = "egne-ord"
LICENCE = "MPL-2.0"
ENTRY = re.compile(
    r"^([\w.-]+)==(\S+)(?: ; (.+?))? \\\n(?:    --hash=\S+(?: \\)?\n)*((?:    # .*\n?)*)", re.M
)
"""A package in a lock of uv: its name, version, condition, and the comment that says who needs it."""
EXTRA = {"redis"}
"""Needed only by hosts that choose an extra of the wheel."""


def bill_of_materials(root: Path, epoch: int) -> str:
    """The bill of a checkout as JSON; the same for the same locks. `epoch`: seconds since 1970."""
    app = Component(
        name=NAME, version=webapp.__version__, type=ComponentType.APPLICATION,
        bom_ref=NAME, licenses=[DisjunctiveLicense(id=LICENCE)],
    )  # fmt: skip
    python = dict(_python(root / "requirements.lock"))
    scripts = dict(_scripts(root / "package-lock.json"))
    parts = {name: component for name, (component, _) in python.items()} | scripts
    bom = Bom(components=parts.values(), metadata=BomMetaData(component=app))
    bom.metadata.timestamp = datetime.datetime.fromtimestamp(epoch, datetime.UTC)
    named = sorted(str(component.purl) for component in parts.values())
    bom.serial_number = uuid.uuid5(uuid.NAMESPACE_URL, f"{NAME} {webapp.__version__} {epoch} {named}")
    bom.register_dependency(app, [*_needed_by(NAME, python), *scripts.values()])
    for name, (component, _) in python.items():
        bom.register_dependency(component, _needed_by(name, python))
    return str(JsonV1Dot6(bom).output_as_string(indent=1)) + "\n"


Python = dict[str, tuple[Component, set[str]]]


def _needed_by(name: str, python: Python) -> list[Component]:
    return [component for component, parents in python.values() if name in parents]


def _python(lock: Path) -> Iterator[tuple[str, tuple[Component, set[str]]]]:
    """Each Python package of a lock: its component, and the names of those that need it."""
    for name, version, condition, comment in ENTRY.findall(lock.read_text()):
        optional = bool(condition) or name in EXTRA
        component = Component(
            name=name, version=version, type=ComponentType.LIBRARY, bom_ref=f"python:{name}",
            purl=PackageURL("pypi", None, name, version),
            scope=ComponentScope.OPTIONAL if optional else ComponentScope.REQUIRED,
        )  # fmt: skip
        yield name, (component, set(re.findall(r"[\w.-]+", comment.replace("# via", "#"))))


def _scripts(lock: Path) -> Iterator[tuple[str, Component]]:
    """Each npm package that the built scripts hold; `excluded` if it only builds them."""
    packages: dict[str, dict[str, Any]] = json.loads(lock.read_text())["packages"]
    for path, row in packages.items():
        if not path or row.get("dev"):
            continue
        full = path.rpartition("node_modules/")[2]
        space, _, name = full.rpartition("/")
        algorithm, _, digest = row["integrity"].partition("-")
        assert algorithm == "sha512"  # noqa: S101 (tests/test_house.py holds it)
        builds = "esbuild" in full
        yield f"script:{full}", Component(
            name=name, group=space or None, version=row["version"], type=ComponentType.LIBRARY,
            bom_ref=f"script:{full}", purl=PackageURL("npm", space or None, name, row["version"]),
            hashes=[HashType(alg=HashAlgorithm.SHA_512, content=base64.b64decode(digest).hex())],
            scope=ComponentScope.EXCLUDED if builds else ComponentScope.REQUIRED,
        )  # fmt: skip
