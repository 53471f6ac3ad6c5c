"""The built files: a new version for every change, nothing done twice, old versions kept for a while."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from server_fixtures import fetch
from webapp import create_app
from webapp.assets import KEEP_SECONDS, build, version_of
from webapp.config import ROOT, Settings

DAY_SECONDS = 24 * 3600


def files_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file and folder below, with its inode and time of change."""
    found = sorted(folder.rglob("*"))
    return {str(p.relative_to(folder)): (p.stat().st_ino, p.stat().st_mtime_ns) for p in found}


def age(folder: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(folder, (then, then))


def old_version(settings: Settings, name: str, seconds: float) -> Path:
    """A version someone built so long ago, with one file in it."""
    folder = settings.build / "static" / name
    (folder / "js").mkdir(parents=True)
    (folder / "js" / "old.js").write_text("export const old = 1;")
    age(folder, seconds)
    return folder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(build=tmp_path / "build")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project that a test may change."""
    copy = tmp_path_factory.mktemp("tree")
    made = shutil.ignore_patterns("__pycache__", "vendor")
    for name in ("webapp", "storage"):
        shutil.copytree(ROOT / name, copy / name, ignore=made)
    shutil.copy(ROOT / "package-lock.json", copy)
    (copy / "node_modules").symlink_to(ROOT / "node_modules")
    return copy


def in_tree(tree: Path, called: str) -> str:
    """What a function of webapp.assets gives for the settings of a tree."""
    code = f"from webapp import assets; print(assets.{called}(assets.settings_from()))"
    ended = subprocess.run([sys.executable, "-c", code], cwd=tree, capture_output=True, text=True, check=True)
    return ended.stdout.strip()


@pytest.mark.parametrize(
    "source",
    [
        "webapp/static/css/base.css",
        "webapp/static/js/core/words.js",
        "webapp/static/sw.js",
        "webapp/static/icons/icon.svg",
        "webapp/templates/start.html",
        "webapp/translations/en/LC_MESSAGES/messages.po",
        "webapp/content/guides.toml",
        "webapp/security.py",
        "package-lock.json",
    ],
)
def test_a_changed_source_makes_a_new_version_and_taking_it_back_the_same(tree: Path, source: str) -> None:
    before = in_tree(tree, "version_of")
    original = (tree / source).read_bytes()
    (tree / source).write_bytes(original + b"\n")
    changed = in_tree(tree, "version_of")
    (tree / source).write_bytes(original)
    assert changed != before == in_tree(tree, "version_of")


def test_an_added_source_makes_a_new_version_and_what_is_made_from_others_does_not(tree: Path) -> None:
    before = in_tree(tree, "build")
    (tree / "webapp/static/vendor/idb.js").write_text("//")
    (tree / "webapp/translations/en/LC_MESSAGES/messages.mo").touch()
    assert in_tree(tree, "build") == before
    (tree / "webapp/static/icons/more.svg").write_text("<svg/>")
    changed = in_tree(tree, "build")
    kept = {path.name for path in (tree / ".build" / "static").iterdir()}
    assert changed != before
    assert kept == {before, changed}


def test_a_salt_makes_a_new_version() -> None:
    versions = {version_of(Settings(version_salt=salt)) for salt in ("", "1", "2")}
    assert len(versions) == 3
    assert all(len(version) == 12 and set(version) <= set("0123456789abcdef") for version in versions)


def test_a_second_build_with_nothing_changed_does_nothing(settings: Settings) -> None:
    version = build(settings)
    before = (
        files_of(settings.build) | files_of(ROOT / "webapp/static") | files_of(ROOT / "webapp/translations")
    )
    assert build(settings) == version
    again = (
        files_of(settings.build) | files_of(ROOT / "webapp/static") | files_of(ROOT / "webapp/translations")
    )
    assert again == before


def test_a_build_that_was_cut_short_is_made_whole(settings: Settings) -> None:
    version = build(settings)
    (settings.build / "static" / version / "build.json").unlink()
    (settings.build / "static" / f".{version}.draft").mkdir()
    assert build(settings) == version
    assert (settings.build / "static" / version / "build.json").exists()
    assert [path.name for path in (settings.build / "static").iterdir()] == [version]


def test_versions_older_than_30_days_go_and_younger_ones_stay(settings: Settings) -> None:
    gone = old_version(settings, "0" * 12, 31 * DAY_SECONDS)
    kept = old_version(settings, "1" * 12, 29 * DAY_SECONDS)
    build(settings)
    assert KEEP_SECONDS == 30 * DAY_SECONDS
    assert not gone.exists()
    assert kept.exists()
    app = create_app(settings)
    assert fetch(f"/static/{kept.name}/js/old.js", app=app).data == b"export const old = 1;"
    assert fetch(f"/static/{gone.name}/js/old.js", app=app).status_code == 404


def test_the_version_that_ran_until_now_stays_however_old_its_build(settings: Settings) -> None:
    before = settings.build / "static" / build(settings)
    age(before, 90 * DAY_SECONDS)
    assert create_app(settings).config["VERSION"] == before.name
    build(Settings(build=settings.build, version_salt="next"))
    assert before.exists(), "a phone that ran it yesterday still asks for its files"
