"""The built files: a new version for every change, nothing done twice, old versions kept for a while."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Built:
    """One build beside an older and a very old version, after one that was cut short."""

    settings: Settings
    version: str
    gone: Path
    kept: Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    settings = Settings(build=tmp_path_factory.mktemp("built"))
    version = version_of(settings)
    gone = old_version(settings, "0" * 12, 31 * DAY_SECONDS)
    kept = old_version(settings, "1" * 12, 29 * DAY_SECONDS)
    for cut_short in (version, f".{version}.draft"):
        (settings.build / "static" / cut_short / "half").mkdir(parents=True)
    assert build(settings) == version
    return Built(settings, version, gone, kept)


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


Ask = Callable[[str], str]
ANSWER = """
import sys
from webapp import assets
for called in sys.stdin:
    print(getattr(assets, called.strip())(assets.settings_from()), flush=True)
"""


@pytest.fixture(scope="module")
def in_tree(tree: Path) -> Iterator[Ask]:
    """What a function of webapp.assets gives for the settings of the tree, asked of one process in it."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", ANSWER], cwd=tree, stdin=pipe, stdout=pipe, text=True
    ) as process:
        assert process.stdin and process.stdout
        asked, answers = process.stdin, process.stdout

        def ask(called: str) -> str:
            asked.write(called + "\n")
            asked.flush()
            answer = answers.readline().strip()
            assert answer, "the process in the tree has failed"
            return answer

        yield ask
        asked.close()


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
def test_a_changed_source_makes_a_new_version_and_taking_it_back_the_same(
    tree: Path, in_tree: Ask, source: str
) -> None:
    before = in_tree("version_of")
    original = (tree / source).read_bytes()
    (tree / source).write_bytes(original + b"\n")
    changed = in_tree("version_of")
    (tree / source).write_bytes(original)
    assert changed != before == in_tree("version_of")


def test_an_added_source_makes_a_new_version_and_what_is_made_from_others_does_not(
    tree: Path, in_tree: Ask
) -> None:
    before = in_tree("version_of")
    (tree / "webapp/static/vendor").mkdir()
    (tree / "webapp/static/vendor/idb.js").write_text("//")
    (tree / "webapp/translations/en/LC_MESSAGES/messages.mo").touch()
    assert in_tree("version_of") == before
    (tree / "webapp/static/icons/more.svg").write_text("<svg/>")
    assert in_tree("version_of") != before


def test_a_fresh_copy_of_the_project_is_built_from_nothing(tree: Path, in_tree: Ask) -> None:
    """Its version is that of the same files elsewhere."""
    shutil.rmtree(tree / "webapp/static/vendor", ignore_errors=True)
    (tree / "webapp/static/icons/more.svg").unlink(missing_ok=True)
    version = in_tree("build")
    assert version == version_of(Settings())
    assert [path.name for path in (tree / ".build/static").iterdir()] == [version]
    assert (tree / "webapp/static/vendor/htmx.js").exists()


def test_a_salt_makes_a_new_version() -> None:
    versions = {version_of(Settings(version_salt=salt)) for salt in ("", "1", "2")}
    assert len(versions) == 3
    assert all(len(version) == 12 and set(version) <= set("0123456789abcdef") for version in versions)


def test_a_second_build_with_nothing_changed_does_nothing(built: Built) -> None:
    folders = (built.settings.build, ROOT / "webapp/static", ROOT / "webapp/translations")
    before = [files_of(folder) for folder in folders]
    assert build(built.settings) == built.version
    assert [files_of(folder) for folder in folders] == before


def test_a_build_that_was_cut_short_is_made_whole(built: Built) -> None:
    static = built.settings.build / "static"
    assert (static / built.version / "build.json").exists()
    assert not (static / built.version / "half").exists()
    assert {path.name for path in static.iterdir()} == {built.version, built.kept.name}


def test_versions_older_than_30_days_go_and_younger_ones_stay(built: Built) -> None:
    assert KEEP_SECONDS == 30 * DAY_SECONDS
    assert not built.gone.exists()
    assert built.kept.exists()
    app = create_app(built.settings)
    assert fetch(f"/static/{built.kept.name}/js/old.js", app=app).data == b"export const old = 1;"
    assert fetch(f"/static/{built.gone.name}/js/old.js", app=app).status_code == 404


def test_the_version_that_ran_until_now_stays_however_old_its_build(built: Built, tmp_path: Path) -> None:
    settings = Settings(build=shutil.copytree(built.settings.build, tmp_path / "build"))
    shutil.rmtree(settings.build / "static" / built.kept.name)
    before = settings.build / "static" / built.version
    age(before, 90 * DAY_SECONDS)
    assert create_app(settings).config["VERSION"] == before.name
    after = build(Settings(build=settings.build, version_salt="next"))
    assert after != before.name
    kept = {path.name for path in (settings.build / "static").iterdir()}
    assert kept == {before.name, after}, "a phone that ran it yesterday still asks for its files"
